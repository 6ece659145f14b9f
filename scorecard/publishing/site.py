"""A site, page by page: what stands on each, and what around it; in two processes where there are many.

First each subject is read once and what is told of all together is kept. Then its own pages are made, each
subject read again by itself, so that memory does not grow with what they hold.
"""

import gc
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from scorecard.comparing.dated import DatedScorecard, Series
from scorecard.comparing.frameworks import diff_frameworks
from scorecard.comparing.league import find_leagues
from scorecard.comparing.trend import Point, Trend, TrendFilter, find_trend
from scorecard.directions import isolated
from scorecard.errors import NotFoundError
from scorecard.links import without_links
from scorecard.model.framework import Framework, ref_of
from scorecard.project.library import Project
from scorecard.project.selection import Selection
from scorecard.project.targets import AssessmentFilter
from scorecard.project.timelines import find_trends
from scorecard.publishing.content import SiteContent
from scorecard.publishing.data_files import DATA_FILES, data_files, table_csv
from scorecard.publishing.feed import address, write_feed, write_sitemap
from scorecard.publishing.folder import SiteFolder
from scorecard.publishing.settings import SiteSettings
from scorecard.publishing.structured import dataset_data, report_data
from scorecard.render.csv import render_csv
from scorecard.render.json import render_json
from scorecard.render.site import SiteLook, render_card
from scorecard.robustness.robustness import find_robustness
from scorecard.views.change_tables import RATED_BEFORE, RATED_NOW
from scorecard.views.comparison import DiffDetail, comparison_view
from scorecard.views.comparison_data import diff_json, diff_records
from scorecard.views.data import Json, Records
from scorecard.views.framework import framework_json, framework_view
from scorecard.views.frameworks_compared import framework_comparison_view
from scorecard.views.full_report import ALL_SECTIONS, Section, full_report_view
from scorecard.views.league import league_view
from scorecard.views.open_data import ReviewedTrend
from scorecard.views.report import Block, Heading, Prose, Report
from scorecard.views.reviewed import reply_sentences
from scorecard.views.scorecard import Detail
from scorecard.views.scorecard_data import assess_json, assess_records
from scorecard.views.site.changes import (
    Event,
    changes_view,
    corrections_view,
    in_order,
    version_of,
)
from scorecard.views.site.cite_data import citation, cite_blocks
from scorecard.views.site.frame import PageFrame, described
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
    CARD,
    FEED,
    HOME,
    PAGE_FILE,
    SINGLE,
    PageKind,
    SitePage,
    SitePlan,
    plan_site,
)
from scorecard.views.site.site_data import changes_json, changes_records, rated_json, rated_records
from scorecard.views.site.subject import (
    OldAssessment,
    SiteName,
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
from scorecard.views.trend_data import league_records, trend_json, trend_records
from scorecard.views.words import english as say
from scorecard.views.words.standings import framework_words, named, subject_name, told_by

Watch = Callable[[Iterable[str], int], Iterable[str]]
"""Passes subjects on, one after the other, of so many, and may show how far it is."""
_MOST_PROCESSES = 2
_FEWEST_FOR_PROCESSES = 20
_MOST_ASKED = 1000
"""For more indicators than this no page says how firm its result is."""
STYLE = "style.css"


class SiteFile(NamedTuple):
    """A file of a site: its path below the site's folder, and what it holds."""

    path: str
    content: str | bytes


@dataclass(frozen=True)
class Publisher:
    """Makes the files of a site; a preview marks each page, `is_firm` tells how firm results are."""

    project: Project
    content: SiteContent
    settings: SiteSettings
    look: SiteLook
    is_preview: bool = False
    is_firm: bool = True

    @cached_property
    def frameworks(self) -> list[Framework]:
        return self.content.shown_frameworks()

    @cached_property
    def name(self) -> SiteName:
        organisation = self.look.organisation
        title = self.settings.title or say.site_title(organisation)
        return SiteName(title, organisation, self.settings.base_url)

    @cached_property
    def plan(self) -> SitePlan:
        has_address = bool(self.settings.base_url)
        return plan_site(
            self.content.planned,
            self.content.pairs,
            self.frameworks,
            moved=self.settings.moved,
            has_feeds=has_address,
            others=(
                *(STYLE, *self.look.logos, *(f"{PageKind.DATA}/{name}" for name in DATA_FILES)),
                *(("404.html", "sitemap.xml") if has_address else ()),
            ),
        )

    @cached_property
    def places(self) -> dict[str, Mapping[str, str]]:
        """Where the indicators of each framework are told with all subjects."""
        return {each.ref: self.plan.places_of(each.ref) for each in self.frameworks}

    @cached_property
    def events(self) -> list[Event]:
        versions = (event for each in self.frameworks for event in version_of(each))
        return in_order([*self.content.events, *versions])

    # Around a page

    def _page(
        self,
        page: SitePage,
        reports: Sequence[Report],
        *,
        notices: Iterable[Prose] = (),
        structured: str = "",
        has_card: bool = False,
        about: str = "",
        words: str = "",
        places: Mapping[str, str] = {},
        root: str = "",
    ) -> SiteFile:
        """Return a page with what stands around it; `words` name it, its subject's picture may tell the same.

        One at another `root` than its own is shown where no page is.
        """
        name = words or reports[0].title
        title = without_links(reports[0].headline or reports[0].title)
        trail = [(self._words(each), each) for each in page.trail()]
        description = without_links(about or described(reports[0])) or title
        below = root or "../" * page.address.count("/")
        head = [("robots", "noindex")] if root or page.old else []
        if not root:
            head += self._head(page, title, description, has_card=has_card)
        frame = PageFrame(
            root=below,
            site=self.name.title,
            menu=tuple(self.plan.link(say.page_name(each.kind), each) for each in SINGLE),
            trail=tuple(self.plan.link(*each) for each in trail),
            here=name,
            notices=tuple(notices),
            mark=say.PREVIEW_MARK if self.is_preview else "",
            head=tuple(head),
            links=() if root else tuple(self._links(page)),
            leads_to=address(below, self._stays(page) + PAGE_FILE) if page.old else "",
            structured=structured,
            description=description,
            places=places,
        )
        return SiteFile(f"{page.address}{PAGE_FILE}", self.look.page(reports, frame))

    def _stays(self, page: SitePage) -> str:
        """Return where a page is now, below the site's address."""
        return f"{self.plan.moved[page.old]}/" if page.old else page.address

    def _words(self, page: SitePage) -> str:
        match page.kind:
            case PageKind.SUBJECT:
                return subject_name(self.content.names[page.subject].subject)
            case PageKind.FRAMEWORK:
                found = next(each for each in self.frameworks if each.ref == page.framework)
                return framework_words(found)
            case _:
                return say.page_name(page.kind)

    def _head(
        self, page: SitePage, title: str, description: str, *, has_card: bool
    ) -> Iterator[tuple[str, str]]:
        yield "og:type", "article" if page.kind is PageKind.ASSESSMENT else "website"
        yield "og:site_name", self.name.title
        yield "og:title", title
        yield "og:description", description
        if self.name.base_url:
            yield "og:url", address(self.name.base_url, self._stays(page))
            if has_card:
                picture = SitePage(PageKind.SUBJECT, subject=page.subject).address + CARD
                yield "og:image", address(self.name.base_url, picture)
                yield "og:image:alt", description
                yield "twitter:card", "summary_large_image"

    def _links(self, page: SitePage) -> Iterator[tuple[str, str, str]]:
        base = self.name.base_url
        if base:
            yield "canonical", address(base, self._stays(page)), ""
            yield "alternate", address(base, FEED), f"{self.name.title}: {say.FEED_TITLE}"
            if page.subject:
                whose = SitePage(PageKind.SUBJECT, subject=page.subject)
                yield (
                    "alternate",
                    address(base, whose.address + FEED),
                    f"{self._words(whose)}: {say.FEED_TITLE}",
                )

    def _data(
        self, page: SitePage, name: str, content: Json, records: Records | None = None
    ) -> Iterator[SiteFile]:
        yield SiteFile(f"{page.address}{name}.json", render_json(content, is_ascii=False))
        if records is not None:
            yield SiteFile(f"{page.address}{name}.csv", render_csv(records))

    # A subject

    def subject(self, id: str) -> Iterator[SiteFile]:
        """Yield all files of a subject, which is read anew."""
        page, which = SitePage(PageKind.SUBJECT, subject=id), AssessmentFilter(None, self.is_preview)
        trends = [*find_trends(self.project, which, Selection(), [id])]
        old = [each for each in self.content.withdrawn if each.place.subject == id]
        name = subject_name(self.content.names[id].subject)
        days = {each.framework.id: each.points[-1].place.date for each in trends}
        for each in old:
            day = days.get(each.framework.id, each.place.date)
            newest = self.plan.link(say.day(day), page) if day > each.place.date else ""
            yield self._withdrawn(each, newest)
        reports: list[Report] = []
        notices, about = list[Prose](), ""
        for trend in trends:
            newest = self.plan.link(say.day(trend.points[-1].place.date), page)
            for at, point in enumerate(trend.points):
                is_last = at == len(trend.points) - 1
                report = self._report(point, trend if is_last else _until(trend, at), is_last=is_last)
                newer = "" if is_last else newest
                yield from self._dated(point, report, newer, has_card=is_last and trend is trends[0])
                if at:
                    yield from self._comparison(trend.points[at - 1], point)
            ours = [each for each in old if each.framework.id == trend.framework.id]
            old = [each for each in old if each not in ours]
            more = [*history_blocks(trend, ours, self.plan)]
            shown = page_report(report, trend.framework, self.plan, more)
            framework = isolated(trend.framework.title)
            title = say.by_framework(shown.title, framework) if reports else shown.title
            cite = self.plan.link(say.PERMANENT, self.plan.assessment(point.place))
            below = say.headline([shown.standfirst, cite])
            reports.append(shown._replace(title=title, standfirst=below))
            notices += notices_of(point.scorecard.assessment, of=framework * (len(trends) > 1))
            about = about or told_first(point.scorecard.assessment, described(report))
        if not trends:
            reports = [withdrawn_view(old[-1])._replace(blocks=(Prose(say.WITHDRAWN_ALL),))]
        ends = [
            *history_blocks(None, old, self.plan),
            *data_blocks(page, self.plan),
            *embed_blocks(id, name, self.name, len(trends)),
        ]
        reports[-1] = reports[-1]._replace(blocks=(*reports[-1].blocks, *ends))
        yield self._page(
            page,
            reports,
            notices=notices,
            has_card=bool(trends),
            about=about,
            words=name,
            places=self.places[trends[-1].framework.ref] if trends else {},
        )
        data = trend_json(trends, [], root=".", refused=[])
        yield from self._data(page, "trend", data, trend_records(trends))
        cards = [card_view(each.points[-1].scorecard, name) for each in trends]
        yield SiteFile(f"{page.address}{CARD}", render_card(cards, name, self.name.title))
        yield self._embed(id, cards or [Report(name, (Prose(say.WITHDRAWN_ALL),))])
        if self.plan.has_feeds:
            events = [each for each in self.events if each.subject == id]
            yield self._feed(page.address, f"{name}: {say.FEED_TITLE}", events)

    def _report(self, point: Point, trend: Trend, *, is_last: bool) -> Report:
        """Return the report of a date, without what its page says before it."""
        assessment = point.scorecard.assessment
        assessment = assessment.model_copy(update={"under_review": assessment.under_review and ""})
        scorecard = point.scorecard._replace(assessment=assessment)
        review, firm = self.project.review(point.place), None
        if is_last and self.is_firm and scorecard.figures.parts.total <= _MOST_ASKED:
            said = None if review is None else review.doubts
            firm = find_robustness(scorecard, self.content.measurements_of(scorecard.framework), said)
        sections = ALL_SECTIONS if firm else ALL_SECTIONS - {Section.FIRMNESS}
        report = full_report_view(scorecard, trend, robustness=firm, sections=sections, review=review)
        with told_by(scorecard.framework):
            replied = [Prose(each, say.REPLY) for each in reply_sentences(review)]
        if is_last and self.settings.contact:
            told = say.to_object(*map(isolated, (self.settings.contact, self.settings.reply_by)))
            replied.append(Prose(self.plan.link(told, SitePage(PageKind.ABOUT)), say.RIGHT_OF_REPLY))
        return report._replace(blocks=(*report.blocks[:1], *replied, *report.blocks[1:]))

    def _dated(self, point: Point, report: Report, newest: str, *, has_card: bool) -> Iterator[SiteFile]:
        page, scorecard = self.plan.assessment(point.place), point.scorecard
        framework = scorecard.framework
        with told_by(framework):
            cite = [*cite_blocks(scorecard, page, self.name), *data_blocks(page, self.plan)]
            entry = citation(scorecard, page, self.name)[1]
        shown = page_report(report, framework, self.plan, cite)
        yield self._page(
            page,
            [shown],
            notices=notices_of(scorecard.assessment, newest),
            structured=report_data(scorecard, self.name, page, report.headline or report.title),
            has_card=has_card,
            about=told_first(scorecard.assessment, described(report), newest),
            words=say.day(point.place.date),
            places=self.places[framework.ref],
        )
        pairs = [(point.place.path, scorecard)]
        data = assess_json(pairs, detail=Detail.FULL, root=".", refused=[])
        yield from self._data(page, "scorecard", data, assess_records(pairs))
        yield SiteFile(f"{page.address}cite.bib", entry)

    def _withdrawn(self, old: OldAssessment, newest: str) -> SiteFile:
        page = self.plan.assessment(old.place)
        notices = notices_of(old.assessment, newest)
        shown, why = withdrawn_view(old), in_one_line(old.assessment.withdrawn or "")
        about = say.headline([shown.title, isolated(why)])
        return self._page(page, [shown], notices=notices, words=say.day(old.place.date), about=about)

    def _comparison(self, before: Point, after: Point) -> Iterator[SiteFile]:
        comparison, page = after.comparison, self.plan.comparison(before.place, after.place)
        assert comparison is not None, "a date that is not the first is compared with the one before"
        paths = (before.place.path, after.place.path)
        review = self.project.review(after.place)
        report = comparison_view(
            comparison, detail=DiffDetail.CHANGES, show_all=False, paths=paths, review=review, is_page=True
        )
        ends = [*both_blocks((before.place, after.place), self.plan), *data_blocks(page, self.plan)]
        dates = (before.place.date, after.place.date)
        shown = report._replace(blocks=(*report.blocks, *ends), dates=dates)
        places = {
            f"{begin}{id}": place
            for begin, point in ((RATED_BEFORE, before), (RATED_NOW, after), ("", before), ("", after))
            for id, place in places_of(point.place, point.scorecard, self.plan)
        }
        sides = (each.scorecard.assessment for each in (after, before))
        notices = [told for each in sides for told in notices_of(each, of=say.day(each.date))]
        yield self._page(page, [shown], notices=notices, places=places)
        data = diff_json(comparison, paths=paths, show_all=False)
        yield from self._data(page, "diff", data, diff_records([(comparison, paths)], show_all=False))

    def _embed(self, id: str, cards: Sequence[Report]) -> SiteFile:
        page, whole = (SitePage(kind, subject=id) for kind in (PageKind.EMBED, PageKind.SUBJECT))
        more = self.plan.link(say.more_on(isolated(self.name.title)), whole)
        frame = PageFrame(
            "../" * 2, self.name.title, (more,), template="embed", mark=self.is_preview * say.PREVIEW_MARK
        )
        return SiteFile(f"{page.address}{PAGE_FILE}", self.look.page(cards, frame))

    # All together

    def shared(self) -> Iterator[SiteFile]:
        """Yield the files that are about several subjects, or about none."""
        yield SiteFile(STYLE, self.look.style)
        yield from (SiteFile(*each) for each in self.look.logos.items())
        yield from self._home()
        yield from self._changes()
        newest, plan = self.content.newest_frameworks(), self.plan
        yield self._page(SitePage(PageKind.CORRECTIONS), [corrections_view(self.events, plan)])
        yield self._page(
            SitePage(PageKind.METHOD),
            [method_view(newest, (each for each in self.frameworks if each not in newest), plan)],
        )
        yield self._about()
        names = [(id, subject_name(each.subject)) for id, each in self.content.names.items()]
        yield self._page(SitePage(PageKind.INDEX), [index_view(names, self.frameworks, plan)])
        for framework in self.frameworks:
            yield from self._framework(framework)
        for page in plan.pages:
            if page.kind is PageKind.MOVED:
                yield self._moved(page)
        if self.name.base_url:
            missing = not_found_view(plan)
            shown = self._page(HOME, [missing], root=self.name.base_url)
            yield shown._replace(path="404.html")
            yield SiteFile("sitemap.xml", write_sitemap(self.name.base_url, self._sitemap()))

    def _home(self) -> Iterator[SiteFile]:
        content = self.content
        leagues = find_leagues(content.series, [one for each in content.series for one in each.left_out])
        moves = [each.comparison for each in content.newest if each.comparison]
        reviews = {each.dated.place: each.review for each in content.newest}
        yield from self._data(
            HOME, "leagues", trend_json([], leagues, root=".", refused=[]), league_records(leagues)
        )
        reports = [
            home_view(self.name, self.frameworks, content.made_by, self.events, self.plan, content.day)
        ]
        for league in leagues:
            said = [reviews.get(each.dated.place) for each in league.standings]
            shown = league_view(league, moves, said, shown=TrendFilter(), is_page=True, plan=self.plan)
            reports.append(league_section(shown, league.framework, self.plan))
        last = reports[-1]
        reports[-1] = last._replace(blocks=(*last.blocks, *data_blocks(HOME, self.plan)))
        yield self._page(HOME, reports)

    def _changes(self) -> Iterator[SiteFile]:
        page = SitePage(PageKind.CHANGES)
        shown = changes_view(self.events, self.plan)
        yield self._page(page, [shown._replace(blocks=(*shown.blocks, *data_blocks(page, self.plan)))])
        yield from self._data(page, "changes", changes_json(self.events), changes_records(self.events))
        if self.plan.has_feeds:
            yield self._feed("", f"{self.name.title}: {say.FEED_TITLE}", self.events)

    def _feed(self, folder: str, title: str, events: Sequence[Event]) -> SiteFile:
        author = self.name.organisation or self.name.title
        since = self.content.day or date.min
        text = write_feed(title, author, self.name.base_url, folder, events, since)
        return SiteFile(f"{folder}{FEED}", text)

    def _about(self) -> SiteFile:
        licences = [(framework_words(each), each.licence) for each in self.frameworks if each.licence]
        licences += [
            (say.OF_ASSESSMENTS, each.licence) for each in self.content.names.values() if each.licence
        ]
        report = about_view(
            self.name,
            licences,
            contact=self.settings.contact,
            funders=self.settings.funders,
            reply_by=self.settings.reply_by,
        )
        return self._page(SitePage(PageKind.ABOUT), [report])

    def open_data(self) -> Iterator[SiteFile]:
        """Yield the files of the open data, for which all subjects are read anew, and the page of them."""
        which, subjects = AssessmentFilter(None, self.is_preview), self.project.layout.by_subject
        found = find_trends(self.project, which, Selection(), subjects)
        trends = (ReviewedTrend(each, self.project.review) for each in found)
        own = filter(None, (each.good for each in self.content.selection.frameworks))
        page, names, rows = SitePage(PageKind.DATA), DATA_FILES, Counter[str]()
        for name, content in data_files(trends, own, self.content.selection, counts=rows).items():
            yield SiteFile(f"{page.address}{name}", content)
        structured = dataset_data(self.name, page, names, self.content, self.frameworks)
        yield self._page(page, [data_view(page, names, rows)], structured=structured, about=say.DATA_ABOUT)

    def _framework(self, framework: Framework) -> Iterator[SiteFile]:
        page = SitePage(PageKind.FRAMEWORK, framework=framework.ref)
        newest = next(each for each in reversed(self.frameworks) if each.id == framework.id)
        leading = self.plan.link(newest.ref, SitePage(PageKind.FRAMEWORK, framework=newest.ref))
        notices = [] if newest is framework else [Prose(say.superseded(leading), say.SUPERSEDED)]
        report = page_report(framework_view(framework), framework, self.plan, [*data_blocks(page, self.plan)])
        before = self.project.find_good(framework.replaces) if framework.replaces else None
        if before is not None:
            comparison = diff_frameworks(before, framework, self.project.find_content)
            changed = framework_comparison_view(comparison, affected=None, detail=DiffDetail.FULL)
            told: list[Block] = [Heading(1, say.DIFFERENCES)]
            told += [
                block._replace(level=block.level + 1) if isinstance(block, Heading) else block
                for block in changed.blocks
            ]
            counts = [(str(each.version), self.content.made_by[each.ref]) for each in (before, framework)]
            told.append(Prose(say.sentence(say.published(0, counts))))
            report = report._replace(blocks=(*report.blocks, *told))
        name, title = framework_words(framework), say.with_version(report.title, str(framework.version))
        about = framework.description or name
        shown = report._replace(title=title, headline=name)
        yield self._page(page, [shown], notices=notices, about=about, words=name)
        yield from self._data(page, "framework", framework_json(framework))
        yield SiteFile(f"{page.address}indicators.csv", table_csv("indicators", framework))
        found = [each for each in self.content.newest if each.dated.scorecard.framework.ref == framework.ref]
        rated, records = across(found), rated_records(found)
        for indicator in framework.indicators():
            if indicator.counted:
                key = ref_of(framework), indicator.id
                those: list[RatedSubject] = rated.get(indicator.id, [])
                page = SitePage(PageKind.INDICATOR, framework=framework.ref, indicator=indicator.id)
                shown = across_view(indicator, framework, those, self.content.charts.get(key, ()), self.plan)
                shown = shown._replace(blocks=(*shown.blocks, *data_blocks(page, self.plan)))
                yield self._page(
                    page, [shown], notices=notices, about=indicator.requirement, words=named(indicator)
                )
                data = rated_json(framework.ref, indicator.id, those)
                yield from self._data(page, "ratings", data, records.get(indicator.id) or assess_records(()))

    def _moved(self, page: SitePage) -> SiteFile:
        found = next(each for each in self.plan.pages if each.address == self._stays(page))
        return self._page(page, [moved_view(found, self._words_of(found), self.plan)])

    def _words_of(self, page: SitePage) -> str:
        return page.address if page.kind not in (PageKind.SUBJECT, PageKind.FRAMEWORK) else self._words(page)

    def _sitemap(self) -> Iterator[tuple[str, date | None]]:
        days: dict[SitePage, date] = {}
        for event in self.events:  # the newest first
            page = event.page
            whose = SitePage(PageKind.SUBJECT, subject=event.subject)
            for each in (page, page._replace(kind=PageKind.ASSESSMENT, before=""), whose):
                days.setdefault(each, event.day)
        for page in self.plan.pages:
            if page.kind not in (PageKind.MOVED, PageKind.EMBED):
                yield page.address, days.get(page)


def _until(trend: Trend, at: int) -> Trend:
    """Return a subject's trend as it was at one of its dates."""
    dated = tuple(DatedScorecard(each.place, each.scorecard) for each in trend.points[: at + 1])
    return find_trend(Series(trend.points[at].place.subject, trend.framework.id, dated), trend.find)


# Reading and writing ----------------------------------------------------------------------------


def read_content(project: Project, watch: Watch, *, drafts: bool) -> SiteContent:
    """Read a project subject by subject: return what its site tells of all together."""
    content = SiteContent(project=project)
    content.selection.frameworks += project.own_frameworks()
    content.selection.add_misplaced(project.misplaced(), project)
    subjects = watch([*project.layout.by_subject], len(project.layout.by_subject))
    content.add(find_trends(project, AssessmentFilter(None, drafts), content.selection, subjects))
    if not content.planned and not content.selection.misplaced:
        raise NotFoundError("there is nothing to publish here", hint="scorecard list shows what is here")
    return content


def write_site(publisher: Publisher, folder: SiteFolder, watch: Watch) -> int:
    """Write the files that differ from what is there; return how many those are."""
    job, subjects = _Job(publisher, folder), [*publisher.content.names]
    is_many = len(subjects) >= _FEWEST_FOR_PROCESSES and (os.cpu_count() or 1) > 1
    if not is_many or "fork" not in multiprocessing.get_all_start_methods():
        written = job.write(publisher.open_data()) + job.write(publisher.shared())
        return written + sum(map(job.write_subject, watch(subjects, len(subjects))))
    publisher.events, publisher.places  # noqa: B018 - found once, before there are processes
    context = multiprocessing.get_context("fork")
    with context.Pool(_MOST_PROCESSES, initializer=_begin, initargs=(job,)) as pool:
        data = pool.apply_async(_write_data)
        counts = pool.imap_unordered(_write_subject, subjects)
        written = job.write(publisher.shared())
        return written + sum(next(counts) for _ in watch(subjects, len(subjects))) + data.get()


class _Job(NamedTuple):
    publisher: Publisher
    folder: SiteFolder

    def write(self, files: Iterable[SiteFile]) -> int:
        return sum(self.folder.write(*each) for each in files)

    def write_subject(self, id: str) -> int:
        return self.write(self.publisher.subject(id))


_JOBS: list[_Job] = []
"""What a process of its own works on."""


def _begin(job: _Job) -> None:
    _JOBS.append(job)
    gc.freeze()


def _write_subject(id: str) -> int:
    written = _JOBS[0].write_subject(id)
    gc.collect()  # templates leave circles behind that hold the texts of whole pages
    return written


def _write_data() -> int:
    return _JOBS[0].write(_JOBS[0].publisher.open_data())
