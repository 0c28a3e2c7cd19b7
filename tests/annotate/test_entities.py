from lagebild.annotate.entities import resolve_entities, slug
from lagebild.records.annotation import Mention, MentionKind
from lagebild.records.span import Span


def resolve(text: str, *names: tuple[str, MentionKind], title: str = "") -> list[str | None]:
    mentions, at = [], 0
    for name, kind in names:
        start = text.index(name, at)
        at = start + len(name)
        mentions.append(Mention(Span(start, at), kind))
    _, found, _ = resolve_entities(title, (), text, mentions)
    return [m.entity for m in found]


def test_surname_and_genitive_are_the_full_name() -> None:
    text = "Wladimir Putin reiste ab. Putins Sprecher schwieg. Putin auch."
    assert (
        resolve(text, ("Wladimir Putin", "person"), ("Putins", "person"), ("Putin", "person"))
        == ["person:wladimir-putin"] * 3
    )


def test_shared_family_name_goes_to_the_main_person() -> None:
    text = "Kim Jong Un lächelte. Kim Jong Un winkte. Minister Kim Yong-hyun warnte. Am Abend forderte Kim mehr."
    names: list[tuple[str, MentionKind]] = [
        (n, "person") for n in ("Kim Jong Un", "Kim Jong Un", "Kim Yong-hyun", "Kim")
    ]
    assert resolve(text, *names)[-1] == "person:kim-jong-un"


def test_shared_family_name_stays_in_its_sentence() -> None:
    text = "Kim Jong Un lächelte. Kim Jong Un winkte. Minister Kim Yong-hyun warnte, und Kim blieb dabei."
    names: list[tuple[str, MentionKind]] = [
        (n, "person") for n in ("Kim Jong Un", "Kim Jong Un", "Kim Yong-hyun", "Kim")
    ]
    assert resolve(text, *names)[-1] == "person:kim-yong-hyun"


def test_acronym_in_brackets_is_its_long_form() -> None:
    text = "Der Internationale Währungsfonds (IWF) zahlt. Der IWF prüft."
    names: list[tuple[str, MentionKind]] = [
        ("Internationale Währungsfonds", "organisation"),
        ("IWF", "organisation"),
        ("IWF", "organisation"),
    ]
    assert set(resolve(text, *names)) == {"organisation:internationaler-waehrungsfonds"}


def test_genitive_of_a_place() -> None:
    assert resolve("Südkoreas Präsident sprach in Paris.", ("Südkoreas", "place"), ("Paris", "place")) == [
        "place:suedkorea",
        "place:paris",
    ]


def test_demonyms_have_no_entity() -> None:
    assert resolve("Der deutsche Minister kam.", ("deutsche", "demonym")) == [None]


def test_slug() -> None:
    assert slug("Özgür Müßig-Łęcki") == "oezguer-muessig-ecki"
    assert slug("Путин") != ""


def test_namesake_by_office() -> None:
    text = "Landrat Jens Brandt und Sprecherin Anna Brandt warnten. Es werde eng, sagte Sprecherin Brandt."
    offices = ["Landrat", "Sprecherin", "Sprecherin"]
    mentions, at = [], 0
    for name, office in zip(["Jens Brandt", "Anna Brandt", "Brandt"], offices, strict=True):
        start = text.index(name, at)
        at = start + len(name)
        mentions.append(Mention(Span(start, at), "person", office=office))
    _, found, _ = resolve_entities("", (), text, mentions)
    assert found[-1].entity == "person:anna-brandt"


def test_namesake_named_last_where_nothing_else_tells() -> None:
    text = "Jens Brandt kam. Anna Brandt ging. Später rief Brandt an."
    names: list[tuple[str, MentionKind]] = [(n, "person") for n in ("Jens Brandt", "Anna Brandt", "Brandt")]
    assert resolve(text, *names)[-1] == "person:anna-brandt"


def test_cases_of_an_organisation_are_one_entity() -> None:
    text = "Das Städtische Theater baut um. Im Städtischen Theater wird geprobt."
    names: list[tuple[str, MentionKind]] = [
        ("Städtische Theater", "organisation"),
        ("Städtischen Theater", "organisation"),
    ]
    assert resolve(text, *names) == ["organisation:staedtisches-theater"] * 2


