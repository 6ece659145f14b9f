"""What a workbook makes of an assessment: nothing where nothing was filled in, and never a word lost."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from scorecard.editing.assessment_fields import Field, read_fields, write_fields
from scorecard.model.framework import Framework
from scorecard.model.lexical import parse_number
from scorecard.project.library import Project
from scorecard.reading.document import parse_document
from scorecard.spreadsheet.cells import read_workbook
from scorecard.spreadsheet.columns import Form, field_key
from scorecard.spreadsheet.form import read_form
from scorecard.spreadsheet.merge import FilledForm
from scorecard.spreadsheet.plan import Import, Wishes, plan_filled, plan_import
from scorecard.spreadsheet.workbook import write_workbook
from tests.assessments import FRAMEWORK, FRAMEWORK_DATA, assessments
from tests.builders import to_yaml, write_text, write_yaml
from tests.counting import LINEAR, growth
from tests.filling import start_libreoffice
from tests.rounds import rounds
from tests.test_spreadsheet_merge import exported_as

NAME = "springfield@2021-03-11"
PATH = "assessments/springfield/2021-03-11.yaml"


def form_of(text: str, framework: Framework = FRAMEWORK, origin: str = NAME) -> Form:
    fields = read_fields(parse_document(text.encode()).data, framework)
    return Form(framework=framework, fields=fields, origin=origin)


def workbook_of(text: str) -> bytes:
    return write_workbook(form_of(text))


def filled_of(text: str, changes: Mapping[Field, Any]) -> FilledForm:
    """Return the workbook of an assessment as somebody filled it in; its digests are those of the export."""
    form = form_of(text)
    kept = {each: value for each, value in {**form.fields, **changes}.items() if value is not None}
    raw = write_workbook(form._replace(fields=kept))
    base = {field_key(each): exported_as(value) for each, value in form.fields.items()}
    filled = read_form(read_workbook(raw))
    gone = {each: None for each in form.fields if each[0] == "sources" and each not in kept}
    return filled._replace(base=base, values={**filled.values, **gone})


def project_with(root: Path, text: str | None) -> Project:
    write_yaml(root / "frameworks/city-air@2.0.yaml", FRAMEWORK_DATA)
    if text is not None:
        write_text(root / PATH, text)
    else:
        (root / PATH).unlink(missing_ok=True)
    return Project(root)


def imported(project: Project, workbook: bytes | FilledForm, **wishes: Any) -> Import:
    if isinstance(workbook, bytes):
        return plan_import(workbook, project, Wishes(**wishes), pending={})
    return plan_filled(workbook, project, Wishes(**wishes), pending={})


def fields_of(raw: bytes | None) -> dict[Field, Any]:
    assert raw is not None
    document = parse_document(raw)
    assert not document.findings
    return read_fields(document.data, FRAMEWORK)


def as_numbers(fields: Mapping[Field, Any]) -> dict[Field, Any]:
    """Return fields with measurements as numbers: 4.2 typed over 4.20 is no change."""
    numbers = {each: parse_number(value) for each, value in fields.items() if each[-1] == "measured"}
    return {**fields, **numbers, ("framework_digest",): None}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project")


@given(assessments())
@settings(max_examples=rounds(15, 60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_export_that_comes_back_as_it_was_changes_nothing(root: Path, data: Any) -> None:
    text = to_yaml(data)
    result = imported(project_with(root, text), workbook_of(text))
    assert (result.refusals, result.taken, result.after) == ((), (), None)


@given(assessments())
@settings(max_examples=rounds(15, 60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_export_makes_the_same_assessment_where_there_is_none(root: Path, data: Any) -> None:
    text = to_yaml(data)
    result = imported(project_with(root, None), workbook_of(text))
    assert result.refusals == ()
    expected = form_of(text).fields
    assert {**fields_of(result.after), ("framework_digest",): 0} == {**expected, ("framework_digest",): 0}
    assert b"working_note" not in (result.after or b"")


@given(assessments(), assessments())
@settings(max_examples=rounds(15, 60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_filled_in_is_what_the_file_says_afterwards(root: Path, before: Any, after: Any) -> None:
    text = to_yaml({**before, "stage": "draft"})
    old, new = form_of(text).fields, read_fields(after, FRAMEWORK)
    changes = {each: new.get(each) for each in {**old, **new} if each != ("framework_digest",)}
    result = imported(project_with(root, text), filled_of(text, changes))
    assert result.refusals == ()
    assert as_numbers(fields_of(result.after or text.encode())) == as_numbers(new)
    data = parse_document(result.after or text.encode()).data
    assert isinstance(data, dict) and isinstance(data["ratings"], dict)
    for id, rating in before["ratings"].items():
        if isinstance(rating, dict) and "working_note" in rating:
            kept = data["ratings"][id]
            assert isinstance(kept, dict) and kept["working_note"] == rating["working_note"]


# Two people, one file -------------------------------------------------------------------------------

TEXT = """\
kind: assessment
framework: city-air@2.0
subject: {id: springfield, name: Springfield}
date: 2021-03-11
stage: draft
sources: {plan: {title: Air plan}}
ratings:
  "1.1": 4.20   # from the yearbook
  "1.2": fail
  "2.1": "2"
