"""The reports in docs/examples are what `report` writes today, byte for byte."""

from pathlib import Path

import pytest

from scorecard.spreadsheet.cells import read_workbook
from tests.commands import ROOT, run

EXAMPLES = ROOT / "docs/examples"


@pytest.mark.parametrize("subject", ["beijing", "uk-online-safety"])
@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_an_example_is_what_report_writes(
    subject: str, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    made = tmp_path / f"{subject}{suffix}"
    outcome = run("report", subject, "-o", str(made))
    assert (outcome.code, outcome.out) == (0, "")
    command = f"scorecard report {subject} --force -o docs/examples/{subject}{suffix}"
    assert made.read_bytes() == (EXAMPLES / made.name).read_bytes(), f"run `{command}`"


def test_an_html_example_is_small() -> None:
    assert (EXAMPLES / "uk-online-safety.html").stat().st_size < 150_000


def test_the_example_workbook_holds_what_export_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    made = tmp_path / "made.xlsx"
    assert run("export", "uk-online-safety@2023-10-26", "-o", str(made)).code == 0
    command = "scorecard export uk-online-safety@2023-10-26 --force -o docs/examples/uk-online-safety.xlsx"
    sheets = [
        [(sheet.name, sheet.cells) for sheet in read_workbook(path.read_bytes())]
        for path in (made, EXAMPLES / "uk-online-safety.xlsx")
    ]
    assert sheets[0] == sheets[1], f"run `{command}`"
