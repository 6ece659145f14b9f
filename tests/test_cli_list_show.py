"""`scorecard list` and `scorecard show` as a user meets them."""

import json
import re
from pathlib import Path

import pytest

from tests.builders import BROKEN, write_text
from tests.commands import ROOT, run
from tests.conftest import Golden
from tests.test_cli_assess import change, city

__all__ = ["city"]


def test_list_shows_everything_that_is_here(city: Path, golden: Golden) -> None:
    outcome = run("list", "--format", "plain")
    assert (outcome.code, outcome.err) == (0, "")
    golden.check("list.plain.txt", outcome.out)


def test_list_of_this_repository_has_all_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    out = " ".join(run("list", columns=160).out.split())
    for words in (
        "2021-03-12 ✗ Fails 8 10 9 ",
        "2021-09-15 ✗ Fails 7 10 10 ",
        "2022-04-14 ✗ Fails 9 11 7 ",
        "2023-10-26 ✗ Fails 16 9 2",
        "2019-12-31 ✗ Fails 16.7 to 75.0",
        "2020-12-31 ✗ Fails 16.7 to 75.0",
        "2021-12-31 ? Not decided yet 5.0 to 80.0",
        "2022-12-31 ? Not decided yet 8.3 to 75.0",
        "2023-12-31 ? Not decided yet 8.3 to 75.0",
    ):
        assert words in out
    lines = run("list").out.splitlines()
    assert len(lines) == 25, "a line for each framework, assessment and subject under a framework"
    assert max(map(len, lines)) <= 80


def test_list_in_an_empty_folder_shows_the_shipped_frameworks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("list", "--format", "json")
    assert outcome.code == 0
    content = json.loads(outcome.out)
    assert [(each["id"], each["version"], each["shipped"]) for each in content["frameworks"]] == [
        ("online-safety-six-tests", "1.0", True),
        ("who-air-quality", "2005", True),
        ("who-air-quality", "2021", True),
    ]
    assert content["assessments"] == []


def test_a_projects_own_framework_stands_before_a_shipped_one(city: Path) -> None:
    own = (city / "frameworks/city-air@2.0.yaml").read_text(encoding="utf-8")
    own = own.replace("id: city-air", "id: who-air-quality").replace('version: "2.0"', 'version: "2021"')
    (city / "frameworks/who-air-quality.yaml").write_text(own, encoding="utf-8")
    content = json.loads(run("list", "--format", "json").out)
    found = {f"{each['id']}@{each['version']}": each["shipped"] for each in content["frameworks"]}
    assert found["who-air-quality@2021"] is False
    assert found["who-air-quality@2005"] is True


@pytest.mark.parametrize("columns", [40, 80])
def test_no_count_is_cut_where_there_is_little_room(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.chdir(ROOT)
    out = run("list", columns=columns).out
    counts = [line.split()[-3:] for line in out.splitlines() if re.match(r"  20\d\d-\d\d-\d\d  ✗", line)]
    # Of Beijing in 2019 and 2020 one of seven passes, two fail and four are not rated.
    assert counts[:2] == [["1", "2", "4"]] * 2
    assert counts[2:] == [["8", "10", "9"], ["7", "10", "10"], ["9", "11", "7"], ["16", "9", "2"]]
    assert "✓ pass  ◐ partial" in out


def test_list_shows_what_cannot_be_scored(city: Path) -> None:
    change(city, '"2.1": poor', '"2.1": por')
    outcome = run("list", "--format", "json")
    assert outcome.code == 1
    (found,) = json.loads(outcome.out)["assessments"]
    assert (found["subject"], found["date"], found["status"]) == ("springfield", "2021-03-11", None)
    assert "SC404" in outcome.err
    assert "not scored: the file has errors" in " ".join(run("list").out.split())


def test_show_is_a_framework_as_a_reader_wants_it(city: Path, golden: Golden) -> None:
    outcome = run("show", "city-air", "--format", "plain")
    assert (outcome.code, outcome.err) == (0, "")
    golden.check("show.plain.txt", outcome.out)


def test_show_says_the_rules_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    out = " ".join(run("show", "online-safety-six-tests").out.split())
    assert (
        "passes when all indicators pass; otherwise it is partial when the score is at least 50.0 out of 100"
        in out
    )
    assert "passes when all tests pass; otherwise it is partial when none of the tests fails" in out
    assert "verdicts and counts" in out


def test_show_names_the_indicators_that_ask_for_other_evidence(city: Path) -> None:
    path = city / "frameworks/city-air@2.0.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count('{id: "2.1",') == 1
    text = text.replace('{id: "2.1",', '{id: "2.1", evidence: required-for-pass,')
    path.write_text(text, encoding="utf-8")
    assert "Evidence optional; at 2.1 required for every pass" in " ".join(
        run("show", "city-air", "--format", "plain", columns=120).out.split()
    )


def test_show_takes_the_newest_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert json.loads(run("show", "who-air-quality", "--format", "json").out)["version"] == "2021"
    old = json.loads(run("show", "who-air-quality@2005.0", "--format", "json").out)
    assert old["version"] == "2005"


@pytest.mark.parametrize(
    ("word", "code", "said"),
    [
        ("city-ari", 3, "did you mean city-air?"),
        ("city-air@3", 3, "known here: city-air@2.0"),
        ("nowhere.yaml", 3, "SC001"),
        ("assessments/springfield/2021-03-11.yaml", 1, "SC104"),
        ("frameworks/city-air@2.0.yaml", 0, ""),
    ],
)
def test_show_of_a_wrong_word(city: Path, word: str, code: int, said: str) -> None:
    outcome = run("show", word)
    assert outcome.code == code
    assert said in outcome.err


def test_the_digest_changes_with_what_results_depend_on_and_with_nothing_else(city: Path) -> None:
    def digest() -> str:
        return str(json.loads(run("show", "city-air", "--format", "json").out)["digest"])

    path = "frameworks/city-air@2.0.yaml"
    before = digest()
    change(city, "title: Clean city air", "title: Another title", path)
    change(city, "The limits are set in law.", "The  limits are set in\u00a0law.", path)
    assert digest() == before
    change(city, "weight: 2", "weight: 2.0", path)
    assert digest() == before
    change(city, "weight: 2.0", "weight: 3", path)
    assert digest() != before


@pytest.mark.parametrize("name", ["who-air-quality.yaml", "who-air-quality@2021.yaml"])
@pytest.mark.parametrize(
    "text", [BROKEN, 'kind: framework\nid: who-air-quality\nversion: "2021"\ntitel: Ours\n']
)
def test_a_framework_of_ones_own_with_errors_is_not_replaced_by_a_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_text(tmp_path / "frameworks" / name, text)
    commands = ["show ID", "schema assessment --framework ID", "export ID -o w.xlsx", "report ID"]
    for words in (command.replace("ID", "who-air-quality").split() for command in commands):
        outcome = run(*words)
        assert (outcome.code, outcome.out) == (1, ""), words
        assert outcome.err.startswith(f"frameworks/{name}:"), words
