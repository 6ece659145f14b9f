"""Work that is counted and not timed: the same on every machine, whatever else it does.

    assert growth(lambda size: partial(read, text_of(size)), 1000) < LINEAR

What C does by itself (an expression that is matched, a text that is copied) is not counted.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

LINEAR = 2.3
"""What work stays below that is in proportion to the size, as the size doubles; with its square it is 4."""


def lines_run(call: Callable[[], object]) -> int:
    """Return how many lines of Python a call runs."""
    count = 0

    def trace(_frame: FrameType, event: str, _about: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def growth(make: Callable[[int], Callable[[], object]], size: int) -> float:
    """Return by what work is multiplied as its size doubles; `make` gives the call of a size."""
    make(2)()  # what is imported, or worked out once, is no part of it
    small, large = make(size), make(2 * size)
    return lines_run(large) / lines_run(small)
