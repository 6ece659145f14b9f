"""What `new FRAMEWORK` does: an assessment with nothing rated, or with ratings carried over."""

from collections.abc import Iterator, Sequence
from datetime import date

from scorecard.cli.new_files import Home, check_id, check_text
from scorecard.cli.next_steps import Step
from scorecard.cli.option_values import parse_value
from scorecard.cli.output import leave_with
from scorecard.editing.carry_over import EarlierAssessment, carry
from scorecard.editing.draft import NewAssessment, draft_assessment
from scorecard.errors import NotFoundError, UsageError
from scorecard.model.assessment import Subject
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework
from scorecard.model.kinds import ASSESSMENT, parse_path
from scorecard.model.lexical import listing, parse_date, shown, suggest
from scorecard.project.library import Project
from scorecard.project.selection import Selection
from scorecard.project.targets import NameTarget, find_dated, find_latest, parse_target
from scorecard.reading.document import parse_document
from scorecard.views.new_assessment import new_assessment_words


def begin_assessment(
    home: Home,
    framework_text: str,
    *,
    subject: str | None,
    day: str | None,
    name: str | None,
    tags: Sequence[str],
    suffix: str | None,
    title: str | None,
    earlier: str | None,
) -> None:
    """Write an assessment to fill in; all texts are as they were typed."""
    title, name = check_text(title, "--title"), check_text(name, "--name")
    given = tuple(filter(None, (check_text(tag, "--tag") for tag in tags)))
    target = None if earlier is None else _parse_earlier(home.project, earlier)
    if subject is not None:
        check_id(subject, "--subject")
    elif target is None:
        subjects = home.project.layout.by_subject
        hint = f"known here: {listing(subjects)}" if subjects else "choose a short one, such as springfield"
        raise UsageError("say who or what is assessed: --subject ID", hint=hint)
    else:
        subject = target.id
    place = _find_place(home.project, subject, day, suffix)
    framework = _load_framework(home, framework_text)
    before = None if target is None else _load_earlier(home.project, target)
    known = _find_subject(home.project, subject, name)
    its_tags = given or (known.tags if known else ())
    carried = None if before is None else carry(before, framework, home.project.find_good, its_tags)
    drafted = NewAssessment(
        framework=framework,
        place=place,
        name=known.name if known else name or _name_from(subject),
        is_name_made=known is None and name is None,
        tags=its_tags,
        title=title,
        carried=carried,
    )
    home.write(place.path, home.with_rated_schema(place.path, draft_assessment(drafted), framework))
    home.say_next(new_assessment_words(drafted), _steps(place.name))


def _find_place(project: Project, subject: str, text: str | None, suffix: str | None) -> AssessmentPath:
    day = date.today() if text is None else parse_value(text, "--date", parse_date)
    day_and_suffix = str(day) if suffix is None else f"{day}-{suffix}"
    where = parse_path(ASSESSMENT.path(f"{subject}/{day_and_suffix}"))
    if not isinstance(where, AssessmentPath) or where.suffix != suffix:
        raise UsageError(
            f"--suffix: {shown(suffix)} cannot stand in a file's name",
            hint="use letters, digits, point, hyphen and underscore, and begin with a letter or digit",
        )
    for other in project.layout.by_subject.get(subject, ()):
        if other.name.casefold() == where.name.casefold():
            raise UsageError(
                f"{other.path} is there already",
                hint="for a second assessment of that day add --suffix WORD; to go on with that one: "
                f"scorecard rate {other.name}",
            )
    return where


def _load_framework(home: Home, text: str) -> Framework:
    target = parse_target(text)
    if not isinstance(target, NameTarget):
        raise UsageError(
            f"{text} is not the id of a framework", hint="write its id, or its id, @ and its version"
        )
    return home.load_framework(target)[1]


def _find_subject(project: Project, id: str, name: str | None) -> Subject | None:
    newest = find_latest(project, id)
    if newest is not None and name is not None and name != newest.subject.name:
        raise UsageError(
            f"{id} is called {newest.subject.name} in its assessment of {newest.date}",
            hint="leave --name out; a subject that has a new name gets it in all its assessments",
        )
    return newest.subject if newest else None


def _name_from(id: str) -> str:
    words = id.replace("-", " ").replace("_", " ").split()
    return " ".join(word.capitalize() for word in words) or id


def _parse_earlier(project: Project, text: str) -> NameTarget:
    target = parse_target(text)
    if not isinstance(target, NameTarget):
        raise UsageError(f"--from: {text} is not a subject and a date", hint="write SUBJECT@DATE")
    places = project.layout.by_subject.get(target.id, [])
    if not places:
        raise NotFoundError(
            f"--from: there is no subject {target.id} here",
            hint=suggest(target.id, project.layout.by_subject),
        )
    if target.at is None:
        raise UsageError(
            f"--from: say which assessment of {target.id}",
            hint=f"known here: {listing([each.name for each in places])}",
        )
    return target


def _load_earlier(project: Project, target: NameTarget) -> EarlierAssessment:
    loaded = find_dated(project, target)
    pair = loaded.scorable
    if pair is None or loaded.dated is None:
        leave_with(Selection(assessments=[loaded]))
    document = parse_document(project.tree.read(loaded.dated.path))
    return EarlierAssessment(
        name=loaded.dated.name, content=pair.assessment, data=document.data, framework=pair.framework
    )


def _steps(name: str) -> Iterator[Step]:
    yield f"scorecard rate {name}", "asks for each rating, question by question; or fill the file in"
    yield (
        f"scorecard export {name} -o review.xlsx",
        "or writes a spreadsheet, to fill in alone or with colleagues; scorecard import puts it back",
    )
    yield "scorecard validate", "says what is wrong or missing"
    yield f"scorecard assess {name}", "shows the result so far"
