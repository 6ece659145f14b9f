"""Diagnostics for GitHub Actions: workflow commands, which become annotations, and a summary of the step.

Commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands, escaped as
the runner reads them back (`ActionCommand.cs`) and within the limits of its issues: 4,096 UTF-16 units of
message, no columns on an annotation of several lines.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from tabulate import tabulate

from scorecard.diagnostics import Diagnostic, Span, checked_words
from scorecard.harmless import COMMAND, harmless, visible
from scorecard.render.diagnostics.fingerprint import place_words, shortened, shown_path, shown_words, words

_LONGEST_MESSAGE = 1200
_LONGEST_HELP = 400
_LONGEST_PATH = 300

_HEADERS = ["File", "Line", "Code", "Message"]
_FRAME = 3 * len(_HEADERS) + 2
"""Bytes that a line of the table has besides its cells."""
_LONGEST_FOOT = 100

# What GitHub makes a link, a mention, a reference or a picture of: a zero-width space after it prevents that.
_ACTIVE = re.compile(r"[@#]|:(?=//)|:(?=[\w+-]+:)|www(?=\.)|GH-(?=\d)", re.IGNORECASE)
_MARKUP = re.compile(r"[&<>\\`*_\[\]|~!]")
_NOT_IN_CODE = re.compile(r"[\\`|]")


def render_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Return one command for each diagnostic, as ordered: GitHub shows the first ten of a severity."""
    return "".join(f"{_command(each)}\n" for each in diagnostics)


def render_github_problems(problems: Collection[str]) -> str:
    """Return a command for each message of what kept something from being checked."""
    return "".join(f"::error::{_escape_data(harmless(shown_words(each)))}\n" for each in problems)


def _command(diagnostic: Diagnostic) -> str:
    code = diagnostic.code
    properties = {
        "file": COMMAND.sub(r"\\#", visible(diagnostic.path)),
        **_place(diagnostic.span),
        "title": f"{code.number} {code.name}",
    }
    written = ",".join(f"{name}={_escape_property(text)}" for name, text in properties.items())
    return f"::{code.severity.value} {written}::{_escape_data(harmless(_message(diagnostic)))}"


def _message(diagnostic: Diagnostic) -> str:
    """Return place, code and words: the log shows nothing but the message."""
    place = place_words(shortened(shown_path(diagnostic.path), _LONGEST_PATH), diagnostic.span)
    lines = words(diagnostic, message=_LONGEST_MESSAGE, help=_LONGEST_HELP)
    return f"{place}: {diagnostic.code.number} " + "\n".join(lines)


def _place(span: Span) -> dict[str, str]:
    """Return a place as properties. The end is exclusive: a span up to column 1 ends in the line before."""
    ends_before = span.end_column == 1 and span.end_line > span.line
    last = span.end_line - 1 if ends_before else span.end_line
    if last > span.line:
        return {"line": str(span.line), "endLine": str(last)}
    place = {"line": str(span.line), "col": str(span.column), "endLine": str(last)}
    return place if ends_before else {**place, "endColumn": str(span.end_column)}


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def render_step_summary(
    diagnostics: Sequence[Diagnostic],
    *,
    files: int,
    problems: Collection[str] = (),
    limit: int = 1_000_000,
) -> str:
    """Return counts and a table in Markdown below `limit` bytes: GitHub drops a summary of 1 MiB whole."""
    text = f"## scorecard validate\n\n{checked_words(files, diagnostics)}.\n"
    text += "".join(f"\nNot checked: {_inert(shown_words(each))}\n" for each in problems)
    rows = list(_fitting(diagnostics, limit - len(text.encode()) - _LONGEST_FOOT))
    if rows:
        table = tabulate(rows, _HEADERS, tablefmt="github", stralign=None, disable_numparse=True)
        text += f"\n{table}\n"
    if len(rows) < len(diagnostics):
        text += f"\n{len(diagnostics) - len(rows)} more are left out here: the log of this step has them.\n"
    return text if len(text.encode()) < limit else ""


def _fitting(diagnostics: Sequence[Diagnostic], room: int) -> Iterator[list[str]]:
    """Yield rows as long as the table fits; its second line is as wide as the widest cells."""
    widest = [len(header) for header in _HEADERS]
    used = 1 + sum(widest) + _FRAME
    for each in diagnostics:
        row = _row(each)
        sizes = [len(cell.encode()) for cell in row]
        used += sum(sizes) + _FRAME
        widest = list(map(max, widest, sizes))
        if used + sum(widest) + _FRAME > room:
            return
        yield row


def _row(diagnostic: Diagnostic) -> list[str]:
    code = diagnostic.code
    path = shortened(shown_path(diagnostic.path), _LONGEST_PATH)
    lines = words(diagnostic, message=_LONGEST_MESSAGE, help=_LONGEST_HELP)
    return [
        _inert(path) if _NOT_IN_CODE.search(path) else f"`{path}`",  # in which nothing is active
        str(diagnostic.span.line),
        f"{code.severity.value} {code.number}",
        "<br>".join(map(_inert, lines)),
    ]


def _inert(text: str) -> str:
    text = _ACTIVE.sub(lambda match: f"{match.group()}\u200b", text)
    text = _MARKUP.sub(lambda match: f"&#{ord(match.group())};", text)
    return text.replace("$", "<span>$</span>")
