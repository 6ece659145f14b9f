"""The way through the questions as reports: other steps, prompts, help, the end, a file that has changed."""

from collections.abc import Iterator, Sequence

from scorecard.assessment import Assessment, Confidence, Stage
from scorecard.digest import framework_digest
from scorecard.framework import Status
from scorecard.recording import Command, Session, Step, standings
from scorecard.recording.answers import (
    Answer,
    Standing,
    has_error,
    judge,
    known_sources,
    read_recorded,
    stage_of,
)
from scorecard.recording.choices import NEW_SOURCE, Choice, keys_words, taken_letters
from scorecard.report import Block, Cell, Facts, Items, Prose, Report
from scorecard.results import Counts
from scorecard.source import listing
from scorecard.views import counts_words, source_words
from scorecard.views.questions import Earlier, beginning, choice_blocks, now_cell, question_view
from scorecard.views.scorecards import STALE_PIN

MOST_SOURCES = 12

_COMMANDS = {
    Command.HELP: "this help",
    Command.CONFIRM: "confirm what was carried over from an earlier assessment",
    Command.SKIP: "skip this one for now",
    Command.BACK: "go back to the one before",
    Command.GO: "go to another one, such as g 1.4",
    Command.UNDO: "take the last answer back, in the file too",
    Command.EDIT: "write the rationale in your editor",
    Command.MORE: "more: confidence, recommendation, further evidence",
    Command.LEAVE: "leave; all answers are saved",
}


def step_view(session: Session, earlier: Earlier | None, came_from: Step | None) -> Report | None:
    """Return what is shown before a step is asked; None where the prompt says it all."""
    if session.pending is not None:
        return _change_view(session, session.pending)
    match session.step:
        case Step.LEVEL:
            return question_view(session, earlier)
        case Step.SOURCE if came_from is not Step.NOTE:
            return _sources_view(session, shows_all=False)
        case Step.MORE:
            return _more_view(session)
        case Step.CONFIDENCE:
            pairs = [(str(number), Cell(each.value)) for number, each in enumerate(Confidence, 1)]
            return Report("How sure is this rating?", (Facts((*pairs, ("4", Cell("not said")))),))
        case Step.END:
            return _end_view(session)
        case _:
            return None


def opening_view(session: Session, assessment: Assessment, path: str) -> Report:
    """Return what is said first: which file this is, and how far it has come."""
    framework = session.framework
    found = standings(session)
    complete = sum(standing is Standing.COMPLETE for _, standing in found)
    stage = "DRAFT, not published" if stage_of(session.data) is Stage.DRAFT else "final"
    facts = [
        ("File", Cell(path)),
        ("Framework", Cell(f"{framework.title} ({framework.ref})")),
        ("Stage", Cell(stage)),
        ("Complete", Cell(f"{complete} of {len(found)}")),
    ]
    if assessment.framework_digest not in (None, framework_digest(framework)):
        facts.append(("Warning", Cell(f"the framework has changed since {STALE_PIN}")))
    told = Prose("Every answer is saved at once. ? shows what can be typed, q leaves.")
    return Report(f"{assessment.subject.name}, {assessment.date}", (Facts(tuple(facts)), told))


# Other steps ------------------------------------------------------------------------------------


def _sources_view(session: Session, *, shows_all: bool) -> Report:
    """Return the sources that can be cited; of many those of the assessment and of the indicator."""
    sources, choices = known_sources(session.framework, session.data), session.choices
    shown: Sequence[Choice] = choices
    if not shows_all and len(choices) > MOST_SOURCES:
        own = [each for each in choices if each.value not in session.framework.sources]
        near = {each.value for each in own[-MOST_SOURCES:]} | set(session.indicator.sources)
        shown = [each for each in choices if each.value in near]
    pairs = []
    for each in shown:
        words = source_words(sources[each.value]) if shows_all else each.label
        pairs.append((each.key, Cell(words if each.key == each.value else f"{each.value}: {words}")))
    new = f"/{NEW_SOURCE}" if NEW_SOURCE in taken_letters(choices) else NEW_SOURCE
    pairs.append((new, Cell("a new source")))
    if len(shown) < len(choices):
        pairs.append(("?", Cell(f"all {len(choices)} sources")))
    return Report("Evidence: where can this be checked?", (Facts(tuple(pairs)),))


