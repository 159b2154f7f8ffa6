"""How well one telling fits a more precise one as an account of the same act. Pure, and looks at the two alone."""

import datetime as dt
import re
from dataclasses import dataclass

from timeline.kinship import Kinship
from timeline.periods import CLOSE_ENDS, TERM_ENDS, Period, add_duration, durations_agree, ends_apart, period
from timeline.told import Told, one_in_the_other, vehicles_fit

NEAR_DAYS = 2
"""Two exact days this close, told of the same parties, are one act of which a source has the day wrong."""
AHEAD_DAYS = 90
"""An undated plan may be for a day at most this long after its report."""
VAGUE_DAYS = 31
"""Days of a date that says when, as a week or a month; a longer one says as little as none."""
BACK_DAYS = 400
"""An undated act of which two names are told was done at most this long before its report: a year and the weeks around it."""
FRESH_DAYS = 31
"""An undated act of which less is told was done at most this long before its report."""
NEWS_DAYS = 6
"""A report within this many days of an act, without a date, is likely its news."""
APART_DAYS = 35
"""Reports of one undated act lie at most this far apart: a month and a weekend."""
CLAIM_DAYS = 120
"""Reports of one undated plan, request or denial lie at most this far apart; of one that grew from possible to planned
``APART_DAYS``."""
_REPRIEVE = re.compile(r"\b(?:reprieves?|grace|breathing space|temporary|general licen[cs]es?)\b", re.IGNORECASE)
"""Words that tell of a general license, not of one that was given to a holder."""
_MANY = 5
"""So many parties are listed at once so seldom that the number says which listing is meant."""
RETOLD_AS = {
    "license.granted": "license.extended",
    "control.imposed": "control.expanded",
    "agreement.reached": "enforcement.penalized",
}
"""Types that may be told where another is meant; of a control either may be, for the other."""
_BEFORE_THE_OLD_END = 31
"""Days by which an extension may be given before the end that it replaces."""

SAME, WITHIN, NEAR, LOOSE = 4, 3, 2, 1
"""How two times agree: the same days, days within days, days next to each other, or a report that may follow."""


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """How well two tellings fit, better ones being greater; a ``weak`` one rests on time and authority alone.

    A ``retold`` one is of an act told under another type: any act of its own type that fits goes before it.
    """

    time: int
    shared: int
    words: int
    fresh: int
    weak: bool = False
    retold: bool = False


def likeness(one: Told, other: Told, kin: Kinship) -> Likeness | None:
    """How well ``one`` fits the more precise ``other``; None where something tells them apart or nothing holds them together."""
    retold = _retells(one, other)
    if not (one.type == other.type or retold) or one.standing != other.standing:
        return None
    if one.version_id == other.version_id or _are_of_other_sums(one, other):
        return None
    parties = _parties(one, other, kin)
    if parties is None:
        return None
    instrument = _instrument(one, other)
    if instrument is None:
        return None
    if one.agencies and other.agencies and not kin.one_authority(one.agencies, other.agencies):
        return None
    time = _time(one, other)
    if retold and not (time == SAME or (time == WITHIN and (parties or _about_the_same(one, other)))):
        return None
    if time is None or not _terms_fit(one, other, same_day=time == SAME):
        return None
    if time == LOOSE and (_is_of_another_kind(one, other) or _is_request_of_one(one, other)):
        return None
    words = _same_words(one, other)
    said = words == 2 or _told_by_terms(one, other)
    if not said and len(one.names & other.names) < 2 and _must_name_it_well(one, other):
        return None
    if time == NEAR and not (said or _are_named_alike(one, other, parties, instrument)):
        return None
    held = parties > 0 or said or _held_by_instrument(one, instrument, time)
    if not held and not _nameless_fits(one, other, time, kin):
        return None
    shared = 2 * parties + instrument + 3 * (_told_by_terms(one, other) + _is_its_news(one, other))
    return Likeness(time, shared, words, _freshness(one, other), weak=not held, retold=retold)


def _retells(one: Told, other: Told) -> bool:
    """Whether a telling dated to a month or less can be of an act for which the other has another type.

    So are a reprieve told as granted, the extension of a general license; a control told as imposed, one expanded, or the
    other way round; and a settlement told as an agreement, the penalty settled.
    """
    if one.period is None or one.period.days > VAGUE_DAYS:
        return False
    types = (one.type, other.type)
    if types == ("license.granted", "license.extended"):
        general = "general license" in (other.field("instrument") or "")
        return general and one.period.days > 1 and not one.named("actor") and _REPRIEVE.search(one.quote) is not None
    if RETOLD_AS.get(one.type) != other.type and types != ("control.expanded", "control.imposed"):
        return False
    return not (one.field("items") and other.field("items")) or _same_words(one, other) > 0


