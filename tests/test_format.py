"""A walk through the format: every key of every model is shown in every output, or hidden there for a reason.

Three frameworks, the last without verdicts, and two assessments have every key. A text says of which key it
is: a key that is new has one too, and is looked for everywhere. What is no text has a value of its own here,
and a word for it.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin

import pytest

from scorecard.model.assessment import Assessment, Correction, Decision, Evidence, Rating, Subject
from scorecard.model.framework import (
    Band,
    Dimension,
    Framework,
    Grade,
    Indicator,
    Level,
    Measure,
    Overall,
    ScorePoint,
)
from scorecard.model.keys import find_fields, keys_of, models_in, names_of
from scorecard.model.source import Source
from tests.builders import write_yaml
from tests.commands import ROOT, run

OF_FRAMEWORKS = (
    *(Framework, Dimension, Indicator, Measure, Band, ScorePoint, Level, Grade, Overall, Source),
)
OF_DIMENSIONS = ("rationale", "recommendation", "working_note")
OF_ASSESSMENTS = (Assessment, Subject, Rating, Evidence, Correction, Source)


# Files with every key ----------------------------------------------------------------------------


def mark(model: type, key: str) -> str:
    """Return the text that stands under a key: a word that nothing else has."""
    return f"q{model.__name__}{key}".lower().replace("_", "")


def filled(model: type, time: str, **own: Any) -> dict[str, Any]:
    """Return a mapping with every key of a model: values of their own, and texts that name their keys."""
    types = find_fields(model)
    return {name: own[name] if name in own else _text(model, name, types[name], time) for name in types}


def _text(model: type, name: str, held: Any, time: str) -> Any:
    text = mark(model, name) + time
    if get_origin(held) is tuple:
        return [text]
    assert _holds_text(held), f"{model.__name__}.{name} holds no text: give it a value, and a word in LOOKS"
    return text


def _holds_text(held: Any) -> bool:
    return held is str or any(map(_holds_text, get_args(held)))


def framework(version: str, time: str) -> dict[str, Any]:
    levels = [
        filled(Level, time, id="good", value=1, status="pass"),
        filled(
            Level,
            time,
            id="bad",
            label=f"{mark(Level, 'label')}2{time}",
            value=f"0.{version}25",
            status="fail",
        ),
    ]
    source = filled(Source, time, date="2033-03", accessed="2034-04-05")
    common = {
        "evidence": "required" if version == "1" else "optional",
        "not_applicable": "forbidden" if version == "1" else "allowed",
        "sources": ["act"],
        "comparable": None if version == "1" else "true",
        "critical": "true" if version == "1" else "false",
        "scale": "qscale",
    }
    common["applies_to"] = [mark(Indicator, "applies_to") + time, "everybody"]
    bands = [
        filled(Band, time, level="good", at_least=f"{version}2.5", at_most=f"{version}7.5"),
        {"level": "bad"},
    ]
    judged = filled(
        Indicator,
        time,
        **common,
        id="judged",
        weight=f"{version}.75",
        state="active",
        replaces=None if version == "1" else "judged",
        measure=None,
    )
    measured = {**judged, "id": "measured", "measure": filled(Measure, time, bands=bands, points=None)}
    measured["replaces"] = None if version == "1" else "measured"
    rising = [{"level": "good", "at_least": "35"}, {"level": "bad"}]
    points = [
        filled(ScorePoint, time, at=f"{version}1.25", value=f"0.{version}875"),
        filled(ScorePoint, time, at="40", value="1"),
    ]
    scored = {**measured, "id": "scored", "measure": filled(Measure, time, bands=rising, points=points)}
    scored["replaces"] = None if version == "1" else "scored"
    future = {
        **judged,
        "id": "later",
        "state": "future",
        "critical": "false",
        "replaces": None,
        "comparable": None,
    }
    rules = {"pass_when": {"score": f"0.{version}3"}, "partial_when": {"share": f"0.{version}7"}}
    inner = filled(
        Dimension,
        time,
        id="inner",
        weight=f"{version}.25",
        critical=common["critical"],
        aggregation="minimum" if version == "1" else "mean-of-indicators",
        pass_when={"score": f"0.{version}1"},
        partial_when={"score": f"0.{version}05"},
        counts_as="indicator" if version == "1" else None,
        applies_to=[mark(Dimension, "applies_to") + time, "everybody"],
        replaces=None if version == "1" else "inner",
        indicators=[judged, measured, scored, future],
        dimensions=None,
    )
    outer = {**inner, "id": "outer", "counts_as": None, "indicators": None, "dimensions": [inner]}
    outer["replaces"] = None if version == "1" else "outer"
    grade = filled(Grade, time, id=mark(Grade, "id"), when={"score": f"0.{version}6"})
    return filled(
        Framework,
        time,
        kind="framework",
        id="air",
        version=version,
        language="pt-BR" if version == "1" else "pt-PT",
        verdict_labels={"partial": mark(Framework, "verdict_labels") + time},
        show_score="true" if version == "1" else "false",
        date="2035-06-07",
        score_out_of="100" if version == "1" else "200",
        verdict="by-rules",
        grades=[grade, {"id": "rest"}],
        scales={"rough": [{**levels[0], "label": "Other"}, levels[1]], "qscale": levels},
        aggregation="minimum" if version == "1" else "mean-of-indicators",
        **rules,
        overall=filled(
            Overall,
            time,
            aggregation="mean-of-dimensions" if version == "1" else "minimum",
            pass_when={"at_least": version},
            partial_when={"score": f"0.{version}2"},
        ),
        minimum_coverage=f"0.{version}4",
        evidence="optional" if version == "1" else "required-for-pass",
        not_applicable="allowed" if version == "1" else "forbidden",
        sources={"act": source, "qframeworksources" + time: source},
        replaces="air@0" if version == "1" else "air@1",
        dimensions=[outer],
    )


_OF_VERDICTS = ("critical", "pass_when", "partial_when", "status", "verdict_labels")


def without_verdicts(held: Any) -> Any:
    """Return a framework, or a part of one, without what needs verdicts."""
    if isinstance(held, dict):
        return {key: without_verdicts(value) for key, value in held.items() if key not in _OF_VERDICTS}
    return [without_verdicts(each) for each in held] if isinstance(held, list) else held


def _of_dimension(time: str) -> dict[str, Any]:
    return {key: f"qwhole{key}{time}" for key in OF_DIMENSIONS}


def assessment(date: str, time: str) -> dict[str, Any]:
    source = filled(Source, time, date="2033-03", accessed="2034-04-05")
    evidence = filled(Evidence, time, source="qassessmentsources" + time)
    judged = filled(
        Rating,
        time,
        level="good" if time else "bad",
        measured=None,
        evidence=[evidence],
        confidence="low" if time else "medium",
        decision=[filled(Decision, time, on="marks", date=date, outcome=None, **{"from": "bad"})],
    )
    measured = {"measured": "12.875" if time else "13.125", "evidence": [evidence]}
    return filled(
        Assessment,
        time,
        kind="assessment",
        framework="air@1",
        subject=filled(Subject, time, id="qsubjectid", tags=[mark(Subject, "tags") + time, "everybody"]),
        date=date,
        stage="draft",
        published="2036-07-08",
        **({"withdrawn": None} if time else {}),
        document={**source, "title": mark(Assessment, "document") + time},
        sources={"qassessmentsources" + time: source},
        corrections=[filled(Correction, time, date=date.replace("2031", "2032"))],
        ratings={"judged": judged, "measured": measured, "inner": _of_dimension(time)},
    )


# What is looked for -------------------------------------------------------------------------------

LOOKS: dict[str, tuple[str, ...]] = {
    "Framework.id": ("air",),
    "Framework.version": ("air@1", '"version":"1"'),
    "Framework.language": ("pt-BR", "language"),
    "Framework.verdict_labels": ("words for verdicts", "verdict_labels"),
    "Framework.date": ("2035-06-07", "7 June 2035"),
    "Framework.dimension_label": ("word for a dimension", "dimension_label"),
    "Framework.indicator_label": ("word for an indicator", "indicator_label"),
    "Framework.show_score": ("scores are for programs alone", "whether scores are shown", "show_score"),
    "Framework.element_label": ("word for an element", "element_label"),
    "Framework.score_out_of": ("0 to 200", "what a full score is", "score_out_of"),
    "Framework.verdict": ("not at all", "verdicts: by rules", "verdict: by-rules", '"verdict":"none"'),
    "Framework.aggregation": ("the smallest score", "score: minimum", "aggregation"),
    "Framework.pass_when": ("13.0 out of 100", "26.0 out of 200", "pass_when"),
    "Framework.partial_when": ("17 %", "partial_when"),
    "Framework.minimum_coverage": ("14.0 %", "minimum_coverage"),
    "Framework.evidence": ("required for every pass", "required for pass", "required-for-pass"),
    "Framework.not_applicable": ("forbidden",),
    "Framework.replaces": ("air@0",),
    "Dimension.id": ("inner",),
    "Dimension.weight": ("1.25",),
    "Dimension.critical": ("ritical",),
    "Dimension.aggregation": ("the smallest score", "score: minimum", "aggregation"),
    "Dimension.pass_when": ("11.0 out of 100", "22.0 out of 200", "pass_when"),
    "Dimension.partial_when": ("10.5 out of 100", "21.0 out of 200", "partial_when"),
    "Dimension.replaces": ('"replaces":["inner"]',),
    "Dimension.counts_as": ("Counts as", "counts as", "counts_as"),
    "Indicator.id": ("judged",),
    "Indicator.weight": ("1.75",),
    "Indicator.critical": ("ritical",),
    "Indicator.scale": ("qscale",),
    "Indicator.evidence": (
        *("required for every rating", "evidence: required", '"key":"evidence"', '"evidence":"required"'),
    ),
    "Indicator.replaces": ('"replaces":["judged"]', '"[""judged""]"'),
    "Indicator.comparable": ('"comparable":true,"tags"', '"[""judged""]",true'),
    "Indicator.not_applicable": ("forbidden", "not_applicable"),
    "Indicator.state": ("uture",),
    "Indicator.sources": ("Sources", ',"[""act""', '"sources":["act"]'),
    "Band.level": ("qlevellabel:", "good at least", '[{""level"":""good""', '"level":"good"'),
    "Band.at_least": ("12.5",),
    "Band.at_most": ("17.5",),
    "Level.id": ("good",),
    "Level.value": ("12.5", "0.125"),
    "Level.status": ("fail", "✗"),
    "Overall.aggregation": (
        "The whole\u2019s score",
        "The whole's score",
        "the whole: score",
        "overall.aggregation",
        '"overall":{"aggregation":"mean-of-dimensions"',
    ),
    "Overall.pass_when": (
        *("at least one of the", "at least 1 of the", "overall.pass_when", '"pass_when":{"at_least":1}'),
    ),
    "Overall.partial_when": (
        *("12.0 out of 100", "24.0 out of 200", "overall.partial_when", '"partial_when":{"score":0.12}'),
    ),
    "Grade.when": (
        "16.0 out of 100",
        "32.0 out of 200",
        "score: 0.16",
        '"when":{"score":0.16}',
        '""when"":{""score""',
    ),
    "ScorePoint.at": ("11.25",),
    "ScorePoint.value": ("18.75", "37.5", "0.1875"),
    "Assessment.framework": ("air@1", '"id":"air","version":"1"'),
    "Assessment.date": ("2031-05-06",),
    "Assessment.published": ("2036-07-08", "8 July 2036"),
    "Assessment.stage": ("DRAFT", '"draft":true', "true", "draft"),
    "Rating.level": ("qlevellabel2", "bad"),
    "Rating.measured": ("13.125",),
    "Rating.confidence": ("medium",),
    "Evidence.source": ("qsourcetitle", "qassessmentsources"),
    "Correction.date": ("2032-05-06", "6 May 2032"),
    "Source.date": ("2033-03",),
    "Source.accessed": ("2034-04-05",),
}
"""What is looked for where a key holds no text of its own: one of these."""


_NAMED = {
    model: {key.name for key in keys_of(model) if key.extent or key.name in ("sources", "tags")}
    for model in (Framework, Dimension, Indicator)
}
"""Of the texts of a framework that changed, all but the first are only named."""


def is_shown(model: type, name: str, output: str) -> bool:
    """Whether an output shows a key: its own text, a word for it, or a text of what it holds."""
    looks = [mark(model, name), *LOOKS.get(f"{model.__name__}.{name}", ())]
    for each in models_in(find_fields(model).get(name)):
        looks += [mark(each, key) for key in names_of(each)]
        looks += [look for key in names_of(each) for look in LOOKS.get(f"{each.__name__}.{key}", ())]
    if output.startswith("framework diff") and name in _NAMED.get(model, ()):
        looks += [f"{before} {name}" for before in (",", "also", "and")]
    return any(look in outputs()[output] for look in looks)


@cache
def outputs() -> dict[str, str]:
    """Return what each command says of the files, by its name."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        patch.chdir(root)
        for version, time in (("1", ""), ("2", "b")):
            write_yaml(root / f"frameworks/air@{version}.yaml", _given(framework(version, time)))
        third = {
            **without_verdicts(framework("2", "b")),
            "version": "3",
            "replaces": "air@2",
            "verdict": "none",
        }
        write_yaml(root / "frameworks/air@3.yaml", _given({**third, "evidence": "optional"}))
        for date, time in (("2031-02-03", "b"), ("2031-05-06", "")):
            write_yaml(root / f"assessments/qsubjectid/{date}.yaml", _given(assessment(date, time)))
        return dict(_outputs(root))


