"""How firm a result is: against every way to rate, and frameworks changed by hand."""

import itertools
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from scorecard.robustness.margins import neighbour_margins, threshold_margins
from scorecard.robustness.reach import Outlook
from scorecard.robustness.robustness import Robustness, find_robustness
from scorecard.robustness.tree import tree_of
from scorecard.scoring.score import score
from scorecard.views.robustness_data import robustness_json
from tests.counting import growth
from tests.reference.firmness import Firmness, indicators_of, variants, ways
from tests.reference.projects import random_project
from tests.reference.scorer import assess, rounded
from tests.rounds import rounds
from tests.test_against_reference import computed

SEED = 20261130
PROJECTS = rounds(100, 1500)
PARTS = 10
MOST_WAYS = 3000


def firm(framework: dict[str, Any], assessment: dict[str, Any]) -> Robustness:
    return find_robustness(computed(framework, assessment), lambda _: ())


def told(found: Robustness) -> dict[str, Any]:
    """What programs are told of one scorecard."""
    content: Any = robustness_json([("x", found)])
    (card,) = content["scorecards"]
    assert isinstance(card, dict)
    return card


def small_projects(part: int) -> Iterator[tuple[dict[str, Any], dict[str, Any], Firmness]]:
    """Yield every tenth of the random projects of up to eight indicators."""
    found, seeds = 0, itertools.count(SEED + part, PARTS)
    while found < PROJECTS // PARTS:
        framework, assessment = random_project(random.Random(next(seeds)))
        if (every := ways(framework, assessment, MOST_WAYS)) is not None:
            found += 1
            yield framework, assessment, every


def has_points(framework: dict[str, Any]) -> bool:
    """Whether a measurement beyond those tried could be worse or better than these."""
    return any("points" in each.get("measure", {}) for each in indicators_of(framework))


def plain(value: Any) -> Any:
    """A measurement as programs are told it."""
    return float(value) if isinstance(value, Fraction) else value


@pytest.mark.parametrize("part", range(PARTS))
def test_fewest_changes_are_those_of_every_way_to_rate(part: int) -> None:
    for framework, assessment, every in small_projects(part):
        card = told(firm(framework, assessment))
        assert card["open"] == every.open
        for name, fewest in every.reach.items():
            reach = card["reach"][name]
            assert (reach and reach["changes"]) == fewest
            assert reach is None or (reach["exact"] and reach["at_least"] == fewest)
        best = card["reach"][every.names[0]] if every.names else None
        if best and best["changes"] and not has_points(framework):
            assert len(best["ratings"]) - best["changes"] == every.unrated_for_best
        pivots = {(each["indicator"], each["to"], each["status"]) for each in card["pivots"]}
        assert pivots == {(id, plain(to), name) for id, to, name in every.pivots}
        assert card["doubt"]["indicators"] == every.doubtful
        assert card["doubt"]["statuses"] == [name for name in every.names if name in every.doubt]


@pytest.mark.parametrize("part", range(PARTS))
def test_the_ratings_that_are_told_give_the_result_and_are_as_many_as_told(part: int) -> None:
    for framework, assessment, _ in small_projects(part):
        found = firm(framework, assessment)
        for name, reach in found.reaches.items():
            if reach is None:
                continue
            before = [each.before.score is not None for each in reach.ratings]
            assert sum(before) == reach.changes
            assert before == sorted(before, reverse=True), "what is not rated comes last"
            ratings = dict(assessment.get("ratings", {}))
            for each in reach.ratings:
                ratings[each.after.indicator.id] = rating_of(each.after, framework)
            result = assess(framework, {**assessment, "ratings": ratings})
            assert name == (result["status"] or result["grade"])


def test_where_nothing_is_rated_a_grade_takes_one_rating_at_least() -> None:
    """Every way gives the one grade, but a scorecard without a rating has no score, so no grade."""
    indicators = [{"id": id, "requirement": "That."} for id in ("a", "b")]
    framework = {
        "kind": "framework",
        "id": "f",
        "version": "1",
        "title": "Title",
        "verdict": "none",
        "grades": [{"id": "gold"}],
        "dimensions": [{"id": "d", "title": "Title", "indicators": indicators}],
    }
    subject = {"id": "s", "name": "Subject"}
    content = {"kind": "assessment", "framework": "f@1", "subject": subject, "date": "2021-03-11"}
    gold = told(firm(framework, {**content, "ratings": {}}))["reach"]["gold"]
    assert (gold["changes"], len(gold["ratings"]), gold["ratings"][0]["from"]) == (0, 1, None)


