"""Reports to hand on, as documents before they are text: which sections, what each says, how it cites."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scorecard.comparing.dated import DatedScorecard, Series
from scorecard.comparing.trend import Trend, find_trend
from scorecard.links import LINK, to_place, without_links
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework
from scorecard.render.html import render_html
from scorecard.render.theme import Theme
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.framework import framework_view
from scorecard.views.full_report import Section, count_references, full_report_view
from scorecard.views.report import (
    Answers,
    Arrows,
    Bars,
    Block,
    Cell,
    Citation,
    Citations,
    Facts,
    Heading,
    Items,
    Prose,
    Reference,
    References,
    Report,
    Table,
    Timeline,
    Tone,
)
from scorecard.views.scorecard import results_table
from tests.small import dimension, indicator, known, measured, scored, yardstick

FRAMEWORK = yardstick("1.0", dimension("1", "1.1", "1.2"), dimension("2", "2.1"))
HALF = {"1.1": "pass", "1.2": "fail", "2.1": "partial"}
"""Dimension 1: (1 + 0) / 2 = 50.0; 2: 50.0; the whole: 50.0."""
HALF_OF_ALL = Fraction(1, 2)
BETTER = {"1.1": "pass", "1.2": "partial", "2.1": "partial"}
"""Dimension 1: 75.0; 2: 50.0; the whole: 62.5."""


def trend_of(*scorecards: Scorecard) -> Trend:
    dated = tuple(DatedScorecard(_place(each.assessment), each) for each in scorecards)
    frameworks = {each.framework.ref: each.framework for each in scorecards}
    series = Series(subject="s", framework_id=scorecards[-1].framework.id, dated=dated)
    trend = find_trend(series, known(*frameworks.values()))
    assert trend is not None
    return trend


def _place(assessment: Assessment) -> AssessmentPath:
    day = assessment.date
    return AssessmentPath(f"assessments/s/{day}.yaml", "s", day, None)


def view(*scorecards: Scorecard, only: str | None = None, first: int = 1) -> Report:
    """Return the report of the last of some scorecards."""
    sections = frozenset(map(Section, only.split(","))) if only else frozenset(Section)
    return full_report_view(scorecards[-1], trend_of(*scorecards), sections=sections, first=first)


def rated(framework: Framework, ratings: dict[str, Any], date: str = "2021-03-11", **keys: Any) -> Scorecard:
    return scored(framework, ratings, date, **keys)


def headings(report: Report, level: int = 1) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Heading) and block.level == level]


def facts(blocks: Iterator[Block] | tuple[Block, ...]) -> dict[str, str]:
    """Return names and values; of a name that stands twice, the first."""
    pairs = [pair for block in blocks if isinstance(block, Facts) for pair in block.pairs]
    return {name: cell.text for name, cell in reversed(pairs)}


def under(report: Report, heading: str) -> tuple[Block, ...]:
    """Return the blocks that stand under a heading, up to the next of its level or above."""
    blocks = report.blocks
    at = next(at for at, each in enumerate(blocks) if isinstance(each, Heading) and each.text == heading)
    level = blocks[at].level  # type: ignore[union-attr]
    rest = blocks[at + 1 :]
    end = next(
        (at for at, each in enumerate(rest) if isinstance(each, Heading) and each.level <= level), len(rest)
    )
    return rest[:end]


def said(blocks: tuple[Block, ...], label: str) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Prose) and block.label == label]


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a block, a report or a part of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from texts(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from texts(getattr(value, name))


def references(report: Report) -> tuple[Reference, ...]:
    return tuple(each for block in report.blocks if isinstance(block, References) for each in block.items)


def citations(report: Report) -> list[list[int]]:
    return [[each.number for each in block.items] for block in report.blocks if isinstance(block, Citations)]


# Sections -----------------------------------------------------------------------------------------


def full() -> tuple[Scorecard, Scorecard]:
    ratings = {**BETTER, "2.1": {"level": "partial", "evidence": [{"source": "act"}]}}
    sources = {"act": {"title": "The act"}}
    return (
        rated(FRAMEWORK, HALF),
        rated(FRAMEWORK, ratings, "2022-01-01", sources=sources, summary="In short."),
    )


ALL = {
    "summary": [],
    "changes": ["Changes since 11 March 2021"],
    "trend": ["Over time"],
    "indicators": ["Indicators"],
    "evidence": ["Sources"],
    "method": ["How it is judged", "About this assessment"],
}


def test_the_order_of_sections_is_that_of_the_issue() -> None:
    assert headings(view(*full())) == [heading for found in ALL.values() for heading in found]


@pytest.mark.parametrize("section", ALL)
def test_each_section_alone_has_its_own_headings(section: str) -> None:
    report = view(*full(), only=section)
    assert headings(report) == ALL[section]
    assert report.lead is not None
    assert (
        report.lead.text
        == "Fails · S, 1 January 2022 · 1 of 3 passes, 2 partly · 1 up, none down since March 2021"
    )


def test_sections_come_in_their_order_however_they_are_named() -> None:
    assert headings(view(*full(), only="method,changes")) == [*ALL["changes"], *ALL["method"]]


def test_without_an_earlier_date_that_is_said_and_there_is_no_trend() -> None:
    report = view(rated(FRAMEWORK, HALF))
    assert [each for each in headings(report) if each.startswith(("Changes", "Over"))] == []
    answers = report.blocks[0]
    assert isinstance(answers, Answers)
    assert answers.boxes[1].short.text == to_place("Nothing earlier to compare with", "#changes")
    page = render_html([report], Theme())
    assert 'href="#changes' not in page and "Nothing earlier to compare with" in page
    alone = full_report_view(rated(FRAMEWORK, HALF), None)
    assert alone.blocks[:-1] == report.blocks[:-1], "but for the name of the file"


# What stands at the head --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kicker"),
    [
        ("Air, 2.0", "Air, 2.0 · 1 assessment by it, 2 by version 1.0"),
        ("Air", "Air, version 2.0 · 1 assessment by it, 2 by version 1.0"),
    ],
)
def test_over_a_title_assessments_are_counted_by_version_where_there_are_several(
    title: str, kicker: str
) -> None:
    new = yardstick("2.0", dimension("1", "1.1", "1.2"), title=title, replaces="f@1.0")
    older = rated(FRAMEWORK, HALF, "2020-03-11"), rated(FRAMEWORK, HALF)
    assert view(*older, rated(new, {}, "2022-01-01")).kicker == kicker
    draft = rated(new, {}, "2022-01-01", stage="draft")
    assert view(*older, draft).kicker.endswith("2 assessments by version 1.0")


def test_the_lead_says_the_verdict_in_one_sentence() -> None:
    report = view(rated(FRAMEWORK, HALF))
    assert (report.title, report.kicker, report.standfirst) == ("S", "F · 1 assessment", "11 March 2021")
    words = "Fails · S, 11 March 2021 · 1 of 3 passes, 1 partly, 1 fail"
    assert report.lead == Cell(words, Tone.FAIL)
    assert report.headline == "Fails · S, 11 March 2021"


@pytest.mark.parametrize("minimum", ["0.5", "0"])
def test_the_lead_says_no_score_when_nothing_is_rated(minimum: str) -> None:
    report = view(rated(FRAMEWORK.model_copy(update={"minimum_coverage": Decimal(minimum)}), {}))
    words = "Not decided yet · S, 11 March 2021 · 3 of 3 are not rated"
    assert report.lead == Cell(words, Tone.UNDETERMINED)


def test_the_lead_uses_the_frameworks_words() -> None:
    framework = yardstick(
        "1.0", dimension("1", "a"), verdict_labels={"pass": "Met"}, indicator_label="Criterion"
    )
    report = view(rated(framework, {"a": "pass"}))
    assert report.lead is not None
    assert report.lead.text == "Met · S, 11 March 2021 · 1 of 1 Met"


def test_a_draft_is_marked_in_title_and_answers() -> None:
    report = view(rated(FRAMEWORK, HALF, stage="draft"))
    assert report.title.startswith("DRAFT")
    answers = report.blocks[0]
    assert isinstance(answers, Answers)
    assert answers.boxes[2].sentences[0].startswith("A draft, not published: ")


def test_what_was_assessed_and_by_whom() -> None:
    report = view(
        rated(
            FRAMEWORK,
            HALF,
            title="First review",
            document={"title": "Air plan", "publisher": "City", "date": "2020-12"},
            assessors=["A. Person", "B. Person"],
            reviewers=["C. Person"],
        )
    )
    assert report.standfirst == "First review, 11 March 2021"
    found = facts(under(report, "About this assessment"))
    assert not found.keys() & {"Title", "Verdict", "Rule", "Indicators", "Score"}, "they stand above"
    assert found["Assessed"] == "Air plan, City, 2020-12"
    assert found["Rated by"] == "A. Person and B. Person"
    assert found["Checked by"] == "C. Person"
    assert "F (f@1.0)" in found["Framework"]


def test_summary_and_corrections_are_shown() -> None:
    report = view(
        rated(
            FRAMEWORK,
            HALF,
            summary="Read *this* first.",
            corrections=[{"date": "2021-04-01", "text": "1.2 was pass."}, {"text": "Typos."}],
        )
    )
    assert report.blocks[1] == Prose("Read *this* first.", "Summary", is_markdown=True)
    assert said(report.blocks, "Correction of 1 April 2021") == ["1.2 was pass."]
    assert said(report.blocks, "Correction") == ["Typos."]


def summary_above(text: str) -> list[str]:
    """Return the texts that stand above the matrix where this is the summary; in full it stands below."""
    blocks = view(rated(FRAMEWORK, HALF, summary=text)).blocks
    at = blocks.index(Heading(1, "Summary", target="#summary"))
    assert isinstance(blocks[at - 1], Table)
    assert blocks[at + 1] == Prose(text, is_markdown=True)
    return [each.text for each in blocks[: at - 1] if isinstance(each, Prose)]


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        pytest.param("Not in force.\n\n" + "More. " * 99, "Not in force.", id="the first paragraph"),
        pytest.param(f"One.\n\nTwo.\n\n{'x' * 500}", "One.\n\nTwo.", id="as many paragraphs as are short"),
        pytest.param("Not in force. It is 1. " + "x" * 500, "Not in force. It is 1.", id="first sentences"),
        pytest.param("x" * 500 + ". Two.", "x" * 500 + ".", id="a long first sentence"),
    ],
)
def test_a_long_summary_begins_above_the_matrix_and_leads_to_the_whole_below(
    text: str, beginning: str
) -> None:
    assert summary_above(text) == [beginning, to_place("below, under Summary", "#summary")]


def test_three_answers_come_first_and_what_changed_leads_to_the_changes() -> None:
    report = view(*full())
    (answers, *_) = report.blocks
    assert isinstance(answers, Answers)
    assert [box.question for box in answers.boxes] == [
        *("Does it pass?", "What changed since March 2021?", "Can we trust it?")
    ]
    assert answers.boxes[0].sentences[1:] == ("1 of 3 passes, 2 partly.", "The score is 62.5 out of 100.")
    assert answers.boxes[1].short.text == to_place("1 up, none down", "#changes")
    (changes,) = [block for block in report.blocks if getattr(block, "target", "") == "#changes"]
    assert changes == Heading(1, "Changes since 11 March 2021", target="#changes")


def test_the_matrix_has_every_dimension_and_indicator_the_newest_date_first() -> None:
    blocks = view(*full()).blocks
    table = next(block for block in blocks if isinstance(block, Table))
    assert [column.title for column in table.columns] == ["Indicator", "Jan 2022", "Mar 2021"]
    assert [
        (without_links(row.cells[0].text), *(cell.text for cell in row.cells[1:])) for row in table.rows
    ] == [
        ("Overall", "Fail", "Fail"),
        ("Score, out of 100", "62.5", "50.0"),
        ("1 Title of 1", "Fail", "Fail"),
        ("1.1 Title of 1.1", "Pass", "Pass"),
        ("1.2 Title of 1.2", "Partial", "Fail"),
        ("2 Title of 2", "Fail", "Fail"),
        ("2.1 Title of 2.1", "Partial", "Partial"),
    ]


def test_every_link_leads_to_something_that_is_told() -> None:
    report = view(*full())
    targets = {block.target for block in report.blocks if isinstance(block, Heading)}
    led = {link for text in texts(report.blocks) for link, _ in LINK.findall(text)}
    assert {"1", "1.1", "1.2", "2", "2.1", "#changes"} <= led <= targets


def test_a_bar_counts_what_is_counted_at_a_date_and_nothing_else() -> None:
    framework = yardstick(
        "1.0",
        dimension("1", "a", indicator("b", state="future"), dimensions=[dimension("1x", "c", "d")]),
    )
    ratings = {"a": "fail", "c": {"level": "not-applicable", "rationale": "no"}, "b": "pass"}
    report = view(rated(framework, {"a": "pass"}), rated(framework, ratings, "2022-01-01"))
    (bars,) = [block for block in report.blocks if isinstance(block, Bars)]
    assert [bar.label for bar in bars.bars] == ["11 March 2021", "1 January 2022"]
    assert bars.bars[1].parts == ((Tone.FAIL, 1), (Tone.NOT_RATED, 1), (Tone.NOT_APPLICABLE, 1))


# The framework's note -----------------------------------------------------------------------------


@pytest.mark.parametrize("section", [*ALL, None])
def test_the_note_stands_wherever_results_are_shown(section: str | None) -> None:
    """SPEC 2: note: "Shown wherever results of this framework are shown." The lead shows one always."""
    framework = yardstick("1.0", dimension("1", "a"), note="A reconstruction.")
    report = view(
        rated(framework, {"a": "fail"}), rated(framework, {"a": "pass"}, "2022-01-01"), only=section
    )
    assert "A reconstruction." in list(texts(report))


def test_the_note_of_an_older_version_whose_results_are_shown_is_said() -> None:
    """As `trend` and `diff` do: the older results are that framework's."""
    old = yardstick("1.0", dimension("1", "a"), note="Old note.")
    new = yardstick("2.0", dimension("1", "a"), note="New note.", replaces="f@1.0")
    report = view(rated(old, {"a": "fail"}), rated(new, {"a": "pass"}, "2022-01-01"))
    assert {"Old note.", "New note."} <= set(texts(report))


