"""Rules: what the corpus cannot hold, and what is said in words."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scorecard.diagnostics import Code, Finding, Route, Severity
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.kinds import FRAMEWORK
from scorecard.project import library
from scorecard.reading.document import Document, parse_document
from scorecard.reading.shape import read_shape
from scorecard.rules.assessment import ASSESSMENT_RULES, WRITTEN_RULES, AssessmentData
from scorecard.rules.file import FILE_RULES
from scorecard.rules.framework import FRAMEWORK_RULES
from scorecard.rules.framework_quality import at_least_above_items
from scorecard.rules.pair import Pair
from scorecard.rules.project import NAME_RULES, PLACE_RULES
from scorecard.rules.ratings import PAIR_RULES
from scorecard.rules.reader_codes import CODES
from scorecard.rules.rule import Rule, run_rules
from tests.builders import assessment_data, framework_data, indicator, to_yaml, write_text
from tests.corpus import check_project
from tests.small import lone

Bounds = tuple[str | None, str | None]
"""The least and the greatest number that a band holds, as they are typed."""


def read_framework(data: dict[str, Any]) -> Framework:
    value, findings = read_shape(parse_document(to_yaml(data).encode()), Framework)
    assert value is not None, findings
    return value


def read_assessment(data: dict[str, Any]) -> Assessment:
    value, findings = read_shape(parse_document(to_yaml(data).encode()), Assessment)
    assert value is not None, findings
    return value


def framework_of(*indicators: dict[str, Any], **changes: Any) -> Framework:
    dimension = {"id": "d", "title": "Dimension", "indicators": list(indicators)}
    return read_framework(framework_data(dimensions=[dimension], **changes))


def judge(framework: Framework) -> list[tuple[str, Route]]:
    """Return the errors that the framework's rules find, as names of codes and routes."""
    return [(code.name, finding.route) for code, finding in find_in_framework(framework)]


def find_in_framework(framework: Framework) -> Iterator[tuple[Code, Finding]]:
    yield from errors(run_rules(FRAMEWORK_RULES, framework))


def errors(found: Iterable[tuple[Code, Finding]]) -> Iterator[tuple[Code, Finding]]:
    """Yield what is an error; the corpus has the warnings."""
    for code, finding in found:
        if code.severity is Severity.ERROR:
            yield code, finding


def rate(framework: Framework, ratings: dict[str, Any]) -> list[tuple[str, Route]]:
    """Return the errors in an assessment of these ratings, alone and against the framework."""
    return [(code.name, finding.route) for code, finding in find_in_pair(framework, ratings)]


def find_in_pair(framework: Framework, ratings: dict[str, Any]) -> Iterator[tuple[Code, Finding]]:
    assessment = read_assessment(assessment_data(ratings=ratings))
    written = AssessmentData(assessment, None, Pair(assessment, framework).dimensions)
    yield from errors(run_rules(ASSESSMENT_RULES, assessment))
    yield from errors(run_rules(WRITTEN_RULES, written))
    yield from errors(run_rules(PAIR_RULES, Pair(assessment, framework)))


# Texts ------------------------------------------------------------------------------------------


def names_in(text: str) -> list[str]:
    """Return the names of what the rules for any file find in a text."""
    return [code.name for code, _ in run_rules(FILE_RULES, parse_document(text.encode()))]


INVISIBLE = [0xA0, 0xAD, *range(0x2000, 0x2010), 0x202F, *range(0x205F, 0x2065), 0x3000, 0xFEFF]


@pytest.mark.parametrize("number", INVISIBLE)
def test_every_invisible_character_is_found_in_a_key_and_allowed_in_a_text(number: int) -> None:
    assert names_in(f"ti{chr(number)}tle: air\n") == ["invisible-character"]
    assert names_in(f"title: clean{chr(number)}air “x” 空\n") == []


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("locator: annex B, #3\n", True),
        ("locator: annex B,\t#3\n", True),
        ("locator: annex B,#3\n", False),
        ("locator: annex B, # 3\n", False),
        ("#3\nlocator: annex B\n", False),
        ("locator: annex B #scorecard: ignore[SC312]\n", False),
        ("locator: annex B #scorecard: spared\n", True),
    ],
)
def test_a_text_is_cut_where_a_word_follows_the_sign_and_a_space_stands_before_it(
    text: str, is_cut: bool
) -> None:
    assert names_in(text) == ["text-cut-by-comment"] * is_cut


