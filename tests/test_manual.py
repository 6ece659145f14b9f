"""Every manual page: its shape, and that its bad example gives the code and its good one nothing of the kind.

Examples are short, so what they leave out is added here. An example of a framework gets the keys that a
framework needs, an example of an assessment also its framework, `city-air@2.0`. Lines such as
`# frameworks/city-air@2.0.yaml` begin a file of a small project. Examples of what the reader refuses are
whole files as they stand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from scorecard.diagnostics import Code
from scorecard.files.folder import FolderTree
from scorecard.model.file_names import AssessmentPath, FrameworkPath, MarkPath, ReplyPath
from scorecard.model.kinds import parse_path
from scorecard.project.library import Project
from scorecard.reading.document import parse_document
from scorecard.rules.assessment import ASSESSMENT_RULES, WRITTEN_RULES
from scorecard.rules.catalogue import CATALOGUE, read_manual
from scorecard.rules.file import FILE_RULES
from scorecard.rules.framework import FRAMEWORK_RULES
from scorecard.rules.framework_quality import SOUND_FRAMEWORK_RULES
from scorecard.rules.lineage import LINEAGE_RULES
from scorecard.rules.project import NAME_RULES, NEIGHBOUR_RULES, PLACE_RULES, SCHEMA_RULES, USE_RULES
from scorecard.rules.published import GONE_RULES, PUBLISHED_FRAMEWORK_RULES, PUBLISHED_RULES, UNREAD_RULES
from scorecard.rules.ratings import PAIR_RULES
from scorecard.rules.reader_codes import CODES as CODES_WITHOUT_RULE
from scorecard.rules.reviews import DECISION_RULES, MARK_RULES, OPEN_MARK_RULES, REPLY_RULES
from scorecard.rules.rule import run_rules
from tests.builders import write_text
from tests.commands import ROOT
from tests.corpus import check_project

WORDS_ONLY = {
    "cannot-read-file",
    "link-leads-out",
    "file-too-big",
    "not-utf8",
    "remarks-left-out",
    "stale-schema",
}
"""Codes of what no text can show; their examples are described."""
FRAMEWORK = "frameworks/city-air@2.0.yaml"
ASSESSMENT = "assessments/springfield/2021-03-11.yaml"
WIDEST = 100
LONGEST = 12
ASSESSMENT_SHAPES = {"bad-framework-reference", "bad-date", "bad-id"}
"""Codes of shape whose examples are parts of an assessment; those of the others are parts of a framework."""

READING = [code for code in CODES_WITHOUT_RULE.values() if code.number < "SC020"]

FAMILIES: list[tuple[str, Iterable[Code]]] = [
    (r"SC0[01]\d|SC03[01]|SC1\d\d|SC[46]01", CODES_WITHOUT_RULE.values()),
    (r"SC02\d", [each.code for each in FILE_RULES]),
    (r"SC2[0-2]\d", [each.code for each in (*FRAMEWORK_RULES, *SOUND_FRAMEWORK_RULES)]),
    (r"SC23\d|SC240", [each.code for each in LINEAGE_RULES]),
    (r"SC24[1-9]", [each.code for each in PUBLISHED_FRAMEWORK_RULES]),
    (r"SC3\d\d", [each.code for each in (*ASSESSMENT_RULES, *WRITTEN_RULES)]),
    (r"SC4\d\d", [each.code for each in PAIR_RULES]),
    (r"SC50[15]", [each.code for each in PLACE_RULES]),
    (r"SC50[238]", [each.code for each in NAME_RULES]),
    (r"SC50[467]", [each.code for each in NEIGHBOUR_RULES]),
    (r"SC509", [each.code for each in USE_RULES]),
    (r"SC514", [each.code for each in SCHEMA_RULES]),
    (r"SC60\d", [each.code for each in MARK_RULES]),
    (r"SC61\d", [each.code for each in OPEN_MARK_RULES]),
    (r"SC62\d", [each.code for each in REPLY_RULES]),
    (r"SC63\d", [each.code for each in DECISION_RULES]),
    (r"SC51[0-3]", [each.code for each in (*PUBLISHED_RULES, *GONE_RULES, *UNREAD_RULES)]),
]
CODES = [code for _, codes in FAMILIES for code in codes]

INDICATOR = """\
dimensions:
  - id: "1"
    title: Limits
    indicators:
      - {id: "1.1", title: Air, requirement: Limits for air exist., guidance: Look them up.}
