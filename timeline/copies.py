"""Finds articles that repeat another: reprints, and wire stories in the papers that took them, whole or cut.

Texts are compared by the runs of five words that they share (Broder, On the resemblance and containment of documents,
1997): by those of both where one is short, by those of the shorter where it is long enough to be a story cut from another.
Which texts are worth comparing, rensa's MinHash index says; an estimate from its sketches alone would miss most stories
that were cut, since a sketch knows the resemblance of two texts but not that one contains the other.
"""

from collections.abc import Iterable

from rensa import RMinHash, RMinHashLSH

RUN = 5
"""Words in a run."""
ALIKE = 0.6
"""Share of the runs of both texts that makes one a copy of the other."""
CONTAINED = 0.7
"""Share of the runs of the shorter text that makes it cut from the longer."""
A_STORY = 40
"""Runs of a text that is long enough to be told from a quotation."""

_SLOTS = 128
"""Of a sketch. Each is a band of its own, so that 40 runs are found in a story of 1,000 with 99 chances of 100."""
_SEED = 1

Text = tuple[str, str | None, str]
"""An article's id, its publication date and its body."""


def copies(texts: Iterable[Text]) -> dict[str, str]:
    """Which article repeats which: article id to the id of the earliest one that it repeats."""
    ordered = sorted(texts, key=lambda text: (text[1] or "9999", text[0]))
    originals: list[tuple[str, frozenset[str]]] = []
    index = RMinHashLSH(threshold=0.0, num_perm=_SLOTS, num_bands=_SLOTS)
    found: dict[str, str] = {}
    for article_id, _, text in ordered:
        runs = _runs(text)
        sketch = RMinHash(num_perm=_SLOTS, seed=_SEED)
        sketch.update(runs)
        near = sorted(index.query(sketch))
        original = next((originals[number][0] for number in near if _repeats(runs, originals[number][1])), None)
        if original is None:
            index.insert(len(originals), sketch)
            originals.append((article_id, runs))
        else:
            found[article_id] = original
    return found


def _runs(text: str) -> frozenset[str]:
    words = [word.strip(".,;:“”\"'()").lower() for word in text.split()]
    return frozenset(" ".join(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1)))


def _repeats(one: frozenset[str], other: frozenset[str]) -> bool:
    shared, shorter = len(one & other), min(len(one), len(other))
    if shared >= ALIKE * len(one | other):
        return True
    return shorter >= A_STORY and shared >= CONTAINED * shorter
