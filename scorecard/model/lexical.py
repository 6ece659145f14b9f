"""The lexical forms that frameworks and assessments share.

A file's scalars are text until one of these forms gives them a type. Every parser takes the text as typed
and raises `FormError` with our own words; none falls back on a library's laxer reading.
"""

import difflib
import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Annotated, Generic, NamedTuple, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, core_schema

from scorecard.diagnostics import Part, Route
from scorecard.directions import isolated

Form = TypeVar("Form")
Number = Decimal | Fraction
"""An exact number as it was typed: a decimal keeps its digits, `2/3` is a fraction."""


def typed_number(number: Number) -> str:
    """Return a number as it was typed, never in powers of ten."""
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def exact_number(number: Fraction) -> str:
    """Return a computed number exactly: as a decimal number where it is one, else as a fraction."""
    decimal = Decimal(number.numerator) / number.denominator
    return typed_number(decimal.normalize() if decimal == number else number)


NUMBER_PATTERN = r"^-?[0-9]{1,18}(\.[0-9]{1,18}|/[0-9]{1,18})?$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
PARTIAL_DATE_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
FILE_ID_PATTERN = r"^[a-z0-9][a-z0-9._-]*$"
NAME_ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
VERSION_PATTERN = r"^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*$"
LANGUAGE_PATTERN = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
OWN_KEY = "x-"
RESERVED_IDS = frozenset({"not-rated", "not-applicable"})

_NUMBER = re.compile(NUMBER_PATTERN.replace("$", r"\Z"))
_PARTIAL_DATE = re.compile(PARTIAL_DATE_PATTERN.replace("$", r"\Z"))
_FILE_ID = re.compile(FILE_ID_PATTERN.replace("$", r"\Z"))


@dataclass(eq=False)
class FormError(ValueError):
    """A text that does not have the form its place asks for.

    `name` is the diagnostic's name, `help` says what to write instead, `below` leads from the value that was
    parsed to the part of it that is wrong, and `part` says whether that is its key.
    """

    name: str
    message: str
    help: str
    below: Route = ()
    part: Part = Part.VALUE


STRICT = ConfigDict(frozen=True, extra="forbid")
"""How what is read from a file is validated: frozen, with no unknown keys."""


class Model(BaseModel):
    """A value read from a file."""

    model_config = STRICT


# Numbers ----------------------------------------------------------------------------------------


def parse_number(value: object, unit: str | None = None) -> Number:
    """Read `-?` up to 18 digits, optionally `.` and up to 18 more; or a fraction of two whole numbers."""
    if not isinstance(value, str) or not _NUMBER.match(value):
        raise _no_number(value, unit)
    if "/" not in value:
        return Decimal(value)
    top, bottom = value.split("/")
    if not int(bottom):
        raise FormError("bad-number", f"{shown(value)} divides by zero", "write a fraction such as 2/3")
    return Fraction(int(top), int(bottom))


MOST_DIGITS = 18
"""So many digits a number has at most before its point or slash, and so many after it."""
_SHARE = "1"
"""The unit of what is a share of 1."""
_PER_CENT = re.compile(r"%|per ?cent\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"-?([0-9]++)(?:([./])([0-9]++))?+\Z")
_PERCENTAGE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?) ?%\Z")
_EXPONENT = re.compile(r"(-?[0-9]{1,9}(?:\.[0-9]{1,9})?)[eE]([+-]?[0-9]{1,2})\Z")
_THOUSANDS = re.compile(
    r"-?[0-9]{1,3}([,' _\u00a0\u2009\u202f\u2019])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]{1,9})?\Z"
)

_NUMERAL = re.compile(r"(?<![\w.,])-?[0-9]++(?:[.,][0-9]++)*+(?!x)")
_MULTIPLIED = re.compile(r"[£€$¥]|[0-9] ?(?:k|m|mn|bn)\b|thousand|million|billion", re.IGNORECASE)
_NOTHING_THERE = re.compile(r"n/?a|none|nil|unknown|missing|tbc|tbd|todo|[-–—?.…]+", re.IGNORECASE)


def _no_number(value: object, unit: str | None) -> FormError:
    text = value.strip() if isinstance(value, str) else ""
    long = _LONG_NUMBER.match(text)
    if long:
        count, place = max((len(long[1]), "before"), (len(long[3] or ""), "after"))
        sign = "slash" if long[2] == "/" else "point"
        where = f" {place} its {sign}" if long[2] else ""
        can_round = place == "after" and sign == "point"
        return FormError(
            "bad-number",
            f"{shown(value)} has {count} digits{where}, and a number has at most {MOST_DIGITS} there",
            f"round it to {MOST_DIGITS} digits or fewer" if can_round else "write a shorter number",
        )
    return FormError("bad-number", f"{shown(value)} is not a number", _number_help(text, unit))


