"""What a command line names: the forms of targets, and the files that they stand for."""

import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard.errors import NotFoundError, ScorecardError, UsageError
from scorecard.model.file_names import MisplacedPath
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK, Kind
from scorecard.model.lexical import Model
from scorecard.project.loader import FrameworkFile
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection, select_assessments
from scorecard.project.targets import (
    AssessmentFilter,
    NameTarget,
    PathTarget,
    RevisionTarget,
    StdinTarget,
    Target,
    parse_target,
)
from scorecard.reading.document import MAX_BYTES
from tests.builders import (
    BROKEN,
    assessment_data,
    commit_all,
    framework_data,
    init_repository,
    run_git,
    to_yaml,
    write_assessment,
    write_framework,
    write_text,
)
from tests.cases import read_table

# Forms ------------------------------------------------------------------------------------------


def target_of(text: str, kind: str, *parts: str) -> Target:
    match kind:
        case "stdin":
            return StdinTarget()
        case "path":
            return PathTarget(text)
        case "revision":
            return RevisionTarget(*parts)
        case _:
            return NameTarget(parts[0], parts[1] if len(parts) > 1 else None)


@pytest.mark.parametrize("case", read_table("targets"), ids=lambda case: case[0])
def test_the_form_of_a_target_decides_its_kind(case: tuple[str, ...]) -> None:
    assert parse_target(case[0]) == target_of(*case)


def test_the_form_decides_whatever_exists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "springfield").mkdir()
    (tmp_path / "HEAD:x").write_text("")
    assert parse_target("springfield") == NameTarget("springfield", None)
    assert parse_target("HEAD:x") == RevisionTarget("HEAD", "x")


@pytest.mark.parametrize(
    "text", ["springfield", "springfield@2021-03-11-b", "city-air@2.0", "a@", "HEAD~1:a/b.yaml"]
)
def test_a_target_is_said_as_typed(text: str) -> None:
    assert str(parse_target(text)) == text


# Without what a git hook leaves in the environment.
@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in [key for key in os.environ if key.startswith("GIT_")]:
        monkeypatch.delenv(key)


# A project to choose from -----------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory, which holds a project with one framework."""
    root = tmp_path / "project"
    write_framework(root)
    monkeypatch.chdir(root)
    return root


def select(
    *targets: str, framework: str | None = None, drafts: bool = False, project: Path | None = None
) -> Selection:
    return select_assessments(Workspace(project), targets, AssessmentFilter(framework, drafts))


def scored(selection: Selection) -> list[str]:
    """Return the files that can be scored, as `subject@date-suffix` where the name says it, else the path."""
    return sorted(_short(loaded.path) for loaded in selection.assessments if loaded.scorable is not None)


def refused(selection: Selection) -> list[str]:
    """Return the files that were selected and cannot be scored."""
    return sorted(_short(loaded.path) for loaded in selection.assessments if loaded.scorable is None)


def _short(path: str) -> str:
    return "@".join(Path(path.rpartition(".")[0]).parts[-2:])


def codes(selection: Selection) -> list[str]:
    """Return the names of the errors found in all files."""
    found = [diagnostic for loaded in selection.files() for diagnostic in loaded.diagnostics]
    return [diagnostic.code.name for diagnostic in found if diagnostic.is_error]


def only_problem(selection: Selection) -> ScorecardError:
    (problem,) = selection.problems
    return problem


def said(error: ScorecardError) -> str:
    return f"{error.message} {error.hint}"


def write_broken(root: Path, path: str) -> Path:
    return write_text(root / "assessments" / path, BROKEN)


# The latest -------------------------------------------------------------------------------------


def test_without_a_target_it_is_the_latest_of_every_subject(root: Path) -> None:
    for subject, date in (
        ("springfield", "2019-12-31"),
        ("springfield", "2021-03-11"),
        ("ogdenville", "2020-01-01"),
    ):
        write_assessment(root, subject, date)
    assert scored(select()) == ["ogdenville@2020-01-01", "springfield@2021-03-11"]


def test_the_latest_is_by_date_and_not_by_the_order_of_files(root: Path) -> None:
    write_assessment(root, date="0999-01-01")
    write_assessment(root, date="2021-10-01")
    write_assessment(root, date="2021-09-30")
    assert scored(select("springfield")) == ["springfield@2021-10-01"]


def test_the_latest_is_under_each_framework(root: Path) -> None:
    write_framework(root, id="river", version="1")
    write_assessment(root, date="2021-03-11")
    write_assessment(root, date="2020-03-11", framework="river@1")
    write_assessment(root, date="2019-03-11", framework="river@1")
    for selection in (select(), select("springfield")):
        assert scored(selection) == ["springfield@2020-03-11", "springfield@2021-03-11"]


def test_versions_of_a_framework_are_one_framework(root: Path) -> None:
    write_framework(root, version="1.0")
    write_assessment(root, date="2021-03-11", framework="city-air@1.0")
    write_assessment(root, date="2020-03-11", framework="city-air@2.0")
    assert scored(select("springfield")) == ["springfield@2021-03-11"]


def test_a_framework_can_be_chosen(root: Path) -> None:
    write_framework(root, id="river", version="1")
    write_assessment(root, date="2021-03-11")
    write_assessment(root, date="2020-03-11", framework="river@1")
    write_assessment(root, subject="ogdenville")
    assert scored(select(framework="river")) == ["springfield@2020-03-11"]
    assert scored(select("springfield", framework="city-air")) == ["springfield@2021-03-11"]