# Changes and trend --------------------------------------------------------------------------------


def test_changes_have_the_like_for_like_change_and_what_it_rests_on() -> None:
    blocks = under(view(*full()), "Changes since 11 March 2021")
    assert blocks[0] == Prose(
        "The score rose by 12.5 points, all of it by what was done. The test is the same."
    )
    (arrows,) = [block for block in blocks if isinstance(block, Arrows)]
    assert arrows.caption == "Change of scores by dimension, in points"
    assert [(row.label, row.words, row.real, row.rest) for row in arrows.rows] == [
        ("Overall", "+12.5 on 3 of 3", Fraction(25, 2), None),
        ("1 Title of 1", "+25.0 on 2 of 2", Fraction(25), None),
    ]


def test_a_yardstick_that_moved_is_no_arrow() -> None:
    """Dimension 1: 150 was enough, then 200 is asked. 2: one of two is asked otherwise. 3: more is rated.

    1: from pass to fail though 190 is more than 150, and both fail by the newer bands: the yardstick −100.0.
    2: from (0 + 1) / 2 = 50.0 to (1 + 0) / 2 = 50.0; 2.1 alone rose from 0 to 100.0: the yardstick −100.0.
    3: from 100.0 to (1 + 0.5) / 2 = 75.0, 3.1 stayed: coverage −25.0.
    """
    old, new = (
        yardstick(
            version,
            dimension("1", staff("1.1", least)),
            dimension("2", "2.1", indicator("2.2", requirement=asked)),
            dimension("3", "3.1", "3.2"),
            dimension("4", indicator("4.1", requirement=asked)),
            **({"replaces": "f@1.0"} if version == "2.0" else {}),
        )
        for version, least, asked in (("1.0", "150", "this"), ("2.0", "200", "that"))
    )
    before = {"1.1": {"measured": "150"}, "2.1": "fail", "2.2": "pass", "3.1": "pass", "4.1": "pass"}
    after = {
        **before,
        "1.1": {"measured": "190"},
        "2.1": "pass",
        "2.2": "fail",
        "3.2": "partial",
        "4.1": "fail",
    }
    report = view(rated(old, before), rated(new, after, "2022-01-01"))
    (arrows,) = [block for block in report.blocks if isinstance(block, Arrows)]
    assert [tuple(row[1:]) for row in arrows.rows[1:]] == [
        (Fraction(100), "+100.0 on 1 of 2", Fraction(-100), "what is asked −100.0"),
        (Fraction(0), "0.0 on 1 of 1", Fraction(-100), "what is asked −100.0"),
        (Fraction(0), "0.0 on 1 of 2", Fraction(-25), "other answers −25.0"),
    ]
    (table,) = [
        block
        for block in under(report, "Changes since 11 March 2021")
        if isinstance(block, Table) and block.caption == "Dimensions"
    ]
    assert [[cell.text for cell in row.cells[3:]] for row in table.rows] == [
        ["Title of 1 *", "100.0 → 0.0", "0.0 on 1 of 1"],
        ["Title of 2", "50.0", "+100.0 on 1 of 2"],
        ["Title of 3", "100.0 → 75.0", "0.0 on 1 of 2"],
        ["Title of 4", "100.0 → 0.0", "cannot be told"],
    ]


