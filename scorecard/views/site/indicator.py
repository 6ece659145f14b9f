"""One indicator across all subjects: what is asked, how it stands with each and did before, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from scorecard.comparing.assessments import Comparison
from scorecard.comparing.dated import DatedScorecard
from scorecard.model.assessment import Rating
from scorecard.model.framework import Framework, Indicator, Status
from scorecard.model.keys import LINE, WORD, texts_of
from scorecard.scoring.scorecard import IndicatorResult
from scorecard.views.framework import bands_blocks, prose_blocks
from scorecard.views.indicator import Telling, level_cell, measured_words, rating_blocks
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
from scorecard.views.site.plan import PageKind, SitePage, SitePlan
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    counts_words,
    named,
    source_words,
    subject_name,
    told_by,
)


class NewestRatings(NamedTuple):
    """A subject's newest scorecard, compared with the one before it, if there is one.

    Of the comparison what was rated before is left out; `before` has it by indicator, without its texts, as
    far as it can be compared.
    """

    dated: DatedScorecard
    comparison: Comparison | None
    before: Mapping[str, IndicatorResult]


def newest_ratings(dated: DatedScorecard, comparison: Comparison | None) -> NewestRatings:
    """Return a subject's newest scorecard with as little as is told of the one before."""
    if comparison is None:
        return NewestRatings(dated, None, {})
    before = {
        each.after.indicator.id: each.was._replace(rating=Rating(measured=each.was.rating.measured))
        for each in comparison.changes
        if each.is_comparable and each.after and each.was
    }
    was = comparison.before
    light = was._replace(dimensions=(), assessment=was.assessment.model_copy(update={"ratings": {}}))
    decided = tuple(each for each in comparison.changes if each.decided)
    told = comparison._replace(before=light, dimensions=(), changes=decided)
    return NewestRatings(dated, told, before)


class RatedSubject(NamedTuple):
    """What one indicator came to with one subject, and came to before where that can be compared."""

    dated: DatedScorecard
    result: IndicatorResult
    before: IndicatorResult | None

    @property
    def name(self) -> str:
        return subject_name(self.dated.scorecard.assessment.subject)


def across(newest: Sequence[NewestRatings]) -> dict[str, list[RatedSubject]]:
    """Return by indicator what it came to with each subject; of those that are asked."""
    found: dict[str, list[RatedSubject]] = {}
    for each in newest:
        for result in (one for one in each.dated.scorecard.indicators() if one.counted):
            id = result.indicator.id
            found.setdefault(id, []).append(RatedSubject(each.dated, result, each.before.get(id)))
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
        blocks += facts([(say.SOURCES, say.listed([source_words(each) for each in sources]) or None)])
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
    now, before = say.NOW_AND_BEFORE
    bars = [_bar(now, [each.result.status for each in rated])]
    if earlier := [each.before.status for each in rated if each.before]:
        bars.append(_bar(before, earlier))
    return Bars(say.distribution(say.SUBJECTS.lower()), tuple(bars), words)


def _bar(name: str, statuses: Sequence[Status]) -> Bar:
    numbers = Counter(statuses)
    parts = tuple((Tone[each.name], numbers[each]) for each in say.ORDER if numbers.get(each))
    return Bar(name, Cell(""), parts)


def _table(rated: Sequence[RatedSubject], framework: Framework, plan: SitePlan) -> Block:
    subject, now, before, day = say.ACROSS_COLUMNS
    has_before = any(each.before for each in rated)
    columns = (subject, now, before if has_before else None, Column(day, is_paged=True))
    rows = []
    for each in rated:
        was = each.before
        cell = level_cell(each.result, framework)
        measured = measured_words(each.result)
        then = level_cell(was, framework) if was else Cell("")
        rows.append(
            row(
                plan.link(each.name, SitePage(PageKind.SUBJECT, subject=each.dated.place.subject)),
                cell._replace(text=f"{cell.text}: {measured}") if measured else cell,
                then._replace(text=f"{then.text}: {measured_words(was)}")
                if was and measured_words(was)
                else then,
                plan.link(say.day(each.dated.place.date), plan.assessment(each.dated.place)),
            )
        )
    return table(say.across_caption(), columns, rows)


def _rating(each: RatedSubject, plan: SitePlan) -> Iterator[Block]:
    scorecard, result = each.dated.scorecard, each.result
    cell = level_cell(result, scorecard.framework)
    yield Heading(2, each.name, cell.tone, from_file=True)
    page = plan.assessment(each.dated.place)
    yield from facts(
        [
            (say.RATING, cell),
            (say.MEASURED, measured_words(result) or None),
            *((say.label(key), say.key_value(text)) for key, text in texts_of(result.rating, WORD, LINE)),
            (say.DATE, plan.link(say.day(each.dated.place.date), page)),
        ]
    )
    yield from rating_blocks(result.indicator.id, result.rating, Telling(scorecard))
