"""The way through the questions as reports: other steps, prompts, help, the end, a file that has changed."""

from collections.abc import Iterator, Sequence

from scorecard.comparing.dated import AssessmentBefore
from scorecard.directions import isolated
from scorecard.model.assessment import Assessment, Evidence, Rating, Stage
from scorecard.model.framework import Dimension, Indicator, Status
from scorecard.model.keys import PROSE, keys_of, texts_of
from scorecard.model.lexical import listing
from scorecard.model.mark import Mark
from scorecard.model.source import Source
from scorecard.rating.answers import Answer, RatingProgress
from scorecard.rating.choices import DROP, KEEP, NEW_SOURCE, Choice, keys_words
from scorecard.rating.session import Session, Step
from scorecard.rating.turn import Command, suggested_key
from scorecard.reading.plain_data import Data
from scorecard.scoring.scorecard import Counts
from scorecard.views.question import MOST_GUIDANCE, beginning, evidence_blocks, question_view
from scorecard.views.report import Block, Fact, Prose, Report, facts
from scorecard.views.sayings import assessor_words, now_cell
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    counts_words,
    framework_words,
    pin_words,
    source_words,
    subject_name,
)

MOST_SOURCES = 12
_KEYS = {key.name: key for model in (Source, Evidence, Rating) for key in keys_of(model)}

_IN_ORDER = (
    *(Command.HELP, Command.CONFIRM, Command.SKIP, Command.BACK, Command.GO, Command.UNDO, Command.DROP),
    *(Command.EDIT, Command.MORE, Command.LEAVE),
)


def step_view(
    session: Session, earlier: AssessmentBefore | None, came_from: Step | None, *, is_again: bool
) -> Report | None:
    """Return what is shown before a step is asked; None where the prompt says it all."""
    old = session.was is not None and session.recorded.rationale
    match session.step:
        case Step.LEVEL:
            return question_view(session, earlier)
        case Step.RATIONALE if isinstance(session.thing, Dimension) and came_from is None:
            return question_view(session, earlier)
        case Step.RATIONALE if old and came_from in (Step.LEVEL, Step.CORRECTION):
            return _old_reason_view(session)
        case Step.RATIONALE if session.choices and came_from in (Step.LEVEL, Step.CORRECTION):
            return Report(say.talk("why"), tuple(_words_facts(session)))
        case Step.SOURCE if came_from is not Step.DETAIL:
            return _sources_view(session, shows_all=False)
        case Step.MORE:
            return Report(say.talk("more"), tuple(facts(_more_facts(session))))
        case Step.CONFIDENCE:
            said = ((each.key, _sureness(each.value)) for each in session.choices)
            return Report(say.question(_KEYS["confidence"]), tuple(facts(said)))
        case Step.DECIDER:
            return None
        case Step.END:
            return _end_view(session)
        case Step.CORRECTION:
            return _correction_view(session)
        case _ if is_again:
            return Report(_name(session), ())
        case _:
            return None


def _correction_view(session: Session) -> Report:
    title = say.talk("correction")
    if session.held is None:
        return Report(title, (Prose(say.talk("was-changed")),))
    before = [Prose(session.correction, say.talk("says-it"))] if session.correction else []
    return Report(title, (Prose(say.talk("was-wrong")), *before))


def opening_view(session: Session, assessment: Assessment, path: str, mark: Mark | None = None) -> Report:
    """Return what is said first: which file this is, whose mark, and how far it has come."""
    framework, without = session.framework, session.without_reason
    is_draft = session.stage is Stage.DRAFT
    lacking = listing(without) if without else None
    blocks = facts(
        [
            (say.FILE, path),
            (say.talk("marks"), assessor_words(mark) if mark else None),
            (say.FRAMEWORK, framework_words(framework)),
            (say.STAGE, say.UNPUBLISHED if is_draft else say.talk("final")),
            (say.talk("complete"), _complete_words(session)),
            (say.talk("without-a-reason"), lacking),
            (say.WARNING, pin_words(assessment, framework)),
        ]
    )
    if session.settles:
        blocks.append(Prose(say.talk("settles", ids=listing(session.settles))))
    if mark is not None:
        blocks.append(Prose(say.talk("marks-alone" if session.review is None else "marks-beside")))
    elif not is_draft:
        blocks.append(Prose(say.talk("is-final")))
    blocks.append(Prose(say.talk("at-once")))
    return Report(say.who(subject_name(assessment.subject), assessment.date), tuple(blocks))