def _are_of_other_sums(one: Told, other: Told) -> bool:
    """Whether two tellings of a duty name sums of trade that it is on, and not one in common."""
    return one.type.startswith("tariff.") and bool(one.sums and other.sums) and one.sums.isdisjoint(other.sums)


def _is_of_another_kind(one: Told, other: Told) -> bool:
    """Whether of two penalties one is a sum and the other a denial of privileges."""
    orders = ["denial order" in (told.field("instrument") or "") for told in (one, other)]
    return one.type == "enforcement.penalized" and orders[0] != orders[1] and bool(one.sums or other.sums)


def _is_request_of_one(one: Told, other: Told) -> bool:
    """Whether of two requests one names who asks, and the other tells of requests by nobody in particular."""
    return one.type == "license.applied" and bool(one.named("actor")) != bool(other.named("actor"))


def _are_named_alike(one: Told, other: Told, parties: int, instrument: int) -> bool:
    """Whether tellings of days next to each other name so much in common that one has the day wrong."""
    if parties >= 2 or (parties and (instrument == 2 or one.named("actor") & other.named("actor"))):
        return True
    return instrument == 2 and not (one.principals and other.principals) and _about_the_same(one, other)


def _time(one: Told, other: Told) -> int | None:
    new, known = one.period, other.period
    if new is not None and known is not None:
        if new == known:
            return SAME
        if new.overlaps(known) or is_day_of(new, other) or is_day_of(known, one):
            return WITHIN
        close = new.days == known.days == 1 and abs((new.start - known.start).days) <= NEAR_DAYS
        return NEAR if close and one.standing == "done" else None
    if new is not None:
        return None
    if known is None:
        return LOOSE if _reports_meet(one, other) else None
    return LOOSE if _may_follow(one, known) else None


def is_day_of(span: Period | None, told: Told) -> bool:
    """Whether a date is no more than the day from which an act holds, or on which it was gazetted, by one telling of it."""
    if span is None or (told.period is not None and told.period.overlaps(span)):
        return False
    return span.days <= VAGUE_DAYS and any(day.overlaps(span) for day in told.other_days)


def _may_follow(one: Told, known: Period) -> bool:
    """Whether an undated telling can be of an act with a date: done before the report, or planned for soon after it."""
    reported = one.reported
    if reported is None:
        return False
    if one.standing == "ahead":
        return reported - dt.timedelta(days=1) <= known.end and known.start <= reported + dt.timedelta(days=AHEAD_DAYS)
    return known.start <= reported + dt.timedelta(days=1) and (reported - known.end).days <= BACK_DAYS


def _must_name_it_well(one: Told, other: Told) -> bool:
    """Whether a telling must share two names with an act: one of a quarter or a year, or undated and long after it."""
    span, known, reported = one.period, other.period, one.reported
    if span is not None:
        return span.days > VAGUE_DAYS
    if known is None or reported is None:
        return False
    return known.days > VAGUE_DAYS or (one.standing != "ahead" and (reported - known.end).days > FRESH_DAYS)


def _reports_meet(one: Told, other: Told) -> bool:
    if one.reported is None or other.reported is None:
        return False
    claim = one.standing != "done" or one.type == "license.applied"
    apart = abs((one.reported - other.reported).days)
    return apart <= (CLAIM_DAYS if claim and one.modality == other.modality else APART_DAYS)


def _terms_fit(one: Told, other: Told, *, same_day: bool) -> bool:
    """Whether what both tell of terms can be of one act; tellings of one day may contradict each other, others not."""
    if not one.tells_terms and not other.tells_terms:
        return True
    if not same_day:
        if (
            _differ(one, other, "ordinal")
            or ends_differ(one, other)
            or not _term_spans(one, other)
            or not durations_agree(one.field("duration"), other.field("duration"))
        ):
            return False
        if _differ(one, other, "count") and not _counts_are_close(one, other):
            return False
    elif (
        _differ(one, other, "count")
        and not _counts_are_close(one, other)
        and one.principals.isdisjoint(other.principals)
    ):
        return False
    money = one.type.startswith(("enforcement.", "agreement."))
    return money or not _differ(one, other, "rate")


def _differ(one: Told, other: Told, name: str) -> bool:
    mine, theirs = one.field(name), other.field(name)
    return mine is not None and theirs is not None and mine != theirs


def _counts_are_close(one: Told, other: Told) -> bool:
    counts = [int(told.field("count") or 0) for told in (one, other)]
    return min(counts) * 4 >= max(counts) * 3


def ends_differ(one: Told, other: Told) -> bool:
    """Whether two tellings give a term, or the one before it, ends that no way of counting makes equal."""
    return any(ends_apart(one.field(name), other.field(name)) for name in TERM_ENDS)


