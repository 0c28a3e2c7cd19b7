import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.acquire.feeds import Feed, FeedEntry, feed_documents, parse_feed
from lagebild.acquire.options import FeedOptions
from lagebild.acquire.sources import feed_source
from lagebild.records.document import Document
from lagebild.records.errors import ParseError
from lagebild.records.outcome import Done, Refused

URL = "https://blatt.example/feed.xml"
SEEN = datetime(2026, 1, 5, 12, tzinfo=UTC)
SOURCE = feed_source(URL)


def rss(items: str, head: str = "", channel: str = "<title>Blatt</title><link>https://blatt.example/</link>") -> bytes:
    namespaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0" {namespaces}><channel>{channel}{items}</channel></rss>'.encode()
    )


def read(body: bytes, **more: str) -> Feed:
    return parse_feed(body, url=URL, now=SEEN, charset=more.get("charset"))


def only(body: bytes) -> FeedEntry:
    (entry,) = read(body).entries
    return entry


def documents(feed: Feed) -> list[Document]:
    return [outcome.record for outcome in feed_documents(feed, SOURCE, SEEN) if isinstance(outcome, Done)]


RSS = rss(
    """<language>de-DE</language><item><title>Brücke gesperrt</title><link>/a?x=1&amp;y=2</link>
    <guid isPermaLink="false">a1</guid><pubDate>Mo, 05 Jan 2026 08:30:00 MEZ</pubDate><dc:creator>Eva Maß</dc:creator>
    <category>Verkehr</category><category>Verkehr</category><category>Stadt</category>
    <description>Kurz &lt;b&gt;gesagt&lt;/b&gt;.</description>
    <content:encoded><![CDATA[<p>Die Brücke ist zu.</p><p>Seit<br/>heute &amp; morgen.</p>]]></content:encoded>
    </item>"""
)


def test_rss_2() -> None:
    feed = read(RSS)
    assert (feed.title, feed.link, feed.language, feed.issues, feed.kind) == (
        "Blatt",
        "https://blatt.example/",
        "de",
        (),
        "rss20",
    )
    (entry,) = feed.entries
    assert entry.id == "a1"
    assert entry.url == "https://blatt.example/a?x=1&y=2"
    assert entry.title == "Brücke gesperrt"
    assert entry.summary == "Kurz gesagt."
    assert entry.content == "Die Brücke ist zu.\n\nSeit\nheute & morgen."
    assert entry.author == "Eva Maß"
    assert entry.categories == ("Verkehr", "Stadt")
    assert entry.published == datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
    assert not entry.published_day_only
    assert entry.date_text == "Mo, 05 Jan 2026 08:30:00 MEZ"


def test_atom() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://blatt.example/n/">
    <title type="html">Das &amp;quot;Blatt&amp;quot;</title><link rel="self" href="/self"/><link href="https://blatt.example"/>
    <entry><id>tag:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Zwei <i>Worte</i></div></title>
    <link rel="edit" href="edit"/><link rel="alternate" href="eins"/><published>2026-01-04T10:00:00+01:00</published>
    <updated>2026-01-05T10:00:00Z</updated><author><name>Eva</name></author><author><name>Udo</name></author>
    <summary type="text">5 &lt; 6 und 7</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins.</p><p>Zwei.</p></div></content>
    </entry></feed>"""
    feed = read(body.encode())
    (entry,) = feed.entries
    assert feed.title == 'Das "Blatt"'
    assert entry.title == "Zwei Worte"
    assert entry.url == "https://blatt.example/n/eins"
    assert entry.summary == "5 < 6 und 7"
    assert entry.content == "Eins.\n\nZwei."
    assert entry.author == "Eva, Udo"
    assert entry.published == datetime(2026, 1, 4, 9, tzinfo=UTC)
    assert entry.updated == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert entry.language == "de"


def test_rdf_and_old_rss() -> None:
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Alt</title><link>https://alt.example/</link>
    </channel><item rdf:about="https://alt.example/1"><title>Eins</title><link>https://alt.example/1</link>
    <dc:date>2026-01-05</dc:date><dc:language>en</dc:language></item></rdf:RDF>"""
    entry = only(rdf)
    assert (entry.title, entry.url, entry.published_day_only, entry.language) == (
        "Eins",
        "https://alt.example/1",
        True,
        "en",
    )
    old = b"<rss version='0.91'><channel><item><title>Eins</title><link>u/1</link></item></channel></rss>"
    assert only(old).url == "https://blatt.example/u/1"