@pytest.mark.parametrize(
    ("text", "is_quoted"),
    [
        ("“air”\n", True),
        ("a: {b: [x, “air”]}\n", True),
        ('a: {b: [x, "“air”"]}\n', False),
        ("a: the “air”\n", False),
        ("a: “air” and “soil”\n", False),
        ("a: “\n", False),
        ("a:\nb: é\n", False),
    ],
)
def test_typographic_marks_around_a_whole_text_are_found_wherever_it_stands(
    text: str, is_quoted: bool
) -> None:
    assert names_in(text) == ["typographic-quotes"] * is_quoted


# Bands ------------------------------------------------------------------------------------------


def measured(*bands: Bounds, last: bool = True) -> dict[str, Any]:
    """Return an indicator whose bands have these bounds, and one without a bound at the end."""
    written = [{"level": "pass", "at_least": low, "at_most": high} for low, high in bands]
    if last:
        written.append({"level": "fail"})
    return indicator("m", measure={"unit": "m", "bands": written})


def unreachable(*bands: Bounds) -> list[int]:
    """Return the indexes of the bands that no measurement can reach, by the rule."""
    found = judge(framework_of(measured(*bands)))
    return [int(route[-1]) for name, route in found if name == "unreachable-band"]


def unreachable_by_trying(*bands: Bounds) -> list[int]:
    """Return the same by trying numbers: every bound, one between two neighbours, and one beyond each end.

    Between two neighbouring bounds the first band that holds a number is the same for all numbers.
    """
    exact = [tuple(None if each is None else Fraction(each) for each in band) for band in bands]
    exact.append((None, None))
    marks = sorted({each for band in exact for each in band if each is not None}) or [Fraction(0)]
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    tried = [marks[0] - 1, *marks, *between, marks[-1] + 1]
    reached = set()
    for number in tried:
        for index, (low, high) in enumerate(exact):
            if (low is None or low <= number) and (high is None or number <= high):
                reached.add(index)
                break
    return [index for index in range(len(exact)) if index not in reached]


NUMBERS = st.sampled_from(
    [
        "-999999999.999999999",
        "-2",
        "-1.5",
        "-1/3",
        "0",
        "0.333333333",
        "1/3",
        "0.5",
        "1/2",
        "1",
        "2",
        "999999999",
    ]
)
BANDS = st.lists(st.tuples(st.none() | NUMBERS, st.none() | NUMBERS), max_size=6)


@given(BANDS)
@example([("0", "5"), ("5", "4"), ("5", "10"), ("0", "10")])
@example([("0", "1/3"), ("0.333333333", "1"), ("0", "1")])
@example([("0", "0.333333333"), ("1/3", "1"), ("0", "1")])
def test_a_band_is_unreachable_exactly_when_no_number_falls_into_it_first(bands: list[Bounds]) -> None:
    assert unreachable(*bands) == unreachable_by_trying(*bands)


def test_trying_numbers_finds_what_can_be_seen_by_eye() -> None:
    assert unreachable_by_trying((None, "5"), (None, "10")) == []
    assert unreachable_by_trying((None, "10"), (None, "5")) == [1]
    assert unreachable_by_trying((None, "5"), ("5", None)) == [2]
    assert unreachable_by_trying(("6", "5")) == [0]


def test_bands_at_the_ends_of_what_can_be_written() -> None:
    assert unreachable((None, "-999999999.999999999"), ("999999999.999999999", None)) == []
    assert unreachable(("-999999999.999999999", "999999999.999999999"), ("0", None)) == []