def test_an_unknown_framework_stops_with_what_was_meant(root: Path) -> None:
    write_assessment(root)
    with pytest.raises(NotFoundError) as caught:
        select(framework="city-ear")
    assert "city-ear" in caught.value.message
    assert "city-air" in str(caught.value.hint)


def test_of_one_day_the_last_suffix_is_the_latest(root: Path) -> None:
    for suffix in (None, "a", "b"):
        write_assessment(root, suffix=suffix)
    assert scored(select("springfield")) == ["springfield@2021-03-11-b"]


def test_drafts_are_skipped_unless_asked_for(root: Path) -> None:
    write_assessment(root, date="2021-03-11")
    write_assessment(root, date="2021-04-11", stage="draft")
    for targets in ((), ("springfield",)):
        assert scored(select(*targets)) == ["springfield@2021-03-11"]
        assert scored(select(*targets, drafts=True)) == ["springfield@2021-04-11"]


OLD, DRAFT, NEW = (f"assessments/springfield/{year}-04-11.yaml" for year in (2020, 2021, 2022))


@pytest.mark.parametrize("targets", [["springfield@2021-04-11"], [DRAFT], [DRAFT, DRAFT]])
@pytest.mark.parametrize("drafts", [False, True])
def test_a_draft_that_is_the_only_target_is_shown(root: Path, targets: list[str], *, drafts: bool) -> None:
    write_assessment(root, date="2021-04-11", stage="draft")
    write_assessment(root, date="2022-04-11")
    selection = select(*targets, drafts=drafts)
    assert scored(selection) == ["springfield@2021-04-11"]
    assert (selection.problems, list(selection.passed_over)) == ([], [])


@pytest.mark.parametrize(
    "targets",
    [
        ["assessments/"],
        ["./"],
        ["assessments/springfield/"],
        [OLD, DRAFT, NEW],
        ["springfield@2020-04-11", "springfield@2021-04-11", "springfield@2022-04-11"],
        ["HEAD:assessments"],
        [f"HEAD:{path}" for path in (OLD, DRAFT, NEW)],
        [DRAFT, "assessments/"],
    ],
)
def test_drafts_among_others_are_passed_over(root: Path, targets: list[str]) -> None:
    """In a folder, and where a shell has spelled out what a pattern stands for."""
    for path, stage in ((OLD, None), (DRAFT, "draft"), (NEW, None)):
        write_assessment(root, date=Path(path).stem, stage=stage)
    init_repository(root)
    commit_all(root)
    selection = select(*targets)
    assert [path[-15:-11] for path in (each.path for each in selection.assessments)] == ["2020", "2022"]
    assert [path.removeprefix("HEAD:") for path in selection.passed_over] == [DRAFT]
    assert selection.problems == []
    everything = select(*targets, drafts=True)
    assert (len(everything.assessments), list(everything.passed_over)) == (3, [])


def test_a_broken_draft_among_others_is_passed_over(root: Path) -> None:
    write_assessment(root, date="2020-04-11")
    write_assessment(root, date="2021-04-11", stage="draft", ratings={"nonsense": "pass"})
    assert (refused(select("./")), list(select("./").passed_over)) == ([], [DRAFT])


@pytest.mark.parametrize("targets", [["assessments/"], [DRAFT, NEW], ["HEAD:assessments/springfield"]])
def test_where_there_is_nothing_but_drafts_that_is_a_problem(root: Path, targets: list[str]) -> None:
    for path in (DRAFT, NEW):
        write_assessment(root, date=Path(path).stem, stage="draft")
    init_repository(root)
    commit_all(root)
    selection = select(*targets)
    problem = only_problem(selection)
    assert (selection.assessments, problem.exit_code) == ([], 3)
    assert problem.message == "there is nothing here but drafts"
    assert "--drafts" in str(problem.hint)


@pytest.mark.parametrize("targets", [(), ("springfield",)])
def test_a_newer_draft_is_noted_and_an_older_one_is_not(root: Path, targets: tuple[str, ...]) -> None:
    write_assessment(root, date="2020-04-11", stage="draft")
    write_assessment(root, date="2021-04-11")
    assert list(select(*targets).passed_over) == []
    write_assessment(root, date="2022-04-11", stage="draft")
    assert list(select(*targets).passed_over) == [NEW]
    assert list(select(*targets, drafts=True).passed_over) == []


def test_a_subject_with_drafts_alone_is_told_about_drafts(root: Path) -> None:
    write_assessment(root, stage="draft")
    selection = select("springfield")
    assert selection.assessments == []
    problem = only_problem(selection)
    assert problem.exit_code == 3
    assert "springfield" in problem.message
    assert "--drafts" in str(problem.hint)


def test_a_project_with_drafts_alone_is_told_about_drafts(root: Path) -> None:
    write_assessment(root, stage="draft")
    with pytest.raises(NotFoundError) as caught:
        select()
    assert "--drafts" in said(caught.value)


def test_a_subject_without_an_assessment_under_the_chosen_framework(root: Path) -> None:
    write_framework(root, id="river", version="1")
    write_assessment(root)
    problem = only_problem(select("springfield", framework="river"))
    assert isinstance(problem, NotFoundError)
    assert "river" in said(problem)


def test_a_project_without_assessments(root: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        select()
    assert "assessments/<subject>/<YYYY-MM-DD>.yaml" in said(caught.value)


def test_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotFoundError) as caught:
        select()
    assert "--project" in said(caught.value)


# The newest is broken ---------------------------------------------------------------------------


