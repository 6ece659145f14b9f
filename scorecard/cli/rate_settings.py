"""`rate` without questions: what options say, checked as a whole before anything is written."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date

import typer

from scorecard.cli.next_steps import shell_word
from scorecard.cli.output import say, say_error, say_reports, seen_from_here
from scorecard.diagnostics import Diagnostic
from scorecard.errors import UsageError
from scorecard.model.assessment import DIMENSION_KEYS, Rating, Stage
from scorecard.model.framework import Asked, Dimension, Indicator, Status
from scorecard.model.keys import LINE, PROSE, WORD, keys_of
from scorecard.model.lexical import RESERVED_IDS, FormError, closest, listing, shown, suggest
from scorecard.model.source import Source
from scorecard.project.file_change import FileChange
from scorecard.project.rated_file import RatedFile
from scorecard.rating.answers import NO_ASSESSOR, Answer, RatedDocument, RatingProgress, Recorded
from scorecard.rating.turn import read_typed
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data, value_at
from scorecard.views.question import own_score
from scorecard.views.report import Items, Report
from scorecard.views.score_change import turned_verdict

_LACKS = {
    "SC301": "add --rationale with the reason, and set it by itself",
    "SC408": "add --evidence SOURCE or --evidence SOURCE:PLACE, and set it by itself",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the options ask to be written, as they were typed."""

    ratings: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    quote: str | None = None
    stage: str | None = None
    correction: str | None = None

    def check(self) -> None:
        """Refuse options that do not go together, and texts that no file can hold."""
        if (self.texts or self.evidence or self.quote is not None) and len(self.ratings) != 1:
            raise UsageError(
                "--rationale, --evidence, --quote, --confidence and --recommendation are about one rating",
                hint="give exactly one --set with them",
            )
        if self.correction is not None and not self.ratings and self.stage is None:
            hint = "give --set or --stage with it"
            raise UsageError("--correction is about something that is changed", hint=hint)
        if self.quote is not None and len(self.evidence) != 1:
            raise UsageError("--quote is about one piece of evidence", hint="give exactly one --evidence")
        for option, text in (
            *((f"--{key}", text) for key, text in self.texts.items()),
            ("--quote", self.quote),
            ("--correction", self.correction),
            *(("--evidence", each) for each in self.evidence),
            *(("--set", each) for each in self.ratings),
        ):
            problem = read_typed(text or "")[1]
            if problem:
                raise UsageError(f"{option}: {problem}", hint="take it out")
            if text is not None and not text.strip():
                raise UsageError(f"{option} is empty", hint="write something, or leave it out")


def write_settings(opened: RatedFile, settings: Settings) -> None:
    """Write what the options ask for into the file, and say what was set."""
    before = RatedDocument(framework=opened.framework, document=parse_document(opened.raw), of=opened.of)
    ratings = list(_ratings(settings, before))
    answers = [answer for _, answer in ratings]
    if settings.stage is not None:
        answers.append(Answer.of_stage(Stage(settings.stage)))
    today = str(date.today())
    if settings.correction is not None:
        if before.stage is Stage.DRAFT:
            hint = "this one is a draft: leave it out"
            raise UsageError("--correction is for a final assessment", hint=hint)
        text = read_typed(settings.correction)[0].strip()
        answers.append(Answer.of_correction(before.data, today, text))
    after = replace(before, document=before.patch(*answers))
    change = opened.change(opened.raw, after.raw)
    _check(change, opened.name, {each.id for each, _ in ratings}, is_final=settings.stage == Stage.FINAL)
    if after.raw != opened.raw:
        opened.write(opened.raw, after.raw)
    opened.begin()
    told = [line for each, _ in ratings for line in _told(each, settings, before, after)]
    if settings.stage is not None:
        told.append(f"stage: {_change(before.stage.value, after.stage.value)}")
    if settings.correction is not None:
        told.append(f"correction of {today}: written")
    if settings.stage == Stage.FINAL:
        told += _left_open(after)
    say_reports([Report(seen_from_here(opened.loaded.path, opened.root), (Items(tuple(told)),))])
    for id in change.kept_reasons:
        say(
            f"warning: {id} is rated otherwise now, and its rationale is that of the rating before: "
            "replace it with --rationale TEXT where it no longer holds"
        )
    for id, decision in change.kept_decisions.items():
        by = f" by {decision.by}" if decision.by else ""
        say(
            f"warning: {id} was decided{by}, and is rated otherwise now",
            f"  settle it again: scorecard reconcile {shell_word(opened.name)}; where nothing is open there, "
            "add who decides that under its `decision`",
        )
    for words in turned_verdict(*change.scorecards()):
        say(words)