def _number_help(text: str, unit: str | None) -> str:
    percent = _PERCENTAGE.match(text)
    if percent:
        return _percent_help(Decimal(percent[1]), unit)
    if re.fullmatch(r"-?[0-9]{1,18},(?:[0-9]{1,2}|[0-9]{4,18})", text):
        return f"write a point: {text.replace(',', '.')}"
    if _THOUSANDS.match(text):
        plain = re.sub(r"[^0-9.-]", "", text)
        other = (
            f"; if the comma is a decimal one, write {text.replace(',', '.')}" if text.count(",") == 1 else ""
        )
        return f"write the digits without anything between thousands: {plain}{other}"
    exponent = _EXPONENT.match(text)
    if exponent and abs(int(exponent[2])) <= MOST_DIGITS // 2:
        return f"write the number out: {Decimal(text):f}"
    if re.fullmatch(r"\+?(?:[0-9]{1,18}\.?|[0-9]{0,18}\.[0-9]{1,18})", text):
        whole, _, part = text.lstrip("+").partition(".")
        return f"write {whole or 0}{f'.{part}' if part else ''}"
    if _NOTHING_THERE.fullmatch(text):
        return "write a number, or take the key out; where nothing was measured, write `level: not-rated`"
    numerals = _NUMERAL.findall(text) if len(text) <= MOST_COMPARED else []
    if len(numerals) > 1:
        return "write one number; a range, or how it was worked out, is told in a text such as the rationale"
    if numerals and _NUMBER.match(numerals[0]) and not _MULTIPLIED.search(text):
        return f"write the number alone: {numerals[0]}"
    return (
        "write the number alone, in the unit that is asked for and without currency or words: digits with a "
        "point, such as 0.5 or -12, or a fraction such as 2/3"
    )


def _percent_help(number: Decimal, unit: str | None) -> str:
    share = number / 100
    if unit == _SHARE:
        return f"write {share}" if share <= 1 else "write a number from 0 to 1, such as 0.5"
    if unit is not None and _PER_CENT.match(unit):
        return f"write {number}"
    return f"write {number} where the unit is per cent, and {share} where a share of 1 is asked for"


def parse_count(value: object) -> Number:
    """Read a whole number of at least 1."""
    number = parse_number(value)
    if not isinstance(value, str) or not value.isdigit() or number < 1:
        raise FormError(
            "out-of-range", f"{shown(value)} is not a whole number of at least 1", "write 1, 2, 3 …"
        )
    return number


def parse_whole(value: object) -> int:
    """Read a whole number of at least 1 that counts something."""
    return int(parse_count(value))


def _in_range(
    fits: Callable[[Number], bool], words: str, unit: str | None = None
) -> Callable[[object], Number]:
    def parse(value: object) -> Number:
        number = parse_number(value, unit)
        if fits(number):
            return number
        raise FormError("out-of-range", f"{shown(value)} is out of range", f"write a number {words}")

    return parse


parse_weight = _in_range(lambda number: number > 0, "greater than 0")
parse_unit = _in_range(lambda number: 0 <= number <= 1, "from 0 to 1", _SHARE)
parse_share = _in_range(lambda number: 0 < number <= 1, "greater than 0 and at most 1", _SHARE)


# Booleans, dates, versions ----------------------------------------------------------------------


def parse_boolean(value: object) -> bool:
    """Read `true` or `false`, and nothing else."""
    if value == "true" or value == "false":
        return value == "true"
    raise FormError("bad-boolean", f"{shown(value)} is neither true nor false", "write true or false")


class PartialDate(NamedTuple):
    """A date of which the day, or the day and the month, may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def earliest(self) -> date:
        return date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def full(self) -> date | None:
        """The day, where it is known."""
        return None if self.day is None else self.earliest


def parse_date(value: object) -> date:
    """Read `YYYY-MM-DD`, a day that the calendar has."""
    partial = _parse_any_date(value, "write a day such as 2021-03-12")
    if partial.full is None:
        raise FormError("bad-date", f"{shown(value)} is not a full date", "write a day such as 2021-03-12")
    return partial.full


def parse_partial_date(value: object) -> PartialDate:
    """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    return _parse_any_date(value, "write 2021, 2021-03 or 2021-03-12")


