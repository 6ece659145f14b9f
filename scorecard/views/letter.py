"""What a subject is asked to comment: each rating as it is shown, why, and room to answer; nothing internal.

No mark is in it, nor who assessed, how sure they were, what they noted for themselves or what they recommend.
"""

from collections import Counter
from collections.abc import Iterator

from scorecard.directions import isolated
from scorecard.model.framework import Framework, Indicator, Status
from scorecard.model.reply import Reply
from scorecard.scoring.scorecard import DimensionResult, IndicatorResult, Scorecard, all_dimensions
from scorecard.views.framework import bands_blocks, prose_blocks
from scorecard.views.indicator import evidence_words, level_cell, measured_words, weight_remarks
from scorecard.views.report import Block, Column, Heading, Prose, Report, Table, facts, items, row, table
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    framework_words,
    label_of,
    named,
    passing_words,
    rated_nouns,
    standing_cell,
    standing_cells,
    standing_label,
    told_by,
    verdict_word,
    whole_rule_words,
)


def letter_view(scorecard: Scorecard, reply: Reply) -> Report:
    """Return the letter: `scorecard` is of the ratings as they are shown, `reply` says who is asked."""
    framework, assessment = scorecard.framework, scorecard.assessment
    with told_by(framework):
        name = isolated(assessment.subject.name)
        days = (say.day(each) if each else None for each in (reply.invited, reply.due, assessment.date))
        told = isolated(reply.by), *days, framework_words(framework)
        standing = (standing_label(framework), standing_cell(scorecard.figures, framework))
        blocks: list[Block] = [Prose(intro(scorecard, reply))]
        rule = whole_rule_words(framework) if framework.judges else None
        sent = ((each, say.ROOM) for each in say.LETTER_SENT)
        blocks += facts([*sent, *zip(say.LETTER_FACTS, told, strict=True), standing, (say.RULE, rule)])
        for dimension, results in asked(scorecard):
            blocks.append(Heading(1, named(dimension.dimension), from_file=True))
            noun = say.ITEMS_IN_IT if dimension.dimensions else rated_nouns(framework)
            rule = passing_words(dimension.dimension, framework, noun) if framework.judges else None
            blocks += facts([*standing_cells(dimension.figures, framework).items(), (say.RULE, rule)])
            for each in results:
                blocks += _rating_blocks(each, scorecard)
        blocks.append(Heading(1, say.LETTER_WHOLE))
        blocks.append(_room(say.LETTER_WHOLE, ((question, "") for question in say.LETTER_WHOLE_QUESTIONS)))
        title, language = say.letter_title(name), framework.language
        return Report(title, tuple(blocks), language=language, is_draft=assessment.is_draft)


def intro(scorecard: Scorecard, reply: Reply) -> str:
    """Return what a subject is told before the ratings."""
    subject, framework = isolated(scorecard.assessment.subject.name), isolated(scorecard.framework.title)
    due = say.day(reply.due) if reply.due else ""
    return say.letter_intro(subject, framework, is_draft=scorecard.assessment.is_draft, due=due)


def asked(scorecard: Scorecard) -> Iterator[tuple[DimensionResult, list[IndicatorResult]]]:
    """Yield what is judged of the subject in reading order, by the dimension that it is in."""
    for each in all_dimensions(scorecard.dimensions):
        if results := [result for result in each.indicators if result.counted]:
            yield each, results


def rating_words(result: IndicatorResult, framework: Framework) -> str:
    """Return a rating in the framework's own word, with its measurement."""
    return ", ".join(filter(None, (level_cell(result, framework).text, measured_words(result))))


def proposals(indicator: Indicator, framework: Framework) -> dict[str, str]:
    """Return which words may be proposed of an indicator, the framework's own, each with its id."""
    levels = () if indicator.measure is not None else framework.scale_of(indicator)
    words = [(label_of(each), each.id) for each in levels]
    if framework.may_be_set_aside(indicator):
        words.append((verdict_word(Status.NOT_APPLICABLE, framework), Status.NOT_APPLICABLE.value))
    counts = Counter(word.casefold() for word, _ in words)
    return {word if counts[word.casefold()] == 1 else f"{word} ({id})": id for word, id in words}


def _rating_blocks(result: IndicatorResult, scorecard: Scorecard) -> Iterator[Block]:
    indicator, framework = result.indicator, scorecard.framework
    yield Heading(2, named(indicator), from_file=True)
    yield Prose(indicator.requirement, say.ASKS, from_file=True)
    _, *others = prose_blocks(indicator, "requirement")
    yield from others
    rated = level_cell(result, framework)._replace(text=rating_words(result, framework))
    yield from facts([(say.RATED, rated), (say.COUNTS, ", ".join(weight_remarks(indicator)) or None)])
    yield from bands_blocks(indicator, framework)
    if result.rating.rationale:
        yield Prose(result.rating.rationale, say.WHY_RATED, is_markdown=True)
    evidence = (evidence_words(each, scorecard.sources) for each in result.rating.evidence)
    yield from items(evidence, say.CHECKED_IN)
    if result.status is Status.NOT_RATED:
        return
    choices = [] if indicator.measure is None else [f"{say.ROOM} {isolated(indicator.unit or '')}"]
    choices += proposals(indicator, framework)
    rooms = say.boxes([*say.ANSWERS.values()]), say.boxes(choices), "", ""
    yield _room(named(indicator), zip(say.LETTER_QUESTIONS, rooms, strict=True))


def _room(what: str, rows: Iterator[tuple[str, str]]) -> Table:
    ask, answer = say.LETTER_TABLE
    columns = (ask, Column(answer, flexible=True))
    return table(say.your_answer(what), columns, (row(*each) for each in rows))._replace(is_whole=True)
