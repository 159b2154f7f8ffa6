"""Finds the terms of a long list in a text, each where a word begins, in one pass."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=64)
def word_beginnings(terms: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the terms at the beginning of a word, in a text in lower case; the longest that fits.

    The terms' common beginnings are tried once (a trie), so that a hundred terms take little longer than one; an
    alternation tries each of them at each word.
    """
    return re.compile(r"\b" + _pattern(_trie(term.lower() for term in terms)))


def _trie(terms: Iterable[str]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for term in terms:
        node = root
        for letter in term:
            node = node.setdefault(letter, {})
        node[""] = {}
    return root


def _pattern(node: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _pattern(below) for letter, below in sorted(node.items()) if letter]
    if not branches:
        return "" if "" in node else "(?!)"
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{joined})?" if "" in node else joined