def test_a_verdict_before_is_told_in_the_words_it_was_published_in() -> None:
    old = yardstick("1.0", dimension("1", "1.1"), verdict_labels={"fail": "Not met"})
    new = yardstick("2.0", dimension("1", "1.1"), verdict_labels={"pass": "Met"}, replaces="f@1.0")
    report = view(rated(old, {"1.1": "fail"}), rated(new, {"1.1": "pass"}, "2022-01-01"))
    blocks = under(report, "Changes since 11 March 2021")
    assert isinstance(blocks[0], Prose) and "Overall it rose from Not met to Met" in blocks[0].text
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    told = [[cell.text for cell in row.cells[1:3]] for row in rows if without_links(row.cells[0].text) == "1"]
    assert told == [["Not met", "Met"]]


def test_a_level_that_stays_while_its_measurement_moves_is_not_unchanged() -> None:
    """Less dust is better, more staff is; of noise neither end is best, so nothing is said of which way."""
    middle = [
        {"level": "fail", "at_most": "10"},
        {"level": "pass", "at_most": "20"},
        {"level": "fail"},
    ]
    framework = yardstick(
        "1.0",
        dimension(
            "1",
            measured("dust", ("pass", "5"), ("partial", "40")),
            staff("staff", "100"),
            indicator("noise", measure={"unit": "dB", "bands": middle}),
            measured("lead", ("pass", "5")),
            "law",
        ),
    )
    before = {"dust": "30", "staff": "150", "noise": "12", "lead": "1", "law": "pass"}
    before = {id: {"measured": each} if id != "law" else each for id, each in before.items()}
    after = {"dust": "32", "staff": "190", "noise": "14"}
    after = {**before, **{id: {"measured": each} for id, each in after.items()}}
    report = view(rated(framework, before), rated(framework, after, "2022-01-01"))
    blocks = under(report, "Changes since 11 March 2021")
    tables = [block for block in blocks if isinstance(block, Table) and block.caption != "Dimensions"]
    assert [
        (each.caption, [cell.text for row in each.rows for cell in row.cells[3:]]) for each in tables
    ] == [
        ("Same level, worse (1)", ["Title of dust", "30 → 32 µg"]),
        ("Same level, better (1)", ["Title of staff", "150 → 190 posts"]),
        ("Same level, measured otherwise (1)", ["Title of noise", "12 → 14 dB"]),
    ]
    assert "nchanged" not in " ".join(texts(blocks))


