"""The pages that are about the site as a whole: the first one, its method, who answers for it, all names."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from unicodedata import normalize

from scorecard.directions import isolated
from scorecard.links import to_page
from scorecard.model.framework import Framework
from scorecard.views.framework import judging_blocks, prose_blocks
from scorecard.views.report import Block, Heading, Items, Prose, Report, items
from scorecard.views.site.changes import Event, latest_items
from scorecard.views.site.plan import SINGLE, PageKind, SitePage, SitePlan
from scorecard.views.site.subject import SiteName
from scorecard.views.words import english as say
from scorecard.views.words.standings import framework_words, named, told_by

_MOST_CHANGES = 5


def home_view(
    site: SiteName,
    frameworks: Sequence[Framework],
    events: Sequence[Event],
    plan: SitePlan,
    newest: date | None,
) -> Report:
    """Return what stands first: what this is, by which frameworks, and what changed last."""
    kinds = [page.kind for page in plan.pages]
    leading = [_leading(each, plan) for each in frameworks]
    counts = (kinds.count(PageKind.SUBJECT), len(plan.days) - len(plan.withdrawn))
    blocks: list[Block] = [Prose(say.what_this_is(*counts, leading, newest))]
    blocks += items(latest_items(events, plan, _MOST_CHANGES), say.LATEST_CHANGES)
    days = {each.day for each in events[:_MOST_CHANGES]} | ({newest} if newest else set())
    return Report(isolated(site.title), tuple(blocks), dates=tuple(sorted(days)))


def _leading(framework: Framework, plan: SitePlan) -> str:
    page = SitePage(PageKind.FRAMEWORK, framework=framework.ref)
    return plan.link(framework_words(framework), page)


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
    blocks: list[Block] = [
        Prose(say.NOT_GUESSED, say.HOW_SCORED),
        Prose(say.COMPARED, say.HOW_COMPARED),
    ]
    for each in newest:
        with told_by(each):
            blocks.append(Heading(1, isolated(each.title)))
            blocks += items([_leading(each, plan)], say.FRAMEWORK)
            blocks += judging_blocks(each)
    blocks += items((_leading(each, plan) for each in others), say.OTHER_FRAMEWORKS)
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
    reply = say.may_reply(isolated(contact), isolated(reply_by)) if contact else say.replies_stand_beside()
    blocks: list[Block] = [*items([isolated(contact)] if contact else [], say.CONTACT)]
    blocks += items(map(isolated, funders), say.FUNDERS)
    blocks.append(Prose(reply, say.RIGHT_OF_REPLY))
    told = sorted({say.licence_of(isolated(of), isolated(licence)) for of, licence in licences})
    blocks += items(told, say.LICENCES)
    blocks.append(Prose(say.CITE_ANY, say.HOW_TO_CITE))
    blocks.append(Prose(say.ACCESSIBLE, say.ACCESSIBILITY))
    return Report(say.page_name(PageKind.ABOUT), tuple(blocks), standfirst=isolated(site.organisation))


def index_view(names: Sequence[tuple[str, str]], frameworks: Sequence[Framework], plan: SitePlan) -> Report:
    """Return every subject, by id and name, and every indicator, under the letters that they begin with."""
    blocks: list[Block] = [Heading(1, say.SUBJECTS)]
    pages = [(name, id, SitePage(PageKind.SUBJECT, subject=id)) for id, name in names]
    blocks += _lettered(pages, plan)
    for framework in frameworks:
        with told_by(framework):
            blocks.append(Heading(1, framework_words(framework)))
            found = [
                (
                    named(each),
                    each.id,
                    SitePage(PageKind.INDICATOR, framework=framework.ref, indicator=each.id),
                )
                for each in framework.indicators()
                if each.counted
            ]
            blocks.append(Items(tuple(plan.link(name, page) for name, _, page in found)))
    return Report(say.page_name(PageKind.INDEX), tuple(blocks))


def _lettered(pages: Iterable[tuple[str, str, SitePage]], plan: SitePlan) -> Iterator[Block]:
    """Yield names under their letters; those that begin with none of A to Z under that of their id."""
    found = sorted((_letter(name, id), _plain(name) or id, id, name, page) for name, id, page in pages)
    for letter, those in groupby(found, key=lambda each: each[0]):
        yield Items(tuple(plan.link(name, page) for *_, name, page in those), letter)


def _letter(name: str, id: str) -> str:
    return next((each.upper() for each in _plain(name) + id if each.isalnum()), "")


def _plain(name: str) -> str:
    """Return what a name sorts by: its letters without their accents, if they are those of English."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().strip()
    return plain.casefold() if plain[:1].isalnum() else ""


def data_view(page: SitePage, names: Sequence[str]) -> Report:
    """Return what leads to the open data."""
    links = tuple(to_page(each, f"{page.address}{each}") for each in names)
    return Report(say.page_name(PageKind.DATA), (Prose(say.DATA_ABOUT), Items(links)))


def not_found_view(plan: SitePlan) -> Report:
    """Return what is told where no page is."""
    links = tuple(plan.link(say.page_name(each.kind), each) for each in SINGLE)
    return Report(say.NOT_FOUND, (Prose(say.NOT_FOUND_HELP), Items(links)))


def moved_view(page: SitePage, name: str, plan: SitePlan) -> Report:
    """Return what is told at an old address: where the page is now."""
    return Report(say.PAGE_MOVED, (Prose(say.moved_to(plan.link(name, page))),))
