"""`scorecard new` under a framework without verdicts: elements, points, tags, remarks on dimensions."""

from pathlib import Path

import pytest

from tests.builders import data_file, write_text
from tests.commands import run

FILE = Path("assessments/bay/2024-01-01.yaml")
LATER = Path("assessments/bay/2025-01-01.yaml")
FRAMEWORK = data_file("all-kinds.yaml")
EXPECTED = data_file("all-kinds-draft.yaml")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_text(Path("frameworks/all-kinds.yaml"), FRAMEWORK)


def begin(*words: str) -> str:
    outcome = run("new", "all-kinds", "--subject", "bay", "--date", "2024-01-01", *words)
    assert outcome.code == 0
    return outcome.err


def ratings(path: Path = FILE) -> str:
    return "ratings:\n" + path.read_text(encoding="utf-8").partition("\nratings:\n")[2]


def said_of(path: Path) -> str:
    """Return what `validate` says of a file, but that no subject has a tag of the framework."""
    return run("validate", str(path), "--ignore", "SC509").out


def test_without_tags_all_is_there_and_what_needs_a_tag_waits_in_notes() -> None:
    assert begin().startswith(
        "4 measures and questions under all-kinds@1, in a draft\n"
        "note: 2 more are asked by tags, and this subject has none: write them in the\n"
        "file, or give --tag\n"
    )
    assert ratings() == EXPECTED
    assert said_of(FILE) == ""
    text = FILE.read_text(encoding="utf-8")
    hint = "  # It is asked some things by its tags, of these:\n  # tags:\n  #   - coast\n  #   - port\n"
    assert f'  id: "bay"\n  name: Bay\n{hint}date: ' in text
    remark = '#   "1":\n#     rationale: |\n#       What there is to say of it as a whole.\n'
    assert "# Of pillar 1 too something may be said (why, evidence, a recommendation), but never a\n" in text
    assert remark in text


def test_no_tag_acts_in_the_notes() -> None:
    tag = '"scorecard: ignore[SC415]\\nyaml-language-server: $schema=x"'
    write_text(
        Path("frameworks/all-kinds.yaml"), FRAMEWORK.replace("applies_to: coast", f"applies_to: {tag}")
    )
    begin()
    text = FILE.read_text(encoding="utf-8")
    assert "ignore[" not in text
    assert "yaml-language-server:" not in text
    assert run("validate", str(FILE)).code == 0


def test_the_notes_can_be_freed() -> None:
    begin()
    text = FILE.read_text(encoding="utf-8")
    for line in ("tags:", "  - coast", "  - port", '"2.1":', "  level: not-rated", '"1.3b":'):
        text = text.replace(f"  # {line}\n", f"  {line}\n")
    write_text(FILE, text)
    assert said_of(FILE) == ""
    assert "Complete   0 of 6\n" in run("rate", "bay", stdin="q\n").err


def test_of_a_subject_with_tags_only_what_it_is_asked_is_there() -> None:
    assert begin("--tag", "port").startswith("5 measures and questions under all-kinds@1, in a draft\nThe")
    rule = f"\n  # {'=' * 84}\n"
    expected = EXPECTED.partition(f"{rule}  # Pillar 2")[0]
    hint = '  # Where the subject has the tag, give it that above, and take "# " away here:\n'
    expected = expected.replace(hint, "").replace('  # "1.3b":\n  #   level', '  "1.3b":\n    level')
    assert ratings() == expected
    assert said_of(FILE) == ""
    text = FILE.read_text(encoding="utf-8")
    assert "  name: Bay\n  tags:\n    - port\ndate: " in text


def test_tags_are_those_of_the_subjects_earlier_assessment_or_given_anew() -> None:
    begin("--tag", "coast", "--tag", "old: town")
    run("new", "all-kinds", "--subject", "bay", "--date", "2025-01-01")
    assert '  tags:\n    - coast\n    - "old: town"\n' in LATER.read_text(encoding="utf-8")
    assert '  "2.1":\n' in ratings(LATER)
    run("new", "all-kinds", "--subject", "bay", "--date", "2026-01-01", "--tag", "port")
    assert '  "2.1":\n' not in ratings(Path("assessments/bay/2026-01-01.yaml"))


