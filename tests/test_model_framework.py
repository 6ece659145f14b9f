"""Bands, and what is worked out once for a framework."""

from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scorecard.model.framework import Band, Framework, Measure
from scorecard.views.change_tables import better_way
from tests.builders import framework_data, indicator
from tests.counting import LINEAR, growth

BOUNDS = st.none() | st.integers(-4, 4).map(str)


@given(st.lists(st.tuples(BOUNDS, BOUNDS)))
def test_levels_of_rising_measurements_are_those_of_each(bounds: list[tuple[str | None, str | None]]) -> None:
    bands: list[Any] = [
        {"level": str(at), "at_least": least, "at_most": most} for at, (least, most) in enumerate(bounds)
    ]
    measure = Measure.model_validate({"unit": "µg", "bands": [*bands, {"level": "last"}]})
    rising = [Fraction(half, 2) for half in range(-10, 11)]
    assert list(measure.levels_of(rising)) == list(map(measure.level_id, rising))


def test_the_bounds_of_a_band_are_written_out() -> None:
    bounds = {"at_least": "0.0000001", "at_most": "2/3"}
    assert Band.model_validate({"level": "pass", **bounds}).bounds == "at least 0.0000001 and at most 2/3"
    assert Band.model_validate({"level": "fail"}).bounds == ""


def test_which_way_is_better_takes_work_that_grows_with_the_bands() -> None:
    def asking(size: int) -> partial[int]:
        bands = [{"level": "pass" if at % 2 else "partial", "at_most": str(at)} for at in range(size)]
        measured = indicator("1.1", measure={"unit": "µg", "bands": [*bands, {"level": "fail"}]})
        dimensions = [{"id": "1", "title": "Limits", "indicators": [measured]}]
        framework = Framework.model_validate(framework_data(dimensions=dimensions))
        return partial(better_way, next(framework.indicators()), framework)

    assert growth(asking, 100) < LINEAR


def test_what_is_kept_of_a_framework_is_never_told_of_another() -> None:
    asked: list[str] = []

    @lru_cache(maxsize=16)
    def title_of(framework: Framework) -> str:
        asked.append(framework.title)
        return framework.title

    one = Framework.model_validate(framework_data(title="one", dimensions=[]))
    assert [title_of(one), title_of(one), asked] == ["one", "one", ["one"]]
    for number in range(200):
        assert title_of(one.model_copy(update={"title": str(number)})) == str(number)
    assert title_of(one) == "one"
    assert asked.count("one") == 2, "the one asked for first was forgotten"
