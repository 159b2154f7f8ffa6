"""Merging: acts that are one, acts that are not, and that order does not matter."""

from hypothesis import given
from hypothesis import strategies as st

from timeline.merge import Party, Told, copies, merge

COMMERCE = Party("agency", "US Department of Commerce", "us-commerce")
HUAWEI = Party("target", "Huawei", "huawei")


def told(
    key: str,
    day: str | None,
    published: str,
    *,
    kind: str = "license.extended",
    parties: tuple[Party, ...] = (COMMERCE, HUAWEI),
    modality: str = "actual",
) -> Told:
    return Told(
        id=key,
        version_id=f"v{key}",
        article_id=f"a{key}",
        source_id="wire",
        published=published,
        type=kind,
        modality=modality,
        confidence=0.8,
        date=day,
        fields=(("instrument", "temporary general license"),) if kind.startswith("license") else (),
        parties=parties,
        start=0,
        end=1,
        quote="x",
    )


TELLINGS = [
    told("1", "2019-08-19", "2019-08-19"),
    told("2", "2019-08", "2019-11-22"),
    told("3", None, "2019-08-20"),
    told("4", "2019-11-18", "2019-11-18"),
    told("5", "2019-W47", "2019-11-22"),
    told("6", None, "2019-12-01"),
]


def groups(tellings: list[Told]) -> set[frozenset[str]]:
    return {frozenset(one.id for one in act.told) for act in merge(tellings, lambda a, b: a == b)}


def test_extensions_ninety_days_apart_stay_two_and_vaguer_tellings_join_theirs() -> None:
    assert groups(TELLINGS) == {frozenset("123"), frozenset("456")}


@given(st.permutations(TELLINGS))
def test_order_of_tellings_does_not_matter(tellings: list[Told]) -> None:
    assert groups(tellings) == groups(TELLINGS)


def test_grants_to_two_companies_are_two_events() -> None:
    one = told("1", "2019-11-20", "2019-11-21", kind="license.granted", parties=(COMMERCE, Party("actor", "Microsoft")))
    other = told("2", "2019-11-20", "2019-11-21", kind="license.granted", parties=(COMMERCE, Party("actor", "Intel")))
    assert len(groups([one, other])) == 2


def test_wire_copy_repeats_the_earlier_article() -> None:
    text = "The department granted a licence to the firm on Tuesday after a review that lasted for most of the year."
    assert copies(
        [("b", "2019-11-22", text), ("a", "2019-11-21", text + " More soon."), ("c", None, "Something else entirely.")]
    ) == {"b": "a"}
