"""How far several assessors agree, for programs."""

from collections.abc import Sequence

from scorecard.reviewing.agree import AgreeResult
from scorecard.reviewing.review import GivenMark, Review
from scorecard.views.data import Json, computed, recorded


def agree_json(found: AgreeResult, reviews: Sequence[Review], **others: Json) -> Json:
    """Return `scorecard/agree/1`; what is not defined is null."""
    return {
        "schema": "scorecard/agree/1",
        **others,
        "round": found.round,
        "targets": [each.name for each in reviews],
        "assessors": list(found.assessors),
        "same": found.same,
        "compared": found.compared,
        "differ": [
            {
                **_which(each.review),
                "indicator": each.indicator.id,
                "marks": {who: _recorded(given) for who, given in each.marks.items()},
                "decision": None
                if each.decision is None
                else each.decision.model_dump(mode="json", by_alias=True, exclude={"outcome"}),
            }
            for each in found.differ
        ],
        "verdicts": [
            {
                **_which(review),
                "assessor": assessor,
                "status": scorecard.figures.status.written,
                "score": computed(scorecard.figures.score),
            }
            for review, assessor, scorecard in found.verdicts
            if assessor is not None
        ],
        "possible": [
            {**_which(each.review), "statuses": list(each.statuses), "exact": each.is_exact}
            for each in found.possible
        ],
        "coefficients": [
            {
                "scale": each.scale,
                "units": each.units,
                "pairable": each.pairable,
                "raters": each.raters,
                **{name: computed(number) for name, number in each.coefficients.items()},
            }
            for each in found.scales
        ],
        "indicators": [
            {"indicator": each.indicator.id, "compared": each.compared, "differ": each.differ}
            for each in found.indicators
        ],
        "stages": {
            "marked": found.marked,
            "disputed": sum(each.disputed for each in found.stages),
            "changed_by_reply": sum(each.changed for each in found.stages),
            "decided": sum(each.decided for each in found.stages),
        },
    }


def _which(review: Review) -> dict[str, Json]:
    assessment = review.assessment
    return {"subject": assessment.subject.id, "date": assessment.date.isoformat(), "suffix": review.suffix}


def _recorded(given: GivenMark) -> Json:
    return given.rating.level if given.rating.measured is None else recorded(given.rating.measured)
