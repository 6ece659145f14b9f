"""`scorecard new`: assessments, frameworks and versions on disk, what is said, and what is refused."""

import json
from datetime import date
from pathlib import Path

import pytest

from scorecard.cli import new_assessment
from scorecard.model.digest import framework_digest
from scorecard.model.lexical import FrameworkRef
from scorecard.project.library import Project
from tests.builders import (
    BROKEN,
    data_file,
    indicator,
    write_assessment,
    write_framework,
    write_project,
    write_text,
)
from tests.cases import read_refusals
from tests.commands import Outcome, files, run

TODAY = "2022-05-01"
STEPS = """
Next:
  scorecard rate {ref}{option}
      asks for each rating, question by question; or fill the file in
  scorecard export {ref} -o review.xlsx{option}
      or writes a spreadsheet, to fill in alone or with colleagues; scorecard
      import puts it back
  scorecard validate{option}
      says what is wrong or missing
  scorecard assess {ref}{option}
      shows the result so far
"""


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the same day all the time."""

    class Day(date):
        @classmethod
        def today(cls) -> date:
            return date.fromisoformat(TODAY)

    monkeypatch.setattr(new_assessment, "date", Day)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that is the working directory."""
    monkeypatch.chdir(tmp_path)
    return write_project(tmp_path)


def refused(message: str, hint: str, code: int = 2) -> Outcome:
    return Outcome(code, "", f"Error: {message}\n  {hint}\n")


def is_good(root: Path) -> bool:
    return run("validate", "--strict", "--project", str(root)).code == 0


# An assessment ----------------------------------------------------------------------------------


def test_a_new_assessment_is_told_in_the_frameworks_noun(root: Path) -> None:
    write_framework(root, "noise", "1.0", indicator_label="Question")
    outcome = run("new", "noise", "--subject", "springfield", "--date", "2021-03-12")
    assert outcome.code == 0
    assert outcome.err.startswith("3 questions under noise@1.0, in a draft\n")


def test_an_assessment_is_made_in_its_place_and_is_good(root: Path) -> None:
    outcome = run("new", "city-air", "--subject", "springfield", "--date", "2021-03-12")
    path = "assessments/springfield/2021-03-12.yaml"
    assert outcome == Outcome(
        0,
        f"{path}\n",
        "3 indicators under city-air@2.0, in a draft\n"
        + STEPS.format(ref="springfield@2021-03-12", option=""),
    )
    project = Project(root)
    loaded = next(
        project.load_assessment(place) for place in project.layout.assessments if place.path == path
    )
    assert loaded.diagnostics == ()
    content = loaded.content
    framework = project.find_good(FrameworkRef("city-air", "2.0"))
    assert content is not None
    assert framework is not None
    assert (content.subject.name, content.is_draft, content.title) == ("Springfield", True, None)
    assert content.framework_digest == framework_digest(framework)
    assert {id: entry.level for id, entry in content.ratings.items() if not isinstance(entry, str)} == {
        "1.1": "not-rated",
        "1.2": "not-rated",
        "2.1": "not-rated",
    }
    assert is_good(root)


def test_the_newest_version_is_taken_and_another_can_be_named(root: Path) -> None:
    write_framework(root, version="10.0")
    run("new", "city-air", "--subject", "a", "--date", "2021-01-01")
    run("new", "city-air@2", "--subject", "b", "--date", "2021-01-01")
    assert 'framework: "city-air@10.0"\n' in (root / "assessments/a/2021-01-01.yaml").read_text()
    assert 'framework: "city-air@2.0"\n' in (root / "assessments/b/2021-01-01.yaml").read_text()
    assert is_good(root)


def test_a_shipped_framework_will_do(root: Path) -> None:
    outcome = run("new", "who-air-quality", "--subject", "springfield", "--date", "2022-12-31")
    assert outcome.code == 0
    assert outcome.err.startswith("10 indicators under who-air-quality@2021, in a draft\n")
    assert is_good(root)


def test_the_day_is_today_unless_one_is_given(root: Path) -> None:
    assert run("new", "city-air", "--subject", "x").out == f"assessments/x/{TODAY}.yaml\n"


