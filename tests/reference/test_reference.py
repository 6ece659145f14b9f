"""The second implementation: an example worked by hand for each half, and that chance makes every case.

What it computes is compared with the program over random projects and histories; a slip of one of the two is
found there.
"""

from __future__ import annotations

import pathlib
import random
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
import yaml

from .differ import NotComparable, as_json, chain_from, compare, dimensions_of, find, own_key
from .histories import random_history, write_history
from .projects import dimensions_below, indicators_below, random_project, spellings, words, write_project
from .scorer import Data, assess, read_whole, rounded, rules_in, verdict_of, with_rest_at

ROOT = pathlib.Path(__file__).parents[2]
PROJECTS = 150
HISTORIES = 200


def indicator(name: str, **more: Any) -> Data:
    """An indicator with what is required and whatever else is given."""
    return {"id": name, "title": name, "requirement": name, **more}


def dimension(name: str, *indicators: Data, **more: Any) -> Data:
    """A dimension of indicators."""
    return {"id": name, "title": name, "indicators": list(indicators), **more}


def score_one(levels: str, **more: Any) -> Data:
    """Dimension `d` of indicators `a`, `b` … rated by these levels, and its figures."""
    ratings = dict(zip("abcdefgh", levels.split(), strict=False))
    ratings = {name: "not-applicable" if word == "n/a" else word for name, word in ratings.items()}
    one = dimension("d", *map(indicator, ratings), **more)
    (figures,) = assess({"dimensions": [one]}, {"ratings": ratings})["dimensions"]
    assert isinstance(figures, dict)
    return figures


# The scorer.


@pytest.mark.parametrize(
    ("rule", "ratings", "verdict"),
    [
        ("all", "pass pass", "pass"),
        ("all", "pass n/a", "pass"),
        ("all", "pass partial", "fail"),
        ("any", "fail pass", "pass"),
        ("any", "partial partial", "fail"),
        ("none-fail", "partial partial", "pass"),
        ("none-fail", "pass fail", "fail"),
        ({"at_least": "2"}, "pass pass fail", "pass"),
        ({"at_least": "2"}, "pass partial fail", "fail"),
        ({"at_least": "5"}, "pass pass", "pass"),  # more than there are: all of them
        ({"at_least": "5"}, "pass fail", "fail"),
        ({"at_least": "2"}, "pass n/a n/a", "pass"),  # one applies, so all is one
        ({"share": "0.5"}, "pass fail", "pass"),
        ({"share": "0.5"}, "pass fail fail", "fail"),
        ({"score": "0.5"}, "partial partial", "pass"),
        ({"score": "0.5"}, "partial fail", "fail"),
        ({"score": "0.5"}, "partial not-rated", "undetermined"),  # 1/4 at worst, 3/4 at best
        ({"score": "0.25"}, "partial not-rated", "pass"),
        ("any", "pass not-rated", "pass"),
        ("all", "fail not-rated", "fail"),
        ("all", "pass not-rated", "undetermined"),
        ("all", "n/a n/a", "not-applicable"),
    ],
)
def test_rules(rule: Any, ratings: str, verdict: str) -> None:
    assert score_one(ratings, pass_when=rule)["status"] == verdict


def test_random_projects_are_sound() -> None:
    for seed in range(PROJECTS):
        framework, assessment = random_project(random.Random(seed))
        assert random_project(random.Random(seed)) == (framework, assessment)
        whole = read_whole(framework, assessment)
        unrated = [each for each in whole["applicable"] if each["at"] is None]
        assert len(unrated) <= 8
        assert all_text([framework, assessment])
        check_shortcut(whole)


def test_ids_of_random_projects_are_unique_whatever_their_case() -> None:
    seen = 0
    for seed in range(PROJECTS):
        framework, _ = random_project(random.Random(seed))
        try:
            names = [each["id"].lower() for each in indicators_below(framework)]
            names += [each["id"].lower() for each in dimensions_below(framework)]
        except (TypeError, AttributeError):
            continue  # some list of one is written as its one item
        seen += 1
        assert len(set(names)) == len(names)
    assert seen > PROJECTS / 2


def all_text(value: Any) -> bool:
    """Whether all scalars are text."""
    if isinstance(value, dict):
        return all(map(all_text, value.values()))
    if isinstance(value, list):
        return all(map(all_text, value))
    return isinstance(value, str)


