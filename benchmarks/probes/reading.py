"""Times reading, validating, checking and scoring one assessment, in turn; prints seconds as JSON.

    python reading.py FRAMEWORK ASSESSMENT ROUNDS

The collector of garbage stays as the interpreter sets it: the command line has it run less often, which
helps `CSafeLoader`, with its many nodes, more than ours. Events are the floor of whatever reads by PyYAML.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from scorecard.assessment import Assessment
from scorecard.document import parse_document
from scorecard.framework import Framework
from scorecard.loader import RawFile, check_assessment, check_framework, load_assessment, load_framework
from scorecard.scoring import score
from scorecard.shape import read_shape


def measure(framework: bytes, assessment: bytes, rounds: int) -> dict[str, list[float]]:
    """Return the seconds that each kind of work took in each round."""
    checked = check_framework(RawFile(path="framework", file="framework", read=lambda: framework))
    loaded = load_framework(checked, lambda _ref: None)
    document = parse_document(assessment, "assessment")
    content, findings = read_shape(document, Assessment)
    assert content is not None and not findings, findings

    def check() -> None:
        raw = RawFile(path="assessment", file="assessment", read=lambda: assessment)
        done = load_assessment(check_assessment(raw), lambda _ref: loaded, str)
        assert not done.diagnostics, done.diagnostics

    def walk_events() -> None:
        loader = yaml.CLoader(assessment)
        while type(loader.get_event()) is not yaml.StreamEndEvent:
            pass
        loader.dispose()

    work: dict[str, Callable[[], object]] = {
        "events": walk_events,
        "CSafeLoader": lambda: yaml.load(assessment, yaml.CSafeLoader),
        "reading": lambda: parse_document(assessment, "assessment"),
        "validating": lambda: read_shape(document, Assessment),
        "checking": check,
        "scoring": lambda: score(_good(loaded.good), content),
    }
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, do in work.items():
            gc.collect()
            start = time.perf_counter()
            do()
            times[name].append(time.perf_counter() - start)
    return times


def _good(framework: Framework | None) -> Framework:
    assert framework is not None, "the framework has errors"
    return framework


def main() -> None:
    """Measure and print."""
    framework, assessment = (Path(path).read_bytes() for path in sys.argv[1:3])
    json.dump(measure(framework, assessment, int(sys.argv[3])), sys.stdout)


if __name__ == "__main__":
    main()
