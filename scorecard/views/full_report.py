"""Everything about one assessment as a report to hand on: what `report` writes."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from itertools import chain

from scorecard.comparing.assessments import Comparison, Split
from scorecard.comparing.trend import Point, Trend
from scorecard.directions import isolated
from scorecard.model.assessment import Evidence
from scorecard.model.digest import framework_digest
from scorecard.model.framework import Framework
from scorecard.model.keys import PROSE, texts_of
from scorecard.model.source import Source
from scorecard.scoring.scorecard import Counts, Figures, Scorecard, all_dimensions
from scorecard.views.change_tables import change_tables
from scorecard.views.comparison import comparison_facts, dimensions_table
from scorecard.views.framework import dimension_facts, judging_blocks
from scorecard.views.indicator import Telling
from scorecard.views.report import (
    Arrow,
    Arrows,
    Bar,
    Bars,
    Block,
    Cell,
    Citations,
    Heading,
    Mark,
    Prose,
    Reference,
    References,
    Report,
    Timeline,
    Tone,
    facts,
)
from scorecard.views.score_change import (
    plain_sentence,
    points,
    rests_on_words,
    shown_parts,
    shows_scores,
    where_words,
)
from scorecard.views.scorecard import (
    bounds_words,
    correction_blocks,
    dimension_blocks,
    headline_score,
    results_table,
    scorecard_facts,
    scorecard_report,
    unrated_counts,
)
from scorecard.views.trend import history_facts, left_out_facts, trend_blocks
from scorecard.views.words.standings import (
    STATUS_WORDS,
    counts_words,
    grade_cell,
    named,
    note_blocks,
    out_of_words,
    plural,
    source_words,
    standing_cell,
    stands_by_score,
    told_by,
    units_text,
)


class Section(StrEnum):
    """A part of a report that can be chosen."""

    SUMMARY = "summary"
    CHANGES = "changes"
    TREND = "trend"
    INDICATORS = "indicators"
    EVIDENCE = "evidence"
    METHOD = "method"


ALL_SECTIONS = frozenset(Section)


def full_report_view(
    scorecard: Scorecard, trend: Trend | None, *, sections: frozenset[Section] = ALL_SECTIONS, first: int = 1
) -> Report:
    """Return a report of one assessment, its references numbered from `first`; `trend` ends it, if known."""
    framework = scorecard.framework
    with told_by(framework):
        references, citations = _number_references(scorecard, first)
        points = trend.points if trend and {Section.CHANGES, Section.TREND} & sections else ()
        frameworks = [*(point.scorecard.framework for point in points), framework]
        cited = citations if Section.EVIDENCE in sections else {}
        indicators = dimension_blocks(scorecard.dimensions, Telling(scorecard, cited), level=2)
        evidence: list[Block] = [Heading(1, "Evidence"), References(references)] if references else []
        found: dict[Section, Iterable[Block]] = {
            Section.SUMMARY: _summary(scorecard),
            Section.CHANGES: _changes(trend),
            Section.TREND: _over_time(trend),
            Section.INDICATORS: chain([Heading(1, plural(framework.indicator_label))], indicators),
            Section.EVIDENCE: evidence,
            Section.METHOD: _method(scorecard),
        }
        blocks = chain(note_blocks(frameworks), *(found[each] for each in Section if each in sections))
        return scorecard_report(scorecard, blocks, _lead(scorecard))


def count_references(report: Report) -> int:
    """Return how many references a report has."""
    return sum(len(block.items) for block in report.blocks if isinstance(block, References))


def _lead(scorecard: Scorecard) -> Cell:
    framework, figures = scorecard.framework, scorecard.figures
    standing, bounds = standing_cell(figures, framework), bounds_words(figures)
    words = [counts_words(figures.counts, plural(framework.indicator_label.lower()))]
    if stands_by_score(framework) and figures.score is not None:
        standing = standing._replace(text=f"{standing.text} {out_of_words()}")
        words += [f"{bounds} once all is rated"] if bounds and not figures.provisional else []
    else:
        grade = grade_cell(figures, framework) if framework.judges else None
        words += [f"grade {grade.text}"] if grade else []
        words += [headline_score(figures)] if framework.show_score and figures.counts.applicable else []
    return standing._replace(text=f"{standing.text}: {'; '.join(words)}")


# Summary ----------------------------------------------------------------------------------------


def _summary(scorecard: Scorecard) -> Iterator[Block]:
    framework, assessment = scorecard.framework, scorecard.assessment
    yield from facts(scorecard_facts(scorecard))
    for key, text in texts_of(assessment, PROSE):
        yield Heading(1, key.label)
        yield Prose(text, is_markdown=True)
    yield from correction_blocks(assessment)
    yield Heading(1, f"{plural(framework.dimension_label)} at a glance")
    asked = (each for each in scorecard.dimensions if each.applies)
    bars = (_bar(named(each.dimension), each.figures, each.counts, framework) for each in asked)
    yield _bars(framework, framework.dimension_label.lower(), bars)
    yield results_table(scorecard, with_indicators=False)


def _bars(framework: Framework, by: str, bars: Iterable[Bar]) -> Bars:
    verb = "pass" if framework.judges else "are rated"
    return Bars(f"How many {plural(framework.indicator_label.lower())} {verb}, by {by}", tuple(bars))


def _bar(label: str, figures: Figures, counts: Counts, framework: Framework) -> Bar:
    numbers = counts.by_status
    parts = ((Tone[status.name], numbers[status]) for status in STATUS_WORDS if numbers.get(status))
    return Bar(label, standing_cell(figures, framework), tuple(parts))


# Changes and trend ------------------------------------------------------------------------------


def _changes(trend: Trend | None) -> Iterator[Block]:
    comparison = trend.points[-1].comparison if trend else None
    if trend is None or comparison is None:
        yield Heading(1, "Changes")
        yield Prose("There is no earlier assessment of this subject under this framework to compare with.")
        return
    yield Heading(1, f"Changes since {trend.points[-2].place.day}")
    if sentence := plain_sentence(comparison):
        yield Prose(sentence)
    before, after = (point.place.day for point in trend.points[-2:])
    yield from facts([*comparison_facts(comparison, (before, after)), *left_out_facts(trend.left_out)])
    if shows_scores(comparison):
        yield _arrows(comparison)
    yield dimensions_table(comparison)
    yield from change_tables(comparison, show_all=False, with_rationale=False)


def _arrows(comparison: Comparison) -> Arrows:
    framework = comparison.after.framework
    noun = plural(framework.indicator_label.lower())
    rows = [_arrow("The whole", comparison.split)]
    asked = (each for each in comparison.dimensions if each.after.applies)
    rows += [_arrow(named(each.after.dimension), each.split) for each in asked]
    return Arrows(
        f"Change of scores by {framework.dimension_label.lower()}, like for like, in points",
        real=f"like for like: on what can be compared and is rated {where_words(comparison)}",
        rest=f"the yardstick moved, or more or fewer {noun} are rated or applicable",
        rows=tuple(rows),
        out_of=Fraction(framework.score_out_of),
    )


def _arrow(label: str, split: Split) -> Arrow:
    _, real, coverage, framework = shown_parts(split)
    moved = {word: part for word, part in (("yardstick", framework), ("coverage", coverage)) if part}
    return Arrow(
        label,
        None if real is None else Fraction(units_text(real)),
        "cannot be compared" if real is None else f"{points(real)} {rests_on_words(split)}",
        Fraction(units_text(sum(moved.values()))) if moved else None,
        ", ".join(f"{word} {points(part)}" for word, part in moved.items()),
    )


def _over_time(trend: Trend | None) -> Iterator[Block]:
    if trend is None or len(trend.points) < 2:
        return
    yield Heading(1, "Over time")
    if trend.shows_scores:
        marks = tuple(_mark(point, trend.new_versions.get(point.place)) for point in trend.points)
        breaks = frozenset(at for at, mark in enumerate(marks) if at and mark.note)
        caption = f"Score over time, {out_of_words()}"
        if any(mark.low is not None for mark in marks):
            caption += "; the thin bars span what it could be once all is rated"
        yield Timeline(caption, marks, breaks, Fraction(trend.framework.score_out_of))
    yield from facts(history_facts(trend))
    dated = ((point.place.day, point.scorecard) for point in trend.points)
    bars = (_bar(day, each.figures, each.figures.counts, each.framework) for day, each in dated)
    yield _bars(trend.framework, "date", bars)
    yield from trend_blocks(trend)


def _mark(point: Point, new_version: str | None) -> Mark:
    figures = point.scorecard.figures
    return Mark(
        day=point.place.date,
        score=figures.score,
        low=figures.score_low if figures.parts.not_rated else None,
        high=figures.score_high if figures.parts.not_rated else None,
        note=f"version {new_version}" if new_version else None,
    )


def _number_references(
    scorecard: Scorecard, first: int
) -> tuple[tuple[Reference, ...], dict[str, Citations]]:
    numbers: dict[Reference, int] = {}
    citations = {}
    ratings = {}
    for result in all_dimensions(scorecard.dimensions):
        ratings[result.dimension.id] = result.rating
        ratings |= {each.indicator.id: each.rating for each in result.indicators}
    for id, rating in ratings.items():
        found = [_reference(each, scorecard.sources) for each in rating.evidence]
        cited = dict.fromkeys(numbers.setdefault(each, first + len(numbers)) for each in found)
        if cited:
            citations[id] = Citations(tuple(cited), "Evidence")
    return tuple(each._replace(number=number) for each, number in numbers.items()), citations


def _reference(evidence: Evidence, sources: dict[str, Source]) -> Reference:
    source = sources.get(evidence.source)
    return Reference(
        number=0,
        source=source_words(source) if source else evidence.source,
        locator=evidence.locator,
        quote=evidence.quote,
        note=evidence.note,
        url=source.url if source else None,
        accessed=str(source.accessed) if source and source.accessed else None,
        archive_url=source.archive_url if source else None,
    )


# How it was made --------------------------------------------------------------------------------


def _method(scorecard: Scorecard) -> Iterator[Block]:
    framework = scorecard.framework
    yield Heading(1, "Method")
    yield from judging_blocks(framework)
    yield Prose(_unrated_words(scorecard), label="What is not rated")
    if framework.description:
        yield Prose(framework.description, label="The framework", from_file=True)
    yield from facts(
        [
            ("Framework", isolated(framework.title)),
            ("Version", framework.ref),
            ("Digest", framework_digest(framework)),
            ("Publisher", framework.publisher and isolated(framework.publisher)),
            ("Licence of the framework", framework.licence),
            ("Licence of the assessment", scorecard.assessment.licence),
        ]
    )
    for each in (one for one in all_dimensions(scorecard.dimensions) if one.applies):
        if own := facts(dimension_facts(each.dimension, framework)):
            yield from (Heading(2, named(each.dimension)), *own)


_CERTAIN = ": a verdict is certain only if it holds whatever the rating will be, and undetermined otherwise"
_CERTAIN_GRADE = ": a grade is certain only if it is the same whatever the rating will be"


def _unrated_words(scorecard: Scorecard) -> str:
    framework, figures = scorecard.framework, scorecard.figures
    counts, noun = unrated_counts(figures, framework)
    if not counts.applicable:
        words = f"No {isolated(framework.indicator_label.lower())} applies."
    elif not counts.not_rated:
        words = f"All {counts.applicable} {noun} that apply are rated."
    else:
        verb = "is" if counts.not_rated == 1 else "are"
        certain = _CERTAIN if framework.judges else _CERTAIN_GRADE * bool(framework.grades)
        words = f"{counts.not_rated} of the {counts.applicable} {noun} that apply {verb} not rated."
        words += f" Nothing is guessed{certain}."
        bounds = bounds_words(figures) if framework.show_score else ""
        words += f" The score is that of what is rated; once all is, it lies {bounds}." if bounds else ""
    if counts.not_applicable:
        verb = "does not apply and is" if counts.not_applicable == 1 else "do not apply and are"
        words += f" {counts.not_applicable} {verb} left out of every figure."
    return words
