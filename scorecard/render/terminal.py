"""Reports for terminals: with boxes, colours and bars, or as plain lines, which a screen reader reads best.

Nothing is cut off. rich's own tables and styles would take longer than all else that a command does.
"""

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from rich.cells import cell_len

from scorecard.directions import BEGIN, END
from scorecard.harmless import one_line
from scorecard.render.ascii import spelled, spelled_out
from scorecard.render.directed import directed
from scorecard.render.pen import Pen
from scorecard.render.tables import draw_table
from scorecard.render.text import (
    Terminal,
    citation_words,
    finished,
    hanging,
    isolated_lines,
    paragraphs,
    reference_words,
    reworded,
    wrap,
)
from scorecard.views import report as blocks
from scorecard.views.report import Block, Cell, Heading, Report, Table
from scorecard.views.words import english as say

_EMPTY = re.compile(r"(\x1b\[[\d;]*m)* ")
_NOT_APART = f"(?![^{BEGIN}]*{END})"


def render_terminal(reports: list[Report], terminal: Terminal, *, is_plain: bool = False) -> str:
    """Return reports one below the other, with boxes or as plain lines without colours; nothing for none."""
    pen = Pen(terminal._replace(colors=None) if is_plain else terminal, is_plain)
    spelled = map(spelled_out, reports) if pen.terminal.is_ascii else reports
    texts = ["\n".join(_report(directed(report), pen)) for report in spelled]
    return finished("\n\n".join(texts), pen.terminal) + "\n" if texts else ""


def _report(report: Report, pen: Pen) -> Iterator[str]:
    lines = list(_title(report, pen))
    for at, block in enumerate(report.blocks):
        shown = list(_block(block, pen, report.lead))
        is_tight = not pen.is_plain and (
            _stands_below(block, report.blocks[at - 1] if at else report.lead) or _begins_empty(block, shown)
        )
        lines += ["", *shown] if shown and not is_tight else shown
    yield from (line.rstrip() for line in lines) if pen.is_plain else lines


def _stands_below(block: Block, above: Block | Cell | None) -> bool:
    """Whether a block stands right below a title, or explains the headline and stands right below that."""
    match block:
        case blocks.Prose():
            return isinstance(above, blocks.Answers)
        case blocks.Answers():
            return isinstance(above, Cell)
        case _:
            return above is None and isinstance(block, blocks.Facts)


def _begins_empty(block: Block, lines: Sequence[str]) -> bool:
    """Whether a table stands apart by its own head, in whose first line nothing is above its names."""
    return isinstance(block, Table) and bool(block.signs and lines and _EMPTY.match(lines[0]))


def _title(report: Report, pen: Pen) -> Iterator[str]:
    """Yield the headline, its result on the colour of its tone; where there is none, the title."""
    lead, width = report.lead, pen.terminal.width
    between = spelled(say.BETWEEN) if pen.terminal.is_ascii else say.BETWEEN
    lines = _broken(pen.cell(lead), between, pen) if lead else wrap(one_line(report.title), width)
    result, *more = lines[0].split(between, 1) if lead else lines[:1]
    begin = pen.toned(result, lead.tone) if lead and lead.tone else pen.strong(result)
    yield begin + "".join(pen.strong(between + each) for each in more)
    yield from map(pen.strong, lines[1:])
    if pen.is_plain:
        yield ("=" if pen.terminal.is_ascii else "═") * min(cell_len(lines[-1]), width)


def _broken(text: str, between: str, pen: Pen) -> list[str]:
    """Return a headline as lines, broken between its parts and in a part that is too long after a comma."""
    indent = "" if pen.is_plain else "  "
    room = pen.terminal.width - len(indent)
    lines = [""]
    for part in re.split(rf"{re.escape(between)}{_NOT_APART}", text):
        pieces = re.split(rf"(?<=,) {_NOT_APART}", part) if cell_len(part) > room else [part]
        joint = between
        for piece in pieces:
            longer = f"{lines[-1]}{joint}{piece}" if lines[-1] else piece
            if cell_len(longer) <= room or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(piece)
            joint = " "
    first, *rest = [each for line in lines for each in wrap(line, room)]
    return [first, *(f"{indent}{each}" for each in rest)]


