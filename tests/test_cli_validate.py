"""`scorecard validate` and `scorecard explain` as a user meets them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from scorecard.files.folder import FolderTree, read_file
from scorecard.model.kinds import FRAMEWORK
from scorecard.project.resolve import Workspace
from scorecard.project.selection import select_files
from scorecard.rules.catalogue import CATALOGUE
from tests.builders import BROKEN, commit_all, init_repository, write_assessment, write_framework, write_text
from tests.commands import ROOT, run, start

FORMATS = ("full", "concise", "json", "github", "gitlab", "sarif", "junit")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without a remark, and the working directory in it."""
    write_framework(tmp_path)
    write_assessment(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_our_own_files_are_clean_also_strictly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    outcome = run("validate", "--strict")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "14 files checked: 0 errors, 0 warnings\n")


def test_nothing_to_complain_about(project: Path) -> None:
    outcome = run("validate")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "2 files checked: 0 errors, 0 warnings\n")


def test_a_remark_has_a_place_words_and_a_way_out(project: Path) -> None:
    write_assessment(project, ratings={"1.2": "passed", "2.1": "partial"})
    outcome = run("validate")
    assert outcome.code == 1
    assert outcome.out == (
        "assessments/springfield/2021-03-11.yaml:12:1: warning SC422 unmentioned-indicator\n"
        "  12 | ratings:\n"
        "     | ^^^^^^^\n"
        "  no rating for 1.1\n"
        "  help: rate each, or write level: not-rated with a rationale\n"
        "\n"
        "assessments/springfield/2021-03-11.yaml:13:10: error SC404 unknown-level\n"
        '  13 |   "1.2": passed\n'
        "     |          ^^^^^^\n"
        '  indicator 1.2: "passed" is not a level of its scale\n'
        "  help: did you mean pass?\n"
    )
    assert outcome.err == "2 files checked: 1 error, 1 warning\n"


def test_strict_counts_warnings_and_exit_zero_counts_nothing(project: Path) -> None:
    write_assessment(project, ratings={"1.2": "pass"})
    assert run("validate").code == 0
    assert run("validate", "--strict").code == 1
    assert run("validate", "--strict", "--exit-zero").code == 0
    write_text(project / "frameworks/city-air@2.0.yaml", BROKEN)
    assert run("validate").code == 1
    assert run("validate", "--exit-zero").code == 0


def test_exit_zero_does_not_hide_what_could_not_be_run(project: Path) -> None:
    assert run("validate", "nowhere.yaml", "--exit-zero").code == 3


def codes(*words: str) -> list[str]:
    content = json.loads(run("validate", "--format", "json", *words).out)
    return [each["code"] for each in content["diagnostics"]]


def test_codes_can_be_chosen_and_left_out(project: Path) -> None:
    write_assessment(project, ratings={"1.2": "passed"})
    assert codes() == ["SC422", "SC404"]
    assert codes("--select", "SC404") == ["SC404"]
    assert codes("--select", "unknown-level") == ["SC404"]
    assert codes("--ignore", "SC40") == ["SC422"]
    assert codes("--select", "SC4", "--ignore", "SC42") == ["SC404"]
    assert run("validate", "--ignore", "SC404").code == 0


@pytest.mark.parametrize("words", [["--select", "SC420"], ["--ignore", "SC1,SC401"]])
def test_of_errors_that_are_left_out_it_is_said_that_other_commands_refuse_them(
    project: Path, words: list[str]
) -> None:
    said = "Left out by the command line: 1 error, {}; every other command refuses a file with errors\n"
    for others in ({"ratigns": {}}, {"framework": "city-air@2.1"}):
        write_assessment(project, **others)
        outcome = run("validate", *words)
        assert (codes(*words), outcome.code) == ([], 0)
        assert outcome.err.startswith(said.partition("{}")[0])
        assert said.partition("{}")[2] in outcome.err
        assert run("assess", "springfield").code == 1


