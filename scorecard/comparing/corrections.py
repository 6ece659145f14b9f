"""What of a published assessment may not change without a correction, and whether there is one."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from scorecard.diagnostics import Route
from scorecard.model.assessment import Assessment, Correction, Decision, Rating, written_rating
from scorecard.model.digest import compared_text
from scorecard.model.framework import Framework
from scorecard.model.mark import Mark

NOT_RATED = "not-rated"


class Difference(NamedTuple):
    """One thing that was published otherwise: where it stands in the file, and both in words."""

    route: Route
    before: str
    after: str

    @property
    def indicator(self) -> str | None:
        return str(self.route[1]) if self.route[0] == "ratings" else None

    @property
    def words(self) -> str:
        """What it is about, and both sides: "1.2: fail → pass"."""
        return f"{self.indicator or ' '.join(map(str, self.route))}: {self.before} → {self.after}"


def find_uncorrected(before: Assessment, after: Assessment, framework: Framework | None) -> list[Difference]:
    """Return what differs of a final assessment without a correction, ratings in the order of the files.

    Of a draft nothing does, and a first answer to what was not rated does not. However a thing is written,
    it is the same: `2` and `2.0` of a framework, `4.20` and `4.2`, a short form and a long one. The framework
    says which bare texts are measurements; without it they are levels.
    """
    if before.is_draft or is_corrected(before, after):
        return []
    facts: list[tuple[Route, object, object]] = [
        (("framework",), before.framework, after.framework),
        (("subject", "tags"), _tags(before), _tags(after)),
        (("date",), before.date, after.date),
        (("stage",), before.stage, after.stage),
    ]
    return [Difference(route, str(was), str(is_now)) for route, was, is_now in facts if was != is_now] + [
        Difference(("ratings", id), _shown(was), _shown(is_now))
        for id, was, is_now in _entries(before, after, framework)
        if was.answer and was.answer != is_now.answer
    ]


def is_corrected(before: Assessment, after: Assessment) -> bool:
    """Whether a correction was added, and none that was there is gone or reads otherwise."""
    new = Counter(map(_words, after.corrections))
    new.subtract(map(_words, before.corrections))
    return min(new.values(), default=0) >= 0 and any(count > 0 and text for (_, text), count in new.items())


def find_kept_reasons(
    before: Assessment | Mark, after: Assessment | Mark, framework: Framework | None
) -> list[str]:
    """Return the ids of what is rated otherwise now, drafts too, under the rationale of the rating before."""
    return [
        id
        for id, was, is_now in _entries(before, after, framework)
        if (was.level, was.measured) != (None, None)
        and was.answer != is_now.answer
        and was.rationale
        and compared_text(was.rationale) == compared_text(is_now.rationale or "")
    ]


def find_kept_decisions(before: Assessment, after: Assessment, framework: Framework) -> dict[str, Decision]:
    """Return by id the last decision of what is rated otherwise now, and has the decisions that it had."""
    return {
        id: is_now.decision[-1]
        for id, was, is_now in _entries(before, after, framework)
        if is_now.decision and was.decision == is_now.decision and was.answer != is_now.answer
    }


def find_reworded(before: Assessment, after: Assessment, framework: Framework | None) -> list[str]:
    """Return the ids of which a final assessment gives another rationale or other evidence than it did.

    What is rated on one side alone is not reworded. White space does not count.
    """
    if before.is_draft:
        return []
    return [
        id
        for id, was, is_now in _entries(before, after, framework)
        if _reasons(was) != _reasons(is_now) and (was.answer is None) == (is_now.answer is None)
    ]


def _entries(
    before: Assessment | Mark, after: Assessment | Mark, framework: Framework | None
) -> Iterator[tuple[str, Rating, Rating]]:
    measured = {each.id for each in framework.indicators() if each.measure is not None} if framework else ()
    for id in {**before.ratings, **after.ratings}:
        is_measured = id in measured
        was, is_now = (written_rating(each.ratings.get(id), measured=is_measured) for each in (before, after))
        yield id, was, is_now


def _shown(rating: Rating) -> str:
    parts = (rating.level, rating.measured)
    return " and ".join(str(part) for part in parts if part is not None) or NOT_RATED


def _reasons(rating: Rating) -> tuple[tuple[str, ...], ...]:
    evidence = ((each.source, each.locator, each.quote, each.note) for each in rating.evidence)
    return tuple(
        tuple(compared_text(text or "") for text in texts) for texts in ((rating.rationale,), *evidence)
    )


def _tags(assessment: Assessment) -> str:
    return ", ".join(sorted(set(assessment.subject.tags))) or "none"


def _words(correction: Correction) -> tuple[str, str]:
    return str(correction.date or ""), compared_text(correction.text or "")
