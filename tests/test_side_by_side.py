"""Several scorecards side by side where there are no verdicts, or more than these: trends, leagues, gates."""

import csv
import io
import json
import random
import re
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scorecard.comparing.dated import DatedScorecard, Window, series_of
from scorecard.comparing.league import League, find_leagues, find_tallies
from scorecard.comparing.trend import Trend, TrendFilter, filter_trend, find_trend
from scorecard.links import without_links
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework
from scorecard.scoring.score import score
from scorecard.views.league import league_view, tallies_view
from scorecard.views.report import Facts, Prose, Report, Table, Tone
from scorecard.views.since import ChangesSince, changes_since_view
from scorecard.views.trend import trend_view
from scorecard.views.trend_data import trend_json
from tests.commands import ROOT, flat, run
from tests.small import dimension, indicator, known, yardstick

ANSWERS = {
    "answer": [{"id": "yes", "value": "1"}, {"id": "half", "value": "0.5"}, {"id": "no", "value": "0"}]
}
NONE: dict[str, Any] = {"verdict": "none", "scales": ANSWERS}
GRADES = [
    {"id": "a", "label": "Ahead", "when": {"score": "0.8"}},
    {"id": "b", "label": "Halfway", "when": {"score": "0.4"}},
    {"id": "c", "label": "Behind"},
]
ALL = TrendFilter()


def dated(
    day: str, framework: Framework, subject: str = "s", tags: str = "", **ratings: Any
) -> DatedScorecard:
    data = {
        "kind": "assessment",
        "framework": framework.ref,
        "subject": {"id": subject, "name": subject.upper(), "tags": tags.split()},
        "date": day,
        "ratings": ratings,
    }
    place = AssessmentPath(f"assessments/{subject}/{day}.yaml", subject, date.fromisoformat(day), None)
    return DatedScorecard(place, score(framework, Assessment.model_validate(data)))


def league(framework: Framework, *, tags: str = "", **ratings: dict[str, Any]) -> League:
    cards = [dated("2021-01-01", framework, name, tags, **each) for name, each in ratings.items()]
    (found,) = find_leagues(series_of(cards))
    return found


def trend(*points: DatedScorecard) -> Trend:
    (series,) = series_of(points)
    return find_trend(series, known(*(each.scorecard.framework for each in points)))


def in_full(found: Trend) -> Report:
    return trend_view(found, shown=ALL, is_full=True)


def rows(report: Report) -> list[list[str]]:
    """Return the titles of a report's table and the texts of its rows, the first indented."""
    (table,) = (block for block in report.blocks if isinstance(block, Table))
    found = [
        ["  " * each.depth + without_links(each.cells[0].text), *(cell.text for cell in each.cells[1:])]
        for each in table.rows
    ]
    return [[column.title for column in table.columns], *found]


def facts(report: Report) -> dict[str, str]:
    return {name: cell.text for each in report.blocks if isinstance(each, Facts) for name, cell in each.pairs}


def words(report: Report) -> str:
    return " ".join(f"{each.label} {each.text}" for each in report.blocks if isinstance(each, Prose))


def says_no_verdict(text: str) -> bool:
    return re.search(r"pass|fail|partial|verdict|near.miss", text, re.IGNORECASE) is None


PASSES, IN_PART = {"pass_when": {"score": "0.7"}}, {"partial_when": {"score": "0.4"}}


@pytest.mark.parametrize(
    ("keys", "needed"),
    [
        ({}, "Passes when all dimensions pass."),
        (
            {"partial_when": "none-fail"},
            "Passes when all dimensions pass; otherwise it is partial when none of the dimensions fails.",
        ),
        (PASSES, "70 is needed to pass. Title of d must pass whatever else does."),
        (
            PASSES | IN_PART | {"score_out_of": "5", "verdict_labels": {"pass": "met"}},
            "3.5 is needed to be met, 2 to pass in part. Title of d must be met whatever else does.",
        ),
        # Scores that are not shown are not named alone.
        (
            PASSES | {"show_score": "false"},
            "Passes when the score is at least 70.0 out of 100. Title of d must pass whatever else does.",
        ),
        (NONE, ""),
    ],
)
def test_a_league_says_by_which_rule_its_subjects_pass(keys: dict[str, Any], needed: str) -> None:
    is_judged = "verdict" not in keys
    first = dimension("d", "a", critical="true") if is_judged else dimension("d", "a")
    found = league(yardstick("1", first, dimension("e", "b"), **keys), x={}, y={})
    _, said, *_ = (each.text for each in league_view(found, shown=ALL).blocks if isinstance(each, Prose))
    assert said == f"{needed} It is not said who rated; no check by others recorded.".strip()


