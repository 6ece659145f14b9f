"""Scorecards as reports: what `assess` shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

from scorecard.directions import isolated
from scorecard.links import to_place
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework, Status
from scorecard.model.keys import LINE, WORD, texts_of
from scorecard.model.source import Source
from scorecard.reviewing.review import Review, progress_of
from scorecard.scoring.scorecard import Counts, DimensionResult, Figures, Scorecard, all_dimensions
from scorecard.views.framework import prose_blocks
from scorecard.views.indicator import (
    Telling,
    indicator_blocks,
    level_cell,
    measured_words,
    rating_blocks,
    weight_remarks,
)
from scorecard.views.report import (
    Block,
    Cell,
    Column,
    Fact,
    Heading,
    Prose,
    Report,
    Row,
    Table,
    Tone,
    facts,
    row,
    table,
)
from scorecard.views.reviewed import reviewed_blocks
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    counted_words,
    counts_words,
    framework_words,
    grade_cell,
    lacking_words,
    named,
    needed_words,
    out_of_words,
    percent_text,
    pin_words,
    plural,
    rated_nouns,
    score_or_bounds,
    score_text,
    score_tone,
    short_counts,
    source_words,
    standing_cell,
    standing_label,
    stands_by_score,
    subject_name,
    told_by,
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
        indicators = tuple(one for one in each.indicators if one.status in only and one.counted)
        left = each._replace(indicators=indicators, dimensions=_keep_only(each.dimensions, only))
        is_kept = each.applies and each.dimension.counts_as and each.figures.as_one in only
        kept += [left] if left.indicators or left.dimensions or is_kept else []
    return tuple(kept)


def cover_view(scorecards: Sequence[Scorecard]) -> Report:
    """Return what stands above several scorecards of one page: whose they are, how many, under what."""
    newest = scorecards[-1]
    with told_by(newest.framework):
        subjects = len({each.assessment.subject.id for each in scorecards})
        frameworks = len({each.framework.id for each in scorecards})
        who = subject_name(newest.assessment.subject) if subjects == 1 else say.subjects_alone(subjects)
        title = f"{isolated(newest.framework.title)}: {who}"
        if frameworks > 1:
            title = say.under_several(who, frameworks)
        elif subjects == 1:
            title = say.several_dates(who, len(scorecards))
        is_draft = all(each.assessment.is_draft for each in scorecards)
        return Report(
            title=f"DRAFT: {title}" if is_draft else title,
            blocks=(),
            language=newest.framework.language if frameworks == 1 else None,
            is_draft=is_draft,
        )


def basis_words(scorecards: Sequence[Scorecard], reviews: Sequence[Review | None] = ()) -> str:
    """Say of scorecards by one framework what is needed to pass, if anybody judges, and who had a say."""
    judges = [(each.assessment.assessors, each.assessment.reviewers) for each in scorecards]
    assessors = {frozenset(names): names for names, _ in judges if names}
    reviewers = {frozenset(names): names for _, names in judges}
    rated_by, checked_by = (
        [isolated(name) for names in each.values() for name in names] if len(each) == 1 else []
        for each in (assessors, reviewers)
    )
    judged = say.judged_several(
        rated_by,
        len({name for names in assessors for name in names}),
        sum(not names for names, _ in judges),
        checked_by,
        sum(not {*others} <= {*names} for names, others in judges),
        len(judges),
        reviewed_words(reviews),
    )
    return " ".join(filter(None, [needed_words(scorecards[0].framework), say.sentence(judged)]))


def reviewed_words(reviews: Sequence[Review | None]) -> str:
    """Say what assessors and subjects said of several assessments, if anything."""
    return say.reviewed([progress_of(each)._asdict() for each in reviews if each], len(reviews))


def scorecard_report(scorecard: Scorecard, blocks: Iterable[Block], lead: Cell | None = None) -> Report:
    """Return a report of one scorecard, under whom and when it judges."""
    assessment = scorecard.assessment
    draft = "DRAFT: " if assessment.is_draft else ""
    return Report(
        title=f"{draft}{subject_name(assessment.subject)}, {assessment.date}",
        blocks=tuple(blocks),
        lead=lead,
        language=scorecard.framework.language,
        is_draft=assessment.is_draft,
        mark=say.WITHDRAWN_MARK if assessment.withdrawn else "",
    )


def correction_blocks(assessment: Assessment) -> Iterator[Block]:
    """Yield what was corrected of a published assessment, and when."""
    for each in assessment.corrections:
        yield Prose(each.text or "", label=say.correction(each.date), from_file=True)


# What comes first -------------------------------------------------------------------------------


def scorecard_facts(scorecard: Scorecard) -> Iterator[Fact]:
    """Yield what was assessed and by whom, what it came to, and all that a reader must know of it."""
    framework, assessment, figures = scorecard.framework, scorecard.assessment, scorecard.figures
    yield say.TITLE, isolated(assessment.title) if assessment.title else None
    yield say.STAGE, say.UNPUBLISHED if assessment.is_draft else None
    yield from record_facts(scorecard)
    if not stands_by_score(framework):
        yield standing_label(framework), standing_cell(figures, framework)
    if framework.judges:
        yield say.RULE, whole_rule_words(framework)
        yield say.GRADE, grade_cell(figures, framework)
    yield plural(framework.indicator_label), counts_words(figures.counts.by_status, framework)
    yield say.NOT_ASKED, not_asked(scorecard) or None
    yield say.SCORE, _score_cell(figures, framework) if framework.show_score else None
    yield say.WARNING, pin_words(assessment, framework)
    yield from margin_facts(scorecard)


def record_facts(scorecard: Scorecard) -> Iterator[Fact]:
    """Yield what was assessed, by what and by whom."""
    assessment, document = scorecard.assessment, scorecard.assessment.document
    yield say.FRAMEWORK, framework_words(scorecard.framework)
    if document is not None:
        source = document if isinstance(document, Source) else scorecard.sources.get(document)
        yield say.ASSESSED, source_words(source) if source else str(document)
    for label, names in ((say.RATED_BY, assessment.assessors), (say.CHECKED_BY, assessment.reviewers)):
        yield label, say.listed([*map(isolated, names)]) or None
    yield from (
        (say.label(key), text) for key, text in texts_of(assessment, WORD, LINE) if key.name != "title"
    )
    yield say.PUBLISHED, say.day(assessment.published) if assessment.published else None


def margin_facts(scorecard: Scorecard) -> Iterator[Fact]:
    """Yield how much of it is rated, where that is not all, and what would have to pass besides."""
    framework, figures = scorecard.framework, scorecard.figures
    if figures.parts.not_rated and figures.coverage is not None:
        counts, noun = unrated_counts(figures, framework)
        percent, is_provisional = percent_text(figures.coverage), figures.provisional
        words = say.coverage(percent, counts.rated, counts.applicable, noun, is_provisional=is_provisional)
        yield say.COVERAGE, words
    label = framework.dimension_label
    dimensions = {
        each.id: f"{label} {each.id}" if each.id[0].isdigit() else isolated(each.title)
        for each in framework.dimensions
    }
    yield say.NEAR_MISS, _near_miss_words(figures, dimensions)


def not_asked(scorecard: Scorecard) -> str:
    """Say what a framework does not ask of its subject; nothing where it asks everything."""
    framework, wholes = scorecard.framework, scorecard.framework.wholes()
    dimensions = (each for each in all_dimensions(scorecard.dimensions) if not each.applies)
    unasked = {each.dimension.id for each in dimensions if each.dimension.counts_as}
    left = (each.indicator for each in scorecard.indicators() if not each.applies)
    held_by = [wholes.get(each.id) for each in left if each.counted]
    indicators = len(unasked) + held_by.count(None)
    elements = sum(whole is not None and whole.id not in unasked for whole in held_by)
    counts = ((indicators, framework.indicator_label), (elements, framework.element_label))
    words = [counted_words(count, noun.lower()) for count, noun in counts if count]
    return say.not_asked(words, indicators + elements) if words else ""


def score_words(figures: Figures) -> str:
    """Say a score, and between what it will end; where too little is rated to quote it, only that."""
    if figures.score is None:
        return say.no_score(bool(figures.counts.applicable))
    bounds = bounds_words(figures)
    if bounds and figures.provisional:
        return f"{say.once_rated(bounds)}, {out_of_words()}"
    text = f"{score_text(figures.score)} {out_of_words()}"
    return f"{text}; {say.once_rated(bounds)}" if bounds else text


def _score_cell(figures: Figures, framework: Framework, remarks: str = "") -> Cell:
    score, _, rest = score_words(figures).partition("; ")
    if figures.score is None or not stands_by_score(framework):
        return Cell(score_words(figures))
    words = "; ".join(filter(None, (remarks, rest)))
    tone = Tone.UNDETERMINED if figures.provisional else score_tone(figures.score)
    return Cell(f"{score}: {words}" if words else score, tone)


def unrated_counts(figures: Figures, framework: Framework) -> tuple[Counts, str]:
    """Return the counts that say what is not rated, and their noun; elements too where they alone are not."""
    if figures.counts.not_rated or not figures.parts.not_rated:
        return figures.counts, plural(framework.indicator_label.lower())
    return figures.parts, rated_nouns(framework)


def bounds_words(figures: Figures) -> str:
    """Say between what a score will end; nothing where all is rated."""
    if not figures.parts.not_rated or figures.score_low is None or figures.score_high is None:
        return ""
    return say.between(score_text(figures.score_low), score_text(figures.score_high))


def _near_miss_words(figures: Figures, names: Mapping[str, str]) -> str | None:
    """Say what would have to pass; None where that is not worth telling: a red part is no small thing."""
    most_pass = 2 * len(figures.near_miss) <= figures.items
    if not figures.is_near or not most_pass or figures.parts.not_rated:
        return None
    short = [to_place(names.get(id, id), id) for id in figures.enough_alone or figures.near_miss]
    return say.near_miss(short, is_one_enough=bool(figures.enough_alone))


# The table --------------------------------------------------------------------------------------


def results_table(scorecard: Scorecard, *, with_indicators: bool) -> Table:
    """Return the dimensions' results, a line each, and the indicators' with their elements if wanted."""
    framework = scorecard.framework
    score = Column(say.SCORE, is_number=True) if framework.show_score else None
    grade = say.GRADE if framework.judges and framework.grades else None
    labels = [framework.dimension_label]
    if with_indicators:
        labels.append(framework.indicator_label.lower())
        is_divided = any(each.dimension.counts_as for each in all_dimensions(scorecard.dimensions))
        labels += [framework.element_label.lower()] if is_divided else []
    rows = _rows(scorecard.dimensions, framework, with_indicators=with_indicators)
    has_result = with_indicators or not stands_by_score(framework)
    result = Column(say.RESULT, is_cut=True) if has_result else None
    name = Column(say.listed(labels), flexible=True, is_cut=True)
    columns = (name, result, grade, score, Column(say.NUMBERS, is_cut=True))
    return table(say.RESULTS, columns, rows)._replace(is_bare=True)


def _rows(
    results: Iterable[DimensionResult],
    framework: Framework,
    *,
    with_indicators: bool,
    depth: int = 0,
    is_part: bool = False,
) -> Iterator[Row]:
    for result in (each for each in results if each.applies):
        dimension, is_one = result.dimension, is_part or bool(result.dimension.counts_as)
        if is_one and depth and not with_indicators:
            continue
        standing, score = standing_cell(result.figures, framework), score_or_bounds(result.figures)
        shown = Cell(score)
        if stands_by_score(framework):
            standing, shown = Cell(""), standing._replace(text=score or standing.text)
        grade = grade_cell(result.figures, framework) or ""
        told = (standing, grade, shown, _numbers(result, framework))
        yield row(named(dimension), *told, depth=depth, is_group=not is_one)
        for each in result.indicators if with_indicators else ():
            if each.applies:
                numbers = say.numbers([measured_words(each)], is_critical=each.indicator.critical)
                is_told = each.level is None or (framework.judges and not each.scores_by_points)
                score = "" if is_told else score_text(each.score, "")
                told = (level_cell(each, framework), "", Cell(score), numbers)
                yield row(named(each.indicator), *told, depth=depth + 1)
        inner = result.dimensions
        yield from _rows(inner, framework, with_indicators=with_indicators, depth=depth + 1, is_part=is_one)


def _numbers(result: DimensionResult, framework: Framework) -> str:
    """Say how many in a dimension pass; where not all are rated, or nobody judges, how many are rated."""
    counts, label = result.figures.counts, framework.verdict_labels.get(Status.PASS, "")
    is_rated = framework.judges and not counts.not_rated
    words = say.passing(counts.passed, counts.applicable, isolated(label)) if is_rated else ""
    words = words or say.rated(counts.rated, counts.applicable)
    short, is_critical = lacking_words(result, framework), result.dimension.critical
    return say.numbers([words if counts.applicable else ""], is_critical=is_critical, short=short)


def _remarks(result: DimensionResult, framework: Framework, *, is_part: bool, bounds: bool) -> str:
    figures = result.figures
    counts = short_counts(figures.counts, framework)
    if is_part and figures.counts.total:
        counts = f"{counted_words(figures.counts.total, framework.element_label.lower())}: {counts}"
    remarks = [*weight_remarks(result.dimension), counts, lacking_words(result, framework)]
    remarks += [bounds_words(figures)] if bounds and framework.show_score else []
    remarks += [say.PROVISIONAL.lower() * figures.provisional, _near_miss_words(figures, {}) or ""]
    return "; ".join(filter(None, remarks))


# Everything -------------------------------------------------------------------------------------


def dimension_blocks(
    results: Iterable[DimensionResult], telling: Telling, *, level: int, is_part: bool = False
) -> Iterator[Block]:
    """Yield all that dimensions came to; `is_part` is said of those that stand in an indicator."""
    framework = telling.scorecard.framework
    for result in (each for each in results if each.applies or not telling.is_document):
        dimension, is_one = result.dimension, is_part or bool(result.dimension.counts_as)
        title = named(dimension)
        if not telling.is_document or (dimension.id[0].isdigit() and not is_one):
            noun = framework.indicator_label if dimension.counts_as else framework.dimension_label
            title = f"{dimension.id} " if is_part else f"{noun} {dimension.id}: "
            title += isolated(dimension.title)
        standing = standing_cell(result.figures, framework)
        tone = standing.tone if telling.is_document else None
        yield Heading(level, title, tone, from_file=True, target=dimension.id)
        yield from facts(_figures_facts(standing, result, framework, is_part=is_one))
        if telling.is_document:
            yield from prose_blocks(dimension, "description")
        yield from rating_blocks(dimension.id, result.rating, telling)
        for indicator in result.indicators:
            if indicator.applies or not telling.is_document:
                yield from indicator_blocks(indicator, telling, level=level + 1)
                yield from reviewed_blocks(indicator, telling)
        yield from dimension_blocks(result.dimensions, telling, level=level + 1, is_part=is_one)


def _figures_facts(
    standing: Cell, result: DimensionResult, framework: Framework, *, is_part: bool
) -> Iterator[Fact]:
    figures, remarks = result.figures, _remarks(result, framework, is_part=is_part, bounds=False)
    if not result.applies:
        yield say.RESULT, standing._replace(text=say.NOT_ASKED)
        return
    if stands_by_score(framework) and figures.score is not None:
        yield say.SCORE, _score_cell(figures, framework, remarks)
        return
    label = say.RESULT if stands_by_score(framework) else standing_label(framework)
    yield label, standing._replace(text=f"{standing.text}: {remarks}")
    yield say.GRADE, grade_cell(figures, framework) if framework.judges else None
    yield say.SCORE, score_words(figures) if framework.show_score else None
