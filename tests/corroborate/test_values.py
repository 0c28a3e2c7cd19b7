from lagebild.corroborate.options import CorroborateOptions
from lagebild.corroborate.values import ValueComparison, compare_values
from lagebild.records.annotation import PlaceMention, TextAnnotations
from lagebild.records.span import Span
from lagebild.records.story import AnnotatedDocument
from tests.corroborate.builders import Writer, at

OPTIONS = CorroborateOptions()


def headline(title: str, key: str, hour: int = 12) -> AnnotatedDocument:
    return Writer("", id=key, title=title, published=at(3, hour)).done()


def groups(*documents: AnnotatedDocument) -> dict[str, ValueComparison]:
    return {c.counted: c for c in compare_values(documents, OPTIONS)}


def test_open_then_closed_is_a_later_state() -> None:
    found = groups(
        headline("Fähranleger Rohden wird wieder geöffnet", "a", 8),
        headline("Fähranleger Rohden bleibt geschlossen", "b", 14),
    )["Geöffnet oder geschlossen"]
    assert [v.value for v in found.values] == ["geöffnet", "geschlossen"]
    assert [p.verdict for p in found.pairs] == ["superseded"]


def test_accusation_and_denial_of_one_matter_clash() -> None:
    found = groups(
        headline("Estland wirft Lettland Angriff auf Sendemast vor", "a", 8),
        headline("Lettland bestreitet Angriff auf Sendemast", "b", 9),
    )["Vorwurf und Dementi"]
    assert [p.verdict for p in found.pairs] == ["denied"]


def test_a_rejected_demand_is_no_denial() -> None:
    found = groups(
        headline("Estland wirft Lettland Bruch des Vertrags vor", "a", 8),
        headline("Lettland weist Forderung nach Vertrag zurück", "b", 9),
    )
    assert all(p.verdict != "denied" for c in found.values() for p in c.pairs)


def test_a_cause_is_found_in_different_words() -> None:
    found = groups(
        headline("Feuer in Lagerhalle vermutlich durch Schweißarbeiten ausgelöst", "a", 8),
        headline("Schweißarbeiten als Ursache für Feuer in Lagerhalle", "b", 9),
    )["Ursache"]
    assert [v.text for v in found.values] == ["vermutlich durch Schweißarbeiten", "Schweißarbeiten"]
    assert "contradiction" not in {p.verdict for p in found.pairs}


def test_values_point_at_their_words() -> None:
    documents = [
        headline("Zwei Züge stoßen bei Rohden frontal zusammen", "a"),
        headline("Zusammenstoß bei Rohden: Züge kollidieren", "b"),
    ]
    titles = {d.document.id: d.document.title or "" for d in documents}
    found = groups(*documents)
    assert found
    for comparison in found.values():
        for value in comparison.values:
            assert value.passage.span.of(titles[value.passage.document]) == value.text


def town(title: str, name: str, latitude: float, key: str) -> AnnotatedDocument:
    item = headline(title, key)
    start = title.index(name)
    place = PlaceMention(Span(start, start + len(name)), name, "", 1, latitude, 13.0, "city", "DE")
    read = TextAnnotations("de", (Span(0, len(title)),), places=(place,))
    annotations = type(item.annotations)(key, 1, "test", item.annotations.body, read)
    return AnnotatedDocument(item.document, annotations)


def test_one_happening_in_two_near_towns_is_a_contradiction() -> None:
    near = groups(
        town("Verletztes Pferd blockiert Brücke in Rohden", "Rohden", 52.5, "a"),
        town("Verletztes Pferd blockiert Brücke in Walsum", "Walsum", 52.3, "b"),
    )
    assert [p.verdict for p in near["Ort"].pairs] == ["contradiction"]


def test_two_far_towns_are_two_happenings() -> None:
    far = groups(
        town("Verletztes Pferd blockiert Brücke in Rohden", "Rohden", 52.5, "a"),
        town("Verletztes Pferd blockiert Brücke in Walsum", "Walsum", 48.0, "b"),
    )
    assert "Ort" not in far


def test_a_demand_is_not_its_fulfilment() -> None:
    found = groups(
        headline("Estland fordert Abzug der Truppen von der Insel", "a", 8),
        headline("Lettland kündigt Abzug der Truppen von der Insel an", "b", 9),
        headline("Lettland zieht Truppen von der Insel ab: Abzug vollendet", "c", 15),
    )["Abzug"]
    ids = [v.passage.document for v in found.values]
    verdicts = {(ids[p.a], ids[p.b]): p.verdict for p in found.pairs}
    assert verdicts["a", "b"] == verdicts["a", "c"] == "different-scope"
    assert verdicts["b", "c"] != "different-scope"


def test_one_word_in_common_is_enough_between_quotations() -> None:
    found = groups(
        headline("Minister zum Deich: „Gewaltige Leistung“", "a"),
        headline("„Große Leistung“ der Helfer am Deich", "b"),
        headline("Wirt klagt über Sturm: „Kein Bier mehr“", "c"),
        headline("Fähren liegen still, Inseln ohne Post", "d"),
        headline("Pegel fällt um einen Meter", "e"),
        headline("Schule in Husum öffnet wieder", "f"),
    )["Wortlaut"]
    assert {v.text for v in found.values} == {"Gewaltige Leistung", "Große Leistung"}


def test_title_and_text_of_a_report_answer_a_question_each() -> None:
    title, text = "Estland wirft Lettland Angriff auf Mast vor", "Estland beschuldigt Lettland, den Mast zu zerstören."
    a = Writer(text, id="a", title=title, published=at(3, 8)).done()
    b = headline("Lettland bestreitet Angriff auf Mast", "b", 9)
    found = groups(a, b)["Vorwurf und Dementi"]
    assert [(v.passage.document, v.passage.field) for v in found.values] == [
        ("a", "title"),
        ("a", "text"),
        ("b", "title"),
    ]
