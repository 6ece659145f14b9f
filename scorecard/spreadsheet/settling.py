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
    words_for,
)
from scorecard.reading.plain_data import Data
from scorecard.reviewing.review import Review, rating_of
from scorecard.spreadsheet.columns import DECIDER
from scorecard.spreadsheet.merge import CellRemark, FilledForm, meant_values, remark


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
        told = {key: values.pop(("ratings", id, key), None) for key in ("words", "why")}
        said = values.get(("ratings", id, "measured")) or values.get(("ratings", id, "level")) or NOT_RATED
        words, why = (each if isinstance(each, str) else "" for each in told.values())
        at = {key: filled.place_of(("ratings", id, key)) for key in told}
        if words:
            rating = rating_of(indicator, str(said))
            offered = {each.mark.assessor for each in words_for(review, id, rating)}
            if words not in offered:
                names = listing(sorted(offered)) if offered else "none"
                refusals.append(remark("no-words", at["words"], who=shown(words), id=id, known=names))
            elif filled.is_changed(("ratings", id, "rationale")):
                refusals.append(remark("two-reasons", at["words"]))
            else:
                fields = taken_words(review, id, words, own).fields
                values |= fields
                own |= {str(field[1]): each for field, each in fields.items() if field[0] == "sources"}
        if why:
            kept = decision_data(review.recorded(id).decision)
            found = decisions_for(review, indicator, str(said), by, today, why)
            is_there = any(flow(str(each.get("reason", ""))) == flow(why) for each in kept)
            is_new = found != kept
            if is_new and not by:
                refusals.append(remark("no-decider", filled.place_of(DECIDER)))
            elif not is_new and not is_there:
                refusals.append(remark("nothing-to-decide", at["why"], id=id))
            elif is_new:
                values["ratings", id, "decision"] = found
    values = {field: each for field, each in values.items() if field[-1] not in ("words", "why")}
    return filled._replace(values=values, refusals=(*filled.refusals, *refusals))
