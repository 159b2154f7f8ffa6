"""What a frame makes of a word: an act, or the condition that it falls short of."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from nlp.arguments import Arguments
from nlp.knowledge import Frame
from nlp.records import TimeExpression


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act that a frame found: the token that fired, the noun it is about, and the tokens that fill its parts.

    ``dated`` is the time expression that the frame itself asks for ("the duties of March 2025"), or that its share in a
    series has, where there is one; ``words`` is the number of words of the verb that fired ("put on hold" has three).
    ``echo_of`` is the act told before that one is told to be like ("So did India"), ``one_of`` that of several licenses of which
    it is the issue of one.
    """

    frame: Frame
    trigger: Token
    theme: Token | None
    arguments: Arguments
    support: Token | None = None
    loose: bool = False
    fillers: dict[str, tuple[Token, ...]] = field(default_factory=dict)
    dated: TimeExpression | None = None
    words: int = 1
    echo_of: "Candidate | None" = None
    one_of: "Candidate | None" = None

    @property
    def clause(self) -> Token:
        """The verb that the act is told with: the trigger, or the verb that supports a noun."""
        return self.support or self.trigger


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A frame that did not fire on a word of its own: how many of its conditions held, and which one did not."""

    frame: Frame
    trigger: Token
    held: int
    reason: str


Match = Candidate | Shortfall
