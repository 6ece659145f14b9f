"""Assessors, repliers and editors on branches of their own: git merges all they do, and nothing is lost."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from scorecard.reading.document import parse_document
from tests.builders import commit_all, init_repository, run_git, write_assessment, write_framework
from tests.commands import run
from tests.filling import Filling, number
from tests.rounds import rounds

NAME = "springfield@2021-03-11"
FILE = "assessments/springfield/2021-03-11.yaml"
REVIEWS = "reviews/springfield/2021-03-11"
SOURCES = {"act": {"title": "Clean Air Act"}}
JUDGED = ("1.2", "2.1")
LEVELS = ("pass", "partial", "fail", "not-applicable")
PAIRS = rounds(5, 200)

Chance = random.Random


def done(*words: str, stdin: str | None = None) -> None:
    outcome = run(*words, stdin=stdin)
    assert outcome.code == 0, outcome


def rating_of(id: str, chance: Chance, levels: tuple[str, ...] = LEVELS) -> str:
    """Return an indicator with one of the levels, or with any measurement."""
    value = f"{chance.randrange(150)}.{chance.randrange(10)}" if id == "1.1" else chance.choice(levels)
    return f"--set={id}={value}"


# What one person does ---------------------------------------------------------------------------


def mark_in_terminal(who: str, chance: Chance) -> None:
    """Rate one indicator, or all, in a round, with sources of the framework."""
    words = ["rate", NAME, "--as", who, "--round", chance.choice("12")]
    if chance.random() < 0.5:
        rated = [rating_of(id, chance, LEVELS[:3]) for id in ("1.1", *JUDGED)]
        done(*words, *rated, "--stage", chance.choice(("draft", "final")))
    id = chance.choice(("1.1", *JUDGED))
    reason = f"{who} says {chance.random()}.\n\n- a list\n# no comment"
    rated = [rating_of(id, chance), f"--rationale={reason}", f"--evidence=act:p. {id}"]
    done(*words, *rated, "--confidence", chance.choice(("high", "low")))


def mark_in_workbook(who: str, chance: Chance) -> None:
    """Fill in a workbook of a mark, with a source of one's own whose key others have too."""
    made = Path("../mark.xlsx")
    done("export", NAME, "--as", who, "-o", str(made), "--force")
    work = Filling(made)
    work.tell("stage", chance.choice(("draft", "final")))
    if "site" not in (Path(REVIEWS) / f"{who}.yaml").read_text("utf-8"):
        work.add("Sources", key="site", title=f"What {who} saw")
    work.rate("1.1", measured=number(str(chance.randrange(100))))
    for id in JUDGED:
        work.rate(id, level=chance.choice(LEVELS), rationale=f"{who} saw {chance.random()}.")
    work.add("Evidence", indicator="2.1", source="site", locator=f"p. {chance.random()}")
    made.write_bytes(work.save())
    done("import", str(made), "--plain")


def answer(which: str, chance: Chance) -> None:
    """Take a workbook in which a body answered."""
    as_word = ["--as", which] if which else []
    filled = Path("../letter.xlsx")
    filled.write_bytes((filled.parent / f"asked-{which}.xlsx").read_bytes())
    work = Filling(filled)
    answers = work.page("Answers")
    for id in JUDGED:
        row = answers.row_of("indicator", id)
        for key, value in (
            ("answer", "We dispute it"),
            ("text", f"No: {chance.random()}."),
            ("evidence", f"Report {chance.random()}"),
        ):
            answers.type(row, answers.column(key), value)
    work.tell("text", f"We thank you {chance.random()} times.")
    filled.write_bytes(work.save())
    came = date(2021, 4, 1) + timedelta(chance.randrange(300))
    done("reply", NAME, "--import", str(filled), "--received", str(came), "--prefer", "workbook", *as_word)


