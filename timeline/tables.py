"""Every table and column of the database, described once: the schema is made from it and printed from it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its SQLite type, what it holds, and the table that it points into, if any."""

    name: str
    type: str
    description: str
    references: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """An index of its own name: what it is ordered by, as a view or a build asks for it, and which rows it holds."""

    name: str
    terms: tuple[str, ...]
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a row's meaning, its primary key, its columns, those indexed, those searched, and the orders of its views."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    search: tuple[str, ...] = ()
    orders: tuple[Order, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)


def _text(name: str, description: str, references: str | None = None, required: bool = False) -> Column:
    return Column(name, "TEXT", description, references, required)


def _number(name: str, description: str, required: bool = False) -> Column:
    return Column(name, "INTEGER", description, None, required)


def _real(name: str, description: str) -> Column:
    return Column(name, "REAL", description)


def _document_number(table: str) -> Column:
    return _number("docid", f"Row number in {table}_fts; derived from the id, so equal in every copy")


_START = _number("start", "First character in the version's text")
_END = _number("end", "Character after the last")

ARCHIVE = (
    Table(
        "sources",
        "A publisher whose pages are read.",
        ("id",),
        (
            _text("id", "Short name, as in crawler/sources/*.toml; 'files' for texts given by hand"),
            _text("title", "Name for people"),
            _text("kind", "official, wire, press, law_firm, think_tank, or file"),
            _text("country", "ISO 3166 alpha-2"),
            _text("language", "BCP 47 tag"),
            _text("home", "Home page"),
        ),
    ),
    Table(
        "runs",
        "One run of a command that writes.",
        ("id",),
        (
            _text("id", "When it started, with its process number"),
            _text("command", "run, crawl, read, build or demo", required=True),
            _text("started_at", "UTC", required=True),
            _text("finished_at", "UTC; null while it runs or where it died"),
            _text("state", "running, finished, failed or interrupted", required=True),
            _text("note", "Why it failed, or what a reader should know"),
        ),
    ),
    Table(
        "run_counts",
        "How often each outcome came about in a run.",
        ("run_id", "stage", "source", "outcome"),
        (
            _text("run_id", "The run", "runs"),
            _text("stage", "crawl, reasons (of what crawl counts as failed, refused …), read or build"),
            _text("source", "The source; empty where the count is not of one source"),
            _text("outcome", "found, fetched, new, changed, refused, failed, read … as in docs/running.md"),
            _number("count", "How often", required=True),
        ),
    ),
    Table(
        "source_crawls",
        "How following one source went in one run, and how its health was judged then.",
        ("run_id", "source_id"),
        (
            _text("run_id", "The run", "runs"),
            _text("source_id", "The source", "sources"),
            _text("finished_at", "UTC", required=True),
            _text("state", "ok, or failed where none of its listings could be read", required=True),
            _number("listings", "Feeds, sitemaps, index pages and searches asked for", required=True),
            _number("listings_failed", "Those of them that could not be read", required=True),
            _text("problems", "What went wrong with its listings, a sentence a line; null where nothing did"),
            _text("broken", "Expectations outside their bounds, a sentence a line; null where none is"),
        ),
        (("source_id", "finished_at"),),
    ),
    Table(
        "pages",
        "An address that was asked for, and what became of it the last time.",
        ("url",),
        (
            _text("url", "Address asked for"),
            _text("source_id", "Who publishes it", "sources", required=True),
            _text(
                "outcome",
                "new, changed, unchanged, duplicate, not_modified, withdrawn, refused, set_aside or failed",
                required=True,
            ),
            _text("reason", "Why it was withdrawn, refused, set aside or failed, in a sentence"),
            _text("cause", "The name that the reason is counted under, as in docs/running.md"),
            _number("status", "HTTP status"),
            _text("fetched_at", "UTC", required=True),
            _text("etag", "Validator for the next conditional request"),
            _text("last_modified", "Validator for the next conditional request"),
            _text("stated_updated", "Change date that its listing stated, as written there"),
            _text("known_since", "UTC, when it was last fetched to an end; null where it never was"),
            _text("page_key", "What all addresses of one page have in common"),
            _text("first_seen", "UTC, when it was first fetched to an end"),
        ),
        (("source_id", "outcome"), ("page_key",)),
    ),
    Table(
        "articles",
        "A story at one canonical address, in its newest version.",
        ("id",),
        (
            _text("id", "Hash of the canonical address"),
            _text("canonical_url", "Address that the page gives for itself", required=True),
            _text("url", "Address it was fetched from", required=True),
            _text("source_id", "Who publishes it", "sources", required=True),
            _text("title", "Headline"),
            _text("published", "Publication date or time, ISO 8601; null where none was found"),
            _text("version_id", "Its newest version"),
            _text("page_key", "What all addresses of one page have in common"),
            _text("withdrawn_at", "UTC, when its page was found to be gone; null while it stands"),
        ),
        (("source_id",), ("published",), ("page_key",), ("url",), ("version_id",)),
    ),
    Table(
        "article_versions",
        "The words of an article as they stood when it was fetched; an edit makes a new version.",
        ("id",),
        (
            _document_number("articles"),
            _text("id", "Hash of the article's id and the content"),
            _text("article_id", "The article", "articles", required=True),
            _text("content_hash", "SHA-256 of title, publication date and text", required=True),
            _text("title", "Headline"),
            _text("byline", "Author, as printed"),
            _text("published", "Publication date or time, ISO 8601"),
            _text("published_basis", "Where the date was found, or why there is none"),
            _text("updated", "Time of the last edit that the page states"),
            _text("language", "BCP 47 tag"),
            _text("text", "Body; paragraphs are parted by a blank line; all offsets point here", required=True),
            _text("fetched_at", "UTC, when this version was first seen", required=True),
            _text("snapshot", "WARC file and offset of the raw page"),
            _text(
                "replaces", "The version that a later rule of extraction read from the same snapshot; null otherwise"
            ),
        ),
        (("article_id", "fetched_at"),),
        ("title", "text"),
    ),
    Table(
        "snapshots",
        "A page as it was fetched, in a WARC file of the snapshots folder.",
        ("file", "offset"),
        (
            _text("file", "Name of the WARC file"),
            _number("offset", "First byte of its record"),
            _number("length", "Bytes of its record, compressed", required=True),
            _text("url", "Address asked for", required=True),
            _text("source_id", "Who publishes it", "sources", required=True),
            _text("fetched_at", "UTC", required=True),
            _text("listed_basis", "Kind of listing that dated it; null where none did"),
            _text("listed_at", "Publication date or time that its listing stated"),
        ),
        (("url", "fetched_at"),),
    ),
    Table(
        "listings",
        "A feed, sitemap or search whose pages had all been dealt with when it was as described here.",
        ("url",),
        (
            _text("url", "Address, or name of a search"),
            _text("etag", "Validator for the next conditional request"),
            _text("last_modified", "Validator for the next conditional request"),
            _text("mark", "Newest publication day that it named"),
            _text("stated", "Change date that an index of sitemaps stated for it, as written there"),
        ),
    ),
    Table(
        "hosts",
        "How a host that failed to answer is treated.",
        ("host",),
        (
            _text("host", "Host, with its port where it has one"),
            _number("failures", "How often in a row it failed to answer", required=True),
            _text("rest_until", "UTC, until when nothing is asked of it; null where it does not rest"),
            _text("reason", "Why it rests"),
        ),
    ),
    Table(
        "gazette_documents",
        "The official particulars of a document, as the gazette states them.",
        ("document_number",),
        (
            _text("document_number", "The gazette's number, such as 2019-10616"),
            _text("citation", "Its page, such as 84 FR 22961"),
            _text("agency", "Issuing agencies, parted by '; '"),
            _text("type", "Rule, Proposed Rule, Notice, Presidential Document …", required=True),
            _text("title", "Its title", required=True),
            _text("published_on", "Day of the issue", required=True),
            _text("effective_on", "Day it takes effect; null where the gazette states none"),
            _text("docket", "Docket numbers, parted by '; '"),
            _text("url", "Its page", required=True),
            _text("article_id", "The article read from its page; null where none was", "articles"),
            _text("page_key", "What all addresses of one page have in common"),
            _number("built", "1 where the last build knew it"),
        ),
        (("citation",), ("published_on",), ("page_key",), ("article_id",)),
    ),
)

