"""Finds the time expressions of a text and gives each its TIMEX3 value, anchored on the day of publication."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc

from nlp.extensions import register_extensions
from nlp.records import TimeExpression
from nlp.timex.values import add_months, month_value, quarter_value, week_value
from nlp.timex.vocabulary import (
    ORDINALS,
    SEASONS,
    build,
    duration_value,
    month_of,
    number_of,
    unit_of,
    weekday_of,
)

Tense = Callable[[int], str | None]

_PAST_WORDS = re.compile(r"\b(?:was|were|had|has|have|did|said|\w+ed)\b")
_FUTURE_WORDS = re.compile(r"\b(?:will|shall|would|to be|plans?|due|set to|expires?|until|through|scheduled)\b", re.I)
_CLAUSE_REACH = 90


@dataclass(frozen=True, slots=True)
class _Context:
    """What a rule may look at: the publication day, the order of numeric dates, the tense at an offset."""

    anchor: date | None
    day_first: bool
    tense: Callable[[int], str]
    text: str


@dataclass(frozen=True, slots=True)
class _Value:
    type: str
    value: str
    basis: str = "explicit"
    mod: str | None = None


_Resolver = Callable[[re.Match[str], _Context], _Value | None]


def find_time_expressions(
    text: str, anchor: date | None, *, day_first: bool = False, tense: Tense | None = None
) -> list[TimeExpression]:
    """The time expressions of a text, in its order and without overlaps.

    ``anchor`` is the publication day, which relative and partial dates are resolved against; without it they keep
    X for what is unknown. ``day_first`` says how 11/12/2019 is read. ``tense`` gives the tense of the clause at a
    character ("past", "future" or None); without it the words around decide.
    """

    def tense_at(offset: int) -> str:
        return (tense(offset) if tense is not None else None) or _tense_by_words(text, offset)

    context = _Context(anchor, day_first, tense_at, text)
    found: list[TimeExpression] = []
    taken = bytearray(len(text) + 1)
    for rule, resolve in _RULES:
        for match in rule.finditer(text):
            start, end = match.span("month") if "x" in match.groupdict() else match.span()
            if any(taken[start:end]):
                continue
            value = resolve(match, context)
            if value is not None:
                taken[start:end] = b"\x01" * (end - start)
                found.append(
                    TimeExpression(start, end, text[start:end], value.type, value.value, value.mod, value.basis)
                )
    return sorted(found, key=lambda timex: timex.start)


@Language.factory("tradedocket_time_expressions", assigns=["doc._.time_expressions"])
def make_time_expressions(nlp: Language, name: str) -> "TimeExpressions":
    """The component that finds a document's time expressions."""
    return TimeExpressions()


class TimeExpressions:
    """Sets ``doc._.time_expressions`` from the text, ``doc._.anchor`` and the tense in the parse."""

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        tense = _tense_by_parse(doc) if doc.has_annotation("TAG") and doc.has_annotation("DEP") else None
        doc._.time_expressions = tuple(
            find_time_expressions(doc.text, doc._.anchor, day_first=doc._.day_first, tense=tense)
        )
        return doc


def _tense_by_words(text: str, offset: int) -> str:
    before = text[max(0, offset - _CLAUSE_REACH) : offset]
    before = re.split(r"[.!?;\n]\s", before)[-1]
    after = re.split(r"[.!?;\n]\s", text[offset : offset + _CLAUSE_REACH])[0]
    near = before[-40:]
    if _FUTURE_WORDS.search(near):
        return "future"
    if _PAST_WORDS.search(before):
        return "past"
    if _FUTURE_WORDS.search(after) and not _PAST_WORDS.search(after[:60]):
        return "future"
    return "past"


def _tense_by_parse(doc: Doc) -> Tense:
    def tense(offset: int) -> str | None:
        span = doc.char_span(offset, offset + 1, alignment_mode="expand")
        if span is None:
            return None
        token = span[0]
        previous = doc[token.i - 1].lower_ if token.i else ""
        if previous in {"until", "through", "till", "to"}:
            return "future"
        for verb in token.ancestors:
            if verb.pos_ not in {"VERB", "AUX"}:
                continue
            auxiliaries = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
            if auxiliaries & {"will", "shall", "'ll", "’ll"}:
                return "future"
            if verb.tag_ in {"VBD", "VBN"} or auxiliaries & {"did", "had", "has", "have", "was", "were"}:
                return "past"
            if verb.tag_ == "VB" and "to" in auxiliaries:
                return "future" if verb.dep_ in {"xcomp", "advcl", "acl"} else None
            if verb.tag_ in {"VBZ", "VBP", "VBG"}:
                return None
        return None

    return tense


