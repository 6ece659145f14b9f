"""A new framework, the next version of one, and the line that tells editors the schema."""

import random
import re
from typing import Any

import pytest

from scorecard.diagnostics import Severity
from scorecard.editing.scaffold import (
    draft_framework,
    draft_version,
    next_version,
    schema_from,
    with_schema,
)
from scorecard.model.digest import framework_digest
from scorecard.model.framework import (
    Band,
    Dimension,
    Framework,
    Grade,
    Indicator,
    Level,
    Measure,
    Overall,
    ScorePoint,
)
from scorecard.model.kinds import FRAMEWORK
from scorecard.model.lexical import FrameworkRef, Model
from scorecard.model.source import Source
from scorecard.project.library import Project
from scorecard.project.loader import FrameworkFile
from scorecard.reading.document import parse_document
from tests.builders import data_file
from tests.reference.projects import random_project, yaml_lines
from tests.rounds import rounds
from tests.small import lone


class Replacing(Project):
    """Where the version before one is found, if it is given."""

    def __init__(self, before: Framework | None) -> None:
        super().__init__(None)
        self.before = before

    def find_content(self, ref: FrameworkRef) -> Framework | None:
        is_it = self.before is not None and ref == FrameworkRef(self.before.id, self.before.version)
        return self.before if is_it else None


def loaded(text: str, before: Framework | None = None) -> FrameworkFile:
    return Replacing(before).load(lone(text), FRAMEWORK)


def data_of(text: str) -> Any:
    document = parse_document(text.encode())
    assert document.findings == ()
    return document.data


# A new framework --------------------------------------------------------------------------------

NEW = draft_framework(FrameworkRef("school-meals", "1.0"), "School meals")


def freed(text: str) -> str:
    """Take `# ` away from every key that is given as a note, with all that stands below it."""
    lines: list[str] = []
    indent = -1
    for line in text[text.index("kind:") : text.index("# Versions:")].split("\n"):
        note = re.match(r"( *)# ( *)(.*)", line)
        if note is None:
            indent = -1
            lines.append(line)
            continue
        depth = len(note[1]) + len(note[2])
        if depth <= indent or indent < 0:
            indent = depth if re.match(r"[a-z_]+:(?=$| )", note[3]) else -1
        lines.append(note[1] + note[2] + note[3] if indent >= 0 else line)
    return "\n".join(lines)


def test_a_new_framework_is_good_and_asks_two_things() -> None:
    found = loaded(NEW)
    assert found.diagnostics == ()
    assert found.content is not None
    assert (found.content.ref, found.content.title) == ("school-meals@1.0", "School meals")
    assert [each.id for each in found.content.indicators()] == ["1.1", "1.2"]
    assert len(found.content.dimensions) == 1


def test_every_key_of_the_format_is_in_it() -> None:
    for model in (Framework, Dimension, Grade, Indicator, Level, Measure, Band, ScorePoint, Overall, Source):
        assert issubclass(model, Model)
        for key in model.model_fields:
            assert re.search(rf"(?m)[ #]{key}:|^{key}:", NEW), key


def test_its_commands_name_it() -> None:
    assert "scorecard validate frameworks/school-meals.yaml\n" in NEW
    assert "scorecard new --version-of school-meals@1.0 --as 2.0\n" in NEW
    assert '# At the top, after version:   replaces: "school-meals@1.0"\n' in NEW
    assert "@" not in NEW.replace("school-meals@1.0", "")


def test_its_notes_can_be_freed() -> None:
    found = loaded(freed(NEW))
    assert [each.message for each in found.diagnostics if each.code.severity is Severity.ERROR] == []
    framework = found.content
    assert framework is not None
    keys = set(Framework.model_fields) - {"replaces"}
    assert framework.model_fields_set == keys
    first, second = framework.indicators()
    assert first.model_fields_set == set(Indicator.model_fields) - {"replaces", "comparable", "measure"}
    assert second.measure is not None
    assert [band.level for band in second.measure.bands] == ["pass", "partial", "fail"]
    assert second.measure.points
    assert framework.dimensions[0].model_fields_set == set(Dimension.model_fields) - {"replaces"}


def test_a_new_framework_may_judge_nobody() -> None:
    found = loaded(NEW.replace("# verdict: by-rules           # or none\n", "verdict: none\n"))
    assert found.diagnostics == ()
    assert found.content is not None
    assert not found.content.judges


