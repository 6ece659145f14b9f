"""A project's house style, from `[theme]` in its `scorecard.toml`: whose report it is, and how it looks.

A logo comes from people and goes into documents that are handed on, so what it is is told by its content, and
an SVG must be a drawing and nothing else.
"""

import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from scorecard.errors import NotFoundError, ScorecardError
from scorecard.files import LEADS_OUT, UnreadableError, read_file
from scorecard.links import is_inside
from scorecard.source import shown, suggest

FILE = "scorecard.toml"
LIGHT_PAGE = "#ffffff"
DARK_PAGE = "#121417"
LEAST_CONTRAST = 3.0
"""Of what is not text with what is around it: WCAG 2.2, success criterion 1.4.11."""

_MOST_BYTES = 64 * 1024
_MOST_LOGO_BYTES = 200 * 1024
_MOST_NAME = 200
_MOST_ELEMENTS = 50_000
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)\Z")


@dataclass(frozen=True, slots=True)
class Theme:
    """Whose report it is and how it looks: a name, a logo with its media type, an accent colour `#rrggbb`."""

    organisation: str | None = None
    logo: bytes | None = None
    logo_type: str | None = None
    accent: str | None = None


class ThemeError(ScorecardError):
    """A project's theme was opened and is refused."""

    exit_code = 1


def load_theme(root: Path | None) -> Theme:
    """Return a project's theme; the default one where it has none."""
    if root is None or not os.path.lexists(root / FILE):
        return Theme()
    table = _read_table(root)
    organisation = _text(table, "organisation")
    if organisation is not None and len(organisation) > _MOST_NAME:
        raise ThemeError(
            f"{FILE}: organisation in [theme] is longer than {_MOST_NAME} characters",
            hint="write the name as it stands at the head of a letter",
        )
    accent = _text(table, "accent")
    name = _text(table, "logo")
    logo, logo_type = (None, None) if name is None else _load_logo(root, name)
    return Theme(organisation, logo, logo_type, None if accent is None else _parse_accent(accent))


# The file ---------------------------------------------------------------------------------------