def _check(change: FileChange, name: str, ids: Set[str], *, is_final: bool) -> None:
    """Refuse errors that are new, in what is set or in what is final, or unsaid changes of what is public."""
    wrong = [each for each in change.errors if each.route[:1] == ("ratings",) and {*each.route[1:2]} & ids]
    wrong += [each for each in change.new_errors if each not in wrong]
    if wrong:
        hint = _LACKS.get(wrong[0].code.number, wrong[0].help)
        raise UsageError(f"nothing was written: {_messages(wrong)}", hint=hint)
    if change.errors and is_final:
        message = f", for it cannot be final yet: {_messages(change.errors)}"
        hint = f"scorecard rate {shell_word(name)} asks for what is missing"
    elif change.uncorrected:
        published = "; ".join(each.words for each in change.uncorrected)
        message = f": this assessment is final, and what was published would change: {published}"
        hint = "say what was wrong: --correction TEXT; readers are shown it"
    else:
        return
    say_error(f"nothing was written{message}", hint)
    raise typer.Exit(1)


def _messages(errors: Sequence[Diagnostic]) -> str:
    return "; ".join(dict.fromkeys(each.message for each in errors))


# Options to answers -----------------------------------------------------------------------------


def _ratings(settings: Settings, document: RatedDocument) -> Iterator[tuple[Asked, Answer]]:
    seen: set[str] = set()
    things = {each.id: each for each in document.things}
    for text in settings.ratings:
        id, equals, value = (part.strip() for part in text.partition("="))
        thing = things.get(id)
        if not value and not isinstance(thing, Dimension) and (thing or not document.find_refusal(id)):
            example = ", such as 1.4=fail" if document.framework.judges else ""
            raise UsageError(f"--set {text} sets nothing", hint=f"write ID=VALUE{example}")
        if thing is None:
            raise _refusal(id, document)
        if id in seen:
            raise UsageError(f"--set {id} is given twice", hint="set each indicator once")
        seen.add(id)
        rated = {} if isinstance(thing, Dimension) else _rated(thing, value, document).fields
        there = document.rating_of(thing)
        is_set_aside = rated and value == Status.NOT_APPLICABLE != there.level
        if is_set_aside and there.rationale and "rationale" not in settings.texts:
            why = f"needs a reason: the one in the file was given for {_rating(there)}"
            raise UsageError(f"--set {id}=not-applicable {why}", hint=_LACKS["SC301"])
        said = _details(settings, document.sources, there)
        if isinstance(thing, Dimension):
            _check_said(thing, said, is_valued=bool(equals))
        details = Answer.of_rating(thing, "rating", said)
        yield thing, replace(details, fields={**rated, **details.fields})


def _details(settings: Settings, sources: Mapping[str, Source], there: Recorded) -> dict[str, Data]:
    found: dict[str, Data] = {key: read_typed(text)[0].strip() for key, text in settings.texts.items()}
    pieces: list[Data] = [dict(each) for each in there.evidence]
    for text in settings.evidence:
        key, _, locator = (part.strip() for part in text.partition(":"))
        if key not in sources:
            raise UsageError(f"--evidence: there is no source {shown(key)}", hint=suggest(key, sources))
        item = {"source": key, "locator": locator, "quote": (settings.quote or "").strip()}
        pieces.append({name: value for name, value in item.items() if value})
    return found | ({"evidence": pieces} if settings.evidence else {})