def test_a_broken_newest_file_is_reported_and_no_older_one_takes_its_place(root: Path) -> None:
    write_assessment(root, date="2020-03-11")
    write_broken(root, "springfield/2021-03-11.yaml")
    write_assessment(root, subject="ogdenville")
    selection = select()
    assert scored(selection) == ["ogdenville@2021-03-11"]
    assert refused(selection) == ["springfield@2021-03-11"]
    assert codes(selection) == ["yaml-syntax"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"titel": "A wrong key"}, id="shape"),
        pytest.param({"ratings": {"1.2": "passed"}}, id="pair"),
        pytest.param({"ratings": {"1.2": "not-applicable"}}, id="assessment"),
        pytest.param({"file": "springfield/2021-03-11.yaml", "date": "2021-03-12"}, id="name"),
        pytest.param({"framework": "city-air@9"}, id="framework"),
    ],
)
def test_whatever_the_error_of_the_newest_is(root: Path, changes: dict[str, object]) -> None:
    write_assessment(root, date="2020-03-11")
    write_assessment(root, **{"date": "2021-03-11", **changes})  # type: ignore[arg-type]
    selection = select("springfield")
    assert scored(selection) == []
    assert refused(selection) == ["springfield@2021-03-11"]
    assert len(codes(selection)) == 1
    assert selection.problems == []


def test_two_newest_files_of_one_identity_are_both_reported(root: Path) -> None:
    write_assessment(root, date="2020-03-11")
    write_assessment(root, file="springfield/2021-03-11.yaml")
    write_assessment(root, file="springfield/2021-03-11.yml")
    selection = select("springfield")
    assert scored(selection) == []
    assert codes(selection) == ["two-files-one-identity"] * 2


def test_a_newest_file_whose_framework_has_errors_is_not_replaced(root: Path) -> None:
    write_framework(root, version="3", titel="A wrong key")
    write_assessment(root, date="2020-03-11", framework="city-air@2.0")
    write_assessment(root, date="2021-03-11", framework="city-air@3")
    selection = select("springfield")
    assert scored(selection) == []
    assert refused(selection) == ["springfield@2021-03-11"]
    assert codes(selection) == ["unknown-key"]


def test_an_older_broken_file_does_not_stand_in_the_way_of_the_newest(root: Path) -> None:
    write_broken(root, "springfield/2020-03-11.yaml")
    write_assessment(root, date="2021-03-11")
    assert scored(select("springfield")) == ["springfield@2021-03-11"]


@pytest.mark.parametrize(
    "changes",
    [pytest.param({"ratings": {"1.2": "passed"}}, id="pair"), pytest.param({"titel": "wrong"}, id="shape")],
)
def test_a_broken_file_hides_no_other_frameworks_assessment(root: Path, changes: dict[str, object]) -> None:
    """What is broken says under which framework it stands: the latest under another is not in doubt."""
    write_framework(root, id="river", version="1")
    write_assessment(root, date="2020-03-11", framework="river@1")
    write_assessment(root, date="2021-03-11", **changes)  # type: ignore[arg-type]
    selection = select("springfield")
    assert scored(selection) == ["springfield@2020-03-11"]
    assert refused(selection) == ["springfield@2021-03-11"]


@pytest.mark.parametrize(
    "changes",
    [pytest.param({"ratings": {"1.2": "passed"}}, id="pair"), pytest.param({"titel": "wrong"}, id="shape")],
)
def test_a_broken_draft_does_not_hide_what_is_published(root: Path, changes: dict[str, object]) -> None:
    """A draft is skipped by latest, and one that is broken is skipped all the more."""
    write_assessment(root, date="2020-03-11")
    write_assessment(root, date="2021-03-11", stage="draft", **changes)  # type: ignore[arg-type]
    assert scored(select("springfield")) == ["springfield@2020-03-11"]
    assert scored(select("springfield", drafts=True)) == []


def test_misplaced_files_are_told_of_with_the_latest(root: Path) -> None:
    write_assessment(root)
    write_broken(root, "springfield/review.yaml")
    write_broken(root, "lost.yaml")
    write_text(root / "frameworks" / "Lost.yaml", BROKEN)
    assert [each.diagnostic.path for each in select().misplaced] == [
        "assessments/lost.yaml",
        "assessments/springfield/review.yaml",
        "frameworks/Lost.yaml",
    ]
    named = select("springfield")
    assert scored(named) == ["springfield@2021-03-11"]
    assert [each.diagnostic.path for each in named.misplaced] == ["assessments/springfield/review.yaml"]


def test_a_subject_whose_files_are_all_misplaced_is_told_so(root: Path) -> None:
    write_assessment(root, subject="ogdenville")
    write_broken(root, "springfield/review.yaml")
    selection = select("springfield")
    assert [each.diagnostic.path for each in selection.misplaced] == ["assessments/springfield/review.yaml"]


# SUBJECT@DATE -----------------------------------------------------------------------------------


def test_a_date_is_the_file_without_a_suffix(root: Path) -> None:
    for suffix in (None, "a", "b"):
        write_assessment(root, suffix=suffix)
    assert scored(select("springfield@2021-03-11")) == ["springfield@2021-03-11"]


def test_a_date_is_the_only_file_of_that_day(root: Path) -> None:
    write_assessment(root, suffix="b")
    write_assessment(root, date="2021-03-12")
    assert scored(select("springfield@2021-03-11")) == ["springfield@2021-03-11-b"]


def test_a_date_with_several_files_lists_them(root: Path) -> None:
    write_assessment(root, suffix="a")
    write_assessment(root, suffix="b")
    write_assessment(root, date="2021-03-12", suffix="c")
    selection = select("springfield@2021-03-11")
    assert selection.assessments == []
    problem = only_problem(selection)
    assert problem.exit_code == 3
    assert "springfield@2021-03-11-a, springfield@2021-03-11-b" in str(problem.hint)
    assert "2021-03-12" not in said(problem)


