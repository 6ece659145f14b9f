"""Recording ratings: what a typed line makes of a session, and of the file's text."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.editing.assessment_fields import read_fields
from scorecard.model.assessment import Stage
from scorecard.model.framework import Framework
from scorecard.rating.answers import Answer, RatedDocument, RatingProgress
from scorecard.rating.choices import MORE_CHOICES, Choice, find_choice, level_choices
from scorecard.rating.session import DriverTask, Session, Step, Turn, begin_session
from scorecard.rating.turn import advance, finish_session, take_edited
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data
from tests.builders import assessment_data, framework_data, indicator, to_yaml, words
from tests.rounds import rounds
from tests.small import dimension, measured, yardstick
from tests.small import indicator as small
from tests.strategies import PLAIN_TEXT, as_yaml


def city(**changes: Any) -> Framework:
    return as_framework(framework_data(sources={"act": {"title": "Act"}}, **changes))


def as_framework(data: Mapping[str, Any]) -> Framework:
    return Framework.model_validate(parse_document(to_yaml(data).encode()).data)


def file_of(ratings: Mapping[str, Any] | None = None, **changes: Any) -> bytes:
    return to_yaml(assessment_data(ratings=ratings, **changes)).encode()


def start(
    ratings: Mapping[str, Any] | None = None, framework: Framework | None = None, **changes: Any
) -> Session:
    return begin_session(framework or city(), file_of(ratings, **changes))


def type_in(session: Session, *lines: str) -> Turn:
    turn = Turn(session=session)
    for line in lines:
        turn = advance(turn.session, line)
    return turn


def after(session: Session, *lines: str) -> Session:
    return type_in(session, *lines).session


def ratings_of(session: Session) -> Any:
    assert isinstance(session.data, dict)
    return session.data.get("ratings")


def asked(session: Session) -> tuple[str, Step]:
    return (session.indicator.id if session.step is not Step.END else "", session.step)


GOOD = {"1.1": "4.2", "1.2": "fail", "2.1": "pass"}


# Where it begins --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratings", "first"),
    [
        (None, "1.1"),
        ({}, "1.1"),
        ({"1.1": "4.2"}, "1.2"),
        ({"1.1": None, "1.2": "fail", "2.1": "pass"}, "1.1"),
        ({**GOOD, "1.1": "not-rated"}, "1.1"),
        ({**GOOD, "1.1": {"level": "not-rated"}}, "1.1"),
        ({**GOOD, "1.2": {"level": "not-rated", "rationale": "It was not found."}}, ""),
        ({**GOOD, "1.2": {"rationale": "It was not found."}}, "1.2"),
        ({**GOOD, "1.2": {"level": "not-applicable"}}, "1.2"),
        ({**GOOD, "1.2": "not-applicable"}, "1.2"),
        ({**GOOD, "1.2": {"level": "not-applicable", "rationale": "No power."}}, ""),
        ({**GOOD, "2.1": {"level": "pass", "x-review": "carried over"}}, "2.1"),
        ({**GOOD, "1.2": "failed"}, "1.2"),
        ({**GOOD, "1.2": {"level": "fail", "measured": "3"}}, "1.2"),
        ({**GOOD, "1.2": {"measured": "3"}}, "1.2"),
        ({**GOOD, "1.1": "pass"}, "1.1"),
        ({**GOOD, "1.1": {"measured": "4,2"}}, "1.1"),
        (GOOD, ""),
    ],
)
def test_it_begins_at_the_first_that_is_not_complete(ratings: Any, first: str) -> None:
    session = start(ratings)
    assert asked(session) == (first, Step.LEVEL if first else Step.END)


def test_what_needs_evidence_is_not_complete_without_it() -> None:
    framework = city(evidence="required-for-pass")
    assert asked(start(GOOD, framework)) == ("1.1", Step.LEVEL)
    cited = {"measured": "4.2", "evidence": {"source": "act"}}
    assert asked(start({**GOOD, "1.1": cited}, framework)) == ("2.1", Step.LEVEL)
    assert asked(start({"1.1": "11", "1.2": "fail", "2.1": "partial"}, framework))[1] is Step.END
    assert asked(start({**GOOD, "1.1": cited}, city(evidence="required"))) == ("1.2", Step.LEVEL)


def test_what_is_not_applicable_where_that_is_forbidden_is_not_complete() -> None:
    entry = {"level": "not-applicable", "rationale": "No power."}
    assert asked(start({**GOOD, "1.2": entry}, city(not_applicable="forbidden")))[0] == "1.2"


def test_only_what_counts_is_asked() -> None:
    framework = as_framework(
        framework_data(
            dimensions=[
                {
                    "id": "1",
                    "title": "Limits",
                    "indicators": [
                        indicator("1.1", state="future"),
                        indicator("1.2"),
                        indicator("1.3", state="retired"),
                    ],
                }
            ]
        )
    )
    session = start({}, framework)
    assert [each.id for each in session.indicators] == ["1.2"]
    assert type_in(session, "g 1.3").says == ("1.3 is retired: it is not rated.",)


# Levels -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("1", "pass"),
        ("2", "partial"),
        ("3", "fail"),
        (" 3 ", "fail"),
        ("partial", "partial"),
        ("Partial", "partial"),
        ("4", "not-applicable"),
        ("not-applicable", "not-applicable"),
        ("5", "not-rated"),
        ("not rated", "not-rated"),
    ],
)
def test_a_level_is_a_number_or_its_name_in_full(typed: str, level: str) -> None:
    session = after(start({"1.1": "4.2"}), typed)
    assert ratings_of(session)["1.2"] == {"level": level}
    assert asked(session) == ("1.2", Step.RATIONALE)


@pytest.mark.parametrize("typed", ["0", "6", "01", "１", "-1", "1.", "1 2", "part", "x", "fial", "²"])
def test_what_is_no_answer_is_refused_and_nothing_changes(typed: str) -> None:
    session = start({"1.1": "4.2"})
    turn = type_in(session, typed)
    assert turn.session == session
    assert turn.says[0].startswith("There is no answer")


def test_a_slip_is_met_with_what_was_meant() -> None:
    assert type_in(start({"1.1": "4.2"}), "fial").says == (
        "There is no answer fial. Did you mean Fail? Type 3.",
    )
    assert type_in(start({"1.1": "4.2"}), "7").says == ("There is no answer 7. Type 1 to 5.",)
    assert type_in(start({"1.1": "4.2"}), "We could not.").says == (
        "There is no answer We could not. Type 1 to 5.",
    )


def test_short_words_for_what_is_not_rated_hold_where_no_level_has_them() -> None:
    session = start({"1.1": "4.2"})
    assert ratings_of(after(session, "na"))["1.2"] == {"level": "not-applicable"}
    turn = type_in(session, "nr")
    assert ratings_of(turn.session)["1.2"] == {"level": "not-rated"}
    assert turn.says == ("1.2 is not rated.",)
    levels = _choices([("nr", None), ("good", None)])
    assert find_choice("nr", levels) == levels[0]


def test_where_it_is_forbidden_not_applicable_is_not_offered() -> None:
    session = start({"1.1": "4.2"}, city(not_applicable="forbidden"))
    assert ratings_of(after(session, "4"))["1.2"] == {"level": "not-rated"}
    assert type_in(session, "not-applicable").session == session


SCALES: list[tuple[list[tuple[str, str | None]], list[str]]] = [
    ([("good", None), ("bad", None)], ["1", "2", "3", "4"]),
    ([("0", None), ("1", None), ("2", None)], ["0", "1", "2", "na", "nr"]),
    ([("1", None), ("2", None), ("3", None)], ["1", "2", "3", "na", "nr"]),
    ([("3", None), ("2", None), ("1", None)], ["3", "2", "1", "na", "nr"]),
    ([("a", "3 stars"), ("b", "2 stars"), ("c", "1 star")], ["a", "b", "c", "na", "nr"]),
    ([("one", "1"), ("two", "2")], ["one", "two", "na", "nr"]),
    ([("l1", None), ("l2", None)], ["1", "2", "3", "4"]),
    ([("l2", None), ("l1", None)], ["l2", "l1", "na", "nr"]),
    ([("full", "100 %"), ("half", "50 %")], ["1", "2", "3", "4"]),
    ([("full", "①"), ("half", "②")], ["full", "half", "na", "nr"]),
    ([("0.5", None), ("0.0", None)], ["1", "2", "3", "4"]),
    ([("0.2", None), ("0.1", None)], ["0.2", "0.1", "na", "nr"]),
    (
        [("yes", "3 of 3"), ("na", "2 of 3"), ("nr", "0 of 3")],
        ["yes", "na", "nr", "not-applicable", "not-rated"],
    ),
]


@pytest.mark.parametrize(("levels", "keys"), SCALES)
def test_levels_are_numbered_only_where_no_number_could_be_taken_for_another(
    levels: list[tuple[str, str | None]], keys: list[str]
) -> None:
    assert [each.key for each in _choices(levels)] == keys


def _choices(levels: list[tuple[str, str | None]]) -> tuple[Choice, ...]:
    scale = [
        {"id": id, **({"label": label} if label else {}), "value": str((9 - at) / 10), "status": "partial"}
        for at, (id, label) in enumerate(levels)
    ]
    framework = yardstick("1", dimension("d", "i"), scales={"s": scale})
    return level_choices(framework, next(framework.indicators()))


_NAMES = st.sampled_from(
    ["1", "2", "3", "0", "a", "b", "A", "one", "1.0", "2b", "l1", "l2", "na", "4", "B", "12", "s", "q"]
)


@given(
    st.lists(st.tuples(_NAMES, _NAMES), min_size=1, max_size=4, unique_by=lambda pair: pair[0].casefold()),
    _NAMES,
)
def test_no_answer_ever_means_another_level_than_one_called_so(
    levels: list[tuple[str, str]], typed: str
) -> None:
    choice = find_choice(typed, _choices(levels))
    called = {id for id, label in levels if typed.casefold() in (id.casefold(), label.casefold())}
    if isinstance(choice, Choice) and called:
        assert called == {choice.value}
    if isinstance(choice, Choice) and not called and choice.level:
        place = [id for id, _ in levels].index(choice.value) + 1
        assert typed == str(place)
        assert not any(typed in (id, label) for id, label in levels)


def test_a_letter_that_is_a_level_and_a_command_means_neither_unless_it_is_exact() -> None:
    scale = [
        {"id": id, "value": value, "status": status}
        for id, value, status in (("B", "1", "pass"), ("C", "0.5", "partial"), ("S", "0", "fail"))
    ]
    framework = yardstick("1", dimension("d", "i", "j"), scales={"s": scale})
    data = {"i": {"level": "B", "x-review": "carried over"}}
    session = begin_session(framework, file_of(data, framework="f@1"))
    for letter in ("b", "c", "s"):
        turn = type_in(session, letter)
        assert turn.session == session
        assert turn.says == (f"{letter} is a command and a name here: write /{letter} for the command.",)
    assert ratings_of(after(session, "C"))["i"] == {"level": "C"}
    assert ratings_of(after(session, "/c"))["i"] == {"level": "B"}
    assert asked(after(session, "/s")) == ("j", Step.LEVEL)


# Measurements -----------------------------------------------------------------------------------


def test_a_measurement_says_which_level_it_gives() -> None:
    turn = type_in(start({}), "7.5")
    assert turn.says == ("1.1 is rated Partial: 7.5 µg/m³.",)
    assert ratings_of(turn.session)["1.1"] == {"measured": "7.5"}
    assert ratings_of(after(start({}), "22/3"))["1.1"] == {"measured": "22/3"}


def test_a_level_is_no_measurement_and_that_is_said() -> None:
    turn = type_in(start({}), "Pass")
    assert turn.says == ("Pass is a level: it follows from the measurement. Type a number in µg/m³.",)


@pytest.mark.parametrize("typed", ["7,5", "7.5 µg", "1e3", "nan", "1_000", "٣", "+3", "1/0"])
def test_a_measurement_is_read_strictly(typed: str) -> None:
    session = start({})
    turn = type_in(session, typed)
    assert turn.session == session
    assert "Type a number in µg/m³, or na or nr." in turn.says


def test_a_number_is_never_a_choice_where_a_measurement_is_asked() -> None:
    assert ratings_of(after(start({}), "2"))["1.1"] == {"measured": "2"}
    assert ratings_of(after(start({}), "na"))["1.1"] == {"level": "not-applicable"}
    assert ratings_of(after(start({"1.1": "4.2"}), "b", "nr"))["1.1"] == "not-rated"


# Texts ------------------------------------------------------------------------------------------


def test_a_rationale_ends_with_an_empty_line() -> None:
    session = after(start({"1.1": "4.2"}), "3", "Announced,", "  not enacted.", "")
    assert ratings_of(session)["1.2"] == {"level": "fail", "rationale": "Announced,\n  not enacted."}
    assert asked(session) == ("1.2", Step.SOURCE)


def test_a_pasted_text_is_taken_with_its_empty_lines() -> None:
    session = after(start({"1.1": "4.2"}), "3", "One.\n\nTwo.\r\n\r\nq\u2028Four", "")
    assert ratings_of(session)["1.2"]["rationale"] == "One.\n\nTwo.\n\nq\nFour"


def test_several_lines_are_no_answer_where_one_is_asked() -> None:
    session = start({"1.1": "4.2"})
    turn = type_in(session, "1\n2\n3")
    assert turn.session == session
    assert "Nothing was taken" in turn.says[0]


def test_each_of_the_menu_has_a_letter_of_its_own() -> None:
    assert [each.key for each in MORE_CHOICES] == ["c", "r", "e"]


def test_letters_within_a_text_are_no_commands() -> None:
    session = after(start({"1.1": "4.2"}), "3", "Because:", "q", "s", "u", "")
    assert ratings_of(session)["1.2"]["rationale"] == "Because:\nq\ns\nu"
    session = after(start({"1.1": "4.2"}), "3", "G 20 countries agreed.", "")
    assert ratings_of(session)["1.2"]["rationale"] == "G 20 countries agreed."


def test_enter_at_once_keeps_the_rationale() -> None:
    old = {"1.2": {"level": "fail", "rationale": "As it was."}}
    session = after(start({"1.1": "4.2", **old}), "g 1.2", "1", "")
    assert ratings_of(session)["1.2"] == {"level": "pass", "rationale": "As it was."}
    assert asked(session) == ("1.2", Step.SOURCE)


def test_what_does_not_apply_needs_a_reason() -> None:
    session = after(start({"1.1": "4.2"}), "4")
    turn = type_in(session, "")
    assert turn.session == session
    assert "needs a reason" in turn.says[0]
    done = after(session, "The city has no power.", "")
    assert ratings_of(done)["1.2"] == {"level": "not-applicable", "rationale": "The city has no power."}
    assert asked(after(session, "s")) == ("2.1", Step.LEVEL)


def test_what_is_not_rated_may_say_why_and_is_asked_for_no_evidence() -> None:
    session = after(start({"1.1": "4.2"}), "5", "The law was not found.", "")
    assert ratings_of(session)["1.2"] == {"level": "not-rated", "rationale": "The law was not found."}
    assert asked(session) == ("2.1", Step.LEVEL)


@pytest.mark.parametrize("typed", ["\x1b[A", "a\x00b", "\udcff", "\ufffe", "\x9b"])
def test_what_no_file_can_hold_is_refused_at_every_step(typed: str) -> None:
    for lines in ((), ("1",), ("1", "Because."), ("1", ""), ("1", "", "n")):
        session = after(start({"1.1": "4.2"}), *lines)
        turn = type_in(session, typed)
        assert turn.session == session
        assert len(turn.says) == 2


def test_an_edited_rationale_is_written_unless_it_is_empty_or_the_same() -> None:
    session = start({"1.1": "4.2", "1.2": {"level": "fail", "rationale": "Old."}, "2.1": "nope"})
    session = after(session, "g 1.2")
    assert type_in(session, "e").wish is DriverTask.EDITOR
    for text in ("", " \n", "Old.\n"):
        assert take_edited(session, text).session == session
    edited = take_edited(session, "# New\r\n\r\nText.\n")
    assert ratings_of(edited.session)["1.2"] == {"level": "fail", "rationale": "# New\n\nText."}
    assert asked(edited.session) == ("1.2", Step.LEVEL)
    assert take_edited(after(session, "1"), "New.").session.step is Step.SOURCE
    assert take_edited(session, "a\x1bb").session == session


# Evidence ---------------------------------------------------------------------------------------


def test_evidence_is_added_step_by_step() -> None:
    session = after(start({"1.1": "4.2"}), "1", "", "2")
    assert ratings_of(session)["1.2"] == {"level": "pass", "evidence": [{"source": "plan"}]}
    session = after(session, "p. 3", "", "As amended.")
    assert ratings_of(session)["1.2"]["evidence"] == [
        {"source": "plan", "locator": "p. 3", "note": "As amended."}
    ]
    session = after(session, "act", "s. 1", "the words", "", "")
    assert ratings_of(session)["1.2"]["evidence"][1:] == [
        {"source": "act", "locator": "s. 1", "quote": "the words"}
    ]
    assert asked(session) == ("2.1", Step.LEVEL)


def test_evidence_is_added_to_what_is_there() -> None:
    framework = city(evidence="required")
    one = {"1.2": {"level": "fail", "evidence": {"source": "plan", "locator": "p. 1"}}}
    session = after(start(one, framework), "g 1.2", "", "", "1", "s. 2", "", "", "")
    assert ratings_of(session)["1.2"]["evidence"] == [
        {"source": "plan", "locator": "p. 1"},
        {"source": "act", "locator": "s. 2"},
    ]


def test_where_evidence_is_needed_enter_does_not_do_without() -> None:
    session = after(start({"1.1": "11"}, city(evidence="required-for-pass")), "1", "")
    assert asked(session) == ("1.2", Step.SOURCE)
    turn = type_in(session, "")
    assert turn.session == session
    assert "asks for evidence" in turn.says[0]
    assert asked(after(session, "1", "", "", "", "")) == ("2.1", Step.LEVEL)


def test_a_new_source_is_asked_for_its_key_and_title() -> None:
    session = after(start({"1.1": "4.2"}), "1", "", "n", "Air plan 2021")
    assert asked(session) == ("1.2", Step.KEY)
    session = after(session, "plan-2021", "City", "https://example.org/plan")
    assert type_in(session, "last year").session == session
    assert type_in(session, "2023-13").says[0].startswith("The calendar has no")
    turn = type_in(session, "2021-02")
    assert turn.says == ("Source: Air plan 2021.",)
    session = after(turn.session, "p. 3")
    assert isinstance(session.data, dict)
    assert session.data["sources"] == {
        "plan": {"title": "Air plan"},
        "plan-2021": {
            "title": "Air plan 2021",
            "publisher": "City",
            "url": "https://example.org/plan",
            "date": "2021-02",
        },
    }
    assert ratings_of(session)["1.2"]["evidence"] == [{"source": "plan-2021", "locator": "p. 3"}]


@pytest.mark.parametrize("key", ["plan", "PLAN", "Act", "not-rated", "a b", "ä", "-x", "a/b"])
def test_a_key_that_cannot_be_is_refused(key: str) -> None:
    session = after(start({"1.1": "4.2"}), "1", "", "n", "A title")
    assert type_in(session, key).session == session


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Air Plan 2021", "air-plan-2021"),
        ("Über die Luft: ein Bericht", "uber-die-luft-ein-bericht"),
        ("Plan", "plan-2"),
        ("空気", "source"),
        ("Not rated", "not-rated-2"),
        ("a" * 50, "a" * 32),
        ("A title that goes on for much longer than anyone would type", "a-title-that-goes-on-for-much"),
    ],
)
def test_a_key_is_made_from_the_title(title: str, key: str) -> None:
    session = after(start({"1.1": "4.2"}), "1", "", "n", title, "")
    assert isinstance(session.data, dict)
    assert session.data["sources"] == {"plan": {"title": "Air plan"}, key: {"title": title}}


def test_a_new_source_needs_no_address_and_no_date() -> None:
    session = after(start({"1.1": "4.2"}, sources=None), "1", "", "n", "T", "k", "", "", "")
    assert isinstance(session.data, dict)
    assert session.data["sources"] == {"k": {"title": "T"}}
    assert asked(after(start({"1.1": "4.2"}), "1", "", "n", "")) == ("1.2", Step.SOURCE)


def test_sources_with_numbers_for_keys_are_chosen_by_them() -> None:
    session = start({"1.1": "4.2"}, sources={"2": {"title": "Two"}, "n": {"title": "En"}})
    session = after(session, "1", "")
    assert ratings_of(after(session, "2"))["1.2"]["evidence"] == [{"source": "2"}]
    assert type_in(session, "1").session == session
    assert ratings_of(after(session, "n"))["1.2"]["evidence"] == [{"source": "n"}]
    assert after(session, "/n").step is Step.TITLE


# Commands ---------------------------------------------------------------------------------------


def test_skip_goes_to_the_next_that_is_not_complete() -> None:
    session = start({"1.2": "fail"})
    assert asked(after(session, "s")) == ("2.1", Step.LEVEL)
    assert asked(after(session, "s", "s")) == ("", Step.END)


def test_back_goes_to_the_one_before_and_go_to_any() -> None:
    session = start(GOOD)
    assert [asked(after(session, *("b",) * times))[0] for times in range(5)] == [
        "",
        "2.1",
        "1.2",
        "1.1",
        "1.1",
    ]
    assert asked(after(session, "g 1.2")) == ("1.2", Step.LEVEL)
    assert asked(after(session, "b", "1", "b")) == ("1.2", Step.LEVEL)
    assert type_in(session, "g 9").says == ("There is no indicator 9; known here: 1.1, 1.2, 2.1",)


@pytest.mark.parametrize(
    ("lines", "question", "said"),
    [
        (("1",), Step.LEVEL, "rating pass"),
        (("1", "Because.", ""), Step.RATIONALE, "rationale"),
        (("1", "", "plan"), Step.SOURCE, "evidence plan"),
        (("1", "", "plan", "p. 1", "", "a note"), Step.SOURCE, "evidence plan"),
        (("1", "", "n", "T", "k"), Step.SOURCE, "source k"),
        (("1", "", "n", "T", "k", "City", "u.org", "2021", "p. 1"), Step.SOURCE, "source k"),
        (("1", "", "plan", "", "", "", "act", "s. 1"), Step.SOURCE, "evidence act"),
        (("1", "", "plan", "c"), Step.SOURCE, "evidence plan"),
        (("1", "m", "c", "h"), Step.CONFIDENCE, "confidence"),
        (("1", "m", "r", "More.", ""), Step.MORE_TEXT, "recommendation"),
        (("1", "", "plan", "", "", "", "d 1"), Step.SOURCE, "evidence plan that was taken out"),
    ],
)
def test_undo_takes_the_last_answer_back_byte_for_byte(
    lines: tuple[str, ...], question: Step, said: str
) -> None:
    """A piece of evidence is one answer, with the source that was made for it."""
    session = start({"1.1": "4.2"})
    seen = [session]
    for line in lines:
        session = after(session, line)
        seen.append(session)
    turn = type_in(session, "u")
    assert asked(turn.session) == ("1.2", question)
    name = said if said.startswith("source") else f"1.2 {said}"
    assert turn.says[0] == f"Taken back: {name}. The file is what it was before that answer."
    earlier = [each for each in seen if each.raw == turn.session.raw]
    assert earlier and asked(earlier[-1])[1] in (question, Step.TITLE, Step.KEY)
    assert session.raw != turn.session.raw
    assert "There is nothing to take back" in type_in(turn.session, "u").says[0]


def test_undo_comes_back_to_the_beginning_of_a_question_and_says_which() -> None:
    """Never into the middle of a source that was chosen by mistake, where what is typed becomes its place."""
    session = after(start({"1.1": "4.2"}), "1", "", "plan", "p. 1", "")
    turn = type_in(session, "u")
    assert turn.says == (
        "Taken back: 1.2 evidence plan. The file is what it was before that answer.",
        "This is 1.2 Limits in law again.",
    )
    assert asked(turn.session) == ("1.2", Step.SOURCE)
    assert "evidence" not in ratings_of(turn.session)["1.2"]
    session = after(start({"1.1": "4.2"}), "1", "", "n", "New law", "new", "Parliament", "u")
    assert asked(session) == ("1.2", Step.SOURCE)
    assert (session.key, session.item) == ("", {})


EVIDENCE = [{"source": "plan", "locator": "p. 1"}, {"source": "act"}, {"source": "plan", "quote": "so"}]


@pytest.mark.parametrize(
    ("line", "left"),
    [("d 1", EVIDENCE[1:]), ("D 2", [EVIDENCE[0], EVIDENCE[2]]), ("/d 3", EVIDENCE[:2])],
)
@pytest.mark.parametrize("lines", [(), ("", ""), ("3", "k")])
def test_evidence_is_taken_out_by_its_number_wherever_it_is_shown(
    lines: tuple[str, ...], line: str, left: list[Any]
) -> None:
    """At the rating itself, at its evidence, and after it was rated anew."""
    session = after(
        start({"1.2": {"level": "pass", "rationale": "So.", "evidence": EVIDENCE}}), "g 1.2", *lines
    )
    turn = type_in(session, line)
    assert turn.says[0].startswith("Taken out: ")
    assert turn.shows_again
    assert asked(turn.session) == asked(session)
    assert ratings_of(turn.session)["1.2"]["evidence"] == left
    assert turn.session.has_old_evidence is session.has_old_evidence
    assert after(turn.session, "u").raw == session.raw


@pytest.mark.parametrize("evidence", [{"source": "plan"}, [{"source": "plan"}]])
def test_the_last_piece_of_evidence_takes_its_key_along(evidence: Any) -> None:
    session = after(
        start({"1.2": {"level": "fail", "rationale": "So.", "evidence": evidence}}), "g 1.2", "d 1"
    )
    assert ratings_of(session)["1.2"] == {"level": "fail", "rationale": "So."}
    assert type_in(session, "d 1").says == ("There is no evidence to take out.",)


@pytest.mark.parametrize("line", ["d", "d 0", "d 4", "d x", "d ²", "d -1", "d 99999999999999999999"])
def test_what_is_no_number_of_evidence_takes_nothing_out(line: str) -> None:
    session = after(start({"1.2": {"level": "pass", "rationale": "So.", "evidence": EVIDENCE}}), "g 1.2")
    turn = type_in(session, line)
    assert turn.session == session
    assert turn.says == ("Write which piece of evidence to take out: d 1 to d 3.",)


def test_a_text_may_begin_like_the_command_that_takes_evidence_out() -> None:
    session = after(start({"1.1": "4.2"}), "1", "d 1", "")
    assert ratings_of(session)["1.2"]["rationale"] == "d 1"


def test_undo_comes_back_to_the_question() -> None:
    session = after(start({"1.1": "4.2"}), "1", "", "", "u")
    assert asked(session) == ("1.2", Step.LEVEL)
    assert ratings_of(session) == {"1.1": "4.2"}


def test_confirming_takes_the_mark_away_and_nothing_else() -> None:
    carried = {"level": "pass", "rationale": "Then.", "x-review": "carried over from a@2020-01-01"}
    session = start({**GOOD, "1.2": carried, "2.1": "nope"})
    assert "c confirms" in type_in(session, "").says[0]
    turn = type_in(session, "c")
    assert ratings_of(turn.session)["1.2"] == {"level": "pass", "rationale": "Then."}
    assert asked(turn.session) == ("2.1", Step.LEVEL)
    assert "nothing to confirm" in type_in(turn.session, "c").says[0]


def test_confirming_asks_for_what_is_still_missing() -> None:
    carried = {"level": "pass", "x-review": "carried over"}
    session = start({"1.1": {"measured": "11"}, "1.2": carried}, city(evidence="required-for-pass"))
    assert asked(after(session, "c")) == ("1.2", Step.SOURCE)
    wrong = {"level": "nope", "x-review": "carried over"}
    session = start({**GOOD, "1.2": wrong})
    assert type_in(session, "c").session == session


def test_rating_anew_takes_the_mark_away() -> None:
    session = start({**GOOD, "1.2": {"level": "pass", "x-review": "carried over", "x-mine": "kept"}})
    assert ratings_of(after(session, "1"))["1.2"] == {"level": "pass", "x-mine": "kept"}
    assert ratings_of(after(session, "2"))["1.2"] == {"level": "partial", "x-mine": "kept"}


def test_more_offers_confidence_recommendation_and_evidence() -> None:
    session = after(start({"1.1": "4.2"}), "1", "m")
    assert asked(session) == ("1.2", Step.MORE)
    assert asked(after(session, "")) == ("1.2", Step.RATIONALE)
    sure = after(session, "c", "m")
    assert ratings_of(sure)["1.2"] == {"level": "pass", "confidence": "medium"}
    assert asked(sure) == ("1.2", Step.MORE)
    assert ratings_of(after(sure, "c", "n"))["1.2"] == {"level": "pass"}
    assert asked(after(sure, "c", "")) == ("1.2", Step.MORE)
    told = after(session, "r", "A law.", "And money.", "")
    assert ratings_of(told)["1.2"]["recommendation"] == "A law.\nAnd money."
    assert asked(told) == ("1.2", Step.MORE)
    cited = after(session, "e", "2", "", "", "")
    assert asked(cited) == ("1.2", Step.SOURCE)
    assert asked(after(cited, "")) == ("1.2", Step.MORE)
    assert asked(after(cited, "", "")) == ("1.2", Step.RATIONALE)
    unrated = after(start({"1.1": "4.2"}), "m")
    assert type_in(unrated, "e").session == unrated


@pytest.mark.parametrize("number", ["1", "2", "3", "4"])
def test_in_the_menu_no_number_is_taken_for_a_rating(number: str) -> None:
    for lines in (("m",), ("m", "r", "A law.", ""), ("m", "c"), ("m", "c", "h")):
        session = after(start({"1.1": "4.2", "1.2": {"level": "fail"}, "2.1": None}), "g 1.2", *lines)
        turn = type_in(session, number)
        assert turn.session == session
        assert turn.says[0].startswith(f"There is no answer {number}.")


# A rating that is changed -----------------------------------------------------------------------

CARRIED = {"level": "partial", "rationale": "Survey: 72 %.", "evidence": [{"source": "plan"}]}


def test_the_old_reason_is_kept_or_replaced_knowingly() -> None:
    session = after(start({**GOOD, "1.2": CARRIED}), "g 1.2", "1")
    assert asked(session) == ("1.2", Step.RATIONALE)
    for kept in ("", "k", "K"):
        assert asked(after(session, kept)) == ("1.2", Step.SOURCE)
        assert ratings_of(after(session, kept))["1.2"]["rationale"] == "Survey: 72 %."
    assert ratings_of(after(session, "New survey: 93 %.", ""))["1.2"]["rationale"] == "New survey: 93 %."


def test_the_old_evidence_is_kept_added_to_or_taken_out() -> None:
    session = after(start({**GOOD, "1.2": CARRIED}), "g 1.2", "1", "k")
    for kept in ("", "k"):
        assert asked(after(session, kept))[1] is Step.END
        assert ratings_of(after(session, kept))["1.2"]["evidence"] == [{"source": "plan"}]
    assert len(ratings_of(after(session, "act"))["1.2"]["evidence"]) == 2
    dropped = after(session, "d")
    assert "evidence" not in ratings_of(dropped)["1.2"]
    assert asked(dropped) == ("1.2", Step.SOURCE)
    same = after(start({**GOOD, "1.2": CARRIED}), "g 1.2", "", "")
    assert type_in(same, "d").session == same


def test_what_does_not_apply_is_not_set_aside_for_another_s_reason() -> None:
    there = {"level": "not-rated", "rationale": "The law was not found."}
    session = after(start({**GOOD, "1.2": there}), "g 1.2", "na")
    turn = type_in(session, "")
    assert turn.session == session
    assert "needs a reason of its own" in turn.says[0]
    assert asked(after(session, "k")) == ("1.2", Step.SOURCE)
    assert ratings_of(after(session, "No power.", ""))["1.2"]["rationale"] == "No power."


def test_a_reason_written_before_the_rating_leaves_it_to_be_rated() -> None:
    session = start({**GOOD, "1.2": {"level": "not-rated"}})
    edited = take_edited(session, "Because.").session
    assert ratings_of(edited)["1.2"] == {"rationale": "Because."}
    assert asked(begin_session(edited.framework, edited.raw)) == ("1.2", Step.LEVEL)
    chosen = take_edited(after(session, "nr"), "It was not found.").session
    assert ratings_of(chosen)["1.2"] == {"level": "not-rated", "rationale": "It was not found."}


@pytest.mark.parametrize(
    ("typed", "quote"),
    [
        ('"every home"', "every home"),
        ("“every home”", "every home"),
        ("„every home“", "every home"),
        ("«every home»", "every home"),
        ("'every home'", "every home"),
        ('"one" and "two"', '"one" and "two"'),
        ('"unclosed', '"unclosed'),
        ('""', '""'),
    ],
)
def test_a_quote_loses_the_marks_around_it(typed: str, quote: str) -> None:
    session = after(start({"1.1": "4.2"}), "1", "", "plan", "p. 1", typed)
    assert ratings_of(session)["1.2"]["evidence"][0]["quote"] == quote


def test_undo_says_what_it_takes_back() -> None:
    session = after(start({"1.1": "4.2"}), "1", "Because.", "")
    turn = type_in(session, "u")
    assert turn.says[0].startswith("Taken back: 1.2 rationale.")
    assert turn.shows_again


# A final assessment -----------------------------------------------------------------------------


def changed_final() -> Session:
    framework = city()
    session = begin_session(framework, file_of(GOOD), today="2021-05-01")
    return after(session, "g 1.2", "1")


@pytest.mark.parametrize("leaves", [("q",), ("", "", "")])
def test_after_a_change_of_a_final_assessment_a_correction_is_asked_for(leaves: tuple[str, ...]) -> None:
    session = after(changed_final(), *leaves)
    assert session.step is Step.CORRECTION
    turn = type_in(session, "1.2 was first rated fail.")
    assert turn.wish is DriverTask.LEAVE
    assert isinstance(turn.session.data, dict)
    assert turn.session.data["corrections"] == [{"date": "2021-05-01", "text": "1.2 was first rated fail."}]
    for nothing in ("", "q"):
        assert type_in(session, nothing).wish is DriverTask.LEAVE
        assert type_in(session, nothing).session.raw == session.raw


def test_no_correction_is_asked_for_where_nothing_final_was_changed() -> None:
    assert type_in(after(changed_final(), "u"), "q").wish is DriverTask.LEAVE
    draft = begin_session(city(), file_of(GOOD, stage="draft"), today="2021-05-01")
    assert type_in(after(draft, "g 1.2", "1"), "q").wish is DriverTask.LEAVE


def document_of(raw: bytes, framework: Framework) -> RatedDocument:
    return RatedDocument(framework=framework, document=parse_document(raw))


def written_into(raw: bytes, answers: list[Answer], framework: Framework) -> bytes:
    return document_of(raw, framework).patch(*answers).raw


@pytest.mark.parametrize(
    "there",
    [
        {"date": "2021-04-01", "text": "One."},
        [{"date": "2021-04-01", "text": "One."}],
    ],
)
def test_a_correction_comes_after_those_that_are_there(there: Any) -> None:
    raw = file_of(GOOD, corrections=there)
    answer = Answer.of_correction(parse_document(raw).data, "2021-05-01", "Two.")
    written = written_into(raw, [answer], city())
    data = parse_document(written).data
    assert isinstance(data, dict)
    assert data["corrections"] == [
        {"date": "2021-04-01", "text": "One."},
        {"date": "2021-05-01", "text": "Two."},
    ]


def test_a_complete_draft_is_asked_whether_it_is_final() -> None:
    session = start(GOOD, stage="draft")
    assert type_in(session, "").wish is DriverTask.LEAVE
    assert type_in(session, "2").session.raw == session.raw
    turn = type_in(session, "1")
    assert isinstance(turn.session.data, dict)
    assert (turn.session.data["stage"], turn.wish) == ("final", DriverTask.LEAVE)
    assert type_in(session, "x").wish is DriverTask.NOTHING
    for other in (start(GOOD), start({**GOOD, "1.2": "not-rated"}, stage="draft")):
        assert type_in(after(other, "s"), "1").session.data == other.data


def test_the_end_of_input_takes_what_was_typed() -> None:
    turn = finish_session(after(start({"1.1": "4.2"}), "3", "Half a"))
    assert (ratings_of(turn.session)["1.2"]["rationale"], turn.wish) == ("Half a", DriverTask.LEAVE)
    assert finish_session(start({})).wish is DriverTask.LEAVE


def test_a_framework_of_which_nothing_counts_is_at_its_end() -> None:
    framework = yardstick("1", dimension("d", small("i", state="future")))
    session = begin_session(framework, file_of({}, framework="f@1"))
    for line in ("b", "s", "e", "m", "c", "u", "1", "g i", "?", "x"):
        assert type_in(session, line).session == session


# The file's text --------------------------------------------------------------------------------

COMMENTED = (
    '# First\r\nkind: assessment\r\nframework: "city-air@2.0"   # pinned\r\n'
    "subject: {id: springfield, name: Springfield}\r\ndate: 2021-03-11\r\n"
    "ratings:\r\n  # Particles.\r\n  \"1.1\": 4.2 # mean\r\n  # Law.\r\n  '1.2':\r\n"
    "    level:   fail   # why?\r\n    working_note: |\r\n      Not for others.\r\n    x-mine: [1, 2]\r\n"
    "# Last\r\n"
)


def test_only_what_is_answered_changes_in_the_text() -> None:
    raw = b"\xef\xbb\xbf" + COMMENTED.encode()
    framework = city()
    there, (one, two, _) = document_of(raw, framework), framework.indicators()
    assert written_into(raw, [there.parse_rating(two, "pass")], framework) == raw.replace(
        b"level:   fail   #", b"level: pass   #"
    )
    rationale = Answer.of_rating(two, "rationale", {"rationale": "Enacted."})
    assert written_into(raw, [rationale], framework).decode() == raw.decode().replace(
        "# why?\r\n", "# why?\r\n    rationale: |\r\n      Enacted.\r\n"
    )
    assert written_into(
        raw, [there.parse_rating(one, "not-rated")], framework
    ).decode() == raw.decode().replace('"1.1": 4.2 # mean', '"1.1": not-rated # mean')
    assert written_into(raw, [there.parse_rating(two, "fail")], framework) == raw


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "    evidence: # where\n      source: 'plan' # of 2021\n      # in the middle\n\n"
            "      quote: |\n        Two\n\n          lines.\n      note: plain\n        text\n"
            "    # after\n",
            "    evidence: # where\n      - source: 'plan' # of 2021\n        # in the middle\n\n"
            "        quote: |\n          Two\n\n            lines.\n        note: plain\n          text\n"
            "      - source: act\n    # after\n",
        ),
        (
            "    evidence: {source: plan, locator: 'p. 1'} # there\n",
            "    evidence: # there\n      - source: plan\n        locator: p. 1\n      - source: act\n",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_one_piece_of_evidence_becomes_a_list_as_it_was_typed(one: str, two: str, newline: str) -> None:
    text = file_of({"1.2": {"level": "fail"}}).decode().replace("level: fail\n", "level: fail\n{}")
    framework = city()
    judged = next(each for each in framework.indicators() if each.id == "1.2")
    raw = text.replace("{}", one).replace("\n", newline).encode()
    there = document_of(raw, framework).rating_of(judged).evidence
    answer = Answer.of_evidence(judged, (*there, {"source": "act"}), "act")
    assert written_into(raw, [answer], framework).decode() == text.replace("{}", two).replace("\n", newline)


def test_a_bare_word_stays_one_unless_more_is_said() -> None:
    session = start(GOOD)
    assert b'"1.2": pass\n' in after(session, "g 1.2", "1").raw
    more = after(session, "g 1.2", "1", "Because.", "")
    assert ratings_of(more)["1.2"] == {"level": "pass", "rationale": "Because."}
    cited = after(session, "g 1.1", "", "", "1")
    assert ratings_of(cited)["1.1"] == {"measured": "4.2", "evidence": [{"source": "act"}]}


def test_new_ratings_stand_in_the_order_of_the_framework() -> None:
    session = after(start({"2.1": "pass"}), "4", "", "", "1")
    assert list(ratings_of(session)) == ["1.1", "1.2", "2.1"]


def test_a_stage_that_was_not_said_is_said_only_for_a_draft() -> None:
    raw, framework = file_of(GOOD), city()
    assert written_into(raw, [Answer.of_stage(Stage.FINAL)], framework) == raw
    assert b"stage: draft\n" in written_into(raw, [Answer.of_stage(Stage.DRAFT)], framework)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_first_source_stands_where_its_hint_was(newline: str) -> None:
    head = file_of(GOOD, sources=None).decode()
    hint = "# What ratings cite:\n#\n# sources:\n#   plan:\n#     title: Air plan\n\n"
    text = head.replace("ratings:\n", f"{hint}ratings:\n").replace("\n", newline)
    raw = written_into(text.encode(), [Answer.of_source("law", {"title": "Law"})], city())
    added = "sources:\n  law:\n    title: Law\n".replace("\n", newline)
    assert raw.decode() == text.replace(f"# sources:{newline}", added)
    freed = raw.decode().replace("#   plan", "  plan").replace("#     title", "    title")
    data = parse_document(freed.encode()).data
    assert isinstance(data, dict)
    assert data["sources"] == {"law": {"title": "Law"}, "plan": {"title": "Air plan"}}


def test_without_a_hint_the_first_source_stands_in_the_usual_place() -> None:
    for more in ("", "# sources:\n# sources:\n", "# sources: none\n"):
        raw = file_of(GOOD, sources=None) + more.encode()
        written = written_into(raw, [Answer.of_source("law", {"title": "Law"})], city())
        assert b"sources:\n  law:\n    title: Law\nratings:" in written


# Whatever is typed ------------------------------------------------------------------------------

LINES = st.one_of(
    st.sampled_from(
        [
            *words("1 2 3 4 5 s b u u c m n e ? q 4.2 8 na nr pass plan act k1 k2 2021-03 /b /u k d r h ---"),
            *("", "", "", "g 1.2", "g 2.1", "A title", "a\n\nb", "\n", "text: with # signs", "- a", "'\""),
            *("\x1b[A", "- - -", "...", "&a *b !c %d"),
        ]
    ),
    PLAIN_TEXT,
    st.text(max_size=8),
)
STARTS = st.fixed_dictionaries(
    {},
    optional={
        "1.1": st.sampled_from(
            ["4.2", "not-rated", {"measured": "9", "x-review": "carried over"}, "pass", None]
        ),
        "1.2": st.sampled_from(
            [
                "fail",
                "not-applicable",
                "nope",
                {"level": "pass", "evidence": {"source": "plan", "locator": "p. 1"}, "x-mine": "kept"},
                {"level": "pass", "evidence": {"source": "plan", "quote": "One.\n\nTwo."}},
                {"level": "fail", "rationale": "Old.", "working_note": "Mine.", "x-review": "carried over"},
            ]
        ),
        "2.1": st.sampled_from(["pass", {"level": "not-rated"}, {"level": "partial", "confidence": "low"}]),
    },
)
POLICIES = st.sampled_from(["optional", "required", "required-for-pass"])


def own_keys(data: Data) -> Any:
    """Return what of a file's ratings is no field."""
    assert isinstance(data, dict)
    ratings = data.get("ratings")
    entries = ratings.items() if isinstance(ratings, dict) else ()
    return [
        (id, key, value)
        for id, entry in entries
        for key, value in (entry.items() if isinstance(entry, dict) else ())
        if key in ("x-mine", "working_note")
    ]


