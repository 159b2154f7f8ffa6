"""A party is right under any of its names; an office for its department only where that is asked."""

import pytest

from nlp.same_party import any_related, entity_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OFAC", "Office of Foreign Assets Control"),
        ("HUAWEI TECHNOLOGIES CO., LTD.", "Huawei"),
        ("Acme Optics, Inc.", "Acme Optics"),
    ],
)
def test_names_of_one_party_have_one_key(one: str, other: str) -> None:
    assert entity_key(one) == entity_key(other)


def test_office_and_department_are_two_parties_but_related() -> None:
    office, department = entity_key("Office of Foreign Assets Control"), entity_key("US Department of the Treasury")
    assert office != department
    assert any_related([office], [department])
    assert not any_related([office], [entity_key("European Commission")])