def test_a_date_with_a_suffix_is_that_file(root: Path) -> None:
    for suffix in (None, "a", "b"):
        write_assessment(root, suffix=suffix)
    assert scored(select("springfield@2021-03-11-a")) == ["springfield@2021-03-11-a"]


def test_in_a_folder_the_file_without_a_suffix_is_the_first_of_its_day(root: Path) -> None:
    for suffix in ("b", None, "a"):
        write_assessment(root, suffix=suffix)
    days = ["springfield@2021-03-11", "springfield@2021-03-11-a", "springfield@2021-03-11-b"]
    assert scored(select("assessments/")) == days


def test_a_suffix_that_is_not_there_is_not_the_file_without_one(root: Path) -> None:
    write_assessment(root)
    selection = select("springfield@2021-03-11-a")
    assert selection.assessments == []
    assert "springfield@2021-03-11-a" in only_problem(selection).message


@pytest.mark.parametrize("at", ["2021-03-12", "2021-03", "2021", "", "2021-02-30", "11-03-2021"])
def test_a_date_that_is_not_there_says_what_is(root: Path, at: str) -> None:
    write_assessment(root)
    selection = select(f"springfield@{at}")
    assert selection.assessments == []
    problem = only_problem(selection)
    assert problem.exit_code == 3
    assert "springfield@2021-03-11" in str(problem.hint)


def test_a_chosen_framework_chooses_among_the_files_of_a_day(root: Path) -> None:
    write_framework(root, id="river", version="1")
    write_assessment(root, suffix="a")
    write_assessment(root, suffix="b", framework="river@1")
    assert scored(select("springfield@2021-03-11", framework="river")) == ["springfield@2021-03-11-b"]


def test_a_dated_assessment_under_another_framework_is_not_shown(root: Path) -> None:
    """`--framework` is heeded or refused, but never passed over in silence."""
    write_framework(root, id="river", version="1")
    write_assessment(root)
    selection = select("springfield@2021-03-11", framework="river")
    assert scored(selection) == []
    assert "river" in said(only_problem(selection))


# Names that are not there -----------------------------------------------------------------------


@pytest.mark.parametrize("target", ["sprignfield", "sprignfield@2021-03-11", "Springfield"])
def test_an_unknown_subject_comes_with_the_one_that_was_meant(root: Path, target: str) -> None:
    write_assessment(root)
    problem = only_problem(select(target))
    assert isinstance(problem, NotFoundError)
    assert problem.exit_code == 3
    assert target.partition("@")[0] in problem.message
    assert "springfield" in str(problem.hint)


@pytest.mark.parametrize("target", ["city-air", "city-air@2.0"])
def test_a_framework_is_no_subject_and_is_told_so(root: Path, target: str) -> None:
    write_assessment(root)
    problem = only_problem(select(target))
    assert "framework" in problem.message
    assert "--framework city-air" in str(problem.hint)


def test_the_name_of_a_folder_is_no_path_and_is_told_what_would_be(root: Path) -> None:
    """By its form it is a name, but whoever types it means the folder."""
    write_assessment(root)
    problem = only_problem(select("assessments"))
    assert problem.exit_code == 3
    assert "./assessments" in str(problem.hint) or "assessments/" in str(problem.hint)


def test_a_name_of_both_is_the_subject(root: Path) -> None:
    write_assessment(root, subject="city-air")
    assert scored(select("city-air")) == ["city-air@2021-03-11"]


def test_of_several_targets_the_good_ones_are_done(root: Path) -> None:
    write_assessment(root)
    write_assessment(root, subject="ogdenville")
    write_broken(root, "shelbyville/2021-03-11.yaml")
    selection = select("springfield", "nowhere", "shelbyville", "nowhere@2021-03-11", "ogdenville@2021-03-11")
    assert scored(selection) == ["ogdenville@2021-03-11", "springfield@2021-03-11"]
    assert refused(selection) == ["shelbyville@2021-03-11"]
    assert ["nowhere" in problem.message for problem in selection.problems] == [True, True]


def test_assessments_come_in_the_order_in_which_they_are_named(root: Path) -> None:
    for subject in ("a", "b", "c"):
        write_assessment(root, subject)
    selection = select("c", "assessments/a/2021-03-11.yaml", "b@2021-03-11")
    assert [_short(loaded.path)[0] for loaded in selection.assessments] == ["c", "a", "b"]


# Paths ------------------------------------------------------------------------------------------


def test_a_path_is_that_file(root: Path) -> None:
    write_assessment(root)
    write_assessment(root, date="2021-03-12")
    for target in (
        "assessments/springfield/2021-03-11.yaml",
        "./assessments/springfield/2021-03-11.yaml",
        str(root / "assessments" / "springfield" / "2021-03-11.yaml"),
    ):
        selection = select(target)
        assert scored(selection) == ["springfield@2021-03-11"]
        assert selection.assessments[0].path == "assessments/springfield/2021-03-11.yaml"


def test_a_path_that_is_not_there_is_a_file_that_cannot_be_opened(root: Path) -> None:
    for target in ("assessments/springfield/2021-03-11.yaml", "nowhere.yaml", "no/where"):
        selection = select(target)
        (loaded,) = selection.assessments
        assert codes(selection) == ["cannot-read-file"]
        assert not loaded.opened
        assert loaded.path == target


