"""What the reader refuses, in words: every finding that is made before a file has a shape."""

from scorecard.diagnostics import Finding, Part, Route, Span

MOST_QUOTED = 60


def short(text: str) -> str:
    """Return a text as a message names it: a long one only by its beginning."""
    return text if len(text) <= MOST_QUOTED else f"{text[: MOST_QUOTED - 1]}…"


_BLOCK_HELP = "put the text in quotes, or write | after the colon and put the text on the next lines"
_SYNTAX = {
    "mapping values are not allowed": (
        "there is a second colon in this line, or the indentation is wrong",
        _BLOCK_HELP,
    ),
    "found character that cannot start any token": (
        "a text cannot begin with this character",
        _BLOCK_HELP,
    ),
    "could not find expected ':'": (
        "this line is neither `key: value` nor the rest of the text above",
        "write a colon and a space after the key; for a text of several lines " + _BLOCK_HELP,
    ),
    "did not find expected key": (
        "a key was expected here: the indentation is wrong, or a quotation mark closes too early",
        "line the key up with the keys above it; for a text with quotation marks in it " + _BLOCK_HELP,
    ),
    "did not find expected ',' or ']'": (
        "a list that was opened with [ goes on here without a comma, or is never closed",
        "write commas between items and close with ], or write one item a line, each after a dash",
    ),
    "did not find expected ',' or '}'": (
        "a mapping that was opened with { goes on here without a comma, or is never closed",
        "write commas between pairs and close with }, or write one `key: value` a line",
    ),
    "found unexpected end of stream": (
        "the quotation mark that opens here is never closed",
        "close it, or write | after the colon and put the text on the next lines",
    ),
    "found unknown escape character": (
        "a backslash inside double quotes begins an escape, and this is none",
        "use single quotes, or write the backslash twice",
    ),
    "found invalid Unicode character escape code": (
        "no character has this number",
        "write the character itself; where the backslash is meant, write it twice",
    ),
    "did not find expected hexdecimal number": (
        "two hexadecimal digits belong after \\x, four after \\u, eight after \\U",
        "write all of them, or the character itself; where the backslash is meant, write it twice",
    ),
    "block sequence entries are not allowed": (
        "a list item cannot begin here",
        "put each item on a line of its own, the dashes below one another",
    ),
    "did not find expected '-' indicator": (
        "this line stands among list items but has no dash",
        "begin it with a dash, or indent it to belong to the item above",
    ),
    "did not find expected comment or line break": (
        "a text cannot begin with > or | unless it goes on in the next lines",
        _BLOCK_HELP,
    ),
    "did not find expected node content": ("a value cannot begin with this character", _BLOCK_HELP),
    "found a tab character": ("a tab is used for indentation", "use spaces"),
    "did not find expected alphabetic or numeric character": (
        "a text cannot begin with * or &",
        _BLOCK_HELP,
    ),
    "found undefined tag handle": (
        "tags (!name) are not allowed",
        "put the text in quotes if it begins with !",
    ),
}


_PARTNER = {"[": "]", "{": "}"}
_CLOSING = ('"', "'", "]", "}")


def never_closed(bracket: str, span: Span) -> Finding:
    """Refuse a list or mapping that the file ends in."""
    message, help = _SYNTAX[f"did not find expected ',' or '{_PARTNER[bracket]}'"]
    return Finding(name="yaml-syntax", message=message, help=help, span=span)


def _syntax(message: str, help: str, span: Span) -> Finding:
    return Finding(name="yaml-syntax", message=message, help=help, span=span)


def missing_space(span: Span, what: str) -> Finding:
    """Refuse a line that was meant as `key: value` or as a list item."""
    return _syntax(
        f"this is not read as a key and a value, or as a list item: {what}",
        "write `key: value` with a colon and an ordinary space, and items with a hyphen and a space",
        span,
    )


def missing_colon(key: str, span: Span) -> Finding:
    """Refuse a key without its colon; `key` is empty where it is none of the format's own."""
    return _syntax(
        "this line is not read as a key and a value: the colon after the key is missing",
        f"write `{key or 'key'}:`, with a colon, and a space before a value in the same line",
        span,
    )


