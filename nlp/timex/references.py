"""Rules for the past, the present and the future without a date: now, recently, the near future."""

import re

from nlp.timex.rule import Resolver, Rule, Scene, Timex, rule


def _always(value: str) -> Resolver:
    def resolve(match: re.Match[str], scene: Scene) -> Timex:
        return Timex("DATE", value)

    return resolve


def _in_story(match: re.Match[str], scene: Scene) -> Timex | None:
    """At the time, at the same time, this period: a narrative's words for the date that it told last."""
    told = scene.last() if scene.narrative else None
    if told is None:
        return None
    return Timex("DATE", "PRESENT_REF" if "this time" in match.group().lower() else scene.told[-1], "inferred")


def _formerly(match: re.Match[str], scene: Scene) -> Timex | None:
    return Timex("DATE", "PAST_REF") if scene.narrative else None


_PRESENT, _PAST, _FUTURE = (_always(f"{name}_REF") for name in ("PRESENT", "PAST", "FUTURE"))


def rules() -> tuple[Rule, ...]:
    """The rules for the past, the present and the future."""
    return (
        rule("word", r"(?:at|by|from|until|since|of|around) (?P<x>this time|that time|the time|the same time)(?! (?:of|when|that|being)\b)", _in_story),
        rule("unit", r"(?:this|that|the same) period", _in_story),
        rule("word", r"former", _formerly),
        rule("word", r"(?:right now|(?<!just\ )now|currently|nowadays|at present|at the moment|the present(?= |[,.])|these days|this moment|the time being)", _PRESENT),
        rule("unit", r"(?:these days)", _PRESENT),
        rule("word", r"current", _PRESENT),
        rule("word", r"(?:(?:more |most |only |very |just )?recently(?! as\b)|recent|lately)", _PAST),
        rule("word", r"(?:not (?:so |too )?long|long|a (?:long|short) (?:time|while)|some time|a while) ago", _PAST),
        rule("unit", r"(?:the other day|in (?P<x>those days))", _PAST),
        rule("word", r"(?:in|from|of) (?P<x>the (?:recent |distant )?past)(?! (?:decade|century|year|month|week|day|quarter)s?\b)", _PAST),
        rule("word", r"(?:the (?:near |foreseeable |immediate |distant )?future|future|the (?:near|short|long|medium) term|as soon as possible)", _FUTURE),
        rule("unit", r"(?:will|would|can|could|may|might|to) (?P<x>one day)", _FUTURE),
        rule("word", r"(?:some day|someday)", _FUTURE),
    )  # fmt: skip
