"""`scorecard trend` as a user meets it: what it shows, what it says, how it ends."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.builders import (
    BROKEN,
    assessment_data,
    indicator,
    write_assessment,
    write_framework,
    write_project,
    write_text,
    write_yaml,
)
from tests.cases import read_refusals
from tests.commands import ROOT, flat, run
from tests.conftest import Golden

# city-air@2.0, the builders' framework: 1.1 (measured) and 1.2 in dimension 1, 2.1 in dimension 2. With 1.1
# pass, 1.2 fail and 2.1 partial a subject scores (1/2 + 1/2) / 2 = 50.0.


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one framework and one assessment, and the working directory in it."""
    monkeypatch.chdir(tmp_path)
    return write_project(tmp_path)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """This repository as the working directory."""
    monkeypatch.chdir(ROOT)


def trend_json(*words: str, code: int = 0) -> Any:
    outcome = run("trend", *words, "--format", "json")
    assert outcome.code == code
    return json.loads(outcome.out)


def by_id(trend: Any) -> dict[str, Any]:
    return {row["id"]: row for row in trend["indicators"]}


def dates(trend: Any) -> list[str]:
    return [point["date"] for point in trend["points"]]


# This repository's own subjects --------------------------------------------------------------------


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("format", ["table", "plain", "markdown", "csv"])
@pytest.mark.parametrize("subject", ["uk-online-safety", "beijing"])
def test_what_readers_see(golden: Golden, subject: str, format: str) -> None:
    outcome = run("trend", subject, "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    golden.check(f"trend-{subject}.{format}.txt", outcome.out)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("subject", ["uk-online-safety", "beijing"])
def test_a_wide_screen_has_more_dates_beside_each_other(golden: Golden, subject: str) -> None:
    outcome = run("trend", subject, columns=120)
    assert (outcome.code, outcome.err) == (0, "")
    golden.check(f"trend-{subject}-wide.table.txt", outcome.out)


@pytest.mark.usefixtures("here")
def test_a_trend_says_why_and_who_rated_and_what_signs_mean_above_its_table() -> None:
    lines = run("trend", "uk-online-safety", columns=80).out.splitlines()
    assert len(lines) <= 45
    assert "Why      Test 6 fails and five are partial; all six must pass." in lines
    assert "Trust    27 of 27 rated; two assessors, one not independent, agreed on 24 of 27." in lines
    legend = next(at for at, line in enumerate(lines) if line.startswith("✓ pass  ◐ partial  ✗ fail"))
    assert legend < next(at for at, line in enumerate(lines) if line.startswith("Overall"))
    markdown = run("trend", "uk-online-safety", "--format", "markdown").out.replace("\xa0", " ")
    assert markdown.index("✓ pass · ◐ partial · ✗ fail") < markdown.index("Overall (Fails since")


@pytest.mark.usefixtures("here")
def test_what_moved_since_the_first_date_is_named_where_it_is_little() -> None:
    assert (
        "Since 2019, by today's thresholds: PM2.5 and NO2 up, none down; 3 of 10 compared, "
        "too few to conclude from."
    ) in flat(run("trend", "beijing").out)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("format", ["table", "plain"])
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("words", [["beijing"], ["uk-online-safety"], [], ["--by", "indicator"]])
def test_no_line_is_wider_than_the_screen(words: list[str], columns: int, format: str) -> None:
    outcome = run("trend", *words, "--format", format, columns=columns)
    assert outcome.code == 0
    assert max(map(cell_len, outcome.out.splitlines())) <= columns


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("subject", ["beijing", "uk-online-safety"])
def test_a_narrow_screen_has_titles_below_the_levels(subject: str) -> None:
    outcome = run("trend", subject, columns=40)
    assert outcome.code == 0
    assert max(map(cell_len, outcome.out.splitlines())) <= 40


@pytest.mark.usefixtures("here")
def test_a_trend_is_read_on_one_screen_newest_date_in_view() -> None:
    lines = run("trend", "uk-online-safety").out.splitlines()
    assert len(lines) <= 45
    (row,) = [line for line in lines if "2.2 Early-stage grooming" in line]
    assert row.split()[-4:] == ["✗", "✗", "◐", "✓"]
    assert "not shown" not in "\n".join(lines)


def test_four_dates_fit_80_columns_and_ten_fit_100_and_the_oldest_fold_first(city: Path) -> None:
    for year in range(2022, 2031):
        write_assessment(city, date=f"{year}-03-11", ratings={"1.2": "pass" if year == 2030 else "fail"})
    out = run("trend", columns=100).out
    (head,) = [line for line in out.splitlines() if line.endswith("2030") and "2022" in line]
    assert head.split()[-10:] == [str(year) for year in range(2021, 2031)]
    out = run("trend", columns=40).out
    (head,) = [line for line in out.splitlines() if line.endswith("  2030")]
    (row,) = [line for line in out.splitlines() if "1.2" in line]
    assert row.rstrip().endswith("✓")
    hidden = 10 - len([word for word in head.split() if word.isdigit()])
    assert f"{hidden} earlier dates are not shown here" in flat(out)
    assert max(map(cell_len, out.splitlines())) <= 40


# One subject -----------------------------------------------------------------------------------------


def test_a_single_date_has_no_since(city: Path) -> None:
    (found,) = trend_json("springfield")["trends"]
    assert found["subject"] == {"id": "springfield", "name": "Springfield", "tags": []}
    assert found["framework_id"] == "city-air"
    assert found["points"] == [
        {
            "date": "2021-03-11",
            "suffix": None,
            "draft": False,
            "under_review": None,
            "framework": "city-air@2.0",
            "path": "assessments/springfield/2021-03-11.yaml",
            "status": "fail",
            "score": 0.5,
            "score_low": 0.5,
            "score_high": 0.5,
            "coverage": 1,
            "provisional": False,
            "grade": None,
            "grade_low": None,
            "grade_high": None,
            "real": None,
            "rated_on_both": None,
            "chain_broken": None,
            "counts": {
                "pass": 1,
                "partial": 1,
                "fail": 1,
                "not_rated": 0,
                "not_applicable": 0,
                "rated": None,
            },
        }
    ]
    assert by_id(found)["1.2"] == {
        "id": "1.2",
        "title": "Limits in law",
        "unit": None,
        "framework": "city-air@2.0",
        "dimension": "1",
        "part_of": None,
        "levels": ["fail"],
        "statuses": ["fail"],
        "scores": [0],
        "measured": [None],
        "comparable": [None],
        "failing_since": None,
        "asked_so_since": None,
        "last_judged": "2021-03-11",
        "never_passed": True,
    }
    out = flat(run("trend").out)
    begin = "✗ Fails · Springfield, 11 March 2021 · 1 of 3 passes, 1 partly, 1 fail"
    assert out.startswith(f"{begin} Why ")
    assert "Changed Nothing earlier to compare with." in out
    assert "✓ pass ◐ partial ✗ fail 2021 Overall ✗ Score, out of 100 50.0" in out
    assert "since" not in out
    assert "never passed" not in flat(run("trend", "--detail", "full").out)


def test_the_change_like_for_like_and_what_it_rests_on(city: Path) -> None:
    ratings = {"1.1": "4.2", "1.2": "pass", "2.1": "fail"}
    write_assessment(city, date="2022-03-11", ratings=ratings)
    write_assessment(city, date="2023-03-11", ratings={"1.2": "pass"})
    (found,) = trend_json()["trends"]
    # (1/2 + 1/2) / 2, then (1 + 0) / 2, then 1 alone; on 1.2 alone nothing changed.
    assert [(point["score"], point["real"], point["rated_on_both"]) for point in found["points"]] == [
        (0.5, None, None),
        (0.5, 0, 3),
        (1, 0, 1),
    ]
    out = flat(run("trend", "--detail", "full", columns=120).out)
    # Of the last date nothing but 1.2 is sure: (1/2 + 0) / 2 at worst.
    assert "Score, out of 100 50.0 ▄ 50.0 ▄ 100.0 (25.0 to 100.0) █" in out
    assert "Rated of the indicators that apply 3 of 3 3 of 3 1 of 3" in out
    assert "Change by what was done since the date before 0.0 on 3 0.0 on 1 (few)" in out
    assert "few: under half of the indicators" in out
    # On 1.2, the only one rated at the first and the last date, everything changed.
    overall = "Since March 2021: Limits in law up, none down; 1 of 3 compared, too few to conclude from."
    assert overall in out
    assert overall in flat(run("trend").out)
    assert "- Changes do not add up:" in out
    assert "Since March 2021" not in run("trend", "--from", "2022-01-01").out


def test_two_dates_have_nothing_to_add_up(city: Path) -> None:
    write_assessment(city, date="2022-03-11")
    out = run("trend", "--detail", "full").out
    assert "Since March 2021: " not in out
    assert "do not add" not in out


def test_of_several_files_of_one_day_the_last_is_compared_with_the_first(city: Path) -> None:
    for suffix, level in (("appeal", "fail"), ("final", "pass")):
        write_assessment(city, suffix=suffix, ratings={"1.2": level})
    out = flat(run("trend").out)
    assert "Compared with another file of that day." in out
    assert "Compared with the first file of that day: Limits in law up, none down; 1 of 3" in out
    assert "ince :" not in out + flat(run("assess", ".").out) + flat(run("trend", "--detail", "full").out)


def test_where_nothing_is_rated_first_and_last_that_is_said(city: Path) -> None:
    write_assessment(city, date="2022-03-11")
    write_assessment(city, date="2023-03-11", ratings=None)
    out = flat(run("trend", columns=120).out)
    assert "The score was 50.0; now there is none." in out


def test_a_change_is_rounded_by_itself_also_where_parts_have_to_add_up(city: Path) -> None:
    # First three fail: 0. Then one of six passes: 1/6; of the three rated at both dates 1/3. In points the
    # change of 16.7 is 33.3 real - 16.6 coverage: the framework did nothing, so coverage takes the tenth.
    names = ("a", "b", "c", "d", "e", "f")
    write_framework(city, dimensions=[{"id": "1", "title": "One", "indicators": [*map(indicator, names)]}])
    write_assessment(city, ratings=dict.fromkeys(names[:3], "fail"))
    write_assessment(city, date="2022-03-11", ratings={**dict.fromkeys(names, "fail"), "a": "pass"})
    assert "+33.3 on 3" in flat(run("trend", "--detail", "full", columns=120).out)
    out = flat(run("diff", "springfield", columns=160).out)
    parts = "33.3 by what was done and 16.6 lost because different indicators were rated."
    assert f"The score rose by 16.7 points: {parts}" in out
    assert "Compared on the 3 indicators asked the same way and rated at both dates" in out
    out = flat(run("diff", "springfield", "--detail", "full", columns=160).out)
    assert "0.0 → 16.7 (+16.7 = +33.3 real − 16.6 coverage + 0.0 framework)" in out


def test_a_verdict_is_not_younger_for_a_new_version(city: Path) -> None:
    write_assessment(city, date="2022-03-11")
    write_framework(city, version="3", replaces="city-air@2.0")
    write_assessment(city, date="2023-03-11", framework="city-air@3")
    write_assessment(city, date="2024-03-11", framework="city-air@3")
    out = run("trend", columns=120).out
    assert "Overall (Fails since March 2021, by version 3 since March 2023) " in out
    assert "Version of the test 2.0 2.0 3 3" in flat(out)
    assert "Overall (Fails since March 2021) " in run("trend", "--to", "2022-12-31").out


def test_bands_that_moved_stand_beside_the_level_and_not_beside_an_empty_measurement(city: Path) -> None:
    measures = [
        {"unit": "µg", "bands": [{"level": "pass", "at_most": most}, {"level": "partial"}]} for most in (5, 3)
    ]
    for version, measure in zip(("2.0", "3"), measures, strict=True):
        indicators = [indicator(id, title=f"Dust {id}", measure=measure) for id in ("a", "b")]
        dimensions = [{"id": "1", "title": "One", "indicators": indicators}]
        replaces = "city-air@2.0" if version == "3" else None
        write_framework(city, version=version, replaces=replaces, dimensions=dimensions)
    write_assessment(city, ratings={"a": "4", "b": "4"})
    write_assessment(city, date="2022-03-11", framework="city-air@3", ratings={"a": "4"})
    out = flat(run("trend", "--detail", "full", columns=120).out)
    assert "Dust a ✓ Pass, 4 µg ◐ Partial, 4 µg *" in out
    assert "Dust b ✓ Pass, 4 µg – Not rated" in out
    assert "* threshold moved: by the new one, what was measured before would be rated" in out
    out = flat(run("trend").out)
    assert "Dust a ✓ 4 ◐ 4* Dust b ✓ 4 –" in out
    assert "* threshold moved" in out
    assert "** asked otherwise" not in out
    assert list(by_id(trend_json("--only", "changed")["trends"][0])) == ["b"]


def test_what_is_asked_no_more_was_last_judged_when_it_had_a_level(city: Path) -> None:
    # Merged away: 1.1 failed and then was not rated, 1.2 failed twice, 2.1 never had a level.
    write_assessment(city, ratings={"1.1": "40", "1.2": "fail"})
    write_assessment(city, date="2022-03-11", ratings={"1.2": "fail"})
    only = [{"id": "3", "title": "All", "indicators": [indicator("m", replaces=["1.1", "1.2", "2.1"])]}]
    write_framework(city, version="3", replaces="city-air@2.0", dimensions=only)
    write_assessment(city, date="2023-03-11", framework="city-air@3", ratings={"m": "fail"})
    out = flat(run("trend", "--detail", "full", columns=160).out)
    assert "Indicator m (failing since 11 March 2023)" in out
    assert "1.1 Fine particles (failing when last judged, March 2021; never passed)" in out
    assert "1.2 Limits in law (failing when last judged, March 2022; never passed)" in out
    assert "2.1 Stations" in out
    assert "1.2 Limits in law (failing since March 2021; never passed)" in flat(
        run("trend", "--to", "2022-12-31", "--detail", "full", columns=160).out
    )
    assert "1.1 Fine particles (failing when last judged, March 2021) ✗ 40 –" in flat(run("trend").out)


def test_what_continues_another_that_passed_is_not_said_never_to_have_passed(city: Path) -> None:
    write_assessment(city, ratings={"1.2": "pass"})
    parts = [indicator(id, replaces=["1.2"]) for id in ("x", "y")]
    write_framework(
        city,
        version="3",
        replaces="city-air@2.0",
        dimensions=[{"id": "3", "title": "All", "indicators": parts}],
    )
    for date in ("2022-03-11", "2023-03-11"):
        write_assessment(city, date=date, framework="city-air@3", ratings={"x": "fail", "y": "pass"})
    out = flat(run("trend", "--detail", "full", columns=160).out)
    assert "Indicator x (failing since March 2022)" in out
    assert "never passed" not in out


def test_a_revised_requirement_is_marked_and_its_reason_said(city: Path) -> None:
    limits = [indicator("1.2", title="Limits in law", requirement="The limits are law and enforced.")]
    dimensions = [{"id": "1", "title": "Limits", "indicators": limits}]
    write_framework(city, version="3", replaces="city-air@2.0", dimensions=dimensions)
    write_assessment(city, date="2022-03-11", framework="city-air@3", ratings={"1.2": "fail"})
    (found,) = trend_json()["trends"]
    assert [(row["id"], row["statuses"], row["framework"]) for row in found["indicators"]] == [
        ("1.2", ["fail", "fail"], "city-air@3"),
        ("1.1", ["pass", None], "city-air@2.0"),
        ("2.1", ["partial", None], "city-air@2.0"),
    ]
    assert by_id(found)["1.2"]["comparable"] == [None, False]
    since = [by_id(found)["1.2"][key] for key in ("failing_since", "asked_so_since")]
    assert since == ["2021-03-11", "2022-03-11"]
    out = flat(run("trend", "--detail", "full", columns=160).out)
    remark = "failing since March 2021; asked otherwise since 11 March 2022"
    assert f"({remark}; never passed)" in out
    assert "✗ Fail **" in out
    assert "** asked otherwise: what is asked changed, so it is not compared with the date before." in out
    assert "1.2, 11 March 2022: the requirement changed in city-air@3" in out
    assert "1.1 Fine particles (last judged March 2021) ✓ Pass" in out
    assert "Versions version 2.0 from 11 March 2021 and version 3 from 11 March 2022" in out
    assert "Change by what was done since the date before none" in out
    out = flat(run("trend", columns=100).out)
    assert f"1.2 Limits in law ({remark}) ✗ ✗ **" in out
    assert "** asked otherwise" in out


def test_a_broken_chain_is_said(city: Path) -> None:
    write_framework(city, version="3")
    write_assessment(city, date="2022-03-11", framework="city-air@3")
    out = flat(run("trend").out)
    assert "Versions apart city-air@3 does not say that it replaces city-air@2.0" in out
    (found,) = trend_json()["trends"]
    assert found["points"][0]["chain_broken"] is None
    assert "city-air@3 does not say" in found["points"][1]["chain_broken"]


def test_a_version_that_shows_no_scores_keeps_them_out_of_the_whole_trend(city: Path) -> None:
    write_framework(city, show_score="false", note="The old note.")
    write_framework(city, version="3", replaces="city-air@2.0", note="The new note.")
    write_assessment(
        city, date="2022-03-11", framework="city-air@3", ratings={"1.2": "pass", "2.1": "partial"}
    )
    out = flat(run("trend", columns=120).out)
    assert "50.0" not in out
    assert "Note: The new note. Note of city-air@2.0: The old note." in out
    out = flat(run("trend", "--detail", "full", columns=120).out)
    assert "Score" not in out
    assert "Pass of the indicators that apply 1 of 3 1 of 3" in out
    assert "Change by what was done since the date before 1 up, none down" in out
    assert [point["score"] for point in trend_json()["trends"][0]["points"]] == [0.5, 0.75]


def test_each_framework_has_a_trend_of_its_own(city: Path) -> None:
    write_framework(city, "city-noise")
    write_assessment(city, date="2022-03-11", framework="city-noise@2.0")
    assert [trend["framework_id"] for trend in trend_json("springfield")["trends"]] == [
        "city-air",
        "city-noise",
    ]
    (found,) = trend_json("springfield", "--framework", "city-noise")["trends"]
    assert dates(found) == ["2022-03-11"]
    assert run("trend", "springfield").out.count("✗ Fails · Springfield, ") == 2


def test_drafts_are_left_out_unless_asked_for_and_marked(city: Path) -> None:
    write_assessment(city, date="2022-03-11", stage="draft")
    assert [dates(each) for each in trend_json()["trends"]] == [["2021-03-11"]]
    (found,) = trend_json("--drafts")["trends"]
    assert [point["draft"] for point in found["points"]] == [False, True]
    for format in ("table", "plain", "markdown"):
        out = flat(run("trend", "--drafts", "--format", format, columns=120).out)
        assert "DRAFT: Fails · Springfield, 11 March 2022" in out
        # In what is said first, over the column and in the stage.
        assert out.count("DRAFT") >= 3
        assert "DRAFT, not published: 11 March 2022" in out.replace("*", "")
    assert 'class="watermark"' in run("trend", "--drafts", "--format", "html").out
    assert 'class="watermark"' not in run("trend", "--format", "html").out
    said = "1 draft is passed over (--drafts counts them): assessments/springfield/2022-03-11.yaml\n"
    assert [run("trend", *words).err for words in ([], ["springfield"], ["--drafts"])] == [said, said, ""]
    rows = list(csv.DictReader(io.StringIO(run("trend", "--drafts", "--format", "csv").out)))
    assert {(row["date"], row["draft"]) for row in rows} == {("2021-03-11", "false"), ("2022-03-11", "true")}


def test_a_file_with_errors_is_left_out_and_said(city: Path) -> None:
    write_text(city / "assessments/springfield/2022-03-11.yaml", BROKEN)
    outcome = run("trend", "springfield")
    assert outcome.code == 1
    assert "assessments/springfield/2022-03-11.yaml:1:7: error" in outcome.err
    assert "Left out assessments/springfield/2022-03-11.yaml: the file has errors" in flat(outcome.out)
    (found,) = trend_json("springfield", code=1)["trends"]
    assert dates(found) == ["2021-03-11"]
    assert found["left_out"] == [
        {"path": "assessments/springfield/2022-03-11.yaml", "reason": "the file has errors"}
    ]
    assert "Left out" not in run("trend", "springfield", "--to", "2021-12-31").out


def test_a_broken_framework_leaves_its_dates_out(city: Path) -> None:
    write_framework(city, version="3", replaces="city-air@2.0", aggregation="lowest")
    write_assessment(city, date="2022-03-11", framework="city-air@3")
    outcome = run("trend", "springfield")
    assert outcome.code == 1
    assert "2022-03-11.yaml: its framework has errors" in flat(outcome.out)


def test_nothing_that_can_be_scored_is_nothing_to_show(city: Path) -> None:
    write_text(city / "assessments/springfield/2021-03-11.yaml", BROKEN)
    outcome = run("trend", "springfield")
    assert (outcome.code, outcome.out) == (1, "")
    assert "error" in outcome.err


# Filters ---------------------------------------------------------------------------------------------


@pytest.fixture
def years(city: Path) -> Path:
    """Three dates: 1.2 fails on all, 2.1 passes on the last two."""
    for year in ("2022", "2023"):
        write_assessment(city, date=f"{year}-03-11", ratings={"1.1": "4.2", "1.2": "fail", "2.1": "pass"})
    return city


def test_dates_are_limited_and_what_is_said_of_them_is_not(years: Path) -> None:
    (found,) = trend_json("--from", "2022-03-11", "--to", "2022-12-31")["trends"]
    assert dates(found) == ["2022-03-11"]
    # 2.1 from partial to pass: half of its dimension, which is half of the whole.
    assert found["points"][0]["real"] == 0.25
    assert by_id(found)["1.2"]["failing_since"] == "2021-03-11"
    assert by_id(found)["2.1"]["levels"] == ["pass"]
    out = flat(run("trend", "--from", "2022-03-11", "--detail", "full", columns=120).out)
    assert "Shown only dates from 11 March 2022" in out
    assert "failing since March 2021" in out
    assert "+25.0 on 3" in out
    out = flat(run("trend", "--from", "2023-03-11", columns=120).out)
    assert "Overall (Fails since March 2021)" in out
    assert "1.2 Limits in law (failing since March 2021)" in out


def test_a_failure_after_what_is_shown_is_not_told(years: Path) -> None:
    write_assessment(years, date="2024-03-11", ratings={"2.1": "fail"})
    assert "failing since 11 March 2024" in flat(run("trend").out)
    assert "failing since" not in flat(run("trend", "--to", "2023-12-31", "--dimension", "2").out)


def test_dimension_and_only_changed_limit_rows(years: Path) -> None:
    assert list(by_id(trend_json("--dimension", "2")["trends"][0])) == ["2.1"]
    assert list(by_id(trend_json("--only", "changed")["trends"][0])) == ["2.1"]
    assert list(by_id(trend_json("--only", "changed", "--from", "2022-01-01")["trends"][0])) == []
    out = flat(run("trend", "--dimension", "1", "--only", "changed").out)
    assert "Shown only dimension 1; only indicators that changed" in out
    assert "Overall (Fails since March 2021) ✗ ✗ ✗" in out


# Several subjects ------------------------------------------------------------------------------------


@pytest.fixture
def cities(city: Path) -> Path:
    """Four subjects: north scores 100.0, springfield and ogden 50.0, shelby 0.0."""
    write_assessment(city, "ogden", ratings={"1.1": "4", "1.2": "fail", "2.1": "partial"})
    write_tagged(city, "north", ["coast", "port"], ratings={"1.1": "4", "1.2": "pass", "2.1": "pass"})
    write_tagged(city, "shelby", "coast", ratings={"1.1": "40", "1.2": "fail", "2.1": "fail"})
    return city


def write_tagged(city: Path, subject: str, tags: str | list[str], **changes: Any) -> None:
    data = assessment_data(subject, **changes)
    data["subject"]["tags"] = tags
    write_yaml(city / f"assessments/{subject}/2021-03-11.yaml", data)


def ranks(*words: str) -> list[tuple[str, int | None, bool]]:
    (league,) = trend_json(*words)["leagues"]
    return [(row["subject"], row["rank"], row["tied_within_bounds"]) for row in league["rows"]]


def test_programs_are_told_which_scores_are_provisional(city: Path) -> None:
    write_framework(city, minimum_coverage="0.9")
    write_assessment(city, date="2022-03-11", ratings={"1.1": 4, "1.2": "not-rated", "2.1": "partial"})
    write_assessment(city, "shelby")
    found = trend_json()
    # Coverage: two of three indicators, each of weight 1.
    assert [
        (point["coverage"], point["provisional"])
        for trend in found["trends"]
        for point in trend["points"]
        if trend["subject"]["id"] == "springfield"
    ] == [(1, False), (0.666667, True)]
    rows = {row["subject"]: (row["coverage"], row["provisional"]) for row in found["leagues"][0]["rows"]}
    assert rows == {"springfield": (0.666667, True), "shelby": (1, False)}


def test_several_subjects_are_a_league(cities: Path, golden: Golden) -> None:
    assert ranks() == [
        ("north", 1, False),
        ("ogden", 2, False),
        ("springfield", 2, False),
        ("shelby", 4, False),
    ]
    for format in ("table", "plain", "markdown"):
        outcome = run("trend", "--format", format)
        assert (outcome.code, outcome.err) == (0, "")
        golden.check(f"trend-league.{format}.txt", outcome.out)
    (league,) = trend_json()["leagues"]
    assert league["framework"] == "city-air@2.0"
    assert league["rows"][0] == {
        "rank": 1,
        "tied": False,
        "tied_within_bounds": False,
        "subject": "north",
        "name": "North",
        "date": "2021-03-11",
        "suffix": None,
        "draft": False,
        "under_review": None,
        "status": "pass",
        "score": 1,
        "score_low": 1,
        "score_high": 1,
        "coverage": 1,
        "provisional": False,
        "grade": None,
        "grade_low": None,
        "grade_high": None,
    }
    assert [row["tied"] for row in league["rows"]] == [False, True, True, False]
    assert [each["subject"]["id"] for each in trend_json()["trends"]] == [
        "north",
        "ogden",
        "shelby",
        "springfield",
    ]


def test_a_league_is_of_the_latest_dates(cities: Path) -> None:
    write_assessment(cities, "shelby", "2022-03-11", ratings={"1.1": "4", "1.2": "pass", "2.1": "partial"})
    assert ranks("shelby", "springfield") == [("shelby", 1, False), ("springfield", 2, False)]
    assert ranks("shelby", "springfield", "--to", "2021-12-31") == [
        ("springfield", 1, False),
        ("shelby", 2, False),
    ]
    told = "Not all are of one date: the first is of 11 March 2021, the last of 11 March 2022."
    assert told in flat(run("trend", "shelby", "springfield").out)


def test_a_rank_that_could_change_is_marked(cities: Path) -> None:
    write_assessment(cities, "shelby", "2022-03-11", ratings={"1.2": "fail"})
    # shelby: 0, and 0 to (1/2 + 1) / 2 = 75.0 once all is rated; north is out of its reach.
    assert ranks() == [("north", 1, False), ("ogden", 2, True), ("springfield", 2, True), ("shelby", 4, True)]
    out = flat(run("trend", columns=120).out)
    assert "≈ tied 2 ✗ Fail Ogden 1 1 1 0 50.0 █████ Mar 2021 ✗ 50.0 ✗ 50.0" in out
    assert "1 ✓ Pass North 3 0 0 0 100.0 ██████████ Mar 2021 ✓ 100.0 ✓ 100.0" in out
    assert "≈ 4 ✗ Fail Shelby 0 0 1 2 0.0 0.0 to 75.0 Mar 2022 ✗ 0.0 ?" in out
    assert "≈: the order may still change: not all indicators are rated." in out
    assert "Shelby is of 11 March 2022, all others of 11 March 2021." in out
    write_assessment(cities, "ogden", "2020-03-11")
    assert "lost since the date before, over spans that differ." in flat(run("trend", columns=120).out)


@pytest.mark.parametrize("format", ["table", "plain", "markdown", "html"])
def test_what_marks_of_ranks_mean_stands_above_the_table(cities: Path, format: str) -> None:
    write_assessment(cities, "shelby", "2022-03-11", ratings={"1.2": "fail"})
    unseen = r'<style.*?</style>|<span class="vh">.*?</span>|</?i\b[^>]*>'
    out = re.sub(unseen, "", run("trend", "--format", format, columns=120).out, flags=re.S)
    assert 0 < out.index("the order may still change") < out.index("≈ tied 2")


@pytest.mark.parametrize(
    ("springfield", "ogden", "who"),
    [
        ((["A", "B"], []), (["B", "A"], []), "Rated by A and B; no check by others recorded."),
        ((["A"], ["C"]), (["A"], ["C"]), "Rated by A; checked by C."),
        ((["A"], ["C"]), (["A"], []), "Rated by A; 1 of 2 checked by somebody else."),
        ((["A"], ["C"]), (["B"], ["D"]), "Rated by 2 different assessors; all 2 checked by somebody else."),
        # Who checks what they rated themselves is nobody else.
        ((["A"], ["A"]), (["B"], []), "Rated by 2 different assessors; no check by others recorded."),
        ((["A"], []), ([], []), "Rated by A; of 1 it is not said who rated; no check by others recorded."),
        (([], []), ([], []), "It is not said who rated; no check by others recorded."),
    ],
)
def test_several_subjects_say_under_their_first_sentence_what_is_needed_and_who_rated(
    city: Path, springfield: tuple[list[str], list[str]], ogden: tuple[list[str], list[str]], who: str
) -> None:
    overall = {"pass_when": {"score": "0.7"}, "partial_when": {"score": "0.4"}}
    write_framework(city, overall=overall)
    for subject, (assessors, reviewers) in {"springfield": springfield, "ogden": ogden}.items():
        write_assessment(city, subject, assessors=assessors, reviewers=reviewers)
    needed = f"70 is needed to pass, 40 to pass in part. {who}"
    assert run("assess", columns=120).out.split("\n\n")[1] == needed
    for words in ((), ("--detail", "full"), ("--by", "indicator")):
        assert run("trend", *words, columns=120).out.split("\n\n")[2] == needed


def test_subjects_under_several_frameworks_say_of_each_what_is_needed(city: Path) -> None:
    write_framework(city, "noise", verdict="none")
    write_assessment(city, "ogden", framework="noise@2.0", assessors=["B"])
    out = flat(run("assess").out)
    assert "city-air@2.0: Passes when all dimensions pass. Rated by A. Person; no check by others" in out
    assert "noise@2.0: Rated by B; no check by others recorded." in out


def test_who_has_no_score_is_listed_and_not_ranked(cities: Path) -> None:
    write_assessment(cities, "shelby", "2022-03-11", ratings=None)
    assert ranks()[-1] == ("shelby", None, False)
    assert "none ? Not decided yet Shelby 0 0 0 3 0.0 to 100.0 Mar 2022" in flat(
        run("trend", columns=120).out
    )


def test_versions_are_never_ranked_together(cities: Path) -> None:
    write_framework(cities, version="3", replaces="city-air@2.0")
    write_assessment(cities, "shelby", "2022-03-11", framework="city-air@3")
    found = {
        league["framework"]: [row["subject"] for row in league["rows"]] for league in trend_json()["leagues"]
    }
    assert found == {"city-air@2.0": ["north", "ogden", "springfield"], "city-air@3": ["shelby"]}
    out = run("trend").out
    assert [line for line in out.splitlines() if "league table" in line] == [
        "Clean city air (city-air@3): league table",
        "Clean city air (city-air@2.0): league table",
    ]
    assert out.count("Not comparable with the other versions' tables") == 2
    # Nobody else is in the first.
    assert [("Rank" in part, "Shelby" in part) for part in out.split("league table")[1:]] == [
        (False, True),
        (True, False),
    ]
    out = run("trend", "--by", "indicator").out
    assert out.index("(city-air@3): which fail most") < out.index("(city-air@2.0): which fail most")


def test_what_is_left_out_stands_under_its_own_framework(cities: Path) -> None:
    write_framework(cities, "city-noise")
    write_assessment(cities, "ogden", "2022-03-11", framework="city-noise@2.0", ratings={"1.2": "pass"})
    # It cannot be told of which framework north's file is: north has been assessed under city-air alone.
    write_text(cities / "assessments/north/2022-03-11.yaml", BROKEN)
    air, noise = run("trend").out.split("(city-noise@2.0)")
    assert "Left out" in air
    assert "Left out" not in noise
    assert "other versions" not in air + noise


def test_without_scores_there_is_no_ranking(cities: Path) -> None:
    write_framework(cities, show_score="false")
    out = run("trend").out
    assert "Rank" not in out
    assert "Score" not in out
    assert "50.0" not in out
    assert "No scores are shown, so there are no ranks: the order is by verdict" in flat(out)
    assert [rank for _, rank, _ in ranks()] == [None] * 4
    assert [row["score"] for row in trend_json()["leagues"][0]["rows"]] == [1, 0.5, 0.5, 0]
    assert "0.0" not in run("trend", "springfield").out


def test_a_draft_in_a_league_is_marked(cities: Path) -> None:
    write_assessment(cities, "shelby", "2022-03-11", stage="draft")
    assert "Mar 2022 DRAFT" in run("trend", "--drafts").out
    assert "DRAFT" not in run("trend").out


def test_drafts_of_subjects_with_another_tag_are_not_spoken_of(cities: Path) -> None:
    for subject in ("springfield", "shelby"):
        write_assessment(cities, subject, "2022-03-11", stage="draft")
    err = run("trend", "--tag", "coast").err
    assert err == "1 draft is passed over (--drafts counts them): assessments/shelby/2022-03-11.yaml\n"


def test_tags_choose_subjects(cities: Path) -> None:
    assert ranks("--tag", "coast") == [("north", 1, False), ("shelby", 2, False)]
    assert [trend["subject"]["id"] for trend in trend_json("--tag", "port")["trends"]] == ["north"]
    assert len(ranks("--tag", "port", "--tag", "coast")) == 2
    write_assessment(cities, "north", "2022-03-11")
    assert [trend["subject"]["id"] for trend in trend_json("--tag", "coast")["trends"]] == ["shelby"]


def test_a_tag_that_none_of_those_named_has(cities: Path) -> None:
    outcome = run("trend", "springfield", "shelby", "--tag", "port")
    assert (outcome.code, outcome.out) == (3, "")
    assert "none of the subjects named has the tag port" in flat(outcome.err)


def test_a_framework_among_subjects_does_not_hide_them(cities: Path) -> None:
    outcome = run("trend", "city-air", "springfield")
    assert outcome.code == 3
    assert "city-air is a framework, not a subject" in outcome.err
    assert "assess" not in outcome.err
    assert outcome.out.startswith("✗ Fails · Springfield")
    outcome = run("trend", "city-air", "--tag", "coast")
    assert "scorecard trend --framework city-air" in flat(outcome.err)


def test_a_subject_that_cannot_be_read_is_not_passed_over_for_lack_of_tags(cities: Path) -> None:
    write_text(cities / "assessments/ogden/2021-03-11.yaml", BROKEN)
    outcome = run("trend", "--tag", "coast", "--format", "json")
    assert outcome.code == 1
    assert "assessments/ogden/2021-03-11.yaml" in outcome.err


def test_which_indicator_most_fail(cities: Path, golden: Golden) -> None:
    for format in ("table", "plain"):
        outcome = run("trend", "--by", "indicator", "--format", format)
        assert (outcome.code, outcome.err) == (0, "")
        golden.check(f"trend-indicators.{format}.txt", outcome.out)
    (league,) = trend_json("--by", "indicator")["leagues"]
    counts = [
        (each["id"], each["fail"], each["partial"], each["pass"], each["rated"])
        for each in league["indicators"]
    ]
    assert counts == [("1.2", 3, 0, 1, 4), ("2.1", 1, 2, 1, 4), ("1.1", 1, 0, 3, 4)]
    ratings = {"1.2": {"level": "not-applicable", "rationale": "None."}}
    write_assessment(cities, "shelby", "2022-03-11", ratings=ratings)
    plain = run("trend", "--by", "indicator", "--format", "plain", columns=120).out
    # Four subjects each: pass, partial, fail, not rated, not applicable, and who fails.
    found = [line for line in plain.splitlines() if line.startswith(("Indicator", "1.", "2."))]
    assert [" ".join(line.split()) for line in found] == [
        "Indicator Pass Partial Fail Not rated Not applicable Who fails",
        "1.2 Limits in law 1 0 2 0 1 Ogden and Springfield",
        "2.1 Stations 1 2 0 1 0",
        "1.1 Fine particles 3 0 0 1 0",
    ]
    (league,) = trend_json("--dimension", "2")["leagues"]
    assert [each["id"] for each in league["indicators"]] == ["2.1"]
    out = flat(run("trend", "--by", "indicator", "--dimension", "2").out)
    assert "Fine particles" not in out
    assert "Shown only dimension 2" in out


def test_one_subject_can_be_shown_as_a_league(city: Path) -> None:
    assert "league table" in run("trend", "--by", "subject").out
    assert trend_json()["leagues"] == []


def test_subjects_stand_side_by_side_indicator_by_indicator(cities: Path) -> None:
    out = run("trend", "--detail", "indicators", columns=60).out
    table = [line.split() for line in out.splitlines()[out.splitlines().index("") :] if line.strip()]
    # Springfield's name has more letters than a column: all are shown by their ids, which are told.
    assert ["Overall", "✓", "✗", "✗", "✗"] in table
    assert ["1.1", "Fine", "particles", "✓", "4", "✓", "4", "✓", "4.2", "✗", "40"] in table
    assert ["1.2", "Limits", "in", "law", "✓", "✗", "✗", "✗"] in table
    assert "north  ogden  springfield  shelby" in out
    assert "- springfield: Springfield" in out
    assert "league table" not in out
    out = run("trend", "--detail", "full").out
    assert out.index("league table") < out.index("side by side")
    markdown = run("trend", "--detail", "indicators", "--format", "markdown").out
    assert "| Indicator " in markdown
    assert "| North" in markdown
    assert "| ✓\u00a04 " in markdown


def test_subjects_that_do_not_fit_are_shown_below_with_every_indicator_again(cities: Path) -> None:
    out = run("trend", "--detail", "indicators", columns=46).out
    assert out.count("1.2 Limits in law") == 2
    assert max(map(cell_len, out.splitlines())) <= 46


def test_a_group_is_told_in_a_sentence_and_by_tag(cities: Path) -> None:
    out = flat(run("trend").out)
    # Of 100, 50, 50 and 0 the two in the middle are 50.
    assert "1 of 4 subjects passes, 3 fail; the middle score is 50.0." in out
    assert "By tag: - coast: 1 of 2 subjects passes, 1 fail." in out
    assert "port" not in out, "a tag of one subject is no group"
    write_assessment(cities, "shelby", "2022-03-11", ratings={"1.1": "4", "1.2": "fail", "2.1": "fail"})
    write_assessment(cities, "ogden", "2022-03-11", ratings={"1.1": "40", "1.2": "fail", "2.1": "fail"})
    # Ogden fell from 50 to 0 and Shelby rose from 0: of 100, 50, 25 and 0 the middle is 37.5.
    out = flat(run("trend").out)
    assert "the middle score is 37.5; by what was done 1 gained and 1 lost since March 2021." in out


def test_without_scores_a_group_moves_by_verdicts(cities: Path) -> None:
    write_framework(cities, show_score="false")
    write_assessment(cities, "shelby", "2022-03-11", ratings={"1.1": "4", "1.2": "pass", "2.1": "pass"})
    out = flat(run("trend").out)
    assert "1 got a better verdict and none a worse one since March 2021." in out


def test_a_page_has_a_short_title_and_names_dimensions_below_their_numbers(cities: Path) -> None:
    outcome = run("trend", "--format", "html")
    assert ">League table</h1>" in outcome.out
    assert "<title>Clean city air (city-air@2.0): league table</title>" in outcome.out
    assert "<li>1 Limits</li>" in outcome.out
    assert "Mar 2021" not in outcome.out, "all are of one day, which is said once"


def test_a_league_says_signs_where_words_do_not_fit_and_folds_dimensions(cities: Path) -> None:
    for columns, row in (
        (110, "1 ✓ Pass North 3 0 0 100.0 ██████████ ✓ 100.0 ✓ 100.0"),
        (60, "1 ✓ Pass North 3 0 0 100.0 ██████████"),
        (50, "1 ✓ North 3 0 0 100.0 ██████████"),
    ):
        out = run("trend", columns=columns).out
        (line,) = [line for line in out.splitlines() if "North" in line and "ahead" not in line]
        assert " ".join(line.split()) == row
        assert ("2 more columns fit into a wider window." in out) is (columns < 100)
        assert "✓ pass  ◐ partial  ✗ fail" in out
        assert "all of 11 March 2021" in flat(out)


def test_a_bar_is_ten_cells_long_and_drawn_to_an_eighth(cities: Path) -> None:
    write_framework(cities, aggregation="mean-of-indicators")
    out = run("trend", columns=100).out
    # 1 and 1/2 of three: 50.0; with 1.1 and 2.1 passed 66.7, which is 53 eighths of 80.
    write_assessment(cities, "ogden", "2022-03-11", ratings={"1.1": "4", "1.2": "fail", "2.1": "pass"})
    assert "50.0 █████ " in out
    assert "66.7 ██████▋" in run("trend", columns=100).out


def test_who_fails_is_named(cities: Path) -> None:
    out = flat(run("trend", "--by", "indicator", columns=120).out)
    assert "1.2 Limits in law 1 0 3 Ogden, Springfield and Shelby" in out
    assert "1.1 Fine particles 3 0 1 Shelby" in out


def test_a_filter_that_a_league_cannot_use_is_said(cities: Path) -> None:
    outcome = run("trend", "--dimension", "2")
    assert outcome.code == 0
    assert "add --by indicator" in outcome.err
    assert "Shown" not in outcome.out


# What it says when something is wrong ----------------------------------------------------------------


@pytest.mark.parametrize(("words", "code", "said"), read_refusals("trend"))
def test_a_wrong_word_gets_an_exit_code_and_a_way_out(
    city: Path, words: list[str], code: int, said: str
) -> None:
    outcome = run("trend", *words)
    assert (outcome.code, outcome.out) == (code, "")
    assert said in flat(outcome.err)


def test_a_wrong_name_does_not_hide_the_others(cities: Path) -> None:
    outcome = run("trend", "springfield", "nowhere")
    assert outcome.code == 3
    assert "there is no subject nowhere here" in outcome.err
    assert "Springfield" in outcome.out


def test_names_that_no_latin_letter_is_in_have_their_id_beside_them(city: Path) -> None:
    """Not what has one, in whichever language; where a name may be cut, the id stands first."""
    write_assessment(city, "japan", subject_name="日本国")
    write_assessment(city, "egypt", subject_name="مصر")
    write_assessment(city, "aland", subject_name="Åland")
    league = run("trend", "--format", "html").out
    assert "日本国 · japan<" in league
    assert "<bdi>مصر</bdi> · egypt<" in league
    assert "· aland" not in league
    assert ">日本国 · japan</h1>" in run("report", "japan", "--format", "html").out
    assert run("report", "--format", "html", "-o", "pages/", "--parents").code == 0
    assert ">日本国 · japan</a>" in Path("pages/index.html").read_text("utf-8")
    assert "japan · 日本国" in run("trend").out
    assert run("trend", "japan").out.startswith("✗ Fails · 日本国 · japan, 11 March 2021")


def test_a_name_that_is_no_id_finds_its_subject_among_those_known(city: Path) -> None:
    write_assessment(city, "germany", subject_name="Deutschland")
    for command in ("trend", "report"):
        assert "known here: germany (Deutschland), springfield" in flat(run(command, "deutschland").err)


def test_a_misplaced_file_is_not_ignored(city: Path) -> None:
    write_text(city / "assessments/2022.yaml", "kind: assessment\n")
    outcome = run("trend")
    assert outcome.code == 1
    assert "SC501" in outcome.err
    assert "Springfield" in outcome.out


# Streams ---------------------------------------------------------------------------------------------


def test_csv_is_safe_to_open(city: Path) -> None:
    write_assessment(city, subject_name="=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(run("trend", "--format", "csv").out)))
    assert {row["subject_name"] for row in rows} == {"'=HYPERLINK(1)"}
    assert [
        (row["indicator"], row["level"], row["measured"], row["unit"], row["status"]) for row in rows
    ] == [
        ("1.1", "pass", "4.2", "µg/m³", "pass"),
        ("1.2", "fail", "", "", "fail"),
        ("2.1", "partial", "", "", "partial"),
    ]
