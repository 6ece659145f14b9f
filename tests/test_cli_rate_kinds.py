"""`scorecard rate` of what gives no verdicts: elements, points, tags, and what is said of a dimension."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.builders import data_file, write_text, write_yaml
from tests.commands import Outcome, run, start

FILE = "assessments/bay/2024-01-01.yaml"
FRAMEWORK = data_file("all-kinds.yaml")


def assess(ratings: dict[str, Any], *, tags: list[str] | None = None, stage: str = "draft") -> None:
    """Write the bay's assessment; it has the tag coast unless others are given."""
    subject = {"id": "bay", "name": "Bay", "tags": ["coast"] if tags is None else tags}
    top = {"kind": "assessment", "framework": "all-kinds@1", "subject": subject, "date": "2024-01-01"}
    rest = {"assessors": ["A. Person"], "sources": {"act": {"title": "The act"}}, "ratings": ratings}
    write_yaml(Path(FILE), {**top, "stage": stage, **rest})


@pytest.fixture(autouse=True)
def bay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project with an unrated draft, and the working directory in it."""
    monkeypatch.chdir(tmp_path)
    write_text(Path("frameworks/all-kinds.yaml"), FRAMEWORK)
    assess({})


def text() -> str:
    return Path(FILE).read_text(encoding="utf-8")


def rate(*lines: str) -> str:
    """Answer questions by lines from a pipe, and return what was shown."""
    return run("rate", "bay", stdin="".join(f"{line}\n" for line in lines)).err


def setting(*words: str) -> Outcome:
    return run("rate", "bay", *words)


# Question by question ---------------------------------------------------------------------------


def test_a_measurement_is_told_its_score_and_how_that_comes_about() -> None:
    """12.5 lies 9/10 of the way from 35 to 10, so it scores 9/10 of 1/2; 4 scores (35 - 4) / 35."""
    assert rate("12.5", "", "", "4", "q").startswith(
        "Bay, 1 January 2024\n"
        f"File       {FILE}\n"
        "Framework  Everything at once (all-kinds@1)\n"
        "Stage      DRAFT, not published\n"
        "Complete   0 of 6\n"
        "\n"
        "Every answer is saved at once. Type ? to see what can be typed, q to leave.\n"
        "\n"
        "1 of 6: 1.1 Fine particles\n"
        "Pillar  1 Limits\n"
        "\n"
        "Requirement: The annual mean of fine particles meets the guideline.\n"
        "\n"
        "Guidance: The mean of all stations.\n"
        "\n"
        "Now  – Not rated\n"
        "\n"
        "How the measurement is scored:\n"
        "- 10 at 5 µg/m³ or less, 5 at 10 µg/m³, 0 at 35 µg/m³ or more, and evenly in\n"
        "  between\n"
        "\n"
        "na  not applicable; needs a reason\n"
        "nr  not rated, and why\n"
        "Measurement in µg/m³ (? helps): 12.5\n"
        "1.1 is measured: 12.5 µg/m³.\n"
        "Its score is 4.50 out of 10.\n"
        "Rationale (an empty line ends it): \n"
        "\n"
        "Evidence: where can this be checked?\n"
        "1  act: The act\n"
        "n  a new source\n"
        "Source (Enter for none): \n"
        "\n"
        "2 of 6: 1.2 Days\n"
        "Pillar  1 Limits\n"
        "\n"
        "Requirement: There are few days above it.\n"
        "\n"
        "Guidance: Of a calendar year.\n"
        "\n"
        "Now  – Not rated\n"
        "\n"
        "How the measurement is rated:\n"
        "- yes: at most 3 days\n"
        "- In part: at most 18 days\n"
        "- no: everything else\n"
        "\n"
        "How the measurement is scored:\n"
        "- 10 at 0 days or less, 0 at 35 days or more, and evenly in between\n"
        "\n"
        "na  not applicable; needs a reason\n"
        "nr  not rated, and why\n"
        "Measurement in days (? helps): 4\n"
        "1.2 is rated In part: 4 days.\n"
        "Its score is 8.86 out of 10.\n"
    )


def test_an_element_is_asked_as_part_of_its_indicator_and_levels_have_no_status() -> None:
    shown = rate("g 1.3d", "2", "", "", "q")
    assert (
        "5 of 6: 1.3d The data are open.\n"
        "Pillar   1 Limits\n"
        "Measure  1.3 Stations / 1.3c Their data: question 3 of 3\n"
        "\n"
        "Requirement: The data are open.\n"
        "\n"
        "Guidance: Ask the port.\n"
        "\n"
        "Now  – Not rated\n"
        "\n"
        "1  yes\n"
        "2  In part\n"
        "3  no\n"
        "4  not applicable (or na); needs a reason\n"
        "5  not rated (or nr), and why\n"
        "Rating, 1 to 5 (? helps): 2\n"
        "1.3d is rated In part.\n"
    ) in shown
    assert "Complete          1 of 6\nRatings           1 of 6 is rated, 5 not rated\n" in shown


def test_where_only_ascii_is_shown_no_digit_stands_beside_the_digits_that_are_typed() -> None:
    assess({"1.3d": "partly"})
    last_year = text().replace("2024-01-01", "2023-01-01").replace("stage: draft", "stage: final")
    write_text(Path("assessments/bay/2023-01-01.yaml"), last_year)
    shown = start("rate", "bay", cwd=Path.cwd(), stdin=b"g 1.3d\nq\n", PYTHONIOENCODING="ascii").err
    assert "Now        * In part\nLast time  * In part: 1 January 2023\n" in shown
    assert "\n1  yes\n2  In part\n3  no\n" in shown


def test_what_a_subject_is_not_asked_is_not_asked() -> None:
    assess({"2.1": "yes"}, tags=[])
    shown = rate("g 1.3d", "g 1.3b", "g 2", "g 2.1", "q")
    assert "4 of 4: 1.3d" in shown
    assert "Stations / 1.3c Their data: question 2 of 2\n" in shown
    assert "1.3b is asked only of subjects tagged coast or port: it is not rated.\n" in shown
    assert "2.1 is asked only of subjects tagged coast: it is not rated.\n" in shown
    before = text()
    said = run("rate", "bay", "--set", "2.1=no", columns=200)
    assert (said.code, said.err) == (
        2,
        "Error: --set: 2.1 is asked only of subjects tagged coast in all-kinds@1 and cannot be rated\n"
        "  if that is true of it, write the tag under the subject's `tags`\n",
    )
    assert text() == before


RATED = {"1.1": "5", "1.2": "0", "1.3a": "yes", "1.3b": "yes", "1.3d": "yes", "2.1": "yes"}


@pytest.mark.parametrize("ratings", [{}, RATED])
def test_nothing_says_pass_or_fail_or_verdict(ratings: dict[str, Any]) -> None:
    for stage in ("draft", "final"):
        assess(ratings, stage=stage)
        lines = (
            "g 1.3a",
            "?",
            "3",
            "Why not.",
            "",
            "m",
            "",
            "d",
            "x",
            "",
            "u",
            "g 1",
            "?",
            "g 2.1",
            "9",
            "s",
            "q",
        )
        for shown in (rate(*lines), setting("--set", "1.3a=no").err, setting("--set", "1.2").err):
            said = shown.casefold()
            assert not [word for word in ("pass", "fail", "verdict", "near miss", "unjudged") if word in said]


def test_a_grade_that_turns_on_what_is_published_is_said_aloud() -> None:
    """All at best is a; with 1.1, 1.2 and 2.1 at worst: (0 + 0 + 1) / 3 = 1/3 and 0, so 1/6, which is c."""
    assess(RATED, stage="final")
    words = ("--set", "1.1=35", "--set", "1.2=35", "--set", "2.1=no", "--correction", "Misread.")
    assert setting(*words).err.endswith(
        "- 1.1: 5 µg/m³ → 35 µg/m³\n- 1.1 score: 0.00 out of 10\n"
        "- 1.2: 0 days → 35 days\n- 1.2 score: 0.00 out of 10\n"
        f"- 2.1: yes → no\n- correction of {date.today()}: written\n"
        "Bay, 2024-01-01: the grade was Leading and is now Behind.\n"
    )


def test_without_grades_it_is_the_score_that_is_said_aloud() -> None:
    """2.1 at worst: (1 + 0) / 2."""
    grades = next(line for line in FRAMEWORK.split("\n") if line.startswith("grades:"))
    write_text(Path("frameworks/all-kinds.yaml"), FRAMEWORK.replace(f"{grades}\n", ""))
    assess(RATED, stage="final")
    said = setting("--set", "2.1=no", "--correction", "Misread.").err
    assert said.endswith("Bay, 2024-01-01: the score was 10.00 and is now 5.00.\n")


# Dimensions -------------------------------------------------------------------------------------


def test_of_a_dimension_it_is_asked_what_there_is_to_say_and_never_a_level() -> None:
    shown = rate("g 1", "Strong on measurement.", "", "1", "p. 3", "", "", "", "More of it.", "", "q")
    assert (
        "Pillar 1: Limits\n"
        "\n"
        "What the law sets.\n"
        "\n"
        "What is there to say of it as a whole? Its result follows from what is in it.\n"
        "Rationale (an empty line ends it): Strong on measurement.\n"
        "… \n"
        "The rationale is saved.\n"
        "\n"
        "Evidence: where can this be checked?\n"
        "1  act: The act\n"
        "n  a new source\n"
        "Source (Enter for none): 1\n"
        "Source: The act.\n"
        "Where in it, such as p. 12: p. 3\n"
        "The words there, if you quote: \n"
        "A note, if any: \n"
        "Another source (Enter: no more): \n"
        "Recommendation, until an empty line: More of it.\n"
        "… \n"
        "The recommendation is saved.\n"
        "\n"
        "1 of 6: 1.1 Fine particles\n"
    ) in shown
    assert text().endswith(
        'ratings:\n  "1":\n    rationale: |\n      Strong on measurement.\n    evidence:\n'
        "      - source: act\n        locator: p. 3\n    recommendation: |\n      More of it.\n"
    )
    assert run("validate").code == 0
    again = rate("g 1", "?", "u", "", "d 1", "", "", "b", "q")
    assert "Rationale now: Strong on measurement.\n" in again
    assert "Evidence now:\n- The act, p. 3 (d 1 takes it out)\n" in again
    assert "Recommendation now: More of it.\n" in again
    assert "Rationale (Enter or k keeps it): \n" in again
    assert "evidence" not in text()


def assessed_before(ratings: dict[str, Any]) -> None:
    """Write what is there with other ratings as the final assessment of the year before."""
    now = text()
    assess(ratings, stage="final")
    before = text().replace("2024-01-01", "2023-01-01")
    write_text(Path("assessments/bay/2023-01-01.yaml"), before)
    write_text(Path(FILE), now)


def test_a_dimension_shows_what_was_said_of_it_last_time() -> None:
    """Only where that is not what is said of it now; and of what nothing was said of, it is told."""
    assess({"1": {"rationale": "Weak now."}, "1.3": {"rationale": "As ever."}})
    then = {"rationale": "Strong then.", "recommendation": "More of it.", "evidence": [{"source": "act"}]}
    assessed_before({"1": then, "1.3": {"rationale": "As ever."}})
    asked = "\nWhat is there to say of it as a whole? Its result follows from what is in it.\n\n"
    told = "Last time  1 January 2023\n\nRationale now: Weak now.\n\nRationale then: Strong then.\n\n"
    assert f"{asked}{told}Recommendation then: More of it.\nRationale (" in rate("g 1", "q")
    told = "Last time  1 January 2023\n\nRationale now: As ever.\n"
    assert f"{asked}{told}Rationale (" in rate("g 1.3", "q")
    told = "Last time  1 January 2023: nothing was said of it\n"
    assert f"{asked}{told}Rationale (" in rate("g 1.3c", "q")


def test_a_dimension_is_told_what_it_was_last_time() -> None:
    """1x has the place of 1, and 2x that of no one dimension."""
    assessed_before({"1": {"rationale": "Strong then."}})
    later = FRAMEWORK.replace('version: "1"', 'version: "2"\nreplaces: all-kinds@1')
    later = later.replace('- id: "1"\n', '- id: 1x\n    replaces: ["1"]\n').replace(
        '- id: "2"\n', "- id: 2x\n"
    )
    write_text(Path("frameworks/all-kinds@2.yaml"), later)
    write_text(Path(FILE), text().replace("all-kinds@1", "all-kinds@2"))
    assert "\nLast time  1 January 2023, as 1\n\nRationale then: Strong then.\n" in rate("g 1x", "q")
    assert "\nLast time  1 January 2023: nothing then was just this\n" in rate("g 2x", "q")


def test_a_dimension_that_counts_as_an_indicator_is_called_so() -> None:
    assert "\nMeasure 1.3: Stations\n" in rate("g 1.3", "q")


def test_a_dimension_is_never_counted_among_what_is_rated_but_what_was_carried_over_is_confirmed() -> None:
    carried = {"x-review": "carried over from bay@2023-01-01", "rationale": "Strong."}
    assess({**RATED, "1": carried})
    shown = rate("c", "q")
    assert "Complete          6 of 6\n" in shown
    assert "To confirm  carried over from bay@2023-01-01; c confirms it\n" in shown
    assert "Rationale (c confirms, Enter or k keeps it): c\n1 is confirmed.\n" in shown
    assert 'ratings:\n  "1.1": 5\n' in text()
    assert text().endswith('  1:\n    rationale: "Strong."\n')
    assess({**RATED, "1": carried})
    rate("Weaker.", "", "q")
    assert text().endswith("  1:\n    rationale: |\n      Weaker.\n")


def test_a_dimension_is_set_by_its_id_alone() -> None:
    outcome = setting(
        "--set", "1", "--rationale", "Strong.", "--evidence", "act:p. 3", "--recommendation", "More."
    )
    assert (outcome.code, outcome.err) == (
        0,
        f"{FILE}\n\n- 1 rationale: written\n- 1 recommendation: written\n- 1 evidence: act, p. 3 (added)\n",
    )
    assert text().endswith(
        'ratings:\n  "1":\n    rationale: |\n      Strong.\n    evidence:\n'
        "      - source: act\n        locator: p. 3\n    recommendation: |\n      More.\n"
    )
    assert run("validate").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "1=yes"), "1: it is a dimension, whose result is computed, and is given no value"),
        (("--set", "1"), "whose result is computed, and is given nothing"),
        (
            ("--set", "1", "--confidence", "high"),
            "1: it is a dimension, whose result is computed, and is given no confidence",
        ),
        (("--set", "1", "--set", "1.3a=yes", "--rationale", "Why."), "give exactly one --set with them"),
        (("--set", "1", "--evidence", "acts"), "did you mean act?"),
    ],
)
def test_what_cannot_be_said_of_a_dimension_is_refused(words: tuple[str, ...], said: str) -> None:
    before, outcome = text(), setting(*words)
    assert outcome.code == 2
    assert said in " ".join(outcome.err.split())
    assert text() == before


def test_what_is_to_confirm_of_a_dimension_is_told_at_the_end() -> None:
    assess({**RATED, "1": {"x-review": "carried over", "rationale": "Strong."}})
    assert "To confirm        1\n" in rate("s", "q")
    assert "- still to confirm: 1\n" in setting("--stage", "final").err


def test_an_error_in_what_is_not_asked_is_told_for_no_question_mends_it() -> None:
    assess({"2.1": "not-applicable"}, tags=[])
    outcome = run("rate", "bay", stdin="q\n")
    assert outcome.code == 1
    assert "error SC301" in outcome.err
