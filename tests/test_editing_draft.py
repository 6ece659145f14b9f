"""A new assessment's text: what stands in it, and that it is good whatever the framework says."""

import random
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.editing.draft import NewAssessment, comment, draft_assessment
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK
from scorecard.project.library import Project
from scorecard.project.loader import AssessmentFile, FrameworkFile
from scorecard.reading.document import parse_document
from tests.builders import data_file, framework_data, indicator, to_yaml
from tests.reference.projects import indicators_below, random_project, yaml_lines
from tests.reference.scorer import asked_below
from tests.rounds import rounds
from tests.small import OneFramework, lone
from tests.strategies import PLAIN_TEXT

DAY = date(2021, 3, 12)
LONG = "a line that is long enough to go on in the next"


def loaded_framework(text: str) -> FrameworkFile:
    return Project(None).load(lone(text), FRAMEWORK)


def checked(text: str, framework: FrameworkFile, subject: str = "springfield") -> AssessmentFile:
    """Return an assessment's text as the loader reads it from the place that it was made for."""
    place = f"assessments/{subject}/{DAY}.yaml"
    return OneFramework(framework).load(lone(text, place), ASSESSMENT)


def drafted(framework: Framework, *, suffix: str | None = None, **changes: Any) -> str:
    place = AssessmentPath("", "springfield", DAY, suffix)
    return draft_assessment(
        NewAssessment(**{"framework": framework, "place": place, "name": "Springfield", **changes})
    )


def freed(text: str) -> str:
    """Take `# ` away from every key that is given as a hint, with all that stands below it."""
    lines, is_hint = [], False
    for line in text.split("ratings:\n")[0].split("\nkind: ")[1].split("\n"):
        key = re.match(r"# ([a-z]+):", line)
        is_hint = bool(key) or (is_hint and line.startswith("#   "))
        lines.append(line[2:] if is_hint else line)
    return "kind: " + "\n".join(lines)


SMALL = data_file("draft.yaml")


def test_every_indicator_is_there_with_what_it_asks_and_what_may_be_answered() -> None:
    bands = [
        {"level": "yes", "at_most": "5"},
        {"level": "half", "at_least": "6", "at_most": "10"},
        {"level": "no"},
    ]
    limits = {
        "id": "1",
        "title": "Limits",
        "description": "What the law\nsets.",
        "critical": "true",
        "indicators": [
            {
                "id": "1.1",
                "title": "Fine particles",
                "requirement": "The annual mean of fine particles meets the guideline.",
                "guidance": "Use the mean over all background stations,\nas they are published.\n\n"
                "- Not the peak.\n- Not the median.",
                "critical": "true",
                "evidence": "required",
                "measure": {"unit": "µg/m³", "bands": bands},
            },
            {
                "id": "1.2",
                "title": "Limits in law",
                "requirement": "The limits are set in law.",
                "not_applicable": "forbidden",
            },
            {"id": "1.3", "title": "Noise", "requirement": "Noise has a limit.", "state": "future"},
        ],
        "dimensions": [{"id": "1a", "title": "Inside"}],
    }
    levels = [
        {"id": "yes", "label": "Fully met", "value": "1", "status": "pass"},
        {"id": "half", "label": "Half", "value": "0.5", "status": "partial"},
        {"id": "no", "value": "0", "status": "fail"},
    ]
    framework = Framework.model_validate(
        framework_data(
            dimension_label="Test",
            evidence="required-for-pass",
            scales={"answer": levels},
            sources={"Plan": {"title": "A plan"}},
            dimensions=[limits],
        )
    )
    text = drafted(framework, is_name_made=True, tags=("coast",), title="First review", suffix="b")
    assert text == SMALL.replace("DIGEST", framework_digest(framework))


@pytest.mark.parametrize("part", range(4))
def test_for_any_framework_the_new_file_is_good_and_rates_nothing(part: int) -> None:
    for seed in range(part, rounds(100, 400), 4):
        data, _ = random_project(random.Random(seed))
        framework = loaded_framework("\n".join(yaml_lines(data)) + "\n")
        assert framework.good is not None
        loaded = checked(drafted(framework.good), framework)
        assert loaded.diagnostics == ()
        assert loaded.content is not None
        asked = set(asked_below(data, {}))
        active = [each["id"] for each in _indicators(data) if each.get("state", "active") == "active"]
        counted = [id for id in active if id in asked]
        assert {id: entry.level for id, entry in loaded.content.ratings.items()} == dict.fromkeys(
            counted, "not-rated"
        )
        assert loaded.content.is_draft
        assert loaded.content.framework_digest == framework_digest(framework.good)