def _given(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _given(value) for key, value in data.items() if value is not None}
    return [_given(item) for item in data] if isinstance(data, list) else data


def _outputs(root: Path) -> Iterator[tuple[str, str]]:
    one = "qsubjectid@2031-05-06"
    for format in ("table", "plain", "markdown", "html", "json", "csv"):
        yield f"assess {format}", _said("assess", one, "--detail", "full", "--format", format)
    for format in ("markdown", "html"):
        yield f"report {format}", _said("report", one, "--format", format)
    for format in ("table", "json", "csv"):
        yield (
            f"diff {format}",
            _said("diff", "qsubjectid@2031-02-03", one, "--detail", "full", "--format", format),
        )
    _said("export", one, "-o", "one.xlsx")
    with zipfile.ZipFile(root / "one.xlsx") as archive:
        yield "export xlsx", "".join(archive.read(name).decode() for name in archive.namelist())
    yield "export csv", _said("export", one, "--format", "csv")
    _said("new", "air@1", "--from", one, "--date", "2031-07-08")
    yield "new", (root / "assessments/qsubjectid/2031-07-08.yaml").read_text("utf-8")
    yield "rate", run("rate", one, stdin="g judged\ng measured\nq\n").err
    for format in ("table", "plain", "json"):
        shown = (_said("show", f"air@{version}", "--format", format) for version in "123")
        yield f"show {format}", "".join(shown)
    for format in ("table", "json", "csv"):
        steps = (("air@1", "air@2"), ("air@2", "air@3"))
        said = (_said("diff", *step, "--detail", "full", "--format", format) for step in steps)
        yield f"framework diff {format}", "".join(said)
    (root / "assessments/qsubjectid/2031-07-08.yaml").unlink()
    stands = {**assessment("2031-05-06", ""), "withdrawn": None}
    write_yaml(root / "assessments/qsubjectid/2031-05-06.yaml", _given(stands))
    _said("data", "-o", "public-data", "--drafts")
    yield "data", "".join(path.read_text("utf-8") for path in sorted(root.glob("public-data/*.csv")))


