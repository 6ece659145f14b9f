"""`scorecard diff --since`: all that differs from a revision, with real git."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from scorecard.errors import NotFoundError, UsageError
from scorecard.project.changes_since import ChangedFiles, find_since
from scorecard.project.library import Project
from tests.builders import (
    BROKEN,
    assessment_data,
    commit_all,
    framework_data,
    indicator,
    init_repository,
    write_assessment,
    write_framework,
    write_project,
    write_text,
)
from tests.commands import Outcome, flat, run

READERS = ("table", "plain", "markdown")
FORMATS = (*READERS, "json", "csv")
FRAMEWORK = "frameworks/city-air@2.0.yaml"
FIRST = "assessments/springfield/2021-03-11.yaml"
SECOND = "assessments/springfield/2022-01-01.yaml"
BETTER = {"1.1": {"measured": "4.2"}, "1.2": "fail", "2.1": "pass"}
WORSE = {"1.1": {"measured": "4.2"}, "1.2": "fail", "2.1": "fail"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed project of one framework and one assessment, and the working directory in it."""
    root = write_project(tmp_path / "city")
    init_repository(root)
    commit_all(root)
    monkeypatch.chdir(root)
    return root


def since(root: Path, revision: str = "HEAD") -> ChangedFiles:
    return find_since(Project(root), revision)


def sides(found: ChangedFiles, what: str) -> list[tuple[str, str]]:
    """Return the paths of both sides of what was affected, or of what was compared of a kind of file."""
    chosen = [each for each in found.compared if f"{each.after.kind.name}s" == what]
    return [(each.before.path, each.after.path) for each in chosen or getattr(found, what, ())]


def parts(found: ChangedFiles) -> dict[str, Any]:
    """Return what is there, as paths, without what is empty."""
    everything = {
        **{what: sides(found, what) for what in ("frameworks", "assessments", "affected")},
        "first": [each.path for each in found.first],
        "removed": list(found.removed),
        "reworded": list(found.reworded),
        "misplaced": [each.path for each in found.misplaced],
    }
    return {what: value for what, value in everything.items() if value}


def shown(*words: str, format: str = "plain", code: int = 0) -> Outcome:
    outcome = run("diff", "--since", "HEAD", *words, "--format", format, columns=120)
    assert outcome.code == code
    assert (outcome.err == "") == (code == 0)
    return outcome


def content(*words: str, code: int = 0) -> Any:
    found = json.loads(shown(*words, format="json", code=code).out)
    assert found["schema"] == "scorecard/diffs/1"
    return found


def compared(found: Any) -> list[tuple[str, str]]:
    return [(each["before"]["path"], each["after"]["path"]) for each in found["diffs"]]


# What differs ---------------------------------------------------------------------------------------


def test_nothing(root: Path) -> None:
    assert parts(since(root)) == {}
    assert content()["diffs"] == []
    for format in READERS:
        assert "Nothing in this project differs from HEAD." in shown(format=format).out
    assert len(shown(format="csv").out.splitlines()) == 1


def test_a_changed_assessment(root: Path) -> None:
    write_assessment(root, ratings=BETTER)
    assert parts(since(root)) == {"assessments": [(f"HEAD:{FIRST}", FIRST)]}
    (found,) = content()["diffs"]
    assert (found["schema"], found["kind"]) == ("scorecard/diff/1", "assessment")
    assert [(row["indicator"], row["kind"]) for row in found["changes"]] == [("2.1", "improved")]
    for format in READERS:
        out = flat(shown(format=format).out)
        assert "Assessments that changed, or are new" in out
        assert "Springfield, 11 March 2021: 1 rated higher; score 50.0 → 75.0" in out


def test_a_new_assessment_is_compared_with_the_one_before_it(root: Path) -> None:
    write_assessment(root, date="2021-09-09", stage="draft", ratings=BETTER)
    write_framework(root, "town", "1")
    write_assessment(root, date="2021-10-10", framework="town@1")
    commit_all(root)
    write_assessment(root, date="2022-01-01", ratings=WORSE)
    assert parts(since(root)) == {"assessments": [(FIRST, SECOND)]}
    assert compared(content()) == [(FIRST, SECOND)]
    assert "Springfield, 1 January 2022, since March 2021: 1 got worse" in flat(shown().out)


