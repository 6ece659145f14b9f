"""Projects that are large in one direction: a framework and its assessments, small in all others."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

SUBJECT = "subject-0"
_WORDS = (
    "the",
    "regulator",
    "may",
    "require",
    "information",
    "from",
    "any",
    "service",
    "about",
    "risks",
    "of",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How many there are of each thing; what assessments hold, only the last of the first subject has.

    `words` is how long a requirement, a rationale, a summary and a quote are, `lines` how many lines texts of
    several have. `remarks` are warnings, `unknown` ratings of what the framework does not ask. The `versions`
    of the framework replace one another, with every requirement reworded in each.
    """

    indicators: int = 6
    dimensions: int = 1
    depth: int = 1
    levels: int = 3
    bands: int = 3
    sources: int = 2
    evidence: int = 1
    tags: int = 1
    words: int = 12
    lines: int = 1
    dates: int = 2
    subjects: int = 1
    versions: int = 1
    corrections: int = 0
    remarks: int = 0
    unknown: int = 0
    comments: int = 0

    @property
    def ids(self) -> list[str]:
        """The ids of the indicators; each second is measured."""
        return [f"i{number}" for number in range(self.indicators)]

    @property
    def name(self) -> str:
        """A name for its folder."""
        return "-".join(f"{key}{getattr(self, key)}" for key in self.__slots__)


def write_shape(root: Path, shape: Shape) -> None:
    """Write a project into a folder."""
    (root / "frameworks").mkdir(parents=True)
    for version in range(1, shape.versions + 1):
        _write(root / f"frameworks/grown@{version}.yaml", _framework(shape, version))
    for subject in range(shape.subjects):
        for at in range(shape.dates):
            is_last = subject == 0 and at == shape.dates - 1
            text = _assessment(shape, subject, at, is_last=is_last)
            _write(root / f"assessments/subject-{subject}/{day_of(at)}.yaml", text)


def day_of(at: int) -> date:
    """Return the date of a subject's assessment, counted from 0."""
    return date(2000, 1, 1) + timedelta(days=at)


def prose(words: int, begin: str, lines: int = 1) -> list[str]:
    """Return lines of words; `begin` tells them from all others."""
    return [
        " ".join([begin, *(_WORDS[(line + at) % len(_WORDS)] for at in range(words))])
        for line in range(lines)
    ]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _framework(shape: Shape, version: int) -> str:
    lines = [
        "kind: framework",
        "id: grown",
        f'version: "{version}"',
        "title: Grown",
        "partial_when: none-fail",
    ]
    if version > 1:
        lines.append(f"replaces: grown@{version - 1}")
    lines += ["sources:", *(f"  law-{at}: {{title: Law {at}}}" for at in range(shape.sources))]
    lines += ["scales:", "  rating:"]
    for at in range(shape.levels):
        status = "pass" if at == 0 else "fail" if at == shape.levels - 1 else "partial"
        value = f"{shape.levels - 1 - at}/{shape.levels - 1}"
        lines.append(f"    - {{id: l{at}, label: Level {at}, value: {value}, status: {status}}}")
    lines.append("dimensions:")
    homes = [shape.ids[at :: shape.dimensions] for at in range(shape.dimensions)]
    for at, ids in enumerate(homes):
        indent = "  "
        for depth in range(shape.depth):
            name = f"d{at}" if depth == 0 else f"d{at}-{depth}"
            lines += [f"{indent}- id: {name}", f"{indent}  title: Dimension {at} {depth}"]
            if depth < shape.depth - 1:
                lines.append(f"{indent}  dimensions:")
                indent += "    "
        lines.append(f"{indent}  indicators:")
        for id in ids:
            lines += [f"{indent}    {line}" for line in _indicator(shape, id, version)]
    return "\n".join(lines) + "\n"


def _indicator(shape: Shape, id: str, version: int) -> list[str]:
    asked = " ".join(prose(shape.words, f"{id} version {version}"))
    lines = [f"- id: {id}", f"  title: Indicator {id}", f"  requirement: {asked}", "  guidance: Look for it."]
    lines.append(f"  tags: [{', '.join(f't{at}' for at in range(shape.tags))}]")
    if int(id[1:]) % 2:
        lines += ["  measure:", "    unit: people", "    bands:"]
        for at in range(shape.bands - 1):
            lines.append(f"      - {{level: l{at * shape.levels // shape.bands}, at_most: {at}}}")
        lines.append(f"      - {{level: l{shape.levels - 1}}}")
    return lines


def _assessment(shape: Shape, subject: int, at: int, *, is_last: bool) -> str:
    one = shape if is_last else Shape(indicators=shape.indicators)
    id = f"subject-{subject}"
    version = 1 + at * shape.versions // shape.dates
    tags = ", ".join(f"t{number}" for number in range(one.tags))
    lines = ["kind: assessment", f"framework: grown@{version}"]
    lines += [f"subject: {{id: {id}, name: Subject {subject}, tags: [{tags}]}}", f'date: "{day_of(at)}"']
    lines += [
        "assessors: [A. Person]",
        "summary: |",
        *_block(prose(one.words, f"{id} {at}:", one.lines), "  "),
    ]
    lines += ["sources:", *(f"  s{number}: {{title: Source {number}}}" for number in range(one.sources))]
    if one.corrections:
        lines.append("corrections:")
        lines += [
            f'  - {{date: "{day_of(at)}", text: Correction {number}.}}' for number in range(one.corrections)
        ]
    lines.append("ratings:")
    for number, rated in enumerate(shape.ids):
        lines += [f"  # Comment {each} on {rated}." for each in range(one.comments * (number == 0))]
        lines += [f"  {line}" for line in _rating(one, rated, number + at, is_last=is_last and number < 2)]
    lines += [f"  u{number}: l0" for number in range(one.unknown)]
    return "\n".join(lines) + "\n"


def _rating(shape: Shape, id: str, number: int, *, is_last: bool) -> list[str]:
    """Return a rating: of the first two long, as asked for, of the others short."""
    one = shape if is_last else Shape()
    lines = [f"{id}:", f"  measured: {number % 4}" if int(id[1:]) % 2 else f"  level: l{number % 2}"]
    lines += ["  rationale: |", *_block(prose(one.words, f"{id} {number}:", one.lines), "    ")]
    lines.append("  evidence:")
    for at in range(one.evidence):
        lines.append(f"    - source: s{at % one.sources}")
        lines += [f"      locator: p. {at}", f"      quote: {prose(one.words, f'{id} {at}')[0]}"]
    lines += [f"    - {{source: s0, locator: remark {at}, quote: …}}" for at in range(one.remarks)]
    return lines


def _block(lines: list[str], indent: str) -> list[str]:
    return [f"{indent}{line}" for line in lines]
