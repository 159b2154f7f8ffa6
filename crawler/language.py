"""Tells the language of a text, with what its page states as a hint."""

from functools import lru_cache
from typing import Any

_ENOUGH = 1000  # characters; more of the text says no more, and takes the time of a parse
_SURE = 0.9


def detect_language(text: str, stated: str | None = None) -> str | None:
    """The ISO 639-1 code of a text's language: the detected one where that is sure, else the stated one, or None.

    Templates say ``lang="en"`` on pages of any language, so that the text itself is believed first. A text too short to be
    sure of, such as a headline in capitals, keeps what its page states.
    """
    code, confidence = _identifier().classify(text[:_ENOUGH])
    return str(code) if confidence >= _SURE else stated


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """The detector, loaded once; it takes half a second and some 40 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
