"""A question as a report: what `rate` shows of an indicator or a dimension before it asks about it."""

from collections.abc import Iterator

from scorecard.comparing.alignment import Link
from scorecard.comparing.dated import AssessmentBefore
from scorecard.directions import isolated
from scorecard.model.assessment import Evidence, OpenReason, Rating
from scorecard.model.framework import (
    Asked,
    Dimension,
    EvidencePolicy,
    Framework,
    Indicator,
    Status,
    dimensions_below,
    rated_of,
)
from scorecard.model.keys import PROSE, keys_of, texts_of
from scorecard.model.lexical import typed_number
from scorecard.rating.answers import Recorded
from scorecard.rating.choices import DROP, Choice
from scorecard.rating.session import Session
from scorecard.reviewing.review import Review, said_by
from scorecard.scoring.scorecard import IndicatorResult
from scorecard.views.framework import bands_blocks
from scorecard.views.indicator import evidence_words, level_cell
from scorecard.views.report import Block, Cell, Fact, Prose, Report, Tone, facts, items
from scorecard.views.sayings import now_cell, said_blocks, sayings
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    framework_labels,
    named,
    number_text,
    out_of_words,
    score_text,
)

MOST_GUIDANCE = 300


def question_view(session: Session, earlier: AssessmentBefore | None) -> Report:
    """Return what is asked with all that is needed to answer: what it is about, what is there, what was."""
    framework, thing, recorded = session.framework, session.thing, session.recorded
    last_time, then = _last_time(earlier, framework, thing) if earlier else (None, Rating())
    if isinstance(thing, Dimension):
        title = f"{framework.indicator_label if thing.counts_as else framework.dimension_label} {thing.id}:"
        blocks: list[Block] = [Prose(text) for _, text in texts_of(thing, PROSE)]
        blocks.append(Prose(say.talk("as-a-whole")))
        pairs: list[Fact] = []
    else:
        ids = [each.id for each in session.indicators]
        place = say.talk("of", count=ids.index(thing.id) + 1, total=len(ids))
        title = f"{place}: {thing.id}"
        blocks = facts(_place_facts(session))
        for key, text in texts_of(thing, PROSE):
            is_whole = key.name == "requirement"
            blocks.append(Prose(text if is_whole else beginning(text, MOST_GUIDANCE), label=say.label(key)))
        pairs = [(say.talk("now"), now_cell(recorded)), (say.talk("score"), own_score(recorded))]
        if session.settles and session.now is not None:
            pairs += [(say.talk("open"), open_words(session.now, thing.id) or None)]
    review = say.talk("confirms", review=recorded.review.partition(";")[0]) if recorded.review else None
    blocks += facts([*pairs, (say.talk("to-confirm"), review), (say.talk("last"), last_time)])
    blocks += _recorded_blocks(session)
    if session.review is not None and isinstance(thing, Indicator):
        blocks += said_blocks(sayings(session.review, thing, beside_mark=session.of is not None))
    for key, text in texts_of(then, PROSE):
        is_asked = key.name == "rationale" or isinstance(thing, Dimension)
        if is_asked and text != recorded.texts.get(key.name):
            blocks.append(Prose(text, label=say.talk("text-of-then", name=say.label(key))))
    if isinstance(thing, Indicator):
        blocks += bands_blocks(thing, framework)
    blocks += facts((each.key, _choice_cell(each, framework)) for each in session.choices)
    return Report(f"{title} {isolated(thing.title)}", tuple(blocks))


def open_words(review: Review, id: str) -> str:
    """Say what of an indicator is to be settled; nothing where it is not."""
    if id not in review.unsettled:
        return ""
    is_rated = said_by(review.framework, review.indicators[id], review.recorded(id)) is not None
    names = {} if is_rated else {OpenReason.LEVEL_OF_NOBODY: "not-taken"}
    reasons = [say.talk(names.get(each, each)) for each in review.reasons(id)]
    reasons += [say.talk(OpenReason.REPLY_DISPUTES)] if review.is_overtaken(id) else []
    if review.recorded(id).lacks_decision:
        reasons.append(say.talk("lacks-decision"))
    elif not reasons:
        reasons.append(say.talk("lacks-words"))
    return say.listed(reasons)


def _recorded_blocks(session: Session) -> Iterator[Block]:
    recorded = session.recorded
    for key in keys_of(Rating):
        if key.name in recorded.texts:
            yield Prose(recorded.texts[key.name], label=say.talk("text-of-now", name=say.label(key)))
        elif key.name == "evidence":
            yield from evidence_blocks(session, say.talk("text-of-now", name=say.label(key)))


