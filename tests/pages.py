"""A page of HTML read back: what is in it, and that nothing in it acts."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

_VOID = {"base", "meta", "link", "img", "source", "br", "hr"}
_URLS = {"href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset"}


class Page(HTMLParser):
    """What a document holds: its elements, each closed where it must be, and its texts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of the elements of a kind."""
        return [attrs for name, attrs in self.elements if name == tag]

    def values(self, name: str) -> list[str]:
        """Return the values of all attributes of a name."""
        return [attrs[name] for _, attrs in self.elements if name in attrs]

    @property
    def text(self) -> str:
        """Return all texts but the style, spaces as a reader sees them."""
        return " ".join("".join(text for tag, text in self.texts if tag not in ("style", "script")).split())

    @property
    def levels(self) -> list[int]:
        """Return the levels of the headings."""
        return [int(tag[1]) for tag, _ in self.elements if re.fullmatch("h[1-6]", tag)]


def check_inert(html: str, *, pictures: int = 0) -> Page:
    """Check that nothing in a document acts or leads where it must not."""
    page = Page(html)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "iframe", "object", "embed", "form", "base", "foreignobject", "use", "image"}
    assert not tags & {"input", "button", "marquee"}
    for tag, attrs in page.elements:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
        assert tag == "meta" or "http-equiv" not in attrs
        for name in attrs.keys() & _URLS:
            assert re.match(r"(?:https?://|mailto:|#[\w-]+$|data:,$|data:image/|\./[^:/]*$)", attrs[name])
            assert tag == "a" or not re.match("https?:|mailto:", attrs[name])
        if tag == "a" and not attrs["href"].startswith(("#", "./")):
            assert attrs["rel"] == "noopener noreferrer"
    assert len(page.all("img")) == pictures
    assert all(after <= before + 1 for before, after in pairwise(page.levels))
    ids = Counter(attrs["id"] for _, attrs in page.elements if "id" in attrs)
    assert [id for id, number in ids.items() if number > 1] == []
    pointed = [attrs["href"][1:] for attrs in page.all("a") if attrs["href"].startswith("#")]
    named = [id for _, attrs in page.elements for id in attrs.get("aria-labelledby", "").split()]
    assert set(pointed) | set(named) <= set(ids)
    assert not re.search(r"(?m)^\s*::|##\[", html)
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", html
    )
    return page
