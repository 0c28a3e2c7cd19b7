from lagebild.annotate.places import resolve_places
from lagebild.language.gazetteer import gazetteer
from lagebild.records.annotation import Mention, MentionKind, PlaceMention
from lagebild.records.span import Span


def resolve(text: str, *names: tuple[str, MentionKind]) -> tuple[PlaceMention, ...]:
    mentions, at = [], 0
    for name, kind in names:
        start = text.index(name, at)
        at = start + len(name)
        mentions.append(Mention(Span(start, at), kind))
    return resolve_places(text, [Span(0, len(text))], mentions, gazetteer(), language="de")


def test_capital_is_read_with_reason() -> None:
    (place,) = resolve("Er landete am Morgen in Pjöngjang.", ("Pjöngjang", "place"))
    assert (place.name, place.country, place.precision, place.as_actor) == ("Pjöngjang", "KP", "city", False)
    assert place.why == "Hauptstadt"


def test_region_word_before_the_name_decides() -> None:
    (place,) = resolve("Die Truppen stehen in der Region Kursk.", ("Kursk", "place"))
    assert (place.precision, place.why) == ("region", "Region zu „Kursk“")


def test_country_in_the_sentence_chooses_between_towns() -> None:
    places = resolve("Das Werk in London in Kanada schließt.", ("London", "place"), ("Kanada", "place"))
    assert (places[0].country, places[0].why) == ("CA", "Land (CA) im selben Satz genannt")


def test_governments_are_actors() -> None:
    text = "Die Zusammenarbeit zwischen Moskau und Pjöngjang wächst."
    assert [p.as_actor for p in resolve(text, ("Moskau", "place"), ("Pjöngjang", "place"))] == [True, True]
    assert resolve("Moskau kündigte neue Gespräche an.", ("Moskau", "place"))[0].as_actor
    assert not resolve("Der Gipfel in Moskau dauerte lange.", ("Moskau", "place"))[0].as_actor


def test_seats_of_power_are_read_even_as_organisations() -> None:
    (place,) = resolve("Der Kreml wies die Vorwürfe zurück.", ("Kreml", "organisation"))
    assert (place.country, place.precision, place.as_actor) == ("RU", "point", True)


def test_other_organisations_and_people_are_no_places() -> None:
    assert (
        resolve(
            "Die Universität Hamburg lobte Frau Paris.", ("Universität Hamburg", "organisation"), ("Paris", "person")
        )
        == ()
    )


def test_parts_of_names_are_read() -> None:
    (place,) = resolve("Es brannte in Berlin-Neukölln.", ("Berlin-Neukölln", "place"))
    assert place.country == "DE"
    assert place.latitude is not None


def test_unknown_places_are_abstained_from() -> None:
    (place,) = resolve("Es geschah in Xyzzyhausen.", ("Xyzzyhausen", "place"))
    assert (place.latitude, place.geonameid, place.why) == (None, None, "in keinem Ortsverzeichnis")


def test_names_are_german_whatever_the_language() -> None:
    (place,) = resolve("It happened in Lower Saxony.", ("Lower Saxony", "place"))
    assert place.name == "Niedersachsen"


def test_nearest_of_several_towns() -> None:
    places = resolve("Zwischen Hamburg und Neustadt staut es sich.", ("Hamburg", "place"), ("Neustadt", "place"))
    assert places[1].latitude is not None
    assert places[1].latitude > 52


def test_part_of_a_town_is_the_town() -> None:
    (place,) = resolve("Es brannte in Lüneburg-Xyzheim.", ("Lüneburg-Xyzheim", "place"))
    assert (place.name, place.why) == ("Lüneburg", "nach dem Namensteil „Lüneburg“")


def test_common_words_after_an_article_are_no_towns() -> None:
    (place,) = resolve("Aus der Halle drang Rauch.", ("Halle", "place"))
    assert place.latitude is None


def test_river_and_town() -> None:
    river, town = resolve("An der Fulda liegt manches, in Fulda wohnt man.", ("Fulda", "place"), ("Fulda", "place"))
    assert (river.precision, town.precision) == ("region", "city")
