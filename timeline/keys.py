"""Keys that are derived from content, so that every run over the same input gives the same rows."""

import hashlib

KEY_LENGTH = 16
"""Hexadecimal digits in a key: 64 bits, so that a million rows collide with a chance below one in ten million."""


def content_key(*parts: str | int | None) -> str:
    """The key of what the parts say; None and the empty string are the same."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


def document_number(key: str) -> int:
    """The row number that full-text search knows a key by."""
    return int(key[:15], 16)
