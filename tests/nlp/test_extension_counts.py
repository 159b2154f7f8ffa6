"""The place of an extension in its series is read from the words that count it, near it or in a later sentence."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document

EXTENSION = "BIS on Thursday extended the Temporary General License for Huawei until April 1"


@pytest.mark.parametrize(
    ("text", "ordinals"),
    [
        (f"{EXTENSION}, the third time that it has done so.", [3]),
        ("BIS has prolonged the Temporary General License for Huawei for the fourth time, to May 15.", [4]),
        (f"{EXTENSION}. It is the second extension.", [2]),
        (
            "BIS on Thursday moved the expiry of General License 9 by a week, to April 1, the fifth extension of that license.",
            [5],
        ),
        (f"{EXTENSION}. This third extension follows those of August and November.", [3, None, None]),
        (f"{EXTENSION}. The bureau does not rule out another extension.", [None]),
        (f"{EXTENSION} and met carriers for the second time.", [None]),
    ],
)
def test_extension_has_the_number_that_is_told_of_it(reader: Reader, text: str, ordinals: list[int | None]) -> None:
    events = reader.read(Document(text=text, published=date(2020, 2, 14))).events
    assert [act.ordinal for act in events if act.type == "license.extended" and act.modality == "actual"] == ordinals
