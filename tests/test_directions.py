"""Texts that run from right to left turn nothing of ours round, in whatever form and whoever says it.

The rule is small: letters from right to left turn round digits on their line that do not stand apart.
So there are none outside of U+2068 … U+2069, of `<bdi>` and of blocks that are wholly a file's.
"""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.directions import all_isolated, by_characters, is_from_right, isolated, unmarked
from scorecard.harmless import one_line, visible
from scorecard.render.text import verdict_apart, wrap
from tests.builders import data_file
from tests.commands import ROOT, Outcome, run

FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")
LAW = "قانون 12 لسنة 2020"
NAME = "ישראל 2030"

FRAMEWORK = data_file("from_right/framework.yaml")
ASSESSMENT = data_file("from_right/assessment.yaml")
ASSESSMENTS = [
    ("misr", "جمهورية مصر العربية", "2022-03-01", "1.0", "12", "fail", "fail"),
    ("misr", "جمهورية مصر العربية", "2023-12-31", "1.0", "4.5", "pass", "partial"),
    ("misr", "جمهورية مصر العربية", "2024-12-31", "2.0", "8", "partial", "pass"),
    ("israel", NAME, "2022-03-01", "2.0", "12", "fail", "fail"),
    ("israel", NAME, "2023-12-31", "2.0", "4.5", "not-rated", "partial"),
    ("acme", "شركة ABC للتجارة", "2023-12-31", "2.0", "7", "fail", "pass"),
]
FORMS = ("table", "plain", "markdown", "html")
SHOWN = [
    *(["assess"], ["assess", "--detail", "full"], ["assess", "misr@2023-12-31", "--only", "fail"]),
    *(["diff", "misr"], ["diff", "misr", "--detail", "full"], ["diff", "israel", "--all"]),
    *(["diff", "misr@2022-03-01", "misr@2023-12-31"], ["diff", "misr@2022-03-01", "israel@2022-03-01"]),
    *(["diff", "air"], ["diff", "air", "--detail", "full"], ["trend"], ["trend", "misr"]),
    *(["trend", "--by", "indicator"], ["trend", "misr", "--framework", "air"]),
]
EVERY = [
    *([*words, "--format", form] for words in SHOWN for form in FORMS),
    *(["show", "air", "--format", form] for form in ("table", "plain")),
    *(["list", "--format", form] for form in ("table", "plain")),
    *(["report", *words, "--format", form] for words in ([], ["misr"]) for form in ("markdown", "html")),
    *(["validate", "--format", form] for form in ("full", "concise", "github")),
    ["assess", "--fail-on", "pass,partial,fail", "--fail-under", "1"],
    ["diff", "misr", "--fail-on", "any"],
]

