"""Users' Markdown as HTML: emphasis, code, lists, quotations and links to the web; all else is text.

Nothing in it makes a tag, a heading or a picture, or leads anywhere but to `http`, `https` and `mailto`. What
other forms make of it begins with the same tokens.
"""

import re
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from scorecard.harmless import visible
from scorecard.links import link_of, parts_of
from scorecard.render.text import ADDRESS_CHAR, address_pattern, paragraphs

_MOST_NESTED = 60
_TARGET = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)
ADDRESS = re.compile(rf"(?<![A-Za-z0-9])<?({address_pattern(ADDRESS_CHAR)})>?", re.VERBOSE)
"""An address of the web; a text is split at them with every second part one."""
_LOOKS_LIKE_ADDRESS = re.compile(r"://|\bwww\.", re.IGNORECASE)


def is_link(target: str) -> bool:
    """Whether a target may be linked."""
    return _TARGET.fullmatch(target) is not None and visible(target) == target


def link(target: str, text: str) -> Markup:
    """Return a text as a link; with the target beside it as text where that may not be linked."""
    if not is_link(target):
        return escape(text if text == target else f"{text} <{target}>")
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(target, text)


def linked(text: str) -> Markup:
    """Return a text, safe to stand in HTML, in which addresses of the web are links; links stay as marked."""
    parts = parts_of(text)
    return Markup("").join(
        escape(link_of(words, target)) if target else _addressed(words) for words, target in parts
    )


def _addressed(text: str) -> Markup:
    if "://" not in text:
        return escape(text)
    parts = enumerate(ADDRESS.split(text))
    return Markup("").join(link(part, part) if at % 2 else escape(part) for at, part in parts)


def plain_html(text: str, *, is_quoted: bool = False) -> Markup:
    """Return a plain text as paragraphs; lines of a list stay apart, and all of one that is quoted."""
    html = Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(map(linked, paragraph.split("\n"))))
        for paragraph in paragraphs(text, keeps_lines=is_quoted)
    )
    return Markup("<blockquote>{}</blockquote>").format(html) if is_quoted else html


@lru_cache(maxsize=1024)
def markdown_html(text: str) -> Markup:
    """Return a user's Markdown as HTML; a text that is nested too deep to be told, as plain text."""
    tokens = markdown_tokens(text)
    if tokens is None:
        return plain_html(text)
    markdown = _parser()
    return Markup(markdown.renderer.render(tokens, markdown.options, {}).strip())  # noqa: S704 - it escapes


def markdown_tokens(text: str) -> list[Token] | None:
    """Return a user's Markdown as tokens in which nothing else acts; None where it is nested too deep."""
    tokens = _parser().parse(visible(text.expandtabs(4)))
    if any(token.level > _MOST_NESTED // 2 for token in tokens):
        return None
    for at, token in enumerate(tokens):
        _defuse(token, tokens[at - 1] if at else None)
    return tokens


@cache
def _parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": _MOST_NESTED})
    markdown.enable("strikethrough")
    markdown.disable(["html_block", "html_inline"])
    markdown.validateLink = is_link  # type: ignore[method-assign, assignment]
    return markdown


def _defuse(token: Token, before: Token | None) -> None:
    """Make a heading a bold paragraph, a picture its words, and a link that pretends its source."""
    if token.type in ("heading_open", "heading_close"):
        token.tag = "p"
    elif token.type == "fence":
        token.info = ""
    elif token.type == "inline" and token.children is not None:
        children = [_text(each.content) if each.type == "image" else each for each in token.children]
        _unmask(children)
        if before is not None and before.type == "heading_open":
            children = [Token("strong_open", "strong", 1), *children, Token("strong_close", "strong", -1)]
        token.children = children


def _unmask(children: list[Token]) -> None:
    """Mark links to the web; show the source of those that are empty or whose words are another address."""
    for at, token in enumerate(children):
        if token.type != "link_open":
            continue
        end = next(to for to in range(at, len(children)) if children[to].type == "link_close")
        words = "".join(each.content for each in children[at:end])
        target = str(token.attrs["href"])
        pretends = token.info != "auto" and _LOOKS_LIKE_ADDRESS.search(words) and words != target
        if pretends or not target or not words.strip():
            children[at], children[end] = _text("["), _text(f"]({target})")
        else:
            token.attrs["rel"] = "noopener noreferrer"


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token