def _parse_any_date(value: object, help: str) -> PartialDate:
    if not isinstance(value, str) or not _PARTIAL_DATE.match(value):
        raise FormError("bad-date", f"{shown(value)} is not a date", _date_help(value) or help)
    result = PartialDate(*map(int, value.split("-")))
    try:
        _ = result.earliest
    except ValueError:
        raise FormError("bad-date", f"the calendar has no {shown(value)}", help) from None
    return result


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR, _MONTH, _DAY = r"(?P<year>[0-9]{4})", r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})"
_DAY_NAMED, _MONTH_NAMED = rf"{_DAY}(?i:st|nd|rd|th)?", r"(?i:(?P<month>[a-z]{3})[a-z]*)\.?[ -]"
_DAY_FORMS = (
    re.compile(rf"{_YEAR}[-/. ]{_MONTH}[-/. ]{_DAY}(?:[T ][0-9].*)?\Z"),
    re.compile(rf"{_DAY}[-/. ]{_MONTH}[-/. ]{_YEAR}\Z"),
    re.compile(rf"{_MONTH}[-/. ]{_DAY}[-/. ]{_YEAR}\Z"),
    re.compile(rf"{_DAY_NAMED}[ -]{_MONTH_NAMED}(?:[0-9]{{1,2}}(?i:st|nd|rd|th)?,? )?{_YEAR}\Z"),
    re.compile(rf"{_MONTH_NAMED}{_DAY_NAMED},? {_YEAR}\Z"),
)


def _date_help(value: object) -> str | None:
    """Say how a day in another form is written; None where it is not clear which day that is."""
    text = value.strip()[:MOST_COMPARED] if isinstance(value, str) else ""
    meant: dict[str, None] = {}
    for match in filter(None, (form.match(text) for form in _DAY_FORMS)):
        word = match["month"].lower()
        with suppress(ValueError):  # there is no such month, or no such day in it
            month = int(word) if word.isdigit() else _MONTHS.index(word) + 1
            meant[date(int(match["year"]), month, int(match["day"])).isoformat()] = None
    return f"write {' or '.join(meant)}{', whichever is meant' if len(meant) > 1 else ''}" if meant else None


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """Return what orders versions: part by part as numbers, missing parts 0, so that `2` equals `2.0`."""
    parts = [(len(part), part) for part in version.split(".")]
    while len(parts) > 1 and parts[-1] == (1, "0"):
        parts.pop()
    return tuple(parts)


def is_file_id(text: str) -> bool:
    """Whether the text can be the id of a framework or a subject."""
    return _FILE_ID.match(text) is not None


def is_version(text: str) -> bool:
    """Whether the text can be a version."""
    parts = text.split(".")
    return all(part.isascii() and part.isdigit() and (part == "0" or part[0] != "0") for part in parts)


