"""What an indicator came to, in words and in full: its rating, why, and where it can be checked."""

from collections.abc import Callable, Iterator, Mapping

from scorecard.comparing.text_diff import unquoted
from scorecard.directions import isolated
from scorecard.model.assessment import Evidence, Rating
from scorecard.model.framework import Dimension, Framework, Indicator, Status
from scorecard.model.keys import LINE, PROSE, WORD, keys_of, texts_of
from scorecard.model.lexical import typed_number
from scorecard.model.source import Source
from scorecard.scoring.scorecard import IndicatorResult
from scorecard.views.framework import bands_words
from scorecard.views.report import Block, Cell, Facts, Heading, Items, Prose
from scorecard.views.words import named, score_text, source_words, tone_of, verdict_cell

TellEvidence = Callable[[IndicatorResult], Block | None]
"""What returns where an indicator's rating can be checked; None where nowhere."""


def indicator_blocks(
    result: IndicatorResult, framework: Framework, evidence: TellEvidence, *, level: int, is_document: bool
) -> Iterator[Block]:
    """Yield an indicator's result in full; a document to hand on also says how it is judged."""
    indicator, cell = result.indicator, level_cell(result, framework)
    facts = [("Rating", cell)]
    if framework.show_score and result.score is not None:
        facts.append(("Score", Cell(f"{score_text(result.score)} out of 100")))
    words = [(key.label, Cell(text)) for key, text in texts_of(result.rating, WORD, LINE)]
    prose = {
        key.name: Prose(text, label=key.label, is_markdown=True)
        for key, text in texts_of(result.rating, PROSE)
    }
    requirement = Prose(indicator.requirement, label="Requirement", from_file=True)
    if is_document:
        yield Heading(level, named(indicator), cell.tone, from_file=True)
        measured, remarks = measured_words(result), ", ".join(weight_remarks(indicator))
        facts += [("Measured", Cell(measured))] if measured else []
        yield Facts((*facts, *words, *([("Counts", Cell(remarks))] if remarks else [])))
        yield requirement
        if indicator.measure is not None:
            yield Items(tuple(bands_words(indicator, framework)), label="The first that fits")
        order = [*prose, "evidence"]
    else:
        yield Heading(level, f"{indicator.id} {indicator_title(result)}")
        yield Facts((*facts, *words))
        yield requirement
        order = [key.name for key in keys_of(Rating)]
    told = {**prose, "evidence": evidence(result)}
    yield from (block for name in order if (block := told.get(name)) is not None)


def level_cell(result: IndicatorResult, framework: Framework) -> Cell:
    """Return the level in its own label, with the look of its status."""
    if not result.indicator.counted:
        return Cell(result.indicator.state.value.capitalize(), tone_of(Status.NOT_APPLICABLE))
    if result.level is None:
        return verdict_cell(result.status, framework)
    return Cell(isolated(result.level.label or result.level.id), tone_of(result.status))


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
    parts = [source_words(source) if source else evidence.source]
    if evidence.locator:
        parts.append(isolated(evidence.locator))
    text = ", ".join(parts)
    if evidence.quote:
        text += f": “{isolated(unquoted(evidence.quote))}”"
    if evidence.note:
        text += f" ({isolated(evidence.note)})"
    if source and source.url:
        text += f" <{source.url}>"
    return text
