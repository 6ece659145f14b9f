"""What a subject answers in a workbook, as fields of its reply: an answer each, in its own words."""

from collections.abc import Mapping

from scorecard.directions import unmarked
from scorecard.editing.assessment_fields import Field
from scorecard.editing.carry_over import free_key
from scorecard.model.reply import ReplyAnswer
from scorecard.reading.plain_data import Data, as_mapping, in_order
from scorecard.reviewing.review import Review, rating_of
from scorecard.spreadsheet.columns import ANSWER_COLUMNS
from scorecard.spreadsheet.merge import FilledForm, find_meant, remark, value_words
from scorecard.views.letter import proposals
from scorecard.views.words import english as say

_CELLS = {each.key: each.title for each in ANSWER_COLUMNS if each.is_open}


def take_answers(filled: FilledForm, known: Mapping[Field, Data], review: Review) -> FilledForm:
    """Return what a workbook says with its answers as fields of the reply, which says what is `known`.

    What was chosen by its label has its id. A document that no source is called becomes one.
    """
    values = {field: each for field, each in filled.values.items() if field[0] != "replies"}
    sources = {**review.framework.sources, **review.assessment.sources}
    titles: dict[str, Data] = {key: each.title for key, each in sources.items()}
    titles |= {
        str(field[1]): as_mapping(each).get("title") for field, each in known.items() if field[0] == "sources"
    }
    refusals = [*filled.refusals]
    ids = {str(field[1]) for field in filled.values if field[0] == "replies"}
    for id in in_order(ids, review.indicators):
        texts = ((key, filled.text("replies", id, key)) for key in _CELLS)
        cells: dict[str, Data] = {key: text for key, text in texts if text}
        if not cells:
            continue
        told = {title: cells.get(key) for key, title in _CELLS.items() if key in ("answer", *cells)}
        answer = find_meant(str(cells.get("answer", "")), say.ANSWERS)
        is_unclear = answer is None or ("locator" in cells and "evidence" not in cells)
        is_unclear |= answer == ReplyAnswer.NO_COMMENT and len(cells) > 1
        if "proposes" in cells and (indicator := review.indicators.get(id)):
            words = proposals(indicator, review.framework)
            names = {each: unmarked(word) for word, each in words.items()}
            cells["proposes"] = find_meant(str(cells["proposes"]), names) or cells["proposes"]
            is_other = cells["proposes"] != rating_of(indicator, review.shown.ratings.get(id)).said
            is_unclear |= answer == (ReplyAnswer.ACCEPTS if is_other else ReplyAnswer.DISPUTES)
        if is_unclear:
            said = ", ".join(f"{title} {value_words(text)}" for title, text in told.items())
            place = filled.place_of(("replies", id, "answer"))
            refusals.append(remark("unclear-answer", place, id=id, said=said))
            continue
        cells["answer"] = answer
        document, locator = cells.pop("evidence", None), cells.pop("locator", None)
        if document is not None:
            key = next((key for key, title in titles.items() if document in (key, title)), None)
            if key is None:
                key = free_key("reply", {each.casefold() for each in titles}.__contains__)
                titles[key] = document
                values["sources", key] = {"title": document}
            cells["evidence"] = [{"source": key, **({"locator": locator} if locator else {})}]
        values["replies", id] = cells
    kinds = {field[0] for field, each in values.items() if each}
    if "received" in kinds and not (refusals or kinds & {"replies", "text"}):
        refusals.append(remark("nothing-answered"))
    return filled._replace(values=values, refusals=tuple(refusals))
