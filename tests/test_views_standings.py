"""One scorecard as it is shown: by verdict, grade or score, with elements, and without what is not asked."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework, Measure, Status
from scorecard.scoring.score import score
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.assess import scorecard_view
from scorecard.views.full_report import full_report_view
from scorecard.views.report import (
    AnswerBox,
    Answers,
    Arrows,
    Bar,
    Bars,
    Cell,
    Citations,
    Facts,
    Heading,
    Prose,
    Report,
    Table,
    Tone,
)
from scorecard.views.scorecard import Detail, filter_scorecard
from scorecard.views.site.indicator import across_view
from scorecard.views.site.plan import SitePlan
from scorecard.views.words.standings import out_of_words, points_words, scores_out_of
from tests.commands import run
from tests.small import dimension, indicator, scored, yardstick
from tests.test_views_full_report import trend_of

POINTS = [{"at": "35", "value": "0"}, {"at": "5", "value": "1"}]
GRADES = [
    {"id": "a", "label": "Ahead", "when": {"score": "0.8"}},
    {"id": "b", "label": "Halfway", "when": {"score": "0.4"}},
    {"id": "c", "label": "Behind"},
]


def divided(**keys: Any) -> Framework:
    """Return a framework whose indicator `n` is divided into elements, the last in a group of its own."""
    group = dimension("n-far", "n3", title="Far")
    parts = dimension("n", "n1", "n2", title="Near", counts_as="indicator", weight="3", dimensions=[group])
    return yardstick("1", dimension("d", "m", dimensions=[parts]), element_label="Service", **keys)


def shown(scorecard: Scorecard, detail: Detail = Detail.INDICATORS) -> Report:
    return scorecard_view(scorecard, detail=detail, path="a.yaml")


def facts_of(scorecard: Scorecard) -> dict[str, Cell]:
    blocks = shown(scorecard, Detail.FULL).blocks
    return dict(next(block for block in blocks if isinstance(block, Facts)).pairs)


def answers(report: Report) -> tuple[AnswerBox, ...]:
    (block,) = [block for block in report.blocks if isinstance(block, Answers)]
    return block.boxes


def counted_bars(scorecard: Scorecard) -> tuple[Bar, ...]:
    """Return how many have each status after a date on which nothing was rated."""
    before = scored(scorecard.framework, {}, "2020-01-01")
    report = full_report_view(scorecard, trend_of(before, scorecard))
    (bars,) = [block for block in report.blocks if isinstance(block, Bars)]
    return bars.bars[1:]


def results(scorecard: Scorecard, detail: Detail = Detail.INDICATORS) -> list[tuple[str, ...]]:
    """Return the titles of the table of results, and its rows' texts, the first indented."""
    table = next(block for block in shown(scorecard, detail).blocks if isinstance(block, Table))
    rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
    depths = [row.depth for row in table.rows]
    titles = tuple(column.title for column in table.columns)
    return [
        titles,
        *((f"{'  ' * depth}{id}", *rest) for depth, (id, *rest) in zip(depths, rows, strict=True)),
    ]


# Standings --------------------------------------------------------------------------------------


def test_without_a_verdict_or_grades_a_scorecard_is_shown_by_its_score() -> None:
    card = scored(yardstick("1", dimension("d", "a", "b", "c"), verdict="none"), {"a": "pass", "b": "fail"})
    told = facts_of(card)
    assert not {"Verdict", "Rule", "Grade", "Near miss"} & set(told)
    assert told["Indicators"] == Cell("2 of 3 are rated, 1 not rated")
    # (1 + 0) / 2 of what is rated; (1 + 0 + 0) / 3 and (1 + 0 + 1) / 3 with the third
    words = "50.0 out of 100: between 33.3 and 66.7 once all is rated"
    assert told["Score"] == Cell(words, Tone.STEP_3)
    assert results(card)[:3] == [
        ("Dimension and indicator", "Result", "Score", "Numbers"),
        ("Title of d", "", "50.0", "2 of 3 rated"),
        ("  Title of a", "Pass", "100.0", ""),
    ]
    assert results(card, Detail.DIMENSIONS)[0] == ("Dimension", "Score", "Numbers")
    document = full_report_view(card, None)
    assert document.lead == Cell("50.0 out of 100 · S, 11 March 2021 · 2 of 3 rated", Tone.STEP_3)
    (why, *_) = answers(document)
    assert why.sentences == ("The score will end between 33.3 and 66.7 once all is rated.",)
    (bar,) = counted_bars(card)
    assert bar.parts == ((Tone.UNJUDGED, 2), (Tone.NOT_RATED, 1))
    assert bar.verdict == Cell("50.0", Tone.STEP_3)


