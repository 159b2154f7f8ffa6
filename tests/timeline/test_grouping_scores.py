"""The scores of a grouping, on the example of the reference implementation's paper and on their edges."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.grouping_scores import b_cubed, ceaf_e, conll_f1, muc
from timeline.pairing import best_pairs

GOLD = [set("abc"), set("defg")]
FOUND = [set("ab"), set("cd"), set("fghi")]


def test_scores_are_those_of_the_example_of_pradhan_and_others() -> None:
    """Pradhan and others 2014, section 4: key {a,b,c}, {d,e,f,g}; response {a,b}, {c,d}, {f,g,h,i}."""
    assert (muc(GOLD, FOUND).recall, muc(GOLD, FOUND).precision) == pytest.approx((0.40, 0.40))
    assert (b_cubed(GOLD, FOUND).recall, b_cubed(GOLD, FOUND).precision) == pytest.approx((0.42, 0.50), abs=0.005)
    assert (ceaf_e(GOLD, FOUND).recall, ceaf_e(GOLD, FOUND).precision) == pytest.approx((0.65, 0.43), abs=0.005)


def test_the_right_grouping_scores_one_and_nothing_found_scores_nought() -> None:
    assert conll_f1(GOLD, GOLD) == pytest.approx(1.0)
    assert b_cubed(GOLD, []).f1 == ceaf_e(GOLD, []).f1 == 0.0


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_pairs_weigh_as_much_as_the_best_of_all_pairings(weights: list[list[int]]) -> None:
    pairs = best_pairs(weights)
    rows, columns = len(weights), 3
    if rows <= columns:
        best = max(sum(weights[r][c] for r, c in enumerate(chosen)) for chosen in permutations(range(columns), rows))
    else:
        best = max(sum(weights[r][c] for c, r in enumerate(chosen)) for chosen in permutations(range(rows), columns))
    assert sum(weights[row][column] for row, column in pairs) == best
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