WIDTHS = [
    (words, columns)
    for words in EVERY
    for columns in ((60, 120) if {"table", "plain", "full"} & set(words) else (80,))
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("air")
    (root / "frameworks").mkdir()
    for version, least, more in (("1.0", "5", ""), ("2.0", "7", "replaces: air@1.0\n")):
        text = FRAMEWORK.replace("VERSION", version).replace("LEAST", least) + more
        (root / f"frameworks/air@{version}.yaml").write_text(text, encoding="utf-8")
    for subject, name, date, version, measured, level, other in ASSESSMENTS:
        text = ASSESSMENT
        for key, value in {
            "SUBJECT": subject,
            "NAME": name,
            "DATE": date,
            "VERSION": version,
            "STAGE": "final",
            "MEASURED": measured,
            "LEVEL": level,
            "OTHER": other,
        }.items():
            text = text.replace(key, value)
        folder = root / "assessments" / subject
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{date}.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def air(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = shutil.copytree(written, tmp_path / "air")
    monkeypatch.chdir(root)
    return root


def check_lines(text: str, own: str = "") -> None:
    """Check every line; what `own` has, a file's text, may be a line of its own."""
    assert not re.search("[\x02\x03]", text)
    for line in text.splitlines():
        left = ISOLATED.sub("", line)
        assert not re.search("[\u2068\u2069]", left), line
        words = re.sub(r"\\(?=[\W_])|[<>]", "", left).strip(" -\\")
        assert not FROM_RIGHT.search(left) or words in own, line


class Inline(HTMLParser):
    """Collects the texts of a page that stand in no `<bdi>` and in no block that is a file's own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ours: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in ("alt", "title", "content", "aria-label"):
            self.ours.append(given.get(name) or "")
        if tag not in ("meta", "link", "img", "br"):
            self._open.append((tag, tag == "bdi" or given.get("dir") == "auto"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if not any(apart for _, apart in self._open):
            self.ours.append(data)


def check(outcome: Outcome, words: list[str]) -> None:
    if "html" in words:
        assert not re.search("[\x02\x03]", outcome.out)
        check_lines("\n".join(Inline(outcome.out).ours))
    else:
        check_lines(outcome.out, ASSESSMENT if "markdown" in words else "")
    check_lines(outcome.err)


@pytest.mark.parametrize(("words", "columns"), WIDTHS, ids=str)
def test_no_date_and_no_count_of_ours_is_turned_round(air: Path, words: list[str], columns: int) -> None:
    outcome = run(*words, columns=columns)
    assert outcome.out or outcome.err
    check(outcome, words)


def test_a_name_is_set_apart_whole_in_titles_and_tables(air: Path) -> None:
    assert run("assess", "israel@2022-03-01").out.startswith(
        f"✗ \u2068غير مستوفى\u2069 · \u2068{NAME}\u2069 · israel, 1 March 2022 · "
    )
    html = run("report", "israel@2022-03-01", "--format", "html").out
    assert f'<bdi lang="ar">{NAME}</bdi> · israel</h1>' in html
    assert f" · \u2068{NAME}\u2069 · israel, 1 March 2022</title>" in html
    assert f'<bdi lang="ar">{LAW}</bdi>' in html
    front = run("report", "israel@2022-03-01", "--front-matter").out.splitlines()
    assert front[1] == f'title: "\u2068{NAME}\u2069 · israel"'
    assert f"# \u2068{NAME}\u2069 · israel" in front


def test_a_page_of_several_has_a_name_of_its_own(air: Path) -> None:
    title = "\u2068إطار الهواء 2020\u2069: 3 subjects"
    html = run("assess", "--format", "html").out
    assert f"<title>{title}</title>" in html
    assert (
        '<h1 id="إطار-الهواء-2020-3-subjects"><bdi lang="ar">إطار الهواء 2020</bdi>: 3 subjects</h1>' in html
    )
    each = ("assess", "--detail", "summary")
    assert run(*each, "--format", "html").out.count("<article>") == 3
    assert run(*each, "--format", "markdown").out.startswith(f"# {title}\n\n## \u2068")
    assert "\u2068شركة ABC للتجارة\u2069, 31 December 2023" in run(*each, "--format", "plain").out
    html = run("trend", "misr", "israel", "acme", "--format", "html").out
    assert "<title>\u2068إطار الهواء 2020\u2069 (air@2.0): league table</title>" in html


def test_questions_and_answers_are_in_order(air: Path) -> None:
    for text in ("?\ng 1.1\n?\nm\nb\ng 1.2\nq\n", "g b\n1\nsince 2021 ש 3\nq\n"):
        outcome = run("rate", "israel@2023-12-31", stdin=text)
        assert FROM_RIGHT.search(outcome.err)
        typed = re.compile("since 2021 ש 3")
        check_lines(typed.sub("", outcome.err))


def test_data_has_names_as_they_are(air: Path) -> None:
    for words in (["assess"], ["diff", "misr"], ["trend", "misr"], ["report", "misr"]):
        for form in ("json", "csv"):
            text = run(*words, "--format", form).out
            assert not re.search("[\x02\x03\u2068\u2069]|\\\\u000[23]|\\\\u206[89]", text)
            assert LAW in text
    assert json.loads(run("list", "--format", "json").out)["assessments"][0]["name"] == "شركة ABC للتجارة"
    assert not re.search("[\x02\x03\u2068\u2069]", run("export", "misr@2022-03-01", "--format", "csv").out)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


MARKS = re.compile("[\x02\x03\u2068\u2069]|\\\\u000[23]")


def test_remarks_set_a_name_apart_whole(air: Path) -> None:
    newest = max((air / "assessments/israel").iterdir())
    change(newest, NAME, "ישראל 2")
    said = "the subject is called \u2068ישראל 2\u2069 here and \u2068ישראל 2030\u2069 in assessments/israel/"
    for form in ("full", "concise", "github"):
        assert said in " ".join(run("validate", "--format", form).out.split())
    for form in ("sarif", "gitlab"):
        text = run("validate", "--format", form).out
        assert "\\u2068\\u05d9\\u05e9\\u05e8\\u05d0\\u05dc 2\\u2069 here" in text
        assert not re.search("[\x02\x03]|\\\\u000[23]", text)
    text = run("validate", "--format", "json").out
    assert "the subject is called ישראל 2 here and ישראל 2030 in assessments/israel/" in text
    assert not MARKS.search(text)


def test_what_a_remark_quotes_is_set_apart_whole(air: Path) -> None:
    change(max((air / "assessments/misr").iterdir()), "kind: assessment", "kind: assessment\nמדד 3: x")
    assert 'unknown key "\u2068מדד 3\u2069"\n' in run("validate", "--format", "concise").out
    text = run("validate", "--format", "json").out
    assert 'unknown key "מדד 3"' in [each["message"] for each in json.loads(text)["diagnostics"]]
    assert not MARKS.search(text)


def test_a_sentence_of_ours_sets_the_word_for_an_indicator_apart(air: Path) -> None:
    change(air / "frameworks/air@2.0.yaml", "at_most: 5", "at_most: 6")
    change(air / "frameworks/air@2.0.yaml", "أقل من 7", "أقل من 5")
    text = run("diff", "air", "--format", "html").out
    assert "the scale of a measured <bdi>مؤشر</bdi> changed" in re.sub('<bdi lang="[a-z]*">', "<bdi>", text)
    for form in ("table", "plain"):
        text = " ".join(run("diff", "air", "--format", form).out.split())
        assert "the scale of a measured \u2068مؤشر\u2069 changed, earlier measurements" in text


def test_reasons_set_units_apart_whole_and_data_has_them_as_they_are(air: Path) -> None:
    change(air / "frameworks/air@2.0.yaml", "unit: ميكروغرام", "unit: ميكروغرام 3")
    change(air / "frameworks/air@2.0.yaml", "أقل من 7", "أقل من 5")
    then, now = "ميكروغرام", "ميكروغرام 3"
    text = " ".join(run("diff", "misr", "--format", "plain").out.split())
    assert f"the unit changed from \u2068{then}\u2069 to \u2068{now}\u2069 in air@2.0" in text
    for words in (["diff", "air"], ["diff", "misr"]):
        for form in ("json", "csv"):
            text = run(*words, "--format", form).out
            assert f"the unit changed from {then} to {now} in air@2.0" in text
            assert not MARKS.search(text)
    assert "- \u2068ישראל 2030\u2069: 2022-03-01" in run("diff", "air", "--format", "plain").out
    run("new", "air@2.0", "--from", "misr@2023-12-31", "--date", "2025-01-01")
    text = (air / "assessments/misr/2025-01-01.yaml").read_text(encoding="utf-8")
    assert f"the unit changed from {then} to {now}" in " ".join(text.replace("#", "").split())
    assert not MARKS.search(text)


def test_a_stream_of_ascii_gets_no_marks(air: Path) -> None:
    from tests.commands import start

    outcome = start("assess", "misr@2023-12-31", "--fail-on", "fail", cwd=air, PYTHONIOENCODING="ascii")
    assert outcome.out.startswith("N \\u063a")
    assert "2068" not in outcome.out + outcome.err


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_what_is_set_apart_is_no_command_either(air: Path, encoding: str) -> None:
    from tests.commands import start

    path = air / "assessments/acme/2023-12-31.yaml"
    text = path.read_text(encoding="utf-8").replace("name: شركة", 'name: "::error::שם"} #')
    path.write_text(text, encoding="utf-8")
    for form in ("table", "plain"):
        outcome = start("assess", "acme", "--format", form, cwd=air, PYTHONIOENCODING=encoding)
        assert "::error::" in outcome.out
        assert not [line for line in outcome.out.splitlines() if line.lstrip(" \u2068").startswith("::")]


def test_other_texts_are_left_as_they_are() -> None:
    for text in ("Springfield, 2021", "日本 2021", "Ελλάδα", "a\u0301", ""):
        assert isolated(text) == all_isolated(text) == text
        assert not is_from_right(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("מצרים, 2023-12-31", "<מצרים>, 2023-12-31"),
        ("3 of 5: مصر العربية (2 of 3)", "3 of 5: <مصر العربية> (2 of 3)"),
        ("מצרים → ישראל", "<מצרים> → <ישראל>"),
        ("صفحة 12", "<صفحة> 12"),
        (f"{isolated('صفحة 12')}, 2020 צה״ל", "<صفحة 12>, 2020 <צה״ל>"),
    ],
)
def test_what_nobody_spoke_for_is_set_apart_by_itself(text: str, shown: str) -> None:
    assert by_characters(all_isolated(text)).translate({0x2068: "<", 0x2069: ">"}) == shown
    assert all_isolated(all_isolated(text)) == all_isolated(text)
    assert unmarked(all_isolated(text)) == unmarked(text)


def test_marks_that_are_no_pair_are_made_visible() -> None:
    assert visible("a\x02b") == "a<U+0002>b"
    assert visible("a\x03b\x02") == "a<U+0003>b<U+0002>"
    assert one_line("\x02ש\x1b\u202e\x03, 1") == "\x02ש<U+001B><U+202E>\x03, 1"


@given(st.text("אבג ab12", min_size=1), st.integers(4, 30))
def test_a_line_that_is_wrapped_ends_what_is_set_apart_and_begins_it_again(text: str, width: int) -> None:
    line = f"since 2021 {isolated(one_line(text))}, 3 of 5"
    lines = wrap(line, width)
    for each in lines:
        assert each.count("\x02") == each.count("\x03")
        assert not FROM_RIGHT.search(re.sub("\x02[^\x03]*\x03", "", each))
    assert unmarked("".join(lines)).replace(" ", "") == unmarked(line).replace(" ", "")


def test_a_colon_within_a_verdict_is_the_verdicts() -> None:
    assert verdict_apart(f"{isolated('א: ב')}: 3") == (isolated("א: ב"), ":", " 3")
    assert verdict_apart("Pass: 3: 4") == ("Pass", ":", " 3: 4")
    assert verdict_apart("Pass") == ("Pass", "", "")


def test_the_mark_of_a_draft_stands_with_its_verdict() -> None:
    assert verdict_apart("DRAFT: Fails") == ("DRAFT: Fails", "", "")
    assert verdict_apart("? DRAFT: Not decided yet: pass or fail") == (
        "? DRAFT: Not decided yet",
        ":",
        " pass or fail",
    )


def test_what_comes_from_files_has_its_language_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("frameworks", "assessments"):
        shutil.copytree(ROOT / name, tmp_path / name)
    framework = tmp_path / "frameworks/online-safety-six-tests.yaml"
    text = framework.read_text(encoding="utf-8").replace("\nlanguage: en", "\nlanguage: fr")
    framework.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    wanted_in_all = ("UK online safety law", "Create an expansive", "Coverage of services children use")
    for command in ("assess", "diff", "trend", "report"):
        html = run(command, "uk-online-safety", "--format", "html").out
        found = Languages()
        found.feed(html)
        for wanted in wanted_in_all:
            languages = {language for words, language in found.texts if wanted in words}
            assert languages == {"fr"}, (command, wanted)
        ours = ("Before", "Framework", "Id", "Result", "Does it pass?")
        said = {language for words, language in found.texts if words.strip() in ours}
        assert said == {"en"}, command


def test_a_page_in_our_language_marks_nothing_and_a_terminal_never_does() -> None:
    for form in ("html", "plain", "markdown"):
        out = run("report" if form != "plain" else "assess", "uk-online-safety", "--format", form).out
        assert not re.search("<bdi|\u2068|[\x02\x03]", out), form


class Languages(HTMLParser):
    """The texts of a page's elements, each with the language that it is said to be in."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "img", "br", "hr", "col"):
            self._open.append((tag, dict(attrs).get("lang") or self._open[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tag, language = self._open[-1]
        if tag not in ("title", "desc", "text", "style"):
            self.texts.append((data, language))
