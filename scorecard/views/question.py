"""A question as a report: what `rate` shows of an indicator before it asks how it is rated."""

from collections.abc import Iterator

from scorecard.comparing.alignment import Link
from scorecard.comparing.dated import AssessmentBefore
from scorecard.directions import isolated
from scorecard.model.assessment import Evidence, Rating
from scorecard.model.framework import EvidencePolicy, Framework, Indicator, Status, dimensions_below
from scorecard.model.keys import PROSE, keys_of, texts_of
from scorecard.model.lexical import typed_number
from scorecard.rating.answers import Recorded
from scorecard.rating.choices import DROP, Choice
from scorecard.rating.session import Session
from scorecard.scoring.scorecard import IndicatorResult
from scorecard.views.framework import bands_blocks
from scorecard.views.indicator import evidence_words, level_cell
from scorecard.views.report import Block, Cell, Fact, Prose, Report, facts, items
from scorecard.views.words import EVIDENCE_WORDS, STATUS_WORDS, listed, named, tone_of

MOST_GUIDANCE = 300


def question_view(session: Session, earlier: AssessmentBefore | None) -> Report:
    """Return an indicator with all that is needed to rate it: what is asked, what is there, what was."""
    framework, indicator, recorded = session.framework, session.indicator, session.recorded
    last_time, result = _last_time(earlier, framework, indicator) if earlier else (None, None)
    review = recorded.review and f"{recorded.review.partition(';')[0]}; c confirms it"
    blocks = facts(_place_facts(framework, indicator))
    for key, text in texts_of(indicator, PROSE):
        is_whole = key.name == "requirement"
        blocks.append(Prose(text if is_whole else beginning(text, MOST_GUIDANCE), label=key.label))
    blocks += facts([("Now", now_cell(recorded)), ("To confirm", review), ("Last time", last_time)])
    for key in keys_of(Rating):
        if key.name in recorded.texts:
            blocks.append(Prose(recorded.texts[key.name], label=f"{key.label} now"))
        elif key.name == "evidence":
            blocks += evidence_blocks(session, f"{key.label} now")
    if result is not None and result.rating.rationale not in (None, recorded.rationale):
        blocks.append(Prose(result.rating.rationale or "", label="Rationale then"))
    blocks += bands_blocks(indicator, framework)
    blocks += facts((each.key, _choice_cell(each)) for each in session.choices)
    title = f"{session.at + 1} of {len(session.indicators)}: {indicator.id} {isolated(indicator.title)}"
    return Report(title, tuple(blocks))


def _place_facts(framework: Framework, indicator: Indicator) -> Iterator[Fact]:
    path = next(
        (*above, dimension)
        for dimension, above in dimensions_below(framework.dimensions)
        if indicator in dimension.indicators
    )
    yield framework.dimension_label, " / ".join(map(named, path))
    policy = framework.evidence_policy(indicator)
    yield "Evidence", None if policy is EvidencePolicy.OPTIONAL else EVIDENCE_WORDS[policy]


def beginning(text: str, most: int) -> str:
    """Return a text, or its beginning up to a word where it is long; then help shows the rest."""
    if len(text) <= most:
        return text
    return f"{text[:most].rpartition(' ')[0] or text[:most]} … (? shows the rest)"


def now_cell(recorded: Recorded) -> Cell:
    """Say how an indicator is rated, be that right or not."""
    judged, indicator = recorded.judged, recorded.indicator
    if judged is None:
        typed = listed([text for text in (recorded.level, recorded.measured) if text is not None])
        return Cell(f"“{typed}” is no valid rating here")
    level, status = judged.level, judged.status
    word = STATUS_WORDS[status] if level is None else level.label or level.id
    if recorded.measured is not None and indicator.measure is not None:
        word += f": {recorded.measured} {isolated(indicator.measure.unit)}"
    return Cell(word, tone_of(status))


def evidence_blocks(session: Session, label: str) -> list[Block]:
    """Return where a rating can be checked, be that right or not, and what takes each piece of it out."""
    letter, sources = session.spelled(DROP), session.sources
    texts = ({key: str(text) for key, text in each.items()} for each in session.recorded.evidence)
    words = (evidence_words(Evidence(**each), sources) for each in texts)
    return items((f"{each} ({letter} {number} takes it out)" for number, each in enumerate(words, 1)), label)


def _choice_cell(choice: Choice) -> Cell:
    """Name an answer: a level by its label, with its status where the label does not say it."""
    if choice.level is None:
        more = ", and why" if choice.value == Status.NOT_RATED else "; needs a reason"
        short = f" (or {choice.short})" if choice.short not in (None, choice.key) else ""
        return Cell(f"{choice.label}{short}{more}")
    status = choice.level.status
    more = "" if choice.label.casefold() == status.value else f": {status.value}"
    return Cell(choice.label + more, tone_of(status))


def _last_time(
    earlier: AssessmentBefore, framework: Framework, indicator: Indicator
) -> tuple[Cell, IndicatorResult | None]:
    """Say how an indicator was rated in the assessment before, and return that, if it was one indicator."""
    then, day = earlier.scorecard, earlier.scorecard.assessment.date
    if earlier.alignment is None:
        return Cell(f"{day}, not to be compared: {earlier.refusal}"), None
    link = next((each for each in earlier.alignment.links if each.after.id == indicator.id), None)
    if link is None or not link.before:
        return Cell(f"{day}: it was not asked then"), None
    results = {each.indicator.id: each for each in then.indicators()}
    found = [results[each.id] for each in link.before]
    remarks = [] if earlier.alignment.broken is None else [f"linked by id alone: {earlier.alignment.broken}"]
    if link.is_comparable:
        return _compared_cell(earlier, framework, link, found[0], remarks), found[0]
    words = listed([f"{each.indicator.id} {level_cell(each, then.framework).text}" for each in found])
    reason = "; ".join([link.reason or "it is not one to one", *remarks])
    cell = Cell(f"{day}, not to be compared ({reason}). Then {words}")
    return cell, found[0] if len(found) == 1 else None


def _compared_cell(
    earlier: AssessmentBefore, framework: Framework, link: Link, result: IndicatorResult, remarks: list[str]
) -> Cell:
    """Say how a comparable indicator was rated; a measurement as it would be rated today."""
    cell = level_cell(result, earlier.scorecard.framework)
    measured, measure = result.rating.measured, link.after.measure
    told = [str(earlier.scorecard.assessment.date)]
    if result.indicator.id != link.after.id:
        told.append(f"as {result.indicator.id}")
    if measured is not None and measure is not None:
        told.append(f"{typed_number(measured)} {isolated(measure.unit)}")
        level = framework.level_of(link.after, measure.level_id(measured))
        today = level.label or level.id
        if today != cell.text:
            told.append(f"by today's bands; {cell.text} then")
            cell = Cell(today, tone_of(level.status))
    told += [link.reason] if link.reason else []
    return Cell(f"{cell.text}: {', '.join([*told, *remarks])}", cell.tone)
