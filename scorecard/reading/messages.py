"""What the reader refuses, in words: every finding that is made before a file has a shape."""

from typing import NamedTuple

from scorecard.diagnostics import Finding, Part, Route, Span

MOST_QUOTED = 60


def short(text: str) -> str:
    """Return a text as a message names it: a long one only by its beginning."""
    return text if len(text) <= MOST_QUOTED else f"{text[: MOST_QUOTED - 1]}…"


class Fault(NamedTuple):
    """What is said of one kind of mistake, and what to do about it; words in braces are filled in."""

    message: str
    help: str
    name: str = "yaml-syntax"

    def at(self, span: Span | None = None, **words: object) -> Finding:
        """Return what is said of one at a place, by default the beginning of the file."""
        message, help = self.message.format(**words), self.help.format(**words)
        return Finding(message=message, help=help, name=self.name, span=span or Span())


# What the parser stumbles over -------------------------------------------------------------------

_BLOCK_HELP = "put the text in quotes, or write | after the colon and put the text on the next lines"
_TAB = Fault("a tab is used for indentation", "use spaces")
MISSING_DASH = Fault(
    "this line stands among list items but has no dash",
    "begin it with a dash, or indent it to belong to the item above",
)
NEVER_CLOSED = {
    "[": Fault(
        "a list that was opened with [ goes on here without a comma, or is never closed",
        "write commas between items and close with ], or write one item a line, each after a dash",
    ),
    "{": Fault(
        "a mapping that was opened with {{ goes on here without a comma, or is never closed",
        "write commas between pairs and close with }}, or write one `key: value` a line",
    ),
}
_PROBLEMS = {
    "mapping values are not allowed": Fault(
        "there is a second colon in this line, or the indentation is wrong", _BLOCK_HELP
    ),
    "found character that cannot start any token": Fault(
        "a text cannot begin with this character", _BLOCK_HELP
    ),
    "could not find expected ':'": Fault(
        "this line is neither `key: value` nor the rest of the text above",
        "write a colon and a space after the key; for a text of several lines " + _BLOCK_HELP,
    ),
    "did not find expected key": Fault(
        "a key was expected here: the indentation is wrong, or a quotation mark closes too early",
        "line the key up with the keys above it; for a text with quotation marks in it " + _BLOCK_HELP,
    ),
    "did not find expected ',' or ']'": NEVER_CLOSED["["],
    "did not find expected ',' or '}'": NEVER_CLOSED["{"],
    "found unexpected end of stream": Fault(
        "the quotation mark that opens here is never closed",
        "close it, or write | after the colon and put the text on the next lines",
    ),
    "found unknown escape character": Fault(
        "a backslash inside double quotes begins an escape, and this is none",
        "use single quotes, or write the backslash twice",
    ),
    "found invalid Unicode character escape code": Fault(
        "no character has this number",
        "write the character itself; where the backslash is meant, write it twice",
    ),
    "did not find expected hexdecimal number": Fault(
        "two hexadecimal digits belong after \\x, four after \\u, eight after \\U",
        "write all of them, or the character itself; where the backslash is meant, write it twice",
    ),
    "block sequence entries are not allowed": Fault(
        "a list item cannot begin here", "put each item on a line of its own, the dashes below one another"
    ),
    "did not find expected '-' indicator": MISSING_DASH,
    "did not find expected comment or line break": Fault(
        "a text cannot begin with > or | unless it goes on in the next lines", _BLOCK_HELP
    ),
    "did not find expected node content": Fault("a value cannot begin with this character", _BLOCK_HELP),
    "found a tab character": _TAB,
    "did not find expected alphabetic or numeric character": Fault(
        "a text cannot begin with * or &", _BLOCK_HELP
    ),
    "found undefined tag handle": Fault(
        "tags (!name) are not allowed", "put the text in quotes if it begins with !"
    ),
}
_UNKNOWN = Fault("this is not YAML: {problem}", _BLOCK_HELP)
_LONE_COLON = Fault(
    "the indentation of this line, or of one above it, is wrong",
    "line up the keys that belong together, each group further in than the key it belongs to",
)
_CLOSES_NOTHING = Fault("this {sign} closes nothing", "delete it, or write the bracket that it is to close")
_GOES_ON = Fault(
    "the text goes on after the closing {sign}",
    "put all of it in quotes, or write | after the colon and put the text on the next lines",
)


def syntax_error(problem: str, span: Span, line: str) -> Finding:
    """Say in our words what the parser could not read in a line, where `span` begins."""
    if "nesting depth" in problem:
        return NESTED_TOO_DEEP.at(span)
    before, sign = line[: span.column - 1].rstrip(), line[span.column - 1 : span.column]
    if sign == "\t":
        return _TAB.at(span)
    if sign in ("]", "}"):
        return _CLOSES_NOTHING.at(span, sign=sign)
    if problem.startswith("did not find expected key") and before.endswith(('"', "'", "]", "}")):
        return _GOES_ON.at(span, sign=before[-1])
    if problem.startswith("mapping values are not allowed") and line.count(":") == 1:
        return _LONE_COLON.at(span)
    known = (refusal for begin, refusal in _PROBLEMS.items() if problem.startswith(begin))
    return next(known, _UNKNOWN).at(span, problem=problem)


