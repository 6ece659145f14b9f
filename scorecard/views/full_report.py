"""Everything about one assessment as a report to hand on: what `report` writes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from itertools import chain

from scorecard.comparing.assessments import Comparison, Split
from scorecard.comparing.dated import DatedScorecard, Series
from scorecard.comparing.trend import Point, Trend, find_trend
from scorecard.directions import isolated
from scorecard.links import to_place
from scorecard.model.assessment import Assessment, Rating
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Dimension, Indicator
from scorecard.model.keys import PROSE, texts_of
from scorecard.model.source import Source
from scorecard.reviewing.review import Review
from scorecard.robustness.robustness import Robustness
from scorecard.scoring.scorecard import Scorecard, all_dimensions
from scorecard.views.answer import ThreeAnswers, answer_of
from scorecard.views.change_tables import change_tables
from scorecard.views.comparison import comparison_sentences, dimension_tables
from scorecard.views.framework import dimension_facts, judging_blocks
from scorecard.views.indicator import Telling
from scorecard.views.matrix import trend_matrix
from scorecard.views.measurements import measurement_charts
from scorecard.views.report import (
    Answers,
    Arrow,
    Arrows,
    Bar,
    Bars,
    Block,
    Citation,
    Citations,
    Heading,
    Prose,
    Reference,
    References,
    Report,
    Timeline,
    TimelineMark,
    Tone,
    facts,
    items,
)
from scorecard.views.reviewed import claim_blocks, reply_blocks
from scorecard.views.robustness import firmness_blocks
from scorecard.views.score_change import (
    points,
    shown_parts,
    shows_scores,
)
from scorecard.views.scorecard import (
    bounds_words,
    correction_blocks,
    dimension_blocks,
    margin_facts,
    record_facts,
    scorecard_report,
    unrated_counts,
)
from scorecard.views.trend import history_facts, left_out_facts
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    as_shown,
    named,
    note_blocks,
    out_of_words,
    plural,
    source_words,
    standing_cell,
    subject_name,
    told_by,
)

_CHANGES = "#changes"
"""Where the changes stand: no id has this sign."""
_MOST_ABOVE = 450
"""How long what is said of the whole is at most where it stands before the matrix, in characters."""
_BETWEEN = re.compile(r"\s*\n\s*\n"), re.compile(r"(?<=[.!?])\s+")
"""What stands between paragraphs, and between sentences."""


class Section(StrEnum):
    """A part of a report that can be chosen."""

    SUMMARY = "summary"
    CHANGES = "changes"
    TREND = "trend"
    FIRMNESS = "firmness"
    INDICATORS = "indicators"
    EVIDENCE = "evidence"
    METHOD = "method"


ALL_SECTIONS = frozenset(Section)


def full_report_view(
    scorecard: Scorecard,
    trend: Trend | None,
    *,
    robustness: Robustness | None = None,
    sections: frozenset[Section] = ALL_SECTIONS,
    first: int = 1,
    review: Review | None = None,
    with_marks: bool = False,
) -> Report:
    """Return a report of one assessment, its sources numbered from `first`.

    `trend` ends in it, if known; `robustness` is its own, if it is to be told. `review` is what was said of
    it: replies, and on request marks, stand beside the ratings.
    """
    framework, assessment = scorecard.framework, scorecard.assessment
    with told_by(framework):
        trend = trend or _alone(scorecard)
        answer = answer_of(scorecard, trend.comparisons, review)
        references, citations = _number_references(scorecard, first)
        points = trend.points if {Section.CHANGES, Section.TREND} & sections else ()
        frameworks = [*(point.scorecard.framework for point in points), framework]
        cited = citations if Section.EVIDENCE in sections else {}
        telling = Telling(scorecard, cited, review, with_marks)
        indicators = chain(claim_blocks(telling), dimension_blocks(scorecard.dimensions, telling, level=2))
        sources: list[Block] = [Heading(1, say.SOURCES), References(references)] if references else []
        found: dict[Section, Iterable[Block]] = {
            Section.CHANGES: _changes(trend),
            Section.TREND: _over_time(trend),
            Section.FIRMNESS: [Heading(1, say.FIRM), *firmness_blocks(robustness)] if robustness else [],
            Section.INDICATORS: chain([Heading(1, plural(framework.indicator_label))], indicators),
            Section.EVIDENCE: sources,
            Section.METHOD: _method(scorecard, trend.points[-1].place.path),
        }
        chosen = chain.from_iterable(found[each] for each in Section if each in found and each in sections)
        has_summary = Section.SUMMARY in sections
        above, below = _summary(assessment) if has_summary else ([], [])
        below += reply_blocks(review) if has_summary else ()
        matrix: list[Block] = []
        if has_summary or Section.TREND in sections:
            matrix = [trend_matrix(trend, newest_first=True), *measurement_charts(trend)]
        blocks = chain([_leading(answer)], above, note_blocks(frameworks), matrix, below, chosen)
        report = scorecard_report(scorecard, blocks, answer.headline)
        final = [point for point in trend.points if not point.scorecard.assessment.is_draft]
        kicker = isolated(framework.title), say.published_since([point.place.date for point in final])
        versions = Counter(point.scorecard.framework.version for point in final)
        if len({*versions, framework.version}) > 1:
            ours = versions.pop(framework.version, 0)
            others = [*reversed(versions.items())]
            kicker = say.with_version(kicker[0], framework.version), say.published(ours, others)
        stand = (isolated(assessment.title or ""), say.day(assessment.date))
        return report._replace(
            title=say.titled(subject_name(assessment.subject), is_draft=assessment.is_draft),
            kicker=say.headline(kicker),
            standfirst=", ".join(filter(None, stand)),
            headline=say.headline(
                ("" if assessment.is_draft else answer.draft, answer.standing.text, answer.who)
            ),
            dates=tuple(point.place.date for point in trend.points),
        )


def count_references(report: Report) -> int:
    """Return how many sources a report has."""
    return sum(len(block.items) for block in report.blocks if isinstance(block, References))


def _alone(scorecard: Scorecard) -> Trend:
    """Return the trend of an assessment that none is known to stand before."""
    assessment = scorecard.assessment
    place = AssessmentPath("", assessment.subject.id, assessment.date, None)
    dated = (DatedScorecard(place, scorecard),)
    series = Series(subject=assessment.subject.id, framework_id=scorecard.framework.id, dated=dated)
    return find_trend(series, lambda *_: None)


def _leading(answer: ThreeAnswers) -> Answers:
    """Return the answers, with how many have each verdict, and what changed leading to the changes."""
    why, changed, trust = answer.block.boxes
    counts = (say.sentence(answer.counts),) if answer.is_judged else ()
    short = changed.short._replace(text=to_place(say.capital(changed.short.text), _CHANGES))
    why = why._replace(sentences=(*why.sentences[:1], *counts, *why.sentences[1:]))
    return Answers((why, changed._replace(short=short), trust))


# Summary ----------------------------------------------------------------------------------------


def _summary(assessment: Assessment) -> tuple[list[Block], list[Block]]:
    """Return what is said above the matrix, and in full below it where that is only the beginning."""
    above: list[Block] = []
    below: list[Block] = []
    for key, text in texts_of(assessment, PROSE):
        label, beginning = say.label(key), _beginning(text)
        above.append(Prose(beginning, label, is_markdown=True))
        if beginning != text:
            above.append(Prose(to_place(say.below_under(label), f"#{key.name}"), say.MORE))
            below += [Heading(1, label, target=f"#{key.name}"), Prose(text, is_markdown=True)]
    return [*above, *correction_blocks(assessment)], below


def _beginning(text: str) -> str:
    """Return the first paragraphs of a text that are short enough, else the first sentences."""
    if len(text) <= _MOST_ABOVE:
        return text
    for between in _BETWEEN:
        ends = [each.start() for each in between.finditer(text)]
        if short := [end for end in ends if end <= _MOST_ABOVE]:
            return text[: short[-1]]
    return text[: ends[0]] if ends else text


# Changes and trend ------------------------------------------------------------------------------


def _changes(trend: Trend) -> Iterator[Block]:
    comparison = trend.points[-1].comparison
    if comparison is None:
        return
    yield Heading(1, say.since_title(say.day(trend.points[-2].place.date)), target=_CHANGES)
    yield Prose(" ".join(comparison_sentences(comparison)))
    yield from facts(left_out_facts(trend.left_out))
    if shows_scores(comparison):
        yield _arrows(comparison)
    yield from dimension_tables(comparison, show_all=False)
    yield from change_tables(comparison, is_full=True)


def _arrows(comparison: Comparison) -> Arrows:
    """Return an arrow for the whole and each dimension that moved, the greatest rise first."""
    framework = comparison.after.framework
    asked = (each for each in comparison.dimensions if each.after.applies)
    rows = [_arrow(named(each.after.dimension), each.split) for each in asked]
    rows.sort(key=lambda row: row.real or 0, reverse=True)
    rows.insert(0, _arrow(say.THE_WHOLE, comparison.split))
    return Arrows(
        say.arrows_caption(framework.dimension_label.lower()),
        real=say.or_decided(say.ARROWS_REAL, is_decided=comparison.is_decided),
        rest=say.ARROWS_REST,
        rows=tuple(row for row in rows if row.real or row.rest),
        out_of=Fraction(framework.score_out_of),
    )


def _arrow(label: str, split: Split) -> Arrow:
    _, real, coverage, framework = shown_parts(split)
    moved = [part and points(part) for part in (framework, coverage)]
    return Arrow(
        label,
        None if real is None else as_shown(real),
        say.arrow(None if real is None else points(real), split.rated_on_both, split.applicable),
        as_shown((framework or 0) + (coverage or 0)) if any(moved) else None,
        say.arrow_rest(*(part or "" for part in moved)),
    )


def _over_time(trend: Trend) -> Iterator[Block]:
    if len(trend.points) < 2:
        return
    yield Heading(1, say.OVER_TIME)
    if trend.shows_scores and not trend.points[-1].scorecard.figures.provisional:
        marks = tuple(_mark(point, trend.new_versions.get(point.place)) for point in trend.points)
        breaks = frozenset(at for at, mark in enumerate(marks) if at and mark.note)
        caption = say.scores_caption(out_of_words(), spans=any(mark.low is not None for mark in marks))
        yield Timeline(caption, marks, breaks, Fraction(trend.framework.score_out_of))
    yield from facts(history_facts(trend))
    bars = [_bar(point) for point in trend.points]
    if len({bar.parts for bar in bars}) > 1:
        noun = plural(trend.framework.indicator_label.lower())
        words = tuple((Tone[each.name], label) for each, label in trend.framework.verdict_labels.items())
        yield Bars(say.counts_caption(noun, is_judged=trend.framework.judges), tuple(bars), words)
    yield from items(_revisions(trend), say.REVISIONS)


def _bar(point: Point) -> Bar:
    figures = point.scorecard.figures
    numbers = figures.counts.by_status
    parts = ((Tone[status.name], numbers[status]) for status in say.ORDER if numbers.get(status))
    standing = standing_cell(figures, point.scorecard.framework)
    return Bar(say.day(point.place.date), standing, tuple(parts))


def _revisions(trend: Trend) -> Iterator[str]:
    """Yield what was asked otherwise from some date on, and why."""
    for row in trend.indicators:
        for entry in row.entries:
            if entry is not None and entry.change is not None and entry.is_revised:
                name = to_place(named(entry.result.indicator), row.thing.id)
                yield say.revised_on(name, entry.point.place.date, entry.change.reason)


def _mark(point: Point, new_version: str | None) -> TimelineMark:
    figures = point.scorecard.figures
    return TimelineMark(
        day=point.place.date,
        score=figures.score,
        low=figures.score_low if figures.parts.not_rated else None,
        high=figures.score_high if figures.parts.not_rated else None,
        note=say.versions(new_version, new_version) if new_version else None,
    )


def _number_references(
    scorecard: Scorecard, first: int
) -> tuple[tuple[Reference, ...], dict[str, Citations]]:
    """Return the sources in the order in which they are first cited, and by id what rests on them."""
    rated: list[tuple[Dimension | Indicator, Rating]] = []
    for result in all_dimensions(scorecard.dimensions):
        rated.append((result.dimension, result.rating))
        rated += [(each.indicator, each.rating) for each in result.indicators]
    serves: dict[str, dict[str, None]] = {}
    for thing, rating in rated:
        name = thing.id if thing.id[0].isdigit() else isolated(thing.title)
        for each in rating.evidence:
            serves.setdefault(each.source, {})[to_place(name, thing.id)] = None
    numbers = {key: at for at, key in enumerate(serves, first)}
    citations = {
        thing.id: Citations(tuple(dict.fromkeys(_citations(rating, numbers, scorecard))), say.EVIDENCE)
        for thing, rating in rated
        if rating.evidence
    }
    found = ((key, scorecard.sources.get(key), tuple(names)) for key, names in serves.items())
    references = (_reference(numbers[key], key, source, names) for key, source, names in found)
    return tuple(references), citations


def _citations(rating: Rating, numbers: Mapping[str, int], scorecard: Scorecard) -> Iterator[Citation]:
    for each in rating.evidence:
        source = scorecard.sources.get(each.source)
        title = isolated(source.title) if source else each.source
        yield Citation(numbers[each.source], title, each.locator, each.quote, each.note)


def _reference(number: int, key: str, source: Source | None, serves: tuple[str, ...]) -> Reference:
    if source is None:
        return Reference(number, key, serves=serves)
    accessed = str(source.accessed) if source.accessed else None
    return Reference(number, source_words(source), source.url, accessed, source.archive_url, serves)


# How it was made --------------------------------------------------------------------------------


def _method(scorecard: Scorecard, path: str) -> Iterator[Block]:
    framework = scorecard.framework
    yield Heading(1, say.HOW_IT_IS_JUDGED)
    yield from judging_blocks(framework)
    yield Prose(_unrated_words(scorecard), label=say.WHAT_IS_NOT_RATED)
    yield from facts(margin_facts(scorecard))
    if framework.description:
        yield Prose(framework.description, label=say.THE_FRAMEWORK, from_file=True)
    for each in (one for one in all_dimensions(scorecard.dimensions) if one.applies):
        if own := facts(dimension_facts(each.dimension, framework)):
            yield from (Heading(2, named(each.dimension)), *own)
    yield Heading(1, say.ABOUT)
    publisher = framework.publisher and isolated(framework.publisher)
    values = (framework_digest(framework), publisher, framework.licence, path or None)
    yield from facts([*record_facts(scorecard), *zip(say.FILE_FACTS, values, strict=True)])


def _unrated_words(scorecard: Scorecard) -> str:
    framework, figures = scorecard.framework, scorecard.figures
    counts, noun = unrated_counts(figures, framework)
    bounds = bounds_words(figures) if framework.show_score else ""
    decides = say.CERTAIN_VERDICT if framework.judges else say.CERTAIN_GRADE * bool(framework.grades)
    told = (counts.applicable, counts.not_rated, counts.not_applicable)
    return say.unrated(*told, noun, isolated(framework.indicator_label.lower()), decides, bounds)
