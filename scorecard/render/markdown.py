"""Reports as GitHub-flavoured Markdown, for comments, wikis and web sites.

Text from files is text: nothing in it becomes a tag, a heading, a reference or a mention; addresses in it
become links. The texts that may use Markdown keep emphasis, code, lists, quotations and links to the web.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import assert_never
from urllib.parse import quote

from rich.cells import cell_len

from scorecard.comparing.text_diff import Edit
from scorecard.directions import by_characters, is_from_right, isolated
from scorecard.harmless import COMMAND, harmless, one_line, visible
from scorecard.links import file_of, parts_of, without_places
from scorecard.render.cells import (
    JOINT,
    sign_words,
    squeezed,
    text_of,
    ungrouped,
    widths_of,
    without_charts,
)
from scorecard.render.directed import directed
from scorecard.render.markdown_text import (
    ACTS_IN_LINK,
    BREAK,
    CONTAINER,
    begun,
    defused,
    escaped,
    replacement,
)
from scorecard.render.text import citation_words, isolated_lines, paragraphs, reference_words
from scorecard.views import report as blocks
from scorecard.views.report import Block, Cell, Column, Heading, Report, Row, Table, Tone
from scorecard.views.words import english as say

_MOST_LEVELS = 6
_LONG, _PAGE, _LEAST, _PADDING = 60, 72, 24, 3
_BLANK = "\n\n"
_EDITS = {Edit.SAME: "", Edit.REMOVED: "~~", Edit.ADDED: "**"}
_OF_WORDS = Column("")
_NOT_IN_YAML = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What YAML cannot hold."""
_CLOSING_HASHES = re.compile(r"(?:^|(?<= ))(?=#+$)")


def render_markdown(reports: list[Report], *, front_matter: bool = False, top: int = 1) -> str:
    """Return reports one below the other, the first at a level, the others lower; nothing for none."""
    if not reports:
        return ""
    told = [directed(without_charts(report), unlink=without_places) for report in reports]
    texts = [_report(report, top=2 if at else top) for at, report in enumerate(told)]
    if front_matter:
        texts.insert(0, _front_matter(told[0]))
    return harmless(by_characters(_BLANK.join(texts))) + "\n"


def _report(report: Report, *, top: int) -> str:
    parts = [_heading(top, report.title)]
    if report.standfirst:
        parts.append(_linked(" · ".join(filter(None, (report.standfirst, report.kicker)))))
    elif report.lead is not None:
        parts.append(_strong(_cell(report.lead)))
    citations = (block.items for block in report.blocks if isinstance(block, blocks.Citations))
    cited = {each.number for each in chain.from_iterable(citations)}
    parts += [part for block in report.blocks for part in _block(block, cited, top)]
    return _BLANK.join(part for part in parts if part)


def _front_matter(report: Report) -> str:
    """Return YAML of quoted JSON texts; Jekyll is told not to look for its own marks in blocks of code."""
    texts = {"title": report.title, "lang": "en"}
    texts |= {} if report.lead is None else {"description": report.lead.text}
    lines = [f"{key}: {_quoted(text)}" for key, text in texts.items()]
    return "\n".join(["---", *lines, "render_with_liquid: false", "---"])


def _quoted(text: str) -> str:
    line = json.dumps(by_characters(one_line(text)), ensure_ascii=False)
    line = COMMAND.sub(r"\\u0023", line)
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def _block(block: Block, cited: Collection[int], top: int) -> Iterator[str]:
    """Yield what blank lines are put between."""
    if isinstance(block, blocks.Chart):
        return
    match block:
        case Heading():
            yield _heading(min(block.level + top, _MOST_LEVELS), block.text)
        case blocks.Facts():
            yield "\n".join(f"- {_label(name)} {_cell(cell)}".rstrip() for name, cell in block.pairs)
        case blocks.Prose():
            yield _prose(block)
        case blocks.Items():
            yield _label(block.label) if block.label else ""
            yield "\n".join(f"- {begun(_linked(item))}" for item in block.items)
        case Table():
            yield _strong(escaped(block.caption))
            yield sign_words(block, escaped)
            yield _table(block) if block.rows else say.NO_ROWS
        case blocks.Rewording():
            yield _rewording(block)
        case blocks.Citations():
            yield _label(block.label)
            yield "\n".join(
                f"- {begun(escaped(citation_words(each)))} [^{each.number}]" for each in block.items
            )
        case blocks.References():
            yield from _references(block, cited)
        case blocks.Answers():
            for box in block.boxes:
                is_doubled = box.short.tone is Tone.UNDETERMINED  # its sign ends the question already
                short = box.short._replace(tone=None) if is_doubled else box.short
                said = " ".join([f"{_cell(short)}.", *map(escaped, box.sentences)])
                yield f"{_strong(escaped(box.question))} {said}"
        case _:
            assert_never(block)


def _heading(level: int, text: str) -> str:
    inert = _CLOSING_HASHES.sub(r"\\", escaped(text))
    return f"{'#' * level} {inert}".rstrip()


