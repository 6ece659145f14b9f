"""Which pages a site has, and at which addresses: made of names alone, before anything is shown.

An address stands below the site's own, ends in a slash, and holds nothing that a web server or a file system
takes for something else. A link is made by asking here, so that none can be dead.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from scorecard.harmless import safe_name
from scorecard.links import to_page
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework

PAGE_FILE = "index.html"
PLACE = "i--"
"""What the id of the place where a page tells of a thing begins with; the thing's own id ends it."""
FEED = "feed.atom"
CARD = "card.svg"
PICTURE = "card.png"


class PageKind(StrEnum):
    """What a page is about; the word stands in its address where nothing else does."""

    HOME = "home"
    SUBJECT = "subjects"
    ASSESSMENT = "assessment"
    COMPARISON = "comparison"
    FRAMEWORK = "frameworks"
    INDICATOR = "indicators"
    CHANGES = "changes"
    CORRECTIONS = "corrections"
    METHOD = "method"
    INDEX = "a-z"
    DATA = "data"
    ABOUT = "about"
    EMBED = "embed"
    MOVED = "moved"


class SitePage(NamedTuple):
    """What a page is about: a subject, what its date is called, the date that it is compared with, and so on.

    Of what has no meaning for its kind there is nothing. `old` is the address that a page leads on from.
    """

    kind: PageKind
    subject: str = ""
    day: str = ""
    before: str = ""
    framework: str = ""
    indicator: str = ""
    old: str = ""

    @property
    def address(self) -> str:
        subject = f"{PageKind.SUBJECT}/{self.subject}/"
        framework = f"{PageKind.FRAMEWORK}/{self.framework}/"
        match self.kind:
            case PageKind.HOME:
                return ""
            case PageKind.SUBJECT:
                return subject
            case PageKind.ASSESSMENT:
                return f"{subject}{safe_name(self.day)}/"
            case PageKind.COMPARISON:
                return f"{subject}changes/{safe_name(self.before)}..{safe_name(self.day)}/"
            case PageKind.FRAMEWORK:
                return framework
            case PageKind.INDICATOR:
                return f"{framework}indicators/{safe_name(self.indicator)}/"
            case PageKind.EMBED:
                return f"embed/{self.subject}/"
            case PageKind.MOVED:
                return f"{self.old}/"
            case _:
                return f"{self.kind}/"

    @property
    def above(self) -> "SitePage | None":
        """The page that it belongs below; None of the first one."""
        match self.kind:
            case PageKind.HOME:
                return None
            case PageKind.ASSESSMENT | PageKind.COMPARISON | PageKind.EMBED:
                return SitePage(PageKind.SUBJECT, subject=self.subject)
            case PageKind.FRAMEWORK:
                return SitePage(PageKind.METHOD)
            case PageKind.INDICATOR:
                return SitePage(PageKind.FRAMEWORK, framework=self.framework)
            case _:
                return HOME

    def trail(self) -> Iterator["SitePage"]:
        """Yield the pages above it, the first one first."""
        if self.above is not None:
            yield from self.above.trail()
            yield self.above


HOME = SitePage(PageKind.HOME)
SINGLE = tuple(
    map(
        SitePage,
        (
            PageKind.HOME,
            PageKind.CHANGES,
            PageKind.CORRECTIONS,
            PageKind.METHOD,
            PageKind.INDEX,
            PageKind.DATA,
            PageKind.ABOUT,
        ),
    )
)
"""The pages that every site has."""

_FILES: Mapping[PageKind, tuple[str, ...]] = {
    PageKind.HOME: ("leagues.json", "leagues.csv"),
    PageKind.SUBJECT: ("trend.json", "trend.csv", CARD),
    PageKind.ASSESSMENT: ("scorecard.json", "scorecard.csv", "cite.bib"),
    PageKind.COMPARISON: ("diff.json", "diff.csv"),
    PageKind.FRAMEWORK: ("framework.json", "indicators.csv"),
    PageKind.INDICATOR: ("ratings.json", "ratings.csv"),
    PageKind.CHANGES: ("changes.json", "changes.csv"),
}
"""What stands beside pages, by their kind: data, a picture, how to cite."""


