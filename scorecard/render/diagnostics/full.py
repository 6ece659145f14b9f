"""Diagnostics for people: the line, a caret under the place, what is wrong and what to do; or a line each."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from scorecard.diagnostics import Diagnostic, Span
from scorecard.directions import all_isolated, isolated
from scorecard.harmless import harmless, one_line, visible
from scorecard.reading.document import Document
from scorecard.render.diagnostics.fingerprint import place_words, shown_path, shown_words
from scorecard.render.diagnostics.working_notes import NOT_SHOWN, lines_of_working_notes
from scorecard.render.text import Terminal, finished, hanging

_MOST_SHOWN = 160


def render_full(diagnostics: Iterable[tuple[Diagnostic, Document | None]], terminal: Terminal) -> str:
    """Return each diagnostic with the line of its file that it is about."""
    shown = "\n\n".join(_full(each, document, terminal) for each, document in diagnostics)
    return finished(shown, terminal) + "\n"


def render_concise(diagnostics: Iterable[Diagnostic]) -> str:
    """Return each diagnostic as editors and `grep` read it: `file:line:column: error SC201 message`."""
    lines = (
        f"{place_words(shown_path(path), span)}: {code.severity} {code.number} {shown_words(message)}\n"
        for path, span, code, message, *_ in diagnostics
    )
    return harmless("".join(lines))


def _full(diagnostic: Diagnostic, document: Document | None, terminal: Terminal) -> str:
    code, span = diagnostic.code, diagnostic.span
    lines = [f"{_place(diagnostic.path, span)}: {code.severity} {code.number} {code.name}"]
    lines += _excerpt(document, span)
    lines += hanging("  ", all_isolated(one_line(diagnostic.message)), terminal)
    if diagnostic.help:
        lines += _help(diagnostic.help, terminal)
    for place, message in () if diagnostic.alike else diagnostic.related:
        lines.append(f"  {_place(diagnostic.path, place)}: {all_isolated(one_line(message))}")
        lines += _excerpt(document, place)
    return "\n".join(lines)


def _place(path: str, span: Span) -> str:
    return place_words(isolated(shown_path(path)), span)


def _help(text: str, terminal: Terminal) -> Iterator[str]:
    """Yield what to do; lines that are to be written keep their ends and how far they are indented."""
    begin = "  help: "
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        yield from hanging(begin + " " * indent, all_isolated(one_line(line)), terminal)
        begin = " " * len(begin)


def _excerpt(document: Document | None, span: Span) -> list[str]:
    if document is None or not (line := document.line(span.line)):
        return []
    if span.line in lines_of_working_notes(document.text):
        return [f"  {span.line} | {NOT_SHOWN}"]
    first = max(0, span.column - 1 - _MOST_SHOWN // 2)
    shown = line[first : first + _MOST_SHOWN]
    end = span.end_column if span.end_line == span.line else len(line) + 1
    before = visible(line[first : span.column - 1].replace("\t", " "))
    marked = visible(line[span.column - 1 : min(end - 1, first + _MOST_SHOWN)].replace("\t", " "))
    number = str(span.line)
    caret = " " * cell_len(before) + "^" * max(1, cell_len(marked))
    return [
        f"  {number} | {isolated(visible(shown.replace(chr(9), ' ')))}",
        f"  {' ' * len(number)} | {caret}",
    ]
