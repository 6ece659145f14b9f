"""Texts in a Word document: their looks, directions and languages, links, and users' Markdown.

Texts become the text of elements and never markup; what XML cannot hold is made visible.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart
from markdown_it.token import Token

from scorecard.directions import ISOLATE, RUN, begins_from_right, unmarked
from scorecard.links import file_of, parts_of
from scorecard.render.text import paragraphs
from scorecard.render.users_markdown import ADDRESS, is_link, markdown_tokens
from scorecard.views.report import Prose

Element = Any
"""An element of lxml, which has no types of its own."""
Look = Mapping[str, Mapping[str, str]]
"""Properties of a run, each with its attributes."""
Span = tuple[str, Look, str]
"""A text, how it looks, and where it leads, if anywhere."""

PLAIN: Look = {}
BOLD: Look = {"b": {}, "bCs": {}}
STRUCK: Look = {"strike": {}}
LINKED: Look = {"rStyle": {"val": "Hyperlink"}}
_CODE: Look = {"rFonts": dict.fromkeys(("ascii", "hAnsi", "cs"), "Courier New")}
_SIGN: Look = {"rFonts": dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), "Segoe UI Symbol")}
_SIGNS = re.compile("([✓✗◐○◔◑◕●])")
"""Those that the font of texts does not have."""
_MARKS = {"strong": BOLD, "em": {"i": {}, "iCs": {}}, "s": STRUCK, "link": LINKED}
_ORDER = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "strike", "color", "u", "shd", "rtl", "lang")
"""In which order the schema has properties."""
_STEP, _DEEPEST = 360, 8
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_ADDRESS = re.compile("[\\\\^`{|}\ud800-\udfff\ufffe\uffff]|(?<!//)\\[")
_BEGIN, _END, _FROM_LEFT = "\u202b", "\u202c", "\u200e"
"""Around a text that runs from right to left, and after one: not all programs look at how runs are marked."""


def w(tag: str, *parts: Element, **values: str) -> Element:
    """Return an element of WordprocessingML with its attributes and its parts."""
    element = OxmlElement(f"w:{tag}", {qn(f"w:{key}"): value for key, value in values.items()})
    element.extend(parts)
    return element


def paragraph(style: str, content: Iterable[Element], *properties: Element) -> Element:
    """Return a paragraph in a style, with what it has besides."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *content)


def run(text: str, look: Look = PLAIN) -> Element:
    """Return a text as a run, with a line break where it has one."""
    worn = [w(name, **look[name]) for name in sorted(look, key=_ORDER.index)]
    made = w("r", *([w("rPr", *worn)] if worn else []))
    made.text = clean(text)
    return made


def clean(text: str) -> str:
    """Return a text with nothing that XML cannot hold."""
    return _NOT_IN_XML.sub(lambda each: f"<U+{ord(each[0]):04X}>", text)


def spans(text: str, look: Look = PLAIN) -> Iterator[Span]:
    """Yield a text with what leads somewhere in it: links, and addresses of the web."""
    for words, target in parts_of(text):
        for number, part in enumerate([words] if target else ADDRESS.split(words)):
            yield part, look, part if number % 2 else target


def _leads(target: str) -> bool:
    """Whether Word would open a target; one that is no address makes it refuse the whole document."""
    try:
        parts = urlsplit(target)
        return is_link(target) and (parts.scheme == "mailto" or bool(parts.hostname and parts.port != 0))
    except ValueError:
        return False


