from datetime import date

import pytest

from lagebild.corroborate.processes import processes
from lagebild.records.claim import ProcessStep
from lagebild.records.story import AnnotatedDocument
from tests.corroborate.builders import Writer, at, material


def steps(*documents: AnnotatedDocument) -> dict[tuple[str, str | None], ProcessStep]:
    found = processes(material(documents))
    return {(s.step, s.party): s for p in found if p.kind == "treaty" for s in p.steps}


SIGNED = "Das Abkommen wurde am 3. Mai in Oslo unterzeichnet."


def signed() -> Writer:
    return Writer(SIGNED, id="signed", published=at(1)).day("3. Mai", date(2024, 5, 3))


def test_each_date_belongs_to_the_verb_it_stands_before() -> None:
    text = "Der Vertrag wurde am 19. Juni unterzeichnet und vom finnischen Parlament am 6. November ratifiziert."
    writer = Writer(text).day("19. Juni", date(2024, 6, 19)).day("6. November", date(2024, 11, 6))
    found = steps(writer.mention("finnischen", "demonym").done())
    assert found["signed", None].day == date(2024, 6, 19)
    assert found["ratified", "Finnland"].day == date(2024, 11, 6)
    assert found["ratified", "Finnland"].citations[0].quote == text


def test_signing_a_decree_confirms_the_treaty_and_signs_none() -> None:
    text = "Finnland unterschrieb am Montag ein Dekret, um das Abkommen zu bestätigen."
    writer = Writer(text, id="decree").day("Montag", date(2024, 11, 11)).country("Finnland", "FI")
    found = steps(writer.done(), signed().done())
    assert found["signed", None].day == date(2024, 5, 3)
    assert found["ratified", "Finnland"].day == date(2024, 11, 11)


def test_sentences_side_by_side_complete_each_other() -> None:
    text = "Estland hat das Abkommen ratifiziert. Die Ratifizierung erfolgte am 8. November."
    found = steps(Writer(text).country("Estland", "EE").day("8. November", date(2024, 11, 8)).done(), signed().done())
    assert found["ratified", "Estland"].day == date(2024, 11, 8)
    assert len(found["ratified", "Estland"].citations) == 2


def test_the_other_side_and_the_place_are_no_party() -> None:
    text = "Estland hat am 8. November das Abkommen mit Lettland in Litauen ratifiziert."
    writer = Writer(text).day("8. November", date(2024, 11, 8))
    writer.country("Estland", "EE").country("Lettland", "LV").country("Litauen", "LT")
    assert {party for step, party in steps(writer.done(), signed().done()) if step == "ratified"} == {"Estland"}


def test_states_that_act_together_take_a_step_each() -> None:
    text = "Estland und Lettland haben das Abkommen am 8. November ratifiziert."
    writer = Writer(text).day("8. November", date(2024, 11, 8)).country("Estland", "EE").country("Lettland", "LV")
    found = steps(writer.done())
    assert {party for step, party in found if step == "ratified"} == {"Estland", "Lettland"}


def test_force_is_open_until_the_condition_holds() -> None:
    text = "Der Vertrag tritt in Kraft, sobald beide Parlamente zugestimmt haben."
    step = steps(Writer(text).done(), signed().done())["in force", None]
    assert (step.status, step.day) == ("open", None)
    assert step.condition == "sobald beide Parlamente zugestimmt haben"


def test_instruments_of_ratification_are_no_ratification() -> None:
    text = "Die Ratifizierungsinstrumente zum Abkommen liegen seit dem 5. November bereit."
    found = steps(Writer(text).day("5. November", date(2024, 11, 5)).done(), signed().done())
    assert not [step for step, _ in found if step == "ratified"]


