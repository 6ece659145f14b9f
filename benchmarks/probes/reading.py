"""Times reading, validating, checking and scoring assessments, in turn; prints seconds a file as JSON.

    python reading.py ROUNDS FRAMEWORK ASSESSMENT...

Each kind of work is done to all the files in a row, as `validate` does it, and nothing is kept of one when
the next begins. The collector of garbage stays as the interpreter sets it: the command line has it run less
often, which helps `CSafeLoader`, with its many nodes, more than ours. Events are the floor of whatever reads
by PyYAML.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from scorecard.files.folder import LoneFile
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK
from scorecard.model.lexical import FrameworkRef
from scorecard.project.library import Project
from scorecard.project.loader import FrameworkFile, Location
from scorecard.reading.document import Document, parse_document
from scorecard.reading.shape import read_shape
from scorecard.scoring.score import score


class _OneFramework(Project):
    """Where the framework that all assessments name is found."""

    def __init__(self, framework: FrameworkFile) -> None:
        super().__init__(None)
        self._framework = framework

    def find_framework(self, _ref: FrameworkRef) -> FrameworkFile:
        return self._framework


def _lone(name: str, raw: bytes) -> Location:
    return Location(LoneFile(name, lambda: raw), "")


def measure(framework: bytes, assessments: Sequence[bytes], rounds: int) -> dict[str, list[float]]:
    """Return the seconds a file that each kind of work took in each round."""
    loaded = Project(None).load(_lone("framework", framework), FRAMEWORK)
    project = _OneFramework(loaded)
    documents = [parse_document(raw) for raw in assessments]
    contents = [_content(document) for document in documents]

    def check(raw: bytes) -> None:
        done = project.load(_lone("assessment", raw), ASSESSMENT)
        assert not done.diagnostics, done.diagnostics

    work: dict[str, Callable[[], object]] = {
        "events": lambda: [_walk_events(raw) for raw in assessments],
        "CSafeLoader": lambda: [bool(yaml.load(raw, yaml.CSafeLoader)) for raw in assessments],
        "reading": lambda: [bool(parse_document(raw)) for raw in assessments],
        "validating": lambda: [bool(read_shape(document, Assessment)) for document in documents],
        "checking": lambda: [check(raw) for raw in assessments],
        "scoring": lambda: [bool(score(_good(loaded.good), content)) for content in contents],
    }
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, do in work.items():
            gc.collect()
            start = time.perf_counter()
            do()
            times[name].append((time.perf_counter() - start) / len(assessments))
    return times


def _walk_events(raw: bytes) -> None:
    loader = yaml.CLoader(raw)
    while type(loader.get_event()) is not yaml.StreamEndEvent:
        pass
    loader.dispose()


def _content(document: Document) -> Assessment:
    content, findings = read_shape(document, Assessment)
    assert content is not None and not findings, findings
    return content


def _good(framework: Framework | None) -> Framework:
    assert framework is not None, "the framework has errors"
    return framework


def main() -> None:
    """Measure and print."""
    rounds, framework, *assessments = sys.argv[1:]
    texts = [Path(path).read_bytes() for path in assessments]
    json.dump(measure(Path(framework).read_bytes(), texts, int(rounds)), sys.stdout)


if __name__ == "__main__":
    main()