def test_files_in_wrong_places_are_told_apart_by_a_look_up(root: Path) -> None:
    class CountedPath(str):
        """A path that counts how often it is compared."""

        compared = 0
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            CountedPath.compared += 1
            return str.__eq__(self, other)

    project = Workspace(root).here
    misplaced = project.diagnose_misplaced(MisplacedPath("assessments/x.yaml", "a reason", "help"))
    selection = Selection()
    for number in range(100):
        selection.add_misplaced([misplaced._replace(path=CountedPath(f"assessments/{number}.yaml"))], project)
        selection.add_misplaced([misplaced._replace(path=CountedPath(f"assessments/{number}.yaml"))], project)
    assert len(selection.misplaced) == 100
    assert CountedPath.compared < 1000


def test_a_path_in_a_wrong_place_is_misplaced(root: Path) -> None:
    write_broken(root, "springfield/review.yaml")
    selection = select("assessments/springfield/review.yaml")
    assert [each.diagnostic.code.name for each in selection.misplaced] == ["misplaced-file"]
    assert selection.assessments == []


def test_a_path_to_a_framework_is_a_wrong_command_line(root: Path) -> None:
    write_assessment(root)
    problem = only_problem(select("frameworks/city-air@2.0.yaml"))
    assert isinstance(problem, UsageError)
    assert problem.exit_code == 2
    assert "scorecard show" in str(problem.hint)


def test_a_loose_framework_is_a_wrong_command_line_too(root: Path) -> None:
    write_text(root / "framework.yaml", to_yaml(framework_data()))
    selection = select("framework.yaml")
    assert selection.assessments == []
    assert isinstance(only_problem(selection), UsageError)


def test_a_folder_is_every_assessment_in_it(root: Path) -> None:
    for date, stage in (("2019-03-11", None), ("2020-03-11", "draft"), ("2021-03-11", None)):
        write_assessment(root, date=date, stage=stage)
    write_assessment(root, subject="ogdenville")
    write_broken(root, "springfield/2018-03-11.yaml")
    write_broken(root, "springfield/review.yaml")
    selection = select("assessments/springfield")
    assert scored(selection) == [f"springfield@{year}-03-11" for year in (2019, 2021)]
    assert refused(selection) == ["springfield@2018-03-11"]
    assert [each.diagnostic.path for each in selection.misplaced] == ["assessments/springfield/review.yaml"]
    assert len(scored(select("assessments/"))) == len(scored(select("./"))) == 3


def test_a_folder_without_assessments(root: Path) -> None:
    (root / "empty").mkdir()
    for target in ("empty/", "frameworks/"):
        problem = only_problem(select(target))
        assert isinstance(problem, NotFoundError)
        assert target.rstrip("/") in problem.message


def test_a_file_belongs_to_the_project_around_it(root: Path, tmp_path: Path) -> None:
    """And not to that of the working directory: its framework is looked up there."""
    other = tmp_path / "other"
    write_framework(other, id="river", version="1")
    write_assessment(other, framework="river@1")
    selection = select("../other/assessments/springfield/2021-03-11.yaml")
    assert scored(selection) == ["springfield@2021-03-11"]
    assert selection.assessments[0].path == "assessments/springfield/2021-03-11.yaml"


def test_files_of_two_projects_with_one_path_are_two_files(root: Path, tmp_path: Path) -> None:
    write_assessment(root, subject_name="Of the one")
    write_framework(tmp_path / "other")
    write_assessment(tmp_path / "other", subject_name="Of the other")
    selection = select("assessments/", "../other/assessments")
    found = [loaded.scorable.assessment.subject.name for loaded in selection.assessments if loaded.scorable]
    assert found == ["Of the one", "Of the other"]
    assert selection.problems == []


def test_diagnostics_of_two_projects_with_one_path_are_both_told(root: Path, tmp_path: Path) -> None:
    write_assessment(root)
    write_framework(tmp_path / "other", titel="A wrong key")
    write_assessment(tmp_path / "other", subject="ogdenville")
    selection = select("assessments/", "../other/assessments")
    assert codes(selection) == ["unknown-key"]


