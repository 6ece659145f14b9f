"""What formats of diagnostics share: their words, and an identity that outlives moved lines."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from scorecard.diagnostics import Diagnostic, Span
from scorecard.directions import all_isolated, by_characters, unmarked
from scorecard.harmless import one_line, visible

_UNSHOWN = re.compile("[\t\n\ud800-\udfff]")
_LINE = re.compile(r"\bline \d+")


def words(diagnostic: Diagnostic, *, message: int | None = None, help: int | None = None) -> list[str]:
    """Return what is wrong and, if there is, what to do, each of at most so many characters."""
    lines = [shortened(shown_words(diagnostic.message), message)]
    if diagnostic.help:
        lines.append(f"help: {shortened(shown_words(diagnostic.help), help)}")
    return lines


def shown_words(text: str) -> str:
    """Return a text as one line that can be printed and encoded."""
    return by_characters(shown_path(all_isolated(one_line(text))))


def shown_path(path: str) -> str:
    """Return a path as one line that can be printed and encoded; spaces are kept, for they are its name."""
    return _UNSHOWN.sub(lambda match: f"<U+{ord(match.group()):04X}>", visible(path))


def place_words(path: str, span: Span) -> str:
    """Return where something begins, as editors read it: `file:line:column`."""
    return f"{path}:{span.line}:{span.column}"


def shortened(text: str, most: int | None) -> str:
    """Return a text of at most `most` characters, with an ellipsis where the rest was."""
    return text if most is None or len(text) <= most else f"{text[: most - 1]}…"


def identified(diagnostics: Sequence[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Yield each diagnostic with an identity: the same when lines move, and unlike all others of the list.

    It is made of file, code, the keys on the way to the place, and the message; not of lines, nor of the
    indexes of list items, which change with every item put in above. What is still equal is counted. One that
    stands for several is the same as long as it does, whichever they are.
    """
    seen: Counter[str] = Counter()
    for each in diagnostics:
        keys = [key for key in each.route if isinstance(key, str) and not each.alike]
        message = unmarked(each.alike or each.message)
        identity = json.dumps([each.path, each.code.number, keys, _LINE.sub("line", message)])
        yield each, hashlib.sha256(f"{identity}{seen[identity]}".encode()).hexdigest()
        seen[identity] += 1