def test_codes_add_up_where_an_option_is_repeated(project: Path) -> None:
    write_assessment(project, ratings={"1.2": "passed", "9.9": "pass"})
    assert codes() == ["SC422", "SC404", "SC402"]
    assert codes("--select", "SC404", "--select", "SC402,SC301") == ["SC404", "SC402"]
    assert codes("--ignore", "SC404", "--ignore", "SC402") == ["SC422"]
    assert codes("--select", "SC404", "--select", "SC402", "--ignore", "SC402") == ["SC404"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BROKEN, "SC010"),
        ("kind: assessment\nkind: assessment\n", "SC011"),
        ("", "SC004"),
        ("kind: assessment\nsource: {title: a, b and c}\n", "SC025"),
    ],
)
@pytest.mark.parametrize("words", [["--select", "SC404"], ["--ignore", "SC0"]])
def test_what_keeps_a_file_from_being_read_is_told_whatever_is_chosen(
    project: Path, words: list[str], text: str, code: str
) -> None:
    write_text(project / "assessments/springfield/2021-03-11.yaml", text)
    outcome = run("validate", *words)
    assert outcome.code == 1
    assert code in outcome.out


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("SC999", "is no code known here: SC001, SC002, SC003, "),
        ("error", f"({len(CATALOGUE)} in all)"),
        ("unknwn-level", "did you mean unknown-level?"),
        ("420", "did you mean SC420?"),
        ("", "names nothing"),
    ],
)
def test_an_unknown_code_is_a_usage_error(project: Path, option: str, word: str, said: str) -> None:
    outcome = run("validate", option, word)
    assert outcome.code == 2
    assert said in " ".join(outcome.err.split())


def test_one_broken_file_hides_no_other(project: Path) -> None:
    write_text(project / "assessments/springfield/2020-01-01.yaml", BROKEN)
    write_assessment(project, date="2022-01-01", ratings={"1.2": "passed"})
    write_text(project / "assessments/lost.yaml", BROKEN)
    content = json.loads(run("validate", "--format", "json").out)
    assert {each["path"] for each in content["diagnostics"] if each["severity"] == "error"} == {
        "assessments/lost.yaml",
        "assessments/springfield/2020-01-01.yaml",
        "assessments/springfield/2022-01-01.yaml",
    }
    assert content["files"] == 4


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["frameworks/city-air@2.0.yaml"], 1),
        (["assessments/springfield/2021-03-11.yaml"], 2),
        (["assessments/", "frameworks/"], 2),
        (["./"], 2),
        (["springfield"], 2),
        (["springfield@2021-03-11"], 2),
        (["city-air"], 1),
    ],
)
def test_what_can_be_named(project: Path, words: list[str], files: int) -> None:
    outcome = run("validate", *words, "--format", "json")
    assert outcome.code == 0
    assert json.loads(outcome.out)["files"] == files


def test_standard_input_is_a_framework_or_an_assessment(project: Path) -> None:
    framework = (project / "frameworks/city-air@2.0.yaml").read_bytes()
    assessment = (project / "assessments/springfield/2021-03-11.yaml").read_bytes()
    assert run("validate", "-", stdin=framework).code == 0
    assert run("validate", "-", stdin=assessment).code == 0
    outcome = run("validate", "-", stdin=assessment.replace(b"pass", b"past").replace(b"partial", b"part"))
    assert outcome.code == 1
    assert "-:" in outcome.out


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_in_every_state(project: Path, format: str) -> None:
    assert run("validate", "--format", format).code == 0
    write_assessment(project, ratings={"1.2": "passed"})
    outcome = run("validate", "--format", format)
    assert outcome.code == 1
    assert "SC404" in outcome.out
    assert outcome.err.endswith("2 files checked: 1 error, 1 warning\n")


