"""German text comes through every mislabelled encoding unharmed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.acquire.encodings import decode, repaired

TEXT = "Die Straße in Köln: „Für uns“, sagte Präsident Müller – 5 € Gebühr. Übergröße, Ärger, Öl."
LABELS = [
    None,
    "utf-8",
    "iso-8859-1",
    "windows-1252",
    "iso-8859-15",
    "utf-16",
    "macintosh",
    "windows-1251",
    "shift_jis",
    "unsinn",
]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("meta", ["", "utf-8", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "mac-roman"])
def test_right_text_under_any_label(encoding: str, meta: str, label: str | None) -> None:
    page = f'<meta charset="{meta}"><p>{TEXT}</p>' if meta else TEXT
    assert decode(page.encode(encoding), label) == page


@pytest.mark.parametrize("encoding", ["iso-8859-15", "cp850", "iso-8859-1"])
@pytest.mark.parametrize("label", LABELS)
def test_plain_quotes(encoding: str, label: str | None) -> None:
    text = 'Die Straße in Köln: "Für uns", sagte Präsident Müller. Übergröße, Ärger, Öl.'
    assert decode(text.encode(encoding), label) == text


def test_the_euro_sign_of_latin_9() -> None:
    assert decode("Gebühr: 5 € für Müller".encode("iso-8859-15")) == "Gebühr: 5 € für Müller"


def test_labels_are_believed_where_they_make_sense() -> None:
    assert decode("日本語のニュース".encode("shift_jis"), "shift_jis") == "日本語のニュース"
    assert decode("Wałęsa śpiewał w Łodzi".encode("iso-8859-2"), "iso-8859-2") == "Wałęsa śpiewał w Łodzi"
    assert decode("Привет мир, это новости".encode("koi8-r"), "koi8-r") == "Привет мир, это новости"


def test_two_encodings_in_one_page() -> None:
    assert decode("Köln für ".encode() + "München".encode("cp1252"), "utf-8") == "Köln für München"


def test_a_page_cut_inside_a_character() -> None:
    assert decode("Köln ü".encode()[:-1]) == "Köln "


def test_doubly_encoded_umlauts() -> None:
    twice = TEXT.encode().decode("latin-1").encode()
    assert decode(twice) == TEXT
    assert decode(twice, repair=False) != TEXT
    assert repaired("schÃ¶n, und schön") == "schön, und schön"
    assert repaired("Å¡koda, ðŸ˜€") == "škoda, 😀"


@pytest.mark.parametrize("text", ["SÃO PAULO", "„Die SPÖ“ und „Spaß“", "„Ä“, „ä…“, „ü“–„ö“", "„Café“", "ÉÀÈ»"])
def test_what_looks_doubly_encoded_and_is_not(text: str) -> None:
    assert repaired(text) == text


@given(st.text(max_size=60))
def test_valid_utf8_is_kept(text: str) -> None:
    body = text.encode("utf-8", "surrogatepass") if text.isascii() else text.encode()
    if b"\0" not in body and not body.startswith(b"\xef\xbb\xbf"):
        assert decode(body, repair=False) == text


@given(st.binary(max_size=200), st.sampled_from(LABELS))
def test_any_bytes_are_read(body: bytes, label: str | None) -> None:
    assert isinstance(decode(body, label), str)
