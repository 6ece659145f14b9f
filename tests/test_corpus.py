"""Every rule on the files of tests/corpus, which say what is wrong with them; tests/corpus.py tells how."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import scorecard.rules
from scorecard.diagnostics import Code
from scorecard.rules.assessment import ASSESSMENT_RULES, WRITTEN_RULES
from scorecard.rules.file import FILE_RULES
from scorecard.rules.framework import FRAMEWORK_RULES
from scorecard.rules.framework_quality import SOUND_FRAMEWORK_RULES
from scorecard.rules.lineage import LINEAGE_RULES
from scorecard.rules.project import NAME_RULES, NEIGHBOUR_RULES, PLACE_RULES, SCHEMA_RULES, USE_RULES
from scorecard.rules.published import GONE_RULES, PUBLISHED_FRAMEWORK_RULES, PUBLISHED_RULES, UNREAD_RULES
from scorecard.rules.ratings import PAIR_RULES
from scorecard.rules.reader_codes import CODES
from scorecard.rules.reviews import DECISION_RULES, MARK_RULES, OPEN_MARK_RULES, REPLY_RULES
from tests.corpus import SHARED, Case, check_file, find_cases, parse_expectations

PUBLISHED = [
    *(rule.code for rule in PUBLISHED_FRAMEWORK_RULES),
    *(rule.code for rule in PUBLISHED_RULES),
    *(rule.code for rule in GONE_RULES),
    *(rule.code for rule in UNREAD_RULES),
]
RULES: list[Code] = [
    *(rule.code for rule in FILE_RULES),
    *(rule.code for rule in FRAMEWORK_RULES),
    *(rule.code for rule in SOUND_FRAMEWORK_RULES),
    *(rule.code for rule in LINEAGE_RULES),
    *(rule.code for rule in ASSESSMENT_RULES),
    *(rule.code for rule in WRITTEN_RULES),
    *(rule.code for rule in PAIR_RULES),
    *(rule.code for rule in PLACE_RULES),
    *(rule.code for rule in NAME_RULES),
    *(rule.code for rule in NEIGHBOUR_RULES),
    *(rule.code for rule in USE_RULES),
    *(rule.code for rule in SCHEMA_RULES),
    *PUBLISHED,
    *(rule.code for rule in MARK_RULES),
    *(rule.code for rule in OPEN_MARK_RULES),
    *(rule.code for rule in REPLY_RULES),
    *(rule.code for rule in DECISION_RULES),
]
NOT_IN_TEXT = {
    "stale-schema",
    "cannot-read-file",
    "link-leads-out",
    "file-too-big",
    "not-utf8",
    "changed-without-new-version",
    "remarks-left-out",
    "name-windows-refuses",
    *(code.name for code in PUBLISHED),
}
"""Codes that text files cannot show: test_project, test_history and test_project_published have them."""

CASES = find_cases()
BY_NAME = {code.name: code for code in (*RULES, *CODES.values())}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])
def test_case(case: Case) -> None:
    assert case.found() == case.expected()


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])
def test_a_case_says_what_its_name_does(case: Case) -> None:
    assert case.rule in BY_NAME, "a folder of cases has the name of a code"
    assert case.path.name.startswith(("bad", "good"))
    codes = set(re.findall("SC[0-9]{3}", " ".join(case.expected())))
    if case.is_bad:
        assert BY_NAME[case.rule].number in codes
    else:
        assert not codes


@pytest.mark.parametrize("name", sorted(BY_NAME.keys() - NOT_IN_TEXT))
def test_every_code_has_a_bad_case(name: str) -> None:
    assert any(case.rule == name and case.is_bad for case in CASES), f"drop tests/corpus/{name}/bad.yaml"


@pytest.mark.parametrize("name", sorted({code.name for code in RULES} - NOT_IN_TEXT))
def test_every_rule_has_a_good_case(name: str) -> None:
    assert any(case.rule == name and not case.is_bad for case in CASES), f"drop tests/corpus/{name}/good.yaml"


def test_no_registry_of_rules_is_passed_over() -> None:
    """A registry is a tuple in a module of rules whose name ends in `_RULES`."""
    for found in pkgutil.iter_modules(scorecard.rules.__path__):
        module = importlib.import_module(f"scorecard.rules.{found.name}")
        for name, registry in vars(module).items():
            if name.endswith("_RULES"):
                missing = {rule.code.name for rule in registry} - BY_NAME.keys()
                assert not missing, f"add {name} of rules/{found.name}.py to RULES here"


def test_exceptions_are_codes_without_a_case() -> None:
    assert BY_NAME.keys() >= NOT_IN_TEXT
    assert not NOT_IN_TEXT & {case.rule for case in CASES}


@pytest.mark.parametrize("path", sorted(SHARED.iterdir()), ids=lambda path: path.name)
def test_shared_frameworks_are_clean(path: Path) -> None:
    assert list(check_file(path)) == []


def test_expectations_are_read_from_comments() -> None:
    text = "a: b  # expect: SC201@9 SC205@3\nc: d\ne: f # expect: SC010@1"
    assert parse_expectations(text) == [("SC201", 1, 9), ("SC205", 1, 3), ("SC010", 3, 1)]


@pytest.mark.parametrize(
    "comment", ["# expect SC201@9", "# expect: SC201", "#expect: SC201@9", "# expect: 201@9", "# expect: "]
)
def test_an_expectation_in_another_form_is_not_passed_over(comment: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        parse_expectations(f"a: b\nc: d {comment}\n")
