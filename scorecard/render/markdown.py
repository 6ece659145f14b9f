"""Reports as GitHub-flavoured Markdown, for comments, wikis and web sites.

Text from files is text: nothing in it becomes a tag, a heading, a reference or a mention; addresses in it
become links. The texts that may use Markdown keep emphasis, code, lists, quotations and links to the web.

GitHub looks for mentions, issues and emoji after it has read the Markdown, when escapes and entities are
gone: only a character of no width between keeps it from finding them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from tabulate import tabulate

from scorecard.render.text import Terminal, glyph, harmless, one_line, paragraphs, visible
from scorecard.report import Align, Block, Cell, Facts, Heading, Items, Prose, Report, Rewording, Row, Table
from scorecard.wording import Edit

_MOST_LEVELS = 6
_LONG = 60
_BLANK = "\n\n"
_BREAK = "\\\n"
_EDITS = {Edit.SAME: "", Edit.REMOVED: "~~", Edit.ADDED: "**"}
_LAST_PADDING = re.compile(r"(?m)(?: {2,}|(?<=---)(-+))\|$")
_CLOSING_HASHES = re.compile(r"(?:^|(?<= ))(?=#+$)")


def render_markdown(reports: list[Report]) -> str:
    """Return reports one below the other; nothing for no report."""
    if not reports:
        return ""
    return harmless(_BLANK.join(_report(report) for report in reports)) + "\n"


def _report(report: Report) -> str:
    parts = [_heading(1, report.title), *(part for block in report.blocks for part in _block(block))]
    return _BLANK.join(part for part in parts if part)


def _block(block: Block) -> Iterator[str]:
    """Yield what blank lines are put between."""
    match block:
        case Heading():
            yield _heading(min(block.level + 1, _MOST_LEVELS), block.text)
        case Facts():
            yield "\n".join(f"- {_label(name)} {_cell(cell)}".rstrip() for name, cell in block.pairs)
        case Prose():
            yield _prose(block)
        case Items():
            if block.label:
                yield _label(block.label)
            yield "\n".join(f"- {_begun(escaped(item))}" for item in block.items)
        case Table():
            yield _strong(escaped(block.caption))
            yield _table(block) if block.rows else "(none)"
        case Rewording():
            yield _rewording(block)


def _heading(level: int, text: str) -> str:
    inert = _CLOSING_HASHES.sub(r"\\", escaped(text))
    return f"{'#' * level} {inert}".rstrip()


def _label(text: str) -> str:
    return _strong(escaped(f"{one_line(text)}:"))


def _strong(text: str) -> str:
    return f"**{text}**" if text else ""


def _cell(cell: Cell) -> str:
    text = escaped(cell.text)
    return text if cell.tone is None else f"{glyph(cell.tone, Terminal())} {text}"


def _prose(block: Prose) -> str:
    if block.is_markdown:
        text = _defused(block.text)
    else:
        text = _BLANK.join(
            _BREAK.join(_begun(escaped(line)) for line in paragraph.split("\n"))
            for paragraph in paragraphs(block.text)
        )
    if not block.label:
        return text
    between = _BLANK if _CONTAINER.match(text) else " "
    return f"{_label(block.label)}{between}{text}".rstrip()


def _rewording(block: Rewording) -> str:
    parts = [_label(block.label)] if block.label else []
    parts += [f"{_EDITS[edit]}{escaped(text)}{_EDITS[edit]}" for edit, text in block.pieces]
    return _begun(" ".join(parts))


def _table(table: Table) -> str:
    """Return a table whose columns stand in line as raw text, but for a last one of long texts."""
    rows = [_row(row) for row in table.rows]
    text = tabulate(
        rows,
        headers=[_in_table(escaped(column.title)) for column in table.columns],
        tablefmt="pipe",
        disable_numparse=True,
        colalign=["right" if column.align is Align.RIGHT else "left" for column in table.columns],
    )
    if all(len(row[-1]) <= _LONG for row in rows):
        return text
    return _LAST_PADDING.sub(lambda match: " |" if match[1] is None else "---|", text)


def _row(row: Row) -> list[str]:
    """Return the texts of a row; spaces that indent would be taken off, an entity stays."""
    texts = (_in_table(_cell(cell)) for cell in row.cells)
    first, *rest = map(_strong, texts) if row.is_group else texts
    return ["&emsp;" * row.depth + first, *rest]


def _in_table(text: str) -> str:
    return text.replace("|", r"\|")


# Text that is no Markdown -----------------------------------------------------------------------

_APART = "&#8203;"
_ADDRESS_CHAR = r"""(?: [^\s<>()\[\]{}|\\^`"&] | &(?!\#?\w+;) )"""
_ADDRESS = rf"""
    (?i:https?)://
    (?: {_ADDRESS_CHAR} | \({_ADDRESS_CHAR}*\) )*
    (?: \({_ADDRESS_CHAR}*\) | (?![.,;:!?'*_~]){_ADDRESS_CHAR} )
"""
_LINKED = rf"(?P<address> (?<![A-Za-z0-9]) (?: <{_ADDRESS}> | {_ADDRESS} ) )"
_EMOJI = r"(?: [+-]1 | 100 | 1234 | [0-9_+-]*[a-z][a-z0-9_+-]* )"
_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_ACTS = re.compile(
    rf"""
      {_LINKED}
    | (?P<apart>
          (?<![A-Za-z0-9])@(?=\w|$) | \#(?=\d) | (?<![A-Za-z0-9])(?i:GH)-(?=\d)
        | (?<!\w):(?={_EMOJI}:(?!\w)) )
    | (?P<www> (?<![A-Za-z0-9])(?i:www)(?=\.) )
    | [`~\[] | \$(?=\S) | :(?=//) | <(?=[A-Za-z/!?]) | &(?=\#?\w+;)
    | (?<![ ])\* | \*(?![ ])
    | (?<![^\W_])_ | _(?![^\W_])
    | \\(?={_PUNCTUATION}|(?i:http)|$)
    """,
    re.VERBOSE,
)
_BEGINS = re.compile(
    r"""
      \d{1,9}(?=[.)](?:\s|$))
    | (?= \#{1,6}(?:\s|$) | [-+*](?:\s|$) | > | =+\s*$ | ~~~ | ([-*_])(?:\s*\1)*\s*$ | [-:|][-:|\s]*$ )
    """,
    re.VERBOSE,
)


def escaped(text: str) -> str:
    """Return a text as one line of Markdown that reads the same, addresses in it as links.

    Only what acts where it stands is escaped: the underscores of `a_b` do not, nor does a lone `*`.
    """
    return _inert(one_line(text))


def _inert(line: str) -> str:
    return _ACTS.sub(_replacement, line)


def _replacement(match: re.Match[str]) -> str:
    text = match.group()
    match match.lastgroup:
        case "address":
            return f"<{text.strip('<>')}>"
        case "apart":
            return text + _APART
        case "www":
            return text + "\\"
        case _:
            return "\\" + text


def _begun(line: str) -> str:
    """Return a line that begins a paragraph and nothing else: no list, heading, quotation, rule or table."""
    begin = _BEGINS.match(line)
    return line if begin is None else rf"{line[: begin.end()]}\{line[begin.end() :]}"


# Text that is Markdown --------------------------------------------------------------------------

_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")
_MARKED = re.compile(r" *(?:> *|(?:[-+*]|\d{1,9}[.)]) +(?=\S)){0,6}")
_CONTAINER = re.compile(r"\s*(?:>|[-+*] |\d{1,9}[.)] |```|~~~)")
_ALONE = re.compile(r"\||#{1,6}(?:\s|$)|(?:-+|=+)\s*$")
_KEPT = re.compile(
    rf"""
      (?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)
    | {_LINKED}
    | (?<!!)\[(?P<words> (?: (?!://|www\.)[^\[\]] )+ )\]
      \((?P<target> {_ADDRESS} | mailto:[A-Za-z0-9.@_+-]+ )\)
    | \\(?P<apart>[@\#:])(?=\w)
    | \\{_PUNCTUATION}
    | [*~]+ | (?<![^\W_])_+ | _+(?![^\W_])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A paragraph after the marks of its list or quotation: lines, and the words that each is joined from."""

    marks: str
    lines: list[list[str]]

    def add(self, text: str) -> None:
        """Add a line of the source; what is neither joined to the line before nor to the next stays alone."""
        is_alone = _ALONE.match(text) is not None
        if is_alone:
            self.lines.append([])
        self.lines[-1].append(text.rstrip().removesuffix("\\") or text)
        if is_alone or text.endswith(("  ", "\\")):
            self.lines.append([])

    def quotes(self) -> str:
        """Return the mark of a passage that is quoted and nothing else."""
        return self.marks.strip() if set(self.marks) <= set("> ") else ""

    def __str__(self) -> str:
        lines = (" ".join(words) for words in self.lines if words)
        return self.marks + _BREAK.join(_begun(_defused_line(line)) for line in lines)


def _defused(text: str) -> str:
    """Return Markdown in which paragraphs, lists, quotations and blocks of code act, and nothing else."""
    passages: list[_Passage | str] = []
    under = ""
    lines = iter(visible(text.expandtabs(4)).split("\n"))
    for line in lines:
        last = passages[-1] if passages else ""
        marks, rest = _parted(line)
        if fence := _FENCE.match(line):
            passages.append(_code(fence[1], lines))
            under = ""
        elif not rest:
            passages.append(">" if marks.strip() else "")
        elif isinstance(last, _Passage) and marks.strip() in ("", last.quotes()):
            last.add(rest)
        else:
            under = marks if under else marks.lstrip()
            last = _Passage(under, [[]])
            last.add(rest)
            passages.append(last)
    return "\n".join(map(str, passages)).strip("\n")


def _parted(line: str) -> tuple[str, str]:
    """Return the marks of lists and quotations that a line begins with, and the rest."""
    marked = _MARKED.match(line)
    end = marked.end() if marked else 0
    return line[:end], line[end:]


def _code(fence: str, lines: Iterator[str]) -> str:
    """Return a block of code, up to where it is closed or the text ends; without a language, some draw."""
    closing = re.compile(rf" {{0,3}}{re.escape(fence)}{fence[0]}*\s*$")
    return "\n".join([fence, *takewhile(lambda line: not closing.match(line), lines), fence])


def _defused_line(line: str) -> str:
    """Return a line in which emphasis, code and links to the web act, and nothing else."""
    parts = []
    at = 0
    for match in _KEPT.finditer(line):
        parts += [_inert(line[at : match.start()]), _kept(match)]
        at = match.end()
    return "".join([*parts, _inert(line[at:])])


def _kept(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "address" | "apart":
            return _replacement(match)
        case "target":
            return f"[{_defused_line(match['words'])}]({match['target']})"
        case _:
            return match.group()