def test_json_feed() -> None:
    body = """{"version": "https://jsonfeed.org/version/1.1", "title": "Blatt &amp; Co", "language": "de",
    "home_page_url": "https://blatt.example/", "items": [{"id": 7, "url": "/a", "title": "<b>Eins</b>",
    "content_html": "<p>A</p><script>x()</script><p>B</p>", "date_published": "2026-01-05T08:00:00+01:00",
    "authors": [{"name": "Eva"}, {"name": "Udo"}], "tags": ["x", 3, "y"]}, "unsinn",
    {"content_text": "5 < 6", "url": "javascript:alert(1)"}]}"""
    feed = read(body.encode())
    first, second = feed.entries
    assert (feed.title, feed.kind) == ("Blatt & Co", "json")
    assert feed.issues == ("1 of its items are no objects and were left out.",)
    assert (first.id, first.url, first.title, first.content) == ("7", "https://blatt.example/a", "Eins", "A\n\nB")
    assert (first.author, first.categories) == ("Eva, Udo", ("x", "y"))
    assert first.published == datetime(2026, 1, 5, 7, tzinfo=UTC)
    assert (second.content, second.url) == ("5 < 6", None)


@pytest.mark.parametrize(
    ("written", "utc", "day_only"),
    [
        ("Di, 05 Mai 2025 10:00:00 MESZ", datetime(2025, 5, 5, 8, tzinfo=UTC), False),
        ("Mon, 05 May 2025 10:00:00 CEST", datetime(2025, 5, 5, 8, tzinfo=UTC), False),
        ("05.11.2025 14:30", datetime(2025, 11, 5, 13, 30, tzinfo=UTC), False),
        ("5. Dezember 2024, 18:00 Uhr", datetime(2024, 12, 5, 17, tzinfo=UTC), False),
        ("2025-05-05", datetime(2025, 5, 4, 22, tzinfo=UTC), True),
        ("1735689600", datetime(2025, 1, 1, tzinfo=UTC), False),
        ("30 Feb 2025 10:00:00 GMT", None, False),
        ("0000-00-00", None, False),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None, False),
        ("bald", None, False),
    ],
)
def test_dates(written: str, utc: datetime | None, day_only: bool) -> None:
    entry = only(rss(f"<item><title>x</title><pubDate>{written}</pubDate></item>"))
    assert (entry.published, entry.published_day_only, entry.date_text) == (utc, day_only, written)


def test_script_stays_text_or_goes() -> None:
    attack = "&lt;script&gt;alert(1)&lt;/script&gt;"
    entry = only(
        rss(
            f"<item><title>Rat {attack}&lt;b&gt;tagt&lt;/b&gt; &amp;amp; geht</title><author>{attack}Eva</author>"
            f"<link>javascript:alert(1)</link><guid>data:text/html,x</guid><category>{attack}Stadt</category>"
            f"<description>{attack}&lt;p onclick='x()'&gt;Text&lt;/p&gt;&lt;img src=x onerror=x()&gt;</description>"
            "</item>"
        )
    )
    assert entry.title == "Rat tagt & geht"
    assert entry.author == "Eva"
    assert entry.url is None
    assert entry.categories == ("Stadt",)
    assert entry.summary == "Text"


def test_title_escaped_twice_loses_its_tags() -> None:
    entry = only(rss("<item><title>&amp;lt;b&amp;gt;Fett&amp;lt;/b&amp;gt; &amp;amp; 5 &lt; 6</title></item>"))
    assert entry.title == "Fett & 5 < 6"


