"""Links in texts: to a place of the same document, to a file beside it, or to a page of the same site.

A view says with `to_place`, `to_file` and `to_page` what leads where. Three control characters do that, which
no file can hold. A page makes links of them; a renderer that cannot takes them out.
"""

import re
from collections.abc import Iterator

_BEGIN, _WORDS, _END = "\x04", "\x05", "\x06"
LINK = re.compile(f"{_BEGIN}([^{_BEGIN}{_WORDS}{_END}]*){_WORDS}([^{_BEGIN}{_WORDS}{_END}]*){_END}")
"""A link: where it leads to, and its words."""
_FILE = "./"
_PAGE = "/"


def to_place(words: str, target: str) -> str:
    """Return words that lead to what a document says of a thing: an indicator, by its id, or a section."""
    return link_of(words, target)


def to_file(words: str, name: str) -> str:
    """Return words that lead to a file beside the document."""
    return link_of(words, _FILE + name)


def to_page(words: str, address: str) -> str:
    """Return words that lead to a page or a file of the same site, by its address below the site's own."""
    return link_of(words, _PAGE + address)


def page_of(target: str) -> str | None:
    """Return the address of the page that a link leads to; None where it leads elsewhere."""
    return target.removeprefix(_PAGE) if target.startswith(_PAGE) else None


def link_of(words: str, target: str) -> str:
    """Return words that lead somewhere; those that do stay as they are."""
    return f"{_BEGIN}{target}{_WORDS}{words}{_END}" if words and _BEGIN not in words else words


def file_of(target: str) -> str | None:
    """Return the name of the file that a link leads to; None where it leads to a place."""
    return target.removeprefix(_FILE) if target.startswith(_FILE) else None


def is_linked(text: str) -> bool:
    """Whether something in a text leads somewhere."""
    return _BEGIN in text


def parts_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a text in order: words, and where these lead; nothing for those between links."""
    between, *parts = LINK.split(text)
    yield between, ""
    for target, words, after in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        yield words, target
        yield after, ""


def without_links(text: str) -> str:
    """Return a text in which nothing leads anywhere."""
    return LINK.sub(r"\2", text) if _BEGIN in text else text


def without_places(text: str) -> str:
    """Return a text in which nothing leads anywhere but to files."""
    return LINK.sub(lambda link: link[0] if file_of(link[1]) is not None else link[2], text)
