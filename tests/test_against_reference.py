"""The scorer against a second implementation that shares no code with it and tries every completion."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.project.library import Project
from scorecard.scoring.score import score
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.scorecard_data import assess_json
from tests.reference.projects import random_project, write_project
from tests.reference.scorer import assess, rounded
from tests.rounds import rounds

SEED = 20261124
PROJECTS = rounds(150, 500)
PARTS = 10


def projects(part: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield every tenth of the random projects, the same ones every run."""
    for number in range(part, PROJECTS, PARTS):
        yield random_project(random.Random(SEED + number))


def computed(framework: dict[str, Any], assessment: dict[str, Any]) -> Scorecard:
    return score(Framework.model_validate(framework), Assessment.model_validate(assessment))


def common(mine: Any, theirs: Any) -> Any:
    """Keep of JSON what the reference has too."""
    if isinstance(theirs, dict):
        return {key: common(mine[key], value) for key, value in theirs.items()}
    if isinstance(theirs, list):
        assert len(mine) == len(theirs)
        return [common(one, other) for one, other in zip(mine, theirs, strict=True)]
    return mine


@pytest.mark.parametrize("part", range(PARTS))
def test_every_figure_of_random_projects_agrees(part: int) -> None:
    for framework, assessment in projects(part):
        mine = assess_json([("x", computed(framework, assessment))])
        assert isinstance(mine, dict)
        theirs = rounded(assess(framework, assessment))
        assert common(mine["scorecards"][0], theirs) == theirs  # type: ignore[index,call-overload]


def test_the_random_projects_are_read_from_files_without_an_error(tmp_path: Path) -> None:
    for number, (framework, assessment) in enumerate(projects(0)):
        root = tmp_path / str(number)
        write_project(root, framework, assessment)
        project = Project(root)
        (place,) = project.layout.assessments
        loaded = project.load_assessment(place)
        assert not loaded.has_errors
        assert loaded.framework is not None
        assert not loaded.framework.has_errors
        assert loaded.scorable is not None
        theirs = rounded(assess(framework, assessment))
        mine = assess_json([("x", score(loaded.scorable.framework, loaded.scorable.assessment))])
        assert isinstance(mine, dict)
        assert common(mine["scorecards"][0], theirs) == theirs  # type: ignore[index,call-overload]
