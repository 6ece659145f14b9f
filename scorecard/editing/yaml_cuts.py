"""Where a YAML text is cut so that a change of its data becomes a change of the text, and of nothing else."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from scorecard.diagnostics import Route
from scorecard.editing.changes import ValueChange
from scorecard.editing.yaml_style import STEP, spell_key, write_entry, write_flow, write_items, write_value
from scorecard.errors import ScorecardError
from scorecard.reading.plain_data import Data, line_end, line_start

Order = Callable[[Route], Sequence[str]]
"""Says in which order the keys of the mapping at a route belong."""


_Entry = tuple[ScalarNode, Node]


class SpliceError(ScorecardError):
    """A text cannot be changed without changing more than was asked for."""

    exit_code = 1


class Cutter:
    """Turns changes into cuts of a text, all by their places in the text as it was."""

    def __init__(self, text: str, order: Order) -> None:
        self._text = text
        self._order = order
        self._cuts: list[tuple[int, int, str]] = []
        found = re.search(r"\r\n|\r|\n", text)
        self._newline = found.group() if found else "\n"

    def result(self) -> str:
        """Return the text with all cuts made."""
        pieces, at = [], 0
        for begin, end, new in sorted(self._cuts, key=lambda cut: cut[:2]):
            if begin < at:
                raise SpliceError("two changes touch the same place", hint="make them one by one")
            pieces += [self._text[at:begin], new.replace("\n", self._newline)]
            at = end
        result = "".join([*pieces, self._text[at:]])
        has_lost_its_first_line = any(begin == 0 and not new for begin, _, new in self._cuts)
        return result.removeprefix(self._newline) if has_lost_its_first_line else result

    # Mappings

    def mapping(self, node: MappingNode, change: ValueChange, route: Route) -> None:
        """Make the changes below a mapping."""
        if node.flow_style:
            self._flow_mapping(node, change, route)
            return
        entries = {key.value.strip(): (key, value) for key, value in node.value}
        column = node.value[0][0].start_mark.column
        staying = {
            step: pair
            for step, pair in entries.items()
            if step not in change.below or not change.below[step].is_removal
        }
        new = [step for step in change.below if step not in entries and not change.below[step].is_removal]
        written = [
            (step, write_entry(step, change.below[step].new_value(), indent=column))
            for step in self._sorted(map(str, new), route)
        ]
        if not staying:
            body = "".join(entry for _, entry in written).removesuffix("\n").lstrip(" ")
            self._cut(self._start(node), self._end(node), body or "{}")
            return
        self._remove_entries(list(entries.items()), staying)
        for step, (key, value) in staying.items():
            if step in change.below:
                self._change_entry(key, value, change.below[step], (*route, step), column)
        for step, entry in written:
            self._insert(step, entry, staying, route)

    def _remove_entries(self, entries: list[tuple[str, _Entry]], staying: Mapping[str, _Entry]) -> None:
        """Take entries of a block out with their lines; after a dash the first that stays takes the place."""
        first = entries[0][1][0]
        start = line_start(self._text, self._start(first))
        follows_dash = bool(self._text[start : self._start(first)].strip())
        stays = next(index for index, (step, _) in enumerate(entries) if step in staying)
        if follows_dash and stays:
            self._cut(self._start(first), self._start(entries[stays][1][0]), "")
        for step, (key, value) in entries[stays if follows_dash else 0 :]:
            if step not in staying:
                self._cut_lines(line_start(self._text, self._start(key)), self._end_of(key, value))

    def _change_entry(
        self, key: ScalarNode, value: Node, change: ValueChange, route: Route, column: int
    ) -> None:
        if change.below and isinstance(value, MappingNode) and value.value:
            self._change_mapping(key, value, change, route, column)
        elif change.below and isinstance(value, SequenceNode) and value.value:
            self._sequence(value, change, route, str(route[-1]))
        else:
            self._replace(key, value, change.new_value(), column)

    def _change_mapping(
        self, key: ScalarNode, value: MappingNode, change: ValueChange, route: Route, column: int
    ) -> None:
        """Change a mapping below a key; braces on one line become a block where something is added."""
        known = {each.value.strip() for each, _ in value.value}
        is_one_line = value.start_mark.line == value.end_mark.line
        adds = any(step not in known and not below.is_removal for step, below in change.below.items())
        if not (value.flow_style and is_one_line and adds):
            self.mapping(value, change, route)
            return
        lines = {
            each.value.strip(): self._copied(each, below, change, column + STEP)
            for each, below in value.value
        }
        for step, below in change.below.items():
            if step not in known and not below.is_removal:
                lines[str(step)] = write_entry(str(step), below.new_value(), indent=column + STEP)
        new = self._sorted((step for step in lines if step not in known), route)
        body = "\n" + "".join(lines[step] for step in [*(each for each in lines if each in known), *new])
        self._put(self._colon(key), value, body)

    def _copied(self, key: ScalarNode, value: Node, change: ValueChange, indent: int) -> str:
        """Return an entry in braces as a line of its own, its value as it was typed unless it is changed."""
        below = change.below.get(key.value.strip())
        if below is not None and below.is_removal:
            return ""
        if below is not None and not below.below:
            return write_entry(key.value.strip(), below.new_value(), indent=indent)
        if below is not None:
            raise SpliceError(
                "a value in braces cannot be changed in two ways", hint="make the changes one by one"
            )
        typed = self._text[self._start(value) : self._end(value)]
        return f"{' ' * indent}{self._text[self._start(key) : self._end(key)]}: {typed}".rstrip(" ") + "\n"

    def _cut_lines(self, start: int, last: int) -> None:
        """Take lines out, with the line end before them, so that what is put in after them has its place."""
        before = start - (2 if self._text.startswith("\r\n", start - 2) else 1)
        self._cut(max(before, 0), line_end(self._text, last), "")

    def _replace(self, key: ScalarNode, value: Node, new: Data, column: int) -> None:
        tail = write_value(key.value.strip(), new, indent=column)
        self._put(self._colon(key), value, tail)

    def _put(self, colon: int, value: Node, tail: str) -> None:
        """Put a value of one or more lines after a colon or dash; a comment on that line stays there."""
        inline, _, further = tail.partition("\n")
        further = f"\n{further}".removesuffix("\n")
        start, end = (colon, colon) if _is_nothing(value) else (self._start(value), self._end(value))
        first = line_end(self._text, colon)
        if not _is_block(value) and start <= first:
            self._cut(colon, end, inline)
            after = line_end(self._text, end)
            self._cut(after, after, further)
            return
        header = re.match(r"[ \t]*[|>][0-9+-]*", self._text[colon:first])
        self._cut(colon, colon + (header.end() if header else 0), inline)
        last = max(first, line_end(self._text, end))
        self._cut(first, last, further)

    def _insert(self, step: str, entry: str, entries: Mapping[str, _Entry], route: Route) -> None:
        """Put a new entry after the nearest that belongs before it, else before all, else at the end."""
        order = {name: place for place, name in enumerate(self._order(route))}
        known = [name for name in entries if name in order]
        before = [name for name in known if step in order and order[name] < order[step]]
        if step in order and known and not before:
            self._insert_first(entry, entries[known[0]][0])
            return
        name = max(before, key=order.__getitem__) if before else list(entries)[-1]
        after = line_end(self._text, self._end_of(*entries[name]))
        self._cut(after, after, f"\n{entry}".removesuffix("\n"))

    def _insert_first(self, entry: str, key: ScalarNode) -> None:
        """Put an entry above a key and the comments that stand directly over it."""
        start = line_start(self._text, self._start(key))
        if self._text[start : self._start(key)].strip():
            column = key.start_mark.column
            self._cut(self._start(key), self._start(key), entry[column:] + " " * column)
            return
        while start > 0 and self._text[line_start(self._text, start - 1) : start].lstrip(" \t").startswith(
            "#"
        ):
            start = line_start(self._text, start - 1 - self._text.startswith("\r\n", start - 2))
        self._cut(start, start, entry)

    def _sorted(self, steps: Iterable[str], route: Route) -> list[str]:
        order = {step: place for place, step in enumerate(self._order(route))}
        return sorted(steps, key=lambda step: order.get(step, len(order)))

    # Sequences

    def _sequence(self, node: SequenceNode, change: ValueChange, route: Route, name: str) -> None:
        if node.flow_style:
            self._flow_sequence(node, change, route, name)
            return
        items: list[Node] = node.value
        column = node.start_mark.column
        for step, below in sorted(change.below.items(), key=lambda pair: int(pair[0])):
            index = int(step)
            if index >= len(items):
                after = line_end(self._text, self._end(items[-1]))
                new = write_items(name, [below.new_value()], indent=column)
                self._cut(after, after, f"\n{new}".removesuffix("\n"))
            else:
                dash = self._dash(node, index)
                self._change_item(items[index], dash, below, (*route, index), name)

    def _change_item(self, item: Node, dash: int, change: ValueChange, route: Route, name: str) -> None:
        """Change an item of a list; its dash stands at `dash`."""
        if change.is_removal:
            self._remove_item(item, dash)
        elif change.below and isinstance(item, MappingNode) and item.value:
            self.mapping(item, change, route)
        elif change.below and isinstance(item, SequenceNode) and item.value:
            self._sequence(item, change, route, name)
        else:
            column = dash - line_start(self._text, dash)
            new = write_items(name, [change.new_value()], indent=column).lstrip(" ").removeprefix("-")
            if _is_collection(item) and self._start(item) <= line_end(self._text, dash):
                self._cut(dash + 1, line_end(self._text, self._end(item)), new.removesuffix("\n"))
            else:
                self._put(dash + 1, item, new)

    def _remove_item(self, item: Node, dash: int) -> None:
        """Take an item out with its lines; one that follows another dash leaves that dash an empty place."""
        end = dash + 1 if _is_nothing(item) else self._end(item)
        start = line_start(self._text, dash)
        if self._text[start:dash].strip():
            raise SpliceError("the first item of a list in a list stays", hint="take it out by hand")
        self._cut_lines(start, end)

    def _dash(self, node: SequenceNode, index: int) -> int:
        """Return where the dash of an item stands."""
        if index == 0:
            return self._start(node)
        column = node.start_mark.column
        pattern = re.compile(rf"(?<=[\r\n])[ ]{{{column}}}-")
        before = node.value[index - 1]
        start = self._dash(node, index - 1) + 1 if _is_nothing(before) else self._end(before)
        match = pattern.search(self._text, start)
        assert match is not None, "every item has a dash"
        return match.end() - 1

    # In braces and brackets

    def _flow_mapping(self, node: MappingNode, change: ValueChange, route: Route) -> None:
        entries = {key.value.strip(): (key, value) for key, value in node.value}
        spans = [(self._start(key), max(self._end(value), self._end(key))) for key, value in node.value]
        removed = []
        for index, (step, (key, value)) in enumerate(entries.items()):
            below = change.below.get(step)
            if below is None:
                continue
            if below.is_removal:
                removed.append(index)
            elif below.below and isinstance(value, MappingNode) and value.value:
                self._flow_mapping(value, below, (*route, step))
            elif below.below and isinstance(value, SequenceNode) and value.value:
                self._flow_sequence(value, below, (*route, step), step)
            else:
                new = write_flow(step, below.new_value())
                self._cut(self._colon(key), self._end_of(key, value), f" {new}")
        new_steps = [
            str(step) for step in change.below if step not in entries and not change.below[step].is_removal
        ]
        written = [
            f"{spell_key(step)}: {write_flow(step, change.below[step].new_value())}"
            for step in self._sorted(new_steps, route)
        ]
        self._flow_ends(node, spans, removed, written)

    def _flow_sequence(self, node: SequenceNode, change: ValueChange, route: Route, name: str) -> None:
        spans = [(self._start(item), self._end(item)) for item in node.value]
        removed, written = [], []
        for step, below in sorted(change.below.items(), key=lambda pair: int(pair[0])):
            index = int(step)
            if index >= len(spans):
                written.append(write_flow(name, below.new_value()))
            elif below.is_removal:
                removed.append(index)
            elif below.below and isinstance(node.value[index], MappingNode):
                self._flow_mapping(node.value[index], below, (*route, index))
            elif below.below and isinstance(node.value[index], SequenceNode):
                self._flow_sequence(node.value[index], below, (*route, index), name)
            else:
                self._cut(*spans[index], write_flow(name, below.new_value()))
        self._flow_ends(node, spans, removed, written)

    def _flow_ends(
        self, node: Node, spans: list[tuple[int, int]], removed: list[int], written: list[str]
    ) -> None:
        """Take entries out with a comma each, and put new ones after the last."""
        kept = [span for index, span in enumerate(spans) if index not in removed]
        if not kept:
            if removed or written:
                self._cut(self._start(node) + 1, self._end(node) - 1, ", ".join(written))
            return
        for index in removed:
            later = [span for other, span in enumerate(spans) if other > index and other not in removed]
            if later:
                self._cut(spans[index][0], spans[index + 1][0], "")
            else:
                self._cut(spans[index - 1][1], spans[index][1], "")
        if written:
            end = spans[-1][1]
            self._cut(end, end, "".join(f", {each}" for each in written))

    # Places

    def _cut(self, begin: int, end: int, new: str) -> None:
        self._cuts.append((begin, end, new))

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
        """Return where an entry ends."""
        return self._colon(key) if _is_nothing(value) else self._end(value)

    def _colon(self, key: Node) -> int:
        """Return the place after the colon of a key."""
        end = self._end(key)
        match = re.compile(r"\s*:").match(self._text, end)
        return match.end() if match else end


def _is_nothing(node: Node) -> bool:
    """Whether a value is not there at all."""
    return isinstance(node, ScalarNode) and not node.style and node.value == ""


def _is_collection(node: Node) -> bool:
    """Whether a value is a list or a mapping without brackets."""
    return isinstance(node, MappingNode | SequenceNode) and not node.flow_style


def _is_block(node: Node) -> bool:
    """Whether a value stands on lines of its own."""
    return _is_collection(node) or (isinstance(node, ScalarNode) and node.style in ("|", ">"))
