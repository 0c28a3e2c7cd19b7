"""Places, actors, reactions and what is new, on literal records."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.report.builders import MONDAY, at, item, story, written

from lagebild.depict.actors import actors
from lagebild.depict.depict import depict, first_words
from lagebild.depict.options import DepictOptions
from lagebild.depict.phases import phases
from lagebild.depict.places import pins, scene
from lagebild.depict.reactions import reactions
from lagebild.records.annotation import Entity, Mention, PlaceMention, Scene
from lagebild.records.claim import Corroboration
from lagebild.records.document import Post
from lagebild.records.story import AnnotatedDocument, PostLink, StoryMaterial
from lagebild.records.view import Actor, Stance
from lagebild.report.card import card_of
from lagebild.report.render.html import as_html

OPTIONS = DepictOptions()
VIENNA = Scene("Wien", 48.208, 16.372, "city", "Ortsmarke am Anfang", 2761369, "AT")
BERN = Scene("Bern", 46.948, 7.447, "city", "Ortsmarke am Anfang", 2661552, "CH")
BREGENZ = Scene("Bregenz", 47.503, 9.747, "city", "im ersten Satz genannt", 2781503, "AT")
AUSTRIA = Scene("Österreich", 47.33, 13.33, "country", "im Text", 2782113, "AT")


def seen_at(identifier: str, where: Scene | None, title: str | None = None, language: str = "de") -> AnnotatedDocument:
    found = item(identifier, "Ein Satz steht hier.", title, language=language)
    return replace(found, annotations=replace(found.annotations, scene=where))


@given(st.lists(st.integers(0, 120), min_size=1, max_size=12))
def test_a_phase_ends_where_nobody_reports_for_weeks(days: list[int]) -> None:
    told = [item(f"d{n}", "Ein Satz steht hier.", published=MONDAY + timedelta(days=day)) for n, day in enumerate(days)]
    found = depict(story(*told), Corroboration()).phases
    assert sum(phase.documents for phase in found) == len(days)
    assert (found[0].start, found[-1].end) == (MONDAY + timedelta(days=min(days)), MONDAY + timedelta(days=max(days)))
    rests = [(after.start - before.end).days for before, after in pairwise(found)]
    gaps = [after - before for before, after in pairwise(sorted(days))]
    assert rests == [gap for gap in gaps if gap >= OPTIONS.rest_days]


def test_the_page_marks_a_new_phase() -> None:
    told = [
        item(f"d{day}", "Ein Satz steht hier.", "Brand", published=MONDAY + timedelta(days=day)) for day in (0, 2, 25)
    ]
    once, twice = (written(story(*some), phases=phases(story(*some), OPTIONS)) for some in (told[:2], told))
    assert "30. März – 24. April 2026 · neue Phase seit 24. April, nach 23 Tagen ohne Bericht" in as_html(twice)
    assert "neue Phase" not in as_html(once)
    assert [card_of(drawn).resumed for drawn in (once, twice)] == [0, 23]


def test_the_scene_is_what_most_documents_say() -> None:
    found = scene(story(seen_at("a", BERN), seen_at("b", BREGENZ), seen_at("c", BREGENZ)))
    assert found is not None and found.name == "Bregenz" and "2 von 3" in found.why


def test_capitals_on_both_sides_of_a_treaty_are_weak_evidence() -> None:
    rows = [seen_at("a", VIENNA), seen_at("b", VIENNA), seen_at("c", BERN), seen_at("d", BREGENZ)]
    found = scene(story(*rows))
    assert found is not None and found.name == "Bregenz"


def test_a_capital_alone_is_the_scene() -> None:
    found = scene(story(seen_at("a", VIENNA), seen_at("b", VIENNA), seen_at("c", BREGENZ)))
    assert found is not None and found.name == "Wien"


def test_a_town_is_better_than_its_country() -> None:
    rows = [seen_at(str(i), AUSTRIA) for i in range(4)]
    found = scene(story(*rows, seen_at("x", BREGENZ)))
    assert found is not None and found.name == "Bregenz"


def test_the_scene_has_the_name_of_the_storys_language() -> None:
    english = replace(VIENNA, name="Vienna")
    found = scene(story(seen_at("a", english, language="en"), seen_at("b", VIENNA)))
    assert found is not None and found.name == "Wien"


def test_no_scene_is_none() -> None:
    assert scene(story(seen_at("a", None))) is None


def placed(identifier: str, *places: PlaceMention) -> AnnotatedDocument:
    return item(identifier, "Moskau und Halle und Gera.", places=places)


def test_pins_are_places_not_actors() -> None:
    text = "Moskau und Halle und Gera."
    halle = PlaceMention(at(text, "Halle"), "Halle", "so", 1, 51.5, 11.97)
    moscow = PlaceMention(at(text, "Moskau"), "Moskau", "so", 2, 55.75, 37.62, as_actor=True)
    nowhere = PlaceMention(at(text, "Gera"), "Gera", "unsicher")
    (pin,) = pins(story(placed("a", halle, moscow, nowhere), placed("b", halle)), OPTIONS)
    assert (pin.name, pin.documents) == ("Halle", 2)


def acting(identifier: str, text: str, *rows: tuple[str, str, str, str | None]) -> AnnotatedDocument:
    """Rows are (words, kind, name, office)."""
    entities = [Entity(f"{kind}:{name}", kind, name) for _, kind, name, _ in rows]  # type: ignore[arg-type]
    mentions = tuple(Mention(at(text, w), k, f"{k}:{n}", o) for w, k, n, o in rows)  # type: ignore[arg-type]
    return item(identifier, text, entities=entities, mentions=mentions)


def test_genitive_roles_belong_to_the_name_behind_them() -> None:
    text = "Netzbetreibers Adria Netz und Adria Netz."
    found = acting(
        "a",
        text,
        ("Netzbetreibers Adria Netz", "organisation", "Netzbetreibers Adria Netz", None),
        ("Adria Netz.", "organisation", "Adria Netz", None),
    )
    (actor,) = actors(story(found), OPTIONS)
    assert (actor.name, actor.role, actor.kind) == ("Adria Netz", "Netzbetreiber", "organisation")


def test_words_for_persons_are_no_actors_and_surnames_join() -> None:
    text = "Hacker und Anna Kruse und Kruse und Stadtbrandmeister Uwe Hinz."
    found = acting(
        "a",
        text,
        ("Hacker", "person", "Hacker", None),
        ("Anna Kruse", "person", "Anna Kruse", "Ministerin"),
        ("Kruse und S", "person", "Kruse", None),
        ("Stadtbrandmeister Uwe Hinz", "person", "Stadtbrandmeister Uwe Hinz", None),
    )
    rows = {a.name: a.role for a in actors(story(found), OPTIONS)}
    assert rows == {"Anna Kruse": "Ministerin", "Uwe Hinz": "Stadtbrandmeister"}


def test_an_office_makes_a_person() -> None:
    text = "Behn und Behn."
    found = acting("a", text, ("Behn", "person", "Behn", "Landrat"))
    assert [(a.name, a.kind) for a in actors(story(found), OPTIONS)] == [("Behn", "person")]


def test_actors_are_one_whatever_a_document_calls_them() -> None:
    first = acting(
        "a",
        "Sergej Lawrow und Nato.",
        ("Sergej Lawrow", "person", "Sergej Lawrow", "Minister"),
        ("Nato", "organisation", "Nato", None),
    )
    second = acting(
        "b",
        "Lavrov und Nordatlantikpakt.",
        ("Lavrov", "person", "Lavrov", None),
        ("Nordatlantikpakt", "organisation", "Nordatlantikpakt", None),
    )
    third = acting("c", "Nato.", ("Nato", "organisation", "Nato", None))
    rows = {a.name: (a.kind, a.documents) for a in actors(story(first, second, third), OPTIONS)}
    assert rows == {"Nato": ("organisation", 3), "Sergej Lawrow": ("person", 2)}


def test_actors_have_the_spelling_of_the_storys_language() -> None:
    german = acting("a", "Sergej Lawrow.", ("Sergej Lawrow", "person", "Sergej Lawrow", None))
    english = [acting(i, "Sergey Lavrov.", ("Sergey Lavrov", "person", "Sergey Lavrov", None)) for i in ("b", "c")]
    english = [
        replace(e, annotations=replace(e.annotations, body=replace(e.annotations.body, language="en"))) for e in english
    ]
    assert [(a.name, a.documents) for a in actors(story(*english, german), OPTIONS)] == [("Sergej Lawrow", 3)]


def test_two_people_of_one_surname_stay_two_actors() -> None:
    found = acting(
        "a",
        "Hans Vogt und Hedwig Vogt und Vogt.",
        ("Hans Vogt", "person", "Hans Vogt", None),
        ("Hedwig Vogt", "person", "Hedwig Vogt", None),
        ("Vogt.", "person", "Vogt", "Landrat"),
    )
    assert {a.name for a in actors(story(found), OPTIONS)} == {"Hans Vogt", "Hedwig Vogt", "Vogt"}


def posts(*said: str) -> StoryMaterial:
    rows = tuple(Post(f"p{i}", "forum:a" if i % 2 else "mastodon", "t", t, f"a{i}", MONDAY) for i, t in enumerate(said))
    return story(item("a", "Ein Satz."), posts=rows)


STORY = "Ich habe als Kind neben dem Kraftwerk gewohnt, mein Vater hat uns bei jedem Ausfall vom Strom erzählt."
ARGUMENT = "Der Strom war weg, weil laut Bericht zwei Leitungen fehlten, aber das Gesetz verlangt seit 2019 drei davon."
NOISE = "Der Strom ist weg und alle sitzen da und keiner hat Licht."


def test_counts_are_exact_and_leave_out_what_was_removed() -> None:
    material = posts("Gut so", "Schlecht", "Gut so")
    material = replace(material, post_links=(PostLink("p2", "s-1", 1.0, "", "duplicate"),), by_id={})
    found = reactions(material, OPTIONS)
    assert (found.social_comments, found.forum_posts, found.removed) == (1, 1, 1)
    assert found.removed_why == (("duplicate", 1),)


def test_topics_are_nouns_not_words_at_the_head_of_a_sentence() -> None:
    found = reactions(posts("Meine Nachbarin hat Strom", "Meine Straße hat Strom", "Meine Wohnung ohne Strom"), OPTIONS)
    assert [t.words[0] for t in found.topics] == ["Strom"]


def test_rude_posts_count_but_are_not_shown() -> None:
    found = reactions(posts("Ihr Idioten, das ist doch alles gelogen, und ihr wisst es genau."), OPTIONS)
    assert found.social_comments == found.hidden == 1
    assert found.voices == ()
    (kept_back,) = found.toxic
    assert "insult" in kept_back.traits
    assert "Idioten" in kept_back.why


def test_kinds_of_posts_are_counted() -> None:
    found = reactions(posts(STORY, ARGUMENT, NOISE), OPTIONS)
    assert dict(found.traits) == {"personal": 1, "argument": 1}
    assert found.languages == (("de", 3),)


def test_voices_are_arguments_and_stories_before_noise() -> None:
    one = replace(OPTIONS, voices=2)
    found = reactions(posts(NOISE, STORY, NOISE.replace("Strom", "Saft"), ARGUMENT), one)
    assert {v.text for v in found.voices} == {STORY, ARGUMENT}
    assert {t for v in found.voices for t in v.traits} == {"personal", "argument"}
    assert all(word in v.text for v in found.voices for word in v.why)


def test_what_posts_say_of_an_actor_is_counted_by_post() -> None:
    said = (
        "Vogt hat das großartig gemacht, Respekt.",
        "Dieser Vogt ist peinlich und unfähig.",
        "Die Straße ist gesperrt. Herr Vogt kommt um acht.",
        "Was für eine Schande.",
    )
    found = reactions(
        posts(*said), OPTIONS, (Actor("Hans Vogt", "person", "Landrat", 1), Actor("Post AG", "organisation", None, 1))
    )
    assert found.stances == (Stance("Hans Vogt", 3, 1, 1, 1),)


def test_voices_are_of_different_authors() -> None:
    text = "Der Strom ist seit Stunden weg und niemand sagt uns etwas dazu."
    rows = tuple(Post(f"p{i}", "mastodon", "t", f"{text} {i}", "a", MONDAY) for i in range(4))
    assert len(reactions(story(item("a", "Ein Satz."), posts=rows), OPTIONS).voices) == 1


def test_depict_draws_every_view_and_titles_what_has_none() -> None:
    views = depict(story(item("a", "Ein Satz ohne Titel.")), Corroboration())
    assert [s.title for s in views.sources] == ["Ein Satz ohne Titel."]
    assert first_words("wort " * 40).endswith(" …") and len(first_words("wort " * 40)) <= 92