@dataclass(frozen=True, slots=True, order=True)
class FrameworkRef:
    """A framework's id and version, written `id@version`. `2` and `2.0` are one version."""

    id: str
    version: str = field(compare=False)
    _key: tuple[tuple[int, str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_key", version_key(self.version))

    def __str__(self) -> str:
        return f"{self.id}@{self.version}"


def parse_framework_ref(value: object) -> FrameworkRef:
    """Read `id@version`."""
    if isinstance(value, str):
        id, at, version = value.partition("@")
        if at and is_file_id(id) and is_version(version):
            return FrameworkRef(id, version)
    example = value if isinstance(value, str) and is_file_id(value) else "city-air"
    raise FormError(
        "bad-framework-reference",
        f"{shown(value)} does not name a framework and its version",
        f"write the framework's id, @ and its version, such as {example}@2.0",
    )


_UNSEEN = re.compile("[\u00a0\u00ad\u2000-\u200f\u202a-\u202f\u205f\u2060-\u206f\u3000\ufeff]")


def shown(value: object) -> str:
    """Return a value as a message quotes it: short, apart, nothing unseen, and never a whole collection."""
    if isinstance(value, str):
        text = value if len(value) <= 60 else f"{value[:57]}…"
        return f'"{isolated(_UNSEEN.sub(lambda match: f"<U+{ord(match.group()):04X}>", text))}"'
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "nothing"


def named(sign: str) -> str:
    """Return a character as a message names it: itself, where it can be seen, and its number."""
    return f"{sign} (U+{ord(sign):04X})" if sign.isprintable() else f"U+{ord(sign):04X}"


MOST_COMPARED = 100
"""A longer text was not meant as any name."""


def closest(text: str, names: Iterable[str]) -> str | None:
    """Return the name that was probably meant, if one is near enough."""
    if len(text) > MOST_COMPARED:
        return None
    folded = {name.casefold(): name for name in names}
    found = difflib.get_close_matches(text.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


_NUMBERED = re.compile(r"[0-9][0-9.]*\Z")
"""An id of numbers alone: what is near it in letters is not what was meant."""


def suggest(word: str, known: Iterable[str], told: Callable[[str], str] = str) -> str:
    """Say which known word was probably meant, or what there is, each as it is `told`."""
    names = known if isinstance(known, Collection) else list(known)
    close = None if _NUMBERED.match(word) else closest(word, names)
    if close:
        return f"did you mean {isolated(close)}?"
    return f"known here: {listing(names, told)}"


MOST_SUGGESTED = 12
"""Of how many unknown words of a file it is said what was meant: to compare each with each takes too long."""


class Suggestions:
    """Says of a file's unknown words what was meant, for the first dozen; of others what there is."""

    def __init__(self) -> None:
        self._left = MOST_SUGGESTED

    def say(self, word: str, known: Collection[str]) -> str:
        """Say which known word was probably meant, or what there is."""
        self._left -= 1
        return suggest(word, known) if self._left >= 0 else f"known here: {listing(known)}"


def listing(names: Collection[str], told: Callable[[str], str] = str) -> str:
    """Join names for a message; of very many only the first, and how many there are."""
    more = f" … ({len(names)} in all)" if len(names) > 12 else ""
    return f"{', '.join(isolated(told(each)) for each in islice(names, 12))}{more}" or "none"


# Types of fields --------------------------------------------------------------------------------


GLUED_KEY = re.compile(r"([a-z_]+)(?::(?=\S)| *=)")
"""How a text begins that was meant as a key and its value."""
_NO_DASH = re.compile(
    "-(?=[^\\W\\d]|[\u00a0\u202f])|[\u2010-\u2015\u2212\u2022\u00b7\u25aa\u25cf\u25e6](?=\\s|\\w)"
)
"""How a text begins that was meant as items of a list, each after a dash."""


def as_list(value: object) -> object:
    """Give a single item the list that it may stand for."""
    if isinstance(value, str) and (match := _NO_DASH.match(value)):
        sign = value[match.end()] if match[0] == "-" else match[0]
        what = (
            "a space is missing after the dash"
            if sign.isalpha() or sign == "_"
            else f"the character {named(sign)} is no sign of a list"
        )
        raise FormError(
            "wrong-type",
            f"this is read as one text, and not as items of a list: {what}",
            "write each item on a line of its own, after a hyphen and an ordinary space",
        )
    return value if value is None or isinstance(value, list) else [value]


class Lexical(Generic[Form]):
    """Marks a field that `parse` reads from text of a pattern; `bounds` are the rest that a schema can say.

    It makes its schemas itself: pydantic's own marks inspect the parser and the type anew for every field.
    """

    def __init__(self, parse: Callable[[object], Form], pattern: str, **bounds: int) -> None:
        self.parse = parse
        self.pattern = pattern
        self.schema = {"type": "string", "pattern": pattern, **bounds}

    def __get_pydantic_core_schema__(self, _type: type, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        return dict(self.schema)


Text = str
Required = Annotated[str, StringConstraints(min_length=1)]
FileId = Annotated[str, StringConstraints(pattern=FILE_ID_PATTERN)]
NameId = Annotated[str, StringConstraints(pattern=NAME_ID_PATTERN)]
Version = Annotated[str, StringConstraints(pattern=VERSION_PATTERN)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
Boolean = Annotated[bool, Lexical(parse_boolean, "^(true|false)$")]
Day = Annotated[date, Lexical(parse_date, DATE_PATTERN)]
SourceDate = Annotated[
    PartialDate,
    Lexical(parse_partial_date, PARTIAL_DATE_PATTERN, minimum=1, maximum=9999, multipleOf=1),
]
AnyNumber = Annotated[Number, Lexical(parse_number, NUMBER_PATTERN)]
Weight = Annotated[Number, Lexical(parse_weight, NUMBER_PATTERN, exclusiveMinimum=0)]
UnitNumber = Annotated[Number, Lexical(parse_unit, NUMBER_PATTERN, minimum=0, maximum=1)]
Count = Annotated[int, Lexical(parse_whole, NUMBER_PATTERN, minimum=1, multipleOf=1)]
Ref = Annotated[FrameworkRef, Lexical(parse_framework_ref, f"{FILE_ID_PATTERN[:-1]}@{VERSION_PATTERN[1:]}")]
Texts = Annotated[tuple[Text, ...], BeforeValidator(as_list)]
NameIds = Annotated[tuple[NameId, ...], BeforeValidator(as_list)]
