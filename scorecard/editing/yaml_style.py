"""Plain data to YAML text in block style: what the program writes, people can read and change by hand.

Ids, versions and references to frameworks are quoted, so that no other program takes them for numbers. Prose
stands in `|` blocks, where anything may be written. Numbers, dates and booleans are plain under the keys that
have them. Whatever the text, the reader gets the same one back.
"""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence

import yaml

from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.keys import PROSE, find_notes, keys_of, models_in
from scorecard.model.lexical import NUMBER_PATTERN, PARTIAL_DATE_PATTERN, Lexical
from scorecard.model.mark import Mark
from scorecard.model.reply import Reply
from scorecard.reading.plain_data import Data, as_items

STEP = 2
COMMENT_WIDTH = 88
MOST_INLINE = 88

_QUOTED = frozenset({"id", "version", "framework", "replaces"})
_MODELS = models_in(Framework | Assessment)
_ALL_MODELS = models_in(Framework | Assessment | Mark | Reply)
_PROSE = frozenset(key.name for model in _MODELS for key in keys_of(model) if key.extent is PROSE)
_TYPED = {
    **{
        name: form.pattern
        for model in _ALL_MODELS
        for name, form in find_notes(model, Lexical)
        if name not in _QUOTED
    },
    **dict.fromkeys(("score", "share"), NUMBER_PATTERN),
    "date": PARTIAL_DATE_PATTERN,
}
_PLAIN_START = re.compile(r"[^\W\d_]|§")
_NOT_PLAIN = re.compile(r":(?: |\Z)| #|[\n\t\ufeff]")
_NOT_FLOW = re.compile(r"[\[\]{},:#]")
_RESOLVER = yaml.resolver.Resolver()


def write_mapping(data: Mapping[str, Data], *, indent: int = 0) -> str:
    """Return entries one below the other, each line ended by a line feed."""
    return "".join(write_entry(key, value, indent=indent) for key, value in data.items())


def write_entry(key: str, value: Data, *, indent: int = 0) -> str:
    """Return one key with its value; a value of None is written as nothing."""
    return f"{' ' * indent}{spell_key(key)}:{write_value(key, value, indent=indent)}"


def write_value(key: str, value: Data, *, indent: int, is_item: bool = False) -> str:
    """Return what follows the colon of a key that stands at `indent`, up to the end of its last line.

    An item follows a dash there; the first line of a mapping or list in it stands beside that.
    """
    match value:
        case None:
            return "\n"
        case str():
            return _write_text(key, value, indent)
        case list():
            lines = write_items(key, value, indent=indent + STEP) or "[]\n"
        case dict():
            lines = write_mapping(value, indent=indent + STEP) or "{}\n"
    return f" {lines.lstrip(' ')}" if is_item or not value else f"\n{lines}"


def write_items(key: str, items: Sequence[Data], *, indent: int) -> str:
    """Return the items of a list one below the other; `key` is what the list belongs to."""
    return "".join(f"{' ' * indent}-{write_value(key, item, indent=indent, is_item=True)}" for item in items)


def write_flow(key: str, value: Data) -> str | None:
    """Return texts in braces or brackets on one line, as long as they are few and short."""
    pairs = list(value.items()) if isinstance(value, dict) else [(key, item) for item in as_items(value)]
    texts = [(name, text.strip()) for name, text in pairs if isinstance(text, str)]
    if not texts or len(texts) < len(pairs) or any("\n" in text for _, text in texts):
        return None
    spelled = [
        plain if plain.startswith('"') or not _NOT_FLOW.search(plain) else quote(text)
        for name, text in texts
        for plain in [spell_text(name, text)]
    ]
    if isinstance(value, dict):
        entries = (f"{spell_key(name)}: {text}" for (name, _), text in zip(texts, spelled, strict=True))
        line = f"{{{', '.join(entries)}}}"
    else:
        line = f"[{', '.join(spelled)}]"
    return line if len(line) <= MOST_INLINE else None


def write_comment(text: str, *, indent: int = 0) -> str:
    """Return a text as comment lines, wrapped; a line feed in it begins a new line."""
    begin = " " * indent + "# "
    lines: list[str] = []
    for line in text.strip().split("\n"):
        lines += textwrap.wrap(
            line,
            width=max(COMMENT_WIDTH - len(begin), 20),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return "".join(f"{begin}{line}".rstrip() + "\n" for line in lines)


# Texts ------------------------------------------------------------------------------------------


def spell_key(key: str) -> str:
    """Return a key as it is written before its colon."""
    return key if re.fullmatch(r"[A-Za-z][\w-]*", key, re.ASCII) and _is_text(key) else quote(key)


def spell_text(key: str, text: str) -> str:
    """Return a text in one line, plain where no program can read it as anything else."""
    pattern = _TYPED.get(key)
    if pattern is not None and re.match(pattern, text) and "\n" not in text:
        return text
    return text if key not in _QUOTED and _is_plain(text) else quote(text)


def quote(text: str) -> str:
    """Return a text in double quotes."""
    return json.dumps(text, ensure_ascii=False).replace("\ufeff", "\\uFEFF").replace("\x7f", "\\x7F")


def _write_text(key: str, text: str, indent: int) -> str:
    text = text.strip()
    is_long = len(text) > MOST_INLINE and " " in text
    is_block = "\n" in text or is_long or (text and key in _PROSE)
    if not is_block or key in _QUOTED or key in _TYPED or "\ufeff" in text:
        return f" {spell_text(key, text)}\n"
    begin = " " * (indent + STEP)
    lines = (f"{begin}{line}" if line else "" for line in text.split("\n"))
    return " |\n" + "".join(f"{line}\n" for line in lines)


def _is_plain(text: str) -> bool:
    return bool(_PLAIN_START.match(text)) and not _NOT_PLAIN.search(text) and _is_text(text)


def _is_text(text: str) -> bool:
    """Whether every program reads a plain value as a text."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return bool(tag == "tag:yaml.org,2002:str" and text.casefold() not in ("y", "n"))
