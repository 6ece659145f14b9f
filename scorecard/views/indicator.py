"""What an indicator came to, in words and in full: its rating, why, and where it can be checked."""

from collections.abc import Iterator, Mapping

from scorecard.comparing.text_diff import unquoted
from scorecard.directions import isolated
from scorecard.model.assessment import Evidence, Rating
from scorecard.model.framework import Dimension, Framework, Indicator, Status
from scorecard.model.keys import LINE, PROSE, WORD, keys_of, texts_of
from scorecard.model.lexical import typed_number
from scorecard.model.source import Source
from scorecard.scoring.scorecard import IndicatorResult
from scorecard.views.framework import bands_blocks
from scorecard.views.report import Block, Cell, Fact, Heading, Prose, facts
from scorecard.views.words import (
    named,
    out_of_words,
    score_text,
    score_tone,
    source_words,
    tone_of,
    verdict_cell,
)

EvidenceBlocks = Mapping[str, Block]
"""Where ratings can be checked, by their indicators' ids."""


def indicator_blocks(
    result: IndicatorResult, framework: Framework, evidence: EvidenceBlocks, *, level: int, is_document: bool
) -> Iterator[Block]:
    """Yield an indicator's result in full; a document to hand on also says how it is judged."""
    indicator, cell = result.indicator, level_cell(result, framework)
    has_score = framework.show_score and result.score is not None
    pairs: list[Fact] = [("Rating", cell)]
    pairs += [("Score", f"{score_text(result.score)} {out_of_words()}" if has_score else None)]
    pairs += [("Measured", measured_words(result) or None)] if is_document else []
    pairs += [(key.label, text) for key, text in texts_of(result.rating, WORD, LINE)]
    pairs += [("Counts", ", ".join(weight_remarks(indicator)) or None)] if is_document else []
    told: dict[str, Block] = {
        key.name: Prose(text, key.label, is_markdown=True) for key, text in texts_of(result.rating, PROSE)
    }
    if indicator.id in evidence:
        told["evidence"] = evidence[indicator.id]
    title = named(indicator) if is_document else f"{indicator.id} {indicator_title(result)}"
    yield Heading(level, title, cell.tone if is_document else None, from_file=is_document)
    yield from facts(pairs)
    yield Prose(indicator.requirement, label="Requirement", from_file=True)
    if is_document:
        yield from bands_blocks(indicator, framework, "The first that fits")
    order = told if is_document else [key.name for key in keys_of(Rating)]
    yield from (told[name] for name in order if name in told)


def level_cell(result: IndicatorResult, framework: Framework) -> Cell:
    """Return the level in its own label, with the look of its status."""
    if not result.indicator.counted:
        return Cell(result.indicator.state.value.capitalize(), tone_of(Status.NOT_APPLICABLE))
    if result.score is None:
        return verdict_cell(result.status, framework)
    label = isolated(result.level.label or result.level.id) if result.level else score_text(result.score)
    tone = score_tone(result.score) if result.status is Status.UNJUDGED else tone_of(result.status)
    return Cell(label, tone)


def indicator_title(result: IndicatorResult) -> str:
    """Return an indicator's title with its measurement, and what makes it count otherwise."""
    title = isolated(result.indicator.title)
    if measured := measured_words(result):
        title += f": {measured}"
    remarks = weight_remarks(result.indicator)
    return f"{isolated(title)} ({', '.join(remarks)})" if remarks else title


def measured_words(result: IndicatorResult) -> str:
    """Say a measurement with its unit; nothing where there is none."""
    measured, unit = result.rating.measured, result.indicator.unit
    return "" if measured is None or unit is None else f"{typed_number(measured)} {isolated(unit)}"


def weight_remarks(item: Dimension | Indicator) -> list[str]:
    """Say what makes an item count otherwise than the others."""
    remarks = ["critical"] if item.critical else []
    return remarks + ([f"weight {item.weight}"] if item.weight != 1 else [])


def evidence_words(evidence: Evidence, sources: Mapping[str, Source]) -> str:
    """Say in one line where a rating can be checked."""
    source = sources.get(evidence.source)
    text = source_words(source) if source else evidence.source
    text += f", {isolated(evidence.locator)}" if evidence.locator else ""
    text += f": “{isolated(unquoted(evidence.quote))}”" if evidence.quote else ""
    text += f" ({isolated(evidence.note)})" if evidence.note else ""
    return f"{text} <{source.url}>" if source and source.url else text
