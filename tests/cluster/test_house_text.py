"""What an outlet prints under all its headlines is no news, and joins no stories; what it copies still is a copy."""

import re
from dataclasses import replace

import pytest
from tests.builders import document

from lagebild.annotate.annotate import annotate
from lagebild.cluster.linker import Linker
from lagebild.records.document import Document
from lagebild.records.story import AnnotatedDocument, StoryLink

NEWS = {
    "Lawine verschüttet Skihütte": "Eine Lawine hat am Dienstag eine Skihütte bei Galtür verschüttet. Zwei "
    "Menschen wurden leicht verletzt, teilte die Bergrettung mit. Die Straße ins Tal bleibt gesperrt.",
    "Rat beschließt neue Grundschule": "Der Gemeinderat von Imst hat den Bau einer Grundschule beschlossen. Sie soll "
    "acht Millionen Euro kosten und 2028 öffnen. Die Opposition hält den Standort für falsch.",
    "Molkerei sucht Lehrlinge": "Die Molkerei in Landeck findet keine Lehrlinge mehr. Von zwölf Stellen sind nur drei "
    "besetzt, sagt Geschäftsführerin Eva Prantl. Nun wirbt der Betrieb in Schulen.",
}
APPEAL = (
    "Unabhängiger Journalismus kostet Geld. Seit acht Jahren berichtet die Redaktion des Bergkuriers, ohne Verlag und "
    "ohne Stiftung im Rücken. Schon fünf Euro im Monat helfen, damit Reporterinnen zu Sitzungen fahren und nachfragen. "
    "Alle Beiträge bleiben frei zugänglich, auch für jene, die nicht zahlen können."
)
MACHINE = (
    "Dieser Text wurde mit Unterstützung eines Sprachmodells auf Grundlage von Originaldaten der Behörde erstellt und "
    "vor der Veröffentlichung von Menschen geprüft. Fehler können vorkommen; Hinweise nimmt das Haus gern entgegen."
)
RISK = (
    "Die Inhalte dieser Seite dienen ausschließlich der Information und stellen keine Anlageberatung dar. Der Handel "
    "mit Wertpapieren birgt erhebliche Risiken bis hin zum Totalverlust des eingesetzten Kapitals."
)


def linked(*told: Document) -> list[StoryLink]:
    linker = Linker()
    return [linker.link(AnnotatedDocument(d, annotate(d, None)))[0] for d in told]


def printed(before: str = "", behind: str = "", outlet: str | None = "Bergkurier") -> list[Document]:
    return [
        document(f"d{n}", f"{before} {text} {behind}".strip(), title, outlet=outlet)
        for n, (title, text) in enumerate(NEWS.items())
    ]


@pytest.mark.parametrize(
    ("before", "behind"),
    [(APPEAL, ""), ("", APPEAL), ("", MACHINE), ("", RISK), (APPEAL, MACHINE), ("", f"{MACHINE} {RISK}")],
)
def test_house_text_joins_nothing(before: str, behind: str) -> None:
    told = printed(before, behind)
    found = linked(*told)
    assert len({link.story for link in found}) == 3
    assert all(link.copy_of is None for link in found)
    assert found[0].house == ()
    for link, each in zip(found[1:], told[1:], strict=True):
        house = " ".join(span.of(each.text) for span in sorted(link.house))
        assert re.findall(r"\w+", house) == re.findall(r"\w+", f"{before} {behind}")
        assert link.reasons[-1].endswith("zählen hier nicht")
        assert "unter anderer Überschrift auch in d" in link.reasons[-1]


def test_a_story_grows_past_its_house_text() -> None:
    told = printed(behind=MACHINE)
    later = document(
        "e1",
        "Nach der Lawine bei Galtür ist die verschüttete Skihütte geräumt. Die Bergrettung gab die Straße frei. "
        + MACHINE,
        "Skihütte nach Lawine geräumt",
        outlet="Bergkurier",
    )
    found = linked(*told, later)
    assert found[3].story == found[0].story != found[1].story


def test_what_the_headline_is_about_is_a_copy() -> None:
    first = printed()[0]
    update = replace(
        first,
        id="e1",
        fingerprint="",
        title="Nach Lawine: Skihütte noch unter Schnee",
        text=first.text + " Dreißig Helfer suchten den Hang ab.",
    )
    found = linked(first, update)
    assert found[1].house == ()
    assert (found[1].copy_of, found[1].story) == ("d0", found[0].story)


def test_between_two_outlets_nothing_is_house_text() -> None:
    one, other, _ = printed(before=APPEAL)
    assert linked(one, replace(other, outlet="Talbote"))[1].house == ()
    assert all(link.house == () for link in linked(*printed(before=APPEAL, outlet=None)))


def test_a_restart_remembers_what_was_house_text() -> None:
    told = printed(before=APPEAL)
    items = [AnnotatedDocument(d, annotate(d, None)) for d in told]
    whole = Linker()
    links = [whole.link(item)[0] for item in items]
    again = Linker()
    for item, link in zip(items[:2], links[:2], strict=True):
        again.restore(item, link)
    assert again.link(items[2]) == (links[2],)