def test_each_of_several_new_ones_is_compared_with_the_one_before_it(root: Path) -> None:
    write_assessment(root, date="2023-01-01")
    write_assessment(root, date="2022-01-01", suffix="b", ratings=WORSE)
    write_assessment(root, date="2022-01-01")
    third, last = "assessments/springfield/2022-01-01-b.yaml", "assessments/springfield/2023-01-01.yaml"
    assert sorted(sides(since(root), "assessments")) == sorted(
        [(FIRST, SECOND), (SECOND, third), (third, last)]
    )


def test_a_new_file_that_says_the_same_is_not_called_a_change_of_comments(root: Path) -> None:
    write_assessment(root, suffix="b")
    assert since(root).reworded == []
    assert "Only comments or layout changed" not in shown().out


def test_the_first_of_a_subject_is_listed(root: Path) -> None:
    write_assessment(root, "ogdenville", "2020-01-01")
    path = "assessments/ogdenville/2020-01-01.yaml"
    assert parts(since(root)) == {"first": [path]}
    assert content()["first"] == [{"path": path, "draft": False}]
    for format in READERS:
        out = flat(shown(format=format).out)
        assert "New, with nothing before it to compare" in out
        assert f"{path}: Fail (1 pass, 1 partial, 1 fail)" in out


def test_the_first_under_a_framework_is_listed(root: Path) -> None:
    write_framework(root, "town", "1")
    write_assessment(root, date="2022-01-01", framework="town@1")
    assert parts(since(root)) == {"first": ["frameworks/town@1.yaml", SECOND]}


def test_what_was_removed(root: Path) -> None:
    (root / FIRST).unlink()
    assert parts(since(root)) == {"removed": [FIRST]}
    assert content()["removed"] == [FIRST]
    for format in READERS:
        out = flat(shown(format=format).out)
        assert "Removed" in out
        assert FIRST in out


# Moved files ----------------------------------------------------------------------------------------

MOVED = "assessments/springfield/2022-01-02.yaml"


def move(root: Path, *, subject: str = "springfield", **changes: Any) -> None:
    """Commit a second assessment, much worse than the first, and move it."""
    write_assessment(root, date="2022-01-01", ratings=WORSE)
    commit_all(root)
    (root / SECOND).unlink()
    write_assessment(root, subject, "2022-01-02", ratings=WORSE, **changes)


def test_a_date_that_was_set_right_is_a_move(root: Path) -> None:
    move(root)
    assert parts(since(root)) == {"assessments": [(f"HEAD:{SECOND}", MOVED)]}
    (found,) = content("--fail-on", "regression,revised")["diffs"]
    assert found["moved"] == {"from": f"HEAD:{SECOND}", "to": MOVED}
    assert (found["before"]["date"], found["after"]["date"]) == ("2022-01-01", "2022-01-02")
    assert (found["changes"], found["score"]["change"]) == ([], 0)
    (summary,) = content("--detail", "summary")["diffs"]
    assert summary == {key: found[key] for key in found if key != "changes"}
    for format in READERS:
        out = flat(shown(format=format).out)
        assert "Assessments that moved: renamed, or dated anew" in out
        assert "Springfield, 2 January 2022, moved: all indicators are rated as before" in out
        assert f"HEAD:{SECOND} → {MOVED}" in out
        assert "regressed" not in out
        assert "Like for like" not in out, "there is no more to say of it"


def test_what_was_not_moved_says_so_in_json(root: Path) -> None:
    write_assessment(root, ratings=BETTER)
    assert content()["diffs"][0]["moved"] is None


def test_a_move_is_a_row_of_csv(root: Path) -> None:
    move(root)
    (row,) = csv.DictReader(io.StringIO(shown(format="csv").out))
    assert (row["kind"], row["indicator"]) == ("moved", "")
    assert (row["before_path"], row["after_path"]) == (f"HEAD:{SECOND}", MOVED)


def test_a_move_is_some_change(root: Path) -> None:
    move(root)
    outcome = run("diff", "--since", "HEAD", "--fail-on", "any")
    assert (outcome.code, outcome.err) == (1, f"Gate: added, moved or removed: {MOVED}\n")


