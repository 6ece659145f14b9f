"""Codes SC6xx: marks and replies beside the assessment that they are of, and what of it is open."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from scorecard.diagnostics import Finding, Part, Route, Severity, Span
from scorecard.model.assessment import Rating
from scorecard.model.digest import shown_digest
from scorecard.model.framework import Framework, Indicator, ref_of
from scorecard.model.lexical import Suggestions, listing, shown
from scorecard.model.mark import Mark
from scorecard.model.reply import Comment, Reply, ReplyAnswer
from scorecard.reading.plain_data import Data
from scorecard.reviewing.review import GivenMark, OpenReason, Review
from scorecard.rules.assessment import (
    WRITTEN_RULES,
    AssessmentData,
    bad_source_key,
    source_accessed_before_published,
    unconfirmed_rating,
)
from scorecard.rules.evidence import (
    assessment_before_document,
    digest_changed,
    pins_another,
    unmentioned_indicator,
)
from scorecard.rules.pair import Pair
from scorecard.rules.ratings import PAIR_RULES, tag_written_otherwise
from scorecard.rules.rule import Found, Rule, indicator_finding, rule, run_rules


class OfAssessment(NamedTuple):
    """A mark or a reply, and the name of its assessment, which `is_there` or not."""

    content: Mark | Reply
    of: str
    is_there: bool


@rule("SC601", "assessment-not-found", Severity.ERROR)
def assessment_not_found(reviewed: OfAssessment) -> Iterator[Finding]:
    """A mark or a reply stands in the folder of an assessment that is not there."""
    if not reviewed.is_there:
        subject, _, day = reviewed.of.partition("@")
        yield Finding(
            message=f"there is no assessment {reviewed.of}",
            help=f"mend the folder's name, or begin assessments/{subject}/{day}.yaml: a draft will do",
            route=("of",),
            span=None if reviewed.content.of is not None else Span(),
        )


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


@rule("SC603", "mark-under-another-text", Severity.WARNING)
def mark_under_another_text(among: MarkInReview) -> Iterator[Finding]:
    """The framework no longer says what it did when the mark was made."""
    mark, framework = among.mark, among.review.framework
    if mark.framework == ref_of(framework) and pins_another(mark, framework):
        yield Finding(
            message=f"{framework.ref} has changed since this mark pinned its digest",
            help="let its assessor look at it again, then pin what `scorecard show` prints",
            route=("framework_digest",),
        )


@rule("SC604", "decision-in-a-mark", Severity.ERROR)
def decision_in_a_mark(among: MarkInReview) -> Iterator[Finding]:
    """A mark decides what only the assessment can."""
    for id, entry in among.mark.ratings.items():
        if isinstance(entry, Rating) and entry.decision:
            help = "write it into the assessment, at the rating that it settles"
            yield indicator_finding(
                id, " has a decision in a mark", help, ("ratings", id, "decision"), Part.KEY
            )


# What is open -----------------------------------------------------------------------------------


@rule("SC610", "undecided-marks", Severity.ERROR)
def undecided_marks(among: MarkInReview) -> Iterator[Finding]:
    """Marks differ on an indicator of a final assessment, and no decision says how that was settled."""
    for id, given, others in _open_here(among, OpenReason.MARKS_DIFFER):
        said = _said(others)
        help = "add to the assessment's rating: decision: {on: marks, from: …, by: …, date: …, reason: …}"
        yield indicator_finding(
            id, f": the marks differ ({said}), and nothing is decided", help, *_at(id, given)
        )


@rule("SC611", "level-of-no-mark", Severity.ERROR)
def level_of_no_mark(among: MarkInReview) -> Iterator[Finding]:
    """A final assessment rates an indicator otherwise than every mark, and no decision says why."""
    for id, given, others in _open_here(among, OpenReason.LEVEL_OF_NOBODY):
        now = among.review.recorded(id).said
        words = f" is {now} in the assessment, and no mark gives it that ({_said(others)})"
        help = "mend the assessment, or add to its rating: decision: {on: marks, from: …, by: …, reason: …}"
        yield indicator_finding(id, words, help, *_at(id, given))


def _open_here(
    among: MarkInReview, reason: OpenReason
) -> Iterator[tuple[str, GivenMark, Mapping[str, GivenMark]]]:
    """Yield what is open for a reason in a final assessment where this mark is its assessor's newest."""
    for id, reasons in among.review.open.items() if not among.review.assessment.is_draft else ():
        marks = among.review.newest(id)
        given = marks.get(among.mark.assessor)
        if reason in reasons and given is not None and given.mark.round == among.mark.round:
            yield id, given, marks


