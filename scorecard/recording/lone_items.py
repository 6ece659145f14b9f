"""One item that stands for a list becomes a list of one, its lines as they were typed. No I/O."""

import re

from scorecard.diagnostics import Route
from scorecard.document import Data, parse_document

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


def _with_list(data: Data, route: Route) -> Data:
    """Return data in which what stands at a route is in a list."""
    if not route:
        return [data]
    assert isinstance(data, dict), "a rating is found by keys alone"
    step = str(route[0])
    return {key: _with_list(value, route[1:]) if key == step else value for key, value in data.items()}