READINGS = (
    Table(
        "entities",
        "A party, authority, instrument or place that names resolve to.",
        ("id",),
        (
            _text("id", "Identifier from nlp/data; 'name:…' for a party that is known by its name alone"),
            _text("name", "Canonical name", required=True),
            _text("label", "What kind of thing it is"),
        ),
        (("name",),),
    ),
    Table(
        "aliases",
        "A wording under which an entity was met.",
        ("entity_id", "alias"),
        (
            _text("entity_id", "The entity", "entities"),
            _text("alias", "The words, as written"),
        ),
        (("alias",),),
    ),
    Table(
        "readings",
        "That a version was read, by which reader, and why no further if so.",
        ("version_id",),
        (
            _text("version_id", "The version read", "article_versions"),
            _text("reader", "Version of rules and model", required=True),
            _text("skipped", "Why it was not read further; null where it was"),
            _number(
                "built", "1 where the timeline holds what it tells, 0 where not; null where the next build looks at it"
            ),
        ),
        orders=(Order("unbuilt", ("version_id",), "built IS NULL"),),
    ),
    Table(
        "mentions",
        "A name in a text.",
        ("version_id", "number"),
        (
            _text("version_id", "The version", "readings"),
            _number("number", "Position in the reading"),
            _START,
            _END,
            _text("text", "The words", required=True),
            _text("label", "What kind of name", required=True),
            _text("entity_id", "What it resolves to; null where it does not", "entities"),
        ),
        (("entity_id",),),
    ),
    Table(
        "time_expressions",
        "A time in a text (TIMEX3).",
        ("version_id", "number"),
        (
            _text("version_id", "The version", "readings"),
            _number("number", "Position in the reading"),
            _START,
            _END,
            _text("text", "The words", required=True),
            _text("type", "DATE, TIME, DURATION or SET", required=True),
            _text("value", "ISO 8601 style value", required=True),
            _text("mod", "START, END, APPROX …"),
            _text("basis", "explicit, relative or inferred", required=True),
        ),
    ),
    Table(
        "event_mentions",
        "One act as one text tells it.",
        ("id",),
        (
            _text("id", "Hash of the version and the position in the reading"),
            _text("version_id", "The version", "readings", required=True),
            _number("number", "Position in the reading", required=True),
            _text("type", "Event type, as in the codebook", required=True),
            _text("modality", "actual, planned, possible or denied", required=True),
            _real("confidence", "0 to 1"),
            _text("frame", "The frame that fired", required=True),
            _text("date", "When, at the precision that the text supports"),
        ),
        (("version_id",), ("type", "date")),
    ),
    Table(
        "event_arguments",
        "One field of an event mention, with the words it was read from.",
        ("mention_id", "number"),
        (
            _text("mention_id", "The event mention", "event_mentions"),
            _number("number", "Position; parties and sentences may repeat a field"),
            _text("field", "event, sentence, agency, actor, target, date … as in the codebook", required=True),
            _text("value", "Normalised value; null for event and sentence"),
            _text("entity_id", "The entity, for a party that resolves", "entities"),
            _number("start", "First character in the version's text; null where it was inferred"),
            _number("end", "Character after the last; null where it was inferred"),
        ),
        (("entity_id",),),
    ),
    Table(
        "statements",
        "Words of a named speaker about an event.",
        ("version_id", "number"),
        (
            _text("version_id", "The version", "readings"),
            _number("number", "Position in the reading"),
            _text("mention_id", "The event mention it is about", "event_mentions"),
            _text("speaker", "Who says it", required=True),
            _text("speaker_id", "The speaker's entity", "entities"),
            _START,
            _END,
            _text("text", "The words", required=True),
        ),
        (("mention_id",),),
    ),
)