def staff(id: str, least: str) -> dict[str, Any]:
    bands = [{"level": "pass", "at_least": least}, {"level": "fail"}]
    return indicator(id, measure={"unit": "posts", "bands": bands})


def test_the_like_for_like_sentence_of_diff_is_there() -> None:
    """2.1 was fail, is not rated any more: the score rises without anything improving.

    Before: 1 = (1 + 1) / 2, 2 = 0: 50.0. After: 1 = 100, nothing of 2: 100.0. On both: 1.1, 1.2 unchanged.
    """
    before = rated(FRAMEWORK, {"1.1": "pass", "1.2": "pass", "2.1": "fail"})
    after = rated(FRAMEWORK, {"1.1": "pass", "1.2": "pass"}, "2022-01-01")
    blocks = under(view(before, after), "Changes since 11 March 2021")
    assert isinstance(blocks[0], Prose)
    assert blocks[0].text.startswith(
        "Overall: fail before, not decided now. The score rose by 50.0 points, "
        "all of it because different indicators were rated. "
        "Compared on the 2 indicators asked the same way and rated at both dates. "
    )


def test_changes_point_to_no_option_of_another_command() -> None:
    """A document that is handed on is no place for `--detail full`, which `report` does not even have."""
    before = rated(FRAMEWORK, {**HALF, "1.2": {"level": "fail", "rationale": "Announced."}})
    after = rated(FRAMEWORK, {**HALF, "1.2": {"level": "fail", "rationale": "Enacted."}}, "2022-01-01")
    report = view(before, after)
    assert not [text for text in texts(report) if "--detail" in text]


