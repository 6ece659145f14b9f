"""Slips of the pen that make a text no YAML: each is tried mended, and the one that mends it is told.

So what the remark asks for is known to mend the file, at least up to the next mistake. Which lines are looked
at, and the order in which slips are tried, say what people most probably did; where two would do, the first
is told.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import yaml

from scorecard.diagnostics import Finding, Span
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.keys import find_keys, find_list_keys
from scorecard.model.lexical import named
from scorecard.reading.messages import refuse
from scorecard.reading.plain_data import margin_of, split_lines
from scorecard.reading.positions import LOADER

_NEAR = 40
"""How many lines around an error are read again; of those further above only what they stand in."""
_MOST_READ = 2_000_000
"""How many characters are read again in all."""
_MOST_LINES_BACK = 3
_ALL = 1 << 62
_ONLY_IF_ALL_IS_READ = "missing-comma"

KEYS = find_keys(Framework) | find_keys(Assessment)
"""Every key of the format."""
_LISTS = find_list_keys(Framework) | find_list_keys(Assessment)
_LINE = re.compile(
    r"""(?P<margin>[ ]*+)(?P<dashes>(?:-[ ]++)*+)
    (?P<key>"(?:[^"\\]++|\\.)*+"|'(?:[^']++|'')*+'|[^\s"'\#\[\]{},:&*!|>%@`-][^:\#]*+|-?[\w.-]++)[ ]*+
    :(?P<space>[ \t]++|\Z)(?P<value>.*)""",
    re.VERBOSE,
)
_ITEM = re.compile(r"(?P<margin> *+)(?P<dashes>(?:- ++)++)(?P<value>.*)")
_HEADER = re.compile(r"[|>][+-]?[1-9]?[+-]?[ \t]*(?:#.*)?\Z")
_ODD_SPACE = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_ODD_COLON = "\uff1a\ufe55\u02d0\ua789"
_ODD_DASH = "\u2010-\u2015\u2212\u2022\u00b7\u25aa\u25cf\u25e6"
# Signs that are no YAML where a space, a colon or a hyphen belongs, each with what is written for it.
_ODD_SIGNS = (
    (re.compile(rf"\A([ \t]*+)([{_ODD_SPACE}])"), r"\1 "),
    (re.compile(rf"\A([ \t]*+(?:- ++)?+[^\s:\#{_ODD_COLON}]++) ?([{_ODD_COLON}])[ \t]*"), r"\1: "),
    (re.compile(rf"\A([ \t]*+(?:- ++)?+[^:\#]*+:[ \t]*|[ \t]*+-[ \t]*)([{_ODD_SPACE}])"), r"\1 "),
    (re.compile(rf"\A([ \t]*+)([{_ODD_DASH}])(?=[ \w])[ ]*"), r"\1- "),
)
_GLUED_COLON = re.compile(r"([ \t]*(?:- +)?(?:[\w.-]+|\"[^\"]*\"|'[^']*'):)(?=[^\s:/])")
_GLUED_DASH = re.compile(r"([ \t]*-)(?=[\w'\"{\[])")
_OTHER_COLON = re.compile(
    r"([ \t]*(?:- +)?)([\w.-]+|\"[^\"]*\"|'[^']*')[ ]*(?P<sign>:=|=>|->|=|;|(?<=[ ]):)[ ]*(?=[^\s>])"
)
_OTHER_COMMENT = re.compile(r"[ \t]*(;|//|<!--|--[ ])")
_FENCE = re.compile(r"```|~~~")
_IN_FLOW = re.compile(r"([{,][ ]*[\w.-]+:[ ]+)([^\"'\[\]{},][^\[\]{},]*?:(?:[ ][^,\[\]{}]*|(?=[,}])))")
_NO_COLON = re.compile(r"([ ]*(?:- +)?)(\"[^\"]*\"|'[^']*'|[\w.-]+)(?=[ ]|\Z)(?![ ]*:)")
_COLON = re.compile(r":(?=[ \t]|\Z)")
_LAST_WORD = re.compile(r"[\w-]+\Z")
_BRACKETS = {"[": "]", "{": "}"}
_QUOTES = ("'", '"')
_QUOTED = re.compile(r""""(?:[^"\\]++|\\.)*+"|'(?:[^']++|'')*+'""")
_CURLY_ENDS = re.compile("[“”„‟‘’«»]\\Z")
_RULE = re.compile(r"(?:at_least|share|score):[ ]+[0-9./]+")
_WORDS_BEFORE_COLON = re.compile(r"[ ]*+[^\s:]++[ ]++[^:]*+:(?:[ ]|\Z)")