def test_no_title_breaks_it() -> None:
    for title in ("@ID@", "a: b # c", "x\ny", "“Clean”", "1.10", "@HEAD@", "long " * 40):
        text = draft_framework(FrameworkRef("f", "2021"), title)
        assert loaded(text).diagnostics == ()
        assert data_of(text)["title"] == title.strip()


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.0", "2.0"), ("2021", "2022"), ("1.2.3", "2.0.0"), ("9", "10"), ("1234567890.5", "1234567890.5.1")],
)
def test_the_version_that_usually_follows(version: str, expected: str) -> None:
    assert next_version(version) == expected


# The next version -------------------------------------------------------------------------------


def next_of(text: str, before: str = "city-air@1.0", version: str = "2.0") -> str:
    id, _, old = before.partition("@")
    return draft_version(parse_document(text.encode()), FrameworkRef(id, old), version)


ONE_STEP = data_file("versions/this.yaml")

NEXT_STEP = data_file("versions/next.yaml")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_the_next_version_says_the_same_without_what_led_to_the_one_before(newline: str, begin: str) -> None:
    text = begin + ONE_STEP.replace("\n", newline)
    expected = begin + NEXT_STEP.replace("\n", newline)
    assert next_of(text, "city-air@2.0", "3.0") == expected


def test_the_first_version_gets_a_next_one_too() -> None:
    text = ONE_STEP.replace("replaces: city-air@1.0   # the first\n", "")
    assert next_of(text, "city-air@2.0", "3.0") == NEXT_STEP


def test_a_version_in_braces_gets_a_next_one() -> None:
    text = '{kind: framework, id: f, version: 1, title: F, dimensions: {id: "1", title: D}}\n'
    after = next_of(text, "f@1", "2")
    assert data_of(after) == {**data_of(text), "version": "2", "replaces": "f@1"}


def test_the_next_version_of_any_framework_is_good_and_has_its_digest() -> None:
    for seed in range(rounds(40, 200)):
        data, _ = random_project(random.Random(seed))
        version = str(data["version"])
        text = "\n".join(yaml_lines(data)) + "\n"
        before = loaded(text)
        assert before.good is not None
        after = loaded(next_of(text, before.good.ref, next_version(version)), before.good)
        assert [each.code.number for each in after.diagnostics] == [
            each.code.number for each in before.diagnostics
        ]
        assert after.good is not None
        assert framework_digest(after.good) == framework_digest(before.good)


# Lines for editors and pins ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "schema", "expected"),
    [
        ("kind: x\n", "../s.json", "# yaml-language-server: $schema=../s.json\nkind: x\n"),
        ("kind: x\r\n", "s", "# yaml-language-server: $schema=s\r\nkind: x\r\n"),
        ("\ufeffkind: x\n", "s", "\ufeff# yaml-language-server: $schema=s\nkind: x\n"),
        (
            "# yaml-language-server: $schema=old\n# b\na: b\n",
            "s",
            "# yaml-language-server: $schema=s\n# b\na: b\n",
        ),
        (
            "# b\n\n#yaml-language-server: $schema=old\r\na: b\n",
            "s",
            "# yaml-language-server: $schema=s\n# b\n\na: b\n",
        ),
        ("# yaml-language-server: $schema=old\na: b\n", None, "a: b\n"),
        ("a: b\n", None, "a: b\n"),
        ("a: |\n  # yaml-language-server: x\n", None, "a: |\n  # yaml-language-server: x\n"),
    ],
)
def test_the_line_for_editors_is_there_once_and_nothing_else_changes(
    text: str, schema: str | None, expected: str
) -> None:
    assert with_schema(text, schema) == expected


def test_schemas_are_named_as_seen_from_the_file() -> None:
    assert schema_from("frameworks/f.yaml") == "../schemas/framework.schema.json"
    assert schema_from("assessments/s/2021-03-11.yaml") == "../../schemas/assessment.schema.json"
    assert schema_from("reviews/s/2021-03-11/anna.yaml") == "../../../schemas/mark.schema.json"
    assert schema_from("reviews/s/2021-03-11/reply-b.yaml") == "../../../schemas/reply.schema.json"
