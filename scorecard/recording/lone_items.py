"""Texts made ready for a change: one item becomes a list of one, a hint becomes the key it shows. No I/O."""

import re
from collections.abc import Mapping

from scorecard.block_style import write_mapping
from scorecard.diagnostics import Route
from scorecard.document import parse_document
from scorecard.plain_data import Data

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_STEP = "  "


def listed_item(text: str, route: Route) -> str | None:
    """Return a text in which the mapping on lines of its own at a route is a list of one.

    Comments in it and quotes stay as they are. None where it does not stand so, or where more would change.
    """
    document = parse_document(text.encode("utf-8"), "")
    spans = [span for at, _, span in document.places() if len(at) > len(route) and at[: len(route)] == route]
    if not spans:
        return None
    first, last = min(spans), max(span.end_line for span in spans)
    lines = [match.group() for match in _LINES.finditer(text)]
    begin = lines[first.line - 1][: first.column - 1]
    if begin.strip(" "):
        return None
    moved = [_STEP + line if line.strip() else line for line in lines[first.line - 1 : last]]
    moved[0] = f"{begin}- {lines[first.line - 1][first.column - 1 :]}"
    result = "".join([*lines[: first.line - 1], *moved, *lines[last:]])
    after = parse_document(result.encode("utf-8"), "")
    is_same = not after.findings and after.data == _with_list(document.data, route)
    return result if is_same else None


def with_freed_key(text: str, key: str, value: Mapping[str, Data]) -> str | None:
    """Return a text in which the hint `# key:` at its left edge is that key, with a value below it.

    What the hint has below it stays a hint, for one more entry. None where there is no such hint, or where
    more would change.
    """
    found = list(re.finditer(rf"(?m)^# {re.escape(key)}:[ \t]*(\r\n|\r|\n)", text))
    if len(found) != 1:
        return None
    hint, newline = found[0], found[0].group(1)
    written = f"{key}:\n{write_mapping(value, indent=len(_STEP))}".replace("\n", newline)
    result = f"{text[: hint.start()]}{written}{text[hint.end() :]}"
    before, after = (parse_document(each.encode("utf-8"), "") for each in (text, result))
    if after.findings or not isinstance(before.data, dict) or key in before.data:
        return None
    wanted: dict[str, Data] = {**before.data, key: dict(value)}
    return result if after.data == wanted else None


def _with_list(data: Data, route: Route) -> Data:
    """Return data in which what stands at a route is in a list."""
    if not route:
        return [data]
    assert isinstance(data, dict), "a rating is found by keys alone"
    step = str(route[0])
    return {key: _with_list(value, route[1:]) if key == step else value for key, value in data.items()}