def test_of_ways_with_as_few_changes_one_with_the_fewest_not_rated_is_told() -> None:
    """Two of four dimensions must pass, each one change away; beside that 3, 0, 1 and 2 are not rated."""
    sizes = {"a": 3, "b": 0, "c": 1, "d": 2}
    dimensions = [
        {
            "id": id,
            "title": "Title",
            "indicators": [{"id": f"{id}{at}", "requirement": "That."} for at in range(size + 1)],
        }
        for id, size in sizes.items()
    ]
    framework = {"kind": "framework", "id": "f", "version": "1", "title": "Title", "dimensions": dimensions}
    framework["overall"] = {"pass_when": {"at_least": "2"}}
    subject = {"id": "s", "name": "Subject"}
    content = {"kind": "assessment", "framework": "f@1", "subject": subject, "date": "2021-03-11"}
    ratings = {f"{id}0": "fail" for id in sizes}
    reach = told(firm(framework, {**content, "ratings": ratings}))["reach"]["pass"]
    assert reach["changes"] == 2
    assert [each["indicator"] for each in reach["ratings"]] == ["b0", "c0", "c1"]


def rating_of(result: Any, framework: dict[str, Any]) -> Any:
    """A rating as a file has it; of what has bands a measurement in the one that gives the level."""
    measure = result.indicator.measure
    if measure is None:
        return {"level": result.level_id}
    if result.scores_by_points:
        return {"measured": str(result.rating.measured)}
    bounds = [end for band in measure.bands for end in (band.at_least, band.at_most) if end is not None]
    near = {Fraction(each) + step for each in bounds for step in (-1, 0, 1, Fraction(1, 10**12))}
    near |= {Fraction(each) - Fraction(1, 10**12) for each in bounds} | {Fraction(0)}
    near |= {(Fraction(one) + Fraction(other)) / 2 for one in bounds for other in bounds}
    return {"measured": next(str(each) for each in sorted(near) if measure.level_id(each) == result.level_id)}


@pytest.mark.parametrize("part", range(PARTS))
def test_variants_are_what_a_framework_changed_by_hand_gives(part: int) -> None:
    for number in range(part, rounds(18, 500), PARTS):
        framework, assessment = random_project(random.Random(SEED + number))
        card = told(firm(framework, assessment))
        theirs = [
            {"variant": name, **{key: rounded(figures)[key] for key in ("status", "grade", "score")}}
            for name, figures in variants(framework, assessment)
        ]
        assert card["variants"] == theirs
        key = "status" if framework.get("verdict") != "none" else "grade"
        assert card["same"] == sum(each[key] == card[key] for each in theirs)


@pytest.mark.parametrize("seed", range(rounds(3, 30)))
def test_a_verdict_between_two_close_scores_is_found_or_cannot_be(seed: int) -> None:
    """Every way of six indicators of odd weights with five odd levels is tried, in whole numbers."""
    rng = random.Random(SEED + seed)
    values = [rng.randint(1, 996) for _ in range(5)]
    weights = [rng.randint(1, 97) for _ in range(6)]
    least = rng.randint(300, 600)
    most = least + Fraction(1, 10 ** rng.choice([0, 1, 2]))
    ratings = {f"i{place}": rng.randrange(5) for place in range(6) if rng.random() < 0.7}
    framework = {
        "kind": "framework",
        "id": "f",
        "version": "1",
        "title": "Title",
        "scales": {
            "odd": [
                {"id": f"l{place}", "value": f"{value}/997", "status": "fail"}
                for place, value in enumerate(values)
            ]
        },
        "dimensions": [
            {
                "id": "d",
                "title": "Title",
                "indicators": [
                    {"id": f"i{place}", "requirement": "That.", "weight": str(weight)}
                    for place, weight in enumerate(weights)
                ],
            }
        ],
        "overall": {
            "pass_when": {"score": str(most / 997)},
            "partial_when": {"score": f"{least}/997"},
        },
    }
    fewest: dict[str, int] = {}
    for places in itertools.product(range(5), repeat=6):
        total = sum(weights[at] * values[place] for at, place in enumerate(places))
        score = Fraction(total, sum(weights))
        name = "pass" if score >= most else "partial" if score >= least else "fail"
        changes = sum(ratings.get(f"i{at}", place) != place for at, place in enumerate(places))
        fewest[name] = min(changes, fewest.get(name, changes))
    subject = {"id": "s", "name": "Subject"}
    content = {"kind": "assessment", "framework": "f@1", "subject": subject, "date": "2021-03-11"}
    given = {id: f"l{place}" for id, place in ratings.items()}
    card = told(firm(framework, {**content, "ratings": given}))
    for name in ("pass", "partial", "fail"):
        reach = card["reach"][name]
        assert (reach and (reach["changes"], reach["exact"])) == (
            (fewest[name], True) if name in fewest else None
        )