class PlannedAssessment(NamedTuple):
    """An assessment that a site shows: its place, its framework as id@version, if it is withdrawn."""

    place: AssessmentPath
    framework: str
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class SitePlan:
    """The pages of a site in reading order, and what each assessment's date is called in addresses.

    `moved` has old addresses and where they lead now; `others` are the files that belong to no page.
    """

    pages: Mapping[SitePage, None]
    days: Mapping[AssessmentPath, str]
    withdrawn: frozenset[AssessmentPath]
    moved: Mapping[str, str] = field(default_factory=dict)
    has_feeds: bool = False
    has_pictures: bool = False
    others: tuple[str, ...] = ()

    def link(self, words: str, page: SitePage) -> str:
        """Return words that lead to a page, if the site has it; else the words."""
        return to_page(words, page.address) if page in self.pages else words

    def assessment(self, place: AssessmentPath) -> SitePage:
        """Return the page of an assessment."""
        return SitePage(PageKind.ASSESSMENT, subject=place.subject, day=self.days[place])

    def comparison(self, before: AssessmentPath, after: AssessmentPath) -> SitePage:
        """Return the page that compares two dates of a subject."""
        days = {"before": self.days[before], "day": self.days[after]}
        return SitePage(PageKind.COMPARISON, subject=after.subject, **days)

    def places_of(self, framework: str) -> Mapping[str, str]:
        """Return where each indicator of a framework, as id@version, is told with all subjects."""
        found = (page for page in self.pages if page.framework == framework and page.indicator)
        return {page.indicator: page.address for page in found}

    def files_of(self, page: SitePage) -> tuple[str, ...]:
        """Return the names of the files beside a page, its data first."""
        if page in {self.assessment(each) for each in self.withdrawn}:
            return ()
        has_feed = self.has_feeds and page.kind in (PageKind.SUBJECT, PageKind.HOME)
        has_picture = self.has_pictures and page.kind is PageKind.SUBJECT
        return (*_FILES.get(page.kind, ()), *[PICTURE] * has_picture, *[FEED] * has_feed)

    def files(self) -> Iterator[str]:
        """Yield the path of every file that the site will have, below its folder."""
        yield from self.others
        for page in self.pages:
            for name in (PAGE_FILE, *self.files_of(page)):
                yield f"{page.address}{name}"

    def addresses(self) -> frozenset[str]:
        """Return where pages stand, but for those that lead on."""
        return frozenset(page.address for page in self.pages if page.kind is not PageKind.MOVED)


def days_of(assessments: Sequence[PlannedAssessment]) -> dict[AssessmentPath, str]:
    """Return what the date of each assessment is called: with its framework where two share it."""
    shared = Counter((each.place.subject, each.place.day) for each in assessments)
    return {
        each.place: f"{each.place.day}-{each.framework.partition('@')[0]}"
        if shared[each.place.subject, each.place.day] > 1
        else each.place.day
        for each in assessments
    }


def plan_site(
    assessments: Sequence[PlannedAssessment],
    pairs: Iterable[tuple[AssessmentPath, AssessmentPath]],
    frameworks: Iterable[Framework],
    *,
    moved: Mapping[str, str],
    has_feeds: bool = False,
    has_pictures: bool = False,
    others: tuple[str, ...] = (),
) -> SitePlan:
    """Return the plan of a site; `pairs` are the dates that are compared, `frameworks` those shown."""
    days = days_of(assessments)
    withdrawn = frozenset(each.place for each in assessments if each.is_withdrawn)
    plan = SitePlan({}, days, withdrawn)
    subjects = sorted({each.place.subject for each in assessments})
    pages = [*SINGLE]
    for subject in subjects:
        pages.append(SitePage(PageKind.SUBJECT, subject=subject))
        pages += (plan.assessment(each.place) for each in assessments if each.place.subject == subject)
    pages += (plan.comparison(*pair) for pair in pairs)
    for framework in frameworks:
        pages.append(SitePage(PageKind.FRAMEWORK, framework=framework.ref))
        pages += (
            SitePage(PageKind.INDICATOR, framework=framework.ref, indicator=each.id)
            for each in framework.indicators()
            if each.counted
        )
    pages += (SitePage(PageKind.EMBED, subject=each) for each in subjects)
    pages += (SitePage(PageKind.MOVED, old=each) for each in moved)
    return SitePlan(dict.fromkeys(pages), days, withdrawn, moved, has_feeds, has_pictures, others)
