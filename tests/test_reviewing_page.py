"""The process of docs/reviewing.md, walked as written: two councils, three volunteers, workbooks alone."""

import re
import shlex
from itertools import chain
from pathlib import Path

import pytest

from scorecard.spreadsheet.cells import read_workbook
from tests.builders import write_framework
from tests.commands import ROOT, run
from tests.filling import Filling, number

PAGE = (ROOT / "docs/reviewing.md").read_text(encoding="utf-8")
COUNCILS = ("northtown", "southport")
LEVELS = {
    "anna": ("pass", "fail"),
    "ben": ("partial", "fail"),
    "cleo": ("partial", "fail"),
}


def written_steps() -> list[str]:
    """Return the commands of the page's example, in its order."""
    section = PAGE.split("\n## Twelve councils and three volunteers\n")[1].split("\n## ")[0]
    block = section.split("```text\n")[1].split("```")[0].replace("\\\n", " ")
    return [line for line in block.splitlines() if line and not line.startswith("#")]


def repeated(step: str) -> list[str]:
    """Return a step for each council and volunteer that it names."""
    steps = [step]
    for named, others in (("northtown", COUNCILS), ("anna", tuple(LEVELS))):
        swap = re.compile(rf"\b{named}\b", re.IGNORECASE)
        steps = [
            swap.sub(lambda found, to=other: to.capitalize() if found[0][0].isupper() else to, each)
            for each in steps
            for other in (others if swap.search(each) else others[:1])
        ]
    return list(dict.fromkeys(steps))


def mark(path: Path, who: str) -> None:
    work = Filling(path)
    work.tell("stage", "final")
    work.add("Sources", key="site", title=f"The site as {who} saw it")
    for id, level in zip(("1.2", "2.1"), LEVELS[who], strict=True):
        work.rate(id, level=level, rationale=f"{who} says {level} of {id}.")
        work.add("Evidence", indicator=id, source="site", locator=f"p. {id}")
    work.rate("1.1", measured=number("4.2"), rationale=f"{who} counted.")
    work.add("Evidence", indicator="1.1", source="site", locator="table 1")
    path.write_bytes(work.save())


def settle(path: Path) -> None:
    work = Filling(path)
    work.tell("workbook.by", "C. Person")
    work.tell("assessors", "Three volunteers")
    work.rate("1.2", level="partial", words="ben", why="Two of three.")
    path.write_bytes(work.save())


def answer(path: Path) -> None:
    work = Filling(path)
    page = work.page("Answers")
    for id, said in {
        "1.1": {"answer": "We accept it"},
        "2.1": {"answer": "We dispute it", "proposes": "Pass", "text": "Our plan has it.\n\n=p. 3"},
    }.items():
        for key, value in said.items():
            page.type(page.row_of("indicator", id), page.column(key), value)
    path.write_bytes(work.save())


def decide(path: Path) -> None:
    """Uphold what the first council disputes, and change it for the other."""
    work = Filling(path)
    work.tell("workbook.by", "C. Person")
    if path.stem == COUNCILS[0]:
        work.rate("2.1", why="The plan does not say so.")
    else:
        work.rate("2.1", level="pass", rationale="The plan has it.", why="Page 3 says it.")
    path.write_bytes(work.save())


def test_the_page_is_walked_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folders = {"open": settle, "disputed": decide}
    written = written_steps()
    assert len(written) > 15
    for step in chain.from_iterable(repeated(each) for each in written):
        program, command, *words = shlex.split(step)
        if program == "cd":
            monkeypatch.chdir(command)
            continue
        for path in sorted(Path(words[0]).glob("*.xlsx")) if command == "import" else ():
            folders[words[0]](path) if words[0] in folders else mark(path, words[0])
        if "--import" in words:
            answer(Path(words[words.index("--import") + 1]))
        outcome = run(command, *words)
        assert outcome.code == 0, (step, outcome)
        if "--framework" in words:
            Path("frameworks/our-tests.yaml").unlink()
            write_framework(Path(), id="our-tests", version="1.0", sources={})
    check_end()


def check_end() -> None:
    listed = " ".join(run("list", columns=200).out.split())
    assert listed.count("marked by three, 1 differs, replied, 1 disputed, decided") == 2, listed
    reports = [run("report", each).out for each in COUNCILS]
    for report, became in zip(reports, ("fail", "pass"), strict=True):
        assert "Rated by Three volunteers" in report
        part = report.split("#### 2.1 ")[1]
        assert became in part.split("**Requirement:**")[0].casefold()
        assert "Our plan has it." in part
    # Whose words were taken is told; who marked otherwise, and why, is in no report.
    for report in reports:
        assert "ben says partial of 1.2." in report
        assert "anna says pass of 1.2." not in report
    assert Path("southport.html").exists()
    assert not [sheet for path in Path("letters").glob("*.xlsx") for sheet in secrets(path)]


def secrets(path: Path) -> list[str]:
    cells = [str(cell.value) for sheet in read_workbook(path.read_bytes()) for cell in sheet.cells.values()]
    return [each for each in cells if "anna says pass" in each or "C. Person" in each]


def test_every_command_of_the_page_has_these_options() -> None:
    """A line of a block that is no part of the walk names commands and options that there are."""
    for block in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            for said in re.findall(r"\bscorecard (\w+)([^;`]*)", line):
                known = run(said[0], "--help")
                assert known.code == 0, line
                for option in re.findall(r"(?<!\S)--[a-z-]+", said[1]):
                    assert option in known.out, line
