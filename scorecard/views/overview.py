"""What is here, as a report: frameworks, and subjects with all their dated assessments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scorecard.directions import isolated
from scorecard.model.digest import framework_digest
from scorecard.project.loader import AssessmentFile, FrameworkFile
from scorecard.project.selection import seen_from
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.data import Json, figures_json
from scorecard.views.report import Align, Block, Cell, Column, Prose, Report, Row, Table
from scorecard.views.scorecard import has_stale_pin
from scorecard.views.words import counted_words, score_or_bounds, short_counts, tone_of, verdict_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What a project holds. Frameworks come with whether they are shipped; bad files have no scorecard."""

    frameworks: tuple[tuple[FrameworkFile, bool], ...]
    assessments: tuple[tuple[AssessmentFile, Scorecard | None], ...]


def take_overview(
    own: Sequence[FrameworkFile],
    shipped: Sequence[FrameworkFile],
    assessments: Sequence[AssessmentFile],
) -> Overview:
    """Score every assessment that can be scored."""
    return Overview(
        frameworks=(*((loaded, False) for loaded in own), *((loaded, True) for loaded in shipped)),
        assessments=tuple(
            (loaded, loaded.scorable.score() if loaded.scorable else None) for loaded in assessments
        ),
    )


def overview_view(overview: Overview, folder: str) -> Report:
    """Return a project's frameworks and assessments as a report, with paths as they are from a folder."""
    blocks: list[Block] = [_frameworks_table(overview, folder)]
    if overview.assessments:
        blocks.append(_assessments_table(overview))
    else:
        blocks.append(Prose("There are no assessments here yet."))
    return Report(title="Frameworks and assessments", blocks=tuple(blocks))


def _frameworks_table(overview: Overview, folder: str) -> Table:
    rows = []
    for loaded, is_shipped in overview.frameworks:
        framework = loaded.good
        where = "shipped" if is_shipped else "own"
        if framework is None:
            path = seen_from(folder, loaded.path, loaded.root)
            rows.append(Row((Cell(path), Cell(where), Cell("the file has errors"))))
            continue
        indicators = sum(indicator.counted for indicator in framework.indicators())
        size = counted_words(indicators, framework.indicator_label.lower())
        rows.append(Row((Cell(framework.ref), Cell(where), Cell(f"{isolated(framework.title)} ({size})"))))
    return Table(
        caption="Frameworks",
        columns=(Column("Framework"), Column("From"), Column("Title", flexible=True)),
        rows=tuple(rows),
    )


def _assessments_table(overview: Overview) -> Table:
    rows: list[Row] = []
    subject = None
    for loaded, scorecard in overview.assessments:
        name = _group_of(loaded)
        if name != subject:
            subject = name
            cells = (Cell(name[0]), Cell(""), Cell(""), Cell(name[1]))
            rows.append(Row(cells, is_group=True))
        rows.append(Row(tuple(_assessment_cells(loaded, scorecard)), depth=1))
    return Table(
        caption="Assessments",
        columns=(
            Column("Subject, date"),
            Column("Verdict"),
            Column("Score", Align.RIGHT),
            Column("Counts", flexible=True),
        ),
        rows=tuple(rows),
    )


def _group_of(loaded: AssessmentFile) -> tuple[str, str]:
    """Return what assessments are grouped by: the subject, and by which version of which framework."""
    id = loaded.dated.subject if loaded.dated else loaded.path
    content = loaded.content
    return id, f"{isolated(content.subject.name)}, by {content.framework}" if content else ""


def _assessment_cells(loaded: AssessmentFile, scorecard: Scorecard | None) -> Iterator[Cell]:
    yield Cell(loaded.dated.day if loaded.dated else loaded.path)
    if scorecard is None:
        yield from (Cell("not scored"), Cell(""))
        yield Cell("the file has errors" if loaded.has_errors else "its framework has errors")
        return
    framework, figures = scorecard.framework, scorecard.figures
    yield Cell(verdict_word(figures.status, framework), tone_of(figures.status))
    yield Cell(score_or_bounds(figures) if framework.show_score else "")
    draft = "DRAFT, " if scorecard.assessment.is_draft else ""
    provisional = ", provisional" if figures.provisional else ""
    if has_stale_pin(scorecard):
        provisional += ", framework changed since"
    yield Cell(f"{draft}{short_counts(figures.counts)}{provisional}")


# For programs -----------------------------------------------------------------------------------


def list_json(overview: Overview, **others: Json) -> Json:
    """Return `scorecard/list/1`: frameworks and assessments; what a bad file lacks is null."""
    return {
        "schema": "scorecard/list/1",
        **others,
        "frameworks": [
            {
                "path": loaded.path,
                "shipped": is_shipped,
                "id": loaded.good.id if loaded.good else None,
                "version": loaded.good.version if loaded.good else None,
                "title": loaded.good.title if loaded.good else None,
                "indicators": sum(1 for _ in loaded.good.indicators()) if loaded.good else None,
                "digest": framework_digest(loaded.good) if loaded.good else None,
            }
            for loaded, is_shipped in overview.frameworks
        ],
        "assessments": [
            {
                "path": loaded.path,
                "subject": loaded.dated.subject if loaded.dated else None,
                "name": loaded.content.subject.name if loaded.content else None,
                "date": loaded.dated.date.isoformat() if loaded.dated else None,
                "suffix": loaded.dated.suffix if loaded.dated else None,
                "draft": loaded.content.is_draft if loaded.content else None,
                "framework": str(loaded.content.framework) if loaded.content else None,
                **figures_json(scorecard.figures if scorecard else None),
            }
            for loaded, scorecard in overview.assessments
        ],
    }
