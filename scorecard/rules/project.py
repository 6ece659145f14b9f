"""Codes SC5xx: what a project's files say together with their names."""

from calendar import isleap
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import MAXYEAR, date
from functools import reduce
from typing import NamedTuple

from scorecard.diagnostics import Finding, Severity, Span
from scorecard.directions import isolated
from scorecard.harmless import is_safe_name
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath, MisplacedPath, NamePart
from scorecard.model.framework import Framework, ref_of
from scorecard.model.kinds import FilePath
from scorecard.model.lexical import FormError, Model, Suggestions, parse_framework_ref
from scorecard.model.source import Source
from scorecard.reading.plain_data import Data
from scorecard.rules.rule import Rule, locate_items, rule


class NamedFile(NamedTuple):
    """A file's name and what the file holds. `twins` are the paths of others with the same identity."""

    place: FilePath
    content: Model
    twins: tuple[str, ...] = ()

    def said(self, part: NamePart) -> str:
        """Return what the file says where its name says a part."""
        return str(reduce(getattr, map(str, part.route), self.content))


@rule("SC501", "misplaced-file", Severity.ERROR)
def misplaced_file(place: MisplacedPath) -> Iterator[Finding]:
    """A YAML file in one of the folders of a project has a place or a name that look-up does not know."""
    if not place.overlooked:
        yield Finding(message=place.reason, help=place.help, span=Span())


@rule("SC505", "overlooked-file", Severity.WARNING)
def overlooked_file(place: MisplacedPath) -> Iterator[Finding]:
    """A file is not read, because its name or its folder's is not quite what is looked for."""
    if place.overlooked:
        yield Finding(message=place.reason, help=place.help, span=Span())


@rule("SC502", "name-and-content-disagree", Severity.ERROR)
def name_and_content_disagree(named: NamedFile) -> Iterator[Finding]:
    """A file's name, or its folder's, says something else than the file itself: an id, a version, a date."""
    for part in named.place.parts:
        said = named.said(part)
        if part.same(said) != part.same(part.text):
            yield Finding(
                message=f"the {part.what} is {said} here and {part.text} in the {part.of}'s name",
                help=f"make the two agree: rename the {part.of}, or mend what is written here",
                route=part.route,
            )


@rule("SC503", "two-files-one-identity", Severity.ERROR)
def two_files_one_identity(named: NamedFile) -> Iterator[Finding]:
    """Two files are the same framework version, or the same assessment, mark or reply."""
    for twin in named.twins:
        yield Finding(
            message=f"{twin} is the same as this file by its name: nothing says which counts",
            help="keep one of the two",
            route=named.place.parts[-1].route,
        )


@rule("SC508", "name-windows-refuses", Severity.WARNING)
def name_windows_refuses(named: NamedFile) -> Iterator[Finding]:
    """An id that is a file's or a folder's name is one that Windows cannot save."""
    for part in named.place.parts:
        id = named.said(part)
        if not is_safe_name(id):
            yield Finding(
                message=f"the id {id} is the name of a {part.of}, and Windows cannot save one of that name",
                help="choose another id",
                route=part.route,
            )


class Neighbours(NamedTuple):
    """An assessment among those of its project.

    `before` is the path of the newest earlier published one of its subject, and the subject's name in it;
    `same` the path of the one before, under the same framework, if its ratings and sources are the same;
    `newest` has one of each of the two newest other dates of the whole project, if none is newer than this.
    """

    assessment: Assessment
    before: tuple[str, str] | None = None
    same: str | None = None
    newest: tuple[AssessmentPath, ...] = ()
    framework: Framework | None = None


@rule("SC504", "one-subject-two-names", Severity.WARNING)
def one_subject_two_names(among: Neighbours) -> Iterator[Finding]:
    """A subject has another name here than in its assessment before this one."""
    name = among.assessment.subject.name
    if among.before is not None and name != among.before[1]:
        here, earlier, path = map(isolated, (name, among.before[1], among.before[0]))
        yield Finding(
            message=f"the subject is called {here} here and {earlier} in {path}",
            help="use one name in all its assessments",
            route=("subject", "name"),
        )


