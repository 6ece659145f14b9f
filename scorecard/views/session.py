"""The way through the questions as reports: other steps, prompts, help, the end, a file that has changed."""

from collections.abc import Iterator, Sequence

from scorecard.comparing.dated import AssessmentBefore
from scorecard.directions import isolated
from scorecard.model.assessment import Assessment, Evidence, Rating, Stage
from scorecard.model.framework import Dimension, Indicator, Status
from scorecard.model.keys import PROSE, keys_of, texts_of
from scorecard.model.lexical import listing
from scorecard.model.source import Source
from scorecard.rating.answers import NO_ASSESSOR, Answer, RatingProgress
from scorecard.rating.choices import DROP, KEEP, MORE_CHOICES, NEW_SOURCE, Choice, keys_words
from scorecard.rating.session import Session, Step
from scorecard.rating.turn import Command, suggested_key
from scorecard.reading.plain_data import Data
from scorecard.scoring.scorecard import Counts
from scorecard.views.question import (
    MOST_GUIDANCE,
    beginning,
    evidence_blocks,
    now_cell,
    question_view,
)
from scorecard.views.report import Block, Fact, Prose, Report, facts
from scorecard.views.words import english as say
from scorecard.views.words.standings import counts_words, framework_words, pin_words, source_words

MOST_SOURCES = 12
_QUESTIONS = {key.name: key.question for model in (Source, Evidence, Rating) for key in keys_of(model)}

_COMMANDS = {
    Command.HELP: "this help",
    Command.CONFIRM: "confirm what was carried over from an earlier assessment",
    Command.SKIP: "skip this one for now",
    Command.BACK: "go back to the one before",
    Command.GO: "go to another one, such as g 1.4; or to a dimension, to say something of it",
    Command.UNDO: "take the last answer back, in the file too, and ask it again",
    Command.DROP: "take a piece of evidence out by its number, such as d 1",
    Command.EDIT: "write the rationale in your editor",
    Command.MORE: f"more: {', '.join(each.label for each in MORE_CHOICES[:-1])}, further evidence",
    Command.LEAVE: "leave; all answers are saved",
}


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
        case Step.SOURCE if came_from is not Step.DETAIL:
            return _sources_view(session, shows_all=False)
        case Step.MORE:
            return Report("What else?", tuple(facts(_more_facts(session))))
        case Step.CONFIDENCE:
            return Report(_QUESTIONS["confidence"], tuple(facts((c.key, c.label) for c in session.choices)))
        case Step.END:
            return _end_view(session)
        case Step.CORRECTION:
            return _correction_view(session)
        case _ if is_again:
            return Report(f"{session.thing.id} {isolated(session.thing.title)}", ())
        case _:
            return None


def _correction_view(session: Session) -> Report:
    if session.held is None:
        said = "This assessment is final, and was changed. Say what was corrected: readers are shown it."
        return Report("Correction", (Prose(said),))
    said = "Say what was wrong: readers are shown it. Your answer is written together with it."
    before = [Prose(session.correction, "Enter, where this says it already")] if session.correction else []
    return Report("Correction", (Prose(said), *before))


def opening_view(session: Session, assessment: Assessment, path: str) -> Report:
    """Return what is said first: which file this is, and how far it has come."""
    framework, without = session.framework, session.without_reason
    is_draft = session.stage is Stage.DRAFT
    blocks = facts(
        [
            ("File", path),
            ("Framework", framework_words(framework)),
            ("Stage", "DRAFT, not published" if is_draft else "final"),
            ("Complete", _complete_words(session)),
            ("Without a reason", listing(without) if without else None),
            ("Warning", pin_words(assessment, framework)),
        ]
    )
    if not is_draft:
        blocks.append(Prose("This assessment is final: where a rating changes, a correction is asked for."))
    blocks.append(Prose("Every answer is saved at once. ? shows what can be typed, q leaves."))
    return Report(f"{isolated(assessment.subject.name)}, {assessment.date}", tuple(blocks))


