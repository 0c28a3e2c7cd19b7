"""Page furniture is marked by whole lines, article text is not."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.acquire.furniture import furniture

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"

FURNITURE = [
    "Ort des Geschehens",
    "Analysierte Kommentare in sozialen Medien: 7",
    "Analysierte Forenbeiträge: 1.204",
    "Lesen Sie auch: Wie die Stadt sparen will",
    "Lesen Sie hier, was der Rat beschlossen hat.",
    "Mehr zum Thema",
    "Mehr zum Thema:",
    "Auch interessant",
    "Mehr aus Politik",
    "Jetzt vier Wochen testen",
    "Facebook Twitter WhatsApp",
    "Alle Kommentare anzeigen",
    "Das könnte Sie auch interessieren",
    "Weitere Artikel",
    "Weiterlesen",
    "Newsletter abonnieren",
    "Jetzt kostenlos anmelden",
    "Melden Sie sich für unseren Newsletter an.",
    "Sie haben bereits ein Abo? Hier einloggen",
    "Artikel teilen",
    "Teilen | Drucken | E-Mail",
    "Auf Facebook teilen",
    "Anzeige",
    "- Anzeige -",
    "ADVERTISEMENT",
    "Kommentar schreiben",
    "Diskutieren Sie mit!",
    "Schreiben Sie uns Ihre Meinung",
    "Foto: dpa/Erika Muster",
    "(Foto: Erika Muster)",
    "Symbolbild",
    "© 2024 Stadtblatt",
    "Alle Rechte vorbehalten.",
    "Stand: 12.11.2024, 20:15 Uhr",
    "Aktualisiert am 12. November 2024",
    "Lesezeit: 3 Minuten",
    "12.11.2024, 20:15 Uhr",
    "Wir verwenden Cookies, um unser Angebot zu verbessern.",
    "Von Erika Muster",
    "Von Erika Muster und Max von der Au",
    "Read more: What the council decided",
    "Sign up for our newsletter",
    "Share this article",
    "Leave a comment",
    "Related articles",
    "Published: 12 November 2024",
    "All rights reserved",
    "Über dieses Thema berichtete der Sender um 20 Uhr.",
]

ARTICLE = [
    "Die Polizei erstattete Anzeige.",
    "Anzeige gegen Bürgermeister",
    "Militärischer Druck wächst",
    "Berlin (dpa) – Der Rat tagt.",
    "BERLIN (AP) — The council met.",
    "Teilen und herrschen",
    "Von Köln nach Bonn",
    "Von Memmen und Helden",
    "Facebook",
    "Kommentare im Netz wurden gelöscht.",
    "Die Zahl der Kommentare stieg auf 13.",
    "Das Foto zeigt den Minister.",
    "Weitere Informationen über Schäden liegen nicht vor.",
    "Mehr Geld für Schulen",
    "Alle Augen auf Brüssel",
    "Stand der Dinge",
    "Der Stand: 12 Tote, 40 Verletzte.",
    "„Lesen Sie den Vertrag“, sagte er.",
    "Freitag, 8. Februar 2008",
    "Der Newsletter der Partei erreichte 12.000 Menschen.",
    "Video soll Täter zeigen",
    "Was nun?",
    "Mehr aus dem Haushalt holen",
    "Jetzt wird getestet",
    "Max Mustermann ist Redakteur und wurde am Dienstag geehrt.",
    "Wir teilen die Sorge.",
    "Read the room",
    "The police placed an advertisement.",
    "More troops arrive",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line: str) -> None:
    text = f"Der Rat der Stadt hat am Abend getagt.\n{line}\nEr beschloss den Haushalt.\n"
    assert [span.of(text) for span in furniture(text)] == [line]


@pytest.mark.parametrize("line", ARTICLE)
def test_article_text(line: str) -> None:
    assert furniture(f"Der Rat der Stadt hat am Abend getagt.\n{line}\nEr beschloss den Haushalt.\n") == ()


def test_words_that_may_be_subheads_count_beside_furniture_only() -> None:
    text = "Der Rat tagt.\nArtikel teilen\nFacebook\nWhatsApp\nEr vertagt sich.\nFacebook\nDort wird gestritten."
    assert [span.of(text) for span in furniture(text)] == ["Artikel teilen", "Facebook", "WhatsApp"]


def test_links_under_a_label() -> None:
    text = "Der Rat tagt.\nMehr zum Thema\n• Haushalt steht\n• Schule schließt\nDer Rat vertagt sich."
    assert [span.of(text) for span in furniture(text)] == ["Mehr zum Thema", "• Haushalt steht", "• Schule schließt"]


def test_a_byline_stands_at_the_edges() -> None:
    body = "\n".join(["Ein Satz steht hier."] * 20)
    assert len(furniture(f"Von Erika Muster\n{body}\n")) == 1
    assert furniture(f"{body}\nVon Erika Muster\n{body}") == ()


@given(
    st.lists(st.sampled_from([*FURNITURE, *ARTICLE, "", " ", "\t"]), max_size=8),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_spans_are_whole_lines_in_order(lines: list[str], end: str) -> None:
    text = end.join(lines)
    spans = furniture(text)
    assert list(spans) == sorted(spans)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert span.start == 0 or text[span.start - 1] in "\r\n"
        assert span.end == len(text) or text[span.end] in "\r\n"


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    assert all(span.of(text).strip() for span in furniture(text))


def test_one_endless_line_costs_little() -> None:
    started = time.process_time()
    assert furniture("Anzeige " * 2_000_000) == ()
    assert time.process_time() - started < 2


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.exists(), reason="the shared data are not here")
def test_the_seed_articles() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text("utf-8")
        lines = [span.of(text) for span in furniture(text)]
        assert lines == (text.splitlines()[-3:] if path.name.startswith("001") else [])