@pytest.mark.parametrize("bound", ["at_most", "at_least"])
def test_the_last_band_has_no_bound(bound: str) -> None:
    bands = [{"level": "pass", "at_most": 1}, {"level": "fail", bound: 5}]
    found = judge(framework_of(indicator("m", measure={"unit": "m", "bands": bands})))
    assert found == [("missing-last-band", ("dimensions", 0, "indicators", 0, "measure", "bands", 1))]


def test_bands_of_an_indicator_that_is_not_counted_are_checked_too() -> None:
    bands = [{"level": "pass"}, {"level": "good"}]
    found = judge(framework_of(indicator("m", state="retired", measure={"unit": "m", "bands": bands})))
    assert [name for name, _ in found] == ["unknown-band-level", "unreachable-band"]


# Scales -----------------------------------------------------------------------------------------

STATUSES = ["fail", "partial", "pass"]
VALUES = ["0", "0.25", "1/4", "0.333333333", "1/3", "0.5", "1/2", "0.500000001", "1"]
LEVELS = st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(STATUSES)), min_size=1, max_size=6)


@given(LEVELS)
def test_a_level_is_out_of_order_exactly_when_a_lower_value_has_a_better_status(
    levels: list[tuple[str, str]],
) -> None:
    scale = [
        {"id": f"l{index}", "value": value, "status": status} for index, (value, status) in enumerate(levels)
    ]
    expected = [
        ("scale-order", ("scales", "rating", index, "status"))
        for index, (value, status) in enumerate(levels)
        if any(
            Fraction(other) < Fraction(value) and STATUSES.index(better) > STATUSES.index(status)
            for other, better in levels
        )
    ]
    assert judge(read_framework(framework_data(scales={"rating": scale}, dimensions=[]))) == expected


def test_an_order_is_asked_of_each_scale_by_itself() -> None:
    low = [{"id": "met", "value": 0.1, "status": "pass"}, {"id": "not", "value": 0, "status": "fail"}]
    high = [{"id": "met", "value": 1, "status": "pass"}, {"id": "not", "value": 0.9, "status": "fail"}]
    assert judge(read_framework(framework_data(scales={"low": low, "high": high}, dimensions=[]))) == []


def test_a_scale_out_of_order_names_both_levels() -> None:
    scale = [{"id": "good", "value": 0.5, "status": "pass"}, {"id": "bad", "value": 1, "status": "fail"}]
    framework = read_framework(framework_data(scales={"rating": scale}, dimensions=[]))
    ((_, finding),) = find_in_framework(framework)
    assert {"good", "bad"} <= set(re.findall(r"\w+", finding.message))


# Ids --------------------------------------------------------------------------------------------


def nested(*ids: str) -> dict[str, Any]:
    """Return dimensions inside one another with these ids; the last id is an indicator's."""
    if len(ids) == 1:
        return indicator(ids[0])
    below = "indicators" if len(ids) == 2 else "dimensions"
    return {"id": ids[0], "title": f"Dimension {ids[0]}", below: [nested(*ids[1:])]}


@pytest.mark.parametrize(
    ("ids", "second"),
    [
        (("a", "A"), ("dimensions", 0, "indicators", 0, "id")),
        (("a", "b", "a"), ("dimensions", 0, "dimensions", 0, "indicators", 0, "id")),
        (("a", "A", "b"), ("dimensions", 0, "dimensions", 0, "id")),
        (("1.a", "x", "y", "1.A"), ("dimensions", 0, *("dimensions", 0) * 2, "indicators", 0, "id")),
    ],
)
def test_dimensions_and_indicators_share_one_name_space(ids: tuple[str, ...], second: Route) -> None:
    framework = read_framework(framework_data(dimensions=[nested(*ids)]))
    assert judge(framework) == [("duplicate-indicator-id", second)]


