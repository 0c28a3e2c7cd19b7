"""The commands that work on a workspace: add, run, watch, stories, report, digest, serve, demo, doctor, backup."""

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lagebild import __version__
from lagebild.records.errors import LagebildError
from lagebild.records.outcome import Refused

if TYPE_CHECKING:
    from lagebild.run.pipeline import Progress
    from lagebild.run.workspace import Workspace

app = typer.Typer(
    name="lagebild",
    help="A live, fully cited situation picture of every news story, on your own machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder of the workspace.")]
Published = Annotated[str | None, typer.Option(help="Publication date of texts that state none.")]
Outlet = Annotated[str | None, typer.Option(help="Outlet of texts that state none.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="As it was then: 2026-03-28T12:00; a day means its end.")]
Since = Annotated[str | None, typer.Option(help="New is what came after this: 2026-03-28, 2026-03-28T12:00.")]
Reader = Annotated[str | None, typer.Option(help="Name of the reader whose last visit counts; none is one reader too.")]
Archive = Annotated[bool, typer.Option("--archive", help="Count articles as come in when they were published.")]


def main() -> None:
    """Run the program: 0 done, 1 some input refused (each named on standard error), 2 wrong use."""
    from lagebild.serve.cli import following, judging, remarks, sources, streams  # noqa: F401  - they register their commands

    with contextlib.suppress(AttributeError):
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        app()
    except LagebildError as problem:
        complain(str(problem))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def complain(sentence: str) -> None:
    """Say on standard error, in one line, what was wrong."""
    typer.echo(f"lagebild: {sentence}", err=True)


def finish(refused: tuple[Refused, ...]) -> None:
    """Name what was refused and end with 1 where anything was."""
    for item in refused:
        complain(str(item))
    if refused:
        raise typer.Exit(1)


@contextlib.contextmanager
def opened(folder: Path | None, **overrides: str | int | None) -> Iterator["Workspace"]:
    """Open the workspace for a command."""
    from lagebild.run.workspace import open_workspace

    with open_workspace(folder, **overrides) as workspace:
        yield workspace


@contextlib.contextmanager
def progress_bar() -> Iterator["Progress"]:
    """Show a bar a step on standard error where that is a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:>10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Bars(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield show


@app.command()
def add(
    items: Annotated[list[str], typer.Argument(help="Files, folders, - for JSON lines, OPML, addresses.")],
    workspace: Folder = None,
    published: Published = None,
    outlet: Outlet = None,
    later: Annotated[bool, typer.Option("--later", help="Only accept; `lagebild run` does the rest.")] = False,
    archive: Archive = False,
) -> None:
    """Accept articles, posts, feeds and pages."""
    with opened(workspace) as space:
        check_date(published)
        added = space.add(items, space.file_options(published, outlet), archive=archive)
        counted = added.intake
        typer.echo(
            f"{counted.new} new, {counted.revised} revised, {counted.known} known articles; "
            f"{counted.posts} posts; {len(added.sources)} sources."
        )
        if not later:
            with progress_bar() as progress:
                space.run(progress, archive=archive)
        finish(added.refused)


@app.command()
def run(workspace: Folder = None) -> None:
    """Visit the sources that are due and bring every story up to date."""
    with opened(workspace) as space, progress_bar() as progress:
        intake = space.run(progress)
    typer.echo(f"{intake.new} new, {intake.revised} revised articles; {intake.posts} posts.")
    finish(intake.refused)


@app.command()
def watch(workspace: Folder = None) -> None:
    """Run again and again until stopped with Ctrl-C."""
    with opened(workspace) as space:
        for intake in space.watch():
            typer.echo(f"{intake.new} new, {intake.revised} revised articles.")
            for item in intake.refused:
                complain(str(item))


@app.command()
def stories(
    query: Annotated[str | None, typer.Argument(help="Words that a document of the story must hold.")] = None,
    workspace: Folder = None,
    limit: int = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List stories, newest movement first."""
    import json

    from lagebild.serve.rows import story_row

    with opened(workspace) as space:
        page = space.stories(query, limit=limit)
        why = space.pictures.excerpts(query or "", {s.id: s.title for s in page.stories}) if as_json else {}
    for story in page.stories:
        if as_json:
            typer.echo(json.dumps(story_row(story, why.get(story.id)), ensure_ascii=False))
        else:
            last = f"{story.last:%Y-%m-%d}" if story.last else "          "
            count = len(story.documents)
            typer.echo(f"{story.id}  {last}  {count:>3} {'article ' if count == 1 else 'articles'}  {story.title}")


@app.command()
def report(
    files: Annotated[list[str] | None, typer.Argument(help="Files to report on; none with --story.")] = None,
    story: Annotated[str | None, typer.Option(help="Id of a stored story.")] = None,
    form: Annotated[str, typer.Option("--format", help="md, html, json, atom, ...; a wrong one lists all.")] = "md",
    workspace: Folder = None,
    published: Published = None,
    outlet: Outlet = None,
    as_of: AsOf = None,
    since: Since = None,
    reader: Reader = None,
) -> None:
    """Write the Lagebild of files or of a stored story."""
    from lagebild.report.render import FILES, FORMATS, written

    if form not in (known := [*FORMATS, *FILES]):
        raise typer.BadParameter(f"there is no format {form!r}; choose one of {', '.join(known)}.")
    if form in FILES and sys.stdout.isatty():
        raise typer.BadParameter(f"{form} is no text for a terminal; write it into a file: > story.{form}")
    if bool(files) == bool(story):
        raise typer.BadParameter("give either files or --story ID.")
    from lagebild.run.telling import FIRST_DAY

    # A feed is read again and again by a program that remembers for itself what it has met.
    since = since or (FIRST_DAY if form == "atom" else None)
    if story:
        with opened(workspace) as space:
            told = space.report(story, space.asked(as_of, since, reader))
        typer.echo(written(told, form), nl=False)
        return
    mistaken = next((f for f in files or () if re.fullmatch(r"s-[0-9a-f]{12}", f) and not Path(f).exists()), None)
    if mistaken:
        raise typer.BadParameter(f"{mistaken} is the id of a story; give it as --story {mistaken}.")
    if as_of or reader:
        raise typer.BadParameter("--as-of and --reader ask for a stored story; give --story ID.")
    from lagebild.acquire.jsonl import FileOptions
    from lagebild.run.passing import report_files
    from lagebild.run.telling import read_moment

    check_date(published)
    options = FileOptions(published=published, outlet=outlet)
    after = read_moment(since, options.zone) if since else None
    reports, intake = report_files([Path(f) for f in files or ()], options, since=after)
    if reports:
        typer.echo(written(reports[0], form), nl=False)
    else:
        complain("There was no article to report on.")
    for other in reports[1:]:
        names = ", ".join(other.story.documents[:5])
        complain(f"Another story than the one reported: {other.story.title} ({names}).")
    finish(intake.refused)
    if not reports:
        raise typer.Exit(1)


@app.command()
def digest(
    since: Since = None,
    as_of: AsOf = None,
    reader: Reader = None,
    form: Annotated[str, typer.Option("--format", help="md, html or json.")] = "md",
    seen: Annotated[bool, typer.Option("--seen", help="Note that the reader has seen all this.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Send it by mail and webhook, as set up.")] = False,
    workspace: Folder = None,
) -> None:
    """Tell what is new in all stories, since a moment or since the reader's last visit."""
    from lagebild.report.render.digest import DIGEST_FORMATS

    if form not in DIGEST_FORMATS:
        raise typer.BadParameter(f"there is no format {form!r}; choose one of {', '.join(DIGEST_FORMATS)}.")
    if send:
        if since or as_of or reader or seen:
            raise typer.BadParameter("--send tells everybody who is set up what is new to them; it stands alone.")
        with opened(workspace) as space:
            delivery = space.send_digest()
        for recipient, count in delivery.sent:
            typer.echo(f"{count} stories with news to {recipient}.")
        finish(delivery.refused)
        return
    with opened(workspace) as space:
        told = space.digest(space.asked(as_of, since, reader), visit_now=seen)
        typer.echo(DIGEST_FORMATS[form](told, space.settings.surface), nl=False)


def check_date(published: str | None) -> None:
    """End with wrong use where `--published` is no date."""
    from lagebild.acquire.dates import read_date

    if published and read_date(published) is None:
        raise typer.BadParameter(f"{published!r} is no date; write it as 2024-11-12.")


@app.command()
def serve(
    workspace: Folder = None, host: str | None = None, port: int | None = None, surface: str | None = None
) -> None:
    """Serve pages and JSON API on loopback."""
    from lagebild.serve.web.app import serve_forever

    with opened(workspace, host=host, port=port, surface=surface) as space:
        typer.echo(f"http://{space.settings.host}:{space.settings.port}/")
        serve_forever(space)


@app.command()
def demo(
    port: int | None = None,
    corpus: Annotated[Path, typer.Option(help="Folder of the sample corpus.")] = Path("corpus"),
    workspace: Folder = Path("var/demo"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only build.")] = False,
) -> None:
    """Build the sample corpus, tell its stories and serve them."""
    files = [str(corpus / name) for name in ("articles.jsonl", "posts.jsonl")]
    with opened(workspace, port=port) as space:
        # The corpus tells of weeks: so it can be looked at as of each of its days.
        added = space.add(files, archive=True)
        with progress_bar() as progress:
            space.run(progress, archive=True)
        for item in added.refused:
            complain(str(item))
        page = space.stories()
        typer.echo(f"{page.total} stories.")
        address = f"http://{space.settings.host}:{space.settings.port}/"
        if page.stories:
            biggest = max(page.stories, key=lambda s: (len(s.documents), s.posts))
            typer.echo(f"{address}stories/{biggest.id}")
        typer.echo(address)
        if not no_serve:
            from lagebild.serve.web.app import serve_forever

            serve_forever(space)


@app.command()
def doctor(workspace: Folder = None) -> None:
    """Examine environment, store and sources."""
    with opened(workspace) as space:
        findings = space.doctor()
    for finding in findings:
        typer.echo(f"{'ok ' if finding.well else 'NO '} {finding.subject}: {finding.message}")
    if not all(f.well for f in findings):
        raise typer.Exit(1)


@app.command()
def backup(path: Path, workspace: Folder = None) -> None:
    """Write a complete copy of the store to PATH."""
    with opened(workspace) as space:
        space.backup(path)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def options(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False) -> None:
    """A live, fully cited situation picture of every news story, on your own machine."""