def test_too_little_for_a_score_is_said_by_its_bounds() -> None:
    framework = yardstick("1", dimension("d", "a", "b"), verdict="none", minimum_coverage="0.6")
    lead = full_report_view(scored(framework, {"a": "pass"}), None).lead
    assert lead == Cell("50.0 to 100.0 out of 100 · S, 11 March 2021 · 1 of 2 rated", Tone.UNDETERMINED)


def test_nothing_rated_is_not_rated_whatever_a_framework_shows() -> None:
    for keys in ({}, {"grades": GRADES}, {"show_score": "false"}):
        card = scored(yardstick("1", dimension("d", "a"), verdict="none", **keys), {})
        lead = full_report_view(card, None).lead
        assert lead is not None and lead.text.startswith("Not rated · S, 11 March 2021")
        assert lead.tone is Tone.NOT_RATED


def test_hidden_scores_stay_hidden_without_a_verdict() -> None:
    card = scored(yardstick("1", dimension("d", "a"), verdict="none", show_score="false"), {"a": "pass"})
    told = facts_of(card)
    assert told["Result"] == Cell("Rated", Tone.UNJUDGED) and "Score" not in told
    assert results(card)[1] == ("Title of d", "Rated", "1 of 1 rated")


def test_a_grade_stands_where_there_is_no_verdict() -> None:
    card = scored(yardstick("1", dimension("d", "a"), verdict="none", grades=GRADES), {"a": "partial"})
    told = facts_of(card)
    assert told["Grade"] == Cell("Halfway", Tone.STEP_3) and "Verdict" not in told
    assert told["Score"] == Cell("50.0 out of 100")
    assert results(card)[0] == ("Dimension and indicator", "Result", "Score", "Numbers")
    assert results(card)[1] == ("Title of d", "Halfway", "50.0", "1 of 1 rated")
    assert full_report_view(card, None).lead == Cell("Halfway · S, 11 March 2021 · 1 of 1 rated", Tone.STEP_3)


def test_a_grade_stands_beside_a_verdict_with_what_is_still_possible() -> None:
    framework = yardstick("1", dimension("d", "a", "b"), dimension("e", "c"), grades=GRADES)
    card = scored(framework, {"a": "pass", "c": "not-applicable"})
    # d: 1/2 at worst, 1 at best; e does not apply and has no grade
    told = facts_of(card)
    assert list(told)[1:4] == ["Verdict", "Rule", "Grade"]
    assert told["Grade"] == Cell("Halfway to Ahead", Tone.UNDETERMINED)
    assert results(card) == [
        ("Dimension and indicator", "Result", "Grade", "Score", "Numbers"),
        ("Title of d", "Not decided yet", "Halfway to Ahead", "100.0", "1 of 2 rated"),
        ("  Title of a", "Pass", "", "", ""),
        ("  Title of b", "Not rated", "", "", ""),
        ("Title of e", "Not applicable", "", "", ""),
        ("  Title of c", "Not applicable", "", "", ""),
    ]
    (why, *_) = answers(full_report_view(card, None))
    assert "Halfway to Ahead" in why.short.text
    full = [dict(block.pairs) for block in shown(card, Detail.FULL).blocks if isinstance(block, Facts)]
    assert full[1]["Grade"] == Cell("Halfway to Ahead", Tone.UNDETERMINED) and "Verdict" in full[1]


# Elements ---------------------------------------------------------------------------------------


RATED = {"m": "pass", "n1": "pass", "n2": "fail", "n3": "pass"}
"""n: 1, 0 and the group's 1 by three: 2/3, and not all pass. d: 1, and three times 2/3, by four: 3/4."""


def test_what_counts_as_an_indicator_is_one_with_its_elements_below() -> None:
    card = scored(divided(), RATED)
    assert facts_of(card)["Indicators"].text == "1 of 2 passes, 1 fail"
    assert results(card) == [
        ("Dimension, indicator and service", "Result", "Score", "Numbers"),
        ("Title of d", "Fail", "75.0", "1 of 2 pass"),
        ("  Title of m", "Pass", "", ""),
        ("  Near", "Fail", "66.7", "2 of 3 pass"),
        ("    Title of n1", "Pass", "", ""),
        ("    Title of n2", "Fail", "", ""),
        ("    Far", "Pass", "100.0", "1 of 1 pass"),
        ("      Title of n3", "Pass", "", ""),
    ]
    table = next(block for block in shown(card).blocks if isinstance(block, Table))
    assert [row.is_group for row in table.rows] == [True, *[False] * 6]