def _said(*words: str) -> str:
    outcome = run(*words, columns=400)
    assert outcome.code == 0, (words, outcome.err)
    return outcome.out


# Where what is not shown --------------------------------------------------------------------------


class Hidden(NamedTuple):
    """Keys that outputs do not show, these named by how their names begin, and why they need not."""

    keys: str
    where: str
    why: str


_TEXTS = "assess table, assess plain, assess markdown, assess html"
HIDDEN = (
    Hidden("Assessment.kind Framework.kind", "", "it says which kind of file this is"),
    Hidden(
        "Assessment.framework_digest",
        f"{_TEXTS}, assess csv, report, diff, export csv, new, rate",
        "people are told only where it no longer fits; a new file has a pin of its own",
    ),
    Hidden(
        "Rating.decision",
        f"{_TEXTS}, assess csv, report, diff, export, new, rate, show, framework",
        "it is told with the marks and the reply that it settles",
    ),
    Hidden("Assessment.withdrawn", "data", "what is withdrawn is in no table"),
    Hidden("Rating.working_note", "assess, report, diff, export, rate, data", "for those who open the file"),
    Hidden(
        "Subject.tags", f"{_TEXTS}, assess csv, report, diff, export csv, rate", "tags choose what is shown"
    ),
    Hidden(
        "Assessment.title Assessment.licence Assessment.assessors Assessment.reviewers Assessment.summary "
        "Assessment.published Assessment.withdrawn Assessment.under_review "
        "Assessment.corrections Correction.date Correction.text",
        "assess csv, export csv",
        "a row is an indicator",
    ),
    Hidden(
        "Assessment.framework Assessment.subject Assessment.date Subject.id Subject.name Assessment.document",
        "export csv",
        "a table to fill in is of one assessment, and its file's name says which",
    ),
    Hidden(
        "Source.title Source.publisher Source.date Source.url", "export csv", "sources stand by their keys"
    ),
    Hidden(
        "Source.accessed Source.archive_url",
        f"{_TEXTS}, assess csv, diff, export csv, rate",
        "a source is told in one line; a report's references have it all",
    ),
    Hidden(
        "Assessment.title Assessment.licence Assessment.summary "
        "Assessment.published Assessment.withdrawn Assessment.under_review "
        "Assessment.corrections Correction.date Correction.text Rating.confidence",
        "diff",
        "a comparison is of levels, and of what is written about them",
    ),
    Hidden(
        "Assessment.assessors Assessment.reviewers",
        "diff json, diff csv",
        "who rated is said beside the answers, for people",
    ),
    Hidden(
        "Assessment.document Assessment.sources Rating.evidence Rating.recommendation Evidence.source "
        "Evidence.locator Evidence.quote Evidence.note Source.title Source.publisher Source.date Source.url",
        "diff json, diff csv",
        "programs compare levels, measurements and reasons; assess has the rest",
    ),
    Hidden("Subject.name", "diff csv", "a row has the subject's id"),
    Hidden(
        "Assessment.title Assessment.licence Assessment.reviewers Assessment.summary Assessment.corrections "
        "Assessment.published Assessment.withdrawn Assessment.under_review "
        "Correction.date Correction.text",
        "new, rate",
        "what was said of another assessment as a whole is not said of a new one; rate asks for ratings",
    ),
    Hidden("Assessment.assessors", "rate", "rate asks for ratings"),
    Hidden("Indicator.tags", "show table, show plain", "tags choose what is shown"),
    Hidden(
        "Indicator.replaces Indicator.comparable Dimension.replaces",
        "show table, show plain, framework",
        "what follows from them is told: what became of each indicator, and what can be compared",
    ),
    Hidden(
        "Framework.aggregation Framework.pass_when Framework.partial_when Framework.overall "
        "Framework.evidence Framework.minimum_coverage Framework.not_applicable Dimension.aggregation "
        "Dimension.pass_when Dimension.partial_when Dimension.applies_to Overall.aggregation "
        "Overall.pass_when Overall.partial_when Indicator.evidence Dimension.replaces",
        "data",
        "results are told, and by the digest what they follow from; the framework's file has the rules",
    ),
    Hidden(
        "Framework.dimension_label Framework.indicator_label Framework.element_label",
        "data",
        "columns are called the same in every table",
    ),
    Hidden(
        "Source.url Source.accessed Source.archive_url",
        "show table, show plain",
        "sources are named in one line each",
    ),
    Hidden(
        "Source.title Source.publisher Source.date Source.url Source.accessed Source.archive_url Level.label "
        "Grade.label",
        "framework diff",
        "of many texts that changed the first is shown, the others are named: sources, labels",
    ),
    Hidden("Framework.replaces Framework.date", "framework diff", "the two versions that are compared are"),
    Hidden("Indicator.scale", "framework diff", "levels are compared, whatever their scale is called"),
    Hidden("Indicator.state", "framework diff", "an indicator is added, retired or removed"),
)


