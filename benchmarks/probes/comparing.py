"""Times reading two assessments, and reading and comparing them, in turn; prints seconds as JSON.

    python comparing.py PROJECT ROUNDS

Comparing is scoring both, the comparison, its JSON and its report for readers.
"""

import gc
import json
import sys
import time
from pathlib import Path

from scorecard.comparing.assessments import diff
from scorecard.project.library import Project
from scorecard.project.loader import AssessmentFile
from scorecard.project.sides import Sides
from scorecard.render.json import render_json
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.comparison import DiffDetail, comparison_view
from scorecard.views.comparison_data import diff_json


def measure(root: Path, rounds: int) -> dict[str, list[float]]:
    """Return the seconds that each kind of work took in each round."""
    times: dict[str, list[float]] = {"reading": [], "comparing": []}
    for _ in range(rounds):
        for name, do in (("reading", _read), ("comparing", _compare)):
            gc.collect()
            start = time.perf_counter()
            do(root)
            times[name].append(time.perf_counter() - start)
    return times


def _read(root: Path) -> Sides:
    """Read the two assessments and their frameworks, each file anew."""
    project = Project(root)
    before, after = (project.load_assessment(place) for place in project.layout.assessments)
    return Sides(before=before, after=after, projects=(project,))


def _compare(root: Path) -> None:
    sides = _read(root)
    comparison = diff(_score(sides.before), _score(sides.after), sides.find)
    render_json(diff_json(comparison, paths=("a", "b"), show_all=True), is_ascii=False)
    comparison_view(comparison, detail=DiffDetail.CHANGES, show_all=True, paths=("a", "b"))


def _score(loaded: AssessmentFile) -> Scorecard:
    assert loaded.scorable is not None, loaded.diagnostics
    return loaded.scorable.score()


def main() -> None:
    """Measure and print."""
    gc.set_threshold(1_000_000, 50, 100)
    json.dump(measure(Path(sys.argv[1]), int(sys.argv[2])), sys.stdout)


if __name__ == "__main__":
    main()