def _day_value(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _full_date(match: re.Match[str], context: _Context) -> _Value | None:
    value = _day_value(int(match["year"]), month_of(match["month"]), int(match["day"]))
    return _Value("DATE", value) if value else None


def _iso_date(match: re.Match[str], context: _Context) -> _Value | None:
    value = _day_value(int(match["year"]), int(match["m"]), int(match["day"]))
    return _Value("DATE", value) if value else None


def _numeric_date(match: re.Match[str], context: _Context) -> _Value | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    day, month = (first, second) if (context.day_first or first > 12) and second <= 12 else (second, first)
    value = _day_value(year, month, day)
    return _Value("DATE", value) if value else None


def _month_year(match: re.Match[str], context: _Context) -> _Value | None:
    return _Value("DATE", month_value(int(match["year"]), month_of(match["month"])), mod=_mod(match))


def _mod(match: re.Match[str]) -> str | None:
    word = (match.groupdict().get("mod") or "").lower().strip("- ")
    if word.startswith(("early", "the beginning", "beginning", "the start", "start")):
        return "START"
    if word.startswith(("mid", "the middle", "middle")):
        return "MID"
    if word.startswith(("late", "the end", "end")):
        return "END"
    return None


def _month_day(match: re.Match[str], context: _Context) -> _Value | None:
    month, day = month_of(match["month"]), int(match["day"])
    if context.anchor is None:
        return _Value("DATE", f"XXXX-{month:02d}-{day:02d}")
    years = _nearest_years(context, match.start(), lambda year: _day_value(year, month, day))
    return _Value("DATE", years, "relative") if years else None


def _nearest_years(context: _Context, offset: int, value: Callable[[int], str | None]) -> str | None:
    """The value in the year that the tense asks for: the latest not after publication, or the next."""
    anchor = context.anchor
    assert anchor is not None
    candidates = [found for year in (anchor.year - 1, anchor.year, anchor.year + 1) if (found := value(year))]
    past = [found for found in candidates if found <= anchor.isoformat()[: len(found)]]
    future = [found for found in candidates if found >= anchor.isoformat()[: len(found)]]
    if context.tense(offset) == "future":
        return future[0] if future else past[-1]
    return past[-1] if past else future[0]


def _month_alone(match: re.Match[str], context: _Context) -> _Value | None:
    month = month_of(match["month"])
    if context.anchor is None:
        return _Value("DATE", f"XXXX-{month:02d}", mod=_mod(match))
    which = (match.groupdict().get("which") or "").lower()
    anchor = context.anchor
    if which == "next":
        year = anchor.year + (1 if month <= anchor.month else 0)
    elif which in {"last", "this past"}:
        year = anchor.year - (1 if month >= anchor.month else 0)
    elif which == "this":
        year = anchor.year
    else:
        value = _nearest_years(context, match.start(), lambda y: month_value(y, month))
        return _Value("DATE", value, "relative", _mod(match)) if value else None
    return _Value("DATE", month_value(year, month), "relative", _mod(match))


def _month_of_year(match: re.Match[str], context: _Context) -> _Value | None:
    if context.anchor is None:
        return None
    shift = {"last": -1, "this": 0, "next": 1, "the previous": -1, "the same": 0}[
        " ".join(match["which"].lower().split())
    ]
    month = month_of(match["month"])
    year = context.anchor.year + shift
    if match.groupdict().get("day"):
        value = _day_value(year, month, int(match["day"]))
        return _Value("DATE", value, "relative") if value else None
    return _Value("DATE", month_value(year, month), "relative")


def _bare_year(match: re.Match[str], context: _Context) -> _Value:
    return _Value("DATE", match["year"], mod=_mod(match))


def _decade(match: re.Match[str], context: _Context) -> _Value:
    return _Value("DATE", match["decade"][:3], mod=_mod(match))


def _weekday(match: re.Match[str], context: _Context) -> _Value | None:
    anchor = context.anchor
    if anchor is None:
        return None
    number = weekday_of(match["weekday"])
    which = (match.groupdict().get("which") or "").lower().strip()
    back = (anchor.weekday() - number) % 7
    if which == "last":
        day = anchor - timedelta(days=back or 7)
    elif which in {"next", "this coming"} or (not which and context.tense(match.start()) == "future"):
        day = anchor + timedelta(days=(-back) % 7 or 7)
    else:
        day = anchor - timedelta(days=back)
    part = match.groupdict().get("part")
    if part:
        suffix = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}[part.lower()]
        return _Value("TIME", day.isoformat() + suffix, "relative")
    return _Value("DATE", day.isoformat(), "relative")


