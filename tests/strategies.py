"""Hypothesis strategies that tests share."""

import json
from typing import Any

from hypothesis import strategies as st

Plain = str | list["Plain"] | dict[str, "Plain"]
"""What a file of texts, lists and mappings holds."""

PLAIN_TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"),
        st.sampled_from("\n\t :#-'\"\\{}[]&*!|>%@`~,?"),
    ),
    max_size=20,
)
"""Any text that the format can hold: no control characters but tab and line feed."""

PLAIN_KEYS = PLAIN_TEXT.map(str.strip).filter(bool)

PLAIN_DATA: st.SearchStrategy[Plain] = st.recursive(
    PLAIN_TEXT,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(PLAIN_KEYS, inner, max_size=4)),
    max_leaves=12,
)
"""Texts, lists and mappings, nested a little; keys have no white space at their ends."""

_YAML_TOKENS = (
    *("a", "b", "a: ", "b: ", '"a": ', "'a': ", "- ", "? ", ": ", ":", "-", "?", ",", "[", "]", "{", "}"),
    *("\n", "\n", "\n", "\n  ", "\n    ", "\r\n", "\r", "\n- ", " ", "  ", "\t", "\n---\n", "\n...\n"),
    *("---", "..."),
    *("&x ", "*x ", "!t ", "!!str ", "! ", "!<x> ", "!%C0%80 ", "!%41 ", "\n%YAML 1.1\n", "\n%TAG ! x\n"),
    *("%", "<<: "),
    *("|", ">", "|-\n  ", ">2\n", '"', '"', "'", "'", "''", "\\", "\\e", "\\n", "\\x41", "\\u2028"),
    *("\\ud800", "\\\n"),
    *("#", " # c", "# !\n", "~", "null", "@", "`", "é", "漢", "😀", "\ufeff", "\u0085", "\u2028", "\x00"),
    *("\x1b", "\x7f"),
)

YAML_LIKE_TEXT = st.lists(st.sampled_from(_YAML_TOKENS), max_size=14).map("".join)
"""Short texts that are often YAML, and often nearly so."""

RAW_BYTES = st.one_of(
    st.binary(max_size=40),
    YAML_LIKE_TEXT.map(str.encode),
    st.builds(
        lambda before, raw, after: before.encode() + raw + after.encode(),
        YAML_LIKE_TEXT,
        st.binary(max_size=3),
        YAML_LIKE_TEXT,
    ),
    YAML_LIKE_TEXT.map(lambda text: b"\xef\xbb\xbf" + text.encode()),
    YAML_LIKE_TEXT.map(lambda text: text.encode("utf-16")),
)
"""What a file may hold: any bytes, with a taste for what comes near to YAML."""


def shaped_data(keys: list[str], texts: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return mappings of known keys to values that may or may not belong there; null is not given."""
    values: st.SearchStrategy[Any] = st.recursive(
        st.one_of(st.none(), st.sampled_from(texts), PLAIN_TEXT),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(keys), inner, max_size=5)
        ),
        max_leaves=15,
    )
    return st.dictionaries(st.sampled_from(keys), values, max_size=8)


def stripped(data: Plain) -> Plain:
    """Return plain data as they are read: texts lose white space at both ends."""
    if isinstance(data, str):
        return data.strip()
    if isinstance(data, list):
        return [stripped(item) for item in data]
    return {key: stripped(value) for key, value in data.items()}


def as_yaml(data: object) -> bytes:
    """Write plain data as the flow style of YAML, which JSON is."""
    return json.dumps(data, ensure_ascii=False).encode()