def test_the_trend_has_every_date() -> None:
    report = view(rated(FRAMEWORK, HALF), rated(FRAMEWORK, BETTER, "2022-01-01"))
    blocks = under(report, "Over time")
    (timeline,) = [block for block in blocks if isinstance(block, Timeline)]
    assert [(str(mark.day), mark.score) for mark in timeline.marks] == [
        ("2021-03-11", HALF_OF_ALL),
        ("2022-01-01", Fraction(5, 8)),
    ]


def test_a_new_version_breaks_the_line() -> None:
    new = yardstick("2.0", dimension("1", "1.1", "1.2"), dimension("2", "2.1"), replaces="f@1.0")
    report = view(rated(FRAMEWORK, HALF), rated(new, BETTER, "2022-01-01"))
    (timeline,) = [block for block in report.blocks if isinstance(block, Timeline)]
    assert timeline.breaks == {1}
    assert timeline.marks[1].note == "version 2.0"


def test_an_open_score_is_drawn_with_what_it_lies_between() -> None:
    report = view(rated(FRAMEWORK, HALF), rated(FRAMEWORK, {"1.1": "pass"}, "2022-01-01"))
    (timeline,) = [block for block in report.blocks if isinstance(block, Timeline)]
    assert (timeline.marks[0].low, timeline.marks[0].high) == (None, None)
    # At worst 1 = 50, 2 = 0: 25; at best 100.
    assert (timeline.marks[1].low, timeline.marks[1].high) == (Fraction(1, 4), Fraction(1))


# Indicators ---------------------------------------------------------------------------------------


def test_every_indicator_has_all_that_was_recorded() -> None:
    framework = yardstick("1.0", dimension("1", measured("1.1", ("pass", "5")), description="About limits."))
    rating = {
        "measured": "4.20",
        "rationale": "Mean of *seven*.",
        "confidence": "high",
        "recommendation": "Add stations.",
        "evidence": [{"source": "plan"}],
    }
    report = view(rated(framework, {"1.1": rating}, sources={"plan": {"title": "Plan"}}))
    (heading,) = headings(report, 3)
    assert heading.startswith("1.1 Title of 1.1")
    blocks = under(report, heading)
    found = facts(blocks)
    assert found["Rating"] == "Pass"
    assert found["Score"] == "100.0 out of 100"
    assert found["Measured"] == "4.20 µg"
    assert found["Confidence"] == "high"
    assert said(blocks, "Requirement") == ["what 1.1 asks"]
    assert said(blocks, "Rationale") == ["Mean of *seven*."]
    assert said(blocks, "Recommendation") == ["Add stations."]
    assert Citations((Citation(1, "Plan"),), "Evidence") in blocks
    assert Prose("About limits.", from_file=True) in under(report, "Dimension 1: Title of 1")


