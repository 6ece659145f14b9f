"""Feeds and the list of addresses, for programs: Atom (RFC 4287), sitemaps.org."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

from scorecard.directions import by_characters
from scorecard.harmless import visible
from scorecard.links import without_links
from scorecard.views.site.changes import Event
from scorecard.views.site.plan import FEED
from scorecard.views.words import english as say

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST_ENTRIES = 100
_SPACES = str.maketrans(dict.fromkeys(map(chr, range(0x20)), " "))


def write_feed(
    title: str, author: str, base_url: str, folder: str, events: Sequence[Event], since: date
) -> str:
    """Return the newest events as a feed that stands in a folder of a site; without any it is of a date."""
    shown = events[:_MOST_ENTRIES]
    feed = ElementTree.Element("feed", {"xmlns": _ATOM})
    _add(feed, "title", title)
    _add(feed, "id", address(base_url, f"{folder}{FEED}"))
    _add(feed, "updated", _moment(max((each.day for each in shown), default=since)))
    ElementTree.SubElement(feed, "link", rel="self", href=address(base_url, f"{folder}{FEED}"))
    ElementTree.SubElement(feed, "link", rel="alternate", href=address(base_url, folder))
    _add(ElementTree.SubElement(feed, "author"), "name", author)
    for each in shown:
        entry = ElementTree.SubElement(feed, "entry")
        _add(entry, "title", each.title)
        _add(
            entry, "id", _tag(base_url, f"{each.page.address}#{each.kind.value}-{_mark(each.text)}", each.day)
        )
        _add(entry, "updated", _moment(each.day))
        ElementTree.SubElement(entry, "link", rel="alternate", href=address(base_url, each.page.address))
        ElementTree.SubElement(entry, "category", term=each.kind.value, label=say.event(each.kind.value))
        _add(entry, "summary", each.text)
    return _text(feed)


def write_sitemap(base_url: str, pages: Iterable[tuple[str, date | None]]) -> str:
    """Return the addresses of a site's pages, each with the date of what it tells, where it has one."""
    found = ElementTree.Element("urlset", {"xmlns": _SITEMAP})
    for page, day in pages:
        url = ElementTree.SubElement(found, "url")
        _add(url, "loc", address(base_url, page))
        if day:
            _add(url, "lastmod", day.isoformat())
    return _text(found)


def address(base_url: str, path: str) -> str:
    """Return the whole address of a page or a file of a site."""
    return base_url + quote(path, safe="/@+=,~")


def plain(text: str) -> str:
    """Return a text as XML and JSON have it: one line in which nothing leads anywhere or acts."""
    return by_characters(visible(without_links(text))).translate(_SPACES).strip()


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = plain(text)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _tag(base_url: str, path: str, day: date) -> str:
    """Return an id that stays, whatever becomes of addresses: RFC 4151."""
    parts = urlsplit(base_url)
    return (
        f"tag:{parts.hostname},{day.isoformat()}:{quote(parts.path, safe='/')}{quote(path, safe='/@+=,~#')}"
    )


def _mark(text: str) -> str:
    """Return what tells entries of one page, kind and day apart."""
    return sha256(text.encode()).hexdigest()[:8]


def _text(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'
