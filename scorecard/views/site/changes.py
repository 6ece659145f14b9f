"""What changed in public, when, and of which kind: ratings, corrections, new versions, replies, decisions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from scorecard.comparing.trend import Trend
from scorecard.directions import isolated
from scorecard.links import without_links
from scorecard.model.assessment import Assessment, DecisionOutcome
from scorecard.model.framework import Framework
from scorecard.reviewing.review import Review
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.answer import answer_of
from scorecard.views.report import Block, Prose, Report, items, section
from scorecard.views.reviewed import proposed_words, reply_sentences
from scorecard.views.site.plan import PageKind, SitePage, SitePlan
from scorecard.views.site.subject import in_one_line
from scorecard.views.words import english as say
from scorecard.views.words.standings import in_sentence, subject_name, told_by


class EventKind(StrEnum):
    """What something that changed is."""

    PUBLISHED = "published"
    RATINGS = "ratings"
    CORRECTION = "correction"
    VERSION = "version"
    REPLY = "reply"
    DECISION = "decision"
    UNDER_REVIEW = "under-review"
    WITHDRAWN = "withdrawn"


class Event(NamedTuple):
    """What changed: when; where it is told; whose it is, by id and in words with the day spoken of; what."""

    day: date
    kind: EventKind
    page: SitePage
    subject: str
    whose: str
    text: str

    @property
    def title(self) -> str:
        return say.event_title(self.kind.value, self.whose)

    @property
    def order(self) -> tuple[date, str, str, str]:
        return self.day, self.kind.value, self.page.address, self.text


def events_of(trend: Trend, plan: SitePlan, *, is_one_of_several: bool) -> Iterator[Event]:
    """Yield what became of a subject's ratings from date to date; of several frameworks each is named."""
    framework = isolated(trend.framework.title) if is_one_of_several else ""
    for at, point in enumerate(trend.points):
        scorecard, comparison = point.scorecard, point.comparison
        with told_by(scorecard.framework):
            answer = answer_of(scorecard, [comparison] if comparison else (), is_whole_history=False)
            told = say.first_assessment(answer.standing.text, framework)
            if comparison:
                moved = say.moved_since(answer.moved, answer.since) if answer.since else answer.moved
                told = say.assessed_again(answer.standing.text, moved, framework)
            kind = EventKind.RATINGS if comparison else EventKind.PUBLISHED
            before = trend.points[at - 1].place if at else None
            page = plan.comparison(before, point.place) if before else plan.assessment(point.place)
            marks = [say.REVIEW_MARK] if scorecard.assessment.under_review else []
            told = say.headline([*marks, told])
            yield _event(scorecard.assessment.told_on, kind, page, scorecard.assessment, told)


def _event(day: date, kind: EventKind, page: SitePage, assessment: Assessment, told: str) -> Event:
    whose = say.who(subject_name(assessment.subject), assessment.date)
    return Event(day, kind, page, assessment.subject.id, whose, without_links(told))


def corrections_of(page: SitePage, assessment: Assessment) -> Iterator[Event]:
    """Yield what was corrected of an assessment, and that it is under review or withdrawn.

    What has no date is of the day that it was published, or of the newest correction if that came later.
    """
    found = [
        (each.date or assessment.told_on, EventKind.CORRECTION, each.text or "")
        for each in assessment.corrections
    ]
    last = max([assessment.told_on, *(day for day, *_ in found)])
    found += [(last, EventKind.UNDER_REVIEW, in_one_line(assessment.under_review or ""))]
    found += [(last, EventKind.WITHDRAWN, in_one_line(assessment.withdrawn or ""))]
    for day, kind, text in found:
        if kind is EventKind.CORRECTION:
            yield _event(day, kind, page, assessment, isolated(text))
        elif text:
            yield _event(day, kind, page, assessment, say.day_not_known(isolated(text)))


def replies_to(page: SitePage, review: Review | None) -> Iterator[Event]:
    """Yield the replies that came to an assessment, as they were known on their days."""
    if review is not None:
        for reply, told in zip(review.replies, reply_sentences(review, is_news=True), strict=False):
            if day := reply.received or reply.closed:
                yield _event(day, EventKind.REPLY, page, review.assessment, told)


def decisions_of(page: SitePage, scorecard: Scorecard) -> Iterator[Event]:
    """Yield what was decided on marks and replies, that of one day together: from what to what."""
    days: dict[date, list[str]] = {}
    with told_by(scorecard.framework):
        for result in scorecard.indicators():
            decisions, name = result.rating.decision, in_sentence(result.indicator)
            after = [*(each.from_ for each in decisions[1:]), result.rating.said]
            for each, then in zip(decisions, after, strict=False):
                sides = each.from_, each.from_ if each.outcome is DecisionOutcome.UPHELD else then
                words = (proposed_words(result.indicator, side, scorecard.framework) for side in sides)
                if each.date:
                    days.setdefault(each.date, []).append(say.decided_to(name, *words))
    for day, told in days.items():
        yield _event(day, EventKind.DECISION, page, scorecard.assessment, say.sentence("; ".join(told)))


def version_of(framework: Framework) -> Iterator[Event]:
    """Yield that a version of a framework was published, where it says when."""
    if framework.date:
        page = SitePage(PageKind.FRAMEWORK, framework=framework.ref)
        told = say.new_version(framework.ref, str(framework.replaces or ""))
        yield Event(framework.date, EventKind.VERSION, page, "", isolated(framework.title), told)


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return events, the newest first."""
    return sorted(events, key=lambda each: each.order, reverse=True)


# Pages ------------------------------------------------------------------------------------------


def changes_view(events: Sequence[Event], plan: SitePlan) -> Report:
    """Return all that changed, the newest first."""
    shown = tuple(event_blocks(events, plan)) or (Prose(say.NO_CHANGES),)
    return Report(say.page_name(PageKind.CHANGES), shown, dates=tuple({each.day for each in events}))


def latest_items(events: Sequence[Event], plan: SitePlan, most: int) -> Iterator[str]:
    """Yield the latest changes in a line each, with its day, and at the end where all are."""
    for each in events[:most]:
        yield f"{say.day(each.day)}: {plan.link(each.title, each.page)}: {each.text}"
    if len(events) > most:
        yield plan.link(say.ALL_CHANGES, SitePage(PageKind.CHANGES))


def event_blocks(events: Iterable[Event], plan: SitePlan) -> Iterator[Block]:
    """Yield events, those of one day together, each leading to where it is told."""
    for day, those in groupby(events, key=lambda each: each.day):
        told = (f"{plan.link(each.title, each.page)}: {each.text}" for each in those)
        yield from section(say.day(day), items(told))


def corrections_view(events: Sequence[Event], plan: SitePlan) -> Report:
    """Return what was corrected, what is under review, and what is withdrawn."""
    found = [each for each in events if each.kind is EventKind.CORRECTION]
    blocks: list[Block] = [*event_blocks(found, plan)]
    for kind in (EventKind.UNDER_REVIEW, EventKind.WITHDRAWN):
        those = (each for each in events if each.kind is kind)
        links = (f"{plan.link(each.whose, each.page)}: {each.text}" for each in those)
        blocks += section(say.event(kind.value), items(links))
    return Report(
        say.page_name(PageKind.CORRECTIONS),
        tuple(blocks) or (Prose(say.NO_CORRECTIONS),),
        dates=tuple({each.day for each in found}),
    )