@pytest.mark.parametrize(
    "link", ["vbscript:x", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.example", "http://["]
)
def test_foreign_schemes_are_dropped(link: str) -> None:
    assert only(rss(f"<item><title>x</title><link>{link}</link></item>")).url is None


def test_undeclared_entities_bare_ampersands_and_control_signs() -> None:
    body = rss("<item><title>K&ouml;ln &nbsp;& Bonn &mdash; &unbekannt; \x08\x0bda</title></item>")
    assert only(body).title == "Köln & Bonn — &unbekannt; da"


def test_entities_of_the_document_are_read_and_others_are_not() -> None:
    head = '<!DOCTYPE rss [<!ENTITY ort "Köln"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
    assert only(rss("<item><title>&ort; &x;</title></item>", head)).title == "Köln &x;"


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "iso-8859-1", None),
        ("cp1252", "utf-8", None),
        ("cp1252", "utf-8", "utf-8"),
        ("iso-8859-1", "iso-8859-1", "utf-8"),
        ("utf-16", "utf-16", None),
        ("utf-8-sig", "utf-8", None),
    ],
)
def test_wrong_labels(encoding: str, declared: str, header: str | None) -> None:
    text = f"<?xml version='1.0' encoding='{declared}'?><rss><channel><item><title>Grüße aus Köln, Straße, Österreich"
    body = (text + "</title></item></channel></rss>").encode(encoding)
    feed = parse_feed(body, url=URL, charset=header)
    assert feed.entries[0].title == "Grüße aus Köln, Straße, Österreich"


def test_truncated_feed_keeps_what_is_there() -> None:
    items = "".join(f"<item><title>Nr. {n}</title><link>https://a.example/{n}</link></item>" for n in range(10))
    feed = read(rss(items)[:-150])
    assert [entry.title for entry in feed.entries[:8]] == [f"Nr. {n}" for n in range(8)]
    assert feed.issues == ("It is no well-formed XML and was repaired.",)


def test_open_tags_in_a_text_do_not_swallow_what_follows() -> None:
    body = rss(
        "<item><title>Eins</title><description>a<br>b <p>c <img src=x>d</description><link>https://a.example/1</link></item>"
        "<item><title>Zwei &lt;i&gt;da&lt;/i&gt;</title><link>https://a.example/2</link></item>"
    )
    feed = read(body)
    assert [(e.title, e.url) for e in feed.entries] == [
        ("Eins", "https://a.example/1"),
        ("Zwei da", "https://a.example/2"),
    ]


def test_undeclared_prefix_and_garbage_in_front() -> None:
    item = b"<item><title>Eins</title><dc:creator>Eva</dc:creator></item>"
    body = b"\n\nWarning: x in y\n<rss><channel>" + item + b"</channel></rss>"
    entry = only(body)
    assert (entry.title, entry.author) == ("Eins", "Eva")