# Margins ----------------------------------------------------------------------------------------


def weighed(
    rng: random.Random, values: list[list[int]], **others: Any
) -> tuple[list[Robustness], list[Fraction]]:
    """Return scorecards of one framework whose dimensions score so many tenths, and its weights."""
    weights = [Fraction(rng.randint(1, 40), rng.randint(1, 9)) for _ in values[0]]
    levels = [{"id": f"l{value}", "value": f"{value}/10", "status": "fail"} for value in range(11)]
    framework = {
        "kind": "framework",
        "id": "f",
        "version": "1",
        "title": "Title",
        "scales": {"tenths": levels},
        "dimensions": [
            {
                "id": f"d{place}",
                "title": "Title",
                "weight": str(weight),
                "indicators": [{"id": f"i{place}", "requirement": "That."}],
            }
            for place, weight in enumerate(weights)
        ],
        **others,
    }
    found = []
    for number, row in enumerate(values):
        subject = {"id": f"s{number}", "name": f"Subject {number}"}
        ratings = {f"i{place}": f"l{value}" for place, value in enumerate(row)}
        content = {"kind": "assessment", "framework": "f@1", "subject": subject, "date": "2021-03-11"}
        found.append(firm(framework, {**content, "ratings": ratings}))
    return found, weights


def vertices(weights: list[Fraction], share: Fraction) -> Iterator[list[Fraction]]:
    """Yield the corners of all weights that move by at most a share of themselves."""
    for signs in itertools.product((-1, 1), repeat=len(weights)):
        yield [weight * (1 + sign * share) for weight, sign in zip(weights, signs, strict=True)]


def sums(weights: list[Fraction], differences: list[Fraction], share: Fraction) -> list[Fraction]:
    return [
        sum((one * other for one, other in zip(corner, differences, strict=True)), Fraction(0))
        for corner in vertices(weights, share)
    ]


@pytest.mark.parametrize("seed", range(40))
def test_no_weights_within_the_margin_turn_an_order_and_some_beyond_it_do(seed: int) -> None:
    rng = random.Random(SEED + seed)
    rows = [[rng.randint(0, 10) for _ in range(rng.randint(2, 5))]]
    rows += [[rng.randint(0, 10) for _ in rows[0]] for _ in range(3)]
    found, weights = weighed(rng, rows)
    tenths = {f"s{number}": [Fraction(value, 10) for value in row] for number, row in enumerate(rows)}
    margins = [*neighbour_margins(each.scorecard for each in found)]
    assert len(margins) == 3
    for ahead, behind, share in margins:
        mine, theirs = (tenths[each.assessment.subject.id] for each in (ahead, behind))
        differences = [one - other for one, other in zip(mine, theirs, strict=True)]
        now = sums(weights, differences, Fraction(0))[0]
        assert now >= 0
        if share is None:
            assert not any(differences)
        elif share == 1:
            assert min(sums(weights, differences, Fraction(999, 1000))) > 0
        else:
            assert now == 0 or min(sums(weights, differences, share * Fraction(99, 100))) > 0
            assert now == 0 or min(sums(weights, differences, share * Fraction(101, 100))) < 0
            assert (share == 0) == (now == 0)