def styled(ratings: Any, style: str) -> bytes:
    """Return a draft in one of several styles of YAML, with a comment at its end."""
    raw = file_of(ratings, stage="draft")
    if style == "braces":
        raw = as_yaml(parse_document(raw).data) + b"\n"
    raw += b"# The end\n"
    return raw.replace(b"\n", b"\r\n") if style == "crlf" else raw


@settings(max_examples=rounds(40, 200))
@given(STARTS, POLICIES, st.lists(LINES, max_size=25), st.sampled_from(["block", "braces", "crlf"]))
def test_whatever_is_typed_no_saved_answer_is_lost(
    ratings: Any, policy: str, lines: list[str], style: str
) -> None:
    framework = city(evidence=policy)
    session = begin_session(framework, styled(ratings, style))
    end = b"# The end\r\n" if style == "crlf" else b"# The end\n"
    written: list[bytes] = []
    for line in lines:
        turn = advance(session, line)
        if turn.answer is not None and turn.session.raw != session.raw:
            written.append(session.raw)
            _check_written(session.data, turn.answer, turn.session.data, framework)
        elif turn.session.raw != session.raw:
            assert turn.session.raw in written  # a piece of evidence is taken back as one
            del written[written.index(turn.session.raw) :]
        assert turn.session.raw.endswith(end)
        if style == "crlf":
            assert turn.session.raw.count(b"\n") == turn.session.raw.count(b"\r\n")
        document = parse_document(turn.session.raw)
        assert document.findings == ()
        assert document.data == turn.session.data
        session = turn.session
    _check_resumes(begin_session(framework, session.raw))


def _check_written(before: Data, answer: Answer, after: Data, framework: Framework) -> None:
    """An answer is in the file as it was given, and everything else is as it was."""
    wanted = {**read_fields(before, framework), **answer.fields}
    assert read_fields(after, framework) == {key: value for key, value in wanted.items() if value}
    assert own_keys(after) == own_keys(before)


def _check_resumes(session: Session) -> None:
    """A session begins at the first that is not complete; all before it are."""
    found = [session.rating_of(each).progress for each in session.things]
    assert all(each is RatingProgress.COMPLETE for each in found[: session.at])
    assert session.step is Step.END or found[session.at] is not RatingProgress.COMPLETE


def test_a_measurement_may_be_below_nothing() -> None:
    framework = yardstick("1", dimension("d", measured("i", ("pass", "5"))))
    session = begin_session(framework, file_of({}, framework="f@1"))
    assert type_in(session, "-3").says == ("i is rated Pass: -3 µg.",)