def test_a_new_subject_gets_a_name_from_its_id_and_is_told_so(root: Path) -> None:
    outcome = run("new", "city-air", "--subject", "new_york-city")
    assert "The subject is called New York City, made from its id: check that in the file\n" in outcome.err
    text = (root / f"assessments/new_york-city/{TODAY}.yaml").read_text()
    assert (
        '# The name was made from the id: check it.\nsubject:\n  id: "new_york-city"\n  name: New York City\n'
        in text
    )


def test_a_name_and_a_title_can_be_given(root: Path) -> None:
    outcome = run(
        "new", "city-air", "--subject", "nyc", "--name", " New York: all # of it ", "--title", "Größe"
    )
    text = (root / f"assessments/nyc/{TODAY}.yaml").read_text(encoding="utf-8")
    assert "made from" not in outcome.err + text
    assert '  name: "New York: all # of it"\n' in text
    assert "\ntitle: Größe\n" in text
    assert is_good(root)


def test_a_subject_is_called_what_its_newest_published_assessment_calls_it(root: Path) -> None:
    path = write_assessment(root, date="2022-01-01")
    named = "  name: Springfield\n"
    write_text(path, path.read_text().replace(named, f"{named}  tags: [coast, big]\n"))
    write_assessment(root, date="2023-01-01", subject_name="A draft's name", stage="draft")
    run("new", "city-air", "--subject", "springfield", "--name", "Springfield")
    text = (root / f"assessments/springfield/{TODAY}.yaml").read_text()
    assert "  name: Springfield\n  tags:\n    - coast\n    - big\n" in text


def test_a_name_of_a_draft_is_better_than_one_made_up(root: Path) -> None:
    write_assessment(root, subject="shelby", subject_name="Shelbyville", stage="draft")
    run("new", "city-air", "--subject", "shelby")
    assert "  name: Shelbyville\n" in (root / f"assessments/shelby/{TODAY}.yaml").read_text()


def test_another_name_for_a_known_subject_is_refused(root: Path) -> None:
    assert run("new", "city-air", "--subject", "springfield", "--name", "Spring Field") == refused(
        "springfield is called Springfield in its assessment of 2021-03-11",
        "leave --name out; a subject that has a new name gets it in all its assessments",
    )


def test_a_second_one_of_a_day_needs_a_suffix(root: Path) -> None:
    before = files(root)
    taken = refused(
        "assessments/springfield/2021-03-11.yaml is there already",
        "for a second assessment of that day add --suffix WORD; to go on with that one: "
        "scorecard rate springfield@2021-03-11",
    )
    words = ("new", "city-air", "--subject", "springfield", "--date", "2021-03-11")
    assert run(*words) == taken
    assert files(root) == before
    outcome = run(*words, "--suffix", "b")
    assert outcome.out == "assessments/springfield/2021-03-11-b.yaml\n"
    assert "scorecard assess springfield@2021-03-11-b\n" in outcome.err
    assert run(*words, "--suffix", "B").err.startswith(
        "Error: assessments/springfield/2021-03-11-b.yaml is there already\n"
    )
    assert is_good(root)


def test_the_other_ending_of_a_name_counts_too(root: Path) -> None:
    (root / "assessments/springfield/2021-03-11.yaml").rename(root / "assessments/springfield/2021-03-11.yml")
    assert run("new", "city-air", "--subject", "springfield", "--date", "2021-03-11").code == 2


def test_the_line_for_editors_is_there_where_the_project_has_the_schemas(root: Path) -> None:
    run("new", "city-air", "--subject", "a")
    assert (root / f"assessments/a/{TODAY}.yaml").read_text().startswith("# A, 20")
    run("init")
    run("new", "city-air", "--subject", "b")
    assert (
        (root / f"assessments/b/{TODAY}.yaml")
        .read_text()
        .startswith("# yaml-language-server: $schema=../../schemas/city-air@2.0.schema.json\n# B, 20")
    )
    written = (root / "schemas/city-air@2.0.schema.json").read_text(encoding="utf-8")
    assert written == run("schema", "assessment", "--framework", "city-air@2.0").out
    run("new", "--framework", "noise")
    assert (
        (root / "frameworks/noise.yaml")
        .read_text()
        .startswith("# yaml-language-server: $schema=../schemas/framework.schema.json\n# A framework")
    )


