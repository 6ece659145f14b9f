"""What assessors and the subject said: in numbers, and beside each rating in their words, with decisions."""

from collections.abc import Iterator

from scorecard.directions import isolated
from scorecard.model.assessment import DecisionOn, DecisionOutcome, Evidence, OpenReason, Rating
from scorecard.model.digest import shown_digest, shown_rating
from scorecard.model.framework import Framework, Indicator, Status
from scorecard.model.keys import PROSE, texts_of
from scorecard.model.reply import Comment, ReplyAnswer
from scorecard.reviewing.review import Review, progress_of, rating_of
from scorecard.scoring.scorecard import IndicatorResult, Scorecard
from scorecard.views.indicator import Telling, evidence_words
from scorecard.views.letter import proposals
from scorecard.views.report import Block, Heading, Prose, items, quoted
from scorecard.views.sayings import Saying, assessor_words, mark_saying, said_blocks
from scorecard.views.words import english as say
from scorecard.views.words.standings import in_sentence, rated_nouns, verdict_word


def marked_words(review: Review | None, scorecard: Scorecard, *, is_short: bool = False) -> str:
    """Say how many marked, on how much they agreed, and what became of the rest; nothing where nobody did."""
    if review is None or not review.assessors:
        return ""
    far = progress_of(review)
    is_told = far.total == scorecard.figures.counts.applicable
    noun = "" if is_told else rated_nouns(scorecard.framework, far.total)
    return say.marked(far._asdict(), noun, is_short=is_short)


def reply_sentences(review: Review | None, *, is_news: bool = False) -> Iterator[str]:
    """Say of each reply whether it came, what it disputes, and, unless that `is_news`, what became of it."""
    if review is None:
        return
    for each in review.replies:
        named = {"received": each.received, "closed": each.closed, "invited": each.invited, "due": each.due}
        days = {key: say.day(day) if day else "" for key, day in named.items()}
        outcomes: dict[str, list[str]] = {}
        for id, comment in each.replies.items():
            if comment.answer is ReplyAnswer.DISPUTES and id in review.indicators:
                name = in_sentence(review.indicators[id])
                outcomes.setdefault("" if is_news else _outcome(comment, review, id), []).append(name)
        by = isolated(each.by)
        told = [say.reply_stands(by, days, outcomes if each.has_come else None)]
        is_told = each.has_come and each.shown is not None and not is_news
        if is_told and each.shown != shown_digest(review.assessment, review.framework):
            told.append(say.changed_since_shown(by))
        yield " ".join(told)
    if review.unusable_replies:
        yield say.replies_not_shown(review.unusable_replies)


def _outcome(comment: Comment, review: Review, id: str) -> str:
    """Return what became of what is disputed; what was changed may not be as it was proposed."""
    rating, proposed = review.recorded(id), rating_of(review.indicators[id], comment.proposes).answer
    decisions = rating.decisions(DecisionOn.REPLY)
    if OpenReason.REPLY_DISPUTES in review.reasons(id) or review.is_overtaken(id):
        return "open"
    is_other = decisions[-1].outcome is DecisionOutcome.CHANGED and proposed not in (None, rating.answer)
    return "otherwise" if is_other else decisions[-1].outcome or "decided"


def reply_blocks(review: Review | None) -> Iterator[Block]:
    """Yield under a heading what replies say of the whole, and in which document."""
    if review is None or not any(each.document or each.text for each in review.replies):
        return
    yield Heading(1, say.REPLY)
    for each, stands in zip(review.replies, reply_sentences(review), strict=False):
        yield Prose(stands)
        if each.document:
            sources = {**review.framework.sources, **review.assessment.sources, **each.sources}
            yield from items([evidence_words(Evidence(source=each.document), sources)], say.ANSWERED_IN)
        if each.text:
            yield quoted(each.text, say.in_words_of(isolated(each.by)))