def hidden_in(output: str, models: tuple[type, ...]) -> set[str]:
    """Return the keys of models that an output is said not to show."""
    names = {f"{model.__name__}.{name}" for model in models for name in names_of(model)}
    rows = [row for row in HIDDEN if output.startswith(tuple(row.where.split(", ")))]
    return names & {key for row in rows for key in row.keys.split()}


ASSESSMENT_OUTPUTS = (
    *("assess table", "assess plain", "assess markdown", "assess html", "assess json", "assess csv"),
    *("report markdown", "report html", "diff table", "diff json", "diff csv"),
    *("export xlsx", "export csv", "new", "rate", "data"),
)
FRAMEWORK_OUTPUTS = (
    *("show table", "show plain", "show json"),
    *("framework diff table", "framework diff json", "framework diff csv"),
    "data",
)


@pytest.mark.parametrize(
    ("output", "models"),
    [
        *((each, OF_ASSESSMENTS) for each in ASSESSMENT_OUTPUTS),
        *((each, OF_FRAMEWORKS) for each in FRAMEWORK_OUTPUTS),
    ],
)
def test_every_key_is_shown_or_hidden_for_a_reason(output: str, models: tuple[type, ...]) -> None:
    missing = {
        f"{model.__name__}.{name}"
        for model in models
        for name in names_of(model)
        if not is_shown(model, name, output)
    }
    assert missing == hidden_in(output, models), "show it, or say in HIDDEN why not; or take it out there"


@pytest.mark.parametrize("output", ASSESSMENT_OUTPUTS)
def test_what_is_said_of_a_dimension_is_shown_or_hidden_for_a_reason(output: str) -> None:
    shown = {key for key in OF_DIMENSIONS if f"qwhole{key}" in outputs()[output]}
    is_of_indicators = output in ("assess csv", "diff json", "diff csv", "rate")
    for_all = set() if output == "new" else {"working_note"}
    assert shown == (set() if is_of_indicators else set(OF_DIMENSIONS) - for_all)


def test_a_key_that_nothing_shows_is_missed() -> None:
    assert not [each for each in outputs() if is_shown(Rating, "nowhere", each)]


def test_every_output_is_looked_at() -> None:
    assert {*ASSESSMENT_OUTPUTS, *FRAMEWORK_OUTPUTS} == set(outputs())


@pytest.mark.parametrize(
    "model", dict.fromkeys((*OF_ASSESSMENTS, *OF_FRAMEWORKS)), ids=lambda model: model.__name__
)
def test_the_format_is_described_key_by_key(model: type) -> None:
    text = (ROOT / "docs" / "format.md").read_text("utf-8")
    assert [name for name in names_of(model) if f"`{name}`" not in text] == []