# Ranks ------------------------------------------------------------------------------------------


def by_measure(out_of: str = "100", *others: str, **keys: Any) -> Framework:
    points = [{"at": "0", "value": "0"}, {"at": "10000", "value": "1"}]
    by_points = indicator("a", measure={"unit": "x", "points": points})
    return yardstick("1", dimension("d", by_points, *others), score_out_of=out_of, **NONE, **keys)


@pytest.mark.parametrize(
    ("out_of", "ranks"),
    [
        # 0.5006, 0.5004, 0.5: 50.1 and twice 50.0 of 100; 2.50 of 5, all three; 0.501 and twice 0.500 of 1.
        ("100", [("z", 1), ("x", 2), ("y", 2)]),
        ("5", [("z", 1), ("x", 1), ("y", 1)]),
        ("1", [("z", 1), ("x", 2), ("y", 2)]),
    ],
)
def test_equal_scores_as_shown_share_a_rank_and_it_is_said(out_of: str, ranks: list[tuple[str, int]]) -> None:
    found = league(by_measure(out_of), x={"a": "5004"}, y={"a": "5000"}, z={"a": "5006"})
    assert [(each.dated.place.subject, each.rank) for each in found.standings] == ranks
    report = league_view(found, shown=ALL)
    ranked = [number for _, number in ranks]
    assert [each[0] for each in rows(report)[1:]] == [
        f"tied {each}" if ranked.count(each) > 1 else str(each) for each in ranked
    ]
    assert "tied their scores are the same, at least as they are shown." in words(report)
    assert rows(report)[0] == ["Rank", "Subject", "Rated", "Score", "Title of d"]
    assert says_no_verdict(repr(report.blocks))


def test_whoever_shares_a_rank_is_tied_and_stands_by_the_exact_score() -> None:
    levels = [
        {"id": f"l{at}", "value": value, "status": "fail"} for at, value in enumerate(("0.5", "0.5001"))
    ]
    framework = yardstick("1", dimension("d", "a"), scales={"s": levels})
    exact = league_view(league(framework, x={"a": "l0"}, y={"a": "l0"}), shown=ALL)
    shown = league_view(league(framework, x={"a": "l0"}, y={"a": "l1"}), shown=ALL)
    for report, order in ((exact, "XY"), (shown, "YX")):
        found = rows(report)[1:]
        assert [each[0] for each in found] == ["tied 1", "tied 1"]
        assert [name for row in found for name in row if name in ("X", "Y")] == [*order]


@pytest.mark.parametrize(("of_y", "is_said"), [("pass", True), ("fail", False)])
def test_where_signs_and_scores_part_it_is_said_why(of_y: str, is_said: bool) -> None:
    # x passes by a alone with a third of the score; y has two thirds where b and c pass, and lacks a.
    whole = dimension("d", indicator("a", critical="true"), "b", "c", pass_when="any")
    found = league(
        yardstick("1", whole),
        x={"a": "pass", "b": "fail", "c": "fail"},
        y={"a": "fail", "b": of_y, "c": of_y},
    )
    words = "Each dimension has its verdict by its own rule, not by its score."
    assert (Prose(words) in league_view(found, shown=ALL).blocks) is is_said


def test_a_verdict_that_is_open_beside_another_at_the_same_score_is_explained() -> None:
    # both have half: x may still have two that pass, y has none
    whole = dimension("d", "a", "b", "c", pass_when={"at_least": "2"})
    half = {"a": "partial", "b": "partial", "c": "partial"}
    report = league_view(league(yardstick("1", whole), x={"a": "pass", "b": "fail"}, y=half), shown=ALL)
    assert "Each dimension has its verdict by its own rule, not by its score." in words(report)


