"""The pages of a site that are about several subjects, or about none, and its open data."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from scorecard.comparing.frameworks import diff_frameworks
from scorecard.comparing.league import find_leagues
from scorecard.comparing.trend import TrendFilter
from scorecard.model.framework import Framework, ref_of
from scorecard.project.selection import Selection
from scorecard.project.targets import AssessmentFilter
from scorecard.project.timelines import find_trends
from scorecard.publishing.data_files import DATA_FILES, data_files, table_csv
from scorecard.publishing.feed import write_sitemap
from scorecard.publishing.publisher import STYLE, Publisher, SiteFile
from scorecard.publishing.structured import dataset_data
from scorecard.views.comparison import DiffDetail
from scorecard.views.framework import framework_json, framework_view
from scorecard.views.frameworks_compared import framework_comparison_view
from scorecard.views.league import league_view
from scorecard.views.open_data import ReviewedTrend
from scorecard.views.report import Block, Heading, Prose
from scorecard.views.scorecard_data import assess_records
from scorecard.views.site.changes import (
    changes_view,
    corrections_view,
)
from scorecard.views.site.home import (
    about_view,
    data_view,
    home_view,
    index_view,
    league_section,
    method_view,
    moved_view,
    not_found_view,
)
from scorecard.views.site.indicator import RatedSubject, across, across_view
from scorecard.views.site.plan import (
    HOME,
    PageKind,
    SitePage,
)
from scorecard.views.site.site_data import changes_json, changes_records, rated_json, rated_records
from scorecard.views.site.subject import (
    data_blocks,
    page_report,
)
from scorecard.views.trend_data import league_records, trend_json
from scorecard.views.words import english as say
from scorecard.views.words.standings import framework_words, named, subject_name


def shared_files(site: Publisher) -> Iterator[SiteFile]:
    """Yield the files that are about several subjects, or about none."""
    yield SiteFile(STYLE, site.look.style)
    yield from (SiteFile(*each) for each in site.look.logos.items())
    yield from _home(site)
    yield from _changes(site)
    newest, plan = site.content.newest_frameworks(), site.plan
    yield site.page(SitePage(PageKind.CORRECTIONS), [corrections_view(site.events, plan)])
    yield site.page(
        SitePage(PageKind.METHOD),
        [method_view(newest, (each for each in site.frameworks if each not in newest), plan)],
    )
    yield _about(site)
    names = [(id, subject_name(each.subject)) for id, each in site.content.names.items()]
    yield site.page(SitePage(PageKind.INDEX), [index_view(names, site.frameworks, plan)])
    for framework in site.frameworks:
        yield from _framework(site, framework)
    for page in plan.pages:
        if page.kind is PageKind.MOVED:
            yield _moved(site, page)
    if site.name.base_url:
        missing = not_found_view(plan)
        shown = site.page(HOME, [missing], root=site.name.base_url)
        yield shown._replace(path="404.html")
        yield SiteFile("sitemap.xml", write_sitemap(site.name.base_url, _sitemap(site)))


def _home(site: Publisher) -> Iterator[SiteFile]:
    content = site.content
    leagues = find_leagues(content.series, [one for each in content.series for one in each.left_out])
    moves = [each.comparison for each in content.newest if each.comparison]
    reviews = {each.dated.place: each.review for each in content.newest}
    yield from site.data(
        HOME, "leagues", trend_json([], leagues, root=".", refused=[]), league_records(leagues)
    )
    reports = [home_view(site.name, site.frameworks, content.made_by, site.events, site.plan, content.day)]
    for league in leagues:
        said = [reviews.get(each.dated.place) for each in league.standings]
        shown = league_view(league, moves, said, shown=TrendFilter(), is_page=True, plan=site.plan)
        reports.append(league_section(shown, league.framework, site.plan))
    last = reports[-1]
    reports[-1] = last._replace(blocks=(*last.blocks, *data_blocks(HOME, site.plan)))
    yield site.page(HOME, reports)


def _changes(site: Publisher) -> Iterator[SiteFile]:
    page = SitePage(PageKind.CHANGES)
    shown = changes_view(site.events, site.plan)
    yield site.page(page, [shown._replace(blocks=(*shown.blocks, *data_blocks(page, site.plan)))])
    yield from site.data(page, "changes", changes_json(site.events), changes_records(site.events))
    if site.plan.has_feeds:
        yield site.feed("", f"{site.name.title}: {say.FEED_TITLE}", site.events)


def _about(site: Publisher) -> SiteFile:
    found = site.content.licences
    licences = [(framework_words(each), each.licence or say.NO_LICENCE) for each in site.frameworks]
    licences += [(say.of_assessments(found[each], found.total()), each or say.NO_LICENCE) for each in found]
    report = about_view(
        site.name,
        licences,
        contact=site.settings.contact,
        funders=site.settings.funders,
        reply_by=site.settings.reply_by,
    )
    return site.page(SitePage(PageKind.ABOUT), [report])


def data_folder(site: Publisher) -> Iterator[SiteFile]:
    """Yield the files of the open data, for which all subjects are read anew, and the page of them."""
    which, subjects = AssessmentFilter(None, site.is_preview), site.project.layout.by_subject
    found = find_trends(site.project, which, Selection(), subjects)
    trends = (ReviewedTrend(each, site.project.review) for each in found)
    own = filter(None, (each.good for each in site.content.selection.frameworks))
    page, names, rows = SitePage(PageKind.DATA), DATA_FILES, Counter[str]()
    for name, content in data_files(trends, own, site.content.selection, counts=rows).items():
        yield SiteFile(f"{page.address}{name}", content)
    structured = dataset_data(site.name, page, names, site.content, site.frameworks)
    yield site.page(page, [data_view(page, names, rows)], structured=structured, about=say.DATA_ABOUT)


def _framework(site: Publisher, framework: Framework) -> Iterator[SiteFile]:
    page = SitePage(PageKind.FRAMEWORK, framework=framework.ref)
    newest = next(each for each in reversed(site.frameworks) if each.id == framework.id)
    leading = site.plan.link(newest.ref, SitePage(PageKind.FRAMEWORK, framework=newest.ref))
    notices = [] if newest is framework else [Prose(say.superseded(leading), say.SUPERSEDED)]
    report = page_report(framework_view(framework), framework, site.plan, [*data_blocks(page, site.plan)])
    before = site.project.find_good(framework.replaces) if framework.replaces else None
    if before is not None:
        comparison = diff_frameworks(before, framework, site.project.find_content)
        changed = framework_comparison_view(comparison, affected=None, detail=DiffDetail.FULL)
        told: list[Block] = [Heading(1, say.DIFFERENCES)]
        told += [
            block._replace(level=block.level + 1) if isinstance(block, Heading) else block
            for block in changed.blocks
        ]
        counts = [(str(each.version), site.content.made_by[each.ref]) for each in (before, framework)]
        told.append(Prose(say.sentence(say.published(0, counts))))
        report = report._replace(blocks=(*report.blocks, *told))
    name, title = framework_words(framework), say.with_version(report.title, str(framework.version))
    about = framework.description or name
    shown = report._replace(title=title, headline=name)
    yield site.page(page, [shown], notices=notices, about=about, words=name)
    yield from site.data(page, "framework", framework_json(framework))
    yield SiteFile(f"{page.address}indicators.csv", table_csv("indicators", framework))
    found = [each for each in site.content.newest if each.dated.scorecard.framework.ref == framework.ref]
    rated, records = across(found), rated_records(found)
    for indicator in framework.indicators():
        if indicator.counted:
            key = ref_of(framework), indicator.id
            those: list[RatedSubject] = rated.get(indicator.id, [])
            page = SitePage(PageKind.INDICATOR, framework=framework.ref, indicator=indicator.id)
            shown = across_view(indicator, framework, those, site.content.charts.get(key, ()), site.plan)
            shown = shown._replace(blocks=(*shown.blocks, *data_blocks(page, site.plan)))
            yield site.page(
                page,
                [shown],
                notices=notices,
                about=say.headline([say.SUPERSEDED if notices else "", indicator.requirement]),
                words=named(indicator),
            )
            data = rated_json(framework.ref, indicator.id, those)
            yield from site.data(page, "ratings", data, records.get(indicator.id) or assess_records(()))


def _moved(site: Publisher, page: SitePage) -> SiteFile:
    found = next(each for each in site.plan.pages if each.address == site.stays(page))
    return site.page(page, [moved_view(found, _words_of(site, found), site.plan)])


def _words_of(site: Publisher, page: SitePage) -> str:
    return page.address if page.kind not in (PageKind.SUBJECT, PageKind.FRAMEWORK) else site.words(page)


def _sitemap(site: Publisher) -> Iterator[tuple[str, date | None]]:
    days: dict[SitePage, date] = {}
    for event in site.events:  # the newest first
        page = event.page
        whose = SitePage(PageKind.SUBJECT, subject=event.subject)
        for each in (page, page._replace(kind=PageKind.ASSESSMENT, before=""), whose):
            days.setdefault(each, event.day)
    for page in site.plan.pages:
        if page.kind not in (PageKind.MOVED, PageKind.EMBED):
            yield page.address, days.get(page)