class _Slip(NamedTuple):
    """A mistake at a place, told with some words, and the lines without it."""

    mistake: str
    place: Span
    lines: list[str]
    words: Mapping[str, object] = {}


def find_slip(text: str, began: int, stopped: int) -> Finding | None:
    """Return what was wrong where reading stopped; None where no slip is found.

    `stopped` is the line, from 0, and `began` that in which what could not be read began.
    """
    lines = split_lines(text)
    kept = _surroundings(lines, stopped)
    if _read_on(lines, kept) != stopped:
        kept = range(len(lines))
    best: _Slip | None = None
    furthest, left = stopped, _MOST_READ
    for slip in _find_slips(lines, began, min(stopped, len(lines) - 1)):
        left -= sum(len(slip.lines[each]) + 1 for each in kept)
        if left < 0:
            break
        reached = _read_on(slip.lines, kept)
        if reached > furthest and (reached == _ALL or slip.mistake != _ONLY_IF_ALL_IS_READ):
            best, furthest = slip, reached
        if reached == _ALL:
            break
    return None if best is None else refuse(best.mistake, best.place, **best.words)


def _surroundings(lines: list[str], line: int) -> Sequence[int]:
    """Return which lines are around one; of those far above only what these stand in."""
    first, last = max(0, line - _NEAR), min(len(lines), line + _NEAR)
    margin = next((margin_of(each) for each in lines[first:last] if each.strip()), 0)
    kept = list(range(first, last))[::-1]
    for back in range(first - 1, -1, -1):
        text = lines[back]
        if text.strip() and margin_of(text) < margin and not text.lstrip().startswith("#"):
            margin = margin_of(text)
            kept.append(back)
    return kept[::-1]


def _read_on(lines: list[str], kept: Sequence[int]) -> int:
    """Return the line, from 0, in which reading those kept stops; where all is read, more than any."""
    parser = LOADER("\n".join(lines[each] for each in kept) + "\n")
    try:
        while parser.get_event():
            pass
    except yaml.YAMLError as error:
        stop = find_stop(error)
        return kept[stop] if stop < len(kept) else kept[-1] + 1
    except UnicodeDecodeError:
        return 0
    finally:
        parser.dispose()
    return _ALL


def find_stop(error: yaml.YAMLError) -> int:
    """Return the line, from 0, in which reading stopped: of what is never closed that in which it began."""
    is_at_the_end = getattr(error, "problem", None) == "found unexpected end of stream"
    mark = getattr(error, "context_mark" if is_at_the_end else "problem_mark", None)
    line: int = mark.line if mark is not None else 0
    return line


def _find_slips(lines: list[str], began: int, stopped: int) -> Iterator[_Slip]:
    """Yield what may be wrong in a line, the few above it and those it stands in, the most telling first."""
    above = [back for back in range(stopped - 1, -1, -1) if lines[back].strip()]
    outer: list[int] = []
    for back in above:
        if not outer or margin_of(lines[back]) <= margin_of(lines[outer[-1]]):
            outer.append(back)
    levels = [list(level) for _, level in groupby(outer, lambda each: margin_of(lines[each]))]
    ends = [end for level in levels for end in (level[0], level[-1])]
    places = list(dict.fromkeys((stopped, *above[:_MOST_LINES_BACK], began, *ends)))
    for kind in (
        *(_wrong_sign, _fence, _text_under_a_sign, _curly_end, _no_key_yet, _unquoted, _in_flow),
        *(_wrong_dash, _missing_dash, _not_further_in),
    ):
        for each in places:
            yield from kind(lines, each)
        if kind is _in_flow:
            yield from _goes_on(lines, stopped)
    yield from _wrong_margins(lines, places)
    for each in above[:1]:
        yield from _missing_comma(lines, each)


