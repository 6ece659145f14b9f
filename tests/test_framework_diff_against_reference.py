"""Rows of a diff of two frameworks against a second implementation that shares no code with it."""

import copy
import random
from itertools import chain
from typing import Any

import pytest

from scorecard.comparing.alignment import NotComparableError
from scorecard.comparing.frameworks import ChangeClass, FrameworkComparison, diff_frameworks
from scorecard.model.framework import Framework
from scorecard.model.lexical import FrameworkRef
from tests.reference.differ import NotComparable, find, indicators_of
from tests.reference.framework_differ import classes, likeness
from tests.reference.histories import random_history
from tests.rounds import rounds

SEED = 20261129
HISTORIES = rounds(150, 600)
PARTS = 10

WORDS = ["Air", "Water\n and  air", "Waste"]
WHOLE: dict[str, list[Any]] = {
    "description": WORDS,
    "publisher": WORDS,
    "licence": ["CC-BY-4.0", "CC0-1.0"],
    "language": ["en", "fr"],
    "note": WORDS,
    "show_score": ["true", "false"],
    "evidence": ["optional", "required"],
    "minimum_coverage": ["0.5", "1/2", "0"],
    "sources": [{"act": {"title": "Act"}}, {"act": {"title": "Act", "date": "2020"}, "b": {"title": "Act"}}],
}
INDICATOR: dict[str, list[Any]] = {
    "guidance": WORDS,
    "tags": [["health", "coast"], ["coast", "health"], "coast"],
    "sources": ["act", ["b", "act"]],
    "evidence": ["optional", "required"],
}


def described(rng: random.Random, framework: dict[str, Any]) -> None:
    """Give a framework, in place, some of the keys on which no score depends."""
    for thing, keys in [(framework, WHOLE), *((each, INDICATOR) for each in indicators_of(framework))]:
        for key, values in keys.items():
            if rng.random() < 0.1:
                thing[key] = rng.choice(values)


def pairs(part: int) -> list[tuple[dict[str, dict[str, Any]], dict[str, Any], dict[str, Any]]]:
    """Return every tenth of the random pairs of frameworks, with all around them; the same ones every run."""
    found = []
    for number in range(part, HISTORIES, PARTS):
        rng = random.Random(SEED + number)
        frameworks, *assessments = random_history(rng)
        for framework in frameworks.values():
            described(rng, framework)
        before, after = (find(frameworks, each["framework"]) for each in assessments)
        assert before is not None
        assert after is not None
        if before is after:  # changed in place
            after = copy.deepcopy(before)
            described(rng, after)
            for each in indicators_of(after)[:2]:
                each |= {"requirement": rng.choice(WORDS), "comparable": "true", "replaces": []}
        found.append((frameworks, before, after))
    return found


def computed(
    frameworks: dict[str, dict[str, Any]], before: dict[str, Any], after: dict[str, Any]
) -> FrameworkComparison:
    models = map(Framework.model_validate, frameworks.values())
    by_ref = {FrameworkRef(each.id, each.version): each for each in models}
    then, now = map(Framework.model_validate, (before, after))
    return diff_frameworks(then, now, by_ref.get)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_class_of_random_histories_agrees(part: int) -> None:
    for frameworks, before, after in pairs(part):
        try:
            theirs = classes(frameworks, before, after)
        except NotComparable:
            with pytest.raises(NotComparableError):
                computed(frameworks, before, after)
            continue
        mine = [
            (change.change_class.value, change.indicator, change.dimension, change.is_comparable)
            for change in computed(frameworks, before, after).changes
        ]
        assert sorted(mine, key=str) == sorted(theirs, key=str)


def test_random_histories_have_every_class_and_how_alike_the_texts_are() -> None:
    seen = set()
    for frameworks, before, after in chain.from_iterable(map(pairs, range(PARTS))):
        try:
            comparison = computed(frameworks, before, after)
        except NotComparableError:
            continue
        seen |= {change.change_class for change in comparison.changes}
        for change in comparison.changes:
            assert (change.alike is not None) == (change.change_class is ChangeClass.REVISED)
            if change.is_reworded and change.alike is not None and "\n\n" not in (change.before or ""):
                texts = [{"requirement": text} for text in (change.before, change.after)]
                assert float(change.alike) == likeness(*texts)
    assert seen == set(ChangeClass)
