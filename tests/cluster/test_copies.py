from hypothesis import given
from hypothesis import strategies as st

from lagebild.cluster.copies import CopyIndex, shared_passages
from lagebild.cluster.options import ClusterOptions
from lagebild.records.document import Document
from lagebild.records.span import Span

REPORT = (
    "Im Hafen von Neustadt ist am Dienstag ein Frachter auf Grund gelaufen. Verletzt wurde nach Angaben der "
    "Wasserschutzpolizei niemand, doch die Fahrrinne bleibt bis zum Abend gesperrt. Zwei Schlepper sollen das Schiff "
    "mit der nächsten Flut freiziehen."
)
ADDED = " Der Bürgermeister sprach von einem glimpflichen Ausgang und dankte allen Helfern vor Ort."


def index(*documents: Document, options: ClusterOptions | None = None) -> CopyIndex:
    made = CopyIndex(options or ClusterOptions())
    for document in documents:
        made.add(document)
    return made


def test_copy_names_the_original_and_the_share() -> None:
    found = index(Document("a", REPORT)).match(Document("b", REPORT + ADDED))
    assert found is not None
    assert found.original == "a"
    assert 0.6 < found.share < 0.8
    assert found.reason.startswith(f"{round(100 * found.share)} % des Textes stehen wörtlich in a")


def test_same_happening_in_other_words_is_no_copy() -> None:
    other = (
        "Ein Frachtschiff hat sich bei Neustadt festgefahren. Die Polizei meldet keine Verletzten, sperrt aber das "
        "Fahrwasser, bis Schlepper den Havaristen bei Hochwasser befreit haben."
    )
    assert index(Document("a", REPORT)).match(Document("b", other)) is None


def test_furniture_does_not_count() -> None:
    box = "Lesen Sie jetzt unseren kostenlosen Newsletter mit allen Meldungen und abonnieren Sie ihn hier."
    first = Document("a", box + " " + REPORT, furniture=(Span(0, len(box)),))
    text = "Der Stadtrat berät heute über neue Spielplätze im Süden der Stadt."
    second = Document("b", box + " " + text, furniture=(Span(0, len(box)),))
    assert index(first).match(second) is None


def test_best_of_several_originals_wins() -> None:
    half = REPORT[: len(REPORT) // 2]
    found = index(Document("half", half), Document("whole", REPORT)).match(Document("copy", REPORT))
    assert found is not None
    assert found.original == "whole"


def test_oldest_is_forgotten() -> None:
    small = ClusterOptions(copy_documents=1)
    assert index(Document("a", REPORT), Document("b", ADDED * 2), options=small).match(Document("c", REPORT)) is None


def test_shared_passages_show_what_was_added() -> None:
    pairs = shared_passages(REPORT, "Vorspann der Redaktion. " + REPORT + ADDED)
    assert [a.of(REPORT) for a, _ in pairs] == [REPORT[:-1]]


def test_shared_passages_survive_an_insertion() -> None:
    words = REPORT.split()
    edited = " ".join([*words[:14], "überraschenderweise", *words[14:]])
    pairs = shared_passages(REPORT, edited)
    assert len(pairs) == 2
    assert all(a.of(REPORT) == b.of(edited) for a, b in pairs)


@given(st.text("ab cd", max_size=120), st.text("ab cd", max_size=120))
def test_shared_passages_hold_equal_words(a: str, b: str) -> None:
    for left, right in shared_passages(a, b, least=2):
        assert left.of(a).split() == right.of(b).split()
        assert len(left.of(a).split()) >= 2