@pytest.mark.parametrize("out_of", ["1", "5", "7", "49.5", "50", "100", "1000"])
def test_ranks_agree_with_the_scores_as_shown(out_of: str) -> None:
    numbers = random.Random(out_of)
    measured = {f"s{at}": {"a": str(numbers.randint(4900, 5100))} for at in range(40)}
    found = rows(league_view(league(by_measure(out_of), **measured), shown=ALL))[1:]
    scores = [Fraction(shown) for _, _, _, shown, _ in found]
    for (rank, *_), own in zip(found, scores, strict=True):
        assert int(rank.removeprefix("tied ")) == 1 + sum(other > own for other in scores)
        assert rank.startswith("tied ") == (scores.count(own) > 1)


def test_a_rank_is_open_where_the_shown_bounds_meet() -> None:
    # x: 0.5004, shown as 50.0, which y meets once it is rated: 0 to 1/2; z: 0.501, shown as 50.1, does not.
    framework = by_measure("100", "b")
    found = league(framework, x={"a": "5008", "b": "half"}, y={"a": "0"}, z={"a": "5020", "b": "half"})
    places = [(each.dated.place.subject, each.rank, each.is_open) for each in found.standings]
    assert places == [("z", 1, False), ("x", 2, True), ("y", 3, True)]


def test_an_open_rank_says_that_elements_may_be_what_is_not_rated() -> None:
    parts = dimension("n", "n1", "n2", counts_as="indicator", pass_when="any")
    framework = yardstick("1", dimension("d", dimensions=[parts]), pass_when="any", element_label="Service")
    # x passes whatever n2 is, and scores 1/2 to 1; y scores 1/2
    found = league(framework, x={"n1": "pass"}, y={"n1": "pass", "n2": "fail"})
    texts = [each.text for each in league_view(found, shown=ALL).blocks if isinstance(each, Prose)]
    assert "the order may still change: not all indicators and services are rated." in texts


def test_without_scores_and_verdicts_the_grade_orders() -> None:
    framework = yardstick("1", dimension("d", "p", "q"), show_score="false", grades=GRADES, **NONE)
    found = league(
        framework,
        low={"p": "no", "q": "no"},
        open={"p": "yes"},  # 1/2 to 1: halfway or ahead
        middle={"p": "yes", "q": "no"},
        unrated={},
        high={"p": "yes", "q": "yes"},
    )
    report = league_view(found, shown=ALL)
    assert [each[:4] for each in rows(report)] == [
        ["Grade", "Subject", "Rated", "Not rated"],
        ["Ahead", "HIGH", "2", "0"],
        ["Halfway to Ahead", "OPEN", "1", "1"],
        ["Halfway", "MIDDLE", "2", "0"],
        ["Behind", "LOW", "2", "0"],
        ["Not rated", "UNRATED", "0", "2"],
    ]
    assert "so there are no ranks: the order is by grade." in words(report)
    assert "Of 5 subjects 1 Ahead, 1 Halfway, 1 Behind and 2 not decided yet." in words(report)
    assert says_no_verdict(repr(report))
    assert "50" not in repr(report.blocks)


def test_without_scores_verdicts_and_grades_the_name_orders() -> None:
    framework = yardstick("1", dimension("d", "p"), show_score="false", **NONE)
    found = league(framework, z={"p": "yes"}, y={"p": "no"}, x={})
    report = league_view(found, shown=ALL)
    assert [each[:3] for each in rows(report)] == [
        ["Subject", "Rated", "Not rated"],
        ["X", "0", "1"],
        ["Y", "1", "0"],
        ["Z", "1", "0"],
    ]
    assert "the order is by name." in words(report)


