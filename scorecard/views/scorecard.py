"""Scorecards as reports: what `assess` shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

from scorecard.directions import isolated
from scorecard.model.assessment import Assessment
from scorecard.model.digest import framework_digest
from scorecard.model.framework import Framework, Status
from scorecard.model.keys import LINE, PROSE, WORD, texts_of
from scorecard.model.source import Source
from scorecard.scoring.scorecard import DimensionResult, Figures, Scorecard, all_dimensions
from scorecard.views.framework import prose_blocks
from scorecard.views.indicator import (
    EvidenceBlocks,
    evidence_words,
    indicator_blocks,
    indicator_title,
    level_cell,
    weight_remarks,
)
from scorecard.views.report import (
    Block,
    Cell,
    Column,
    Fact,
    Heading,
    Items,
    Prose,
    Report,
    Row,
    Table,
    facts,
    row,
    table,
)
from scorecard.views.words import (
    counts_words,
    framework_words,
    listed,
    note_blocks,
    out_of_words,
    percent_text,
    plural,
    score_text,
    short_counts,
    source_words,
    told_by,
    tone_of,
    verdict_cell,
    verdict_word,
    whole_rule_words,
)


class Detail(IntEnum):
    """How much of a scorecard is shown: each shows all that the one before it does."""

    SUMMARY = 0
    DIMENSIONS = 1
    INDICATORS = 2
    FULL = 3


def filter_scorecard(
    scorecard: Scorecard, *, dimension: str | None = None, only: frozenset[Status] = frozenset()
) -> Scorecard:
    """Return the scorecard with fewer rows; every figure stays what it was."""
    dimensions = scorecard.dimensions
    if dimension is not None:
        dimensions = tuple(each for each in all_dimensions(dimensions) if each.dimension.id == dimension)
    if only:
        dimensions = _keep_only(dimensions, only)
    return scorecard._replace(dimensions=dimensions)


def _keep_only(results: Iterable[DimensionResult], only: frozenset[Status]) -> tuple[DimensionResult, ...]:
    kept = []
    for each in results:
        indicators = tuple(one for one in each.indicators if one.status in only and one.indicator.counted)
        kept.append(each._replace(indicators=indicators, dimensions=_keep_only(each.dimensions, only)))
    return tuple(each for each in kept if each.indicators or each.dimensions)


def cover_view(scorecards: Sequence[Scorecard]) -> Report:
    """Return what stands above several scorecards of one page: whose they are, how many, under what."""
    newest = scorecards[-1]
    with told_by(newest.framework):
        subjects = len({each.assessment.subject.id for each in scorecards})
        frameworks = len({each.framework.id for each in scorecards})
        who = isolated(newest.assessment.subject.name) if subjects == 1 else f"{subjects} subjects"
        if frameworks > 1:
            title = f"{who} under {frameworks} frameworks"
        elif subjects == 1:
            title = f"{who}: {len(scorecards)} assessments"
        else:
            title = f"{isolated(newest.framework.title)}: {who}"
        is_draft = all(each.assessment.is_draft for each in scorecards)
        return Report(
            title=f"DRAFT: {title}" if is_draft else title,
            blocks=(),
            language=newest.framework.language if frameworks == 1 else None,
            is_draft=is_draft,
        )


def scorecard_view(scorecard: Scorecard, *, detail: Detail, path: str, shown: str | None = None) -> Report:
    """Return one scorecard as a report; `path` is its assessment's, `shown` says what a filter left."""
    with told_by(scorecard.framework):
        assessment = scorecard.assessment
        blocks = facts([*scorecard_facts(scorecard), ("File", path), ("Shown", shown or None)])
        blocks += note_blocks([scorecard.framework])
        if detail is Detail.FULL:
            prose = texts_of(assessment, PROSE)
            blocks += [Prose(text, label=key.label, is_markdown=True) for key, text in prose]
            blocks += correction_blocks(assessment)
            evidence = _evidence(scorecard)
            for each in scorecard.dimensions:
                blocks += dimension_blocks(each, scorecard.framework, evidence, level=1, is_document=False)
        elif detail is not Detail.SUMMARY:
            blocks.append(results_table(scorecard, with_indicators=detail is Detail.INDICATORS))
        return scorecard_report(scorecard, blocks)


