"""`diff` of two large assessments beside reading them, in one process and in turn; prints their ratio.

Reading is what `validate` does with the two files and their frameworks; the diff reads them too, then scores,
compares and writes JSON. The two assessments are under two versions of a framework.
"""

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from projects import write_project

from scorecard.diff import diff
from scorecard.loader import LoadedAssessment
from scorecard.project import Project
from scorecard.render.as_json import render_json
from scorecard.render.diff_as_json import diff_json
from scorecard.scoring import score
from scorecard.sides import AssessmentSides
from scorecard.views.comparisons import DiffDetail, comparison_view


def read(root: Path) -> AssessmentSides:
    """Read the two assessments and their frameworks, each file anew."""
    project = Project(root)
    before, after = (project.load_assessment(place) for place in project.layout.assessments)
    assert not before.has_errors, before.diagnostics
    assert not after.has_errors, after.diagnostics
    return AssessmentSides(before=before, after=after, projects=(project,))


def compare(root: Path) -> None:
    """Read, compare, write JSON and make the report for readers."""
    sides = read(root)
    then, now = map(_score, (sides.before, sides.after))
    comparison = diff(then, now, sides.find)
    render_json(diff_json(comparison, paths=("a", "b"), show_all=True), is_ascii=False)
    comparison_view(comparison, detail=DiffDetail.CHANGES, show_all=True, paths=("a", "b"))


def _score(loaded: LoadedAssessment):
    assert loaded.pair is not None
    return score(loaded.pair.framework, loaded.pair.assessment)


def timed(work: Callable[[Path], object], root: Path) -> float:
    """Return the seconds that some work takes."""
    gc.collect()
    start = time.perf_counter()
    work(root)
    return time.perf_counter() - start


def write_two_versions(root: Path, indicators: int) -> None:
    """Write two assessments under two versions: every third requirement is revised."""
    write_project(root, 2, indicators=indicators)
    first = root / "frameworks/bench@1.0.yaml"
    second = first.read_text(encoding="utf-8").replace(
        'version: "1.0"', 'version: "2.0"\nreplaces: bench@1.0'
    )
    parts = second.split("What ")
    revised = [part if at % 3 else f"What exactly {part}" for at, part in enumerate(parts)]
    text = "What ".join(revised).removeprefix("What exactly ").replace("What What exactly", "What exactly")
    (root / "frameworks/bench@2.0.yaml").write_text(text, encoding="utf-8")
    newest = max((root / "assessments").rglob("*.yaml"))
    newest.write_text(newest.read_text(encoding="utf-8").replace("bench@1.0", "bench@2.0"), encoding="utf-8")


def main() -> None:
    """Make the project, run both in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--indicators", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    gc.set_threshold(1_000_000, 50, 100)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_two_versions(root, options.indicators)
        rows = [(timed(read, root), timed(compare, root)) for _ in range(options.runs)]
    reading, comparing = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"reading {reading * 1000:.0f} ms, diff with reading {comparing * 1000:.0f} ms")
    print(f"ratio {comparing / reading:.2f}")


if __name__ == "__main__":
    main()
