"""What a workbook in which a subject replied makes of its reply, answer by answer; nothing is written.

What they say is kept as it stands in its cell. What can be meant in two ways is refused by its cell, and so
is what another file would lose.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from scorecard.diagnostics import Diagnostic, Route
from scorecard.directions import unmarked
from scorecard.editing.yaml_patch import change_of, patch
from scorecard.errors import ScorecardError
from scorecard.files.folder import UnreadableError
from scorecard.model.digest import shown_digest
from scorecard.model.file_names import AssessmentPath, ReplyPath
from scorecard.model.keys import names_of
from scorecard.model.kinds import REPLY
from scorecard.model.lexical import FormError, listing, parse_number, shown
from scorecard.model.reply import Reply, ReplyAnswer
from scorecard.project.library import Project
from scorecard.project.loader import File
from scorecard.project.rated_file import find_review_place, new_file_text
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data, as_mapping, in_order, value_at
from scorecard.reviewing.review import Review
from scorecard.rules.reviews import dispute_not_decided
from scorecard.spreadsheet.archive import WorkbookError
from scorecard.spreadsheet.cells import read_workbook
from scorecard.spreadsheet.columns import FRAMEWORK, SHOWN
from scorecard.spreadsheet.form import read_reply_form
from scorecard.spreadsheet.merge import CellRemark, FilledForm, find_meant, remark, value_words
from scorecard.views.letter import proposals
from scorecard.views.words import english as say


class ReplyFile(NamedTuple):
    """Where a reply stands, or will, and what stands there now; None where nothing does."""

    place: ReplyPath
    before: bytes | None
    file: File[Reply] | None

    @property
    def reply(self) -> Reply | None:
        return self.file.content if self.file else None


class ReplyChange(NamedTuple):
    """What becomes of a reply: its text, None where that stays, and what it says then."""

    after: bytes | None = None
    reply: Reply | None = None
    refusals: tuple[CellRemark, ...] = ()
    warnings: tuple[CellRemark, ...] = ()


def find_reply(project: Project, of: AssessmentPath, word: str | None = None) -> ReplyFile:
    """Return the reply to an assessment, of several the one with a word; or where it will stand."""
    place = find_review_place(project, of, REPLY.name if word is None else f"{REPLY.name}-{word}")
    assert isinstance(place, ReplyPath), "an assessment has such a name, and so has a word"
    if place not in project.layout.reviews.get(of.name, ()):
        return ReplyFile(place, None, None)
    try:
        before = project.tree.read(place.path)
    except UnreadableError as error:
        raise ScorecardError(f"{place.path}: {error.finding.message}", hint=error.finding.help) from None
    return ReplyFile(place, before, project.load(project.locate(place), REPLY))


def write_reply(project: Project, file: ReplyFile, edits: Mapping[Route, Data], review: Review) -> bytes:
    """Return a reply's text with some things in it said anew, the rest as it stands; a new one from these."""
    if file.before is not None:
        order: dict[Route, tuple[str, ...]] = {(): names_of(Reply), ("replies",): tuple(review.indicators)}
        return patch(parse_document(file.before), edits, order=lambda route: order.get(route, ())).raw
    said: dict[Route, Data] = {("kind",): REPLY.name, ("of",): file.place.of, **edits}
    data = as_mapping(change_of(said).applied({}))
    ordered = {key: data[key] for key in in_order(data, names_of(Reply))}
    return new_file_text(project, file.place.path, ordered).encode()


def plan_reply(
    raw: bytes, project: Project, file: ReplyFile, review: Review, *, received: str | None, force: bool
) -> ReplyChange:
    """Return what a workbook makes of a reply; by `force` its answers stand where others did."""
    try:
        filled = read_reply_form(read_workbook(raw))
    except WorkbookError as error:
        return ReplyChange(refusals=(CellRemark("", error.message, error.hint),))
    if not filled.places:
        return ReplyChange(refusals=filled.refusals, warnings=filled.warnings)
    return _ReplyPlanner(filled, project, file, review, received, force).plan()


