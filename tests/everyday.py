"""Whether the two readers of YAML agree, on texts of the everyday form made by lot and broken by lot.

    python tests/everyday.py --seconds 300 --seed 7

The package must be installed, or the checkout be in PYTHONPATH. A seed gives the same texts always. The first
text that the everyday reader takes for something else than the parser does is printed, and all stops.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from random import Random

from scorecard.events import read_events
from scorecard.everyday import read_everyday

PLAIN = (
    *("b", "c d", "it's", "b#c", "b:c", 'a"b', "1.1", "-1", "--", "x-", "x?", "---", "...", "<<", "=", "(x)"),
    *(
        "null",
        "~",
        "Null",
        "null\u00a0",
        "~\u3000",
        "\u00a0b",
        "b\u00a0",
        "\u6f22\u5b57",
        "\U0001f600",
        "",
        "y" * 17,
    ),
    *(
        "b: c",
        "b:",
        "#b",
        ": b",
        "&a",
        "*a",
        "!t",
        "%",
        "@",
        "`",
        "|",
        ">",
        "[b",
        "b]",
        "{b",
        "? b",
        "- b",
        ",",
    ),
)
QUOTED = (
    '"b"',
    "'b'",
    '""',
    "''",
    "'it''s'",
    '"a \\" b"',
    '"\\\\"',
    '"\\n"',
    '"# b"',
    "': b'",
    '" b "',
    '"b',
    "'b",
)
KEYS = (
    "a",
    "b",
    "1.1",
    "x-",
    "null",
    "\u00e9",
    '"k"',
    "'k'",
    "' '",
    '"a: b"',
    "k" * 99,
    "k" * 101,
    "~",
    "<<",
    "a b",
)
COMMENTS = ("", "", "", "", " #", " # c", "  # c: d", "#c", " " * 20 + "# c")
HEADERS = ("|", "|", ">", ">", "|-", ">+", "| ", "> # c", "|2", "|c")
BETWEEN = ("", " ", "   ", "# c", "  # c", " " * 20)
BREAKS = (*" \n:#-|>'\"[]{},?&*!%~\\", ": ", " #", "\n\n", "\n ", "- ", "---\n", "\r\n", "\u00a0", "\u2003")
STARTS = ("", "", "", "---\n", "--- # c\n", "--- a\n", "# c\n\n")


def assert_agreement(text: str) -> bool:
    """Fail if the everyday reader took the text for something that it is not; return whether it took it."""
    everyday = read_everyday(text)
    if everyday is not None:
        assert everyday == read_events(text)
    return everyday is not None


def make_texts(seed: int) -> Iterator[str]:
    """Yield texts of the everyday form or nearly, each followed by the same, broken in a place or two."""
    rng = Random(seed)
    maker = _Maker(rng)
    while True:
        text = (
            rng.choice(STARTS)
            + "\n".join([*maker.mapping(0, 0), *maker.between()])
            + rng.choice(("\n", "\n", ""))
        )
        yield text
        for _ in range(4):
            yield _with_line_ends(rng, _broken(rng, text))


class _Maker:
    """Makes lines; what is below something stands at a column, some levels deep."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._number = 0

    def between(self) -> list[str]:
        return [self._rng.choice(BETWEEN) for _ in range(3) if self._rng.random() < 0.1]

    def mapping(self, column: int, level: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self._rng.choice((1, 1, 2, 3))):
            lines += self.between() if lines else []
            key = f"{' ' * column}{self._key()}:"
            kind = self._rng.random() if level < 5 else 0
            if kind < 0.65:
                first, *rest = self._value(column)
                lines += [f"{key} {self._spaces()}{first}", *rest]
            else:
                below = self.mapping if kind < 0.83 else self._items
                deeper = self._rng.choice((1, 2, 2, 4) if kind < 0.83 else (0, 1, 2, 2))
                lines += [
                    key + self._rng.choice(COMMENTS),
                    *self.between(),
                    *below(column + deeper, level + 1),
                ]
        return lines

    def _items(self, column: int, level: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self._rng.choice((1, 2, 3))):
            lines += self.between() if lines else []
            dash = f"{' ' * column}-{' ' * self._rng.choice((1, 1, 1, 2, 3))}"
            if self._rng.random() < 0.5:
                first, *rest = self._value(column)
            else:
                first, *rest = self.mapping(len(dash), level + 1)
                first = first[len(dash) :]
            lines += [dash + first, *rest]
        return lines

    def _value(self, column: int) -> list[str]:
        kind = self._rng.random()
        if kind < 0.25:
            return self._block(column)
        text = self._flow(0) if kind < 0.45 else self._rng.choice(QUOTED if kind < 0.6 else PLAIN)
        return [text + self._spaces() + self._rng.choice(COMMENTS)]

    def _block(self, column: int) -> list[str]:
        margin = " " * max(0, column + self._rng.choice((1, 1, 2, 2, 4, 0)))
        lines = [self._rng.choice(HEADERS), margin + self._rng.choice((*PLAIN, "# c", "a: b"))]
        for _ in range(self._rng.choice((0, 1, 2, 4))):
            kind = self._rng.random()
            begin = (
                margin if kind < 0.75 else margin + "  " if kind < 0.85 else margin[: self._rng.randrange(4)]
            )
            lines.append(begin + self._rng.choice((*PLAIN, "# c", "", "", " ")))
        return lines

    def _flow(self, level: int) -> str:
        kind = self._rng.random()
        if level > 5 or (level and kind < 0.6):
            return self._rng.choice(PLAIN[:24] + QUOTED) + self._spaces()
        items = [self._flow(level + 1) for _ in range(self._rng.choice((0, 1, 2, 3)))]
        if kind < 0.8:
            return f"[{', '.join(items)}{self._rng.choice(('', '', ','))}]"
        colons = (": ", ": ", ":")
        fields = [f"{self._key()}{self._rng.choice(colons)}{item}" for item in items]
        return f"{{{', '.join(fields)}}}"

    def _key(self) -> str:
        self._number += 1
        key = self._rng.choice(KEYS)
        return f"{key}{self._number % 50}" if self._rng.random() < 0.8 and key.isalnum() else key

    def _spaces(self) -> str:
        return " " * self._rng.choice((0, 0, 0, 1, 3, 20))


def _broken(rng: Random, text: str) -> str:
    for _ in range(rng.choice((1, 1, 2))):
        at, kind = rng.randrange(len(text) + 1), rng.randrange(3)
        text = text[:at] + (rng.choice(BREAKS) if kind else "") + text[at + (kind < 2) :]
    return text


def _with_line_ends(rng: Random, text: str) -> str:
    return text.replace("\n", "\r\n") if rng.random() < 0.1 and "\r" not in text else text


def main() -> int:
    """Read the options and compare until the time is over."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60, help="how long to go on")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    end = time.monotonic() + options.seconds
    tried = taken = 0
    for text in make_texts(options.seed):
        try:
            taken += assert_agreement(text)
        except AssertionError:
            print(f"they differ: {text!r}", read_everyday(text), read_events(text), sep="\n")
            return 1
        tried += 1
        if time.monotonic() > end:
            break
    print(f"{tried} texts, of which {taken} are of the everyday form: the readers agree on all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
