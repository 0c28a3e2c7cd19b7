"""Search tokens: inflection, umlauts and compounds, in German and lightly in English."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.language.english import analyser as english
from lagebild.language.folding import folded, words
from lagebild.language.german.analyser import is_needless, query_tokens, reading, readings, tokens
from lagebild.language.german.compounds import parts, split
from lagebild.language.search import search_analyser


@pytest.mark.parametrize(
    ("word", "token"),
    [
        ("Köln", "koln"),
        ("KOELN", "koln"),
        ("Straße", "strasse"),
        ("neue", "neue"),
        ("Quelle", "quelle"),
        ("Łódź", "lodz"),
        ("Erdoğan", "erdogan"),
        ("Ærø", "aro"),
        ("Київ", "x43ax438x456x432"),
        ("café", "cafe"),
        ("２０２５", "2025"),
    ],
)
def test_folding(word: str, token: str) -> None:
    assert folded(word) == token


def test_words_keep_numbers_whole_and_cut_hyphens() -> None:
    text = "Der US-Präsident nannte 10.000 Tote (ca. 3,5 %) z.B. in Merkel’s_Stadt."
    assert list(words(text)) == ["Der", "US", "Präsident", "nannte", "10000", "Tote", "ca", "35", "z", "B", "in",
                                 "Merkel", "Stadt"]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("stromausfall", ["strom", "ausfall"]),
        ("koalitionsbruch", ["koalition", "bruch"]),
        ("außenministertreffen", ["außenminister", "außen", "minister", "treffen"]),
        ("regierungskrise", ["regierung", "krise"]),
        ("schulhof", ["schule", "hof"]),
        ("ölpreis", ["öl", "preis"]),
        ("wehrpflichtgesetz", ["wehrpflicht", "wehr", "pflicht", "gesetz"]),
        ("elbbrücke", ["elb", "brücke"]),
        ("emsland", ["ems", "land"]),
        # Not compounds, or none that a reader thinks of.
        ("ausfall", []),
        ("vorfall", []),
        ("gegenteil", []),
        ("regierung", []),
        ("generation", []),
        ("personal", []),
        ("mehrheit", []),
        ("fernsehen", []),
        ("innovation", []),
        ("konsument", []),
        ("staatsanwaltschaft", []),
        ("unterricht", []),
        ("verletzungen", []),
        ("x" * 200, []),
    ],
)
def test_compounds_are_cut_where_a_reader_would(word: str, expected: list[str]) -> None:
    assert list(parts(word)) == expected


def test_a_cut_names_modifier_and_head() -> None:
    assert split("bundestagswahl") == ("bundestag", "wahl")
    assert split("haus") is None


def test_a_text_is_found_by_the_parts_and_not_the_whole_by_a_part() -> None:
    found = tokens("Die Stromausfälle in Köln")
    assert found == ("der", "stromausfall", "in", "koln", "strom", "ausfall")
    assert "ausfall" in query_tokens("Ausfällen")
    assert query_tokens("Stromausfall") == ("stromausfall",)


@pytest.mark.parametrize(
    ("in_text", "asked"),
    [
        ("Häuser", "haus"),
        ("Häuser", "Hauser"),
        ("ging", "gehen"),
        ("Kölner", "Köln"),
        ("Strassen", "Straße"),
        ("Toten", "Tote"),
        ("Verletzten", "verletzt"),
        ("nordkoreanischer", "nordkoreanische"),
        ("Bidens", "Biden"),
        ("STROMAUSFALL", "strom"),
        ("Ministerinnen", "ministerin"),
        ("Rentenpaketes", "Rentenpaket"),
    ],
)
def test_forms_of_a_word_meet(in_text: str, asked: str) -> None:
    found = reading(in_text)
    assert {found.token, *found.others} & set(readings(asked))


@pytest.mark.parametrize(("in_text", "asked"), [("Bürger", "Burg"), ("Mutter", "Mut"), ("Strom", "Stromausfall")])
def test_other_words_do_not(in_text: str, asked: str) -> None:
    found = reading(in_text)
    assert not {found.token, *found.others} & set(readings(asked))


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("elections", "election"),
        ("ponies", "poni"),
        ("agreed", "agree"),
        ("plastered", "plaster"),
        ("hopping", "hop"),
        ("filing", "file"),
        ("sing", "sing"),
        ("happy", "happi"),
        ("crisis", "crisi"),
        ("closing", "close"),
        ("news", "new"),
    ],
)
def test_english_loses_inflection_only(word: str, stem: str) -> None:
    assert english.token(word) == stem


def test_needless_words_are_dropped_from_queries_with_others() -> None:
    asked = search_analyser().asked
    assert is_needless("Der")
    assert len(asked("der Streik in Bonn")) == 2
    assert len(asked("der")) == 1
    assert asked("?! …") == ()


@given(st.text(max_size=200))
def test_tokens_are_ascii_letters_and_digits(text: str) -> None:
    analyser = search_analyser()
    for language in ("de", "en", None):
        found = analyser.indexed(text, language)
        assert all(token.isascii() and token.isalnum() for token in (*found.words, *found.parts))
    for term in analyser.asked(text):
        assert term.alternatives
        assert all(phrase and all(t.isascii() and t.isalnum() for t in phrase) for phrase in term.alternatives)


@given(st.text(alphabet="abcdeäöü sntr", max_size=60))
def test_case_of_a_query_does_not_matter(text: str) -> None:
    asked = search_analyser().asked
    assert asked(text) == asked(text.title().lower())


def test_import_loads_no_dictionary() -> None:
    program = (
        "import sys, lagebild.language.search as s\n"
        "s.search_analyser()\n"
        "assert not {'wordfreq', 'simplemma', 'HanTa', 'sqlalchemy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_indexing_is_fast_once_words_are_known() -> None:
    text = "Nach dem Stromausfall in der Landeshauptstadt forderten Bürgermeisterinnen schnelle Hilfe. " * 2_000
    analyser = search_analyser()
    analyser.indexed(text[:1_000], "de")
    start = time.process_time()
    found = analyser.indexed(text, "de")
    assert len(found.words) / (time.process_time() - start) > 20_000


def test_one_endless_word_costs_little() -> None:
    start = time.process_time()
    search_analyser().indexed("Wort" * 500_000 + "-" + "a-" * 100_000 + "a.b" * 100_000, "de")
    assert time.process_time() - start < 5