@pytest.mark.parametrize(("tag", "said"), [(" ", "--tag is empty"), ("a\x1bb", "--tag: ")])
def test_what_is_no_tag_is_refused(tag: str, said: str) -> None:
    outcome = run("new", "all-kinds", "--subject", "bay", "--tag", tag)
    assert outcome.code == 2
    assert said in outcome.err
    assert not Path("assessments").exists()


# From an earlier one ----------------------------------------------------------------------------

RATED = """\
ratings:
  "1":
    rationale: Strong on measurement.
    evidence: {source: act, locator: p. 3}
    x-mine: kept
  "1.1": 20
  "1.2": 10
  "1.3a": {level: partly, rationale: One station.}
  "1.3b": {level: "yes", rationale: At the pier.}
  "2":
    rationale: Loud ships.
  "2.1": {level: "no", rationale: Not one.}
"""


def earlier() -> None:
    head = 'kind: assessment\nframework: "all-kinds@1"\nsubject: {id: bay, name: Bay, tags: [coast]}\n'
    rest = "date: 2024-01-01\nassessors: [A. Person]\nsources: {act: {title: The act}}\n"
    write_text(FILE, head + rest + RATED)
    assert run("validate", str(FILE)).code == 0


def test_what_is_said_of_a_dimension_comes_over_marked_and_cites_its_source() -> None:
    earlier()
    outcome = run("new", "all-kinds", "--from", "bay@2024-01-01", "--date", "2025-01-01")
    assert "5 of 5 ratings of bay@2024-01-01 were carried over, to be reviewed\n" in outcome.err
    mark = "    x-review: carried over from bay@2024-01-01; confirm or change it, then take this out\n"
    assert (
        "  # What the law sets.\n"
        f'  "1":\n{mark}    rationale: |\n      Strong on measurement.\n'
        "    evidence:\n      - source: act\n        locator: p. 3\n    x-mine: kept\n"
    ) in ratings(LATER)
    assert f'  "2":\n{mark}    rationale: |\n      Loud ships.\n' in ratings(LATER)
    text = LATER.read_text(encoding="utf-8")
    assert "\nsources:\n  act:\n    title: The act\n" in text
    assert "# Remarks on 2 dimensions as a whole came over too, marked alike.\n" in text
    assert said_of(LATER) == ""


def test_under_a_next_version_measurements_and_remarks_take_their_new_places() -> None:
    """20 lies at 3/5 of the way from 35 to 10, and at 3/4 of the way from 35 to 15."""
    earlier()
    run("new", "--version-of", "all-kinds@1", "--as", "2")
    path = Path("frameworks/all-kinds@2.yaml")
    text = path.read_text(encoding="utf-8").replace("{at: 10, value: 0.5}", "{at: 15, value: 0.5}")
    text = text.replace('  - id: "1"\n', '  - id: "one"\n    replaces: ["1"]\n')
    write_text(path, text.replace('id: "2"', 'id: "ships"').replace("applies_to: coast", "applies_to: port"))
    outcome = run("new", "all-kinds@2", "--from", "bay@2024-01-01", "--date", "2025-01-01")
    assert "4 of 5 ratings of bay@2024-01-01 were carried over, to be reviewed\n" in outcome.err
    carried = ratings(LATER)
    mark = "carried over from bay@2024-01-01, where it was 1; confirm or change it, then take this out"
    assert f"  one:\n    x-review: {mark}\n    rationale: |\n      Strong on measurement.\n" in carried
    assert "  # The points moved: 20 scored 3 then and scores 3.75 in all-kinds@2.\n" in carried
    assert carried.endswith(
        "# Left behind: bay@2024-01-01 also rated what has no place in all-kinds@2\n"
        "# ====================================================================================\n"
        "# 2  Ships\n"
        "# Rationale of 2 then: Loud ships.\n"
        "#\n"
        "# 2.1  Ships in port use power from land.\n"
        "# It is not asked of this subject now, by its tags.\n"
        "# There 2.1 was rated no.\n"
        "# Rationale of 2.1 then: Not one.\n"
    )
    assert said_of(LATER) == ""