def _named_day(match: re.Match[str], context: _Context) -> _Value | None:
    if context.anchor is None:
        return None
    word = " ".join(match.group().lower().split())
    shift = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "the day before yesterday": -2}[word]
    day = (context.anchor + timedelta(days=shift)).isoformat()
    return _Value("TIME", day + "TNI", "relative") if word == "tonight" else _Value("DATE", day, "relative")


def _this_unit(match: re.Match[str], context: _Context) -> _Value | None:
    anchor = context.anchor
    if anchor is None:
        return None
    which = " ".join(match["which"].lower().split())
    shift = (
        -1
        if which in {"last", "past", "previous", "the previous", "the past"}
        else 1
        if which in {"next", "coming", "the coming", "the following"}
        else 0
    )
    unit = match["unit"].lower()
    value = _shifted(anchor, unit, shift)
    return _Value("DATE", value, "relative", _mod(match)) if value else None


def _shifted(anchor: date, unit: str, shift: float) -> str | None:
    whole = int(shift)
    if unit.startswith("day"):
        return (anchor + timedelta(days=whole)).isoformat()
    if unit.startswith("week"):
        week = week_value(anchor + timedelta(weeks=whole))
        return week + "-WE" if unit.startswith("weekend") else week
    if unit.startswith("month"):
        day = add_months(anchor, whole)
        return month_value(day.year, day.month)
    if unit.startswith("quarter"):
        return quarter_value(add_months(anchor.replace(day=1), 3 * whole))
    if unit.startswith("year"):
        return f"{anchor.year + whole:04d}"
    if unit.startswith("decade"):
        return f"{anchor.year // 10 + whole:03d}"
    return None


def _ago(match: re.Match[str], context: _Context) -> _Value | None:
    number = number_of(match["number"])
    if context.anchor is None:
        return None
    if number is None:
        return _Value("DATE", "PAST_REF", "relative")
    sign = 1 if re.search(r"(?i)from now|hence|later", match.group()) else -1
    try:
        value = _shifted(context.anchor, match["unit"].lower(), sign * number)
    except (ValueError, OverflowError):
        return None
    return _Value("DATE", value, "relative") if value else None


def _duration(match: re.Match[str], context: _Context) -> _Value | None:
    words = match["number"]
    number = number_of(words) if words else None
    if words and words.lower() in {"another", "an additional", "a further", "a", "an", "additional"}:
        number = 1
    unit = unit_of(match["unit"])
    clock = match["unit"].lower().startswith(("minute", "hour", "second"))
    return _Value("DURATION", duration_value(number, unit, clock=clock))


def _quarter(match: re.Match[str], context: _Context) -> _Value | None:
    groups = match.groupdict()
    number = int(groups["q"]) if groups.get("q") else ORDINALS[groups["ordinal"].lower()]
    if groups.get("year"):
        return _Value("DATE", f"{groups['year']}-Q{number}")
    if context.anchor is None:
        return _Value("DATE", f"XXXX-Q{number}")
    shift = {"last": -1, "next": 1}.get((groups.get("rel") or "").lower(), 0)
    year = context.anchor.year + shift
    if not groups.get("rel") and context.tense(match.start()) == "past" and (context.anchor.month + 2) // 3 < number:
        year -= 1
    return _Value("DATE", f"{year}-Q{number}", "relative")


def _season(match: re.Match[str], context: _Context) -> _Value | None:
    season = SEASONS[match["season"].lower()]
    if match["year"]:
        return _Value("DATE", f"{match['year']}-{season}")
    if context.anchor is None:
        return None
    shift = {"last": -1, "next": 1}.get((match.groupdict().get("which") or "").lower(), 0)
    return _Value("DATE", f"{context.anchor.year + shift}-{season}", "relative")


def _present(match: re.Match[str], context: _Context) -> _Value:
    return _Value("DATE", "PRESENT_REF")


def _past(match: re.Match[str], context: _Context) -> _Value:
    return _Value("DATE", "PAST_REF")


def _set(match: re.Match[str], context: _Context) -> _Value:
    unit = {
        "daily": "P1D",
        "weekly": "P1W",
        "monthly": "P1M",
        "quarterly": "P3M",
        "annual": "P1Y",
        "annually": "P1Y",
        "yearly": "P1Y",
    }
    word = match.group().lower()
    return _Value("SET", unit[word] if word in unit else duration_value(1, unit_of(match["unit"])))


