"""The commands that keep nothing: annotate, cluster, compare (JSON lines in, JSON lines out) and explain."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lagebild.records.outcome import Done, Refused
from lagebild.serve.cli.app import app, check_date, complain, finish

if TYPE_CHECKING:
    from lagebild.language.encoder.shipped import Encoder
    from lagebild.records.document import Document

Input = Annotated[Path | None, typer.Argument(help="JSON lines, one document a line; standard input without it.")]


class _Reading:
    """Reads documents from a file or standard input and names every refusal as it comes."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.refused = False

    def __iter__(self) -> "Iterator[Document]":
        from lagebild.acquire.jsonl import read_jsonl_documents
        from lagebild.run.clock import now

        source = self._path or sys.stdin.buffer
        name = str(self._path) if self._path else "standard input"
        for outcome in read_jsonl_documents(source, name, seen=now()):
            if isinstance(outcome, Done):
                yield outcome.record
            elif isinstance(outcome, Refused):
                self.refused = True
                complain(str(outcome))

    def end(self) -> None:
        """End with 1 where something was refused."""
        if self.refused:
            raise typer.Exit(1)


def _encoder() -> "Encoder | None":
    """Return the encoder of the settings; say so where it is wanted and missing."""
    from lagebild.run.engines import chosen_encoder, shortfall
    from lagebild.settings import load_settings

    settings = load_settings()
    missing = shortfall(settings)
    if missing:
        complain(missing)
    return chosen_encoder(settings)


def _write(row: object) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


@app.command()
def annotate(file: Input = None) -> None:
    """Annotate documents: JSON lines in, JSON lines out."""
    from lagebild.run import passing
    from lagebild.serve.rows import annotation_row

    reading = _Reading(file)
    for annotations in passing.annotate(reading, _encoder()):
        _write(annotation_row(annotations))
    reading.end()


@app.command()
def cluster(file: Input = None) -> None:
    """Link documents to stories, streaming: a line is decided with what came before it."""
    from lagebild.run import passing
    from lagebild.run.engines import chosen_window
    from lagebild.serve.rows import link_row
    from lagebild.settings import load_settings

    reading = _Reading(file)
    for link in passing.cluster(reading, _encoder(), chosen_window(load_settings())):
        _write(link_row(link))
    reading.end()


@app.command()
def compare(file: Input = None) -> None:
    """Compare what the documents of one story say: one JSON object out."""
    from lagebild.run import passing
    from lagebild.serve.rows import comparison_row

    reading = _Reading(file)
    _write(comparison_row(passing.compare(reading, _encoder())))
    reading.end()


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="An article: text, HTML or JSON lines.")], published: str | None = None
) -> None:
    """Show for each expression of an article what was read and why."""
    from lagebild.acquire.files import read_paths
    from lagebild.acquire.jsonl import FileOptions
    from lagebild.annotate.annotate import annotate as read
    from lagebild.records.document import Document
    from lagebild.run.clock import now
    from lagebild.serve.explanation import explanation

    check_date(published)
    encoder = _encoder()
    refused: list[Refused] = []
    for outcome in read_paths([file], seen=now(), salt=b"explain", options=FileOptions(published=published)):
        if isinstance(outcome, Refused):
            refused.append(outcome)
        elif isinstance(outcome.record, Document):
            for line in explanation(outcome.record, read(outcome.record, encoder)):
                typer.echo(line)
    finish(tuple(refused))