def test_on_githubs_runners_annotations_and_a_step_summary(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write_assessment(project, ratings={"1.2": "passed"})
    summary = tmp_path_factory.mktemp("runner") / "summary.md"
    summary.write_text("before\n")
    env = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_WORKSPACE": str(project.parent),
    }
    outcome = start("validate", cwd=project, **env)
    assert outcome.code == 1
    path = f"file={project.name}/assessments/springfield/2021-03-11.yaml"
    assert [line for line in outcome.out.splitlines() if line.startswith("::error ") and path in line]
    text = summary.read_text()
    assert text.startswith("before\n")
    assert "SC404" in text


def test_on_githubs_runners_settings_that_are_refused_are_told(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    summary = tmp_path_factory.mktemp("runner") / "summary.md"
    settings(project, "strict = 1")
    outcome = start("validate", cwd=project, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))
    message = "scorecard.toml:5:1: strict in [validate] is a number, not true or false"
    assert (outcome.code, outcome.out) == (1, f"::error::{message}\n")
    text = summary.read_text(encoding="utf-8").replace("\u200b", "")
    assert "\nNot checked: scorecard.toml:5:1: strict in " in text


def test_a_framework_that_was_changed_without_a_new_version(project: Path) -> None:
    init_repository(project)
    commit_all(project)
    assert "SC240" not in run("validate").out
    write_framework(project, pass_when="any")
    outcome = run("validate")
    assert outcome.code == 0
    assert "SC240 changed-without-new-version" in outcome.out


def test_outside_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("validate")
    assert outcome.code == 3
    assert "there is no project here" in outcome.err


def test_a_file_that_nobody_may_read(tmp_path: Path) -> None:
    write_framework(tmp_path)
    locked = write_assessment(tmp_path)
    locked.chmod(0)
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):  # pytest's own, closed to others
        folder.chmod(0o755)
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from scorecard.project.library import Project\n"
        "project = Project(Path(sys.argv[1]))\n"
        "place, = project.layout.assessments\n"
        "import scorecard.project.loader, scorecard.rules.ratings\n"
        "if os.geteuid() == 0:\n    os.setuid(65534)\n"
        "loaded = project.load_assessment(place)\n"
        "print(loaded.opened, *(each.code.name for each in loaded.diagnostics))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.stdout == "False cannot-read-file\n", result.stderr


# explain ------------------------------------------------------------------------------------------


def test_explain_shows_a_page_by_code_or_name() -> None:
    by_code, by_name = run("explain", "SC201"), run("explain", "duplicate-indicator-id")
    assert by_code.code == 0
    assert by_code.out == by_name.out == run("explain", "sc201").out
    assert by_code.out.startswith("SC201 duplicate-indicator-id (error)\n\n")
    assert "Bad:" in by_code.out
    assert "Good:" in by_code.out


def test_explain_alone_lists_all() -> None:
    lines = run("explain").out.splitlines()
    assert "SC201 error   duplicate-indicator-id" in lines
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("duplicate-id", "did you mean duplicate-level-id?"),
        ("420", "did you mean SC420?"),
        ("S420", "did you mean SC420?"),
        ("sc-420", "did you mean SC420?"),
        ("999", f"({len(CATALOGUE)} in all)"),
    ],
)
def test_explain_of_an_unknown_code(word: str, said: str) -> None:
    outcome = run("explain", word)
    assert outcome.code == 3
    assert said in outcome.err


def test_a_folder_by_its_bare_name_is_told_how_to_be_named(project: Path) -> None:
    outcome = run("validate", "frameworks")
    assert outcome.code == 3
    assert (
        "there is no subject or framework frameworks\n  for the folder or file write ./frameworks\n"
        in outcome.err
    )


@pytest.mark.parametrize("named", [".", "./", "{root}", "{root}/", "../{root.name}"])
def test_the_folder_of_a_project_is_the_project(project: Path, named: str) -> None:
    words = ("validate", "--format", "concise", named.format(root=project))
    assert run(*words).err == "2 files checked: 0 errors, 0 warnings\n"
    write_text(project / "framework/other.yaml", "kind: framework\n")
    outcome = run(*words)
    assert outcome.code == 0
    assert outcome.out.startswith(
        "framework/other.yaml:1:1: warning SC505 this stands in framework/, and files are"
    )
    assert outcome.out == run("validate", "--format", "concise").out