def test_every_further_use_of_an_id_is_found_and_points_at_the_first() -> None:
    framework = framework_of(indicator("x"), indicator("X"), indicator("x"))
    findings = [finding for _, finding in find_in_framework(framework)]
    first = ("dimensions", 0, "indicators", 0, "id")
    assert [finding.route[3] for finding in findings] == [1, 2]
    assert [[route for route, _ in finding.related] for finding in findings] == [[first], [first]]
    assert "letter case" in findings[0].message
    assert "letter case" not in findings[1].message


def test_ids_of_different_kinds_may_be_equal() -> None:
    scales = {
        "one": [{"id": "d", "value": 1, "status": "pass"}, {"id": "one", "value": 0, "status": "fail"}],
        "two": [{"id": "D", "value": 1, "status": "pass"}],
    }
    sources = {"d": {"title": "An act"}, "ONE": {"title": "Another"}}
    assert judge(framework_of(indicator("one"), id="d", scales=scales, sources=sources)) == []


def test_levels_of_a_scale_that_differ_in_case_alone() -> None:
    levels = [{"id": each, "value": 1, "status": "pass"} for each in ("met", "Met", "MET", "mets")]
    framework = read_framework(framework_data(scales={"rating": levels}, dimensions=[]))
    assert judge(framework) == [
        ("duplicate-level-id", ("scales", "rating", 1, "id")),
        ("duplicate-level-id", ("scales", "rating", 2, "id")),
    ]


def test_keys_of_sources_that_differ_in_case_alone() -> None:
    sources = {key: {"title": key} for key in ("act", "Act", "acts")}
    assert judge(read_framework(framework_data(sources=sources))) == [
        ("duplicate-level-id", ("sources", "Act"))
    ]
    assessment = read_assessment(assessment_data(sources=sources))
    found = [(code.name, finding.route) for code, finding in errors(run_rules(ASSESSMENT_RULES, assessment))]
    assert found == [("bad-source-key", ("sources", "Act"))]


@pytest.mark.parametrize("word", ["not-rated", "not-applicable"])
def test_reserved_words_are_no_ids(word: str) -> None:
    framework = framework_of(indicator(word), sources={word: {"title": "An act"}})
    assert sorted(judge(framework)) == [
        ("reserved-id", ("dimensions", 0, "indicators", 0, "id")),
        ("reserved-id", ("sources", word)),
    ]


# Evidence ---------------------------------------------------------------------------------------

PROOF = {"source": "act"}
SOURCES = {"act": {"title": "An act"}}
BANDS_IN_TURN = [{"level": "pass", "at_most": 5}, {"level": "partial", "at_most": 10}, {"level": "fail"}]
MEASURE = {"unit": "m", "bands": BANDS_IN_TURN}


def lacks_evidence(policy: str, rating: Any, *, own: str | None = None, measure: Any = None) -> bool:
    """Whether a rating is found to lack evidence, under the framework's policy and the indicator's own."""
    framework = framework_of(indicator("i", evidence=own, measure=measure), evidence=policy, sources=SOURCES)
    found = rate(framework, {"i": rating})
    assert found in ([], [("missing-evidence", ("ratings", "i"))])
    return bool(found)


@pytest.mark.parametrize(
    ("policy", "wanting"),
    [
        ("optional", set()),
        ("required", {"pass", "partial", "fail"}),
        ("required-for-pass", {"pass"}),
    ],
)
@pytest.mark.parametrize("level", ["pass", "partial", "fail", "not-rated"])
def test_which_levels_need_evidence(policy: str, wanting: set[str], level: str) -> None:
    is_needed = level in wanting
    assert lacks_evidence(policy, level) is is_needed
    assert lacks_evidence(policy, {"level": level, "rationale": "So it is."}) is is_needed
    assert lacks_evidence(policy, {"level": level, "evidence": []}) is is_needed
    assert not lacks_evidence(policy, {"level": level, "evidence": [PROOF]})
    assert not lacks_evidence(policy, {"level": level, "evidence": PROOF})