def _old_reason_view(session: Session) -> Report:
    recorded = session.recorded
    reason = Prose(recorded.rationale or "", label="Reason so far, of the rating before")
    count = str(len(recorded.evidence)) if session.has_old_evidence else None
    keeps = Prose(f"{_keep_words(session)}; what you type replaces it.")
    return Report("Why?", (reason, *facts([("Evidence so far", count)]), keeps))


def _keep_words(session: Session) -> str:
    return "k keeps it" if session.needs_own_reason else "Enter or k keeps it"


def _sources_view(session: Session, *, shows_all: bool) -> Report:
    sources, choices, is_old = session.sources, session.choices, session.has_old_evidence
    shown = choices if shows_all else _near_sources(session)
    pairs: list[Fact] = []
    for each in shown:
        words = source_words(sources[each.value]) if shows_all else each.label
        pairs.append((each.key, words if each.key == each.value else f"{each.value}: {words}"))
    drop = session.spelled(DROP)
    pairs += [
        (session.spelled(NEW_SOURCE), "a new source"),
        (session.spelled(KEEP), "keep the evidence that is there, and add none" if is_old else None),
        (drop, "take out all the evidence that is there" if is_old else None),
        ("?", f"all {len(choices)} sources" if len(shown) < len(choices) else None),
    ]
    blocks = evidence_blocks(session, "Evidence so far" + ", of the rating before" * is_old)
    if is_old:
        added = "A source that you name is added to it"
        blocks.append(Prose(f"{added}; where it speaks for the old rating, {drop} first."))
    if session.recorded.lacks_evidence:
        blocks.append(Prose("Evidence is needed here: without it the assessment cannot be scored."))
    return Report("Evidence: where can this be checked?", (*blocks, *facts(pairs)))


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
    words = {
        "evidence": f"evidence, now {len(recorded.evidence)}",
        "confidence": f"confidence, now {recorded.texts.get('confidence', 'not said')}",
    }
    for each in session.choices:
        now = beginning(recorded.texts.get(each.value, "none"), 60)
        yield each.key, words.get(each.value, f"{each.label}: {_QUESTIONS.get(each.value)}; now {now}")


def _end_view(session: Session) -> Report:
    blocks = list(_summary_blocks(session))
    if session.can_be_final:
        if not session.names_assessor:
            said = f"{NO_ASSESSOR.capitalize()}: write who judged under `assessors` in the file."
            blocks.append(Prose(said))
        blocks += facts([("1", "make it final, so that it counts"), ("2", "leave it a draft")])
    title = "All is answered" if session.without_reason else "All is complete"
    return Report(title if session.is_complete else "That was the last one", tuple(blocks))


def summary_view(session: Session, *, unsaved: Sequence[str] = ()) -> Report:
    """Return how far a file has come; `unsaved` names answers that could not be written."""
    title = "Not all answers are saved" if unsaved else "All answers are saved"
    lost = listing(unsaved) if unsaved else None
    return Report(title, (*facts([("Not saved", lost)]), *_summary_blocks(session)))


def _summary_blocks(session: Session) -> Iterator[Block]:
    ratings = session.ratings
    ids = {kind: [each.thing.id for each in ratings if each.progress is kind] for kind in RatingProgress}
    del ids[RatingProgress.COMPLETE]
    ids[RatingProgress.LACKS_RATIONALE] = session.without_reason
    counts = counts_words(Counts.of([each.status for each in ratings]))
    open_ones = ((kind.capitalize(), listing(found)) for kind, found in ids.items() if found)
    yield from facts([("Complete", _complete_words(session)), ("Ratings", counts), *open_ones])
    errors = [each.thing.id for each in ratings if each.has_error]
    if errors:
        needs = f"Until {listing(errors)} has what it needs"
        yield Prose(f"{needs}, the file is not scored: that is an error in it.")