"""


def test_evidence_that_stands_alone_becomes_a_list_in_one_reading_whatever_the_number() -> None:
    """However many ratings get a second piece of evidence: reading once for each took quadratic time."""

    def writing(size: int) -> Callable[[], object]:
        head = "kind: assessment\nratings:\n"
        rating = '  "{}":  # a\n    evidence:\n      # c\n      source: plan   # b\n      locator: p. 2\n'
        more = "      - source: act\n"
        listed = rating.replace("      source", "      - source").replace("      locator", "        locator")
        numbers = range(size)
        text, wanted = (head + "".join(each.format(at) for at in numbers) for each in (rating, listed + more))
        pieces: Any = [{"source": "plan", "locator": "p. 2"}, {"source": "act"}]
        document = parse_document(text.encode())
        changes: dict[Field, Any] = {("ratings", str(at), "evidence"): pieces for at in numbers}
        assert write_fields(document, changes, FRAMEWORK).text == wanted
        return partial(write_fields, document, changes, FRAMEWORK)

    assert growth(writing, 10) < LINEAR


def test_fields_are_written_and_comments_stay() -> None:
    changes: dict[Field, Any] = {("ratings", "1.1", "rationale"): "Why."}
    after = write_fields(parse_document(TEXT.encode()), changes, FRAMEWORK)
    assert after.text == TEXT.replace(
        '  "1.1": 4.20   # from the yearbook\n',
        '  "1.1":   # from the yearbook\n    measured: 4.20\n    rationale: |\n      Why.\n',
    )


# Through a spreadsheet program ----------------------------------------------------------------------


@pytest.mark.slow
def test_libreoffice_saves_what_it_opened(tmp_path: Path) -> None:
    """Thirty assessments with every key and hostile texts, all opened and saved by one LibreOffice."""
    texts = []

    @given(assessments())
    @settings(max_examples=30, deadline=None, database=None, derandomize=True)
    def collect(data: Any) -> None:
        texts.append(to_yaml(data))

    collect()
    folder, saved = tmp_path / "made", tmp_path / "saved"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.xlsx").write_bytes(workbook_of(text))
    words = ["--convert-to", "xlsx", "--outdir", str(saved)]
    start_libreoffice(tmp_path / "profile", *words, *map(str, folder.iterdir()))
    assert len(list(saved.iterdir())) == len(texts) >= 20
    for number, text in enumerate(texts):
        raw = (saved / f"{number}.xlsx").read_bytes()
        assert raw != (folder / f"{number}.xlsx").read_bytes()
        result = imported(project_with(tmp_path / str(number), text), raw)
        assert (result.refusals, result.taken, result.after) == ((), (), None), text
        fresh = imported(project_with(tmp_path / f"new-{number}", None), raw)
        expected = {**form_of(text).fields, ("framework_digest",): 0}
        assert {**fields_of(fresh.after), ("framework_digest",): 0} == expected