def test_an_overview_of_dimensions_has_no_indicators_but_what_stands_on_top() -> None:
    assert [row[0] for row in results(scored(divided(), RATED), Detail.DIMENSIONS)][1:] == ["Title of d"]
    top = scored(yardstick("1", dimension("i", "a", "b", counts_as="indicator")), {"a": "pass"})
    assert [row[0] for row in results(top, Detail.DIMENSIONS)][1:] == ["Title of i"]


def test_an_element_with_all_subjects_says_of_what_it_is_one() -> None:
    framework, plan = divided(), SitePlan({}, {}, frozenset())
    found = {each.id: across_view(each, framework, [], [], plan) for each in framework.indicators()}
    told = {
        id: [pair for one in each.blocks if isinstance(one, Facts) for pair in one.pairs]
        for id, each in found.items()
    }
    assert told == {
        "m": [],
        "n1": [("Service of", Cell("Near"))],
        "n2": [("Service of", Cell("Near"))],
        "n3": [("Service of", Cell("Near"))],
    }


def test_bars_count_what_counts_as_an_indicator_once() -> None:
    framework = yardstick("1", dimension("i", "a", "b", counts_as="indicator"), dimension("d", "c"))
    (bar,) = counted_bars(scored(framework, {"a": "pass", "c": "pass"}))
    assert bar.parts == ((Tone.PASS, 1), (Tone.NOT_RATED, 1))


def test_a_filter_keeps_indicators_and_elements_that_match() -> None:
    card = scored(divided(), RATED)
    failing = filter_scorecard(card, only=frozenset({Status.FAIL}))
    assert [row[0].strip() for row in results(failing)][1:] == ["Title of d", "Near", "Title of n2"]
    open_card = scored(divided(partial_when="any"), {**RATED, "n2": "pass", "n1": "partial"})
    half = filter_scorecard(open_card, only=frozenset({Status.PARTIAL}))
    assert [row[0].strip() for row in results(half)][1:] == ["Title of d", "Near", "Title of n1"]


def test_headings_of_the_parts_of_an_indicator_are_below_it() -> None:
    blocks = shown(scored(divided(), RATED), Detail.FULL).blocks
    assert [(block.level, block.text) for block in blocks if isinstance(block, Heading)] == [
        (1, "Dimension d: Title of d"),
        (2, "m Title of m"),
        (2, "Indicator n: Near"),
        (3, "n1 Title of n1"),
        (3, "n2 Title of n2"),
        (3, "n-far Far"),
        (4, "n3 Title of n3"),
    ]


# Ratings of dimensions --------------------------------------------------------------------------


OF_THE_WHOLE = {
    "rationale": "Strong on paper.",
    "evidence": [{"source": "plan", "locator": "p. 3"}],
    "recommendation": "Enact it.",
    "working_note": "Ask Ann.",
}


def test_what_is_said_of_a_dimension_as_a_whole_is_told_with_it() -> None:
    ratings = {"a": {"level": "pass", "evidence": [{"source": "plan"}]}, "d": OF_THE_WHOLE}
    card = scored(yardstick("1", dimension("d", "a")), ratings, sources={"plan": {"title": "Plan"}})
    for blocks in (shown(card, Detail.FULL).blocks, full_report_view(card, None).blocks):
        heads = [at for at, block in enumerate(blocks) if isinstance(block, Heading)]
        begin = next(at for at in heads if "Title of d" in blocks[at].text)
        below = blocks[begin : next(at for at in heads if at > begin)]
        told = {block.label: block.text for block in below if isinstance(block, Prose)}
        assert told == {"Rationale": "Strong on paper.", "Recommendation": "Enact it."}
        assert any(getattr(block, "label", None) == "Evidence" for block in below)
        assert "Ask Ann" not in str(blocks)
    cited = [
        [(each.number, each.source, each.locator) for each in block.items]
        for block in full_report_view(card, None).blocks
        if isinstance(block, Citations)
    ]
    assert cited == [[(1, "Plan", "p. 3")], [(1, "Plan", None)]]


