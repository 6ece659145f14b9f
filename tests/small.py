"""A small language for frameworks and scorecards in tests: an indicator is a text or a mapping of its keys.

yardstick("1", dimension("d", "a", indicator("b", weight="2")))
scored(yardstick(…), {"a": "pass"})
"""

from typing import Any

from scorecard.comparing.alignment import FindFramework
from scorecard.files.folder import LoneFile
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.lexical import FrameworkRef
from scorecard.project.library import Project
from scorecard.project.loader import FrameworkFile, Location
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


class OneFramework(Project):
    """Where the same framework is found whatever is asked for."""

    def __init__(self, framework: FrameworkFile) -> None:
        super().__init__(None)
        self.framework = framework

    def find_framework(self, _ref: FrameworkRef) -> FrameworkFile:
        return self.framework

    def framework_versions(self, _id: str) -> list[FrameworkFile]:
        return [self.framework]


def lone(text: str | bytes, path: str = "") -> Location:
    """Return where a text is that is in no folder; at a path of a project it has a place there."""
    content = text.encode() if isinstance(text, str) else text
    return Location(LoneFile(path or "file.yaml", lambda: content), path)