TIMELINE = (
    Table(
        "events",
        "One act in the world, merged from all that tell it.",
        ("id",),
        (
            _document_number("events"),
            _text("id", "Hash of the type and of its earliest evidence"),
            _text("type", "Event type, as in the codebook", required=True),
            _text("family", "The part of the type before the dot", required=True),
            _text("date", "When, at the best precision known: 2019-11-20, 2019-W47, 2019-11, 2019-Q4, 2019, or null"),
            _text("date_start", "First day that date allows"),
            _text("date_end", "Last day that date allows"),
            _text("date_precision", "day, week, month, quarter, year or none"),
            _text("date_basis", "explicit, relative or inferred"),
            _text("modality", "actual, planned, possible or denied", required=True),
            _text("agency", "The authority that acted"),
            _text("actor", "The applicant, licensee or acting party"),
            _text("targets", "Those it is aimed at, parted by '; '"),
            _text("items", "Goods, software or technology, in the text's words"),
            _text("instrument", "The legal vehicle"),
            _text("instrument_id", "The legal vehicle's identifier in nlp/data"),
            _number("count", "Number of parties, where it is given"),
            _text("rate", "Duty rate or amount, with its unit"),
            _text("published_on", "Date in an official gazette"),
            _text("effective_from", "When it takes effect"),
            _text("valid_until", "When it stops"),
            _text("duration", "ISO 8601 duration"),
            _text("previous_valid_until", "The end date that an extension replaces"),
            _number("ordinal", "3 for a third extension"),
            _text("attribution", "Who says so"),
            _real("confidence", "0 to 0.99, over independent sources"),
            _number("source_count", "Independent sources: copies of one text count once", required=True),
            _number("article_count", "Articles", required=True),
            _text("first_reported", "Publication day of the first report"),
            _text("last_reported", "Publication day of the last report"),
            _text("summary", "One line for people", required=True),
            _text("quote", "Its best sentence", required=True),
        ),
        (("type", "date_start"), ("date_start", "id"), ("agency",)),
        ("summary", "quote", "targets", "actor", "agency", "instrument", "items"),
        (
            Order("timeline", ("coalesce(date_start, first_reported, '9999')", "date_end", "type", "id")),
            Order("listing_counts", ("family", "date_start", "id"), "count IS NOT NULL"),
            Order(
                "agency_activity",
                ("substr(date, 1, 4)", "agency", "type", "date_start", "date_end", "date", "modality"),
                "agency IS NOT NULL AND modality = 'actual'",
            ),
            Order(
                "acts_on_nobody",
                ("instrument", "coalesce(date_start, first_reported, '9999')"),
                "instrument IS NOT NULL AND modality = 'actual' AND (family = 'order' OR targets IS NULL)",
            ),
        ),
    ),
    Table(
        "participants",
        "A party to an event.",
        ("event_id", "role", "name"),
        (
            _text("event_id", "The event", "events"),
            _text("role", "agency, actor or target"),
            _text("name", "Canonical name, or as written"),
            _text("entity_id", "The entity, where the name resolves", "entities"),
            _text("day", "The first day that the event's date allows, else that of its first report, else 9999"),
        ),
        (("entity_id", "day", "event_id"), ("name", "day", "event_id")),
    ),
    Table(
        "event_sources",
        "An article that tells an event, with its best sentence.",
        ("event_id", "version_id"),
        (
            _text("event_id", "The event", "events"),
            _text("version_id", "The version of the article", "article_versions"),
            _text("article_id", "The article", "articles", required=True),
            _text("source_id", "Who publishes it", "sources", required=True),
            _text("published", "Publication day"),
            _text("copy_of", "The article it repeats; null where it is independent", "articles"),
            _START,
            _END,
            _text("quote", "The sentence", required=True),
        ),
        (("version_id",),),
    ),
    Table(
        "event_links",
        "Which event a mention tells.",
        ("mention_id",),
        (
            _text("mention_id", "The event mention", "event_mentions"),
            _text("event_id", "The event", "events", required=True),
        ),
        (("event_id",),),
    ),
    Table(
        "conflicts",
        "A value that some source gives for a field of an event where another is preferred.",
        ("event_id", "field", "value", "other_id"),
        (
            _text("event_id", "The event", "events"),
            _text("field", "The field"),
            _text("value", "The value not taken"),
            _text("preferred", "The value taken", required=True),
            _text("sources", "Sources of the value not taken, parted by '; '", required=True),
            _text("preferred_sources", "Sources of the value taken, parted by '; '", required=True),
            _text("rule", "Why the other was taken", required=True),
            _text(
                "kind",
                "ordinal, date, duration, scope (of the vehicle), count (numbers and amounts), actor, outcome or modality",
            ),
            _text("other_id", "The event that tells the value not taken; empty where a telling of this one does"),
        ),
        (("other_id",),),
    ),
    Table(
        "relations",
        "How one event bears on another.",
        ("event_id", "kind", "other_id"),
        (
            _text("event_id", "The event", "events"),
            _text(
                "kind",
                "implements (a plan), superseded_by (of a plan that came otherwise), bounds (of a denial: the act came "
                "after it), contradicts, extends, amends or revokes",
            ),
            _text("other_id", "The other event", "events"),
        ),
        (("other_id",),),
    ),
    Table(
        "measures",
        "What persists while events change its state: a license, a listing, a tariff action, a case.",
        ("id",),
        (
            _text("id", "Hash of kind and parties"),
            _text("kind", "license, listing, control, tariff, order or case", required=True),
            _text("scope", "specific or general, for a license"),
            _text("title", "One line for people", required=True),
            _text("agency", "The authority"),
            _text("holder", "Who holds the license"),
            _text("counterparty", "Whom it lets deal with, who is listed, or whose goods bear the duty"),
            _text("instrument", "The legal vehicle"),
            _text("items", "Goods, software or technology it covers"),
            _text("state", "State after its last event", required=True),
            _text("since", "Date of its last event"),
            _text("valid_from", "When it began to have force"),
            _text("valid_until", "When it stops"),
            _text("valid_until_basis", "stated, computed from a date and a duration, or foreseen by a source"),
            _text("citation", "Where the gazette has its first act, as 84 FR 23468"),
        ),
        (("kind", "holder"), ("kind", "counterparty", "instrument"), ("kind", "valid_until")),
        orders=(
            Order("license_status", ("kind", "valid_from", "title", "id")),
            Order("license_ledger", ("kind", "title", "id")),
        ),
    ),
    Table(
        "measure_events",
        "One step in a measure's life.",
        ("measure_id", "number"),
        (
            _text("measure_id", "The measure", "measures"),
            _number("number", "Position in the chain, from 1"),
            _text(
                "event_id",
                "The event that made the step, or set the end that an inferred expiry follows from",
                "events",
                required=True,
            ),
            _text("state", "State after the step", required=True),
            _text("date", "When"),
            _text("valid_from", "Beginning of the term that the step gives"),
            _text("valid_until", "End of the term that the step gives"),
            _text("valid_until_basis", "stated, computed from a date and a duration, or foreseen by a source"),
            _text("previous_valid_until", "The end that it replaces"),
            _text("predecessor_id", "The event whose term it continues", "events"),
            _text("flag", "What does not add up, in sentences; one a row in measure_flags"),
            _number("ordinal", "3 for a third extension"),
            _text("ordinal_basis", "stated, or counted from the extensions known"),
            _text("citation", "Where the gazette has it, as 84 FR 64018"),
            _number("inferred", "1 for an expiry that no source tells, but that follows from an end date"),
            _text("holds_from", "First day of the state; of an undated act, the day it was first reported"),
            _text("holds_before", "The day on which the next state begins; null for the last"),
        ),
        (("event_id",), ("predecessor_id",), ("holds_from",)),
    ),
    Table(
        "measure_flags",
        "Something in a measure's life that does not add up.",
        ("measure_id", "number", "kind", "sentence"),
        (
            _text("measure_id", "The measure", "measures"),
            _number("number", "The step, as in measure_events"),
            _text(
                "kind",
                "missing_start, missing_link, ordinal, arithmetic, no_gain, lapse, irregular, told_apart or before_publication",
            ),
            _text("sentence", "What it is"),
        ),
        (("kind", "measure_id", "number"),),
    ),
    Table(
        "event_documents",
        "What ties an event to an official gazette.",
        ("event_id", "kind", "reference", "version_id"),
        (
            _text("event_id", "The event", "events"),
            _text("kind", "citation, document, docket, or gazette where the article is the gazette's own"),
            _text("reference", "As 84 FR 23468"),
            _text("version_id", "The version that it stands in", "article_versions"),
            _START,
            _END,
            _text("document", "Number of the gazette document, where that is in the store"),
            _text("published_on", "Day of the gazette"),
        ),
        (("reference",),),
    ),
    Table(
        "event_statements",
        "What a named speaker said about an event, once however many articles have it.",
        ("event_id", "number"),
        (
            _text("event_id", "The event", "events"),
            _number("number", "Position, by the day it was first reported"),
            _text("speaker", "Who says it", required=True),
            _text("speaker_id", "The speaker's entity", "entities"),
            _text("text", "The words, as first reported", required=True),
            _text("version_id", "The version that first has them", "article_versions", required=True),
            _START,
            _END,
            _text("published", "Day they were first reported"),
            _number("article_count", "Articles that have them", required=True),
        ),
        (("speaker_id",),),
    ),
    Table(
        "redirects",
        "Where to look for an event that was merged into another.",
        ("old_id",),
        (
            _text("old_id", "The id that it had"),
            _text("new_id", "The id of the event that its texts tell now", required=True),
            _text("at", "UTC, when the build ran", required=True),
        ),
        (("new_id",),),
    ),
    Table(
        "history",
        "What a build changed about an event or a measure; never rewritten.",
        ("event_id", "number"),
        (
            _text("event_id", "The event or measure, which may be withdrawn since"),
            _number("number", "Position in its history, from 1"),
            _text("at", "UTC, when the build ran", required=True),
            _text(
                "change", "created, changed, merged (into another), split (from another) or withdrawn", required=True
            ),
            _text(
                "details",
                "JSON: field to [before, after], a measure's steps from the first that differs; for all but changed, its row",
                required=True,
            ),
            _text("subject", "event or measure; null in rows older than schema 2, which are of events"),
            _text("reason", "Why, in a sentence"),
            _text("other_id", "The event it was merged into or split from"),
        ),
        (("at",),),
    ),
)

