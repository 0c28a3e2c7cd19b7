"""How a person corrects stories: doubts, merge, split, move, apart, undo, judgements, advice.

`move --to` moves the store.
"""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from lagebild.serve.cli.app import Folder, app, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lagebild.records.judgement import Advice, Doubt, Judgement

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
def apart(story: str, other: str, note: Note = None, workspace: Folder = None) -> None:
    """Say that two stories are two, and stay so."""
    with opened(workspace) as space:
        typer.echo(_told(space.apart(story, other, note)))


@app.command()
def doubts(
    story: Annotated[str | None, typer.Argument(help="Id of a story; all stories where none is given.")] = None,
    workspace: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List reports that nearly joined another story, latest first: `merge` the two stories, or keep them `apart`."""
    from lagebild.serve.rows import doubt_row

    with opened(workspace) as space:
        found = space.doubts(story)
    for each in found:
        typer.echo(json.dumps(doubt_row(each), ensure_ascii=False) if as_json else _asked(each))


def _asked(doubt: "Doubt") -> str:
    """Return a doubt in one line."""
    why = "; ".join(doubt.reasons[1:])
    return f"{doubt.score:4.0%}  {doubt.other} {doubt.other_title}  {doubt.story} {doubt.title}  ({why})"


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


@app.command()
def advice(
    workspace: Folder = None, as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False
) -> None:
    """Tell which threshold for joining a story the judgements suggest, with the evidence; nothing is changed."""
    from lagebild.serve.rows import advice_row

    with opened(workspace) as space:
        found = space.advice()
    if as_json:
        typer.echo(json.dumps(advice_row(found), ensure_ascii=False))
    else:
        for line in _advised(found):
            typer.echo(line)


def _advised(advice: "Advice") -> "Iterator[str]":
    """Return the evidence, a line a judged decision, and what follows from it."""
    for each in sorted(advice.weighed, key=lambda w: (w.score, w.judgement)):
        belongs = "belongs" if each.belongs else "does not belong"
        right = "right" if (each.score >= advice.threshold) == each.belongs else "wrong"
        yield f"{each.score:4.0%}  {right}  {each.document} {belongs} to {each.story}  ({each.judgement})"
    judged, left = len(advice.weighed), len(advice.left_alone)
    seen = f"judged decisions: {judged}, links left alone in the same stories: {left}"
    if advice.suggested is None:
        yield f"{seen}; they speak for no other threshold than {advice.threshold:.0%}."
    else:
        yield (
            f"{seen}; join_percent = {advice.suggested * 100:.0f} instead of {advice.threshold * 100:.0f} would have"
            f" made {advice.mended} wrong ones right and {advice.broken} right ones wrong. Set it in lagebild.toml."
        )
