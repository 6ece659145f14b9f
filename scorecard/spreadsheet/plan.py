"""What a workbook makes of a project's assessment: found, merged and judged, and nothing written yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from scorecard.diagnostics import Diagnostic, Route
from scorecard.editing.assessment_fields import Field, new_data, read_fields, write_fields
from scorecard.editing.scaffold import schema_from, with_schema
from scorecard.editing.yaml_style import write_mapping
from scorecard.errors import ScorecardError
from scorecard.files.folder import UnreadableError
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework
from scorecard.model.kinds import ASSESSMENT, parse_path
from scorecard.model.lexical import FormError, is_file_id, listing, parse_framework_ref, shown
from scorecard.project.file_change import FileChange
from scorecard.project.library import Project
from scorecard.project.loader import AssessmentFile
from scorecard.project.targets import NameTarget
from scorecard.reading.document import Document, parse_document
from scorecard.reading.plain_data import Data
from scorecard.spreadsheet.archive import WorkbookError
from scorecard.spreadsheet.cells import read_workbook
from scorecard.spreadsheet.form import read_form
from scorecard.spreadsheet.merge import CellRemark, FieldChange, FilledForm, Merge, merge
from scorecard.spreadsheet.texts import read_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a command line says about an import.

    `target` names another assessment than the workbook does. `any_framework` takes ratings that were made by
    another framework or digest, `prefers` says whose side counts where both were changed.
    """

    target: NameTarget | None = None
    any_framework: bool = False
    prefers: Literal["workbook", "file"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What becomes of a workbook.

    `place` is the assessment that it belongs to, None where that cannot be told. `before` is that one's text,
    None where there is none yet; `after` is what is to be written, None where nothing is. `left` are cells
    that are left out, for the file was changed there as well. `change` is what becomes of the assessment.
    """

    name: str
    place: AssessmentPath | None = None
    before: bytes | None = None
    after: bytes | None = None
    taken: tuple[FieldChange, ...] = ()
    refusals: tuple[CellRemark, ...] = ()
    warnings: tuple[CellRemark, ...] = ()
    left: tuple[CellRemark, ...] = ()
    change: FileChange | None = None


class _RefusedError(Exception):
    """A workbook as a whole cannot be taken."""

    def __init__(self, message: str, help: str | None = None, place: str = "") -> None:
        super().__init__(message)
        self.remark = CellRemark(place, message, help)


def plan_import(
    name: str, raw: bytes, project: Project, wishes: Wishes, *, pending: Mapping[str, bytes]
) -> Import:
    """Return what a workbook changes; `pending` are files by path as earlier workbooks leave them."""
    try:
        filled = read_form(read_workbook(raw, name))
    except WorkbookError as error:
        message = error.message.removeprefix(f"{name}: ").removeprefix(f"{name} ")
        return Import(name=name, refusals=(CellRemark("", message, error.hint),))
    return plan_filled(name, filled, project, wishes, pending=pending)


def plan_filled(
    name: str, filled: FilledForm, project: Project, wishes: Wishes, *, pending: Mapping[str, bytes]
) -> Import:
    """Return what the cells of a workbook change."""
    if not filled.places:
        return Import(name=name, refusals=filled.refusals, warnings=filled.warnings)
    try:
        return _Planner(name, filled, project, wishes, pending).plan()
    except _RefusedError as error:
        return Import(name=name, refusals=(*filled.refusals, error.remark), warnings=filled.warnings)


@dataclass(frozen=True, slots=True)
class _Planner:
    _name: str
    _filled: FilledForm
    _project: Project
    _wishes: Wishes
    _pending: Mapping[str, bytes]

    def plan(self) -> Import:
        place = self._find_place()
        self._refuse_slip(place)
        before = self._read(place)
        loaded = None if before is None else self._judge(place, before)
        framework = self._find_framework(loaded)
        document = None if before is None else parse_document(before, "")
        merged = self._merge(place, document, framework)
        after = self._text_after(place, document, framework, merged)
        changed = after if after != before else None
        judged = None if changed is None else self._judge(place, changed)
        change = FileChange(before=loaded, after=judged, framework=framework) if judged else None
        refusals = tuple(dict.fromkeys(self._refusals(place, before, merged, change)))
        if change is not None and not refusals:
            refusals = tuple(self._uncorrected(change))
        warnings = [*self._filled.warnings, *self._new_warnings(merged, change)]
        if change is not None and not refusals:
            warnings += self._kept_reasons(change)
        return Import(
            name=self._name,
            place=place,
            before=before,
            after=None if refusals else changed,
            taken=merged.taken,
            refusals=refusals,
            warnings=(*warnings, *self._missing(place, before, framework)),
            left=tuple(replace(each, help=None) if self._wishes.prefers else each for each in merged.left),
            change=change,
        )

    def _refusals(
        self, place: AssessmentPath, before: bytes | None, merged: Merge, change: FileChange | None
    ) -> Iterator[CellRemark]:
        """Yield what cannot be taken of the cells, and what would be wrong in the file."""
        is_unnamed = before is None and not self._filled.text("subject", "name")
        if is_unnamed:
            cell = self._filled.place_of(("subject", "name"))
            yield CellRemark(cell, "nothing says what the subject is called", "fill in its name")
        yield from (refused := (*self._filled.refusals, *merged.refusals))
        new = change.new if change else []
        errors = [_remark(each, self._filled) for each in new if each.is_error]
        old = [each for each in (change.after.diagnostics if change else ()) if each not in new]
        errors += [
            CellRemark("", f"{place.path} has an error: {each.message}", each.help)
            for each in old
            if each.is_error
        ]
        told = {each.place for each in refused}
        for error in errors:
            if error.place not in told and not (is_unnamed and "`name`" in error.message):
                yield error

    def _uncorrected(self, change: FileChange) -> Iterator[CellRemark]:
        """Refuse what turns round something that is published, and no new row says so."""
        if found := change.uncorrected:
            changes = "; ".join(each.words for each in found)
            yield CellRemark(
                _place_of(found[0].route, self._filled),
                f"this assessment is final, and what was published would change: {changes}",
                "say on the sheet Corrections, in a new row, what was wrong: readers are shown it",
            )

    def _new_warnings(self, merged: Merge, change: FileChange | None) -> Iterator[CellRemark]:
        """Yield what is to be looked at in the file, but for ratings of which a cell was refused."""
        told = {each.place for each in (*self._filled.refusals, *merged.refusals)}
        wrong = {route[:2] for route, cell in self._filled.places.items() if cell in told}
        for each in change.new if change else ():
            if not each.is_error and each.route[:2] not in wrong:
                yield _remark(each, self._filled)

    def _kept_reasons(self, change: FileChange) -> Iterator[CellRemark]:
        for id in change.kept_reasons:
            message = f"{id} is rated otherwise now, and its rationale is that of the rating before"
            cell = self._filled.place_of(("ratings", id, "rationale"))
            yield CellRemark(cell, message, "check that it still holds, and say why it is rated so")

    def _missing(
        self, place: AssessmentPath, before: bytes | None, framework: Framework
    ) -> Iterator[CellRemark]:
        """Say which indicators have no row, whose ratings thus stay, and that a file is new."""
        filled = self._filled
        ids = [each.id for each in framework.indicators() if each.counted]
        if missing := [id for id in ids if ("ratings", id) not in filled.places]:
            yield CellRemark("", f"no row for {listing(missing)}; what the file says of them stays")
        if before is None and filled.origin not in ("", place.name):
            message = f"{place.name} is begun as a draft, without the corrections of {filled.origin}"
            yield CellRemark("", message)
        elif before is None and filled.origin == place.name:
            message = f"{place.name} was not here, so it is made anew"
            yield CellRemark("", message, "check that this is the project that you mean")

    # Which assessment

    def _find_place(self) -> AssessmentPath:
        named = self._wishes.target
        subject = named.id if named else self._filled.text("subject", "id")
        day = (named.at or "") if named else self._day()
        for what, text in (("subject", subject), ("date", day)):
            if not text:
                raise _RefusedError(
                    f"nothing says what {what} this is about",
                    f"fill in the {what} on the first sheet, or say it with --as SUBJECT@DATE",
                    self._filled.place_of(("subject", "id") if what == "subject" else ("date",)),
                )
        known = self._project.layout.by_subject.get(subject, [])
        exact = [each for each in known if each.day == day]
        found = exact or [each for each in known if named and each.date.isoformat() == day]
        if len(found) > 1 and not exact:
            names = ", ".join(each.name for each in found)
            raise _RefusedError(f"{subject}@{day} is one of several of that day", f"name one: {names}")
        place = found[0] if found else parse_path(ASSESSMENT.path(f"{subject}/{day}"))
        if not isinstance(place, AssessmentPath):
            field = ("date",) if is_file_id(subject) else ("subject", "id")
            raise _RefusedError(
                f"{shown(f'{subject}@{day}')} cannot be an assessment",
                "an id has small letters, digits, . - and _; a date is written 2021-03-12",
                self._filled.place_of(field),
            )
        return place

    def _refuse_slip(self, place: AssessmentPath) -> None:
        origin = self._filled.origin
        if not origin or origin == place.name or self._wishes.target is not None:
            return
        is_other = place.subject != origin.partition("@")[0]
        raise _RefusedError(
            f"this was exported from {origin}, and its first sheet now says {place.name}",
            f"mend the first sheet, or say that another assessment is meant: --as {place.name}",
            self._filled.place_of(("subject", "id") if is_other else ("date",)),
        )

    def _day(self) -> str:
        """Return the workbook's date, with the suffix of the file that it was exported from."""
        day = self._filled.text("date")
        subject, _, origin = self._filled.origin.partition("@")
        found = parse_path(ASSESSMENT.path(f"{subject}/{origin}"))
        is_origin = (
            isinstance(found, AssessmentPath)
            and found.subject == self._filled.text("subject", "id")
            and found.date.isoformat() == day
        )
        return origin if is_origin else day

    def _read(self, place: AssessmentPath) -> bytes | None:
        """Return the assessment as it is, or as earlier workbooks leave it; None where there is none yet."""
        if place.path in self._pending:
            return self._pending[place.path]
        root = self._project.root
        if root is None or not (root / place.path).exists():
            return None
        try:
            return self._project.tree.read(place.path)
        except UnreadableError as error:
            raise _RefusedError(f"{place.path}: {error.finding.message}", error.finding.help) from None

    def _judge(self, place: AssessmentPath, content: bytes) -> AssessmentFile:
        return self._project.load(self._project.locate(place).holding(content), ASSESSMENT)

    # Which framework

    def _find_framework(self, loaded: AssessmentFile | None) -> Framework:
        """Return the framework that both are under, or refuse ratings that were made by another."""
        place = self._filled.place_of(("framework",))
        try:
            named = parse_framework_ref(self._filled.framework)
        except FormError:
            raise _RefusedError(
                "nothing says which framework this was made for: the first sheet is gone, or was changed",
                "export the workbook again, and copy what was filled in",
                place,
            ) from None
        content = loaded.content if loaded else None
        if loaded is not None and content is None:
            raise _RefusedError(
                f"{loaded.path} has errors, so nothing can be put into it",
                f"scorecard validate {loaded.path}",
            )
        ref = content.framework if content else named
        if ref != named and not self._wishes.any_framework:
            raise _RefusedError(
                f"this was made for {named}, and the assessment is under {ref}",
                "take the ratings all the same with --any-framework",
                place,
            )
        found = self._project.find_framework(ref)
        if found is None:
            raise _RefusedError(f"there is no framework {ref}", self._project.suggest_framework(ref), place)
        if found.good is None:
            raise _RefusedError(
                f"the framework {found.path} has errors", f"scorecard validate {found.path}", place
            )
        is_other = ref == named and self._filled.digest != framework_digest(found.good)
        if is_other and not self._wishes.any_framework:
            raise _RefusedError(
                f"{ref} is not what it was when this workbook was exported",
                "export it again, or take the ratings all the same with --any-framework",
                place,
            )
        return found.good

    # What it becomes

    def _merge(self, place: AssessmentPath, document: Document | None, framework: Framework) -> Merge:
        current = None if document is None else read_fields(document.data, framework)
        return merge(
            self._filled,
            current,
            framework,
            knows_base=self._filled.origin == place.name,
            prefers_workbook=self._wishes.prefers == "workbook",
        )

    def _text_after(
        self, place: AssessmentPath, document: Document | None, framework: Framework, merged: Merge
    ) -> bytes:
        if document is None:
            text = write_mapping(new_data(self._new_fields(place, framework, merged), framework))
            return with_schema(text, self._schema(place)).encode("utf-8")
        try:
            return write_fields(document, merged.changes, framework).raw
        except ScorecardError as error:
            raise _RefusedError(f"{place.path}: {error.message}", error.hint) from None

    def _schema(self, place: AssessmentPath) -> str | None:
        root = self._project.root
        has_schema = root is not None and (root / ASSESSMENT.schema).is_file()
        return schema_from(place.path) if has_schema else None

    def _new_fields(self, place: AssessmentPath, framework: Framework, merged: Merge) -> dict[Field, Data]:
        """Return the fields of an assessment that is not there yet; its name is what was asked for."""
        fields: dict[Field, Data] = {each.field: each.after for each in merged.taken if each.after}
        fields["kind",] = "assessment"
        fields["framework",] = framework.ref
        fields["framework_digest",] = framework_digest(framework)
        fields["subject", "id"] = place.subject
        fields["date",] = place.date.isoformat()
        if self._filled.origin and self._filled.origin != place.name:
            fields["stage",] = "draft"
            fields.pop(("corrections",), None)
        return fields


def _remark(diagnostic: Diagnostic, filled: FilledForm) -> CellRemark:
    help = read_texts()["advice"].get(diagnostic.code.number, diagnostic.help)
    return CellRemark(_place_of(diagnostic.route, filled), diagnostic.message, help)


def _place_of(route: Route, filled: FilledForm) -> str:
    """Return the cell of what stands at a route; of a whole rating that of its level or measurement."""
    if len(route) == 2 and route[0] == "ratings":
        rated = [(*route, key) for key in ("level", "measured") if filled.values.get((*route, key))]
        route = rated[0] if rated else route
    return filled.place_of(route)
