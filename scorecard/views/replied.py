"""What a subject said of its ratings, beside them: in its words, marked as its own, with the decision."""

from collections.abc import Iterator, Sequence

from scorecard.directions import isolated
from scorecard.model.assessment import DecisionOn
from scorecard.model.framework import Framework, Indicator, Status
from scorecard.model.reply import Reply, ReplyAnswer
from scorecard.scoring.scorecard import IndicatorResult
from scorecard.views.indicator import Telling, evidence_words
from scorecard.views.letter import proposals
from scorecard.views.report import Block, Prose, facts, items
from scorecard.views.words import english as say
from scorecard.views.words.standings import verdict_word


def reply_blocks(replies: Sequence[Reply]) -> Iterator[Block]:
    """Yield who replied, or was asked and when, and what they say of the whole."""
    for each in replies:
        by = isolated(each.by)
        named = {"received": each.received, "closed": each.closed, "invited": each.invited, "due": each.due}
        days = {key: say.day(day) if day else "" for key, day in named.items()}
        yield from facts([(say.REPLY, say.reply_stands(by, days, has_come=each.has_come))])
        if each.text:
            yield Prose(each.text, say.in_words_of(by), from_file=True)


def replied_blocks(result: IndicatorResult, telling: Telling) -> Iterator[Block]:
    """Yield what replies say of a rating, and what was decided on that."""
    indicator, framework = result.indicator, telling.scorecard.framework
    disputed = False
    for reply in telling.replies:
        if (comment := reply.replies.get(indicator.id)) is None:
            continue
        by, answer = isolated(reply.by), comment.answer
        disputed = disputed or answer is ReplyAnswer.DISPUTES
        proposes = proposed_words(indicator, comment.proposes, framework)
        yield from facts([(say.REPLY, say.replied_to(by, answer.value, proposes))])
        if comment.text:
            yield Prose(comment.text, say.in_words_of(by), from_file=True)
        sources = {**telling.scorecard.sources, **reply.sources}
        yield from items((evidence_words(each, sources) for each in comment.evidence), say.they_name(by))
    decisions = result.rating.decisions(DecisionOn.REPLY) if disputed else ()
    for each in decisions:
        before = proposed_words(indicator, each.from_, framework)
        day = say.day(each.date) if each.date else ""
        words = say.decided_on_reply(isolated(each.by or ""), day, each.outcome or "", before)
        yield from facts([(say.DECISION, words)])
        if each.reason:
            yield Prose(each.reason, say.WHY_DECIDED, is_markdown=True)
    if disputed and not decisions:
        yield from facts([(say.DECISION, say.DISPUTED_STILL)])


def proposed_words(indicator: Indicator, said: str | None, framework: Framework) -> str:
    """Return what a reply or a decision names, a level or a measurement, in the framework's word."""
    words = {id: word for word, id in proposals(indicator, framework).items()}
    words[Status.NOT_RATED.value] = verdict_word(Status.NOT_RATED, framework)
    unit = f" {isolated(indicator.unit)}" if said and indicator.unit and said not in words else ""
    return f"{words.get(said, said)}{unit}" if said else ""