@pytest.mark.parametrize("named", [".", "./"])
def test_a_project_without_files_is_no_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    (tmp_path / "assessments").mkdir()
    (tmp_path / "notes").mkdir()
    monkeypatch.chdir(tmp_path)
    outcome = run("validate", named)
    assert (outcome.code, outcome.err) == (0, "0 files checked: 0 errors, 0 warnings\n")
    monkeypatch.chdir("notes")
    assert run("validate", named).code == 3
    assert run("validate", "..").code == 0


def test_a_folder_at_a_revision_is_checked_like_one_on_disk(project: Path) -> None:
    init_repository(project)
    commit_all(project)
    write_text(project / "frameworks/city-air@2.0.yaml", BROKEN)
    for folder, files in (("assessments/", 2), ("assessments/springfield", 2), ("frameworks", 1), ("", 2)):
        outcome = run("validate", f"HEAD:{folder}")
        assert (outcome.code, outcome.out) == (0, "")
        assert outcome.err.startswith(f"{files} file")


def test_the_name_of_a_draft_counts_for_no_other_file(project: Path) -> None:
    write_assessment(project, date="2022-01-01", subject_name="Another", stage="draft")
    outcome = run("validate", "--select", "SC504", "--format", "concise")
    assert [line.partition(":")[0] for line in outcome.out.splitlines()] == [
        "assessments/springfield/2022-01-01.yaml"
    ]


def test_the_lines_that_a_short_rating_becomes_are_spelled_out(project: Path) -> None:
    write_assessment(project, ratings={"1.2": "not-applicable"})
    path = project / "assessments/springfield/2021-03-11.yaml"
    out = run("validate", "--select", "SC301").out
    begin = "  help: write three lines in place of this one:\n"
    lines = '"1.2":\n  level: not-applicable\n  rationale: why it does not apply\n'
    assert begin + indent(lines, " " * 8) in out
    text = path.read_text(encoding="utf-8")
    write_text(path, text.replace('  "1.2": not-applicable\n', indent(lines, "  ")))
    assert run("validate", "--select", "SC301").out == ""


def test_a_rating_of_several_lines_lacks_only_its_rationale(project: Path) -> None:
    write_assessment(project, ratings={"1.2": {"level": "not-applicable"}})
    assert "help: add `rationale:` with the reason\n" in run("validate", "--select", "SC301").out


# Advice that would change a result if it were wrong ---------------------------------------------------


def test_a_percentage_is_not_divided_where_the_unit_is_per_cent(project: Path) -> None:
    write_assessment(project, ratings={"1.1": {"measured": "80%"}})
    out = " ".join(run("validate", "--select", "SC106").out.split())
    assert "write 80 where the unit is per cent, and 0.8 where a share of 1 is asked for" in out


def test_a_missing_dash_is_asked_about_before_a_key_is_thrown_away(project: Path) -> None:
    text = (project / "frameworks/city-air@2.0.yaml").read_text(encoding="utf-8")
    assert text.count('- id: "1.2"') + text.count("- id: 1.2") == 1
    for dash in ('- id: "1.2"', "- id: 1.2"):
        text = text.replace(dash, dash.replace("- ", "  "))
    write_text(project / "frameworks/city-air@2.0.yaml", text)
    assert "is a dash missing before it" in " ".join(run("validate", "--select", "SC011").out.split())


def test_a_framework_among_the_assessments_is_sent_home(project: Path) -> None:
    (project / "frameworks/city-air@2.0.yaml").rename(project / "assessments/city-air.yaml")
    out = " ".join(run("validate", "--select", "SC501").out.split())
    assert "move it to frameworks/<id>.yaml" in out


