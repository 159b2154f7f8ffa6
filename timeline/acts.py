"""What each type of act does to a measure: loads data/acts.toml, and validates it."""

import re
import tomllib
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from nlp.records import EVENT_TYPES

_FILE = "timeline/data/acts.toml"


class ActRuleError(Exception):
    """An entry of acts.toml that cannot be used; the message names the entry and the mend."""


class ActRule(BaseModel):
    """One entry: an act, the state that it leaves, and the states it regularly follows (None for any)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    state: str
    after: tuple[str, ...] | None = None
    ends: bool = False
    opens: bool = True
    cue: re.Pattern[str] | None = None

    @field_validator("type")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in EVENT_TYPES:
            raise ValueError(f"{value!r} is no event type of the codebook")
        return value


@cache
def act_rules() -> dict[str, tuple[ActRule, ...]]:
    """The entries of acts.toml by event type, in the file's order; ActRuleError for one that cannot be used."""
    text = resources.files("timeline").joinpath("data/acts.toml").read_text(encoding="utf-8")
    rules: dict[str, list[ActRule]] = {}
    for number, entry in enumerate(tomllib.loads(text)["act"], start=1):
        try:
            rule = ActRule.model_validate(entry)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise ActRuleError(f"{_FILE}, act {number}, key {key!r}: {first['msg']}.") from error
        rules.setdefault(rule.type, []).append(rule)
    return {kind: tuple(found) for kind, found in rules.items()}


def rule_for(kind: str, sentence: str) -> ActRule | None:
    """The first rule of a type whose cue stands in the sentence; None for acts that change no measure."""
    for rule in act_rules().get(kind, ()):
        if rule.cue is None or rule.cue.search(sentence):
            return rule
    return None
