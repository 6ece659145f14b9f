"""Open data: six tables, each column written down once: its name, type, meaning, and where it is read.

The description of the package, the files and what Python gets are made of `TREND_TABLES` and
`FRAMEWORK_TABLES`. A computed number stands twice: to 6 places, and exactly as a fraction.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from scorecard.comparing.assessments import ChangeKind
from scorecard.comparing.trend import Point, Trend
from scorecard.directions import unmarked
from scorecard.model.assessment import Assessment, OpenReason, Rating
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import (
    VERDICTS,
    Dimension,
    Framework,
    Indicator,
    State,
    Status,
    dimensions_below,
)
from scorecard.model.keys import LINE, PROSE, WORD, keys_of
from scorecard.model.lexical import listing, version_key
from scorecard.reviewing.review import Review
from scorecard.scoring.scorecard import all_dimensions
from scorecard.views.comparison_words import decided_on
from scorecard.views.data import Json, counts_json, held_json, level_label, written_json
from scorecard.views.scorecard_data import find_holders

Value = Json | date | Fraction
"""What a row holds: a number that is shown is a Decimal, an exact one a Fraction."""
FieldType = Literal["string", "date", "boolean", "integer", "number", "array", "object"]
"""What a column holds, as Table Schema calls it."""
Of = TypeVar("Of")
ABOUT = (
    "Scores and verdicts, computed exactly from frameworks and dated assessments, with every rating, why it "
    "was given, and where it can be checked. Ids and versions are texts: 1.10 is not 1.1. Texts stand as "
    "recorded: a spreadsheet may take one that begins with =, +, - or @ for a formula, so import columns as "
    "text. Where provisional is true, too little is rated: quote neither the score nor its change, but give "
    "score_low to score_high."
)
HOW_TO_CITE = "Please cite this data with the day on which you got it and the digest of its description."


def title_of(frameworks: Iterable[str], drafts: int) -> str:
    """Return what the data is called, by the titles of its frameworks."""
    return f"{'DRAFT: ' if drafts else ''}Scorecards: {'; '.join(frameworks)}"


def drafts_among(drafts: int, assessments: int) -> str:
    """Say that some of it is not published."""
    return f"Not to be quoted yet: {drafts} of {assessments} assessments are drafts (column draft)."


def several_licences(without: Iterable[tuple[int, int, str]]) -> str:
    """Say that no licence is that of all; `without` counts what names none, of how many, of what kind."""
    counts = ", ".join(f"{count} of {of} {kind}" for count, of, kind in without if count)
    named = f"; {counts} name none" if counts else ""
    return f"No licence holds for all of it: see the columns licence{named}."


def hidden_scores(framework: str) -> str:
    """Say that readers are shown no scores of a framework."""
    return f"{framework}: its publisher shows readers no scores, so do not print them."


def left_out(paths: Collection[str]) -> str:
    """Say which files are not in it."""
    return f"Left out because of errors: {listing(paths)}"


class TableField(NamedTuple):
    """A column: `get` reads its value from what a row is about; `limits` are Table Schema's constraints.

    One that `keeps_empty` has an empty text for a value.
    """

    name: str
    type: FieldType
    description: str
    get: Callable[[Any], Value]
    limits: Mapping[str, Any] = {}
    unit: str | None = None
    keeps_empty: bool = False


class ForeignKey(NamedTuple):
    """Columns that name a row of another table, by its columns of these names or of those in `to`."""

    fields: tuple[str, ...]
    table: str
    to: tuple[str, ...] = ()


class OpenTable(NamedTuple, Generic[Of]):
    """A table: `rows` yields what its rows are about, `key` names the columns that tell them apart."""

    name: str
    description: str
    rows: Callable[[Of], Iterable[Any]]
    fields: tuple[TableField, ...]
    key: tuple[str, ...]
    links: tuple[ForeignKey, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.fields)

    def records(self, of: Of) -> Iterator[dict[str, Value]]:
        """Yield rows, each by the names of its columns."""
        for row in self.rows(of):
            yield {field.name: field.get(row) for field in self.fields}


class ReviewedTrend(NamedTuple):
    """A trend, and what returns what was said of an assessment in it."""

    trend: Trend
    find_review: Callable[[AssessmentPath], Review | None]


class TableRow(NamedTuple):
    """What a row is about: a result in a scorecard of a trend, or an indicator of a framework.

    `before` is the scorecard before; `holder` is the dimension around it, `whole` that which it is an element
    of, `position` its place in reading order. `review` is what was said of the assessment, beside ratings.
    """

    result: Any = None
    point: Point | None = None
    before: Point | None = None
    framework: Framework | None = None
    holder: Any = None
    whole: Any = None
    position: int = 0
    review: Review | None = None


# How columns are read -----------------------------------------------------------------------------


def _value_at(row: Any, path: str) -> Any:
    """Return what stands at the end of a path of attributes; None where something on the way is None."""
    for name in path.split("."):
        row = None if row is None else getattr(row, name)
    return row


def _field(name: str, type: FieldType, description: str, path: str = "", **limits: Any) -> TableField:
    def get(row: Any) -> Value:
        value = _value_at(row, path or name)
        if value is None and type == "array":
            return []
        return value if isinstance(value, date | int) else held_json(value)

    return TableField(name, type, description, get, limits)


def _number(
    name: str, words: str, path: str, *, rounds: bool = True, unit: str | None = "1", **limits: Any
) -> tuple[TableField, TableField]:
    """Return a number, a computed one to 6 places, half to even, and beside it exactly."""

    def exact(row: Any) -> Fraction | None:
        number = _value_at(row, path)
        return None if number is None else Fraction(number)

    def shown(row: Any) -> Decimal | None:
        number: Decimal | Fraction | None = _value_at(row, path)
        if rounds and number is not None:
            number = round(Fraction(number), 6)
        return Decimal(number.numerator) / number.denominator if isinstance(number, Fraction) else number

    as_fraction = f"{name} exactly: a fraction in lowest terms"
    return (
        TableField(name, "number", f"{words}, to 6 places" if rounds else words, shown, limits, unit),
        TableField(f"{name}_exact", "string", as_fraction, exact, {}, unit),
    )


def _texts(model: type, path: str, *but: str) -> Iterator[TableField]:
    """Yield a column for each key of a model under which something is said in words."""
    for key in keys_of(model, WORD, LINE, PROSE):
        if key.name not in but:
            type: FieldType = "array" if key.name in ("assessors", "reviewers") else "string"
            yield _field(key.name, type, f"{key.label}, as recorded", f"{path}.{key.name}")


def _below(path: str, fields: Iterable[TableField]) -> Iterator[TableField]:
    """Yield columns that are read from a part of what a row is about."""

    def reading(get: Callable[[Any], Value]) -> Callable[[Any], Value]:
        return lambda row: get(_value_at(row, path))

    return (each._replace(get=reading(each.get)) for each in fields)


def _enum(values: Iterable[StrEnum]) -> dict[str, Any]:
    return {"enum": [each.value for each in values]}


_GIVEN: Mapping[str, Any] = {"required": True}
_UNIT: Mapping[str, Any] = {"minimum": 0, "maximum": 1}
_CHANGE: Mapping[str, Any] = {"minimum": -1, "maximum": 1}
_MEASURED: Mapping[str, Any] = {"rounds": False, "unit": None}
_STATUSES = _enum(each for each in Status if each not in (Status.UNDETERMINED, Status.UNJUDGED))


# Scorecards ---------------------------------------------------------------------------------------


def _suffix(name: str, words: str, path: str) -> TableField:
    def get(row: TableRow) -> Value:
        point: Point | None = _value_at(row, path)
        return None if point is None else point.place.suffix or ""

    return TableField(name, "string", words, get, keeps_empty=True)


def _count(name: str) -> TableField:
    def get(figures: Any) -> Value:
        number = counts_json(figures.counts, is_judged=figures.is_judged)[name]
        return number if isinstance(number, int) else None

    words = f"How many indicators are {name.replace('_', ' ')}"
    return TableField(name, "integer", words, get, {"minimum": 0})


def _document(row: TableRow) -> Value:
    document = row.result.assessment.document
    return held_json(row.result.sources.get(document) if isinstance(document, str) else document)


def _evidence(row: TableRow) -> Value:
    sources = row.point.scorecard.sources if row.point else {}
    rating = row.result.rating
    return [written_json(each) | {"cited": held_json(sources.get(each.source))} for each in rating.evidence]


_DATED = (
    _field("subject", "string", "Who or what is assessed: an id", "point.place.subject", **_GIVEN),
    _field("date", "date", "The day that the assessment speaks of", "point.place.date", **_GIVEN),
    _suffix("suffix", "Tells apart two assessments of one day; mostly an empty text", "point"),
    _field("framework", "string", "It judges: id@version", "point.scorecard.framework.ref", **_GIVEN),
)
_KEY = tuple(each.name for each in _DATED)
_BEFORE = (
    _field("before_date", "date", "The date of the subject's scorecard before", "before.place.date"),
    _suffix("before_suffix", "The suffix of the scorecard before", "before"),
    _field("before_framework", "string", "The framework then", "before.scorecard.framework.ref"),
)
_FIGURES = (
    _field("status", "string", "The verdict; undetermined if not enough is rated", **_enum(VERDICTS)),
    _field("grade", "string", "The grade's id, where it is certain", "grade.id"),
    _field("grade_low", "string", "The grade with what is not rated at its worst", "grade_low.id"),
    _field("grade_high", "string", "The grade with what is not rated at its best", "grade_high.id"),
    *_number("score", "The score, 0 to 1", "score", **_UNIT),
    *_number("score_low", "The score with what is not rated at its worst", "score_low", **_UNIT),
    *_number("score_high", "The score with what is not rated at its best", "score_high", **_UNIT),
    *_number("coverage", "What is rated of what applies, by weight", "coverage", **_UNIT),
    _field("provisional", "boolean", "Whether too little is rated to quote score or change"),
    _field("near_miss", "array", "Ids of one or two items: together passing, they would make it pass"),
    _field("enough_alone", "array", "Those of near_miss of which one alone would do"),
    *map(_count, ("pass", "partial", "fail", "not_rated", "not_applicable", "rated")),
)
_SPLIT = (
    *_number("change", "The score less the score before", "change", **_CHANGE),
    *_number("change_real", "Of change what is like for like", "real", **_CHANGE),
    *_number("change_coverage", "Of change what more or fewer ratings made", "coverage"),
    *_number("change_framework", "Of change what a changed framework made", "framework"),
    _field("rated_on_both", "integer", "On how many indicators change_real rests"),
)
_WEIGHING = (
    *_number("weight", "What it counts for in a mean", "weight"),
    _field("critical", "boolean", "Whether what holds it can pass only if it passes"),
)
_APPLIES = _field("applies", "boolean", "Whether it is asked of the subject", "result.applies")
_HOLDER = _field("dimension", "string", "The dimension that it stands in", "holder.id", **_GIVEN)
_PART_OF = _field("part_of", "string", "Of an element: the dimension that is the indicator", "whole.id")
_EVIDENCE = TableField("evidence", "array", "Source, locator, quote, note, and the source cited", _evidence)


def _replies(row: TableRow) -> Value:
    review, id = row.review, row.result.indicator.id
    given = review.comments(id) if review and id in review.indicators else ()
    return [{"by": each.reply.by, **written_json(each.comment)} for each in given]


def _disputed(row: TableRow) -> Value:
    review, id = row.review, row.result.indicator.id
    is_asked = review is not None and id in review.indicators
    return bool(review and is_asked and OpenReason.REPLY_DISPUTES in review.reasons(id))


def _scorecards(of: ReviewedTrend) -> Iterator[TableRow]:
    for before, now in pairwise((None, *of.trend.points)):
        if now is not None:
            yield TableRow(now.scorecard, now, before)


def _dimensions(of: ReviewedTrend) -> Iterator[TableRow]:
    for row in _scorecards(of):
        holders = find_holders(row.result)
        for each in all_dimensions(row.result.dimensions):
            yield row._replace(result=each, holder=holders[each.dimension.id][0])


def _ratings(of: ReviewedTrend) -> Iterator[TableRow]:
    for row in _scorecards(of):
        holders, review = find_holders(row.result), row.point and of.find_review(row.point.place)
        for each in row.result.indicators():
            holder, whole = holders[each.indicator.id]
            yield row._replace(result=each, holder=holder, whole=whole, review=review)


def _changes(of: ReviewedTrend) -> Iterator[TableRow]:
    for row in _scorecards(of):
        for each in row.point.comparison.listed if row.point and row.point.comparison else ():
            yield row._replace(result=each, whole=each.part_of)


def _ids_before(row: TableRow) -> Value:
    return [each.indicator.id for each in row.result.before]


def _decided(row: TableRow) -> Value:
    return [*decided_on(row.result)]


_TO_SCORECARD = ForeignKey(_KEY, "scorecards")
_TO_FRAMEWORK = ForeignKey(("framework",), "frameworks")
_TO_INDICATOR = ForeignKey(("framework", "indicator"), "indicators")
TREND_TABLES: tuple[OpenTable[ReviewedTrend], ...] = (
    OpenTable(
        "scorecards",
        "One row for each assessment",
        _scorecards,
        (
            *_DATED,
            _field("subject_name", "string", "What readers call it", "result.assessment.subject.name"),
            _field("tags", "array", "The subject's tags", "result.assessment.subject.tags"),
            _field("draft", "boolean", "Whether it is a draft", "result.assessment.is_draft"),
            _field(
                "pinned_digest", "string", "The framework's when rated", "result.assessment.framework_digest"
            ),
            *_texts(Assessment, "result.assessment", "withdrawn"),
            _field("published", "date", "When it was published, if said", "result.assessment.published"),
            TableField("document", "object", "What was assessed: a source", _document),
            _field("corrections", "array", "Made since it was published", "result.assessment.corrections"),
            *_below("result.figures", _FIGURES),
            *_BEFORE,
            _field(
                "before_provisional", "boolean", "provisional then", "before.scorecard.figures.provisional"
            ),
            *_below("point.comparison.split", _SPLIT),
            _field("path", "string", "The assessment's file in the project", "point.place.path"),
        ),
        _KEY,
        (_TO_FRAMEWORK,),
    ),
    OpenTable(
        "dimensions",
        "One row for each dimension of each scorecard; also what counts as one indicator and has elements",
        _dimensions,
        (
            *_DATED,
            _field("dimension", "string", "Its id", "result.dimension.id", **_GIVEN),
            *_texts(Dimension, "result.dimension"),
            _field("within", "string", "The dimension that it stands in", "holder.id"),
            _field("counts_as", "string", "indicator, if it counts as one", "result.dimension.counts_as"),
            _APPLIES,
            *_below("result.dimension", _WEIGHING),
            *_below("result.figures", _FIGURES),
            *_texts(Rating, "result.rating", "confidence"),
            _EVIDENCE,
        ),
        (*_KEY, "dimension"),
        (_TO_SCORECARD,),
    ),
    OpenTable(
        "ratings",
        "One row for each indicator or element of each scorecard, what is not counted too",
        _ratings,
        (
            *_DATED,
            _field("indicator", "string", "Its id", "result.indicator.id", **_GIVEN),
            _field("title", "string", "What it is called", "result.indicator.title", **_GIVEN),
            _HOLDER,
            _PART_OF,
            _field("state", "string", "Only an active one counts", "result.indicator.state", **_enum(State)),
            _APPLIES,
            _field("level", "string", "The level's id", "result.level_id"),
            TableField("level_label", "string", "What readers call it", lambda row: level_label(row.result)),
            *_number("measured", "The measurement as recorded", "result.rating.measured", **_MEASURED),
            _field("unit", "string", "The unit of measurements", "result.indicator.unit"),
            _field(
                "status", "string", "The status of that level or measurement", "result.status", **_STATUSES
            ),
            *_number("score", "The score, 0 to 1", "result.score", **_UNIT),
            *_below("result.indicator", _WEIGHING),
            *_texts(Rating, "result.rating"),
            _EVIDENCE,
            _field("decision", "array", "How it was settled, on marks or a reply", "result.rating.decision"),
            TableField(
                "replies", "array", "Answers of who was assessed: by, answer, shown, proposes, text", _replies
            ),
            TableField("disputed", "boolean", "Whether a reply disputes it, not decided yet", _disputed),
        ),
        (*_KEY, "indicator"),
        (_TO_SCORECARD, ForeignKey((*_KEY, "dimension"), "dimensions"), _TO_INDICATOR),
    ),
    OpenTable(
        "changes",
        "One row for each indicator that diff lists, against the subject's scorecard before. kind says what "
        "became of it: improved is better, regressed worse; unchanged is listed where its measurement or a "
        "threshold moved; revised and added are not like for like",
        _changes,
        (
            *_DATED,
            *_BEFORE,
            _field("indicator", "string", "Its id; if removed, then", "result.indicator.id", **_GIVEN),
            _field("kind", "string", "What became of it", "result.kind", **_GIVEN, **_enum(ChangeKind)),
            TableField("before_id", "array", "Its ids then", _ids_before),
            _field("title", "string", "What it is called", "result.indicator.title", **_GIVEN),
            _PART_OF,
            _field("before", "string", "The level then", "result.was.level_id"),
            _field("after", "string", "The level now", "result.after.level_id"),
            _field("before_status", "string", "The status then", "result.was.status", **_STATUSES),
            _field("after_status", "string", "The status now", "result.after.status", **_STATUSES),
            *_number("before_measured", "The measurement then", "result.was.rating.measured", **_MEASURED),
            *_number("after_measured", "The measurement now", "result.after.rating.measured", **_MEASURED),
            _field("unit", "string", "The unit of measurements now", "result.indicator.unit"),
            *_number("before_score", "The score then", "result.was.score", **_UNIT),
            *_number("after_score", "The score now", "result.after.score", **_UNIT),
            _field("before_rerated", "string", "The level then, by today's bands", "result.rerated.level_id"),
            *_number("before_rerated_score", "That level's score", "result.rerated.score", **_UNIT),
            _field("comparable", "boolean", "Whether then and now compare", "result.is_comparable"),
            TableField(
                "reason",
                "string",
                "Why they do not compare, or what else is to be known",
                lambda row: unmarked(row.result.reason or "") or None,
            ),
            TableField(
                "decided", "array", "On what a decision was that made the change: marks, reply", _decided
            ),
        ),
        (*_KEY, "indicator", "kind"),
        (_TO_SCORECARD, ForeignKey((_KEY[0], *(each.name for each in _BEFORE)), "scorecards", _KEY)),
    ),
)


# Frameworks ---------------------------------------------------------------------------------------


def _frameworks(framework: Framework) -> Iterator[TableRow]:
    yield TableRow(framework, framework=framework)


def _indicators(framework: Framework) -> Iterator[TableRow]:
    wholes, dimensions = framework.wholes(), dimensions_below(framework.dimensions)
    asked = [(each, dimension) for dimension, _ in dimensions for each in dimension.indicators]
    for position, (each, holder) in enumerate(asked, 1):
        whole = wholes.get(each.id)
        yield TableRow(each, framework=framework, holder=holder, whole=whole, position=position)


def _digest(row: TableRow) -> Value:
    return framework_digest(row.result)


_REF = _field("framework", "string", "id@version", "framework.ref", **_GIVEN)
FRAMEWORK_TABLES: tuple[OpenTable[Framework], ...] = (
    OpenTable(
        "frameworks",
        "One row for each version of a framework",
        _frameworks,
        (
            _REF,
            _field("id", "string", "What its versions have in common", "result.id", **_GIVEN),
            _field("version", "string", "1.10 comes after 1.9", "result.version", **_GIVEN),
            _field("date", "date", "When this version was published", "result.date"),
            _field("replaces", "string", "The version before", "result.replaces"),
            TableField("digest", "string", "Digest of all that results depend on", _digest),
            *_texts(Framework, "result"),
            _field("verdict", "string", "by-rules; or none: scores and grades alone", "result.verdict"),
            _field("verdict_labels", "object", "Its words for verdicts", "result.verdict_labels"),
            _field("show_score", "boolean", "false: no reader is shown its scores", "result.show_score"),
            *_number("score_out_of", "A full score, where people read it", "result.score_out_of"),
            _field("grades", "array", "Classes of results, the best first", "result.grades"),
            _field("scales", "object", "Levels with label, value and status", "result.scales"),
            _field("sources", "object", "Sources by key", "result.sources"),
        ),
        ("framework",),
    ),
    OpenTable(
        "indicators",
        "One row for each indicator of each framework, elements too",
        _indicators,
        (
            _REF,
            _field("indicator", "string", "Its id", "result.id", **_GIVEN),
            _field("position", "integer", "Its place in reading order, from 1", minimum=1),
            _HOLDER,
            _field("dimension_title", "string", "What that is called", "holder.title", **_GIVEN),
            _PART_OF,
            *_texts(Indicator, "result"),
            _field("state", "string", "Only an active one counts", "result.state", **_enum(State)),
            *_below("result", _WEIGHING),
            TableField("scale", "string", "Its scale", lambda row: row.framework.scale_name(row.result)),
            _field("unit", "string", "The unit of its measurements", "result.unit"),
            _field("bands", "array", "The levels of measurements", "result.measure.bands"),
            _field("points", "array", "The scores of measurements", "result.measure.points"),
            _field("applies_to", "array", "Tags of the subjects that it is asked of", "result.applies_to"),
            _field("replaces", "array", "Ids in the version before", "result.replaces"),
            _field(
                "comparable",
                "boolean",
                "Whether results compare with those of replaces, if it says so",
                "result.comparable",
            ),
            _field("tags", "array", "Words to find it by", "result.tags"),
            _field("sources", "array", "Keys of sources", "result.sources"),
        ),
        ("framework", "indicator"),
        (_TO_FRAMEWORK,),
    ),
)


def find_rows(
    trends: Iterable[ReviewedTrend], frameworks: Iterable[Framework]
) -> Iterator[tuple[str, list[dict[str, Value]]]]:
    """Yield the names of tables, each with rows of it: trend by trend, then frameworks by id and version.

    The frameworks are those given and those of the trends, which are gone through once.
    """
    known = {each.ref: each for each in frameworks}
    for each in trends:
        known |= {point.scorecard.framework.ref: point.scorecard.framework for point in each.trend.points}
        for table in TREND_TABLES:
            yield table.name, [*table.records(each)]
    for framework in sorted(known.values(), key=lambda each: (each.id, version_key(each.version))):
        for of in FRAMEWORK_TABLES:
            yield of.name, [*of.records(framework)]
