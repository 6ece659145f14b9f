"""How a result was made: rules and scales in words, what is not rated, which text of a framework judged."""

from collections.abc import Iterator

from scorecard.directions import isolated
from scorecard.model.digest import framework_digest
from scorecard.model.framework import Framework
from scorecard.scoring.scorecard import Scorecard, all_dimensions
from scorecard.views.framework import dimension_facts, judging_blocks
from scorecard.views.report import Block, Heading, Prose, facts
from scorecard.views.scorecard import bounds_words, unrated_counts
from scorecard.views.words import named


def method_blocks(scorecard: Scorecard) -> Iterator[Block]:
    """Yield how a result was made, what is not rated, and which text of which framework judged."""
    framework = scorecard.framework
    yield Heading(1, "Method")
    yield from judging_blocks(framework)
    yield Prose(_unrated_words(scorecard), label="What is not rated")
    if framework.description:
        yield Prose(framework.description, label="The framework", from_file=True)
    yield from facts(
        [
            ("Framework", isolated(framework.title)),
            ("Version", framework.ref),
            ("Digest", framework_digest(framework)),
            ("Publisher", framework.publisher and isolated(framework.publisher)),
            ("Licence of the framework", framework.licence),
            ("Licence of the assessment", scorecard.assessment.licence),
        ]
    )
    for each in (one for one in all_dimensions(scorecard.dimensions) if one.applies):
        if own := facts(dimension_facts(each.dimension, framework)):
            yield from (Heading(2, named(each.dimension)), *own)


def _certain_words(framework: Framework) -> str:
    if framework.judges:
        return (
            ": a verdict is certain only if it holds whatever the rating will be, and undetermined otherwise"
        )
    return ": a grade is certain only if it is the same whatever the rating will be" * bool(framework.grades)


def _unrated_words(scorecard: Scorecard) -> str:
    framework, figures = scorecard.framework, scorecard.figures
    counts, noun = unrated_counts(figures, framework)
    if not counts.applicable:
        words = f"No {isolated(framework.indicator_label.lower())} applies."
    elif not counts.not_rated:
        words = f"All {counts.applicable} {noun} that apply are rated."
    else:
        verb = "is" if counts.not_rated == 1 else "are"
        words = (
            f"{counts.not_rated} of the {counts.applicable} {noun} that apply {verb} not rated. Nothing is "
            f"guessed{_certain_words(framework)}."
        )
        bounds = bounds_words(figures) if framework.show_score else ""
        words += f" The score is that of what is rated; once all is, it lies {bounds}." if bounds else ""
    if counts.not_applicable:
        verb = "does not apply and is" if counts.not_applicable == 1 else "do not apply and are"
        words += f" {counts.not_applicable} {verb} left out of every figure."
    return words
