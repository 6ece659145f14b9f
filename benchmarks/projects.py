"""Realistic projects of any size: a framework, by default of 27 indicators, and many dated assessments."""

import datetime
import random
from pathlib import Path

WORDS = [
    "the",
    "regulator",
    "may",
    "require",
    "information",
    "from",
    "any",
    "service",
    "about",
    "the",
    "risk",
    "of",
    "harm",
    "to",
    "children",
    "and",
    "act",
    "upon",
    "it",
    "where",
    "a",
    "duty",
    "of",
    "care",
    "is",
    "set",
    "in",
    "statute",
    "and",
    "enforced",
    "by",
    "fines",
    "that",
    "are",
    "scaled",
    "to",
    "turnover",
    "in",
    "each",
    "year",
]


def sentence(rng: random.Random, words: int) -> str:
    """Return as many words as asked for, with a capital letter and a full stop."""
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def write_project(
    root: Path, files: int, *, seed: int = 1, per_subject: int = 50, indicators: int = 27
) -> None:
    """Write a framework and `files` assessments, of about 30 KB at 27 indicators, clean under all rules."""
    rng = random.Random(seed)
    ids = [
        f"{test}.{number}"
        for test, share in enumerate((5, 6, 4, 4, 5, 3), 1)
        for number in range(1, max(1, share * indicators // 27) + 1)
    ]
    (root / "frameworks").mkdir(parents=True)
    (root / "frameworks/bench@1.0.yaml").write_text(_framework(ids, rng), encoding="utf-8")
    for number in range(files):
        subject = f"subject-{number // per_subject:03}"
        day = datetime.date(2000, 1, 1) + datetime.timedelta(days=30 * (number % per_subject))
        path = root / "assessments" / subject / f"{day}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_assessment(ids, subject, day, rng), encoding="utf-8")


def _framework(ids: list[str], rng: random.Random) -> str:
    lines = [
        'kind: framework\nid: bench\nversion: "1.0"\ntitle: Benchmark\npartial_when: none-fail\ndimensions:'
    ]
    for test in sorted({id.split(".")[0] for id in ids}):
        lines.append(f'  - id: "{test}"\n    title: {sentence(rng, 5)}\n    indicators:')
        for id in ids:
            if id.startswith(f"{test}."):
                lines.append(f'      - id: "{id}"\n        title: Indicator {id}')
                lines.append(f"        requirement: |\n          What {id} asks. {sentence(rng, 18)}")
                lines.append(f"        guidance: |\n          {sentence(rng, 30)}")
    return "\n".join(lines) + "\n"


def _assessment(ids: list[str], subject: str, day: datetime.date, rng: random.Random) -> str:
    lines = [
        "kind: assessment\nframework: bench@1.0\nsubject:",
        f"  id: {subject}\n  name: Subject {subject}\ndate: {day}\ntitle: Assessment of {day}\ndocument: act",
        f"summary: |\n  {sentence(rng, 60)}\nsources:\n  act:\n    title: An act\n    publisher: Parliament",
        "    date: 1999\n    url: https://example.org/act\nratings:",
    ]
    for id in ids:
        lines.append(f'  "{id}":\n    level: {rng.choice(("pass", "partial", "fail"))}\n    rationale: |')
        lines += [f"      {id}: {sentence(rng, 16)}" for _ in range(5)]
        lines.append("    evidence:")
        for number in range(2):
            lines.append(
                f"      - source: act\n        locator: section {number + 1}, page {rng.randint(1, 90)}"
            )
            lines.append(f"        quote: {sentence(rng, 20)}")
        lines.append(f"    confidence: high\n    recommendation: {sentence(rng, 14)}")
    return "\n".join(lines) + "\n"