def test_the_path_is_as_seen_from_here_and_a_named_project_stays_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "assessments")
    assert run("new", "city-air", "--subject", "a", "--date", "2021-01-01").out == "a/2021-01-01.yaml\n"
    monkeypatch.chdir(root.parent)
    outcome = run("new", "city-air", "--subject", "b", "--date", "2021-01-01", "--project", root.name)
    assert outcome.out == f"{root.name}/assessments/b/2021-01-01.yaml\n"
    assert outcome.err.endswith(STEPS.format(ref="b@2021-01-01", option=f" --project {root.name}"))


def test_a_framework_with_windows_line_ends_gives_ordinary_ones(root: Path) -> None:
    path = root / "frameworks/city-air@2.0.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("new", "city-air", "--subject", "a").code == 0
    assert b"\r" not in (root / f"assessments/a/{TODAY}.yaml").read_bytes()
    assert is_good(root)


# What is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "code", "said"), read_refusals("new"))
def test_what_is_wrong_is_refused_and_nothing_is_written(
    root: Path, words: list[str], code: int, said: str
) -> None:
    before = files(root)
    outcome = run("new", *words)
    assert (outcome.code, outcome.out, " ".join(outcome.err.split())) == (code, "", said)
    assert files(root) == before


def test_texts_that_a_file_cannot_hold_are_refused(root: Path) -> None:
    outcome = run("new", "city-air", "--subject", "a", "--name", "a\x1b[1m")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Error: --name: ")
    assert "\x1b" not in outcome.err


@pytest.mark.parametrize(
    "words", [("city-air", "--subject", "a"), ("--framework", "a"), ("--version-of", "a@1", "--as", "2")]
)
def test_without_a_project_there_is_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", *words) == refused(
        "there is no project here: no folder frameworks/ or assessments/, here or above",
        "begin one: scorecard init",
        3,
    )
    (tmp_path / "my folder").mkdir()
    assert run("new", *words, "--project", "my folder") == refused(
        "there is no project in my folder", "begin one: scorecard init 'my folder'", 3
    )


def test_a_framework_with_errors_is_refused_with_what_is_wrong(root: Path) -> None:
    write_text(root / "frameworks/broken.yaml", BROKEN)
    outcome = run("new", "broken", "--subject", "a")
    assert (outcome.code, outcome.out) == (1, "")
    assert "frameworks/broken.yaml:" in outcome.err


def test_a_folder_that_leads_out_of_the_project_is_not_written_to(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "assessments/out").symlink_to(elsewhere)
    outcome = run("new", "city-air", "--subject", "out")
    assert outcome.code == 2
    assert "leads out of the project" in outcome.err
    assert list(elsewhere.iterdir()) == []


# Carried over -----------------------------------------------------------------------------------


def test_ratings_are_carried_over_and_the_subject_with_them(root: Path) -> None:
    outcome = run("new", "city-air", "--from", "springfield@2021-03-11", "--date", "2022-03-11")
    assert outcome == Outcome(
        0,
        "assessments/springfield/2022-03-11.yaml\n",
        "3 indicators under city-air@2.0, in a draft\n"
        "3 of 3 ratings of springfield@2021-03-11 were carried over, to be reviewed\n"
        + STEPS.format(ref="springfield@2022-03-11", option=""),
    )
    text = (root / "assessments/springfield/2022-03-11.yaml").read_text(encoding="utf-8")
    assert CARRIED in text
    assert run("validate").code == 0


CARRIED = """
  "1.1":
    x-review: carried over from springfield@2021-03-11; confirm or change it, then take this out
    measured: 4.2
    evidence:
      - source: plan
        locator: table 3

  # 1.2  Limits in law
  # Requirement: What 1.2 asks is done.
  # Guidance: Look whether 1.2 is done.
  # Levels: pass, partial, fail, not-applicable
  "1.2":
    x-review: carried over from springfield@2021-03-11; confirm or change it, then take this out
    level: fail
    rationale: |
      Announced, not enacted.
"""


