"""Links names that no alias matches as written: without case and legal form, then by likeness above a floor."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from nlp.entities import Entity
from nlp.names import normal_name, slug

FLOOR = 90.0
"""Least likeness (rapidfuzz ratio, 0 to 100) at which a name links: one letter wrong in ten."""
BY_NAME = "name:"
"""Prefix of the id of a party that the reader does not know itself: it is known by its own name."""
_LINKED_LABELS = frozenset({"COMPANY", "PERSON", "VESSEL"})
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Link:
    """The entity that a name links to, how alike the names are (0 to 100), and ``exact`` or ``fuzzy``."""

    entity_id: str
    score: float
    how: str


class Linker:
    """Knows companies and persons by their normalised names."""

    def __init__(self, entities: Iterable[Entity], floor: float = FLOOR) -> None:
        self.floor = floor
        self._exact: dict[str, str] = {}
        self._by_word: dict[str, set[str]] = {}
        for entity in entities:
            if entity.label not in _LINKED_LABELS:
                continue
            for alias in (entity.name, *entity.aliases):
                name = normal_name(alias)
                if name and self._exact.setdefault(name, entity.id) == entity.id:
                    for key in _blocks(name):
                        self._by_word.setdefault(key, set()).add(name)

    def exact(self, name: str) -> str | None:
        """The id of the entity that has this name but for case, accents, punctuation and legal form."""
        return self._exact.get(normal_name(name))

    def link(self, name: str) -> Link | None:
        """The best entity for a name, or None where none is alike enough."""
        plain = normal_name(name)
        if (exact := self._exact.get(plain)) is not None:
            return Link(exact, 100.0, "exact")
        if len(plain) < _SHORTEST:
            return None
        candidates = sorted({name for key in _blocks(plain) for name in self._by_word.get(key, ())})
        best = process.extractOne(plain, candidates, scorer=fuzz.ratio, score_cutoff=self.floor)
        if best is None or not _differ_in_spelling(plain, best[0]):
            return None
        return Link(self._exact[best[0]], round(best[1], 1), "fuzzy")


def id_by_name(name: str) -> str:
    """The id of a party known by its name alone: the same for spellings that differ in case and legal form only."""
    return BY_NAME + slug(name)


def _blocks(name: str) -> set[str]:
    """The keys under which names that could be alike meet: each longer word's first four letters."""
    words = name.split()
    return {word[:4] for word in words if len(word) > 3} or set(words)


def _differ_in_spelling(one: str, other: str) -> bool:
    """Whether two names may be one misspelt: as many words, each like its counterpart, and the same numbers."""
    mine, theirs = one.split(), other.split()
    if [word for word in mine if word.isdigit()] != [word for word in theirs if word.isdigit()]:
        return False
    if len(mine) != len(theirs):
        return "".join(mine) == "".join(theirs)
    return all(a[0] == b[0] and fuzz.ratio(a, b) >= 70 for a, b in zip(mine, theirs, strict=True))