def test_a_grade_stands_beside_the_verdict() -> None:
    framework = yardstick("1", dimension("d", "a", "b"), grades=GRADES)
    found = league(framework, x={"a": "pass", "b": "pass"}, y={"a": "pass", "b": "fail"}, z={})
    assert [each[1:] for each in rows(league_view(found, shown=ALL))] == [
        ["Verdict", "Grade", "Subject", "Pass", "Fail", "Not rated", "Score", "May become", "Title of d"],
        ["Pass", "Ahead", "X", "2", "0", "0", "100.0", "", "Pass"],
        ["Fail", "Halfway", "Y", "1", "1", "0", "50.0", "", "Fail"],
        ["Not decided yet", "", "Z", "0", "0", "2", "", "0.0 to 100.0", "Not decided yet"],
    ]
    content: Any = trend_json([], [found])
    assert [each["grade"] for each in content["leagues"][0]["rows"]] == ["a", "b", None]


# Tallies ----------------------------------------------------------------------------------------


def divided(version: str = "1", **keys: Any) -> Framework:
    """Return a framework whose indicator `w` is divided into the elements e1, e2 and, in a group, e3."""
    group = dimension("far", "e3")
    whole = dimension("w", "e1", "e2", counts_as="indicator", dimensions=[group])
    return yardstick(version, dimension("d", "m", dimensions=[whole]), **keys)


def test_what_has_elements_is_tallied_by_its_own_status() -> None:
    # w passes where all in it pass: x by all three, y not, z not known.
    found = league(
        divided(),
        x={"m": "fail", "e1": "pass", "e2": "pass", "e3": "pass"},
        y={"m": "fail", "e1": "pass", "e2": "fail", "e3": "pass"},
        z={"m": "pass", "e1": "pass", "e2": "pass"},
    )
    assert rows(tallies_view(found, shown=ALL)) == [
        ["Indicator", "Pass", "Fail", "Not rated", "Who fails"],
        ["Title of m", "1", "2", "0", "X and Y"],
        ["Title of w", "1", "1", "1", "Y"],
    ]
    assert [each.indicator.id for each in find_tallies(found, "w")] == ["w"]
    assert find_tallies(found, "far") == []


def test_where_nobody_judges_the_lowest_mean_score_comes_first() -> None:
    # m: (1 + 1/2) / 2; w of x is ((0 + 1/2) / 2 + 1/2) / 2 = 3/8, of y partly rated, so not rated.
    ratings = {"e1": "no", "e2": "half", "e3": "half"}
    found = league(
        divided(aggregation="mean-of-indicators", **NONE),
        x={"m": "yes", **ratings},
        y={"m": "half", "e1": "yes"},
    )
    report = tallies_view(found, shown=ALL)
    assert rows(report) == [
        ["Indicator", "Mean score", "Rated", "Not rated", "Who scores least"],
        ["Title of w", "33.3", "1", "1", ""],  # (0 + 1/2 + 1/2) / 3
        ["Title of m", "75.0", "2", "0", "Y"],
    ]
    assert report.title == "F (f@1): which score lowest"
    assert says_no_verdict(repr(report))


def test_what_is_not_asked_of_a_subject_is_not_tallied() -> None:
    asked = [indicator(id, applies_to=tag) for id, tag in (("b", "coast"), ("c", "port"))]
    framework = yardstick("1", dimension("d", "a", *asked), **NONE)
    cards = [
        dated("2021-01-01", framework, "x", a="yes"),
        dated("2021-01-01", framework, "y", "coast", a="no", b="half"),
    ]
    (found,) = find_leagues(series_of(cards))
    assert [(each.indicator.id, each.counts.total) for each in find_tallies(found)] == [("a", 2), ("b", 1)]


# Trends -----------------------------------------------------------------------------------------