def _check_said(dimension: Dimension, said: Mapping[str, Data], *, is_valued: bool) -> None:
    wrong = "no value" if is_valued else " and ".join(f"no {key}" for key in said.keys() - DIMENSION_KEYS)
    if wrong or not said:
        raise UsageError(
            f"--set {dimension.id}: it is a dimension, whose result is computed, and is given "
            f"{wrong or 'nothing'}",
            hint=f"write --set {dimension.id} with --rationale, --evidence or --recommendation",
        )


def _refusal(id: str, document: RatedDocument) -> UsageError:
    ref, refusal = document.framework.ref, document.find_refusal(id)
    message = f"there is no indicator {shown(id)} in {ref}"
    hint = suggest(id, [each.id for each in document.indicators])
    if refusal is not None:
        why, is_by_tags = refusal
        message = f"{id} {why} in {ref} and cannot be rated"
        hint = "if that is true of it, write the tag under the subject's `tags`" if is_by_tags else hint
    return UsageError(f"--set: {message}", hint=hint)


def _rated(indicator: Indicator, value: str, document: RatedDocument) -> Answer:
    try:
        return document.parse_rating(indicator, value)
    except FormError as error:
        measure = indicator.measure
        if measure is None or value in RESERVED_IDS:
            raise UsageError(f"--set {indicator.id}: {error.message}", hint=error.help) from None
        close = closest(value, sorted(RESERVED_IDS))
        hint = f"did you mean {close}?" if close else f"in {measure.unit}: {error.help}"
        raise UsageError(f"--set {indicator.id} is measured: {error.message}", hint=hint) from None


# What was set -----------------------------------------------------------------------------------


def _told(thing: Asked, settings: Settings, before: RatedDocument, after: RatedDocument) -> Iterator[str]:
    then, now = before.rating_of(thing), after.rating_of(thing)
    if isinstance(thing, Indicator):
        yield f"{thing.id}: {_change(_rating(then), _rating(now))}"
        if score := own_score(now):
            yield f"{thing.id} score: {score}"
    if then.review is not None and now.review is None:
        yield f"{thing.id}: no longer to be confirmed"
    for key in (*keys_of(Rating, LINE, PROSE), *keys_of(Rating, WORD)):
        if key.name in settings.texts:
            old, new = (each.texts.get(key.name) for each in (then, now))
            said = "written" if old is None else "as before" if old == new else "replaced"
            if key.extent is WORD:
                said = _change(old or "not said", new or "")
            yield f"{thing.id} {key.name}: {said}"
    is_another = (then.level, then.measured) != (now.level, now.measured)
    if is_another and then.evidence:
        yield f"{thing.id}: the evidence is that of the rating before"
    for each in now.evidence[len(then.evidence) :]:
        yield f"{thing.id} evidence: {', '.join(map(str, each.values()))} (added)"


def _left_open(document: RatedDocument) -> Iterator[str]:
    """Yield what is not complete; what a later round of a mark leaves out stands as in the first."""
    is_later = value_at(document.data, ("round",)) not in (None, "1")
    for progress in RatingProgress:
        ids = [each.thing.id for each in document.ratings if each.progress is progress]
        left_out = (RatingProgress.COMPLETE, *[RatingProgress.NOT_RATED] * is_later)
        if ids and progress not in left_out:
            yield f"still {progress}: {listing(ids)}"
    if document.without_reason:
        yield f"without a reason: {listing(document.without_reason)}"
    if not document.names_assessor:
        yield NO_ASSESSOR


def _rating(recorded: Recorded) -> str:
    measure = recorded.thing.measure
    if recorded.measured is not None and measure is not None:
        return f"{recorded.measured} {measure.unit}"
    return recorded.level or recorded.measured or Status.NOT_RATED.value


def _change(before: str, after: str) -> str:
    return f"{before} → {after}" if before != after else f"{after}, as before"
