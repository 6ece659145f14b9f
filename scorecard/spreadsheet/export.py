"""What a workbook is made from: an assessment's fields as its file has them, or none of a framework's."""

from scorecard.editing.assessment_fields import Field, read_fields
from scorecard.errors import NotFoundError, UsageError
from scorecard.files.folder import read_file
from scorecard.model.assessment import bare_key
from scorecard.model.digest import framework_digest
from scorecard.model.framework import Framework
from scorecard.model.lexical import suggest
from scorecard.project.loader import AssessmentFile
from scorecard.project.rated_file import RatedFile
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection, select_assessments
from scorecard.project.targets import EVERYTHING, NameTarget, PathTarget, parse_target
from scorecard.rating.decisions import NOT_RATED, agreed
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data
from scorecard.reviewing.review import Review, rating_of
from scorecard.spreadsheet.columns import Form


def find_form(workspace: Workspace, text: str) -> tuple[Selection, Form | None]:
    """Return what is to be written of a target, and the files that it comes from."""
    target = parse_target(text)
    if not isinstance(target, NameTarget | PathTarget):
        raise UsageError(
            f"{text} is no file to fill in", hint="name a subject and date, a file or a framework"
        )
    subjects = workspace.here.layout.by_subject
    if isinstance(target, NameTarget) and target.id not in subjects:
        known = [*workspace.here.framework_ids(), *subjects]
        if target.id not in known:
            raise NotFoundError(
                f"there is no subject and no framework {target.id}", hint=suggest(target.id, known)
            )
        framework = workspace.load_framework(target)
        return Selection(frameworks=[framework]), _blank(framework.good) if framework.good else None
    selection = select_assessments(workspace, [text], EVERYTHING)
    if len(selection.assessments) > 1:
        names = ", ".join(each.path for each in selection.assessments)
        raise UsageError(f"{text} names several assessments", hint=f"name one of {names}")
    return selection, _filled(selection.assessments[0]) if selection.assessments else None


def form_of(opened: RatedFile) -> Form:
    """Return what is to be written of a mark, or of an assessment of which something is to be settled.

    A mark's subject and date are those of its assessment.
    """
    fields, of = read_fields(parse_document(opened.raw).data, opened.framework), opened.of
    if of is not None:
        fields |= {("subject", "id"): of.subject.id, ("subject", "name"): of.subject.name}
        fields |= {("subject", "tags"): [*of.subject.tags], ("date",): f"{of.date}"}
    offered = _agreed_fields(opened.review) if opened.review is not None and of is None else {}
    return Form(opened.framework, fields, opened.assessment_name, of, opened.review, offered)


def _agreed_fields(review: Review) -> dict[Field, Data]:
    """Return what all marks say of what is not rated yet, and who says why first."""
    found: dict[Field, Data] = {}
    for id, indicator in review.indicators.items():
        now, said = review.recorded(id), agreed(review, id)
        if said is not None and now.said in (None, NOT_RATED) and not now.rationale:
            found["ratings", id, bare_key(said, measured=indicator.measure is not None)] = said
            first = next(review.words(id, rating_of(indicator, said)), None)
            found["ratings", id, "words"] = first.mark.assessor if first else None
    return found


def _blank(framework: Framework) -> Form:
    fields: dict[Field, Data] = {
        ("framework",): framework.ref,
        ("framework_digest",): framework_digest(framework),
        ("stage",): "draft",
    }
    return Form(framework=framework, fields=fields)


def _filled(loaded: AssessmentFile) -> Form | None:
    if loaded.scorable is None:
        return None
    framework = loaded.scorable.framework
    fields = read_fields(parse_document(read_file(loaded.file)).data, framework)
    return Form(framework=framework, fields=fields, origin=loaded.dated.name if loaded.dated else "")