# Who it applies to ------------------------------------------------------------------------------


def coastal() -> Framework:
    """Return a framework of which one indicator, one divided indicator and one element are asked of ports."""
    parts = dimension("p", "p1", indicator("p2", applies_to="port"), counts_as="indicator")
    whole = dimension("q", "q1", "q2", counts_as="indicator", applies_to="port")
    retired = indicator("r", applies_to="port", state="retired")
    own = [indicator("a", applies_to="port"), "b", retired]
    return yardstick(
        "1", dimension("d", *own, dimensions=[parts, whole]), dimension("e", "f", applies_to="port")
    )


def test_what_is_not_asked_of_a_subject_is_left_out_and_counted() -> None:
    card = scored(coastal(), {"b": "pass", "p1": "pass", "a": {"level": "fail", "rationale": "Kept."}})
    assert facts_of(card)["Not asked"].text == "3 indicators and 1 element are not asked of this subject"
    assert facts_of(card)["Indicators"].text == "2 of 2 pass"
    assert [row[0].strip() for row in results(card)][1:] == [f"Title of {id}" for id in ("d", "b", "p", "p1")]
    document = full_report_view(card, None)
    heads = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert {"Title of b", "Title of p1"} <= set(heads)
    assert not {f"Title of {id}" for id in ("a", "p2", "q", "q1", "e", "f", "r")} & set(heads)


def test_all_is_shown_in_full_with_what_is_not_asked() -> None:
    card = scored(coastal(), {"b": "pass", "p1": "pass", "a": {"level": "fail", "rationale": "Kept."}})
    blocks = shown(card, Detail.FULL).blocks
    told = {
        block.text.split(": ")[-1]: dict(blocks[at + 1].pairs)
        for at, block in enumerate(blocks)
        if isinstance(block, Heading) and isinstance(blocks[at + 1], Facts)
    }
    assert told["a Title of a"]["Rating"] == Cell("Not asked", Tone.NOT_APPLICABLE)
    assert told["Title of q"] == {"Result": Cell("Not asked", Tone.NOT_APPLICABLE)}
    assert told["r Title of r"]["Rating"].text == "Retired"
    assert any(isinstance(block, Prose) and block.text == "Kept." for block in blocks)


def test_who_is_asked_for_all_is_told_nothing_of_it() -> None:
    data = {"kind": "assessment", "framework": "f@1", "date": "2021-03-11"}
    port = {"id": "s", "name": "S", "tags": ["port"]}
    card = score(coastal(), Assessment.model_validate({**data, "subject": port}))
    assert "Not asked" not in facts_of(card)


def test_no_arrow_is_drawn_for_what_is_not_asked() -> None:
    framework = yardstick("1", dimension("d", "a"), dimension("e", "f", applies_to="port"))
    cards = [scored(framework, {"a": level}, f"202{at}-01-01") for at, level in enumerate(("fail", "pass"))]
    report = full_report_view(cards[-1], trend_of(*cards))
    arrows = next(block for block in report.blocks if isinstance(block, Arrows))
    assert [row.label for row in arrows.rows] == ["Overall", "Title of d"]


def test_a_measurement_stands_beside_what_is_measured() -> None:
    keys = {"requirement": "The air is clean.", "measure": {"unit": "µg", "points": POINTS}}
    framework = yardstick("1", dimension("d", {"id": "a", **keys}, indicator("b", **keys)), verdict="none")
    table = results(scored(framework, {"a": {"measured": "20"}, "b": {"measured": "5"}}))
    # 20 lies in the middle of 5 and 35
    assert table[2:] == [
        ("  The air is clean.", "50.0", "", "20 µg"),
        ("  Title of b", "100.0", "", "5 µg"),
    ]


# Scores -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("out_of", "words"),
    [("100", "out of 100"), ("4.5", "out of 4.5"), ("1000", "out of 1000"), ("1/3", "out of 1/3")],
)
def test_a_full_score_is_called_as_the_framework_calls_it(out_of: str, words: str) -> None:
    with scores_out_of(Fraction(out_of)):
        assert out_of_words() == words


