"""What is here, as a report: frameworks, and subjects with all their dated assessments."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from scorecard.directions import isolated
from scorecard.model.assessment import Assessment
from scorecard.model.digest import framework_digest, has_stale_pin
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, Indicator
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.data import Columns, Json, figures_json, record_of
from scorecard.views.report import Block, Cell, Column, Prose, Report, Row, Table, row, table
from scorecard.views.words.standings import (
    counted_words,
    out_of_words,
    score_or_bounds,
    scores_out_of,
    short_counts,
    standing_cells,
    standing_titles,
)


class ListedFramework(NamedTuple):
    """A framework's file, and its path as `seen` by the user; `framework` is None where it has errors."""

    path: str
    seen: str
    is_shipped: bool
    framework: Framework | None


class ListedAssessment(NamedTuple):
    """An assessment's file; without a scorecard where it, or its framework, has errors."""

    path: str
    place: AssessmentPath | None
    assessment: Assessment | None
    has_errors: bool
    scorecard: Scorecard | None


def overview_view(frameworks: Sequence[ListedFramework], assessments: Sequence[ListedAssessment]) -> Report:
    """Return frameworks, a project's own and shipped ones, and the project's assessments as a report."""
    none = Prose("There are no assessments here yet.")
    below: Block = _assessments_table(assessments) if assessments else none
    return Report(title="Frameworks and assessments", blocks=(_frameworks_table(frameworks), below))


def _frameworks_table(frameworks: Sequence[ListedFramework]) -> Table:
    rows = []
    for _, seen, is_shipped, framework in frameworks:
        where = "shipped" if is_shipped else "own"
        if framework is None:
            rows.append(row(seen, where, "the file has errors"))
            continue
        indicators = _size(framework, (each for each in framework.indicators() if each.counted))
        size = counted_words(indicators, framework.indicator_label.lower())
        rows.append(row(framework.ref, where, f"{isolated(framework.title)} ({size})"))
    return table("Frameworks", ("Framework", "From", Column("Title", flexible=True)), rows)


def _size(framework: Framework, indicators: Iterable[Indicator]) -> int:
    """Return how many of indicators there are: those that are elements of one are one."""
    wholes = framework.wholes()
    return len({wholes.get(each.id, each).id for each in indicators})


def _assessments_table(assessments: Sequence[ListedAssessment]) -> Table:
    rows: list[Row] = []
    scored = [each.scorecard for each in assessments if each.scorecard]
    titles = standing_titles(standing_cells(each.figures, each.framework) for each in scored)
    titles = [*(titles if scored else ["Verdict"]), "Score"]
    for (subject, words), dated in groupby(assessments, _group_of):
        rows.append(row(subject, *("" for _ in titles), words, is_group=True))
        rows += (_assessment_row(each, titles) for each in dated)
    results = (Column(each, is_number=each == "Score") for each in titles)
    return table("Assessments", ("Subject, date", *results, Column("Counts", flexible=True)), rows)


def _group_of(listed: ListedAssessment) -> tuple[str, str]:
    id = listed.place.subject if listed.place else listed.path
    content = listed.assessment
    return id, f"{isolated(content.subject.name)}, by {content.framework}" if content else ""


def _assessment_row(listed: ListedAssessment, titles: Sequence[str]) -> Row:
    scorecard = listed.scorecard
    day = listed.place.day if listed.place else listed.path
    if scorecard is None:
        why = "the file has errors" if listed.has_errors else "its framework has errors"
        return row(day, "not scored", *("" for _ in titles[1:]), why, depth=1)
    framework, figures = scorecard.framework, scorecard.figures
    cells = standing_cells(figures, framework)
    with scores_out_of(framework.score_out_of):
        score = score_or_bounds(figures) if framework.show_score else ""
        if score and framework.score_out_of != 100:
            score += f" {out_of_words()}"
        cells["Score"] = Cell(score)
    words = "DRAFT, " * scorecard.assessment.is_draft + short_counts(figures.counts)
    words += ", provisional" * figures.provisional
    words += ", framework changed since" * has_stale_pin(scorecard.assessment, scorecard.framework)
    return row(day, *(cells.get(each, "") for each in titles), words, depth=1)


# For programs -----------------------------------------------------------------------------------

_FRAMEWORK: Columns[Framework] = {
    "id": lambda framework: framework.id,
    "version": lambda framework: framework.version,
    "title": lambda framework: framework.title,
    "indicators": lambda framework: _size(framework, framework.indicators()),
    "elements": lambda framework: len(framework.wholes()),
    "digest": framework_digest,
}


def list_json(
    frameworks: Sequence[ListedFramework], assessments: Sequence[ListedAssessment], **others: Json
) -> Json:
    """Return `scorecard/list/1`: frameworks and assessments; what a bad file lacks is null."""
    return {
        "schema": "scorecard/list/1",
        **others,
        "frameworks": [
            {"path": each.path, "shipped": each.is_shipped, **record_of(each.framework, _FRAMEWORK)}
            for each in frameworks
        ],
        "assessments": [_assessment_json(each) for each in assessments],
    }


def _assessment_json(listed: ListedAssessment) -> Json:
    place, content, scorecard = listed.place, listed.assessment, listed.scorecard
    return {
        "path": listed.path,
        "subject": place.subject if place else None,
        "name": content.subject.name if content else None,
        "date": place.date.isoformat() if place else None,
        "suffix": place.suffix if place else None,
        "draft": content.is_draft if content else None,
        "framework": str(content.framework) if content else None,
        **figures_json(scorecard.figures if scorecard else None),
    }
