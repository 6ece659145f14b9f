"""A subject from date to date, and subjects side by side: what is followed, counted, ranked, by hand."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from scorecard.comparing.dated import DatedScorecard, Series, UnscoredAssessment, Window
from scorecard.comparing.league import League, find_leagues, find_tallies
from scorecard.comparing.trend import Trend, TrendFilter, TrendRow, filter_trend, find_trend
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework
from tests.small import dimension, indicator, known, measured, scored, yardstick

ONE = yardstick("1", dimension("d", "a", "b"))


def place(day: str, subject: str = "s") -> AssessmentPath:
    when, _, suffix = day.partition("/")
    return AssessmentPath(
        f"assessments/{subject}/{day}.yaml", subject, date.fromisoformat(when), suffix or None
    )


def dated(day: str, framework: Framework, subject: str = "s", **ratings: Any) -> DatedScorecard:
    at = place(day, subject)
    return DatedScorecard(at, scored(framework, ratings, date=at.date.isoformat(), subject=subject))


def trend(*points: DatedScorecard) -> Trend:
    frameworks = [each.scorecard.framework for each in points]
    series = Series(subject="s", framework_id="f", dated=points)
    return find_trend(series, known(*frameworks))


def rows(found: Trend) -> dict[str, TrendRow]:
    return {row.thing.id: row for row in found.indicators}


def statuses(row: TrendRow) -> list[str | None]:
    return [None if entry is None else entry.status for entry in row.entries]


def since(found: Trend, id: str = "a") -> str | None:
    failing = rows(found)[id].failing_since
    return None if failing is None else failing.isoformat()


# Rows ------------------------------------------------------------------------------------------------


def test_a_row_has_an_entry_for_each_date() -> None:
    found = trend(dated("2020-01-01", ONE, a="fail", b="pass"), dated("2021-01-01", ONE, a="pass"))
    assert {id: statuses(row) for id, row in rows(found).items()} == {
        "a": ["fail", "pass"],
        "b": ["pass", "not-rated"],
    }
    assert [entry and entry.is_comparable for entry in rows(found)["a"].entries] == [None, True]
    assert [point.comparison is None for point in found.points] == [True, False]


def test_a_row_follows_a_new_number_and_a_new_wording() -> None:
    two = yardstick(
        "2",
        dimension(
            "d", indicator("z", requirement="what a asks", replaces=["a"]), indicator("b", requirement="new")
        ),
        replaces="f@1",
    )
    found = trend(dated("2020-01-01", ONE, a="fail", b="fail"), dated("2021-01-01", two, z="fail", b="fail"))
    assert [(id, statuses(row)) for id, row in rows(found).items()] == [
        ("z", ["fail"] * 2),
        ("b", ["fail"] * 2),
    ]
    assert [row.entries[1] is not None and row.entries[1].is_comparable for row in found.indicators] == [
        True,
        False,
    ]
    assert [row.entries[1] is not None and row.entries[1].is_revised for row in found.indicators] == [
        False,
        True,
    ]


def test_a_merge_and_a_split_end_rows() -> None:
    merged = yardstick("2", dimension("d", indicator("m", replaces=["a", "b"])), replaces="f@1")
    found = trend(dated("2020-01-01", ONE, a="fail", b="pass"), dated("2021-01-01", merged, m="fail"))
    assert [(row.thing.id, statuses(row)) for row in found.indicators] == [
        ("m", [None, "fail"]),
        ("a", ["fail", None]),
        ("b", ["pass", None]),
    ]
    first = next(found.indicators).entries[1]
    assert first is not None
    assert first.is_comparable is None
    assert first.is_revised

    halves = [indicator("x", replaces=["a"]), indicator("y", replaces=["a"])]
    split = yardstick("2", dimension("d", *halves, "b"), replaces="f@1")
    found = trend(
        dated("2020-01-01", ONE, a="fail", b="pass"), dated("2021-01-01", split, x="fail", b="pass")
    )
    assert [(row.thing.id, statuses(row)) for row in found.indicators] == [
        ("x", [None, "fail"]),
        ("y", [None, "not-rated"]),
        ("b", ["pass", "pass"]),
        ("a", ["fail", None]),
    ]


def test_what_an_older_version_alone_had_stands_in_its_dimension_or_in_one_of_its_own() -> None:
    one = yardstick(
        "1",
        dimension("d", "a", "gone"),
        dimension("e", "old", dimensions=[dimension("e1", "older")]),
    )
    two = yardstick("2", dimension("d", "a", "new"), replaces="f@1")
    found = trend(dated("2020-01-01", one, a="fail"), dated("2021-01-01", two, a="pass"))
    assert [(row.thing.id, row.depth) for row in found.rows] == [
        *[("d", 0), ("a", 1), ("new", 1), ("gone", 1)],
        *[("e", 0), ("old", 1), ("e1", 1), ("older", 2)],
    ]
    assert [result is not None for result in found.rows[4].results] == [True, False]
    only = filter_trend(found, TrendFilter(dimension="e"))
    assert [row.thing.id for row in only.rows if row.results] == ["e", "e1"]


def test_future_and_retired_are_followed_and_not_counted() -> None:
    one = yardstick("1", dimension("d", "a", indicator("b", state="future"), indicator("c", state="future")))
    two = yardstick(
        "2",
        dimension("d", indicator("a", state="retired"), "b", indicator("c", state="future")),
        replaces="f@1",
    )
    found = trend(dated("2020-01-01", one, a="fail"), dated("2021-01-01", two, b="fail"))
    assert {id: statuses(row) for id, row in rows(found).items()} == {
        "a": ["fail", None],
        "b": [None, "fail"],
    }


def test_a_measurement_keeps_the_level_it_was_published_with() -> None:
    one = yardstick("1", dimension("d", measured("a", ("pass", "40"))))
    two = yardstick("2", dimension("d", measured("a", ("pass", "10"))), replaces="f@1")
    found = trend(dated("2020-01-01", one, a="30"), dated("2021-01-01", two, a="30"))
    assert statuses(rows(found)["a"]) == ["pass", "fail"]
    assert rows(found)["a"].bands_moved == [False, True]
    assert since(found) == "2021-01-01"
    comparison = found.points[1].comparison
    assert comparison is not None
    assert comparison.split.real == 0


def test_a_broken_chain_is_said() -> None:
    found = trend(
        dated("2020-01-01", ONE, a="fail"), dated("2021-01-01", yardstick("2", dimension("d", "a")), a="fail")
    )
    comparison = found.points[1].comparison
    assert comparison is not None
    assert comparison.alignment.broken is not None
    assert statuses(rows(found)["a"]) == ["fail", "fail"]


# Since when ------------------------------------------------------------------------------------------

DAYS = ("2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01")


@pytest.mark.parametrize(
    ("levels", "failing_since", "never_passed"),
    [
        (["fail", "fail", "fail", "fail"], DAYS[0], True),
        (["pass", "fail", "fail", "fail"], DAYS[1], False),
        (["fail", "pass", "fail", "fail"], DAYS[2], False),
        (["fail", "partial", "partial", "fail"], DAYS[3], True),
        (["fail", "not-rated", "fail", "fail"], DAYS[2], True),
        (["fail", "not-applicable", "not-applicable", "fail"], DAYS[3], True),
        (["fail", "fail", "fail", "not-rated"], None, True),
        (["fail", "fail", "fail", "pass"], None, False),
        (["not-rated"] * 4, None, False),
        (["not-applicable"] * 4, None, False),
        (["fail"], None, True),
    ],
)
def test_failing_since_and_never_passed(
    levels: list[str], failing_since: str | None, never_passed: bool
) -> None:
    found = trend(*(dated(day, ONE, a=level) for day, level in zip(DAYS, levels, strict=False)))
    assert since(found) == failing_since
    assert rows(found)["a"].never_passed is never_passed


def test_what_is_asked_anew_goes_on_failing_and_it_is_said_since_when_it_is_asked_so() -> None:
    revised = yardstick("2", dimension("d", indicator("a", requirement="more")), replaces="f@1")
    found = trend(
        *(dated(day, each, a="fail") for day, each in zip(DAYS, (ONE, ONE, revised, revised), strict=True))
    )
    assert since(found) == DAYS[0]
    assert str(rows(found)["a"].asked_so_since) == DAYS[2]
    assert rows(found)["a"].never_passed
    reworded = indicator("a", requirement="more", comparable="true")
    editorial = yardstick("2", dimension("d", reworded), replaces="f@1")
    found = trend(dated(DAYS[0], ONE, a="fail"), dated(DAYS[1], editorial, a="fail"))
    assert since(found) == DAYS[0]
    assert rows(found)["a"].asked_so_since is None
    found = trend(dated(DAYS[0], ONE, a="pass"), dated(DAYS[1], revised, a="fail"))
    assert (since(found), rows(found)["a"].asked_so_since) == (DAYS[1], None)


def test_a_row_that_ended_is_judged_at_its_last_date() -> None:
    two = yardstick("2", dimension("d", "b"), replaces="f@1")
    found = trend(dated(DAYS[0], ONE, a="fail"), dated(DAYS[1], ONE, a="fail"), dated(DAYS[2], two, b="fail"))
    assert since(found) == DAYS[0]


def test_a_verdict_holds_since_it_was_first_given_whatever_version_gave_it() -> None:
    two = yardstick("2", dimension("d", "a", "b"), replaces="f@1")
    points = [
        dated(DAYS[0], ONE, a="pass", b="pass"),
        dated(DAYS[1], ONE, a="fail", b="pass"),
        dated(DAYS[2], ONE, a="fail", b="fail"),
        dated(DAYS[3], two, a="fail", b="fail"),
    ]
    found = trend(*points).points
    assert [point.standing_since.isoformat() for point in found] == [DAYS[0], DAYS[1], DAYS[1], DAYS[1]]
    assert [point.version_since.isoformat() for point in found] == [DAYS[0], DAYS[1], DAYS[1], DAYS[3]]


def test_a_verdict_that_was_another_in_between_begins_anew() -> None:
    levels = ("fail", "pass", "fail", "fail")
    points = [dated(day, ONE, a=level, b="pass") for day, level in zip(DAYS, levels, strict=True)]
    assert [point.standing_since.isoformat() for point in trend(*points).points] == [*DAYS[:3], DAYS[2]]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (["fail", "partial", "pass", "fail"], (DAYS[3], "fail")),
        (["fail", "partial", "not-rated", "not-applicable"], (DAYS[1], "partial")),
        (["fail", "not-rated", "not-rated", "not-rated"], (DAYS[0], "fail")),
        (["not-rated", "not-applicable", "not-rated", "not-rated"], None),
    ],
)
def test_an_indicator_was_last_judged_when_it_last_had_a_level(
    levels: list[str], expected: tuple[str, str] | None
) -> None:
    found = trend(*(dated(day, ONE, a=level) for day, level in zip(DAYS, levels, strict=True)))
    last = rows(found)["a"].last_judged
    assert (last and (last.point.place.day, last.status)) == expected


def test_the_first_date_is_compared_with_the_last_shown_where_steps_lie_between() -> None:
    found = trend(
        dated(DAYS[0], ONE, a="fail"),
        dated(DAYS[1], ONE, b="fail"),
        dated(DAYS[2], ONE, a="partial"),
        dated(DAYS[3], ONE, a="pass"),
    )
    assert [point.comparison and point.comparison.split.real for point in found.points[1:3]] == [None, None]
    overall = found.compare_ends()
    assert overall is not None
    assert (overall.split.real, overall.split.rated_on_both) == (1, 1)
    fewer = filter_trend(found, TrendFilter(window=Window(last=date(2022, 1, 1)))).compare_ends()
    assert fewer is not None
    assert fewer.split.real == Fraction(1, 2)
    assert filter_trend(found, TrendFilter(window=Window(first=date(2022, 1, 1)))).compare_ends() is None


def test_two_of_one_day_are_two_dates() -> None:
    found = trend(dated("2020-01-01", ONE, a="fail"), dated("2020-01-01/b", ONE, a="pass"))
    assert [point.place.day for point in found.points] == ["2020-01-01", "2020-01-01-b"]
    assert statuses(rows(found)["a"]) == ["fail", "pass"]


# Filters ---------------------------------------------------------------------------------------------


def test_dates_that_are_not_shown_still_count() -> None:
    found = trend(
        dated(DAYS[0], ONE, a="fail", b="fail"),
        dated(DAYS[1], ONE, a="fail", b="pass"),
        dated(DAYS[2], ONE, a="fail", b="pass"),
    )
    shown = filter_trend(found, TrendFilter(window=Window(first=date(2021, 1, 1), last=date(2021, 12, 31))))
    (point,) = shown.points
    assert point.comparison is not None
    assert point.comparison.split.real == Fraction(1, 2)
    assert since(shown) == DAYS[0]
    assert statuses(rows(shown)["b"]) == ["pass"]
    assert shown.rows[0].results == found.rows[0].results[1:2]


@pytest.mark.parametrize(
    ("then", "now", "changed"),
    [
        ("fail", "fail", False),
        ("fail", "partial", True),
        ("fail", "not-rated", True),
        ("not-rated", "not-applicable", True),
    ],
)
def test_only_changed_leaves_what_differs(then: str, now: str, changed: bool) -> None:
    found = trend(dated(DAYS[0], ONE, a=then), dated(DAYS[1], ONE, a=now))
    shown = filter_trend(found, TrendFilter(only_changed=True))
    assert [row.thing.id for row in shown.indicators] == ["a"] * changed
    assert bool(shown.rows) is changed


def test_another_measurement_is_a_change_though_the_level_stays() -> None:
    air = yardstick("1", dimension("d", measured("a", ("pass", "10")), measured("b", ("pass", "10"))))
    found = trend(dated(DAYS[0], air, a="4", b="4"), dated(DAYS[1], air, a="5", b="4"))
    assert [row.thing.id for row in filter_trend(found, TrendFilter(only_changed=True)).indicators] == ["a"]


def changed(found: Trend, window: Window = Window()) -> list[str]:  # noqa: B008
    shown = TrendFilter(window=window, only_changed=True)
    return [row.thing.id for row in filter_trend(found, shown).indicators]


def test_what_was_added_removed_or_revised_between_dates_that_are_shown_changed() -> None:
    # a stays, b goes, c is asked otherwise, new comes.
    one = yardstick("1", dimension("d", "a", "b", "c"))
    two = yardstick("2", dimension("d", "a", indicator("c", requirement="more"), "new"), replaces="f@1")
    ratings = {"a": "fail", "c": "fail"}
    found = trend(
        dated(DAYS[0], one, **ratings), dated(DAYS[1], two, **ratings), dated(DAYS[2], two, **ratings)
    )
    assert changed(found) == ["c", "new", "b"]
    assert changed(found, Window(first=date(2021, 1, 1))) == []


def test_a_level_that_differs_only_because_bands_moved_did_not_change() -> None:
    one = yardstick("1", dimension("d", measured("a", ("pass", "40")), measured("b", ("pass", "40"))))
    two = yardstick(
        "2", dimension("d", measured("a", ("pass", "10")), measured("b", ("pass", "10"))), replaces="f@1"
    )
    found = trend(dated(DAYS[0], one, a="30", b="30"), dated(DAYS[1], two, a="30", b="29"))
    assert statuses(rows(found)["a"]) == ["pass", "fail"]
    assert changed(found) == ["b"]


# Leagues ---------------------------------------------------------------------------------------------

FOUR = yardstick("1", dimension("d", "a", "b", "c", "e"))


def alone(subject: str, framework: Framework = FOUR, day: str = "2021-01-01", **ratings: Any) -> Series:
    return Series(
        subject=subject, framework_id=framework.id, dated=(dated(day, framework, subject, **ratings),)
    )


def four(subject: str, levels: str) -> Series:
    """Return a subject with a level for each of four indicators: p, f, or - for not rated."""
    words = {"p": "pass", "f": "fail", "-": "not-rated"}
    return alone(subject, **{id: words[level] for id, level in zip("abce", levels, strict=True)})


def places(league: League) -> list[tuple[str, int | None, bool]]:
    return [(each.dated.place.subject, each.rank, each.is_open) for each in league.standings]


def test_equal_scores_share_a_rank_and_the_next_is_counted_on() -> None:
    (league,) = find_leagues([four("u", "ffff"), four("x", "ppff"), four("y", "pfpf"), four("z", "pppf")])
    assert places(league) == [("z", 1, False), ("x", 2, False), ("y", 2, False), ("u", 4, False)]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        # x: 1/2 for certain. y: its score is 0, and 0 to 1/4 once all is rated.
        (("ppff", "fff-"), [("x", 1, False), ("y", 2, False)]),
        # y: 0 to 1/2: it could meet x.
        (("ppff", "ff--"), [("x", 1, True), ("y", 2, True)]),
        # y: its score is 1, but 1/4 to 1; x: 1/2.
        (("ppff", "p---"), [("y", 1, True), ("x", 2, True)]),
        # Equal and certain: nothing can change.
        (("ppff", "ffpp"), [("x", 1, False), ("y", 1, False)]),
        # Nothing rated: no score and no rank.
        (("ppff", "----"), [("x", 1, False), ("y", None, False)]),
    ],
)
def test_a_rank_is_open_where_bounds_overlap(
    levels: tuple[str, str], expected: list[tuple[str, int | None, bool]]
) -> None:
    (league,) = find_leagues([four("x", levels[0]), four("y", levels[1])])
    assert places(league) == expected


def test_whoever_could_still_be_passed_is_marked_next_to_it_or_not() -> None:
    # w 3/4 and x 1/2 for certain; y scores 0 and has 0 to 3/4; z is certainly 0, which y could keep.
    (league,) = find_leagues([four("w", "pppf"), four("x", "ppff"), four("y", "f---"), four("z", "ffff")])
    assert places(league) == [("w", 1, True), ("x", 2, True), ("y", 3, True), ("z", 3, True)]


def test_versions_and_frameworks_are_never_ranked_together() -> None:
    second = yardstick("2", dimension("d", "a"), replaces="f@1")
    same = yardstick("2.0", dimension("d", "a"), replaces="f@1")
    other = yardstick("1", dimension("d", "a"), id="g")
    found = find_leagues(
        [
            alone("x", a="pass"),
            alone("y", second, a="pass"),
            alone("z", same, a="fail"),
            alone("x", other, a="pass"),
        ]
    )
    assert [[subject for subject, _, _ in places(league)] for league in found] == [["y", "z"], ["x"], ["x"]]
    assert [league.has_others for league in found] == [True, True, False]


def test_the_newest_version_comes_first_as_numbers_go() -> None:
    versions = [yardstick(each, dimension("d", "a")) for each in ("1.9", "1.10", "1.2")]
    found = find_leagues(alone(f"s{at}", each, a="pass") for at, each in enumerate(versions))
    assert [league.framework.version for league in found] == ["1.10", "1.9", "1.2"]


def test_without_scores_there_is_no_rank_and_the_verdict_orders() -> None:
    shy = yardstick("1", dimension("d", "a", "b"), show_score="false", pass_when="any")
    (league,) = find_leagues(
        [
            alone("u", shy, a="fail", b="fail"),
            alone("v", shy, a="pass", b="fail"),
            alone("w", shy, a="pass", b="pass"),
            alone("x", shy, a="fail"),
        ]
    )
    assert places(league) == [("w", None, False), ("v", None, False), ("x", None, False), ("u", None, False)]


def test_an_older_assessment_does_not_stand_for_a_newer_one_that_is_broken() -> None:
    series = Series(
        subject="s",
        framework_id="f",
        dated=(dated("2020-01-01", ONE, a="pass"),),
        left_out=(UnscoredAssessment(place("2021-01-01"), "f", "the file has errors"),),
    )
    assert find_leagues([series]) == []
    (league,) = find_leagues([series.within(Window(last=date(2020, 12, 31)))])
    assert places(league) == [("s", 1, False)]


def test_a_window_without_a_date_has_no_latest() -> None:
    assert four("x", "pppp").within(Window(first=date(2022, 1, 1))).latest is None


def test_the_indicator_that_most_fail_comes_first() -> None:
    (league,) = find_leagues(
        [four("x", "fp-f"), four("y", "ff-p"), alone("z", a="partial", b="partial", c="partial")]
    )
    found = find_tallies(league)
    assert [tally.indicator.id for tally in found] == ["a", "b", "e", "c"]
    counts = {tally.indicator.id: (tally.counts.failed, tally.counts.rated) for tally in found}
    assert counts == {"a": (2, 3), "b": (1, 3), "e": (1, 2), "c": (0, 1)}
    assert (find_tallies(league, "d"), find_tallies(league, "none")) == (found, [])


def test_a_project_of_many_subjects_is_ranked_as_one_by_one() -> None:
    found = [four(f"s{number:02}", f"{number:04b}".translate({48: "f", 49: "p"})) for number in range(16)]
    (league,) = find_leagues(found)
    scores = [each.dated.scorecard.figures.score for each in league.standings]
    for score, standing in zip(scores, league.standings, strict=True):
        assert score is not None
        assert standing.rank == 1 + sum(other > score for other in scores if other is not None)
