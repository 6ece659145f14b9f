"""A project on disk: where it is, what is in it, and look-up by names."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from scorecard.diagnostics import Route
from scorecard.files.folder import FolderTree, UnreadableError, find_yaml, read_file
from scorecard.model.file_names import MisplacedPath
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK, KINDS, parse_path
from scorecard.model.lexical import FrameworkRef
from scorecard.project.layout import Layout
from scorecard.project.library import Project, find_root, shipped_tree
from scorecard.project.loader import AnyFile, AssessmentFile
from scorecard.reading.document import MAX_BYTES, parse_document
from scorecard.reading.plain_data import Data
from scorecard.rules.lineage import Lineage, replaces_cycle
from tests.builders import BROKEN, to_yaml, write_assessment, write_framework, write_project, write_text
from tests.commands import run
from tests.corpus import CORPUS
from tests.counting import LINEAR, growth
from tests.rounds import rounds
from tests.small import dimension, lone, yardstick

AIR_2 = FrameworkRef("city-air", "2.0")


def names(loaded: AnyFile) -> list[str]:
    """Return the names of the errors found in a file, in order."""
    return [diagnostic.code.name for diagnostic in loaded.diagnostics if diagnostic.is_error]


def only_assessment(root: Path) -> AssessmentFile:
    """Return the one assessment of a project."""
    project = Project(root)
    (place,) = project.layout.assessments
    return project.load_assessment(place)


def by_path(root: Path) -> dict[str, list[str]]:
    """Return the names of the errors found in every file of a project."""
    project = Project(root)
    files: list[AnyFile] = [*project.own_frameworks()]
    files += [project.load_assessment(place) for place in project.layout.assessments]
    return {loaded.path: names(loaded) for loaded in files}


# Where a project is -----------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["frameworks", "assessments"])
@pytest.mark.parametrize("start", ["", "frameworks", "assessments/springfield", "notes/deep/er", "not/there"])
def test_a_project_is_the_nearest_folder_upwards_with_either_folder(
    tmp_path: Path, folder: str, start: str
) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / "notes" / "deep" / "er").mkdir(parents=True)
    assert find_root(tmp_path / start) == tmp_path


def test_a_project_inside_another_is_nearer(tmp_path: Path) -> None:
    write_project(tmp_path)
    inner = write_project(tmp_path / "inner")
    (inner / "notes").mkdir()
    assert find_root(inner / "notes") == inner
    assert find_root(tmp_path / "other") == tmp_path


def test_a_file_of_that_name_makes_no_project(tmp_path: Path) -> None:
    (tmp_path / "frameworks").mkdir()
    write_text(tmp_path / "inner" / "frameworks", "a file")
    write_text(tmp_path / "inner" / "assessments", "a file")
    assert find_root(tmp_path / "inner") == tmp_path


def test_there_may_be_no_project(tmp_path: Path) -> None:
    assert find_root(tmp_path) is None


def test_a_project_is_found_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path / "assessments" / "springfield")
    assert find_root(Path()) == tmp_path
    assert find_root(Path("..") / ".." / "frameworks") == tmp_path


def test_an_empty_project_and_none_hold_nothing_of_their_own(tmp_path: Path) -> None:
    for project in (Project(tmp_path), Project(None)):
        assert project.layout == Layout()
        assert project.own_frameworks() == []
        assert project.misplaced() == []


# What is in it ----------------------------------------------------------------------------------


def test_what_the_builders_write_is_clean_of_warnings_too(tmp_path: Path) -> None:
    loaded = only_assessment(write_project(tmp_path))
    assert loaded.diagnostics == ()
    assert loaded.framework is not None
    assert loaded.framework.diagnostics == ()


def test_all_yaml_below_the_two_folders_is_found_and_nothing_else(tmp_path: Path) -> None:
    for path in (
        "frameworks/a.yaml",
        "frameworks/b.yml",
        "frameworks/C.YAML",
        "frameworks/README.md",
        "frameworks/deep/d.yaml",
        "assessments/.hidden/2021-03-11.yaml",
        "assessments/springfield/2021-03-11.yaml",
        "assessments/springfield/2021-03-11.yaml.bak",
        "assessments/springfield/notes.txt",
        "notes.yaml",
        "other/frameworks/e.yaml",
    ):
        write_text(tmp_path / path, BROKEN)
    layout = Project(tmp_path).layout
    assert [place.path for place in layout.frameworks] == ["frameworks/a.yaml", "frameworks/b.yml"]
    assert [place.path for place in layout.assessments] == ["assessments/springfield/2021-03-11.yaml"]
    assert [place.path for place in layout.misplaced] == [
        "frameworks/C.YAML",
        "frameworks/deep/d.yaml",
    ]


def test_a_misplaced_file_is_a_diagnostic_of_the_whole_file(tmp_path: Path) -> None:
    write_text(tmp_path / "assessments" / "springfield" / "review.yaml", BROKEN)
    (diagnostic,) = Project(tmp_path).misplaced()
    assert diagnostic.code.name == "misplaced-file"
    assert diagnostic.path == "assessments/springfield/review.yaml"
    assert (diagnostic.span.line, diagnostic.span.column) == (1, 1)


def test_misplaced_files_below_a_folder(tmp_path: Path) -> None:
    for path in ("springfield/review.yaml", "springfield-2/review.yaml", "review.yaml"):
        write_text(tmp_path / "assessments" / path, "")
    found = Project(tmp_path).misplaced("springfield")
    assert [diagnostic.path for diagnostic in found] == ["assessments/springfield/review.yaml"]


@pytest.mark.parametrize("name", ["2021-03-11.yaml", "2021-03-11.yml", "2021-03-11-b.yaml"])
def test_a_suffix_or_yml_is_as_good_as_any_name(tmp_path: Path, name: str) -> None:
    write_framework(tmp_path, file="city-air.yml")
    write_assessment(tmp_path, file=f"springfield/{name}")
    loaded = only_assessment(tmp_path)
    assert names(loaded) == []
    assert loaded.scorable is not None


# Names against content --------------------------------------------------------------------------


def test_a_name_that_disagrees_is_an_error_and_the_file_is_not_scored(tmp_path: Path) -> None:
    write_framework(tmp_path)
    write_assessment(tmp_path, subject="shelbyville", file="springfield/2021-03-11.yaml")
    loaded = only_assessment(tmp_path)
    assert names(loaded) == ["name-and-content-disagree"]
    assert loaded.scorable is None
    assert "shelbyville" in loaded.diagnostics[0].message
    assert "springfield" in loaded.diagnostics[0].message
    assert loaded.diagnostics[0].route == ("subject", "id")


@pytest.mark.parametrize(
    ("file", "version", "is_good"),
    [
        ("city-air.yaml", "2.0", True),
        ("city-air@2.0.yaml", "2.0", True),
        ("city-air@2.yaml", "2.0", True),
        ("city-air@2.0.0.yaml", "2", True),
        ("city-air@2.1.yaml", "2.10", False),
        ("city-air@20.yaml", "2.0", False),
        ("air.yaml", "2.0", False),
    ],
)
def test_a_frameworks_name_against_its_id_and_version(
    tmp_path: Path, file: str, version: str, is_good: bool
) -> None:
    write_framework(tmp_path, version=version, file=file)
    expected = [] if is_good else ["name-and-content-disagree"]
    assert by_path(tmp_path) == {f"frameworks/{file}": expected}


def test_lookup_goes_by_the_name_and_what_disagrees_is_not_used(tmp_path: Path) -> None:
    write_framework(tmp_path, id="river", file="city-air.yaml")
    write_assessment(tmp_path, framework="city-air@2.0")
    loaded = only_assessment(tmp_path)
    assert loaded.framework is not None
    assert loaded.framework.path == "frameworks/city-air.yaml"
    assert loaded.scorable is None
    assert Project(tmp_path).find_framework(FrameworkRef("river", "2.0")) is None


# Two files with one identity --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("city-air.yaml", "2.0"), ("city-air@2.0.yaml", "2.0")),
        (("city-air.yaml", "2"), ("city-air@2.0.yaml", "2.0")),
        (("city-air@2.0.yaml", "2.0"), ("city-air@2.yaml", "2")),
        (("city-air@2.yaml", "2.0"), ("city-air@2.0.0.yaml", "2.0")),
        (("city-air.yaml", "2.0"), ("city-air.yml", "2.0")),
        (("city-air@2.0.yaml", "2.0"), ("city-air@2.0.yml", "2.0")),
    ],
)
def test_two_files_of_one_framework_are_both_an_error(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str]
) -> None:
    for file, version in (first, second):
        write_framework(tmp_path, version=version, file=file)
    write_assessment(tmp_path, framework="city-air@2.0")
    assert by_path(tmp_path) == {
        f"frameworks/{first[0]}": ["two-files-one-identity"],
        f"frameworks/{second[0]}": ["two-files-one-identity"],
        "assessments/springfield/2021-03-11.yaml": [],
    }
    assert only_assessment(tmp_path).scorable is None


def test_each_of_two_names_the_other(tmp_path: Path) -> None:
    write_framework(tmp_path, file="city-air.yaml")
    write_framework(tmp_path, file="city-air@2.0.yaml")
    said = {loaded.path: loaded.diagnostics[0].message for loaded in Project(tmp_path).own_frameworks()}
    assert "frameworks/city-air@2.0.yaml" in said["frameworks/city-air.yaml"]
    assert "frameworks/city-air.yaml" in said["frameworks/city-air@2.0.yaml"]


def test_a_broken_twin_leaves_nothing_certain(tmp_path: Path) -> None:
    """By their names both are one assessment; that one cannot be read does not say that the other counts."""
    write_framework(tmp_path)
    write_assessment(tmp_path)
    write_text(tmp_path / "assessments" / "springfield" / "2021-03-11.yml", BROKEN)
    assert by_path(tmp_path)["assessments/springfield/2021-03-11.yaml"] == ["two-files-one-identity"]


# Look-up of frameworks --------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["2", "2.0", "2.0.0"])
@pytest.mark.parametrize("file", ["city-air.yaml", "city-air@2.0.yaml", "city-air@2.yml"])
def test_a_framework_is_found_by_an_equal_version(tmp_path: Path, asked: str, file: str) -> None:
    write_framework(tmp_path, version="2.0", file=file)
    write_framework(tmp_path, version="2.0.1")
    write_assessment(tmp_path, framework=f"city-air@{asked}")
    loaded = only_assessment(tmp_path)
    assert names(loaded) == []
    assert loaded.scorable is not None
    assert loaded.scorable.framework.ref == "city-air@2.0"


def test_a_framework_that_is_not_there_is_an_error_that_says_what_is(tmp_path: Path) -> None:
    write_framework(tmp_path, version="2.0")
    write_framework(tmp_path, version="1.10")
    write_assessment(tmp_path, framework="city-air@3")
    loaded = only_assessment(tmp_path)
    assert names(loaded) == ["framework-not-found"]
    assert loaded.framework is None
    assert "city-air@3" in loaded.diagnostics[0].message
    assert "city-air@1.10, city-air@2.0" in str(loaded.diagnostics[0].help)


def test_an_id_that_is_not_there_is_an_error_that_says_what_was_meant(tmp_path: Path) -> None:
    write_framework(tmp_path)
    write_assessment(tmp_path, framework="city-ear@2.0")
    (diagnostic,) = only_assessment(tmp_path).diagnostics
    assert "city-air" in str(diagnostic.help)


def test_looking_up_frameworks_takes_work_that_grows_with_their_number(tmp_path: Path) -> None:
    def looking(size: int) -> Callable[[], object]:
        root = tmp_path / str(size)
        for number in range(size):
            write_text(root / "frameworks" / f"city-air@{number}.yaml", "")
        project = Project(root)
        return lambda: [
            project.find_framework(FrameworkRef("city-air", str(1000 + at))) for at in range(size)
        ]

    assert growth(looking, 50) < LINEAR


def test_a_long_chain_of_versions_takes_work_that_grows_with_its_length(tmp_path: Path) -> None:
    def checking(size: int) -> Callable[[], object]:
        chain = {
            FrameworkRef("f", str(at)): yardstick(str(at), dimension("1"), replaces=f"f@{at - 1}")
            for at in range(1, size)
        }
        ending: set[FrameworkRef] = set()
        return lambda: [
            list(replaces_cycle.find(Lineage(each, None, chain.get, ending))) for each in chain.values()
        ]

    assert growth(checking, 40) < LINEAR


def test_versions_come_in_their_own_order(tmp_path: Path) -> None:
    for version in ("1.9", "2", "1.10", "1.2"):
        write_framework(tmp_path, version=version)
    versions = Project(tmp_path).framework_versions("city-air")
    assert [loaded.content.version for loaded in versions if loaded.content] == ["1.2", "1.9", "1.10", "2"]


def test_a_broken_version_keeps_its_place_among_the_others(tmp_path: Path) -> None:
    write_framework(tmp_path, version="1")
    write_framework(tmp_path, version="3")
    write_text(tmp_path / "frameworks" / "city-air@2.yaml", BROKEN)
    versions = Project(tmp_path).framework_versions("city-air")
    assert [loaded.path for loaded in versions] == [f"frameworks/city-air@{number}.yaml" for number in "123"]


def test_a_framework_with_errors_is_found_and_not_used(tmp_path: Path) -> None:
    write_framework(tmp_path, titel="A wrong key")
    write_assessment(tmp_path)
    loaded = only_assessment(tmp_path)
    assert names(loaded) == []
    assert loaded.scorable is None
    assert loaded.framework is not None
    assert names(loaded.framework) == ["unknown-key"]


def test_a_framework_with_errors_is_found_without_a_version_in_its_name(tmp_path: Path) -> None:
    """Else its reader is told that there is no such framework, and not what is wrong with it."""
    write_framework(tmp_path, file="city-air.yaml", titel="A wrong key")
    write_assessment(tmp_path)
    loaded = only_assessment(tmp_path)
    assert loaded.framework is not None
    assert names(loaded.framework) == ["unknown-key"]
    assert names(loaded) == []


def test_a_framework_that_is_no_yaml_is_found_where_it_is_the_only_one_of_its_id(tmp_path: Path) -> None:
    write_text(tmp_path / "frameworks" / "city-air.yaml", BROKEN)
    write_assessment(tmp_path)
    loaded = only_assessment(tmp_path)
    assert loaded.framework is not None
    assert names(loaded.framework) == ["yaml-syntax"]


def test_a_broken_framework_that_says_another_version_is_not_the_one(tmp_path: Path) -> None:
    write_framework(tmp_path, version="1.0", file="city-air.yaml", titel="A wrong key")
    write_assessment(tmp_path, framework="city-air@2.0")
    loaded = only_assessment(tmp_path)
    assert names(loaded) == ["framework-not-found"]
    assert loaded.framework is None


def test_a_broken_file_without_a_version_does_not_hide_a_version_by_name(tmp_path: Path) -> None:
    write_text(tmp_path / "frameworks" / "city-air.yaml", BROKEN)
    write_framework(tmp_path)
    write_assessment(tmp_path)
    assert only_assessment(tmp_path).scorable is not None


def test_own_frameworks_come_before_shipped_ones(tmp_path: Path) -> None:
    shipped = Project(None).shipped_frameworks()
    assert shipped, "the package ships frameworks"
    ref = shipped[0].content
    assert ref is not None
    write_framework(tmp_path, id=ref.id, version=f"{ref.version}.0", title="The project's own")
    project = Project(tmp_path)
    found = project.find_framework(FrameworkRef(ref.id, ref.version))
    assert found is not None
    assert found.content is not None
    assert found.content.title == "The project's own"
    assert [loaded.path for loaded in project.shipped_frameworks()] == [each.path for each in shipped[1:]]
    assert len(project.framework_versions(ref.id)) == len(Project(None).framework_versions(ref.id))


def test_an_own_framework_with_errors_is_not_replaced_by_a_shipped_one(tmp_path: Path) -> None:
    (shipped, *_) = Project(None).shipped_frameworks()
    assert shipped.content is not None
    ref = FrameworkRef(shipped.content.id, shipped.content.version)
    write_text(tmp_path / "frameworks" / f"{ref}.yaml", BROKEN)
    found = Project(tmp_path).find_framework(ref)
    assert found is not None
    assert found.path == f"frameworks/{ref}.yaml"


def test_shipped_frameworks_are_found_without_a_project() -> None:
    project = Project(None)
    for loaded in project.shipped_frameworks():
        assert loaded.diagnostics == ()
        assert loaded.content is not None
        found = project.find_framework(FrameworkRef(loaded.content.id, loaded.content.version))
        assert found is not None
        assert found.content == loaded.content


def test_where_the_shipped_frameworks_are_the_projects_own_they_are_there_once() -> None:
    project = Project(shipped_tree().root)
    assert project.own_frameworks()
    assert project.shipped_frameworks() == []


# Files that are not what they seem --------------------------------------------------------------


def unreadable(path: Path) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_file(path)
    return caught.value


def replace_after_the_first_look(monkeypatch: pytest.MonkeyPatch, replace: Callable[[], None]) -> None:
    """Have something else in a file's place right after it was looked at and before it is opened."""
    look = os.stat

    def look_and_replace(path: object, **options: bool) -> os.stat_result:
        info = look(path, **options)  # type: ignore[call-overload]
        monkeypatch.setattr(os, "stat", look)
        replace()
        return info  # type: ignore[no-any-return]

    monkeypatch.setattr(os, "stat", look_and_replace)