def test_every_indicator_is_there_at_every_depth_whatever_its_state() -> None:
    inner = dimension("1.9", "1.3", critical="true", weight="2")
    framework = yardstick("1.0", dimension("1", "1.1", indicator("1.2", state="retired"), dimensions=[inner]))
    report = view(rated(framework, {"1.1": {"level": "not-applicable", "rationale": "no"}}))
    report = report._replace(blocks=under(report, "Indicators"))
    assert headings(report, 2) == ["Dimension 1: Title of 1"]
    assert headings(report, 3) == ["1.1 Title of 1.1", "1.2 Title of 1.2", "Dimension 1.9: Title of 1.9"]
    assert headings(report, 4) == ["1.3 Title of 1.3"]
    assert facts(under(report, "1.1 Title of 1.1"))["Rating"] == "Not applicable"
    assert facts(under(report, "1.2 Title of 1.2"))["Rating"] == "Retired"
    assert facts(under(report, "1.3 Title of 1.3"))["Rating"] == "Not rated"
    assert "critical; weight 2" in facts(under(report, "Dimension 1.9: Title of 1.9"))["Verdict"]


def test_what_makes_an_indicator_count_otherwise_is_said() -> None:
    framework = yardstick("1.0", dimension("1", indicator("1.1", critical="true", weight="3")))
    report = view(rated(framework, {"1.1": "pass"}))
    found = " ".join(texts(report.blocks[report.blocks.index(_heading_of(report, "1.1 ")) :]))
    assert "critical" in found and "weight 3" in found


def _heading_of(report: Report, begin: str) -> Heading:
    return next(each for each in report.blocks if isinstance(each, Heading) and each.text.startswith(begin))


def test_of_a_measured_indicator_the_bands_are_said() -> None:
    """What makes 4.20 a pass is a rule: without it nobody can follow the rating."""
    framework = yardstick("1.0", dimension("1", measured("1.1", ("pass", "5"), ("partial", "10"))))
    report = view(rated(framework, {"1.1": {"measured": "4.20"}}))
    found = list(texts(report))
    assert [text for text in found if "at most 5 µg" in text]
    assert [text for text in found if "at most 10 µg" in text]


def test_a_working_note_is_nowhere() -> None:
    report = view(rated(FRAMEWORK, {"1.1": {"level": "pass", "working_note": "SECRET"}}))
    assert not [text for text in texts(report) if "SECRET" in text]


# References ---------------------------------------------------------------------------------------

CITING = {
    "1.1": {"level": "pass", "evidence": [{"source": "b", "locator": "p. 2"}, {"source": "a"}]},
    "1.2": {"level": "fail", "evidence": [{"source": "a"}, {"source": "b", "locator": "p. 3"}]},
    "2.1": {
        "level": "fail",
        "evidence": [{"source": "b", "locator": "p. 2"}, {"source": "b", "locator": "p. 2"}],
    },
}
SOURCES = {
    "a": {"title": "Act"},
    "b": {
        "title": "Book",
        "publisher": "City",
        "date": "2020",
        "url": "https://example.org/b",
        "accessed": "2021-01-01",
        "archive_url": "https://example.org/archive/b",
    },
}


def test_sources_are_numbered_by_first_citation_and_say_what_they_serve() -> None:
    report = view(rated(FRAMEWORK, CITING, sources=SOURCES))
    assert citations(report) == [[1, 2], [2, 1], [1]]
    found = [(each.number, each.source, [*map(without_links, each.serves)]) for each in references(report)]
    assert found == [(1, "Book, City, 2020", ["1.1", "1.2", "2.1"]), (2, "Act", ["1.1", "1.2"])]


def test_evidence_and_its_source_have_all_that_is_needed_to_check_it() -> None:
    evidence = {"source": "b", "locator": "p. 2", "quote": "the words", "note": "see also p. 3"}
    report = view(rated(FRAMEWORK, {"1.1": {"level": "pass", "evidence": [evidence]}}, sources=SOURCES))
    place = Citation(1, "Book", locator="p. 2", quote="the words", note="see also p. 3")
    assert Citations((place,), "Evidence") in report.blocks
    assert references(report) == (
        Reference(
            number=1,
            source="Book, City, 2020",
            url="https://example.org/b",
            accessed="2021-01-01",
            archive_url="https://example.org/archive/b",
            serves=(to_place("1.1", "1.1"),),
        ),
    )