def _more_view(session: Session) -> Report:
    recorded = session.recorded
    recommendation = beginning(recorded.recommendation, 60) if recorded.recommendation else "none"
    pairs = (
        ("1", Cell(f"confidence, now {recorded.confidence or 'not said'}")),
        ("2", Cell(f"recommendation: what would change the rating; now {recommendation}")),
        ("3", Cell(f"evidence, now {len(recorded.evidence)}")),
    )
    return Report("What else?", (Facts(pairs),))


def _end_view(session: Session) -> Report:
    blocks = list(_summary_blocks(session))
    if session.can_be_final:
        choices = (("1", Cell("make it final, so that it counts")), ("2", Cell("leave it a draft")))
        blocks.append(Facts(choices))
    is_complete = all(standing is Standing.COMPLETE for _, standing in standings(session))
    return Report("All is complete" if is_complete else "That was the last one", tuple(blocks))


def summary_view(session: Session) -> Report:
    """Return how far a file has come."""
    return Report("All answers are saved", tuple(_summary_blocks(session)))


def _summary_blocks(session: Session) -> Iterator[Block]:
    framework = session.framework
    found = standings(session)
    recorded = {each.id: read_recorded(session.data, each) for each, _ in found}
    judged = [judge(framework, each, recorded[each.id]) for each, _ in found]
    statuses = [status for _, status in filter(None, judged)]
    counts = Counts(
        passed=statuses.count(Status.PASS),
        partial=statuses.count(Status.PARTIAL),
        failed=statuses.count(Status.FAIL),
        not_rated=statuses.count(Status.NOT_RATED),
        not_applicable=statuses.count(Status.NOT_APPLICABLE),
    )
    complete = sum(standing is Standing.COMPLETE for _, standing in found)
    facts = [("Complete", Cell(f"{complete} of {len(found)}"))]
    facts.append(("Ratings", Cell(counts_words(counts))))
    for standing in Standing:
        ids = [each.id for each, its in found if its is standing]
        if ids and standing is not Standing.COMPLETE:
            facts.append((standing.value.capitalize(), Cell(listing(ids))))
    yield Facts(tuple(facts))
    errors = [each.id for each, _ in found if has_error(framework, each, recorded[each.id])]
    if errors:
        yield Prose(
            f"Until {listing(errors)} has what it needs, the file is not scored: that is an error in it."
        )


# When the file on disk has changed ---------------------------------------------------------------


def _change_view(session: Session, answer: Answer) -> Report:
    blocks: list[Block] = [
        Prose("Somebody else has changed the file since it was read. Nothing was overwritten."),
        Items(tuple(answer_words(answer)), label="Your answer, which is not written yet"),
    ]
    if answer.indicator is not None:
        recorded = read_recorded(session.data, answer.indicator)
        blocks.append(Facts((("Now in the file", now_cell(session.framework, answer.indicator, recorded)),)))
        if recorded.rationale:
            blocks.append(Prose(recorded.rationale, label="Rationale in the file"))
    choices = (
        ("1", Cell("write your answer into the file as it is now")),
        ("2", Cell("leave the file as it is, without your answer")),
    )
    return Report("The file has changed", (*blocks, Facts(choices)))


def answer_words(answer: Answer) -> Iterator[str]:
    """Say an answer, so that nothing typed is lost where it cannot be written."""
    place = f"{answer.indicator.id} " if answer.indicator is not None else ""
    for key, value in answer.fields.items():
        if value is not None:
            yield f"{place}{key}: {value}"
    if answer.fields and not any(answer.fields.values()):
        yield f"{place}{' and '.join(answer.fields)} taken out"
    for each in answer.evidence:
        yield f"{place}evidence: {', '.join(f'{key} {value}' for key, value in each.items())}"
    if answer.source is not None:
        key, fields = answer.source
        yield f"source {key}: {', '.join(fields.values())}"
    if answer.stage is not None:
        yield f"stage: {answer.stage.value}"


