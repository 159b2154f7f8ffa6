"""Says where paragraphs, and with them sentences, begin."""

from itertools import pairwise

from spacy.tokens import Doc, Token

_STOPS = frozenset({".", "!", "?"})
_ENDS = frozenset({".", "!", "?", ":", "”", '"'})
BULLETS = frozenset("-–—*•·◦▪")
_CELL = "|"
"""What parts the cells of a table that was put in one line."""
_NUMBERED = frozenset({"E.O.", "No.", "Nos.", "Art.", "Sec.", "Reg.", "Dec."})
"""What ends with a stop before a number, and no sentence."""
_FEW_LINES = 3


def start_paragraphs(doc: Doc, text: str) -> None:
    """Make each paragraph begin a sentence, so that no parse runs from a headline or a teaser into the story, and each cell of a row.

    A closing bracket, as of a citation, ends no sentence, unless what it closes ends with a stop, and a "He" right behind
    a name is part of it ("Liu He"). ``text`` is the document's, which spaCy would put together anew.
    """
    wrapped = _is_hard_wrapped(text)
    for previous, token in pairwise(doc):
        after_break = "\n" in previous.text and not token.is_space
        if (
            after_break
            and wrapped
            and token.text not in BULLETS
            and previous.text.count("\n") == 1
            and doc[max(previous.i - 1, 0)].text not in _ENDS
        ):
            after_break = False
        if after_break or previous.text == _CELL or _opens_after_closed_quote(previous, token):
            token.is_sent_start = True
        elif _counts_on(previous, token) or _only_closes(previous) or _ends_a_name(previous, token):
            token.is_sent_start = False


def _counts_on(previous: Token, token: Token) -> bool:
    """Whether a number belongs to the short form before it: "E.O. 13067", "Nos. 731-TA-313"."""
    return previous.text in _NUMBERED and token.text[:1].isdigit()


def _ends_a_name(previous: Token, token: Token) -> bool:
    return token.text == "He" and previous.is_title


def _only_closes(bracket: Token) -> bool:
    return bracket.text == ")" and bracket.i > 0 and bracket.nbor(-1).text not in _STOPS


def _is_hard_wrapped(text: str) -> bool:
    """Whether lines break in the middle of sentences, as in wire copy and plain-text notices."""
    lines = text.split("\n")
    joined = [
        line for line, after in pairwise(lines) if line.strip() and after.strip() and after.strip()[0] not in BULLETS
    ]
    broken = [line for line in joined if 40 <= len(line) <= 100 and line.rstrip()[-1] not in '.!?:;”"']
    return len(broken) >= _FEW_LINES and 2 * len(broken) > len(joined)


def _opens_after_closed_quote(previous: Token, token: Token) -> bool:
    """Whether one quotation follows another without a blank, as where an edit lost a paragraph break."""
    return previous.text in {"”", '"'} and previous.i > 1 and not previous.whitespace_ and token.text == "“"