@pytest.mark.parametrize(
    ("policy", "wanting"),
    [
        ("optional", set()),
        ("required", {"5", "5.000000001", "10", "31/3"}),
        ("required-for-pass", {"5"}),
    ],
)
@pytest.mark.parametrize("measurement", ["5", "5.000000001", "10", "31/3"])
def test_which_measurements_need_evidence(policy: str, wanting: set[str], measurement: str) -> None:
    is_needed = measurement in wanting
    assert lacks_evidence(policy, measurement, measure=MEASURE) is is_needed
    assert lacks_evidence(policy, {"measured": measurement}, measure=MEASURE) is is_needed
    assert not lacks_evidence(policy, {"measured": measurement, "evidence": PROOF}, measure=MEASURE)


@pytest.mark.parametrize("rating", ["not-rated", {"level": "not-rated"}, {"rationale": "Not yet."}, None])
def test_what_is_not_rated_needs_no_evidence(rating: Any) -> None:
    assert not lacks_evidence("required", rating)
    assert not lacks_evidence("required", rating, measure=MEASURE)


@pytest.mark.parametrize(
    ("policy", "own", "level", "is_needed"),
    [
        ("required", "optional", "pass", False),
        ("required", "required-for-pass", "fail", False),
        ("optional", "required", "fail", True),
        ("optional", "required-for-pass", "pass", True),
    ],
)
def test_an_indicators_own_policy_wins(policy: str, own: str, level: str, is_needed: bool) -> None:
    assert lacks_evidence(policy, level, own=own) is is_needed


def test_a_pass_is_what_the_levels_status_says() -> None:
    levels = [{"id": "fail", "value": 1, "status": "pass"}, {"id": "pass", "value": 0, "status": "fail"}]
    framework = framework_of(indicator("i", evidence="required-for-pass"), scales={"odd": levels})
    assert rate(framework, {"i": "fail"}) == [("missing-evidence", ("ratings", "i"))]
    assert rate(framework, {"i": "pass"}) == []


def test_a_wrong_rating_is_not_also_asked_for_evidence() -> None:
    framework = framework_of(
        indicator("i", evidence="required"), indicator("m", evidence="required", measure=MEASURE)
    )
    found = rate(framework, {"i": "passed", "m": "5 m"})
    assert found == [("unknown-level", ("ratings", "i")), ("level-for-measure", ("ratings", "m"))]


# Words ------------------------------------------------------------------------------------------


def faulty_framework() -> Framework:
    """Return a framework in which every rule about an indicator finds something in indicator X9."""
    return framework_of(
        indicator("x9"),
        indicator(
            "X9",
            scale="other",
            sources=["nowhere"],
            measure={
                "unit": "m",
                "bands": [
                    {"level": "excellent", "at_most": 5},
                    {"level": "pass", "at_most": 5},
                    {"level": "fail", "at_most": 9},
                ],
            },
        ),
        indicator("X9", scale="none"),
        scales={
            "other": [
                {"id": "pass", "value": 1, "status": "pass"},
                {"id": "fail", "value": 0, "status": "fail"},
            ]
        },
    )


def test_messages_about_an_indicator_name_it() -> None:
    found = list(find_in_framework(faulty_framework()))
    assert {code.name for code, _ in found} == {
        "duplicate-indicator-id",
        "unknown-scale",
        "unknown-band-level",
        "unreachable-band",
        "missing-last-band",
        "undefined-framework-source",
    }
    assert [finding.message for _, finding in found if "X9" not in finding.message] == []


