"""No excerpt of a file shows a line of a working note, however broken the file is."""

from pathlib import Path

import pytest

from scorecard.render.diagnostics.working_notes import lines_of_working_notes
from tests.builders import write_framework
from tests.commands import run

HEAD = (
    "kind: assessment\nframework: city-air@2.0\nsubject: {id: springfield, name: Springfield}\n"
    "date: 2021-03-11\nratings:\n"
)
BROKEN = [
    '  "1.2": {level: fail, working_note: "first\nSECRET second \\q"}\n',
    "  \"1.2\": {level: fail, working_note: 'first\nSECRET: second' x}\n",
    '  "1.2":\n    working_note: |\n      first\nSECRET second\n    level: fail\n',
    '  "1.2":\n    level: fail\n    working_note: |\n    SECRET: first: second\n',
    '  "1.2":\n    level: fail\n    working_note: first\n      and SECRET: second\n',
    '  "1.2":\n    level: fail\n    working_notes: SECRET\n',
    '  "1.2":\n    level: fail\n    workingnote: SECRET\n',
    '  "1.2":\n    level: fail\n    "Working note": SECRET\n',
    '  "1.2":\n    level: fail\n    wroking_note : SECRET\n',
    '  "1.2":\n    level: fail\n    working-note = SECRET\n    rationale: Why.\n',
    '  "1.2": {level: fail, working_notes: SECRET}\n',
    '  "1.2":\n    level: fail\n    working_note:\n      - SECRET\n',
    '  "1.2":\n    level: fail\n    working_note: SECRET" and more: yes\n',
    '  "1.2":\n    level: fail\n    working_note:\n      "SECRET"\n      rationale\n',
]


@pytest.mark.parametrize("ratings", BROKEN)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_broken_file_shows_no_working_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ratings: str, end: str
) -> None:
    write_framework(tmp_path)
    path = tmp_path / "assessments/springfield/2021-03-11.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes((HEAD + ratings).replace("\n", end).encode())
    monkeypatch.chdir(tmp_path)
    outcome = run("validate")
    assert outcome.code == 1
    assert "SECRET" not in outcome.out + outcome.err


def test_what_follows_a_working_note_is_shown() -> None:
    text = HEAD + (
        '  "1.2":\n    working_note: |\n      first\n\n      last\n    level: fail\n  "2.1":\n'
        '    working_note: "a\n\n      b"\n    rationale: We will not: no\nsources:\n  plan: {title: A}\n'
    )
    assert lines_of_working_notes(text) == {7, 8, 9, 10, 13, 14, 15}
