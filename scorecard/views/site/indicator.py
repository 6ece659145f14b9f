"""One indicator across all subjects: what is asked, how it stands with each and did before, and why."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from scorecard.comparing.assessments import Comparison
from scorecard.comparing.dated import DatedScorecard
from scorecard.comparing.trend import Trend
from scorecard.directions import isolated
from scorecard.model.assessment import Rating
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, Indicator, Status
from scorecard.model.keys import LINE, WORD, texts_of
from scorecard.reviewing.review import Review
from scorecard.scoring.scorecard import IndicatorResult
from scorecard.views.framework import bands_blocks, prose_blocks
from scorecard.views.indicator import Telling, level_cell, measured_words, no_reason, rating_blocks
from scorecard.views.report import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Heading,
    Measurements,
    Report,
    SmallCharts,
    Tone,
    facts,
    row,
    table,
)
from scorecard.views.reviewed import review_remarks, reviewed_blocks
from scorecard.views.site.plan import PageKind, SitePage, SitePlan
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    counts_words,
    marked_name,
    named,
    source_words,
    told_by,
)


class NewestRatings(NamedTuple):
    """A subject's newest scorecard by a version of a framework, and what is told of the date before it.

    `before` has what was rated then by indicator, without its texts, and None where it cannot be compared. Of
    the comparison, which only the newest by any version has, that is left out. `review` is what was said.
    """

    dated: DatedScorecard
    review: Review | None
    place_before: AssessmentPath | None = None
    before: Mapping[str, IndicatorResult | None] = {}
    comparison: Comparison | None = None


def newest_ratings(
    trend: Trend, find_review: Callable[[AssessmentPath], Review | None]
) -> Iterator[NewestRatings]:
    """Yield a subject's newest scorecard by each version with as little as is told of the date before."""
    newest = {point.scorecard.framework.ref: at for at, point in enumerate(trend.points)}
    for at in newest.values():
        place, scorecard, comparison, *_ = trend.points[at]
        found = NewestRatings(DatedScorecard(place, scorecard), find_review(place))
        if comparison is not None:
            before = {
                each.after.indicator.id: each.was._replace(rating=Rating(measured=each.was.rating.measured))
                if each.is_comparable and each.was
                else None
                for each in comparison.changes
                if each.after and each.before
            }
            found = found._replace(place_before=trend.points[at - 1].place, before=before)
            if at == len(trend.points) - 1:
                was = comparison.before
                assessment = was.assessment.model_copy(update={"ratings": {}})
                decided = tuple(each for each in comparison.changes if each.decided)
                light = was._replace(dimensions=(), assessment=assessment)
                told = comparison._replace(before=light, dimensions=(), changes=decided)
                found = found._replace(comparison=told)
        yield found


class RatedSubject(NamedTuple):
    """What one indicator came to with one subject."""

    newest: NewestRatings
    result: IndicatorResult

    @property
    def dated(self) -> DatedScorecard:
        return self.newest.dated

    @property
    def before(self) -> IndicatorResult | None:
        """What it came to before, where that can be compared."""
        return self.newest.before.get(self.result.indicator.id)

    @property
    def name(self) -> str:
        return marked_name(self.dated.scorecard.assessment)


def across(newest: Sequence[NewestRatings]) -> dict[str, list[RatedSubject]]:
    """Return by indicator what it came to with each subject; of those that are asked."""
    found: dict[str, list[RatedSubject]] = {}
    for each in newest:
        for result in (one for one in each.dated.scorecard.indicators() if one.counted):
            found.setdefault(result.indicator.id, []).append(RatedSubject(each, result))
    return found