def _old_reason_view(session: Session) -> Report:
    recorded = session.recorded
    reason = Prose(recorded.rationale or "", label=say.talk("reason-before"))
    count = str(len(recorded.evidence)) if session.has_old_evidence else None
    keeps = Prose(say.talk("replaces", keeps=_keep_words(session)))
    evidence = facts([(say.talk("evidence-so-far"), count)])
    return Report(say.talk("why"), (reason, *evidence, *_words_facts(session), keeps))


def _words_facts(session: Session) -> list[Block]:
    told = ((each.key, say.talk("their-words", who=isolated(each.label))) for each in session.choices)
    return facts(told) if session.step is Step.RATIONALE else []


def _keep_words(session: Session) -> str:
    return say.talk("k-keeps" if session.needs_own_reason else "enter-keeps")


def _sources_view(session: Session, *, shows_all: bool) -> Report:
    choices, is_old = session.choices, session.has_old_evidence
    sources = {**session.sources, **session.offered}
    shown = choices if shows_all else _near_sources(session)
    pairs: list[Fact] = []
    for each in shown:
        words = source_words(sources[each.value]) if shows_all else each.label
        pairs.append((each.key, words if each.key == each.value else f"{each.value}: {words}"))
    drop = session.spelled(DROP)
    pairs += [
        (session.spelled(NEW_SOURCE), say.talk("new-source")),
        (session.spelled(KEEP), say.talk("keep-evidence") if is_old else None),
        (drop, say.talk("drop-evidence") if is_old else None),
        (Command.HELP, say.talk("all-sources", total=len(choices)) if len(shown) < len(choices) else None),
    ]
    blocks = evidence_blocks(session, say.talk("evidence-before" if is_old else "evidence-so-far"))
    if is_old:
        blocks.append(Prose(say.talk("added", drop=drop)))
    if session.recorded.lacks_evidence:
        blocks.append(Prose(say.talk("needed-of-mark" if session.of else "needed")))
    return Report(say.talk("evidence-asked"), (*blocks, *facts(pairs)))


def _near_sources(session: Session) -> Sequence[Choice]:
    choices = session.choices
    if len(choices) <= MOST_SOURCES:
        return choices
    own = [each for each in choices if each.value not in session.framework.sources]
    cited = session.thing.sources if isinstance(session.thing, Indicator) else ()
    near = {*cited, *(each.value for each in own[-MOST_SOURCES:])}
    return [each for each in choices if each.value in near]


def _more_facts(session: Session) -> Iterator[Fact]:
    recorded = session.recorded
    for each in session.choices:
        said = recorded.texts.get(each.value)
        match each.value:
            case "evidence":
                told = say.talk("evidence-now", count=len(recorded.evidence))
            case "confidence":
                told = say.talk("confidence-now", word=_sureness(said))
            case _:
                key, now = _KEYS[each.value], beginning(said or say.NONE, 60)
                told = say.talk("text-now", name=say.label(key).lower(), question=say.question(key), text=now)
        yield each.key, told


def _sureness(word: str | None) -> str:
    return say.talk("not-said") if word in (None, "none") else say.sureness(word)


def _end_view(session: Session) -> Report:
    blocks = list(_summary_blocks(session))
    if session.can_be_final:
        if not session.names_assessor:
            blocks.append(Prose(say.talk("no-assessor")))
        blocks += facts([("1", say.talk("make-final")), ("2", say.talk("leave-draft"))])
    title = "all-answered" if session.without_reason else "all-complete"
    return Report(say.talk(title if session.is_complete else "last-one"), tuple(blocks))


