"""What the Meldung prints and what it leaves out, on stories of two or three literal documents."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.report.builders import (
    MONDAY,
    entity,
    event,
    item,
    mark,
    passage,
    person,
    said,
    story,
    texts,
    weekday,
    written,
)

from lagebild.language.stems import content_stems
from lagebild.records.annotation import Scene, Wording
from lagebild.records.claim import Corroboration, Process, ProcessStep
from lagebild.records.story import AnnotatedDocument
from lagebild.report.check import unsupported
from lagebild.report.options import ReportOptions
from lagebild.report.select import Candidate, tells_little

OLD = (
    "In Halle ist am Samstag eine Brücke über die Saale gesperrt worden. "
    "Die Sperrung trifft 4.000 Pendler in der Stadt."
)
NEW = (
    "Ein Gutachten nennt Risse im Beton als Ursache der Sperrung in Halle. Es liegt der Verwaltung seit Montag vor. "
    "Die Risse seien gefährlich, sagte Landrat Torsten Behn. Dort dürfe niemand fahren."
)


def old() -> AnnotatedDocument:
    return item(
        "alt",
        OLD,
        "Brücke über die Saale in Halle gesperrt",
        published=MONDAY - timedelta(days=2),
        times=(weekday(OLD, "am Samstag", "2026-03-28"),),
        events=(event(OLD, "gesperrt"),),
    )


def new(**more: Any) -> AnnotatedDocument:
    return item(
        "neu",
        NEW,
        "Gutachten nennt Risse im Beton als Ursache",
        entities=[entity("Torsten Behn", "behn")],
        mentions=(person(NEW, "Torsten Behn", "behn", "Landrat"),),
        statements=(said(NEW, "Die Risse seien gefährlich", "Torsten Behn", "sagte", "Torsten Behn"),),
        events=(event(NEW, "nennt"),),
        **more,
    )


def test_headline_and_lead_are_the_newest_central_news() -> None:
    report = written(story(old(), new()))
    assert texts(report, "headline") == ["Gutachten nennt Risse im Beton als Ursache"]
    assert texts(report, "lead")[0] == "Ein Gutachten nennt Risse im Beton als Ursache der Sperrung in Halle."


def test_a_leaning_sentence_stands_only_behind_its_neighbour() -> None:
    report = written(story(old(), new()))
    printed = [s.text for s in report.sentences]
    assert printed[2] == "Es liegt der Verwaltung seit Montag vor."
    assert not any("Dort" in text for text in printed)


def test_every_printed_sentence_is_carried() -> None:
    material = story(old(), new())
    report = written(material)
    assert report.sentences
    assert all(unsupported(s, material) == () for s in report.sentences)


def test_a_lurid_title_is_no_headline() -> None:
    text = "Ein Zug ist in Gera auf einen Prellbock gefahren."
    found = item("d1", text, "HORROR in Gera! Was jetzt?", events=(event(text, "gefahren"),))
    assert texts(written(story(found)), "headline") == ["Ein Zug ist in Gera auf einen Prellbock gefahren"]


def test_loaded_sentences_stay_out_of_the_body() -> None:
    text = (
        "Ein Zug ist in Gera entgleist. Der blanke Horror erfasste gestern die Fahrgäste in Gera. "
        "Zwei Menschen in Gera wurden verletzt."
    )
    found = item("d1", text, "Zug in Gera entgleist", wording=Wording(0.5, (mark(text, "blanke Horror"),)))
    assert not any("Horror" in s.text for s in written(story(found)).sentences)


def test_reports_from_another_place_stay_out() -> None:
    here = Scene("Halle", 51.5, 11.9, "city", "x")
    far = Scene("Bautzen", 51.18, 14.42, "city", "x")
    other = "Ein Bagger hat in Bautzen ein Kabel zerrissen."
    items = [old(), new(), item("fern", other, events=(event(other, "zerrissen"),))]
    rows = [
        replace(i, annotations=replace(i.annotations, scene=s)) for i, s in zip(items, (here, here, far), strict=True)
    ]
    report = written(story(*rows), scene=here)
    assert not any("Bautzen" in s.text for s in report.sentences)


def test_overtaken_announcements_stay_out() -> None:
    soon = "Der Rat der Stadt Halle stimmt am Samstag über die Brücke ab. In Halle regnet es seit vielen Tagen."
    done = "Der Rat der Stadt Halle hat für den Neubau der Brücke gestimmt."
    first = item(
        "a",
        soon,
        published=MONDAY - timedelta(days=4),
        times=(weekday(soon, "am Samstag", "2026-03-28"),),
        events=(event(soon, "stimmt"),),
    )
    second = item("b", done, events=(event(done, "gestimmt"),))
    assert not any("stimmt am Samstag" in s.text for s in written(story(first, second)).sentences)


def test_open_steps_are_told_with_their_condition() -> None:
    text = "Das Abkommen gilt, sobald beide Seiten die Urkunden tauschen."
    found = item("d1", text)
    step = ProcessStep(
        "force",
        "open",
        None,
        None,
        "sobald beide Seiten die Urkunden tauschen",
        (passage(found, text),),
        "Inkrafttreten",
    )
    report = written(story(found), Corroboration(processes=(Process("treaty", "Abkommen", (step,)),)))
    assert report.sentences[-1].text == "Noch offen: Inkrafttreten – sobald beide Seiten die Urkunden tauschen."


def test_a_condition_that_no_passage_states_is_withheld() -> None:
    text = "Das Abkommen gilt, sobald beide Seiten die Urkunden tauschen."
    found = item("d1", text)
    step = ProcessStep(
        "force", "open", None, None, "sobald Russland zustimmt", (passage(found, text),), "Inkrafttreten"
    )
    report = written(story(found), Corroboration(processes=(Process("treaty", "Abkommen", (step,)),)))
    assert not any("Russland" in s.text for s in report.sentences)
    assert report.withheld[0].missing == ("Russland", "zustimmt")


def test_an_english_story_is_english_throughout() -> None:
    text = "BRNO — A night train will leave Brno for Hamburg on Friday. The operator said demand was high in Brno."
    found = item(
        "d1",
        text,
        "Brno gets its night train back",
        language="en",
        statements=(said(text, "demand was high", "The operator", "said", "The operator"),),
    )
    report = written(story(found))
    assert texts(report, "lead")[0].startswith("A night train will leave Brno")
    assert {s.section for s in report.sentences} <= {"", "What happened", "Who says what", "Background"}


def test_nothing_to_print_is_no_error() -> None:
    report = written(story(item("d1", "Nein.", published=MONDAY)))
    assert report.sentences == ()
    assert written(story()).sentences == ()


def test_a_label_that_ran_into_a_title_is_no_headline() -> None:
    text = "In Halle ist am Montag die Brücke über die Saale gesperrt worden."
    for title in ("LiveHalle sperrt die Brücke über die Saale", "TR PlusHalle sperrt die Brücke über die Saale"):
        assert title[:6] not in texts(written(story(item("d1", text, title))), "headline")[0]


def test_a_sentence_about_the_outlets_own_work_is_not_printed() -> None:
    text = (
        "In Halle ist am Montag die Brücke über die Saale gesperrt worden. Reporterin Anna Kruse berichtet aus Halle."
    )
    report = written(story(item("d1", text)))
    assert not any("Reporterin" in s.text for s in report.sentences)


@pytest.mark.parametrize(
    ("text", "little"),
    [
        ("Die Sicherheitskonferenz in München lädt die AfD ein.", True),
        ("Chinesische Kampfjets flogen am Dienstag vor Taiwan.", False),
    ],
)
def test_what_several_sentences_have_said_together_is_not_said_again(text: str, little: bool) -> None:
    printed = [
        told("Die AfD wird zur Konferenz nach München eingeladen."),
        told("Ischinger leitet die Sicherheitskonferenz."),
    ]
    assert tells_little(told(text), printed, ReportOptions().least_new) is little
    assert not tells_little(told(text), [], ReportOptions().least_new)


def told(text: str) -> Candidate:
    return Candidate(text, "event", (), 1.0, 0, content_stems(text), None)
