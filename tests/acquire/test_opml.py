import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.acquire.opml import read_opml, write_opml
from lagebild.acquire.sources import feed_source
from lagebild.records.document import Source
from lagebild.records.errors import ParseError
from lagebild.records.outcome import Done, Refused

LIST = """<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>Meine</title></head><body>
<outline text="Nachrichten">
<outline text="Über &amp; &lt;b&gt;unter&lt;/b&gt;" xmlUrl="https://a.example/feed" language="de-DE"/>
<outline text="tief"><outline title="B" text="b" XMLURL="feed:https://b.example/rss"/></outline></outline>
<outline text="noch einmal A" xmlUrl="https://A.example:443/feed"/>
<outline text="Falle" xmlUrl="javascript:alert(1)"/><outline text="Datei" xmlUrl="file:///etc/passwd"/>
<outline xmlUrl="feed://c.example/x"/></body></opml>"""


def sources(body: bytes) -> list[Source]:
    return [outcome.record for outcome in read_opml(body) if isinstance(outcome, Done)]


def test_nested_outlines_each_address_once() -> None:
    found = sources(LIST.encode())
    assert [(s.name, s.address, s.language) for s in found] == [
        ("Über & unter", "https://a.example/feed", "de"),
        ("B", "https://b.example/rss", None),
        ("c.example", "http://c.example/x", None),
    ]
    assert found[0].id == feed_source("https://a.example/feed").id


def test_other_schemes_are_refused_by_name() -> None:
    refused = [outcome for outcome in read_opml(LIST.encode()) if isinstance(outcome, Refused)]
    assert [r.item for r in refused] == ["Falle", "Datei"]
    assert "http" in refused[0].reason


def test_broken_list_is_repaired() -> None:
    outline = b'<outline text="M\xfcller & Co" xmlUrl="https://a.example/?a=1&b=2"/>'
    body = b"<opml><body>" + outline + b'<outline text="x" xmlUrl="https'
    (found,) = sources(body)
    assert (found.name, found.address) == ("Müller & Co", "https://a.example/?a=1&b=2")


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"nichts", b"\x00\xff" * 99])
def test_no_opml_is_one_sentence(body: bytes) -> None:
    with pytest.raises(ParseError, match=r"no OPML file.*\.$"):
        read_opml(body)


def test_bombs() -> None:
    laughs = b"<!DOCTYPE opml [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><opml><body><outline text='&b;'/></body></opml>"
    assert read_opml(laughs) == ()
    assert read_opml(b"<opml>" + b"<outline>" * 100_000) == ()
    with pytest.raises(ParseError, match="larger"):
        read_opml(b"x" * (16 * 1024 * 1024 + 1))


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zs", "Zl", "Zp", "Cf")), min_size=1, max_size=30)


@given(st.lists(st.tuples(st.integers(0, 10_000), NAMES), max_size=8, unique_by=lambda row: row[0]))
def test_round_trip(rows: list[tuple[int, str]]) -> None:
    given_sources = [feed_source(f"https://a.example/{n}?x=<&>", name, "de") for n, name in rows]
    assert sources(write_opml(given_sources).encode()) == given_sources


def test_only_feeds_are_written() -> None:
    page = Source("p", "page", "https://a.example/", "Seite")
    assert "xmlUrl" not in write_opml([page])