# Signs --------------------------------------------------------------------------------------------


def _wrong_sign(lines: list[str], at: int) -> Iterator[_Slip]:
    """A sign that looks like one of YAML; where one line has it, those below may have it too."""
    match = next(filter(None, (pattern.match(lines[at]) for pattern, _ in _ODD_SIGNS)), None)
    if match:
        mended = [*lines[:at], *map(_with_yaml_signs, lines[at:])]
        yield _Slip("no-yaml-sign", _group(at, match, 2), mended, {"character": named(match[2])})


def _with_yaml_signs(line: str) -> str:
    while odd := next((each for each in _ODD_SIGNS if each[0].match(line)), None):
        line = odd[0].sub(odd[1], line)
    return line


def _fence(lines: list[str], at: int) -> Iterator[_Slip]:
    if _FENCE.match(lines[at]):
        mended = ["" if _FENCE.match(each) else each for each in lines]
        yield _Slip("code-fence", _sign(at, 0, 3), mended)


def _curly_end(lines: list[str], at: int) -> Iterator[_Slip]:
    """A straight quotation mark at the beginning of a text, and a typographic one at its end."""
    match = _LINE.match(lines[at])
    line = lines[at].rstrip()
    if match and match["value"][:1] in _QUOTES and _CURLY_ENDS.search(line):
        straight = match["value"][0]
        words = {"sign": line[-1], "number": ord(line[-1]), "straight": straight}
        mended = _replaced(lines, at, line[:-1] + straight)
        yield _Slip("curly-end", _sign(at, len(line) - 1), mended, words)


def _no_key_yet(lines: list[str], at: int) -> Iterator[_Slip]:
    """A line that lacks the space after its colon or dash, its colon, or that is a comment elsewhere."""
    line = lines[at]
    if comment := _OTHER_COMMENT.match(line):
        mended = [f"#{each}" if _OTHER_COMMENT.match(each) else each for each in lines[at:]]
        sign = {"sign": comment[1].strip()}
        yield _Slip("other-comment", _group(at, comment, 1), [*lines[:at], *mended], sign)
    for glued, mistake in ((_GLUED_COLON, "no-space-after-colon"), (_GLUED_DASH, "no-space-after-hyphen")):
        if match := glued.match(line):
            mended = [glued.sub(r"\1 ", each, count=1) for each in lines[at:]]
            if glued is _GLUED_DASH:  # the keys below it may stand as close
                mended = [f" {each}" if margin_of(each) == match.end() else each for each in mended]
            yield _Slip(mistake, _sign(at, match.end() - 1), [*lines[:at], *mended])
    if other := _OTHER_COLON.match(line):
        mended = [_OTHER_COLON.sub(r"\1\2: ", each) for each in lines[at:]]
        mistake = "space-before-colon" if other["sign"] == ":" else "other-colon"
        sign = {"sign": "an equals sign" if other["sign"] == "=" else other["sign"]}
        yield _Slip(mistake, _group(at, other, "sign"), [*lines[:at], *mended], sign)
    if lacking := _NO_COLON.match(line):
        key, rest = lacking[2], line[lacking.end() :]
        is_quoted = key[0] in _QUOTES and "- " not in lacking[1]
        if key in KEYS or is_quoted or (not rest.strip() and _opens_keys(lines, at)):
            mended = _replaced(lines, at, f"{lacking[0]}:{rest}")
            known = {"key": key if key in KEYS else "key"}
            yield _Slip("missing-colon", _group(at, lacking, 2), mended, known)


def _opens_keys(lines: list[str], at: int) -> bool:
    """Whether a line looks as if it was meant as a key of what stands below, further in; or has an id."""
    below = _first_text(lines[at + 1 :])
    match = _LINE.match(below)
    is_id = _looks_like_an_id(lines[at].lstrip(" -") or "-")
    is_known = below.lstrip().startswith("- ") or (match is not None and match["key"] in KEYS)
    return is_id or (is_known and margin_of(below) > margin_of(lines[at]))


