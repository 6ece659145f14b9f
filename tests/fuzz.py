"""Mutated files through the whole road that a file takes: nothing but diagnostics may come out.

Whatever was read has to be what PyYAML's own loader makes of it, all scalars text.

    python tests/fuzz.py --inputs 1000000 --jobs 2
    python tests/fuzz.py --seconds 60 --seed 7

The package must be installed, or the checkout be in PYTHONPATH. Input number n of a seed is always the same
while the corpus is, so one that kills or hangs a process is known too. At the first failure everything stops,
the input is saved (`--save`) and what is wrong with it is printed; `--again FILE` tries a saved one.
"""

import argparse
import multiprocessing
import re
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import yaml

from scorecard.diagnostics import Diagnostic, Span
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK
from scorecard.project.library import Project
from scorecard.reading.plain_data import NOT_GIVEN, Data, split_lines
from scorecard.render.diagnostics.full import render_full
from scorecard.render.text import Terminal
from scorecard.scoring.score import score
from tests.small import lone

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests/corpus"
MOST_SECONDS = 3.0
HANGS_AFTER = 20.0
MOST_BYTES = 2500
MOST_LINES = 16
TERMINAL = Terminal(width=100)

Mutation = Callable[[Random, bytes, "list[bytes]"], bytes]

_FRAMEWORK = re.compile(rb"kind: *[\"']?framework")
_NOT_SHOWABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_TOKEN = re.compile(rb"[\w@.-]+|[ ]+|\r?\n|[^\w ]")
_TOP = re.compile(rb"(?m)^(?=[\w\"'])")