@pytest.mark.parametrize("seed", range(40))
def test_no_weights_within_the_margin_turn_the_side_of_a_threshold(seed: int) -> None:
    rng = random.Random(SEED + seed)
    asked = Fraction(rng.randint(1, 9), 10)
    row = [rng.randint(0, 10) for _ in range(rng.randint(1, 5))]
    key = rng.choice(["pass_when", "partial_when"])
    (found,), weights = weighed(rng, [row], overall={key: {"score": str(asked)}})
    differences = [Fraction(value, 10) - asked for value in row]
    now = sums(weights, differences, Fraction(0))[0]
    share = found.margin
    assert share is not None
    assert share == next(iter(threshold_margins(found.scorecard).values()))
    if share == 1:
        sides = sums(weights, differences, Fraction(999, 1000))
        assert min(sides) > 0 or max(sides) < 0 or not any(differences)
        return
    sign = 1 if now > 0 else -1
    for part, stays in ((Fraction(99, 100), True), (Fraction(101, 100), False)):
        assert now == 0 or all(sign * each > 0 for each in sums(weights, differences, share * part)) is stays


def test_there_is_no_margin_without_a_mean_of_dimensions_a_score_or_one_open_verdict() -> None:
    rng = random.Random(SEED)
    asks = {"pass_when": {"score": "1/2"}}
    (found,), _ = weighed(rng, [[10, 0]], overall={**asks, "aggregation": "minimum"})
    assert found.margin is None
    (found,), _ = weighed(rng, [[10, 0]], overall={"pass_when": "any"})
    assert found.margin is None
    (found,), _ = weighed(rng, [[10, 10]], overall={"pass_when": {"score": "0.999"}})
    assert (found.open, found.margin) == (("pass",), 1)
    content = found.scorecard.assessment.model_copy(update={"ratings": {"i0": "l10"}})
    opened = find_robustness(score(found.scorecard.framework, content), lambda _: ())
    assert (opened.open, opened.margin) == (("pass", "fail"), None)


def test_neighbours_that_are_not_scored_in_the_same_dimensions_have_no_margin() -> None:
    (one, other), _ = weighed(random.Random(SEED), [[9, 5], [5, 5]])
    content = other.scorecard.assessment.model_copy(update={"ratings": {"i0": "l5"}})
    partly = score(other.scorecard.framework, content)
    assert [each.share for each in neighbour_margins([one.scorecard, partly])] == [None]
    assert [*neighbour_margins([one.scorecard])] == []


# Where the answer is not found in time, and how work grows ----------------------------------------


def large(size: int, **others: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a framework with dimensions of twenty indicators of many weights, and ratings of all."""
    rng = random.Random(SEED)
    dimensions = [
        {
            "id": f"d{place}",
            "title": "Title",
            "indicators": [
                {"id": f"d{place}.{number}", "requirement": "That.", "weight": str(rng.randint(1, 9973))}
                for number in range(20)
            ],
        }
        for place in range(size)
    ]
    ids = [each["id"] for dimension in dimensions for each in dimension["indicators"]]
    framework = {"kind": "framework", "id": "f", "version": "1", "title": "Title", "dimensions": dimensions}
    subject = {"id": "s", "name": "Subject"}
    content = {"kind": "assessment", "framework": "f@1", "subject": subject, "date": "2021-03-11"}
    ratings = {id: rng.choice(["pass", "partial", "fail"]) for id in ids}
    return {**framework, **others}, {**content, "ratings": ratings}


def test_what_is_not_found_in_time_has_bounds() -> None:
    narrow = {"pass_when": {"score": "0.500000001"}, "partial_when": {"score": "0.5"}}
    found = firm(*large(15, **narrow))
    card = told(found)
    partial = card["reach"]["partial"]
    assert partial["exact"] is False
    assert partial["at_least"] > 0
    assert partial["changes"] is None or partial["changes"] > partial["at_least"]
    assert card["reach"]["pass"]["exact"] and card["reach"]["fail"]["exact"]


def test_work_grows_with_the_number_of_dimensions() -> None:
    ruled = {"pass_when": {"score": "0.7"}, "partial_when": {"share": "1/3"}}

    def search(size: int) -> Callable[[], object]:
        card = computed(*large(size, **ruled))
        return lambda: Outlook(tree_of(card, lambda _: ())).reaches()

    assert growth(search, 4) < 4.6
