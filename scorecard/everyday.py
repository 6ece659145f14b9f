"""Everyday YAML to plain data, one match an entry; everything else is left to the parser's events.

Nearly every file is nothing but mappings and lists, an entry a line, with texts that stand on that line or in
a block below it, and here and there brackets or braces in a line. Such a file is read here before the parser
would have given its events alone.

Nothing is judged here. At whatever is not plainly of that form (escapes other than of quotation marks, text
or brackets that go on in the next line, a repeated key, tabs, mistakes of any kind) `read_everyday` gives up,
and the file is read from its start by `events`, which knows all of YAML and says what is wrong. What it does
give is what `events` would have given: the tests, and the fuzzer over millions of files, compare the two.
"""

import re

from scorecard.plain_data import NOT_GIVEN, Data, Read

MOST_LINES = 100_000
MOST_LEVELS = 20
MOST_FLOW_LEVELS = 5
LONGEST_FLOW = 1000
MOST_FLOW_PARTS = 100_000

_COMMENTS = r"(?:\ *+(?:\#[^\n]*+)?+\n)*+"
_END = r"\ *+(?:(?<=\ )\#[^\n]*+)?+\n"
_START = re.compile(rf"(?:{_COMMENTS}---{_END})?+", re.VERBOSE)
_REST = re.compile(rf"{_COMMENTS}\Z", re.VERBOSE)
_LINE = r"[^\ \n][^\n]*+\n"
# A block stops at a line that begins before its margin; but one of spaces alone is a blank line of it.
_STOP = r"(?!\ ++\n)"
_QUOTED = r""" "(?:[^"\\\n]++|\\["\\])*+" | '(?:[^'\n]++|'')*+' """
_ENTRY = re.compile(
    rf"""{_COMMENTS}
    (\ *+)  (-\ ++)?+                                                  # 1 indentation, 2 dash
    (?: ( \w[\w.-]{{0,99}}+ | (?:{_QUOTED})(?<!.{{100}}) ):(?=[\ \n])\ *+ )?+     # 3 key
    (?: ((?!-[\ \n])[^\s!"\#%&'*,:>?@\[\]`{{|}}][^\n]*+)\n             # 4 the rest of the line
      | ({_QUOTED}){_END}                                              # 5 in quotation marks
      | \|[+-]?+{_END}((\ ++){_LINE}(?:(?:\7[^\n]*+)?+\n)*+){_STOP}    # 6 a block, 7 its margin
      | >[+-]?+{_END}((\ ++){_LINE}(?:(?:\9[^\n]*+)?+\n)*+){_STOP}     # 8 a folded block, 9 its margin
      | ([\[{{][^\n]*+)\n                                              # 10 in brackets or braces
      | {_END}                                                         # what stands below, or nothing
    )""",
    re.VERBOSE,
)
_INDENTATION, _DASH, _KEY, _PLAIN, _IN_MARKS, _LITERAL, _, _FOLDED, _, _FLOW = range(1, 11)
_MARKS = frozenset("\"'")
_FLOW_PART = re.compile(
    rf"""(?: ([\[\]{{}},] | :(?=\ ))                                      # 1 a sign
      | ({_QUOTED})                                                    # 2 a text in quotation marks
      | ([^\s!"\#%&'*,:<>?@\[\]`{{|}}-][^\#,:?\[\]{{}}]*+) )\ *+            # 3 a text without
    """,
    re.VERBOSE,
)
_FLOW_REST = re.compile(r"(?:(?<=\ )\#[^\n]*+)?+\Z", re.VERBOSE)
_LONGEST_WORD = 16
_LINE_FEEDS = re.compile(r"\n(\n*+)")

_Entry = re.Match[str]


class _OtherFormError(Exception):
    """The file is not plainly of the everyday form."""