def _not_further_in(lines: list[str], at: int) -> Iterator[_Slip]:
    """A line that goes on with the text above it, and does not stand further in than the key of that."""
    above = _first_text(reversed(lines[:at]))
    match = _LINE.match(above)
    value, margin = match["value"] if match else "", margin_of(lines[at])
    is_text = value and value[0] not in (*_QUOTES, *_BRACKETS) and not _HEADER.match(value)
    if match and is_text and margin <= match.start("key") and not _LINE.match(lines[at]):
        wanted = match.start("key") + 2
        mended = _replaced(lines, at, _moved(lines[at], wanted - margin))
        yield _Slip("text-not-further-in", _sign(at, margin), mended, {"wanted": wanted})


def _looks_like_an_id(key: str) -> bool:
    return key[0] in _QUOTES or (key[0].isdigit() and " " not in key)


# Texts --------------------------------------------------------------------------------------------


def _unquoted(lines: list[str], at: int) -> Iterator[_Slip]:
    match = _match(lines[at])
    value = match["value"].rstrip() if match else ""
    if match is None or not value or _HEADER.match(value):
        return
    begin = match.start("value")
    mended = _replaced(lines, at, lines[at][:begin] + json.dumps(value, ensure_ascii=False))
    closing, sign, place = _closing(value), value[0], _sign(at, begin)
    if sign in _BRACKETS and closing is None:
        yield _Slip(f"never-closed-{sign}", place, _replaced(lines, at, lines[at] + _BRACKETS[sign]))
    elif sign in (*_QUOTES, *_BRACKETS):
        rest = value[closing or len(value) :].strip()
        if rest and rest[0] not in ("]", "}", ",", ":", "#"):
            place = _sign(at, begin + len(value) - len(rest))
            mistake = f"goes-on-after-{sign if sign in _QUOTES else 'bracket'}"
            yield _Slip(mistake, place, mended, {"opened": sign, "sign": value[(closing or 1) - 1]})
    elif sign in "@`%*&!,?":
        yield _Slip("bad-first-character", place, mended, {"sign": sign})
    elif sign in "“”„‟‘’«»":
        yield _Slip("curly-quotes", place, mended, {"sign": sign, "number": ord(sign)})
    elif colon := _COLON.search(value):
        yield _second_colon(lines, at, begin + colon.start(), mended, "on a line of its own")


def _second_colon(lines: list[str], at: int, colon: int, mended: list[str], where: str) -> _Slip:
    """Return what a colon in a text is; a key of the format may stand right before it."""
    word = _LAST_WORD.search(lines[at], 0, colon)
    if word and (rule := _RULE.match(lines[at], word.start())):
        return _Slip("rule-without-braces", _sign(at, colon), mended, {"rule": rule[0]})
    mistake = "second-colon-after-key" if word and word[0] in KEYS else "second-colon"
    return _Slip(mistake, _sign(at, colon), mended, {"key": word and word[0], "where": where})


def _closing(value: str) -> int | None:
    """Return where what a value begins with, a quotation mark or a bracket, is closed; None if it is not."""
    if value[0] in _QUOTES:
        match = _QUOTED.match(value)
        return match.end() if match else None
    depth = 0
    for index, sign in enumerate(value):
        depth += (sign in "[{") - (sign in "]}")
        if depth == 0:
            return index + 1
    return None


def _in_flow(lines: list[str], at: int) -> Iterator[_Slip]:
    match = _IN_FLOW.search(lines[at])
    if match:
        value = match[2].rstrip()
        before, after = lines[at][: match.start(2)], lines[at][match.start(2) + len(value) :]
        mended = before + json.dumps(value, ensure_ascii=False) + after
        colon = match.start(2) + value.index(":")
        yield _second_colon(lines, at, colon, _replaced(lines, at, mended), "after a comma")