def test_a_file_is_judged_by_its_place_whether_named_alone_or_with_its_project(project: Path) -> None:
    text = (project / "frameworks/city-air@2.0.yaml").read_text(encoding="utf-8")
    write_text(project / "assessments/springfield/2021-03-12.yaml", text)

    alone = run("validate", "assessments/springfield/2021-03-12.yaml", "--format", "concise")
    whole = run("validate", "--format", "concise")

    assert alone.code == whole.code == 1
    assert "2021-03-12.yaml:1:7: error SC" in alone.out
    assert alone.out == whole.out


def test_a_rating_out_of_place_is_sent_below_ratings(project: Path) -> None:
    path = project / "assessments/springfield/2021-03-11.yaml"
    path.write_text(path.read_text(encoding="utf-8") + '"1.2": fail\n', encoding="utf-8")
    out = " ".join(run("validate", "--select", "SC102").out.split())
    assert "its rating belongs under `ratings:`" in out
    assert "x-" not in out


def test_what_may_be_shown_of_a_file_is_worked_out_once_for_all_its_remarks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scorecard.render.diagnostics import working_notes

    calls: list[str] = []
    find = working_notes.find_places
    monkeypatch.setattr(working_notes, "find_places", lambda text: calls.append(text) or find(text))
    working_notes.lines_of_working_notes.cache_clear()
    unknown = "".join(f'  "x{number}": fail\n' for number in range(40))
    path = tmp_path / "2021-03-12.yaml"
    path.write_text(
        "kind: assessment\nframework: online-safety-six-tests@1.0\nsubject: {id: s, name: S}\n"
        f"date: 2021-03-12\nratings:\n{unknown}",
        encoding="utf-8",
    )
    outcome = run("validate", str(path))
    assert outcome.code == 1
    assert outcome.out.count("unknown-indicator") == 2
    assert "; likewise x" in outcome.out
    assert len(calls) == 1


# Many files -----------------------------------------------------------------------------------------


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of 300 files of 10 subjects; every seventh has an error, every eleventh a warning."""
    write_framework(tmp_path)
    for number in range(300):
        year, month, day = 2000 + number % 25, 1 + number % 12, 1 + number % 27
        ratings = {"1.1": "12", "1.2": "fail", "2.1": "partial"}
        if number % 7 == 0:
            ratings["1.2"] = "failed"
        if number % 11 == 0:
            del ratings["2.1"]
        date = f"{year}-{month:02}-{day:02}"
        write_assessment(tmp_path, f"place-{number // 30}", date=date, ratings=ratings)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_many_files_are_checked_in_this_process_alone(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that died would be waited for, and the end of this one would be an error of the others."""

    def no_other(*_words: object) -> None:
        raise AssertionError("another process was begun")

    for name in ("fork", "posix_spawn"):
        monkeypatch.setattr(os, name, no_other, raising=False)
    outcome = run("validate")
    assert outcome.code == 1
    assert outcome.err == "301 files checked: 43 errors, 28 warnings\n"


def test_of_a_good_file_nothing_is_kept_but_that_it_was_there(many: Path) -> None:
    workspace = Workspace(None)
    selection = select_files(workspace, [], lambda places: places)
    kept = (*workspace.here._readings.values(), *workspace.here._files.values())
    assert {each.kind for each in kept} == {FRAMEWORK}
    assert (len(selection.good), len(selection.assessments)) == (233, 67)
    assert all(each.diagnostics and each.content is None for each in selection.assessments)
    assert all(each.document is not None and each.document.data is None for each in selection.assessments)


def test_files_that_are_named_twice_are_counted_once(many: Path) -> None:
    whole, twice = run("validate"), run("validate", "assessments/", "place-1", "assessments/place-1/")
    assert whole == twice


def test_a_file_of_many_that_cannot_be_opened_ends_with_3(many: Path) -> None:
    (many / "assessments/place-9/2024-01-01.yaml").symlink_to(many / "nowhere.yaml")
    outcome = run("validate")
    assert outcome.code == 3
    assert outcome.err == "302 files checked: 44 errors, 28 warnings\n"