def _block(block: Block, pen: Pen, lead: Cell | None) -> Iterator[str]:
    terminal = pen.terminal
    if isinstance(block, blocks.Chart):
        return
    match block:
        case Heading():
            yield from _heading(block, pen)
        case blocks.Facts():
            yield from _facts(block, pen)
        case blocks.Prose():
            yield from (_quoted if block.is_quoted else _prose)(block, pen)
        case blocks.Items():
            if block.label:
                yield from map(pen.strong, wrap(f"{one_line(block.label)}:", terminal.width))
            for item in block.items:
                yield from hanging("- ", one_line(item), terminal)
        case Table():
            yield from draw_table(block, pen)
        case blocks.Rewording():
            yield from _rewording(block, pen)
        case blocks.Citations():
            yield pen.strong(f"{one_line(block.label)}:")
            for each in block.items:
                yield from hanging("- ", f"{citation_words(each)} [{each.number}]", terminal)
        case blocks.References():
            for reference in block.items:
                yield from hanging(f"[{reference.number}] ", reference_words(reference), terminal)
        case blocks.Answers():
            yield from _facts(_told(block, lead), pen)
        case _:
            assert_never(block)


def _told(answers: blocks.Answers, lead: Cell | None) -> blocks.Facts:
    """Return answers without what the lead says already."""
    said = lead.text if lead else ""
    pairs = []
    for box in answers.boxes:
        short = () if box.short.text.lower() in said.lower() else (say.sentence(box.short.text),)
        if sentences := [*short, *box.sentences]:
            pairs.append((box.label, Cell(" ".join(sentences))))
    return blocks.Facts(tuple(pairs))


def _heading(block: Heading, pen: Pen) -> Iterator[str]:
    text = one_line(block.text)
    if pen.is_plain:
        yield from hanging(f"{'#' * (block.level + 1)} ", text, pen.terminal)
    else:
        yield from map(pen.heading if block.level == 1 else pen.strong, wrap(text, pen.terminal.width))


def _facts(block: blocks.Facts, pen: Pen) -> Iterator[str]:
    width = max(cell_len(one_line(label)) for label, _ in block.pairs) + 2
    for label, cell in block.pairs:
        first, *rest = hanging(" " * width, pen.cell(cell), pen.terminal)
        space = " " * (width - cell_len(one_line(label)))
        yield pen.strong(one_line(label) + space) + pen.verdict(first[width:], cell.tone)
        yield from rest


def _prose(block: blocks.Prose, pen: Pen) -> Iterator[str]:
    label = f"{one_line(block.label)}: " if block.label else ""
    for number, paragraph in enumerate(paragraphs(block.text)):
        begin = "" if number else label
        text, *others = isolated_lines(paragraph)
        first, *rest = [line for each in (begin + text, *others) for line in wrap(each, pen.terminal.width)]
        yield from [""] * bool(number)
        yield pen.strong(begin) + first[len(begin) :] if first.startswith(begin.rstrip()) else first
        yield from rest


def _quoted(block: blocks.Prose, pen: Pen) -> Iterator[str]:
    if block.label:
        yield from map(pen.strong, wrap(f"{one_line(block.label)}:", pen.terminal.width))
    for number, paragraph in enumerate(paragraphs(block.text, keeps_lines=True)):
        yield from [">"] * bool(number)
        lines = isolated_lines(paragraph)
        yield from (f"> {each}" for line in lines for each in wrap(line, pen.terminal.width - len("> ")))


def _rewording(block: blocks.Rewording, pen: Pen) -> Iterator[str]:
    label = f"{one_line(block.label)}: " if block.label else ""
    for number, line in enumerate(reworded(label, block.pieces, pen.terminal.width)):
        words = " ".join(pen.edited(piece.text, piece.edit) for piece in line)
        yield words if number else pen.strong(label) + words