def edit(_who: str, chance: Chance) -> None:
    """Rate in the assessment, and settle the first question that is open, if one is."""
    id = chance.choice(JUDGED)
    done("rate", NAME, f"--set={id}={chance.choice(LEVELS)}", f"--rationale=We say {chance.random()}.")
    lines = [chance.choice("123"), f"Because of {chance.random()}.", "", "Both looked again.", "", "q", ""]
    done("reconcile", NAME, "--by", "C. Person", stdin="\n".join(lines))


PEOPLE: dict[str, tuple[str, tuple[Callable[[str, Chance], None], ...]]] = {
    **{who: (who, (mark_in_terminal, mark_in_workbook)) for who in ("anna", "ben", "cleo")},
    "city": ("", (answer,)),
    "mayor": ("mayor", (answer,)),
    "editor": ("", (edit,)),
}


# And two of them, or three ----------------------------------------------------------------------


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which three assessors have begun, and two bodies were asked to reply."""
    root = tmp_path / "shared"
    write_framework(root, sources=SOURCES)
    write_assessment(root, stage="draft", ratings={"1.1": "4.2", "1.2": "fail", "2.1": "partial"})
    monkeypatch.chdir(root)
    for who in ("anna", "ben", "cleo"):
        done("rate", NAME, "--as", who, "--set=1.2=fail", "--rationale=Announced.", "--stage=draft")
    for word in ("", "mayor"):
        asked = ["--by", word or "City", "--invited", "2021-03-20", "--due", "2021-04-20"]
        done("reply", NAME, "--export", f"../asked-{word}.xlsx", *asked, *(["--as", word] if word else []))
    init_repository(root)
    commit_all(root, "begin")
    return root


def held(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("assessments", "reviews")
        for path in (root / folder).rglob("*.yaml")
    }


def test_whatever_two_people_do_on_two_branches_merges_and_nothing_is_lost(shared: Path) -> None:
    chance = random.Random(18)
    for at in range(PAIRS):
        before, changed = held(shared), []
        pair = chance.sample(sorted(PEOPLE), 2)
        for name in pair:
            who, ways = PEOPLE[name]
            run_git(shared, "checkout", "-q", "-B", name, "main")
            for _ in range(chance.randrange(1, 3)):
                chance.choice(ways)(who, chance)
            commit_all(shared, name)
            after = held(shared)
            assert before.keys() <= after.keys()
            changed.append({path: each for path, each in after.items() if before.get(path) != each})
        one, other = changed
        assert one, (at, pair)
        assert other, (at, pair)
        assert not one.keys() & other.keys(), (at, pair)
        run_git(shared, "checkout", "-q", "main")
        for name in pair:
            run_git(shared, "merge", "-q", "--no-edit", name)
        assert held(shared) == {**before, **one, **other}, (at, pair)
        assert run("validate").code == 0, (at, pair)


def test_branches_of_three_people_are_settled_together(shared: Path) -> None:
    levels = {"anna": ("pass", "fail"), "ben": ("partial", "fail"), "cleo": ("pass", "fail")}
    for who, (first, second) in levels.items():
        run_git(shared, "checkout", "-q", "-b", who, "main")
        done("rate", NAME, "--as", who, f"--set=1.2={first}", f"--rationale=So says {who}.")
        done("rate", NAME, "--as", who, f"--set=2.1={second}", "--set=1.1=4.2", "--stage", "final")
        commit_all(shared, who)
    run_git(shared, "checkout", "-q", "main")
    for who in levels:
        run_git(shared, "merge", "-q", "--no-edit", who)
    lines = "1\n2\nTwo of three.\n\n3\nNobody had said why.\n\n\n"
    done("reconcile", NAME, "--by", "Chair", stdin=lines)
    data: Any = parse_document(Path(FILE).read_bytes()).data
    assert data["ratings"]["1.2"]["rationale"] == "So says cleo."
    assert data["ratings"]["1.2"]["decision"]["reason"] == "Two of three."
    assert data["ratings"]["2.1"]["level"] == "fail"
    assert run("validate").code == 0
