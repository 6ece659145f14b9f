"""The lexical forms of SPEC.md 2: what is a number, a date, a version, an id, and what is not."""

import tracemalloc
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from scorecard.model.lexical import (
    FormError,
    FrameworkRef,
    Language,
    NameId,
    PartialDate,
    Version,
    as_list,
    closest,
    is_file_id,
    is_version,
    parse_boolean,
    parse_count,
    parse_date,
    parse_framework_ref,
    parse_number,
    parse_partial_date,
    parse_share,
    parse_unit,
    parse_weight,
    shown,
    suggest,
    version_key,
)
from tests.builders import words
from tests.cases import read_table
from tests.rounds import rounds

NOT_TEXT: list[object] = [None, [], ["1"], {}, {"1": "1"}]

Parser = Callable[[object], object]


def short(value: object) -> str:
    """Name a test case, also one of 5,000 characters."""
    return repr(value)[:30]


def refused(parse: Parser, value: object) -> FormError:
    with pytest.raises(FormError) as caught:
        parse(value)
    return caught.value


# Numbers ----------------------------------------------------------------------------------------

NUMBERS = [
    ("0", Fraction(0)),
    ("1", Fraction(1)),
    ("-1", Fraction(-1)),
    ("-0", Fraction(0)),
    ("-0.0", Fraction(0)),
    ("007", Fraction(7)),
    ("012", Fraction(12)),
    ("00.50", Fraction(1, 2)),
    ("123456789", Fraction(123456789)),
    ("-123456789", Fraction(-123456789)),
    ("0.000000001", Fraction(1, 10**9)),
    ("1.10", Fraction(11, 10)),
    ("0.1", Fraction(1, 10)),
    ("-12.5", Fraction(-25, 2)),
    ("999999999.999999999", Fraction(999999999999999999, 10**9)),
    ("2/3", Fraction(2, 3)),
    ("4/2", Fraction(2)),
    ("0/7", Fraction(0)),
    ("3/1", Fraction(3)),
    ("02/03", Fraction(2, 3)),
    ("999999999/999999998", Fraction(999999999, 999999998)),
    ("68.5534591194968", Fraction(685534591194968, 10**13)),
    ("-123456789012345678.123456789012345678", Fraction(-123456789012345678123456789012345678, 10**18)),
    ("0.000000000000000001", Fraction(1, 10**18)),
    ("999999999999999999/7", Fraction(999999999999999999, 7)),
]