def _label(text: str) -> str:
    return _strong(escaped(f"{one_line(text)}:"))


def _strong(text: str) -> str:
    return f"**{text}**" if text else ""


def _cell(cell: Cell, column: Column = _OF_WORDS) -> str:
    text = _linked(text_of(cell, column))
    return text if cell.tone is None else f"{cell.tone.glyph}{JOINT}{text}".rstrip()


def _prose(block: blocks.Prose) -> str:
    if block.is_markdown:
        text = defused(block.text)
    else:
        text = _BLANK.join(
            BREAK.join(begun(escaped(line)) for line in isolated_lines(paragraph))
            for paragraph in paragraphs(block.text, keeps_lines=block.is_quoted)
        )
    if block.is_quoted:
        text = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    if not block.label:
        return text
    is_apart = CONTAINER.match(text) or (block.is_markdown and is_from_right(text))
    between = _BLANK if is_apart else " "
    return f"{_label(block.label)}{between}{text}".rstrip()


def _rewording(block: blocks.Rewording) -> str:
    text = " ".join(f"{_EDITS[edit]}{escaped(text)}{_EDITS[edit]}" for edit, text in block.pieces)
    return f"{_label(block.label)} {isolated(text)}" if block.label else begun(text)


def _table(table: Table) -> str:
    """Return a table whose columns stand in line as raw text, but for a last one of long texts.

    A column has dashes as it has characters, so many that all fit a page: pandoc makes its widths of them.
    """
    rows = [[_in_table(escaped(column.title)) for column in table.columns]]
    rows += (_row(row, table.columns) for row in ungrouped(table).rows)
    shown = [width + _PADDING for width in widths_of(table)]
    fitting = squeezed(shown, _PAGE)
    rules = [max(least, min(_LEAST, width)) for least, width in zip(fitting, shown, strict=True)]
    widths = [max(rule - 2, *map(cell_len, texts)) for rule, *texts in zip(rules, *rows, strict=True)]
    widths[-1] *= widths[-1] <= _LONG
    head, *lines = (f"| {' | '.join(map(_padded, row, widths, table.columns))} |" for row in rows)
    dashes = map(_rule, rules, widths, table.columns)
    return "\n".join([head, f"|{'|'.join(dashes)}|", *lines])


def _rule(dashes: int, width: int, column: Column) -> str:
    line = "-" * (dashes - 1)
    return (f"{line}:" if column.is_number else f":{line}").ljust(width + 2)


def _padded(text: str, width: int, column: Column) -> str:
    space = " " * (width - cell_len(text))
    return space + text if column.is_number else text + space


def _row(row: Row, columns: Iterable[Column]) -> list[str]:
    """Return the texts of a row; spaces that indent would be taken off, an entity stays."""
    texts = map(_in_table, map(_cell, row.cells, columns))
    first, *rest = map(_strong, texts) if row.is_group else texts
    return ["&emsp;" * row.depth + first, *rest]


def _in_table(text: str) -> str:
    return by_characters(text.replace("|", r"\|"))


# References -------------------------------------------------------------------------------------

_LINKABLE = re.compile(r"(?i)https?://[^/?#\s]|mailto:[^?\s]*@")
_NOT_IN_ADDRESS = re.compile(r"""[\s<>"\\^`{|}]|(?<!//)\[""")
_ENTITY = re.compile(r"(&#?\w+);")


def _references(block: blocks.References, cited: Collection[int]) -> Iterator[str]:
    """Yield footnotes, which stand at the end of a page; what is not cited would not, and is a list."""
    notes, others = [], []
    for each in block.items:
        words = reference_words(each, lambda text: begun(escaped(text)), _link)
        if each.number in cited:
            notes.append(f"[^{each.number}]: {words}")
        else:
            others.append(rf"- \[{each.number}] {words}")
    yield say.FOOTNOTES if notes else ""
    yield "\n".join(notes)
    yield "\n".join(others)


def _link(url: str) -> str:
    """Return an address as a link where it is one of the web or of mail, and as text where it is not.

    What an address may not hold is written as its bytes; so is what would end an entity.
    """
    if not _LINKABLE.match(url):
        return escaped(f"<{url}>")
    address = "".join(
        quote(char, safe="", errors="replace")
        if _NOT_IN_ADDRESS.match(url, at) or visible(char) != char
        else char
        for at, char in enumerate(url)
    )
    return "<" + _ENTITY.sub(r"\1%3B", address) + ">"


def _linked(text: str) -> str:
    """Return a text in which files beside the document are links."""
    parts = (
        _file_link(words, file_of(target) or "") if target else _between(words)
        for words, target in parts_of(text)
    )
    return "".join(parts).strip(" ")


def _between(text: str) -> str:
    """Return a text that stands before or after a link, with the spaces at its ends."""
    words = escaped(text)
    return " " * text.startswith(" ") + words + " " * (text.endswith(" ") and words != "")


def _file_link(text: str, file: str) -> str:
    words = ACTS_IN_LINK.sub(replacement, one_line(text) or one_line(file))
    return f"[{words}]({quote(file, safe='@+,=', errors='replace')})"
