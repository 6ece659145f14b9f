"""Reports as a comment below a pull request: Markdown with a mark of its own, in what a comment can hold.

What has no room is counted and named by its file; nothing is cut within a row.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from scorecard.render.markdown import render_markdown
from scorecard.views.report import Block, Prose, Report, Table, items
from scorecard.views.words import english as say

_MOST = 60_000
"""How many characters are written; GitHub takes 65,536, and a recipe may add its own."""
_FOR_NAMES = 5_000
"""How many of them are kept for the names of files that have no room."""


def render_comment(reports: Sequence[tuple[str, Report]], project: str) -> str:
    """Return reports, each with the name of its file, below a mark that no other project's comment has."""
    if not reports:
        return ""
    mark = f"<!-- scorecard-diff {re.sub(r'[^a-zA-Z0-9_./-]|-(?=-)|-$', '', project)} -->\n\n"
    texts = [_text(report, is_first=not at) for at, (_, report) in enumerate(reports)]
    if len(mark) + sum(map(len, texts)) <= _MOST:
        return mark + "".join(texts).rstrip() + "\n"
    room = _MOST - _FOR_NAMES - len(mark)
    shown: list[str] = []
    for at, ((_, report), text) in enumerate(zip(reports, texts, strict=True)):
        if len(text) > room:
            shown.append(_text(_cut(report, room), is_first=not at))
            break
        shown.append(text)
        room -= len(text)
    names = [name for name, _ in reports[len(shown) - 1 :] if name]
    rest = Report("", tuple(items(_listed(names), say.reports_left_out(len(names)))))
    return mark + "".join([*shown, _text(rest)]).rstrip() + "\n"


def _text(report: Report, *, is_first: bool = False) -> str:
    text = render_markdown([report], top=1 if is_first else 2)
    return f"{text}\n" if report.title else text.removeprefix("##").lstrip()


def _cut(report: Report, room: int) -> Report:
    """Return of a report what has room, of a table as many rows as have."""
    kept: list[Block] = []
    for block in report.blocks:
        if isinstance(block, Table):
            count = bisect_right(
                range(1, len(block.rows) + 1), room, key=lambda number: _size(report, kept, block, number)
            )
            if count < len(block.rows):
                left_out = Prose(say.rows_left_out(len(block.rows) - count))
                return report._replace(blocks=(*kept, *_first(block, count), left_out))
        elif len(_text(report._replace(blocks=(*kept, block)))) > room:
            break
        kept.append(block)
    return report._replace(blocks=tuple(kept))


def _size(report: Report, kept: Sequence[Block], table: Table, count: int) -> int:
    left_out = Prose(say.rows_left_out(len(table.rows)))
    return len(_text(report._replace(blocks=(*kept, *_first(table, count), left_out))))


def _first(table: Table, count: int) -> Sequence[Table]:
    return [table._replace(rows=table.rows[:count])] if count else []


def _listed(names: Sequence[str]) -> Iterator[str]:
    room = _FOR_NAMES - 500
    for at, name in enumerate(names):
        room -= 2 * len(name) + 3
        if room < 0:
            yield say.files_left_out(len(names) - at)
            return
        yield name