def _place_facts(session: Session) -> Iterator[Fact]:
    framework, indicator = session.framework, session.indicator
    path = next(
        (*above, dimension)
        for dimension, above in dimensions_below(framework.dimensions)
        if indicator in dimension.indicators
    )
    at = next((at for at, each in enumerate(path) if each.counts_as), len(path))
    yield framework.dimension_label, " / ".join(map(named, path[:at])) or None
    if at < len(path):
        ids = [each.id for each in rated_of(path[at : at + 1], session.tags)]
        whole, part = " / ".join(map(named, path[at:])), isolated(framework.element_label.lower())
        place = say.talk("place", whole=whole, part=part, at=ids.index(indicator.id) + 1, total=len(ids))
        yield framework.indicator_label, place
    policy = framework.evidence_policy(indicator)
    yield say.EVIDENCE, None if policy is EvidencePolicy.OPTIONAL else say.evidence_needed(policy)


def beginning(text: str, most: int) -> str:
    """Return a text, or its beginning up to a word where it is long; then help shows the rest."""
    if len(text) <= most:
        return text
    return say.talk("rest", text=text[:most].rpartition(" ")[0] or text[:most])


def _rated_cell(result: IndicatorResult, framework: Framework) -> Cell:
    """Return a rating without the sign of a score, which may be a digit: here digits are answers."""
    cell = level_cell(result, framework)
    return Cell(cell.text, Tone[result.status.name]) if result.status is Status.UNJUDGED else cell


def own_score(recorded: Recorded) -> str | None:
    """Return the score of a measurement, where it has one of its own that readers are shown."""
    result = recorded.judged
    if result is None or result.score is None or not result.scores_by_points:
        return None
    return f"{score_text(result.score)} {out_of_words()}" if recorded.framework.show_score else None


def evidence_blocks(session: Session, label: str) -> list[Block]:
    """Return where a rating can be checked, be that right or not, and what takes each piece of it out."""
    letter, sources = session.spelled(DROP), session.sources
    texts = ({key: str(text) for key, text in each.items()} for each in session.recorded.evidence)
    words = (evidence_words(Evidence(**each), sources) for each in texts)
    return items(
        (say.talk("takes-out", what=each, command=f"{letter} {at}") for at, each in enumerate(words, 1)),
        label,
    )


def _choice_cell(choice: Choice, framework: Framework) -> Cell:
    if choice.level is None:
        status = Status(choice.value)
        name = say.status(status).lower()
        if choice.short not in (None, choice.key):
            name = say.talk("or", status=name, short=choice.short)
        return Cell(say.talk("left-open" if status is Status.NOT_RATED else "set-aside", status=name))
    status = choice.level.status
    if status is Status.UNJUDGED:
        return Cell(choice.label)
    return Cell(say.means(choice.label, say.became(status, framework_labels(framework))), Tone[status.name])


def _last_time(earlier: AssessmentBefore, framework: Framework, thing: Asked) -> tuple[Cell, Rating]:
    """Say how a thing was rated in the assessment before, and return that, if it was one thing then."""
    then, day, alignment = earlier.scorecard, earlier.scorecard.assessment.date, earlier.alignment
    if alignment is None:
        return Cell(say.talk("not-compared", day=say.day(day), why=earlier.refusal)), Rating()
    remarks = [] if alignment.broken is None else [say.talk("by-id", why=alignment.broken)]
    if isinstance(thing, Dimension):
        old = alignment.dimensions.get(thing.id)
        if old is None:
            return Cell(say.talk("no-counterpart", day=say.day(day))), Rating()
        said = then.assessment.rating(old, measured=False)
        told = ", ".join([say.day(day), *([say.talk("as", id=old)] if old != thing.id else []), *remarks])
        return Cell(told if said != Rating() else say.talk("silent", told=told)), said
    link = next((each for each in alignment.links if each.after.id == thing.id), None)
    if link is None or not link.before:
        return Cell(say.talk("not-asked", day=say.day(day))), Rating()
    results = {each.indicator.id: each for each in then.indicators()}
    found = [results[each.id] for each in link.before]
    if link.is_comparable:
        return _compared_cell(earlier, framework, link, found[0], remarks), found[0].rating
    words = say.listed([f"{each.indicator.id} {level_cell(each, then.framework).text}" for each in found])
    reason = "; ".join([link.reason or say.talk("one-to-one"), *remarks])
    cell = Cell(say.talk("not-compared-then", day=say.day(day), why=reason, then=words))
    return cell, found[0].rating if len(found) == 1 else Rating()


def _compared_cell(
    earlier: AssessmentBefore, framework: Framework, link: Link, result: IndicatorResult, remarks: list[str]
) -> Cell:
    cell = _rated_cell(result, earlier.scorecard.framework)
    measured, measure = result.recorded.measured, link.after.measure
    told = [say.day(earlier.scorecard.assessment.date)]
    if result.indicator.id != link.after.id:
        told.append(say.talk("as", id=result.indicator.id))
    if measured is not None and measure is not None:
        told.append(f"{number_text(measured)} {isolated(measure.unit)}")
        again = Recorded(framework=framework, thing=link.after, measured=typed_number(measured)).judged
        today = _rated_cell(again or result, framework)
        if today.text != cell.text:
            told.append(say.talk("other-bands" if measure.bands else "other-points", then=cell.text))
            cell = today
    told += [link.reason] if link.reason else []
    return Cell(f"{cell.text}: {', '.join([*told, *remarks])}", cell.tone)
