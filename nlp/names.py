"""Makes names comparable: without case, accents, punctuation and the legal form of a company."""

import re
import unicodedata
from functools import lru_cache

_LEGAL_FORMS = frozenset(
    "inc incorporated corp corporation co company ltd limited llc lllp llp lp plc gmbh ag kg kgaa se sa sas sarl srl spa "
    "nv bv ab as asa oy oyj aps kk pte pty pvt pjsc ojsc oao pao zao ao jsc ooo cjsc fze fzco fzc fzllc dmcc tbk bhd sdn "
    "sae sro doo dd eood ead kft zrt sp zoo the".split()
)
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65_536)
def normal_name(name: str) -> str:
    """A name as lower-case words without accents, punctuation, articles and legal forms; never empty for a name.

    "Huawei Technologies Co., Ltd." and "HUAWEI TECHNOLOGIES" are both ``huawei technologies``.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = _DOTTED.sub(lambda match: match.group().replace(".", ""), plain.replace("’", "'"))
    plain = re.sub(r"'s\b|s'(?=\s|$)", lambda match: "s" if match.group().startswith("s") else "", plain)
    words = _WORD.findall(plain.replace("&", " and "))
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _LEGAL_FORMS:
        kept.pop()
    while len(kept) > 1 and kept[0] in {"the", "pjsc", "ojsc", "jsc", "ooo", "oao", "pao", "zao", "pt"}:
        kept.pop(0)
    return " ".join(kept or words)


def slug(name: str) -> str:
    """The normalised name as an identifier: ``huawei-technologies``."""
    return normal_name(name).replace(" ", "-")


@lru_cache(maxsize=65_536)
def normal_word(token: str) -> tuple[str, ...]:
    """The normalised words in one token of a text; none for punctuation and for a possessive's ending."""
    if token in {"'s", "’s"}:
        return ()
    plain = unicodedata.normalize("NFKD", token.casefold().replace("&", " and "))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return tuple(_WORD.findall(_DOTTED.sub(lambda match: match.group().replace(".", ""), plain)))


def is_legal_form(token: str) -> bool:
    """Whether a token is the legal form of a company: "Co.", "Ltd", "GmbH"."""
    word = "".join(normal_word(token))
    return word in _LEGAL_FORMS and word != "the" and token[:1].isupper()