def test_a_file_that_is_replaced_while_it_is_read_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    path.write_text("short\n")
    other.write_text("long\n" * 1000)
    replace_after_the_first_look(monkeypatch, lambda: other.replace(path))
    assert read_file(path) == b"long\n" * 1000


def test_a_pipe_that_takes_a_files_place_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("short\n")

    def replace() -> None:
        path.unlink()
        os.mkfifo(path)

    replace_after_the_first_look(monkeypatch, replace)
    assert "not a regular file" in unreadable(path).finding.message


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """Return a project whose assessments cannot be read, each for another reason."""
    write_framework(tmp_path)
    folder = tmp_path / "assessments" / "springfield"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "2021-01-01.yaml")
    (folder / "2021-01-02.yaml").symlink_to(folder / "nowhere.yaml")
    (folder / "2021-01-03.yaml").symlink_to(folder / "2021-01-03.yaml")
    return tmp_path


def test_files_that_cannot_be_opened_are_diagnostics(strange: Path) -> None:
    project = Project(strange)
    places = project.layout.assessments
    assert [place.date.day for place in places] == [1, 2, 3]
    for place in places:
        loaded = project.load_assessment(place)
        assert names(loaded) == ["cannot-read-file"]
        assert (loaded.diagnostics[0].span.line, loaded.diagnostics[0].span.column) == (1, 1)
        assert not loaded.opened
        assert loaded.scorable is None


