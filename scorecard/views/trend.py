"""A subject over time as a report: what `trend` shows of one subject."""

from collections.abc import Iterable, Iterator

from scorecard.comparing.dated import UnscoredAssessment
from scorecard.comparing.trend import Point, Trend, TrendFilter
from scorecard.directions import isolated
from scorecard.model.framework import Framework
from scorecard.views.answer import ThreeAnswers, answer_of, moved_between
from scorecard.views.matrix import figures_legend, trend_matrix
from scorecard.views.report import (
    Answers,
    Block,
    Fact,
    Report,
    facts,
    items,
)
from scorecard.views.score_change import rerated_by, score_sentences
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    filter_words,
    framework_words,
    note_blocks,
    subject_name,
    told_by,
)


def trend_view(trend: Trend, *, shown: TrendFilter, is_full: bool = False, is_page: bool = False) -> Report:
    """Return a trend as a report, of which `shown` is left: in signs, or in full in words.

    A page has room for all that is answered, and its newest date first.
    """
    with told_by(trend.framework):
        scorecards = [point.scorecard for point in trend.points]
        answer = answer_of(scorecards[-1], trend.comparisons)
        answer = answer._replace(changed=(*answer.changed, *_since_the_first(trend, answer)))
        since = _since_words(trend.points[-1], answer)
        told = facts([*_facts(trend, is_full=is_full), *shown_facts(trend.framework, shown)])
        newest_first = is_page and not is_full
        matrix = trend_matrix(trend, newest_first=newest_first, whole=since, in_words=is_full)
        body: list[Block] = [matrix]
        if is_full:
            body += items(figures_legend(trend), say.LEGEND)
            body += items(_revised(trend), say.WHAT_WAS_REVISED)
        notes = note_blocks([each.framework for each in scorecards])
        if is_full or is_page:
            blocks: list[Block] = [answer.block, *told, *notes, *body]
        else:
            blocks = [*_what_changed(answer), *told, *body, *notes]
        first, last = trend.points[0].place.date, trend.points[-1].place.date
        title = say.trend_title(subject_name(scorecards[-1].assessment.subject), first, last)
        is_draft = any(each.assessment.is_draft for each in scorecards)
        language = trend.framework.language
        return Report(title, tuple(blocks), lead=answer.headline, language=language, is_draft=is_draft)


def _revised(trend: Trend) -> Iterator[str]:
    for each in trend.indicators:
        for entry in each.entries:
            if entry is not None and entry.change is not None and entry.is_revised:
                name, when = entry.result.indicator.id, entry.point.place.date
                yield say.revised_on(name, when, entry.change.reason)


def left_out_facts(left_out: Iterable[UnscoredAssessment]) -> Iterator[Fact]:
    """Name the files that could not be scored, and say why."""
    return ((say.LEFT_OUT, f"{each.place.path}: {each.reason}") for each in left_out)


def shown_facts(framework: Framework, shown: TrendFilter) -> Iterator[Fact]:
    """Say what a filter shows, if it leaves anything out."""
    words = [say.only_dates(shown.window.first, shown.window.last)] if shown.window.words else []
    which = say.THAT_CHANGED if shown.only_changed else None
    words += filter_words(framework, dimension=shown.dimension, which=which)
    yield say.SHOWN, "; ".join(words) or None


def _what_changed(answer: ThreeAnswers) -> Iterator[Block]:
    """Yield the second answer alone: of a date without one before it there is nothing to say."""
    if answer.changed:
        yield Answers(answer.block.boxes[1:2])


def _since_the_first(trend: Trend, answer: ThreeAnswers) -> Iterator[str]:
    """Say what changed from the first date to the last, directly; of two dates it is said already."""
    overall = trend.compare_ends()
    if overall is None:
        return
    moved, since, _ = moved_between(overall)
    yield say.since_the_first(moved, since, rerated_by(overall))
    yield from (each for each in score_sentences(overall) if each not in answer.changed)


def _facts(trend: Trend, *, is_full: bool) -> Iterator[Fact]:
    framework = trend.framework
    drafts = [say.day(point.place.date) for point in trend.points if point.scorecard.assessment.is_draft]
    yield say.STAGE, say.not_published(drafts) if drafts else None
    if is_full:
        subject = trend.points[-1].scorecard.assessment.subject
        yield say.SUBJECT, f"{isolated(subject.name)} ({subject.id})"
        yield say.FRAMEWORK, framework_words(framework)
    yield from (each for each in history_facts(trend) if is_full or each[0] != say.VERSIONS)


def _since_words(newest: Point, answer: ThreeAnswers) -> str:
    """Say since when a verdict or a grade holds, and since when by which version, where that is younger."""
    end, began, by_version = newest.place.date, newest.standing_since, newest.version_since
    framework = newest.scorecard.framework
    if began == end or not (framework.judges or framework.grades):
        return ""
    by = say.since(by_version, end) if by_version > began else ""
    return say.stands_since(answer.standing.text, say.since(began, end), framework.version, by)


def history_facts(trend: Trend) -> Iterator[Fact]:
    """Yield what must be known of a trend's dates: versions, where they do not join, what is left out."""
    first = trend.points[0]
    if trend.new_versions:
        versions = {first.place: first.scorecard.framework.version} | trend.new_versions
        yield say.VERSIONS, say.version_dates([(each, place.date) for place, each in versions.items()])
    for broken in dict.fromkeys(each.alignment.broken for each in trend.comparisons if each.alignment.broken):
        yield say.CHAIN_BROKEN, say.by_ids_alone(broken)
    yield from left_out_facts(trend.left_out)
