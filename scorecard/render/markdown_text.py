"""Texts from files as Markdown: plain ones in which nothing acts, and users' Markdown with what may stay.

GitHub looks for mentions, issues and emoji after it has read the Markdown, when escapes and entities are
gone: only a character of no width between keeps it from finding them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from scorecard.harmless import one_line, visible
from scorecard.render.text import ADDRESS_CHAR, address_pattern

BREAK = "\\\n"

# Text that is no Markdown -----------------------------------------------------------------------

_APART = "&#8203;"
_ADDRESS = address_pattern(rf"(?: (?!&\#?\w+;){ADDRESS_CHAR} )")
_LINKED = rf"(?P<address> (?<![A-Za-z0-9]) (?: <{_ADDRESS}> | {_ADDRESS} ) )"
_EMOJI = r"(?: [+-]1 | 100 | 1234 | [0-9_+-]*[a-z][a-z0-9_+-]* )"
_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_ACTING = rf"""
      (?P<code> (?<![\w.@+/-])[a-z0-9][a-z0-9-]*@\d+(?:\.\d+)+(?![\w@-]|\.\w) ) |
      (?P<apart>
          (?<![A-Za-z0-9])@(?=\w|$) | \#(?=\d) | (?<![A-Za-z0-9])(?i:GH)-(?=\d)
        | (?<!\w):(?={_EMOJI}:(?!\w)) )
    | (?P<broken> (?<![A-Za-z0-9])(?i:www)(?=\.) | \{{(?=[{{%]) )
    | [`~\[] | \$(?=\S|$) | :(?=//) | <(?=[A-Za-z/!?]) | &(?=\#?\w+;)
    | (?<![ ])\* | \*(?![ ])
    | (?<![^\W_])_ | _(?![^\W_])
    | \\(?={_PUNCTUATION}|(?i:http)|$)
"""
_ACTS = re.compile(rf"{_LINKED} | {_ACTING}", re.VERBOSE)
ACTS_IN_LINK = re.compile(rf"\] | {_ACTING}", re.VERBOSE)
_BEGINS = re.compile(
    r"""
      \d{1,9}(?=[.)](?:\s|$))
    | (?= \#{1,6}(?:\s|$) | [-+*](?:\s|$) | > | =+\s*$ | ~~~ | ([-*_])(?:\s*\1)*\s*$ | [-:|][-:|\s]*$ )
    """,
    re.VERBOSE,
)


def escaped(text: str) -> str:
    """Return one line of Markdown that reads the same, with links; what acts where it stands is escaped."""
    return _inert(one_line(text))


def _inert(line: str) -> str:
    return _ACTS.sub(replacement, line)


def replacement(match: re.Match[str]) -> str:
    """Return what stands for something that would act."""
    text = match.group()
    match match.lastgroup:
        case "address":
            return f"<{text.strip('<>')}>"
        case "code":
            return f"`{text}`"
        case "apart":
            return text + _APART
        case "broken":
            return text + "\\"
        case _:
            return "\\" + text


def begun(line: str) -> str:
    """Return a line that begins a paragraph and nothing else: no list, heading, quotation, rule or table."""
    begin = _BEGINS.match(line)
    return line if begin is None else rf"{line[: begin.end()]}\{line[begin.end() :]}"


# Text that is Markdown --------------------------------------------------------------------------

_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")
_MARKED = re.compile(r" *(?:> *|(?:[-+*]|\d{1,9}[.)]) +(?=\S)){0,6}")
CONTAINER = re.compile(r"\s*(?:>|[-+*] |\d{1,9}[.)] |```|~~~)")
_ALONE = re.compile(r"\||#{1,6}(?:\s|$)|(?:-+|=+)\s*$")
_KEPT = re.compile(
    rf"""
      (?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)
    | {_LINKED}
    | (?<!!)\[(?P<words> (?: (?!://|www\.)[^\[\]] )+ )\]
      \((?P<target> {_ADDRESS} | mailto:[A-Za-z0-9.@_+-]+ )\)
    | \\(?P<apart>[@\#:])(?=\w)
    | \\(?P<broken>\{{)(?=[{{%])
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
        return self.marks + BREAK.join(begun(_defused_line(line)) for line in lines)


def defused(text: str) -> str:
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
        case "address" | "apart" | "broken":
            return replacement(match)
        case "target":
            return f"[{_defused_line(match['words'])}]({match['target']})"
        case _:
            return match.group()
