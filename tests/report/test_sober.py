from datetime import UTC, datetime, timedelta

import pytest
from tests.report.builders import at, mark, weekday

from lagebild.records.annotation import TextAnnotations, TimeExpression, Wording, WordingMark
from lagebild.records.span import Span
from lagebild.report.sober import sober


def printed(
    text: str, *, times: tuple[TimeExpression, ...] = (), marks: tuple[WordingMark, ...] = (), language: str = "de"
) -> str:
    read = TextAnnotations(language, times=times, wording=Wording(0.5, marks))
    return sober(text, Span(0, len(text)), read, year=2026).text


def test_a_loaded_adjective_goes_its_noun_stays() -> None:
    text = "Der verheerende Brand ist gelöscht."
    assert printed(text, marks=(mark(text, "verheerende"),)) == "Der Brand ist gelöscht."


def test_what_turns_the_sense_stays() -> None:
    text = "Der mutmaßliche Täter ist geflohen."
    assert printed(text, marks=(mark(text, "mutmaßliche"),)) == text


def test_loaded_words_of_somebody_quoted_stay() -> None:
    text = "Behn sprach vom „verheerenden Brand“ in Halle."
    assert printed(text, marks=(mark(text, "verheerenden"),)) == text


def test_a_tail_of_nothing_but_drama_goes() -> None:
    text = "Der Landtag hat das Gesetz gebilligt, und das Land hält den Atem an!"
    assert printed(text, marks=(mark(text, "hält den Atem an"),)) == "Der Landtag hat das Gesetz gebilligt."


def test_a_tail_behind_a_dash_stays() -> None:
    text = "Die Bahn meldet Baustellen zu spät – und sorgt so für Chaos."
    assert printed(text, marks=(mark(text, "Chaos"),)) == text


def test_a_tail_that_denies_stays() -> None:
    text = "Der Landtag hat das Gesetz gebilligt, und das Chaos blieb nicht aus."
    assert "nicht" in printed(text, marks=(mark(text, "Chaos"),))


@pytest.mark.parametrize(
    ("text", "words", "day", "expected"),
    [
        ("Er kam am Montag an.", "am Montag", "2026-03-30", "Er kam am Montag (30. März) an."),
        ("Er kam am Montagabend an.", "am Montagabend", "2026-03-30", "Er kam am Montagabend (30. März) an."),
        ("Er kam heute an.", "heute", "2026-03-30", "Er kam am 30. März an."),
        ("Er kam gestern Abend an.", "gestern Abend", "2026-03-29", "Er kam gestern Abend (29. März) an."),
        ("Er kam am Montag an.", "am Montag", "2025-12-29", "Er kam am Montag (29. Dezember 2025) an."),
        ("Er kam am 30. März an.", "am 30. März", "2026-03-30", "Er kam am 30. März an."),
        ("Es war am Morgen kalt.", "Morgen", "2026-03-30", "Es war am Morgen kalt."),
    ],
)
def test_relative_days_get_their_date(text: str, words: str, day: str, expected: str) -> None:
    assert printed(text, times=(weekday(text, words, day),)) == expected


def test_a_night_belongs_to_the_day_that_is_named() -> None:
    text = "In der Nacht zum Samstag brannte es."
    start = datetime(2026, 3, 27, 22, tzinfo=UTC)
    night = TimeExpression(
        at(text, "In der Nacht zum Samstag"), "TIME", "2026-03-27TNI", start, start + timedelta(hours=8)
    )
    assert printed(text, times=(night,)) == "In der Nacht zum Samstag (28. März) brannte es."


def test_days_resolved_against_their_order_get_no_date() -> None:
    text = "Für Montag und Dienstag sind Streiks geplant."
    days = (weekday(text, "Montag", "2026-04-20"), weekday(text, "Dienstag", "2026-04-14"))
    assert printed(text, times=days) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Auch die Bahn fährt wieder.", "Die Bahn fährt wieder."),
        ("Auch im Osten fährt die Bahn wieder.", "Im Osten fährt die Bahn wieder."),
        ("Auch wenn die Bahn fährt, bleibt es eng.", "Auch wenn die Bahn fährt, bleibt es eng."),
        ("Kruse äußerte ebenfalls Besorgnis.", "Kruse äußerte Besorgnis."),
        ("Der Umsatz sinkt, der Gewinn ebenfalls.", "Der Umsatz sinkt, der Gewinn ebenfalls."),
        ("Kruse schwieg, jedoch nicht lange.", "Kruse schwieg, jedoch nicht lange."),
        ("Dieser Vertrag gilt.", "Der Vertrag gilt."),
        ("Halle (npa) - Ein Zug steht.", "Ein Zug steht."),
        ("Es brannte!", "Es brannte."),
        ("31'500 Haushalte waren betroffen.", "31.500 Haushalte waren betroffen."),
        ("Die grosse Kammer stimmte zu.", "Die große Kammer stimmte zu."),
    ],
)
def test_joints_datelines_and_spelling(text: str, expected: str) -> None:
    assert printed(text) == expected
