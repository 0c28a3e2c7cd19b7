from lagebild.corroborate.corroborate import corroborate
from lagebild.records.claim import Claim
from lagebild.records.story import AnnotatedDocument, StoryLink
from tests.corroborate.builders import Writer, at, material

CAUSE = "Ein Kurzschluss im Umspannwerk habe den Ausfall verursacht"


def claims(*documents: AnnotatedDocument, links: tuple[StoryLink, ...] = ()) -> tuple[Claim, ...]:
    return corroborate(material(documents, links)).claims


def test_wordings_of_one_proposition_are_one_claim_with_one_origin_a_speaker() -> None:
    a = Writer(f"{CAUSE}, sagte Tamm.", id="a").person("Juhan Tamm").statement(CAUSE, "Juhan Tamm").done()
    other = "den Ausfall habe ein Kurzschluss im Umspannwerk ausgelöst"
    b = Writer(f"Tamm erklärte, {other}.", id="b").statement(other, "Tamm").done()
    (claim,) = claims(a, b)
    assert claim.speaker == "Juhan Tamm"
    assert [(o.name, o.kind, o.documents) for o in claim.origins] == [("Juhan Tamm", "person", ("a", "b"))]
    assert {e.passage.quote for e in claim.evidence} == {CAUSE, other}
    assert claim.text in {CAUSE, other}
    assert claim.evidence[0].passage.quote == claim.text


def test_two_people_of_one_surname_stay_two() -> None:
    a = Writer(f"{CAUSE}, sagte Juhan Tamm.", id="a").person("Juhan Tamm").person("Liis Tamm")
    b = Writer(f"{CAUSE}, sagte Tamm.", id="b").statement(CAUSE, "Tamm").done()
    (claim,) = claims(a.statement(CAUSE, "Juhan Tamm").done(), b)
    assert {o.name for o in claim.origins} == {"Juhan Tamm", "Tamm"}


def test_copies_of_an_unattributed_statement_count_for_the_agency_once() -> None:
    text = f"Emden (xna) - {CAUSE}."
    a = Writer(text, id="a", outlet="Küstenbote").statement(CAUSE).done()
    b = Writer(text, id="b", outlet="Moorblatt").statement(CAUSE).done()
    (claim,) = claims(a, b, links=(StoryLink("b", "s", 1.0, copy_of="a"),))
    assert [(o.name, o.kind, len(o.documents)) for o in claim.origins] == [("xna", "agency", 2)]


def test_a_question_that_somebody_answers_is_no_claim() -> None:
    asked = "wie der Ausfall im Umspannwerk entstand"
    a = Writer(f"Tamm erklärte, {asked}.", id="a").statement(asked, "Tamm").done()
    quoted = "Was im Umspannwerk geschah, klären wir auf"
    b = Writer(f"„{quoted}“, sagte Tamm.", id="b").statement(quoted, "Tamm", form="direct").done()
    assert [claim.text for claim in claims(a, b)] == [quoted]


def test_numbers_part_claims() -> None:
    one, two = (
        "Der Schaden betrage 3 Millionen Euro am Umspannwerk",
        "Der Schaden betrage 9 Millionen Euro am Umspannwerk",
    )
    a = Writer(f"{one}, sagte Tamm.", id="a", published=at(3)).statement(one, "Tamm").done()
    b = Writer(f"{two}, sagte Tamm.", id="b", published=at(8)).statement(two, "Tamm").done()
    first, second = claims(a, b)
    assert [c.kind for c in first.conflicts] == [c.kind for c in second.conflicts] == ["superseded"]
    assert second.conflicts[0].claim == first.id


def test_modality_parts_claims() -> None:
    a = Writer(f"{CAUSE}, sagte Tamm.", id="a").statement(CAUSE, "Tamm").done()
    b = Writer(f"{CAUSE}, hieß es.", id="b").statement(CAUSE, modality="hearsay").done()
    assert len(claims(a, b)) == 2


def test_a_denial_is_a_conflict_of_both_sides() -> None:
    attack = "Estland habe den Sender auf der Insel angegriffen"
    a = Writer(f"Lettland wirft vor, {attack}.", id="a").statement(attack, "Lettland", modality="alleged").done()
    denied = "den Sender auf der Insel angegriffen zu haben, bestreitet Estland"
    b = Writer(f"Nein: {denied}.", id="b").statement(denied, "Estland", modality="denied").done()
    first, second = claims(a, b)
    assert first.conflicts[0].kind == second.conflicts[0].kind == "denied"
    assert first.conflicts[0].why == "Estland bestreitet, was Lettland vorwirft."
    assert second.evidence[0].stance == "denies"


def test_who_denies_does_not_deny_himself() -> None:
    text = "Versäumnisse bei der Wartung des Umspannwerks"
    a = Writer(f"{text} räumte er ein.", id="a").statement(text, "Werft").done()
    b = Writer(f"{text} wies sie zurück.", id="b").statement(text, "Werft", modality="denied").done()
    assert all(not c.conflicts for c in claims(a, b))


def test_the_same_material_gives_the_same_claims() -> None:
    items = [Writer(f"{CAUSE}, sagte Tamm.", id=i).statement(CAUSE, "Tamm").done() for i in "abc"]
    assert claims(*items) == claims(*items)
