"""What several people say of one indicator: its ratings, side by side and in full."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from scorecard.directions import isolated
from scorecard.model.assessment import Rating
from scorecard.model.digest import shown_rating
from scorecard.model.framework import Framework, Indicator
from scorecard.model.keys import PROSE, texts_of
from scorecard.model.lexical import typed_number
from scorecard.model.mark import Mark
from scorecard.model.source import Source
from scorecard.rating.answers import Recorded
from scorecard.reviewing.review import Review, rating_of
from scorecard.views.indicator import evidence_words
from scorecard.views.report import Block, Cell, Tone, facts, items, quoted
from scorecard.views.words import english as say
from scorecard.views.words.standings import label_of, verdict_word


class Saying(NamedTuple):
    """What somebody says of an indicator: in brief, then each text with what it is, and the evidence."""

    who: str
    cell: Cell
    texts: list[tuple[str, str]]
    evidence: list[str]


def sayings(review: Review, indicator: Indicator, *, beside_mark: bool) -> list[Saying]:
    """Return what marks and replies say of an indicator; beside a mark also what the assessment does."""
    told: list[Saying] = []
    if beside_mark and (rating := review.recorded(indicator.id)) != Rating():
        cell = said_cell(review.framework, indicator, rating)
        told.append(_saying(say.ASSESSMENT, cell, rating, review, {}))
    given = review.answers(indicator.id).values()
    told += [mark_saying(review, indicator, mark, rating) for mark, rating, _ in given]
    for reply, comment, _ in review.comments(indicator.id):
        rating = Rating(rationale=comment.text, evidence=comment.evidence)
        shown = shown_rating(indicator, review.assessment)
        is_same = shown.answer == review.recorded(indicator.id).answer
        was = comment.shown or ("" if is_same else said_cell(review.framework, indicator, shown).text)
        whole = say.talk("shown", shown=isolated(was)) if was else "it"
        answer = f"{say.SAYS_OF[comment.answer]} {whole}"
        if comment.proposes is not None:
            proposed = said_cell(review.framework, indicator, rating_of(indicator, comment.proposes)).text
            answer = say.talk("proposes", answer=answer, proposed=proposed)
        told.append(_saying(isolated(reply.by), Cell(answer), rating, review, reply.sources))
    return told


def mark_saying(review: Review, indicator: Indicator, mark: Mark, rating: Rating) -> Saying:
    """Return what a mark says of an indicator."""
    cell = said_cell(review.framework, indicator, rating)
    return _saying(assessor_words(mark), cell, rating, review, mark.sources)


def _saying(who: str, cell: Cell, rating: Rating, review: Review, own: Mapping[str, Source]) -> Saying:
    known = {**review.framework.sources, **review.assessment.sources, **own}
    texts = [(say.label(key).lower(), text) for key, text in texts_of(rating, PROSE)]
    return Saying(who, cell, texts, [evidence_words(each, known) for each in rating.evidence])


def said_blocks(told: Sequence[Saying]) -> Iterator[Block]:
    """Yield what is said of an indicator, side by side and then in full."""
    yield from facts((each.who, each.cell) for each in told)
    for each in told:
        for name, text in each.texts:
            yield quoted(text, say.talk("of-whom", who=each.who, name=name))
        yield from items(each.evidence, say.talk("of-whom", who=each.who, name=say.EVIDENCE.lower()))


def said_cell(framework: Framework, indicator: Indicator, rating: Rating) -> Cell:
    """Say how somebody rates an indicator."""
    measured = None if rating.measured is None else typed_number(rating.measured)
    recorded = Recorded(framework=framework, thing=indicator, level=rating.level, measured=measured)
    return now_cell(recorded)


def assessor_words(mark: Mark) -> str:
    """Say whose a mark is, and in which round, if it is not the first."""
    who = isolated(mark.assessor)
    return who if mark.round == 1 else say.talk("in-round", assessor=who, round=mark.round)


def now_cell(recorded: Recorded) -> Cell:
    """Say how an indicator is rated, be that right or not."""
    judged = recorded.judged
    if judged is None:
        typed = say.listed([text for text in (recorded.level, recorded.measured) if text is not None])
        return Cell(say.talk("no-rating", typed=typed))
    level, status = judged.level, judged.status
    word = verdict_word(status, recorded.framework) if level is None else label_of(level)
    if recorded.measured is not None and judged.indicator.measure is not None:
        word += f": {say.with_minus(recorded.measured)} {isolated(judged.indicator.measure.unit)}"
    return Cell(word, Tone[status.name])
