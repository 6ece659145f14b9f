"""A project's house style: what is taken, what is refused and with which words."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.errors import NotFoundError, ScorecardError
from scorecard.files.settings import SettingsError, wants_pager
from scorecard.render.theme import (
    DARK_PAGE,
    LEAST_CONTRAST,
    LIGHT_PAGE,
    Theme,
    contrast,
    is_seen,
    load_theme,
    nearest_seen,
)

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 "
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def project(folder: Path, toml: str | bytes, logo: str | bytes | None = None) -> Path:
    """Make a project with a theme, and a logo where one is given."""
    (folder / "scorecard.toml").write_bytes(toml.encode() if isinstance(toml, str) else toml)
    if logo is not None:
        (folder / "logo").write_bytes(logo.encode() if isinstance(logo, str) else logo)
    return folder


def refused(folder: Path) -> tuple[int, str, str | None]:
    """Return the exit code, the message and the hint of what load_theme refuses."""
    with pytest.raises(ScorecardError) as caught:
        load_theme(folder)
    return caught.value.exit_code, caught.value.message, caught.value.hint


def test_without_a_file_or_a_project_the_theme_is_the_default(tmp_path: Path) -> None:
    assert load_theme(None) == load_theme(tmp_path) == Theme()
    assert load_theme(project(tmp_path, "")) == load_theme(project(tmp_path, "[theme]")) == Theme()


def test_a_theme_has_a_name_a_logo_and_an_accent(tmp_path: Path) -> None:
    toml = '[theme]\norganisation = " Bureau of <b>Air</b> "\nlogo = "./logo"\naccent = "#0072B2"\n'
    assert load_theme(project(tmp_path, "\ufeff" + toml, PNG)) == Theme(
        "Bureau of <b>Air</b>", PNG, "image/png", "#0072b2"
    )


def test_a_theme_may_have_another_logo_for_dark_pages(tmp_path: Path) -> None:
    toml = '[theme]\nlogo = "logo"\nlogo_dark = "dark.svg"\n'
    (tmp_path / "dark.svg").write_text(f"{SVG}</svg>", encoding="utf-8")
    theme = load_theme(project(tmp_path, toml, PNG))
    assert (theme.logo, theme.logo_dark, theme.logo_dark_type) == (
        PNG,
        f"{SVG}</svg>".encode(),
        "image/svg+xml",
    )
    (tmp_path / "scorecard.toml").write_text('[theme]\nlogo_dark = "dark.svg"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"logo_dark in .theme. stands without logo"):
        load_theme(tmp_path)


@pytest.mark.parametrize(
    ("toml", "message", "hint"),
    [
        (
            "[theme]\naccent = ?",
            "scorecard.toml:2:10: this is not TOML: Invalid value",
            "see https://toml.io",
        ),
        ('[theme]\naccent = "a', "scorecard.toml: this is not TOML: ", "see https://toml.io"),
        ("[theme]\n[theme]", "scorecard.toml:2:7: this is not TOML: Cannot declare", "see https://toml.io"),
        (b'[theme]\n\naccent = "\xff"', "scorecard.toml:3: this is not UTF-8", "save the file as UTF-8"),
        ("a = " + "[" * 60_000, "scorecard.toml: this is nested too deeply", "see https://toml.io"),
        ("a = " + "1" * 5_000, "scorecard.toml: this is not TOML: ", "see https://toml.io"),
        ("#" * 70_000, "scorecard.toml: the file is larger than 64 KB", "make it smaller"),
        ("[themes]", 'scorecard.toml:1:2: "themes" is not known', "did you mean theme?"),
        (
            "organisation = 'x'",
            'scorecard.toml:1:1: "organisation" is not known',
            "known here: theme, output, validate",
        ),
        ("theme = 'x'", "scorecard.toml: theme is a text, not a table", "begin it with a line [theme]"),
        ("[[theme]]", "scorecard.toml: theme is a list, not a table", "begin it with a line [theme]"),
        (
            "[theme]\ncolor=1",
            'scorecard.toml:2:1: "color" in [theme] is not known',
            "known here: organisation, logo, logo_dark, accent",
        ),
        ("[theme]\nacent=1", 'scorecard.toml:2:1: "acent" in [theme] is not known', "did you mean accent?"),
        ("[theme]\naccent=1.5", "accent in [theme] is a number, not a text", 'write it as accent = "…"'),
        ("[theme]\nlogo=true", "logo in [theme] is true or false, not a text", 'write it as logo = "…"'),
        ("[theme]\nlogo=2021-03-11", "logo in [theme] is a date or a time", 'write it as logo = "…"'),
        ("[theme.logo]", "logo in [theme] is a table, not a text", 'write it as logo = "…"'),
        ("[theme]\norganisation=' '", "organisation in [theme] is empty", "write something, or leave"),
        (f"[theme]\norganisation='{'x' * 201}'", "is longer than 200 characters", "write the name as it"),
    ],
)
def test_what_is_wrong_with_the_file_is_said(
    tmp_path: Path, toml: str | bytes, message: str, hint: str
) -> None:
    code, said, advice = refused(project(tmp_path, toml))
    assert code == 1
    assert message in said
    assert advice is not None and advice.startswith(hint)


def test_a_file_that_cannot_be_opened_is_another_matter(tmp_path: Path) -> None:
    (tmp_path / "scorecard.toml").mkdir()
    code, message, _ = refused(tmp_path)
    assert code == 3 and message.startswith("scorecard.toml: this is a folder")
    (tmp_path / "scorecard.toml").rmdir()
    (tmp_path / "scorecard.toml").symlink_to("nowhere")
    assert refused(tmp_path)[0] == NotFoundError.exit_code == 3


@given(st.binary(max_size=60))
def test_any_bytes_are_a_theme_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("project")
    for toml, logo in [
        (content, b""),
        (b"[theme]\nlogo = 'logo'", content),
        (b"[theme]\nlogo='" + content + b"'", b""),
    ]:
        try:
            load_theme(project(folder, toml, logo))
        except ScorecardError as error:
            assert error.message and error.hint


# The accent -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#0000ff", "#ffffff", 8.592),
        ("#ff0000", "#ffffff", 3.998),
        ("#0072b2", "#ffffff", 5.185),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.001)
    assert contrast(other, one) == contrast(one, other)


colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colors)
def test_a_colour_that_is_seen_is_near_every_other(color: str) -> None:
    near = nearest_seen(color)
    assert is_seen(near)
    assert (near == color) is is_seen(color)
    for page in (LIGHT_PAGE, DARK_PAGE):
        assert contrast(near, page) >= LEAST_CONTRAST


@given(colors)
def test_an_accent_is_taken_or_another_named_that_is(
    tmp_path_factory: pytest.TempPathFactory, color: str
) -> None:
    folder = tmp_path_factory.mktemp("project")
    if is_seen(color):
        assert load_theme(project(folder, f"[theme]\naccent='{color.upper()}'")).accent == color
        return
    code, _, hint = refused(project(folder, f"[theme]\naccent='{color}'"))
    assert code == 1 and hint is not None
    (better,) = [word for word in hint.split() if word.startswith("#")]
    assert load_theme(project(folder, f"[theme]\naccent='{better}'")).accent == better


def test_the_message_says_where_an_accent_is_not_seen_and_which_is(tmp_path: Path) -> None:
    assert refused(project(tmp_path, '[theme]\naccent = "#e6b800"'))[1:] == (
        "scorecard.toml: the accent #e6b800 is hard to see on the light page #ffffff: "
        f"its contrast is {int(contrast('#e6b800', LIGHT_PAGE) * 100) / 100:.2f}, and 3 is needed",
        f"a darker one such as {nearest_seen('#e6b800')} does in both themes",
    )
    _, message, hint = refused(project(tmp_path, '[theme]\naccent = "#002244"'))
    assert f"hard to see on the dark page {DARK_PAGE}" in message
    assert hint == f"a lighter one such as {nearest_seen('#002244')} does in both themes"


@pytest.mark.parametrize(
    "accent", ["blue", "#07b", "0072b2", "#0072b2ff", "#0072bg", "#0072b2;x", "rgb(0,0,0)"]
)
def test_an_accent_is_written_in_one_way(tmp_path: Path, accent: str) -> None:
    code, message, hint = refused(project(tmp_path, f"[theme]\naccent = '{accent}'"))
    assert (code, hint) == (1, "write red, green and blue as #rrggbb, such as #0072b2")
    assert f'accent in [theme] is "{accent}", which is not a colour' in message


# The logo ---------------------------------------------------------------------------------------

LOGO = "[theme]\nlogo = 'logo'"


@pytest.mark.parametrize(
    ("content", "type"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (WEBP, "image/webp"),
        (f"{SVG}<path d='M0 0h9'/></svg>".encode(), "image/svg+xml"),
        (
            b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?>\n<!-- a -->\n" + SVG.encode() + b"</svg>",
            "image/svg+xml",
        ),
    ],
)
def test_what_a_logo_is_its_content_says(tmp_path: Path, content: bytes, type: str) -> None:
    theme = load_theme(project(tmp_path, LOGO, content))
    assert (theme.logo, theme.logo_type) == (content, type)


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"BM", b"%PDF-1.7", b"\x89PNG", b"RIFF\0\0\0\0WAVEVP8 ", b"hello", SVG.encode("utf-16")],
)
def test_other_files_are_no_logo(tmp_path: Path, content: bytes) -> None:
    assert refused(project(tmp_path, LOGO, content)) == (
        *(1, "logo: this is no picture that a report can hold", "use PNG, JPEG, WebP or SVG"),
    )


def test_a_logo_is_at_most_200_kb(tmp_path: Path) -> None:
    most = PNG.ljust(200 * 1024, b"\0")
    assert load_theme(project(tmp_path, LOGO, most)).logo == most
    for content in (most + b"\0", bytes(17 * 1024 * 1024)):
        assert refused(project(tmp_path, LOGO, content))[:2] == (1, "logo: the file is larger than 200 KB")


@pytest.mark.parametrize("name", ["/etc/passwd", "a\\\\b", "https://a.b/c.png", "//a.b/c.png"])
def test_a_logo_is_named_relative_to_the_project(tmp_path: Path, name: str) -> None:
    code, message, _ = refused(project(tmp_path, f'[theme]\nlogo = "{name}"'))
    assert code == 1
    assert "which is not a path relative to the project" in message


def test_a_logo_stays_inside_the_project_whatever_leads_out(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "art").mkdir(parents=True)
    (tmp_path / "logo").write_bytes(PNG)
    (root / "art" / "logo").write_bytes(PNG)
    (root / "link").symlink_to("../logo")
    (root / "up").symlink_to("..")
    (root / "round").symlink_to("art/../../project/art/logo")
    for name in ("../logo", "link", "up/logo", "art/../../logo"):
        code, message, hint = refused(project(root, f"[theme]\nlogo = '{name}'"))
        assert (code, hint) == (1, "copy it into the project")
        assert "is outside the project" in message
    for name in ("art/logo", "round", "art/../art/logo", "../project/art/logo"):
        assert load_theme(project(root, f"[theme]\nlogo = '{name}'")).logo == PNG
    linked = tmp_path / "linked"
    linked.symlink_to(root)
    assert load_theme(linked).logo == PNG


def test_a_logo_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("logo", "loop", "folder", "pipe", "scorecard.toml/x", "a\\u0000b", "x" * 300):
        code, message, hint = refused(project(tmp_path, f'[theme]\nlogo = "{name}"'))
        assert code == 3
        assert message and hint


# SVG --------------------------------------------------------------------------------------------

BOUNDLESS = "this SVG has elements nested too deep, or references that make more than 50000 of them"


@pytest.mark.parametrize(
    "inside",
    [
        "<defs><linearGradient id='a'><stop offset='0'/></linearGradient></defs><rect fill='url(#a)'/>",
        "<use xlink:href='#a'/><use href='#a'/><rect style=\"fill: url( '#a' )\" clip-path='url(\"#b\")'/>",
        "<style><![CDATA[.a{fill:#fff;mask:url(#m)}]]></style><title>on</title><text class='a'>url(b)</text>",
        "<image href='data:image/png;base64,iVBORw0K&#10;Ggo='/>",
        "<metadata xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        "<r:RDF xmlns:c='http://creativecommons.org/ns#'><c:Work r:about='http://a.b'/></r:RDF></metadata>",
        "<g xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:label='on' id='one' xml:lang='de'/>",
        "<script>alert(1)</script><foreignObject/><a href='https://a.b'/><g onload='alert(1)'/>",
        "<image href='https://a.b/c.png'/><style>a{b:url(https://a.b/c)}</style>",
        "<sodipodi:n xmlns:sodipodi='http://sodipodi.sourceforge.net/' sodipodi:docname='C:\\a.svg'/>",
        "<g xmlns:serif='http://www.serif.com/' serif:id='a'/>",
        "<g id='a'><path/></g><g id='b'><use href='#a'/><use href='#a'/></g><use href='#b'/>",
        "<clipPath id='b'><use xlink:href='#a'/></clipPath><rect id='a'/><g clip-path='url(#b)'/>",
        "<style>path,.a{fill:url(#g)}.a{clip-path:url(#c)}</style><radialGradient id='g'><stop/>"
        "</radialGradient><clipPath id='c'><path/></clipPath><path class='a'/>",
        "<defs>" + "<pattern id='p'>".join([""] * 9) + "<path/>" * 50 + "</pattern>" * 8 + "</defs>"
        "<style>.a{fill:url(#p)}</style>" + "<path class='a' stroke='url(#p)'/>" * 9,
    ],
)
def test_a_drawing_is_taken(tmp_path: Path, inside: str) -> None:
    assert load_theme(project(tmp_path, LOGO, f"{SVG}{inside}</svg>")).logo_type == "image/svg+xml"


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<use href='data:image/svg+xml;base64,PHN2Zz4='/>", "a reference that cannot be followed"),
        ("<image href='data:image/svg+xml,&lt;svg/>'/>", "a reference that cannot be followed"),
        (r"<rect mask='u\72l(#a)'/>", "a reference that cannot be followed"),
        ("<g style='--m:url(#m)'><rect mask='var(--m)'/></g>", "a reference that cannot be followed"),
        ("<style>@import 'data:text/css,a{}';</style>", "a style sheet elsewhere"),
        ("<style>.a{mask:var(--m)}</style><rect class='a'/>", "a reference that cannot be followed"),
        ("<?xml-stylesheet href='data:text/css,a{}'?>", "a style sheet elsewhere"),
    ],
)
def test_a_drawing_whose_references_cannot_be_followed_is_refused(
    tmp_path: Path, inside: str, what: str
) -> None:
    code, message, hint = refused(project(tmp_path, LOGO, f"{SVG}\n{inside}</svg>"))
    assert (code, hint) == (1, "save it as plain SVG with texts as paths, or use a PNG")
    assert message.startswith("logo: a logo must be a drawing that can be drawn: this SVG has ")
    assert what in message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"<!DOCTYPE svg [<!ENTITY a 'b'>]>{SVG}&a;</svg>", "this SVG has entities"),
        (f"<?xml version='1.0' encoding='iso-2022-jp'?>{SVG}</svg>", "another encoding than UTF-8"),
        (f"{SVG}&a;</svg>", "logo:1: this is not SVG: undefined entity"),
        (f"{SVG}<g>", "logo:1: this is not SVG: "),
        (f"{SVG}<g></svg>", "logo:1: this is not SVG: mismatched tag"),
        ("<svg viewBox='0 0 9 9'/>", "logo: this is no SVG"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "logo: this is no SVG"),
        ("<!-- a -->", "logo:1: this is not SVG: no element found"),
        (f"{SVG}</svg>\n\xff".encode("latin-1"), "logo:2: this is not UTF-8"),
        (f"{SVG}</svg>".encode("utf-16-le"), "another encoding than UTF-8"),
    ],
)
def test_what_is_not_svg_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    code, said, _ = refused(project(tmp_path, LOGO, content))
    assert code == SettingsError.exit_code == 1
    assert message in said


def nested(begin: str, within: str, uses: str) -> str:
    """Return a drawing in which each of nine elements holds the one before ten times."""
    parts = [begin.format("a0") + "<path/>" + within]
    parts += [begin.format(f"a{at}") + uses.format(f"a{at - 1}") * 10 + within for at in range(1, 10)]
    return f"{SVG}{''.join(parts)}{uses.format('a9')}</svg>"


@pytest.mark.parametrize(
    "drawing",
    [
        nested("<g id='{}'>", "</g>", "<use href='#{}'/>"),
        nested("<symbol id='{}'>", "</symbol>", "<use xlink:href=' #{}'/>"),
        nested("<pattern id='{}'>", "</pattern>", "<path fill='url(#{})'/>"),
        nested("<mask id='{}'>", "</mask>", "<path style='mask:URL( &quot;#{}&quot; )'/>"),
        nested(
            "<marker id='{0}'><style>.m{0}{{marker-mid:url(#{0})}}</style>",
            "</marker>",
            "<path class='b m{}'/>",
        ),
        nested("<g id='{}'>", "</g>", "<use><set attributeName='href' to='#{}'/></use>"),
        nested("<g id='{}'>", "</g>", "<use href='#{}'/>").replace("#a", "#%61"),
        nested("<pattern id='{}'>", "</pattern>", "<use href='#a0' fill='url(#{})'/>"),
        f"{SVG}<pattern id='a'>{'<path/>' * 250}</pattern><g fill='url(#a)'>{'<path/>' * 250}</g></svg>",
    ],
    ids=["use", "symbol", "pattern", "mask", "style", "animated", "escaped", "painted", "group"],
)
def test_a_small_drawing_that_copies_itself_without_end_is_refused(tmp_path: Path, drawing: str) -> None:
    """Ten times ten, nine times over: no browser would ever show the page."""
    assert len(drawing) < 5000
    code, message, _ = refused(project(tmp_path, LOGO, drawing))
    assert code == 1
    assert message.endswith(BOUNDLESS)


@pytest.mark.parametrize(
    "inside",
    [
        "<g id='a'><use href='#a'/></g>",
        "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>",
        "<style>*{mask:url(#m)}</style><mask id='m'><path/></mask>",
    ],
)
def test_a_drawing_that_holds_itself_is_refused(tmp_path: Path, inside: str) -> None:
    assert refused(project(tmp_path, LOGO, f"{SVG}{inside}</svg>"))[1].endswith(BOUNDLESS)


def test_hostile_svg_takes_no_time(tmp_path: Path) -> None:
    deep = f"{SVG}{'<g>' * 29_000}{'</g>' * 29_000}</svg>"
    assert refused(project(tmp_path, LOGO, deep))[1].endswith(BOUNDLESS)
    sheet = f"{SVG}<style>{'.a,' * 30_000}.b{{mask:url(#m);x:{'y' * 90_000}}}</style><mask id='m'/></svg>"
    assert load_theme(project(tmp_path, LOGO, sheet)).logo is not None
    spaces = f"{SVG}<rect fill='url({' ' * 190_000}#a)'/></svg>"
    assert load_theme(project(tmp_path, LOGO, spaces)).logo is not None


# The pager --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("toml", "wants"), [("", True), ("[output]\npager = true", True), ("[output]\npager = false", False)]
)
def test_a_project_can_do_without_a_pager(tmp_path: Path, toml: str, wants: bool) -> None:
    assert wants_pager(None) is wants_pager(tmp_path) is True
    assert wants_pager(project(tmp_path, toml)) is wants
    assert load_theme(tmp_path) == Theme()


@pytest.mark.parametrize(
    ("toml", "message", "hint"),
    [
        (
            "[output]\npager = 'no'",
            ":2:1: pager in [output] is a text, not true or false",
            "write it as pager = false",
        ),
        ("[output]\npagr = false", ':2:1: "pagr" in [output] is not known', "did you mean pager?"),
        ("output = 1", ": output is a number, not a table", "begin it with a line [output]"),
        ("[theme]\nacent = 'x'", ':2:1: "acent" in [theme] is not known', "did you mean accent?"),
    ],
)
def test_what_is_said_of_a_pager_wrongly_is_refused(
    tmp_path: Path, toml: str, message: str, hint: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        wants_pager(project(tmp_path, toml))
    assert (caught.value.message, caught.value.hint) == (f"scorecard.toml{message}", hint)
