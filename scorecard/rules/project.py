"""Codes SC5xx: what a project's files say together with their names."""

from collections.abc import Iterator
from typing import NamedTuple

from scorecard.assessment import Assessment
from scorecard.diagnostics import Finding, Severity, Span
from scorecard.framework import Framework
from scorecard.layout import AssessmentPath, FrameworkPath, MisplacedPath
from scorecard.rules import Rule, rule
from scorecard.source import version_key


class Placed(NamedTuple):
    """A file's name and what the file holds. `twins` are the paths of others with the same identity."""

    place: FrameworkPath | AssessmentPath
    content: Framework | Assessment
    twins: tuple[str, ...] = ()


@rule("SC501", "misplaced-file", Severity.ERROR)
def misplaced_file(place: MisplacedPath) -> Iterator[Finding]:
    """A YAML file in `frameworks/` or `assessments/` has a place or a name that look-up does not know.

    Files are found by their names. This one would never be found, and whoever wrote it would not be
    told. A framework is `frameworks/<id>.yaml` or `frameworks/<id>@<version>.yaml`; an assessment
    is `assessments/<subject>/<YYYY-MM-DD>.yaml`, and a second one that day has a suffix after the
    date.

    Bad:

        # frameworks/City air.yaml
        id: city-air

    Good:

        # frameworks/city-air.yaml
        id: city-air
    """
    if not place.overlooked:
        yield Finding(message=place.reason, help=place.help, span=Span())


@rule("SC505", "overlooked-file", Severity.WARNING)
def overlooked_file(place: MisplacedPath) -> Iterator[Finding]:
    """A file is not read, because its name or its folder's is not quite what is looked for.

    Text editors on Windows add `.txt` and hide it; and `Assessments/` or `assessment/` beside a project
    is another folder than `assessments/`, if not on every machine. Nothing in such places is checked
    or scored, and nobody would be told. Rename it. Of a folder the first file is named that says what
    kind of file it is.

    Bad:

        # assessments/springfield/2021-03-11.yaml.txt
        kind: assessment

    Good:

        # assessments/springfield/2021-03-11.yaml
        kind: assessment
    """
    if place.overlooked:
        yield Finding(message=place.reason, help=place.help, span=Span())


@rule("SC502", "name-and-content-disagree", Severity.ERROR)
def name_and_content_disagree(placed: Placed) -> Iterator[Finding]:
    """A file's name says another id, version, subject or date than the file itself.

    The file is found by its name and scored by its content, so one of the two would surprise.
    Mostly it was copied to begin the next one. Rename it, or mend what is written in it.

    Bad:

        # frameworks/city-air@2.1.yaml
        version: "2.0"

    Good:

        # frameworks/city-air@2.0.yaml
        version: "2.0"
    """
    place, content = placed.place, placed.content
    if isinstance(place, FrameworkPath) and isinstance(content, Framework):
        if content.id != place.id:
            yield _disagreement("id", content.id, place.id, ("id",))
        if place.version is not None and version_key(place.version) != version_key(content.version):
            yield _disagreement("version", content.version, place.version, ("version",))
    if isinstance(place, AssessmentPath) and isinstance(content, Assessment):
        if content.subject.id != place.subject:
            yield _disagreement("subject", content.subject.id, place.subject, ("subject", "id"), "folder")
        if content.date != place.date:
            yield _disagreement("date", str(content.date), str(place.date), ("date",))


def _disagreement(what: str, content: str, name: str, route: tuple[str, ...], named: str = "file") -> Finding:
    return Finding(
        message=f"the {what} is {content} here and {name} in the {named}'s name",
        help=f"make the two agree: rename the {named}, or mend what is written here",
        route=route,
    )


@rule("SC503", "two-files-one-identity", Severity.ERROR)
def two_files_one_identity(placed: Placed) -> Iterator[Finding]:
    """Two files are the same framework version, or the same assessment.

    Nothing says which of them counts. Keep one; if both are wanted, raise the version of one, or
    give the second assessment of a day a suffix. `2` and `2.0` are one version.

    Bad:

        # frameworks/city-air@2.yaml
        title: Clean city air
        # frameworks/city-air@2.0.yaml
        title: Clean city air

    Good:

        # frameworks/city-air@2.0.yaml
        title: Clean city air
        # frameworks/city-air@2.1.yaml
        title: Clean city air
    """
    for twin in placed.twins:
        yield Finding(
            message=f"{twin} is the same as this file by its name: nothing says which counts",
            help="keep one of the two",
            route=("id",) if isinstance(placed.place, FrameworkPath) else ("date",),
        )


class NamedSubject(NamedTuple):
    """An assessment, and the name that its subject's newest assessment gives it, and that one's path."""

    assessment: Assessment
    newest_name: str
    newest_path: str


@rule("SC504", "one-subject-two-names", Severity.WARNING)
def one_subject_two_names(named: NamedSubject) -> Iterator[Finding]:
    """A subject has another name here than in its newest assessment.

    Readers of two reports may take it for two subjects. Use one name in all its assessments, the
    current one if it changed.

    Bad:

        # assessments/springfield/2020-03-11.yaml
        subject: {id: springfield, name: Sprinfield}
        # assessments/springfield/2021-03-11.yaml
        subject: {id: springfield, name: Springfield}

    Good:

        # assessments/springfield/2020-03-11.yaml
        subject: {id: springfield, name: Springfield}
        # assessments/springfield/2021-03-11.yaml
        subject: {id: springfield, name: Springfield}
    """
    name = named.assessment.subject.name
    if name != named.newest_name:
        yield Finding(
            message=f"the subject is called {name} here and {named.newest_name} in {named.newest_path}",
            help="use one name in all its assessments",
            route=("subject", "name"),
        )


PLACE_RULES: tuple[Rule[MisplacedPath], ...] = (misplaced_file, overlooked_file)
PLACED_RULES: tuple[Rule[Placed], ...] = (name_and_content_disagree, two_files_one_identity)
SUBJECT_RULES: tuple[Rule[NamedSubject], ...] = (one_subject_two_names,)
