import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.corroborate.wholeness import asks, outermost, stands_alone, trimmed
from lagebild.records.annotation import Statement
from lagebild.records.span import Span


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Der Damm halte noch", True),
        ("den Damm bis Freitag zu sichern", True),
        ("von rund 40.000 Litern", False),
        ("zu den Gerüchten", False),
        ("das vehement", False),
    ],
)
def test_a_proposition_has_a_verb(text: str, alone: bool) -> None:
    assert stands_alone(text, "de") == alone


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("wer für den Damm haftet", True),
        ("womit der Damm gesichert wird", True),
        ("Whether the dam holds", True),
        ("der Damm hält", False),
        ("Wochen werde es dauern", False),
        ("Wolfsburg hilft", False),
        ("obwohl der Damm hält, wird gewarnt", False),
    ],
)
def test_a_question_is_named_by_its_first_word(text: str, question: bool) -> None:
    assert asks(text) == question


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (", der Damm halte –", "der Damm halte"),
        ("„Der Damm hält", "Der Damm hält"),
        ("ein „Geschenk an die Stadt“", "ein „Geschenk an die Stadt“"),
        ("Der Damm hält.", "Der Damm hält."),
    ],
)
def test_loose_marks_are_taken_off_and_pairs_stay(text: str, clean: str) -> None:
    assert trimmed(text) == clean


@given(st.text(alphabet='ab „“«»(),;:–."', max_size=30))
def test_trimming_twice_changes_nothing(text: str) -> None:
    assert trimmed(trimmed(text)) == trimmed(text)


def test_a_statement_inside_another_belongs_to_it() -> None:
    whole = Statement((Span(0, 40),), "indirect", "asserted", speaker_names=("Tamm",))
    inside = Statement((Span(10, 20),), "direct", "asserted", speaker_names=("Tamm",))
    of_another = Statement((Span(22, 38),), "direct", "asserted", speaker_names=("Kask",))
    assert outermost([whole, inside, of_another]) == [whole, of_another]