def test_a_project_can_be_named(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_assessment(root)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    for project in (root, Path("../project")):
        assert scored(select(project=project)) == ["springfield@2021-03-11"]
        assert scored(select("springfield", project=project)) == ["springfield@2021-03-11"]
    loose = write_text(elsewhere / "loose.yaml", to_yaml(assessment_data()))
    assert select("loose.yaml", project=root).assessments[0].scorable is not None
    assert select(str(loose)).assessments[0].scorable is None


def test_a_project_that_is_named_must_be_a_folder(root: Path) -> None:
    for project in (Path("nowhere"), Path("frameworks/city-air@2.0.yaml")):
        with pytest.raises(NotFoundError) as caught:
            Workspace(project)
        assert str(project) in caught.value.message


# Loose files ------------------------------------------------------------------------------------


def test_a_loose_file_in_a_project_finds_its_frameworks(root: Path) -> None:
    write_text(root / "notes" / "any name.yaml", to_yaml(assessment_data(date="2021-05-05")))
    selection = select("notes/any name.yaml")
    assert selection.assessments[0].scorable is not None
    assert selection.assessments[0].path == "notes/any name.yaml"


def test_a_loose_file_outside_a_project_finds_shipped_frameworks_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shipped = assessment_data(framework="who-air-quality@2021", ratings=None)
    write_text(tmp_path / "shipped.yaml", to_yaml(shipped))
    write_text(tmp_path / "own.yaml", to_yaml(assessment_data()))
    assert select("shipped.yaml").assessments[0].scorable is not None
    own = select("own.yaml")
    assert own.assessments[0].scorable is None
    assert codes(own) == ["framework-not-found"]


def test_a_loose_folder_holds_the_assessments_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shipped = to_yaml(assessment_data(framework="who-air-quality@2021", ratings=None))
    write_text(tmp_path / "loose" / "a.yaml", shipped)
    write_text(tmp_path / "loose" / "deep" / "b.yml", shipped)
    write_text(tmp_path / "loose" / "framework.yaml", to_yaml(framework_data()))
    write_text(tmp_path / "loose" / "readme.md", BROKEN)
    selection = select("loose/")
    assert [loaded.path for loaded in selection.assessments] == ["loose/a.yaml", "loose/deep/b.yml"]
    assert all(loaded.scorable is not None for loaded in selection.assessments)


def test_yaml_of_other_programs_in_a_folder_is_no_assessment(root: Path) -> None:
    write_assessment(root)
    write_text(root / ".github" / "workflows" / "ci.yml", "on: push\njobs: {}\n")
    write_text(root / "compose.yaml", "x-all: &all {image: a}\nservices: {b: *all}\n")
    write_text(root / "mkdocs.yml", "- !!python/name:a\n")
    selection = select("./")
    assert scored(selection) == ["springfield@2021-03-11"]
    assert refused(selection) == []


def test_a_broken_loose_file_in_a_folder_that_says_it_is_an_assessment_is_told_of(root: Path) -> None:
    write_text(root / "loose" / "a.yaml", "kind: assessment\ntitle: [unclosed\n")
    selection = select("loose/")
    assert refused(selection) == ["loose@a"]
    assert codes(selection) == ["yaml-syntax"]


# Standard input ---------------------------------------------------------------------------------


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Return what puts bytes into standard input."""

    def put(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return put


def test_standard_input_is_an_assessment_of_the_project_here(
    root: Path, pipe: Callable[[bytes], None]
) -> None:
    pipe(to_yaml(assessment_data(subject_name="Größe")).encode())
    selection = select("-")
    (loaded,) = selection.assessments
    assert loaded.scorable is not None
    assert loaded.scorable.assessment.subject.name == "Größe"
    assert loaded.path == "-"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"kind: [unclosed", "yaml-syntax"),
        (b"\xff", "not-utf8"),
        (b"#" * (MAX_BYTES + 1), "file-too-big"),
    ],
)
def test_standard_input_that_is_refused(
    root: Path, pipe: Callable[[bytes], None], content: bytes, code: str
) -> None:
    pipe(content)
    selection = select("-")
    assert codes(selection) == [code]
    assert selection.assessments[0].opened


def test_standard_input_beside_files_and_named_twice(root: Path, pipe: Callable[[bytes], None]) -> None:
    write_assessment(root)
    pipe(to_yaml(assessment_data("ogdenville")).encode())
    selection = select("-", "springfield", "-")
    assert [loaded.path for loaded in selection.assessments] == [
        "-",
        "assessments/springfield/2021-03-11.yaml",
    ]
    assert all(loaded.scorable is not None for loaded in selection.assessments)


# Named twice ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "targets",
    [
        ("springfield", "springfield"),
        ("springfield", "springfield@2021-03-11"),
        ("springfield", "assessments/springfield/2021-03-11.yaml"),
        (
            "assessments/springfield/2021-03-11.yaml",
            "./assessments/../assessments/springfield/2021-03-11.yaml",
        ),
        ("assessments/springfield/2021-03-11.yaml", "assessments/"),
        ("assessments/", "springfield"),
        ("./", "assessments/"),
        ("./", "./"),
    ],
)
def test_what_is_named_twice_is_there_once(root: Path, targets: tuple[str, ...]) -> None:
    write_assessment(root)
    selection = select(*targets)
    assert scored(selection) == ["springfield@2021-03-11"]
    assert selection.problems == []


def test_a_loose_file_named_twice_is_there_once(root: Path, tmp_path: Path) -> None:
    loose = write_text(tmp_path / "loose.yaml", to_yaml(assessment_data()))
    selection = select("../loose.yaml", str(loose), "../project/../loose.yaml")
    assert len(selection.assessments) == 1


# Git --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project in git: committed first without its files, then twice with them, then changed."""
    root = tmp_path_factory.mktemp("history")
    init_repository(root)
    write_text(root / "README.md", "Before there was a project")
    commit_all(root, "before")
    run_git(root, "tag", "before")
    write_framework(root)
    write_assessment(root, title="First")
    commit_all(root, "first")
    run_git(root, "tag", "first")
    write_assessment(root, title="Second")
    commit_all(root, "second")
    write_assessment(root, title="Not committed")
    return root


@pytest.fixture
def repository(history: Path, root: Path) -> Path:
    """Return a copy of that project, as the working directory."""
    shutil.copytree(history, root, dirs_exist_ok=True)
    return root


SPRINGFIELD = "assessments/springfield/2021-03-11.yaml"


def titles(selection: Selection) -> list[str | None]:
    """Return the titles of all assessments that can be scored."""
    return [loaded.scorable.assessment.title for loaded in selection.assessments if loaded.scorable]


@pytest.mark.parametrize(
    ("revision", "title"), [("HEAD", "Second"), ("main", "Second"), ("HEAD~1", "First"), ("first", "First")]
)
def test_a_file_at_a_revision(repository: Path, revision: str, title: str) -> None:
    selection = select(f"{revision}:{SPRINGFIELD}")
    assert titles(selection) == [title]
    assert selection.assessments[0].path == f"{revision}:{SPRINGFIELD}"


@pytest.mark.parametrize("target", [SPRINGFIELD, f"HEAD:{SPRINGFIELD}", "-"])
def test_a_chosen_framework_is_heeded_wherever_a_file_comes_from(
    repository: Path, pipe: Callable[[bytes], None], target: str
) -> None:
    write_framework(repository, id="river", version="1")
    for framework, count in (("city-air", 1), ("river", 0)):
        pipe(Path(SPRINGFIELD).read_bytes())
        selection = select(target, framework=framework)
        assert len(titles(selection)) == count
        assert bool(selection.problems) is not bool(count)
    assert said(only_problem(selection)).startswith(f"there is no assessment under river in {target}")


def test_a_file_and_its_past_are_two(repository: Path) -> None:
    assert titles(select(SPRINGFIELD, f"HEAD:{SPRINGFIELD}", f"HEAD~1:{SPRINGFIELD}")) == [
        "Not committed",
        "Second",
        "First",
    ]


def test_a_commit_named_in_two_ways_is_there_once(repository: Path) -> None:
    assert titles(select(f"HEAD:{SPRINGFIELD}", f"main:{SPRINGFIELD}")) == ["Second"]


def test_the_framework_is_that_of_the_revision(repository: Path) -> None:
    write_framework(repository, title="Changed since", note="Changed since")
    (loaded,) = select(f"HEAD:{SPRINGFIELD}").assessments
    assert loaded.scorable is not None
    assert loaded.scorable.framework.title == "Clean city air"
    assert loaded.framework is not None
    assert loaded.framework.path == "HEAD:frameworks/city-air@2.0.yaml"


def test_a_framework_that_came_later_is_not_found_at_the_revision(repository: Path) -> None:
    write_assessment(repository, framework="river@1")
    commit_all(repository, "without its framework")
    write_framework(repository, id="river", version="1")
    commit_all(repository, "with its framework")
    assert codes(select(f"HEAD~1:{SPRINGFIELD}")) == ["framework-not-found"]


def test_a_shipped_framework_is_found_at_a_revision(repository: Path) -> None:
    write_assessment(repository, framework="who-air-quality@2021", ratings=None)
    commit_all(repository)
    assert select(f"HEAD:{SPRINGFIELD}").assessments[0].scorable is not None


def test_names_are_checked_at_a_revision(repository: Path) -> None:
    write_assessment(repository, subject="shelbyville", file="springfield/2021-03-11.yaml")
    commit_all(repository)
    assert codes(select(f"HEAD:{SPRINGFIELD}")) == ["name-and-content-disagree"]


def test_a_path_with_a_point_is_from_here(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "assessments")
    assert titles(select("HEAD:./springfield/2021-03-11.yaml")) == ["Second"]
    assert titles(select(f"HEAD:../{SPRINGFIELD}")) == ["Second"]
    assert titles(select(f"HEAD:{SPRINGFIELD}")) == ["Second"]
    assert titles(select("HEAD:springfield/2021-03-11.yaml")) == []


def test_a_path_that_leads_out_of_the_repository(repository: Path) -> None:
    for target in ("HEAD:../x.yaml", "HEAD:./../../x.yaml"):
        problem = only_problem(select(target))
        assert problem.exit_code == 3


def test_a_loose_file_at_a_revision(repository: Path) -> None:
    write_text(repository / "notes" / "any name.yaml", to_yaml(assessment_data(title="Loose")))
    commit_all(repository)
    assert titles(select("HEAD:notes/any name.yaml")) == ["Loose"]


@pytest.mark.parametrize("path", ["nowhere.yaml", "assessments/springfield/2001-01-01.yaml"])
def test_a_path_that_is_not_there_at_the_revision(repository: Path, path: str) -> None:
    selection = select(f"HEAD:{path}")
    (loaded,) = selection.assessments
    assert codes(selection) == ["cannot-read-file"]
    assert not loaded.opened
    assert loaded.path == f"HEAD:{path}"
    assert "HEAD" in loaded.diagnostics[0].message


def test_a_revision_before_there_was_a_project(repository: Path) -> None:
    selection = select(f"before:{SPRINGFIELD}")
    assert codes(selection) == ["cannot-read-file"]
    assert not selection.assessments[0].opened


def test_a_framework_named_at_a_revision_is_a_wrong_command_line(repository: Path) -> None:
    selection = select("HEAD:frameworks/city-air@2.0.yaml")
    assert selection.assessments == []
    assert isinstance(only_problem(selection), UsageError)


def test_a_misplaced_file_at_a_revision_is_misplaced(repository: Path) -> None:
    write_assessment(repository, file="springfield/review.yaml")
    commit_all(repository)
    selection = select("HEAD:assessments/springfield/review.yaml")
    assert [each.diagnostic.code.name for each in selection.misplaced] == ["misplaced-file"]


def test_a_folder_that_is_no_repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
    write_assessment(root)
    selection = select("springfield", f"HEAD:{SPRINGFIELD}")
    assert scored(selection) == ["springfield@2021-03-11"]
    problem = only_problem(selection)
    assert problem.exit_code == 3
    assert "not a git repository" in problem.message


def test_without_git_everything_else_works(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_assessment(root)
    monkeypatch.setenv("PATH", str(root))
    selection = select("springfield", f"HEAD:{SPRINGFIELD}")
    assert scored(selection) == ["springfield@2021-03-11"]
    problem = only_problem(selection)
    assert problem.exit_code == 3
    assert "git" in problem.message
    assert "install git" in str(problem.hint)


def test_broken_files_at_a_revision_have_diagnostics(repository: Path) -> None:
    write_broken(repository, "springfield/2021-03-11.yaml")
    commit_all(repository)
    selection = select(f"HEAD:{SPRINGFIELD}", "springfield")
    assert codes(selection) == ["yaml-syntax", "yaml-syntax"]


# Locations --------------------------------------------------------------------------------------


def resolved(target: str, kind: Kind[Model] | None = None) -> list[tuple[str, bool]]:
    """Return the files that a target is resolved to, as they are shown, and whether each has a place."""
    found = parse_target(target)
    assert not isinstance(found, NameTarget)
    workspace = Workspace(None)
    below = workspace.files_below(found, kind)
    files = [workspace.resolve(found, kind)] if below is None else below
    return [(file.location.shown, file.location.place is not None) for file in files]


def test_whatever_its_form_a_target_is_resolved_to_locations(repository: Path) -> None:
    write_text(repository / "notes" / "loose.yaml", to_yaml(assessment_data()))
    commit_all(repository)
    framework = "frameworks/city-air@2.0.yaml"
    assert resolved("-") == [("-", False)]
    assert resolved(SPRINGFIELD) == resolved(f"./notes/../{SPRINGFIELD}") == [(SPRINGFIELD, True)]
    assert resolved("./") == [(SPRINGFIELD, True), (framework, True), ("notes/loose.yaml", False)]
    assert resolved("HEAD:") == [(f"HEAD:{path}", is_placed) for path, is_placed in resolved("./")]
    assert resolved(f"first:./{SPRINGFIELD}") == [(f"first:{SPRINGFIELD}", True)]
    assert resolved("HEAD:./notes/loose.yaml") == [("HEAD:./notes/loose.yaml", False)]


def test_what_is_not_there_has_a_place_only_where_a_framework_may_be_meant(root: Path) -> None:
    for kind, is_placed in ((None, True), (FRAMEWORK, True), (ASSESSMENT, False)):
        assert resolved("frameworks/nowhere.yaml", kind) == [("frameworks/nowhere.yaml", is_placed)]
        assert resolved("assessments/a/2021-03-11.yaml", kind) == [("assessments/a/2021-03-11.yaml", False)]


def test_a_name_that_ends_in_txt_is_resolved_where_any_kind_is_asked_for(root: Path) -> None:
    write_text(root / "assessments" / "a" / "2021-03-11.yaml.txt", BROKEN)
    assert resolved("assessments/", ASSESSMENT) == []
    assert resolved("assessments/") == [("assessments/a/2021-03-11.yaml.txt", False)]


# Frameworks -------------------------------------------------------------------------------------


def load_framework(target: str) -> FrameworkFile:
    return Workspace(None).load_framework(parse_target(target))


def framework_path(target: str) -> str:
    return load_framework(target).path


@pytest.mark.parametrize(
    "target", ["city-air@2", "city-air@2.0", "city-air@2.0.0", "frameworks/city-air@2.0.yaml"]
)
def test_a_framework_by_its_version(root: Path, target: str) -> None:
    write_framework(root, version="2.0.1")
    assert framework_path(target) == "frameworks/city-air@2.0.yaml"


def test_a_framework_without_a_version_is_the_newest(root: Path) -> None:
    write_framework(root, version="2.9")
    write_framework(root, version="2.10")
    assert framework_path("city-air") == "frameworks/city-air@2.10.yaml"


def test_a_broken_newest_framework_is_not_replaced_by_an_older_one(root: Path) -> None:
    write_text(root / "frameworks" / "city-air@3.yaml", BROKEN)
    loaded = load_framework("city-air")
    assert loaded.path == "frameworks/city-air@3.yaml"
    assert loaded.has_errors


@pytest.mark.parametrize("target", ["city-air@3", "city-air@2.x", "city-air@", "city-ear", "springfield"])
def test_a_framework_that_is_not_there(root: Path, target: str) -> None:
    write_assessment(root)
    with pytest.raises(NotFoundError) as caught:
        load_framework(target)
    assert target in caught.value.message
    assert "city-air" in str(caught.value.hint)


def test_a_framework_by_its_path_is_held_to_its_name(root: Path) -> None:
    write_framework(root, id="river", file="brook.yaml")
    loaded = load_framework("frameworks/brook.yaml")
    assert [diagnostic.code.name for diagnostic in loaded.diagnostics] == ["name-and-content-disagree"]


def test_a_framework_of_the_projects_own_comes_first(root: Path) -> None:
    write_framework(root, id="who-air-quality", version="2021")
    assert framework_path("who-air-quality@2021") == "frameworks/who-air-quality@2021.yaml"
    assert framework_path("who-air-quality@2005").startswith("(shipped) ")


def test_a_framework_from_standard_input_and_from_a_loose_file(
    root: Path, pipe: Callable[[bytes], None]
) -> None:
    text = to_yaml(framework_data("river", "1"))
    write_text(root / "loose.yaml", text)
    pipe(text.encode())
    for target in ("-", "loose.yaml"):
        loaded = load_framework(target)
        assert loaded.path == target
        assert loaded.diagnostics == ()
        assert loaded.content is not None
        assert loaded.content.ref == "river@1"


def test_a_framework_at_a_revision(repository: Path) -> None:
    write_framework(repository, title="Changed since")
    loaded = load_framework("HEAD:frameworks/city-air@2.0.yaml")
    assert loaded.content is not None
    assert loaded.content.title == "Clean city air"
    assert loaded.path == "HEAD:frameworks/city-air@2.0.yaml"


# What a selection gives -------------------------------------------------------------------------
