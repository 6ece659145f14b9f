"""What stands around reports on a page of a site, and what is told of a page where there is little room."""

from collections.abc import Mapping
from typing import NamedTuple

from scorecard.views.report import Answers, Prose, Report
from scorecard.views.words import english as say


class PageFrame(NamedTuple):
    """What stands around reports on a page of a site.

    `root` leads from the page to where the site's addresses begin. `trail` has the words of the pages above,
    `here` its own. What is to be known first stands in `notices`. `mark` is on every page of a preview, which
    search engines are asked to pass over. `head` has properties and their values; `links` relations and
    addresses, of feeds with their titles; `structured` is JSON-LD. What moved `leads_to` another page. What
    `places` has by id is told on other pages, unless it is on this one.
    """

    root: str
    site: str
    menu: tuple[str, ...]
    trail: tuple[str, ...] = ()
    here: str = ""
    notices: tuple[Prose, ...] = ()
    mark: str = ""
    head: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    leads_to: str = ""
    structured: str = ""
    description: str = ""
    places: Mapping[str, str] = {}
    template: str = "site"


def described(report: Report) -> str:
    """Return what is told of a report where there is little room: the result in one line, and why."""
    why = (block.boxes[0].sentences for block in report.blocks if isinstance(block, Answers))
    return say.headline([report.lead.text if report.lead else "", *next(why, ())[:1]])