"""
INDICATORS = """\
dimensions:
  - id: "1"
    title: Limits
    indicators:
      - id: "1.1"
        title: Fine particles
        requirement: The annual mean meets the guideline.
        guidance: Use the mean over all stations.
        measure:
          unit: µg/m³
          bands: [{level: pass, at_most: 5}, {level: partial, at_most: 10}, {level: fail}]
      - {id: "1.2", title: Limits in law, requirement: The limits are in law., guidance: Look it up.}
      - {id: "1.3", title: Noise, requirement: Noise has a limit., state: future}
"""
_PAGE = re.compile(r"(?P<text>.+?)\n\nBad:\n\n(?P<bad>.+?)\n\nGood:\n\n(?P<good>.+)", re.DOTALL)
_FILE = re.compile(
    r"# (?P<path>(?:frameworks|assessments|reviews)/.+\.yaml(?:\.txt)?)(?P<past> in the last commit)?"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A manual page in its parts; the examples without their indentation."""

    sentence: str
    paragraphs: list[str]
    bad: str
    good: str


def parse_page(manual: str) -> Page:
    """Return the parts of a page, or fail where it has another shape."""
    match = _PAGE.fullmatch(manual)
    assert match is not None, "a page is a sentence, a paragraph, `Bad:` and `Good:`"
    sentence, *paragraphs = match["text"].split("\n\n")
    return Page(sentence, paragraphs, _dedent(match["bad"]), _dedent(match["good"]))


def _dedent(example: str) -> str:
    lines = example.split("\n")
    assert all(line.startswith("    ") for line in lines), "examples are indented by four spaces"
    return "".join(f"{line[4:]}\n" for line in lines)


# Examples to files ------------------------------------------------------------------------------


def found_in(code: Code, example: str, folder: Path) -> Iterator[Code]:
    """Yield the codes of what is found in an example."""
    if code in READING or code in [each.code for each in FILE_RULES]:
        document = parse_document(example.encode())
        names = {finding.name for finding in document.findings}
        yield from (each for each in READING if each.name in names)
        yield from (each for each, _ in run_rules(FILE_RULES, document) if document.data is not None)
        return
    files = list(split_files(example))
    if not files:
        about_framework = code.number.startswith(("SC1", "SC2")) and code.name not in ASSESSMENT_SHAPES
        files = [(FRAMEWORK if about_framework else ASSESSMENT, False, example)]
    paths = [path for path, _, _ in files]
    if any(path.startswith("reviews/") for path in paths) and ASSESSMENT not in paths:
        files.append((ASSESSMENT, False, 'ratings: {"1.1": 4.2, "1.2": fail}\n'))
        paths.append(ASSESSMENT)
    has_assessments = any(path.startswith("assessments/") for path in paths)
    for is_past in {is_past for path, is_past, _ in files if path.startswith("assessments/")}:
        if not any(each[:2] == (FRAMEWORK, is_past) for each in files):
            files.append((FRAMEWORK, is_past, "sources: {act: {title: Clean Air Act}}\n"))
    for path, is_past, text in files:
        root = folder / ("past" if is_past else "now")
        write_text(root / path, complete(path, text, INDICATORS if has_assessments else INDICATOR))
    past = FolderTree(folder / "past") if (folder / "past").exists() else None
    (folder / "now").mkdir(parents=True, exist_ok=True)
    yield from (each.code for each in check_project(folder / "now", past))


def split_files(example: str) -> Iterator[tuple[str, bool, str]]:
    """Yield the files of an example: path, whether it is of the last commit, text."""
    starts = list(_FILE.finditer(example))
    ends = [*(match.start() for match in starts[1:]), len(example)]
    for match, end in zip(starts, ends, strict=False):
        yield match["path"], match["past"] is not None, example[match.end() : end].lstrip("\n")