def _indicators(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the indicators of a framework in which a list of one may be its one item."""

    def lengthened(value: Any, key: str = "") -> Any:
        if key in ("dimensions", "indicators") and isinstance(value, dict):
            value = [value]
        if isinstance(value, dict):
            return {name: lengthened(inner, name) for name, inner in value.items()}
        return [lengthened(each) for each in value] if isinstance(value, list) else value

    return list(indicators_below(lengthened(data)))


TEXT = PLAIN_TEXT.map(str.strip).filter(bool)


@settings(max_examples=rounds(30, 150))
@given(st.lists(TEXT, min_size=9, max_size=9), st.lists(TEXT, max_size=2))
def test_no_text_of_a_framework_acts_in_a_comment(texts: list[str], tags: list[str]) -> None:
    title, requirement, guidance, unit, about, label, word, name, heading = texts
    measure = {"unit": unit, "bands": [{"level": "a", "at_most": "1"}, {"level": "b"}]}
    framework = loaded_framework(
        to_yaml(
            framework_data(
                title=title,
                dimension_label=word,
                scales={
                    "s": [
                        {"id": "a", "label": label, "value": 1, "status": "pass"},
                        {"id": "b", "value": 0, "status": "fail"},
                    ]
                },
                dimensions=[
                    {
                        "id": "1",
                        "title": heading,
                        "description": about,
                        "indicators": [
                            indicator("1.1", title=title, requirement=requirement, guidance=guidance),
                            indicator("1.2", title=title, measure=measure),
                        ],
                    }
                ],
            )
        )
    )
    assert framework.good is not None
    loaded = checked(drafted(framework.good, name=name, title=title, tags=tuple(tags)), framework)
    assert loaded.diagnostics == ()
    assert loaded.content is not None
    assert (loaded.content.subject.name, loaded.content.title) == (name, title)
    assert loaded.content.subject.tags == tuple(tags)
    assert list(loaded.content.ratings) == ["1.1", "1.2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LONG}\ntwo", f"# {LONG} two\n"),
        ("one\ntwo", "# one\n# two\n"),
        ("one\n\ntwo", "# one\n#\n# two\n"),
        ("list:\n- a\n- b", "# list:\n# - a\n# - b\n"),
        ("scorecard: ignore[SC312]", "# scorecard: ignore [SC312]\n"),
        ("# scorecard:ignore[SC312] x", "# # scorecard:ignore [SC312] x\n"),
        ("a\n\nyaml-language-server: $schema=x", "# a\n#\n# yaml-language-server (quoted): $schema=x\n"),
    ],
)
def test_texts_are_wrapped_anew_and_cannot_be_commands(text: str, expected: str) -> None:
    assert comment(text) == expected


def test_every_hint_can_be_freed() -> None:
    framework = loaded_framework(to_yaml(framework_data())).good
    assert framework is not None
    document = parse_document(freed(drafted(framework)).encode())
    assert document.findings == ()
    assert isinstance(document.data, dict)
    given = {
        key: document.data[key]
        for key in ("title", "document", "assessors", "reviewers", "licence", "summary")
    }
    assert given == {
        "title": "What this assessment is called",
        "document": "plan",
        "assessors": ["A. Person"],
        "reviewers": ["B. Person"],
        "licence": "CC-BY-4.0",
        "summary": "What the reader should know first. Markdown, if you like.",
    }
    loaded = checked(freed(drafted(framework)) + "ratings: {}\n", loaded_framework(to_yaml(framework_data())))
    assert loaded.diagnostics == ()


def test_the_example_of_a_rating_is_a_good_one() -> None:
    framework = loaded_framework(to_yaml(framework_data()))
    assert framework.good is not None
    text = drafted(framework.good)
    example = re.search(r'(?m)^#   "1.2":\n(?:#    .*\n)+', text)
    assert example is not None
    rating = re.sub("(?m)^# ", "", example.group())
    whole = freed(text) + "ratings:\n" + rating
    assert checked(whole, framework).diagnostics == ()


def test_a_framework_without_indicators_gives_a_good_file_too() -> None:
    framework = loaded_framework(to_yaml(framework_data(dimensions=[{"id": "1", "title": "Nothing"}])))
    assert framework.good is not None
    assert checked(drafted(framework.good), framework).diagnostics == ()
