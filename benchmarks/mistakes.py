"""Typical mistakes of people who write assessments by hand: each makes a good text one with an error."""

import re
from collections.abc import Callable

_RATING = re.compile(r'^  "[^"]+":\n', re.MULTILINE)


def _misspell_level(text: str) -> str:
    return re.sub(r"    level: \w+", "    level: pas", text, count=1)


def _misspell_key(text: str) -> str:
    return text.replace("    rationale: |", "    rationle: |", 1)


def _rate_twice(text: str) -> str:
    first, second = _RATING.findall(text)[:2]
    return text.replace(second, first, 1)


def _rate_unknown_indicator(text: str) -> str:
    return _RATING.sub('  "99.99":\n', text, count=1)


def _indent_by_tab(text: str) -> str:
    return text.replace("    level:", "\tlevel:", 1)


def _write_day_first(text: str) -> str:
    return re.sub(r'^date: "(\d+)-(\d+)-(\d+)"', r'date: "\3.\2.\1"', text, count=1, flags=re.MULTILINE)


def _cite_unknown_source(text: str) -> str:
    return text.replace("      - source: act\n", "      - source: acts\n", 1)


def _leave_out_name(text: str) -> str:
    return re.sub(r"^  name: .*\n", "", text, count=1, flags=re.MULTILINE)


MISTAKES: tuple[Callable[[str], str], ...] = (
    _misspell_level,
    _misspell_key,
    _rate_twice,
    _rate_unknown_indicator,
    _indent_by_tab,
    _write_day_first,
    _cite_unknown_source,
    _leave_out_name,
)
