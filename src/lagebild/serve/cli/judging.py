"""How a person corrects stories: merge, split, move, undo, judgements. `move --to` moves the store."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from lagebild.serve.cli.app import Folder, app, opened

if TYPE_CHECKING:
    from lagebild.records.judgement import Judgement

Note = Annotated[str | None, typer.Option(help="Why; kept in the ledger and shown beside the documents.")]


def _told(judgement: "Judgement") -> str:
    """Return a judgement in one line."""
    documents = ", ".join(judgement.documents)
    line = f"{judgement.id}  {judgement.at:%Y-%m-%d %H:%M}  {judgement.kind:<9}  {judgement.left} -> {judgement.story}"
    undone = f"  undoes {judgement.undoes}" if judgement.undoes else ""
    return f"{line}{undone}  {documents}" + (f"  ({judgement.note})" if judgement.note else "")


@app.command()
def merge(story: str, other: str, note: Note = None, workspace: Folder = None) -> None:
    """Make one story of two: STORY keeps its address, and that of OTHER leads to it."""
    with opened(workspace) as space:
        typer.echo(_told(space.merge(story, other, note)))


@app.command()
def split(story: str, documents: list[str], note: Note = None, workspace: Folder = None) -> None:
    """Take documents that do not belong to STORY out of it; together they become a new one."""
    with opened(workspace) as space:
        typer.echo(_told(space.split(story, documents, note)))


@app.command()
def move(
    document: Annotated[str | None, typer.Argument(help="Id of the document that belongs elsewhere.")] = None,
    story: Annotated[str | None, typer.Argument(help="Id of the story that it belongs to.")] = None,
    note: Note = None,
    to: Annotated[str | None, typer.Option(help="URL of an empty store: copy everything there.")] = None,
    workspace: Folder = None,
) -> None:
    """Put DOCUMENT into STORY, or, with --to, copy everything into another store."""
    if to is not None and document is None:
        with opened(workspace) as space:
            space.move_to(to)
    elif to is None and document is not None and story is not None:
        with opened(workspace) as space:
            typer.echo(_told(space.move(document, story, note)))
    else:
        raise typer.BadParameter("give either DOCUMENT and STORY, or --to URL.")


@app.command()
def undo(judgement: str, note: Note = None, workspace: Folder = None) -> None:
    """Take a judgement back: its documents stand where they would stand without it."""
    with opened(workspace) as space:
        typer.echo(_told(space.undo(judgement, note)))


@app.command()
def judgements(
    workspace: Folder = None, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False
) -> None:
    """List the judgements of people, latest first."""
    from lagebild.serve.rows import judgement_row

    with opened(workspace) as space:
        ledger = space.judgements()
    for entry in ledger:
        typer.echo(json.dumps(judgement_row(entry), ensure_ascii=False) if as_json else _told(entry))