def across_view(
    indicator: Indicator,
    framework: Framework,
    rated: Sequence[RatedSubject],
    charts: Sequence[Measurements],
    plan: SitePlan,
) -> Report:
    """Return one indicator as it stands with every subject; `charts` draw what was measured of each."""
    with told_by(framework):
        blocks: list[Block] = [*prose_blocks(indicator, "requirement")]
        blocks += bands_blocks(indicator, framework)
        sources = (framework.sources[each] for each in indicator.sources if each in framework.sources)
        whole = framework.wholes().get(indicator.id)
        blocks += facts(
            [
                (say.element_of(isolated(framework.element_label)), named(whole) if whole else None),
                (say.SOURCES, say.listed([source_words(each) for each in sources]) or None),
            ]
        )
        blocks += [_distribution(rated, framework)] if rated else []
        if charts:
            caption = say.by_subject(named(indicator))
            blocks.append(SmallCharts(caption, tuple(charts)))
        blocks.append(_table(rated, framework, plan))
        blocks.append(Heading(1, say.EVERY_RATING))
        for each in rated:
            blocks += _rating(each, plan)
        name = named(indicator)
        counts = Counter(each.result.status for each in rated)
        is_told = framework.judges and rated
        shown = say.capital(counts_words(counts, framework, say.SUBJECTS.lower())) if is_told else ""
        return Report(
            title=name,
            blocks=tuple(blocks),
            language=framework.language,
            standfirst=shown,
            headline=say.across_title(name),
            dates=tuple({each.dated.place.date for each in rated}),
        )


def _distribution(rated: Sequence[RatedSubject], framework: Framework) -> Bars:
    words = tuple((Tone[each.name], label) for each, label in framework.verdict_labels.items())
    now, before = say.NEWEST_AND_BEFORE
    bars = [_bar(now, [each.result.status for each in rated])]
    if earlier := [each.before.status for each in rated if each.before and each.before.counted]:
        bars.append(_bar(before, earlier))
    return Bars(say.distribution(say.SUBJECTS.lower()), tuple(bars), words)


def _bar(name: str, statuses: Sequence[Status]) -> Bar:
    numbers = Counter(statuses)
    parts = tuple((Tone[each.name], numbers[each]) for each in say.ORDER if numbers.get(each))
    return Bar(f"{name}, {len(statuses)}", Cell(""), parts)


def _table(rated: Sequence[RatedSubject], framework: Framework, plan: SitePlan) -> Block:
    subject, now, day, before, day_before = say.ACROSS_COLUMNS
    has_before = any(each.newest.place_before for each in rated)
    columns_before = (before, Column(day_before, is_paged=True)) if has_before else (None, None)
    columns = (subject, now, Column(day, is_paged=True), *columns_before)
    rows = []
    for each in rated:
        page = SitePage(PageKind.SUBJECT, subject=each.dated.place.subject)
        rows.append(
            row(
                plan.link(each.name, page),
                _cell(each.result, framework, review_remarks(each.result, each.newest.review)),
                _day(each.dated.place, plan),
                _cell_before(each, framework),
                _day(each.newest.place_before, plan) if each.newest.place_before else "",
            )
        )
    return table(say.ACROSS_CAPTION, columns, rows)


def _day(place: AssessmentPath, plan: SitePlan) -> str:
    return plan.link(say.day(place.date), plan.assessment(place))


def _cell(result: IndicatorResult, framework: Framework, remarks: Sequence[str] = ()) -> Cell:
    cell = level_cell(result, framework)
    told = ", ".join(filter(None, (measured_words(result), *remarks)))
    return cell._replace(text=f"{cell.text}: {told}") if told else cell


def _cell_before(each: RatedSubject, framework: Framework) -> Cell:
    if each.before is not None:
        return _cell(each.before, framework)
    if each.newest.place_before is None:
        return Cell(say.NO_DATE_BEFORE)
    return Cell(say.NOT_COMPARED if each.result.indicator.id in each.newest.before else say.NOT_ASKED)


def _rating(each: RatedSubject, plan: SitePlan) -> Iterator[Block]:
    scorecard, result = each.dated.scorecard, each.result
    cell = level_cell(result, scorecard.framework)
    yield Heading(2, each.name, cell.tone, from_file=True)
    yield from facts(
        [
            (say.RATING, cell),
            (say.MEASURED, measured_words(result) or None),
            *((say.label(key), say.key_value(text)) for key, text in texts_of(result.rating, WORD, LINE)),
            (say.DATE, _day(each.dated.place, plan)),
        ]
    )
    telling = Telling(scorecard, review=each.newest.review)
    yield from [*rating_blocks(result.indicator.id, result.rating, telling)] or no_reason(result)
    yield from reviewed_blocks(result, telling)