def check_shortcut(node: Data) -> None:
    """The specification's two evaluations give the verdict that trying everything gives."""
    if node["applicable"] and node["judges"]:
        worst = rules_in(node, with_rest_at(node, "worst"))
        best = rules_in(node, with_rest_at(node, "best"))
        if worst[0]:
            wanted = "pass"
        elif best[0]:
            wanted = "undetermined"
        elif worst[1]:
            wanted = "partial"
        else:
            wanted = "undetermined" if best[1] else "fail"
        assert verdict_of(node) == wanted
    for each in node["dimensions"]:
        check_shortcut(each)


def test_spellings() -> None:
    rng = random.Random(1)
    assert sorted(spellings(rng, Fraction(1, 2))) == ["0.5", "0.50", "1/2"]
    assert sorted(spellings(rng, Fraction(-7, 2))) == ["-3.5", "-3.50"]
    assert sorted(spellings(rng, Fraction(1, 10**9))) == ["0.000000001"]
    assert spellings(rng, Fraction(1, 3)) == ["1/3"]


def test_written_files(tmp_path: pathlib.Path) -> None:
    framework = {"id": "f", "version": "1.10", "dimensions": [{"id": "1", "title": "A b"}], "x": []}
    assessment = {
        "subject": {"id": "s", "name": "~"},
        "date": "2021-03-11",
        "ratings": {"1.1": {"level": "null"}, "NO": "-4.2"},
    }
    path = write_project(tmp_path, framework, assessment)
    assert path == tmp_path / "assessments/s/2021-03-11.yaml"
    assert path.read_text(encoding="utf-8").splitlines() == [
        "subject:",
        "  id: s",
        '  name: "~"',
        "date: 2021-03-11",
        "ratings:",
        "  1.1:",
        '    level: "null"',
        "  NO: -4.2",
    ]
    written = (tmp_path / "frameworks/f@1.10.yaml").read_text(encoding="utf-8")
    assert written.splitlines() == [
        "id: f",
        "version: 1.10",
        "dimensions:",
        "  - id: 1",
        '    title: "A b"',
        "x: []",
    ]


@pytest.mark.parametrize(
    ("rule", "ratings", "missing"),
    [
        ("all", "partial pass not-rated", ["a", "c"]),
        ("all", "fail fail fail", []),  # three do not pass
        ({"score": "0.6"}, "pass fail", ["b"]),
    ],
)
def test_near_misses(rule: Any, ratings: str, missing: list[str]) -> None:
    assert score_one(ratings, pass_when=rule)["near_miss"] == missing


# The differ.


def test_beijing_2020_and_2023() -> None:
    def read(path: str) -> Data:
        data = yaml.load((ROOT / path).read_text(encoding="utf-8"), yaml.BaseLoader)
        assert isinstance(data, dict)
        return data

    names = [f"who-air-quality@{year}" for year in (2005, 2021)]
    frameworks = {name: read(f"frameworks/{name}.yaml") for name in names}
    result = compare(frameworks, *(read(f"assessments/beijing/{year}-12-31.yaml") for year in (2020, 2023)))
    assert as_json(result)["score"] == {
        "before": 0.5,
        "after": 0.3,
        "change": -0.2,
        "real": 0.05,
        "coverage": 0.0,
        "framework": -0.25,
        "comparable": 7,
        "rated_on_both": 3,
    }
    rows = [(row["indicator"], row["kind"]) for row in result["changes"] if row["listed"]]
    assert rows == [
        ("pm25-annual", "improved"),
        ("pm10-annual", "unchanged"),
        ("no2-annual", "unchanged"),
        ("no2-24h", "added"),
        ("o3-peak-season", "added"),
        ("co-24h", "added"),
    ]


def test_the_three_parts() -> None:
    # A: d = {a, b, c}, rated pass, fail, pass. A0 = 2/3.
    # B: d = {a weight 3, b, n}, rated fail, pass, and n pass; c is gone. B0 = (0 + 1 + 1) / 5 = 2/5.
    # Comparable: a, b, both rated on both sides: A1 = A2 = 3/4, B1 = B2 = 1/4.
    names = {"f@1": [*map(indicator, "abc")], "f@2": [indicator("a", weight="3"), *map(indicator, "bn")]}
    frameworks = {
        name: {"id": "f", "version": name[-1], "dimensions": [dimension("d", *indicators)]}
        for name, indicators in names.items()
    }
    frameworks["f@2"]["replaces"] = "f@1"
    before = {"framework": "f@1", "ratings": {"a": "pass", "b": "fail", "c": "pass"}}
    after = {"framework": "f@2", "ratings": {"a": "fail", "b": "pass", "n": "pass"}}
    result = compare(frameworks, before, after)
    assert result["score"] == {
        "before": Fraction(2, 3),
        "after": Fraction(2, 5),
        "change": Fraction(-4, 15),
        "real": Fraction(-1, 2),
        "coverage": 0,
        "framework": Fraction(3, 4) - Fraction(2, 3) + Fraction(2, 5) - Fraction(1, 4),
        "comparable": 2,
        "rated_on_both": 2,
    }
    assert rounded(result)["score"]["change"] == -0.266667