def other_colon(sign: str, span: Span) -> Finding:
    """Refuse `key = value` and the like."""
    what = {"=": "an equals sign stands", ":": "the space after the colon is missing, and one stands"}
    where = "before it" if sign == ":" else "where a colon belongs"
    return _syntax(
        f"this line is not read as a key and a value: {what.get(sign, f'{sign} stands')} {where}",
        "write `key: value`, with a colon and a space",
        span,
    )


def text_not_further_in(span: Span, wanted: int) -> Finding:
    """Refuse a further line of a text that does not stand further in than its key."""
    return _syntax(
        "this line is neither `key: value` nor far enough in to be the rest of the text above",
        f"if it is the rest of that text, indent it by {wanted} spaces; if it is a key and a value, write a "
        "colon and a space between them",
        span,
    )


def other_comment(sign: str, span: Span) -> Finding:
    """Refuse a comment as other languages have them."""
    return _syntax(f"a comment does not begin with {sign} here", "begin it with #", span)


def code_fence(span: Span) -> Finding:
    """Refuse the lines that Markdown has around YAML."""
    return _syntax(
        "a line such as ``` is Markdown, and no part of the file", "delete it, and the one at the end", span
    )


def second_colon(span: Span, key: str, *, in_braces: bool = False) -> Finding:
    """Refuse a text with a colon in it; `key` is a key of the format right before the colon, or nothing."""
    place = "after a comma" if in_braces else "on a line of its own"
    help = f"put the text in quotes; if `{key}:` begins a key, write it {place}" if key else _BLOCK_HELP
    return _syntax("there is a second colon in this line, in a text without quotes", help, span)


def colon_in_further_line(span: Span, first: int) -> Finding:
    """Refuse a text of several lines with a colon in one of the later."""
    return _syntax(
        f"there is a colon in this line, which goes on with the text that begins in line {first}",
        "put the whole text in quotes, or write | after its key and put all of the text on the next lines",
        span,
    )


def bad_first_character(sign: str, span: Span) -> Finding:
    """Refuse a text that begins with a sign of YAML."""
    return _syntax(f"a text cannot begin with {sign}", _BLOCK_HELP, span)


def goes_on_after(sign: str, span: Span, *, opened: str) -> Finding:
    """Refuse a text that goes on where its quotation marks or brackets end."""
    help = {
        '"': "put single quotation marks (') around the whole text, and write each apostrophe in it twice",
        "'": 'put double quotation marks (") around the whole text, or write each apostrophe in it twice',
    }.get(opened, "put the whole text in quotes")
    begins = f"that begins with {opened} " if opened in _PARTNER else ""
    return _syntax(
        f"the text {begins}goes on after the closing {sign}",
        f"{help}; or write | after the colon and put the text on the next lines",
        span,
    )


def curly_end(sign: str, straight: str, span: Span) -> Finding:
    """Refuse a text that begins with a straight quotation mark and ends with a typographic one."""
    return _syntax(
        f"the text is not closed: {sign} (U+{ord(sign):04X}) is no quotation mark of YAML",
        f"write {straight} here, as at the beginning of the text",
        span,
    )


def curly_quotes(sign: str, span: Span) -> Finding:
    """Refuse a text that would need quotation marks and has typographic ones."""
    return _syntax(
        f"{sign} (U+{ord(sign):04X}) is no quotation mark of YAML, and the text has a colon in it",
        'write straight quotation marks (") in place of these around the text',
        span,
    )


def text_not_indented(span: Span, header: str, wanted: int, *, is_first: bool) -> Finding:
    """Refuse a line of a text under `|` or `>` that does not stand as far in as it has to."""
    how = "two spaces more than the key" if is_first else "like the lines of the text above it"
    return _syntax(
        f"this line is not indented far enough to belong to the text under {header}",
        f"indent it, and the rest of the text, by {wanted} spaces: {how}",
        span,
    )


def text_too_far_in(span: Span, wanted: int, like: int) -> Finding:
    """Refuse the first line of a text under `|` or `>` that stands further in than the rest of it."""
    return _syntax(
        "this line is indented further than the rest of the text that it begins",
        f"indent it by {_spaces(wanted)}, like line {like}",
        span,
    )


def dash_before_id(span: Span) -> Finding:
    """Refuse an id after a dash, where the others have none."""
    return _syntax(
        "this line begins with a dash, and the ones like it below do not",
        "delete the dash and the space after it: ids with what is said of them are no list",
        span,
    )