def test_an_interruption_among_many_files_is_one_line(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = iter(range(300))

    def interrupted(tree: FolderTree, path: str) -> bytes:
        if next(read) == 200:
            raise KeyboardInterrupt
        return read_file(tree.root / path)

    monkeypatch.setattr(FolderTree, "read", interrupted)
    outcome = run("validate")
    assert (outcome.code, outcome.out, outcome.err) == (130, "", "Error: interrupted\n")


# What the project's settings say -------------------------------------------------------------------------


def settings(project: Path, text: str) -> None:
    write_text(project / "scorecard.toml", f'[theme]\norganisation = "strict"\n\n[validate]\n{text}\n')


def test_settings_choose_codes_and_the_command_line_adds_or_overrides(project: Path) -> None:
    write_assessment(project, ratings={"1.2": "passed", "9.9": "pass"})
    assert codes() == ["SC422", "SC404", "SC402"]

    settings(project, 'ignore = ["SC404"]')
    assert codes() == ["SC422", "SC402"]
    assert codes("--ignore", "SC402") == ["SC422"], "what is ignored adds up"
    assert codes("--select", "SC404") == ["SC404"], "what is asked for is told, whatever the file ignores"

    settings(project, 'select = ["SC40", "unmentioned-indicator"]\nignore = "SC402"')
    assert codes() == ["SC422", "SC404"]
    assert codes("--ignore", "unmentioned-indicator") == ["SC404"]
    assert codes("--select", "SC402") == ["SC402"]


def test_what_settings_leave_out_is_counted_on_standard_error(project: Path) -> None:
    write_assessment(project, ratings={"1.2": "passed"})
    settings(project, 'ignore = ["SC404"]')
    outcome = run("validate", "--format", "concise")
    assert (outcome.code, outcome.out) == (
        0,
        "assessments/springfield/2021-03-11.yaml:12:1: warning SC422 no rating for 1.1, 2.1\n",
    )
    assert outcome.err == (
        "Left out by [validate] in scorecard.toml: 1 error, 0 warnings; "
        "every other command refuses a file with errors\n"
        "2 files checked: 0 errors, 1 warning\n"
    )


def test_what_the_command_line_leaves_out_is_counted_too(project: Path) -> None:
    write_assessment(project, ratings={"1.2": "passed"})
    ignored = run("validate", "--ignore", "SC404")
    assert (ignored.code, ignored.err) == (
        0,
        "Left out by the command line: 1 error, 0 warnings; every other command refuses a file with errors\n"
        "2 files checked: 0 errors, 1 warning\n",
    )
    settings(project, "ignore = ['SC422']")
    assert run("validate", "--ignore", "SC404").err == (
        "Left out by [validate] in scorecard.toml: 0 errors, 1 warning\n"
        "Left out by the command line: 1 error, 0 warnings; every other command refuses a file with errors\n"
        "2 files checked: 0 errors, 0 warnings\n"
    )


def test_settings_can_be_strict_and_the_command_line_says_otherwise(project: Path) -> None:
    write_assessment(project, ratings={"1.2": "pass"})
    settings(project, "strict = true")
    assert run("validate").code == 1
    assert run("validate", "--no-strict").code == 0
    settings(project, "strict = false")
    assert run("validate").code == 0
    assert run("validate", "--strict").code == 1


def test_settings_hide_no_file_that_cannot_be_read(project: Path) -> None:
    write_text(project / "assessments/springfield/2021-03-11.yaml", BROKEN)
    settings(project, 'ignore = ["SC0"]')
    assert codes() == ["SC010"]


def test_settings_hold_for_the_files_of_their_project_from_wherever_it_is_checked(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_assessment(project, ratings={"1.2": "passed"})
    settings(project, 'select = ["SC422"]\nstrict = true')
    other = project.parent / "other"
    write_framework(other)
    write_assessment(other, ratings={"1.2": "passed"})
    monkeypatch.chdir(project.parent)
    inside = f"{project.name}/assessments"
    assert codes("--project", project.name) == ["SC422"]
    assert codes(inside) == ["SC422"]
    assert run("validate", inside).code == 1
    assert codes(inside, "other/assessments") == ["SC422", "SC422", "SC404"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["SC404"]', 'scorecard.toml:5:1: "selct" in [validate] is not known did you mean select?'),
        (
            'ignore = ["SC404", "SC999"]',
            'scorecard.toml:5:20: ignore in [validate]: "SC999" is no code known',
        ),
        ("# SC99\nignore = [\n  'SC99',\n]", 'scorecard.toml:7:3: ignore in [validate]: "SC99" is no code'),
        (
            'select = ["unknwn-level"]',
            'scorecard.toml:5:11: select in [validate]: "unknwn-level" is no code did',
        ),
        ('select = [" "]', 'select in [validate]: " " is no code'),
        ("select = [404]", "scorecard.toml:5:1: select in [validate] holds a number, not a text write it as"),
        (
            "strict = 'yes'",
            "scorecard.toml:5:1: strict in [validate] is a text, not true or false write it as strict",
        ),
        ("strict = true\n[validat]", 'scorecard.toml:6:2: "validat" is not known did you mean validate?'),
        ("strict = ", "scorecard.toml:5:10: this is not TOML"),
    ],
)
def test_settings_that_are_wrong_are_refused_with_their_place(project: Path, text: str, message: str) -> None:
    settings(project, text)
    outcome = run("validate")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("Error: ")
    assert message in " ".join(outcome.err.split())


# To a file -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_holds_what_standard_output_would(project: Path, format: str) -> None:
    write_assessment(project, ratings={"1.2": "passed"})
    shown = run("validate", "--format", format)
    written = run("validate", "--format", format, "--output-file", "found.txt")
    assert (written.code, written.out, written.err) == (shown.code, "", shown.err)
    text = (project / "found.txt").read_text(encoding="utf-8")
    assert (json.loads(text) == json.loads(shown.out)) if format == "json" else (text == shown.out)
    run("validate", "--format", format, "--ignore", "SC4", "--output-file", "found.txt")
    assert (project / "found.txt").read_text(encoding="utf-8") != text, "it takes the place of the last one"
    assert not [each for each in project.iterdir() if each.name.startswith(".")]


def test_on_githubs_runners_a_file_has_no_annotations(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    write_assessment(project, ratings={"1.2": "passed"})
    assert run("validate", "--output-file", "found.txt").code == 1
    assert (project / "found.txt").read_text(encoding="utf-8").startswith("assessments/springfield/")


def test_a_file_is_none_that_would_be_checked_and_stands_in_a_folder(project: Path) -> None:
    path = "assessments/springfield/2021-03-11.yaml"
    before = (project / path).read_bytes()
    refused = run("validate", "--output-file", path)
    assert (refused.code, refused.out) == (2, "")
    assert "would be taken for one of the files" in " ".join(refused.err.split())
    assert (project / path).read_bytes() == before
    nowhere = run("validate", "--output-file", "nowhere/found.txt")
    assert (nowhere.code, nowhere.out) == (3, "")
    assert nowhere.err == "Error: --output-file: there is no folder nowhere\n  make it first\n"


def test_what_could_not_be_checked_is_a_failed_test(project: Path) -> None:
    outcome = run("validate", "nosuch", "springfield", "--format", "junit", "--exit-zero")
    assert outcome.code == 3
    assert '<testsuites name="scorecard" tests="1" failures="1" errors="0">' in outcome.out
    assert '<failure type="error" message="there is no subject or framework nosuch">' in outcome.out
    settings(project, "strict = 1")
    write_text(project / "junit.xml", "from before")
    assert run("validate", "--format", "junit", "--output-file", "junit.xml").code == 1
    text = (project / "junit.xml").read_text(encoding="utf-8")
    assert '<failure type="error" message="scorecard.toml:5:1: strict in [validate] is a number' in text


def test_a_subject_that_is_misspelt_is_suggested(project: Path) -> None:
    outcome = run("validate", "springfeld")
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith(
        "Error: there is no subject or framework springfeld\n  did you mean springfield?\n"
    )
