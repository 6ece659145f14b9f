"""What changed in public, when, and of which kind: ratings, corrections, new versions, replies."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from scorecard.comparing.dated import DatedScorecard
from scorecard.comparing.trend import Trend
from scorecard.directions import isolated
from scorecard.links import without_links
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.reviewing.review import Review
from scorecard.views.answer import answer_of
from scorecard.views.report import Block, Prose, Report, items, section
from scorecard.views.reviewed import reply_sentences
from scorecard.views.site.plan import PageKind, SitePage, SitePlan
from scorecard.views.site.subject import OldAssessment
from scorecard.views.words import english as say
from scorecard.views.words.standings import subject_name, told_by


class EventKind(StrEnum):
    """What something that changed is."""

    PUBLISHED = "published"
    RATINGS = "ratings"
    CORRECTION = "correction"
    VERSION = "version"
    REPLY = "reply"


class Event(NamedTuple):
    """Something that changed: when, by the files; where it is told; whose it is, by id and in words; what."""

    day: date
    kind: EventKind
    page: SitePage
    subject: str
    whose: str
    text: str

    @property
    def title(self) -> str:
        return say.event_title(self.kind.value, self.whose, self.day)

    @property
    def about(self) -> str:
        """What kind it is, whose, and of which date of theirs where it is of one."""
        day = self.page.day[:10]  # what follows tells apart those of one day
        whose = say.who(self.whose, date.fromisoformat(day)) if day else self.whose
        return f"{say.event(self.kind.value)}: {whose}"

    @property
    def order(self) -> tuple[date, str, str, str]:
        return self.day, self.kind.value, self.page.address, self.text


def events_of(trend: Trend, plan: SitePlan) -> Iterator[Event]:
    """Yield what became of a subject's ratings from date to date."""
    for at, point in enumerate(trend.points):
        scorecard, comparison = point.scorecard, point.comparison
        with told_by(scorecard.framework):
            answer = answer_of(scorecard, [comparison] if comparison else (), is_whole_history=False)
            told = say.first_assessment(answer.standing.text)
            if comparison:
                moved = say.moved_since(answer.moved, answer.since) if answer.since else answer.moved
                told = say.assessed_again(answer.standing.text, moved)
            yield Event(
                day=scorecard.assessment.told_on,
                kind=EventKind.RATINGS if comparison else EventKind.PUBLISHED,
                page=plan.comparison(trend.points[at - 1].place, point.place)
                if at
                else plan.assessment(point.place),
                subject=point.place.subject,
                whose=subject_name(scorecard.assessment.subject),
                text=without_links(told),
            )


def corrections_of(page: SitePage, assessment: Assessment) -> Iterator[Event]:
    """Yield what was corrected of an assessment; what has no date is of the day that it was published."""
    for each in assessment.corrections:
        yield Event(
            day=each.date or assessment.told_on,
            kind=EventKind.CORRECTION,
            page=page,
            subject=assessment.subject.id,
            whose=subject_name(assessment.subject),
            text=isolated(each.text or ""),
        )


def replies_to(page: SitePage, review: Review | None) -> Iterator[Event]:
    """Yield the replies that came to an assessment, each with what became of it."""
    if review is not None:
        for reply, told in zip(review.replies, reply_sentences(review), strict=False):
            if day := reply.received or reply.closed:
                subject = review.assessment.subject
                words = without_links(told)
                yield Event(day, EventKind.REPLY, page, subject.id, subject_name(subject), words)


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
    """Yield the latest changes in a line each, and at the end where all are."""
    for each in events[:most]:
        yield f"{plan.link(each.title, each.page)}: {each.text}"
    if len(events) > most:
        yield plan.link(say.ALL_CHANGES, SitePage(PageKind.CHANGES))


def event_blocks(events: Iterable[Event], plan: SitePlan) -> Iterator[Block]:
    """Yield events, those of one day together, each leading to where it is told."""
    for day, those in groupby(events, key=lambda each: each.day):
        told = (f"{plan.link(each.about, each.page)}: {each.text}" for each in those)
        yield from section(say.day(day), items(told))


def corrections_view(
    events: Sequence[Event],
    under_review: Iterable[DatedScorecard],
    withdrawn: Sequence[OldAssessment],
    plan: SitePlan,
) -> Report:
    """Return what was corrected, what is under review, and what is withdrawn."""
    found = [each for each in events if each.kind is EventKind.CORRECTION]
    blocks: list[Block] = [*event_blocks(found, plan)]
    reviewed = ((each.place, each.scorecard.assessment) for each in under_review)
    old = ((each.place, each.assessment) for each in withdrawn)
    for label, told in ((say.UNDER_REVIEW, reviewed), (say.WITHDRAWN, old)):
        links = (
            plan.link(say.who(subject_name(each.subject), each.date), plan.assessment(place))
            for place, each in told
        )
        blocks += section(label, items(links))
    return Report(
        say.page_name(PageKind.CORRECTIONS),
        tuple(blocks) or (Prose(say.NO_CORRECTIONS),),
        dates=tuple({each.day for each in found}),
    )