NOT_NUMBERS = [
    *words("""
    - --1 +1 1234567890123456789 -1234567890123456789 0000000000000000001 0.1234567890123456789
    1234567890123456789.5 1234567890123456789/2 1/1234567890123456789 .5 -.5 5. 5.-1 1.2.3 1,5 1'000 1_000
    1e3 1E3 1.5e0 0x10 0b1 0o17 nan NaN .nan inf -inf Infinity .inf true one 50% $5 12:30 １ ² ½ −1 2/0 0/0
    -1/0 1/000 2/ /2 / 1/2/3 1.5/2 1/2.5 2/-3
    """),
    *("", "1 000", " 1", "1 ", "\t1", "1\n", "\n1", "1\r", "1\u00a0", "- 1", "٣", "1٣", "1.٣", "1/٣"),
    *("1 / 2", "1/ 2", "1⁄2", "2/3\n"),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_a_number_has_exactly_the_value_that_was_typed(text: str, value: Fraction) -> None:
    assert Fraction(parse_number(text)) == value


@pytest.mark.parametrize("text", ["1.10", "0.50", "4.2", "5", "-0.000000001"])
def test_a_decimal_keeps_its_digits(text: str) -> None:
    number = parse_number(text)

    assert isinstance(number, Decimal)
    assert number.as_tuple() == Decimal(text).as_tuple()


def test_a_fraction_is_no_rounded_decimal() -> None:
    assert Fraction(parse_number("1/3")) * 3 == 1


@pytest.mark.parametrize("value", [*NOT_NUMBERS, *NOT_TEXT])
def test_what_is_not_a_number(value: object) -> None:
    error = refused(parse_number, value)

    assert error.name == "bad-number"
    assert error.help
    assert error.below == ()


@pytest.mark.parametrize("value", [*NOT_NUMBERS, *NOT_TEXT])
@pytest.mark.parametrize("parse", [parse_weight, parse_unit, parse_share, parse_count])
def test_a_number_with_a_range_is_a_number_first(parse: Parser, value: object) -> None:
    assert refused(parse, value).name == "bad-number"


@pytest.mark.parametrize(("typed", "told"), read_table("numbers-told"))
def test_a_number_in_another_form_is_told_how_it_is_written(typed: str, told: str) -> None:
    with pytest.raises(FormError) as caught:
        parse_number(typed)
    assert told in f"{caught.value.message} {caught.value.help}"


@pytest.mark.parametrize(("typed", "told"), read_table("dates-told"))
def test_a_date_in_another_form_is_told_how_it_is_written(typed: str, told: str) -> None:
    with pytest.raises(FormError) as caught:
        parse_date(typed)
    assert caught.value.help == told


def test_a_refused_number_is_quoted() -> None:
    assert '"1e3"' in refused(parse_number, "1e3").message


def test_a_division_by_zero_is_called_one() -> None:
    assert "zero" in refused(parse_number, "2/0").message


@pytest.mark.parametrize("parse", [parse_unit, parse_share])
@pytest.mark.parametrize(
    ("text", "help"),
    [("60%", "write 0.6"), ("75 %", "write 0.75"), ("12.5%", "write 0.125"), ("100%", "write 1")],
)
def test_per_cent_where_a_share_of_1_is_asked_for(parse: Parser, text: str, help: str) -> None:
    assert refused(parse, text).help == help
    assert parse(help.removeprefix("write ")) == Decimal(help.removeprefix("write "))


@pytest.mark.parametrize("parse", [parse_unit, parse_share])
def test_more_than_a_hundred_per_cent_is_no_share(parse: Parser) -> None:
    assert refused(parse, "150%").help == "write a number from 0 to 1, such as 0.5"


@pytest.mark.parametrize("unit", ["%", "% of children", "per cent", "percent of GDP", "Per cent"])
@pytest.mark.parametrize(("text", "help"), [("91%", "write 91"), ("94 %", "write 94"), ("9.5%", "write 9.5")])
def test_per_cent_where_the_unit_is_that(unit: str, text: str, help: str) -> None:
    assert refused(lambda value: parse_number(value, unit), text).help == help


@pytest.mark.parametrize("unit", [None, "share of children", "percentile"])
def test_per_cent_where_nobody_knows_what_is_asked_for(unit: str | None) -> None:
    help = refused(lambda value: parse_number(value, unit), "91%").help

    assert help == "write 91 where the unit is per cent, and 0.91 where a share of 1 is asked for"


Ranges = dict[Parser, str]
ENDS: Ranges = {
    parse_weight: "0.000000001 1/999999999 999999999",
    parse_unit: "0 -0 0.0 0/5 1 1.000 3/3 2/3",
    parse_share: "0.000000001 1 1.0 2/3",
    parse_count: "1 12 999999999",
}
BEYOND: Ranges = {
    parse_weight: "0 -0 0/3 0.000000000 -0.000000001 -2",
    parse_unit: "-0.000000001 1.000000001 4/3 60",
    parse_share: "0 0.0 -1 1.000000001 4/3",
    parse_count: "0 -1 0.5 1.5 3/2",
}


def typed_in(ranges: Ranges) -> list[tuple[Parser, str]]:
    return [(parse, text) for parse, texts in ranges.items() for text in words(texts)]


@pytest.mark.parametrize(("parse", "text"), typed_in(ENDS))
def test_numbers_at_the_ends_of_their_range(parse: Parser, text: str) -> None:
    assert parse(text) == parse_number(text)


@pytest.mark.parametrize(("parse", "text"), typed_in(BEYOND))
def test_numbers_just_out_of_their_range(parse: Parser, text: str) -> None:
    error = refused(parse, text)

    assert error.name == "out-of-range"
    assert f'"{text}"' in error.message
    assert error.help


# Booleans ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False)])
def test_booleans(text: str, value: bool) -> None:
    assert parse_boolean(text) is value


@pytest.mark.parametrize(
    "value",
    [
        *words("True TRUE False yes no NO on off y t 1 0"),
        *("", " true", "true\n", *NOT_TEXT),
    ],
)
def test_what_is_not_a_boolean(value: object) -> None:
    assert refused(parse_boolean, value).name == "bad-boolean"


# Dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-03-11", date(2021, 3, 11)),
        ("2020-02-29", date(2020, 2, 29)),
        ("2000-02-29", date(2000, 2, 29)),
        ("0001-01-01", date(1, 1, 1)),
        ("9999-12-31", date(9999, 12, 31)),
    ],
)
def test_dates(text: str, day: date) -> None:
    assert parse_date(text) == day
    assert parse_partial_date(text) == PartialDate(day.year, day.month, day.day)