def _complete_words(session: Session) -> str:
    complete = [session.rating_of(each).progress is RatingProgress.COMPLETE for each in session.indicators]
    return f"{sum(complete)} of {len(complete)}"


def answer_words(answer: Answer) -> Iterator[str]:
    """Say an answer, so that nothing typed is lost where it cannot be written."""
    for field, value in answer.fields.items():
        place = " ".join(map(str, field if field[0] != "ratings" else field[1:]))
        if value:
            records = value if isinstance(value, list) else [value]
            yield f"{place}: {'; '.join(map(_record_words, records))}"
    if not any(answer.fields.values()):
        yield f"{answer.name}: taken out"


def _record_words(value: Data) -> str:
    pairs = value.items() if isinstance(value, dict) else ()
    return ", ".join(f"{key} {text}" for key, text in pairs) or f"{value}"


# Help -------------------------------------------------------------------------------------------


def help_view(session: Session) -> Report:
    """Return what can be typed, and what was cut short above: the guidance, the sources."""
    commands = facts((session.spelled(each), words) for each, words in _COMMANDS.items())
    if session.step in (Step.END, Step.CORRECTION):
        return Report("Help", tuple(commands))
    if session.step is Step.SOURCE:
        is_cut = len(_near_sources(session)) < len(session.choices)
        view = _sources_view(session, shows_all=True)
        return Report(view.title, (*(view.blocks if is_cut else ()), *commands))
    thing = session.thing
    texts = [(key, text) for key, text in texts_of(thing, PROSE) if key.name != "requirement"]
    blocks = [Prose(text, label=say.label(key)) for key, text in texts if len(text) > MOST_GUIDANCE]
    if session.step is Step.LEVEL:
        measure = session.indicator.measure
        number = f"Type the number that was measured, in {isolated(measure.unit)}" if measure else ""
        follows = "level" if measure and measure.bands else "score"
        label = "A level's id or label can be typed in full too."
        blocks.append(Prose(f"{number}: the {follows} follows from it." if measure else label))
    return Report(f"Help: {thing.id} {isolated(thing.title)}", (*blocks, *commands))


def editor_words(session: Session) -> str:
    """Say in an editor what is written there: below a line under which all is cut off."""
    thing, now = session.thing, now_cell(session.recorded).text
    asked = (
        f"{thing.requirement}\nRated now: {now}" if isinstance(thing, Indicator) else thing.description or ""
    )
    return (
        "Write the rationale above the line with the scissors; what stands below it is left out.\n"
        "Save and close to go on. An empty text changes nothing.\n\n"
        f"{thing.id} {isolated(thing.title)}\n{asked}"
    )


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
        case Step.END:
            return "1 or 2: " if session.can_be_final else "Enter leaves, b goes back: "
        case _:
            return f"{_QUESTIONS[session.asked if session.step is Step.DETAIL else session.step]}: "


def _level_prompt(session: Session) -> str:
    measure = session.indicator.measure
    what = f"Measurement in {isolated(measure.unit)}" if measure else f"Rating, {keys_words(session.choices)}"
    if session.recorded.review is not None:
        return f"{what} ({session.spelled(Command.CONFIRM)} confirms, ? helps): "
    is_open = session.recorded.progress in (RatingProgress.NOT_RATED, RatingProgress.WRONG)
    keeps = "" if is_open else "Enter keeps, "
    return f"{what} ({keeps}? helps): "


def _rationale_prompt(session: Session) -> str:
    is_why = session.recorded.status in (None, Status.NOT_APPLICABLE, Status.NOT_RATED)
    ends = _keep_words(session) if session.recorded.rationale else "an empty line ends it"
    if isinstance(session.thing, Dimension):
        confirms = f"{Command.CONFIRM} confirms, " if session.recorded.review is not None else ""
        return f"Rationale ({confirms}{ends}): "
    return f"{'Why?' if is_why else 'Rationale'} ({ends}): "