def test_a_renamed_folder_moves_all_that_is_in_it(root: Path) -> None:
    write_assessment(root, date="2022-01-01", ratings=WORSE)
    commit_all(root)
    for path in (FIRST, SECOND):
        (root / path).unlink()
    first = assessment_data()["ratings"]
    for date, ratings in (("2021-03-11", first), ("2022-01-01", WORSE)):
        write_assessment(root, "shelbyville", date, ratings=ratings, subject_name="Shelbyville")
    pairs = [(f"HEAD:{path}", path.replace("springfield", "shelbyville")) for path in (FIRST, SECOND)]
    assert parts(since(root)) == {"assessments": pairs}
    assert [each["changes"] for each in content("--fail-on", "regression")["diffs"]] == [[], []]


def test_a_framework_that_changed_meanwhile_is_said_with_the_move(root: Path) -> None:
    dimensions = framework_data()["dimensions"]
    dimensions[0]["weight"] = 3
    move(root, subject="shelbyville")
    write_framework(root, dimensions=dimensions)
    out = flat(shown().out)
    assert "Shelbyville, 2 January 2022, moved" in out
    assert "The file was renamed: this is one assessment, then and now, and no change over time" in out
    assert "two different ones" not in out


@pytest.mark.parametrize("format", READERS)
def test_the_note_stands_where_a_move_is_all(root: Path, format: str) -> None:
    write_framework(root, note="A reconstruction.")
    move(root)
    assert "A reconstruction." in shown(format=format).out


def test_what_was_moved_comes_before_what_is_new(root: Path) -> None:
    move(root)
    write_assessment(root, date="2023-01-01", ratings=BETTER)
    new = "assessments/springfield/2023-01-01.yaml"
    assert parts(since(root)) == {"assessments": [(f"HEAD:{SECOND}", MOVED), (MOVED, new)]}