PARTIES = (
    Table(
        "listed_parties",
        "A party of a list that a user imported; the reader looks for its names.",
        ("id",),
        (
            _text("id", "Hash of the list, the party's key there and its name"),
            _text("entity_id", "The entity that it is", "entities", required=True),
            _text("name", "Its name on the list", required=True),
            _text("label", "COMPANY, PERSON or VESSEL", required=True),
            _text("list", "The list's name, as the file gives it", required=True),
            _text("country", "ISO 3166 alpha-2, where the file states one"),
            _text("program", "The sanctions program or programs"),
            _text("citation", "The Federal Register notice that listed it, as the file gives it"),
            _text("listed_on", "Since when it has been on the list, where the file says so"),
            _text("file", "The file that it was imported from"),
            _text("imported_at", "UTC"),
        ),
        (("entity_id",), ("list",), ("name",)),
    ),
    Table(
        "listed_names",
        "Another name of an imported party.",
        ("party_id", "name"),
        (
            _text("party_id", "The party", "listed_parties"),
            _text("name", "The name"),
        ),
        (("name",),),
    ),
    Table(
        "entity_merges",
        "A name, or an imported or provisional entity, that a person took for another entity; it holds from the next reading on.",
        ("name",),
        (
            _text("name", "The name that is the other entity's too"),
            _text("entity_id", "The entity that had the name; null where it was a name only"),
            _text("into_id", "The entity that it is", required=True),
            _text("who", "Who decided", required=True),
            _text("why", "Reason, in their words", required=True),
            _text("at", "UTC, when", required=True),
        ),
    ),
)

