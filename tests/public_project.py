"""An invented project that publishes all that a site can show, for tests and for looking at it.

python -m tests.public_project FOLDER [SIZE]

Twelve subjects in six scripts; a framework of 120 indicators, or ten times SIZE, in two versions, one of them
measured, and one without verdicts; replies, decisions, corrections; what is withdrawn, under review and a
draft; a moved page.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.builders import write_text, write_yaml

SUBJECTS = {
    "alandia": "Åland",
    "cairo": "القاهرة",
    "cote": "Côte-d’Or & <b>Fils</b>",
    "helsinki": "Helsinki",
    "kyiv": "Київ",
    "lima": "Lima",
    "northtown": "Northtown Council",
    "oslo": "Oslo",
    "quito": "Quito",
    "taipei": "臺北",
    "telaviv": "תל אביב",
    "zagreb": "Zagreb",
}
DATES = ("2022-06-30", "2023-06-30", "2024-06-30")
LEVELS = ("pass", "partial", "fail")
DECIDED = {
    "level": "pass",
    "rationale": "See the annex.",
    "decision": {
        "on": "reply",
        "from": "fail",
        "by": "B. Person",
        "date": "2024-08-20",
        "outcome": "changed",
        "reason": "The annex says it.",
    },
}
SETTINGS = """\
[theme]
organisation = "The Rents Observatory"

[site]
title = "Fair rents"
base_url = "https://rents.example/tracker"
contact = "rents@example.org"
funders = ["The Example Trust", "Readers"]
reply_by = "within six weeks of being asked"
moved = {"towns/oslo" = "subjects/oslo"}
"""


def framework(version: str, size: int = 12) -> dict[str, Any]:
    """Return a version, its ten parts of a size: the second rewords one promise, drops one, and adds one."""
    is_second = version == "2.0"
    dimensions = []
    for group in range(1, 11):
        indicators = [_indicator(f"{group}.{number}", is_second=is_second) for number in range(1, size + 1)]
        if is_second and group == 2:
            indicators[-1] = {**_indicator("2.20", is_second=True), "replaces": []}
        dimensions.append({"id": str(group), "title": f"Part {group} of rents", "indicators": indicators})
    content = {
        "kind": "framework",
        "id": "fair-rents",
        "version": version,
        "title": "Fair rents",
        "date": "2023-01-15" if is_second else "2022-01-10",
        "description": "What a town should promise those who rent.",
        "publisher": "The Rents Observatory",
        "language": "en",
        "licence": "CC-BY-4.0",
        "note": "An invented example.",
        "dimension_label": "Part",
        "partial_when": {"share": "1/2"},
        "pass_when": {"share": "9/10"},
    }
    return content | ({"replaces": "fair-rents@1.0"} if is_second else {}) | {"dimensions": dimensions}


def _indicator(id: str, *, is_second: bool) -> dict[str, Any]:
    words = "is written in law" if id == "1.2" and is_second else "is promised"
    content: dict[str, Any] = {
        "id": id,
        "title": f"Promise {id}",
        "requirement": f"Promise {id} of the charter {words}.",
        "guidance": f"Look in the charter for promise {id}.",
    }
    if id == "1.1":
        bands = [{"level": "pass", "at_most": 25}, {"level": "partial", "at_most": 35}, {"level": "fail"}]
        content["measure"] = {"unit": "% of income", "bands": bands}
    return content


def index_framework() -> dict[str, Any]:
    """Return a framework that gives scores and no verdicts."""
    levels = [{"id": str(level), "value": f"{level}/4"} for level in range(5)]
    return {
        "kind": "framework",
        "id": "open-books",
        "version": "1",
        "title": "Open books",
        "description": "How much of what is spent can be looked up.",
        "verdict": "none",
        "scales": {"open": levels},
        "dimensions": [
            {
                "id": "spending",
                "title": "Spending",
                "indicators": [
                    {"id": each, "title": each.capitalize(), "requirement": f"The {each} can be looked up."}
                    for each in ("budget", "contracts", "audits")
                ],
            }
        ],
    }


def ratings(at: int, when: int, ids: list[str]) -> dict[str, Any]:
    """Return ratings that differ by subject and date, better from date to date, some not given."""
    found: dict[str, Any] = {}
    for number, id in enumerate(ids):
        if id == "1.1":
            found[id] = {"measured": str(40 - at - 3 * when), "rationale": "From the yearly survey."}
        elif (number + at) % 17 == 0:
            continue
        elif (number * 7 + at) % 41 == 0:
            found[id] = {"level": "not-applicable", "rationale": "There is none in this town."}
        else:
            level = LEVELS[max(0, (number * 5 + at * 3) % 7 % 3 - (when > number % 4))]
            found[id] = {
                "level": level,
                "rationale": f"The charter of year {when + 1} says so of {id}, in **part {number % 9 + 1}**.",
                "evidence": [{"source": "charter", "locator": f"p. {number + 1}", "quote": "shall be fair"}],
                "confidence": ("high", "medium", "low")[number % 3],
            }
    return found


def assessment(subject: str, when: int, size: int = 12) -> dict[str, Any]:
    """Return the assessment of a subject at one of the dates."""
    at, version = [*SUBJECTS].index(subject), "1.0" if when == 0 else "2.0"
    ids = [each["id"] for group in framework(version, size)["dimensions"] for each in group["indicators"]]
    content: dict[str, Any] = {
        "kind": "assessment",
        "framework": f"fair-rents@{version}",
        "subject": {"id": subject, "name": SUBJECTS[subject], "tags": ["coast" if at % 2 else "inland"]},
        "date": DATES[when],
        "title": f"Review {when + 1}",
        "published": DATES[when].replace("-06-30", "-09-01"),
        "licence": "CC-BY-4.0",
        "assessors": ["A. Person"],
        "reviewers": ["B. Person"],
        "summary": "What the town promises is **mostly** kept.",
        "sources": {
            "charter": {
                "title": f"Charter of {SUBJECTS[subject]}",
                "date": "2021",
                "url": "https://example.org/charter?a=1&b=2",
            }
        },
        "ratings": ratings(at, when, ids),
    }
    if (subject, when) == ("oslo", 1):
        content["corrections"] = [{"date": "2023-10-05", "text": "3.1 was first rated <pass>."}]
    if (subject, when) == ("cairo", 2):
        content["corrections"] = [{"date": "2024-11-01", "text": "تم تصحيح 4.2."}]
    if (subject, when) == ("lima", 1):
        content["withdrawn"] = "It rests on a charter that was **never adopted**."
    if (subject, when) == ("quito", 2):
        content["under_review"] = "Quito asked us to look at Part 3 again."
    if (subject, when) == ("zagreb", 2):
        content["stage"] = "draft"
    return content


def reply(subject: str, **changes: Any) -> dict[str, Any]:
    """Return a reply to a subject's newest assessment."""
    content = {
        "kind": "reply",
        "of": f"{subject}@{DATES[2]}",
        "by": SUBJECTS[subject],
        "invited": "2024-07-05",
    }
    return {**content, "due": "2024-08-16", **changes}