def _read_table(root: Path) -> Mapping[str, object]:
    """Return what `[theme]` holds; nothing where there is no such table."""
    try:
        text = _read(root, root / FILE, FILE, _MOST_BYTES).decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ThemeError(f"{FILE}:{line}: this is not UTF-8", hint="save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise ThemeError(_syntax_message(error), hint="see https://toml.io") from None
    _check_keys(data, ("theme",), "")
    table = data.get("theme", {})
    if not isinstance(table, dict):
        raise ThemeError(f"{FILE}: theme is {_kind(table)}, not a table", hint="begin it with a line [theme]")
    _check_keys(table, ("organisation", "logo", "accent"), " in [theme]")
    return table


def _syntax_message(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return f"{FILE}: this is nested too deeply"
    place = _PLACE.search(str(error))
    if place is None:
        return f"{FILE}: this is not TOML: {error}"
    return f"{FILE}:{place[1]}:{place[2]}: this is not TOML: {str(error)[: place.start()]}"


def _check_keys(table: Mapping[str, object], known: Collection[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise ThemeError(f"{FILE}: {shown(key)}{where} is not known", hint=suggest(key, known))


def _text(table: Mapping[str, object], key: str) -> str | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ThemeError(
            f"{FILE}: {key} in [theme] is {_kind(value)}, not a text", hint=f'write it as {key} = "…"'
        )
    if not value.strip():
        raise ThemeError(f"{FILE}: {key} in [theme] is empty", hint="write something, or leave the key out")
    return value.strip()


def _kind(value: object) -> str:
    """Say what kind of value of TOML this is."""
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or a time"


def _read(root: Path, path: Path, name: str, most: int) -> bytes:
    try:
        content = read_file(path, root)
    except UnreadableError as error:
        if not error.opened:
            raise NotFoundError(f"{name}: {error.finding.message}", hint=error.finding.help) from None
        if error.finding.name == LEADS_OUT:
            raise ThemeError(f"{name}: {error.finding.message}", hint=error.finding.help) from None
        content = None
    if content is None or len(content) > most:
        raise ThemeError(f"{name}: the file is larger than {most // 1024} KB", hint="make it smaller")
    return content


# The accent -------------------------------------------------------------------------------------


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours `#rrggbb`, 1 to 21.

    WCAG 2.2, "contrast ratio" and "relative luminance": https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    """Return the relative luminance of a colour, 0 for black to 1 for white."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))


def is_seen(color: str) -> bool:
    """Whether a colour stands out from the page in either theme."""
    return all(contrast(color, page) >= LEAST_CONTRAST for page in (LIGHT_PAGE, DARK_PAGE))


def nearest_seen(color: str) -> str:
    """Return a colour that stands out in either theme: this one, or it mixed with as little as will do.

    What is too light for the light page is darkened, what is too dark for the dark one is lightened; the
    range between is far wider than a step.
    """
    end = 0 if contrast(color, LIGHT_PAGE) < LEAST_CONTRAST else 255
    mixed = (
        "#" + "".join(f"{round(channel + (end - channel) * step / 255):02x}" for channel in _channels(color))
        for step in range(256)
    )
    return next(filter(is_seen, mixed))


def _parse_accent(text: str) -> str:
    if not _COLOR.match(text):
        raise ThemeError(
            f"{FILE}: accent in [theme] is {shown(text)}, which is not a colour",
            hint="write red, green and blue as #rrggbb, such as #0072b2",
        )
    color = text.lower()
    if is_seen(color):
        return color
    page = min((LIGHT_PAGE, DARK_PAGE), key=lambda page: contrast(color, page))
    which, change = ("light", "darker") if page == LIGHT_PAGE else ("dark", "lighter")
    raise ThemeError(
        f"{FILE}: the accent {color} is hard to see on the {which} page {page}: "
        f"its contrast is {_floored(contrast(color, page))}, and {LEAST_CONTRAST:g} is needed",
        hint=f"a {change} one such as {nearest_seen(color)} does in both themes",
    )


def _floored(ratio: float) -> str:
    """Return a ratio in hundredths, never rounded up to what it does not reach."""
    return f"{int(ratio * 100) / 100:.2f}"


# The logo ---------------------------------------------------------------------------------------


def _load_logo(root: Path, name: str) -> tuple[bytes, str]:
    """Return a logo's content and media type, from a file inside the project."""
    path = _find_logo(root, name)
    content = _read(root, path, name, _MOST_LOGO_BYTES)
    for type, is_type in _TYPES.items():
        if is_type(content):
            return content, type
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise ThemeError(
            f"{name}: this is no picture that a report can hold", hint="use PNG, JPEG, WebP or SVG"
        )
    _check_svg(content, name)
    return content, "image/svg+xml"


def _find_logo(root: Path, name: str) -> Path:
    path = Path(name)
    if path.is_absolute() or path.drive or "\\" in name or "://" in name:
        raise ThemeError(
            f"{FILE}: logo in [theme] is {shown(name)}, which is not a path relative to the project",
            hint="keep the logo in the project and write its path with /, such as assets/logo.svg",
        )
    try:
        top = root.resolve(strict=True)
        found = (root / path).resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path leads nowhere"
        raise NotFoundError(
            f"{FILE}: the logo {shown(name)} cannot be opened: {reason}", hint="check the path"
        ) from None
    if not is_inside(found, top):
        raise ThemeError(
            f"{FILE}: the logo {shown(name)} is outside the project", hint="copy it into the project"
        )
    return found


_TYPES: Mapping[str, Callable[[bytes], bool]] = {
    "image/png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    "image/jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    "image/webp": lambda content: content[:4] == b"RIFF" and content[8:15] == b"WEBPVP8",
}

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_DRAWING = frozenset(
    re.findall(
        r"\w+",
        """
        svg g defs symbol use switch path rect circle ellipse line polyline polygon text tspan textPath image
        title desc metadata style linearGradient radialGradient stop pattern clipPath mask marker filter
        feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
        feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
        feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile
        feTurbulence
        """,
    )
)
"""The elements that draw: none that acts, moves, links or holds another kind of document."""
_NOTES = (
    "http://www.inkscape.org/",
    "http://sodipodi.sourceforge.net/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
)
"""What drawing programs keep for themselves; nothing that shows a drawing looks at it."""

_INNER = re.compile(r"\s*#")
_PICTURE = re.compile(r"\s*data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=\s]*\Z")
_REFERS = re.compile(r"""(?i)url\(\s*+(?!["']?\#)|image(?:-set)?\(|src\(|cross-fade\(|element\(|var\(|\\""")
"""Functions of CSS that ask for something elsewhere, and escapes, which could spell them."""
_STYLE_REFERS = re.compile(rf"{_REFERS.pattern}|@import|://")


def _check_svg(content: bytes, name: str) -> None:
    """Refuse an SVG that is anything but a drawing."""
    try:
        _Drawing(name).check(content)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "it cannot be read")
        raise ThemeError(
            f"{name}:{error.lineno}: this is not SVG: {reason}", hint="save it as plain SVG, or use a PNG"
        ) from None


class _Drawing:
    """Walks an SVG and refuses the first thing in it that could act, or ask for something elsewhere."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[str] = []
        self._style: list[str] = []
        self._nodes: list[_Node] = []
        self._within: list[_Node] = []
        self._sheets: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = self._declare
        self._parser.StartDoctypeDeclHandler = lambda *_: self._refuse("a DOCTYPE, which can hold entities")
        self._parser.ProcessingInstructionHandler = lambda *_: self._refuse("a processing instruction")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._read

    def check(self, content: bytes) -> None:
        """Raise ThemeError for what is refused, or ExpatError for what is not XML."""
        self._parser.Parse(content, True)
        self._count_copies()

    def _refuse(self, what: str) -> NoReturn:
        raise ThemeError(
            f"{self._name}:{self._parser.CurrentLineNumber}: a logo must be a drawing and nothing else: "
            f"this SVG has {what}",
            hint="save it as plain SVG with texts as paths, or use a PNG",
        )

    def _declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
            self._refuse(f"the encoding {shown(encoding)}; use UTF-8")

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        space, _, element = tag.rpartition(" ")
        if not self._open and tag != f"{_SVG} svg":
            raise ThemeError(f"{self._name}: this is no SVG", hint=f'an SVG begins with <svg xmlns="{_SVG}"')
        self._open.append(tag)
        node = _Node(element, attributes)
        if self._within:
            self._within[-1].parts.append(node)
        self._nodes.append(node)
        self._within.append(node)
        if space.startswith(_NOTES):
            return
        if space != _SVG or element not in _DRAWING:
            self._refuse(f"an element {shown(element)}")
        for key, value in attributes.items():
            self._check_attribute(element, key, value)

    def _check_attribute(self, element: str, name: str, value: str) -> None:
        space, _, key = name.rpartition(" ")
        if space.startswith(_NOTES):
            return
        if key.lower().startswith("on") or (space == _XML and key == "base"):
            self._refuse(f"an attribute {shown(key)}")
        if key in ("href", "src"):
            if not _INNER.match(value) and not (element == "image" and _PICTURE.match(value)):
                self._refuse(f"a reference to {shown(value)}")
        elif (_STYLE_REFERS if key == "style" else _REFERS).search(value):
            self._refuse(f"a reference to something elsewhere in {shown(key)}")

    def _read(self, text: str) -> None:
        if self._open[-1] == f"{_SVG} style":
            self._style.append(text)

    def _end(self, tag: str) -> None:
        self._open.pop()
        self._within.pop()
        if tag == f"{_SVG} style":
            style = "".join(self._style)
            self._style.clear()
            if _STYLE_REFERS.search(style):
                self._refuse("a style that refers to something elsewhere")
            self._sheets.append(style)

    def _count_copies(self) -> None:
        """Refuse a drawing that is boundless once every reference in it is followed.

        What a style sheet says of a class is said of its elements, what it says of anything else of all.
        """
        targets = {node.id: node for node in reversed(self._nodes) if node.element not in _PAINTS}
        styles: defaultdict[str, _Node] = defaultdict(lambda: _Node("", {}))
        for selectors, style in re.findall(r"([^{}]*)\{([^{}]*)", "".join(self._sheets)):
            for selector in map(str.strip, selectors.split(",")):
                key = selector if re.fullmatch(r"\.[\w-]+", selector) else ""
                styles[key].references += _REFERENCE.findall(style)
        for node in self._nodes:
            node.parts += [styles[key] for key in ("", *node.classes) if key in styles]
        every = [*self._nodes, *styles.values()]
        for node in every:
            node.parts += [targets[id] for id in node.references if id in targets]
        sizes: dict[_Node, int] = {}
        try:
            for node in TopologicalSorter({node: node.parts for node in every}).static_order():
                handed_on = sum(sizes[part] for part in node.parts if part.element in _HANDED_ON)
                sizes[node] = (1 + sum(sizes[part] for part in node.parts)) * (1 + handed_on)
        except CycleError:
            self._refuse("references that lead in a circle")
        if sizes[self._nodes[0]] > _MOST_ELEMENTS:
            self._refuse(f"references that make more than {_MOST_ELEMENTS} elements of it")


_PAINTS = frozenset({"linearGradient", "radialGradient", "filter"})
"""What is referred to and holds nothing that is drawn."""
_HANDED_ON = frozenset({"pattern", "marker", ""})
"""What an element refers to for all that stands in it; also what a style sheet refers to."""
_REFERENCE = re.compile(r"""url\(\s*["']?#([^"')\s]+)""", re.IGNORECASE)


class _Node:
    """An element of a drawing: what stands in it, and what it refers to."""

    def __init__(self, element: str, attributes: Mapping[str, str]) -> None:
        self.element = element
        self.id = attributes.get("id")
        self.classes = [f".{name}" for name in attributes.get("class", "").split()]
        hrefs = (attributes.get("href"), attributes.get(f"{_XLINK} href"))
        self.references = [href.strip()[1:] for href in hrefs if href and href.strip().startswith("#")]
        self.references += [id for value in attributes.values() for id in _REFERENCE.findall(value)]
        self.parts: list[_Node] = []
