"""Comparisons and frameworks with grades, elements, points and tags, as a user meets them.

`tests/data/standings/` has one framework without verdicts in two versions, and one that judges. Acme has the
tag mobile in 2020 and listed from 2021 on. What is expected was worked out by hand: in 2020 Acme's indicators
come to 1, 2/5, 1/3 (of 1/2, 1/2, 0), 3/4 and 0, in 2021 to 1/2, 1, 11/20, 5/6 and 1/2.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.builders import run_git
from tests.commands import ROOT, flat, run

DATA = Path(__file__).parent / "data" / "standings"
VERDICT = re.compile(r"\b(verdicts?|pass(es)?|partial|fails?|near miss|rated)\b", re.IGNORECASE)
"""What is not said of a framework that gives no verdicts; of "rated" see below."""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(path: str, *pairs: tuple[str, str]) -> None:
    file = Path(path)
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def said(*words: str, columns: int = 200) -> str:
    outcome = run(*words, "--format", "plain", columns=columns)
    assert outcome.code == 0, outcome.err
    return outcome.out


def lines(text: str) -> list[str]:
    return [flat(line) for line in text.splitlines()]


ACME = ("diff", "acme@2020-01-01", "acme@2021-01-01")


# Assessments --------------------------------------------------------------------------------------


def test_a_diff_speaks_of_indicators_and_has_elements_as_detail() -> None:
    out = lines(said(*ACME))
    assert out[0] == "◑ Halfway · Acme, 1 January 2021 · 5 of 5 rated · 2 up, 2 down since January 2020"
    assert "The score rose by 18.0 points: 20.5 because different indicators and services were rated" in flat(
        "\n".join(out)
    )
    assert "Compared on the 7 indicators and services asked the same way" in flat("\n".join(out))
    begin = out.index("Got better (2):")
    assert out[begin + 2] == "G4 ○ Behind → ● Leading Remedy 3 of its 3 services"
    assert [line.split(" ")[0] for line in out[begin + 3 : begin + 6]] == ["G4.1", "G4.2", "G4.3"]
    begin = out.index("Got worse (2):")
    assert out[begin + 2 : begin + 4] == [
        "P1 ● Leading → ◑ Halfway Collection 1 of its 2 services",
        "P1.2 ◑ Half → ○ None Mail",
    ]


def test_a_grade_is_compared_as_a_verdict_is() -> None:
    assert "grade" not in "\n".join(lines(said(*ACME)))
    out = flat(said("diff", "acme"))
    assert "● Leading · Acme, 1 January 2022" in out
    assert "Overall it rose from Halfway to Leading; the test changed too." in out
    assert "P ◑ Halfway → ● Leading Privacy 5.00 → 7.50 +2.50 on 2 of 2" in out
    assert "All scores are told out of 10; the first was published out of 100." in out
    beside = flat(said("diff", "acme@2021-01-01", "brick@2021-01-01"))
    assert "● Leading · Brick, 1 January 2021, beside Acme, 1 January 2021" in beside
    assert "The grade of Acme is Halfway." in beside
    assert "P ◑ Halfway → ? Halfway to Leading Privacy" in beside


def test_grades_stand_beside_verdicts() -> None:
    out = lines(said("diff", "coal"))
    assert "The grade was Halfway before. Overall it rose from partial to pass; " in flat("\n".join(out))
    begin = out.index("Dimensions:")
    assert out[begin + 1] == "Id Before Now Dimension Grade Score By what was done"
    assert (
        out[begin + 2] == "G ◐ Partial → ✓ Pass Governance Halfway → Leading 63.3 → 86.8 +19.0 on 5 of 6"
    )  # on G3 and G4, with one element that is not asked any more left out


def test_grades_of_a_version_with_other_grades_are_told_by_their_own() -> None:
    text = Path("frameworks/judged.yaml").read_text(encoding="utf-8")
    for old, new in (
        ('version: "1"', 'version: "2"\nreplaces: judged@1'),
        ("id: a, label: Leading", "id: gold, label: First class"),
        ("id: b, label: Halfway", "id: silver, label: Second class"),
    ):
        assert old in text
        text = text.replace(old, new)
    Path("frameworks/judged@2.yaml").write_text(text, encoding="utf-8")
    Path("frameworks/judged.yaml").rename("frameworks/judged@1.yaml")
    change("assessments/coal/2021-01-01.yaml", ("judged@1", "judged@2"))
    assert "G ◐ Partial → ✓ Pass Governance Halfway → First class " in flat(said("diff", "coal"))


def test_a_measurement_with_bands_and_points_has_both_scores() -> None:
    assert "G3 ✗ Fail → ✗ Fail Training 40 → 47 %, score 40.0 → 47.0" in lines(said("diff", "coal"))


def test_points_that_moved_are_no_change_of_what_was_measured() -> None:
    # 55 % was worth 11/20; by the points of version 2, from 20 to 100, it is worth 7/16.
    out = lines(said("diff", "acme"))
    begin = out.index("Same measurement, another threshold (1):")
    assert out[begin + 1] == "G3 ◑ 5.50 → ◑ 4.38 Training 55 %; by today's points it was 4.38"


def test_a_measurement_past_the_last_point_has_the_same_score() -> None:
    for date, measured in (("2021", "130"), ("2022", "120")):
        change(f"assessments/acme/{date}-01-01.yaml", ("G3: 55", f"G3: {measured}"))
    out = lines(said("diff", "acme"))
    begin = out.index("Same score, measured otherwise (1):")
    assert out[begin + 1] == "G3 ● 10.00 → ● 10.00 Training 130 → 120 %"


@pytest.mark.parametrize(("now", "way"), [("57", "worse"), ("53", "better")])
def test_points_tell_which_way_is_better(now: str, way: str) -> None:
    change(
        "frameworks/rights@2.yaml",
        ("at: 20, value: 0", "at: 20, value: 1"),
        ("100, value: 1", "100, value: 0"),
    )
    change("assessments/acme/2022-01-01.yaml", ("G3: 55", f"G3: {now}"))
    found = re.search(
        rf"^(Got \w+) .*(?:\n\w.*)*\nG3 .* Training 55 → {now} %",
        "\n".join(lines(said("diff", "acme"))),
        re.M,
    )
    assert found
    assert found[1] == f"Got {way}"


def test_what_tags_ask_is_coverage_and_says_so() -> None:
    out = lines(said(*ACME))
    assert "Its tags are not the same (mobile → listed), so not the same is asked." in flat("\n".join(out))
    begin = out.index("Now asked of it (1):")
    assert out[begin + 1] == "G2 · Not asked → ● Full Oversight"
    begin = out.index("No longer asked of it (1):")
    assert out[begin + 1 : begin + 4] == [
        "P2 ○ Behind → · Not asked Sharing 2 of its 2 services",
        "P2.1 ○ None → · Not asked Search",
        "P2.2 ○ None → · Not asked Mail",
    ]
    assert "because the test became" not in flat("\n".join(out))


def test_what_a_framework_asks_of_others_now_is_coverage_too() -> None:
    change(
        "frameworks/rights@2.yaml",
        ("20, value", "0, value"),
        ("        weight: 2\n", "        counts_as: indicator\n"),
    )
    change("frameworks/rights@2.yaml", ("applies_to: [mobile]", "applies_to: [mobile, listed]"))
    change("assessments/acme/2022-01-01.yaml", ("  P1.2: half", "  P1.2: half\n  P2.1: none\n  P2.2: none"))
    out = lines(said("diff", "acme"))
    assert "Now asked of it (1):" in out
    told = flat("\n".join(out))
    assert "1.33 because different" in told and "and 1.17 gained by what was done." in told, told
    assert "because the test became" not in told
    assert "tags are not the same" not in told


def test_of_another_subject_it_is_said_which_one_is_asked() -> None:
    out = lines(said("diff", "acme@2021-01-01", "brick@2021-01-01"))
    assert "Asked of this one only (1): Acme → Brick:" in out
    words = "Their tags are not the same (listed → mobile and listed), so not the same is asked."
    assert words in flat("\n".join(out))


def test_a_dimension_that_was_renumbered_is_the_same_one() -> None:
    out = said("diff", "acme")
    assert "no longer there" not in out
    assert "P9 ◑ Halfway → ● Leading Collection 1 of its 2 products" in lines(out)


def test_what_counts_as_an_indicator_and_is_gone_is_one_removed() -> None:
    path = "frameworks/rights@2.yaml"
    text = Path(path).read_text(encoding="utf-8")
    begin, end = text.index("      - id: P9"), text.index("      - id: P2\n")
    Path(path).write_text(text[:begin] + text[end:], encoding="utf-8")
    change("assessments/acme/2022-01-01.yaml", ("  P1.1: full\n", ""), ("  P1.2: half\n", ""))
    out = lines(said("diff", "acme"))
    begin = out.index("Removed (1):")
    assert out[begin + 1] == "P1 ◑ Halfway Collection 2 of its 2 products"


def test_a_grade_that_changed_though_nothing_compared_did_is_explained() -> None:
    for date, tags in (("2021", "listed"), ("2022", "")):
        change(f"assessments/acme/{date}-01-01.yaml", ("tags: [listed]", f"tags: [{tags}]"))
    change("assessments/acme/2021-01-01.yaml", ("G2: full", "G2: none"), ("rights@1", "rights@2"))
    change("assessments/acme/2022-01-01.yaml", ("  G2: full\n", ""))
    text = Path("assessments/acme/2021-01-01.yaml").read_text(encoding="utf-8")
    ratings = text[text.index("ratings:") :].replace("  G2: none\n", "")
    newer = Path("assessments/acme/2022-01-01.yaml")
    newer.write_text(newer.read_text(encoding="utf-8").partition("ratings:")[0] + ratings, encoding="utf-8")
    # The mean of 1/2, 0, 7/16, 5/6 and 1/2 is 0.454, without the 0 it is 0.568.
    change("frameworks/rights@2.yaml", ("score: 0.4}", "score: 0.5}"))
    out = flat(said("diff", "acme"))
    assert out.startswith("◑ Halfway ")
    assert "Overall it rose from Behind to Halfway, not by what was done: " in out
    assert (
        "The grade differs although no indicator that can be compared got better: it comes from what is "
        "asked or rated."
    ) in out


def test_a_verdict_that_is_given_on_one_side_alone() -> None:
    text = Path("frameworks/judged.yaml").read_text(encoding="utf-8")
    for old, new in (
        ('version: "1"', 'version: "2"\nreplaces: judged@1\nverdict: none'),
        ("pass_when: {score: 0.7}\npartial_when: {score: 0.4}\n", ""),
    ):
        assert old in text
        text = text.replace(old, new)
    Path("frameworks/judged@2.yaml").write_text(text, encoding="utf-8")
    Path("frameworks/judged.yaml").rename("frameworks/judged@1.yaml")
    change("assessments/coal/2021-01-01.yaml", ("judged@1", "judged@2"))
    out = flat(said("diff", "coal"))
    assert out.startswith("● Leading ")
    assert "The verdict was Partial before. Overall it rose from Halfway to Leading; " in out


@pytest.mark.parametrize(
    "words",
    [
        (*ACME, "--detail", "full", "--all"),
        ("diff", "acme"),
        ("diff", "acme@2021-01-01", "brick@2021-01-01"),
        ("diff", "rights"),
        ("show", "rights"),
    ],
)
@pytest.mark.parametrize("has_grades", [True, False])
def test_nothing_is_judged_that_its_framework_does_not_judge(
    words: tuple[str, ...], has_grades: bool
) -> None:
    if not has_grades:
        for version in "12":
            path = Path(f"frameworks/rights@{version}.yaml")
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"grades:\n(  - .*\n)+", "", text), encoding="utf-8")
    out = said(*words)
    found = {each[0].lower() for each in VERDICT.finditer(out)}
    allowed = {"rated"} if words[0] == "diff" else {"verdicts"}
    assert found <= allowed, found
    assert "• Rated" not in out
    assert ("Halfway" in out or "Leading" in out) == has_grades or words[1] == "rights"


def test_a_diff_since_a_revision_counts_indicators(project: Path) -> None:
    for command in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "All")):
        run_git(project, *command)
    change(
        "assessments/acme/2022-01-01.yaml", ("  G4.2: half\n  G4.3: half\n", "  G4.2: full\n  G4.3: full\n")
    )
    out = flat(said("diff", "--since", "HEAD"))
    assert "● Leading → ● Leading Acme, 1 January 2022: 1 rated higher; score 7.71 → 8.38 " in out


def test_elements_that_make_up_for_each_other_are_told_apart_from_no_change() -> None:
    change("assessments/acme/2022-01-01.yaml", ("P1.1: full", "P1.1: none"), ("P1.2: half", "P1.2: full"))
    out = lines(said("diff", "acme", "--detail", "changes"))
    begin = out.index("Of equal worth by other ratings (1):")
    assert out[begin + 1 : begin + 4] == [
        "P9 ◑ Halfway → ◑ Halfway Collection 2 of its 2 products",
        "P1.1 ● Full → ○ None Search",
        "P1.2 ○ None → ● Full Mail",
    ]
    assert "· 1 up, 1 down since January 2021" in out[0]


def test_what_is_written_about_a_dimension_is_compared_word_by_word() -> None:
    for year, words in (("2020", "Weak on law."), ("2021", "Strong on law.")):
        path = f"assessments/acme/{year}-01-01.yaml"
        change(path, ("ratings:\n", f"ratings:\n  G4: {{rationale: {words}}}\n"))
    out = said(*ACME, "--detail", "full")
    begin = out.index("G4 Remedy\n")
    assert "Weak" in out[begin:]
    assert "Strong" in out[begin:]
    assert "Weak" not in said(*ACME)


def test_where_nothing_but_a_remark_on_dimensions_changed_that_is_said() -> None:
    path = Path("assessments/acme/2022-01-01.yaml")
    later = path.read_text(encoding="utf-8").replace("date: 2022", "date: 2023")
    path.with_name("2023-01-01.yaml").write_text(later, encoding="utf-8")
    assert "Nothing changed: all indicators are rated as before." in flat(said("diff", "acme"))
    for dimension in ("G4", "P9"):
        change(
            f"{path.parent}/2023-01-01.yaml",
            ("ratings:\n", f"ratings:\n  {dimension}: {{rationale: New.}}\n"),
        )
    assert (
        "No rating changed: all indicators are rated as before; what is written about 2 categories differs "
        "(--detail full shows it)."
    ) in flat(said("diff", "acme"))
    change(f"{path.parent}/2023-01-01.yaml", ("  G1: full\n", "  G1: {level: full, rationale: New.}\n"))
    assert "what is written about 1 of them and 2 categories differs" in flat(said("diff", "acme"))


def diff_json(*words: str) -> Any:
    return json.loads(run("diff", *words, "--format", "json").out)


def test_programs_get_grades_elements_and_scores() -> None:
    found = diff_json("acme@2021-01-01", "acme@2022-01-01")
    assert found["grade"] == {"before": "b", "after": "a"}
    assert found["status"] == {"before": None, "after": None}
    rows = {each["indicator"]: each for each in found["changes"]}
    assert (rows["P1.2"]["part_of"], rows["G1"]["part_of"]) == ("P9", None)
    assert [rows["G3"][key] for key in ("before_score", "before_rerated_score", "after_score")] == [
        0.55,
        0.4375,
        0.4375,
    ]
    assert diff_json(*ACME[1:])["score"]["framework"] == 0.0


# Frameworks ---------------------------------------------------------------------------------------


def test_changes_of_a_framework_are_told_in_words() -> None:
    out = lines(said("diff", "rights"))
    assert "version 1 → 2 · 10 of 10 indicators and products can be compared with before" in out[0]
    assert "P9 renumbered Collection: was P1" in out
    assert "G3 scale Training: 0 at 0, 10 at 100 (%) → 0 at 20, 10 at 100 (%)" in out
    assert "G2 rule Oversight: applies to: listed → listed, state" in out
    assert "P2 rule Sharing: counts as: one indicator → the items in it" in out
    assert "Where only the thresholds, the points or the scale" in flat("\n".join(out))


def test_a_framework_without_verdicts_is_shown_as_one() -> None:
    out = lines(said("show", "rights@1"))
    assert "Judges not at all: it gives scores and grades" in out
    assert "Level Value Label" in out
    begin = out.index("Grades, best first:")
    assert out[begin + 1 : begin + 5] == [
        "Grade Label When",
        "a ● Leading the score is at least 70.0 out of 100",
        "b ◑ Halfway the score is at least 40.0 out of 100",
        "c ○ Behind in all other cases",
    ]
    begin = out.index("### Indicator P2: Sharing")
    assert out[begin + 2 : begin + 4] == [
        "Counts as one indicator, made up of 2 services",
        "Applies to subjects tagged mobile",
    ]


def test_a_full_score_has_the_frameworks_own_name() -> None:
    out = lines(said("show", "rights@2"))
    assert "Score the weighted mean of what is in it, group by group; 0 to 10" in out
    assert "half 5.00 Half" in out


def test_a_mean_of_indicators_is_told_in_the_frameworks_own_nouns() -> None:
    own = "indicator_label: Question\nelement_label: Part\naggregation: mean-of-indicators\n"
    counts = "        counts_as: indicator\n"
    change(
        "frameworks/judged.yaml",
        ("title: Judged index\n", f"title: Judged index\n{own}"),
        (counts, counts + "        aggregation: mean-of-indicators\n"),
    )
    for out in (flat(said("show", "judged")), flat(run("report", "coal").out)):
        assert "the weighted mean of all questions below it, whatever their group; 0 to 100" in out
        assert "the weighted mean of all parts below it, whatever their group" in out
        assert "all indicators" not in out


def test_where_points_alone_score_no_scale_is_shown() -> None:
    out = said("show", "data-barometer", "--project", str(ROOT / "tests/field/data-barometer"))
    assert "How the measurement is scored" in out
    assert not re.search(r"\bScale\b|\bpass\b|\bfail\b", out, re.IGNORECASE)


def test_a_rule_of_what_counts_as_an_indicator_speaks_of_elements() -> None:
    counts = "        counts_as: indicator\n"
    change("frameworks/judged.yaml", (counts, counts + "        pass_when: {at_least: 2}\n"))
    out = flat(said("show", "judged"))
    rule = "passes when at least two of the elements pass; otherwise it is partial when the score is at least"
    assert f"Verdict {rule}" in out


def test_a_subject_that_is_asked_everything_is_told_so() -> None:
    change("assessments/acme/2022-01-01.yaml", ("tags: [listed]", "tags: [listed, mobile]"))
    assert "Asked of Acme, tagged listed and mobile; everything is asked" in lines(
        said("show", "rights@2", "--subject", "acme")
    )


def test_a_framework_as_it_applies_to_a_subject() -> None:
    out = said("show", "rights@1", "--subject", "acme")
    assert "Asked of Acme, tagged listed; 2 of 10 indicators and services are not asked" in lines(out)
    assert "Oversight" in out
    assert "Sharing" not in out
    content = json.loads(run("show", "rights@1", "--subject", "acme", "--format", "json").out)
    assert (content["subject"], content["not_asked"]) == ("acme", ["P2.1", "P2.2"])
    assert [each["id"] for each in content["dimensions"][1]["dimensions"]] == ["P1"]
    whole = json.loads(run("show", "rights@1", "--format", "json").out)
    assert content["digest"] == whole["digest"]
    assert [each["id"] for each in whole["dimensions"][1]["dimensions"]] == ["P1", "P2"]
    assert whole["grades"][0] == {"id": "a", "label": "Leading", "when": {"score": 0.7}}
    assert (whole["verdict"], whole["score_out_of"], whole["subject"]) == ("none", 100, None)


@pytest.mark.parametrize(("stages", "not_asked"), [(("final", "draft"), ["G2"]), (("draft", "draft"), [])])
def test_tags_are_those_of_the_latest_assessment_of_drafts_where_there_is_no_other(
    stages: tuple[str, str], not_asked: list[str]
) -> None:
    for year, stage in zip(("2020", "2021"), stages, strict=True):
        change(f"assessments/coal/{year}-01-01.yaml", ("stage: final", f"stage: {stage}"))
    content = json.loads(run("show", "judged", "--subject", "coal", "--format", "json").out)
    assert content["not_asked"] == not_asked


@pytest.mark.parametrize(
    ("word", "hint"), [("cole", "did you mean coal?"), ("rights", "rights is a framework, not a subject")]
)
def test_a_subject_that_is_not_there(word: str, hint: str) -> None:
    outcome = run("show", "rights", "--subject", word)
    assert (outcome.code, outcome.out) == (3, "")
    assert hint in outcome.err