def missing_dash(span: Span) -> Finding:
    """Refuse a line among list items that is none."""
    message, help = _SYNTAX["did not find expected '-' indicator"]
    return _syntax(message, help, span)


def missing_comma(span: Span) -> Finding:
    """Refuse two items or pairs inside brackets with nothing between them."""
    return _syntax("a comma is missing here, between what stands inside brackets", "write a comma", span)


def wrong_margin(span: Span, margin: int, wanted: int, like: int | None) -> Finding:
    """Refuse a key or an item that is indented otherwise than what it belongs with."""
    return _syntax(
        f"the indentation of this line, {_spaces(margin)}, is wrong: it does not fit the lines above",
        f"indent it by {_spaces(wanted)}{f', like line {like}' if like else ''}; if it is part of the text "
        "above it, put all of that in quotes",
        span,
    )


def _spaces(count: int) -> str:
    return f"{count} space{'' if count == 1 else 's'}" if count else "no spaces"


def never_closed_quote(span: Span) -> Finding:
    """Refuse a quotation mark whose partner is missing: the text runs on to the next one."""
    return Finding(
        name="yaml-syntax",
        message="the quotation mark that opens here is closed only lines below, where another text begins",
        help="close it in this line; for a text of several lines write | and put it on the next lines",
        span=span,
    )


def merge_conflict(span: Span) -> Finding:
    """Refuse a file that a version control system could not merge, and that nobody has put right yet."""
    return Finding(
        name="yaml-syntax",
        message="the file holds an unresolved merge conflict, which begins here",
        help="choose one of the two sides, or put them together; delete the lines that begin with <<<<<<<, "
        "======= and >>>>>>>",
        span=span,
    )


def syntax_error(problem: str, span: Span, line: str) -> Finding:
    """Say in our words what the parser could not read in a line, where `span` begins."""
    if "nesting depth" in problem:
        return nested_too_deep(span)
    message, help = next(
        (words for begin, words in _SYNTAX.items() if problem.startswith(begin)),
        (f"this is not YAML: {problem}", _BLOCK_HELP),
    )
    if problem.startswith("mapping values are not allowed") and line.count(":") == 1:
        message = "the indentation of this line, or of one above it, is wrong"
        help = "line up the keys that belong together, each group further in than the key it belongs to"
    before, char = line[: span.column - 1].rstrip(), line[span.column - 1 : span.column]
    if char == "\t":
        message, help = _SYNTAX["found a tab character"]
    elif char in ("]", "}"):
        message, help = f"this {char} closes nothing", "delete it, or write the bracket that it is to close"
    elif problem.startswith("did not find expected key") and before.endswith(_CLOSING):
        message = f"the text goes on after the closing {before[-1]}"
        help = "put all of it in quotes, or write | after the colon and put the text on the next lines"
    return Finding(name="yaml-syntax", message=message, help=help, span=span)


def too_big() -> Finding:
    """Say that a file is over the limit."""
    return Finding(
        name="file-too-big",
        message="the file is larger than 16 MiB",
        help="split it: a framework or an assessment of any real size is far smaller",
        span=Span(),
    )


def too_many_values() -> Finding:
    """Say that a file holds more keys and values than anything real."""
    return Finding(
        name="file-too-big",
        message="the file holds more than some 300,000 keys and values",
        help="split it: a framework or an assessment of any real size is far smaller",
        span=Span(),
    )


def not_utf8(message: str, span: Span) -> Finding:
    """Say that the bytes are not the text they should be."""
    return Finding(name="not-utf8", message=message, help="save the file as UTF-8 text", span=span)


def empty_file() -> Finding:
    """Say that there is nothing to read."""
    return Finding(
        name="empty-file",
        message="there is nothing in this file",
        help="begin with the line kind: framework, or kind: assessment",
        span=Span(),
    )


def control_character(char: str, span: Span, *, escaped: bool) -> Finding:
    """Refuse a control character, typed or escaped."""
    return Finding(
        name="control-character",
        message=f"the control character U+{ord(char):04X} {'is escaped' if escaped else 'stands'} here",
        help="delete it; only tab and line ends are allowed",
        span=span,
    )


def directive(span: Span) -> Finding:
    """Refuse a line that begins with `%` before the document."""
    return Finding(
        name="yaml-directive",
        message="YAML directives (lines that begin with %) are not allowed",
        help="delete the line",
        span=span,
    )


