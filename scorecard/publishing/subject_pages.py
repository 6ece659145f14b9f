"""The pages of one subject: each date for good, what changed in between, the newest with its history."""

from collections.abc import Iterator, Sequence

from scorecard.comparing.dated import DatedScorecard, Series
from scorecard.comparing.trend import Point, Trend, find_trend
from scorecard.directions import isolated
from scorecard.project.selection import Selection
from scorecard.project.targets import AssessmentFilter
from scorecard.project.timelines import find_trends
from scorecard.publishing.publisher import Publisher, SiteFile
from scorecard.publishing.structured import report_data
from scorecard.render.site import draw, render_card
from scorecard.robustness.robustness import find_robustness
from scorecard.views.change_tables import RATED_BEFORE, RATED_NOW
from scorecard.views.comparison import DiffDetail, comparison_view
from scorecard.views.comparison_data import diff_json, diff_records
from scorecard.views.full_report import ALL_SECTIONS, Section, full_report_view
from scorecard.views.report import Prose, Report
from scorecard.views.reviewed import reply_sentences
from scorecard.views.scorecard import Detail
from scorecard.views.scorecard_data import assess_json, assess_records
from scorecard.views.site.cite_data import citation, cite_blocks
from scorecard.views.site.frame import PageFrame, described
from scorecard.views.site.plan import (
    CARD,
    PAGE_FILE,
    PICTURE,
    PageKind,
    SitePage,
)
from scorecard.views.site.subject import (
    OldAssessment,
    both_blocks,
    card_view,
    data_blocks,
    embed_blocks,
    history_blocks,
    in_one_line,
    notices_of,
    page_report,
    places_of,
    told_first,
    withdrawn_view,
)
from scorecard.views.trend_data import trend_json, trend_records
from scorecard.views.words import english as say
from scorecard.views.words.standings import subject_name, told_by

_MOST_ASKED = 1000
"""For more indicators than this no page says how firm its result is."""


def subject_files(site: Publisher, id: str) -> Iterator[SiteFile]:
    """Yield all files of a subject, which is read anew."""
    page, which = SitePage(PageKind.SUBJECT, subject=id), AssessmentFilter(None, site.is_preview)
    trends = [*find_trends(site.project, which, Selection(), [id])]
    old = [each for each in site.content.withdrawn if each.place.subject == id]
    name = subject_name(site.content.names[id].subject)
    days = {each.framework.id: each.points[-1].place.date for each in trends}
    for each in old:
        day = days.get(each.framework.id, each.place.date)
        newest = site.plan.link(say.day(day), page) if day > each.place.date else ""
        yield _withdrawn(site, each, newest)
    reports: list[Report] = []
    notices, about = list[Prose](), ""
    for trend in trends:
        newest = site.plan.link(say.day(trend.points[-1].place.date), page)
        for at, point in enumerate(trend.points):
            is_last = at == len(trend.points) - 1
            report = _report(site, point, trend if is_last else _until(trend, at), is_last=is_last)
            newer = "" if is_last else newest
            yield from _dated(site, point, report, newer, has_card=is_last and trend is trends[0])
            if at:
                yield from _comparison(site, trend.points[at - 1], point)
        ours = [each for each in old if each.framework.id == trend.framework.id]
        old = [each for each in old if each not in ours]
        more = [*history_blocks(trend, ours, site.plan)]
        shown = page_report(report, trend.framework, site.plan, more)
        framework = isolated(trend.framework.title)
        title = say.by_framework(shown.title, framework) if reports else shown.title
        cite = site.plan.link(say.PERMANENT, site.plan.assessment(point.place))
        below = say.headline([shown.standfirst, cite])
        reports.append(shown._replace(title=title, standfirst=below))
        for each in ours:
            withdrawn = site.plan.link(say.day(each.place.date), site.plan.assessment(each.place))
            notices.append(Prose(say.withdrawn_on(withdrawn), say.WITHDRAWN))
        notices += notices_of(point.scorecard.assessment, of=framework * (len(trends) > 1))
        about = about or told_first(point.scorecard.assessment, described(report))
    if not trends:
        reports = [withdrawn_view(old[-1])._replace(blocks=(Prose(say.WITHDRAWN_ALL),))]
    ends = [
        *history_blocks(None, old, site.plan),
        *data_blocks(page, site.plan),
        *embed_blocks(id, name, site.name, len(trends)),
    ]
    reports[-1] = reports[-1]._replace(blocks=(*reports[-1].blocks, *ends))
    yield site.page(
        page,
        reports,
        notices=notices,
        has_card=bool(trends),
        about=about,
        words=name,
        places=site.places[trends[-1].framework.ref] if trends else {},
    )
    data = trend_json(trends, [], root=".", refused=[])
    yield from site.data(page, "trend", data, trend_records(trends))
    cards = [card_view(each.points[-1].scorecard, name) for each in trends]
    card = render_card(cards, name, site.name.organisation or site.name.title)
    yield SiteFile(f"{page.address}{CARD}", card)
    if site.plan.has_pictures:
        yield SiteFile(f"{page.address}{PICTURE}", draw(card))
    yield _embed(site, id, cards or [Report(name, (Prose(say.WITHDRAWN_ALL),))])
    if site.plan.has_feeds:
        events = [each for each in site.events if each.subject == id]
        yield site.feed(page.address, f"{name}: {say.FEED_TITLE}", events)