def test_the_assessments_own_source_wins_over_the_frameworks() -> None:
    framework = yardstick(
        "1.0", dimension("1", "a", "b"), sources={"x": {"title": "Old"}, "y": {"title": "Y"}}
    )
    ratings = {
        "a": {"level": "pass", "evidence": [{"source": "x"}]},
        "b": {"level": "pass", "evidence": [{"source": "y"}]},
    }
    report = view(rated(framework, ratings, sources={"x": {"title": "New"}}))
    assert [each.source for each in references(report)] == ["New", "Y"]


def test_numbers_go_on_where_the_report_before_ended() -> None:
    report = view(rated(FRAMEWORK, CITING, sources=SOURCES), first=5)
    assert citations(report) == [[5, 6], [6, 5], [5]]
    assert [each.number for each in references(report)] == [5, 6]
    assert count_references(report) == 2


def test_indicators_without_evidence_cite_nothing_that_is_not_there() -> None:
    scorecard = rated(FRAMEWORK, CITING, sources=SOURCES)
    assert citations(view(scorecard, only="indicators")) == []
    assert len(references(view(scorecard, only="evidence"))) == 2
    assert citations(view(scorecard, only="indicators,evidence")) == [[1, 2], [2, 1], [1]]


def test_evidence_that_is_not_there_has_no_heading() -> None:
    assert "Sources" not in headings(view(rated(FRAMEWORK, HALF)))


# Method -------------------------------------------------------------------------------------------


def test_a_rule_says_that_what_is_critical_must_pass_besides() -> None:
    """Where all must pass that goes without saying; a dimension with a rule of its own says it there."""
    law = dimension("1", indicator("1.1", critical="true"), "1.2")
    own = dimension("2", indicator("2.1", critical="true"), "2.2", pass_when="any")
    plain = dimension("2", "2.1", "2.2", critical="true")
    two_thirds = {"share": "2/3"}

    def rules(*dimensions: Any, **keys: Any) -> list[str]:
        report = framework_view(yardstick("1.0", *dimensions, **keys))
        found = facts(report.blocks)
        return [found[each] for each in ("A dimension", "The whole")]

    thirds = "passes when at least two thirds of the {} pass"
    more = ", and all that are critical pass"
    of_one, of_all = thirds.format("indicators"), thirds.format("dimensions")
    assert rules(law, plain, pass_when=two_thirds) == [of_one + more, of_all + more]
    assert rules(own, pass_when=two_thirds) == [of_one, of_all]
    every = ["passes when all indicators pass", "passes when all dimensions pass"]
    assert rules(law, plain) == every
    met = {"verdict_labels": {"pass": "met"}}
    labelled = rules(law, pass_when="none-fail", **met)
    assert labelled[0] == "is met when none of the indicators fails, and all that are critical are met"
    text = facts(framework_view(yardstick("1.0", own)).blocks)["Verdict"]
    assert text == "passes when at least one of the indicators passes" + more


def test_a_dimension_says_which_critical_indicator_falls_short() -> None:
    law = dimension("1", indicator("1.1", critical="true"), indicator("1.2", critical="true"), "1.3")
    framework = yardstick("1.0", law, dimension("2", "2.1"), pass_when="any")
    card = rated(framework, {"1.1": "fail", "1.2": "partial", "1.3": "pass", "2.1": "pass"})
    short = "critical 1.1 fails, critical 1.2 is partial"
    table = results_table(card, with_indicators=False)
    assert [row.cells[-1].text for row in table.rows] == [f"1 of 3 pass, {short}", "1 of 1 pass"]
    found = facts(under(view(card), "Dimension 1: Title of 1"))
    assert found["Verdict"] == f"Fail: 1 pass, 1 partial, 1 fail; {short}"


def test_the_method_says_rules_scale_version_digest_and_licences() -> None:
    framework = yardstick(
        "1.0",
        dimension("1", "a"),
        licence="CC-BY-4.0",
        publisher="Some body",
        description="One paragraph.",
        partial_when="none-fail",
        aggregation="minimum",
        minimum_coverage="0.6",
    )
    report = view(rated(framework, {"a": "pass"}, licence="CC0-1.0"))
    blocks = under(report, "How it is judged")
    found = facts(blocks)
    assert (
        found["A dimension"]
        == "passes when all indicators pass; otherwise it is partial when none of the indicators fails"
    )
    assert (
        found["The whole"]
        == "passes when all dimensions pass; otherwise it is partial when none of the dimensions fails"
    )
    assert "smallest" in found["Score"]
    assert "60.0 %" in found["Provisional"]
    about = facts(under(report, "About this assessment"))
    assert about["Framework"] == "F (f@1.0)"
    assert (
        about["Digest of the framework"].startswith("sha256:") and len(about["Digest of the framework"]) == 71
    )
    assert about["Publisher"] == "Some body"
    assert about["Framework licence"] == "CC-BY-4.0"
    assert about["Licence"] == "CC0-1.0"
    assert said(blocks, "The framework") == ["One paragraph."]
    (scale,) = [block for block in blocks if isinstance(block, Table)]
    assert [[cell.text for cell in row.cells][:3] for row in scale.rows] == [
        ["pass", "Pass", "100.0"],
        ["partial", "Partial", "50.0"],
        ["fail", "Fail", "0.0"],
    ]