YAML_SIGNS = (
    *(b": ", b":", b"- ", b"-", b"? ", b"?", b", ", b",", b"[", b"]", b"{", b"}", b"[]", b"{}", b"|", b">"),
    *(b"|-\n  ", b">+2\n", b"&x ", b"*x", b"!t ", b"!!str ", b"!<x> ", b"!%C0%80 ", b"!%FF ", b"<<: ", b"~"),
    *(b"\n---\n", b"---", b"\n...\n", b"...", b"%YAML 1.1\n", b"%TAG ! x\n", b"%", b"@", b"`", b"\t", b"\\"),
    *(b'"', b"'", b"''", b'""', b'"\\x00"', b'"\\ud800"', b'"\\u2028"', b'"\\e"', b'"\\\n"', b"null", b""),
    *(b"? |\n  a\n: b\n", b"? [a]\n: b\n", b"[" * 60, b"{a: " * 60, b"- " * 60, b"a: {b: c: d}"),
)
ODD_BYTES = (
    *(bytes([byte]) for byte in (*range(0x09), *range(0x0B, 0x20), 0x7F, 0x80, 0xC0, 0xE2, 0xED, 0xF5, 0xFF)),
    *(b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xc2\x85", b"\xe2\x80\xa8"),
    *(b"\xef\xbb\xbf", b"\xef\xbf\xbe", b"\xef\xbf\xbd", b"\xc2\xa0", b"\xe2\x80\x8b", b"\xe2\x80\xae"),
    *("“ ” ‘ ’ « : – • é ß İ e\u0301 漢 👩\u200d💻 \U0010ffff ² ½ ١ 𝟙 а".encode().split(b" ")),
)
WORDS = (
    *b"0 1 -1 00 1.0 1. .5 1e3 1e999 -0 0x1f 1_000 nan inf .inf .nan 1/3 12:30 100% 1,5".split(),
    *b"2021-03-11 2021-02-30 2021-3-1 0000-01-01 9999-12-31 2021-13 2021 2021-03 today".split(),
    *b"yes no true false on Off YES null Null none n/a pass partial fail not-rated not-applicable".split(),
    *b"yardstick@1 yardstick@2 yardstick@ @1 a@b@c online-safety-six-tests@1.0 a/b@1 ../x@1".split(),
    *b"kind id version title framework assessment subject name date stage sources ratings 1.1 2.1".split(),
    *b"dimensions indicators requirement guidance scales measure unit bands at_most at_least score".split(),
    *b"evidence source locator quote rationale level measured replaces comparable language x-mine".split(),
    *(b"~" + b" " * 20, b"null" + b" " * 20 + b"# x", b" " * 20, b"a" + b" " * 20),
    *(b"9" * 400, b"9" * 5000, b"1e" + b"9" * 30, b"a" * 300, b"0." + b"3" * 300),
)
COMMENTS = (
    *(
        b" # scorecard: ignore[SC312] why",
        b" # scorecard: ignore[]",
        b" # scorecard: ignore[SC3, no-guidance]",
    ),
    *(
        b"# scorecard: ignore[SC]",
        b" # scorecard: ignore[" + b"\xc3\xa9" * 3 + b"]",
        b" # scorecard: ignore[",
    ),
    *(b" #x", b" #1 priority", b" # x", b"#", b"\t#x", b" #", b" # expect: SC101@1"),
)
INSERTS = (YAML_SIGNS, YAML_SIGNS, ODD_BYTES, WORDS, COMMENTS)


# Seeds ------------------------------------------------------------------------------------------


def find_seeds() -> list[bytes]:
    """Return every case of the corpus, and small pieces of the files that are shipped."""
    seeds: list[bytes] = []
    for path in sorted(CORPUS.rglob("*.y*ml")):
        raw = path.read_bytes()
        seeds += [raw] if len(raw) <= MOST_BYTES // 2 else _pieces(raw)
    for folder in ("frameworks", "assessments"):
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            seeds += _pieces(path.read_bytes())
    return [seed for seed in seeds if len(seed) <= MOST_BYTES]


def _pieces(raw: bytes) -> Iterator[bytes]:
    """Yield small files of the same make: the top-level keys of a big one, each with one of its entries."""
    sections = []
    for section in _TOP.split(raw):
        first, *rest = section.splitlines(keepends=True) or [b""]
        indent = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
        begins = [at for at, line in enumerate(rest) if line.strip() and not line[indent:].startswith(b" ")]
        if len(rest) <= MOST_LINES:
            begins = [0]
        entries = [rest[begin:end] for begin, end in pairwise([*begins, len(rest)])]
        sections.append((first, [b"".join(entry[:MOST_LINES]) for entry in entries] or [b""]))
    for number in range(max(len(entries) for _, entries in sections)):
        yield b"".join(first + entries[number % len(entries)] for first, entries in sections)


def make_project(folder: Path) -> Project:
    """Make a project of all frameworks that the corpus has, the versions before among them."""
    (folder / "frameworks").mkdir(exist_ok=True)
    for path in sorted(CORPUS.rglob("frameworks/*@*.yaml"), reverse=True):
        (folder / "frameworks" / path.name).write_bytes(path.read_bytes())
    return Project(folder)


# Mutations --------------------------------------------------------------------------------------


def _stretch(rng: Random, length: int) -> tuple[int, int]:
    """Return the ends of a stretch, more often a short one."""
    begin = rng.randrange(length + 1)
    return begin, min(length, begin + rng.choice((1, 1, 2, 4, 8, 30, 100)))


def change_byte(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]


def flip_bit(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    at = rng.randrange(len(data)) if data else 0
    return data[:at] + bytes([each ^ (1 << rng.randrange(8)) for each in data[at : at + 1]]) + data[at + 1 :]


def delete(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    begin, end = _stretch(rng, len(data))
    return data[:begin] + data[end:]


def duplicate(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    begin, end = _stretch(rng, len(data))
    times = rng.choice((1, 1, 1, 2, 5, 60))
    return data[:end] + data[begin:end] * times + data[end:]


def cut_off(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def insert(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(rng.choice(INSERTS)) + data[at:]


def insert_between_tokens(rng: Random, data: bytes, seeds: list[bytes]) -> bytes:
    """Insert, replace or delete where a token ends: what comes out is nearly YAML."""
    tokens = _TOKEN.findall(data)
    at = rng.randrange(len(tokens) + 1)
    what = rng.randrange(6)
    if what == 0:
        tokens[at : at + 1] = []
    elif what == 1:
        tokens[at : at + 1] = [rng.choice(rng.choice(INSERTS))]
    elif what == 2:
        tokens[at : at + 1] = [rng.choice(_TOKEN.findall(rng.choice(seeds)) or [b""])]
    elif what == 3:
        other = rng.randrange(len(tokens) + 1)
        tokens[at : at + 1], tokens[other : other + 1] = tokens[other : other + 1], tokens[at : at + 1]
    elif what == 4:
        tokens[at:at] = tokens[at : at + rng.randrange(1, 12)]
    else:
        tokens.insert(at, rng.choice(rng.choice(INSERTS)))
    return b"".join(tokens)


def change_value(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    """Put something else after a colon."""
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    key, colon, _ = lines[at].partition(b": ")
    lines[at] = key + (colon or b": ") + rng.choice(rng.choice(INSERTS))
    return b"\n".join(lines)


def change_lines(rng: Random, data: bytes, seeds: list[bytes]) -> bytes:
    """Take out, repeat, move, indent or comment a line, or take one from another file."""
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    line = lines[at]
    what = rng.randrange(7)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines.insert(at, line)
    elif what == 2:
        lines.insert(rng.randrange(len(lines)), lines.pop(at))
    elif what == 3:
        lines[at] = rng.choice((b" ", b"  ", b"    ", b"\t", b"- ", b"\xc2\xa0")) + line
    elif what == 4:
        end = at + rng.randrange(1, 6)
        lines[at:end] = [each.removeprefix(b"  ") for each in lines[at:end]]
    elif what == 5:
        lines[at] = line + rng.choice(COMMENTS)
    else:
        other = rng.choice(rng.choice(seeds).split(b"\n"))
        lines.insert(at, line[: len(line) - len(line.lstrip())] + other.lstrip())
    return b"\n".join(lines)


def take_value(rng: Random, data: bytes, seeds: list[bytes]) -> bytes:
    """Put a line of another file in the place of one that has the same key."""
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    key = lines[at].partition(b":")[0].strip(b" -")
    for other in rng.choices(seeds, k=8):
        for line in other.split(b"\n"):
            if line.partition(b":")[0].strip(b" -") == key and line != lines[at]:
                indent = len(lines[at]) - len(lines[at].lstrip(b" -"))
                lines[at] = lines[at][:indent] + line.lstrip(b" -")
                return b"\n".join(lines)
    return data


def change_word(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    """Put one word in the place of another: the file is as good YAML as before."""
    words = [match.span() for match in re.finditer(rb"[\w.@-]+", data)]
    begin, end = rng.choice(words or [(0, 0)])
    other = data[slice(*rng.choice(words or [(0, 0)]))] if rng.randrange(2) else rng.choice(WORDS)
    return data[:begin] + other + data[end:]


def comment(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    lines = data.split(b"\n")
    lines[rng.randrange(len(lines))] += rng.choice(COMMENTS)
    return b"\n".join(lines)


def splice(rng: Random, data: bytes, seeds: list[bytes]) -> bytes:
    """Join the beginning of one file to the end of another."""
    other = rng.choice(seeds)
    if rng.randrange(2):
        return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]
    lines, others = data.split(b"\n"), other.split(b"\n")
    return b"\n".join(lines[: rng.randrange(len(lines) + 1)] + others[rng.randrange(len(others)) :])


def swap_quotes(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    what = rng.randrange(4)
    if what == 0:
        return data.translate(bytes.maketrans(b"'\"", b"\"'"))
    if what == 1:
        return data.replace(b'"', "“".encode())
    tokens = _TOKEN.findall(data)
    at = rng.randrange(len(tokens) + 1)
    end = at + rng.randrange(1, 8)
    quote = b"'" if what == 2 else b'"'
    return b"".join((*tokens[:at], quote, *tokens[at:end], quote, *tokens[end:]))


def change_line_ends(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    what = rng.randrange(5)
    if what == 0:
        return data.replace(b"\n", b"\r\n")
    if what == 1:
        return data.replace(b"\n", b"\r")
    if what == 2:
        return data.rstrip(b"\r\n")
    if what == 3:
        return data.replace(b"\n", rng.choice((b"\n\n", b"\n\r", b"\r\r\n", b"\xc2\x85", b"\n  ")))
    return b"".join(line + rng.choice((b"\n", b"\r\n", b"\r")) for line in data.splitlines())


def change_encoding(rng: Random, data: bytes, _seeds: list[bytes]) -> bytes:
    what = rng.randrange(4)
    if what == 0:
        return b"\xef\xbb\xbf" + data
    text = data.decode("utf-8", errors="replace")
    return text.encode(("utf-16", "utf-16-le", "latin-1")[what - 1], errors="replace")


ROUGH: tuple[tuple[Mutation, int], ...] = (
    (change_byte, 3),
    (flip_bit, 3),
    (delete, 6),
    (duplicate, 4),
    (cut_off, 2),
    (insert, 10),
    (insert_between_tokens, 20),
    (change_value, 14),
    (change_lines, 16),
    (splice, 8),
    (swap_quotes, 5),
    (change_line_ends, 4),
    (change_encoding, 1),
)
# What leaves most files readable, so that rules get to see them.
GENTLE: tuple[tuple[Mutation, int], ...] = (
    (take_value, 6),
    (change_word, 6),
    (comment, 3),
    (change_lines, 2),
    (swap_quotes, 1),
    (change_line_ends, 1),
)
_ROUGH, _GENTLE = (
    [mutation for mutation, weight in mutations for _ in range(weight)] for mutations in (ROUGH, GENTLE)
)


def make_input(seed: int, number: int, seeds: list[bytes]) -> bytes:
    """Return one input; the same for the same numbers."""
    rng = Random((seed << 48) + number)
    data = rng.choice(seeds)
    mutations = rng.choice((_ROUGH, _GENTLE))
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4, 7))):
        data = rng.choice(mutations)(rng, data, seeds)[:MOST_BYTES]
    return data


# The road ---------------------------------------------------------------------------------------


def check_input(project: Project, raw: bytes, *, as_framework: bool) -> str:
    """Read one file as one of a kind, show what is found, say how it ended; raises if anything is wrong."""
    kind = FRAMEWORK if as_framework else ASSESSMENT
    loaded: Any = project.load(lone(raw), kind)
    document = loaded.document
    assert loaded.content is not None or loaded.has_errors, "neither content nor errors"
    if document is not None and document.data is not None:
        loaded_anew = yaml.load(document.text, yaml.CBaseLoader)
        assert is_same(document.data, loaded_anew), "read as what PyYAML does not see"
    if loaded.diagnostics:
        assert document is not None, "diagnostics without their document"
        check_spans(loaded.diagnostics, document.lines if document.text else split_lines(decoded(raw)))
        text = render_full([(each, document) for each in loaded.diagnostics], TERMINAL)
        odd = _NOT_SHOWABLE.search(text)
        assert odd is None, f"{odd.group()!r} in what is shown"
    if not as_framework and loaded.scorable is not None:
        score(loaded.scorable.framework, loaded.scorable.assessment)
    if loaded.content is None:
        return "refused" if document.data is None else "without the shape"
    return "with errors" if loaded.has_errors else "with warnings" if loaded.diagnostics else "clean"


def is_same(data: Data, loaded: Any) -> bool:
    """Whether data are what PyYAML made of a text, which strips nothing and knows no nulls."""
    if isinstance(data, dict):
        return len(data) == len(loaded) and all(
            key == other.strip() and is_same(value, inner)
            for (key, value), (other, inner) in zip(data.items(), loaded.items(), strict=True)
        )
    if isinstance(data, list):
        return len(data) == len(loaded) and all(map(is_same, data, loaded))
    return loaded in NOT_GIVEN if data is None else data == loaded.strip()


def decoded(raw: bytes) -> str:
    """Return a file's text where the reader keeps none to show, since there are zero bytes in it."""
    return raw.decode("utf-8", errors="replace").lstrip("\ufeff")


def check_spans(diagnostics: tuple[Diagnostic, ...], lines: list[str]) -> None:
    """Fail if anything points outside the file; a caret may stand right behind a line."""
    for each in diagnostics:
        for span in (each.span, *(span for span, _ in each.related)):
            assert is_inside(span, lines), f"{each.code.name} at {span} is outside the file"


def is_inside(span: Span, lines: list[str]) -> bool:
    """Whether a span begins in the file or right behind a line of it, and ends no further, nor before."""
    if not 1 <= span.line <= span.end_line <= len(lines):
        return False
    if (span.line, span.column) > (span.end_line, span.end_column):
        return False
    begins = 1 <= span.column <= len(lines[span.line - 1]) + 1
    return begins and 1 <= span.end_column <= len(lines[span.end_line - 1]) + 2


def is_framework(raw: bytes) -> bool:
    """Whether a file says that it is a framework."""
    return _FRAMEWORK.search(raw) is not None


# The run ----------------------------------------------------------------------------------------


def work(job: int, options: argparse.Namespace, project: Project, current: Any, answers: Any) -> None:
    """Try every input whose turn it is; `current` always holds the number of the one being tried."""
    seeds = find_seeds()
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    end = time.monotonic() + (options.seconds or float("inf"))
    number = job
    while (options.inputs is None or number < options.inputs) and time.monotonic() < end:
        current.value = number
        raw = make_input(options.seed, number, seeds)
        begin = time.perf_counter()
        try:
            outcome = check_input(project, raw, as_framework=is_framework(raw) != (number % 50 == 0))
            seconds = time.perf_counter() - begin
            assert seconds <= MOST_SECONDS, f"it took {seconds:.1f} s"
        except BaseException:  # noqa: BLE001 -- whatever comes out is what is looked for
            answers.put((number, traceback.format_exc()))
            return
        outcomes[outcome] += 1
        slowest = max(slowest, seconds)
        number += options.jobs
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    answers.put((None, (outcomes, slowest, memory)))


def run(options: argparse.Namespace, project: Project) -> int:
    """Run all jobs and watch them; return the exit code."""
    seeds = find_seeds()
    begin = time.monotonic()
    answers: Any = multiprocessing.SimpleQueue()
    currents = [multiprocessing.Value("q", job, lock=False) for job in range(options.jobs)]
    jobs = [
        multiprocessing.Process(target=work, args=(job, options, project, current, answers), daemon=True)
        for job, current in enumerate(currents)
    ]
    for job in jobs:
        job.start()
    outcomes: Counter[str] = Counter()
    slowest, memory, ended = 0.0, 0, 0
    seen = [(-1, begin)] * options.jobs
    failure: tuple[int, str] | None = None
    while ended < options.jobs and failure is None:
        time.sleep(0.2)
        alive = [job.is_alive() for job in jobs]
        while not answers.empty():
            number, answer = answers.get()
            if number is not None:
                failure = (number, answer)
                break
            ended += 1
            outcomes += answer[0]
            slowest, memory = max(slowest, answer[1]), max(memory, answer[2])
        for job, (process, current) in enumerate(zip(jobs, currents, strict=True)):
            if failure is None and not alive[job] and process.exitcode:
                failure = (current.value, f"the process ended with {process.exitcode}")
            if current.value != seen[job][0]:
                seen[job] = (current.value, time.monotonic())
            elif failure is None and alive[job] and time.monotonic() - seen[job][1] > HANGS_AFTER:
                failure = (current.value, f"no end after {HANGS_AFTER:.0f} s")
    for job in jobs:
        if failure is not None:
            job.kill()
        job.join()
    if failure is not None:
        number, what = failure
        options.save.write_bytes(make_input(options.seed, number, seeds))
        print(what, f"input {number} of seed {options.seed}, saved as {options.save}", sep="\n")
        return 1
    print(
        f"{outcomes.total()} inputs from {len(seeds)} seeds in {time.monotonic() - begin:.0f} s: none failed"
    )
    print(", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common()))
    print(f"the slowest took {slowest * 1000:.0f} ms; a process took at most {memory} MB")
    return 0


def main() -> int:
    """Read the options; run, or try one saved input again."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    how_long = parser.add_mutually_exclusive_group(required=True)
    how_long.add_argument("--seconds", type=float, help="how long to go on")
    how_long.add_argument("--inputs", type=int, help="how many inputs to try")
    how_long.add_argument("--again", type=Path, metavar="FILE", help="try one saved input, as both kinds")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    parser.add_argument("--save", type=Path, default=Path("fuzz-failure.yaml"), metavar="FILE")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder))
        if options.again is None:
            return run(options, project)
        for as_framework in (False, True):
            print(check_input(project, options.again.read_bytes(), as_framework=as_framework))
    return 0


if __name__ == "__main__":
    sys.exit(main())
