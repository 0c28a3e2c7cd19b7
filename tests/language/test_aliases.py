"""Names that are one and names that are two, as a table; the laws of the table of aliases and of `unify`."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.language.aliases import canonical, canonical_kind, is_abbreviation, loose, meant, stem_key
from lagebild.language.gazetteer import gazetteer
from lagebild.language.offices import Office, office_before, office_of
from lagebild.language.romanisation import same_person, same_word
from lagebild.language.same_names import unified, unify
from lagebild.records.annotation import Entity, MentionKind

TABLE = tomllib.loads(files("lagebild.language").joinpath("aliases.toml").read_text("utf-8"))
BODIES = ("bodies", "agencies", "parties", "institutions", "seats")
KINDS: dict[str, MentionKind] = {"p": "person", "o": "organisation", "l": "place"}

ONE = """
p Merkels = Merkel
p Angela Merkel = Merkels
p A. Merkel = Angela Merkel
p Selenskyj = Zelensky
p Selenskyj = Selenski
p Selenskyj = Zelenskyy
p Selenskij = Zelenskiy
p Wolodymyr Selenskyj = Volodymyr Zelensky
p Wolodymyr Selenskyj = Wladimir Selenski
p Wolodymyr Selenskyj = Zelenskyy
p Chamenei = Khamenei
p Ali Chamenei = Ali Khamenei
p Lawrow = Lavrov
p Sergej Lawrow = Sergey Lavrov
p Sergei Schoigu = Sergej Shoigu
p Wladimir Putin = Vladimir Putin
p Putins = Putin
p Dmitri Medwedew = Dmitry Medvedev
p Alexander Lukaschenko = Aljaksandr Lukaschenka
p Lukaschenko = Lukashenka
p Alexej Nawalny = Alexei Navalny
p Michail Gorbatschow = Mikhail Gorbachev
p Nikita Chruschtschow = Nikita Khrushchev
p Boris Jelzin = Boris Yeltsin
p Jewgeni Prigoschin = Yevgeny Prigozhin
p Ramsan Kadyrow = Ramsan Kadyrov
p Andrij Jermak = Andriy Yermak
p Rustem Umjerow = Rustem Umerov
p Walerij Saluschnyj = Valerii Zaluzhnyi
p Swetlana Tichanowskaja = Svetlana Tikhanovskaya
p Benjamin Netanjahu = Benjamin Netanyahu
p Massud Peseschkian = Massud Pezeshkian
p Abbas Araghtschi = Abbas Araghchi
p Mahmud Ahmadinedschad = Mahmoud Ahmadinejad
p Baschar al-Assad = Bashar Assad
p Muammar Gaddafi = Muammar Qaddafi
p Recep Tayyip Erdoğan = Recep Tayyip Erdogan
p Viktor Orbán = Victor Orban
p Jörg Müller = Joerg Mueller
p Kim Jong Un = Kim Jong-un
p Xi = Xi Jinping
p Mao Zedong = Mao Tse-tung
p Yoon Suk Yeol = Yoon Suk-yeol
p Ban Ki Moon = Ban Ki-moon
p Donald J. Trump = Donald Trump
p Ursula von der Leyen = von der Leyen
p Nikol Paschinjan = Nikol Pashinyan
p Ilham Alijew = Ilham Aliyev
p Wassili Nebensja = Vasily Nebenzya
p Dschawad Sarif = Javad Zarif
p Leo Tolstoi = Leo Tolstoy
p Fjodor Dostojewski = Fyodor Dostoevsky
p Pjotr Tschaikowski = Pyotr Tchaikovsky
p Bidsina Iwanischwili = Bidzina Ivanishvili
o Nato = NATO
o Nato = Nordatlantikpakt
o Nato = des Nordatlantikpakts
o EU = Europäische Union
o EU = der Europäischen Union
o UN = Uno
o UN = Vereinten Nationen
o UN = United Nations
o IWF = Internationaler Währungsfonds
o IWF = IMF
o WHO = Weltgesundheitsorganisation
o EZB = Europäischen Zentralbank
o EuGH = Europäischer Gerichtshof
o EU-Kommission = Europäischen Kommission
o Europaparlament = Europäisches Parlament
o IAEA = Internationale Atomenergiebehörde
o UN-Sicherheitsrat = Weltsicherheitsrat
o SPD = Sozialdemokraten
o CDU = Christdemokraten
o AfD = Alternative für Deutschland
o FPÖ = Freiheitliche Partei Österreichs
o Bundestag = des Bundestages
o Bundestag = Deutschen Bundestags
o BKA = Bundeskriminalamts
o DWD = Deutsche Wetterdienst
o RKI = Robert-Koch-Institut
o Hisbollah = Hezbollah
o dpa = Deutsche Presse-Agentur
o Deutsche Bahn = Deutschen Bahn
o Hafenamt = Hafenamts
o Elbländer Energie-Netz = EEN
l USA = Vereinigte Staaten
l USA = Vereinigten Staaten von Amerika
l USA = US
l Charkiw = Charkow
l Charkiw = Kharkiv
l Kiew = Kyjiw
l Kiew = Kyiv
l Nordkorea = DPRK
l Großbritannien = Vereinigtes Königreich
l Türkei = Türkiye
l Belarus = Weißrussland
l Pjöngjang = Pyongyang
l Luhansk = Lugansk
l Moskau = Moscow
"""

TWO = """
p Merkel | Merz
p Angela Merkel | Friedrich Merz
p Peter Müller | Michael Müller
p Wladimir Putin | Alexander Lukaschenko
p Kim Jong Un | Kim Jong Il
p Kim Jong Un | Kim Yong-hyun
p Kim Jong-nam | Kim Yong-nam
p Kim Jong Un | Kim Yo-jong
p Lee Jae-myung | Lee Myung-bak
p Yoon Suk-yeol | Yoon Kwan-suk
p Xi Jinping | Xi Zhongxun
p Thomas Meier | Thomas Meyer
p Thomas Maier | Thomas Meier
p Meier | Meyer
p Schmidt | Schmitt
p Sander | Zander
p Peter Sander | Peter Zander
p Hofmann | Hoffmann
p Schulz | Schulze
p Scholz | Schulz
p Olaf Scholz | Martin Schulz
p Jung | Yung
p Berg | Bjerg
p Becker | Baker
p Braun | Brown
p Wagner | Wegner
p Wolf | Wolff
p Köhler | Kohler
p Schäfer | Schafer
p Iwanow | Iwanowa
p Sergej Iwanow | Igor Iwanow
p Alexej Nawalny | Julia Nawalnaja
p Alexej Nawalny | Oleg Nawalny
p Dmitri Medwedew | Wiktor Medwedtschuk
p Wladimir Selenskyj | Olena Selenska
p Wladimir Klitschko | Vitali Klitschko
p Ali Chamenei | Modschtaba Chamenei
p Ruhollah Chomeini | Ali Chamenei
p Baschar al-Assad | Hafis al-Assad
p Joe Biden | Hunter Biden
p George W. Bush | George H. Bush
p Donald Trump | Eric Trump
p Hans Peter Vogt | Hans Jürgen Vogt
p Hans Vogt | Hedwig Vogt
p Mohammed Salah | Mohammed Saleh
p Saddam Hussein | Udai Hussein
p Petersen | Peterson
p Jansen | Janssen
p Leo XIII | Leo XIV
p Lawrow | Lawrenko
p Lars Bjerg | Lars Berg
p Igor Kowal | Igor Kowalenko
p Mohammed Ali | Mohammed Alijew
p Li Qiang | Li Keqiang
p Chen Ning | Chen Ming
p Hans Walter | Hans Walther
o CDU | CSU
o SPD | SPÖ
o SPD | FDP
o CDU | SPD
o SPÖ | FPÖ
o ÖVP | SVP
o NATO | NASA
o EU | UN
o EZB | EuGH
o IWF | Weltbank
o Europarat | Europäischer Rat
o Europäischer Rat | Rat der Europäischen Union
o Internationaler Gerichtshof | Internationaler Strafgerichtshof
o Europäischer Gerichtshof | Europäischer Gerichtshof für Menschenrechte
o Bundestag | Bundesrat
o Bundesgerichtshof | Bundesverfassungsgericht
o BKA | BND
o WHO | WTO
o dpa | APA
o AP | AFP
o Deutsche Bank | Deutsche Bahn
o Hamas | Hisbollah
o FBI | CIA
o IS | IDF
o Sozialdemokraten | Christdemokraten
o Volksbank Nord | Volksbank Süd
l Iran | Irak
l Nordkorea | Südkorea
l Korea | Südkorea
l Slowakei | Slowenien
l Niger | Nigeria
l Sudan | Südsudan
l Mali | Malawi
l Österreich | Australien
l Georgia | Georgien
l DDR | Deutschland
l Sowjetunion | Russland
l China | Taiwan
l Kongo | Republik Kongo
l Frankfurt | Frankfurt am Main
l Halle | Halle (Saale)
l Dominica | Dominikanische Republik
l Guinea | Guinea-Bissau
l Gaza | Israel
"""


def rows(table: str, mark: str) -> list[tuple[str, str, str]]:
    found = []
    for line in table.strip().splitlines():
        kind, _, rest = line.partition(" ")
        a, b = rest.split(f" {mark} ")
        found.append((kind, a, b))
    return found


def are_one(kind: str, a: str, b: str) -> bool:
    first, second = Entity("x:a", KINDS[kind], a), Entity("x:b", KINDS[kind], b)
    same = unify([first, second])
    return same["x:a"] == same["x:b"]


@pytest.mark.parametrize(("kind", "a", "b"), rows(ONE, "="))
def test_one(kind: str, a: str, b: str) -> None:
    assert are_one(kind, a, b) and are_one(kind, b, a)


@pytest.mark.parametrize(("kind", "a", "b"), rows(TWO, "|"))
def test_two(kind: str, a: str, b: str) -> None:
    assert not are_one(kind, a, b) and not are_one(kind, b, a)


def test_the_tables_are_long_enough() -> None:
    assert len(rows(ONE, "=")) >= 60 and len(rows(TWO, "|")) >= 60


def test_a_form_belongs_to_one_thing() -> None:
    owners: dict[str, set[str]] = {}
    for section in BODIES:
        for name, forms in TABLE[section].items():
            for form in (name, *forms):
                key = form.replace(".", "") if is_abbreviation(form) else stem_key(form)
                owners.setdefault(key, set()).add(name)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize("section", BODIES)
def test_every_form_is_found(section: str) -> None:
    missed = [f for name, forms in TABLE[section].items() for f in (name, *forms) if canonical(f, "other") != name]
    assert missed == []


def test_states_say_what_the_gazetteer_does_not_know() -> None:
    for code, forms in TABLE["states"].items():
        place = gazetteer().country(code)
        assert place is not None
        assert [f for f in forms if canonical(f, "place") != place.name] == []


def test_short_forms_name_what_is_in_the_table() -> None:
    known = {name for section in BODIES for name in TABLE[section]}
    assert {n for names in TABLE["loose"].values() for n in names} <= known
    assert [form for form in TABLE["loose"] if canonical(form, "organisation")] == []


def test_people_are_in_no_table() -> None:
    assert canonical("Nato", "person") is None and canonical("Angela Merkel", "person") is None


def test_kinds_follow_the_table() -> None:
    assert canonical_kind("EU", "place") == "organisation"
    assert canonical_kind("USA", "organisation") == "place"
    assert canonical_kind("Kreml", "place") == "place" and canonical_kind("Kreml", "organisation") == "organisation"
    assert canonical_kind("Elbwerft", "organisation") == "organisation"


def test_social_democrats_are_those_who_are_named() -> None:
    assert "SPD" in loose("der Sozialdemokraten")
    assert meant("Sozialdemokraten", {"SPÖ", "ÖVP"}) == "SPÖ"
    assert meant("Sozialdemokraten", {"SPD", "SPÖ"}) is None and meant("Sozialdemokraten", ()) is None


def people(*names: str) -> dict[str, str]:
    return {n: e.name for n, e in zip(names, _unified(*names), strict=True)}


def _unified(*names: str) -> list[Entity]:
    entities = [Entity(f"person:{n}", "person", n) for n in names]
    same = unified(entities)
    return [same[e.id] for e in entities]


def test_a_surname_of_two_stays_as_it_is() -> None:
    found = people("Kim", "Kim Jong Un", "Kim Yong-hyun", "Kim Jong-un")
    assert found["Kim"] == "Kim" and found["Kim Yong-hyun"] == "Kim Yong-hyun"
    assert found["Kim Jong-un"] == found["Kim Jong Un"]


def test_an_initial_of_two_stays_as_it_is() -> None:
    assert people("H. Vogt", "Hans Vogt", "Hedwig Vogt")["H. Vogt"] == "H. Vogt"


def test_a_surname_spelled_so_goes_before_one_that_sounds_so() -> None:
    assert people("Lavrov", "Pawel Lawrow", "Igor Lavrov")["Lavrov"] == "Igor Lavrov"


def test_the_name_most_used_wins_and_the_storys_language_first() -> None:
    german, english = (Entity(f"person:{n}", "person", n) for n in ("Juri Below", "Yuri Belov"))
    assert set(unify([german, english, english]).values()) == {english.id}
    assert set(unify([english, english], [german]).values()) == {german.id}


def test_one_body_under_two_names_has_the_one_used_most() -> None:
    nato = [Entity("organisation:nato", "organisation", n) for n in ("Nordatlantikpakt", "Nato", "Nato")]
    assert unified(nato)["organisation:nato"].name == "Nato"


@pytest.mark.parametrize(
    ("phrase", "title", "country"),
    [
        ("der ukrainische Präsident", "präsident", "UA"),
        ("ukrainischer Präsident", "präsident", "UA"),
        ("Präsident der Ukraine", "präsident", "UA"),
        ("Russlands Staatschef", "präsident", "RU"),
        ("US-Präsident", "präsident", "US"),
        ("des ungarischen Regierungschefs", "regierungschef", "HU"),
        ("italienische Ministerpräsidentin", "regierungschefin", "IT"),
        ("der Außenminister", "außenminister", None),
    ],
)
def test_offices(phrase: str, title: str, country: str | None) -> None:
    assert office_of(phrase) == Office(title, country)


@pytest.mark.parametrize(
    "phrase",
    ["früherer ukrainischer Präsident", "Ex-Präsident", "ukrainischer Soldat", "Polizei", "Präsident des Vereins", ""],
)
def test_no_office_of_today(phrase: str) -> None:
    assert office_of(phrase) is None


def test_office_before_a_name() -> None:
    text = "Am Abend sprach der estnische Präsident Tamm, dann die frühere Präsidentin Kask."
    assert office_before(text, text.index("Tamm")) == Office("präsident", "EE")
    assert office_before(text, text.index("Kask")) is None


NAME = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüß", min_size=1, max_size=12).map(str.capitalize)
FULL = st.lists(NAME, min_size=1, max_size=3).map(" ".join)


@given(FULL, FULL)
def test_sameness_is_mutual(a: str, b: str) -> None:
    assert same_person(a, a) and same_person(a, b) == same_person(b, a)
    assert same_word(a.split()[0], b.split()[0]) == same_word(b.split()[0], a.split()[0])


@given(st.lists(st.tuples(st.sampled_from(["person", "organisation", "place"]), FULL), max_size=12))
def test_unify_is_a_partition_with_its_own_heads(named: list[tuple[MentionKind, str]]) -> None:
    entities = [Entity(f"{kind}:{name}", kind, name) for kind, name in named]
    same = unify(entities)
    assert set(same) == {e.id for e in entities}
    assert all(same[head] == head for head in same.values())
    assert all(one.split(":")[0] == two.split(":")[0] for one, two in same.items())
