"""Makes up news of trade policy by the thousand, with the skew of the real thing, and stores it as if crawled and read.

A few parties, authorities and types are in most acts, most are rare; most acts are told once or twice, a few by a hundred
articles; most reports come within days, some a year later, with vaguer dates and fewer names.
"""

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from timeline.store import Store

AGENCIES = (
    *(("US Department of Commerce", "us-commerce"), ("Bureau of Industry and Security", "us-bis")),
    *(("Office of Foreign Assets Control", "us-ofac"), ("United States", "us-government")),
    *(("Office of the United States Trade Representative", "us-ustr"), ("China", "cn-government")),
    *(("Ministry of Commerce of China", "cn-mofcom"), ("European Union", "eu")),
)
TYPES = (
    *("listing.added", "tariff.imposed", "license.granted", "control.imposed", "license.extended", "tariff.raised"),
    *("control.expanded", "license.denied", "listing.removed", "enforcement.penalized", "tariff.excluded"),
    *("license.revoked", "case.initiated", "tariff.proposed", "control.proposed", "case.determined", "control.eased"),
    *("license.applied", "litigation.filed", "license.expired", "order.signed", "agreement.reached"),
)
INSTRUMENTS = {
    "listing": ("Entity List", "SDN List", "Unverified List"),
    "license": (None, None, None, "general license {}"),
    "tariff": ("Section 301", "Section 232", None),
    "order": ("Executive Order {}",),
}
MODALITIES = ("actual",) * 16 + ("planned",) * 2 + ("possible", "denied")
PARTIES = 20_000
FIRST_DAY = dt.date(2000, 1, 1)
FETCHED = "2026-01-01T00:00:00+00:00"


@dataclass
class Act:
    """What was done, and the days on which articles tell it."""

    number: int
    type: str
    modality: str
    day: dt.date
    agency: tuple[str, str]
    parties: list[tuple[str, int]]
    instrument: str | None
    reports: list[dt.date] = field(default_factory=list)


def acts(number: int, *, first: int, days: int, seed: int) -> Iterator[Act]:
    """As many acts on as many days from the first."""
    chance = random.Random(seed)
    for place in range(number):
        kind = TYPES[min(int(chance.paretovariate(0.7)) - 1, len(TYPES) - 1)]
        day = FIRST_DAY + dt.timedelta(days=first + chance.randrange(days))
        family = kind.split(".")[0]
        instrument = chance.choice(INSTRUMENTS.get(family, (None,)))
        act = Act(
            number=first * 1_000_000 + place,
            type=kind,
            modality=chance.choice(MODALITIES),
            day=day,
            agency=AGENCIES[min(int(chance.paretovariate(0.9)) - 1, len(AGENCIES) - 1)],
            parties=[
                (chance.choice(("target", "target", "actor")), min(int(chance.paretovariate(0.35)), PARTIES))
                for _ in range(chance.choice((1, 1, 2, 3)))
            ],
            instrument=instrument.format(chance.randrange(1, 200)) if instrument else None,
        )
        told = min(int(chance.paretovariate(1.6)), 100)
        late = (0, 0, 0, 1, 1, 2, 3, 7, 30, 365)
        act.reports = [day + dt.timedelta(days=chance.choice(late)) for _ in range(told)]
        yield act


def store_news(store: Store, told: Iterator[Act], *, seed: int) -> int:
    """Store an article for each two reports of the acts, in the order of the reports; says how many mentions that is."""
    chance = random.Random(seed)
    reports = sorted(((day, act.number, act) for act in told for day in act.reports), key=lambda row: row[:2])
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in _STATEMENTS}
    for source in range(60):
        rows["sources"].append((f"source{source}", ("official", "wire", "press", "press")[source % 4]))
    for name, key in AGENCIES:
        rows["entities"].append((key, name, "AGENCY"))
    mentions = 0
    place = 0
    while place < len(reports):
        size = chance.choice((1, 2, 2, 3))
        mentions += _article(rows, chance, seed, place, reports[place : place + size])
        place += size
        if len(rows["event_mentions"]) > 20_000:
            _write(store, rows)
    _write(store, rows)
    return mentions


_STATEMENTS = {
    "sources": "INSERT OR IGNORE INTO sources (id, kind) VALUES (?, ?)",
    "entities": "INSERT OR IGNORE INTO entities (id, name, label) VALUES (?, ?, ?)",
    "articles": "INSERT INTO articles (id, canonical_url, url, source_id, title, published, version_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
    "article_versions": "INSERT INTO article_versions (docid, id, article_id, content_hash, published, text, fetched_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    "readings": "INSERT INTO readings (version_id, reader) VALUES (?, 'generated')",
    "event_mentions": "INSERT INTO event_mentions (id, version_id, number, type, modality, confidence, frame, date) VALUES (?, ?, ?, ?, ?, ?, 'generated', ?)",
    "event_arguments": "INSERT INTO event_arguments (mention_id, number, field, value, entity_id, start, end) VALUES (?, ?, ?, ?, ?, ?, ?)",
}


def _write(store: Store, rows: dict[str, list[tuple[object, ...]]]) -> None:
    with store.db.atomic():
        for name, statement in _STATEMENTS.items():
            store.db.conn.executemany(statement, rows[name])
            rows[name].clear()


def _article(
    rows: dict[str, list[tuple[object, ...]]],
    chance: random.Random,
    seed: int,
    place: int,
    reports: list[tuple[dt.date, int, Act]],
) -> int:
    key = f"{seed:04x}{place:012x}"
    day, source = reports[0][0], f"source{min(int(chance.paretovariate(0.6)) - 1, 59)}"
    sentences: list[str] = []
    for _, number, act in reports:
        names = " and ".join(f"Party {party}" for _, party in act.parties)
        words = " ".join(chance.choices(_WORDS, k=12))
        sentences.append(f"{act.agency[0]} told {names} of act {number} on a {words} day.")
    text = " ".join(sentences)
    url = f"http://{source}.example/{key}"
    rows["articles"].append((key, url, url, source, f"Story {key}", day.isoformat(), key))
    rows["article_versions"].append((int(key, 16) & 0x7FFFFFFFFFFFFFFF, key, key, key, day.isoformat(), text, FETCHED))
    rows["readings"].append((key,))
    start = 0
    for number, (sentence, (_, _, act)) in enumerate(zip(sentences, reports, strict=True)):
        mention = f"{key[:-1]}{number:x}{place % 16:x}"
        date = chance.choice((act.day.isoformat(),) * 6 + (act.day.strftime("%Y-%m"), f"{act.day.year}", None, None))
        rows["event_mentions"].append((mention, key, number, act.type, act.modality, 0.8, date))
        found: list[tuple[str, str | None, str | None]] = [("sentence", None, None), ("date_basis", "explicit", None)]
        if chance.random() < 0.8:
            found.append(("agency", *act.agency))
        if chance.random() < 0.9:
            found += [(role, f"Party {party}", None) for role, party in act.parties]
        if act.instrument is not None and chance.random() < 0.8:
            found.append(("instrument", act.instrument, None))
        if act.type == "license.extended":
            found.append(("duration", "P90D", None))
        for position, (name, value, entity) in enumerate(found):
            span = (start, start + len(sentence)) if name == "sentence" else (None, None)
            rows["event_arguments"].append((mention, position, name, value, entity, *span))
        start += len(sentence) + 1
    return len(reports)


_WORDS = tuple(
    "".join(pair) for pair in itertools.product(("ba", "ko", "li", "mu", "ne"), ("ra", "so", "ti", "vu", "we"))
)
