"""The text of a new assessment: every indicator with what it asks, in comments, and nothing rated.

Whoever opens it needs no manual: what to do stands at its top, and above each indicator what is judged, how,
and what may be answered. Texts of frameworks and of earlier assessments stand in comments, where nothing in
them can act.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scorecard.editing.assessment_fields import REVIEW
from scorecard.editing.carry_over import Carried, Entry, free_key
from scorecard.editing.reflow import flow
from scorecard.editing.scaffold import fill_scaffold
from scorecard.editing.yaml_style import spell_text, write_comment, write_entry, write_mapping
from scorecard.model.assessment import Evidence, Rating
from scorecard.model.digest import framework_digest, has_stale_pin
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import (
    Asked,
    Dimension,
    EvidencePolicy,
    Framework,
    Indicator,
    Measure,
    Status,
    asked_of,
    asked_words,
    dimensions_below,
    rated_of,
)
from scorecard.model.keys import PROSE, example_of, keys_of, texts_of
from scorecard.model.lexical import exact_number, typed_number
from scorecard.model.source import Source

_RULE = "=" * 84
_RULE_OF_ONE = "-" * 84
_EVIDENCE_WORDS = {
    EvidencePolicy.REQUIRED: "Evidence: needed for every rating",
    EvidencePolicy.REQUIRED_FOR_PASS: "Evidence: needed for a pass",
}
_CRITICAL = "Critical: without it, what holds it cannot pass"
_LATER_KEYS = {"applies_to", "counts_as", "grades", "points", "verdict"}
_IGNORE = re.compile(r"(scorecard:[ \t]*ignore)(?=\[)")
_MODELINE = re.compile(r"yaml-language-server(?=\s*:)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssessment:
    """What is known of an assessment before anything is rated.

    `place` is where it goes. `is_name_made` says that the subject's name was made from its id.
    """

    framework: Framework
    place: AssessmentPath
    name: str
    is_name_made: bool = False
    tags: tuple[str, ...] = ()
    title: str | None = None
    carried: Carried | None = None

    @property
    def rated(self) -> list[Indicator]:
        """The indicators that its subject is asked by its tags."""
        return rated_of(self.framework.dimensions, self.tags)


def draft_assessment(new: NewAssessment) -> str:
    """Return the text of a draft in which every counted indicator is not rated, or rated as carried over.

    What is not asked of the subject is left out; where the subject has no tags yet, it stands in notes.
    """
    framework, place, carried = new.framework, new.place, new.carried
    known = {each.casefold() for each in (*framework.sources, *(carried.sources if carried else ()))}
    key = free_key("plan", known.__contains__)
    about = f"{new.name}, {place.date}, judged by {framework.title} ({framework.ref})."
    title: Entry = {"title": new.title} if new.title is not None else {}
    subject: Entry = {"id": place.subject, "name": new.name, **({"tags": list(new.tags)} if new.tags else {})}
    texts = {
        "ABOUT": comment(about),
        "REF": place.name,
        "CARRIED": f"#\n{comment(_carried_words(carried))}" if carried else "",
        "EXAMPLE": _example(new, key),
        "FRAMEWORK": write_mapping({"kind": "assessment", "framework": framework.ref}),
        "DIGEST": write_entry("framework_digest", framework_digest(framework)),
        "MADE": "# The name was made from the id: check it.\n" if new.is_name_made else "",
        "SUBJECT": write_mapping({"subject": subject})
        + _tags_hint(new)
        + write_mapping({"date": place.date.isoformat(), **title}),
        "THEN": _then_words(carried) if carried else "",
        "TITLE": "# title: What this assessment is called\n" if new.title is None else "",
        "DOCUMENT": f"{f'# document: {key}':<27}",
        "SOURCES": _sources(new, key),
        "RATINGS": _ratings(new),
        "LEFT": _left_behind(carried, framework) if carried and carried.left_behind else "",
    }
    return fill_scaffold("assessment.yaml", **texts)


def comment(text: str, *, indent: int = 0) -> str:
    """Return a text as comment lines, its prose wrapped anew, in which programs find nothing to act on."""
    return write_comment(flow(_tamed(text)), indent=indent)


def _tamed(text: str) -> str:
    return _MODELINE.sub("yaml-language-server (quoted)", _IGNORE.sub(r"\1 ", text))


# What stands at the top -------------------------------------------------------------------------


def _example(new: NewAssessment, source: str) -> str:
    if not new.rated:
        return ""
    shown = next((each for each in new.rated if each.measure is None), new.rated[0])
    best = max(new.framework.scale_of(shown), key=lambda level: level.order)
    rating: Entry = {"level": best.id} if shown.measure is None else {"measured": "12.5"}
    evidence: Entry = {"source": source, **example_of(Evidence)}
    for key in keys_of(Rating):
        if key.example or key.name == "evidence":
            rating[key.name] = key.example or [evidence]
    about = "A rating with everything that it may have, most of which can be left out:"
    example = f"#\n{write_comment(about)}#\n{_hinted(write_entry(shown.id, rating, indent=2))}"
    whole = next(asked_of(new.framework.dimensions, new.tags))
    if not _uses_later_keys(new.framework):
        return example
    remark = write_entry(whole.id, {"rationale": "What there is to say of it as a whole."}, indent=2)
    label = f"{new.framework.dimension_label.lower()} {whole.id}"
    more = f"Of {label} too something may be said (why, evidence, a recommendation), but never a level:"
    return f"{example}#\n{comment(more)}#\n{_hinted(remark)}"


def _uses_later_keys(framework: Framework) -> bool:
    """Whether a framework says something that none could before something could be said of dimensions."""
    measures = [each.measure for each in framework.indicators() if each.measure]
    given = (each.model_fields_set for each in (framework, *asked_of(framework.dimensions), *measures))
    return any(each & _LATER_KEYS for each in given)


def _carried_words(carried: Carried) -> str:
    earlier = carried.earlier
    notes = " Where one was not carried over, a note says why and what it was."
    more = f", and {carried.count_reasons} more without a level," if carried.count_reasons else ""
    parts = [
        f"{carried.count} of {carried.count_before} ratings{more} were carried over from {earlier.name}, "
        f"which was judged by {earlier.framework.ref}. Each is marked {REVIEW}: confirm or change it, then "
        f"take that line out.{'' if carried.count == carried.count_before else notes}"
    ]
    if count := carried.count_dimensions:
        noun = "dimension" if count == 1 else "dimensions"
        parts.append(f"Remarks on {count} {noun} as a whole came over too, marked alike.")
    if carried.alignment.broken is not None:
        parts.append(f"Indicators were matched by their ids alone, for {carried.alignment.broken}.")
    if has_stale_pin(earlier.content, earlier.framework):
        parts.append(f"{earlier.framework.ref} was changed after those ratings were made.")
    return "\n\n".join(parts)


def _tags_hint(new: NewAssessment) -> str:
    tags = dict.fromkeys(tag for each in asked_of(new.framework.dimensions) for tag in each.applies_to)
    if new.tags or not tags:
        return ""
    about = comment("It is asked some things by its tags, of these:", indent=2)
    return about + _hinted(_tamed(write_entry("tags", list(tags))), indent=2)


# What may be filled in --------------------------------------------------------------------------


def _sources(new: NewAssessment, key: str) -> str:
    known, carried = new.framework.sources, new.carried
    parts = [write_comment(f"Sources of the framework can be cited too: {', '.join(known)}")] if known else []
    source: Entry = {**example_of(Source)}
    if carried is not None and carried.sources:
        more = _hinted(write_entry(key, source, indent=2))
        parts += [write_entry("sources", dict(carried.sources)), f"# One more source:\n{more}"]
    else:
        about = "# What ratings cite as evidence, each under a key of your choice:\n#\n"
        parts.append(about + _hinted(write_entry("sources", {key: source})))
    return "\n".join(parts)


def _hinted(text: str, *, indent: int = 0) -> str:
    return "".join(f"{' ' * indent}# {line}\n" for line in text.splitlines())


def _then_words(carried: Carried) -> str:
    """Say what the earlier assessment assessed, which a new one hardly does again, and who judged."""
    content = carried.earlier.content
    document = content.document
    if isinstance(document, str):
        document = content.sources.get(document) or carried.earlier.framework.sources.get(document)
    parts = []
    if document is not None:
        parts.append(f"assessed “{document.title}”" + (f" of {document.date}" if document.date else ""))
    parts += [f"was judged by {', '.join(content.assessors)}"] if content.assessors else []
    return comment(f"{carried.earlier.name} {' and '.join(parts)}.") + "#\n" if parts else ""


# Ratings ----------------------------------------------------------------------------------------


def _ratings(new: NewAssessment) -> str:
    dimensions, carried = new.framework.dimensions, new.carried.ratings if new.carried else {}
    wholes = [each for each, _ in dimensions_below(dimensions) if each.counts_as]
    finer = {each.id for each, _ in dimensions_below(wholes)}
    rated = {each.id for each in new.rated}
    parts = ["ratings:\n" if rated or carried else "ratings: {}\n"]
    for thing in asked_of(dimensions, new.tags or None):
        if isinstance(thing, Dimension):
            parts.append(_heading(thing, new, _RULE_OF_ONE if thing.id in finer else _RULE))
        else:
            parts.append(_indicator(thing, new, is_apart=thing.counted and thing.id not in rated))
    return "\n".join(parts)


def _heading(dimension: Dimension, new: NewAssessment, line: str) -> str:
    framework, rule = new.framework, write_comment(line, indent=2)
    label = framework.indicator_label if dimension.counts_as else framework.dimension_label
    about = [dimension.description] if dimension.description else []
    about += [_CRITICAL] if dimension.critical else []
    element = framework.element_label.lower()
    about += [f"Each {element} of it is rated by itself."] if dimension.counts_as else []
    about += _for_whom(dimension)
    title = f"{label} {dimension.id}: {dimension.title}"
    return f"{rule}{_notes(title)}{rule}{_notes(*about)}{_carried_entry(dimension, new)}"


def _indicator(indicator: Indicator, new: NewAssessment, *, is_apart: bool) -> str:
    remarks = new.carried.remarks.get(indicator.id, ()) if new.carried else ()
    parts = [f"{indicator.id}  {indicator.title}"]
    if not indicator.counted:
        parts.append(f"Not to be rated: it is {indicator.state.value} in {new.framework.ref}.")
    parts += [f"{key.label}: {text}" for key, text in texts_of(indicator, PROSE)]
    if indicator.counted:
        parts += _answers(indicator, new.framework)
    parts += _for_whom(indicator)
    entry: Entry = {indicator.id: {"level": Status.NOT_RATED.value}}
    if is_apart:
        parts.append('Where the subject has the tag, give it that above, and take "# " away here:')
        return _notes(*parts) + _hinted(write_mapping(entry), indent=2)
    text = _notes(*parts) + (f"  #\n{_notes(*remarks)}" if remarks else "")
    carried = _carried_entry(indicator, new)
    return text + (carried or write_mapping(entry, indent=2) if indicator.counted else "")


def _notes(*texts: str) -> str:
    return "".join(comment(each, indent=2) for each in texts)


def _for_whom(thing: Asked) -> list[str]:
    return [f"Asked only of {asked_words(thing)}"] if thing.applies_to else []


def _answers(indicator: Indicator, framework: Framework) -> Iterator[str]:
    aside = framework.may_be_set_aside(indicator)
    if indicator.measure is None:
        levels = [_level_words(level.id, level.label) for level in framework.scale_of(indicator)]
        yield f"Levels: {', '.join([*levels, *(['not-applicable'] if aside else [])])}"
    else:
        measure, out_of = indicator.measure, Fraction(framework.score_out_of)
        bands = ", ".join(f"{band.level} ({band.bounds or 'all else'})" for band in measure.bands)
        yield f"Measured in {measure.unit}. {f'The first that fits: {bands}' if bands else ''}".rstrip()
        if measure.points:
            yield f"Score, out of {typed_number(framework.score_out_of)}: {_points_words(measure, out_of)}"
        yield 'Write "measured:" and the number in place of "level: not-rated".'
    policy = framework.evidence_policy(indicator)
    if policy is not EvidencePolicy.OPTIONAL:
        yield _EVIDENCE_WORDS[policy]
    if indicator.critical:
        yield _CRITICAL


def _points_words(measure: Measure, out_of: Fraction) -> str:
    points = measure.rising_points()
    ends = {points[0].at: " or less", points[-1].at: " or more"}
    said = (
        f"{exact_number(Fraction(each.value) * out_of)} at {typed_number(each.at)} {measure.unit}"
        f"{ends.get(each.at, '')}"
        for each in points
    )
    return f"{', '.join(said)}, in straight lines between"


def _level_words(id: str, label: str | None) -> str:
    return id if label is None or label.casefold() == id.casefold() else f"{id} ({label})"


def _carried_entry(thing: Asked, new: NewAssessment) -> str:
    """Return what is carried over; the mark that asks for a review is one line, to be taken out."""
    carried = new.carried.ratings.get(thing.id) if new.carried else None
    if carried is None:
        return ""
    mark = carried[REVIEW]
    assert isinstance(mark, str), "the mark is a text"
    rest: Entry = {key: value for key, value in carried.items() if key != REVIEW}
    key, _, body = write_entry(thing.id, rest, indent=2).partition("\n")
    return f"{key}\n    {REVIEW}: {spell_text(REVIEW, mark)}\n{body}"


def _left_behind(carried: Carried, framework: Framework) -> str:
    rule = write_comment(_RULE)
    title = f"Left behind: {carried.earlier.name} also rated what has no place in {framework.ref}"
    groups = ["".join(map(comment, paragraphs)) for paragraphs in carried.left_behind]
    return f"\n{rule}{comment(title)}{rule}" + "#\n".join(groups)
