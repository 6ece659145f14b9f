"""What is here, as a report: frameworks, and subjects with all their dated assessments."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from scorecard.directions import isolated
from scorecard.model.assessment import Assessment
from scorecard.model.digest import framework_digest, has_stale_pin
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, Indicator, Status
from scorecard.reviewing.review import Review, progress_of
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.answer import standing_of
from scorecard.views.data import Columns, Json, figures_json, record_of
from scorecard.views.report import Block, Cell, Column, Prose, Report, Row, Table, row, table
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    count_columns,
    counted_words,
    out_of_words,
    score_or_bounds,
    scores_out_of,
    stands_by_score,
)


class ListedFramework(NamedTuple):
    """A framework's file, and its path as `seen` by the user; `framework` is None where it has errors."""

    path: str
    seen: str
    is_shipped: bool
    framework: Framework | None


class ListedAssessment(NamedTuple):
    """An assessment's file; without a scorecard where it, or its framework, has errors.

    `review` is given where somebody marked it, or was asked for a reply.
    """

    path: str
    place: AssessmentPath | None
    assessment: Assessment | None
    has_errors: bool
    scorecard: Scorecard | None
    review: Review | None = None


def overview_view(frameworks: Sequence[ListedFramework], assessments: Sequence[ListedAssessment]) -> Report:
    """Return frameworks, a project's own and shipped ones, and the project's assessments as a report."""
    subjects = len({each.place.subject for each in assessments if each.place})
    below: Block = _assessments_table(assessments) if assessments else Prose(say.NO_ASSESSMENTS)
    title = say.what_is_here(len(frameworks), len(assessments), subjects)
    return Report(title=title, blocks=(_frameworks_table(frameworks), below))


def _frameworks_table(frameworks: Sequence[ListedFramework]) -> Table:
    rows = []
    for _, seen, is_shipped, framework in frameworks:
        where = say.origin(is_shipped)
        if framework is None:
            rows.append(row(seen, say.unreadable(), "", where))
            continue
        indicators = _size(framework, (each for each in framework.indicators() if each.counted))
        size = counted_words(indicators, framework.indicator_label.lower())
        rows.append(row(framework.ref, isolated(framework.title), size, where))
    title = Column(say.TITLE, flexible=True, is_cut=True)
    origin = say.FROM if any(each.is_shipped for each in frameworks) else None
    columns = (say.FRAMEWORK, title, say.ASKS, origin)
    return table(say.FRAMEWORKS, columns, rows)


def _size(framework: Framework, indicators: Iterable[Indicator]) -> int:
    """Return how many of indicators there are: those that are elements of one are one."""
    wholes = framework.wholes()
    return len({wholes.get(each.id, each).id for each in indicators})


def _assessments_table(assessments: Sequence[ListedAssessment]) -> Table:
    counts = count_columns(each.scorecard.figures.counts for each in assessments if each.scorecard)
    columns = [Column(say.DATE), Column(say.RESULT), Column(say.SCORE, is_number=True)]
    columns += [*counts.values(), Column(say.REVIEWS, flexible=True)]
    rows: list[Row] = []
    for (subject, words), dated in groupby(assessments, _group_of):
        rows.append(row(say.headline([subject, words]), *[""] * len(columns[1:]), is_group=True))
        rows += [_assessment_row(each, counts) for each in dated]
    empty = {at for at in (2, len(columns) - 1) if not any(each.cells[at].text for each in rows)}
    shown = table(say.ASSESSMENTS, [None if at in empty else each for at, each in enumerate(columns)], rows)
    return shown._replace(signs=tuple(Cell(each.title.lower(), each.tone) for each in counts.values()))


def _group_of(listed: ListedAssessment) -> tuple[str, str]:
    id = listed.place.subject if listed.place else listed.path
    content = listed.assessment
    return id, say.by_framework(isolated(content.subject.name), str(content.framework)) if content else ""


def _assessment_row(listed: ListedAssessment, statuses: Iterable[Status]) -> Row:
    scorecard = listed.scorecard
    day = listed.place.day if listed.place else listed.path
    if scorecard is None:
        why = say.not_scored(say.unreadable(is_framework=not listed.has_errors))
        return row(day, why, "", *("" for _ in statuses), "", depth=1)
    framework, figures = scorecard.framework, scorecard.figures
    with scores_out_of(framework.score_out_of):
        cell = standing_of(figures, framework)
        score = "" if stands_by_score(framework) or not framework.show_score else score_or_bounds(figures)
        if score and framework.score_out_of != 100:
            score += f" {out_of_words()}"
    draft = say.DRAFT_MARK if scorecard.assessment.is_draft else ""
    stale = say.TEXT_CHANGED if has_stale_pin(scorecard.assessment, framework) else ""
    result = cell._replace(text=say.standing(cell.text, stale, draft))
    counts = (str(figures.counts.by_status[each] or "") for each in statuses)
    return row(day, result, score, *counts, _far(listed.review), depth=1)


def _far(review: Review | None) -> str:
    """Say how far an assessment is, and how much of what is not open `reconcile` asks a reason for."""
    if review is None:
        return ""
    without_reason = len(review.unsettled) - len(review.open)
    return say.how_far(progress_of(review)._asdict(), without_reason)


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
        "tags": list(content.subject.tags) if content else None,
        "date": place.date.isoformat() if place else None,
        "suffix": place.suffix if place else None,
        "draft": content.is_draft if content else None,
        "framework": str(content.framework) if content else None,
        **figures_json(scorecard.figures if scorecard else None),
        "review": None if listed.review is None else {**progress_of(listed.review)._asdict()},
    }
