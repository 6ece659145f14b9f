"""A subject's pages: each assessment for good, with its history, how to cite it and its data."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from scorecard.comparing.trend import Trend
from scorecard.directions import isolated, unmarked
from scorecard.links import to_page, without_links
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework
from scorecard.scoring.scorecard import Scorecard, all_dimensions
from scorecard.views.answer import answer_of
from scorecard.views.report import (
    Answers,
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Prose,
    Report,
    Tone,
    facts,
    items,
    row,
    section,
    table,
)
from scorecard.views.scorecard import correction_blocks
from scorecard.views.site.plan import CARD, FEED, PLACE, PageKind, SitePage, SitePlan
from scorecard.views.words import english as say
from scorecard.views.words.standings import framework_words, standing_cell, subject_name, told_by

_EMBED_HEIGHT = 500
"""How many pixels a subject's result by a framework takes where there are 340 beside each other."""
_EMPHASIS = re.compile(r"(\*\*|[*`])(?=\S)(.+?)(?<=\S)\1")


class SiteName(NamedTuple):
    """What a site is called, whose it is, and where it will stand, if that is known."""

    title: str
    organisation: str = ""
    base_url: str = ""


class OldAssessment(NamedTuple):
    """An assessment that is withdrawn, with its place; it is told without what it came to."""

    place: AssessmentPath
    assessment: Assessment
    framework: Framework


def notices_of(assessment: Assessment, newest: str = "", of: str = "") -> Iterator[Prose]:
    """Yield what must be known before an assessment is read; `newest` leads to a newer one, if any.

    `of` tells the assessment from others that the page tells of.
    """
    if assessment.withdrawn:
        yield Prose(assessment.withdrawn, say.WITHDRAWN, is_markdown=True)
    if assessment.under_review:
        yield Prose(assessment.under_review, say.headline([say.UNDER_REVIEW, of]), is_markdown=True)
    if newest:
        yield Prose(say.newer_exists(newest), say.NEWER)


def in_one_line(markdown: str) -> str:
    """Return Markdown where there is no room for it: in one line, without emphasis."""
    return " ".join(_EMPHASIS.sub(r"\2", markdown).split())


def told_first(assessment: Assessment, told: str, newest: str = "") -> str:
    """Return what is told of an assessment where there is little room: that it is old, or was corrected."""
    count, days = len(assessment.corrections), filter(None, (each.date for each in assessment.corrections))
    corrected = say.corrected(count, max(days, default=None)) if count else ""
    return say.told_first(newest, corrected, told)


def page_report(report: Report, framework: Framework, plan: SitePlan, more: Sequence[Block]) -> Report:
    """Return a report as it stands on a page, with more below: framework and indicators lead to theirs."""
    blocks: list[Block] = []
    page = SitePage(PageKind.FRAMEWORK, framework=framework.ref)
    leading = (say.FRAMEWORK, Cell(plan.link(framework_words(framework), page)))
    across: tuple[tuple[str, Cell], ...] = ()
    for block in report.blocks:
        if isinstance(block, Facts):
            pairs = (leading if label == say.FRAMEWORK else (label, cell) for label, cell in block.pairs)
            blocks.append(Facts((*pairs, *across)))
        else:
            blocks += [*([Facts(across)] if across else []), block]
        across = ()
        if isinstance(block, Heading) and block.target:
            page = SitePage(PageKind.INDICATOR, framework=framework.ref, indicator=block.target)
            across = (
                ((say.BY_SUBJECT, Cell(plan.link(say.all_subjects(block.target), page))),)
                if page in plan.pages
                else ()
            )
    return report._replace(blocks=(*blocks, *more))


def history_blocks(
    trend: Trend | None, withdrawn: Sequence[OldAssessment], plan: SitePlan
) -> Iterator[Block]:
    """Yield a subject's dates, the newest first, each leading to its page and to what changed before it.

    Without a trend each is withdrawn, and its framework is named.
    """
    rows = []
    points = trend.points if trend else ()
    for at, point in enumerate(points):
        framework = point.scorecard.framework
        with told_by(framework):
            answer = answer_of(point.scorecard, [point.comparison] if point.comparison else ())
            moved = answer.moved if point.comparison else ""
            before = plan.comparison(points[at - 1].place, point.place) if at else None
            assessment = point.scorecard.assessment
            corrected, reviewed = bool(assessment.corrections), bool(assessment.under_review)
            day = plan.link(say.day(point.place.date), plan.assessment(point.place))
            day = say.noted(day, is_corrected=corrected, is_under_review=reviewed)
            standing = standing_cell(point.scorecard.figures, framework)
            told = plan.link(say.capital(moved), before) if before else ""
            rows.append((point.place.order, row(day, standing, told)))
    for each in withdrawn:
        day = plan.link(say.day(each.place.date), plan.assessment(each.place))
        told = say.headline([say.WITHDRAWN, "" if trend else isolated(each.framework.title)])
        rows.append((each.place.order, row(day, told, "")))
    if len(points) < 2 and not withdrawn:
        return
    first, *others = say.HISTORY_COLUMNS
    yield Heading(1, say.HISTORY)
    shown = [found for _, found in sorted(rows, reverse=True)]
    yield table(say.HISTORY, (Column(first), *others), shown)


