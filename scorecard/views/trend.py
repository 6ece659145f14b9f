"""A subject over time as a report: what `trend` shows of one subject."""

from collections import Counter
from collections.abc import Iterable, Iterator

from scorecard.comparing.assessments import ChangeKind, Comparison, DimensionChange
from scorecard.comparing.dated import UnscoredAssessment
from scorecard.comparing.trend import Point, Trend, TrendFilter
from scorecard.directions import isolated
from scorecard.model.framework import Framework
from scorecard.reviewing.review import Review
from scorecard.views.answer import ThreeAnswers, answer_of, moved_between
from scorecard.views.change_tables import Told, compared_ones
from scorecard.views.matrix import figures_legend, trend_matrix
from scorecard.views.report import (
    Block,
    Fact,
    Report,
    facts,
    items,
)
from scorecard.views.score_change import basis_sentence, rerated_by, score_sentences
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    filter_words,
    framework_words,
    note_blocks,
    subject_name,
    told_by,
)

_FEW_NAMES = 3
"""How many indicators that moved are named."""


def trend_view(
    trend: Trend,
    *,
    shown: TrendFilter,
    review: Review | None = None,
    is_full: bool = False,
    is_page: bool = False,
) -> Report:
    """Return a trend as a report, of which `shown` is left: in signs, or in full in words.

    `review` is what was said of the newest assessment. A page has room for all that is answered, and its
    newest date first.
    """
    with told_by(trend.framework):
        scorecards = [point.scorecard for point in trend.points]
        answer = answer_of(scorecards[-1], trend.comparisons, review)
        is_short = not (is_full or is_page)
        overall = _since_the_first(trend, answer, is_short=is_short)
        known = basis_sentence(trend.comparisons[-1]) if is_short and trend.comparisons else ""
        is_few = trend.comparisons[-1].split.rests_on_few if trend.comparisons else False
        told_of_last = (each for each in answer.changed if is_few or each != known)
        answer = answer._replace(changed=(*told_of_last, *overall))
        since = _since_words(trend.points[-1], answer)
        told = facts([*_facts(trend, is_full=is_full), *shown_facts(trend.framework, shown)])
        newest_first = is_page and not is_full
        matrix = trend_matrix(trend, newest_first=newest_first, whole=since, in_words=is_full)
        body: list[Block] = [matrix]
        if is_full:
            body += items(figures_legend(trend), say.LEGEND)
            body += items(_revised(trend), say.WHAT_WAS_REVISED)
        notes = note_blocks([each.framework for each in scorecards])
        answers = (answer.in_short() if is_short else answer).block
        blocks: list[Block] = [answers, *told, *notes, *body]
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


def _since_the_first(trend: Trend, answer: ThreeAnswers, *, is_short: bool) -> Iterator[str]:
    """Say what changed from the first date to the last, directly; of two dates it is said already."""
    overall = trend.compare_ends()
    if overall is None:
        return
    moved, since, _ = moved_between(overall)
    split, newer = overall.split, rerated_by(overall)
    few = (split.rated_on_both, split.applicable) if split.rests_on_few and split.rated_on_both else None
    yield say.since_the_first(_names_moved(overall) or moved, since, few, newer)
    if not few and not is_short:
        yield from (each for each in score_sentences(overall) if each not in answer.changed)


def _names_moved(comparison: Comparison) -> str:
    """Say which indicators went up and down, if few did; by what their titles begin with where it can."""
    found = compared_ones(comparison)
    begins = Counter(_title(each).split(",")[0] for each in found)
    names: dict[str, list[str]] = {ChangeKind.IMPROVED: [], ChangeKind.REGRESSED: []}
    for each in found:
        if each.what in names:
            title = _title(each)
            begin = title.split(",")[0]
            names[each.what].append(isolated(begin if begins[begin] == 1 else title))
    up, down = names.values()
    return say.names_moved(up, down) if 0 < len(up) + len(down) <= _FEW_NAMES else ""


def _title(found: Told) -> str:
    whole = found.whole
    if whole is None:
        return found.changes[0].indicator.title
    return (whole.after if isinstance(whole, DimensionChange) else whole).dimension.title


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
