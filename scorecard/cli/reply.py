"""`scorecard reply`: what a subject is asked to comment, and what it answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from scorecard.cli import output
from scorecard.cli.options import ParentsOption, ProjectOption, argument, option
from scorecard.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from scorecard.model.reply import Reply
    from scorecard.project.library import Project
    from scorecard.project.resolve import Workspace
    from scorecard.reading.plain_data import Data
    from scorecard.reviewing.review import Review
    from scorecard.scoring.scorecard import Scorecard
    from scorecard.spreadsheet.reply_plan import ReplyFile

LETTERS = (".docx", ".xlsx", ".md", ".markdown")


class _Asked(NamedTuple):
    """The assessment whose subject is asked, its ratings as they are shown, and its reply's file."""

    project: "Project"
    review: "Review"
    shown: "Scorecard"
    file: "ReplyFile"

    @property
    def shown_path(self) -> str:
        return output.seen_from_here(self.file.place.path, self.project.root)

    def put(self, text: bytes) -> None:
        """Write the reply's file, or put a text in the place of what was read."""
        from scorecard.files.atomic import put_file

        root = self.project.root
        put_file(Path(root or "", self.file.place.path), self.file.before, text, inside=root)
        output.say(f"written: {self.shown_path}")


class _Given(NamedTuple):
    """What a command line says of a reply."""

    by: str | None
    invited: str | None
    due: str | None
    received: str | None
    force: bool


def reply(
    target: Annotated[
        str, argument("TARGET", "SUBJECT@DATE, or SUBJECT: the newest assessment of it, drafts too.")
    ],
    export: Annotated[
        str | None,
        option(
            "FILE",
            "Write what the subject is asked to comment: a letter (.docx, .md), or a workbook that "
            "it fills in (.xlsx).",
        ),
    ] = None,
    import_: Annotated[
        str | None, option("FILE", "Take the answers from a workbook that was filled in.", "--import")
    ] = None,
    by: Annotated[
        str | None, option("NAME", "Who is asked; with --invited and --due the reply's file is begun.")
    ] = None,
    invited: Annotated[str | None, option("DATE", "When they are asked.")] = None,
    due: Annotated[str | None, option("DATE", "When their answer is wanted.")] = None,
    received: Annotated[str | None, option("DATE", "With --import: when it came.")] = None,
    word: Annotated[
        str | None,
        option("WORD", "Which reply, where several bodies are asked: its file is reply-WORD.yaml.", "--as"),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Overwrite the file that is exported, ask anew, or take the workbook's answers where the "
            "reply has others.",
        ),
    ] = False,
    parents: ParentsOption = False,
    project: ProjectOption = None,
) -> None:
    """Ask the assessed body what it says to its ratings, and take its answers into the files."""
    from scorecard.cli.new_files import check_text
    from scorecard.cli.option_values import parse_value
    from scorecard.model.lexical import parse_date
    from scorecard.project.resolve import Workspace

    days = {"--invited": invited, "--due": due, "--received": received}
    for name, day in days.items():
        if day is not None:
            parse_value(day, name, parse_date)
    given = _Given(check_text(by, "--by"), invited, due, received, force)
    if (export is None) == (import_ is None):
        raise UsageError(
            "say what is to be done", hint="--export FILE writes the letter, --import FILE takes it"
        )
    asked = _find(Workspace(project), target, word)
    raise typer.Exit(
        _export(asked, export, given, parents=parents) if export else _import(asked, import_ or "", given)
    )


def _find(workspace: "Workspace", target: str, word: str | None) -> _Asked:
    from scorecard.model.lexical import is_file_id
    from scorecard.project.rated_file import RatedFile, open_rated_file
    from scorecard.project.selection import Selection
    from scorecard.reviewing.review import Review
    from scorecard.scoring.score import score
    from scorecard.spreadsheet.reply_plan import find_reply

    if word is not None and not is_file_id(word):
        raise UsageError(
            f"--as {word} is no word for a file's name", hint="use small letters, digits, . - and _"
        )
    opened = open_rated_file(workspace, target, None)
    if not isinstance(opened, RatedFile):
        output.leave_with(opened)
    found, place = opened.loaded.scorable, opened.loaded.dated
    if found is None:
        output.leave_with(Selection(others=[opened.loaded]))
    if place is None:
        hint = "name a subject and date"
        raise UsageError(f"{target} is no file of a project, so nothing can be replied to it", hint=hint)
    review = Review(found.assessment, found.framework)
    shown = score(review.framework, review.shown)
    return _Asked(opened.project, review, shown, find_reply(opened.project, place, word))


# Asking -----------------------------------------------------------------------------------------