def read_everyday(text: str) -> Read | None:
    """Return what a file holds, or None where it is not of the everyday form.

    The text has none of the control characters that the format refuses.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "\t" in text or "\r" in text or "\ufeff" in text:
        return None
    if len(text) > MOST_LINES and text.count("\n") > MOST_LINES:
        return None
    try:
        return _Reader(text if text.endswith("\n") else f"{text}\n").read()
    except _OtherFormError:
        return None


class _Reader:
    """Goes through the entries of a text; `_entry` is the one at hand and `_column` where it begins.

    Behind the last entry the column is -1: less than that of anything open. Of `_words`, short texts such as
    levels and sources, which recur, one object is kept, and its hash with it.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._has_nulls = False
        self._levels = 0
        self._flow_parts = 0
        self._words: dict[str, str] = {}
        start = _START.match(text)
        assert start is not None, "it matches nothing, too"
        self._advance(start.end())

    def read(self) -> Read:
        """Return what the whole text holds: a mapping at its margin."""
        if self._column != 0 or self._entry[_DASH]:
            raise _OtherFormError
        data = self._mapping(0)
        return Read(data, self._has_nulls)

    def _advance(self, index: int) -> None:
        entry = _ENTRY.match(self._text, index)
        if entry is not None:
            self._entry = entry
            self._column = len(entry[_INDENTATION])
        elif _REST.match(self._text, index):
            self._column = -1
        else:
            raise _OtherFormError

    def _mapping(self, column: int) -> dict[str, Data]:
        """Read the entries whose keys stand at a column, the one at hand first: it may follow a dash."""
        self._levels += 1
        if self._levels > MOST_LEVELS:
            raise _OtherFormError
        result: dict[str, Data] = {}
        while True:
            entry = self._entry
            key = entry[_KEY]
            if key is not None and key[0] in _MARKS:
                key = _without_marks(key)
            if not key or key in result:
                raise _OtherFormError
            self._advance(entry.end())
            kind = entry.lastindex
            if kind == _PLAIN:
                result[key] = self._plain(entry[_PLAIN])
            elif kind != _KEY:
                result[key] = self._value_of(entry, column)
            elif self._column > column:
                below = self._sequence if self._entry[_DASH] else self._mapping
                result[key] = below(self._column)
            elif self._column == column and self._entry[_DASH]:
                result[key] = self._sequence(column)
            else:
                self._has_nulls = True
                result[key] = None
            if self._column < column:
                self._levels -= 1
                return result
            if self._column > column or self._entry[_DASH]:
                raise _OtherFormError

    def _sequence(self, column: int) -> list[Data]:
        """Read the items whose dashes stand at a column; what follows at that column is a key's entry."""
        result: list[Data] = []
        while True:
            entry = self._entry
            if entry[_KEY]:
                result.append(self._mapping(column + len(entry[_DASH])))
            else:
                self._advance(entry.end())
                result.append(self._value_of(entry, column))
            if self._column > column:
                raise _OtherFormError
            if self._column < column or not self._entry[_DASH]:
                return result

    def _value_of(self, entry: _Entry, column: int) -> Data:
        """Return what stands in the line of a key or a dash at a column, or in the block below."""
        kind = entry.lastindex
        if kind == _PLAIN:
            return self._plain(entry[_PLAIN])
        if kind == _IN_MARKS:
            return _without_marks(entry[_IN_MARKS])
        if kind in (_LITERAL, _FOLDED):
            return _block(entry[kind], entry[kind + 1], column, is_folded=kind == _FOLDED)
        if kind == _FLOW:
            return self._flow(entry[_FLOW])
        raise _OtherFormError

    def _flow(self, text: str) -> Data:
        """Return what a line has in brackets or braces."""
        if len(text) > LONGEST_FLOW:
            raise _OtherFormError
        parts, index = [], 0
        while part := _FLOW_PART.match(text, index):
            parts.append(part)
            index = part.end()
        if not _FLOW_REST.match(text, index):
            raise _OtherFormError
        self._flow_parts += len(parts)
        if self._flow_parts > MOST_FLOW_PARTS:
            raise _OtherFormError
        parts.reverse()
        try:
            value = self._flow_value(parts, 0)
        except IndexError:
            raise _OtherFormError from None
        if parts:
            raise _OtherFormError
        return value

    def _flow_value(self, parts: list[re.Match[str]], depth: int) -> Data:
        """Take the next value from parts, which are in reversed order, and return it."""
        sign, quoted, plain = parts.pop().groups()
        if depth > MOST_FLOW_LEVELS:
            raise _OtherFormError
        if sign == "[":
            items: list[Data] = []
            while not _ends(parts, "]", is_first=not items):
                items.append(self._flow_value(parts, depth + 1))
            return items
        if sign == "{":
            fields: dict[str, Data] = {}
            while not _ends(parts, "}", is_first=not fields):
                _, quoted_key, plain_key = parts.pop().groups()
                key = _without_marks(quoted_key) if quoted_key else (plain_key or "").strip()
                if not key or key in fields or parts.pop()[1] != ":":
                    raise _OtherFormError
                fields[key] = self._flow_value(parts, depth + 1)
            return fields
        if quoted:
            return _without_marks(quoted)
        if not plain:
            raise _OtherFormError
        return self._plain(plain)

    def _plain(self, text: str) -> str | None:
        """Return a text without quotation marks, up to a comment; None where it stands for nothing."""
        if "#" in text and " #" in text:
            text = text[: text.index(" #")]
        if ":" in text and (": " in text or text[-1] == ":"):
            raise _OtherFormError
        stripped = text.strip()
        if len(stripped) > _LONGEST_WORD:
            return stripped
        if stripped in NOT_GIVEN and text.strip(" ") in NOT_GIVEN:
            self._has_nulls = True
            return None
        return self._words.setdefault(stripped, stripped)


def _ends(parts: list[re.Match[str]], last: str, *, is_first: bool) -> bool:
    """Whether brackets or braces end here; else another item follows. What says so is taken away."""
    sign = parts[-1][1]
    if sign == last or (sign == "," and not is_first):
        parts.pop()
    elif not is_first:
        raise _OtherFormError
    if sign == "," and parts[-1][1] == last:
        parts.pop()
        return True
    return sign == last


def _without_marks(text: str) -> str:
    """Return what stands in quotation marks."""
    if text[0] == "'":
        return text[1:-1].replace("''", "'").strip()
    if "\\" not in text:
        return text[1:-1].strip()
    # A text holds no zero character, so one can stand for what is not to be replaced again.
    return text[1:-1].replace("\\\\", "\0").replace('\\"', '"').replace("\0", "\\").strip()


def _block(text: str, margin: str, column: int, *, is_folded: bool) -> str:
    """Return the text of a block whose lines stand at a margin, of a key or a dash at a column."""
    if len(margin) <= column:
        raise _OtherFormError
    text = text.replace(f"\n{margin}", "\n").strip(" \n")
    if is_folded:
        if "\n " in text:
            raise _OtherFormError
        text = _LINE_FEEDS.sub(lambda more: more[1] or " ", text)
    return text.strip()
