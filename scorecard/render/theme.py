"""A project's house style, from `[theme]` in its `scorecard.toml`: whose report it is, and how it looks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.parsers import expat

from scorecard.errors import NotFoundError
from scorecard.files.folder import is_inside
from scorecard.files.settings import FILE, SettingsError, kind_of_value, read_bounded, read_table
from scorecard.model.lexical import shown

TEMPLATES = Path(__file__).parent / "templates"
LIGHT_PAGE = "#ffffff"
DARK_PAGE = "#121417"
LEAST_CONTRAST = 3.0
"""Of what is not text with what is around it: WCAG 2.2, success criterion 1.4.11."""

_MOST_LOGO_BYTES = 200 * 1024
_MOST_NAME = 200
_MOST_ELEMENTS = 50_000
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_VARIABLE = re.compile(r"--([\w-]+): (#[0-9a-f]{6})")


@dataclass(frozen=True, slots=True)
class Theme:
    """Whose report it is and how it looks: a name, a logo with its media type, an accent colour `#rrggbb`.

    A dark page has the logo in a white box, or another logo that was made for it.
    """

    organisation: str | None = None
    logo: bytes | None = None
    logo_type: str | None = None
    accent: str | None = None
    logo_dark: bytes | None = None
    logo_dark_type: str | None = None


def load_theme(root: Path | None) -> Theme:
    """Return a project's theme; the default one where it has none."""
    table = read_table(root, "theme").values
    if root is None or not table:
        return Theme()
    organisation = _text(table, "organisation")
    if organisation is not None and len(organisation) > _MOST_NAME:
        raise SettingsError(
            f"{FILE}: organisation in [theme] is longer than {_MOST_NAME} characters",
            hint="write the name as it stands at the head of a letter",
        )
    accent = _text(table, "accent")
    if "logo_dark" in table and "logo" not in table:
        raise SettingsError(
            f"{FILE}: logo_dark in [theme] stands without logo", hint="name the usual one too"
        )
    names = (_text(table, "logo"), _text(table, "logo_dark"))
    found = ((None, None) if name is None else _load_logo(root, name) for name in names)
    (logo, logo_type), (dark, dark_type) = found
    color = None if accent is None else _parse_accent(accent)
    return Theme(organisation, logo, logo_type, color, dark, dark_type)


@cache
def palette() -> Mapping[str, str]:
    """Return the colours of the light page, `#rrggbb` by their names in its style sheets."""
    sheet = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    return dict(reversed(_VARIABLE.findall(sheet)))  # the first of a name is of the light page


def _text(table: Mapping[str, object], key: str) -> str | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise SettingsError(
            f"{FILE}: {key} in [theme] is {kind_of_value(value)}, not a text", hint=f'write it as {key} = "…"'
        )
    if not value.strip():
        raise SettingsError(
            f"{FILE}: {key} in [theme] is empty", hint="write something, or leave the key out"
        )
    return value.strip()


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
        for share in (channel / 255 for channel in bytes.fromhex(color[1:]))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_seen(color: str) -> bool:
    """Whether a colour stands out from the page in either theme."""
    return all(contrast(color, page) >= LEAST_CONTRAST for page in (LIGHT_PAGE, DARK_PAGE))


def nearest_seen(color: str) -> str:
    """Return a colour that stands out in either theme: this one, or it mixed with as little as will do.

    What is too light for the light page is darkened, what is too dark for the dark one is lightened; the
    range between is far wider than a step.
    """
    end = 0 if contrast(color, LIGHT_PAGE) < LEAST_CONTRAST else 255
    channels = bytes.fromhex(color[1:])
    mixed = (bytes(round(each + (end - each) * step / 255) for each in channels) for step in range(256))
    return next(filter(is_seen, (f"#{each.hex()}" for each in mixed)))


def _parse_accent(text: str) -> str:
    if not _COLOR.match(text):
        raise SettingsError(
            f"{FILE}: accent in [theme] is {shown(text)}, which is not a colour",
            hint="write red, green and blue as #rrggbb, such as #0072b2",
        )
    color = text.lower()
    for page, which, change in ((LIGHT_PAGE, "light", "darker"), (DARK_PAGE, "dark", "lighter")):
        ratio = contrast(color, page)
        if ratio < LEAST_CONTRAST:
            floored = int(ratio * 100) / 100  # never rounded up to what it does not reach
            raise SettingsError(
                f"{FILE}: the accent {color} is hard to see on the {which} page {page}: "
                f"its contrast is {floored:.2f}, and {LEAST_CONTRAST:g} is needed",
                hint=f"a {change} one such as {nearest_seen(color)} does in both themes",
            )
    return color


# The logo ---------------------------------------------------------------------------------------


def _load_logo(root: Path, name: str) -> tuple[bytes, str]:
    path = _find_logo(root, name)
    content = read_bounded(root, path, name, _MOST_LOGO_BYTES)
    if picture := _PICTURE.match(content):
        return content, f"image/{picture.lastgroup}"
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise SettingsError(
            f"{name}: this is no picture that a report can hold", hint="use PNG, JPEG, WebP or SVG"
        )
    _check_svg(content, name)
    return content, "image/svg+xml"