def summary_view(session: Session, *, unsaved: Sequence[str] = ()) -> Report:
    """Return how far a file has come; `unsaved` names answers that could not be written."""
    lost = facts([(say.talk("unsaved"), listing(unsaved) if unsaved else None)])
    return Report(say.talk("not-all-saved" if unsaved else "saved"), (*lost, *_summary_blocks(session)))


def _summary_blocks(session: Session) -> Iterator[Block]:
    ratings = list(map(session.rating_of, session.to_rate))
    ids = {kind: [each.thing.id for each in ratings if each.progress is kind] for kind in RatingProgress}
    del ids[RatingProgress.COMPLETE]
    ids[RatingProgress.LACKS_RATIONALE] = session.without_reason
    counts = counts_words(Counts.of([each.status for each in ratings]).by_status, session.framework)
    open_ones = ((say.talk(kind.replace(" ", "-")), listing(found)) for kind, found in ids.items() if found)
    told = [(say.talk("complete"), _complete_words(session)), (say.talk("progress"), counts)]
    settles = [each.thing.id for each in ratings if each.thing.id in session.open]
    told += [(say.talk("open"), listing(settles))] if settles else []
    yield from facts([*told, *open_ones])
    errors = [each.thing.id for each in ratings if each.has_error]
    if errors:
        yield Prose(say.talk("has-errors", ids=listing(errors)))


def _complete_words(session: Session) -> str | None:
    ids = {each.id for each in session.to_rate}
    complete = [session.is_complete_at(each) for each in session.indicators if each.id in ids]
    return say.talk("of", count=sum(complete), total=len(complete)) if complete else None


def answer_words(answer: Answer) -> Iterator[str]:
    """Say an answer, so that nothing typed is lost where it cannot be written."""
    for field, value in answer.fields.items():
        place = " ".join(map(str, field if field[0] != "ratings" else field[1:]))
        if value:
            records = value if isinstance(value, list) else [value]
            yield f"{place}: {'; '.join(map(_record_words, records))}"
    if not any(answer.fields.values()):
        yield say.talk("taken-out", name=answer.name)


def _record_words(value: Data) -> str:
    pairs = value.items() if isinstance(value, dict) else ()
    return ", ".join(f"{key} {text}" for key, text in pairs) or f"{value}"


# Help -------------------------------------------------------------------------------------------


def help_view(session: Session) -> Report:
    """Return what can be typed, and what was cut short above: the guidance, the sources."""
    more = ", ".join(say.label(key).lower() for key in keys_of(Rating) if key.question)
    known = [each for each in _IN_ORDER if each is not Command.CONFIRM or session.of is None]
    commands = facts((session.spelled(each), say.talk(each.name, more=more)) for each in known)
    if session.step in (Step.END, Step.CORRECTION):
        return Report(say.talk("commands"), tuple(commands))
    if session.step is Step.SOURCE:
        is_cut = len(_near_sources(session)) < len(session.choices)
        view = _sources_view(session, shows_all=True)
        return Report(view.title, (*(view.blocks if is_cut else ()), *commands))
    thing = session.thing
    texts = [(key, text) for key, text in texts_of(thing, PROSE) if key.name != "requirement"]
    blocks = [Prose(text, label=say.label(key)) for key, text in texts if len(text) > MOST_GUIDANCE]
    if session.step is Step.LEVEL:
        measure = session.indicator.measure
        number = "type-number-level" if measure and measure.bands else "type-number-score"
        typed = say.talk(number, unit=isolated(measure.unit)) if measure else say.talk("type-level")
        blocks.append(Prose(typed))
    return Report(say.talk("help", name=_name(session)), (*blocks, *commands))


def _name(session: Session) -> str:
    return f"{session.thing.id} {isolated(session.thing.title)}"


