"""What is to be changed in plain data: a tree of changes, and the data as it should be afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scorecard.diagnostics import Route
from scorecard.reading.plain_data import Data


@dataclass(slots=True)
class ValueChange:
    """What becomes of one value: a new one, nothing, or changes below it."""

    value: Data = None
    below: "dict[str | int, ValueChange]" = field(default_factory=dict)

    @property
    def is_removal(self) -> bool:
        """Whether the value is taken out."""
        return self.value is None and not self.below

    def new_value(self) -> Data:
        """Return the value where there was none."""
        if not self.below:
            return _stripped(self.value)
        if any(isinstance(step, int) for step in self.below):
            return [self.below[index].new_value() for index in sorted(self.below, key=int)]
        values = {str(step): change.new_value() for step, change in self.below.items()}
        return {step: value for step, value in values.items() if value is not None}


def tree_of(edits: Mapping[Route, Data]) -> ValueChange:
    """Return the changes at routes as one tree."""
    root = ValueChange()
    for route, value in edits.items():
        change = root
        for step in route:
            change = change.below.setdefault(step, ValueChange())
        change.value = value
    return root


def _stripped(data: Data) -> Data:
    """Return data as the reader gives it: texts without white space at their ends."""
    match data:
        case str():
            return data.strip()
        case list():
            return [_stripped(item) for item in data]
        case dict():
            return {key.strip(): _stripped(value) for key, value in data.items()}
        case None:
            return None


def changed(data: Data, change: ValueChange) -> Data:
    """Return what the data should be afterwards."""
    if not change.below:
        return _stripped(change.value)
    if isinstance(data, dict):
        values = dict(data)
        for step, below in change.below.items():
            if below.is_removal:
                values.pop(str(step), None)
            else:
                values[str(step)] = changed(values.get(str(step)), below)
        return values
    if isinstance(data, list):
        kept = [
            changed(item, change.below[index]) if index in change.below else item
            for index, item in enumerate(data)
            if index not in change.below or not change.below[index].is_removal
        ]
        added = sorted((step for step in change.below if int(step) >= len(data)), key=int)
        return [*kept, *(change.below[step].new_value() for step in added)]
    return change.new_value()
