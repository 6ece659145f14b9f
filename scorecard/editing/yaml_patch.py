"""Changes a YAML text only where it must: comments, order, quoting, line ends elsewhere stay byte for byte.

The text is composed once to find where things stand, each edit becomes a cut, and the result is read again:
unless the wanted change is the only one, nothing is given back. What changes within braces or brackets is
written anew as a whole; comments in them stay.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from scorecard.diagnostics import Route
from scorecard.editing.yaml_style import (
    STEP,
    write_entry,
    write_flow,
    write_items,
    write_mapping,
    write_value,
)
from scorecard.errors import ScorecardError
from scorecard.reading.document import Document, parse_document
from scorecard.reading.plain_data import Data, as_items, in_order, line_end, line_start, with_texts
from scorecard.reading.positions import LOADER

Order = Callable[[Route], Sequence[str]]
"""Says in which order the keys of the mapping at a route belong."""

_Entry = tuple[ScalarNode, Node]
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


class PatchError(ScorecardError):
    """A text cannot be changed without changing more than was asked for."""

    exit_code = 1


def patch(document: Document, edits: Mapping[Route, Data], *, order: Order = lambda _route: ()) -> Document:
    """Return a document with the value at each route replaced, inserted, or for None taken out with its key.

    A list is prolonged by a route one past its end, also where a single item stands for it. A new key at the
    top goes where the hint `# key:` stands, if one does. No route may lead below another one. Raises
    PatchError where the text is no good, or would be changed in anything else.
    """
    if document.findings or not isinstance(document.data, dict):
        raise _unreadable()
    root = change_of(edits)
    if not root.below:
        return document
    try:
        nodes = yaml.compose(document.text, Loader=LOADER)
    except yaml.YAMLError:  # the parser alone may refuse what a reader by events lets pass
        raise _unreadable() from None
    assert isinstance(nodes, MappingNode), "the document is a mapping"
    cutter = _Cutter(document.text, order)
    cutter.change_all(nodes, document.data, root)
    after = parse_document(f"{document.mark}{cutter.result()}".encode())
    if after.findings or after.data != root.applied(document.data):
        raise PatchError(
            "this change cannot be written without changing more of the file",
            hint="write it into the file by hand; nothing was changed",
        )
    return after


def _unreadable() -> PatchError:
    return PatchError("the file cannot be read as YAML", hint="scorecard validate says where it is wrong")


# What changes -----------------------------------------------------------------------------------


@dataclass(slots=True)
class ValueChange:
    """What becomes of one value: a new one, nothing, or changes below it."""

    value: Data = None
    below: "dict[str | int, ValueChange]" = field(default_factory=dict)

    @property
    def is_removal(self) -> bool:
        return self.value is None and not self.below

    @property
    def is_of_items(self) -> bool:
        return any(isinstance(step, int) for step in self.below)

    def applied(self, data: Data) -> Data:
        """Return what data should be afterwards; None is where nothing was."""
        if not self.below:
            return with_texts(self.value, str.strip)  # as the reader gives it
        if self.is_of_items:
            items = as_items(data)
            at_items = [(self.below.get(at), item) for at, item in enumerate(items)]
            kept = [
                item if change is None else change.applied(item)
                for change, item in at_items
                if change is None or not change.is_removal
            ]
            return [*kept, *(change.applied(None) for change in self.after(len(items)))]
        values = dict(data) if isinstance(data, dict) else {}
        for step, change in self.below.items():
            if change.is_removal:
                values.pop(str(step), None)
            else:
                values[str(step)] = change.applied(values.get(str(step)))
        return values

    def after(self, count: int) -> "list[ValueChange]":
        """Return the changes that prolong a list."""
        return [self.below[step] for step in sorted(self.below, key=int) if int(step) >= count]


def change_of(edits: Mapping[Route, Data]) -> ValueChange:
    """Return the change of a whole document that edits at routes make."""
    root = ValueChange()
    for route, value in edits.items():
        change = root
        for step in route:
            change = change.below.setdefault(step, ValueChange())
        change.value = value
    return root


# Where it is cut --------------------------------------------------------------------------------


class _Anchor(NamedTuple):
    """What a value belongs to: the place after its colon or dash, and the column of its key or dash."""

    at: int
    column: int
    route: Route

    @property
    def name(self) -> str:
        """The key that the value belongs to, or the list that holds it."""
        return next(str(step) for step in reversed(self.route) if isinstance(step, str))


class _Cutter:
    """Turns changes into cuts of a text, all by their places in the text as it was."""

    def __init__(self, text: str, order: Order) -> None:
        self._text = text
        self._order = order
        self._cuts: list[tuple[int, int, str]] = []
        found = re.search(r"\r\n|\r|\n", text)
        self._newline = found.group() if found else "\n"

    def result(self) -> str:
        """Return the text with all cuts made."""
        result = self._cut_between(0, len(self._text))
        has_lost_its_first_line = any(begin == 0 and not new for begin, _, new in self._cuts)
        return result.removeprefix(self._newline) if has_lost_its_first_line else result

    def _cut_between(self, at: int, last: int) -> str:
        pieces = []
        for begin, end, new in sorted(self._cuts, key=lambda cut: cut[:2]):
            if begin < at or end > last:
                raise PatchError("two changes touch the same place", hint="make them one by one")
            pieces += [self._text[at:begin], new]
            at = end
        return "".join([*pieces, self._text[at:last]])

    def change_all(self, root: MappingNode, data: dict[str, Data], change: ValueChange) -> None:
        """Make the changes of the whole document."""
        if not root.flow_style:
            self._change_mapping(root, data, change, ())
            return
        start, end = self._start(root), self._end(root)
        begin = line_start(self._text, start)
        is_alone = not self._text[begin:start].strip()
        new = change.applied(data)
        assert isinstance(new, dict), "the document is a mapping"
        lines = [f"{each}\n" for each in self._comments(root, start, end)]
        tail = "".join(["" if is_alone else "\n", *lines, write_mapping(new) or "{}"]).removesuffix("\n")
        inline, newline, further = tail.partition("\n")
        self._cut(begin if is_alone else start, end, inline)
        after = line_end(self._text, end)
        self._cut(after, after, newline + further)

    def _change_value(self, anchor: _Anchor, node: Node, data: Data, change: ValueChange) -> None:
        is_open = change.below and _is_collection(node)
        if is_open and isinstance(node, MappingNode) and isinstance(data, dict):
            if not change.is_of_items:
                return self._change_mapping(node, data, change, anchor.route)
            begin, first = line_start(self._text, self._start(node)), change.below.get(0)
            is_alone = not self._text[begin : self._start(node)].strip()
            if is_alone and (first is None or first.below):
                return self._list_alone(anchor, node, data, change)
        elif is_open and isinstance(node, SequenceNode) and isinstance(data, list):
            return self._change_list(anchor, node, data, change)
        return self._replace(anchor, node, change.applied(data), is_within=bool(change.below))

    def _replace(self, anchor: _Anchor, node: Node, new: Data, *, is_within: bool) -> None:
        """Put a new value after a colon or dash; a comment on that line stays there, those within below."""
        at = anchor.at
        start, end = (at, at) if _is_nothing(node) else (self._start(node), self._end(node))
        first, last = line_end(self._text, at), line_end(self._text, end)
        is_here = start <= first
        within = (start, end) if is_here else (first, last)
        comments = self._comments(node, *within) if is_within else []
        is_item = self._text[at - 1] == "-" and not comments
        tail = write_value(anchor.name, new, indent=anchor.column, is_item=is_item)
        is_one_line = is_within and is_here and first == last and isinstance(node, CollectionNode)
        if is_one_line and node.value and (flow := write_flow(anchor.name, new)):
            tail = f" {flow}\n"
        inline, _, further = tail.partition("\n")
        notes = "".join(f"\n{' ' * (anchor.column + STEP)}{each}" for each in comments)
        further = notes + f"\n{further}".removesuffix("\n")
        if is_here and _is_collection(node):
            self._cut(at, last, inline + further)
        elif is_here and not _is_block(node):
            self._cut(at, end, inline)
            self._cut(last, last, further)
        else:
            header = re.match(r"[ \t]*[|>][0-9+-]*", self._text[at:first])
            self._cut(at, at + (header.end() if header else 0), inline)
            self._cut(first, max(first, last), further)

    # Mappings

    def _change_mapping(
        self, node: MappingNode, data: dict[str, Data], change: ValueChange, route: Route
    ) -> None:
        entries: dict[str, _Entry] = {key.value.strip(): (key, value) for key, value in node.value}
        column = node.value[0][0].start_mark.column
        gone = {step for step, below in change.below.items() if below.is_removal}
        staying = {step: entry for step, entry in entries.items() if step not in gone}
        order = {step: place for place, step in enumerate(self._order(route))}
        coming = (str(step) for step in change.below if step not in gone and step not in entries)
        new = {
            step: write_entry(step, change.below[step].applied(None), indent=column)
            for step in in_order(coming, order)
        }
        if not staying:
            body = "".join(new.values()).removesuffix("\n").lstrip(" ")
            self._cut(self._start(node), self._end(node), body or "{}")
            return
        self._remove_entries(list(entries.items()), staying)
        for step, (key, value) in staying.items():
            if step in change.below:
                anchor = _Anchor(self._colon(key), column, (*route, step))
                self._change_value(anchor, value, data[step], change.below[step])
        for step, entry in new.items():
            hint = None if route else self._hint(step, staying)
            if hint is not None:
                self._cut(hint.start(), hint.end(), entry.removesuffix("\n"))
            else:
                self._insert(step, entry, staying, order)

    def _remove_entries(self, entries: list[tuple[str, _Entry]], staying: Mapping[str, _Entry]) -> None:
        """Take entries of a block out with their lines; after a dash the first that stays takes the place."""
        first = self._start(entries[0][1][0])
        follows_dash = bool(self._text[line_start(self._text, first) : first].strip())
        stays = next(index for index, (step, _) in enumerate(entries) if step in staying)
        if follows_dash and stays:
            self._cut(first, self._start(entries[stays][1][0]), "")
        for step, (key, value) in entries[stays if follows_dash else 0 :]:
            if step not in staying:
                self._cut_lines(line_start(self._text, self._start(key)), self._end_of(key, value))

    def _insert(self, step: str, entry: str, entries: Mapping[str, _Entry], order: Mapping[str, int]) -> None:
        """Put a new entry after the nearest that belongs before it, before all, or last."""
        known = [name for name in entries if name in order]
        before = [name for name in known if step in order and order[name] < order[step]]
        if step in order and known and not before:
            self._insert_first(entry, entries[known[0]][0])
        else:
            name = max(before, key=order.__getitem__) if before else list(entries)[-1]
            self._add_lines(line_end(self._text, self._end_of(*entries[name])), entry)

    def _hint(self, step: str, entries: Mapping[str, _Entry]) -> re.Match[str] | None:
        """Return the only comment between the entries at the top that is the name of a key."""
        found = list(re.finditer(rf"(?m)^# {re.escape(step)}:[ \t]*(?=[\r\n])", self._text))
        spans = [(self._start(key), self._end_of(key, value)) for key, value in entries.values()]
        is_between = len(found) == 1 and not any(begin < found[0].start() < end for begin, end in spans)
        return found[0] if is_between else None

    def _insert_first(self, entry: str, key: ScalarNode) -> None:
        """Put an entry above a key and the comments that stand directly over it."""
        start = line_start(self._text, self._start(key))
        if self._text[start : self._start(key)].strip():
            column = key.start_mark.column
            self._cut(self._start(key), self._start(key), entry[column:] + " " * column)
            return
        while start > 0 and self._text[line_start(self._text, start - 1) : start].lstrip(" \t")[:1] == "#":
            start = line_start(self._text, start - 1 - self._text.startswith("\r\n", start - 2))
        self._cut(start, start, entry)

    # Lists

    def _change_list(
        self, anchor: _Anchor, node: SequenceNode, data: list[Data], change: ValueChange
    ) -> None:
        for index, (item, value) in enumerate(zip(node.value, data, strict=True)):
            below = change.below.get(index)
            if below is None:
                continue
            dash = self._dash(node, index)
            if below.is_removal:
                self._remove_item(item, dash)
            else:
                column = dash - line_start(self._text, dash)
                self._change_value(_Anchor(dash + 1, column, (*anchor.route, index)), item, value, below)
        self._append(anchor, node, change.after(len(data)))

    def _append(self, anchor: _Anchor, node: Node, changes: Sequence[ValueChange]) -> None:
        items = [change.applied(None) for change in changes]
        new = write_items(anchor.name, items, indent=node.start_mark.column)
        if items:
            self._add_lines(line_end(self._text, self._end(node)), new)

    def _list_alone(
        self, anchor: _Anchor, node: MappingNode, data: dict[str, Data], change: ValueChange
    ) -> None:
        """Make a mapping on lines of its own the first item of a list, as it was typed."""
        begin, end = line_end(self._text, anchor.at), line_end(self._text, self._end(node))
        cuts, self._cuts = self._cuts, []
        if 0 in change.below:
            self._change_mapping(node, data, change.below[0], (*anchor.route, 0))
        lines = _LINES.findall(self._cut_between(begin, end))
        first = next(at for at, line in enumerate(lines) if line.strip() and line.lstrip()[0] != "#")
        step, column = " " * STEP, node.start_mark.column
        lines[first + 1 :] = [step + line if line.strip() else line for line in lines[first + 1 :]]
        lines[first] = f"{lines[first][:column]}- {lines[first][column:]}"
        self._cuts = [*cuts, (begin, end, "".join(lines))]
        self._append(anchor, node, change.after(1))

    def _remove_item(self, item: Node, dash: int) -> None:
        """Take an item out with its lines; one that follows another dash leaves that dash an empty place."""
        end = dash + 1 if _is_nothing(item) else self._end(item)
        start = line_start(self._text, dash)
        if self._text[start:dash].strip():
            raise PatchError("the first item of a list in a list stays", hint="take it out by hand")
        self._cut_lines(start, end)

    def _dash(self, node: SequenceNode, index: int) -> int:
        if index == 0:
            return self._start(node)
        column = node.start_mark.column
        pattern = re.compile(rf"(?<=[\r\n])[ ]{{{column}}}-")
        before = node.value[index - 1]
        start = self._dash(node, index - 1) + 1 if _is_nothing(before) else self._end(before)
        match = pattern.search(self._text, start)
        assert match is not None, "every item has a dash"
        return match.end() - 1

    # Places

    def _cut(self, begin: int, end: int, new: str) -> None:
        self._cuts.append((begin, end, new.replace("\n", self._newline)))

    def _add_lines(self, after: int, lines: str) -> None:
        self._cut(after, after, f"\n{lines}".removesuffix("\n"))

    def _cut_lines(self, start: int, last: int) -> None:
        """Take lines out, with the line end before them, so that what is put in after them has its place."""
        before = start - (2 if self._text.startswith("\r\n", start - 2) else 1)
        self._cut(max(before, 0), line_end(self._text, last), "")

    def _comments(self, node: Node, at: int, end: int) -> list[str]:
        """Return the comments between two places, which are where no text of a node stands."""
        found = []
        texts = sorted((self._start(each), self._end(each)) for each in _scalars(node))
        for begin, after in [*texts, (end, end)]:
            found += re.findall(r"#[^\r\n]*", self._text[at:begin])
            at = max(at, after)
        return found

    def _start(self, node: Node) -> int:
        index: int = node.start_mark.index
        return index

    def _end(self, node: Node) -> int:
        """Return where what a node says ends, without the blank lines and comments after it."""
        if not _is_collection(node):
            start, end = self._start(node), node.end_mark.index
            return start + len(self._text[start:end].rstrip())
        last = node.value[-1]
        return self._end_of(*last) if isinstance(node, MappingNode) else self._end(last)

    def _end_of(self, key: Node, value: Node) -> int:
        return self._colon(key) if _is_nothing(value) else self._end(value)

    def _colon(self, key: Node) -> int:
        end = self._end(key)
        match = re.compile(r"\s*:").match(self._text, end)
        return match.end() if match else end


def _scalars(node: Node) -> Iterator[Node]:
    match node:
        case MappingNode():
            for pair in node.value:
                for each in pair:
                    yield from _scalars(each)
        case SequenceNode():
            for each in node.value:
                yield from _scalars(each)
        case _:
            yield node


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.style and node.value == ""


def _is_collection(node: Node) -> bool:
    """Whether a value is a list or a mapping without brackets."""
    return isinstance(node, CollectionNode) and not node.flow_style


def _is_block(node: Node) -> bool:
    return _is_collection(node) or (isinstance(node, ScalarNode) and node.style in ("|", ">"))