def complete(path: str, text: str, dimensions: str) -> str:
    """Add the keys that a file needs and an example leaves out."""
    place = parse_path(path)
    if isinstance(place, FrameworkPath):
        needed = {
            "kind": "kind: framework\n",
            "id": f"id: {place.id}\n",
            "version": f'version: "{place.version or 1}"\n',
            "title": "title: Clean city air\n",
            "dimensions": dimensions,
        }
    elif isinstance(place, AssessmentPath):
        needed = {
            "kind": "kind: assessment\n",
            "framework": "framework: city-air@2.0\n",
            "subject": f"subject: {{id: {place.subject}, name: Springfield}}\n",
            "date": f"date: {place.date}\n",
            "ratings": "ratings: {}\n",
        }
    elif isinstance(place, MarkPath):
        needed = {
            "kind": "kind: mark\n",
            "of": f"of: {place.of}\n",
            "framework": "framework: city-air@2.0\n",
            "assessor": f"assessor: {place.assessor}\n",
        }
    elif isinstance(place, ReplyPath):
        needed = {"kind": "kind: reply\n", "of": f"of: {place.of}\n", "by": "by: City of Springfield\n"}
    else:
        return text
    given = set(re.findall(r"^([a-z_]+):", text, re.MULTILINE))
    return text + "".join(line for key, line in needed.items() if key not in given)


# Tests ------------------------------------------------------------------------------------------


def with_each(codes: Iterable[Code]) -> pytest.MarkDecorator:
    """Run a test with each code."""
    return pytest.mark.parametrize("code", [pytest.param(code, id=code.number) for code in codes])


@with_each(CODES)
def test_a_page_has_the_shape(code: Code) -> None:
    page = parse_page(read_manual(code))
    assert re.fullmatch(r"[A-Z`].*[.]", page.sentence, re.DOTALL)
    assert ". " not in page.sentence.replace("\n", " "), "the first paragraph is one sentence"
    assert len(page.paragraphs) == 1, "one paragraph says why"
    assert page.bad != page.good
    assert max(map(len, read_manual(code).split("\n"))) <= WIDEST
    assert all(example.count("\n") <= LONGEST for example in (page.bad, page.good))


@with_each(code for code in CODES if code.name not in WORDS_ONLY)
def test_the_bad_example_gives_the_code(code: Code, tmp_path: Path) -> None:
    found = list(found_in(code, parse_page(read_manual(code)).bad, tmp_path))
    assert code in found
    assert {each for each in found if each.severity == "error"} <= {code}, "nothing else is wrong with it"


@with_each(code for code in CODES if code.name not in WORDS_ONLY)
def test_the_good_example_does_not_give_the_code_nor_any_error(code: Code, tmp_path: Path) -> None:
    found = list(found_in(code, parse_page(read_manual(code)).good, tmp_path))
    assert code not in found
    assert [each.number for each in found if each.severity == "error"] == []


def test_every_page_is_of_a_code_and_stands_in_their_order() -> None:
    text = (ROOT / "scorecard/rules/manual.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == list(CATALOGUE)


def test_the_catalogue_holds_every_code_once() -> None:
    assert len({code.number for code in CODES}) == len(CODES)
    assert len({code.name for code in CODES}) == len(CODES)
    assert sorted(CATALOGUE) == sorted(code.number for code in CODES)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code.name) for code in CODES)


@pytest.mark.parametrize(("numbers", "codes"), FAMILIES, ids=[numbers for numbers, _ in FAMILIES])
def test_numbers_say_what_a_code_is_about(numbers: str, codes: Iterable[Code]) -> None:
    assert [code.number for code in codes if not re.fullmatch(numbers, code.number)] == []


def test_codes_described_in_words_are_codes() -> None:
    assert {code.name for code in CODES} >= WORDS_ONLY


@pytest.mark.parametrize(
    "manual",
    [
        "A sentence.",
        "A sentence.\n\nBad:\n\n    a: b",
        "A sentence.\n\nBad:\n\n  a: b\n\nGood:\n\n    a: c",
        "A sentence.\n\nGood:\n\n    a: b\n\nBad:\n\n    a: c",
    ],
)
def test_another_shape_is_not_passed_over(manual: str) -> None:
    with pytest.raises(AssertionError):
        parse_page(manual)


def test_the_framework_of_the_examples_is_clean(tmp_path: Path) -> None:
    for dimensions in (INDICATOR, INDICATORS):
        write_text(tmp_path / FRAMEWORK, complete(FRAMEWORK, "", dimensions))
        assert Project(tmp_path).own_frameworks()[0].diagnostics == ()