def test_over_versions_what_does_not_compare_stays_behind_and_is_noted(root: Path) -> None:
    limits = [
        indicator("1.1", title="Fine particles", requirement="Something else."),
        indicator("1.3", title="Limits in law", requirement="What 1.2 asks is done.", replaces=["1.2"]),
    ]
    write_framework(
        root,
        version="3.0",
        replaces="city-air@2.0",
        dimensions=[{"id": "1", "title": "Limits", "indicators": limits}],
    )
    write_assessment(
        root,
        document={"title": "Air plan 2021", "date": "2020-12-15"},
        assessors=["A. Person", "B. Person"],
    )
    outcome = run(
        "new", "city-air", "--from", "springfield@2021-03-11", "--date", "2022-03-11", "--suffix", "b"
    )
    assert outcome.code == 0
    assert outcome.err.startswith(
        "2 indicators under city-air@3.0, in a draft\n"
        "1 of 3 ratings of springfield@2021-03-11 were carried over, to be reviewed\n"
        "Notes in the file say why the others were not, and what they were\n"
    )
    text = (root / "assessments/springfield/2022-03-11-b.yaml").read_text(encoding="utf-8")
    assert text.partition("\nratings:\n")[2] == STAYED.replace("MARK", MARK)
    assert (
        "# springfield@2021-03-11 assessed “Air plan 2021” of 2020-12-15 and was judged by A.\n"
        "# Person, B. Person.\n"
    ) in text
    assert "\ndocument:" not in text
    assert is_good(root)


MARK = "carried over from springfield@2021-03-11, where it was 1.2; confirm or change it, then take this out"
STAYED = data_file("carried_over.yaml")


def test_what_may_surprise_of_what_is_carried_over_is_said(root: Path) -> None:
    write_framework(root, version="3.0")
    pin = "sha256:" + "0" * 64
    write_assessment(root, framework_digest=pin)
    outcome = run(
        "new", "city-air", "--from", "springfield@2021-03-11", "--subject", "a", "--date", "2020-01-01"
    )
    assert outcome.code == 0
    for words in (
        "note: these are ratings of another subject, springfield\n",
        "note: springfield@2021-03-11 is later than 2020-01-01\n",
        "note: indicators were matched by their ids alone: city-air@3.0 does not say that it replaces "
        "city-air@2.0 or a version after it ",
        "note: city-air@2.0 was changed after springfield@2021-03-11 was made\n",
    ):
        assert " ".join(words.split()) in " ".join(outcome.err.split())


def test_another_framework_is_refused_with_the_reason(root: Path) -> None:
    write_framework(root, "noise", "1.0")
    outcome = run("new", "noise", "--from", "springfield@2021-03-11")
    assert outcome == refused(
        "city-air@2.0 and noise@1.0 are different frameworks, and no chain of `replaces` joins them",
        "compare assessments under one framework, or let the newer say what it replaces",
        3,
    )


def test_an_assessment_with_errors_is_not_carried_from(root: Path) -> None:
    write_assessment(root, ratings={"1.2": "faild"})
    before = files(root)
    outcome = run("new", "city-air", "--from", "springfield@2021-03-11")
    assert (outcome.code, outcome.out) == (1, "")
    assert "error SC404" in outcome.err
    assert files(root) == before


def test_of_several_of_one_day_one_has_to_be_named(root: Path) -> None:
    (root / "assessments/springfield/2021-03-11.yaml").unlink()
    write_assessment(root, suffix="a")
    write_assessment(root, suffix="b", ratings={"1.2": "partial"})
    assert run("new", "city-air", "--from", "springfield@2021-03-11") == refused(
        "springfield@2021-03-11 is one of several of that day",
        "name one: springfield@2021-03-11-a, springfield@2021-03-11-b",
        3,
    )
    outcome = run("new", "city-air", "--from", "springfield@2021-03-11-b")
    assert "1 of 1 ratings of springfield@2021-03-11-b were carried over, to be reviewed\n" in outcome.err


# A framework ------------------------------------------------------------------------------------


