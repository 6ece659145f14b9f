"""What the pages of a site share: their plan, their events, and what stands around each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from scorecard.links import without_links
from scorecard.model.framework import Framework
from scorecard.project.library import Project
from scorecard.publishing.content import SiteContent
from scorecard.publishing.data_files import DATA_FILES
from scorecard.publishing.feed import address, write_feed
from scorecard.publishing.settings import SiteSettings
from scorecard.render.csv import render_csv
from scorecard.render.json import render_json
from scorecard.render.site import SiteLook, can_draw
from scorecard.views.data import Json, Records
from scorecard.views.report import Prose, Report
from scorecard.views.site.changes import (
    Event,
    in_order,
    version_of,
)
from scorecard.views.site.frame import PageFrame, described
from scorecard.views.site.plan import (
    CARD,
    FEED,
    PAGE_FILE,
    PICTURE,
    SINGLE,
    PageKind,
    SitePage,
    SitePlan,
    plan_site,
)
from scorecard.views.site.subject import (
    SiteName,
)
from scorecard.views.words import english as say
from scorecard.views.words.standings import framework_words, subject_name

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
            has_pictures=can_draw(),
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

    def page(
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
        trail = [(self.words(each), each) for each in page.trail()]
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
            leads_to=address(below, self.stays(page) + PAGE_FILE) if page.old else "",
            structured=structured,
            description=description,
            places=places,
        )
        return SiteFile(f"{page.address}{PAGE_FILE}", self.look.page(reports, frame))

    def stays(self, page: SitePage) -> str:
        """Return where a page is now, below the site's address."""
        return f"{self.plan.moved[page.old]}/" if page.old else page.address

    def words(self, page: SitePage) -> str:
        """Return what a page is called where another leads to it."""
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
            yield "og:url", address(self.name.base_url, self.stays(page))
            if has_card:
                picture = SitePage(PageKind.SUBJECT, subject=page.subject).address
                picture += PICTURE if self.plan.has_pictures else CARD
                yield "og:image", address(self.name.base_url, picture)
                yield "og:image:alt", description
                yield "twitter:card", "summary_large_image"

    def _links(self, page: SitePage) -> Iterator[tuple[str, str, str]]:
        base = self.name.base_url
        if base:
            yield "canonical", address(base, self.stays(page)), ""
            yield "alternate", address(base, FEED), f"{self.name.title}: {say.FEED_TITLE}"
            if page.subject:
                whose = SitePage(PageKind.SUBJECT, subject=page.subject)
                yield (
                    "alternate",
                    address(base, whose.address + FEED),
                    f"{self.words(whose)}: {say.FEED_TITLE}",
                )

    def data(
        self, page: SitePage, name: str, content: Json, records: Records | None = None
    ) -> Iterator[SiteFile]:
        """Yield what stands beside a page for programs: JSON, and CSV where there are rows."""
        yield SiteFile(f"{page.address}{name}.json", render_json(content, is_ascii=False))
        if records is not None:
            yield SiteFile(f"{page.address}{name}.csv", render_csv(records))

    def feed(self, folder: str, title: str, events: Sequence[Event]) -> SiteFile:
        """Return the feed of a folder."""
        author = self.name.organisation or self.name.title
        since = self.content.day or date.min
        text = write_feed(title, author, self.name.base_url, folder, events, since)
        return SiteFile(f"{folder}{FEED}", text)