def _term_spans(one: Told, other: Told) -> bool:
    """Whether the duration told, from the act's day, reaches the end told; an extension's may begin at the old end."""
    known, until = other.period, period(one.field("valid_until") or other.field("valid_until"))
    duration = one.field("duration") or other.field("duration")
    if known is None or known.days > 1 or until is None or until.days > 1:
        return True
    reckoned = add_duration(known.start, duration)
    return reckoned is None or -CLOSE_ENDS <= (until.start - reckoned).days <= _BEFORE_THE_OLD_END


def _told_by_terms(one: Told, other: Told) -> bool:
    """Whether both name the same exact end of a license, the same sum of a penalty or as many parties listed."""
    if one.type == "enforcement.penalized":
        return other.type == one.type and not one.sums.isdisjoint(other.sums) and _about_the_same(one, other)
    if one.type.startswith("listing."):
        count = one.field("count")
        return count is not None and int(count) >= _MANY and count == other.field("count")
    ends = any(
        (value := one.field(name)) is not None and len(value) == len("2019-11-18") and value == other.field(name)
        for name in TERM_ENDS
    )
    return ends and one.type.startswith("license.")


def _instrument(one: Told, other: Told) -> int | None:
    """2 for the same vehicle, 1 for one told in fewer words, 0 where a side names none or one of another kind; None for two."""
    mine, theirs = one.field("instrument"), other.field("instrument")
    if one.type.startswith("license.") and _holder_and_general(one, other):
        return None
    if mine is None or theirs is None:
        return 0
    if mine == theirs:
        return 2
    if one_in_the_other(mine, theirs):
        return 1
    return 0 if vehicles_fit(one, other) else None


def _holder_and_general(one: Told, other: Told) -> bool:
    """Whether one side tells a general license and the other one of a holder."""
    general = ["general license" in (told.field("instrument") or "") for told in (one, other)]
    held = [bool(told.named("actor")) for told in (one, other)]
    return (general[0] and held[1] and not general[1]) or (general[1] and held[0] and not general[0])


def _is_particular(instrument: str | None) -> bool:
    """Whether a vehicle is one of a kind, so that naming it says which act is meant: "general license 14", 3 CFR."""
    return instrument is not None and (any(letter.isdigit() for letter in instrument) or "temporary" in instrument)


def _parties(one: Told, other: Told, kin: Kinship) -> int | None:
    """How many parties agree, 3 at most; None where both sides name some and none is the same, or the actors differ."""
    actors = [told.named("actor") for told in (one, other)]
    if actors[0] and actors[1] and actors[0].isdisjoint(actors[1]):
        return None
    if not one.principals or not other.principals:
        return 0
    common = len(one.principals & other.principals)
    if common:
        return min(common, 3)
    sides = [[party for party in told.parties if party.role != "agency"] for told in (one, other)]
    return 0 if not (actors[0] or actors[1]) and kin.covers(sides[0], sides[1]) else None


def _nameless_fits(one: Told, other: Told, time: int, kin: Kinship) -> bool:
    """Whether a telling that names nobody can be of the act of another: by its authority, or by whom its text is about."""
    if not _one_authority(one, other, kin) and not _about_the_same(one, other):
        return False
    if one.principals and other.principals:
        return time == SAME and one.period is not None and one.period.days == 1
    known, reported = other.period, one.reported
    if time != LOOSE or known is None or reported is None:
        return True
    return one.standing == "ahead" or (reported - known.end).days <= FRESH_DAYS


def _one_authority(one: Told, other: Told, kin: Kinship) -> bool:
    if one.agencies and other.agencies:
        return kin.one_authority(one.agencies, other.agencies)
    return not one.states.isdisjoint(other.states)


def _about_the_same(one: Told, other: Told) -> bool:
    return not (one.principals or one.about).isdisjoint(other.principals or other.about)


def _held_by_instrument(one: Told, instrument: int, time: int) -> bool:
    """Whether the vehicle says which act is meant; to a telling without a date only one that is one of a kind does."""
    return instrument == 2 and (time != LOOSE or _is_particular(one.field("instrument")))


def _same_words(one: Told, other: Told) -> int:
    """2 for the same sentence, 1 for items that share a word of some length."""
    if one.quote == other.quote:
        return 2
    items = [{word for word in (told.field("items") or "").lower().split() if len(word) > 3} for told in (one, other)]
    return 1 if items[0] & items[1] else 0


def _is_its_news(one: Told, other: Told) -> bool:
    """Whether an undated telling is reported within days of the other's date."""
    known, reported = other.period, one.reported
    if one.period is not None or known is None or reported is None:
        return False
    return abs((reported - known.start).days) <= NEWS_DAYS


def _freshness(one: Told, other: Told) -> int:
    """Of acts that an undated report may follow, the last before it: minus the days between."""
    known, reported = other.period, one.reported
    if one.period is not None or known is None or reported is None:
        return 0
    return -abs((reported - known.start).days)