def reviewed_blocks(result: IndicatorResult, telling: Telling) -> Iterator[Block]:
    """Yield what replies say of a rating, before it what marks do if they are told, and what was decided."""
    indicator, framework, review = result.indicator, telling.scorecard.framework, telling.review
    if review is None or indicator.id not in review.indicators:
        return
    if telling.with_marks:
        yield from _mark_blocks(result, review)
    label = say.MARKS_DIFFERED if review.differs(indicator.id) else say.ON_MARKS
    yield from _decision_blocks(result, DecisionOn.MARKS, framework, label)
    reasons = review.reasons(indicator.id) if result.rating.answer else ()
    yield from (Prose(say.UNDECIDED[each], say.DECISION) for each in reasons if each in say.UNDECIDED)
    shown = shown_rating(indicator, review.assessment)
    was = "" if shown.answer == result.rating.answer else proposed_words(indicator, shown.said, framework)
    disputed = list[str]()
    for reply, comment, _ in review.comments(indicator.id):
        by, proposes = isolated(reply.by), proposed_words(indicator, comment.proposes, framework)
        answered = isolated(comment.shown) if comment.shown else was
        yield Prose(say.replied_to(by, comment.answer.value, answered, proposes), say.REPLY)
        disputed += [by] if comment.answer is ReplyAnswer.DISPUTES else []
        if comment.text:
            yield quoted(comment.text, say.in_words_of(by))
        sources = {**telling.scorecard.sources, **reply.sources}
        yield from items((evidence_words(each, sources) for each in comment.evidence), say.they_name(by))
    if disputed:
        undecided = [Prose(say.disputed_still(disputed), say.DECISION)]
        yield from [*_decision_blocks(result, DecisionOn.REPLY, framework, say.DECISION)] or undecided


def review_remarks(result: IndicatorResult, review: Review | None) -> list[str]:
    """Say in few words each that a rating is disputed, left open by marks, or was decided."""
    indicator, rating = result.indicator, result.rating
    if review is None or indicator.id not in review.indicators:
        return []
    reasons = review.reasons(indicator.id)
    found: list[str] = [each for each in reasons if rating.answer or each is OpenReason.REPLY_DISPUTES]
    if rating.decision:
        is_changed = rating.decided(measured=indicator.measure is not None)
        found.append("changed" if is_changed else "decided")
    return [say.REVIEW_REMARKS[each] for each in found]


def claim_blocks(telling: Telling) -> Iterator[Block]:
    """Yield who of those whose marks are told claims to be independent."""
    if telling.with_marks and telling.review and (marks := telling.review.final_marks):
        claims = ([assessor_words(each) for each in marks if each.independent is it] for it in (True, False))
        yield Prose(say.independence(*claims), say.MARKS)


def _mark_blocks(result: IndicatorResult, review: Review) -> Iterator[Block]:
    """Yield each mark of each round; what the rating says too is told once."""
    indicator, own = result.indicator, result.rating
    sayings, reasons = list[Saying](), {text for _, text in texts_of(own, PROSE)}
    for mark in review.final_marks:
        if (rating := rating_of(indicator, mark.ratings.get(indicator.id))) == Rating():
            continue
        told = mark_saying(review, indicator, mark, rating)
        texts = {text for _, text in told.texts}
        if texts and texts <= reasons and rating.evidence == own.evidence:
            same = told.cell._replace(text=say.for_same_reason(told.cell.text))
            told = told._replace(cell=same, texts=[], evidence=[])
        sayings.append(told._replace(who=say.mark_of(told.who)))
    yield from said_blocks(sayings)


def _decision_blocks(
    result: IndicatorResult, on: DecisionOn, framework: Framework, label: str
) -> Iterator[Block]:
    indicator, rating = result.indicator, result.rating
    is_measured = indicator.measure is not None
    changed = [each for each, _ in rating.decided(measured=is_measured)]
    overtaken = rating.overtaken(measured=is_measured)
    for at, each in enumerate(rating.decision):
        if each.on is not on:
            continue
        day = say.day(each.date) if each.date else ""
        then = next((later.from_ for later in rating.decision[at + 1 :] if later.from_), None)
        is_unknown = then is None or each.from_ in (None, Status.NOT_RATED)
        outcome = "" if is_unknown else "changed" if each in changed else "upheld"
        before, after = (
            proposed_words(indicator, said, framework) for said in (each.from_, then or rating.said)
        )
        told = (isolated(each.by or ""), day, each.outcome or outcome, before, after)
        said = say.settled(*told, is_now=then is None, is_overtaken=each in overtaken)
        yield Prose(said, label)
        if each.reason:
            yield Prose(each.reason, say.WHY_DECIDED, is_markdown=True)


def proposed_words(indicator: Indicator, said: str | None, framework: Framework) -> str:
    """Return what a reply or a decision names, a level or a measurement, in the framework's word."""
    words = {id: word for word, id in proposals(indicator, framework).items()}
    words[Status.NOT_RATED.value] = verdict_word(Status.NOT_RATED, framework)
    unit = f" {isolated(indicator.unit)}" if said and indicator.unit and said not in words else ""
    return f"{words.get(said, said)}{unit}" if said else ""