def test_surplus_entries_are_named() -> None:
    feed = parse_feed(rss("<item><title>x</title></item>" * 12), url=URL, options=FeedOptions(items=5))
    assert len(feed.entries) == 5
    assert feed.issues == ("It has 12 entries; the first 5 were read.",)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"<!doctype html><html><head><title>x</title></head></html>", "web page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no feed"),
        (b"{", "no valid JSON"),
        (b'{"a": 1}', "no list of items"),
        (b"[" * 200_000, "no valid JSON"),
        (b'{"items": ' + b"[" * 200_000, "no valid JSON"),
        (b"<x/>", "no feed"),
        (b"x" * (16 * 1024 * 1024 + 1), "larger than 16 MiB"),
    ],
)
def test_hopeless_input_is_one_sentence(body: bytes, word: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(body)
    assert word in str(caught.value)
    assert str(caught.value).endswith(".")


LAUGHS = "<!DOCTYPE rss [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9))


@pytest.mark.parametrize(
    "body",
    [
        rss("<item><title>&a9;</title></item>", LAUGHS + "]>"),
        rss("<item><title>&x;</title></item>", "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:1/x.dtd'>"),
        rss("<item><title>x</title></item>", "<!DOCTYPE rss [" + "<!ELEMENT a ANY>" * 100_000),
        rss("<item>" + "<a>" * 200_000 + "</a>" * 200_000 + "</item>"),
        rss("<item><title>x</title><description>" + "&lt;div&gt;" * 100_000 + "</description></item>"),
        rss("<item><title>x</title>" + "<!-- " * 300_000 + "</item>"),
        rss("<item><title>x</title><description><![CDATA[" + "<!-- " * 300_000 + "]]></description></item>"),
        rss("<item><title>x</title>" + "<![CDATA[" * 200_000),
        rss("<item><title>" + "x" * 9_000_000 + "</title></item>"),
        rss("<item><title>x" + "&" * 1_000_000 + "</title></item>"),
        rss("<item><title>x</title>" + "<" * 1_000_000 + "</item>"),
        rss("<item " + " ".join(f"a{n}='1'" for n in range(50_000)) + "><title>x</title></item>"),
        rss("<item><title>x</title><author>" + "a." * 500_000 + "</author></item>"),
        rss("<item><title>x</title>" + "".join(f"<category>{n}</category>" for n in range(50_000)) + "</item>"),
        rss("<item><title>x</title><links a='1'/><tags a='1'/><authors a='1'/><title_detail a='1'/></item>"),
    ],
)
def test_bombs_are_read_or_refused_quickly(body: bytes) -> None:
    start = time.monotonic()
    try:
        feed = read(body)
    except ParseError as error:
        assert str(error).endswith(".")
    else:
        assert all(len(entry.title or "") <= 2000 for entry in feed.entries)
        assert len(feed.entries) == 1
    assert time.monotonic() - start < 8


@settings(max_examples=60)
@given(st.data())
def test_broken_feeds_never_crash(data: st.DataObject) -> None:
    body = bytearray(RSS)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        piece = data.draw(
            st.sampled_from([b"", b"<", b">", b"&", b"]]>", b"<![CDATA[", b"\xff", b"</item>", b"\0", b'"'])
        )
        body[at : at + data.draw(st.integers(0, 40))] = piece
        if not body:
            return
    try:
        feed = read(bytes(body))
    except ParseError:
        return
    for entry in feed.entries:
        assert entry.url is None or entry.url.startswith(("http://", "https://"))


def test_documents() -> None:
    feed = read(RSS)
    (document,) = documents(feed)
    assert document.title == "Brücke gesperrt"
    assert document.text == feed.entries[0].content
    assert document.outlet == "Blatt"
    assert document.source == SOURCE.id
    assert document.seen == SEEN
    assert document.published == datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
    assert document.language == "de"
    assert document.fingerprint
    assert documents(feed) == [document]


def test_outlet_without_title_is_the_host() -> None:
    feed = read(rss("<item><title>x</title><link>https://a.example/1</link></item>", channel=""))
    assert documents(feed)[0].outlet == "blatt.example"


def test_each_article_once_and_empty_ones_refused() -> None:
    feed = read(
        rss("<item><link>https://a.example/0</link></item>" + "<item><title>A</title><link>/1</link></item>" * 2)
    )
    outcomes = feed_documents(feed, SOURCE, SEEN)
    assert [type(outcome) for outcome in outcomes] == [Refused, Done]
    assert "https://a.example/0" in str(outcomes[0])


def test_articles_that_share_the_home_page_stay_apart() -> None:
    items = "".join(
        f"<item><title>Nr. {n}</title><link>https://a.example/</link><guid>g{n}</guid></item>" for n in (1, 2)
    )
    first, second = documents(read(rss(items)))
    assert first.id != second.id
    assert first.canonical_url is None


def test_same_guid_in_two_feeds_is_two_documents() -> None:
    feed = read(rss("<item><title>A</title><guid isPermaLink='false'>1</guid></item>"))
    other = feed_source("https://boese.example/feed")
    (copied,) = feed_documents(feed, other, SEEN)
    assert isinstance(copied, Done)
    assert copied.record.id != documents(feed)[0].id


def test_future_dates_and_default_language_are_not_believed() -> None:
    entry = FeedEntry(id="1", title="A", published=SEEN + timedelta(days=3), language="en")
    (document,) = documents(Feed("Blatt", None, "de", (entry,)))
    assert document.published is None
    assert document.language is None