def scorecard_report(scorecard: Scorecard, blocks: Iterable[Block], lead: Cell | None = None) -> Report:
    """Return a report of one scorecard, under whom and when it judges."""
    assessment = scorecard.assessment
    draft = "DRAFT: " if assessment.is_draft else ""
    return Report(
        title=f"{draft}{isolated(assessment.subject.name)}, {assessment.date}",
        blocks=tuple(blocks),
        lead=lead,
        language=scorecard.framework.language,
        is_draft=assessment.is_draft,
    )


def correction_blocks(assessment: Assessment) -> Iterator[Block]:
    """Yield what was corrected of a published assessment, and when."""
    for each in assessment.corrections:
        label = f"Correction of {each.date}" if each.date else "Correction"
        yield Prose(each.text or "", label=label, from_file=True)


def _evidence(scorecard: Scorecard) -> dict[str, Block]:
    found: dict[str, Block] = {}
    for result in scorecard.indicators():
        if cited := [evidence_words(each, scorecard.sources) for each in result.rating.evidence]:
            found[result.indicator.id] = Items(tuple(cited), label="Evidence")
    return found


# What comes first -------------------------------------------------------------------------------


def scorecard_facts(scorecard: Scorecard) -> Iterator[Fact]:
    """Yield what was assessed and by whom, the verdict, and all that a reader must know of it."""
    framework, assessment, figures = scorecard.framework, scorecard.assessment, scorecard.figures
    yield "Title", isolated(assessment.title) if assessment.title else None
    yield "Stage", "DRAFT, not published" if assessment.is_draft else None
    yield "Framework", framework_words(framework)
    document = assessment.document
    if document is not None:
        source = document if isinstance(document, Source) else scorecard.sources.get(document)
        yield "Assessed", source_words(source) if source else str(document)
    for label, names in (("By", assessment.assessors), ("Reviewed by", assessment.reviewers)):
        yield label, listed([*map(isolated, names)]) if names else None
    yield from ((key.label, text) for key, text in texts_of(assessment, WORD, LINE) if key.name != "title")
    yield "Verdict", verdict_cell(figures.status, framework)
    yield "Rule", whole_rule_words(framework)
    yield plural(framework.indicator_label), counts_words(figures.counts)
    yield "Score", score_words(figures) if framework.show_score else None
    if figures.counts.not_rated and figures.coverage is not None:
        noun = plural(framework.indicator_label.lower())
        rated = f"{figures.counts.rated} of {figures.counts.applicable} {noun} are rated"
        coverage = f"{percent_text(figures.coverage)} by weight; {rated}"
        yield "Coverage", coverage + " (provisional)" * figures.provisional
    yield "Warning", f"the framework has changed since {STALE_PIN}" if has_stale_pin(scorecard) else None
    label = framework.dimension_label
    dimensions = {
        each.id: f"{label} {each.id}" if each.id[0].isdigit() else isolated(each.title)
        for each in framework.dimensions
    }
    yield "Near miss", _near_miss_words(figures, dimensions)


STALE_PIN = "these ratings pinned it, although its version has not"


def has_stale_pin(scorecard: Scorecard) -> bool:
    """Whether the ratings were pinned to another text of the framework."""
    pinned = scorecard.assessment.framework_digest
    return pinned is not None and pinned != framework_digest(scorecard.framework)


def score_words(figures: Figures) -> str:
    """Say a score, and between what it will end."""
    if figures.score is None:
        return "none: nothing is rated" if figures.counts.applicable else "none: nothing applies"
    text = f"{score_text(figures.score)} {out_of_words()}"
    return f"{text}; {bounds} once all is rated" if (bounds := bounds_words(figures)) else text


def bounds_words(figures: Figures) -> str:
    """Say between what a score will end; nothing where all is rated."""
    if not figures.counts.not_rated or figures.score_low is None or figures.score_high is None:
        return ""
    return f"between {score_text(figures.score_low)} and {score_text(figures.score_high)}"


