"""What a workbook makes of a project's assessment: found, merged and judged, and nothing written yet."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from scorecard.diagnostics import Diagnostic, Route
from scorecard.editing.assessment_fields import Field, new_data, read_fields, write_fields
from scorecard.editing.scaffold import schema_from, with_schema
from scorecard.editing.yaml_style import write_mapping
from scorecard.errors import ScorecardError
from scorecard.files.folder import UnreadableError
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, rated_of
from scorecard.model.kinds import ASSESSMENT, parse_path
from scorecard.model.lexical import FormError, is_file_id, listing, parse_framework_ref, shown
from scorecard.project.file_change import FileChange
from scorecard.project.library import Project
from scorecard.project.loader import AssessmentFile
from scorecard.project.targets import NameTarget
from scorecard.reading.document import Document, parse_document
from scorecard.reading.plain_data import Data, as_items
from scorecard.spreadsheet.archive import WorkbookError
from scorecard.spreadsheet.cells import read_workbook
from scorecard.spreadsheet.columns import DIGEST, FRAMEWORK
from scorecard.spreadsheet.form import read_form
from scorecard.spreadsheet.merge import CellRemark, FieldChange, FilledForm, Merge, merge, remark
from scorecard.spreadsheet.texts import workbook_texts

_SUBJECT, _DATE, _TAGS = ("subject", "id"), ("date",), ("subject", "tags")


class Wishes(NamedTuple):
    """What a command line says about an import.

    `target` names another assessment than the workbook does. `any_framework` takes ratings that were made by
    another framework or digest, `prefers` says whose side counts where both were changed.
    """

    target: NameTarget | None = None
    any_framework: bool = False
    prefers: Literal["workbook", "file"] | None = None


class Import(NamedTuple):
    """What becomes of a workbook.

    `place` is the assessment that it belongs to, None where that cannot be told. `before` is that one's text,
    None where there is none yet; `after` is what is to be written, None where nothing is. `left` are cells
    that are left out, for the file was changed there as well. `change` is what becomes of the assessment.
    """

    place: AssessmentPath | None = None
    before: bytes | None = None
    after: bytes | None = None
    taken: tuple[FieldChange, ...] = ()
    refusals: tuple[CellRemark, ...] = ()
    warnings: tuple[CellRemark, ...] = ()
    left: tuple[CellRemark, ...] = ()
    change: FileChange | None = None


class _RefusedError(Exception):
    def __init__(self, remark: CellRemark) -> None:
        super().__init__(remark)
        self.remark = remark


def plan_import(raw: bytes, project: Project, wishes: Wishes, *, pending: Mapping[str, bytes]) -> Import:
    """Return what a workbook changes; `pending` are files by path as earlier workbooks leave them."""
    try:
        filled = read_form(read_workbook(raw))
    except WorkbookError as error:
        return Import(refusals=(CellRemark("", error.message, error.hint),))
    return plan_filled(filled, project, wishes, pending=pending)


def plan_filled(
    filled: FilledForm, project: Project, wishes: Wishes, *, pending: Mapping[str, bytes]
) -> Import:
    """Return what the cells of a workbook change."""
    if not filled.places:
        return Import(refusals=filled.refusals, warnings=filled.warnings)
    try:
        return _Planner(filled, project, wishes, pending).plan()
    except _RefusedError as error:
        return Import(refusals=(*filled.refusals, error.remark), warnings=filled.warnings)


@dataclass(frozen=True)
class _Planner:
    filled: FilledForm
    project: Project
    wishes: Wishes
    pending: Mapping[str, bytes]

    def plan(self) -> Import:
        place, before, merged, change = self.place, self.before, self.merged, self.change
        cells = (*self.filled.refusals, *merged.refusals)
        told = {each.place for each in cells}
        refusals = tuple(dict.fromkeys(self._refusals(cells, told)))
        wrong = {route[:2] for route, cell in self.filled.places.items() if cell in told}
        new = (each for each in self.new if not each.is_error and each.route[:2] not in wrong)
        warnings = [*self.filled.warnings, *map(self._remark, new)]
        if change is not None and not refusals:
            if found := change.uncorrected:
                changes = "; ".join(each.words for each in found)
                refusals = (remark("uncorrected", self._place_of(found[0].route), changes=changes),)
            else:
                for id in change.kept_reasons:
                    cell = self.filled.place_of(("ratings", id, "rationale"))
                    warnings.append(remark("kept-reason", cell, id=id))
        return Import(
            place=place,
            before=before,
            after=None if refusals or change is None else self.after,
            taken=merged.taken,
            refusals=refusals,
            warnings=(*warnings, *self._missing()),
            left=tuple(each._replace(help=None) if self.wishes.prefers else each for each in merged.left),
            change=change,
        )

    def _refusals(self, cells: Sequence[CellRemark], told: Collection[str]) -> Iterator[CellRemark]:
        is_unnamed = self.before is None and not self.filled.text("subject", "name")
        if is_unnamed:
            yield remark("no-subject", self.filled.place_of(("subject", "name")))
        yield from cells
        errors = [self._remark(each) for each in self.new if each.is_error]
        for each in self.change.after.diagnostics if self.change else ():
            if each.is_error and each not in self.new:
                message = f"{self.place.path} has an error: {each.message}"
                errors.append(CellRemark("", message, each.help))
        for error in errors:
            if error.place not in told and not (is_unnamed and "`name`" in error.message):
                yield error

    def _missing(self) -> Iterator[CellRemark]:
        """Say which indicators have no row, whose ratings thus stay, and that a file is new."""
        origin, name = self.filled.origin, self.place.name
        tags = {**(self.known or {}), **self.merged.changes}.get(_TAGS)
        rated = rated_of(self.framework.dimensions, [str(each) for each in as_items(tags)])
        if missing := [each.id for each in rated if ("ratings", each.id) not in self.filled.places]:
            yield remark("no-rows", ids=listing(missing))
        if self.before is None and origin == name:
            yield remark("made-anew", name=name)
        elif self.before is None and origin:
            yield remark("new-draft", name=name, origin=origin)

    def _refusal(self, name: str, /, *field: str, **words: object) -> _RefusedError:
        return _RefusedError(remark(name, self.filled.place_of(field), **words))

    # Which assessment

    @cached_property
    def place(self) -> AssessmentPath:
        named, origin = self.wishes.target, self.filled.origin
        subject = named.id if named else self.filled.text("subject", "id")
        day = (named.at or "") if named else self._day()
        for what, text, field in (("subject", subject, _SUBJECT), ("date", day, _DATE)):
            if not text:
                raise self._refusal("nothing-says-which", *field, what=what)
        known = self.project.layout.by_subject.get(subject, [])
        exact = [each for each in known if each.day == day]
        found = exact or [each for each in known if named and each.date.isoformat() == day]
        if len(found) > 1 and not exact:
            names = ", ".join(each.name for each in found)
            raise self._refusal("several-of-that-day", name=f"{subject}@{day}", names=names)
        place = found[0] if found else parse_path(ASSESSMENT.path(f"{subject}/{day}"))
        if not isinstance(place, AssessmentPath):
            field = _DATE if is_file_id(subject) else _SUBJECT
            raise self._refusal("no-assessment", *field, name=shown(f"{subject}@{day}"))
        if origin not in ("", place.name) and not named:
            field = _DATE if place.subject == origin.partition("@")[0] else _SUBJECT
            raise self._refusal("other-assessment", *field, origin=origin, name=place.name)
        return place

    def _day(self) -> str:
        """Return the workbook's date, with the suffix of the file that it was exported from."""
        day = self.filled.text("date")
        subject, _, origin = self.filled.origin.partition("@")
        found, told = parse_path(ASSESSMENT.path(f"{subject}/{origin}")), self.filled.text("subject", "id")
        is_origin = isinstance(found, AssessmentPath) and (found.subject, str(found.date)) == (told, day)
        return origin if is_origin else day

    @cached_property
    def before(self) -> bytes | None:
        """The assessment as it is, or as earlier workbooks leave it; None where there is none yet."""
        path, root = self.place.path, self.project.root
        if path in self.pending:
            return self.pending[path]
        if root is None or not (root / path).exists():
            return None
        try:
            return self.project.tree.read(path)
        except UnreadableError as error:
            found = error.finding
            raise _RefusedError(CellRemark("", f"{path}: {found.message}", found.help)) from None

    @cached_property
    def loaded(self) -> AssessmentFile | None:
        return None if self.before is None else self._judge(self.before)

    def _judge(self, content: bytes) -> AssessmentFile:
        return self.project.load(self.project.locate(self.place).holding(content), ASSESSMENT)

    # Which framework

    @cached_property
    def framework(self) -> Framework:
        """The framework that both are under; ratings that were made by another are refused."""
        try:
            named = parse_framework_ref(self.filled.text(*FRAMEWORK))
        except FormError:
            raise self._refusal("no-framework-named", "framework") from None
        content = self.loaded.content if self.loaded else None
        if self.loaded is not None and content is None:
            raise self._refusal("file-has-errors", path=self.loaded.path)
        ref = content.framework if content else named
        if ref != named and not self.wishes.any_framework:
            raise self._refusal("other-framework", "framework", named=named, ref=ref)
        found = self.project.find_framework(ref)
        if found is None:
            known = self.project.suggest_framework(ref)
            raise self._refusal("no-framework", "framework", ref=ref, known=known)
        if found.good is None:
            raise self._refusal("framework-has-errors", "framework", path=found.path)
        is_other = ref == named and self.filled.text(*DIGEST) != framework_digest(found.good)
        if is_other and not self.wishes.any_framework:
            raise self._refusal("framework-changed", "framework", ref=ref)
        return found.good

    # What it becomes

    @cached_property
    def document(self) -> Document | None:
        return None if self.before is None else parse_document(self.before)

    @cached_property
    def known(self) -> Mapping[Field, Data] | None:
        return None if self.document is None else read_fields(self.document.data, self.framework)

    @cached_property
    def merged(self) -> Merge:
        return merge(
            self.filled,
            self.known,
            self.framework,
            knows_base=self.filled.origin == self.place.name,
            prefers_workbook=self.wishes.prefers == "workbook",
        )

    @cached_property
    def after(self) -> bytes:
        place = self.place
        if self.document is None:
            text = write_mapping(new_data(self._new_fields(), self.framework))
            root = self.project.root
            has_schema = root is not None and (root / ASSESSMENT.schema).is_file()
            return with_schema(text, schema_from(place.path) if has_schema else None).encode("utf-8")
        try:
            return write_fields(self.document, self.merged.changes, self.framework).raw
        except ScorecardError as error:
            raise _RefusedError(CellRemark("", f"{place.path}: {error.message}", error.hint)) from None

    @cached_property
    def change(self) -> FileChange | None:
        if self.after == self.before:
            return None
        return FileChange(before=self.loaded, after=self._judge(self.after), framework=self.framework)

    @cached_property
    def new(self) -> Sequence[Diagnostic]:
        return self.change.new if self.change else ()

    def _new_fields(self) -> dict[Field, Data]:
        fields: dict[Field, Data] = {each.field: each.after for each in self.merged.taken if each.after}
        fields["kind",] = "assessment"
        fields["framework",] = self.framework.ref
        fields["framework_digest",] = framework_digest(self.framework)
        fields[_SUBJECT] = self.place.subject
        fields[_DATE] = self.place.date.isoformat()
        if self.filled.origin not in ("", self.place.name):
            fields["stage",] = "draft"
            fields.pop(("corrections",), None)
        return fields

    # What is said of it, by the cells that it comes from

    def _remark(self, diagnostic: Diagnostic) -> CellRemark:
        help = workbook_texts()["advice"].get(diagnostic.code.number, diagnostic.help)
        return CellRemark(self._place_of(diagnostic.route), diagnostic.message, help)

    def _place_of(self, route: Route) -> str:
        """Return the cell of what stands at a route; of a whole rating that of its level or measurement."""
        if len(route) == 2 and route[0] == "ratings":
            rated = ((*route, key) for key in ("level", "measured"))
            route = next(filter(self.filled.values.get, rated), route)
        return self.filled.place_of(route)