@pytest.mark.parametrize(
    ("name", "rating", "changes"),
    [
        ("not-applicable-without-rationale", "not-applicable", {}),
        ("not-applicable-without-rationale", {"level": "not-applicable"}, {}),
        ("level-and-measurement", {"level": "not-rated", "measured": 1}, {"measure": MEASURE}),
        ("inactive-indicator", "pass", {"state": "future"}),
        ("unknown-level", "passed", {}),
        ("level-for-measure", "pass", {"measure": MEASURE}),
        ("measurement-without-measure", {"measured": 1}, {}),
        (
            "not-applicable-forbidden",
            {"level": "not-applicable", "rationale": "No."},
            {"not_applicable": "forbidden"},
        ),
        ("missing-evidence", "pass", {"evidence": "required"}),
        ("undefined-source", {"level": "pass", "evidence": {"source": "nowhere"}}, {}),
    ],
)
def test_messages_about_a_rating_name_its_indicator(name: str, rating: Any, changes: dict[str, Any]) -> None:
    ((code, finding),) = find_in_pair(framework_of(indicator("X9", **changes)), {"X9": rating})
    assert code.name == name
    assert "X9" in finding.message


def test_an_unknown_indicator_is_named_with_the_one_that_was_meant() -> None:
    framework = framework_of(indicator("fine-particles"), indicator("ozone"))
    ((code, finding),) = find_in_pair(framework, {"fine-particels": "pass"})
    assert code.name == "unknown-indicator"
    assert "fine-particels" in finding.message
    assert "city-air@2.0" in finding.message
    assert "fine-particles" in str(finding.help)
    assert "ozone" not in str(finding.help)


@pytest.mark.parametrize("file", ["framework", "assessment"])
def test_words_about_keys_of_sources_do_not_speak_of_ratings(file: str) -> None:
    sources = {"act": {"title": "An act"}, "Act": {"title": "Another"}}
    if file == "framework":
        found = list(find_in_framework(read_framework(framework_data(sources=sources))))
    else:
        found = list(errors(run_rules(ASSESSMENT_RULES, read_assessment(assessment_data(sources=sources)))))
    ((_, finding),) = found
    assert "Act" in finding.message
    assert "rating" not in str(finding.help)


def test_a_source_in_both_is_said_to_count_only_where_it_does() -> None:
    """The assessment's `Act` does not stand for the framework's `act`, which evidence may cite beside it."""
    framework = framework_of(indicator("i"), sources={"act": {"title": "An act"}})
    assessment = read_assessment(
        assessment_data(
            sources={"Act": {"title": "Another"}},
            ratings={"i": {"level": "pass", "evidence": {"source": "act"}}},
        )
    )
    messages = [finding.message for _, finding in run_rules(PAIR_RULES, Pair(assessment, framework))]
    assert [message for message in messages if "this one counts" in message] == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [("titel", "title"), ("licence_", "licence"), ("Assessors", "assessors"), ("rating", "ratings")],
)
def test_an_unknown_key_comes_with_the_one_that_was_meant(written: str, meant: str) -> None:
    text = to_yaml(assessment_data(**{written: "text"}))
    value, (finding,) = read_shape(parse_document(text.encode()), Assessment)
    assert value is None
    assert written in finding.message
    assert f"did you mean `{meant}`?" in str(finding.help)


@pytest.mark.parametrize("number", ["1234567890123456789", "0.1234567890123456789"])
def test_a_number_that_is_too_long_is_said_to_be(number: str) -> None:
    data = framework_data(minimum_coverage=number)
    _, (finding,) = read_shape(parse_document(to_yaml(data).encode()), Framework)
    assert finding.name == "bad-number"
    assert "19 digits" in f"{finding.message} {finding.help}"


@pytest.mark.parametrize("kind", ["assessment", "framework"])
def test_a_file_of_the_other_kind_is_said_to_be_one_and_no_more(kind: str) -> None:
    """Every key of the other kind would be unknown and every key of this one missing: that helps nobody."""
    data = assessment_data() if kind == "assessment" else framework_data()
    document = parse_document(to_yaml(data).encode())
    _, findings = (
        read_shape(document, Framework) if kind == "assessment" else read_shape(document, Assessment)
    )
    assert [(finding.name, finding.route) for finding in findings] == [("value-not-allowed", ("kind",))]


# Codes ------------------------------------------------------------------------------------------

