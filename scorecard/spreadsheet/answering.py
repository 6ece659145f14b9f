"""What a subject answers in a workbook, as fields of its reply: an answer each, in its own words."""

from collections.abc import Mapping

from scorecard.directions import unmarked
from scorecard.editing.assessment_fields import Field
from scorecard.editing.carry_over import free_key
from scorecard.model.digest import shown_digest
from scorecard.model.lexical import closest
from scorecard.model.reply import ReplyAnswer
from scorecard.reading.plain_data import Data, as_mapping, in_order
from scorecard.reviewing.review import Review, rating_of
from scorecard.scoring.score import score
from scorecard.spreadsheet.columns import ANSWER_COLUMNS, SHOWN
from scorecard.spreadsheet.merge import CellRemark, FilledForm, find_meant, remark, value_words
from scorecard.views.letter import asked, proposals, rating_words
from scorecard.views.words import english as say
from scorecard.views.words.standings import told_by

_CELLS = [each.key for each in ANSWER_COLUMNS if each.is_open]


def take_answers(filled: FilledForm, known: Mapping[Field, Data], review: Review) -> FilledForm:
    """Return what a workbook says with its answers as fields of the reply, which says what is `known`.

    What was chosen by its label has its id. A document that no source is called becomes one. An answer to a
    rating that was changed since says what was shown.
    """
    values = {field: each for field, each in filled.values.items() if field[0] != "replies"}
    sources = {**review.framework.sources, **review.assessment.sources}
    titles: dict[str, Data] = {key: each.title for key, each in sources.items()}
    titles |= {
        str(field[1]): as_mapping(each).get("title") for field, each in known.items() if field[0] == "sources"
    }
    refusals, warnings, now = [*filled.refusals], [*filled.warnings], _changed_ratings(filled, review)
    ids = {str(field[1]) for field in filled.values if field[0] == "replies"}
    for id in in_order(ids, review.indicators):
        texts = ((key, filled.text("replies", id, key)) for key in _CELLS)
        cells: dict[str, Data] = {key: text for key, text in texts if text}
        if not cells:
            continue
        told, place = dict(cells), filled.place_of(("replies", id, "answer"))
        answer = find_meant(str(cells.get("answer", "")), say.ANSWERS)
        was, is_same = filled.beside.get(("replies", id, "rating"), ""), None
        is_stale = id in now and was not in ("", now[id])
        if "proposes" in cells and (indicator := review.indicators.get(id)):
            words = proposals(indicator, review.framework)
            names = {each: unmarked(word) for word, each in words.items()}
            said = find_meant(str(cells["proposes"]), names) or str(cells["proposes"])
            shown = rating_of(indicator, review.shown.ratings.get(id)).said
            cells["proposes"], is_same = said, names.get(said) == was if is_stale else said == shown
        if (unclear := _unclear(id, told, place, answer, is_same=is_same)) is not None:
            refusals.append(unclear)
            continue
        if answer == ReplyAnswer.DISPUTES and len(cells) == 1:
            warnings.append(remark("disputed-without-why", place, id=id))
        cells["answer"] = answer
        if is_stale:
            cells["shown"] = was
            at = filled.place_of(("replies", id, "rating"))
            warnings.append(remark("changed-since-shown", at, id=id, was=was, now=now[id]))
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
    return filled._replace(values=values, refusals=tuple(refusals), warnings=tuple(warnings))


def _changed_ratings(filled: FilledForm, review: Review) -> dict[str, str]:
    """Return the ratings as they would be shown now, where they are not those that were shown."""
    if filled.text(*SHOWN) == shown_digest(review.assessment, review.framework):
        return {}
    framework = review.framework
    with told_by(framework):
        return {
            each.indicator.id: unmarked(rating_words(each, framework))
            for _, results in asked(score(framework, review.shown))
            for each in results
        }


def _unclear(
    id: str, told: Mapping[str, Data], place: str, answer: str | None, *, is_same: bool | None
) -> CellRemark | None:
    """Return what is not clear of an answer; `is_same` says whether it proposes the rating that was shown."""
    said = {key: value_words(text) for key, text in told.items()}
    match answer:
        case None if "answer" in told:
            meant = closest(str(told["answer"]), say.ANSWERS.values())
            hint = f'did you mean "{meant}"? ' if meant else ""
            return remark("unknown-answer", place, id=id, hint=hint, **said)
        case None:
            return remark("no-answer", place, id=id)
        case ReplyAnswer.NO_COMMENT if len(told) > 1:
            return remark("comment-all-the-same", place, id=id)
        case ReplyAnswer.ACCEPTS if is_same is False:
            return remark("accepts-another", place, id=id, **said)
        case ReplyAnswer.DISPUTES if is_same:
            return remark("disputes-for-the-same", place, id=id, **said)
    is_alone = "locator" in told and "evidence" not in told
    return remark("place-alone", place, id=id, **said) if is_alone else None
