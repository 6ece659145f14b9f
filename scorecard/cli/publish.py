"""`scorecard site`: a static site of all that a project publishes."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorecard.cli import output
from scorecard.cli.options import ProjectOption, option

if TYPE_CHECKING:
    from scorecard.publishing.site import Watch

_MANY = 20
"""How many subjects take long enough to be watched."""


def site(
    folder: Annotated[Path, option("DIR", "The site's folder, made if it is not there.", "-o", "--output")],
    base_url: Annotated[
        str | None,
        option("URL", "Where the site will stand; by default what scorecard.toml says.", "--base-url"),
    ] = None,
    preview: Annotated[
        bool,
        typer.Option("--preview", help="With drafts: every page is marked, and search engines stay away."),
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Take pages away that are there no more; else that stops the run.")
    ] = False,
    firmness: Annotated[
        bool,
        typer.Option(
            "--firmness/--no-firmness",
            help="Say on each subject's page how firm its result is: what would change it.",
        ),
    ] = True,
    project: ProjectOption = None,
) -> None:
    """Write a static site: every subject, date, framework and indicator a page with its own address."""
    from scorecard.project.resolve import Workspace
    from scorecard.publishing.folder import SiteFolder
    from scorecard.publishing.publisher import Publisher
    from scorecard.publishing.settings import check_moved, load_site
    from scorecard.publishing.site import read_content, write_site
    from scorecard.render.site import SiteLook

    here = Workspace(project).open_here()
    settings, look = load_site(here.root, base_url), SiteLook(here.root)
    target = SiteFolder(folder)
    content = read_content(here, _watch("Reading"), drafts=preview)
    publisher = Publisher(here, content, settings, look, is_preview=preview, is_firm=firmness)
    output.say_selection(content.selection)
    check_moved(settings.moved, publisher.plan.addresses())
    files = [*publisher.plan.files()]
    gone = target.begin(files, prune=prune)
    written = write_site(publisher, target, _watch("Writing"))
    target.end(files, gone)
    if not settings.base_url:
        output.say("Without base_url there is no canonical link, sitemap, feed or 404 page")
    if not settings.contact:
        output.say("Nobody can object: [site] in scorecard.toml has no contact")
    removed = f", {len(gone)} removed" if gone else ""
    output.say(f"{len(files)} files in {folder}: {written} written{removed}")
    raise typer.Exit(output.exit_code_of(content.selection))


def _watch(words: str) -> "Watch":
    def watch(subjects: Iterable[str], count: int) -> Iterable[str]:
        if count < _MANY or not sys.stderr.isatty():
            return subjects
        from rich.console import Console
        from rich.progress import track

        return track(subjects, words, total=count, console=Console(stderr=True), transient=True)

    return watch