_MOD = r"(?:(?P<mod>early|mid|late|the beginning of|the middle of|the end of|the start of)(?: |-))?"
_WHICH = r"(?P<which>last|next|this past|this)"
_RULES: tuple[tuple[re.Pattern[str], _Resolver], ...] = (
    (build(r"(?P<year><YEAR>)-(?P<m>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"), _iso_date),
    (build(r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>\d{4}|\d{2})"), _numeric_date),
    (build(r"(?:(?:<ANYWEEKDAY>),? )?(?P<month><MONTH>) (?P<day><DAY>)(?:st|nd|rd|th)?(?:, ?| )(?P<year><YEAR>)"), _full_date),
    (build(r"(?:(?:<ANYWEEKDAY>),? )?(?:the )?(?P<day><DAY>)(?:st|nd|rd|th)?(?: of)?(?: |-)(?P<month><MONTH>)(?:, ?| |-)(?P<year><YEAR>)"), _full_date),
    (build(_MOD + r"(?P<month><MONTH>)(?:,| of)? (?P<year><YEAR>)"), _month_year),
    (build(r"(?P<month><MONTH>) (?P<day><DAY>)(?:st|nd|rd|th)?(?: of)? (?P<which>last|this|next) year"), _month_of_year),
    (build(r"(?P<month><FULLMONTH>|May|March)(?: of)? (?P<which>last|this|next|the previous|the same) year"), _month_of_year),
    (build(r"(?:(?:<ANYWEEKDAY>),? )?(?P<month><MONTH>) (?P<day><DAY>)(?:st|nd|rd|th)?(?![,.]?\d)"), _month_day),
    (build(r"(?:(?:<ANYWEEKDAY>),? )?(?:the )?(?P<day><DAY>)(?:st|nd|rd|th)?(?: of)? (?P<month><MONTH>)"), _month_day),
    (build(r"(?:the )?(?P<ordinal>first|second|third|fourth)[ -]quarter(?: of (?:(?P<rel>last|this|next) year|(?P<year><MODERNYEAR>)))?"), _quarter),
    (build(r"Q(?P<q>[1-4])(?: (?:of )?(?P<year><MODERNYEAR>))?"), _quarter),
    (build(r"(?:(?P<which>last|this|next) |the )?(?:early |late )?(?P<season><SEASON>)(?: of)? (?P<year><MODERNYEAR>)"), _season),
    (build(r"(?P<which>last|this|next) (?P<season><SEASON>)(?P<year>)"), _season),
    (build(_WHICH + r" (?P<month><FULLMONTH>|May|March)"), _month_alone),
    (build(r"(?:(?P<which>last|next|this coming|this) )?(?P<weekday><WEEKDAY>)(?: (?P<part>morning|afternoon|evening|night))?"), _weekday),
    (build(r"(?:the day before yesterday|today|yesterday|tomorrow|tonight)"), _named_day),
    (build(r"(?:(?P<mod>early|earlier|late|later|mid) )?(?P<which>this|last|next|the past|the previous|the coming|the following) (?P<unit>weekend|week|month|quarter|year|decade)"), _this_unit),
    (build(r"(?P<number><NUMBER>|<FEW>|an?) (?P<unit><UNITS>) (?:ago|earlier|from now|hence|before)"), _ago),
    (build(r"(?:nearly |almost |about |another |an additional |a further )?(?P<number><NUMBER>|<FEW>)(?:-|‑| )(?:more )?(?P<unit><UNITS>)(?:-long)?"), _duration),
    (build(r"(?P<number>another|an additional|a further|an?) (?P<unit>day|week|month|year|decade)(?!ly)"), _duration),
    (build(_MOD + r"(?:in|In|since|Since|during|until|by|of|for|from|and|or|between|to|through|before|after|late|early|mid|last) (?P<x>)(?P<month>(?-i:May|March))(?! (?:\w+ly )?(?:be|have|not|also|well|soon)\b)"), _month_alone),
    (build(_MOD + r"(?P<month><FULLMONTH>|<ABBRMONTH>)"), _month_alone),
    (build(r"(?:the )?(?P<mod>early |mid-?|late )?(?P<decade>(?:19|20)\d0)s"), _decade),
    (build(_MOD + r"(?<![\d.,/#-])(?P<year>(?:19[4-9]\d|20[0-4]\d))(?![\d%/-]|[.,]\d| (?:percent|people|companies|entities))"), _bare_year),
    (build(r"(?:every|each) (?P<unit>day|week|month|quarter|year)"), _set),
    (build(r"(?:daily|weekly|monthly|quarterly|annually|annual|yearly)"), _set),
    (build(r"(?:now|currently|at present|at the moment)"), _present),
    (build(r"(?:recently|since then|in the past|once)"), _past),
)  # fmt: skip
