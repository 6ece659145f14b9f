"""A framework as a report and as JSON: what `show` shows."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from scorecard.directions import isolated
from scorecard.model.digest import framework_digest
from scorecard.model.framework import (
    Aggregation,
    Dimension,
    EvidencePolicy,
    Framework,
    Indicator,
    Level,
    NotApplicablePolicy,
)
from scorecard.model.keys import LINE, PROSE, WORD, texts_of
from scorecard.views.data import Json, computed, texts_json
from scorecard.views.report import (
    Block,
    Cell,
    Column,
    Fact,
    Heading,
    Prose,
    Report,
    Row,
    facts,
    items,
    row,
    table,
)
from scorecard.views.words import (
    EVIDENCE_WORDS,
    listed,
    passing_words,
    percent_text,
    plural,
    points_words,
    score_text,
    source_words,
    told_by,
    tone_of,
    whole_rule_words,
)

_AGGREGATION_WORDS = {
    Aggregation.MEAN_OF_DIMENSIONS: "the weighted mean of what is in it, group by group",
    Aggregation.MEAN_OF_INDICATORS: "the weighted mean of all indicators below it, whatever their group",
    Aggregation.MINIMUM: "the smallest score of what is in it",
}


def framework_view(framework: Framework) -> Report:
    """Return a framework as a reader wants it: what it asks, and how it judges."""
    with told_by(framework):
        blocks = facts(_facts(framework))
        blocks += prose_blocks(framework, "description")
        blocks += [Heading(1, "How it judges"), *judging_blocks(framework)]
        blocks += _dimension_blocks(framework.dimensions, framework, level=1)
        if framework.sources:
            sources = (f"{key}: {source_words(source)}" for key, source in framework.sources.items())
            blocks += [Heading(1, "Sources"), *items(sources)]
        return Report(title=isolated(framework.title), blocks=tuple(blocks), language=framework.language)


def _facts(framework: Framework) -> Iterator[Fact]:
    yield "Framework", framework.ref
    for key, text in texts_of(framework, WORD, LINE):
        if key.name != "title":
            yield key.label, isolated(text) if key.name == "publisher" else text
    yield "Replaces", None if framework.replaces is None else str(framework.replaces)
    yield "Digest", framework_digest(framework)


def judging_blocks(framework: Framework) -> Iterator[Block]:
    """Yield how a framework judges, in words, and the levels of each scale."""
    yield from facts(_judging_facts(framework))
    for name, levels in framework.scales.items():
        columns = ("Level", "Means", Column("Value", is_number=True), Column("Label", flexible=True))
        yield table(f"Scale {name}", columns, map(_level_row, levels))


def _level_row(level: Level) -> Row:
    means, value = Cell(level.status.value, tone_of(level.status)), score_text(Fraction(level.value))
    return row(level.id, means, value, isolated(level.label or level.id))


def _judging_facts(framework: Framework) -> Iterator[Fact]:
    label = framework.dimension_label
    noun = plural(framework.indicator_label.lower())
    if any(dimension.dimensions for dimension in framework.dimensions):
        noun += f" and {plural(label.lower())} in it"
    yield f"A {label.lower()}", passing_words(framework.pass_when, framework.partial_when, noun)
    yield "The whole", whole_rule_words(framework)
    yield "Score", f"{_AGGREGATION_WORDS[framework.aggregation]}; 0 to 100"
    if framework.overall.aggregation not in (None, framework.aggregation):
        yield "The whole's score", _AGGREGATION_WORDS[framework.overall.aggregation]
    yield "Shown", None if framework.show_score else "verdicts and counts; scores only to machines"
    if framework.minimum_coverage:
        least = percent_text(Fraction(framework.minimum_coverage))
        yield "Provisional", f"when less than {least} of what applies is rated"
    yield "Evidence", _evidence_words(framework)
    yield "Not applicable", framework.not_applicable.value


def _evidence_words(framework: Framework) -> str:
    others: dict[EvidencePolicy, list[str]] = {}
    for each in framework.indicators():
        if each.counted and each.evidence not in (None, framework.evidence):
            others.setdefault(each.evidence, []).append(each.id)
    words = [f"at {listed(ids)} {EVIDENCE_WORDS[policy]}" for policy, ids in others.items()]
    return "; ".join([EVIDENCE_WORDS[framework.evidence], *words])


def _dimension_blocks(
    dimensions: Iterable[Dimension], framework: Framework, *, level: int
) -> Iterator[Block]:
    for each in dimensions:
        title = f"{framework.dimension_label} {each.id}: {isolated(each.title)}"
        yield Heading(level, title, from_file=True)
        yield from facts(dimension_facts(each, framework))
        yield from prose_blocks(each, "description")
        for indicator in each.indicators:
            yield from _indicator_blocks(indicator, framework, level=level + 1)
        yield from _dimension_blocks(each.dimensions, framework, level=level + 1)


def dimension_facts(dimension: Dimension, framework: Framework) -> Iterator[Fact]:
    """Yield what holds for a dimension otherwise than for the others."""
    yield from _weight_facts(dimension)
    if dimension.pass_when or dimension.partial_when:
        noun = "items in it" if dimension.dimensions else plural(framework.indicator_label.lower())
        partial_when = dimension.partial_when or framework.partial_when
        yield "Verdict", passing_words(dimension.pass_when or framework.pass_when, partial_when, noun)
    if dimension.aggregation:
        yield "Score", _AGGREGATION_WORDS[dimension.aggregation]


def _weight_facts(item: Dimension | Indicator) -> Iterator[Fact]:
    yield "Critical", "without it, what holds it cannot pass" if item.critical else None
    yield "Weight", str(item.weight) if item.weight != 1 else None


def _indicator_blocks(indicator: Indicator, framework: Framework, *, level: int) -> Iterator[Block]:
    yield Heading(level, f"{indicator.id} {isolated(indicator.title)}", from_file=True)
    requirement, *others = prose_blocks(indicator, "requirement")
    yield requirement
    yield from facts(_indicator_facts(indicator, framework))
    yield from others
    yield from bands_blocks(indicator, framework)


def prose_blocks(content: Framework | Dimension | Indicator, first: str) -> Iterator[Prose]:
    """Yield what is said in prose, each text under its label; the key that says what it is needs none."""
    for key, text in texts_of(content, PROSE):
        yield Prose(text, label=None if key.name == first else key.label, from_file=True)


def bands_blocks(indicator: Indicator, framework: Framework, label: str = "") -> list[Block]:
    """Return how a measured indicator is rated: by bands, the first that fits gives the level; by points."""
    unit = isolated(indicator.unit or "")
    levels = {level.id: isolated(level.label or level.id) for level in framework.scale_of(indicator)}
    bands = indicator.measure.bands if indicator.measure else ()
    words = (
        f"{levels[each.level]}: {f'{each.bounds} {unit}' if each.bounds else 'all else'}" for each in bands
    )
    blocks = items(words, label or f"Measured in {unit}; the first that fits")
    points = points_words(indicator.measure) if indicator.measure else ""
    return blocks + items([points] if points else [], "Score by what is measured")


def _indicator_facts(indicator: Indicator, framework: Framework) -> Iterator[Fact]:
    yield "State", None if indicator.counted else f"{indicator.state}: shown, never counted"
    yield from _weight_facts(indicator)
    yield "Scale", indicator.scale if indicator.scale != next(iter(framework.scales)) else None
    yield "Evidence", indicator.evidence and EVIDENCE_WORDS[indicator.evidence]
    is_forbidden = indicator.not_applicable is NotApplicablePolicy.FORBIDDEN
    yield "Not applicable", "forbidden" if is_forbidden else None
    yield "Sources", listed(indicator.sources) or None


# For programs -----------------------------------------------------------------------------------


def framework_json(framework: Framework) -> Json:
    """Return `scorecard/framework/1`: what a framework is and asks, without its sources."""
    return {
        "schema": "scorecard/framework/1",
        "id": framework.id,
        "version": framework.version,
        "title": framework.title,
        "digest": framework_digest(framework),
        "note": framework.note,
        "dimensions": [_asked(dimension) for dimension in framework.dimensions],
    }


def _asked(dimension: Dimension) -> Json:
    return {
        "id": dimension.id,
        **texts_json(dimension),
        "dimensions": [_asked(inner) for inner in dimension.dimensions],
        "indicators": [
            {
                "id": indicator.id,
                **texts_json(indicator),
                "state": indicator.state.value,
                "weight": computed(indicator.weight),
                "critical": indicator.critical,
            }
            for indicator in dimension.indicators
        ],
    }
