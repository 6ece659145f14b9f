"""What only a comparison with a git revision shows: whether what was published is as it was.

These codes stop no scoring: the files are good by themselves.
"""

from collections.abc import Iterator
from typing import NamedTuple

from scorecard.comparing.corrections import Difference, find_reworded, find_uncorrected, is_corrected
from scorecard.diagnostics import Finding, Part, Route, Severity, Span
from scorecard.model.assessment import Assessment, Rating
from scorecard.model.framework import Framework
from scorecard.model.lexical import listing
from scorecard.rules.rule import Rule, rule


class PublishedFile(NamedTuple):
    """What is published at a revision, as a command line calls it, and whether it is there no more."""

    name: str
    revision: str
    is_gone: bool = False


class PublishedAssessment(NamedTuple):
    """An assessment that is final at a revision, and as it is now, with its framework where there is one."""

    before: Assessment
    after: Assessment
    framework: Framework | None
    revision: str


@rule("SC241", "published-framework-changed", Severity.ERROR)
def published_framework_changed(published: PublishedFile) -> Iterator[Finding]:
    """A framework differs from a revision that holds final assessments under its version."""
    name, revision, _ = published
    yield Finding(
        message=f"{name} judges otherwise than at {revision}, where final assessments are under it",
        help="put it back, and write what is new into a file of its own under a higher version",
        route=("version",),
    )


@rule("SC510", "changed-without-correction", Severity.ERROR)
def changed_without_correction(published: PublishedAssessment) -> Iterator[Finding]:
    """A final assessment says something else than at a revision, and no correction was added."""
    before, after, framework, revision = published
    for each in find_uncorrected(before, after, framework):
        route, part = _place(each, after)
        yield Finding(
            message=f"{_name(each)} was {each.before} at {revision}, is {each.after}, and has no correction",
            help="put it back, or add an entry to corrections that says so, and keep the others as they are",
            route=route,
            part=part,
        )


@rule("SC511", "reworded-without-correction", Severity.WARNING)
def reworded_without_correction(published: PublishedAssessment) -> Iterator[Finding]:
    """A final assessment gives other reasons than at a revision, and no correction was added."""
    before, after, framework, revision = published
    ids = find_reworded(before, after, framework)
    if ids and not is_corrected(before, after):
        yield Finding(
            message=f"other rationale or evidence than at {revision}, where this is final: {listing(ids)}",
            help="if readers should know, say it in corrections",
            route=("ratings", ids[0]),
            part=Part.KEY,
        )


@rule("SC512", "published-assessment-gone", Severity.ERROR)
def published_assessment_gone(gone: PublishedFile) -> Iterator[Finding]:
    """An assessment that is final at a revision is there no more."""
    yield Finding(
        message=f"{gone.name} is final at {gone.revision} and is gone",
        help="put the file back; to withdraw it make it a draft, and say why in corrections",
        span=Span(),
    )


@rule("SC513", "not-compared", Severity.WARNING)
def not_compared(unread: PublishedFile) -> Iterator[Finding]:
    """A file could not be read, or not whole, at a revision: what changed since then cannot be told."""
    had = f"{unread.name} had errors at {unread.revision}{' and is gone' if unread.is_gone else ''}"
    yield Finding(
        message=f"{had}: what changed since then cannot be told",
        help="see what git diff shows of it, or compare with a revision before, at which it had none",
        span=Span(),
    )


def _name(difference: Difference) -> str:
    names: dict[Route, str] = {("stage",): "the stage", ("subject", "tags"): "subject.tags"}
    return difference.indicator or names.get(difference.route) or f"the {difference.route[-1]}"


def _place(difference: Difference, after: Assessment) -> tuple[Route, Part]:
    """Return where today's file says it; where it says nothing of it, the key of what held it."""
    route, part = difference.route, Part.VALUE
    if route == ("subject", "tags") and not after.subject.tags:
        return ("subject",), Part.KEY
    if difference.indicator is None:
        return route, part
    match after.ratings.get(difference.indicator):
        case None:
            return ("ratings",), Part.KEY
        case Rating(level=None, measured=None):
            return route, Part.KEY
        case Rating(measured=measured):
            return (*route, "level" if measured is None else "measured"), part
        case _:
            return route, part


PUBLISHED_FRAMEWORK_RULES: tuple[Rule[PublishedFile], ...] = (published_framework_changed,)
PUBLISHED_RULES: tuple[Rule[PublishedAssessment], ...] = (
    changed_without_correction,
    reworded_without_correction,
)
GONE_RULES: tuple[Rule[PublishedFile], ...] = (published_assessment_gone,)
UNREAD_RULES: tuple[Rule[PublishedFile], ...] = (not_compared,)
SHOWN_BY_COMPARISON = frozenset(
    each.code
    for family in (PUBLISHED_FRAMEWORK_RULES, PUBLISHED_RULES, GONE_RULES, UNREAD_RULES)
    for each in family
)
