"""Which articles repeat another."""

from timeline.copies import copies


def test_wire_copy_repeats_the_earlier_article() -> None:
    text = "The department granted a licence to the firm on Tuesday after a review that lasted for most of the year."
    assert copies(
        [("b", "2019-11-22", text), ("a", "2019-11-21", text + " More soon."), ("c", None, "Something else entirely.")]
    ) == {"b": "a"}
