"""Retellings of one license's acts are joined by looking near them, as if each were compared with all."""

import datetime as dt
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import retellings
from timeline.merge import Act
from timeline.retellings import join_tellings
from timeline.settle import Event, settle
from timeline.told import Told

DATES = st.sampled_from(
    [
        "2019-05-20",
        "2019-05-30",
        "2019-05-31",
        "2019-06-14",
        "2019-08-19",
        "2019-05",
        "2019-Q2",
        "2019",
        "2020-01-01",
        None,
    ]
)
ENDS = st.sampled_from([None, None, "2019-08-18", "2019-08-19", "2019-11-17", "2019-12"])


@st.composite
def chains(draw: st.DrawFn) -> list[Event]:
    numbers = count()
    return [
        event(
            str(next(numbers)),
            draw(st.sampled_from(["license.extended", "license.extended", "license.granted", "license.expired"])),
            draw(DATES),
            draw(st.sampled_from([None, "2019-05-20", "2019-05-21", "2019-06-01", "2019-08-20", "2020-01-02"])),
            valid_until=draw(ENDS),
            duration=draw(st.sampled_from([None, "P90D", "P3M"])),
        )
        for _ in range(draw(st.integers(1, 9)))
    ]


def event(key: str, kind: str, date: str | None, published: str | None, **fields: str | None) -> Event:
    given_fields = tuple(sorted((name, value) for name, value in fields.items() if value is not None))
    told = Told(
        id=key, version_id=key, article_id=key, source_id="wire", published=published, type=kind, modality="actual",
        confidence=0.8, date=date, fields=given_fields, parties=(), start=0, end=1, quote=key,
    )  # fmt: skip
    return settle(Act([told]), {})


def _all_filed(shelves: retellings._Shelves, _: Event) -> set[int]:
    return {index for filed in shelves._acts.values() for index in filed}


@given(chains())
def test_looking_near_finds_what_comparing_with_all_finds(events: list[Event]) -> None:
    found = join_tellings(events)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retellings._Shelves, "near", _all_filed)
        assert found == join_tellings(events)


def test_a_license_with_thousands_of_acts_compares_each_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    first = dt.date(2000, 1, 1)
    days = [first + dt.timedelta(days=7 * number) for number in range(1000)]
    events = [event(f"{day}", "license.granted", f"{day}", f"{day}") for day in days]
    events += [event(f"{day} undated", "license.granted", None, f"{day}") for day in days]
    compared: list[Event] = []
    same_act = retellings._same_act
    monkeypatch.setattr(retellings, "_same_act", lambda kept, other: compared.append(other) or same_act(kept, other))
    assert len(join_tellings(events)) == len(days)
    assert len(compared) < 20 * len(events)
