"""Codes SC6xx: marks and replies beside the assessment that they are of, and what of it is open."""

from collections.abc import Iterator
from typing import NamedTuple

from scorecard.diagnostics import Finding, Part, Route, Severity
from scorecard.model.assessment import OpenReason, Rating
from scorecard.model.digest import shown_digest
from scorecard.model.framework import Indicator, Status
from scorecard.model.lexical import FormError, Suggestions, listing, parse_number, shown
from scorecard.model.mark import Mark
from scorecard.model.reply import Comment, Reply, ReplyAnswer
from scorecard.reviewing.review import Review
from scorecard.rules.pair import Pair
from scorecard.rules.rule import Rule, indicator_finding, rule


class MarkInReview(NamedTuple):
    """A mark among what was said of its assessment."""

    mark: Mark
    review: Review


@rule("SC602", "mark-under-another-version", Severity.ERROR)
def mark_under_another_version(among: MarkInReview) -> Iterator[Finding]:
    """A mark was made by another framework, or another version of it, than its assessment."""
    mark, assessment = among.mark, among.review.assessment
    if mark.framework != assessment.framework:
        yield Finding(
            message=f"this is under {mark.framework}, and the assessment under {assessment.framework}",
            help=f"if it was judged by {assessment.framework} write that; otherwise mark anew by it",
            route=("framework",),
        )


@rule("SC610", "undecided-marks", Severity.ERROR)
def undecided_marks(among: MarkInReview) -> Iterator[Finding]:
    """Marks differ, or say otherwise than a final assessment does, and no decision says why."""
    mark, review = among
    for id, reasons in review.open.items() if not review.assessment.is_draft else ():
        marks = review.given(id)
        given = marks.get(mark.assessor)
        if given is None or given.mark.round != mark.round:
            continue
        said = listing([f"{assessor}: {each.rating.said}" for assessor, each in marks.items()])
        if OpenReason.MARKS_DIFFER in reasons:
            words = f": the marks differ ({said}), and nothing is decided"
            help = f"settle it: scorecard reconcile {review.name}"
        elif OpenReason.LEVEL_OF_NOBODY in reasons:
            words = f" is {review.recorded(id).said} in the assessment, and no mark gives it that ({said})"
            help = f"mend the assessment, or settle it: scorecard reconcile {review.name}"
        else:
            continue
        key = "level" if given.rating.measured is None else "measured"
        below = (key,) if isinstance(mark.ratings[id], Rating) else ()
        yield indicator_finding(id, words, help, ("ratings", id, *below))


# Replies ----------------------------------------------------------------------------------------


class ReplyInReview(NamedTuple):
    """A reply among all that was said of its assessment."""

    reply: Reply
    review: Review

    def find(self) -> Iterator[tuple[str, Indicator, Comment]]:
        """Yield what is said of indicators that are judged of the subject."""
        indicators = self.review.indicators
        return ((id, indicators[id], each) for id, each in self.reply.replies.items() if id in indicators)


@rule("SC620", "reply-to-unknown-indicator", Severity.ERROR)
def reply_to_unknown_indicator(among: ReplyInReview) -> Iterator[Finding]:
    """A reply answers to an indicator that the framework does not have."""
    framework, suggestions = among.review.framework, Suggestions()
    known = [each.id for each in framework.indicators()]
    for id in among.reply.replies:
        if id not in known:
            yield Finding(
                message=f"there is no indicator {id} in {framework.ref}",
                help=suggestions.say(id, known),
                route=("replies", id),
                part=Part.KEY,
                about=id,
            )


