"""How a reader follows searches and stories: follow, unfollow, followed."""

import json
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from lagebild.serve.cli.app import Folder, app, opened

if TYPE_CHECKING:
    from lagebild.records.followed import Followed


@app.command()
def follow(
    query: Annotated[str, typer.Argument(help="Words that a document of the story must hold.")] = "",
    name: Annotated[str, typer.Option(help="What it is called; without it, what it asks.")] = "",
    place: Annotated[str, typer.Option(help="Place of the event.")] = "",
    outlet: Annotated[str, typer.Option(help="Outlet that reports.")] = "",
    language: Annotated[str, typer.Option(help="Language of the articles: de, en.")] = "",
    fresh: Annotated[str, typer.Option(help="Moved within a day, week or month.")] = "",
    contested: Annotated[bool, typer.Option("--contested", help="Only where sources contradict each other.")] = False,
    story: Annotated[str, typer.Option(help="Id of one story, instead of all these.")] = "",
    workspace: Folder = None,
) -> None:
    """Follow a search or a story: what is new in it is sent at once to everybody who is set up."""
    from lagebild.records.followed import Fresh, Search

    if fresh not in get_args(Fresh):
        raise typer.BadParameter(f"there is no span {fresh!r}; choose one of day, week, month.")
    if story and (query or place or outlet or language or fresh or contested):
        raise typer.BadParameter("give either a search or --story ID.")
    search = Search(query, place, outlet, fresh, contested, language, story)  # type: ignore[arg-type]
    with opened(workspace) as space:
        typer.echo(_told(space.follow(search, name)))


@app.command()
def unfollow(
    followed: Annotated[str, typer.Argument(metavar="ID", help="Id of what is followed, or of its story.")],
    workspace: Folder = None,
) -> None:
    """Follow a search or a story no more."""
    with opened(workspace) as space:
        typer.echo(_told(space.unfollow(followed)))


@app.command()
def followed(
    workspace: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the searches and stories that are followed, oldest first."""
    from lagebild.serve.rows import followed_row

    with opened(workspace) as space:
        rows = space.followed()
    for kept in rows:
        typer.echo(json.dumps(followed_row(kept), ensure_ascii=False) if as_json else _told(kept))


def _told(kept: "Followed") -> str:
    """Return a followed search in one line, without anything that a terminal would obey."""
    from lagebild.report.render.json import printable
    from lagebild.serve.rows import followed_row

    asked = followed_row(kept)["search"].items()
    said = ", ".join(f"{name}: {value}" for name, value in asked if value)
    return printable(f"{kept.id}  {kept.at:%Y-%m-%d %H:%M}  {kept.name}  ({said})")
