"""Rules for durations, with and without numbers, and for sets: what lasts, and what comes again and again."""

import re

from nlp.timex.rule import Rule, Scene, Timex, group, rule
from nlp.timex.values import duration_value
from nlp.timex.words import blur_of, number_of, unit_of, vocabulary

_ONE = frozenset("a|an|another|an additional|a further|additional|one|a single|a full|a whole".split("|"))


def _duration(match: re.Match[str], scene: Scene) -> Timex | None:
    words = group(match, "number")
    number = 1.0 if words in _ONE else number_of(words) if words else None
    unit = unit_of(match["unit"])
    if number is not None and group(match, "half"):
        return Timex("DURATION", _and_a_half(number, unit, match["unit"]), "explicit", blur_of(group(match, "mod")))
    clock = match["unit"].lower().startswith("minute")
    if group(match, "unit") in {"second", "seconds"} and number is not None and number <= 1:
        return None
    return Timex("DURATION", duration_value(number, unit, clock=clock), "explicit", blur_of(group(match, "mod")))


def _and_a_half(number: float, unit: str, word: str) -> str:
    """An hour and a half, two and a half years: the whole units, then half of one in the next smaller unit."""
    whole = duration_value(number, unit, clock=word.lower().startswith("minute"))
    return whole + {"Y": "6M", "H": "30M", "M": "30S" if "T" in whole else "15D"}.get(unit, "")


def _of_many(match: re.Match[str], scene: Scene) -> Timex:
    """Years, weeks and months: how many is not said."""
    unit = unit_of(match["unit"])
    clock = match["unit"].lower().startswith("minute")
    return Timex("DURATION", duration_value(None, unit, clock=clock))


def _half_of(match: re.Match[str], scene: Scene) -> Timex:
    return Timex("DURATION", "PT30M" if group(match, "unit") == "hour" else "P6M")


def _one_and_a_half(match: re.Match[str], scene: Scene) -> Timex:
    """The past year and a half."""
    return Timex("DURATION", _and_a_half(1, unit_of(match["unit"]), match["unit"]))


def _part_of_century(match: re.Match[str], scene: Scene) -> Timex:
    return Timex("DURATION", "P50Y" if group(match, "part") == "half" else "P25Y")


def _one_long(match: re.Match[str], scene: Scene) -> Timex:
    return Timex("DURATION", duration_value(1, unit_of(match["unit"])))


def _a_while(match: re.Match[str], scene: Scene) -> Timex:
    return Timex("DURATION", "PXX")


def _set(match: re.Match[str], scene: Scene) -> Timex | None:
    words = group(match, "number")
    number = 2.0 if words == "other" else number_of(words) if words else 1.0
    unit = unit_of(match["unit"])
    clock = match["unit"].lower().startswith("minute")
    return Timex("SET", duration_value(number, unit, clock=clock))


def _periodical(match: re.Match[str], scene: Scene) -> Timex:
    return Timex("SET", vocabulary().periodical[group(match, "word")])


_BLUR = r"(?:(?P<mod><BLUR>) )?"
_HOW = r"(?:more |full |whole |straight |consecutive |additional |long |trading |working |business |calendar |bloody |extra )?"
_WITHIN = r"(?:(?P<which>the past|the last|the next|the first|the final|the previous|the following|the coming|the latest|past|last|next) )?"


def rules() -> tuple[Rule, ...]:
    """The rules for durations and sets."""
    return (
        rule("unit", _BLUR + r"(?:another |an additional |a further )?(?P<number><NUMBER>)(?:[-‑](?!quarters)| )" + _HOW + r"(?P<unit><UNITS>)(?P<half> and a half)?(?:-long| long| or so)?(?![- ](?:olds?|ago|earlier|from now|of age)\b)", _duration),
        rule("unit", r"(?:the )?(?P<which>past|last|next|first|final|previous|following|coming|latest|full|entire|other) (?P<number><NUMBER>|<FEW>|couple of) " + _HOW + r"(?P<unit><PLURALS>)(?: or so)?", _duration),
        rule("unit", _BLUR + r"(?P<number><NUMBER>)(?: to | or |<DASH>)(?:<NUMBER>)[- ](?P<unit><PLURALS>)(?! (?:ago|earlier|later)\b)", _duration),
        rule("unit", r"(?:the )?(?P<number><NUMBER>) (?P<unit>months)", _duration),
        rule("unit", _BLUR + r"(?P<number><FEW>|a couple of|half an?) " + _HOW + r"(?P<unit><UNITS>)(?! (?:ago|earlier|later)\b)", _duration),
        rule("unit", r"(?P<number>several)-(?P<unit><UNIT>)", _duration),
        rule("unit", _BLUR + r"(?P<number><NUMBER>)(?P<half>[- ]and[- ]a[- ]half| 1/2)[- ](?P<unit><UNITS>)", _duration),
        rule("unit", r"(?P<number>half)[- ](?:an )?(?P<unit>hour|year)", _half_of),
        rule("unit", r"(?:the )?(?:past|last|next|first) (?P<unit>year|month|week|decade|century|hour)(?P<half> and a half)", _one_and_a_half),
        rule("unit", r"(?:a |the (?:past|last|next) )?(?P<part>half|quarter)(?:[- ]| of a )century", _part_of_century),
        rule("unit", r"(?P<unit>hour|day|week|month|year|decade)-long", _one_long),
        rule("unit", r"(?:the )?(?P<unit>days|weeks|months|years) ahead", _of_many),
        rule("unit", r"(?:the )?(?:past|last) (?P<unit>decade|century)", _one_long),
        rule("unit", _BLUR + r"(?P<number>another|an additional|a further|a single|a full|a whole|an?) (?P<unit>minute|hour|day|week|month|year|decade|century)(?P<half> and a half)?(?!['’]|-(?:ago|old|earlier|end)|ly| (?:ago|earlier|later)\b)", _duration),
        rule("unit", r"(?:for|in|of|within|after|over|spent|took|taken|takes|last|lasted|by|through) (?:the )?(?:many |the )?(?P<x>(?P<unit>minutes|hours|days|weeks|months|years|decades|centuries)(?: (?:or|and) (?:weeks|months|years|decades))?)(?! (?:ago|earlier|later|before|old)\b)", _of_many),
        rule("unit", r"(?:the )(?P<x>(?P<unit>days|weeks|months|years))(?= (?:before|after|since|leading|ahead|following|that followed|between)\b)", _of_many),
        rule("unit", r"(?P<unit>minutes|hours|days|weeks|months|years|decades|centuries)-(?:long|old)", _of_many),
        rule("unit", r"(?P<number><NUMBER>)-(?P<unit>day|week|month)-old(?! (?:baby|boy|girl|child|infant|son|daughter|twins?|fetus|kitten|puppy|calf|cub)\b)", _duration),
        rule("word", r"(?:some time|a (?:long |short )while|a while|a (?:long|short) time|a (?:fairly |very |relatively )?(?:long|short|lengthy|brief) (?:time|period)(?: of time)?)", _a_while),
        rule("unit", r"(?:every|each|per) (?:(?P<number>other|<NUMBER>) )?(?P<unit><UNITS>)", _set),
        rule("unit", r"(?:once|twice|three times|four times) (?:a|per|every|each) (?P<unit><UNIT>)", _set),
        rule("word", r"(?P<word><PERIODICAL>)(?! <PAPER>\b)", _periodical),
    )  # fmt: skip