BUILDING = (
    Table(
        "tellings",
        "What the last build knew of each event mention, so that the next one takes up only what changed.",
        ("id",),
        (
            _text("id", "The event mention, which may be gone since"),
            _text("version_id", "The version that it stands in", required=True),
            _text("key", "Its key in decisions: article, type and words", required=True),
            _text("lead", "The more precise telling that it fits best; null for none"),
            _text("root", "The telling at the root of the tree that leads make", required=True),
            _text("event_id", "The event that it tells; null where a reviewer rejected it"),
            _text("told", "JSON: the telling as it was merged", required=True),
        ),
        (("version_id",), ("key",), ("lead",), ("root",), ("event_id",)),
    ),
    Table(
        "telling_blocks",
        "Where each telling is filed: tellings of one act share a block.",
        ("block", "telling_id"),
        (
            _text("block", "Hash of type, standing, a name and a month, or of a day, a sentence or an end"),
            _text("telling_id", "The telling", "tellings"),
        ),
        (("telling_id",),),
    ),
    Table(
        "measure_chains",
        "What the next build asks of each measure, so that it follows anew no more than what changed.",
        ("measure_id",),
        (
            _text("measure_id", "The measure", "measures"),
            _text("events", "Of a license: hash of the ids of the events that it was followed from; null of others"),
            _text("names", "JSON: how many acts tell each authority and each name of goods; null of a license"),
        ),
    ),
    Table(
        "builders",
        "By which rules the timeline was last built; other rules build it anew from all tellings.",
        ("part",),
        (
            _text("part", "timeline"),
            _text("version", "Hash of the rules", required=True),
        ),
    ),
)

REVIEW = (
    Table(
        "decisions",
        "What a person decided about an event; never rewritten, and kept through rereading and rebuilding.",
        ("id",),
        (
            _text("id", "Hash of the decision, equal in every installation"),
            _text("action", "accept, fix, merge, split or reject", required=True),
            _text("mentions", "JSON: the mention keys of the event it is about, as the event then was", required=True),
            _text("other", "JSON: for merge, the mention keys of the other event; for split, those that leave"),
            _text("field", "For fix: date, modality or the name of a field"),
            _text("value", "For fix: the right value; null for none"),
            _text("who", "Who decided", required=True),
            _text("at", "UTC, when", required=True),
            _text("why", "Reason, in their words", required=True),
            _text("summary", "The event in a line, as it then was"),
            _number("built", "1 where the last build knew it"),
        ),
        (("at",),),
    ),
    Table(
        "event_decisions",
        "Which decisions bear on an event as it now is.",
        ("event_id", "decision_id"),
        (
            _text("event_id", "The event", "events"),
            _text("decision_id", "The decision", "decisions"),
        ),
        (("decision_id",),),
    ),
)

TABLES = ARCHIVE + READINGS + TIMELINE + PARTIES + BUILDING + REVIEW
