"""Files and folders become documents and posts; what cannot be read is named."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest

from lagebild.acquire.files import FileOptions, front_matter, read_paths
from lagebild.records.document import Document, Post
from lagebild.records.outcome import Done, Refused

SEEN = datetime(2024, 11, 13, tzinfo=UTC)


def read(
    *paths: Path, options: FileOptions | None = None, names: Literal["name", "path"] = "name"
) -> tuple[list[Document | Post], list[Refused]]:
    outcomes = list(read_paths(paths, seen=SEEN, salt=b"salz", options=options or FileOptions(), names=names))
    done = [outcome.record for outcome in outcomes if isinstance(outcome, Done)]
    return done, [outcome for outcome in outcomes if isinstance(outcome, Refused)]


def one(path: Path, options: FileOptions | None = None) -> Document:
    (record,), refused = read(path, options=options)
    assert refused == []
    assert isinstance(record, Document)
    return record


def written(path: Path, body: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


def test_front_matter(tmp_path: Path) -> None:
    head = (
        '---\ntitle: "Rat: es bleibt dabei"\nurl: https://blatt.example/a\noutlet: Stadtblatt\n'
        "published: 12.11.2024, 20:15 Uhr\nAutor: Erika Muster\nlaune: gut\n---\n"
    )
    document = one(written(tmp_path / "a.txt", head + "Der Rat tagt.\r\n\r\nAnzeige"))
    assert document.title == "Rat: es bleibt dabei"
    assert document.outlet == "Stadtblatt"
    assert document.author == "Erika Muster"
    assert document.published is not None
    assert document.published.isoformat() == "2024-11-12T20:15:00+01:00"
    assert document.text == "Der Rat tagt.\r\n\r\nAnzeige"
    assert [span.of(document.text) for span in document.furniture] == ["Anzeige"]
    assert document.id.startswith("blatt.example-")


@pytest.mark.parametrize(
    "text", ["---\nEin Satz.\n---\nNoch einer.", "---\n---\nText", "--- kein Kopf", "---\ntitle: offen"]
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    assert front_matter(text) == ({}, text)


def test_a_text_without_head(tmp_path: Path) -> None:
    document = one(written(tmp_path / "a.txt", " Text\n"), FileOptions(outlet="Blatt", published="12.11.2024"))
    assert (document.id, document.text, document.title, document.outlet) == ("a.txt", " Text\n", None, "Blatt")
    assert document.published_day_only


def test_old_encodings(tmp_path: Path) -> None:
    assert one(written(tmp_path / "a.txt", "Größe in Köln".encode("cp1252"))).text == "Größe in Köln"
    assert one(written(tmp_path / "b.txt", "Größe in Köln".encode("utf-16"))).text == "Größe in Köln"


def test_same_names_in_two_folders(tmp_path: Path) -> None:
    paths = [written(tmp_path / name, name) for name in ("x/a.txt", "y/a.txt", "y/b.txt")]
    done, _ = read(*paths)
    assert len({record.id for record in done}) == 3
    assert done[0].id.startswith("a.txt-")
    assert done[2].id == "b.txt"
    again, _ = read(*reversed(paths))
    assert {record.id for record in again} == {record.id for record in done}


def test_ids_by_path_do_not_depend_on_the_call(tmp_path: Path) -> None:
    first, second = written(tmp_path / "x/a.txt", "a"), written(tmp_path / "y/a.txt", "a")
    alone, _ = read(first, names="path")
    both, _ = read(second, first, names="path")
    assert alone[0].id == both[1].id != both[0].id


def test_folders_are_read_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.txt", "bild.png", ".versteckt.txt", ".git/d.txt"):
        written(tmp_path / name, "Text")
    done, refused = read(tmp_path)
    assert [record.id for record in done] == ["a.md", "b.txt", "c.txt"]
    assert refused == []


def test_json_of_articles_and_posts(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl",
        '{"id":1,"text":"a"}\n{"platform":"forum-x","thread":1,"id":2,"author":"E","created":"x","text":"b"}\n{"id":3}\n',
    )
    done, refused = read(path)
    assert [type(record) for record in done] == [Document, Post]
    assert [outcome.item for outcome in refused] == [f"{path}:2", f"{path}:3"]
    array = written(tmp_path / "b.json", '[{"id":"q","text":"t"},3]')
    done, refused = read(array)
    assert [record.id for record in done] == ["q"]
    assert [outcome.item for outcome in refused] == [f"{array}:2"]
    assert one(written(tmp_path / "c.json", '{\n"id":"o",\n"text":"t"\n}')).id == "o"
    done, _ = read(written(tmp_path / "d.json", '{"id":"1","text":"t"}\n{"id":"2","text":"t"}\n'))
    assert [record.id for record in done] == ["1", "2"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"id":"s","text":"t"}\nx\n')))
    done, refused = read(Path("-"))
    assert [record.id for record in done] == ["s"]
    assert [outcome.item for outcome in refused] == ["standard input:2"]


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("leer.txt", b"", "empty"),
        ("leer.jsonl", b"\n\n", "empty"),
        ("leer.html", b" ", "empty"),
        ("kopf.txt", b"---\ntitle: a\n---\n", "no text"),
        ("bild.txt", b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
        ("daten.txt", bytes(range(256)) * 7, "binary"),
        ("daten.jsonl", bytes(range(256)) * 7, "binary"),
        ("gross.txt", b"x" * 2001, "larger than 2,000 bytes"),
        ("kaputt.json", b'{"id":', "no valid JSON"),
        ("seite.html", b"<html><body></body></html>", "no article text"),
    ],
)
def test_refusals(tmp_path: Path, name: str, body: bytes, reason: str) -> None:
    path = written(tmp_path / name, body)
    good = written(tmp_path / "gut.txt", "Text")
    done, (refused,) = read(path, good, options=FileOptions(document_bytes=2000))
    assert [record.id for record in done] == ["gut.txt"]
    assert refused.item.startswith(str(path))
    assert reason in refused.reason


def test_missing_files_and_empty_folders(tmp_path: Path) -> None:
    _, refused = read(tmp_path / "nein.txt", tmp_path / "nein.jsonl", tmp_path)
    assert {outcome.item for outcome in refused} == {
        str(tmp_path / "nein.txt"),
        str(tmp_path / "nein.jsonl"),
        str(tmp_path),
    }


def test_an_impossible_date_is_left_out_and_named(tmp_path: Path) -> None:
    done, (refused,) = read(written(tmp_path / "a.txt", "---\npublished: 31.02.2024\n---\nText"))
    assert isinstance(done[0], Document)
    assert done[0].published is None
    assert "31.02.2024" in refused.reason


def test_pages(tmp_path: Path) -> None:
    body = (
        "<!doctype html><html lang=de><title>Rat tagt</title><article><h1>Rat tagt</h1><p>"
        + "Der Rat der Stadt hat getagt. " * 5
    )
    for name in ("a.html", "b.txt"):
        document = one(written(tmp_path / name, body), FileOptions(outlet="Blatt", published="12.11.2024"))
        assert (document.id, document.title, document.outlet, document.language) == (name, "Rat tagt", "Blatt", "de")
        assert document.published is not None
        assert document.text.startswith("Der Rat der Stadt")