NO_DATES_AT_ALL = [
    *words("""
    2021-02-30 2021-02-29 1900-02-29 2021-04-31 2021-13-01 2021-00-10 2021-03-00 2021-00-00 2021-01-32
    0000-01-01 2021-1-1 2021-01-1 21-01-01 12021-01-01 -2021-01-01 +2021-01-01 20210101 2021/01/01
    2021.01.01 11.03.2021 2021-01-01T00:00:00 2021-01-01Z 2021-W01-1 2021-060 1609459200 1e9 ２０２１-01-01
    today 2021- 2021-01- 2021--01 -01-01
    """),
    *("", "11 March 2021", "2021-01-01 00:00", " 2021-01-01", "2021-01-01 ", "2021-01-01\n"),
    *("2021-01-01\r", "2021–01–01", "٢٠٢١-٠١-٠١", "2021-0١-01", *NOT_TEXT),
]


@pytest.mark.parametrize("value", ["2021", "2021-03", *NO_DATES_AT_ALL])
def test_what_is_not_a_day(value: object) -> None:
    error = refused(parse_date, value)

    assert error.name == "bad-date"
    assert error.help


@pytest.mark.parametrize(
    ("text", "parts", "earliest"),
    [
        ("2021", PartialDate(2021), date(2021, 1, 1)),
        ("2021-03", PartialDate(2021, 3), date(2021, 3, 1)),
        ("2020-12-15", PartialDate(2020, 12, 15), date(2020, 12, 15)),
        ("0999-01", PartialDate(999, 1), date(999, 1, 1)),
    ],
)
def test_dates_of_sources_may_lack_the_day_or_the_month(
    text: str, parts: PartialDate, earliest: date
) -> None:
    parsed = parse_partial_date(text)

    assert parsed == parts
    assert str(parsed) == text
    assert parsed.earliest == earliest


def test_only_a_full_partial_date_is_a_day() -> None:
    assert parse_partial_date("2021-03-11").full == date(2021, 3, 11)
    assert parse_partial_date("2021-03").full is None
    assert parse_partial_date("2021").full is None


@pytest.mark.parametrize(
    "value", ["2021-00", "2021-13", "2021-3", "202", "20211", "2021-٠٣", "2021\n", " 2021", *NO_DATES_AT_ALL]
)
def test_what_is_not_a_partial_date(value: object) -> None:
    error = refused(parse_partial_date, value)

    assert error.name == "bad-date"
    assert error.help


@pytest.mark.parametrize("parse", [parse_date, parse_partial_date])
def test_a_day_that_the_calendar_lacks_is_told_from_what_is_no_date(parse: Parser) -> None:
    assert "calendar" in refused(parse, "2021-02-30").message
    assert "calendar" not in refused(parse, "30 February").message


@given(st.dates())
@settings(max_examples=rounds(20, 50))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert str(parse_partial_date(day.isoformat())) == day.isoformat()


# Versions ---------------------------------------------------------------------------------------


def fits(type_: Any, value: str) -> bool:
    try:
        TypeAdapter(type_).validate_python(value)
    except ValidationError:
        return False
    return True


