"""Which articles repeat another: reprints and cuts made of the gold stories, and stories that only share a passage."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.copies import copies

GOLD = Path(__file__).parents[2] / "fixtures" / "gold"
LEAST_WORDS = 90  # a third of such a story is still a brief


def _stories() -> list[str]:
    files = [GOLD / f"{name}.jsonl" for name in ("dev-news", "dev-lawfirm", "dev-agencies", "dev-none")]
    texts = [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [text for text in texts if len(text.split()) >= LEAST_WORDS]


STORIES = _stories()


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?]) +|\n+", text)


def reprinted(text: str) -> str:
    return (
        f"By our own staff\n{text}\nThis story first appeared elsewhere. Reporting by A. Writer; editing by B. Editor"
    )


def first(share: float) -> Callable[[str], str]:
    return lambda text: " ".join(sentences(text)[: max(3, int(len(sentences(text)) * share))])


def in_house_style(text: str) -> str:
    for foreign, ours in (("license", "licence"), ("percent", "per cent"), (" U.S. ", " US "), ("that", "which")):
        text = text.replace(foreign, ours)
    return text


def edited(share: float) -> Callable[[str], str]:
    def edit(text: str) -> str:
        chance = random.Random(len(text))
        told = [sentence.split() for sentence in sentences(text)]
        for words in told:
            if len(words) > 6 and chance.random() < share:
                place = chance.randrange(1, len(words) - 3)
                words[place : place + 3] = ["newly", "written", "words"]
        return " ".join(" ".join(words) for words in told)

    return edit


def with_sentences_left_out(text: str) -> str:
    return " ".join(sentence for number, sentence in enumerate(sentences(text)) if number % 4 != 2)


def with_a_new_opening(text: str) -> str:
    opening = "A new opening by the paper's own desk stands above the text of the wire. It adds what a local firm says."
    return " ".join([opening, *sentences(text)[1:]])


@pytest.mark.parametrize(
    "retell",
    [
        pytest.param(reprinted, id="reprinted"),
        pytest.param(first(1 / 2), id="the first half"),
        pytest.param(first(1 / 3), id="the first third"),
        pytest.param(in_house_style, id="in another house style"),
        pytest.param(edited(1 / 4), id="every fourth sentence edited"),
        pytest.param(edited(1 / 2), id="every second sentence edited"),
        pytest.param(with_sentences_left_out, id="every fourth sentence left out"),
        pytest.param(with_a_new_opening, id="with a new opening"),
    ],
)
def test_a_retold_story_is_linked_to_the_first(retell: Callable[[str], str]) -> None:
    linked = [copies([("a", "2019-11-21", text), ("b", "2019-11-22", retell(text))]) == {"b": "a"} for text in STORIES]
    print(f"\n{sum(linked)} of {len(linked)} linked")
    assert sum(linked) >= 0.95 * len(linked)


def quoting_two_sentences(text: str, other: str) -> str:
    return " ".join([*sentences(other), *sentences(text)[2:4]])


def on_the_same_background(text: str, other: str) -> str:
    own, background = sentences(other), sentences(text)
    return " ".join([*own[: max(6, len(own) // 2)], *background[-max(2, len(background) // 4) :]])


def brief_on_a_statement(text: str, other: str) -> str:
    statement = max(sentences(text), key=lambda sentence: len(sentence.split()))
    return " ".join([*sentences(other)[:2], statement])


@pytest.mark.parametrize("write", [quoting_two_sentences, on_the_same_background, brief_on_a_statement])
def test_a_story_that_shares_a_passage_is_its_own(write: Callable[[str, str], str]) -> None:
    others = STORIES[7:] + STORIES[:7]
    linked = [
        copies([("a", "2019-11-21", text), ("b", "2019-11-22", write(text, other))])
        for text, other in zip(STORIES, others, strict=True)
    ]
    print(f"\n{sum(map(bool, linked))} of {len(linked)} linked")
    assert sum(map(bool, linked)) <= 0.02 * len(linked)  # a brief that is little but a long statement word for word


def test_no_two_stories_of_their_own_are_copies() -> None:
    assert not copies((str(number), "2019-11-21", text) for number, text in enumerate(STORIES))


def test_wire_copy_repeats_the_earlier_article() -> None:
    text = "The department granted a licence to the firm on Tuesday after a review that lasted for most of the year."
    assert copies(
        [("b", "2019-11-22", text), ("a", "2019-11-21", text + " More soon."), ("c", None, "Something else entirely.")]
    ) == {"b": "a"}


@given(st.permutations(range(6)))
def test_what_repeats_what_does_not_depend_on_the_order_of_arrival(order: list[int]) -> None:
    texts = [(f"{number}", f"2019-11-2{number}", retell) for number, retell in enumerate(_some_retold())]
    assert copies(texts[number] for number in order) == {"2": "0", "3": "1", "4": "0"}


def _some_retold() -> list[str]:
    one, two, three = STORIES[:3]
    return [one, two, reprinted(one), in_house_style(two), first(1 / 2)(one), three]