def _text_under_a_sign(lines: list[str], at: int) -> Iterator[_Slip]:
    """A text under `|` or `>` that is not indented, or not all of it."""
    for back in range(at - 1, max(-1, at - _NEAR), -1):
        header = _LINE.match(lines[back])
        if header and _HEADER.match(header["value"]):
            break
    else:
        return
    column = header.start("key")
    body = [each for each in range(back + 1, len(lines)) if lines[each].strip()]
    margin = margin_of(lines[body[0]]) if body else 0
    wanted = margin if margin > column else column + 2
    first = next((each for each in body if margin_of(lines[each]) < wanted), None)
    if first is None or first > at or is_structure(lines[first]):
        return
    begin = margin_of(lines[first])
    end = next((each for each in body if each > first and is_structure(lines[each])), len(lines))
    if begin == column + 2 and body.index(first) < sum(first <= each < end for each in body):
        top, where = body[0], {"wanted": column + 2, "like": first + 1}
        mended = _with_moved(lines, top, first, column + 2 - margin)
        yield _Slip("text-too-far-in", _sign(top, margin), mended, where)
    how = "two spaces more than the key" if margin <= column else "like the lines of the text above it"
    words = {"header": header["value"][0], "line": back + 1, "wanted": wanted, "how": how}
    yield _Slip(
        "text-not-indented", _sign(first, begin), _with_moved(lines, first, end, wanted - begin), words
    )


def is_structure(line: str) -> bool:
    """Whether a line begins with a key of the format, or with an id."""
    match = _LINE.match(line)
    if match is None:
        return False
    key = match["key"]
    return key in KEYS or key.startswith("x-") or _looks_like_an_id(key) or not match["value"].strip()


def _goes_on(lines: list[str], at: int) -> Iterator[_Slip]:
    """A text that goes on in further lines, one of which has a colon."""
    if not _WORDS_BEFORE_COLON.match(lines[at]):
        return
    margin = margin_of(lines[at])
    above = (
        each for each in range(at - 1, -1, -1) if lines[each].strip() and margin_of(lines[each]) < margin
    )
    back = next(above, at)
    match = _match(lines[back]) if back < at else None
    if match is None or not match["value"] or match["value"][0] in _QUOTES:
        return
    outer = match.start("value") if _ITEM.fullmatch(lines[back]) else margin_of(lines[back])
    end = _end_of_block(lines, at - 1, outer)
    value = " ".join([match["value"], *map(str.strip, lines[back + 1 : end])])
    quoted = lines[back][: match.start("value")] + json.dumps(value, ensure_ascii=False)
    mended = [*lines[:back], quoted, *[""] * (end - back - 1), *lines[end:]]
    colon = _COLON.search(lines[at])
    assert colon is not None, "the line was chosen for its colon"
    yield _Slip("colon-in-further-line", _sign(at, colon.start()), mended, {"first": back + 1})


# Lines that stand in the wrong place -------------------------------------------------------------


def _wrong_dash(lines: list[str], at: int) -> Iterator[_Slip]:
    """A dash before an id: what has an id for its key stands in no list."""
    match = _LINE.match(lines[at])
    if match is None or match["dashes"]:
        return
    for back in range(at - 1, -1, -1):
        above = _LINE.match(lines[back])
        if above and margin_of(lines[back]) == margin_of(lines[at]):
            if above["dashes"] and above["key"] not in KEYS and match["key"] not in KEYS:
                mended = _replaced(lines, back, above["margin"] + lines[back][above.start("key") :])
                yield _Slip("dash-before-id", _sign(back, above.start("dashes")), mended)
            return


def _missing_dash(lines: list[str], at: int) -> Iterator[_Slip]:
    text, margin = lines[at].lstrip(" "), margin_of(lines[at])
    if text.startswith("-") or not text.strip():
        return
    match = _LINE.match(lines[at])
    for column in (margin, margin - 2):
        if match is not None and match["key"] not in KEYS:
            return
        if column < 0 or not (_is_among_items(lines, at, column) or _opens_a_list(lines, at, column)):
            continue
        mended = _replaced(lines, at, f"{' ' * column}- {text}")
        yield _Slip("missing-dash", _sign(at, margin), mended)
        below = range(at + 1, _end_of_block(lines, at, column - 1, "- "))
        mended = [f"  {line}" if each in below else line for each, line in enumerate(mended)]
        yield _Slip("missing-dash", _sign(at, margin), mended)


def _is_among_items(lines: list[str], at: int, column: int) -> bool:
    for way in (reversed(lines[:at]), lines[at + 1 :]):
        near = next((each for each in way if each.strip() and margin_of(each) <= column), "")
        if margin_of(near) == column and near.startswith("- ", column):
            return True
    return False


