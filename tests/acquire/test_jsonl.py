"""JSON lines are read one by one; a broken one is named and the rest goes on."""

import io
import json
import time
from datetime import UTC, datetime

import pytest

from lagebild.acquire.jsonl import FileOptions, read_jsonl_documents
from lagebild.records.document import Document
from lagebild.records.outcome import Done, Refused

SEEN = datetime(2024, 11, 13, tzinfo=UTC)


def read(body: bytes, options: FileOptions | None = None) -> tuple[list[Document], list[str]]:
    outcomes = list(read_jsonl_documents(io.BytesIO(body), "eingabe", seen=SEEN, options=options or FileOptions()))
    done = [outcome.record for outcome in outcomes if isinstance(outcome, Done)]
    return done, [str(outcome) for outcome in outcomes if isinstance(outcome, Refused)]


def test_a_document() -> None:
    row = {
        "id": 7,
        "title": "Rat tagt",
        "text": " Der Rat  tagt.\r\n\nAnzeige\n",
        "published": "12.11.2024",
        "language": "de-AT",
        "url": "https://www.blatt.example/a/",
    }
    (document,), refused = read(json.dumps(row).encode())
    assert refused == []
    assert document.id == "7"
    assert document.text == row["text"]
    assert document.published is not None
    assert document.published_day_only
    assert document.language == "de"
    assert document.outlet == "blatt.example"
    assert document.canonical_url == "https://blatt.example/a"
    assert [span.of(document.text) for span in document.furniture] == ["Anzeige"]
    assert document.seen == SEEN
    assert document.fingerprint


def test_epoch_seconds() -> None:
    (document,), _ = read(b'{"id":"a","text":"b","published":1731438900}')
    assert document.published == datetime(2024, 11, 12, 19, 15, tzinfo=UTC)


def test_an_impossible_date_is_left_out_and_named() -> None:
    (document,), (refused,) = read(b'{"id":"a","text":"b","published":"31.02.2024"}')
    assert document.published is None
    assert "eingabe:1" in refused
    assert "31.02.2024" in refused


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id":', "no valid JSON"),
        (b"[1]", "no object"),
        (b"1", "no object"),
        (b'{"id":"a"}', '"text" is missing'),
        (b'{"text":"a"}', '"id" is missing'),
        (b'{"id":"a","text":5}', '"text" is a number'),
        (b'{"id":"a","text":""}', '"text" is empty'),
        (b'{"id":"a","text":"b","title":[]}', '"title" is a list'),
        (b'{"id":"a","text":"b","published":{}}', '"published" is an object'),
        (b'{"id":"a","text":"\\ud800"}', "surrogate"),
        (b'{"id":"a","text":"x\\u0000y"}', "NUL"),
        (b'{"id":"a","text":"K\xf6ln"}', "UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"platform":"x","thread":"1","id":"a","text":"b"}', "post"),
    ],
)
def test_a_broken_line_is_named_and_the_rest_goes_on(line: bytes, reason: str) -> None:
    done, (refused,) = read(b'{"id":"vor","text":"a"}\n' + line + b'\n\n{"id":"nach","text":"b"}')
    assert [document.id for document in done] == ["vor", "nach"]
    assert refused.startswith("eingabe:2: ")
    assert reason in refused


def test_marks_and_wide_encodings() -> None:
    body = '{"id":"a","text":"ä"}\r\n{"id":"b","text":"ö"}\r\n'
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        done, refused = read(body.encode(encoding))
        assert [document.text for document in done] == ["ä", "ö"]
        assert refused == []


def test_long_lines_are_refused_whole() -> None:
    body = b'{"id":"a","text":"' + b"x" * 5000 + b'"}\n{"id":"b","text":"y"}\n'
    done, (refused,) = read(body, FileOptions(line_bytes=1000))
    assert [document.id for document in done] == ["b"]
    assert "longer than 1,000 bytes" in refused


def test_long_texts_are_refused() -> None:
    _, (refused,) = read(b'{"id":"a","text":"' + b"x" * 5000 + b'"}', FileOptions(document_bytes=1000))
    assert "longer than 1,000 characters" in refused


def test_a_line_of_many_megabytes_takes_no_time() -> None:
    started = time.process_time()
    done, _ = read(b'{"id":"a","text":"' + b"wort " * 2_000_000 + b'"}')
    assert len(done[0].text) == 10_000_000
    assert time.process_time() - started < 5


def test_lines_come_as_they_arrive() -> None:
    class Endless(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            return b'{"id":"a","text":"b"}\n'

    stream = read_jsonl_documents(Endless(), "endlos")
    assert all(isinstance(next(stream), Done) for _ in range(5))