def both_blocks(places: Iterable[AssessmentPath], plan: SitePlan) -> Iterator[Block]:
    """Yield what leads to the two dates that are compared, where every reason stands."""
    links = [plan.link(say.day(each.date), plan.assessment(each)) for each in places]
    yield Prose(say.reasons_on(links))


def places_of(place: AssessmentPath, scorecard: Scorecard, plan: SitePlan) -> Iterator[tuple[str, str]]:
    """Yield what is told of on the page of a date, by its id, with where that is."""
    page = plan.assessment(place).address
    dimensions = [*all_dimensions(scorecard.dimensions)]
    ids = [each.dimension.id for each in dimensions if each.applies]
    ids += [each.indicator.id for each in scorecard.indicators() if each.applies]
    return ((id, f"{page}#{PLACE}{id}") for id in ids)


def as_code(text: str) -> str:
    """Return a text as Markdown that shows it as it is."""
    return "\n".join(f"    {line}" for line in text.rstrip("\n").split("\n"))


def data_blocks(page: SitePage, plan: SitePlan) -> Iterator[Block]:
    """Yield what leads to the data beside a page."""
    names = [each for each in plan.files_of(page) if each.endswith((".json", ".csv", ".bib"))]
    yield from section(say.PAGE_DATA, items(to_page(each, f"{page.address}{each}") for each in names))
    if plan.has_feeds and page.kind in (PageKind.SUBJECT, PageKind.CHANGES):
        folder = page.address if page.subject else ""
        yield Prose(say.follow(to_page(say.FEED, folder + FEED)))


def embed_blocks(subject: str, name: str, site: SiteName, frameworks: int) -> Iterator[Block]:
    """Yield what to copy to show a subject on another page, as high as its results by so many frameworks."""
    page, whole = (SitePage(kind, subject=subject) for kind in (PageKind.EMBED, PageKind.SUBJECT))
    if site.base_url:
        words = escape(unmarked(without_links(name)))
        code = (
            f'<iframe src="{site.base_url}{page.address}" title="{say.embed_title(words)}" '
            f'width="100%" height="{_EMBED_HEIGHT * max(frameworks, 1)}" loading="lazy" '
            'style="border:0"></iframe>'
        )
        yield Heading(1, say.EMBED)
        yield Prose(say.EMBED_BY)
        yield Prose(as_code(code), is_markdown=True)
        yield Prose(to_page(say.CARD, whole.address + CARD))


def withdrawn_view(old: OldAssessment) -> Report:
    """Return what is told of an assessment that was withdrawn: that it was, and what was corrected in it."""
    assessment, framework = old.assessment, old.framework
    with told_by(framework):
        names = say.listed([*map(isolated, assessment.assessors)])
        name = say.who(subject_name(assessment.subject), assessment.date)
        told = facts(
            [
                (say.FRAMEWORK, framework_words(framework)),
                (say.RATED_BY, names or None),
                (say.PUBLISHED, say.day(assessment.published) if assessment.published else None),
            ]
        )
        return Report(
            title=say.withdrawn_title(name),
            blocks=(*told, *correction_blocks(assessment)),
            language=framework.language,
            headline=say.withdrawn_title(name),
            dates=(assessment.date,),
        )


def card_view(scorecard: Scorecard, name: str) -> Report:
    """Return a subject in short, as another page shows it: the first answer, how many have each status."""
    framework, figures = scorecard.framework, scorecard.figures
    with told_by(framework):
        answer = answer_of(scorecard)
        first = answer.block.boxes[0]._replace(sentences=(*filter(None, (answer.counts, answer.why)),))
        numbers = figures.counts.by_status
        parts = tuple((Tone[each.name], numbers[each]) for each in say.ORDER if numbers.get(each))
        words = tuple((Tone[each.name], label) for each, label in framework.verdict_labels.items())
        bar = Bar(name, standing_cell(figures, framework), parts)
        return Report(
            title=name,
            blocks=(Answers((first,)), Bars(isolated(framework.title), (bar,), words)),
            language=framework.language,
            is_draft=scorecard.assessment.is_draft,
            standfirst=say.day(scorecard.assessment.date),
            headline=answer.headline.text,
        )
