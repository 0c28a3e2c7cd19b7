"""The sources on the command line: list them with their health, let them rest, note what to think of them, OPML."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lagebild.serve.cli.app import Folder, app, opened

if TYPE_CHECKING:
    from datetime import datetime

    from lagebild.run.sourcing import SourceState

sources = typer.Typer(help="List the sources with their health; pause, resume and note them.", rich_markup_mode=None)
app.add_typer(sources, name="sources")
Address = Annotated[str, typer.Argument(metavar="URL", help="Address or id of the source.")]


@sources.callback(invoke_without_command=True)
def listed(
    context: typer.Context,
    workspace: Folder = None,
    opml: Annotated[bool, typer.Option("--opml", help="Write them as OPML, for other readers.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the sources: state, last answer, last news, name, address; why a visit failed, and the note."""
    context.obj = workspace
    if context.invoked_subcommand is not None:
        return
    from lagebild.serve.rows import source_row

    with opened(workspace) as space:
        if opml:
            typer.echo(space.opml(), nl=False)
            return
        states = space.sources()
    for state in states:
        typer.echo(json.dumps(source_row(state), ensure_ascii=False) if as_json else _told(state))


def _told(state: "SourceState") -> str:
    source, health = state.source, state.health
    well = "new" if health is None else "fails" if health.failures else "well"
    succeeded, brought = (_minute(m) for m in ((health.succeeded, health.brought) if health else (None, None)))
    line = f"{well if source.active else 'rests':<5}  {succeeded}  {brought}  {source.name}  {source.address}"
    if health and health.failures:
        line += f"\n       {health.failures} failures in a row: {health.message}"
    return line + (f"\n       Note: {source.note}" if source.note else "")


def _minute(moment: "datetime | None") -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else f"{'-':<16}"


def _changed(folder: Path | None, address: str, active: bool | None, note: str | None = None) -> None:
    with opened(folder) as space:
        typer.echo(_told(space.change_source(address, active=active, note=note)))


@sources.command()
def pause(context: typer.Context, address: Address, workspace: Folder = None) -> None:
    """Visit a source no more until it is resumed."""
    _changed(workspace or context.obj, address, False)


@sources.command()
def resume(context: typer.Context, address: Address, workspace: Folder = None) -> None:
    """Visit a source again, from the next run on."""
    _changed(workspace or context.obj, address, True)


@sources.command()
def note(
    context: typer.Context,
    address: Address,
    text: Annotated[str, typer.Argument(help="Empty removes it.")],
    workspace: Folder = None,
) -> None:
    """Note what to think of a source; the list and the page show it."""
    _changed(workspace or context.obj, address, None, text)
