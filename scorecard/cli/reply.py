"""`scorecard reply`: what a subject is asked to comment, and what it answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorecard.cli import output
from scorecard.cli.options import ParentsOption, PreferOption, ProjectOption, argument, option
from scorecard.errors import UsageError

if TYPE_CHECKING:
    from scorecard.model.file_names import ReplyPath
    from scorecard.project.rated_file import RatedFile
    from scorecard.project.resolve import Workspace

LETTERS = (".docx", ".xlsx", ".md", ".markdown")


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
    prefer: PreferOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the file that is exported, and ask anew.")
    ] = False,
    parents: ParentsOption = False,
    project: ProjectOption = None,
) -> None:
    """Ask the assessed body what it says to its ratings, and take its answers into the files."""
    from scorecard.cli.importing import show_import, take_workbook
    from scorecard.cli.new_files import check_text
    from scorecard.cli.option_values import parse_value
    from scorecard.model.lexical import parse_date
    from scorecard.project.resolve import Workspace
    from scorecard.render.formats import ReaderFormat
    from scorecard.spreadsheet.plan import Wishes

    for name, day in {"--invited": invited, "--due": due, "--received": received}.items():
        if day is not None:
            parse_value(day, name, parse_date)
    said = {"by": check_text(by, "--by"), "invited": invited, "due": due}
    if (export is None) == (import_ is None):
        hint = "--export FILE writes the letter, --import FILE takes it"
        raise UsageError("say what is to be done", hint=hint)
    if (received or prefer) if export else any(said.values()):
        hint = "--by, --invited and --due go with --export, --received and --prefer with --import"
        raise UsageError("this is said of asking and of an answer at once", hint=hint)
    opened, place = _find(Workspace(project), target, word)
    if export is not None:
        _ask(opened, place, export, said, force=force, parents=parents)
    elif import_ is not None:
        wishes, codes = Wishes(prefers=prefer, reply=place, received=received), [0]
        one = take_workbook(Path(import_), opened.project, wishes, {}, codes, is_dry_run=False)
        show_import(import_, one, Path(opened.project.root or ""), ReaderFormat.TABLE, is_dry_run=False)
        raise typer.Exit(max(codes))


def _find(workspace: "Workspace", target: str, word: str | None) -> "tuple[RatedFile, ReplyPath]":
    """Return the assessment whose subject is asked, and where its reply stands or will."""
    from scorecard.model.file_names import ReplyPath
    from scorecard.model.kinds import REPLY
    from scorecard.project.rated_file import RatedFile, find_review_place, open_rated_file
    from scorecard.project.selection import Selection

    opened = open_rated_file(workspace, target, None)
    if not isinstance(opened, RatedFile):
        output.leave_with(opened)
    if opened.loaded.scorable is None:
        output.leave_with(Selection(others=[opened.loaded]))
    of, stem = opened.loaded.dated, REPLY.name if word is None else f"{REPLY.name}-{word}"
    place = None if of is None else find_review_place(opened.project, of, stem)
    if not isinstance(place, ReplyPath):
        hint = "name a subject and date; a word after --as has small letters, digits, . - and _"
        raise UsageError(f"{stem}.yaml has no place beside {target}", hint=hint)
    return opened, place


def _ask(
    opened: "RatedFile",
    place: "ReplyPath",
    destination: str,
    said: dict[str, str | None],
    *,
    force: bool,
    parents: bool,
) -> None:
    """Write the letter, then what the reply's file is to say of it, for which all is checked before."""
    from scorecard.cli.next_steps import say_steps, shell_word
    from scorecard.files.atomic import put_file, write_file
    from scorecard.model.digest import shown_digest
    from scorecard.model.framework import Status
    from scorecard.model.kinds import REPLY
    from scorecard.model.lexical import listing
    from scorecard.model.reply import Reply
    from scorecard.render.formats import ReaderFormat, render_reports, render_word
    from scorecard.render.text import Terminal
    from scorecard.scoring.score import score
    from scorecard.spreadsheet.plan import plan_asking
    from scorecard.spreadsheet.reply_sheet import write_reply_workbook
    from scorecard.views.letter import asked, letter_view

    suffix = Path(destination).suffix.lower()
    if suffix not in LETTERS:
        hint = "a letter's name ends in .docx or .md, that of a workbook to fill in in .xlsx"
        raise UsageError(f"{destination} does not say what to write", hint=hint)
    project, framework = opened.project, opened.framework
    path = output.seen_from_here(place.path, project.root)
    known = project.load(project.locate(place), REPLY).content
    new = {key: text for key, text in said.items() if text}
    new["shown"] = shown_digest(opened.content, framework)
    other = [key for key, text in new.items() if str(getattr(known, key, None) or text) != text]
    if known and other and (known.has_come or not force):
        what = "they have replied already" if known.has_come else "--force asks anew"
        message = f"{path} says otherwise what was asked: {', '.join(other)}"
        raise UsageError(message, hint=f"mend the file; {what}")
    change = plan_asking(new, place, project)
    if change.refusals:
        raise UsageError(change.refusals[0].message, hint=change.refusals[0].help)
    review = project.review_of(place.of, opened.content, framework)
    shown = score(framework, review.shown)
    reply = change.change.after.content if change.change else known
    assert isinstance(reply, Reply), "what has errors is refused"
    content: str | bytes
    if suffix == ".xlsx":
        content = write_reply_workbook(shown, reply, place.name)
    elif suffix == ".docx":
        content = render_word([letter_view(shown, reply)], project.root)
    else:
        letter = letter_view(shown, reply)
        content = render_reports([letter], ReaderFormat.MARKDOWN, Terminal(), root=project.root)
    write_file(Path(destination), content, force=force, parents=parents, inside=project.root)
    output.say(f"written: {destination}")
    rows = [each for _, results in asked(shown) for each in results]
    missing = [each.indicator.id for each in rows if each.status is Status.NOT_RATED]
    found = {"not rated": missing, "not settled": list(review.open)}
    told = [f"{listing(ids)} {'is' if len(ids) == 1 else 'are'} {what}" for what, ids in found.items() if ids]
    if told:
        output.say(
            f"warning: {'; '.join(told)}",
            "  ask once all is rated and settled: what changes later was not what they answered to",
        )
    if known is None and len(new) == 1:
        output.say("No reply is begun: --by NAME --invited DATE --due DATE say who was asked, and by when.")
    elif change.after is not None:
        put_file(Path(project.root or "", place.path), change.before, change.after, inside=project.root)
        output.say(f"written: {path}")
    which = f"{place.of} --as {place.word}" if place.word else place.of
    command = f"scorecard reply {which} --import {shell_word(destination)} --received DATE"
    if suffix == ".xlsx":
        say_steps([(command, "takes the answers, once they have come")])