def editor_words(session: Session) -> str:
    """Say in an editor what is written there: below a line under which all is cut off."""
    thing = session.thing
    if isinstance(thing, Dimension):
        return say.in_editor(_name(session), thing.description or "", "")
    return say.in_editor(_name(session), thing.requirement, now_cell(session.recorded).text)


# Prompts ----------------------------------------------------------------------------------------


def prompt_words(session: Session, came_from: Step | None) -> str:
    """Return what stands before the cursor: short, for narrow terminals."""
    if session.typed:
        return "… "
    match session.step:
        case Step.LEVEL:
            return _level_prompt(session)
        case Step.RATIONALE:
            return _rationale_prompt(session)
        case Step.MORE_TEXT:
            return f"{session.asked.replace('_', ' ').capitalize()}, until an empty line: "
        case Step.MORE | Step.CONFIDENCE:
            return f"{keys_words(session.choices)} (Enter goes back): "
        case Step.SOURCE if session.recorded.lacks_evidence:
            return "Source (evidence is needed here): "
        case Step.SOURCE if session.has_old_evidence:
            return "Source (Enter or k keeps the evidence): "
        case Step.SOURCE:
            is_further = came_from is Step.DETAIL
            return "Another source (Enter: no more): " if is_further else "Source (Enter for none): "
        case Step.KEY:
            return f"Its key (Enter: {suggested_key(session)}): "
        case Step.CORRECTION if session.held is not None:
            says = "as above" if session.correction else "not written"
            return f"Correction (Enter: {says}): "
        case Step.CORRECTION:
            return "Correction (Enter for none): "
        case Step.DECIDER:
            return "Who decides? Readers are shown the name: "
        case Step.REASON:
            return "Why is it decided so? (an empty line ends it): "
        case Step.END:
            return "1 or 2: " if session.can_be_final else "Enter leaves, b goes back: "
        case _:
            return f"{_KEYS[session.asked if session.step is Step.DETAIL else session.step].question}: "


def _level_prompt(session: Session) -> str:
    measure = session.indicator.measure
    what = f"Measurement in {isolated(measure.unit)}" if measure else f"Rating, {keys_words(session.choices)}"
    if session.recorded.review is not None:
        return f"{what} ({session.spelled(Command.CONFIRM)} confirms, ? helps): "
    is_open = session.recorded.progress in (RatingProgress.NOT_RATED, RatingProgress.WRONG)
    keeps = "" if is_open else "Enter keeps, "
    if is_open and session.agreed and session.review is not None:
        rating = session.review.given(session.thing.id)
        left = [each for each in session.review.assessors if each not in rating]
        of_some = f"{listing([*rating])}'s" + (f", {listing(left)} did not rate it" if left else "")
        is_of_all = len(rating) == len(session.review.assessors) > 1
        keeps = f"Enter takes {'what all marks say' if is_of_all else of_some}, "
    return f"{what} ({keeps}? helps): "


def _rationale_prompt(session: Session) -> str:
    is_why = session.recorded.status in (None, Status.NOT_APPLICABLE, Status.NOT_RATED)
    ends = _keep_words(session) if session.recorded.rationale else "an empty line ends it"
    if choices := session.choices:
        is_new = not session.recorded.rationale or session.needs_own_reason
        ways = [f"Enter takes {isolated(choices[0].label)}'s words" if is_new else "Enter keeps it"]
        ways += [f"{keys_words(choices)} takes a mark's"] if choices[1:] or not is_new else []
        ways += [_keep_words(session)] if is_new and session.recorded.rationale else []
        return f"Rationale ({', '.join(ways)}; or type it): "
    if isinstance(session.thing, Dimension):
        confirms = f"{Command.CONFIRM} confirms, " if session.recorded.review is not None else ""
        return f"Rationale ({confirms}{ends}): "
    return f"{'Why?' if is_why else 'Rationale'} ({ends}): "
