"""Finds articles that repeat another: reprints, and wire stories in the papers that took them."""

from collections.abc import Sequence


def copies(texts: Sequence[tuple[str, str | None, str]], *, alike: float = 0.6) -> dict[str, str]:
    """Which article repeats which: article id to the id of the earliest one that it shares most five-word runs with.

    ``texts`` holds article ids, publication dates and bodies; ``alike`` is the share (Jaccard) that makes a copy.
    """
    ordered = sorted(texts, key=lambda text: (text[1] or "9999", text[0]))
    originals: list[tuple[str, frozenset[int]]] = []
    found: dict[str, str] = {}
    for article_id, _, text in ordered:
        runs = _runs(text)
        original = next((other for other, theirs in originals if _jaccard(runs, theirs) >= alike), None)
        if original is None:
            originals.append((article_id, runs))
        else:
            found[article_id] = original
    return found


def _runs(text: str) -> frozenset[int]:
    words = [word.strip(".,;:“”\"'()").lower() for word in text.split()]
    return frozenset(hash_run(words[i : i + 5]) for i in range(max(1, len(words) - 4)))


def hash_run(words: Sequence[str]) -> int:
    """A number for a run of words that is the same in every process."""
    number = 0
    for character in " ".join(words):
        number = (number * 131 + ord(character)) & 0xFFFFFFFFFFFF
    return number


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0