def test_what_counts_as_an_indicator_is_a_row_with_its_elements_below_it() -> None:
    framework = divided(element_label="Service")
    found = trend(
        dated("2020-01-01", framework, m="pass", e1="fail", e2="pass", e3="pass"),
        dated("2021-01-01", framework, m="pass", e1="fail", e2="pass", e3="pass"),
    )
    report = in_full(found)
    assert rows(report)[-7:] == [
        ["Title of d", "Fail", "Fail"],
        ["  Title of m", "Pass", "Pass"],
        ["  Title of w (failing since January 2020; never passed)", "Fail", "Fail"],
        ["    Title of e1 (failing since January 2020; never passed)", "Fail", "Fail"],
        ["    Title of e2", "Pass", "Pass"],
        ["    Title of far", "Pass", "Pass"],
        ["      Title of e3", "Pass", "Pass"],
    ]
    content: Any = trend_json([found], [])
    told = {each["id"]: each for each in content["trends"][0]["indicators"]}
    assert {id: (each["dimension"], each["part_of"]) for id, each in told.items()} == {
        "m": ("d", None),
        "w": ("d", None),
        "e1": ("w", "w"),
        "e2": ("w", "w"),
        "e3": ("far", "w"),
    }
    assert (told["w"]["levels"], told["w"]["statuses"]) == ([None, None], ["fail", "fail"])
    assert (told["w"]["failing_since"], told["w"]["never_passed"]) == ("2020-01-01", True)


def test_a_score_that_an_element_leaves_open_stands_with_its_bounds() -> None:
    # w passes whatever e3 is, so all indicators are rated; it scores 1/2, and 1/3 to 2/3 once e3 is.
    whole = dimension("w", "e1", "e2", "e3", counts_as="indicator", pass_when="any")
    framework = yardstick("1", dimension("d", dimensions=[whole]), element_label="Service")
    then = dated("2020-01-01", framework, e1="pass", e2="fail", e3="fail")
    found = trend(then, dated("2021-01-01", framework, e1="pass", e2="fail"))
    report = in_full(found)
    told = {each[0]: each[1:] for each in rows(report)}
    assert told["Score, out of 100"] == ["33.3", "50.0 (33.3 to 66.7)"]
    assert told["Rated of the indicators and services that apply"] == ["3 of 3", "2 of 3"]
    assert told["Title of d"] == ["Pass", "Pass"]
    assert "Two numbers of a score: once all is rated, it will lie between them." in repr(report)
    content: Any = trend_json([found], [])
    bounds = [(each["score_low"], each["score_high"]) for each in content["trends"][0]["points"]]
    assert bounds == [(0.333333, 0.333333), (0.333333, 0.666667)]


def test_without_verdict_and_grade_a_dimension_says_what_is_open_in_it() -> None:
    # Of w two of three are rated: it scores 1/2, and 1/3 to 2/3 once e3 is; d is halfway from it to m, at 1.
    whole = dimension("w", "e1", "e2", "e3", counts_as="indicator")
    scores, hidden = (
        yardstick("1", dimension("d", "m", dimensions=[whole]), show_score=shown, **NONE)
        for shown in ("true", "false")
    )
    ratings = {"m": "yes", "e1": "yes", "e2": "no"}
    told = {
        each[0].strip(): each[-1] for each in rows(in_full(trend(dated("2020-01-01", scores, **ratings))))
    }
    assert (told["Title of d"], told["Title of w"]) == ("75.0 (66.7 to 83.3)", "50.0 (33.3 to 66.7)")
    told = {
        each[0].strip(): each[-1] for each in rows(in_full(trend(dated("2020-01-01", hidden, **ratings))))
    }
    names = ("Title of d", "Title of w", "Title of m")
    assert tuple(map(told.get, names)) == ("Rated (1 of 2)", "Rated (2 of 3)", "yes")


def test_moves_without_scores_are_those_of_indicators() -> None:
    # Of w e1 goes up and e2 down: it stays at 1/3 of three. m goes up.
    framework = divided(show_score="false", aggregation="mean-of-indicators", **NONE)
    found = trend(
        dated("2020-01-01", framework, m="no", e1="no", e2="yes", e3="no"),
        dated("2021-01-01", framework, m="yes", e1="yes", e2="no", e3="no"),
    )
    report = in_full(found)
    assert [each[-1] for each in rows(report) if each[0].startswith("Change ")] == ["1 up, none down"]
    assert "Change: how many indicators that are asked alike went up or down." in repr(report)