def _report(site: Publisher, point: Point, trend: Trend, *, is_last: bool) -> Report:
    """Return the report of a date, without what its page says before it."""
    assessment = point.scorecard.assessment
    assessment = assessment.model_copy(update={"under_review": assessment.under_review and ""})
    scorecard = point.scorecard._replace(assessment=assessment)
    review, firm = site.project.review(point.place), None
    if is_last and site.is_firm and scorecard.figures.parts.total <= _MOST_ASKED:
        said = None if review is None else review.doubts
        firm = find_robustness(scorecard, site.content.measurements_of(scorecard.framework), said)
    sections = ALL_SECTIONS if firm else ALL_SECTIONS - {Section.FIRMNESS}
    report = full_report_view(scorecard, trend, robustness=firm, sections=sections, review=review)
    with told_by(scorecard.framework):
        replied = [Prose(each, say.REPLY) for each in reply_sentences(review)]
    if is_last and site.settings.contact:
        told = say.to_object(*map(isolated, (site.settings.contact, site.settings.reply_by)))
        replied.append(Prose(site.plan.link(told, SitePage(PageKind.ABOUT)), say.RIGHT_OF_REPLY))
    return report._replace(blocks=(*report.blocks[:1], *replied, *report.blocks[1:]))


def _dated(
    site: Publisher, point: Point, report: Report, newest: str, *, has_card: bool
) -> Iterator[SiteFile]:
    page, scorecard = site.plan.assessment(point.place), point.scorecard
    framework = scorecard.framework
    with told_by(framework):
        cite = [*cite_blocks(scorecard, page, site.name), *data_blocks(page, site.plan)]
        entry = citation(scorecard, page, site.name)[1]
    shown = page_report(report, framework, site.plan, cite)
    yield site.page(
        page,
        [shown],
        notices=notices_of(scorecard.assessment, newest),
        structured=report_data(scorecard, site.name, page, report.headline or report.title),
        has_card=has_card,
        about=told_first(scorecard.assessment, described(report), newest),
        words=say.day(point.place.date),
        places=site.places[framework.ref],
    )
    pairs = [(point.place.path, scorecard)]
    data = assess_json(pairs, detail=Detail.FULL, root=".", refused=[])
    yield from site.data(page, "scorecard", data, assess_records(pairs))
    yield SiteFile(f"{page.address}cite.bib", entry)


def _withdrawn(site: Publisher, old: OldAssessment, newest: str) -> SiteFile:
    page = site.plan.assessment(old.place)
    notices = notices_of(old.assessment, newest)
    shown, why = withdrawn_view(old), in_one_line(old.assessment.withdrawn or "")
    about = say.headline([shown.title, isolated(why)])
    return site.page(page, [shown], notices=notices, words=say.day(old.place.date), about=about)


def _comparison(site: Publisher, before: Point, after: Point) -> Iterator[SiteFile]:
    comparison, page = after.comparison, site.plan.comparison(before.place, after.place)
    assert comparison is not None, "a date that is not the first is compared with the one before"
    paths = (before.place.path, after.place.path)
    review = site.project.review(after.place)
    report = comparison_view(
        comparison, detail=DiffDetail.CHANGES, show_all=False, paths=paths, review=review, is_page=True
    )
    ends = [*both_blocks((before.place, after.place), site.plan), *data_blocks(page, site.plan)]
    dates = (before.place.date, after.place.date)
    shown = report._replace(blocks=(*report.blocks, *ends), dates=dates)
    places = {
        f"{begin}{id}": place
        for begin, point in ((RATED_BEFORE, before), (RATED_NOW, after), ("", before), ("", after))
        for id, place in places_of(point.place, point.scorecard, site.plan)
    }
    sides = (each.scorecard.assessment for each in (after, before))
    notices = [told for each in sides for told in notices_of(each, of=say.day(each.date))]
    yield site.page(page, [shown], notices=notices, places=places)
    data = diff_json(comparison, paths=paths, show_all=False)
    yield from site.data(page, "diff", data, diff_records([(comparison, paths)], show_all=False))


def _embed(site: Publisher, id: str, cards: Sequence[Report]) -> SiteFile:
    page, whole = (SitePage(kind, subject=id) for kind in (PageKind.EMBED, PageKind.SUBJECT))
    more = site.plan.link(say.more_on(isolated(site.name.title)), whole)
    frame = PageFrame(
        "../" * 2, site.name.title, (more,), template="embed", mark=site.is_preview * say.PREVIEW_MARK
    )
    return SiteFile(f"{page.address}{PAGE_FILE}", site.look.page(cards, frame))


def _until(trend: Trend, at: int) -> Trend:
    """Return a subject's trend as it was at one of its dates."""
    dated = tuple(DatedScorecard(each.place, each.scorecard) for each in trend.points[: at + 1])
    return find_trend(Series(trend.points[at].place.subject, trend.framework.id, dated), trend.find)
