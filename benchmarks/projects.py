"""Realistic projects of any size: a framework, by default of 27 indicators, and many dated assessments.

Everything comes from one seed: a project of 1,000 files begins with the 100 files of the smaller one.
"""

import datetime
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.mistakes import MISTAKES
from benchmarks.prose import Prose, Writer

FRAMEWORK = "bench@1.0"
DATES_PER_SUBJECT = 50
_SHARES = (5, 6, 4, 4, 5, 3)
"""How 27 indicators are spread over six tests; other numbers of indicators are spread alike."""
_LEVELS = ("pass", "partial", "fail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a project is to be like.

    `mistaken` is the share of assessments that have one mistake, 0 to 1. With `versions` of two, the later
    half of each subject's assessments is under a second version of the framework, in which every third
    requirement is revised. With `is_bare` ratings are levels and nothing else.
    """

    files: int = 1
    indicators: int = 27
    dates: int = DATES_PER_SUBJECT
    prose: Prose = Prose.ENGLISH
    mistaken: float = 0
    versions: int = 1
    is_bare: bool = False

    @property
    def name(self) -> str:
        """A name for its folder: different plans have different names."""
        parts = [f"{self.files}x{self.indicators}", f"{self.dates}-dates", self.prose.value]
        parts += [f"{self.mistaken:g}-mistaken"] if self.mistaken else []
        parts += [f"{self.versions}-versions"] if self.versions > 1 else []
        parts += ["bare"] if self.is_bare else []
        return "-".join(parts)


def write_project(root: Path, plan: Plan) -> None:
    """Write a framework and its assessments, about 30 KB each at 27 indicators.

    They are clean under all rules, warnings included, but for the mistakes that are asked for.
    """
    rng, luck = Random(1), Random(2)
    writer = Writer(plan.prose, rng)
    ids = indicator_ids(plan.indicators)
    (root / "frameworks").mkdir(parents=True)
    framework = _framework(ids, writer)
    _write(root / "frameworks/bench@1.0.yaml", framework)
    if plan.versions > 1:
        _write(root / "frameworks/bench@2.0.yaml", _second_version(framework))
    made = 0
    for number in range(plan.files):
        subject, at = divmod(number, plan.dates)
        is_later = plan.versions > 1 and at >= plan.dates / 2
        version = "bench@2.0" if is_later else FRAMEWORK
        head = _head(f"subject-{subject:03}", day_of(at), version, writer)
        ratings = [_bare_rating(id, rng) if plan.is_bare else _rating(id, writer, rng) for id in ids]
        text = "".join([*head, *ratings])
        if luck.random() < plan.mistaken:
            text = MISTAKES[made % len(MISTAKES)](text)
            made += 1
        path = root / assessment_path(number, plan)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, text)


def indicator_ids(count: int) -> list[str]:
    """Return the ids of as many indicators, in their tests; at least one in each."""
    shares = [max(1, share * count // sum(_SHARES)) for share in _SHARES]
    shares[0] += max(0, count - sum(shares))
    return [f"{test}.{number}" for test, share in enumerate(shares, 1) for number in range(1, share + 1)]


def day_of(at: int) -> datetime.date:
    """Return the date of a subject's assessment, counted from 0."""
    return datetime.date(2000, 1, 1) + datetime.timedelta(days=30 * at)


def assessment_path(number: int, plan: Plan) -> str:
    """Return the path of a project's assessment, counted from 0."""
    subject, at = divmod(number, plan.dates)
    return f"assessments/subject-{subject:03}/{day_of(at)}.yaml"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


# Texts ------------------------------------------------------------------------------------------


def _framework(ids: list[str], writer: Writer) -> str:
    lines = [
        'kind: framework\nid: bench\nversion: "1.0"\ntitle: Benchmark\npartial_when: none-fail\ndimensions:'
    ]
    for test in dict.fromkeys(id.split(".")[0] for id in ids):
        lines.append(f'  - id: "{test}"\n    title: {writer.title()}\n    indicators:')
        for id in ids:
            if id.startswith(f"{test}."):
                lines.append(f'      - id: "{id}"\n        title: Indicator {id}')
                lines.append(f"        requirement: |\n          What {id} asks. {writer.sentence()}")
                lines.append(f"        guidance: |\n          {writer.long()}")
    return "\n".join(lines) + "\n"


def _second_version(framework: str) -> str:
    """Return the next version of a framework: every third requirement is worded anew."""
    head, *requirements = framework.replace('version: "1.0"', f'version: "2.0"\nreplaces: {FRAMEWORK}').split(
        "          What "
    )
    words = ("What exactly" if at % 3 == 0 else "What" for at in range(len(requirements)))
    return head + "".join(f"          {word} {rest}" for word, rest in zip(words, requirements, strict=True))


def _head(subject: str, day: datetime.date, framework: str, writer: Writer) -> str:
    # The date stands in quotes because ajv-cli's reader of YAML would make anything but a text of it.
    lines = [
        f"kind: assessment\nframework: {framework}\nsubject:",
        f'  id: {subject}\n  name: {subject.capitalize()}\ndate: "{day}"',
        f"title: Assessment of {day}\nassessors: [A. Person]\ndocument: act\nsummary: |",
        *(f"  {writer.long()}" for _ in range(2)),
        *writer.comments(""),
        "sources:\n  act:\n    title: An act\n    publisher: Parliament\n    date: 1999",
        "    url: https://example.org/act\nratings:\n",
    ]
    return "\n".join(lines)


def _rating(id: str, writer: Writer, rng: Random) -> str:
    lines = [*writer.comments("  "), f'  "{id}":\n    level: {rng.choice(_LEVELS)}\n    rationale: |']
    lines += [f"      {line}".rstrip() for line in writer.rationale(id)]
    lines.append("    evidence:")
    for section in (1, 2):
        lines += writer.comments("      ")
        lines.append(f"      - source: act\n        locator: section {section}, page {rng.randint(1, 90)}")
        lines.append(f"        quote: {writer.sentence()}")
    lines.append(f"    confidence: high\n    recommendation: {writer.short()}\n")
    return "\n".join(lines)


def _bare_rating(id: str, rng: Random) -> str:
    return f'  "{id}": {rng.choice(_LEVELS[1:])}\n'