@pytest.mark.parametrize(
    "text",
    [
        "Estland will das Abkommen am 8. November ratifizieren.",
        "Estland hat das Abkommen am 8. November nicht ratifiziert.",
        "Die Sorge wäre groß, wenn Estland das Abkommen am 8. November ratifiziert hätte.",
        "Estland hat das Abkommen noch nicht ratifiziert, am 8. November wird beraten.",
    ],
)
def test_what_is_planned_denied_or_supposed_is_not_done(text: str) -> None:
    writer = Writer(text).country("Estland", "EE").day("8. November", date(2024, 11, 8))
    found = steps(writer.done(), signed().done())
    assert all(s.status == "open" for (step, _), s in found.items() if step == "ratified")


def test_a_day_after_publication_is_open() -> None:
    text = "Das Abkommen wird von Estland am 20. November ratifiziert."
    writer = Writer(text).country("Estland", "EE").day("20. November", date(2024, 11, 20))
    step = steps(writer.done(), signed().done())["ratified", "Estland"]
    assert (step.status, step.day, step.condition) == ("open", None, "am 20. November")


def test_what_was_announced_is_no_longer_open_once_done() -> None:
    early = Writer("Estland will das Abkommen bald ratifizieren.", id="early", published=at(2)).country("Estland", "EE")
    late = Writer("Estland hat das Abkommen am 8. November ratifiziert.", id="late")
    late.country("Estland", "EE").day("8. November", date(2024, 11, 8))
    found = steps(early.done(), late.done(), signed().done())
    assert found["ratified", "Estland"].status == "done"


def test_when_somebody_spoke_is_not_when_it_was_done() -> None:
    text = "Der Sender berichtete am Dienstag, Estland habe das Abkommen ratifiziert."
    found = steps(Writer(text).day("Dienstag", date(2024, 11, 12)).country("Estland", "EE").done(), signed().done())
    assert found["ratified", "Estland"].day is None


def test_a_leader_acts_for_the_country_that_some_document_names() -> None:
    named = Writer("Estlands Präsident Juhan Tamm reiste ab. " + SIGNED, id="named")
    named.country("Estlands", "EE").mention("Juhan Tamm", "person", "person:juhan-tamm").day("3. Mai", date(2024, 5, 3))
    act = Writer("Tamm unterzeichnete am 9. November die Ratifikationsurkunde.", id="act")
    act.mention("Tamm", "person", "person:juhan-tamm").day("9. November", date(2024, 11, 9))
    assert steps(named.done(), act.done())["ratified", "Estland"].day == date(2024, 11, 9)


def test_a_single_step_is_no_process() -> None:
    assert processes(material([signed().done()])) == ()


def test_contracts_of_players_and_tenants_are_no_treaties() -> None:
    text = "Der Torwart hat am Montag den Profivertrag unterschrieben. Der Mietvertrag wurde genehmigt."
    assert not steps(Writer(text).day("Montag", date(2024, 11, 11)).done())


def test_wage_round_in_its_order() -> None:
    text = (
        "Die Gewerkschaft fordert im Tarifstreit 6 Prozent mehr Lohn. "
        "Die Verhandlungen sind am 4. November ohne Ergebnis abgebrochen worden. "
        "Ein Warnstreik legte am 7. November die Werft still. "
        "Die Urabstimmung soll am 20. November beginnen."
    )
    writer = Writer(text).day("4. November", date(2024, 11, 4)).day("7. November", date(2024, 11, 7))
    (process,) = processes(material([writer.day("20. November", date(2024, 11, 20)).done()]))
    told = [(s.step, s.status, s.day) for s in process.steps]
    assert process.kind == "wage dispute"
    assert told == [
        ("demand", "done", None),
        ("talks failed", "done", date(2024, 11, 4)),
        ("warning strike", "done", date(2024, 11, 7)),
        ("ballot", "open", None),
    ]


def test_english_treaty() -> None:
    text = "The treaty was signed on 3 May. Estonia ratified the agreement on 8 November."
    writer = Writer(text, language="en").day("3 May", date(2024, 5, 3)).day("8 November", date(2024, 11, 8))
    found = steps(writer.country("Estonia", "EE").done())
    assert found["ratified", "Estonia"].day == date(2024, 11, 8)
