"""What one side says and the other denies, or says the other way round: typed conflicts that point to both passages."""

from datetime import datetime
from itertools import chain

import pytest

from lagebild.annotate.annotate import annotate
from lagebild.corroborate.compare import compare
from lagebild.corroborate.corroborate import corroborate
from lagebild.corroborate.negation import without_negation
from lagebild.records.claim import Claim, Verdict
from lagebild.records.document import Document
from lagebild.records.story import AnnotatedDocument
from tests.corroborate.builders import Writer, at, material

DAM = "dass der Damm bei Rohden gebrochen ist"
CONFIRMED = f"Landrat Torsten Behn bestätigte am Montag, {DAM}."
DENIED = f"Die Sprecherin Anna Kruse bestritt am Montag, {DAM}."
OPEN = "die Brücke in Rohden sei nach der Prüfung befahrbar"
SHUT = "die Brücke in Rohden sei nach der Prüfung nicht befahrbar"


def read(key: str, text: str, published: datetime, language: str = "de") -> AnnotatedDocument:
    document = Document(key, text, outlet=key, published=published, language=language)
    return AnnotatedDocument(document, annotate(document))


def two(first: str, second: str, hours: int = 1, language: str = "de") -> tuple[AnnotatedDocument, AnnotatedDocument]:
    """Return two reports as the program reads them, the second so many hours after the first."""
    later = at(3 + (8 + hours) // 24, (8 + hours) % 24)
    return read("a", first, at(3, 8), language), read("b", second, later, language)


def claims(*documents: AnnotatedDocument) -> tuple[Claim, ...]:
    return corroborate(material(documents)).claims


def conflicts(found: tuple[Claim, ...]) -> list[tuple[Verdict, str]]:
    return [(c.kind, c.claim) for claim in found for c in claim.conflicts]


def assert_both_stand(found: tuple[Claim, ...], *documents: AnnotatedDocument) -> None:
    """Each side of a conflict leads to the other, and from there to the words of its own document."""
    texts = {d.document.id: d.document.text for d in documents}
    by_id = {c.id: c for c in found}
    one, other = found
    assert {c.claim for c in one.conflicts} == {other.id} and {c.claim for c in other.conflicts} == {one.id}
    against = {c.claim for c in chain(one.conflicts, other.conflicts)}
    passages = [e.passage for key in sorted(against) for e in by_id[key].evidence]
    assert {p.document for p in passages} == set(texts)
    assert all(p.quote and p.span.of(texts[p.document]) == p.quote for p in passages)


@pytest.mark.parametrize(
    ("first", "second", "language"),
    [
        (CONFIRMED, DENIED, "de"),
        (DENIED, CONFIRMED, "de"),
        (
            "Bürgermeister Jonas Lehr erklärte, die Fähre nach Rohden fahre ab Freitag wieder.",
            "Die Reederei Tamm dementierte, dass die Fähre nach Rohden ab Freitag wieder fahre.",
            "de",
        ),
        (
            "Governor Peter Reyes confirmed that the dam near Harwick had failed.",
            "Spokeswoman Anna Kerr denied that the dam near Harwick had failed.",
            "en",
        ),
    ],
)
def test_who_confirms_and_who_denies_stand_against_each_other(first: str, second: str, language: str) -> None:
    documents = two(first, second, language=language)
    found = claims(*documents)
    assert [kind for kind, _ in conflicts(found)] == ["denied", "denied"]
    assert {c.modality for c in found} == {"asserted", "denied"}
    assert_both_stand(found, *documents)
    stances = {c.modality: {e.stance for e in c.evidence} for c in found}
    assert stances == {"asserted": {"supports"}, "denied": {"denies"}}


def test_a_denied_accusation_names_both_sides() -> None:
    crime = "dass die Werft Messwerte gefälscht hat"
    found = claims(
        *two(f"Landrat Torsten Behn warf der Werft vor, {crime}.", f"Geschäftsführer Jonas Lehr bestritt, {crime}.")
    )
    assert {c.modality for c in found} == {"alleged", "denied"}
    assert {c.why for claim in found for c in claim.conflicts} == {"Jonas Lehr bestreitet, was Torsten Behn vorwirft."}


def test_what_is_denied_is_not_compared_as_the_same() -> None:
    (group,) = compare(two(CONFIRMED, DENIED)).groups
    assert [v.text for v in group.values] == [DAM, DAM]
    assert [v.passage.document for v in group.values] == ["a", "b"]
    texts = {"a": CONFIRMED, "b": DENIED}
    assert {v.passage.span.of(texts[v.passage.document]) for v in group.values} == {DAM}
    assert [p.verdict for p in group.pairs] == ["denied"]


def test_what_both_confirm_or_both_deny_agrees() -> None:
    for pair in ((CONFIRMED, CONFIRMED.replace("Torsten Behn", "Jonas Lehr")), (DENIED, DENIED.replace("Anna", "Eva"))):
        assert conflicts(claims(*two(*pair))) == []
        verdicts = {p.verdict for g in compare(two(*pair)).groups for p in g.pairs}
        assert "same" in verdicts and not verdicts & {"denied", "contradiction"}


def test_a_denial_of_something_else_is_no_conflict() -> None:
    other = "Die Sprecherin Anna Kruse bestritt, dass die Schule in Emden einen neuen Anbau bekommt."
    assert conflicts(claims(*two(CONFIRMED, other))) == []


def spoken(key: str, content: str, speaker: str, hour: int = 12, day: int = 3) -> AnnotatedDocument:
    text = f"{speaker} sagte, {content}."
    return Writer(text, id=key, published=at(day, hour)).statement(content, speaker).done()


def test_a_negated_wording_is_never_one_claim_with_the_assertion() -> None:
    documents = spoken("a", OPEN, "Behn"), spoken("b", SHUT, "Kruse")
    found = claims(*documents)
    assert [c.text for c in found] == [OPEN, SHUT]
    assert [kind for kind, _ in conflicts(found)] == ["contradiction", "contradiction"]
    assert found[0].conflicts[0].why == "Kruse sagt das Gegenteil von dem, was Behn sagt."
    assert_both_stand(found, *documents)


def test_the_same_negation_of_two_speakers_is_one_claim() -> None:
    (claim,) = claims(spoken("a", SHUT, "Behn"), spoken("b", SHUT, "Kruse"))
    assert {o.name for o in claim.origins} == {"Behn", "Kruse"}


def test_a_bridge_may_be_opened_by_tomorrow() -> None:
    found = claims(spoken("a", SHUT, "Behn"), spoken("b", OPEN, "Kruse", day=5))
    assert [kind for kind, _ in conflicts(found)] == ["superseded", "superseded"]
    assert found[0].conflicts[0].why == "Kruse sagt später das Gegenteil."


@pytest.mark.parametrize(("hour", "expected"), [(13, []), (18, ["superseded", "superseded"])])
def test_who_says_the_opposite_himself_has_changed_his_mind_if_there_was_time(hour: int, expected: list[str]) -> None:
    found = claims(spoken("a", OPEN, "Behn"), spoken("b", SHUT, "Behn", hour))
    assert len(found) == 2
    assert [kind for kind, _ in conflicts(found)] == expected


def test_a_negated_cue_is_the_opposite_too() -> None:
    a = Writer(f"Behn: {OPEN}.", id="a").statement(OPEN, "Behn").done()
    b = Writer(f"Kruse: {OPEN}.", id="b").statement(OPEN, "Kruse", polarity="negative").done()
    found = claims(a, b)
    assert [kind for kind, _ in conflicts(found)] == ["contradiction", "contradiction"]
    assert_both_stand(found, a, b)


@pytest.mark.parametrize(
    "second",
    [
        "die Brücke in Rohden sei nicht nur nach der Prüfung befahrbar",
        "der Tunnel bei Emden sei wegen Hochwassers nicht passierbar",
        "die Brücke in Rohden sei nach der dritten Prüfung der Stadtwerke wohl erst im Sommer nicht mehr befahrbar",
    ],
)
def test_what_is_no_opposite_is_no_contradiction(second: str) -> None:
    found = claims(spoken("a", OPEN, "Behn"), spoken("b", second, "Kruse"))
    assert conflicts(found) == []


def test_what_stays_unsaid_by_name_contradicts_nobody() -> None:
    a = Writer(f"{OPEN}.", id="a").statement(OPEN).done()
    b = Writer(f"Kruse: {SHUT}.", id="b").statement(SHUT, "Kruse").done()
    assert conflicts(claims(a, b)) == []


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Die Brücke ist nicht befahrbar", True),
        ("Kein Mensch wurde verletzt", True),
        ("Niemand wurde verletzt", True),
        ("nicht nur die Brücke ist gesperrt", False),
        ("nicht nur die Brücke ist gesperrt, der Tunnel ist nicht frei", True),
        ("Die Nichte des Bürgermeisters kam", False),
        ("the bridge isn't open", True),
        ("the bridge can’t be crossed", True),
        ("not only the bridge is closed", False),
        ("the North Tower is open", False),
        ("", False),
    ],
)
def test_negations_are_words_of_their_own(text: str, negated: bool) -> None:
    assert without_negation(text)[1] == negated
