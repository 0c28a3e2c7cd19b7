"""Ids are stable and readable; fingerprints change with an edit only."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from lagebild.acquire.identity import document_id, fingerprint


def test_an_id_follows_the_canonical_address() -> None:
    one = document_id(url="https://www.blatt.example/a?utm_source=x", name=None, text="eins")
    assert one == document_id(url="http://m.blatt.example/a/", name="b.txt", text="zwei")
    assert one.startswith("blatt.example-")
    assert one != document_id(url="https://blatt.example/b", name=None, text="eins")


def test_an_id_follows_the_name_then_the_text() -> None:
    assert document_id(url=None, name="/x/Größe 1.txt", text="a").startswith("grosse-1.txt-")
    assert document_id(url=None, name="/x/a.txt", text="a") != document_id(url=None, name="/y/a.txt", text="a")
    assert document_id(url=None, name=None, text="a") != document_id(url=None, name=None, text="b")


@given(st.text(max_size=30), st.text(max_size=30))
def test_ids_fit_into_addresses_and_file_names(name: str, text: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*-[0-9a-f]{16}", document_id(url=None, name=name, text=text))


def test_noise_is_no_edit() -> None:
    text = "Die „Größe“ – so heißt es – beträgt 12.000 Meter."
    noisy = ' Die "Gro\u0308ße" - so\nheißt es -\u00a0be\u00adträgt 12.000 Meter.\n'
    assert fingerprint("T", text) == fingerprint("T", noisy)
    assert fingerprint("T", text) == fingerprint("T", text.encode().decode("latin-1"))
    assert fingerprint("T", text) == fingerprint("T", unicodedata.normalize("NFD", text))


def test_an_edit_shows() -> None:
    assert fingerprint("T", "12.000 Meter") != fingerprint("T", "12.001 Meter")
    assert fingerprint("T", "Er kam.") != fingerprint("T", "Er kam?")
    assert fingerprint("T", "a") != fingerprint(None, "a")
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
