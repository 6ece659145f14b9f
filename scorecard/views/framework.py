"""A framework as a report and as JSON: what `show` shows."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeVar

from scorecard.directions import isolated
from scorecard.model.assessment import Subject
from scorecard.model.digest import framework_digest
from scorecard.model.framework import (
    Dimension,
    EvidencePolicy,
    Framework,
    Indicator,
    NotApplicablePolicy,
    Status,
    asked_of,
    indicators_below,
    is_asked_of,
)
from scorecard.model.keys import LINE, PROSE, WORD, texts_of
from scorecard.views.data import Json, written_json
from scorecard.views.report import (
    Block,
    Column,
    Fact,
    Heading,
    Prose,
    Report,
    facts,
    items,
    row,
    table,
)
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    bounds_words,
    counted_words,
    framework_labels,
    full_score_text,
    grade_rule_words,
    label_cell,
    label_of,
    passing_words,
    percent_text,
    plural,
    points_words,
    rated_words,
    score_text,
    source_words,
    told_by,
    verdict_cell,
    whole_rule_words,
)

AskedT = TypeVar("AskedT", Dimension, Indicator)


def framework_view(framework: Framework, subject: Subject | None = None) -> Report:
    """Return a framework as a reader wants it: what it asks, of all or of one subject, and how it judges."""
    with told_by(framework):
        who = _asked_words(framework, subject) if subject else None
        blocks = facts([(say.FRAMEWORK, framework.ref), (say.ASKED_OF, who)])
        blocks += prose_blocks(framework, "description")
        blocks += [Heading(1, say.HOW_IT_IS_JUDGED), *judging_blocks(framework)]
        blocks += _dimension_blocks(framework.dimensions, framework, subject, level=1)
        if framework.sources:
            sources = (f"{key}: {source_words(source)}" for key, source in framework.sources.items())
            blocks += [Heading(1, say.SOURCES), *items(sources)]
        blocks += [Heading(1, say.ABOUT_FRAMEWORK), *facts(_facts(framework))]
        return Report(title=isolated(framework.title), blocks=tuple(blocks), language=framework.language)


def _asked(things: Iterable[AskedT], subject: Subject | None) -> list[AskedT]:
    return [each for each in things if subject is None or is_asked_of(each, subject.tags)]


def _not_asked(framework: Framework, subject: Subject) -> list[str]:
    asked = {each.id for each in asked_of(framework.dimensions, subject.tags)}
    return [each.id for each in framework.indicators() if each.counted and each.id not in asked]


def _asked_words(framework: Framework, subject: Subject) -> str:
    total = rated_words(sum(each.counted for each in framework.indicators()), framework)
    count = len(_not_asked(framework, subject))
    return say.asked_of(isolated(subject.name), [*map(isolated, subject.tags)], count, total)


def _facts(framework: Framework) -> Iterator[Fact]:
    for key, text in texts_of(framework, WORD, LINE):
        if key.name != "title":
            yield say.label(key), isolated(text) if key.name == "publisher" else text
    yield say.PUBLISHED, say.day(framework.date) if framework.date else None
    yield say.REPLACES, None if framework.replaces is None else str(framework.replaces)
    yield say.DIGEST, framework_digest(framework)


def judging_blocks(framework: Framework) -> Iterator[Block]:
    """Yield how a framework judges, in words, and the levels of each scale."""
    yield from facts(_judging_facts(framework))
    used = {framework.scale_name(each) for each in framework.indicators() if framework.reachable_levels(each)}
    for name, levels in framework.scales.items():
        if not framework.judges and name not in used:
            continue
        means = say.MEANS if framework.judges else None
        columns = (say.LEVEL, means, Column(say.VALUE, is_number=True), Column(say.LABEL, flexible=True))
        rows = []
        for level in levels:
            score = score_text(Fraction(level.value))
            rows.append(row(level.id, verdict_cell(level.status, framework), score, label_of(level)))
        yield table(say.scale(name), columns, rows)
    if framework.grades:
        found = ((each, grade_rule_words(each, framework)) for each in framework.grades)
        rows = [row(grade.id, label_cell(grade, framework), when) for grade, when in found]
        yield table(say.GRADES_CAPTION, (say.GRADE, say.LABEL, Column(say.WHEN, flexible=True)), rows)


def _judging_facts(framework: Framework) -> Iterator[Fact]:
    label = framework.dimension_label
    noun = indicators = plural(framework.indicator_label.lower())
    if any(dimension.dimensions for dimension in framework.dimensions):
        noun = say.and_in_it(indicators, plural(label.lower()))
    if framework.judges:
        yield say.any_of(label.lower()), passing_words(framework, framework, noun)
        yield say.WHOLE, whole_rule_words(framework)
    else:
        yield say.JUDGES, say.judges_not(has_grades=bool(framework.grades))
    yield say.SCORE, say.aggregated(framework.aggregation, indicators, full_score_text())
    if framework.overall.aggregation not in (None, framework.aggregation):
        yield say.WHOLE_SCORE, say.aggregated(framework.overall.aggregation, indicators)
    shown = say.shows(verdicts=framework.judges, grades=bool(framework.grades))
    yield say.SHOWN, None if framework.show_score else shown
    if framework.minimum_coverage:
        yield say.PROVISIONAL, say.quotable_from(percent_text(Fraction(framework.minimum_coverage)))
    yield say.EVIDENCE, _evidence_words(framework)
    yield say.status(Status.NOT_APPLICABLE), say.key_value(framework.not_applicable.value)


def _evidence_words(framework: Framework) -> str:
    others: dict[EvidencePolicy, list[str]] = {}
    for each in framework.indicators():
        if each.counted and each.evidence not in (None, framework.evidence):
            others.setdefault(each.evidence, []).append(each.id)
    words = [say.evidence_at(ids, policy) for policy, ids in others.items()]
    return "; ".join([say.evidence_needed(framework.evidence), *words])


def _dimension_blocks(
    dimensions: Iterable[Dimension], framework: Framework, subject: Subject | None, *, level: int
) -> Iterator[Block]:
    for each in _asked(dimensions, subject):
        label = framework.indicator_label if each.counts_as else framework.dimension_label
        yield Heading(level, say.titled_thing(label, each.id, isolated(each.title)), from_file=True)
        made_of = [(say.COUNTS_AS, _as_one_words(each, framework))] if each.counts_as else []
        yield from facts([*made_of, *dimension_facts(each, framework)])
        yield from prose_blocks(each, "description")
        for indicator in _asked(each.indicators, subject):
            yield from _indicator_blocks(indicator, framework, level=level + 1)
        yield from _dimension_blocks(each.dimensions, framework, subject, level=level + 1)


def _as_one_words(dimension: Dimension, framework: Framework) -> str:
    elements = sum(each.counted for each in indicators_below([dimension]))
    made_of = counted_words(elements, framework.element_label.lower())
    return say.made_up_of(isolated(framework.indicator_label.lower()), made_of)


def dimension_facts(dimension: Dimension, framework: Framework) -> Iterator[Fact]:
    """Yield what holds for a dimension otherwise than for the others."""
    yield from _item_facts(dimension, framework)
    label = framework.element_label if dimension.counts_as else framework.indicator_label
    rated = plural(label.lower())
    if framework.judges and (dimension.pass_when or dimension.partial_when):
        yield (
            say.VERDICT,
            passing_words(dimension, framework, say.ITEMS_IN_IT if dimension.dimensions else rated),
        )
    if dimension.aggregation:
        yield say.SCORE, say.aggregated(dimension.aggregation, rated)


def _item_facts(item: Dimension | Indicator, framework: Framework) -> Iterator[Fact]:
    is_critical = item.critical and framework.judges
    holder = isolated(framework.dimension_label.lower())
    yield say.CRITICAL, say.critical(holder, framework_labels(framework)) if is_critical else None
    yield say.WEIGHT, str(item.weight) if item.weight != 1 else None
    yield say.APPLIES_TO, say.tagged([*map(isolated, item.applies_to)]) if item.applies_to else None


def _indicator_blocks(indicator: Indicator, framework: Framework, *, level: int) -> Iterator[Block]:
    title = f"{indicator.id} {isolated(indicator.title)}"
    yield Heading(level, title, from_file=True, target=indicator.id)
    requirement, *others = prose_blocks(indicator, "requirement")
    yield requirement
    yield from facts(_indicator_facts(indicator, framework))
    yield from others
    yield from bands_blocks(indicator, framework)


def prose_blocks(content: Framework | Dimension | Indicator, first: str) -> Iterator[Prose]:
    """Yield what is said in prose, each text under its label; the key that says what it is needs none."""
    for key, text in texts_of(content, PROSE):
        yield Prose(text, label=None if key.name == first else say.label(key), from_file=True)


def bands_blocks(indicator: Indicator, framework: Framework, label: str = "") -> list[Block]:
    """Return how a measured indicator is rated: by bands, the first that fits gives the level; by points."""
    unit = isolated(indicator.unit or "")
    levels = {level.id: label_of(level) for level in framework.scale_of(indicator)}
    bands = indicator.measure.bands if indicator.measure else ()
    words = (f"{levels[each.level]}: {bounds_words(each, unit)}" for each in bands)
    blocks = items(words, label or say.HOW_MEASURED)
    points = points_words(indicator.measure) if indicator.measure else ""
    return blocks + items([points] if points else [], say.POINTS_TITLE)


def _indicator_facts(indicator: Indicator, framework: Framework) -> Iterator[Fact]:
    yield say.STATE, None if indicator.counted else say.uncounted(indicator.state)
    yield from _item_facts(indicator, framework)
    yield say.SCALE, indicator.scale if indicator.scale != next(iter(framework.scales)) else None
    yield say.EVIDENCE, indicator.evidence and say.evidence_needed(indicator.evidence)
    is_forbidden = indicator.not_applicable is NotApplicablePolicy.FORBIDDEN
    word = say.key_value(NotApplicablePolicy.FORBIDDEN)
    yield say.status(Status.NOT_APPLICABLE), word if is_forbidden else None
    yield say.SOURCES, say.listed(indicator.sources) or None


# For programs -----------------------------------------------------------------------------------


def framework_json(framework: Framework, subject: Subject | None = None) -> Json:
    """Return `scorecard/framework/1`: all that a framework says, of what it asks of all or of one subject.

    Its title is given to an indicator that has none, and its scale to one that names none.
    """
    own: dict[str, object] = {} if framework.judges else {"pass_when": None, "partial_when": None}
    own["dimensions"] = _named(framework.dimensions, framework, subject)
    return {
        "schema": "scorecard/framework/1",
        **written_json(framework.model_copy(update=own)),
        "digest": framework_digest(framework),
        "subject": subject.id if subject else None,
        "not_asked": [*_not_asked(framework, subject)] if subject else [],
    }


def _named(
    dimensions: Iterable[Dimension], framework: Framework, subject: Subject | None
) -> tuple[Dimension, ...]:
    """Return what is asked of dimensions, each indicator naming its scale."""
    return tuple(
        each.model_copy(
            update={
                "indicators": tuple(
                    one.model_copy(update={"scale": framework.scale_name(one)})
                    for one in _asked(each.indicators, subject)
                ),
                "dimensions": _named(each.dimensions, framework, subject),
            }
        )
        for each in _asked(dimensions, subject)
    )