# Help -------------------------------------------------------------------------------------------


def help_view(session: Session) -> Report:
    """Return all that can be typed, and the whole guidance and every source where they are asked about."""
    if session.step is Step.END:
        return Report("Help", (_command_facts(session),))
    if session.step is Step.SOURCE:
        view = _sources_view(session, shows_all=True)
        return Report(view.title, (*view.blocks, _command_facts(session)))
    indicator = session.indicator
    blocks: list[Block] = [Prose(indicator.requirement, label="Requirement")]
    if indicator.guidance:
        blocks.append(Prose(indicator.guidance, label="Guidance"))
    if session.step is Step.LEVEL:
        blocks += [*choice_blocks(session), Prose("A level's id or label can be typed in full too.")]
    return Report(f"Help: {indicator.id} {indicator.title}", (*blocks, _command_facts(session)))


def _command_facts(session: Session) -> Facts:
    taken = taken_letters(session.choices)
    return Facts(
        tuple((f"/{each}" if each in taken else each.value, Cell(words)) for each, words in _COMMANDS.items())
    )


def editor_words(session: Session) -> str:
    """Say in an editor what is written there: below a line under which all is cut off."""
    indicator = session.indicator
    lines = [
        "Write the rationale above the line with the scissors; what stands below it is left out.",
        "Save and close to go on. An empty text changes nothing.",
        "",
        f"{indicator.id} {indicator.title}",
        indicator.requirement,
        f"Rated now: {now_cell(session.framework, indicator, session.recorded).text}",
    ]
    return "\n".join(lines)


# Prompts ----------------------------------------------------------------------------------------

_PROMPTS = {
    Step.KEY: "Key of the source, such as plan-2021",
    Step.TITLE: "Its title",
    Step.URL: "Its address on the web, if any",
    Step.DATE: "Its date, such as 2021-03, if known",
    Step.LOCATOR: "Where in it, such as p. 12",
    Step.QUOTE: "The words there, if you quote",
    Step.NOTE: "A note, if any",
    Step.MORE: "1 to 3 (Enter goes back)",
    Step.CONFIDENCE: "1 to 4 (Enter goes back)",
}


def prompt_words(session: Session, came_from: Step | None) -> str:
    """Return what stands before the cursor: short, for narrow terminals."""
    if session.pending is not None:
        return "1 or 2: "
    if session.typed:
        return "… "
    match session.step:
        case Step.LEVEL:
            return _level_prompt(session)
        case Step.RATIONALE:
            return _rationale_prompt(session)
        case Step.RECOMMENDATION:
            return "Recommendation, until an empty line: "
        case Step.SOURCE:
            return _source_prompt(session, is_further=came_from is Step.NOTE)
        case Step.END:
            return "1 or 2: " if session.can_be_final else "Enter leaves, b goes back: "
        case _:
            return f"{_PROMPTS[session.step]}: "


def _level_prompt(session: Session) -> str:
    measure, choices = session.indicator.measure, session.choices
    what = f"Measurement in {measure.unit}" if measure else f"Rating, {keys_words(choices)}"
    if session.recorded.review is not None:
        letter = "/c" if "c" in taken_letters(choices) else "c"
        return f"{what} ({letter} confirms, ? helps): "
    keeps = "" if session.standing in (Standing.NOT_RATED, Standing.WRONG) else "Enter keeps, "
    return f"{what} ({keeps}? helps): "


def _rationale_prompt(session: Session) -> str:
    status = session.judged[1] if session.judged else Status.NOT_RATED
    is_why = status in (Status.NOT_APPLICABLE, Status.NOT_RATED)
    ends = "Enter keeps what is there" if session.recorded.rationale else "an empty line ends it"
    return f"{'Why?' if is_why else 'Rationale'} ({ends}): "


def _source_prompt(session: Session, *, is_further: bool) -> str:
    if session.lacks_evidence:
        return "Source (evidence is needed here): "
    return "Another source (Enter: no more): " if is_further else "Source (Enter for none): "
