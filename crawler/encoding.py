"""Turns a page's bytes into text, whatever it says, or does not say, about its encoding."""

import codecs
import re

from charset_normalizer import from_bytes

_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Browsers read these labels as the larger set, and pages are written for browsers (WHATWG Encoding, 4.2).
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_DECLARATION_WITHIN = 4096
# Python also knows codecs that are no page's encoding (rot13, zip, utf-7); a label must not reach them.
_LEGACY = re.compile(r"(?:cp\d|iso8859|iso2022|koi8|gb18030|big5|euc_|shift|mac|hz|tis|ptcp|johab)")


def decode_page(body: bytes, header_charset: str | None = None) -> str:
    """The text of an HTML page.

    The evidence, best first: a byte order mark, the charset of the HTTP header, the page's own declaration,
    the bytes. A declaration that the bytes contradict is passed over; bytes that are valid UTF-8 with
    multi-byte characters are UTF-8 whatever is declared, since no other text looks like it by chance. Never
    raises: what nothing can decode is replaced by U+FFFD.
    """
    for mark, marked in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body.decode(marked, "replace").removeprefix("\ufeff")
    text = None if body.isascii() else _decoded(body, "utf-8")
    if text is not None:
        return text
    declared = _DECLARED.search(body[:_DECLARATION_WITHIN])
    for label in (header_charset, declared[1].decode("ascii", "ignore") if declared else None):
        name = _python_name(label)
        if name and _LEGACY.match(name):
            decoded = _decoded(body, name)
            if decoded is not None:
                return decoded
    if body.isascii():
        return body.decode("ascii")
    if _says_utf8(header_charset, declared) and _damage(body) < 0.001:
        return body.decode("utf-8", "replace")  # a stray byte in a UTF-8 page, such as a cut character
    guess = from_bytes(body).best()
    return str(guess) if guess is not None else body.decode("cp1252", "replace")


def is_mislabelled(body: bytes, header_charset: str | None = None) -> bool:
    """Whether a page's bytes contradict the encoding that its header, or else its markup, states."""
    declared = _DECLARED.search(body[:_DECLARATION_WITHIN])
    label = header_charset or (declared[1].decode("ascii", "ignore") if declared else None)
    if label is None or body.isascii() or any(body.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS):
        return False
    name = _python_name(label)
    if _decoded(body, "utf-8") is not None:
        return name != "utf-8"
    return name is None or not _LEGACY.match(name) or _decoded(body, name) is None


def _decoded(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        if name == "cp1252":  # five bytes have no meaning in it; a browser shows them as control characters
            return body.decode("cp1252", "replace")
        return None


def _python_name(label: str | None) -> str | None:
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip()).name
    except LookupError:
        return None
    return _READ_AS.get(name, name)


def _says_utf8(header_charset: str | None, declared: re.Match[bytes] | None) -> bool:
    labels = (header_charset, declared[1].decode("ascii", "ignore") if declared else None)
    return any(_python_name(label) == "utf-8" for label in labels)


def _damage(body: bytes) -> float:
    return body.decode("utf-8", "replace").count("\ufffd") / len(body)