FAMILIES: list[tuple[str, tuple[Rule[Any], ...]]] = [
    ("SC2", FRAMEWORK_RULES),
    ("SC3", ASSESSMENT_RULES),
    ("SC3", WRITTEN_RULES),
    ("SC4", PAIR_RULES),
    ("SC5", (*PLACE_RULES, *NAME_RULES)),
]
ALL_CODES = [*CODES.values(), *(rule.code for _, rules in FAMILIES for rule in rules)]


def test_numbers_and_names_of_codes_are_unique() -> None:
    assert len({code.number for code in ALL_CODES}) == len(ALL_CODES)
    assert len({code.name for code in ALL_CODES}) == len(ALL_CODES)


def test_a_code_has_a_number_of_its_family() -> None:
    for family, rules in FAMILIES:
        assert [rule.code.number for rule in rules if not rule.code.number.startswith(family)] == []
    assert {code.number[:3] for code in CODES.values()} == {"SC0", "SC1", "SC4", "SC6"}


@pytest.mark.parametrize("code", [pytest.param(code, id=code.number) for code in ALL_CODES])
def test_a_code_has_a_form_and_a_severity(code: Code) -> None:
    assert re.fullmatch(r"SC[0-9]{3}", code.number)
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code.name)
    assert code.severity in (Severity.ERROR, Severity.WARNING)


def test_warnings_are_what_the_format_calls_warnings() -> None:
    names = {code.name for code in ALL_CODES if code.severity is Severity.WARNING}
    assert {"digest-changed", "source-in-both"} <= names


def test_a_rule_that_asks_for_more_than_there_is_says_how_much_there_is() -> None:
    framework = framework_of(indicator("1.1"), overall={"pass_when": {"at_least": 2}})
    found = [finding.message for _, finding in run_rules((at_least_above_items,), framework)]
    assert found == ["the whole: the rule asks for 2 items that pass, and there is 1"]
    framework = framework_of(
        indicator("1.1"), indicator("1.2"), overall={"pass_when": "all"}, pass_when={"at_least": 3}
    )
    found = [finding.message for _, finding in run_rules((at_least_above_items,), framework)]
    assert found == ["dimension d: the rule asks for 3 items that pass, and there are 2"]


# Words ------------------------------------------------------------------------------------------

CITY = "frameworks/city.yaml"
REVIEW = "assessments/springfield/2021-03-11.yaml"
HEAD = "kind: framework\nid: city\nversion: 1\ntitle: City\n"
ABOUT = (
    "kind: assessment\nframework: city@1\nsubject: {id: springfield, name: S, tags: [coast, port]}\n"
    "date: 2021-03-11\n"
)


def said(root: Path, framework: str, assessment: str = "") -> list[str]:
    """Return what is said of a project, each remark as `CODE message; help`, in the order of the codes."""
    write_text(root / CITY, HEAD + framework)
    write_text(root / REVIEW, ABOUT + assessment)
    return sorted(f"{each.code.number} {each.message}; {each.help}" for each in check_project(root))


def test_a_remark_on_what_is_said_of_a_dimension_calls_it_one(tmp_path: Path) -> None:
    framework = """\
dimensions:
  - id: "1"
    title: Law
    indicators: {id: "1.1", requirement: It is in law., guidance: Look.}
"""
    assessment = """\
assessors: A. Person
sources: {plan: {title: Plan}}
ratings:
  "1.1": {level: fail, rationale: It was announced in spring and never enacted.}
  "1":
    rationale: It was announced in spring and never enacted.
    evidence: [{source: plan}, {source: plans, locator: p. 1}]
"""
    found = said(tmp_path, framework, assessment)
    assert [each.partition(";")[0] for each in found] == [
        "SC310 dimension 1 has the same rationale as 1.1",
        "SC312 dimension 1: the evidence does not say where in plan",
        "SC409 dimension 1: the source plans is not defined, here or in city@1",
    ]