VERSIONS = ["0", "1", "10", "2.0", "0.1", "1.10", "0.0.0", "20.0.301", "9" * 5000, "1" + ".0" * 5000 + ".7"]
NOT_VERSIONS = [
    *words("""
    . 1. .1 1..2 01 00 1.01 1.00 v1 1.0a 1.0-rc1 1.x 1,0 1_0 +1 -1 1e3 １ latest
    """),
    *("", " 1", "1 ", "1.0\n", "1. 0", "٣", "1.٣", "9" * 5000 + "x"),
]


@pytest.mark.parametrize("text", VERSIONS, ids=short)
def test_versions(text: str) -> None:
    assert is_version(text)
    assert fits(Version, text)


@pytest.mark.parametrize("text", NOT_VERSIONS, ids=short)
def test_what_is_not_a_version(text: str) -> None:
    assert not is_version(text)
    assert not fits(Version, text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2", "2.0"),
        ("2", "2.0.0"),
        ("2.0", "2.0.0.0"),
        ("0", "0.0"),
        ("1.10", "1.10.0"),
        ("1.0.3", "1.0.3.0"),
    ],
)
def test_missing_parts_of_a_version_are_zero(one: str, other: str) -> None:
    assert version_key(one) == version_key(other)


def test_versions_are_compared_part_by_part_as_numbers() -> None:
    in_order = ["0", "0.0.1", "0.1", "0.9", "0.10", "1", "1.0.1", "1.1", "1.9", "1.9.9", "1.10", "1.10.1"]
    in_order += ["1.100", "2.0", "9", "10", "99.0.1", "100"]

    for older, newer in pairwise(in_order):
        assert version_key(older) < version_key(newer), (older, newer)


def test_huge_versions_are_compared_as_numbers() -> None:
    assert version_key("9" * 5000) < version_key("1" + "0" * 5000)
    assert version_key("1." + "9" * 5000) < version_key("2")
    assert version_key("1" + ".0" * 5000) == version_key("1")
    assert version_key("1" + ".0" * 5000 + ".1") > version_key("1")


@given(
    st.lists(st.integers(0, 120), min_size=1, max_size=4),
    st.lists(st.integers(0, 120), min_size=1, max_size=4),
)
@settings(max_examples=rounds(25, 100))
def test_the_order_of_versions_is_that_of_their_parts(one: list[int], other: list[int]) -> None:
    def padded(parts: list[int]) -> list[int]:
        return parts + [0] * (4 - len(parts))

    def key(parts: list[int]) -> tuple[tuple[int, str], ...]:
        return version_key(".".join(map(str, parts)))

    assert (key(one) < key(other)) == (padded(one) < padded(other))
    assert (key(one) == key(other)) == (padded(one) == padded(other))


def test_a_long_version_needs_memory_in_proportion() -> None:
    text = "1." * 100_000 + "1"
    tracemalloc.start()
    try:
        assert is_version(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 20 * len(text)


# Ids --------------------------------------------------------------------------------------------

FILE_IDS = ["a", "0", "9lives", "city-air", "city_air", "a.b", "1.1", "a--b", "a..b", "a-", "x" * 300]
NOT_FILE_IDS = [
    *words("""
    A aB City .a -a _a .. a/b a@1 a:b a+b a,b é aé ａ ß ~
    """),
    *("", "a b", " a", "a ", "a\n", "\na", "a\\b", "٣", "a\u200b"),
]


@pytest.mark.parametrize("text", FILE_IDS)
def test_ids_that_are_file_names(text: str) -> None:
    assert is_file_id(text)


@pytest.mark.parametrize("text", NOT_FILE_IDS)
def test_what_is_not_an_id_that_is_a_file_name(text: str) -> None:
    assert not is_file_id(text)


@pytest.mark.parametrize("text", [*FILE_IDS, "A", "aB", "City", "Z.9", "FALSE"])
def test_other_ids_may_have_capitals(text: str) -> None:
    assert fits(NameId, text)


@pytest.mark.parametrize("text", [text for text in NOT_FILE_IDS if text not in ("A", "aB", "City")])
def test_what_is_not_an_id(text: str) -> None:
    assert not fits(NameId, text)


@pytest.mark.parametrize("text", ["en", "de", "pt-BR", "zh-Hant-TW", "de-CH-1996", "es-419", "fil"])
def test_languages(text: str) -> None:
    assert fits(Language, text)


@pytest.mark.parametrize("text", ["", "e", "en_GB", "en-", "-en", "english language", "en\n", "déu", "12"])
def test_what_is_not_a_language(text: str) -> None:
    assert not fits(Language, text)


# References to frameworks -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "id", "version"),
    [
        ("city-air@2.0", "city-air", "2.0"),
        ("a@0", "a", "0"),
        ("1.1@1.1", "1.1", "1.1"),
        ("a@" + "9" * 5000, "a", "9" * 5000),
    ],
    ids=short,
)
def test_a_framework_reference_keeps_what_was_typed(text: str, id: str, version: str) -> None:
    ref = parse_framework_ref(text)

    assert (ref.id, ref.version, str(ref)) == (id, version, text)


