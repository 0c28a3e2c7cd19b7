from tests.report.builders import entity, item, person, story

from lagebild.report.naming import register

TEXT = "Landrat Torsten Behn kam. Behn sprach. Anna Kruse und Paul Kruse schwiegen."


def test_full_name_first_surname_afterwards() -> None:
    found = item(
        "d1",
        TEXT,
        entities=[entity("Torsten Behn", "behn"), entity("Anna Kruse", "a"), entity("Paul Kruse", "p")],
        mentions=(
            person(TEXT, "Torsten Behn", "behn", "Landrat"),
            person(TEXT, "Anna Kruse", "a"),
            person(TEXT, "Paul Kruse", "p"),
        ),
    )
    names = register(story(found))
    first, cited = names.written("Behn sprach.", "d1")
    assert first == "Landrat Torsten Behn sprach."
    assert [c.quote for c in cited] == ["Landrat Torsten Behn kam."]
    assert names.written("Landrat Torsten Behn kam.", "d1") == ("Behn kam.", ())
    assert names.written("Der Landrat Torsten Behn kam.", "d1") == ("Der Landrat Behn kam.", ())
    assert names.written("„Torsten Behn kam“, hieß es.", "d1")[0] == "„Torsten Behn kam“, hieß es."
    assert names.written("Anna Kruse schwieg.", "d1") == ("Anna Kruse schwieg.", ())


def test_family_names_that_come_first_are_left_alone() -> None:
    text = "Präsident Yoon Suk-yeol kam."
    found = item("d1", text, entities=[entity("Yoon Suk-yeol", "y")], mentions=(person(text, "Yoon Suk-yeol", "y"),))
    names = register(story(found))
    names.written(text, "d1")
    assert names.written(text, "d1")[0] == text