@rule("SC621", "proposal-no-level", Severity.ERROR)
def proposal_no_level(among: ReplyInReview) -> Iterator[Finding]:
    """A reply proposes what is no level of the indicator's scale, or no measurement."""
    pair, suggestions = Pair(among.review.assessment, among.review.framework), Suggestions()
    for id, indicator, comment in among.find():
        proposed = comment.proposes
        if proposed is not None and (proposed == Status.NOT_RATED or not pair.is_answer(indicator, proposed)):
            answers = pair.answers[pair.framework.scale_name(indicator)]
            help = suggestions.say(proposed, [each for each in answers if each != Status.NOT_RATED])
            if indicator.measure is not None:
                help = "write the measurement that it proposes, a number alone"
                if any(map(str.isdigit, proposed)):
                    try:
                        parse_number(proposed, indicator.measure.unit)
                    except FormError as error:
                        help = error.help
            words = f": {shown(proposed)} is proposed, and is no answer to it"
            yield indicator_finding(id, words, help, ("replies", id, "proposes"))


@rule("SC622", "reply-source-undefined", Severity.ERROR)
def reply_source_undefined(among: ReplyInReview) -> Iterator[Finding]:
    """A reply cites a source that is defined neither in it, nor in its assessment, nor in the framework."""
    reply, review, suggestions = among.reply, among.review, Suggestions()
    known = {**review.framework.sources, **review.assessment.sources, **reply.sources}
    cited: list[tuple[str | None, Route]] = [(reply.document, ("document",))]
    for id, comment in reply.replies.items():
        for at, evidence in enumerate(comment.evidence):
            cited.append((evidence.source, ("replies", id, "evidence", at, "source")))
    for key, route in cited:
        if key is not None and key not in known:
            help = f"add it under `sources:`; {suggestions.say(key, known)}"
            yield Finding(f"the source {key} is not defined", help, route=route, about=key)


@rule("SC623", "not-what-was-shown", Severity.WARNING)
def not_what_was_shown(among: ReplyInReview) -> Iterator[Finding]:
    """A reply answers to ratings that are not those of the assessment, or to what was not asked."""
    reply, review = among.reply, among.review
    if reply.shown is not None and reply.shown != shown_digest(review.assessment, review.framework):
        yield Finding(
            message="the ratings that were shown are not those that the assessment has now",
            help="show them what changed; where their reply changed it, say so in the rating's `decision`",
            route=("shown",),
        )
    for each in review.framework.indicators():
        if each.id in reply.replies and each.id not in review.indicators:
            words = f" is not judged of {review.assessment.subject.id}, so it was not shown"
            yield indicator_finding(each.id, words, "take it out", ("replies", each.id), Part.KEY)


@rule("SC624", "dispute-not-decided", Severity.WARNING)
def dispute_not_decided(among: ReplyInReview) -> Iterator[Finding]:
    """A reply disputes a rating of a final assessment, and no decision says what it is now."""
    for id, _, comment in among.find() if not among.review.assessment.is_draft else ():
        is_open = OpenReason.REPLY_DISPUTES in among.review.reasons(id)
        if comment.answer is ReplyAnswer.DISPUTES and is_open:
            help, route = f"settle it: scorecard reconcile {among.review.name}", ("replies", id, "answer")
            yield indicator_finding(id, " is disputed, and nothing is decided", help, route)


@rule("SC630", "nothing-to-decide", Severity.WARNING)
def nothing_to_decide(review: Review) -> Iterator[Finding]:
    """A decision settles marks that do not differ, or a reply that disputes nothing."""
    for id in review.indicators:
        for at, each in enumerate(review.recorded(id).decision):
            if not review.was_open(id, each.on, each.from_):
                why = {"marks": "no marks differ on it", "reply": "no reply disputes it"}[each.on]
                help = "take the decision out, or add the files under reviews/ that it settles"
                yield indicator_finding(
                    id, f": nothing was open: {why}", help, ("ratings", id, "decision", at, "on")
                )


MARK_RULES: tuple[Rule[MarkInReview], ...] = (mark_under_another_version,)
OPEN_MARK_RULES: tuple[Rule[MarkInReview], ...] = (undecided_marks,)
REPLY_RULES: tuple[Rule[ReplyInReview], ...] = (
    reply_to_unknown_indicator,
    proposal_no_level,
    reply_source_undefined,
    not_what_was_shown,
    dispute_not_decided,
)
DECISION_RULES: tuple[Rule[Review], ...] = (nothing_to_decide,)