@pytest.mark.parametrize(
    "value",
    [
        *words("""
        @ city-air city-air@ @2.0 city-air@@2 city-air@2@0 City-Air@2 city-air@v2 city-air@02 city-air@2.
        -city@2 city/air@2 cité@2 city-air:2 city-air＠2
    """),
        *("", "city-air @2", "city-air@ 2", " city-air@2", "city-air@2 ", "city-air@2\n", "city-air\n@2"),
        *("city-air@٣", *NOT_TEXT),
    ],
)
def test_what_is_not_a_framework_reference(value: object) -> None:
    error = refused(parse_framework_ref, value)

    assert error.name == "bad-framework-reference"
    assert error.help


def test_references_with_equal_versions_are_one() -> None:
    refs = {FrameworkRef("a", "2"), FrameworkRef("a", "2.0"), FrameworkRef("a", "2.0.0")}

    assert len(refs) == 1
    assert FrameworkRef("a", "2") != FrameworkRef("b", "2")
    assert FrameworkRef("a", "2") != FrameworkRef("a", "2.1")
    assert FrameworkRef("a", "2") != "a@2"


def test_references_are_ordered_by_id_then_version() -> None:
    refs = [parse_framework_ref(text) for text in ("b@1", "a@1.10", "a@2", "a@1.9")]

    assert [str(ref) for ref in sorted(refs)] == ["a@1.9", "a@1.10", "a@2", "b@1"]
    assert FrameworkRef("a", "2") >= FrameworkRef("a", "2.0")


# Words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parse", [parse_number, parse_date, parse_boolean, parse_framework_ref])
def test_a_long_text_is_not_quoted_whole(parse: Parser) -> None:
    assert len(refused(parse, "x" * 100_000).message) < 200


@pytest.mark.parametrize(
    ("value", "words"),
    [("a b", '"a b"'), ("", '""'), (None, "nothing"), ({"a": "b"}, "a mapping"), (["a"], "a list")],
)
def test_how_messages_quote_a_value(value: object, words: str) -> None:
    assert shown(value) == words


def test_a_single_item_stands_for_a_list() -> None:
    assert as_list("health") == ["health"]
    assert as_list({"id": "a"}) == [{"id": "a"}]
    assert as_list("") == [""]
    assert as_list(["a", "b"]) == ["a", "b"]
    assert as_list([]) == []
    assert as_list(None) is None


def test_the_nearest_word_is_suggested_whatever_its_case() -> None:
    assert closest("titel", ["id", "title", "weight"]) == "title"
    assert closest("TITLE", ["id", "title"]) == "title"
    assert closest("fail", ["Fail", "Pass"]) == "Fail"
    assert closest("zzz", ["id", "title"]) is None
    assert closest("id", []) is None


def test_a_suggestion_names_the_word_or_says_what_there_is() -> None:
    assert "pass" in suggest("pas", ["pass", "fail"])
    assert "fail" not in suggest("pas", ["pass", "fail"])
    assert "pass" in suggest("zzz", ["pass", "fail"])
    assert "fail" in suggest("zzz", ["pass", "fail"])
    assert suggest("zzz", [])
    assert "40" in suggest("zzz", [f"level-{number}" for number in range(40)])
