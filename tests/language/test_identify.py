import pytest

from lagebild.language.identify import language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Der Minister hat am Montag nicht mit der Presse gesprochen.", "de"),
        ("The minister has not spoken to the press on Monday.", "en"),
        ("Stromausfall in Köln", "de"),
        ("Le président est arrivé à Paris avec toute sa délégation ce matin", "fr"),
        ("Radfahrer stürzt in Fluss", "de"),
        ("KI-Roboter statt Pflegekräfte", "de"),
        ("Drohnen-Alarm: Airport-Drama um Feriengäste", "de"),
        ("Test: Fahrrad-Navi Pro Max 5 im Check", "de"),
        ("NBA: Bulls schlagen Rockets", "de"),
        ("Ferry sinks near harbour, dozens missing", "en"),
        ("Where Is Everybody Going?", "en"),
        ("Wirtschaft: The Great Retirement Boom", "en"),
        ("", "und"),
        ("+++ 12:30 +++", "und"),
    ],
)
def test_language_of_text(text: str, code: str) -> None:
    assert language_of(text) == code


def test_declared_language_decides_where_there_are_no_words() -> None:
    assert language_of("12:30", "de-AT") == "de"


def test_declared_language_loses_against_clear_function_words() -> None:
    assert language_of("The talks have failed and the delegation is on its way to the airport.", "de") == "en"
