"""`scorecard init`: what it makes, what it leaves alone, and that its next steps work when copied."""

import base64
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.builders import init_repository, write_assessment, write_framework, write_text
from tests.cases import read_refusals
from tests.commands import ROOT, files, run, start

WHEEL = "tools/policy_scorecard-0.1.0-py3-none-any.whl"
EMPTY = (
    "README.md",
    "frameworks/.gitkeep",
    "assessments/.gitkeep",
    "schemas/framework.schema.json",
    "schemas/assessment.schema.json",
    "schemas/mark.schema.json",
    "schemas/reply.schema.json",
    WHEEL,
    ".github/workflows/validate.yml",
)
UK = [
    f"assessments/uk-online-safety/{day}.yaml"
    for day in ("2021-03-12", "2021-09-15", "2022-04-14", "2023-10-26")
] + [f"reviews/uk-online-safety/2023-10-26/{assessor}.yaml" for assessor in ("published", "second-reading")]

UNDER = "online-safety-six-tests@1.0"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def steps(err: str) -> list[str]:
    """Return the commands to go on with: what is indented by two spaces after `Next:`."""
    return re.findall(r"(?m)^  (\S.*)$", err.split("\nNext:\n")[1])


def follow(commands: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run commands one after the other as a user would who copies them; what others make is not tried."""
    monkeypatch.chdir(folder)
    for command in commands:
        program, *words = command.split()
        if program == "cd":
            monkeypatch.chdir(Path.cwd() / words[0])
        elif program == "scorecard" and words[0] != "rate":
            outcome = run(*words)
            assert outcome.code == 0, (command, outcome)


def test_an_empty_project_is_made_here_and_is_good(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = run("init")
    made, _, rest = outcome.err.partition("\n\n")
    assert (outcome.code, outcome.out) == (0, "")
    assert made.split("\n") == [f"made: {path}" for path in EMPTY]
    assert sorted(files(here)) == sorted(EMPTY)
    assert rest.startswith(
        "Next:\n"
        "  git init\n"
        "      keeps every version of every file\n"
        "  scorecard new --framework my-framework\n"
        "      a framework to edit\n"
        "  scorecard new my-framework --subject my-subject\n"
        "      an assessment under it, as of today\n"
        "  scorecard rate my-subject@"
    )
    checked = run("validate", "--strict")
    assert (checked.code, checked.out, checked.err) == (0, "", "0 files checked: 0 errors, 0 warnings\n")
    follow(steps(outcome.err), here, monkeypatch)


def test_running_it_twice_changes_nothing(here: Path) -> None:
    run("init", "--example", "online-safety")
    before = files(here)
    outcome = run("init", "--example", "online-safety")
    assert outcome.code == 0
    assert files(here) == before
    said = outcome.err.partition("\n\n")[0].split("\n")
    made = ("README.md", *_example(), *EMPTY[3:-2], f"schemas/{UNDER}.schema.json", *EMPTY[-2:])
    assert said == [f"kept: {path}, which was there" for path in made]


def _example() -> list[str]:
    return ["frameworks/online-safety-six-tests.yaml", *UK]


def test_a_folder_with_other_things_in_it_has_to_be_named(here: Path) -> None:
    write_text(here / "thesis.docx", "mine\n")
    outcome = run("init")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        f"Error: this folder is not empty: {here}\n"
        "  to begin a project in it: scorecard init . To begin one in a folder of its own: "
        "scorecard init my-project\n"
    )
    assert sorted(files(here)) == ["thesis.docx"]
    assert run("init", ".").code == 0
    assert run("init").code == 0


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_no_word_is_broken_at_the_edge(here: Path, columns: int) -> None:
    (here / "frameworks").mkdir()
    outcome = run("init", "sub", columns=columns)
    talk = [line for line in outcome.err.splitlines() if not line.startswith(("  ", "made:"))]
    assert all(len(line) <= columns or " " not in line for line in talk)


def test_what_is_there_stays_and_is_said(here: Path) -> None:
    write_text(here / "README.md", "mine\n")
    write_text(here / ".github/workflows/validate.yml", "mine too\n")
    outcome = run("init")
    assert outcome.code == 0
    assert (here / "README.md").read_text() == "mine\n"
    assert (here / ".github/workflows/validate.yml").read_text() == "mine too\n"
    assert "kept: README.md, which was there\nmade: frameworks/.gitkeep\n" in outcome.err
    assert "kept: .github/workflows/validate.yml, which was there\n" in outcome.err


def test_the_example_works_at_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = run("init", "our policies", "--example", "online-safety")
    assert (outcome.code, outcome.out) == (0, "")
    assert "made: our policies/frameworks/online-safety-six-tests.yaml\n" in outcome.err
    assert ".gitkeep" not in outcome.err
    commands = steps(outcome.err)
    assert commands == [
        "cd 'our policies'",
        "git init",
        "scorecard assess uk-online-safety",
        "scorecard diff uk-online-safety",
        "scorecard trend uk-online-safety",
        "scorecard report uk-online-safety -o report.html",
        "scorecard new online-safety-six-tests --from uk-online-safety@2023-10-26",
    ]
    root = here / "our policies"
    monkeypatch.chdir(root)
    assert run("validate", "--strict").code == 0
    listed = json.loads(run("list", "--format", "json").out)
    assert "online-safety-six-tests" in json.dumps(listed)
    follow(commands[1:], root, monkeypatch)
    assert (root / "report.html").exists()


def test_copies_name_the_project_s_schemas_and_differ_in_nothing_else(here: Path) -> None:
    run("init", "--example", "online-safety")
    kinds = {"frameworks": "framework", "assessments": UNDER, "reviews": "mark"}
    for path in _example():
        first, _, rest = (here / path).read_bytes().partition(b"\n")
        schema = first.removeprefix(b"# yaml-language-server: $schema=").decode()
        assert ((here / path).parent / schema).resolve().parent == here / "schemas"
        assert ((here / path).parent / schema).is_file()
        assert schema.endswith(f"/{kinds[path.split('/')[0]]}.schema.json")
        assert (ROOT / path).read_bytes().partition(b"\n")[2] == rest


def test_the_other_example_has_both_versions_and_is_good(here: Path) -> None:
    assert run("init", "--example", "air-quality").code == 0
    assert sorted(path.name for path in (here / "frameworks").iterdir()) == [
        "who-air-quality@2005.yaml",
        "who-air-quality@2021.yaml",
    ]
    assert run("validate", "--strict").code == 0


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("who-air-quality", "who-air-quality@2021.yaml"),
        ("who-air-quality@2005", "who-air-quality@2005.yaml"),
        ("who-air-quality@2005.0", "who-air-quality@2005.yaml"),
        ("online-safety-six-tests", "online-safety-six-tests.yaml"),
    ],
)
def test_a_project_can_begin_with_a_shipped_framework(
    text: str, file: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = run("init", "a/b", "--framework", text)
    assert outcome.code == 0
    assert [path.name for path in (here / "a/b/frameworks").iterdir()] == [file]
    assert "made: a/b/assessments/.gitkeep\n" in outcome.err
    id = text.partition("@")[0] + ("@2005" if "@" in text else "")
    assert steps(outcome.err)[:4] == [
        "cd a/b",
        "git init",
        f"scorecard show {id}",
        f"scorecard new {id} --subject my-subject",
    ]
    follow(steps(outcome.err), here, monkeypatch)
    assert run("validate", "--strict").code == 0


def test_both_together_give_both(here: Path) -> None:
    assert run("init", "--example", "online-safety", "--framework", "who-air-quality").code == 0
    assert (here / "frameworks/who-air-quality@2021.yaml").exists()
    assert (here / "assessments/uk-online-safety").is_dir()


@pytest.mark.parametrize(("words", "code", "said"), read_refusals("init"))
def test_an_unknown_framework_is_refused_and_nothing_is_made(
    words: list[str], code: int, said: str, here: Path
) -> None:
    outcome = run("init", *words)
    assert (outcome.code, outcome.out, " ".join(outcome.err.split())) == (code, "", said)
    assert files(here) == {}


def test_a_file_is_no_place_for_a_project(here: Path) -> None:
    write_text(here / "notes.txt", "")
    outcome = run("init", "notes.txt")
    assert (outcome.code, outcome.out, outcome.err) == (
        2,
        "",
        "Error: notes.txt is not a folder\n  name a folder; it need not be there yet\n",
    )


def test_what_stands_in_the_way_of_a_folder_is_said(here: Path) -> None:
    write_text(here / "frameworks", "")
    outcome = run("init")
    assert outcome.code == 2
    assert outcome.err.endswith("Error: frameworks is not a folder\n  name another place\n")


# In other projects and repositories -------------------------------------------------------------


def test_inside_another_project_it_asks_for_the_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "frameworks").mkdir()
    (here / "sub").mkdir()
    monkeypatch.chdir(here / "sub")
    outcome = run("init")
    assert (outcome.code, outcome.out, outcome.err) == (
        2,
        "",
        f"Error: this folder is inside the project {here}\n"
        "  work in that project, or name the folder of another one: scorecard init .\n",
    )
    assert files(here) == {}
    named = run("init", ".")
    assert named.code == 0
    assert (
        f"note: {here}/sub is inside the project {here}, and is a project of its own from now on "
        in " ".join(named.err.split())
    )
    assert run("init").code == 0


@pytest.mark.parametrize("folder", ["frameworks", "assessments/springfield"])
def test_the_folders_of_another_project_are_no_place(folder: str, here: Path) -> None:
    (here / folder).mkdir(parents=True)
    outcome = run("init", f"{folder}/new")
    top = folder.split("/")[0]
    assert (outcome.code, outcome.err) == (
        2,
        f"Error: {here}/{folder}/new is in {top}/ of the project {here}\n"
        "  begin a project outside that one's folders\n",
    )


def test_a_project_that_is_there_gets_what_it_lacks(here: Path) -> None:
    write_framework(here)
    write_assessment(here)
    before = files(here)
    outcome = run("init")
    assert outcome.code == 0
    after = files(here)
    assert {path: after[path] for path in before} == before
    assert sorted(set(after) - set(before)) == sorted(path for path in EMPTY if not path.endswith(".gitkeep"))
    assert "  scorecard show city-air\n" in outcome.err


def test_a_framework_that_is_there_under_another_name_is_kept(here: Path) -> None:
    run("init", "--example", "air-quality")
    (here / "frameworks/who-air-quality@2021.yaml").rename(here / "frameworks/who-air-quality@2021.0.yaml")
    (here / "assessments/beijing/2019-12-31.yaml").rename(here / "assessments/beijing/2019-12-31.yml")
    before = files(here)
    outcome = run("init", "--example", "air-quality")
    assert files(here) == before
    assert "kept: frameworks/who-air-quality@2021.0.yaml, which was there\n" in outcome.err
    assert "kept: assessments/beijing/2019-12-31.yml, which was there\n" in outcome.err
    assert run("validate", "--strict").code == 0


def test_below_the_top_of_a_repository_the_workflow_says_where_and_has_to_be_moved(here: Path) -> None:
    init_repository(here)
    outcome = run("init", "our policies")
    assert (
        "note: GitHub runs workflows from the top of a repository alone: "
        f"move our policies/.github/workflows/validate.yml to {here}/.github/workflows/ "
    ) in " ".join(outcome.err.split())
    assert "git init" not in outcome.err
    workflow = yaml.safe_load((here / "our policies/.github/workflows/validate.yml").read_text())
    *_, install, check = workflow["jobs"]["validate"]["steps"]
    assert install == {"run": f"pip install 'our policies/{WHEEL}'"}
    assert check == {"run": "scorecard validate --project 'our policies'"}


# What the files say -----------------------------------------------------------------------------


def test_the_workflow_installs_the_program_that_the_project_keeps_and_validates(here: Path) -> None:
    run("init")
    assert not list(here.rglob("scorecard.yml"))
    workflow = yaml.safe_load((here / ".github/workflows/validate.yml").read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert [step["run"] for step in workflow["jobs"]["validate"]["steps"] if "run" in step] == [
        f"pip install {WHEEL}",
        "scorecard validate",
    ]


def test_with_a_site_comes_a_workflow_that_publishes_it_and_may_do_little_else(here: Path) -> None:
    init_repository(here)
    outcome = run("init", "our policies", "--site")
    assert "move our policies/.github/workflows/site.yml to" in " ".join(outcome.err.split())
    text = (here / "our policies/.github/workflows/site.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    jobs = workflow["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    pins = re.findall(r"uses: (\S+)@(\S+)", text)
    assert all(re.fullmatch("[0-9a-f]{40}", pin) for _, pin in pins)
    runs = [each["run"] for each in jobs["build"]["steps"] if "run" in each]
    assert runs[0] == f"pip install 'our policies/{WHEEL}'"
    assert "'our policies/scorecard.toml'" in runs[1]
    assert runs[2] == "scorecard site -o public --project 'our policies'"
    assert run("site", "--project", "our policies", "-o", "public").code == 3  # no assessments yet
    assert "nothing to publish" in run("site", "--project", "our policies", "-o", "public").err


@pytest.mark.parametrize(
    "line", ['base_url = "https://a.example/b/"', 'base_url="https://a.example/b"  # ours', "# none"]
)
def test_the_workflow_finds_where_the_site_stands(here: Path, line: str) -> None:
    run("init", "--site")
    write_text(here / "scorecard.toml", f"[site]\n{line}\n")
    steps = yaml.safe_load((here / ".github/workflows/site.yml").read_text("utf-8"))["jobs"]["build"]["steps"]
    command = next(each["run"] for each in steps if each.get("name"))
    found = re.search(r"base=\$\((.*)\)", command)
    assert found
    base = subprocess.run(["sh", "-c", found[1]], cwd=here, capture_output=True, text=True, check=True)
    assert base.stdout.strip() == ("" if line == "# none" else "https://a.example/b")


def test_the_wheel_holds_the_program_and_what_comes_with_it(here: Path) -> None:
    run("init")
    with zipfile.ZipFile(here / WHEEL) as wheel:
        contents = {name: wheel.read(name) for name in wheel.namelist()}
    info = "policy_scorecard-0.1.0.dist-info"
    rows = {path: tuple(rest) for path, *rest in csv.reader(io.StringIO(contents[f"{info}/RECORD"].decode()))}
    for path, content in contents.items():
        if path != f"{info}/RECORD":
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
            assert rows.pop(path) == (f"sha256={digest}", str(len(content)))
    assert rows == {}
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    for folder, name in {"scorecard": "scorecard", **build["targets"]["wheel"]["force-include"]}.items():
        if (ROOT / folder).is_file():
            assert contents.pop(name) == (ROOT / folder).read_bytes()
        for path, content in files(ROOT / folder).items():
            if "__pycache__" not in path:
                assert contents.pop(f"{name}/{path}") == content
    assert b"scorecard = scorecard.cli.main:main\n" in contents.pop(f"{info}/entry_points.txt")
    assert b"\nProvides-Extra: spreadsheets\n" in contents.pop(f"{info}/METADATA")
    assert b"Tag: py3-none-any\n" in contents.pop(f"{info}/WHEEL")
    assert contents.pop(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert list(contents) == [f"{info}/RECORD"]


@pytest.mark.parametrize("kind", ["framework", "assessment", "mark", "reply"])
def test_the_schemas_are_what_the_command_prints(kind: str, here: Path) -> None:
    run("init")
    written = (here / f"schemas/{kind}.schema.json").read_text(encoding="utf-8")
    assert written == run("schema", kind).out


def test_the_readme_says_what_is_where_and_who_can_read_what(here: Path) -> None:
    run("init")
    readme = (here / "README.md").read_text(encoding="utf-8")
    for words in (
        "`frameworks/`",
        "`assessments/`",
        "Everybody who can read this folder can read everything in it.",
        "`working_note`",
        "Drafts",
        "All versions of all files",
        "A private repository",
        f'pip install "{WHEEL}[spreadsheets]"',
        "scorecard export springfield@2024-03-11 -o review.xlsx",
    ):
        assert words in readme
    assert "@" not in re.sub(r"[\w-]+@[\d.-]+", "", readme)


def test_every_command_of_the_readme_works_in_its_order(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init")
    write_framework(here, version="1.0")
    commands = [
        line
        for block in re.findall(
            r"```sh\n(.*?)```", (here / "README.md").read_text(encoding="utf-8"), re.DOTALL
        )
        for line in block.splitlines()
    ]
    assert len(commands) == 14
    shown = [line for line in commands if line.split()[1] in ("assess", "diff", "trend", "report")]
    follow([line for line in commands if line not in shown], here, monkeypatch)
    for day in ("2024-03-11", "2025-03-11"):
        path = here / f"assessments/springfield/{day}.yaml"
        path.write_text(
            path.read_text(encoding="utf-8").replace("stage: draft", "stage: final"), encoding="utf-8"
        )
    follow(shown, here, monkeypatch)


def test_a_name_that_is_a_command_to_a_runner_is_not_one(here: Path) -> None:
    outcome = start("init", "::error::x", cwd=here)
    assert outcome.code == 0
    assert not re.search(r"(?m)^\s*::", outcome.err)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that may not be written")
def test_a_folder_that_may_not_be_written_is_said(here: Path) -> None:
    (here / "closed").mkdir(mode=0o500)
    outcome = run("init", "closed/inner")
    assert outcome.code == 3
    assert "cannot be written" in outcome.err
