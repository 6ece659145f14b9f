"""What the names of a project's files say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.model.file_names import (
    AssessmentPath,
    FrameworkPath,
    MisplacedPath,
    is_nearly_yaml_name,
    is_yaml_name,
)
from scorecard.model.kinds import in_nearly_our_folder, parse_path
from scorecard.project.layout import Layout, read_layout
from tests.builders import words


@pytest.mark.parametrize(
    ("name", "id", "version"),
    [
        ("city-air.yaml", "city-air", None),
        ("city-air.yml", "city-air", None),
        ("city-air@2.0.yaml", "city-air", "2.0"),
        ("city-air@2.yml", "city-air", "2"),
        ("city-air@1.10.yaml", "city-air", "1.10"),
        ("city-air@0.yaml", "city-air", "0"),
        ("city-air.2.yaml", "city-air.2", None),
        ("0.a_b-c@10.0.3.yaml", "0.a_b-c", "10.0.3"),
        ("a.yaml.yaml", "a.yaml", None),
        ("7.yaml", "7", None),
    ],
)
def test_names_of_frameworks(name: str, id: str, version: str | None) -> None:
    path = f"frameworks/{name}"
    assert parse_path(path) == FrameworkPath(path, id, version)


@pytest.mark.parametrize(
    "name",
    [
        *words("""
        City-air.yaml größe.yaml -city.yaml _city.yaml city-air@.yaml @2.0.yaml city-air@v2.yaml
        city-air@02.yaml city-air@2.01.yaml city-air@2..0.yaml city-air@2.yaml.yaml city-air@2@3.yaml
        city-air@2.0-draft.yaml city-air.YAML city-air.Yml city-air@2.0/framework.yaml old/city-air.yaml
    """),
        *("city air.yaml", "city-air@٢.yaml", "city-air\n.yaml"),
    ],
)
def test_what_is_no_name_of_a_framework_is_misplaced(name: str) -> None:
    path = f"frameworks/{name}"
    place = parse_path(path)
    assert isinstance(place, MisplacedPath)
    assert place.path == path
    assert "frameworks/<id>.yaml" in place.help
    assert "frameworks/<id>@<version>.yaml" in place.help


@pytest.mark.parametrize(
    ("path", "subject", "day", "suffix"),
    [
        ("springfield/2021-03-11.yaml", "springfield", date(2021, 3, 11), None),
        ("springfield/2021-03-11.yml", "springfield", date(2021, 3, 11), None),
        ("springfield/2021-03-11-b.yaml", "springfield", date(2021, 3, 11), "b"),
        ("springfield/2021-03-11-second-look.yaml", "springfield", date(2021, 3, 11), "second-look"),
        ("springfield/2021-03-11-2021-03-12.yaml", "springfield", date(2021, 3, 11), "2021-03-12"),
        ("springfield/2021-03-11-v1.2.yml", "springfield", date(2021, 3, 11), "v1.2"),
        ("springfield/2020-02-29.yaml", "springfield", date(2020, 2, 29), None),
        ("0.north_side-2/9999-12-31.yaml", "0.north_side-2", date(9999, 12, 31), None),
    ],
)
def test_names_of_assessments(path: str, subject: str, day: date, suffix: str | None) -> None:
    path = f"assessments/{path}"
    assert parse_path(path) == AssessmentPath(path, subject, day, suffix)


@pytest.mark.parametrize(
    "name",
    [
        *words("""
        2021-03-11.yaml springfield.yaml springfield/review.yaml springfield/2021.yaml
        springfield/2021-03.yaml springfield/2021-3-11.yaml springfield/20210311.yaml
        springfield/2021-02-29.yaml springfield/2021-13-01.yaml springfield/2021-03-00.yaml
        springfield/2021-00-11.yaml springfield/0000-01-01.yaml springfield/2021-03-11-.yaml
        springfield/2021-03-11--b.yaml springfield/2021-03-11_b.yaml springfield/2021-03-11b.yaml
        springfield/2021-03-11.yaml.yaml springfield/springfield@2021-03-11.yaml springfield/2021-03-11.YAML
        springfield/2021/03-11.yaml north/springfield/2021-03-11.yaml Springfield/2021-03-11.yaml
    """),
        *("springfield/٢٠٢١-03-11.yaml", "springfield/2021-03-11 b.yaml"),
        *("springfield/2021-03-11-b c.yaml", "springfield/2021-03-11\n.yaml"),
        "spring field/2021-03-11.yaml",
    ],
)
def test_what_is_no_name_of_an_assessment_is_misplaced(name: str) -> None:
    path = f"assessments/{name}"
    place = parse_path(path)
    assert isinstance(place, MisplacedPath)
    assert place.path == path
    assert "assessments/<subject>/<YYYY-MM-DD>.yaml" in place.help


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("frameworks/City.yaml", "City.yaml"),
        ("frameworks/old/city.yaml", "folder"),
        ("assessments/Springfield/2021-03-11.yaml", "Springfield"),
        ("assessments/springfield/review.yaml", "review.yaml"),
        ("assessments/springfield/2021-02-30.yaml", "2021-02-30"),
        ("assessments/2021-03-11.yaml", "subject"),
    ],
)
def test_a_misplaced_file_is_told_what_is_wrong(path: str, said: str) -> None:
    place = parse_path(path)
    assert isinstance(place, MisplacedPath)
    assert said in place.reason


@pytest.mark.parametrize(
    "path",
    [
        *words("""
        city-air.yaml frameworks assessments assessments.yaml Frameworks/city-air.yaml
        frameworks-old/city-air.yaml data/frameworks/city-air.yaml ../frameworks/city-air.yaml
    """),
        "",
    ],
)
def test_what_is_outside_the_two_folders_is_nothing(path: str) -> None:
    assert parse_path(path) is None


def test_a_name_reads_as_on_a_command_line() -> None:
    plain = AssessmentPath("x", "springfield", date(2021, 3, 1), None)
    with_suffix = AssessmentPath("x", "springfield", date(2021, 3, 1), "b-2")
    assert (plain.day, plain.name) == ("2021-03-01", "springfield@2021-03-01")
    assert (with_suffix.day, with_suffix.name) == ("2021-03-01-b-2", "springfield@2021-03-01-b-2")


def test_a_year_has_four_digits_in_a_name() -> None:
    place = parse_path("assessments/rome/0410-08-24.yaml")
    assert isinstance(place, AssessmentPath)
    assert place.name == "rome@0410-08-24"


def test_a_layout_holds_every_file_once_in_the_order_of_paths() -> None:
    layout = read_layout(
        [
            "assessments/springfield/2021-03-11.yaml",
            "frameworks/b.yaml",
            "assessments/shelbyville/2021-03-11.yaml",
            "assessments/springfield/2020-03-11.yaml",
            "frameworks/A.yaml",
            "assessments/lost.yaml",
            "elsewhere/2021-03-11.yaml",
            "frameworks/a.yaml",
        ]
    )
    assert [place.path for place in layout.frameworks] == ["frameworks/a.yaml", "frameworks/b.yaml"]
    assert [place.path for place in layout.assessments] == [
        "assessments/shelbyville/2021-03-11.yaml",
        "assessments/springfield/2020-03-11.yaml",
        "assessments/springfield/2021-03-11.yaml",
    ]
    assert [place.path for place in layout.misplaced] == ["assessments/lost.yaml", "frameworks/A.yaml"]
    assert list(layout.by_subject) == ["shelbyville", "springfield"]


def test_subjects_come_in_order_and_once() -> None:
    days = ("2020-01-01", "2021-01-01")
    paths = [f"assessments/{subject}/{day}.yaml" for subject in "hgfedcba" for day in days]
    assert list(read_layout(paths).by_subject) == list("abcdefgh")


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "A.YAML", "a.Yml", ".yaml", "a.b.yaml"])
def test_names_of_yaml_files(name: str) -> None:
    assert is_yaml_name(name)


@pytest.mark.parametrize("name", ["a.json", "yaml", "a.yaml~", "a.yaml.bak", "ayml", "a.yam"])
def test_names_of_other_files(name: str) -> None:
    assert not is_yaml_name(name)


@given(
    st.lists(st.text(alphabet="ab@.-0129\n é/", max_size=12), max_size=3), st.sampled_from(["yaml", "YML"])
)
def test_no_file_below_the_two_folders_is_passed_over(parts: list[str], suffix: str) -> None:
    for folder in ("frameworks", "assessments"):
        path = "/".join([folder, *parts, f"x.{suffix}"])
        layout = read_layout([path])
        found = len(layout.frameworks) + len(layout.assessments) + len(layout.misplaced)
        assert found == (not any(part.startswith(".") for part in "/".join(parts).split("/")))


@pytest.mark.parametrize(
    "path",
    [
        "frameworks/.city.yaml",
        "frameworks/.yaml",
        "frameworks/.git/city-air.yaml",
        "assessments/springfield/.2021-03-11.yaml",
        "assessments/springfield/.#2021-03-11.yaml",
        "assessments/springfield/._2021-03-11.yaml",
        "assessments/springfield/.2021-03-11.yaml.txt",
        "assessments/springfield/.ipynb_checkpoints/2021-03-11-checkpoint.yaml",
        "assessments/.springfield/2021-03-11.yaml",
    ],
)
def test_what_begins_with_a_dot_is_passed_over(path: str) -> None:
    assert parse_path(path) is None
    assert read_layout([path]) == Layout()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("assessments/springfield/2021-03-11.yaml.txt", "2021-03-11.yaml"),
        ("assessments/springfield/2021-03-11.YML.TXT", "2021-03-11.YML"),
        ("frameworks/city-air.yaml.txt", "city-air.yaml"),
    ],
)
def test_an_ending_that_was_added_keeps_a_file_from_being_read(path: str, name: str) -> None:
    place = parse_path(path)
    assert isinstance(place, MisplacedPath)
    assert place.overlooked
    assert place.help.startswith(f"call it {name}; ")
    assert read_layout([path]) == Layout(overlooked=(place,))


@pytest.mark.parametrize(
    "path", ["assessments/springfield/notes.txt", "assessments/a.yaml.bak", "a.yaml.txt"]
)
def test_other_files_are_none_of_ours(path: str) -> None:
    assert not is_nearly_yaml_name(path) or parse_path(path) is None


@pytest.mark.parametrize(
    ("folder", "meant"),
    [
        ("Assessments", "assessments"),
        ("ASSESSMENTS", "assessments"),
        ("assessment", "assessments"),
        ("assesments", "assessments"),
        ("asessments", "assessments"),
        ("Frameworks", "frameworks"),
        ("framework", "frameworks"),
        ("assessments", None),
        ("frameworks", None),
        ("assets", None),
        ("old-assessments", None),
        ("work", None),
    ],
)
def test_folders_that_are_nearly_one_of_the_two(folder: str, meant: str | None) -> None:
    place = in_nearly_our_folder(f"{folder}/springfield/2021-03-11.yaml")
    assert (place and place.help) == (meant and f"call the folder {meant}, in small letters")
