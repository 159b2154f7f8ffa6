"""What a rule for time expressions is, and the scene that it resolves its words in."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from nlp.timex.moment import Moment, moment_of
from nlp.timex.patterns import build


@dataclass(frozen=True, slots=True)
class Timex:
    """What a rule makes of its words; ``basis`` and ``mod`` are as in `nlp.records.TimeExpression`."""

    type: str
    value: str
    basis: str = "explicit"
    mod: str | None = None


@dataclass(slots=True)
class Scene:
    """What a rule may look at: when and in which order of numbers the text was written, and what was told so far.

    ``narrative`` texts tell of days long before they were written, so that a partial date continues the story.
    ``told`` holds the values of the dates told so far, the last one at the end; ``story`` those of them that move a
    story on (not those in brackets or counted from others); ``quarter`` is the one that a business text reports on.
    """

    text: str
    written: Moment | None
    day_first: bool
    narrative: bool
    tense: Callable[[int], str | None]
    told: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    quarter: str | None = None
    last_told: tuple[int, str] = (0, "")
    """Where the date told last ends, and its value."""

    @property
    def now(self) -> Moment | None:
        """The moment that "last year" counts from: the day of writing or, in a narrative, the date last told."""
        return (self.story_time() or self.written) if self.narrative else self.written

    def last(self, unit: str = "Y") -> Moment | None:
        """The date last told that is precise enough to count days (D), months (M) or years (Y) from."""
        for value in reversed(self.told[-_MEMORY:]):
            moment = moment_of(value)
            if moment is None:
                continue
            fine = moment.day is not None if unit in {"D", "W", "WE"} else moment.month is not None
            if unit in {"Y", "E", "C"} or fine:
                return moment
        return None

    def story_time(self) -> Moment | None:
        """Where the story stands: the last date told with its month, or the year told after it."""
        return moment_of(self.story[-1]) if self.story else None

    def told_in_sentence(self, offset: int) -> tuple[Moment | None, str]:
        """The date told last before an offset in its sentence, and the text between them."""
        end, value = self.last_told
        between = self.text[end:offset]
        if not value or _SENTENCE_END.search(between):
            return None, ""
        return moment_of(value), between

    def sentence_before(self, offset: int) -> str:
        """The text of the sentence up to an offset, as much of it as matters."""
        return _SENTENCE_END.split(self.text[max(0, offset - _LOOK_BACK) : offset])[-1]

    def tell(self, timex: Timex, start: int, end: int) -> None:
        """Take note of an expression that was resolved."""
        if timex.type == "DURATION" and timex.value.endswith("M"):
            self.quarter = None
        if timex.type not in {"DATE", "TIME"} or timex.value[0] not in "0123456789B":
            return
        if not self.narrative and timex.basis == "inferred" and (len(timex.value) == 4 or "-Q" in timex.value):
            return  # a year ago, the year-earlier quarter: the next one counts from the same quarter again
        if self.narrative or not _UNTIL.search(self.text, max(0, start - 10), start):
            self.told.append(timex.value)
        self.last_told = (end, timex.value)
        coarse_guess = timex.basis == "inferred" and "-" not in timex.value
        if timex.basis != "relative" and not coarse_guess and self.text[max(0, start - 1) : start] != "(":
            self.story.append(timex.value)

    def then(self, unit: str) -> Moment | None:
        """The moment that "two days later" counts from: the date last told, or else the day of writing.

        Years of a narrative count from where its story stands.
        """
        if self.narrative and unit in {"Y", "E", "C"}:
            return self.story_time()
        return self.last(unit) or (None if self.narrative else self.written)


_MEMORY = 6
_LOOK_BACK = 200
_UNTIL = re.compile(r"\b(?:until|till|through|thru)\s\Z")
"""What leads to the end of something: news goes on from the day of what was done, not from an end that it sets."""
_SENTENCE_END = re.compile(r"(?<![.\s][A-Za-z])(?<!\b[A-Z][a-z]{2})(?<!\bSept)[.!?;]\s|\n\s")

Resolver = Callable[[re.Match[str], Scene], Timex | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One form of words: its pattern, the kind of word it is found by, and what its words are resolved to.

    ``about`` names a key of `nlp.timex.kinds.kinds_of`: the pattern is tried near such words only. A group
    ``x`` in the pattern is the span, where that is less than the whole match.
    """

    about: str
    pattern: re.Pattern[str]
    resolve: Resolver

    @property
    def group(self) -> str | int:
        """The group that is the expression's span."""
        return "x" if "x" in self.pattern.groupindex else 0


def rule(about: str, pattern: str, resolve: Resolver) -> Rule:
    """A rule whose pattern is written in the fragments of `nlp.timex.patterns.build`."""
    return Rule(about, build(pattern), resolve)


def group(match: re.Match[str], name: str) -> str:
    """A group of the match in lower case with single blanks; empty where the rule has none or it did not match."""
    if name not in match.re.groupindex:
        return ""
    return " ".join((match[name] or "").lower().split())


def written_on(day: date | None) -> Moment | None:
    """The moment of a publication day."""
    return None if day is None else Moment(day.year, day.month, day.day)