def test_no_remark_speaks_of_verdicts_where_there_are_none(tmp_path: Path) -> None:
    framework = """\
verdict: none
evidence: required
not_applicable: forbidden
grades: [{id: a, when: {score: 0.4}}, {id: b, when: {score: 0.5}}, {id: c}]
scales: {rating: [{id: high, value: 1}, {id: low, value: 0}]}
dimensions:
  - {id: empty, title: Empty}
  - id: d
    title: Dimension
    applies_to: coasts
    indicators: {id: not-asked, requirement: It is so.}
  - id: e
    title: Another
    indicators:
      - {id: judged, requirement: It is so too.}
      - {id: same, requirement: It is so too.}
      - {id: unknown, requirement: It is unknown., scale: ratings}
      - id: air
        requirement: It is clean.
        measure: {unit: µg/m³, points: [{at: 5, value: 1}, {at: 5, value: 0}]}
      - {id: water, requirement: It is pure., measure: {unit: µg/m³, bands: [{level: high, at_most: 5}]}}
"""
    found = said(tmp_path, framework)
    assert {each[:5] for each in found} == {
        *("SC205", "SC208", "SC211", "SC219", "SC220", "SC221", "SC224", "SC509")
    }
    sound = "\n".join(line for line in framework.splitlines() if "unknown" not in line)
    sound = sound.replace("{at: 5, value: 0}", "{at: 9, value: 0}").replace(
        "at_most: 5}", "at_most: 5}, {level: low}"
    )
    assessment = """\
ratings:
  not-asked: high
  judged: highest
  same: not-applicable
  air: -2
  water: {rationale: Not measured.}
  empty: {level: high}
"""
    more = said(tmp_path, sound, assessment)
    assert {each[:5] for each in more} >= {
        *("SC301", "SC311", "SC315", "SC404", "SC407", "SC408", "SC414", "SC415", "SC423")
    }
    assert [each for each in found + more if re.search("pass|fail|partial|verdict|near miss", each)] == []


def test_a_tag_that_no_subject_has_is_told_with_what_was_meant(tmp_path: Path) -> None:
    framework = """\
dimensions:
  - id: "1"
    title: Law
    applies_to: [Coast, inland, "port, coast"]
    indicators: {id: "1.1", requirement: It is in law., guidance: Look.}
"""
    assert [each for each in said(tmp_path, framework) if each.startswith("SC509")] == [
        "SC509 no subject here has the tag Coast; did you mean coast?",
        "SC509 no subject here has the tag inland; known here: coast, port",
        "SC509 no subject here has the tag port, coast; write each tag by itself: [port, coast]",
    ]


def test_a_comment_that_answers_it_is_no_unused_one_outside_a_project(tmp_path: Path) -> None:
    dimension = "{id: d, title: D, indicators: [], applies_to: hill}  # scorecard: ignore[SC509] later"
    framework = f"dimensions:\n  - {dimension}\n"
    assert [each[:5] for each in said(tmp_path, framework)] == ["SC224"]
    outside = library.Project(None).load(lone(HEAD + framework), FRAMEWORK)
    assert [each.code.number for each in outside.diagnostics] == ["SC224"]


def test_tags_are_looked_for_once_in_what_stands_before_the_ratings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []

    def parse(content: bytes, *names: str) -> Document:
        read.append(content)
        return parse_document(content, *names)

    monkeypatch.setattr(library, "parse_document", parse)
    for version in range(1, 4):
        text = HEAD.replace("version: 1", f"version: {version}")
        dimension = "dimensions: {id: '1', title: Law, applies_to: hill, indicators: []}\n"
        write_text(tmp_path / f"frameworks/city@{version}.yaml", text + dimension)
        for year in range(2000, 2010):
            place = f"assessments/town-{version}/{year}-03-11.yaml"
            about = ABOUT.replace("city@1", f"city@{version}").replace("springfield", f"town-{version}")
            write_text(tmp_path / place, f"{about.replace('2021', str(year))}ratings: {{}}\n")
    found = [each.code.number for each in check_project(tmp_path) if each.code.number == "SC509"]
    assert len(found) == 3
    assert len(read) == 30
    assert not any(b"ratings" in each for each in read)
