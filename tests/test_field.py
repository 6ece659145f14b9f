"""The published scorecards that people judge, each as a small framework of our own, to the last fraction.

A folder of `tests/field/` is a project. The comment at the top of its framework says whose way of computing
it has, works it out by hand and says what our format lacks; `expected.yaml` has the figures, by the ids of
items or of the `whole`.
"""

import shutil
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from scorecard.comparing.assessments import DimensionChange, Split, diff
from scorecard.model.framework import Grade, Status
from scorecard.project.library import Project
from scorecard.scoring.scorecard import Figures, IndicatorResult, Scorecard, all_dimensions
from tests.commands import run

FIELD = Path(__file__).parent / "field"
FOLDERS = sorted(path.name for path in FIELD.iterdir() if path.is_dir())
JUDGED = {
    "Africa Integrity Indicators",
    "Aid Transparency Index",
    "Climate Action Tracker",
    "Council Climate Scorecards",
    "EITI Validation",
    "Food-EPI",
    "Freedom in the World",
    "Freedom on the Net",
    "GHS Index",
    "Global Data Barometer",
    "NSPCC six tests",
    "ODIN",
    "OGP IRM",
    "Open Budget Survey",
    "OpenSSF BP badge",
    "PEFA",
    "RDR 2022",
    "RTI Rating",
    "WHO air (ours)",
}
"""What people judge, in whole or for the most part.

Not so the SDG Index, CCPI, EPI, CPI, HDI, WPS Index, Social Progress Index, WJP Rule of Law and V-Dem. They
are modelled from surveys and data sets, with estimates of what lacks, deviations in the whole set, weights
from it or geometric means, of which our format has none.
"""
EXACT = {"score", "score_low", "score_high", "coverage", "change", "real", "framework"}
COUNTS = {"passed", "partial", "failed", "rated", "not_rated", "not_applicable"}


@cache
def expected(folder: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FIELD / folder / "expected.yaml").read_text(encoding="utf-8"))
    return content


@cache
def scorecards(folder: str) -> dict[str, Scorecard]:
    project = Project(FIELD / folder)
    files = {place.name: project.load_assessment(place) for place in project.layout.assessments}
    pairs = {name: file.scorable for name, file in files.items()}
    assert all(pairs.values()), [each for file in files.values() for each in file.diagnostics]
    return {name: pair.score() for name, pair in pairs.items() if pair is not None}


def wanted(figures: dict[str, Any]) -> dict[str, Any]:
    """Return figures of `expected.yaml` with fractions for texts."""
    return {
        name: Fraction(str(value)) if name in EXACT and value is not None else value
        for name, value in figures.items()
    }


def figure(item: Figures | IndicatorResult, name: str) -> object:
    """Return what an item of a scorecard has under a name of `expected.yaml`."""
    if name == "status":
        return item.status.written
    if isinstance(item, IndicatorResult):
        return getattr(item, "level_id" if name == "level" else name)
    if name.startswith("grade"):
        grade: Grade | None = getattr(item, name)
        return grade and grade.id
    if name == "near_miss":
        return list(item.near_miss)
    return getattr(item.counts if name in COUNTS else item, name)


def all_splits(changes: tuple[DimensionChange, ...]) -> Iterator[tuple[str, Split]]:
    for each in changes:
        yield each.after.dimension.id, each.split
        yield from all_splits(each.dimensions)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_is_clean(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = shutil.copytree(FIELD / folder, tmp_path / folder)  # away from git, which remembers older texts
    monkeypatch.chdir(project)
    outcome = run("validate", "--strict", "--format", "concise")
    assert outcome.code == 0, outcome.out
    assert scorecards(folder).keys() == expected(folder)["scorecards"].keys()


@pytest.mark.parametrize(
    ("folder", "name"), [(folder, name) for folder in FOLDERS for name in expected(folder)["scorecards"]]
)
def test_every_figure_is_the_one_worked_out_by_hand(folder: str, name: str) -> None:
    result = scorecards(folder)[name]
    items: dict[str, Figures | IndicatorResult] = {"whole": result.figures}
    items |= {each.dimension.id: each.figures for each in all_dimensions(result.dimensions)}
    items |= {each.indicator.id: each for each in result.indicators()}
    for id, figures in expected(folder)["scorecards"][name].items():
        assert {name: figure(items[id], name) for name in figures} == wanted(figures), id


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if "changes" in expected(folder)])
def test_every_change_is_divided_as_worked_out_by_hand(folder: str) -> None:
    for change in expected(folder)["changes"]:
        before, after = (scorecards(folder)[change[side]] for side in ("before", "after"))
        found = diff(before, after, Project(FIELD / folder).find_good)
        splits = {"whole": found.split} | dict(all_splits(found.dimensions))
        for id in change.keys() - {"before", "after", "kinds"}:
            assert {name: getattr(splits[id], name) for name in change[id]} == wanted(change[id]), id
        kinds = {each.after.indicator.id: each.kind for each in found.changes if each.after}
        assert {id: kinds[id] for id in change["kinds"]} == change["kinds"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_without_a_verdict_has_one(folder: str) -> None:
    for result in scorecards(folder).values():
        if result.framework.judges:
            continue
        dimensions = all_dimensions(result.dimensions)
        statuses = {each.figures.status for each in dimensions} | {
            each.status for each in result.indicators()
        }
        assert statuses <= {Status.UNJUDGED, Status.NOT_RATED, Status.NOT_APPLICABLE}


def test_every_judged_scorecard_of_the_field_has_a_folder_that_says_what_it_lacks() -> None:
    assert {expected(folder)["like"] for folder in FOLDERS if "like" in expected(folder)} == JUDGED
    for folder in FOLDERS:
        is_whole = expected(folder)["exact"] == "everything"
        assert is_whole or expected(folder)["missing"], folder
        for path in (FIELD / folder / "frameworks").iterdir():
            comment = path.read_text(encoding="utf-8").partition("\nkind: framework\n")[0]
            assert "By hand" in comment and "Missing:" in comment, path


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_page_on_the_field_says_of_each_what_is_exact_and_what_it_lacks(folder: str) -> None:
    page = (FIELD.parent.parent / "docs/field.md").read_text(encoding="utf-8")
    (row,) = (line for line in page.splitlines() if f"(../tests/field/{folder})" in line)
    _, _, like, _, _, _, exact, missing, _ = (cell.strip() for cell in row.split("|"))
    said = expected(folder)
    assert like == said.get("like", "nobody's in particular")
    assert (exact, missing) == (said["exact"], said.get("missing", "nothing"))
