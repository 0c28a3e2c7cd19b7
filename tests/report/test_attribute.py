from dataclasses import replace
from typing import Any

import pytest
from tests.report.builders import at, entity, item, passage, person, said

from lagebild.records.annotation import Mention
from lagebild.records.span import Span
from lagebild.records.story import AnnotatedDocument
from lagebild.report.attribute import Attribution, attribution

TEXT = (
    "Das Netz wird geprüft, sagte Landrat Torsten Behn. Es gebe keine Gefahr. Die Mauer sei alt, sagte er. Er schwieg."
)


def document(**more: Any) -> AnnotatedDocument:
    return item(
        "d1",
        TEXT,
        entities=[entity("Torsten Behn", "behn")],
        mentions=(person(TEXT, "Torsten Behn", "behn", "Landrat"), Mention(at(TEXT, "er. Er"), "other")),
        statements=(
            said(TEXT, "Das Netz wird geprüft", "Torsten Behn", "sagte", "Torsten Behn"),
            said(TEXT, "Es gebe keine Gefahr", "Torsten Behn", name="Torsten Behn", form="free-indirect"),
            said(TEXT, "Die Mauer sei alt", "er", "sagte er", "Torsten Behn"),
        ),
        **more,
    )


def of(found: AnnotatedDocument, words: str) -> Attribution | None:
    return attribution(found, at(TEXT, words))


def test_a_named_speaker_needs_nothing() -> None:
    found = of(document(), "Das Netz wird geprüft, sagte Landrat Torsten Behn.")
    assert found is not None and not found.edits and not found.tail


def test_reported_speech_names_its_speaker_at_the_end() -> None:
    found = of(document(), "Es gebe keine Gefahr.")
    assert found is not None and found.tail == ", so Torsten Behn."
    assert found.citations == (passage(document(), "Das Netz wird geprüft, sagte Landrat Torsten Behn."),)


def test_reported_speech_of_nobody_is_refused() -> None:
    text = "Die Lage ist ernst. Die Mauer sei alt."
    found = item("d1", text)
    assert attribution(found, at(text, "Die Mauer sei alt.")) is None
    assert attribution(found, at(text, "Die Lage ist ernst.")) == Attribution()


def test_a_pronoun_that_speaks_becomes_a_name() -> None:
    text = "Landrat Torsten Behn kam. Die Mauer sei alt, sagte er."
    found = item(
        "d1",
        text,
        entities=[entity("Torsten Behn", "behn")],
        mentions=(person(text, "Torsten Behn", "behn", "Landrat"),),
        statements=(said(text, "Die Mauer sei alt", "er.", "sagte", "Torsten Behn"),),
    )
    statement = found.annotations.body.statements[0]
    here = at(text, "sagte er.")
    speaker = type(here)(here.end - 3, here.end - 1)
    assert speaker.of(text) == "er"
    fixed = item(
        "d1",
        text,
        entities=[entity("Torsten Behn", "behn")],
        mentions=(person(text, "Torsten Behn", "behn", "Landrat"),),
        statements=(
            type(statement)(
                statement.content, "indirect", "asserted", speaker=(speaker,), speaker_names=("Torsten Behn",)
            ),
        ),
    )
    found_edit = attribution(fixed, at(text, "Die Mauer sei alt, sagte er."))
    assert found_edit is not None
    assert [(e.start, e.end, e.new) for e in found_edit.edits] == [(speaker.start, speaker.end, "Torsten Behn")]
    assert found_edit.citations == (passage(fixed, "Landrat Torsten Behn kam."),)


def test_a_pronoun_without_a_name_is_refused() -> None:
    text = "Die Mauer sei alt, sagte sie."
    found = item("d1", text, statements=(said(text, "Die Mauer sei alt", "sie", "sagte", "Sprecherin"),))
    assert attribution(found, at(text, text)) is None


@pytest.mark.parametrize(
    ("home", "printed"),
    [
        ("Sprecherin Anna Kruse gab Auskunft.", "Die Mauer sei alt, sagte Anna Kruse."),
        ("Anna Kruse gab Auskunft.", "Die Mauer sei alt, sagte die Sprecherin."),
    ],
)
def test_a_noun_that_speaks_becomes_a_name_where_a_passage_has_both(home: str, printed: str) -> None:
    text = f"{home} Die Mauer sei alt, sagte die Sprecherin."
    found = item(
        "d1",
        text,
        entities=[entity("Anna Kruse", "kruse")],
        mentions=(person(text, "Anna Kruse", "kruse"),),
        statements=(said(text, "Die Mauer sei alt", "Sprecherin.", "sagte", "Anna Kruse"),),
    )
    statement = found.annotations.body.statements[0]
    (whole,) = statement.speaker
    statements = (replace(statement, speaker=(Span(whole.start, whole.end - 1),)),)
    body = replace(found.annotations.body, statements=statements)
    told = replace(found, annotations=replace(found.annotations, body=body))
    sentence = at(text, "Die Mauer sei alt, sagte die Sprecherin.")
    said_by = attribution(told, sentence)
    assert said_by is not None
    made = sentence.of(text)
    for edit in said_by.edits:
        made = made[: edit.start - sentence.start] + edit.new + made[edit.end - sentence.start :]
    assert made == printed
    assert [passage.quote for passage in said_by.citations] == ([home] if "Sprecherin A" in home else [])
