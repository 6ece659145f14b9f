"""The pages that are about the site as a whole: the first one, its method, who answers for it, all names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from unicodedata import normalize

from scorecard.directions import isolated
from scorecard.links import to_page
from scorecard.model.framework import Framework, dimensions_below
from scorecard.views.framework import judging_blocks, prose_blocks
from scorecard.views.report import Block, Column, Items, Prose, Report, facts, items, row, section, table
from scorecard.views.site.changes import Event, latest_items
from scorecard.views.site.plan import SINGLE, PageKind, SitePage, SitePlan
from scorecard.views.site.subject import SiteName
from scorecard.views.words import english as say
from scorecard.views.words.standings import framework_words, named, told_by

_MOST_CHANGES = 5


def home_view(
    site: SiteName,
    frameworks: Sequence[Framework],
    used: Counter[str],
    events: Sequence[Event],
    plan: SitePlan,
    newest: date | None,
) -> Report:
    """Return what stands first: what this is, by which frameworks, and what changed last.

    `used` counts assessments by the framework, as id@version; of frameworks the older versions come first.
    """
    leading = []
    for _, those in groupby((each for each in frameworks if used[each.ref]), key=lambda each: each.id):
        *_, newest_one = versions = [*those]
        words = _leading(newest_one, plan, isolated(newest_one.title))
        leading.append(say.in_versions(words, [each.version for each in versions]))
    subjects = sum(page.kind is PageKind.SUBJECT for page in plan.pages)
    blocks: list[Block] = [Prose(say.what_this_is(subjects, used.total(), leading, newest))]
    blocks += section(say.LATEST_CHANGES, items(latest_items(events, plan, _MOST_CHANGES)))
    days = {each.day for each in events[:_MOST_CHANGES]} | ({newest} if newest else set())
    return Report(isolated(site.title), tuple(blocks), dates=tuple(sorted(days)))


def _leading(framework: Framework, plan: SitePlan, words: str = "") -> str:
    page = SitePage(PageKind.FRAMEWORK, framework=framework.ref)
    return plan.link(words or framework_words(framework), page)


def league_section(report: Report, framework: Framework, plan: SitePlan) -> Report:
    """Return a league as it stands on the first page: under its framework's title, and what that is for."""
    with told_by(framework):
        first = [*prose_blocks(framework, "description")][:1] if framework.description else []
        kicker = say.headline([report.title, _leading(framework, plan)])
        return report._replace(
            title=isolated(framework.title), kicker=kicker, standfirst="", blocks=(*first, *report.blocks)
        )


def method_view(newest: Sequence[Framework], others: Iterable[Framework], plan: SitePlan) -> Report:
    """Return how results come about: by which frameworks, what is compared, and what is not guessed."""
    judged = [say.HOW_JUDGED] if any(each.judges for each in newest) else []
    blocks: list[Block] = []
    for title, *texts in (say.HOW_SCORED, *judged, say.HOW_COMPARED):
        blocks += section(title, items(texts))
    for each in newest:
        with told_by(each):
            about = (*facts([(say.FRAMEWORK, _leading(each, plan))]), *judging_blocks(each))
            blocks += section(isolated(each.title), about)
    blocks += section(say.OTHER_FRAMEWORKS, items(_leading(each, plan) for each in others))
    return Report(say.page_name(PageKind.METHOD), tuple(blocks))


def about_view(
    site: SiteName,
    licences: Iterable[tuple[str, str]],
    *,
    contact: str = "",
    funders: Sequence[str] = (),
    reply_by: str = "",
) -> Report:
    """Return who answers for a site, who may reply, and how its texts may be used and cited."""
    told = sorted({say.licence_of(isolated(of), isolated(licence)) for of, licence in licences})
    blocks = (
        *section(say.CONTACT, [Prose(isolated(contact) or say.NO_CONTACT)]),
        *section(say.FUNDERS, items(map(isolated, funders))),
        *section(say.RIGHT_OF_REPLY, [Prose(say.may_reply(isolated(contact), isolated(reply_by)))]),
        *section(say.LICENCES, items(told)),
        *section(say.HOW_TO_CITE, [Prose(say.CITE_ANY)]),
        *section(say.ACCESSIBILITY, [Prose(say.accessible(isolated(contact)))]),
    )
    return Report(say.page_name(PageKind.ABOUT), blocks, standfirst=isolated(site.organisation))