def test_title_takes_the_kind_from_the_text() -> None:
    text = "Der Konzern Brenova schweigt."
    title = "Brenova schweigt"
    start = text.index("Brenova")
    head, _, entities = resolve_entities(
        title, [Mention(Span(0, 7), "person")], text, [Mention(Span(start, start + 7), "organisation")]
    )
    assert head[0].entity == "organisation:brenova"
    assert len(entities) == 1


def names_of(text: str, *names: tuple[str, MentionKind]) -> dict[str, str]:
    """Return the name of each entity by its id."""
    mentions, at = [], 0
    for name, kind in names:
        start = text.index(name, at)
        at = start + len(name)
        mentions.append(Mention(Span(start, at), kind))
    _, _, entities = resolve_entities("", (), text, mentions)
    return {e.id: e.name for e in entities}


def test_a_body_under_several_names_is_filed_under_one_and_called_as_the_text_calls_it() -> None:
    text = "Der Nordatlantikpakt tagt. Die Nato berät, sagte die Nato."
    names: list[tuple[str, MentionKind]] = [(n, "organisation") for n in ("Nordatlantikpakt", "Nato", "Nato")]
    assert names_of(text, *names) == {"organisation:nato": "Nato"}


def test_states_and_towns_of_several_names() -> None:
    text = "Die USA und die Vereinigten Staaten, Charkow und Charkiw."
    names: list[tuple[str, MentionKind]] = [(n, "place") for n in ("USA", "Vereinigten Staaten", "Charkow", "Charkiw")]
    assert resolve(text, *names) == ["place:vereinigte-staaten"] * 2 + ["place:charkiw"] * 2


def test_a_body_tagged_as_a_place_is_the_body() -> None:
    text = "Die EU zahlt. In der EU steigen die Preise."
    assert resolve(text, ("EU", "organisation"), ("EU", "place")) == ["organisation:europaeische-union"] * 2


def test_a_case_of_a_name_in_the_table_is_shown_as_there() -> None:
    assert names_of("Er sprach im Weißen Haus.", ("Weißen Haus", "place")) == {"place:weisses-haus": "Weißes Haus"}


def test_a_short_form_is_the_only_party_it_may_mean() -> None:
    names: list[tuple[str, MentionKind]] = [("SPD", "organisation"), ("Sozialdemokraten", "organisation")]
    assert resolve("Die SPD jubelt, die Sozialdemokraten feiern.", *names) == ["organisation:spd"] * 2
    both: list[tuple[str, MentionKind]] = [("SPD", "organisation"), ("SPÖ", "organisation"), names[1]]
    assert resolve("SPD und SPÖ tagen. Die Sozialdemokraten beraten.", *both)[-1] == "organisation:sozialdemokraten"


def test_two_romanisations_are_one_person() -> None:
    text = "Sergej Lawrow sprach. Sergey Lavrov schwieg. Lavrov ging, Lawrow blieb, Sergej Lawrow auch."
    names: list[tuple[str, MentionKind]] = [
        (n, "person") for n in ("Sergej Lawrow", "Sergey Lavrov", "Lavrov", "Lawrow", "Sergej Lawrow")
    ]
    assert resolve(text, *names) == ["person:sergej-lawrow"] * 5


def test_a_surname_in_another_romanisation_alone() -> None:
    text = "Sergej Lawrow sprach. Lavrov ging. Zelensky kam, Selenskyj dankte."
    names: list[tuple[str, MentionKind]] = [(n, "person") for n in ("Sergej Lawrow", "Lavrov", "Zelensky", "Selenskyj")]
    assert resolve(text, *names) == ["person:sergej-lawrow"] * 2 + ["person:zelensky"] * 2


def test_brothers_and_namesakes_stay_two() -> None:
    text = "Peter Müller und Michael Müller. Thomas Meier und Thomas Meyer."
    names: list[tuple[str, MentionKind]] = [
        (n, "person") for n in ("Peter Müller", "Michael Müller", "Thomas Meier", "Thomas Meyer")
    ]
    assert len(set(resolve(text, *names))) == 4