# Slips of the pen --------------------------------------------------------------------------------

MISSING_SPACE = Fault(
    "this is not read as a key and a value, or as a list item: {what}",
    "write `key: value` with a colon and an ordinary space, and items with a hyphen and a space",
)
MISSING_COLON = Fault(
    "this line is not read as a key and a value: the colon after the key is missing",
    "write `{key}:`, with a colon, and a space before a value in the same line",
)
_OTHER_COLON = Fault(
    "this line is not read as a key and a value: {what}", "write `key: value`, with a colon and a space"
)
TEXT_NOT_FURTHER_IN = Fault(
    "this line is neither `key: value` nor far enough in to be the rest of the text above",
    "if it is the rest of that text, indent it by {wanted} spaces; if it is a key and a value, write a "
    "colon and a space between them",
)
OTHER_COMMENT = Fault("a comment does not begin with {sign} here", "begin it with #")
CODE_FENCE = Fault(
    "a line such as ``` is Markdown, and no part of the file", "delete it, and the one at the end"
)
_SECOND_COLON = Fault("there is a second colon in this line, in a text without quotes", "{help}")
COLON_IN_FURTHER_LINE = Fault(
    "there is a colon in this line, which goes on with the text that begins in line {first}",
    "put the whole text in quotes, or write | after its key and put all of the text on the next lines",
)
BAD_FIRST_CHARACTER = Fault("a text cannot begin with {sign}", _BLOCK_HELP)
_GOES_ON_AFTER = Fault(
    "the text {begins}goes on after the closing {sign}",
    "{help}; or write | after the colon and put the text on the next lines",
)
CURLY_END = Fault(
    "the text is not closed: {sign} (U+{number:04X}) is no quotation mark of YAML",
    "write {straight} here, as at the beginning of the text",
)
CURLY_QUOTES = Fault(
    "{sign} (U+{number:04X}) is no quotation mark of YAML, and the text has a colon in it",
    'write straight quotation marks (") in place of these around the text',
)
TEXT_NOT_INDENTED = Fault(
    "this line is not indented far enough to belong to the text under the {header} of line {line}",
    "indent it, and the rest of the text, by {wanted} spaces: {how}",
)
TEXT_TOO_FAR_IN = Fault(
    "this line is indented further than the rest of the text that it begins",
    "indent it by {wanted} spaces, like line {like}",
)
DASH_BEFORE_ID = Fault(
    "this line begins with a dash, and the ones like it below do not",
    "delete the dash and the space after it: ids with what is said of them are no list",
)
MISSING_COMMA = Fault("a comma is missing here, between what stands inside brackets", "write a comma")
_WRONG_MARGIN = Fault(
    "the indentation of this line, {margin}, is wrong: it does not fit the lines above",
    "indent it by {wanted}; if it is part of the text above it, put all of that in quotes",
)


def other_colon(sign: str, span: Span) -> Finding:
    """Refuse `key = value` and the like."""
    if sign == ":":
        what = "the space after the colon is missing, and one stands before it"
    else:
        what = f"{'an equals sign' if sign == '=' else sign} stands where a colon belongs"
    return _OTHER_COLON.at(span, what=what)


def second_colon(span: Span, key: str, *, in_braces: bool = False) -> Finding:
    """Refuse a text with a colon in it; `key` is a key of the format right before the colon, or nothing."""
    place = "after a comma" if in_braces else "on a line of its own"
    help = f"put the text in quotes; if `{key}:` begins a key, write it {place}" if key else _BLOCK_HELP
    return _SECOND_COLON.at(span, help=help)


def goes_on_after(sign: str, span: Span, *, opened: str) -> Finding:
    """Refuse a text that goes on where its quotation marks or brackets end."""
    help = {
        '"': "put single quotation marks (') around the whole text, and write each apostrophe in it twice",
        "'": 'put double quotation marks (") around the whole text, or write each apostrophe in it twice',
    }.get(opened, "put the whole text in quotes")
    begins = f"that begins with {opened} " if opened in NEVER_CLOSED else ""
    return _GOES_ON_AFTER.at(span, begins=begins, sign=sign, help=help)


def wrong_margin(span: Span, margin: int, wanted: int, like: int | None) -> Finding:
    """Refuse a key or an item that is indented otherwise than what it belongs with."""
    where = f"{_spaces(wanted)}, like line {like}" if like else _spaces(wanted)
    return _WRONG_MARGIN.at(span, margin=_spaces(margin), wanted=where)


def _spaces(count: int) -> str:
    return f"{count} space{'' if count == 1 else 's'}" if count else "no spaces"


