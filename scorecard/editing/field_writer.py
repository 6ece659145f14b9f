"""Fields written into a text, as little of which changes as can be. No I/O.

Where more comes to an item that stands for a list, it becomes a list of one as it was typed; the first entry
of all goes where a hint stood.
"""

import re
from collections.abc import Mapping, Sequence

from scorecard.diagnostics import Route, Span
from scorecard.editing.assessment_fields import Field, edits_for, order_of
from scorecard.editing.yaml_patch import splice
from scorecard.editing.yaml_style import write_mapping
from scorecard.model.framework import Framework
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_STEP = "  "


def write_fields(text: str, changes: Mapping[Field, Data], framework: Framework) -> str:
    """Return a text of an assessment in which fields are what they should be; None takes a field out."""
    data = parse_document(text.encode("utf-8"), "").data
    alone = []
    for field, value in changes.items():
        entry: Data = data
        for step in field:
            entry = entry.get(str(step)) if isinstance(entry, dict) else None
        if isinstance(entry, dict) and isinstance(value, list) and len(value) > 1:
            alone.append(field)
    text = listed_items(text, alone)
    edits = edits_for(parse_document(text.encode("utf-8"), "").data, changes, framework)
    return splice(text, edits, order=lambda route: order_of(framework, route))


def listed_items(text: str, routes: Sequence[Route]) -> str:
    """Return a text in which mappings on lines of their own at routes are lists of one where they can be.

    Comments in them and quotes stay as they are. Where more would change, a mapping stays as it stands.
    """
    result = _listed(text, routes) if routes else text
    if result is not None:
        return result
    for route in routes if len(routes) > 1 else ():
        text = _listed(text, [route]) or text
    return text


def _listed(text: str, routes: Sequence[Route]) -> str | None:
    """Return a text with lists at all routes that can have one; the text is read once for all of them."""
    document = parse_document(text.encode("utf-8"), "")
    wanted, lengths = set(routes), {len(route) for route in routes}
    spans: dict[Route, list[Span]] = {}
    for at, _, span in document.places():
        for length in lengths:
            if len(at) > length and at[:length] in wanted:
                spans.setdefault(at[:length], []).append(span)
    lines = [match.group() for match in _LINES.finditer(text)]
    for route, found in spans.items():
        first, last = min(found), max(span.end_line for span in found)
        begin = lines[first.line - 1][: first.column - 1]
        if not begin.strip(" "):
            moved = [_STEP + line if line.strip() else line for line in lines[first.line - 1 : last]]
            moved[0] = f"{begin}- {lines[first.line - 1][first.column - 1 :]}"
            lines[first.line - 1 : last] = moved
            _put_into_list(document.data, route)
    result = "".join(lines)
    after = parse_document(result.encode("utf-8"), "")
    return result if result != text and not after.findings and after.data == document.data else None


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


def _put_into_list(data: Data, route: Route) -> None:
    """Make what stands at a route of fresh data a list of one."""
    for step in route[:-1]:
        data = data.get(str(step)) if isinstance(data, dict) else None
    assert isinstance(data, dict), "a rating is found by keys alone"
    data[str(route[-1])] = [data[str(route[-1])]]
