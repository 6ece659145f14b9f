"""`diff --format json` against a second implementation that shares no code with it, over random histories."""

import random
from pathlib import Path
from typing import Any

import pytest

from scorecard.comparing.alignment import NotComparableError
from scorecard.comparing.assessments import Comparison, diff
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.lexical import FrameworkRef
from scorecard.project.library import Project
from scorecard.scoring.score import score
from scorecard.views.comparison_data import diff_json
from tests.reference.differ import NotComparable, compare
from tests.reference.differ import as_json as reference_json
from tests.reference.histories import random_history, write_history
from tests.rounds import rounds
from tests.test_against_reference import common

SEED = 20261125
HISTORIES = rounds(150, 600)
PARTS = 10
KEYS = ("status", "score", "dimensions")


def histories(part: int) -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Return every tenth of the random histories, the same ones every run."""
    return [random_history(random.Random(SEED + number)) for number in range(part, HISTORIES, PARTS)]


def computed(
    frameworks: dict[str, dict[str, Any]], before: dict[str, Any], after: dict[str, Any]
) -> Comparison:
    models = {ref: Framework.model_validate(data) for ref, data in frameworks.items()}
    by_ref = {FrameworkRef(each.id, each.version): each for each in models.values()}
    sides = [Assessment.model_validate(each) for each in (before, after)]
    then, now = (score(by_ref[each.framework], each) for each in sides)
    return diff(then, now, by_ref.get)


def as_json(comparison: Comparison, *, show_all: bool) -> dict[str, Any]:
    content = diff_json(comparison, paths=("a", "b"), show_all=show_all)
    assert isinstance(content, dict)
    return content


def check(comparison: Comparison, theirs: dict[str, Any]) -> None:
    mine = as_json(comparison, show_all=True)
    rows = [{key: value for key, value in row.items() if key != "listed"} for row in theirs["changes"]]
    assert common(mine["changes"], rows) == rows
    for key in KEYS:
        assert common(mine[key], theirs[key]) == theirs[key]
    assert (mine["chain_broken"] is not None) == theirs["is_broken"]
    listed = [row["indicator"] for row in theirs["changes"] if row["listed"]]
    assert [row["indicator"] for row in as_json(comparison, show_all=False)["changes"]] == listed


@pytest.mark.parametrize("part", range(PARTS))
def test_every_figure_and_row_of_random_histories_agrees(part: int) -> None:
    for frameworks, before, after in histories(part):
        try:
            theirs = reference_json(compare(frameworks, before, after))
        except NotComparable:
            with pytest.raises(NotComparableError):
                computed(frameworks, before, after)
            continue
        check(computed(frameworks, before, after), theirs)


def test_the_random_histories_are_read_from_files_without_an_error(tmp_path: Path) -> None:
    for number, (frameworks, before, after) in enumerate(histories(0)):
        root = tmp_path / str(number)
        write_history(root, frameworks, before, after)
        project = Project(root)
        assert [loaded for loaded in project.own_frameworks() if loaded.has_errors] == []
        for place in project.layout.assessments:
            loaded = project.load_assessment(place)
            assert not loaded.has_errors
            assert loaded.scorable is not None
