"""What an indicator came to, in words and in full: its rating, why, and where it can be checked."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scorecard.comparing.text_diff import unquoted
from scorecard.directions import isolated
from scorecard.model.assessment import Evidence, Rating
from scorecard.model.framework import Dimension, Framework, Indicator, Status, beginning
from scorecard.model.keys import LINE, PROSE, WORD, keys_of, texts_of
from scorecard.model.lexical import typed_number
from scorecard.model.source import Source
from scorecard.reviewing.review import Review
from scorecard.scoring.scorecard import IndicatorResult, Scorecard
from scorecard.views.framework import bands_blocks
from scorecard.views.report import Block, Cell, Citations, Fact, Heading, Prose, Tone, facts, items
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    label_of,
    named,
    out_of_words,
    score_text,
    score_tone,
    source_words,
    verdict_cell,
)


class Telling(NamedTuple):
    """A scorecard told in full; a document says more of each, and has by id the numbers of its references.

    `review` is what was said of it: replies are told, marks `with_marks` alone.
    """

    scorecard: Scorecard
    citations: Mapping[str, Citations] | None = None
    review: Review | None = None
    with_marks: bool = False

    @property
    def is_document(self) -> bool:
        return self.citations is not None


def indicator_blocks(result: IndicatorResult, telling: Telling, *, level: int) -> Iterator[Block]:
    """Yield an indicator's result in full; a document to hand on also says how it is judged."""
    framework, is_document = telling.scorecard.framework, telling.is_document
    indicator, cell = result.indicator, level_cell(result, framework)
    has_score = framework.show_score and result.score is not None
    pairs: list[Fact] = [(say.RATING, cell)]
    pairs += [(say.SCORE, f"{score_text(result.score)} {out_of_words()}" if has_score else None)]
    pairs += [(say.MEASURED, measured_words(result) or None)] if is_document else []
    pairs += [(say.label(key), say.key_value(text)) for key, text in texts_of(result.rating, WORD, LINE)]
    pairs += [(say.COUNTS, ", ".join(weight_remarks(indicator)) or None)] if is_document else []
    title = named(indicator) if is_document else f"{indicator.id} {indicator_title(result)}"
    tone = cell.tone if is_document else None
    yield Heading(level, title, tone, from_file=is_document, target=indicator.id)
    yield from facts(pairs)
    yield Prose(indicator.requirement, label=say.REQUIREMENT_LABEL, from_file=True)
    if is_document:
        yield from bands_blocks(indicator, framework, say.THRESHOLDS)
    told = [*rating_blocks(indicator.id, result.rating, telling)]
    yield from told or (no_reason(result) if is_document else [])


def no_reason(result: IndicatorResult) -> list[Block]:
    """Return that no reason is recorded for a rating of which nothing else is said, unless it was decided."""
    is_rated = result.counted and result.rating.answer is not None and not result.rating.decision
    return [Prose(say.NO_REASON)] if is_rated else []


def rating_blocks(id: str, rating: Rating, telling: Telling) -> Iterator[Block]:
    """Yield what was said of an indicator or a dimension as a whole, and where it can be checked."""
    texts = {key.name: Prose(text, say.label(key), is_markdown=True) for key, text in texts_of(rating, PROSE)}
    if telling.citations is not None:
        yield from texts.values()
        if id in telling.citations:
            yield telling.citations[id]
        return
    for key in keys_of(Rating):
        if key.name == "evidence":
            sources = telling.scorecard.sources
            yield from items((evidence_words(each, sources) for each in rating.evidence), say.label(key))
        elif key.name in texts:
            yield texts[key.name]


def level_cell(result: IndicatorResult, framework: Framework) -> Cell:
    """Return the level in its own label, with the look of its status."""
    if not result.counted:
        state = say.capital(say.key_value(result.indicator.state.value))
        return Cell(say.NOT_ASKED if result.indicator.counted else state, Tone.NOT_APPLICABLE)
    if result.score is None or not (result.level or framework.show_score):
        return verdict_cell(result.status, framework)
    label = label_of(result.level) if result.level else score_text(result.score)
    is_judged = result.status is not Status.UNJUDGED
    return Cell(label, Tone[result.status.name] if is_judged else score_tone(result.score))


def indicator_title(result: IndicatorResult) -> str:
    """Return an indicator's title with its measurement, and what makes it count otherwise."""
    title = isolated(result.indicator.title)
    if measured := measured_words(result):
        has_own = result.indicator.title != beginning(result.indicator.requirement)
        is_cut = not has_own and result.indicator.title.endswith((".", "!", "?", "…"))
        title += f" {measured}" if is_cut else f": {measured}"
    remarks = weight_remarks(result.indicator)
    return f"{isolated(title)} ({', '.join(remarks)})" if remarks else title


def measured_words(result: IndicatorResult) -> str:
    """Say a measurement with its unit; nothing where there is none."""
    measured, unit = result.rating.measured, result.indicator.unit
    return "" if measured is None or unit is None else f"{typed_number(measured)} {isolated(unit)}"


def weight_remarks(item: Dimension | Indicator) -> list[str]:
    """Say what makes an item count otherwise than the others."""
    remarks = [say.CRITICAL.lower()] if item.critical else []
    return remarks + ([say.weight(str(item.weight))] if item.weight != 1 else [])


def evidence_words(evidence: Evidence, sources: Mapping[str, Source]) -> str:
    """Say in one line where a rating can be checked."""
    source = sources.get(evidence.source)
    text = source_words(source) if source else evidence.source
    text += f", {isolated(evidence.locator)}" if evidence.locator else ""
    text += f": “{isolated(unquoted(evidence.quote))}”" if evidence.quote else ""
    text += f" ({isolated(evidence.note)})" if evidence.note else ""
    return f"{text} <{source.url}>" if source and source.url else text
