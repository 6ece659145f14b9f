"""Figures as readers see them."""

import math
import resource

from benchmarks.timing import Spread

_OWN_PEAK_MARGIN = 1.05


def in_seconds(seconds: float) -> str:
    """Return a time with three digits at most: `46 ms`, `1.46 s`, `14.2 s`."""
    if seconds < 0.001:
        return f"{_digits(seconds * 1e6)} µs"
    return f"{_digits(seconds * 1000)} ms" if seconds < 1 else f"{_digits(seconds)} s"


def in_megabytes(megabytes: float) -> str:
    """Return an amount of memory.

    A child's peak is never told lower than what the program that started it needs itself.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"under {math.ceil(own)} MB" if megabytes <= own * _OWN_PEAK_MARGIN else f"{megabytes:.0f} MB"


def as_number(figure: float) -> str:
    """Return a ratio with three digits at most: `1.09`, `29.4`, `120`."""
    return _digits(figure)


def as_spread(spread: Spread) -> str:
    """Return the bounds of the middle half of several figures."""
    return f"{_digits(spread.low)} to {_digits(spread.high)}"


def _digits(figure: float) -> str:
    size = abs(figure)
    return f"{figure:.0f}" if size >= 100 else f"{figure:.1f}" if size >= 10 else f"{figure:.2f}"