def test_a_dimension_is_followed_to_the_one_whose_place_it_took() -> None:
    one = yardstick("1", dimension("old", "a"), dimension("x", "b"), **NONE)
    two = yardstick(
        "2", dimension("new", "a", replaces=["old"]), dimension("x", "b", replaces=[]), replaces="f@1", **NONE
    )
    found = trend(dated("2020-01-01", one, a="no", b="yes"), dated("2021-01-01", two, a="yes", b="half"))
    told = [
        (row.thing.id, [each and each.figures.score for each in row.results])
        for row in found.rows
        if row.results
    ]
    assert told == [("new", [0, 1]), ("x", [None, Fraction(1, 2)]), ("x", [1, None])]
    kept = filter_trend(found, TrendFilter(dimension="old"))
    assert [row.thing.id for row in kept.indicators] == ["a"]


def test_before_an_indicator_was_divided_its_dimension_has_no_figures() -> None:
    one = yardstick("1", dimension("d", "m", "e1"))
    whole = dimension("w", "e1", counts_as="indicator")
    two = yardstick("2", dimension("d", "m", dimensions=[whole]), replaces="f@1")
    found = trend(dated("2020-01-01", one, e1="fail"), dated("2021-01-01", two, e1="fail"))
    shown = TrendFilter(window=Window(last=date(2020, 12, 31)))
    assert rows(trend_view(filter_trend(found, shown), shown=shown, is_full=True))[-3:] == [
        ["  Title of m", "Not rated"],
        ["  Title of w", ""],
        ["    Title of e1 (failing since 1 January 2020)", "Fail"],
    ]


def test_without_a_verdict_nothing_passes_or_fails() -> None:
    framework = divided(grades=GRADES, **NONE)
    found = trend(
        dated("2020-01-01", framework, m="no", e1="no", e2="no", e3="no"),  # 0
        dated("2021-01-01", framework, m="yes", e1="yes", e2="no", e3="no"),  # see below
        dated("2022-01-01", framework, m="yes", e1="yes", e2="no", e3="no"),
    )
    report = in_full(found)
    assert says_no_verdict(repr(report))
    # w: e1 and e2 and the group far, (1 + 0 + 0) / 3; the whole (1 + 1/3) / 2 = 2/3.
    assert rows(report)[1] == ["Overall (Halfway since January 2021)", "Behind", "Halfway", "Halfway"]
    content: Any = trend_json([found], [])
    assert [each["grade"] for each in content["trends"][0]["points"]] == ["c", "b", "b"]
    told = {each["id"]: each for each in content["trends"][0]["indicators"]}
    assert {(each["failing_since"], each["never_passed"]) for each in told.values()} == {(None, False)}
    assert told["w"]["scores"] == [0, 0.333333, 0.333333]
    assert told["w"]["statuses"] == [None] * 3


def test_without_grades_too_a_trend_tells_scores() -> None:
    framework = divided(**NONE)
    report = in_full(trend(dated("2020-01-01", framework, m="yes", e1="no", e2="no", e3="no")))
    assert facts(report) == {"Subject": "S (s)", "Framework": "F (f@1)"}
    assert ["Overall", "50.0"] in rows(report)
    assert says_no_verdict(repr(report))


def test_a_trend_that_hides_scores_hides_those_of_points_too() -> None:
    found = trend(dated("2020-01-01", by_measure(show_score="false"), a="5000"))
    assert rows(in_full(found))[-1] == ["  Title of a", "Rated, 5000 x"]
    assert "50.0" not in repr(in_full(found))


def test_what_is_measured_by_points_is_told_by_its_score() -> None:
    bands = [{"level": "pass", "at_least": "5000"}, {"level": "fail"}]

    def version(number: str, top: str, **keys: Any) -> Framework:
        points = [{"at": "0", "value": "0"}, {"at": top, "value": "1"}]
        measure = {"unit": "x", "bands": bands, "points": points}
        return yardstick(number, dimension("d", indicator("a", measure=measure)), **keys)

    one, two = version("1", "10000"), version("2", "8000", replaces="f@1")
    found = trend(dated("2020-01-01", one, a="6000"), dated("2021-01-01", two, a="6000"))
    report = in_full(found)
    assert rows(report)[-1] == ["  Title of a", "60.0, 6000 x", "75.0, 6000 x *"]
    (table,) = (block for block in report.blocks if isinstance(block, Table))
    assert [cell.tone for cell in table.rows[-1].cells[1:]] == [Tone.PASS, Tone.PASS]
    assert "* threshold moved: by the new one, what was measured" in repr(report)