def test_why_a_file_cannot_be_opened_is_said(strange: Path) -> None:
    folder = strange / "assessments" / "springfield"
    assert "not a regular file" in str(unreadable(folder / "2021-01-01.yaml"))
    assert "No such file" in str(unreadable(folder / "2021-01-02.yaml"))
    assert "symbolic links" in str(unreadable(folder / "2021-01-03.yaml"))
    assert "folder" in str(unreadable(folder))
    assert "Not a directory" in str(unreadable(strange / "frameworks" / "city-air@2.0.yaml" / "x.yaml"))


def test_a_folder_named_like_an_assessment_is_none(tmp_path: Path) -> None:
    write_project(tmp_path)
    (tmp_path / "assessments" / "springfield" / "2021-03-12.yaml").mkdir()
    (tmp_path / "frameworks" / "river.yaml").mkdir()
    assert by_path(tmp_path) == {
        "frameworks/city-air@2.0.yaml": [],
        "assessments/springfield/2021-03-11.yaml": [],
    }


def test_what_is_in_a_folder_named_like_an_assessment_is_misplaced(tmp_path: Path) -> None:
    write_assessment(tmp_path, file="springfield/2021-03-12.yaml/2021-03-12.yaml")
    (place,) = Project(tmp_path).layout.misplaced
    assert place.path == "assessments/springfield/2021-03-12.yaml/2021-03-12.yaml"