class Texts:
    """Writes the texts of a report; `language` is that of those from files, where it is not ours.

    Links to `places` lead to bookmarks.
    """

    def __init__(self, part: DocumentPart, language: str, places: Mapping[str, str]) -> None:
        self._part, self._places = part, places
        words = dict.fromkeys(("val", "eastAsia", "bidi"), language)
        self.in_language: Look = {"lang": words} if language else PLAIN

    def runs(self, text: str, look: Look = PLAIN, *, from_right: bool = False) -> Iterator[Element]:
        """Yield a text of a line as runs, each marked that runs from right to left, as the line may do."""
        for at, part in enumerate(ISOLATE.split(text)):
            is_apart, words = at % 2 == 1, unmarked(part)
            worn = {**look, **self.in_language} if is_apart else look
            turned = begins_from_right(words) if is_apart else from_right
            if turned and not from_right:
                yield run(_BEGIN)
            for number, piece in enumerate(RUN.split(words)):
                is_turned = number % 2 or (turned and not re.search(r"[^\W\d_]", piece))
                for place, each in enumerate(_SIGNS.split(piece)):
                    shown = {**worn, **_SIGN} if place % 2 else worn
                    yield from [run(each, {**shown, "rtl": {}} if is_turned else shown)] if each else []
                if number % 2 and not turned:
                    yield run(_FROM_LEFT)
            if turned and not from_right:
                yield run(_END + _FROM_LEFT)

    def write(
        self, spans: Iterable[Span], *, from_right: bool = False, is_quiet: bool = False
    ) -> Iterator[Element]:
        """Yield texts of a line as runs, and as links where they may lead somewhere, seen or quiet ones."""
        for text, look, target in spans:
            link = self._link(target)
            worn = look if link is None or is_quiet else {**look, **LINKED}
            content = self.runs(text, worn, from_right=from_right)
            if link is None:
                yield from content
            else:
                link.extend(content)
                yield link

    def _link(self, target: str) -> Element | None:
        """Return a link without words: to a place, to a file beside the document, or to an address."""
        if target in self._places:
            return w("hyperlink", anchor=self._places[target])
        file = file_of(target)
        if file is not None:
            target = "./" + quote(file, safe="", errors="replace")
        elif not _leads(target):
            return None
        url = _NOT_IN_ADDRESS.sub(lambda each: quote(each[0], errors="replace"), target)
        link = w("hyperlink")
        link.set(qn("r:id"), self._part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        return link

    def line(self, spans: Iterable[Span], style: str = "Normal", *properties: Element) -> Element:
        """Return a paragraph in the direction of the first letter in it that is not set apart."""
        spans = list(spans)
        from_right = begins_from_right(ISOLATE.sub("", "".join(text for text, _, _ in spans)))
        turned = [w("bidi")] if from_right else []
        return paragraph(style, self.write(spans, from_right=from_right), *turned, *properties)

    def prose(self, block: Prose) -> Iterator[Element]:
        """Yield a text's paragraphs; one of Markdown that is nested too deep to be told, as plain text."""
        tokens = markdown_tokens(block.text) if block.is_markdown else None
        look = self.in_language if block.from_file or block.is_markdown else PLAIN
        if tokens is not None:
            yield from self._markdown(tokens, look)
        else:
            style = "Quote" if block.is_quoted else "Normal"
            parts = paragraphs(block.text, keeps_lines=block.is_quoted)
            yield from (self.line(spans(text, look), style) for text in parts)

    def _markdown(self, tokens: Iterable[Token], look: Look) -> Iterator[Element]:
        numbers: list[int | None] = []
        """Of each list around, the number of its item; none in one of bullets."""
        is_item, quotes = False, 0
        for token in tokens:
            match token.type:
                case "ordered_list_open":
                    numbers.append(int(token.attrs.get("start", 1)) - 1)
                case "bullet_list_open":
                    numbers.append(None)
                case "ordered_list_close" | "bullet_list_close":
                    numbers.pop()
                case "list_item_open":
                    is_item, last = True, numbers[-1]
                    numbers[-1] = None if last is None else last + 1
                case "blockquote_open" | "blockquote_close":
                    quotes += token.nesting
                case "hr":
                    yield paragraph("Rule", ())
                case "inline" | "fence" | "code_block":
                    style, words = "Quote" if quotes else "Normal", [*_spans(token, look)]
                    if token.children is None:
                        style = "HTMLPreformatted"
                    if numbers and is_item:
                        style = "ListBullet" if numbers[-1] is None else "ListNumber"
                        words[:0] = [] if numbers[-1] is None else [(f"{numbers[-1]}.\t", look, "")]
                    depth = _STEP * min(len(numbers) + quotes, _DEEPEST)
                    hanging = _STEP if numbers and is_item else 0
                    indent = [w("ind", left=str(depth), hanging=str(hanging))] if depth else []
                    yield self.line(words, style, *indent)
                    is_item = False


def _spans(token: Token, look: Look) -> Iterator[Span]:
    """Yield the texts of a paragraph, or of a block of code."""
    if token.children is None:
        yield token.content.rstrip("\n"), look, ""
    looks, target = [look], ""
    for child in token.children or ():
        if child.type.startswith("link"):
            target = str(child.attrs.get("href", ""))
        if child.nesting > 0:
            looks.append({**looks[-1], **_MARKS[child.type.removesuffix("_open")]})
        elif child.nesting < 0:
            looks.pop()
        else:
            text = {"softbreak": " ", "hardbreak": "\n"}.get(child.type, child.content)
            worn = {**looks[-1], **_CODE} if child.type == "code_inline" else looks[-1]
            yield text, worn, target