def test_a_framework_is_made_and_is_good(root: Path) -> None:
    outcome = run("new", "--framework", "school-meals", "--title", "Meals: a start", "--version", "2024.1")
    assert outcome == Outcome(
        0,
        "frameworks/school-meals.yaml\n",
        "Its texts only show where yours go: open it and write your own.\n"
        "\nNext:\n"
        "  scorecard validate\n"
        "      says what is wrong or missing\n"
        "  scorecard show school-meals\n"
        "      shows it as readers will see it\n"
        "  scorecard new school-meals --subject my-subject\n"
        "      begins an assessment under it\n",
    )
    text = (root / "frameworks/school-meals.yaml").read_text(encoding="utf-8")
    assert 'kind: framework\nid: "school-meals"\nversion: "2024.1"\ntitle: "Meals: a start"\n' in text
    assert is_good(root)
    assert run("new", "school-meals", "--subject", "my-subject").code == 0
    assert is_good(root)


def test_without_more_a_framework_is_version_1_and_named_for_its_id(root: Path) -> None:
    run("new", "--framework", "school-meals")
    text = (root / "frameworks/school-meals.yaml").read_text(encoding="utf-8")
    assert '\nversion: "1.0"\ntitle: School meals\n' in text


# The next version -------------------------------------------------------------------------------


def test_the_next_version_says_the_same_and_replaces_the_one_before(root: Path) -> None:
    before = (root / "frameworks/city-air@2.0.yaml").read_text(encoding="utf-8")
    outcome = run("new", "--version-of", "city-air@2", "--as", "2.1")
    assert outcome == Outcome(
        0,
        "frameworks/city-air@2.1.yaml\n",
        "It says what city-air@2.0 says, and that it replaces it: now change it.\n"
        "Where an indicator gets another id, say in its `replaces` whose place it takes.\n"
        "\nNext:\n"
        "  scorecard validate\n"
        "      says what is wrong or missing\n"
        "  scorecard diff city-air@2.0 city-air@2.1\n"
        "      shows what changed, and what can be compared\n",
    )
    after = (root / "frameworks/city-air@2.1.yaml").read_text(encoding="utf-8")
    assert after == before.replace('version: "2.0"\n', 'version: "2.1"\nreplaces: "city-air@2.0"\n')
    assert is_good(root)
    shown = run("diff", "city-air@2.0", "city-air@2.1", "--format", "json")
    assert shown.code == 0
    assert json.loads(shown.out)["changes"] == []


def test_a_shipped_framework_gets_a_next_version_here(root: Path) -> None:
    run("init")
    outcome = run("new", "--version-of", "who-air-quality@2021", "--as", "2025")
    assert outcome.code == 0
    text = (root / "frameworks/who-air-quality@2025.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schemas/framework.schema.json\n# WHO air")
    assert is_good(root)


def test_a_file_without_its_version_in_its_name_gets_a_next_one(root: Path) -> None:
    (root / "frameworks/city-air@2.0.yaml").rename(root / "frameworks/city-air.yaml")
    assert run("new", "--version-of", "city-air@2.0", "--as", "3").out == "frameworks/city-air@3.yaml\n"
    assert is_good(root)


def test_a_framework_with_errors_gets_no_next_version(root: Path) -> None:
    write_text(root / "frameworks/broken@1.yaml", BROKEN)
    outcome = run("new", "--version-of", "broken@1", "--as", "2")
    assert (outcome.code, outcome.out) == (1, "")
    assert not (root / "frameworks/broken@2.yaml").exists()


@pytest.mark.parametrize("end", ["...\n\t\n", " ...\n"])
def test_a_version_of_a_framework_that_the_parser_refuses_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    path = write_framework(tmp_path)
    raw = path.read_text(encoding="utf-8")
    indented = "".join(f"  {line}\n" for line in raw.splitlines()) if end.startswith(" ") else raw
    path.write_text(indented + end, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    outcome = run("new", "--version-of", "city-air@2.0", "--as", "2.1")
    assert outcome.code in (1, 3)
    assert outcome.err
    assert [each.name for each in path.parent.iterdir()] == [path.name]
