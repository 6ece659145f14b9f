"""The open data in the programs that read it, and before those that check it: the extra `verify`."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands import ROOT, run
from tests.test_open_data import HOSTILE, PROJECTS, everything, hard

pytestmark = pytest.mark.slow
PAGE = (ROOT / "docs/data.md").read_text(encoding="utf-8")
READERS = dict(re.findall(r"With (\w+):\n\n```python\n(.*?)```", PAGE, re.DOTALL))


def read(program: str) -> dict[str, list[dict[str, Any]]]:
    """Read public-data/ as docs/data.md says; return the rows of each table, None for what is missing."""
    names: dict[str, Any] = {}
    exec(READERS[program], names)
    found = {}
    # Each rating has its scorecard; a relation of duckdb has no length.
    assert len(names["joined"]) == len(names["tables"]["ratings"]) > 0
    for name, table in names["tables"].items():
        if program == "pandas":
            assert "suffix" not in table or not table["suffix"].isna().any()
            rows = table.astype(object).where(table.notna(), None).to_dict("records")
        elif program == "polars":
            rows = table.to_dicts()
        else:
            rows = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
        found[name] = [{key: value if value != "" else None for key, value in row.items()} for row in rows]
    return found


@pytest.mark.parametrize("program", ["pandas", "polars", "duckdb"])
@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_each_reader_gets_what_assess_says(
    program: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("data", "-o", "public-data", "--drafts", "--project", str(project)).code == 0
    tables = read(program)
    monkeypatch.chdir(project)
    found = json.loads(run("assess", "assessments/", "--drafts", "--format", "json").out)["scorecards"]
    wanted = {
        (each["path"], one["id"]): (
            one["level"],
            one["status"],
            one["score"],
            one["measured"],
            one["rationale"],
        )
        for each in found
        for one in everything(each)
        if "counts_as" not in one
    }
    key = ("subject", "date", "suffix", "framework")
    paths = {tuple(row[name] for name in key): row["path"] for row in tables["scorecards"]}
    told = ("level", "status", "score", "measured", "rationale")
    rows = {
        (paths[tuple(row[name] for name in key)], row["indicator"]): tuple(row[name] for name in told)
        for row in tables["ratings"]
    }
    assert rows == wanted
    scores = {row["path"]: (row["status"], row["score"], row["fail"]) for row in tables["scorecards"]}
    assert scores == {each["path"]: (each["status"], each["score"], each["counts"]["fail"]) for each in found}


@pytest.mark.parametrize("program", ["pandas", "polars", "duckdb"])
def test_each_reader_keeps_ids_and_texts(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hard(tmp_path))
    assert run("data", "-o", "public-data").code == 0
    rows = read(program)["ratings"][:4]
    assert [row["indicator"] for row in rows] == ["1.1", "1.10", "1.2", "1.3"]
    assert rows[0]["rationale"] == HOSTILE


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_it_is_a_data_package_and_can_be_cited(project: Path, tmp_path: Path) -> None:
    import dplib
    import frictionless
    import jsonschema

    assert run("data", "-o", str(tmp_path / "data"), "--drafts", "--project", str(project)).code == 0
    profile = Path(dplib.__file__).parent / "profiles/2.0/datapackage.json"
    package = tmp_path / "data" / "datapackage.json"
    jsonschema.validate(json.loads(package.read_bytes()), json.loads(profile.read_bytes()))
    report = frictionless.validate(str(package))
    assert report.valid, report.to_summary()
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    outcome = subprocess.run([*command, str(tmp_path / "data/CITATION.cff")], capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout
    outcome = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path / "data", capture_output=True
    )
    assert outcome.returncode == 0, outcome.stdout