def write_public_project(root: Path, *subjects: str, size: int = 12) -> Path:
    """Write the project into a folder, all of it or some subjects, and return the folder."""
    chosen = subjects or tuple(SUBJECTS)
    moved = SETTINGS if "oslo" in chosen else SETTINGS.rpartition("moved")[0]
    write_text(root / "scorecard.toml", moved)
    for version in ("1.0", "2.0"):
        write_yaml(root / f"frameworks/fair-rents@{version}.yaml", framework(version, size))
    write_yaml(root / "frameworks/open-books@1.yaml", index_framework())
    for subject in chosen:
        for when, day in enumerate(DATES):
            content = assessment(subject, when, size)
            if (subject, when) == ("helsinki", 2):
                content["ratings"]["5.2"] = DECIDED
            write_yaml(root / f"assessments/{subject}/{day}.yaml", content)
    for at, subject in enumerate(each for each in ("helsinki", "northtown", "lima") if each in chosen):
        books = {
            "kind": "assessment",
            "framework": "open-books@1",
            "subject": {"id": subject, "name": SUBJECTS[subject]},
            "date": "2024-03-31",
            "assessors": ["A. Person"],
            "ratings": {"budget": str(at + 1), "contracts": "4", "audits": "0"},
        }
        write_yaml(root / f"assessments/{subject}/2024-03-31.yaml", books)
    write_replies(root, chosen)
    return root


def write_replies(root: Path, chosen: Sequence[str]) -> None:
    """Write a reply that led to a change, one that is disputed still, and one that is waited for."""
    folder = root / "reviews"
    answers = {"5.2": {"answer": "disputes", "proposes": "pass", "text": "The annex says it."}}
    disputed = {"3.2": {"answer": "disputes", "text": "We keep this promise.\n:: really"}}
    found = {
        "helsinki": reply("helsinki", received="2024-08-01", text="Thank you.", replies=answers),
        "telaviv": reply("telaviv", received="2024-08-10", text="אנחנו לא מסכימים.", replies=disputed),
        "oslo": reply("oslo"),
    }
    for subject in filter(chosen.__contains__, found):
        write_yaml(folder / f"{subject}/{DATES[2]}/reply.yaml", found[subject])


if __name__ == "__main__":
    write_public_project(Path(sys.argv[1]), size=int(sys.argv[2]) if len(sys.argv) > 2 else 12)
