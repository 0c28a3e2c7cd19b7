"""Why a search found a story: the line that shows it, with the words marked that the search itself went by."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import NOON

from lagebild.language.search import search_analyser
from lagebild.records.document import Document
from lagebild.records.query import Excerpt
from lagebild.records.story import StoryLink
from lagebild.store import open_store
from lagebild.store.excerpts import WIDTH, excerpt
from lagebild.store.plain import PlainAnalyser

ANALYSER = search_analyser()
FILLING = "Am Abend blieb es in der Stadt ruhig, und die Leute gingen früh nach Hause. "


def found(text: str, query: str, title: str = "", shown: str = "", language: str = "de") -> Excerpt | None:
    document = Document("a", text, title=title, language=language, outlet="Kreisblatt")
    return excerpt(document, ANALYSER.asked(query), ANALYSER, shown, 500_000)


def marked(line: Excerpt | None) -> list[str]:
    assert line is not None
    return [piece for piece, hit in line.pieces if hit]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("Strom", "Ein Stromausfall traf die Stadt.", ["Stromausfall"]),
        ("Selenskyj", "Gestern sprach Selenskyjs Berater.", ["Selenskyjs"]),
        ("Haus", "Viele Häuser standen leer.", ["Häuser"]),
        ("Stromausfall", "Der Strom-Ausfall dauerte an.", ["Strom-Ausfall"]),
        ("Strasse", "Die Straße ist gesperrt.", ["Straße"]),
        ("10500", "Es waren 10.500 Menschen.", ["10.500"]),
        ('"kleine Stadt"', "Die Stadt ist klein. Es ist eine kleine Stadt.", ["kleine Stadt"]),
        ("Strom Stadt", "Strom fehlt. In der Stadt ist es dunkel.", ["Strom", "Stadt"]),
    ],
)
def test_what_the_search_goes_by_is_marked(query: str, text: str, words: list[str]) -> None:
    assert marked(found(text, query)) == words


@pytest.mark.parametrize(
    ("query", "text", "language", "word"),
    [
        ("Selenskyj", "Later Zelensky spoke in Kyiv.", "en", "Zelensky"),
        ("Selenskyj", "Später sprach Zelenskyy in Kiew.", "de", "Zelenskyy"),
        ("Zelensky", "Später sprach Selenskyj in Kiew.", "de", "Selenskyj"),
        ("Lawrow", "Lavrov left at noon.", "en", "Lavrov"),
        ("Chamenei", "On Monday Khamenei kept silent.", "en", "Khamenei"),
    ],
)
def test_names_are_found_in_their_other_spelling(query: str, text: str, language: str, word: str) -> None:
    assert marked(found(text, query, language=language)) == [word]
    with open_store("sqlite://", ANALYSER) as store, store.unit(write=True) as unit:
        unit.documents.add(Document("a", text, language=language))
        assert unit.search.documents(query) == ("a",)


@pytest.mark.parametrize(("query", "text"), [("Sander", "Ein Zander schwamm."), ("Weber", "Die Veber-Werke ruhen.")])
def test_what_only_looks_alike_is_no_other_spelling(query: str, text: str) -> None:
    assert found(text, query) is None


def test_the_line_is_short_and_cut_between_words() -> None:
    line = found(3 * FILLING + "Dann fiel der Strom aus. " + 3 * FILLING, "Strom")
    assert line is not None and line.opens and line.closes
    assert WIDTH - 30 < len(line.passage.quote) <= WIDTH
    text = 3 * FILLING + "Dann fiel der Strom aus. " + 3 * FILLING
    span = line.passage.span
    assert text[span.start - 1] == text[span.end] == " " and not line.passage.quote.startswith(" ")


def test_a_whole_paragraph_needs_no_dots() -> None:
    line = found(f"{FILLING}\n\nDer Strom fiel aus.\n\n{FILLING}", "Strom")
    assert line is not None and line.passage.quote == "Der Strom fiel aus."
    assert not line.opens and not line.closes


def test_the_place_where_most_of_the_words_stand_together_is_shown() -> None:
    line = found(f"Der Strom fiel aus. {4 * FILLING}In Ahrbach fehlt Strom.", "Strom Ahrbach")
    assert marked(line)[-2:] == ["Ahrbach", "Strom"]


def test_a_title_is_shown_only_where_the_reader_does_not_see_it() -> None:
    title = "Stromausfall in Ahrbach"
    assert found(FILLING, "Strom", title, shown=title) is None
    line = found(FILLING, "Strom", title, shown="Ahrbach ohne Licht")
    assert line is not None and line.passage.field == "title" and marked(line) == ["Stromausfall"]
    text = found("Ohne Strom. " + FILLING, "Strom", title, shown=title)
    assert text is not None and text.passage.field == "text", "the text says it as well, and is not on the page"


def test_a_word_without_end_is_cut_and_marked() -> None:
    line = found("strom" * 200_000, "strom" * 12)
    assert line is not None and len(line.passage.quote) <= WIDTH and marked(line) == [line.passage.quote]


@settings(max_examples=150)
@given(st.text(alphabet="ab \n.-", max_size=600), st.sampled_from(["a", "ab", "a b", "ba ab", '"a b"']))
def test_marks_lie_inside_the_line_and_the_line_in_the_text(text: str, query: str) -> None:
    analyser = PlainAnalyser()
    line = excerpt(Document("x", text), analyser.asked(query), analyser, "", 500)
    if line is None:
        return
    span = line.passage.span
    assert line.passage.quote == text[span.start : span.end] and len(line.passage.quote) <= WIDTH
    assert line.marks and all(span.contains(mark) for mark in line.marks)
    assert all(a.end <= b.start for a, b in pairwise(line.marks))
    assert "".join(piece for piece, _ in line.pieces) == line.passage.quote


def test_of_a_story_the_first_article_that_says_it_in_its_text_is_shown() -> None:
    articles = {
        "named": ("Strom fehlt", "Es ist dunkel."),
        "copied": ("Dunkel", "Ohne Strom ist es still."),
        "told": ("Dunkel", "Seit gestern ohne Strom."),
        "later": ("Dunkel", "Noch immer ohne Strom."),
    }
    with open_store("sqlite://", ANALYSER) as store:
        with store.unit(write=True) as unit:
            for hour, (name, (title, text)) in enumerate(articles.items()):
                document = Document(name, text, title=title, published=NOON + timedelta(hours=hour), outlet=name)
                unit.documents.add(document)
                copied = "later" if name == "copied" else None
                unit.stories.put([StoryLink(name, "s", 1.0, copy_of=copied)], document)
        with store.unit() as unit:
            assert unit.search.excerpts("Strom", {"s": "Dunkel"})["s"].outlet == "told"
            assert unit.search.excerpts("Strom fehlt", {"s": "Dunkel"})["s"].outlet == "named"
            assert unit.search.excerpts("Strom fehlt", {"s": "Strom fehlt"}) == {}
            assert unit.search.excerpts("still", {"s": "", "other": ""}).keys() == {"s"}
            assert unit.search.excerpts("Wasser", {"s": ""}) == unit.search.excerpts("?", {"s": ""}) == {}
