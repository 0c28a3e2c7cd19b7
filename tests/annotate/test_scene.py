import pytest

from lagebild.annotate.places import resolve_places
from lagebild.annotate.scene import find_scene
from lagebild.language.gazetteer import gazetteer
from lagebild.language.german.names import GermanMentionTagger
from lagebild.records.annotation import Scene, TextAnnotations
from lagebild.records.span import Span


def scene(*sentences: str, title: str = "") -> Scene | None:
    text = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    mentions = GermanMentionTagger().tag(text, spans)
    places = resolve_places(text, spans, mentions, gazetteer(), language="de")
    body = TextAnnotations("de", sentences=tuple(spans), mentions=mentions, places=places)
    return find_scene(title, TextAnnotations("de"), text, body)


def test_dateline() -> None:
    found = scene(
        "Gelsenkirchen (dpa) – Einbrecher haben eine Bankfiliale ausgeraubt.", "In Berlin prüft man den Fall."
    )
    assert found is not None
    assert (found.name, found.why) == ("Gelsenkirchen", "Ortsmarke am Anfang")


@pytest.mark.parametrize(
    ("sentences", "name"),
    [
        (
            ("Bei einem Unfall in Bielefeld sind drei Menschen verletzt worden.", "Die Polizei in Hannover half."),
            "Bielefeld",
        ),
        (
            ("Der Minister reiste mit einer Delegation nach Pjöngjang.", "In Pjöngjang traf er Vertreter Russlands."),
            "Pjöngjang",
        ),
        (("Ein Mann wurde in der Nacht schwer verletzt.", "Die Polizei von Bielefeld sucht nach Zeugen."), "Bielefeld"),
        (("Die Rakete ist am Morgen von Cape Canaveral gestartet.", "Sie fliegt zum Mond."), "Cape Canaveral"),
        (("Ein Lager in Bremen-Nord brennt.", "Verletzt wurde niemand."), "Bremen"),
        (("Das Schiff sank in der Antarktis.", "Die Reederei schweigt."), "Antarktis"),
        (("In einer Bielefelder Werkstatt brennt es.", "Nach einem ähnlichen Fall suchte Hannover Rat."), "Bielefeld"),
    ],
)
def test_place_of_the_event(sentences: tuple[str, ...], name: str) -> None:
    found = scene(*sentences)
    assert found is not None
    assert found.name == name


def test_the_town_of_the_title_outweighs_the_case_it_is_likened_to() -> None:
    found = scene(
        "Der Überfall in Hannover ist noch nicht vergessen.",
        "Nun fehlt auch in einer Bielefelder Filiale Geld.",
        title="Bielefelder Bank überfallen",
    )
    assert found is not None
    assert found.name == "Bielefeld"


def test_no_place_no_scene() -> None:
    assert scene("Die Aktie des Konzerns ist um zwei Prozent gestiegen.", "Anleger freuen sich.") is None


def test_capital_is_the_last_resort_and_says_so() -> None:
    found = scene("Moskau kündigte am Montag neue Regeln an.")
    assert found is not None
    assert found.name == "Moskau"
    assert found.why.startswith("Hauptstadt des handelnden Landes")


def test_correspondents_write_from_elsewhere() -> None:
    found = scene("Hamburg. Der Brand in Lüneburg hat hohe Schäden angerichtet.", "In Lüneburg wird noch geprüft.")
    assert found is not None
    assert found.name == "Lüneburg"


@pytest.mark.parametrize(
    "sentences",
    [
        ("Die in Cuxhaven ansässige Firma hat ihren Gewinn verdoppelt.", "Die Aktie stieg."),
        ("Der Abgeordnete aus Syke im Landkreis Diepholz tritt nicht mehr an.", "Er nannte keine Gründe."),
        ("Die Zeitschrift gibt einen Rat.", "Er ist nicht neu.", "Studien dazu gab es in Afrika."),
    ],
)
def test_where_somebody_is_at_home_is_no_scene(sentences: tuple[str, ...]) -> None:
    assert scene(*sentences) is None


def test_a_neighbour_is_not_where_it_happens() -> None:
    found = scene("In Zürich herrscht nach Bränden im benachbarten Österreich dichter Rauch.")
    assert found is not None
    assert found.name == "Zürich"
