"""How an editor confirms, corrects and comments on claims and comparisons: remark, remarks."""

import json
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from lagebild.records.claim import Verdict
from lagebild.serve.cli.app import Folder, app, opened

if TYPE_CHECKING:
    from lagebild.records.remark import Remark
    from lagebild.run.remarks import Wanted

Claims = Annotated[list[str] | None, typer.Option("--claim", help="Id of the claim; twice for two claims in conflict.")]
Passages = Annotated[
    list[str] | None, typer.Option("--passage", help="ID@REVISION:text:START-END; twice for two values compared.")
]
Text = Annotated[str | None, typer.Option(metavar="TEXT")]
Author = Annotated[str | None, typer.Option(help="Who says so; without it the setting, else the login name.")]
Judged = Annotated[str | None, typer.Option("--verdict", help="With --correct, of two: how they stand to each other.")]


@app.command()
def remark(
    story: str,
    claim: Claims = None,
    passage: Passages = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="The claim holds; of two, the verdict holds.")] = False,
    correct: Text = None,
    comment: Text = None,
    withdraw: Annotated[str | None, typer.Option(metavar="REMARK", help="Id of a remark that holds no longer.")] = None,
    text: Annotated[str, typer.Option(help="A word on --confirm or --withdraw.")] = "",
    verdict: Judged = None,
    author: Author = None,
    workspace: Folder = None,
) -> None:
    """Confirm, correct or comment on a claim of STORY, or on two that are compared; or withdraw such a remark."""
    given = {"confirmed": confirm, "corrected": correct, "commented": comment, "withdrawn": withdraw}
    kinds = [kind for kind, value in given.items() if value not in (False, None)]
    if len(kinds) != 1:
        raise typer.BadParameter("give one of --confirm, --correct TEXT, --comment TEXT, --withdraw REMARK.")
    wanted = _wanted(kinds[0], claim or [], passage or [], correct or comment or text, verdict, withdraw)
    with opened(workspace) as space:
        typer.echo(_told(space.remark(story, wanted, author)))


def _wanted(
    kind: str, claims: list[str], places: list[str], text: str, verdict: str | None, withdraws: str | None
) -> "Wanted":
    from lagebild.records.span import passage_at
    from lagebild.run.remarks import Wanted

    if verdict is not None and verdict not in get_args(Verdict):
        raise typer.BadParameter(f"there is no verdict {verdict!r}; choose one of {', '.join(get_args(Verdict))}.")
    if withdraws is None and bool(claims) == bool(places):
        raise typer.BadParameter("give either --claim or --passage.")
    try:
        passages = tuple(passage_at(place) for place in places)
    except ValueError as problem:
        raise typer.BadParameter(f"{problem} is no passage; `lagebild remarks` shows how they are named.") from problem
    return Wanted(kind, tuple(claims), passages, text, verdict, withdraws)  # type: ignore[arg-type]


@app.command()
def remarks(
    story: str,
    workspace: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the remarks of editors on STORY, latest first, with those withdrawn."""
    from lagebild.serve.rows import remark_row

    with opened(workspace) as space:
        ledger = space.remarks(story)
    for entry in ledger:
        typer.echo(json.dumps(remark_row(entry), ensure_ascii=False) if as_json else _told(entry))


def _told(remark: "Remark") -> str:
    """Return a remark in one line, without anything that a terminal would obey."""
    from lagebild.report.render.json import printable

    parts = [remark.id, f"{remark.at:%Y-%m-%d %H:%M}", f"{remark.kind:<9}", remark.author]
    parts += [remark.verdict or "", f"withdraws {remark.withdraws}" if remark.withdraws else "", remark.text or ""]
    parts += [f'{a.passage.place} "{a.passage.quote}"' for a in remark.anchors]
    return "  ".join(" ".join(printable(part).split()) for part in parts if part)