def test_what_is_not_asked_of_the_subject_is_not_shown() -> None:
    framework = yardstick(
        "1",
        dimension("d", "a", indicator("b", applies_to="coast"), indicator("c", applies_to="port")),
        dimension("e", "f", applies_to="port"),
        **NONE,
    )
    points = [dated("2020-01-01", framework, a="yes"), dated("2021-01-01", framework, "s", "coast", b="yes")]
    found = trend(*points)
    assert [row.thing.id for row in found.rows if row.results] == ["d"]
    assert rows(in_full(found))[-2:] == [
        ["  Title of a", "yes", "Not rated"],
        ["  Title of b", "Not asked", "yes"],
    ]
    kept = filter_trend(found, TrendFilter(only_changed=True))
    assert [row.thing.id for row in kept.indicators] == ["a", "b"]


def test_a_new_file_without_verdict_and_grade_is_told_by_its_score() -> None:
    card = dated("2020-01-01", by_measure("20"), a="5000").scorecard
    nothing: Any = {
        "assessments": (),
        "frameworks": (),
        "failed": (),
        "mended": (),
        "removed": (),
        "reworded": (),
    }
    since = ChangesSince(revision="HEAD", first=[("a.yaml", card)], affected=set(), drafts=0, **nothing)
    assert "a.yaml: score 10.00 out of 20 (1 rated)" in repr(changes_since_view(since, str))


# Through the commands ---------------------------------------------------------------------------


@pytest.fixture
def rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two companies under a framework without verdicts, away from git."""
    project = Path(shutil.copytree(ROOT / "tests/field/digital-rights", tmp_path / "rights"))
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def freedom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two countries with verdicts and grades: A is free with a high sum, B not free with a middling one."""
    project = Path(shutil.copytree(ROOT / "tests/field/country-freedom", tmp_path / "freedom"))
    monkeypatch.chdir(project)
    return project


def records(*words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").out)))


@pytest.mark.usefixtures("rights")
@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["trend"],
        ["trend", "platform"],
        ["trend", "--by", "indicator"],
        ["assess", "--fail-on", "fail"],
        ["assess", "--only", "fail,pass"],
    ],
)
def test_no_command_speaks_of_verdicts_where_nobody_judges(words: list[str]) -> None:
    outcome = run(*words)
    own = outcome.out.replace("partial", "")  # a level of these frameworks
    assert (outcome.code, says_no_verdict(own), outcome.err) == (0, True, "")
    assert max(map(len, outcome.out.splitlines())) <= 80


@pytest.mark.usefixtures("rights")
@pytest.mark.parametrize(
    ("only", "said"),
    [
        (
            "fail,pass",
            "are judged: none is, so --only takes not-rated or not-applicable here",
        ),
        ("fail,not-rated", "are not rated; none is judged"),
        ("not-applicable,not-rated", "are not rated or do not apply"),
    ],
)
def test_a_filter_by_verdicts_says_that_nothing_is_judged(only: str, said: str) -> None:
    out = flat(run("assess", "platform", "--only", only, "--format", "plain").out)
    assert f"Shown only indicators and elements that {said} Results:" in out


@pytest.mark.usefixtures("rights")
def test_a_list_counts_what_has_elements_once() -> None:
    assert "Rights online 6 indicators" in flat(run("list").out)
    (first, *_) = json.loads(run("list", "--format", "json").out)["frameworks"]
    # g2, then g1, f1, p1, p2 and p3 with 2, 6, 2, 2 and 2 elements
    assert (first["id"], first["indicators"], first["elements"]) == ("digital-rights", 6, 14)


