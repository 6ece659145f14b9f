"""What a workbook decides of what marks and replies leave open, as fields of the assessment."""

from collections.abc import Mapping

from scorecard.editing.assessment_fields import Field
from scorecard.editing.reflow import flow
from scorecard.model.lexical import listing, shown
from scorecard.rating.decisions import (
    NOT_RATED,
    decision_data,
    decisions_for,
    source_texts,
    taken_words,
)
from scorecard.reading.plain_data import Data
from scorecard.reviewing.review import Review, rating_of
from scorecard.spreadsheet.columns import DECIDER
from scorecard.spreadsheet.merge import CellRemark, FilledForm, find_meant, meant_values, remark


def settle(filled: FilledForm, known: Mapping[Field, Data], review: Review, today: str) -> FilledForm:
    """Return what a workbook says with its decisions, and the words that it takes, as fields.

    `known` is what the assessment says, which is that of the review.
    """
    values = meant_values(filled.values, review.framework)
    by = filled.text(*DECIDER)
    del values[DECIDER]
    own: dict[str, Data] = {key: source_texts(each) for key, each in review.framework.sources.items()}
    own |= {
        str(field[1]): each for field, each in {**known, **values}.items() if field[0] == "sources" and each
    }
    refusals: list[CellRemark] = []
    for id, indicator in review.indicators.items():
        words, why = (filled.text("ratings", id, key) for key in ("words", "why"))
        told = values.get(("ratings", id, "measured")) or values.get(("ratings", id, "level"))
        said = str(told or NOT_RATED)
        if words:
            offered = sorted(each.mark.assessor for each in review.words(id, rating_of(indicator, said)))
            at, known_words = filled.place_of(("ratings", id, "words")), listing(offered)
            words = find_meant(words, dict.fromkeys(review.assessors, "")) or words
            if words not in review.assessors:
                refusals.append(remark("no-assessor", at, who=shown(words), known=known_words))
            elif words not in offered:
                refusals.append(remark("no-words", at, who=shown(words), id=id, known=known_words))
            elif filled.is_changed(("ratings", id, "rationale")):
                refusals.append(remark("two-reasons", at))
            else:
                fields = taken_words(review, id, words, own).fields
                values |= fields
                own |= {str(field[1]): each for field, each in fields.items() if field[0] == "sources"}
        kept = decision_data(review.recorded(id).decision)
        is_rerated = review.recorded(id).answer and any(
            filled.is_changed(("ratings", id, key)) for key in ("level", "measured")
        )
        found = decisions_for(review, indicator, said, by, today, why) if why or is_rerated else kept
        if found != kept and not by:
            refusals.append(remark("no-decider", filled.place_of(DECIDER)))
        elif found != kept:
            values["ratings", id, "decision"] = [*found]
        elif why and all(flow(str(each.get("reason", ""))) != flow(why) for each in kept):
            refusals.append(remark("nothing-to-decide", filled.place_of(("ratings", id, "why")), id=id))
    values = {field: each for field, each in values.items() if field[-1] not in ("words", "why")}
    return filled._replace(values=values, refusals=(*filled.refusals, *refusals))
