import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.language.processes import clauses, definitions, triggers
from lagebild.records.span import Span


def told(text: str, language: str = "de", *, title: bool = False) -> list[tuple[str, str]]:
    found = triggers(text, Span(0, len(text)), None, language, title=title)
    return [(t.step.step, t.status) for t in found]


@pytest.mark.parametrize("language", ["de", "en"])
def test_tables_compile_and_every_step_has_words(language: str) -> None:
    known = definitions(language)
    assert len({p.kind for p in known.processes}) == len(known.processes) >= 2
    for process in known.processes:
        names = [s.step for s in process.steps]
        assert len(set(names)) == len(names)
        for step in process.steps:
            assert step.label
            assert any(p.pattern != "(?!)" for p in (step.done, step.infinitive, step.nouns))
            assert step.unless is None or step.unless in names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Grenzvertrag wurde unterzeichnet.", [("signed", "done")]),
        ("Das Abkommen, das in Oslo unterzeichnet wurde, gilt lange.", [("signed", "done")]),
        ("Sie hat einen Erlass unterzeichnet.", []),
        ("Die Minister wollen das Protokoll unterzeichnen.", [("signed", "open")]),
        ("Die Kammer stimmte dem Staatsvertrag zu.", [("approved", "done")]),
        ("Die Ratifizierungsurkunden liegen im Tresor.", []),
        ("Das Abkommen ist am Montag in Kraft getreten.", [("in force", "done")]),
        ("Das Abkommen tritt in Kraft, sobald die Urkunden da sind.", [("in force", "open")]),
        ("Der Senat lehnte die Ratifizierung des Abkommens ab.", []),
        ("Der Bundesrat soll dem Gesetz im Mai zustimmen.", [("second chamber", "open")]),
        ("Das Gesetz soll in Kraft treten.", [("in force", "open")]),
        ("Am Ende ratifiziert das Parlament das Abkommen.", [("ratified", "mentioned")]),
    ],
)
def test_steps_of_a_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


def test_headlines_use_the_present_for_what_is_done() -> None:
    assert told("Estland ratifiziert Fischereiabkommen", title=True) == [("ratified", "done")]


def test_a_pronoun_stands_for_the_thing_of_the_sentence_before() -> None:
    text = "Lange wurde um das Abkommen gerungen. Es wurde schließlich unterzeichnet."
    second = Span(text.index("Es wurde"), len(text))
    first = Span(0, second.start - 1)
    assert [t.step.step for t in triggers(text, second, first, "de")] == ["signed"]
    assert triggers(text, second, None, "de") == ()


def test_condition_is_told_in_the_words_of_the_text() -> None:
    text = "Wenn alle zustimmen, tritt der Pakt in Kraft."
    (trigger,) = triggers(text, Span(0, len(text)), None, "de")
    assert trigger.condition is not None
    assert trigger.condition.of(text) == "Wenn alle zustimmen"


@given(st.text(alphabet="abc ,;:–-.\nÄö12", max_size=200))
def test_clauses_lie_in_order_inside_the_sentence(text: str) -> None:
    sentence = Span(0, len(text))
    parts = clauses(text, sentence)
    assert all(sentence.contains(p) for p in parts)
    assert all(a.end <= b.start for a, b in pairwise(parts))
    assert re.sub(r"[\s,;:–-]", "", "".join(p.of(text) for p in parts)) == re.sub(r"[\s,;:–-]", "", text)


def test_a_line_without_end_is_read_quickly() -> None:
    text = "Das Abkommen stimmte " * 40_000
    assert len(triggers(text, Span(0, len(text)), None, "de")) <= 5