@pytest.mark.usefixtures("rights")
def test_a_row_says_what_it_is_an_element_of() -> None:
    found = {(each["indicator"], each["date"]): each for each in records("trend", "platform")}
    assert {each["whole_grade"] for each in found.values()} == {""}
    assert [found[id, "2022-04-01"]["part_of"] for id in ("g2", "g1", "g1-staff")] == ["", "", "g1"]
    assert [found[id, "2022-04-01"]["score"] for id in ("g2", "g1", "g1-staff")] == ["0.0", "0.75", "0.5"]
    assert found["g1", "2022-04-01"]["dimension"] == "governance"
    assert not [id for id, _ in found if id.startswith("p3")]


@pytest.mark.usefixtures("freedom")
def test_the_whole_s_grade_is_a_column_where_there_are_grades() -> None:
    assert {(each["subject"], each["whole_grade"]) for each in records("trend")} == {
        ("land-a", "high"),
        ("land-b", "middle"),
    }
    assert {each["part_of"] for each in records("trend")} == {""}


@pytest.mark.usefixtures("freedom")
def test_a_list_has_grades_beside_verdicts() -> None:
    out = flat(run("list", columns=120).out)
    assert "✓ Free, High sum 80.0" in out
    assert "✗ Not free, Middling sum 50.0" in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--fail-on", "middle"], 1, "Gate: Land B, 2019-12-31: the grade is Middling sum"),
        (["--fail-on", "low,undetermined"], 0, ""),
        (["--fail-on", "fail,middle"], 1, "the verdict is Not free"),
        (
            ["--fail-on", "top"],
            2,
            "write one or more of pass, partial, fail, undetermined, not-applicable, high, middle, low",
        ),
        (["--fail-under", "0.6"], 1, "the score is 50.0; --fail-under asks for 60.0 out of 100"),
    ],
)
@pytest.mark.usefixtures("freedom")
def test_gates_take_grades(words: list[str], code: int, said: str) -> None:
    outcome = run("assess", *words)
    assert outcome.code == code
    assert said in flat(outcome.err)


def test_a_gate_lists_all_its_words_however_many_grades_there_are(freedom: Path) -> None:
    path = next(freedom.glob("frameworks/*.yaml"))
    ids = [f"g{at}" for at in range(9)]
    grades = "".join(f"  - {{id: {each}, when: {{score: 0.{9 - at}}}}}\n" for at, each in enumerate(ids))
    text = path.read_text(encoding="utf-8").replace("grades:\n", f"grades:\n{grades}")
    path.write_text(text, encoding="utf-8")
    statuses = ["pass", "partial", "fail", "undetermined", "not-applicable"]
    every = ", ".join([*statuses, *ids, "high", "middle", "low"])
    outcome = run("assess", "--fail-on", "nonsense")
    said = f"Error: --fail-on: nonsense is not one of its words write one or more of {every}"
    assert (outcome.code, flat(outcome.err)) == (2, said)


@pytest.mark.usefixtures("rights")
def test_a_scorecard_without_a_verdict_matches_no_status() -> None:
    every = "pass,partial,fail,undetermined,not-applicable"
    assert (run("assess", "--fail-on", every).code, run("assess", "--fail-on", "high").code) == (0, 2)


def test_a_gate_on_the_score_is_told_out_of_what_a_full_one_is_called(freedom: Path) -> None:
    path = freedom / "frameworks/country-freedom.yaml"
    path.write_text(path.read_text("utf-8").replace("\nversion:", "\nscore_out_of: 20\nversion:"), "utf-8")
    outcome = run("assess", "--fail-under", "0.6")
    assert outcome.code == 1
    assert "the score is 10.00; --fail-under asks for 12.00 out of 20" in flat(outcome.err)
    assert "10.00 out of 20" in flat(run("list", columns=120).out)
    assert "Scores out of 20" in flat(run("trend").out)


def test_a_word_may_be_a_grade_of_a_framework_that_cannot_be_read(freedom: Path) -> None:
    (freedom / "frameworks/country-freedom.yaml").write_text("kind: framework\n", "utf-8")
    assert run("assess", "--fail-on", "middle").code == 1
    assert "not one of its words" not in run("assess", "--fail-on", "middle").err
