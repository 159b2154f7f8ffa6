"""The verbs of speech (data/speech.toml), and which of them each rule of the reader asks for."""

from functools import cached_property

from pydantic import model_validator

from nlp.toml_files import Entry


class SpeechVerbs(Entry):
    """Lemmas of verbs of speech by how the subject answers for what they govern; a lemma stands in one list only."""

    telling: frozenset[str]
    proclaiming: frozenset[str]
    arguing: frozenset[str]
    denying: frozenset[str]
    revealing: frozenset[str]
    learning: frozenset[str]
    promising: frozenset[str]
    deciding: frozenset[str]

    @model_validator(mode="after")
    def _stand_once(self) -> "SpeechVerbs":
        lists: list[frozenset[str]] = [getattr(self, name) for name in type(self).model_fields]
        seen: set[str] = set()
        for verbs in lists:
            if twice := sorted(seen & verbs):
                raise ValueError(f"{', '.join(twice)} stands in two lists; keep each verb in one")
            seen |= verbs
        return self

    @cached_property
    def speaking(self) -> frozenset[str]:
        """Those whose subject is who says it: an act under them is attributed to it."""
        return self.telling | self.proclaiming | self.arguing | self.denying | self.revealing

    @cached_property
    def reporting(self) -> frozenset[str]:
        """Those whose own day is that of the telling, not of what is told."""
        return self.speaking | self.learning

    @cached_property
    def answering(self) -> frozenset[str]:
        """Those by which an authority that is their subject tells of its own acts."""
        return self.telling | self.proclaiming | self.arguing | self.deciding

    @cached_property
    def foretelling(self) -> frozenset[str]:
        """Those in the past tense under which "would" is a plan told later: "said it would revoke"."""
        return self.telling | self.proclaiming | self.revealing | self.learning | self.promising | self.deciding
