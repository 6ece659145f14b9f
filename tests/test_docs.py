"""The examples of `docs/`: each is valid where it may stand, and gives what is worked out there."""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
import yaml

from scorecard.model.digest import framework_digest
from scorecard.project.library import Project
from tests.builders import write_text
from tests.commands import ROOT, run
from tests.corpus import check_project

PAGES = ("format", "scoring", "changes")
HEAD = 'kind: framework\nid: part\nversion: "1"\ntitle: Part\n'
DIMENSIONS = "dimensions: [{id: d, title: D, indicators: [{id: i, requirement: One thing.}]}]\n"
AROUND_INDICATOR = """\
dimensions:
  - id: d
    title: D
    indicators:
      - id: i
        requirement: One thing.
"""
ASSESSMENT = """\
kind: assessment
framework: school-meals@1.1
subject: {id: northtown, name: Northtown}
date: 2024-06-30
"""
RATING = "ratings:\n  taste:\n    level: partly\n"


def text_of(page: str) -> str:
    return (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")


def examples(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", text_of(page), re.DOTALL)


def lay_out(page: str, root: Path, *, with_reviews: bool = True) -> None:
    """Write the whole files that a page shows where they belong."""
    for text in examples(page):
        data = yaml.load(text, yaml.BaseLoader)
        if data.get("kind") == "framework":
            write_text(root / f"frameworks/{data['id']}@{data['version']}.yaml", text)
        elif data.get("kind") == "assessment":
            write_text(root / f"assessments/{data['subject']['id']}/{data['date']}.yaml", text)
        elif data.get("kind") in ("mark", "reply") and with_reviews:
            name = data.get("assessor", "reply")
            write_text(root / f"reviews/{data['of'].replace('@', '/')}/{name}.yaml", text)


def files_around(part: str) -> Iterator[tuple[str, str]]:
    """Yield files that hold a part of one, in each place where it may stand."""
    keys = set(yaml.load(part, yaml.BaseLoader))

    def without_given(text: str) -> str:
        return "".join(line for line in text.splitlines(keepends=True) if line.partition(":")[0] not in keys)

    framework, assessment = "frameworks/part@1.yaml", "assessments/northtown/2024-06-30.yaml"
    for head in (HEAD, f"{HEAD}verdict: none\n"):
        yield framework, part + without_given(head) + without_given(DIMENSIONS)
        yield framework, head + AROUND_INDICATOR + indent(part, " " * 8)
    yield assessment, part + without_given(ASSESSMENT)
    yield assessment, ASSESSMENT + RATING + indent(part, " " * 4)


def errors_in(root: Path) -> list[str]:
    return [each.message for each in check_project(root) if each.code.severity == "error"]


@pytest.mark.parametrize("page", PAGES)
def test_whole_files_are_valid(page: str, tmp_path: Path) -> None:
    lay_out(page, tmp_path)
    assert errors_in(tmp_path) == []
    assert "SC410" not in [each.code.number for each in check_project(tmp_path)], "a pin is of another text"


def test_the_digest_in_the_page_is_that_of_its_example(tmp_path: Path) -> None:
    lay_out("scoring", tmp_path)
    contents = [each.content for each in Project(tmp_path).own_frameworks()]
    digests = {framework_digest(each) for each in contents if each and each.id == "clean-rivers"}
    assert set(re.findall("sha256:[0-9a-f]{64}", text_of("scoring"))) == digests


PARTS = [(page, text) for page in PAGES for text in examples(page) if not text.startswith("kind:")]


@pytest.mark.parametrize(("page", "part"), PARTS)
def test_parts_of_files_are_valid(page: str, part: str, tmp_path: Path) -> None:
    def is_good(number: int, path: str, text: str) -> bool:
        for each in {"format", page}:
            lay_out(each, tmp_path / str(number), with_reviews=False)
        write_text(tmp_path / str(number) / path, text)
        return not errors_in(tmp_path / str(number))

    assert any(is_good(number, *each) for number, each in enumerate(files_around(part)))


# The two examples of scoring.md, by its tables -----------------------------------------------------

FIGURES: dict[str, dict[str, tuple[str, str, str, str, dict[str, int]]]] = {
    "fairwater": {
        "1": ("5/8", "5/8", "5/8", "1", {"pass": 1, "partial": 1, "fail": 1, "not_rated": 0}),
        "2": ("1/2", "1/4", "3/4", "1/2", {"pass": 0, "partial": 1, "fail": 0, "not_rated": 1}),
        "whole": ("9/16", "7/16", "11/16", "5/6", {"pass": 1, "partial": 2, "fail": 1, "not_rated": 1}),
    },
    "parrot": {
        "rules": ("7/8", "3/4", "11/12", "5/6", {"rated": 1, "not_rated": 1, "not_applicable": 0}),
        "deletion": ("3/4", "1/2", "5/6", "2/3", {"rated": 2, "not_rated": 1}),
        "practice": ("4/5", "4/5", "4/5", "1", {"rated": 1, "not_rated": 0, "not_applicable": 0}),
        "whole": ("17/20", "23/30", "79/90", "8/9", {"rated": 2, "not_rated": 1, "not_applicable": 0}),
    },
}
RESULTS: dict[str, dict[str, str | tuple[str, str]]] = {
    "fairwater": {"1": "fail", "2": "undetermined", "whole": "fail"},
    "parrot": {"rules": ("b", "a"), "deletion": ("b", "a"), "practice": ("a", "a"), "whole": ("b", "a")},
}


@pytest.mark.parametrize("subject", FIGURES)
def test_scores_are_those_of_the_tables(
    subject: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out("scoring", tmp_path)
    monkeypatch.chdir(tmp_path)
    (whole,) = json.loads(run("assess", subject, "--format", "json").out)["scorecards"]
    items = {"whole": whole}

    def walk(dimensions: list[dict[str, Any]]) -> None:
        for each in dimensions:
            items[each["id"]] = each
            walk(each["dimensions"])

    walk(whole["dimensions"])
    for id, (score, low, high, coverage, counts) in FIGURES[subject].items():
        found = [items[id][name] for name in ("score", "score_low", "score_high", "coverage")]
        assert found == [round(float(Fraction(each)), 6) for each in (score, low, high, coverage)], id
        assert {name: items[id]["counts"][name] for name in counts} == counts, id
        if subject == "parrot":
            assert (items[id]["grade_low"], items[id]["grade_high"]) == RESULTS[subject][id]
        else:
            assert items[id]["status"] == RESULTS[subject][id]


@pytest.mark.parametrize(
    ("old", "new", "score"),
    [
        ("        counts_as: indicator\n", "", "33/40"),
        ("aggregation: mean-of-indicators\n", "", "67/80"),
    ],
)
def test_what_counts_as_an_indicator_makes_the_difference(
    old: str, new: str, score: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out("scoring", tmp_path)
    path = tmp_path / "frameworks/fair-apps@1.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (whole,) = json.loads(run("assess", "parrot", "--format", "json").out)["scorecards"]
    assert whole["score"] == float(Fraction(score))


# The example of changes.md --------------------------------------------------------------------------


def lay_out_norland(later: str, root: Path) -> None:
    """Write the two versions of the page's measure, and Norland's assessment by each."""
    (measure,) = [each for each in examples("changes") if each.startswith("measure:")]
    assert "# in version 2: at 100" in measure
    for version, date, old, measured in (("1", "2022-12-31", "", "70"), ("2", "2024-12-31", "h@1", later)):
        head = f"kind: framework\nid: h\nversion: {version!r}\ntitle: H\nverdict: none\nreplaces: {old}\n"
        points = measure if version == "1" else measure.replace("at: 90", "at: 100")
        write_text(root / f"frameworks/h@{version}.yaml", head + AROUND_INDICATOR + indent(points, " " * 8))
        subject = f"subject: {{id: norland, name: Norland}}\ndate: {date}\nratings: {{i: {measured}}}\n"
        path = root / f"assessments/norland/{date}.yaml"
        write_text(path, f"kind: assessment\nframework: h@{version}\n{subject}")


@pytest.mark.parametrize(
    ("later", "real", "framework", "line"),
    [
        ("75", 0.1, -0.1, "10.0 gained by what was done and 10.0 lost because the test became stricter."),
        ("70", 0.0, -0.1, "The score fell by 10.0 points, all of it because the test became stricter."),
    ],
)
def test_a_best_that_moved_is_told_from_a_change(
    later: str, real: float, framework: float, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out_norland(later, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert errors_in(tmp_path) == []
    split = json.loads(run("diff", "norland", "--format", "json").out)["score"]
    assert (split["real"], split["coverage"], split["framework"]) == (real, 0.0, framework)
    assert line in " ".join(run("diff", "norland").out.split())
    assert line in text_of("changes")
