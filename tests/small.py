"""A small language for frameworks and scorecards in tests: an indicator is a text or a mapping of its keys.

yardstick("1", dimension("d", "a", indicator("b", weight="2")))
scored(yardstick(…), {"a": "pass"})
"""

from typing import Any, NamedTuple

from scorecard.comparing.alignment import FindFramework
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.source import FrameworkRef
from scorecard.project.loader import Loaded
from scorecard.scoring.score import score
from scorecard.scoring.scorecard import Scorecard


def indicator(id: str, **keys: Any) -> dict[str, Any]:
    return {"id": id, "title": f"Title of {id}", "requirement": f"what {id} asks", **keys}


def measured(id: str, *bands: tuple[str, str], unit: str = "µg", **keys: Any) -> dict[str, Any]:
    """Return an indicator with bands of (level, at most), the last of them fail."""
    rows = [{"level": level, "at_most": most} for level, most in bands]
    return indicator(id, measure={"unit": unit, "bands": [*rows, {"level": "fail"}]}, **keys)


def dimension(id: str, *indicators: Any, **keys: Any) -> dict[str, Any]:
    items = [indicator(each) if isinstance(each, str) else each for each in indicators]
    return {"id": id, "title": f"Title of {id}", "indicators": items, **keys}


def yardstick(version: str, *dimensions: dict[str, Any], id: str = "f", **keys: Any) -> Framework:
    data = {"kind": "framework", "id": id, "version": version, "title": "F", "dimensions": list(dimensions)}
    return Framework.model_validate({**data, **keys})


def scored(
    framework: Framework,
    ratings: dict[str, Any],
    date: str = "2021-03-11",
    subject: str = "s",
    **keys: Any,
) -> Scorecard:
    data = {
        "kind": "assessment",
        "framework": framework.ref,
        "subject": {"id": subject, "name": subject.upper()},
        "date": date,
        "ratings": ratings,
        **keys,
    }
    return score(framework, Assessment.model_validate(data))


def known(*frameworks: Framework) -> FindFramework:
    """Return a look-up among frameworks."""
    by_ref = {FrameworkRef(each.id, each.version): each for each in frameworks}
    return by_ref.get


class OneFramework(NamedTuple):
    """What finds the same framework whatever is asked for."""

    framework: Loaded[Framework]
    publication: None = None

    def find_framework(self, _ref: FrameworkRef) -> Loaded[Framework]:
        return self.framework

    def suggest_framework(self, _ref: FrameworkRef) -> str:
        return ""

    def framework_versions(self, _id: str) -> list[Loaded[Framework]]:
        return [self.framework]
