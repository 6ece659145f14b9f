"""Coefficients of agreement come out as in the published worked examples, to every digit printed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.reviewing.coefficients import ac1, ac2, alpha, percent_agreement, t_quantile

FOUR_RATERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Krippendorff 2011; the same data are Gwet's `cac.raw4raters`."""
SIX_RATERS = "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031"
"""Gwet's `distrib.6raters`: how many of six gave each of five categories, a unit a group."""


def four() -> list[list[int]]:
    units = zip(*(line.split() for line in FOUR_RATERS.strip().splitlines()), strict=True)
    return [[marks.count(str(level)) for level in range(1, 6)] for marks in units]


def six() -> list[list[int]]:
    return [[int(digit) for digit in group] for group in SIX_RATERS.split()]


def test_krippendorffs_example() -> None:
    nominal, ordinal = (alpha(four(), is_ordinal=each) for each in (False, True))
    assert nominal is not None
    assert ordinal is not None
    assert (f"{float(nominal):.3f}", f"{float(ordinal):.3f}") == ("0.743", "0.815")


def test_gwets_raw_data_of_four_raters() -> None:
    found = ac1(four())
    assert found is not None
    assert [f"{float(each):.5f}" for each in found[:2]] == ["0.77544", "0.14295"]
    assert (f"{float(found.low):.3f}", found.high) == ("0.461", 1)


def test_gwets_six_raters() -> None:
    found = ac1(six())
    assert found is not None
    assert (f"{float(found.coefficient):.7f}", f"{float(found.error):.8f}") == ("0.4448007", "0.08418757")


@pytest.mark.parametrize(
    ("degrees", "quantile"),
    [(1, "12.706"), (2, "4.303"), (3, "3.182"), (4, "2.776"), (11, "2.201"), (30, "2.042"), (120, "1.980")],
)
def test_quantiles_are_those_of_printed_tables(degrees: int, quantile: str) -> None:
    assert f"{t_quantile(degrees):.3f}" == quantile


@pytest.mark.parametrize(
    "table",
    [[], [[2, 0], [3, 0]], [[1, 1]], [[1, 0], [0, 1], [1, 0]], [[2, 0], [1, 0], [0, 1]]],
    ids=["nothing", "one level", "one unit", "nobody twice", "one unit twice"],
)
def test_what_is_not_defined_is_none(table: list[list[int]]) -> None:
    assert [alpha(table, is_ordinal=each) for each in (False, True)] == [None, None]
    assert (ac1(table), ac2(table)) == (None, None)


@given(
    st.integers(2, 5).flatmap(
        lambda levels: st.lists(
            st.lists(st.integers(0, 3), min_size=levels, max_size=levels), min_size=2, max_size=12
        )
    )
)
def test_what_holds_of_any_marks(table: list[list[int]]) -> None:
    """None is above 1, all are 1 where everybody agrees, and the order of units is of no account."""
    alike = all(sum(count > 0 for count in row) <= 1 for row in table)
    coefficients = [alpha(table, is_ordinal=False), alpha(table, is_ordinal=True)]
    coefficients += [each.coefficient if each else None for each in (ac1(table), ac2(table))]
    turned = table[::-1]
    assert coefficients[:2] == [alpha(turned, is_ordinal=False), alpha(turned, is_ordinal=True)]
    for each in coefficients:
        assert each is None or each <= 1
        assert each is None or not alike or each == 1
    percent = percent_agreement(table)
    assert percent is None or 0 <= percent <= 1
    assert percent is None or not alike or percent == Fraction(1)