def _opens_a_list(lines: list[str], at: int, column: int) -> bool:
    match = _LINE.match(_first_text(reversed(lines[:at])))
    if match is None or match["value"]:
        return False
    return match["key"] in _LISTS and match.start("key") <= column


def _end_of_block(lines: list[str], at: int, margin: int, sign: str = "\n") -> int:
    """Return the first line behind one that is indented by a margin at most, or begins with a sign."""
    for each in range(at + 1, len(lines)):
        text = lines[each].strip()
        if text and (margin_of(lines[each]) <= margin or text.startswith(sign)):
            return each
    return len(lines)


def _wrong_margins(lines: list[str], places: list[int]) -> Iterator[_Slip]:
    """Lines that are indented further, or less far, than those that they belong with: the oddest first.

    Those that belong to a line are moved with it, or stand right already.
    """
    structure = {each: match for each, line in enumerate(lines) if (match := _match(line))}
    known: dict[int, int] = {}
    usual = Counter(margin_of(lines[each]) for each in structure)
    for each, match in sorted(structure.items(), key=lambda pair: (abs(pair[0] - places[0]), pair[0])):
        known.setdefault(margin_of(lines[each]), each)
        known.setdefault(match.end("dashes"), each)
    moves: list[tuple[bool, int, bool, int, int, int, int]] = []
    for order, at in enumerate(places):
        margin = margin_of(lines[at])
        for column in known.keys() - {margin} if at in structure else ():
            fits = _fits(lines, at, column)
            if fits is not None:
                oddness = (not fits, usual[margin], margin % 2 == 0, abs(column - margin))
                inwards = column if structure[at]["dashes"] else -column
                moves.append((*oddness, order, inwards, column))
    for *_, order, _, column in sorted(moves):
        at = places[order]
        margin = margin_of(lines[at])
        like = "" if known[column] == at else f", like line {known[column] + 1}"
        words = {"margin": _spaces(margin), "wanted": _spaces(column) + like}
        for end in (_end_of_block(lines, at, margin), at + 1):
            mended = _with_moved(lines, at, end, column - margin)
            yield _Slip("wrong-margin", _sign(at, margin), mended, words)


def _fits(lines: list[str], at: int, column: int) -> bool | None:
    """Whether a line could stand at a column; None where it would be no key there, or no key of anything.

    Ids stand neither beside keys of the format nor at the margin.
    """
    match = _LINE.match(lines[at])
    is_id = match is not None and match["key"] not in KEYS and not match["key"].startswith("x-")
    if is_id and column == 0:
        return None
    for back in range(at - 1, -1, -1):
        above = _LINE.match(lines[back])
        if above and _HEADER.match(above["value"]) and margin_of(lines[back]) < column:
            return None
        if above and above.start("key") <= column:
            return not is_id or above.start("key") < column or above["key"] not in KEYS
    return True


def _spaces(count: int) -> str:
    return f"{count} space{'' if count == 1 else 's'}" if count else "no spaces"


def _moved(line: str, by: int) -> str:
    return " " * (margin_of(line) + by) + line.lstrip(" ") if line.strip() else line


def _with_moved(lines: list[str], first: int, end: int, by: int) -> list[str]:
    return [*lines[:first], *(_moved(each, by) for each in lines[first:end]), *lines[end:]]


def _missing_comma(lines: list[str], at: int) -> Iterator[_Slip]:
    line = lines[at].rstrip()
    if line and line[-1] not in ",[{:":
        yield _Slip("missing-comma", _sign(at, len(line)), _replaced(lines, at, f"{line},"))


def _sign(at: int, column: int, width: int = 1) -> Span:
    return Span(at + 1, column + 1, at + 1, column + width + 1)


def _group(at: int, match: re.Match[str], group: str | int) -> Span:
    return _sign(at, match.start(group), len(match[group]))


def _match(line: str) -> re.Match[str] | None:
    return _LINE.match(line) or _ITEM.match(line)


def _first_text(lines: Iterable[str]) -> str:
    return next(filter(str.strip, lines), "")


def _replaced(lines: list[str], at: int, line: str) -> list[str]:
    return [*lines[:at], line, *lines[at + 1 :]]