@pytest.mark.parametrize(
    ("out_of", "words"),
    [
        ("100", "100 at 5 µg/m³ or less, 25 at 20.5 µg/m³, 0 at 35 µg/m³ or more, and evenly in between"),
        ("1", "1 at 5 µg/m³ or less, 0.25 at 20.5 µg/m³, 0 at 35 µg/m³ or more, and evenly in between"),
    ],
)
def test_points_in_words(out_of: str, words: str) -> None:
    points = [{"at": "35", "value": "0"}, {"at": "20.5", "value": "0.25"}, {"at": "5", "value": "1"}]
    with scores_out_of(Fraction(out_of)):
        assert points_words(Measure.model_validate({"unit": "µg/m³", "points": points})) == words


# All of it --------------------------------------------------------------------------------------

FRAMEWORK = """\
kind: framework
id: f
version: "1"
title: Rights
verdict: none
score_out_of: 10
minimum_coverage: 0.9
{grades}
dimensions:
  - id: d
    title: Law
    indicators:
      - {{id: a, title: In law, requirement: It is law.}}
      - id: b
        title: Air
        requirement: The air is clean.
        measure: {{unit: µg, points: [{{at: 35, value: 0}}, {{at: 5, value: 1}}]}}
    dimensions:
      - id: c
        title: Services
        counts_as: indicator
        indicators:
          - {{id: c1, requirement: Mail is safe.}}
          - {{id: c2, requirement: Search is safe., applies_to: port}}
"""
ASSESSMENT = """\
kind: assessment
framework: f@1
subject: {id: s, name: S}
date: 2021-03-11
ratings:
  a: partial
  b: 12.5
  d: {rationale: Mixed.}
"""
JUDGING = re.compile(r"(?i)\b(pass\w*|fail\w*|verdicts?|near.miss\w*)\b")


def text_of(output: str) -> str:
    """Return what people read of a page or a text."""
    return re.sub(r"(?s)<style>.*?</style>|<[^>]*>", " ", output)


@pytest.mark.parametrize(
    "grades", ["", "grades: [{id: a, label: Ahead, when: {score: 0.5}}, {id: b, label: Behind}]"]
)
def test_without_verdicts_no_output_speaks_of_one(tmp_path: Path, grades: str) -> None:
    files = {
        "frameworks/f.yaml": FRAMEWORK.format(grades=grades),
        "assessments/s/2021-03-11.yaml": ASSESSMENT,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text.replace("a: partial", "a: half"), encoding="utf-8")
    scales = "scales: {rating: [{id: all, value: 1}, {id: half, value: 0.5}, {id: none, value: 0}]}\n"
    path = tmp_path / "frameworks/f.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("dimensions:", f"{scales}dimensions:", 1), "utf-8"
    )
    commands = [
        ["assess", "s", "--format", format, "--detail", detail]
        for format in ("table", "plain", "markdown", "html")
        for detail in ("summary", "dimensions", "indicators", "full")
    ]
    commands += [["report", "s", "--format", format] for format in ("markdown", "html")]
    for command in commands:
        result = run(*command, "--project", str(tmp_path))
        assert result.code == 0, result.err
        assert JUDGING.findall(text_of(result.out)) == [], command
        # a 1/2 and b 3/4: 5/8; the law with c at its worst 5/12, at its best 3/4
        said = ("4.17 to 7.50", "between 4.17 and 7.50", "6.25")
        assert any(words in " ".join(result.out.split()) for words in said)
    for format in ("table", "plain", "markdown", "html"):
        for command in (["robustness", "s"], ["whatif", "s", "--without", "b"]):
            result = run(*command, "--format", format, "--project", str(tmp_path))
            assert result.code == 0, result.err
            assert JUDGING.findall(text_of(result.out)) == [], command


def test_an_element_that_is_not_rated_leaves_the_score_open_although_its_verdict_is_settled() -> None:
    card = scored(divided(pass_when="any"), {"m": "pass", "n1": "pass", "n2": "fail"})
    assert card.figures.counts.not_rated == 0
    told = facts_of(card)
    assert told["Indicators"] == Cell("2 of 2 pass")
    # n is 1 of 2, with n3 1 to 2 of 3; the whole (1 + 3n) of 4, of which 1 + 3 x 2/3 is rated
    assert told["Score"] == Cell("62.5 out of 100; between 50.0 and 75.0 once all is rated")
    assert told["Coverage"] == Cell("75.0 % by weight; 3 of 4 indicators and services are rated")
    texts = [each.text for each in full_report_view(card, None).blocks if isinstance(each, Prose)]
    assert any("1 of the 4 indicators and services that apply is not rated." in text for text in texts)