# What a second reading finds ---------------------------------------------------------------------

NEVER_CLOSED_QUOTE = Fault(
    "the quotation mark that opens here is closed only lines below, where another text begins",
    "close it in this line; for a text of several lines write | and put it on the next lines",
)
MERGE_CONFLICT = Fault(
    "the file holds an unresolved merge conflict, which begins here",
    "choose one of the two sides, or put them together; delete the lines that begin with <<<<<<<, "
    "======= and >>>>>>>",
)
GLUED_COMMENT = Fault(
    "the # right behind {sign} begins a comment, and what follows would be lost",
    "put the whole text in quotes or on the lines below; if a comment is meant, write a space before the #",
)
GLUED_QUESTION_MARK = Fault(
    "a text inside brackets cannot begin with ?", "put the text in quotes, or delete the ?"
)


def too_far_in(route: Route, span: Span, first: Span) -> Finding:
    """Refuse a key that stands among other keys, and below which these begin anew."""
    message = (
        f"this line is indented too far: below it keys are written that line {first.line} and others "
        "above it have already"
    )
    help = "indent it like the id that those above it belong to, and what belongs to it two spaces more"
    return _duplicate(message, help, route, span, first)


def duplicate_key(route: Route, span: Span, first: Span, *, begins_item: bool) -> Finding:
    """Refuse a key that its mapping already has."""
    is_in_item = len(route) > 1 and isinstance(route[-2], int)
    dash = "is a dash missing before it, because a new item begins here? If not, " if is_in_item else ""
    if begins_item and not is_in_item:
        dash = "if a new item begins here, put a dash before each item, the first too; if not, "
    message = f"the key {short(str(route[-1]))} is written twice: first in line {first.line}"
    return _duplicate(message, f"{dash}keep one of the two; nothing says which was meant", route, span, first)


def _duplicate(message: str, help: str, route: Route, span: Span, first: Span) -> Finding:
    related = ((first, "first written here"),)
    return Finding(message, help, "duplicate-key", route=route, part=Part.KEY, span=span, related=related)


# What YAML may have and the format has not -------------------------------------------------------

_SPLIT = "split it: a framework or an assessment of any real size is far smaller"
TOO_BIG = Fault("the file is larger than 16 MiB", _SPLIT, "file-too-big")
TOO_MANY_VALUES = Fault("the file holds more than some 300,000 keys and values", _SPLIT, "file-too-big")
NOT_UTF8 = Fault("{what}", "save the file as UTF-8 text", "not-utf8")
EMPTY_FILE = Fault(
    "there is nothing in this file", "begin with the line kind: framework, or kind: assessment", "empty-file"
)
_CONTROL_CHARACTER = Fault(
    "the control character U+{number:04X} {verb} here",
    "delete it; only tab and line ends are allowed",
    "control-character",
)
DIRECTIVE = Fault(
    "YAML directives (lines that begin with %) are not allowed", "delete the line", "yaml-directive"
)
SECOND_DOCUMENT = Fault(
    "a second YAML document begins here",
    "keep one in a file: move this one to its own, or delete the line --- or ... before it; where "
    "that is part of a text, indent it like the text",
    "second-document",
)
TEXT_AFTER_THE_END = Fault(
    "the text goes on after the end of what stands before it: check the indentation",
    "line the key up with the first key of the file, and check quotation marks and brackets",
)
MARK_IN_THE_MIDDLE = Fault(
    "the invisible character U+FEFF, a byte order mark, stands in the middle of the file",
    "delete it: it comes in where the beginning of a file is pasted into another",
)
NESTED_TOO_DEEP = Fault(
    "more than 50 lists and mappings stand inside one another",
    "flatten the file: no framework needs this depth",
    "nested-too-deep",
)
ALIAS = Fault(
    "aliases (*name) are not allowed",
    "write the value out again; put the text in quotes if it begins with *",
    "yaml-alias",
)
ANCHOR = Fault(
    "anchors (&{anchor}) are not allowed",
    "delete the & and its name; put the text in quotes if it begins with &",
    "yaml-anchor",
)
TAG = Fault(
    "tags (!name) are not allowed",
    "delete the ! and its name; put the text in quotes if it begins with !",
    "yaml-tag",
)
MERGE_KEY = Fault("merge keys (<<) are not allowed", "write the keys out again", "yaml-merge-key")
EMPTY_KEY = Fault(
    "there is no key before this colon", "write the key, or put the whole text in quotes", "key-not-text"
)
KEY_NOT_TEXT = Fault(
    "a key must be a text", "put the key in quotes if it begins with [, {{, * or &", "key-not-text"
)


def control_character(char: str, span: Span, *, escaped: bool) -> Finding:
    """Refuse a control character, typed or escaped."""
    return _CONTROL_CHARACTER.at(span, number=ord(char), verb="is escaped" if escaped else "stands")
