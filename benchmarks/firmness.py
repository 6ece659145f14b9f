"""How long `robustness` takes beside `assess` of the same file, by what decides the verdict."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.bench import Bench, say
from benchmarks.results import Table
from benchmarks.timing import ratios, run, seconds_of, spread_of
from benchmarks.wording import as_number, in_seconds

SIZES = (27, 100, 300)
ROUNDS = 5
_BY_DIMENSION = "pass_when: {score: 0.7}\npartial_when: {score: 0.5}\n"
_CLOSE = "overall: {pass_when: {score: 0.600000001}, partial_when: {score: 0.6}}\n"
KINDS = {
    "all must pass, no score counts": ("partial_when: {share: 1/3}\n", 0, False),
    "scores count, weights are odd": (_BY_DIMENSION, 0, True),
    "the same, a third not rated": (_BY_DIMENSION, 3, True),
    "a verdict between two scores very close together": (_BY_DIMENSION + _CLOSE, 0, True),
    "the same two, a third not rated": (_BY_DIMENSION + _CLOSE, 3, True),
}


def firmness_table(bench: Bench) -> Table:
    """Run both commands in turn, and return the median of the ratios at each size, by kind."""
    rows = []
    for kind in KINDS:
        cells = []
        for size in SIZES:
            say(f"robustness, {kind}: {size} indicators")
            folder = bench.work / "firmness" / f"{list(KINDS).index(kind)}-{size}"
            _write(folder, kind, size)
            ours, floor = bench.scorecard(folder, "robustness"), bench.scorecard(folder, "assess")
            runs = [(run(ours), run(floor)) for _ in range(ROUNDS)]
            above, below = (seconds_of(each) for each in zip(*runs, strict=True))
            ratio = as_number(spread_of(ratios(above, below)).median)
            cells.append(f"{ratio} × ({in_seconds(min(above))})")
        rows.append((kind, *cells))
    columns = ("", *(f"{size} indicators" for size in SIZES))
    note = (
        "Beside `assess` of the same file, run in turn; in brackets the quickest run. Dimensions of twenty "
        "indicators. Where two scores lie very close together, what is told is between what the number lies."
    )
    return Table(
        title="`robustness`, by what decides the verdict", columns=columns, rows=tuple(rows), note=note
    )


def _write(folder: Path, kind: str, size: int) -> None:
    rules, unrated, is_odd = KINDS[kind]
    rng = Random(size)
    head = f'kind: framework\nid: firm\nversion: "1"\ntitle: Firm\n{rules}dimensions:\n'
    _put(folder / "frameworks/firm@1.yaml", head + "".join(_dimensions(size, rng if is_odd else None)))
    levels = ("pass", "pass", "partial", "fail")
    rated = [number for number in range(size) if not unrated or number % unrated]
    ratings = "".join(f"  i{number}: {rng.choice(levels)}\n" for number in rated)
    about = "kind: assessment\nframework: firm@1\nsubject: {id: one, name: One}\ndate: 2021-03-11\n"
    _put(folder / "assessments/one/2021-03-11.yaml", f"{about}ratings:\n{ratings}")


def _dimensions(size: int, rng: Random | None) -> Iterator[str]:
    for number in range(size):
        if number % 20 == 0:
            yield f"  - id: d{number}\n    title: Title {number}\n    indicators:\n"
        weight = rng.randint(1, 9973) if rng else 1
        yield f"      - {{id: i{number}, requirement: That {number} is done., weight: {weight}}}\n"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