def _at(id: str, given: GivenMark) -> tuple[Route, Part]:
    entry = given.mark.ratings[id]
    key = "level" if given.rating.measured is None else "measured"
    return (("ratings", id, key) if isinstance(entry, Rating) else ("ratings", id)), Part.VALUE


def _said(marks: Mapping[str, GivenMark]) -> str:
    return listing([f"{assessor}: {each.rating.said}" for assessor, each in marks.items()])


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
        if comment.proposes is not None and not pair.is_answer(indicator, comment.proposes):
            answers = pair.answers[pair.framework.scale_name(indicator)]
            help = suggestions.say(comment.proposes, answers)
            if indicator.measure is not None:
                help = "write the measurement that it proposes, a number alone"
            words = f": {shown(comment.proposes)} is proposed, and is no answer to it"
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
    """A reply disputes a rating of a final assessment, and no decision says what came of it."""
    for id, _, comment in among.find():
        is_open = OpenReason.REPLY_DISPUTES in among.review.reasons(id)
        if comment.answer is ReplyAnswer.DISPUTES and is_open and not among.review.assessment.is_draft:
            help = "add to the assessment's rating: decision: {on: reply, from: …, by: …, date: …, outcome: "
            help += "upheld or changed, reason: …}"
            route = ("replies", id, "answer")
            yield indicator_finding(id, " is disputed, and nothing is decided", help, route)


# Decisions --------------------------------------------------------------------------------------


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


OF_ASSESSMENT_RULES: tuple[Rule[OfAssessment], ...] = (assessment_not_found,)
MARK_RULES: tuple[Rule[MarkInReview], ...] = (
    mark_under_another_version,
    mark_under_another_text,
    decision_in_a_mark,
)
MARK_WRITTEN_RULES: tuple[Rule[AssessmentData], ...] = tuple(
    each for each in WRITTEN_RULES if each is not unconfirmed_rating
)
MARK_PAIR_RULES: tuple[Rule[Pair], ...] = tuple(
    each
    for each in PAIR_RULES
    if each not in (tag_written_otherwise, digest_changed, assessment_before_document, unmentioned_indicator)
)
"""The rules of an assessment's ratings that hold for a mark's: it may leave indicators out."""
OPEN_MARK_RULES: tuple[Rule[MarkInReview], ...] = (undecided_marks, level_of_no_mark)
REPLY_RULES: tuple[Rule[ReplyInReview], ...] = (
    reply_to_unknown_indicator,
    proposal_no_level,
    reply_source_undefined,
    not_what_was_shown,
)
OPEN_REPLY_RULES: tuple[Rule[ReplyInReview], ...] = (dispute_not_decided,)
DECISION_RULES: tuple[Rule[Review], ...] = (nothing_to_decide,)
FOUND_BESIDE = frozenset(each.code for each in OPEN_MARK_RULES)
"""What is said of an assessment and stands in a mark: no mark is worse for it."""


def check_mark(
    among: MarkInReview,
    data: Data,
    dimensions: Set[str],
    find_versions: Callable[[], Iterable[Framework]],
) -> Iterator[Found]:
    """Yield what is wrong with a mark: with itself, and with its ratings as with an assessment's."""
    mark, assessment, framework = among.mark, among.review.assessment, among.review.framework
    yield from run_rules(MARK_RULES, among)
    if mark.framework != assessment.framework:
        return
    alone = mark.as_assessment(assessment).model_copy(update={"sources": mark.sources})
    yield from run_rules((bad_source_key, source_accessed_before_published), alone)
    yield from run_rules(MARK_WRITTEN_RULES, AssessmentData(alone, data, dimensions))
    yield from run_rules(MARK_PAIR_RULES, Pair(alone, framework, find_versions, assessment.sources))