@dataclass(frozen=True)
class _ReplyPlanner:
    filled: FilledForm
    project: Project
    file: ReplyFile
    review: Review
    received: str | None
    force: bool

    def plan(self) -> ReplyChange:
        found = [*self.filled.refusals, *self._other()] or [*self._unclear()]
        edits = {} if found else self._edits()
        found += [] if self.force else self._lost(edits)
        if found:
            return ReplyChange(refusals=tuple(dict.fromkeys(found)), warnings=self.filled.warnings)
        try:
            after = write_reply(self.project, self.file, edits, self.review)
        except ScorecardError as error:
            return ReplyChange(refusals=(CellRemark("", f"{self._path}: {error.message}", error.hint),))
        judged = self.project.load(self.project.locate(self.file.place).holding(after), REPLY)
        told = [each for each in judged.diagnostics if each.code is not dispute_not_decided.code]
        refusals = tuple(self._remark(each) for each in told if each.is_error)
        warnings = (self._remark(each) for each in told if not each.is_error)
        return ReplyChange(
            after=None if refusals or after == self.file.before else after,
            reply=judged.content,
            refusals=refusals,
            warnings=(*self.filled.warnings, *warnings),
        )

    @property
    def _path(self) -> str:
        return self.file.place.path

    def _said(self, id: str, key: str) -> str:
        return self.filled.text("replies", id, key)

    def _refusal(self, name: str, id: str, key: str, /, **words: object) -> CellRemark:
        return remark(name, self.filled.place_of(("replies", id, key)), id=id, **words)

    def _remark(self, found: Diagnostic) -> CellRemark:
        route = SHOWN if found.route[:1] == ("shown",) else found.route
        return CellRemark(self.filled.place_of(route), found.message, found.help)

    # Whether it is the one that is meant

    def _other(self) -> Iterator[CellRemark]:
        filled, name, known = self.filled, self.file.place.name, self.file.reply
        framework = self.review.framework
        if filled.origin != name:
            yield remark(
                "other-reply", filled.place_of(("workbook", "file")), origin=filled.origin, name=name
            )
        elif filled.text(*FRAMEWORK) != framework.ref:
            named = filled.text(*FRAMEWORK)
            yield remark("other-yardstick", filled.place_of(FRAMEWORK), named=named, ref=framework.ref)
        elif known is not None and known.shown is not None:
            if filled.text(*SHOWN) != known.shown:
                yield remark("other-shown", filled.place_of(SHOWN), path=self._path)
        elif filled.text(*SHOWN) != shown_digest(self.review.assessment, framework):
            yield remark("shown-no-more", filled.place_of(SHOWN))

    # What is answered

    @cached_property
    def answered(self) -> list[str]:
        """The indicators of which something is said, in reading order, then those that are not known."""
        said = {
            str(field[1]) for field, value in self.filled.values.items() if field[0] == "replies" and value
        }
        return in_order(said, self.review.indicators)

    def _unclear(self) -> Iterator[CellRemark]:
        """Yield what cannot be taken as it is, by its cell."""
        if not self.answered and not self.filled.text("text"):
            yield remark("nothing-answered")
        if not self.filled.text("by") and not (self.file.reply and self.file.reply.by):
            yield remark("nobody-replies", self.filled.place_of(("by",)))
        for id in self.answered:
            if id not in self.review.indicators:
                yield remark("not-shown", self.filled.place_of(("replies", id)), id=shown(id))
                continue
            answer, proposes = self._said(id, "answer"), self._said(id, "proposes")
            known = listing([f'"{each}"' for each in say.ANSWERS.values()])
            if not answer:
                yield self._refusal("no-answer", id, "answer", known=known)
            elif self._answer(id) is None:
                yield self._refusal("unknown-answer", id, "answer", value=shown(answer), known=known)
            elif self._answer(id) is ReplyAnswer.ACCEPTS and proposes:
                yield self._refusal("accepts-and-proposes", id, "proposes")
            elif self._answer(id) is ReplyAnswer.NO_COMMENT and len(self._cells(id)) > 1:
                yield self._refusal("comments-all-the-same", id, "answer")
            if proposes and isinstance(told := self._proposal(id), CellRemark):
                yield told
            if self._said(id, "locator") and not self._said(id, "evidence"):
                yield self._refusal("place-in-nothing", id, "evidence")

    def _cells(self, id: str) -> list[str]:
        keys = ("answer", "proposes", "text", "evidence", "locator")
        return [key for key in keys if self._said(id, key)]

    def _answer(self, id: str) -> ReplyAnswer | None:
        meant = find_meant(self._said(id, "answer"), say.ANSWERS)
        return None if meant is None else ReplyAnswer(meant)

    def _proposal(self, id: str) -> str | CellRemark:
        """Return the level or the measurement that is proposed, or why that cannot be told."""
        said, indicator = self._said(id, "proposes"), self.review.indicators[id]
        words = {each: unmarked(word) for word, each in proposals(indicator, self.review.framework).items()}
        if (meant := find_meant(said, words)) is not None:
            return meant
        if indicator.measure is None:
            value, known = shown(said), listing([*words.values()])
            return self._refusal("unknown-proposal", id, "proposes", value=value, known=known)
        try:
            parse_number(said, indicator.unit)
        except FormError as error:
            place = self.filled.place_of(("replies", id, "proposes"))
            return CellRemark(place, f"{id}: {error.message}", error.help)
        return said

    # What becomes of the reply

    def _edits(self) -> dict[Route, Data]:
        known = as_mapping(parse_document(self.file.before).data) if self.file.before else {}
        filled, edits = self.filled, dict[Route, Data]()
        for key in ("by", "invited", "due", "text"):
            said = filled.text(key)
            if said and (key in ("by", "text") or not known.get(key)):
                edits[key,] = said
        if self.received:
            edits["received",] = self.received
        edits["shown",] = filled.text(*SHOWN)
        sources: dict[str, str] = {}
        for id in self.answered:
            comment: dict[str, Data] = {"answer": self._answer(id)}
            comment |= {"proposes": str(self._proposal(id))} if self._said(id, "proposes") else {}
            comment |= {"text": self._said(id, "text")} if self._said(id, "text") else {}
            if document := self._said(id, "evidence"):
                place = {"locator": self._said(id, "locator")} if self._said(id, "locator") else {}
                comment["evidence"] = {"source": self._source(document, sources, known), **place}
            edits["replies", id] = comment
        for key, title in sources.items():
            edits["sources", key] = {"title": title}
        return {route: value for route, value in edits.items() if value_at(known, route) != value}

    def _source(self, document: str, new: dict[str, str], known: Mapping[str, Data]) -> str:
        """Return the key of a document: of a known source that is called so, else of one to be added."""
        own = as_mapping(known.get("sources"))
        others = {**self.review.framework.sources, **self.review.assessment.sources}
        titles: dict[str, Data] = {key: each.title for key, each in others.items()}
        titles |= {key: as_mapping(each).get("title") for key, each in own.items()} | new
        found = next((key for key, title in titles.items() if document in (title, key)), None)
        if found is None:
            numbers = (f"reply-{number}" for number in range(1, len(titles) + 2))
            found = next(key for key in numbers if key not in titles)
            new[found] = document
        return found

    def _lost(self, edits: Mapping[Route, Data]) -> Iterator[CellRemark]:
        """Yield what the reply says already, and the workbook says otherwise."""
        data = parse_document(self.file.before).data if self.file.before else {}
        for route, value in edits.items():
            there = value_at(data, route)
            if there and route[0] in ("replies", "text", "received"):
                words = {"what": route[-1], "here": value_words(value), "there": value_words(there)}
                place = self.filled.place_of((*route, "answer") if route[0] == "replies" else route)
                yield remark("answered-otherwise", place, path=self._path, **words)
