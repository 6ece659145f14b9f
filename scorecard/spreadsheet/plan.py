"""What a workbook makes of an assessment, mark or reply: found, merged and judged; nothing written yet."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from scorecard.diagnostics import Diagnostic, Route, gather
from scorecard.editing.assessment_fields import Field, new_data, read_fields, write_fields
from scorecard.editing.framework_fields import (
    ITEMS,
    find_items,
    new_framework_data,
    read_framework_fields,
    write_framework_fields,
)
from scorecard.editing.scaffold import next_version
from scorecard.errors import ScorecardError, UsageError
from scorecard.files.folder import UnreadableError
from scorecard.model.assessment import Assessment
from scorecard.model.digest import framework_digest, shown_digest
from scorecard.model.file_names import AssessmentPath, FrameworkPath, MarkPath, ReplyPath, ReviewPath
from scorecard.model.framework import Framework, asked_of, rated_of, ref_of
from scorecard.model.kinds import ASSESSMENT, kind_of, parse_path
from scorecard.model.kinds import FRAMEWORK as FRAMEWORK_KIND
from scorecard.model.lexical import FormError, FrameworkRef, is_file_id, listing, parse_framework_ref, shown
from scorecard.model.mark import Mark
from scorecard.project.file_change import FileChange
from scorecard.project.library import Project
from scorecard.project.loader import AnyFile, AssessmentFile
from scorecard.project.rated_file import find_mark_place, mark_fields, new_file_text
from scorecard.project.targets import NameTarget
from scorecard.reading.document import Document, parse_document
from scorecard.reading.plain_data import Data, as_items
from scorecard.reviewing.review import Review
from scorecard.spreadsheet.answering import take_answers
from scorecard.spreadsheet.archive import WorkbookError
from scorecard.spreadsheet.cells import read_workbook
from scorecard.spreadsheet.columns import DECIDER, DIGEST, FRAMEWORK, ORIGIN, SHOWN, STRUCTURE, field_key
from scorecard.spreadsheet.form import read_form
from scorecard.spreadsheet.merge import (
    CellRemark,
    FieldChange,
    FilledForm,
    Merge,
    decide,
    merge,
    remark,
    said_once,
)
from scorecard.spreadsheet.settling import settle
from scorecard.spreadsheet.structure_ids import settle_ids
from scorecard.spreadsheet.texts import workbook_texts

_SUBJECT, _DATE, _TAGS = ("subject", "id"), ("date",), ("subject", "tags")


class Wishes(NamedTuple):
    """What a command line says about an import.

    `target` names another assessment than the workbook does, `begins` is the top of a new framework.
    `any_framework` takes ratings that were made by another framework or digest, `prefers` says whose side
    counts where both were changed. `today` is the day of what is decided. `reply` is the one that is asked
    for, if one is, which was `received` on a day.
    """

    target: NameTarget | None = None
    any_framework: bool = False
    prefers: Literal["workbook", "file"] | None = None
    today: str = ""
    reply: ReplyPath | None = None
    received: str | None = None
    begins: Mapping[str, str] | None = None


class Import(NamedTuple):
    """What becomes of a workbook.

    `place` is the file that it belongs to, None where that cannot be told. `before` is its
    text, None where there is none yet; `after` is what is to be written, None where nothing is. `left` are
    cells that are left out, for the file was changed there as well. `change` is what becomes of the file.
    """

    place: AssessmentPath | ReviewPath | FrameworkPath | None = None
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
        filled = read_form(read_workbook(raw), is_new=bool(wishes.begins))
    except WorkbookError as error:
        return Import(refusals=(CellRemark("", error.message, error.hint),))
    return plan_filled(filled, project, wishes, pending=pending)


def plan_asking(said: Mapping[str, Data], place: ReplyPath, project: Project) -> Import:
    """Return what is to be written into a reply of which it is said who is asked, and what they are shown."""
    values: dict[Field, Data] = {ORIGIN: place.name, **{(key,): text for key, text in said.items()}}
    asked = FilledForm(values, places={SHOWN: ""}, base=None)
    return plan_filled(asked, project, Wishes(prefers="workbook", reply=place), pending={})


def plan_filled(
    filled: FilledForm, project: Project, wishes: Wishes, *, pending: Mapping[str, bytes]
) -> Import:
    """Return what the cells of a workbook change."""
    if wishes.begins and not filled.is_structure:
        return Import(refusals=(remark("no-structure"),))
    if not filled.places:
        return Import(refusals=filled.refusals, warnings=filled.warnings)
    asked = wishes.reply.name if wishes.reply else ""
    if filled.is_reply != bool(asked) or filled.origin != (asked or filled.origin):
        words = {"origin": shown(filled.origin), "name": asked or "what assessors filled in"}
        told = remark("other-workbook", filled.place_of(ORIGIN), **words)
        return Import(refusals=(*filled.refusals, told), warnings=filled.warnings)
    try:
        kind = _ReplyPlanner if filled.is_reply else _MarkPlanner if filled.is_mark else _Planner
        kind = _StructurePlanner if filled.is_structure else kind
        return kind(filled, project, wishes, pending).plan()
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
        cells = (*self.settled.refusals, *merged.refusals)
        told = {each.place for each in cells}
        refusals = tuple(dict.fromkeys(self._refusals(cells, told)))
        wrong = {route[:2] for route, cell in self.filled.places.items() if cell in told}
        new = [each for each in self.new if not each.is_error and each.route[:2] not in wrong]
        disputes = [each for each in new if each.code.number == "SC624"]
        warned = self._gathered([each for each in new if each not in disputes])
        warnings = [*self.settled.warnings, *map(self._remark, warned)]
        if disputes:
            ids = listing([str(each.route[1]) for each in disputes])
            warnings.append(remark("still-disputed", ids=ids)._replace(help=disputes[0].help))
        if change is not None and not refusals:
            if found := change.uncorrected:
                changes = "; ".join(each.words for each in found)
                refusals = (remark("uncorrected", self._place_of(found[0].route), changes=changes),)
            else:
                for id in change.kept_reasons:
                    cell = self.filled.place_of(("ratings", id, "rationale"))
                    warnings.append(remark("kept-reason", cell, id=id))
                for id, decision in change.kept_decisions.items():
                    by = f" by {decision.by}" if decision.by else ""
                    warnings.append(
                        remark(
                            "kept-decision", self._place_of(("ratings", id)), id=id, by=by, name=place.name
                        )
                    )
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

    def _gathered(self, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        return diagnostics

    def _refusals(self, cells: Sequence[CellRemark], told: Collection[str]) -> Iterator[CellRemark]:
        is_unnamed = self._is_new and not self.filled.text("subject", "name")
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
        """Say which indicators have no row, of which all stays, that a file is new, and what is open."""
        origin, name, content = self.filled.origin, self.place.name, self.change and self.change.after.content
        tags = {**(self.known or {}), **self.merged.changes}.get(_TAGS)
        asked_of = self.of.subject.tags if self.of else [str(each) for each in as_items(tags)]
        rated = rated_of(self.framework.dimensions, asked_of)
        what = "replies" if self.filled.is_reply else "ratings"
        if missing := [each.id for each in rated if (what, each.id) not in self.filled.places]:
            yield remark("no-rows", ids=listing(missing))
        mark = content or (self.loaded.content if self.loaded else None)
        if isinstance(mark, Mark) and mark.is_draft:
            yield remark("draft-of-mark", self.filled.place_of(("stage",)))
        if self._is_new and origin == name:
            yield remark("made-anew", name=name)
        elif self._is_new and origin:
            yield remark("new-draft", name=name, origin=origin)
        settled = content if DECIDER in self.filled.values and isinstance(content, Assessment) else None
        if settled and (left := self._review(settled).unsettled):
            yield remark("still-open", ids=listing(left))

    def _refusal(self, name: str, /, *field: str, **words: object) -> _RefusedError:
        return _RefusedError(remark(name, self.filled.place_of(field), **words))

    @property
    def _is_new(self) -> bool:
        """Whether this begins an assessment."""
        return self.before is None and isinstance(self.place, AssessmentPath)

    # Which assessment

    @cached_property
    def place(self) -> AssessmentPath | ReviewPath | FrameworkPath:
        return self._find_place(self.filled.text("subject", "id"), self._day())

    def _find_place(self, subject: str, day: str) -> AssessmentPath:
        named, origin = self.wishes.target, self.filled.origin
        subject, day = (named.id, named.at or "") if named else (subject, day)
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
    def loaded(self) -> AnyFile | None:
        return None if self.before is None else self._judge(self.before)

    def _judge(self, content: bytes) -> AnyFile:
        return self.project.load(self.project.locate(self.place).holding(content), kind_of(self.place.path))

    # Which framework

    @cached_property
    def framework(self) -> Framework:
        """The framework that both are under; ratings that were made by another are refused."""
        try:
            named = parse_framework_ref(self.filled.text(*FRAMEWORK))
        except FormError:
            raise self._refusal("no-framework-named", "framework") from None
        for each in filter(None, (self.loaded, self._file_of)):
            if each.content is None:
                raise self._refusal("file-has-errors", path=each.path)
        content = self.loaded.content if self.loaded else self.of
        ref = content.framework if isinstance(content, Assessment | Mark) else named
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

    @cached_property
    def _file_of(self) -> AssessmentFile | None:
        """The file of the assessment that a mark or a reply belongs to."""
        place = self.place
        if isinstance(place, AssessmentPath | FrameworkPath):
            return None
        return self.project.load_assessment(self.project.layout.named[place.of])

    @property
    def of(self) -> Assessment | None:
        return self._file_of.content if self._file_of else None

    # What it becomes

    @cached_property
    def document(self) -> Document | None:
        return None if self.before is None else parse_document(self.before)

    @cached_property
    def known(self) -> Mapping[Field, Data] | None:
        return None if self.document is None else read_fields(self.document.data, self.framework)

    @cached_property
    def settled(self) -> FilledForm:
        """What the workbook says, with what it decides of marks and replies as fields like any other."""
        content = self.loaded.content if self.loaded else None
        if DECIDER not in self.filled.values:
            return self.filled
        if not isinstance(content, Assessment):
            raise _RefusedError(remark("nothing-to-mark", self.filled.place_of(ORIGIN), name=self.place.name))
        review, place = self._review(content), self.place
        if isinstance(place, AssessmentPath) and (wrong := self.project.unusable_reviews(place)):
            raise self._refusal("file-has-errors", path=wrong[0].path)
        return settle(self.filled, self.known or {}, review, self.wishes.today)

    def _review(self, content: Assessment) -> Review:
        return self.project.review_of(self.place.name, content, self.framework)

    @cached_property
    def merged(self) -> Merge:
        place = self.place
        name = place.of if isinstance(place, MarkPath) else place.name
        return merge(
            self.settled,
            self.known,
            self.framework,
            knows_base=self.filled.origin == name,
            prefers_workbook=self.wishes.prefers == "workbook",
        )

    @cached_property
    def after(self) -> bytes:
        place = self.place
        if self.document is None:
            return new_file_text(self.project, place.path, self._new_data()).encode("utf-8")
        try:
            return write_fields(self.document, self.merged.changes, self.framework).raw
        except ScorecardError as error:
            raise _RefusedError(CellRemark("", f"{place.path}: {error.message}", error.hint)) from None

    @cached_property
    def change(self) -> FileChange | None:
        if self.after == self.before:
            return None
        after = self._judge(self.after)
        return FileChange(before=self.loaded, after=after, framework=self.framework)

    @cached_property
    def new(self) -> Sequence[Diagnostic]:
        return self.change.new if self.change else ()

    def _new_data(self) -> dict[str, Data]:
        fields: dict[Field, Data] = {each.field: each.after for each in self.merged.taken if each.after}
        fields["kind",] = "assessment"
        fields["framework",] = self.framework.ref
        fields["framework_digest",] = framework_digest(self.framework)
        assert isinstance(self.place, AssessmentPath), "a mark is begun by its assessor"
        fields[_SUBJECT] = self.place.subject
        fields[_DATE] = self.place.date.isoformat()
        if self.filled.origin not in ("", self.place.name):
            fields["stage",] = "draft"
            fields.pop(("corrections",), None)
        return new_data(fields, self.framework)

    # What is said of it, by the cells that it comes from

    def _remark(self, diagnostic: Diagnostic) -> CellRemark:
        number = "SC409" if diagnostic.route[-1:] == ("source",) else diagnostic.code.number
        help = workbook_texts()["advice"].get(number, diagnostic.help)
        return CellRemark(self._place_of(diagnostic.route), diagnostic.message, help)

    def _place_of(self, route: Route) -> str:
        """Return the cell of what stands at a route; of a whole rating that of its level or measurement."""
        if len(route) == 2 and route[0] == "ratings":
            rated = ((*route, key) for key in ("level", "measured"))
            route = next(filter(self.filled.values.get, rated), route)
        return self.filled.place_of(route)


class _MarkPlanner(_Planner):
    """What a workbook makes of a mark, which belongs to an assessment that is there, and is begun by it."""

    @cached_property
    def place(self) -> MarkPath:
        subject, _, day = self.filled.origin.partition("@")
        of, round = self._find_place(subject, day), self.filled.text("round")
        if of.name not in self.project.layout.named:
            raise _RefusedError(remark("nothing-to-mark", self.filled.place_of(ORIGIN), name=of.name))
        for key in ("assessor", "round"):
            if field_key((key,)) in (self.filled.base or {}) and self.filled.is_changed((key,)):
                raise self._refusal("other-mark", key, key=key, said=shown(self.filled.text(key)))
        try:
            number = int(round) if round.isdecimal() and len(round) < 10 else 0
            return find_mark_place(self.project, of, self.filled.text("assessor"), number)
        except UsageError as error:
            place = self.filled.place_of(("assessor",))
            raise _RefusedError(CellRemark(place, error.message, error.hint)) from None

    def _new_data(self) -> dict[str, Data]:
        begun = mark_fields(self.place, self.framework).items()
        return new_data({**{(key,): each for key, each in begun}, **self.merged.changes}, self.framework)


class _ReplyPlanner(_Planner):
    """What a workbook makes of a reply to the ratings that were shown."""

    @cached_property
    def place(self) -> ReplyPath:
        assert self.wishes.reply is not None, "no reply is planned that is not asked for"
        return self.wishes.reply

    @cached_property
    def _asked(self) -> Review:
        asked = self._file_of.scorable if self._file_of else None
        if asked is None or (self.loaded is not None and self.loaded.content is None):
            raise self._refusal("file-has-errors", path=self.place.path)
        return Review(*asked)

    @cached_property
    def framework(self) -> Framework:
        return self._asked.framework

    @cached_property
    def settled(self) -> FilledForm:
        known, received = self.known or {}, self.wishes.received
        by = known.get(("by",)) or self._asked.assessment.subject.name
        values = {("by",): by, ("received",): received, **self.filled.values}
        taken = take_answers(self.filled._replace(values=values), known, self._asked)
        pinned, said = known.get(SHOWN), (self.filled.text(*FRAMEWORK), self.filled.values[SHOWN])
        wanted = self.framework.ref, pinned or shown_digest(self._asked.assessment, self.framework)
        if said != wanted and any(field[0] == "replies" for field in taken.values):
            raise self._refusal("other-shown", "shown", name=self.place.path if pinned else self.place.of)
        return taken

    def _new_data(self) -> dict[str, Data]:
        begun: dict[Field, Data] = {("kind",): "reply", ("of",): self.place.of}
        return new_data({**begun, **self.merged.changes}, self.framework)


class _StructurePlanner(_Planner):
    """What a workbook makes of a framework, or which new one."""

    @cached_property
    def place(self) -> FrameworkPath:
        begins = self.wishes.begins
        place = parse_path(FRAMEWORK_KIND.path(begins["id"]) if begins else self._find_path())
        assert isinstance(place, FrameworkPath), "it is the path of a framework"
        return place

    def _find_path(self) -> str:
        try:
            ref = parse_framework_ref(self.filled.text(*FRAMEWORK))
        except FormError:
            raise self._refusal("no-framework-yet", "framework") from None
        if named := self.wishes.target:
            if named.id != ref.id:
                raise self._refusal("other-target", "framework", ref=ref, name=f"{named.id}@{named.at}")
            ref = FrameworkRef(ref.id, named.at or "")
        if location := self.project.own.find(ref):
            return location.path
        if self.project.find_framework(ref) is not None:
            raise self._refusal("shipped-framework", "framework", ref=ref)
        raise self._refusal("no-framework", "framework", ref=ref, known=self.project.suggest_framework(ref))

    def plan(self) -> Import:
        """Return what the workbook changes; what cannot be read is mended before the rest is looked at."""
        read = self.filled if self.filled.refusals else self.settled
        unread = Import(self.place, self.before, refusals=read.refusals, warnings=read.warnings)
        planned = unread if read.refusals else super().plan()
        return planned._replace(refusals=tuple(said_once(planned.refusals)))

    def _gathered(self, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        return gather(diagnostics)

    def _remark(self, diagnostic: Diagnostic) -> CellRemark:
        said = super()._remark(diagnostic)
        advice = workbook_texts()["structure_advice"]
        return said._replace(help=advice.get(diagnostic.code.number, said.help))

    @cached_property
    def _framework(self) -> Framework | None:
        """The framework as it is; None where one is begun."""
        if self.loaded is None:
            return None
        if not isinstance(self.loaded.good, Framework):
            raise self._refusal("framework-has-errors", "framework", path=self.place.path)
        return self.loaded.good

    @cached_property
    def known(self) -> Mapping[Field, Data] | None:
        return read_framework_fields(self.document.data) if self.document and self._framework else None

    @cached_property
    def settled(self) -> FilledForm:
        known, framework = self.known or {}, self._framework
        filled = settle_ids(self.filled, known)
        before = framework and framework.replaces and self.project.find_content(framework.replaces)
        earlier = {each.id for each in asked_of(before.dimensions)} if before else set()
        values, refusals = dict(filled.values), [*filled.refusals]
        if self.wishes.begins and not refusals and not any(field[0] == "indicators" for field in values):
            raise _RefusedError(remark("no-indicators"))
        for field, id in filled.values.items():
            if framework is None or field[2:] != ("id",) or id in (field[1], None) or field not in known:
                continue
            if self.project.is_assessed(ref := ref_of(framework)):
                words = {"was": field[1], "id": id, "ref": ref, "next": _next_of(ref)}
                refusals.append(remark("renamed-in-use", filled.place_of(field), **words))
            elif field[1] in earlier and not values.get(replaced := (*field[:2], "replaces")):
                values[replaced] = str(field[1])
        return filled._replace(values=values, refusals=tuple(refusals))

    @cached_property
    def merged(self) -> Merge:
        said = self.settled.values.items()
        own = {field: value for field, value in said if field not in (FRAMEWORK, STRUCTURE)}
        filled, prefers = self.settled._replace(values=own), self.wishes.prefers == "workbook"
        changes, left = decide(filled, self.known, knows_base=True, prefers_workbook=prefers)
        return Merge(taken=tuple(changes), left=tuple(left.values()))

    @cached_property
    def after(self) -> bytes:
        if self.document is None:
            return new_file_text(self.project, self.place.path, self._new_data()).encode("utf-8")
        try:
            return write_framework_fields(self.document, self.merged.changes).raw
        except ScorecardError as error:
            raise _RefusedError(CellRemark("", f"{self.place.path}: {error.message}", error.hint)) from None

    def _new_data(self) -> dict[str, Data]:
        own: dict[Field, Data] = {(key,): text for key, text in (self.wishes.begins or {}).items()}
        return new_framework_data({**own, **self.merged.changes})

    @cached_property
    def change(self) -> FileChange | None:
        is_same = self.after == self.before
        return None if is_same else FileChange(before=self.loaded, after=self._judge(self.after))

    def _refusals(self, cells: Sequence[CellRemark], told: Collection[str]) -> Iterator[CellRemark]:
        """Refuse also what would change by what was published."""
        yield from super()._refusals(cells, told)
        was, after = self._framework, self.change.after.content if self.change else None
        if (
            cells
            or not (was and isinstance(after, Framework))
            or framework_digest(was) == framework_digest(after)
        ):
            return
        named, load = self.project.layout.named, self.project.load_assessment
        contents = ((name, load(place).content) for name, place in named.items())
        under = [(name, each) for name, each in contents if each and each.framework == ref_of(was)]
        if names := [name for name, each in under if not each.is_draft]:
            count = "1 final assessment" if len(names) == 1 else f"{len(names)} final assessments"
            words = {"count": count, "names": listing(names), "ref": was.ref, "next": _next_of(ref_of(was))}
            yield remark("judged-otherwise", **words)

    def _missing(self) -> Iterator[CellRemark]:
        """Say what has no row, of which all stays."""
        items = (field for field in self.known or () if field[0] in ITEMS and field[2] == "id")
        if missing := [str(each[1]) for each in items if each[:2] not in self.settled.places]:
            yield remark("no-rows-of-items", ids=listing(missing))

    @cached_property
    def _fields_by_route(self) -> Mapping[Route, Field]:
        ids = {value: field[1] for field, value in self.settled.values.items() if field[2:] == ("id",)}
        items = find_items(parse_document(self.after).data)
        return {each.route: (each.kind, ids.get(each.id, each.id)) for each in items}

    def _place_of(self, route: Route) -> str:
        """Return the cell of what stands at a route, where dimensions and indicators are numbered."""
        for end in range(len(route), 0, -1):
            if (item := self._fields_by_route.get(route[:end])) is not None:
                return self.settled.place_of((*item, *route[end:]))
        return self.settled.place_of(route)


def _next_of(ref: FrameworkRef) -> FrameworkRef:
    return FrameworkRef(ref.id, next_version(ref.version))