@pytest.mark.parametrize("path", [FIRST, FRAMEWORK])
def test_comments_and_layout_alone(root: Path, path: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    write_text(root / path, f"# A comment.\n\n{text}")
    assert parts(since(root)) == {"reworded": [path]}
    assert content()["diffs"] == []
    assert content()["reworded"] == [path]
    for format in READERS:
        assert "Only comments or layout changed" in shown(format=format).out
    write_text(root / path, text.replace("\n", "\r\n"))
    assert parts(since(root)) == {}


def test_a_change_of_words_alone_is_a_change(root: Path) -> None:
    write_assessment(root, summary="New words.")
    assert parts(since(root)) == {"assessments": [(f"HEAD:{FIRST}", FIRST)]}
    (found,) = content()["diffs"]
    assert found["changes"] == []


def test_a_draft_that_became_final_is_new(root: Path) -> None:
    """What was a draft is no point to compare with, unless drafts are wanted."""
    write_assessment(root, date="2022-01-01", stage="draft", ratings=BETTER)
    write_assessment(root, "ogdenville", "2020-01-01", stage="draft")
    commit_all(root)
    write_assessment(root, date="2022-01-01", ratings=BETTER)
    write_assessment(root, "ogdenville", "2020-01-01")
    assert parts(since(root)) == {
        "assessments": [(FIRST, SECOND)],
        "first": ["assessments/ogdenville/2020-01-01.yaml"],
    }
    found = [(each["before"]["draft"], each["after"]["draft"]) for each in content("--drafts")["diffs"]]
    assert found == [(True, False), (True, False)]


def test_what_was_final_and_is_a_draft_now_is_told(root: Path) -> None:
    write_assessment(root, stage="draft")
    (found,) = content()["diffs"]
    assert (found["before"]["draft"], found["after"]["draft"]) == (False, True)


def test_drafts_are_passed_over_however_they_changed(root: Path) -> None:
    """New, changed, gone, or judged by a framework that changed; stderr says which, and no gate says no."""
    gone = write_assessment(root, date="2022-02-01", stage="draft")
    write_assessment(root, date="2022-03-01", stage="draft")
    write_assessment(root, date="2022-04-01", stage="draft")
    commit_all(root)
    gone.unlink()
    write_assessment(root, date="2022-03-01", stage="draft", ratings=BETTER)
    write_assessment(root, date="2022-05-01", stage="draft", ratings=WORSE)
    names = [f"assessments/springfield/2022-0{month}-01.yaml" for month in (2, 3, 5)]
    assert parts(since(root)) == {}
    outcome = run("diff", "--since", "HEAD", "--fail-on", "any")
    assert outcome.code == 0
    assert "Nothing in this project differs from HEAD, apart from 3 drafts." in outcome.out
    passed_over = "drafts are passed over (--drafts counts them)"
    assert outcome.err == f"3 {passed_over}: {', '.join(names)}\n"
    assert content("--drafts")["removed"] == [names[0]]
    write_framework(root, pass_when="any")
    assert [sides.after.path for sides in since(root).affected] == [FIRST]
    assert "assessments/springfield/2022-04-01.yaml" in since(root).passed_over


def test_drafts_are_compared_with_where_they_are_wanted(root: Path) -> None:
    write_assessment(root, date="2022-01-01", stage="draft", ratings=BETTER)
    commit_all(root)
    write_assessment(root, date="2023-01-01", ratings=WORSE)
    third = "assessments/springfield/2023-01-01.yaml"
    assert compared(content()) == [(FIRST, third)]
    assert compared(content("--drafts")) == [(SECOND, third)]


@pytest.mark.parametrize("format", READERS)
def test_a_new_draft_is_marked(root: Path, format: str) -> None:
    write_assessment(root, date="2022-01-01", stage="draft", ratings=BETTER)
    assert "DRAFT, Springfield, 1 January 2022" in flat(shown("--drafts", format=format).out)


@pytest.mark.parametrize("format", [*READERS, "json"])
def test_a_first_draft_is_marked(root: Path, format: str) -> None:
    write_assessment(root, "ogdenville", "2020-01-01", stage="draft")
    assert "draft" in shown("--drafts", format=format).out.lower()


# Frameworks -----------------------------------------------------------------------------------------


def test_a_framework_changed_in_place_and_what_it_judges(root: Path) -> None:
    """With `pass_when: any` dimension 1 passes and the whole with it; the assessment's file is as it was."""
    write_framework(root, pass_when="any")
    assert parts(since(root)) == {
        "frameworks": [(f"HEAD:{FRAMEWORK}", FRAMEWORK)],
        "affected": [(f"HEAD:{FIRST}", FIRST)],
    }
    of_framework, of_assessment = content()["diffs"]
    assert (of_framework["kind"], of_framework["version_raised"]) == ("framework", False)
    assert of_assessment["status"] == {"before": "fail", "after": "pass"}
    for format in READERS:
        out = flat(shown(format=format).out)
        assert "Frameworks that changed, or are new" in out
        assert "the version was not raised" in out
        assert "Assessments judged by a framework that changed" in out


@pytest.mark.parametrize(
    ("count", "words"), [(12, "i10 and i11"), (13, "i10 and 2 more"), (100, "i10 and 89 more")]
)
def test_of_many_indicators_that_break_a_few_are_named(root: Path, count: int, words: str) -> None:
    for text in ("Old.", "New."):
        indicators = [indicator(f"i{at}", requirement=f"{text} {at}") for at in range(count)]
        write_framework(root, "town", "1", dimensions=[{"id": "1", "title": "One", "indicators": indicators}])
        if text == "Old.":
            commit_all(root)
    out = flat(shown("--detail", "summary").out)
    assert f"i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, {words} cannot be compared with before; " in out


def test_a_framework_and_an_assessment_that_changed_are_each_said_once(root: Path) -> None:
    write_framework(root, pass_when="any")
    write_assessment(root, ratings=BETTER)
    assert parts(since(root)) == {
        "frameworks": [(f"HEAD:{FRAMEWORK}", FRAMEWORK)],
        "assessments": [(f"HEAD:{FIRST}", FIRST)],
    }


def test_a_changed_title_of_a_framework_changes_no_result(root: Path) -> None:
    write_framework(root, title="Cleaner city air")
    assert parts(since(root)) == {"frameworks": [(f"HEAD:{FRAMEWORK}", FRAMEWORK)]}


def test_a_first_assessment_under_a_framework_that_changed(root: Path) -> None:
    write_framework(root, pass_when="any")
    path = write_assessment(root, "ogdenville", "2020-01-01").relative_to(root).as_posix()
    assert parts(since(root)) == {
        "frameworks": [(f"HEAD:{FRAMEWORK}", FRAMEWORK)],
        "affected": [(f"HEAD:{FIRST}", FIRST)],
        "first": [path],
    }
    assert len(content()["diffs"]) == 2


def test_a_new_version_is_compared_with_the_one_it_replaces(root: Path) -> None:
    write_framework(root, version="3.0")
    commit_all(root)
    write_framework(root, version="4.0", replaces="city-air@2.0")
    write_framework(root, version="5.0")
    new, newest = "frameworks/city-air@4.0.yaml", "frameworks/city-air@5.0.yaml"
    assert parts(since(root)) == {"frameworks": [(FRAMEWORK, new), (new, newest)]}


def test_a_version_raised_in_place(root: Path) -> None:
    write_framework(root, "town", "1", file="town.yaml")
    commit_all(root)
    write_framework(root, "town", "2", file="town.yaml", replaces="town@1")
    assert sides(since(root), "frameworks") == [("HEAD:frameworks/town.yaml", "frameworks/town.yaml")]
    assert content()["diffs"][0]["version_raised"] is True


def test_a_new_version_in_place_of_the_old_file(root: Path) -> None:
    """What `git mv` and an editor make of a version: the one before is only in the revision."""
    write_framework(root, "town", "1")
    commit_all(root)
    (root / "frameworks/town@1.yaml").unlink()
    write_framework(root, "town", "2", replaces="town@1", pass_when="any")
    found = since(root)
    assert sides(found, "frameworks") == [("HEAD:frameworks/town@1.yaml", "frameworks/town@2.yaml")]
    assert found.removed == ["frameworks/town@1.yaml"]


def test_a_renamed_file_hides_no_change_of_a_framework(root: Path) -> None:
    (root / FRAMEWORK).unlink()
    write_framework(root, file="city-air.yaml", pass_when="any")
    found = since(root)
    assert sides(found, "affected") == [(f"HEAD:{FIRST}", FIRST)]
    (of_assessment,) = (each for each in content()["diffs"] if each["kind"] == "assessment")
    assert of_assessment["status"] == {"before": "fail", "after": "pass"}


def test_a_framework_of_the_project_in_front_of_a_shipped_one(root: Path) -> None:
    """The same id and version as a shipped framework, with other rules: results change, files do not."""
    name = "who-air-quality@2021"
    write_assessment(root, "beijing", "2022-01-01", name, ratings={"pm25-annual": {"measured": 3}})
    commit_all(root)
    write_framework(root, "who-air-quality", "2021", dimensions=framework_data()["dimensions"][:1])
    write_framework(
        root,
        "who-air-quality",
        "2021",
        dimensions=[{"id": "d", "title": "D", "indicators": [indicator("pm25-annual", measure=measure(1))]}],
    )
    path = "assessments/beijing/2022-01-01.yaml"
    assert sides(since(root), "affected") == [(f"HEAD:{path}", path)]


def measure(most: int) -> dict[str, Any]:
    bands = [{"level": "pass", "at_most": most}, {"level": "partial", "at_most": 2 * most}, {"level": "fail"}]
    return {"unit": "µg/m³", "bands": bands}


def test_a_change_that_breaks_at_a_dimension_is_named(root: Path) -> None:
    dimensions = framework_data()["dimensions"]
    write_framework(root, version="3.0", replaces="city-air@2.0", dimensions=dimensions[:1])
    out = flat(shown().out)
    assert "2.1 cannot be compared with before" in out
    assert "None" not in out.replace("None:", "")


# Broken files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_a_broken_file_does_not_hide_the_others(root: Path, format: str) -> None:
    write_assessment(root, "ogdenville", "2020-01-01")
    write_assessment(root, "shelbyville", "2020-01-01")
    commit_all(root)
    write_text(root / FIRST, BROKEN)
    write_assessment(root, "ogdenville", "2020-01-01", ratings=BETTER)
    write_assessment(root, "shelbyville", "2020-01-01", ratings={"9.9": "pass"})
    outcome = shown(format=format, code=1)
    assert "assessments/ogdenville/2020-01-01.yaml" in outcome.out
    assert f"{FIRST}:" in outcome.err
    assert "assessments/shelbyville/2020-01-01.yaml:" in outcome.err
    assert "HEAD:" not in outcome.err


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("path", [FIRST, SECOND, FRAMEWORK, "frameworks/town@1.yaml"])
def test_where_only_a_broken_file_differs_nobody_says_that_nothing_does(
    root: Path, path: str, format: str
) -> None:
    write_text(root / path, BROKEN)
    outcome = shown(format=format, code=1)
    assert f"{path}:" in outcome.err
    assert "Nothing in this project differs" not in outcome.out


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("path", ["assessments/2022.yaml", "frameworks/old/city-air@1.0.yaml"])
def test_a_misplaced_file_is_said(root: Path, path: str, format: str) -> None:
    write_text(root / path, "kind: assessment\n")
    assert parts(since(root)) == {"misplaced": [path]}
    outcome = shown(format=format, code=1)
    assert outcome.err.startswith(f"{path}:1:1: error SC501 misplaced-file\n")
    assert "Nothing in this project differs" not in outcome.out
    assert content(code=1)["diffs"] == []


def test_a_broken_framework_stops_what_it_judges(root: Path) -> None:
    write_framework(root, aggregation="median")
    outcome = shown(format="json", code=1)
    assert json.loads(outcome.out)["diffs"] == []
    assert outcome.err.count(": error SC") == 1
    assert f"{FIRST} is not scored" in outcome.err
    out = shown(format="markdown", code=1).out
    assert f"{FIRST}: its framework has errors" in flat(out).replace("\\", "")
    assert out.count("median") == 1, "the mistake is told of the file that has it"


def test_a_file_that_was_broken_and_is_mended(root: Path) -> None:
    write_text(root / FIRST, BROKEN)
    commit_all(root)
    write_assessment(root)
    # What was wrong at the revision is past: whoever mends a file must not be stopped for it.
    outcome = shown(format="json")
    assert outcome.err == ""
    assert json.loads(outcome.out)["mended"] == [{"path": FIRST, "draft": False}]
    assert "Had errors at HEAD, has none now:" in shown().out


def test_a_file_that_cannot_be_opened(root: Path) -> None:
    (root / FIRST).unlink()
    (root / FIRST).symlink_to("nowhere.yaml")
    outcome = shown(format="json", code=3)
    assert f"{FIRST}:1:1: error SC001 cannot-read-file" in outcome.err


def test_frameworks_that_nothing_joins_are_one_problem_among_others(root: Path) -> None:
    write_framework(root, "town", "1")
    write_assessment(root, "ogdenville", "2020-01-01")
    commit_all(root)
    write_assessment(root, framework="town@1")
    write_assessment(root, "ogdenville", "2020-01-01", ratings=BETTER)
    found = shown(format="json", code=3)
    assert len(json.loads(found.out)["diffs"]) == 1
    assert "city-air@2.0 and town@1 are different frameworks" in flat(found.err)


# Where it stands ------------------------------------------------------------------------------------


def test_unknown_revisions_and_no_project(root: Path, tmp_path: Path) -> None:
    for revision in ("nosuch", "HEAD~9", f"HEAD:{FIRST}", "HEAD..HEAD", "^HEAD"):
        with pytest.raises(NotFoundError, match="git knows no revision"):
            since(root, revision)
    with pytest.raises(UsageError, match="an empty text names no revision"):
        since(root, " ")
    with pytest.raises(NotFoundError, match="there is no project here"):
        find_since(Project(None), "HEAD")


def test_a_project_below_the_top_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init_repository(tmp_path)
    root = write_project(tmp_path / "Städte und más")
    write_project(tmp_path / "other")
    commit_all(tmp_path)
    write_assessment(root, ratings=BETTER)
    write_assessment(tmp_path / "other", ratings=BETTER)
    before = f"HEAD:Städte und más/{FIRST}"
    assert parts(since(root)) == {"assessments": [(before, FIRST)]}
    monkeypatch.chdir(root / "assessments")
    assert compared(content()) == [(before, FIRST)]
    monkeypatch.chdir(tmp_path)
    assert compared(content("--project", "Städte und más")) == [(before, FIRST)]


def test_a_project_that_was_not_there(tmp_path: Path) -> None:
    init_repository(tmp_path)
    commit_all(tmp_path)
    root = write_project(tmp_path / "city")
    assert parts(since(root)) == {"first": [FRAMEWORK, FIRST]}


# What is shown --------------------------------------------------------------------------------------


def test_csv_has_the_rows_of_all_assessments(root: Path) -> None:
    write_assessment(root, ratings=BETTER)
    write_assessment(root, date="2022-01-01", ratings=WORSE)
    rows = list(csv.DictReader(io.StringIO(shown(format="csv").out)))
    assert [(row["after_path"], row["indicator"], row["kind"]) for row in rows] == [
        (FIRST, "2.1", "improved"),
        (SECOND, "2.1", "regressed"),
    ]


def test_csv_says_what_it_leaves_out(root: Path) -> None:
    write_framework(root, title="Cleaner")
    outcome = run("diff", "--since", "HEAD", "--format", "csv")
    assert (outcome.code, len(outcome.out.splitlines())) == (0, 1)
    assert outcome.err == (
        "Changes of frameworks are not in this table: name them with scorecard diff, or choose JSON\n"
    )


@pytest.mark.parametrize(
    ("level", "words"),
    [("not-applicable", "1 does not apply any more"), ("passed", "1 answered otherwise, at equal worth")],
)
def test_every_kind_of_change_is_counted(root: Path, level: str, words: str) -> None:
    two = [
        {"id": "pass", "value": 1, "status": "pass"},
        {"id": "passed", "value": 1, "status": "pass"},
        {"id": "partial", "value": "0.5", "status": "partial"},
        {"id": "fail", "value": 0, "status": "fail"},
    ]
    write_framework(root, scales={"rating": two})
    write_assessment(root, ratings=BETTER)
    commit_all(root)
    write_assessment(root, ratings={**BETTER, "2.1": {"level": level, "rationale": "Why."}})
    out = flat(shown("--detail", "summary").out)
    assert "no indicator changed its level" not in out
    assert words in out.lower()


def test_no_scores_where_the_framework_shows_none(root: Path) -> None:
    write_framework(root, show_score=False)
    commit_all(root)
    write_assessment(root, ratings=BETTER)
    write_assessment(root, "ogdenville", "2020-01-01")
    for format in READERS:
        out = shown(format=format).out
        assert "50.0" not in out
        assert "75.0" not in out
        assert "score" not in out.lower().replace("scorecard-diff", "")


@pytest.mark.parametrize("format", READERS)
def test_the_note_stands_wherever_results_do(root: Path, format: str) -> None:
    write_framework(root, note="The ratings are ours alone.")
    commit_all(root)
    write_assessment(root, "ogdenville", "2020-01-01")
    assert "The ratings are ours alone." in flat(shown(format=format).out)


@pytest.mark.parametrize(
    ("gate", "said"),
    [
        ("regression", "Springfield, 2022-01-01: regressed: 2.1"),
        ("any", "Springfield, 2021-03-11: changed: 2.1"),
        ("revised", None),
    ],
)
@pytest.mark.parametrize("words", [[], ["--detail", "summary"], ["--all"]])
def test_gates(root: Path, words: list[str], gate: str, said: str | None) -> None:
    write_assessment(root, ratings=BETTER)
    write_assessment(root, date="2022-01-01", ratings=WORSE)
    outcome = run("diff", "--since", "HEAD", "--fail-on", gate, *words)
    assert outcome.out != ""
    assert outcome.code == (0 if said is None else 1)
    assert outcome.err == "" if said is None else said in outcome.err


def test_a_gate_on_what_breaks_in_a_framework(root: Path) -> None:
    dimensions = framework_data()["dimensions"]
    dimensions[1]["indicators"][0]["requirement"] = "Something else."
    write_framework(root, dimensions=dimensions)
    outcome = run("diff", "--since", "HEAD", "--fail-on", "revised")
    assert outcome.code == 1
    assert "Gate: city-air@2.0: revised: 2.1" in outcome.err
    assert "Gate: Springfield, 2021-03-11: revised: 2.1" in outcome.err


def test_an_empty_diff_passes_every_gate(root: Path) -> None:
    outcome = run("diff", "--since", "HEAD", "--fail-on", "any,regression,revised")
    assert (outcome.code, outcome.err) == (0, "")