def _find_logo(root: Path, name: str) -> Path:
    path = Path(name)
    if path.is_absolute() or path.drive or "\\" in name or "://" in name:
        raise SettingsError(
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
        raise SettingsError(
            f"{FILE}: the logo {shown(name)} is outside the project", hint="copy it into the project"
        )
    return found


_PICTURE = re.compile(
    rb"(?s)(?P<png>\x89PNG\r\n\x1a\n\0\0\0\rIHDR)|(?P<jpeg>\xff\xd8\xff)|(?P<webp>RIFF.{4}WEBPVP8)"
)
_SVG = "{http://www.w3.org/2000/svg}"
_OTHER_TEXT = re.compile(
    r"""\x00|<!ENTITY|@import|<\?xml-stylesheet|<\?xml[^>]*encoding\s*=\s*["'](?!utf-8|us-ascii)""",
    re.IGNORECASE,
)
"""What a drawing is read by besides what stands in it."""
_HIDDEN = re.compile(r"data:(?!image/(?:png|jpeg|webp|gif)[;,])|var\(|\\", re.IGNORECASE)
"""What a reference can hide in: another drawing, a name for it, an escape."""
_REFERENCE = re.compile(r"#([^\s\"'();,]+)")
_PAINTS = frozenset({f"{_SVG}linearGradient", f"{_SVG}radialGradient", f"{_SVG}filter"})
"""What is referred to and holds nothing that is drawn."""
_RULE = re.compile(r"([^{}]*)\{([^{}]*)")
_CLASS = re.compile(r"\s*\.([\w-]+)\s*")


def _check_svg(content: bytes, name: str) -> None:
    """Refuse an SVG that is boundless once its references are followed: no browser would ever show the page.

    Nothing else in it does harm, for a page shows it as a picture, and its content policy lets nothing load.
    """
    try:
        text = content.decode("utf-8-sig")
        if _OTHER_TEXT.search(text):
            raise _refusal(name, "entities, another encoding than UTF-8, or a style sheet elsewhere")
        root = ElementTree.fromstring(text)  # noqa: S314 - without entities
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SettingsError(
            f"{name}:{line}: this is not UTF-8", hint="save it as UTF-8, or use a PNG"
        ) from None
    except ElementTree.ParseError as error:
        reason = expat.errors.messages.get(error.code, "it cannot be read")
        message = f"{name}:{error.position[0]}: this is not SVG: {reason}"
        raise SettingsError(message, hint="save it as plain SVG, or use a PNG") from None
    if root.tag != f"{_SVG}svg":
        raise SettingsError(
            f"{name}: this is no SVG", hint='an SVG begins with <svg xmlns="http://www.w3.org/2000/svg"'
        )
    try:
        is_boundless = _count_drawn(root, name) > _MOST_ELEMENTS
    except RecursionError:  # also where references lead in a circle
        is_boundless = True
    if is_boundless:
        too_many = f"references that make more than {_MOST_ELEMENTS} of them"
        raise _refusal(name, f"elements nested too deep, or {too_many}")


def _count_drawn(root: ElementTree.Element, name: str) -> int:
    """Return how many elements are drawn where every reference in a drawing is followed.

    What paints an element (a pattern, a mask, a marker) may paint all that stands in it or is copied there.
    """
    every = list(root.iter())
    targets = {each.get("id"): each for each in reversed(every) if each.tag not in _PAINTS}
    sheet = "".join("".join(each.itertext()) for each in every if each.tag == f"{_SVG}style")
    styles: dict[str, list[str]] = {}  # by class, and under "" those of anything else: of all
    for selectors, style in _RULE.findall(sheet):
        for key in {match[1] if match else "" for match in map(_CLASS.fullmatch, selectors.split(","))}:
            styles.setdefault(key, []).append(style)

    def find(said: str) -> list[ElementTree.Element]:
        if _HIDDEN.search(said):
            raise _refusal(name, f"a reference that cannot be followed: {shown(said[:60])}")
        return [targets[id] for id in _REFERENCE.findall(unquote(said)) if id in targets]

    @cache
    def paint(said: str) -> int:
        return sum(count(part)[1] for part in find(said))

    @cache
    def paint_class(key: str) -> int:
        return sum(map(paint, styles.get(key, ())))

    @cache
    def count(each: ElementTree.Element) -> tuple[int, int]:
        """Return how many elements stand in one, copies too, and how many are drawn for them."""
        words = [value for key, value in each.items() if key[0] != "{" or key.endswith("}href")]
        copied = [word for word in words if word.lstrip().startswith("#")]
        parts = [count(part) for part in (*each, *find(" ".join(copied)))]
        standing = 1 + sum(number for number, _ in parts)
        painted = paint(" ".join(word for word in words if word not in copied))
        painted += sum(map(paint_class, {"", *each.get("class", "").split()}))
        return standing, 1 + sum(number for _, number in parts) + standing * painted

    return count(root)[1]


def _refusal(name: str, what: str) -> SettingsError:
    return SettingsError(
        f"{name}: a logo must be a drawing that can be drawn: this SVG has {what}",
        hint="save it as plain SVG with texts as paths, or use a PNG",
    )