@pytest.mark.slow
def test_the_histories_hold_every_kind_of_row_and_of_pair() -> None:
    seen: Counter[str] = Counter()
    for seed in range(HISTORIES):
        frameworks, before, after = random_history(random.Random(seed))
        try:
            result = compare(frameworks, before, after)
        except NotComparable:
            seen["not comparable"] += 1
            continue
        old, new = find(frameworks, before["framework"]), find(frameworks, after["framework"])
        assert old is not None
        assert new is not None
        same = own_key(old) == own_key(new)
        seen["same version" if same else "two versions"] += 1
        seen["same subject"] += before["subject"]["id"] == after["subject"]["id"]
        seen["other subject"] += before["subject"]["id"] != after["subject"]["id"]
        seen["broken"] += result["is_broken"]
        seen["broken, newer left"] += result["is_broken"] and own_key(old) > own_key(new)
        chain = chain_from(frameworks, new, old) or chain_from(frameworks, old, new)
        if not same and chain is not None:
            seen[f"{len(chain) - 1} steps"] += 1
            seen["newer left"] += chain_from(frameworks, old, new) is not None
            seen["another id"] += old["id"] != new["id"]
        seen["null parts"] += result["score"]["real"] is None
        for part in ("real", "coverage", "framework"):
            seen[part] += bool(result["score"][part])
        for each in dimensions_of(result):
            score = each["score"]
            seen["dimension not there before"] += each["status"]["before"] is None
            seen["a real part alone"] += score["framework"] is None and score["real"] is not None
        for row in result["changes"]:
            across = "" if same else " across versions"
            seen[("comparable " if row["comparable"] else "") + row["kind"] + across] += 1
            seen["renumbered"] += row["comparable"] and row["before_id"] != [row["indicator"]]
            seen["merged"] += len(row["before_id"]) > 1
            seen["bands moved"] += row["before_rerated"] not in (None, row["before"])
            seen["unchanged and listed"] += row["kind"] == "unchanged" and row["listed"]
            seen["unchanged and not listed"] += row["kind"] == "unchanged" and not row["listed"]
            seen["same measurement"] += (
                row["before_measured"] is not None and row["before_measured"] == row["after_measured"]
            )
    recorded = words("improved regressed unchanged unrated rated now-not-applicable now-applicable")
    wanted = {f"comparable {kind}{across}" for kind in recorded for across in ("", " across versions")}
    wanted |= {f"{kind} across versions" for kind in ("added", "removed", "revised")}
    wanted |= {"comparable changed", "same version", "two versions", "same subject", "other subject"}
    wanted |= {"broken", "broken, newer left", "1 steps", "2 steps", "3 steps", "newer left", "another id"}
    wanted |= {"null parts", "real", "coverage", "framework", "dimension not there before"}
    wanted |= {"a real part alone", "renumbered", "merged", "bands moved", "same measurement"}
    wanted |= {"unchanged and listed", "unchanged and not listed", "not comparable"}
    assert {name for name in wanted if not seen[name]} == set()
    possible = wanted | {"comparable changed across versions"}
    assert {name for name in seen if seen[name]} <= possible
    assert seen["same version"] > HISTORIES / 3
    assert seen["two versions"] > HISTORIES / 3
    assert seen["newer left"] + seen["broken, newer left"] > HISTORIES / 6


def test_random_histories_are_the_same_every_time_and_all_text(tmp_path: pathlib.Path) -> None:
    for seed in range(50):
        frameworks, before, after = random_history(random.Random(seed))
        assert random_history(random.Random(seed)) == (frameworks, before, after)
        assert all_text([frameworks, before, after])
        paths = write_history(tmp_path / str(seed), frameworks, before, after)
        assert paths[0] != paths[1]
        for path, data in zip(paths, (before, after), strict=True):
            assert yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) == data
        written = sorted(path.stem for path in (tmp_path / str(seed) / "frameworks").iterdir())
        assert written == sorted(frameworks)