@rule("SC506", "date-far-ahead", Severity.WARNING)
def date_far_ahead(among: Neighbours) -> Iterator[Finding]:
    """An assessment is dated far later than every other one of the project: more than two years."""
    assessment = among.assessment
    if not among.newest or assessment.is_draft:
        return
    newest, *older = among.newest
    if older and assessment.date - newest.date <= _LATE * (newest.date - older[0].date):
        return
    days = [newest.date, *_other_dates(assessment, among.framework)]
    if all(_years_after(day, _YEARS_AHEAD) < assessment.date for day in days):
        yield Finding(
            message=f"{assessment.date} is more than {_YEARS_AHEAD} years after the next newest date in "
            f"this project: {newest.date}, of {newest.subject}",
            help="mend the date here and in the file's name",
            route=("date",),
        )


def _other_dates(assessment: Assessment, framework: Framework | None) -> Iterator[date]:
    """Yield the dates in an assessment besides its own, and in its framework, as late as they can be."""
    sources = [*assessment.sources.values(), *(framework.sources.values() if framework else ())]
    sources += [assessment.document] if isinstance(assessment.document, Source) else []
    for source in sources:
        yield from (each.latest for each in (source.date, source.accessed) if each is not None)
    yield from (each.date for each in assessment.corrections if each.date is not None)


def _years_after(day: date, years: int) -> date:
    """Return the day so many years later; for 29 February, where there is none, 1 March."""
    year = min(day.year + years, MAXYEAR)
    is_leap_day = (day.month, day.day) == (2, 29) and not isleap(year)
    return date(year, 3, 1) if is_leap_day else day.replace(year=year)


@rule("SC507", "nothing-new", Severity.WARNING)
def nothing_new(among: Neighbours) -> Iterator[Finding]:
    """A final assessment has the ratings, reasons and evidence of the one before, and nothing else."""
    if among.same is not None and not among.assessment.is_draft:
        yield Finding(
            message=f"only the date is new: ratings, rationales and evidence are those of {among.same}",
            help="look at each again; if all of it is still true, say so in the rationales",
            route=("date",),
        )


class FrameworkInUse(NamedTuple):
    """A framework; for each assessment of its project what it says it is under, and its subject's tags."""

    framework: Framework
    assessed: Iterable[tuple[Data, list[Data]]]


@rule("SC509", "tag-of-no-subject", Severity.WARNING)
def tag_of_no_subject(used: FrameworkInUse) -> Iterator[Finding]:
    """Something is asked of subjects with a tag alone, and no subject of the project has that tag."""
    asked = {tag for _, item in locate_items(used.framework) for tag in item.applies_to}
    known: set[str] = set()
    is_used = False
    for ref, tags in used.assessed if asked else ():
        known.update(tag for tag in tags if isinstance(tag, str))
        with suppress(FormError):
            is_used = is_used or parse_framework_ref(ref) == ref_of(used.framework)
        if is_used and asked <= known:
            return
    suggestions, names = Suggestions(), sorted(known)
    for route, item in locate_items(used.framework) if is_used else ():
        for index, tag in enumerate(item.applies_to):
            if tag not in known:
                parts = [part.strip() for part in tag.split(",")]
                yield Finding(
                    message=f"no subject here has the tag {isolated(tag)}",
                    help=f"write each tag by itself: [{', '.join(parts)}]"
                    if known.issuperset(parts)
                    else suggestions.say(tag, names),
                    route=(*route, "applies_to", index),
                )


class SchemaCopy(NamedTuple):
    """A schema that a project keeps for editors: its stamp, the one it would have now, what makes it."""

    said: str | None
    stamp: str
    command: str


@rule("SC514", "stale-schema", Severity.WARNING)
def stale_schema(copy: SchemaCopy) -> Iterator[Finding]:
    """A schema in `schemas/` is not what scorecard would write now, so editors are told what is not true."""
    if copy.said != copy.stamp:
        message = "this schema is out of date: the program or the framework has changed since"
        yield Finding(message=message, help=f"make it anew: {copy.command}", span=Span())


_YEARS_AHEAD = 2
_LATE = 1.5
"""How many times the time between the two assessments before this one may have passed."""

PLACE_RULES: tuple[Rule[MisplacedPath], ...] = (misplaced_file, overlooked_file)
NAME_RULES: tuple[Rule[NamedFile], ...] = (
    name_and_content_disagree,
    two_files_one_identity,
    name_windows_refuses,
)
NEIGHBOUR_RULES: tuple[Rule[Neighbours], ...] = (one_subject_two_names, date_far_ahead, nothing_new)
SCHEMA_RULES: tuple[Rule[SchemaCopy], ...] = (stale_schema,)
USE_RULES: tuple[Rule[FrameworkInUse], ...] = (tag_of_no_subject,)