def index_view(names: Sequence[tuple[str, str]], frameworks: Sequence[Framework], plan: SitePlan) -> Report:
    """Return every subject, by id and name, under its letter, and every indicator under its dimension.

    Of a framework's older versions, which come first, it is what its newest one has no more.
    """
    blocks = section(say.SUBJECTS, [*_lettered(names, plan)])
    newest = {each.id: each for each in frameworks}
    for framework in sorted(frameworks, key=lambda each: each is not newest[each.id]):
        new = newest[framework.id]
        asked = (each for each in new.indicators() if each.counted)
        known = {id for each in asked for id in (each.id, *(each.replaces or ()))}
        with told_by(framework):
            words = framework_words(framework)
            title = words if framework is new else say.no_longer_asked(words)
            blocks += section(title, [*_indicators(framework, plan, set() if framework is new else known)])
    return Report(say.page_name(PageKind.INDEX), tuple(blocks))


def _indicators(framework: Framework, plan: SitePlan, known: set[str]) -> Iterator[Block]:
    """Yield the indicators of a framework under their dimensions, but for those that are known."""
    for dimension, _ in dimensions_below(framework.dimensions):
        page = SitePage(PageKind.INDICATOR, framework=framework.ref)
        found = (each for each in dimension.indicators if each.counted and each.id not in known)
        links = items(plan.link(named(each), page._replace(indicator=each.id)) for each in found)
        yield from section(named(dimension), links, level=2)


def _lettered(names: Iterable[tuple[str, str]], plan: SitePlan) -> Iterator[Block]:
    """Yield names under their letters; those that begin with none of A to Z under that of their id."""
    found = sorted((_plain(name) or id, id, name) for id, name in names)
    for letter, those in groupby(found, key=lambda each: each[0][0].upper()):
        links = (plan.link(name, SitePage(PageKind.SUBJECT, subject=id)) for _, id, name in those)
        yield from section(letter, items(links), level=2)


def _plain(name: str) -> str:
    """Return what a name sorts by: its letters without their accents, if they are those of English."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().strip()
    return plain.casefold() if plain[:1].isalnum() else ""


def data_view(page: SitePage, names: Sequence[str], rows: Counter[str]) -> Report:
    """Return what leads to the open data, how many rows each table has, and to what is beside pages."""
    told = (
        row(to_page(each, f"{page.address}{each}"), say.DATA_FILES[each], str(rows[each] or ""))
        for each in names
    )
    file, holds, number = say.DATA_COLUMNS
    columns = (file, Column(holds, flexible=True), Column(number, is_number=True))
    blocks = (
        Prose(say.DATA_ABOUT),
        table(say.DATA_CAPTION, columns, told),
        *section(say.DATA_USE, items(say.DATA_RULES)),
        *section(say.DATA_BESIDE, items(say.DATA_OF_PAGES)),
    )
    return Report(say.page_name(PageKind.DATA), blocks)


def not_found_view(plan: SitePlan) -> Report:
    """Return what is told where no page is."""
    links = tuple(plan.link(say.page_name(each.kind), each) for each in SINGLE)
    return Report(say.NOT_FOUND, (Prose(say.NOT_FOUND_HELP), Items(links)))


def moved_view(page: SitePage, name: str, plan: SitePlan) -> Report:
    """Return what is told at an old address: where the page is now."""
    return Report(say.has_moved(name), (Prose(say.moved_to(plan.link(name, page))),))