def test_the_method_says_of_a_dimension_with_rules_of_its_own_what_they_are() -> None:
    """The issue: "the method (scale, rules in words, aggregation, …)": a rule that decided must be there."""
    framework = yardstick(
        "1.0",
        dimension("1", "a", "b", pass_when={"at_least": "1"}, aggregation="minimum"),
        dimension("2", "c"),
    )
    report = view(rated(framework, {"a": "pass", "b": "fail", "c": "pass"}))
    assert [text for text in texts(report) if "at least one of the indicators passes" in text]
    assert [text for text in texts(report) if "smallest score" in text]


def test_what_is_not_rated_and_what_that_does_is_said() -> None:
    """1.2 and 2.1 are not rated: at worst (50 + 0) / 2 = 25.0, at best 100.0."""
    (words,) = said(view(rated(FRAMEWORK, {"1.1": "pass"})).blocks, "What is not rated")
    assert words.startswith("2 of the 3 indicators that apply are not rated.")
    assert "a verdict is certain only if" in words
    assert "between 25.0 and 100.0" in words


def test_all_rated_is_said_too() -> None:
    (words,) = said(view(rated(FRAMEWORK, HALF)).blocks, "What is not rated")
    assert "not rated" not in words and "rated." in words


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ({"1.1": "pass", "1.2": "pass"}, "1 of the 3 indicators that apply is not rated."),
        (
            {**HALF, "2.1": {"level": "not-applicable", "rationale": "no"}},
            "1 does not apply and is left out of every figure.",
        ),
    ],
)
def test_one_is_spoken_of_in_the_singular(ratings: dict[str, Any], words: str) -> None:
    (found,) = said(view(rated(FRAMEWORK, ratings)).blocks, "What is not rated")
    assert words in found


def test_where_nothing_applies_nothing_is_said_to_be_rated() -> None:
    nothing = {"level": "not-applicable", "rationale": "no"}
    (words,) = said(view(rated(FRAMEWORK, dict.fromkeys(HALF, nothing))).blocks, "What is not rated")
    assert "All 0" not in words


# No scores ----------------------------------------------------------------------------------------


def test_where_no_scores_are_shown_there_is_none_anywhere() -> None:
    framework = yardstick("1.0", dimension("1", "1.1", "1.2"), dimension("2", "2.1"), show_score="false")
    report = view(
        rated(framework, {"1.1": "pass"}), rated(framework, {**BETTER, "2.1": "pass"}, "2022-01-01")
    )
    # 75.0 and 100.0 for the dimensions, 87.5 for the whole; before: 100.0, once all is rated 25.0 to 100.0.
    assert not [block for block in report.blocks if isinstance(block, Timeline | Arrows)]
    outside = report.blocks[: report.blocks.index(Heading(1, "How it is judged"))]
    found = [*texts(outside), *texts(report.lead)]
    assert not [text for text in found if any(word in text for word in ("75.0", "87.5", "25.0", "100.0"))]
    assert not [text for text in found if "out of 100" in text or "points" in text or text == "Score"]
    assert not [text for text in texts(report) if "between" in text]


def test_an_older_version_that_shows_no_scores_hides_those_of_changes_and_trend() -> None:
    old = yardstick("1.0", dimension("1", "1.1", "1.2"), show_score="false")
    new = yardstick("2.0", dimension("1", "1.1", "1.2"), replaces="f@1.0")
    report = view(
        rated(old, {"1.1": "pass", "1.2": "fail"}),
        rated(new, {"1.1": "pass", "1.2": "partial"}, "2022-01-01"),
    )
    assert not [block for block in report.blocks if isinstance(block, Timeline | Arrows)]
    shown = [*under(report, "Changes since 11 March 2021"), *under(report, "Over time")]
    assert not [text for text in texts(shown) if "50.0" in text or "25.0" in text]
    assert report.lead is not None and report.lead.text.startswith("Fails · S, 1 January 2022")


def test_every_item_of_a_report_is_of_a_kind_that_renderers_know() -> None:
    kinds = (Answers, Heading, Facts, Prose, Items, Table, Citations, References, Bars, Timeline, Arrows)
    assert all(isinstance(block, kinds) for block in view(*full()).blocks)
