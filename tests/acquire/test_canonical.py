"""One article, many addresses, one canonical form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.acquire.canonical import canonical_url, host_of, same_site


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "HTTP://WWW.Blatt.EXAMPLE:80/inland/a-1.html?utm_source=x&b=2&a=1#top",
            "https://blatt.example/inland/a-1.html?a=1&b=2",
        ),
        ("https://m.blatt.example/a/", "https://blatt.example/a"),
        ("https://amp.blatt.example/a/amp/", "https://blatt.example/a"),
        ("https://blatt.example/a.amp.html?fbclid=1&outputType=valid_amp", "https://blatt.example/a.html"),
        ("https://www.google.com/amp/s/www.blatt.example/a", "https://blatt.example/a"),
        ("https://www-blatt-example.cdn.ampproject.org/c/s/www.blatt.example/a?x=1", "https://blatt.example/a?x=1"),
        ("https://müller.example/straße?q=ä", "https://xn--mller-kva.example/stra%C3%9Fe?q=%C3%A4"),
        ("https://blatt.example", "https://blatt.example/"),
        ("https://leser:geheim@blatt.example/a", "https://blatt.example/a"),
        ("http://127.0.0.1:8000/a?utm_x=1", "http://127.0.0.1:8000/a"),
        ("https://[::1]:443/a", "https://[::1]/a"),
        ("https://blatt.example/x/../a;jsessionid=1F", "https://blatt.example/a"),
        ("https://blatt.example/?p=123&ref=5", "https://blatt.example/?p=123&ref=5"),
        ("https://blatt.example/a?ref=rss", "https://blatt.example/a"),
        ("//www.blatt.example/a", "https://blatt.example/a"),
        ("mailto:a@blatt.example", "mailto:a@blatt.example"),
        ("https://[kaputt/", "https://[kaputt/"),
    ],
)
def test_spellings(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


def test_hosts() -> None:
    assert host_of("https://www.blatt.example/a") == "blatt.example"
    assert host_of("https://news.blatt.example/a") == "news.blatt.example"
    assert host_of("https://amp.dev/a") == "amp.dev"
    assert host_of("kein Link") == ""


def test_sites() -> None:
    assert same_site("https://m.blatt.example/a", "https://www.blatt.example/b")
    assert same_site("https://a.blatt.co.uk/", "https://b.blatt.co.uk/")
    assert not same_site("https://a.co.uk/", "https://b.co.uk/")
    assert not same_site("https://blatt.example/", "https://anderes.example/")


_PIECES = st.lists(
    st.sampled_from(
        [
            "a",
            "B",
            "ä",
            "%",
            "%41",
            "%e4",
            "/",
            "..",
            ".",
            "amp",
            ".amp",
            "?",
            "&",
            "=",
            "utm_x=1",
            "ref=rss",
            ";",
            "#",
            "www.",
            "m.",
            ":80",
            "@",
            "[",
            " ",
            "\\",
            "+",
        ]
    ),
    max_size=12,
).map("".join)


@given(st.sampled_from(["https://blatt.example/", "http://www.", "https://m.blatt.example", "//", ""]), _PIECES)
def test_twice_is_once(start: str, rest: str) -> None:
    once = canonical_url(start + rest)
    assert canonical_url(once) == once


@given(st.text(max_size=60))
def test_any_text_twice_is_once(text: str) -> None:
    once = canonical_url(text)
    assert canonical_url(once) == once
