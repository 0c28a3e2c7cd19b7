"""The gold pairs of full-text search: what a reader types finds what he means, and not what only looks alike."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.language.search import search_analyser
from lagebild.records.document import Document
from lagebild.store import open_store
from lagebild.store.database import Store

# id -> (language, title, text); all sentences are made up.
DOCUMENTS = {
    "blackout": ("de", "Stromausfall legt Köln lahm", "Nach einem Kurzschluss im Umspannwerk blieben Ampeln dunkel."),
    "wasser": ("de", "Weserdeich bricht", "Die Überschwemmungen zwangen Hunderte, ihre Häuser zu verlassen."),
    "wahl": ("de", "Bundestagswahlkampf beginnt", "Die Kanzlerkandidatin sprach auf dem Römerberg zu Anhängern."),
    "streik": (
        "de",
        "Warnstreiks bei der Bahn",
        "Am Hauptbahnhof warteten Reisende; die Gewerkschaft forderte mehr Lohn.",
    ),
    "raub": ("de", "Überfall auf Juwelier", "Zwei Männer flüchteten mit Diamantringen. Die Polizei sucht Zeugen."),
    "gipfel": (
        "de",
        "Außenministertreffen in Genf",
        "Über das Waffenstillstandsabkommen wurde bis Mitternacht verhandelt.",
    ),
    "feuer": (
        "de",
        "Großbrand in Lagerhalle",
        "Feuerwehrleute löschten die Flammen, drei Verletzte kamen ins Krankenhaus.",
    ),
    "rente": (
        "de",
        "Streit um das Rentenpaket",
        "Der Sozialminister verteidigte das Gesetz, die Opposition lehnte es ab.",
    ),
    "preis": ("de", "Ölpreis steigt", "An der Börse kostete ein Barrel 10.500 Cent, so viel wie seit Jahren nicht."),
    "korea": ("de", "Nordkoreanische Raketen", "Pjöngjang ließ drei Geschosse starten; Putins Sprecher schwieg."),
    "sucht": ("de", "Mehr Hilfe gegen Sucht", "Die Beratungsstellen in Düsseldorf und Zürich bekommen Geld."),
    "burg": ("de", "Alte Burg wird saniert", "Der Turm über dem Rheintal ist seit Jahren gesperrt."),
    "buerger": ("de", "Bürger stimmen ab", "Der Bürgerentscheid über die Straßenbahn endet am Sonntag."),
    "election": (
        "en",
        "Elections postponed",
        "The ministers announced that voting stations were closing early after flooding.",
    ),
    "strike": ("en", "Rail workers striking", "Unions rejected the companies' offers and planned further walkouts."),
}

GOLD = [
    ("Strom", {"blackout"}),
    ("Ausfälle", {"blackout"}),
    ("ausfall", {"blackout"}),
    ("stromausfälle", {"blackout"}),
    ("Koeln", {"blackout"}),
    ("köln", {"blackout"}),
    ("Koln", {"blackout"}),
    ("Überschwemmung", {"wasser"}),
    ("ueberschwemmung", {"wasser"}),
    ("uberschwemmungen", {"wasser"}),
    ("Haus", {"wasser", "feuer"}),
    ("Hauser", {"wasser", "feuer"}),
    ("Deich", {"wasser"}),
    ("Wahlkampf", {"wahl"}),
    ("Bundestag", {"wahl"}),
    ("kandidatin", {"wahl"}),
    ("Streik", {"streik"}),
    ("Bahnhof", {"streik"}),
    ("fordern", {"streik"}),
    ("Mann", {"raub", "feuer"}),  # Feuerwehrleute are Feuerwehrmann to the dictionary
    ("suchen Zeuge", {"raub"}),
    ("Sucht", {"sucht", "raub"}),  # small letters or none at all: a query tells no noun from a verb
    ("Waffenstillstand", {"gipfel"}),
    ("Außenminister", {"gipfel"}),
    ("aussenminister", {"gipfel"}),
    ("Minister", {"gipfel", "rente", "election"}),
    ("Brand", {"feuer"}),
    ("verletzter", {"feuer"}),
    ("Rente", {"rente"}),
    ("Rentenpaketes", {"rente"}),
    ("Öl", {"preis"}),
    ("10500", {"preis"}),
    ("10.500 Cent", {"preis"}),
    ("nordkoreanischer", {"korea"}),
    ("Putin", {"korea"}),
    ("Duesseldorf Zuerich", {"sucht"}),
    ("Burg", {"burg"}),
    ("Bürger", {"buerger"}),
    ("Strasse", {"buerger"}),
    ("Strassenbahnen", {"buerger"}),
    ("election", {"election"}),
    ("close", {"election"}),
    ("union reject", {"strike"}),
    ("strikes", {"strike"}),
    ("der Streit um die Rente", {"rente"}),
    ("Strom Rente", set[str]()),
    ("Tage", set[str]()),
    ("Ringe", {"raub"}),
    ('"Streit um das Rentenpaket"', {"rente"}),
    ('"Rentenpaket um Streit"', set[str]()),
    ("„Zeugen suchen“", set[str]()),
    ('"die Polizei sucht"', {"raub"}),
    ('"rail workers" union', {"strike"}),
]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with open_store("sqlite://", search_analyser()) as opened:
        with opened.unit(write=True) as unit:
            for id_, (language, title, text) in DOCUMENTS.items():
                unit.documents.add(Document(id_, text, title=title, language=language))
        yield opened


@pytest.mark.parametrize(("query", "expected"), GOLD)
def test_a_query_finds_what_is_meant(store: Store, query: str, expected: set[str]) -> None:
    with store.unit() as unit:
        assert set(unit.search.documents(query)) == expected


def test_a_word_of_the_title_ranks_first() -> None:
    rows = {
        "text": ("Aus dem Rathaus", "Der Haushalt kam zur Sprache."),
        "title": ("Haushalt beschlossen", "Mit Mehrheit."),
    }
    with open_store("sqlite://", search_analyser()) as store, store.unit(write=True) as unit:
        for id_, (title, text) in rows.items():
            unit.documents.add(Document(id_, text, title=title, language="de"))
        assert unit.search.documents("Haushalt") == ("title", "text")
        assert unit.search.documents("Haushalt", 1) == ("title",)


HOSTILE = [
    '"', '""', '"""', "' OR 1=1 --", "title:x", "NEAR(a b)", "a AND", "NOT", "OR OR", "*", "strom*", "^strom", "(",
    "{title}: x", "a + b", "-strom", "\0", "\\", "strom;DROP TABLE search", "„", "\ud800", "%", "x" * 10_000, '"' * 999,
    "AND " * 200,
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_reaches_the_matcher_as_syntax(store: Store, query: str) -> None:
    with store.unit() as unit:
        assert set(unit.search.documents(query)) <= set(DOCUMENTS)
        assert unit.stories.list(query).total == 0


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_any_query_is_answered(query: str) -> None:
    with open_store("sqlite://", search_analyser()) as store, store.unit(write=True) as unit:
        unit.documents.add(Document("a", query.encode("utf-8", "replace").decode(), language="de"))
        unit.search.documents(query)


def test_what_stands_in_a_text_is_found_by_it(store: Store) -> None:
    with store.unit() as unit:
        for id_, (_, title, _) in DOCUMENTS.items():
            assert id_ in unit.search.documents(title)
            assert unit.search.documents(f'"{title}"') == (id_,)
            assert id_ in unit.search.documents(title.upper())