def second_document(span: Span) -> Finding:
    """Refuse what follows the first document."""
    return Finding(
        name="second-document",
        message="a second YAML document begins here",
        help="keep one in a file: move this one to its own, or delete the line --- or ... before it; where "
        "that is part of a text, indent it like the text",
        span=span,
    )


def text_after_the_end(span: Span) -> Finding:
    """Refuse text that follows a value which was complete."""
    return Finding(
        name="yaml-syntax",
        message="the text goes on after the end of what stands before it: check the indentation",
        help="line the key up with the first key of the file, and check quotation marks and brackets",
        span=span,
    )


def mark_in_the_middle(span: Span) -> Finding:
    """Refuse a byte order mark where a line other than the first begins."""
    return _syntax(
        "the invisible character U+FEFF, a byte order mark, stands in the middle of the file",
        "delete it: it comes in where the beginning of a file is pasted into another",
        span,
    )


def glued_comment(sign: str, span: Span) -> Finding:
    """Refuse a `#` right behind what closes a value."""
    return _syntax(
        f"the # right behind {sign} begins a comment, and what follows would be lost",
        "put the whole text in quotes or on the lines below; if a comment is meant, write a space before "
        "the #",
        span,
    )


def glued_question_mark(span: Span) -> Finding:
    """Refuse a `?` right before a value inside brackets."""
    return _syntax(
        "a text inside brackets cannot begin with ?", "put the text in quotes, or delete the ?", span
    )


def nested_too_deep(span: Span) -> Finding:
    """Refuse one more collection inside the others."""
    return Finding(
        name="nested-too-deep",
        message="more than 50 lists and mappings stand inside one another",
        help="flatten the file: no framework needs this depth",
        span=span,
    )


def alias(span: Span) -> Finding:
    """Refuse `*name`."""
    return Finding(
        name="yaml-alias",
        message="aliases (*name) are not allowed",
        help="write the value out again; put the text in quotes if it begins with *",
        span=span,
    )


def anchor(name: str, span: Span) -> Finding:
    """Refuse `&name`."""
    return Finding(
        name="yaml-anchor",
        message=f"anchors (&{short(name)}) are not allowed",
        help="delete the & and its name; put the text in quotes if it begins with &",
        span=span,
    )


def tag(span: Span) -> Finding:
    """Refuse `!name`."""
    return Finding(
        name="yaml-tag",
        message="tags (!name) are not allowed",
        help="delete the ! and its name; put the text in quotes if it begins with !",
        span=span,
    )


def merge_key(span: Span) -> Finding:
    """Refuse `<<`."""
    return Finding(
        name="yaml-merge-key",
        message="merge keys (<<) are not allowed",
        help="write the keys out again",
        span=span,
    )


def key_not_text(span: Span, *, is_empty: bool) -> Finding:
    """Refuse a key that is a collection, or is not there."""
    message, help = (
        ("there is no key before this colon", "write the key, or put the whole text in quotes")
        if is_empty
        else ("a key must be a text", "put the key in quotes if it begins with [, {, * or &")
    )
    return Finding(name="key-not-text", message=message, help=help, span=span)


def too_far_in(route: Route, span: Span, first: Span) -> Finding:
    """Refuse a key that stands among other keys, and below which these begin anew."""
    return Finding(
        name="duplicate-key",
        message=f"this line is indented too far: below it keys are written that line {first.line} and others "
        "above it have already",
        help="indent it like the id that those above it belong to, and what belongs to it two spaces more",
        span=span,
        route=route,
        part=Part.KEY,
        related=((first, "first written here"),),
    )


def duplicate_key(route: Route, span: Span, first: Span, *, begins_item: bool) -> Finding:
    """Refuse a key that its mapping already has."""
    is_in_item = len(route) > 1 and isinstance(route[-2], int)
    dash = "is a dash missing before it, because a new item begins here? If not, " if is_in_item else ""
    if begins_item and not is_in_item:
        dash = "if a new item begins here, put a dash before each item, the first too; if not, "
    return Finding(
        name="duplicate-key",
        message=f"the key {short(str(route[-1]))} is written twice: first in line {first.line}",
        help=f"{dash}keep one of the two; nothing says which was meant",
        span=span,
        route=route,
        part=Part.KEY,
        related=((first, "first written here"),),
    )