def test_a_folder_that_cannot_be_read_is_a_remark_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Nested beyond what the system takes for a path; that permissions forbid it says the same elsewhere."""
    write_project(tmp_path)
    deep = tmp_path / "assessments" / "springfield"
    names = [f"{number:0>100}" for number in range(50)]
    here = os.open(deep, os.O_RDONLY)
    for name in names:
        os.mkdir(name, dir_fd=here)
        here, above = os.open(name, os.O_RDONLY, dir_fd=here), here
        os.close(above)
    os.close(here)
    project = Project(tmp_path)
    assert [place.path for place in project.layout.assessments] == ["assessments/springfield/2021-03-11.yaml"]
    (said,) = project.misplaced()
    assert said.path == f"assessments/springfield/{names[0]}"
    assert (said.code.name, said.message) == (
        "cannot-read-file",
        "this is a folder, in which others may stand too deep to be read",
    )
    shutil.rmtree(deep / names[0])


def test_a_folder_whose_permissions_forbid_it_is_a_remark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path)
    (tmp_path / "assessments" / "ogdenville").mkdir()
    scan = os.scandir

    def forbid(path: str) -> object:
        if str(path).endswith("ogdenville"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", forbid)
    monkeypatch.chdir(tmp_path)
    outcome = run("validate", "--format", "concise")
    assert (outcome.code, outcome.out) == (
        3,
        "assessments/ogdenville:1:1: error SC001 this folder cannot be read: Permission denied\n",
    )
    assert outcome.err == "2 files checked: 1 error, 0 warnings\n"


def test_files_that_are_not_read_because_of_their_names_get_a_warning(tmp_path: Path) -> None:
    write_project(tmp_path)
    for path in ("assessments/springfield/2022-03-11.yaml.txt", "assessment/springfield/2022-03-11.yaml"):
        write_text(tmp_path / path, "kind: assessment\n")
    write_text(tmp_path / "assessment/springfield/2023-03-11.yaml", "kind: assessment\n")
    write_text(tmp_path / "framework/config.yaml", "kind: Deployment\n")
    said = Project(tmp_path).overlooked()
    assert [(each.path, each.code.number, each.is_error) for each in said] == [
        ("assessments/springfield/2022-03-11.yaml.txt", "SC505", False),
        ("assessment/springfield/2022-03-11.yaml", "SC505", False),
    ]
    assert Project(tmp_path).misplaced() == []


@pytest.mark.parametrize("id", ["con", "nul", "prn", "aux", "com1", "lpt9", "nul.x", "a."])
def test_an_id_that_windows_cannot_save_gets_a_warning(tmp_path: Path, id: str) -> None:
    write_framework(tmp_path, id=id, file=f"{id}.yaml")
    write_assessment(tmp_path, subject=id, framework=f"{id}@2.0")
    (framework,) = Project(tmp_path).own_frameworks()
    said = [*framework.diagnostics, *only_assessment(tmp_path).diagnostics]
    assert [(each.code.number, each.route, each.is_error) for each in said] == [
        ("SC508", ("id",), False),
        ("SC508", ("subject", "id"), False),
    ]


@pytest.mark.parametrize("id", ["console", "com", "com10", "a.b", "aux-x", "x.con"])
def test_other_ids_are_fine_on_windows(tmp_path: Path, id: str) -> None:
    write_framework(tmp_path, id=id, file=f"{id}.yaml")
    write_assessment(tmp_path, subject=id, framework=f"{id}@2.0", suffix="con")
    (framework,) = Project(tmp_path).own_frameworks()
    assert (*framework.diagnostics, *only_assessment(tmp_path).diagnostics) == ()


def test_where_a_folder_is_nearly_one_of_the_two_the_hint_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "assessment").mkdir()
    monkeypatch.chdir(tmp_path)
    outcome = run("validate")
    assert (outcome.code, outcome.out, outcome.err) == (
        3,
        "",
        "Error: there is no project here: no folder frameworks/ or assessments/, here or above\n"
        "  there is a folder assessment: call the folder assessments, in small letters\n",
    )


def test_folders_that_lead_into_themselves_end(tmp_path: Path) -> None:
    write_project(tmp_path)
    (tmp_path / "assessments" / "springfield" / "again").symlink_to(tmp_path / "assessments")
    (tmp_path / "assessments" / "springfield" / "self").symlink_to(tmp_path / "assessments" / "springfield")
    layout = Project(tmp_path).layout
    assert len(layout.frameworks) == len(layout.assessments) == 1
    assert layout.misplaced == ()


def test_a_link_to_what_is_around_the_folder_is_not_followed(tmp_path: Path) -> None:
    write_project(tmp_path)
    (tmp_path / "frameworks" / "up").symlink_to(tmp_path)
    (tmp_path / "assessments" / "springfield" / "up").symlink_to("..")
    layout = Project(tmp_path).layout
    assert len(layout.frameworks) == len(layout.assessments) == 1
    assert layout.misplaced == ()


def test_a_linked_file_and_a_linked_folder_are_read(tmp_path: Path) -> None:
    write_framework(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    write_assessment(elsewhere)
    write_assessment(elsewhere, subject="shelbyville")
    target = tmp_path / "assessments" / "springfield"
    target.mkdir(parents=True)
    (target / "2021-03-11.yaml").symlink_to(elsewhere / "assessments" / "springfield" / "2021-03-11.yaml")
    (tmp_path / "assessments" / "shelbyville").symlink_to(elsewhere / "assessments" / "shelbyville")
    assert by_path(tmp_path) == {
        "frameworks/city-air@2.0.yaml": [],
        "assessments/shelbyville/2021-03-11.yaml": [],
        "assessments/springfield/2021-03-11.yaml": [],
    }


@pytest.mark.parametrize("name", ["alias", "zeta"])
def test_a_link_to_a_folder_does_not_hide_the_folder(tmp_path: Path, name: str) -> None:
    """Whichever of the two comes first in the alphabet."""
    write_project(tmp_path)
    (tmp_path / "assessments" / name).symlink_to(tmp_path / "assessments" / "springfield")
    assert "springfield" in Project(tmp_path).layout.by_subject
    assert by_path(tmp_path)["assessments/springfield/2021-03-11.yaml"] == []


def test_a_linked_folder_of_frameworks_is_read(tmp_path: Path) -> None:
    project = tmp_path / "project"
    write_framework(project / "elsewhere")
    (project / "frameworks").symlink_to("elsewhere/frameworks")
    assert find_root(project) == project
    assert Project(project).find_framework(AIR_2) is not None


# Links that lead out of the project ----------------------------------------------------------------


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """Return a project with a repository, and beside it a folder that is none of its business."""
    root = write_project(tmp_path / "project")
    for file in (root / ".git" / "config", tmp_path / "outside" / "secret.yaml"):
        write_text(file, "token: SECRET\n")
    return root


@pytest.mark.parametrize(
    ("link", "target", "where"),
    [
        ("assessments/springfield/2024-01-01.yaml", "../../../outside/secret.yaml", "out of the project"),
        ("assessments/springfield/2024-01-01.yaml", "../../../outside", "out of the project"),
        ("assessments/springfield/2024-01-01.yaml", "../../../nowhere", "out of the project"),
        ("assessments/springfield/2024-01-01.yaml", "../../.git/config", "into .git"),
        ("assessments/springfield/notes.yaml", "../../../outside/secret.yaml", "out of the project"),
        ("assessments/springfield/deep", "../../../outside", "out of the project"),
        ("assessments/shelbyville", "../../outside", "out of the project"),
        ("assessments/shelbyville", "../.git", "into .git"),
        ("assessments/shelbyville", "/usr", "out of the project"),
        ("frameworks/river.yaml", "../../outside/secret.yaml", "out of the project"),
        ("frameworks/river@1.yaml", "../.git/config", "into .git"),
        ("frameworks/more", "../../outside", "out of the project"),
    ],
)
def test_a_link_that_leads_out_is_refused_where_it_stands(
    linked: Path, link: str, target: str, where: str
) -> None:
    (linked / link).symlink_to(target)
    project = Project(linked)
    loaded = [*project.own_frameworks(), *map(project.load_assessment, project.layout.assessments)]
    found = [each for file in loaded for each in file.diagnostics] + project.misplaced()
    assert [(each.path, each.code.name) for each in found] == [(link, "link-leads-out")]
    assert found[0].message == f"this is a link that leads {where}"
    assert (found[0].span.line, found[0].span.column) == (1, 1)
    assert all(file.opened for file in loaded)
    assert not [file for file in loaded if file.document is not None]


def test_a_file_behind_a_link_that_leads_out_is_refused(linked: Path) -> None:
    (linked / "assessments" / "shelbyville").symlink_to("../../outside")
    with pytest.raises(UnreadableError, match="this is behind a link that leads out of the project"):
        FolderTree(linked).read("assessments/shelbyville/secret.yaml")


@pytest.mark.parametrize("folder", ["frameworks", "assessments"])
def test_one_of_the_two_folders_may_not_lead_out_either(linked: Path, folder: str) -> None:
    (linked / folder).rename(linked / "kept")
    (linked / folder).symlink_to("../outside")
    (diagnostic,) = Project(linked).misplaced()
    assert (diagnostic.path, diagnostic.code.name) == (folder, "link-leads-out")


def test_a_link_over_another_link_that_leads_out_is_refused(linked: Path) -> None:
    (linked / "data").mkdir()
    (linked / "data" / "away").symlink_to("../../outside")
    (linked / "assessments" / "shelbyville").symlink_to("../data")
    (linked / "assessments" / "springfield" / "2024-01-01.yaml").symlink_to("../../data/away/secret.yaml")
    project = Project(linked)
    assert [(each.path, each.code.name) for each in project.misplaced()] == [
        ("assessments/shelbyville/away", "link-leads-out")
    ]
    loaded = project.load_assessment(project.layout.assessments[-1])
    assert names(loaded) == ["link-leads-out"]


def test_a_project_that_is_reached_over_a_link_is_read(linked: Path) -> None:
    door = linked.parent / "door"
    door.symlink_to("project")
    (linked / "assessments" / "alias").symlink_to("springfield")
    (linked / "assessments" / "springfield" / "2024-01-01.yaml").symlink_to("2021-03-11.yaml")
    for root in (door, linked):
        project = Project(root)
        assert project.misplaced() == []
        assert len(project.layout.assessments) == 2
        assert [project.load_assessment(place).content is not None for place in project.layout.assessments]


def test_files_are_found_in_the_order_of_their_paths(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a/z.yaml", "a.yaml", "b/c/d.yml", "b/a.yaml", "B.yaml", "c.yaml")]
    for path in reversed(paths):
        write_text(path, "")
    assert find_yaml(tmp_path) == sorted(map(str, paths))


def test_there_is_nothing_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert find_yaml(tmp_path / "nowhere") == []
    assert find_yaml(write_text(tmp_path / "a.yaml", "")) == []


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = write_assessment(write_project(tmp_path))
    with path.open("r+b") as stream:
        stream.truncate(MAX_BYTES + 1)
    loaded = only_assessment(tmp_path)
    assert names(loaded) == ["file-too-big"]
    assert loaded.opened
    with path.open("r+b") as stream:
        stream.truncate(MAX_BYTES)
    assert len(read_file(path)) == MAX_BYTES == 16 * 1024 * 1024


def test_a_name_that_is_not_utf8_is_misplaced(tmp_path: Path) -> None:
    folder = write_project(tmp_path) / "assessments" / "springfield"
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.yaml")).write_bytes(b"")
    (diagnostic,) = Project(tmp_path).misplaced()
    assert diagnostic.code.name == "misplaced-file"


# Places of files on disk ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("frameworks/city-air@2.0.yaml", "frameworks/city-air@2.0.yaml"),
        ("./assessments/../frameworks/city-air@2.0.yaml", "frameworks/city-air@2.0.yaml"),
        ("assessments/springfield/2021-03-11.yaml", "assessments/springfield/2021-03-11.yaml"),
        ("assessments/springfield/not-there.yaml", "assessments/springfield/not-there.yaml"),
        ("notes/2021-03-11.yaml", None),
        ("../elsewhere/frameworks/city-air.yaml", None),
    ],
)
def test_the_place_of_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, path: str | None
) -> None:
    root = write_project(tmp_path / "project")
    monkeypatch.chdir(root)
    project = Project(root)
    for each in (Path(typed), root / typed):
        place = parse_path(project.path_of(each) or "")
        assert (place and place.path) == path


def test_a_misplaced_path_is_diagnosed_by_its_place_in_the_project(tmp_path: Path) -> None:
    project = Project(write_project(tmp_path))
    place = parse_path(project.path_of(tmp_path / "assessments" / "review.yaml") or "")
    assert isinstance(place, MisplacedPath)
    assert project.diagnose_misplaced(place).path == "assessments/review.yaml"


def test_a_loose_file_has_no_place_that_it_could_disagree_with(tmp_path: Path) -> None:
    write_framework(tmp_path)
    path = write_assessment(tmp_path / "elsewhere", file="any/name.yaml")
    loaded = Project(tmp_path).load(lone(path.read_bytes()), ASSESSMENT)
    assert names(loaded) == []
    assert loaded.scorable is not None


@dataclass(eq=False)
class CountingTree:
    """A folder that notes which files are read."""

    folder: FolderTree
    read_paths: list[str] = field(default_factory=list)

    def paths(self, folder: str) -> list[str]:
        return self.folder.paths(folder)

    def read(self, path: str) -> bytes:
        self.read_paths.append(path)
        return self.folder.read(path)

    def shown(self, path: str) -> str:
        return self.folder.shown(path)

    def file(self, path: str) -> str:
        return self.folder.file(path)


@pytest.mark.parametrize("file", ["city-air@2.0.yaml", "city-air.yaml"])
def test_each_file_is_read_once(tmp_path: Path, file: str) -> None:
    write_framework(tmp_path, file=file)
    write_assessment(tmp_path)
    write_assessment(tmp_path, date="2021-03-12")
    tree = CountingTree(FolderTree(tmp_path))
    project = Project(tmp_path, tree)
    for _ in range(2):
        for place in project.layout.assessments:
            assert project.load_assessment(place).scorable is not None
        assert project.find_framework(AIR_2) is not None
        assert len(project.own_frameworks()) == 1
    assert sorted(tree.read_paths) == [
        "assessments/springfield/2021-03-11.yaml",
        "assessments/springfield/2021-03-12.yaml",
        f"frameworks/{file}",
    ]


def test_files_that_are_forgotten_at_once_are_read_once_and_judged_alike(tmp_path: Path) -> None:
    write_framework(tmp_path)
    for day, name in (("11", "Sprinfield"), ("12", "Springfield"), ("13", "Springfield")):
        write_assessment(tmp_path, date=f"2021-03-{day}", subject_name=name)
    tree = CountingTree(FolderTree(tmp_path))
    forgetful, project = Project(tmp_path, tree), Project(tmp_path)
    places = forgetful.layout.assessments
    found = [forgetful.load(forgetful.locate(place), ASSESSMENT, keeps=False).diagnostics for place in places]
    assert found == [project.load_assessment(place).diagnostics for place in places]
    assert [[each.code.name for each in diagnostics] for diagnostics in found] == [
        [],
        ["one-subject-two-names", "nothing-new"],
        ["nothing-new"],
    ]
    assert len(tree.read_paths) == len(set(tree.read_paths)) == 4
    assert {each.kind for each in (*forgetful._readings.values(), *forgetful._files.values())} == {FRAMEWORK}


# Whatever a file holds --------------------------------------------------------------------------

EVERY_KEY = CORPUS / "unknown-key" / "good-every-key"
OTHERS: tuple[object, ...] = ("", "pass", "2/3", "x-a", None, [], [{}], {}, {"a": "b"})


def routes(data: Data, route: Route = ()) -> Iterator[Route]:
    """Yield the route of everything below the top of a file."""
    steps: list[str | int] = []
    if isinstance(data, dict):
        steps += data
    elif isinstance(data, list):
        steps += range(len(data))
    for step in steps:
        yield (*route, step)
        yield from routes(data[step], (*route, step))  # type: ignore[index]


def with_other(data: Data, route: Route, other: object) -> Any:
    """Return data in which something else stands at a route."""
    copy: Any = deepcopy(data)
    inner = copy
    for step in route[:-1]:
        inner = inner[step]
    inner[route[-1]] = other
    return copy


@pytest.mark.parametrize("path", sorted(EVERY_KEY.rglob("*.yaml")), ids=lambda path: path.parent.name)
def test_whatever_stands_in_place_of_a_value_gives_diagnostics_in_the_file(path: Path) -> None:
    """Never an exception, and never a place that the file does not have."""
    data = parse_document(path.read_bytes()).data
    project = Project(EVERY_KEY)
    for route in list(routes(data))[:: rounds(5, 1)]:
        for other in OTHERS:
            text = to_yaml(with_other(data, route, other))
            lines = text.split("\n")
            for kind in KINDS:
                for diagnostic in project.load(lone(text), kind).diagnostics:
                    assert diagnostic.message
                    assert 1 <= diagnostic.span.line <= len(lines)
                    assert 1 <= diagnostic.span.column <= len(lines[diagnostic.span.line - 1]) + 1