def headline_score(figures: Figures) -> str:
    """Say a score with its bounds; where too little is rated for one, how much is and where it will end."""
    if not figures.provisional and figures.score is not None:
        return f"score {score_words(figures)}"
    counts = figures.counts
    rated = f"{counts.rated} of {counts.applicable} rated"
    return f"with {rated} the score will end {bounds_words(figures)} {out_of_words()}"


def _near_miss_words(figures: Figures, names: Mapping[str, str]) -> str | None:
    """Say what would have to pass: both of two where neither is enough alone, else any one that is.

    None where a near miss is not worth telling: that all is rated, and at least half of what applies passes.
    Where dimensions lack, each has to be a near miss itself: a red one is no small thing.
    """
    most_pass = 2 * len(figures.near_miss) <= figures.items
    if not figures.is_near or not most_pass or figures.counts.not_rated:
        return None
    enough, all_short = (
        [names.get(id, id) for id in ids] for ids in (figures.enough_alone, figures.near_miss)
    )
    return f"would pass if {listed(enough, 'or') or listed(all_short)} did"


# The table --------------------------------------------------------------------------------------


def results_table(scorecard: Scorecard, *, with_indicators: bool) -> Table:
    """Return the dimensions' results, and the indicators' if they are wanted."""
    framework = scorecard.framework
    score = Column("Score", is_number=True) if framework.show_score else None
    label = framework.dimension_label
    label += f" and {framework.indicator_label.lower()}" if with_indicators else ""
    rows = _rows(scorecard.dimensions, framework, with_indicators=with_indicators)
    return table("Results", ("Id", "Result", score, Column(label, flexible=True)), rows)


def _rows(
    results: Iterable[DimensionResult], framework: Framework, *, with_indicators: bool, depth: int = 0
) -> Iterator[Row]:
    for result in results:
        id, figures = result.dimension.id, result.figures
        score = score_text(figures.score, "") if framework.show_score else None
        words = f"{isolated(result.dimension.title)} ({_remarks(result, framework, bounds=True)})"
        verdict = verdict_cell(figures.status, framework)
        yield row(id, verdict, score, words, depth=depth, is_group=True)
        for each in result.indicators if with_indicators else ():
            score = score_text(each.score, "") if framework.show_score else None
            level = level_cell(each, framework)
            yield row(each.indicator.id, level, score, indicator_title(each), depth=depth + 1)
        yield from _rows(result.dimensions, framework, with_indicators=with_indicators, depth=depth + 1)


def _remarks(result: DimensionResult, framework: Framework, *, bounds: bool) -> str:
    figures = result.figures
    remarks = [*weight_remarks(result.dimension), short_counts(figures.counts)]
    remarks += [bounds_words(figures)] if bounds and framework.show_score else []
    remarks += ["provisional" * figures.provisional, _near_miss_words(figures, {}) or ""]
    return "; ".join(filter(None, remarks))


# Everything -------------------------------------------------------------------------------------


def dimension_blocks(
    result: DimensionResult, framework: Framework, evidence: EvidenceBlocks, *, level: int, is_document: bool
) -> Iterator[Block]:
    """Yield all that a dimension came to, with its indicators; a document says what it is about."""
    figures, dimension = result.figures, result.dimension
    title = isolated(dimension.title)
    if not is_document or dimension.id[0].isdigit():
        title = f"{framework.dimension_label} {dimension.id}: {title}"
    yield Heading(level, title, tone_of(figures.status) if is_document else None, from_file=True)
    verdict = f"{verdict_word(figures.status, framework)}: {_remarks(result, framework, bounds=False)}"
    score = score_words(figures) if framework.show_score else None
    yield from facts([("Verdict", Cell(verdict, tone_of(figures.status))), ("Score", score)])
    if is_document:
        yield from prose_blocks(dimension, "description")
    for indicator in result.indicators:
        yield from indicator_blocks(indicator, framework, evidence, level=level + 1, is_document=is_document)
    for inner in result.dimensions:
        yield from dimension_blocks(inner, framework, evidence, level=level + 1, is_document=is_document)