def _export(asked: _Asked, destination: str, given: _Given, *, parents: bool) -> int:
    """Write the letter, then what the reply's file is to say of it, for which all is checked before."""
    from scorecard.cli.next_steps import say_steps, shell_word
    from scorecard.files.atomic import write_file
    from scorecard.spreadsheet.reply_plan import write_reply

    suffix = Path(destination).suffix.lower()
    if suffix not in LETTERS:
        hint = "a letter's name ends in .docx or .md, that of a workbook to fill in in .xlsx"
        raise UsageError(f"{destination} does not say what to write", hint=hint)
    if given.received:
        raise UsageError("--received belongs to an answer", hint="say it with --import")
    reply, edits = _asked_as(asked, given)
    text = write_reply(asked.project, asked.file, edits, asked.review) if edits else None
    content = _content(asked, reply, suffix)
    write_file(Path(destination), content, force=given.force, parents=parents, inside=asked.project.root)
    output.say(f"written: {destination}")
    if text is not None:
        asked.put(text)
    elif asked.file.before is None:
        output.say("No reply is begun: --by NAME --invited DATE --due DATE say who was asked, and by when.")
    place = asked.file.place
    which = f"{place.of} --as {place.word}" if place.word else place.of
    command = f"scorecard reply {which} --import {shell_word(destination)} --received DATE"
    if suffix == ".xlsx":
        say_steps([(command, "takes the answers, once they have come")])
    return 0


def _asked_as(asked: _Asked, given: _Given) -> "tuple[Reply, dict[tuple[str | int, ...], Data]]":
    """Return whom the letter asks, and what of that is new in the reply's file; none where there is none."""
    from scorecard.model.digest import shown_digest
    from scorecard.model.reply import Reply

    said = {"by": given.by, "invited": given.invited, "due": given.due}
    named, known = {key: text for key, text in said.items() if text}, asked.file.reply
    if asked.file.before is not None and known is None:
        hint = f"scorecard validate {asked.shown_path}"
        raise UsageError(f"{asked.shown_path} has errors, so nothing can be put into it", hint=hint)
    if named and known is None and len(named) < len(said):
        raise UsageError(
            "a reply is begun with who is asked, when, and when the answer is due",
            hint="give --by NAME --invited DATE --due DATE",
        )
    digest = shown_digest(asked.review.assessment, asked.review.framework)
    there = {key: str(getattr(known, key) or "") for key in (*said, "shown")} if known else {}
    wanted = {**named, "shown": digest} if named or known else {}
    other = [key for key, text in wanted.items() if there.get(key) not in (None, "", text)]
    if known is not None and other and (known.has_come or not given.force):
        what = "they have replied already" if known.has_come else "--force asks anew"
        raise UsageError(
            f"{asked.shown_path} says otherwise what was asked: {', '.join(other)}",
            hint=f"mend the file; {what}",
        )
    told = {**there, **wanted, "shown": digest}
    invited, due = told.get("invited") or None, told.get("due") or None
    if invited and due and due < invited:
        raise UsageError("the answer is due before they are asked", hint="mend --invited or --due")
    by = told.get("by") or asked.review.assessment.subject.name
    reply = Reply.model_validate(
        {
            "kind": "reply",
            "of": asked.file.place.of,
            "by": by,
            "invited": invited,
            "due": due,
            "shown": digest,
        }
    )
    return reply, {(key,): text for key, text in wanted.items() if there.get(key) != text}


def _content(asked: _Asked, reply: "Reply", suffix: str) -> str | bytes:
    from scorecard.render.formats import ReaderFormat, render_reports, render_word
    from scorecard.render.text import Terminal
    from scorecard.spreadsheet.reply_sheet import write_reply_form
    from scorecard.views.letter import letter_view

    if suffix == ".xlsx":
        return write_reply_form(asked.shown, reply, asked.file.place.name)
    letter = letter_view(asked.shown, reply)
    if suffix == ".docx":
        return render_word([letter], asked.project.root)
    return render_reports([letter], ReaderFormat.MARKDOWN, Terminal(), root=asked.project.root)


# Taking the answer ------------------------------------------------------------------------------


def _import(asked: _Asked, name: str, given: _Given) -> int:
    from scorecard.cli.importing import read_bounded, say_remarks
    from scorecard.render.formats import ReaderFormat
    from scorecard.spreadsheet.reply_plan import plan_reply
    from scorecard.views.replied import received_view

    if given.by or given.invited or given.due:
        raise UsageError("--by, --invited and --due belong to a letter", hint="say them with --export")
    try:
        raw = read_bounded(Path(name))
    except OSError as error:
        message = f"{name} cannot be opened: {error.strerror or error}"
        raise NotFoundError(message, hint="check the name, and that you may read it") from None
    change = plan_reply(
        raw, asked.project, asked.file, asked.review, received=given.received, force=given.force
    )
    say_remarks(name, {"warning": change.warnings, "refused": change.refusals})
    if change.refusals or change.reply is None:
        output.say("nothing is written")
        return output.REFUSED
    title = asked.file.place.name
    if change.after is None:
        output.say(f"{asked.shown_path} says all of it already")
    else:
        asked.put(change.after)
    output.write_reports([received_view(title, change.reply, asked.shown)], ReaderFormat.TABLE)
    if change.reply.received is None:
        output.say(f"Nothing says when it came: --received DATE does, or `received:` in {asked.shown_path}.")
    return 0
