"""Laws of the German date grammar: every date in every spelling and position comes back as itself."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.language.calendar import BERLIN
from lagebild.language.german.times import GermanTimeTagger
from lagebild.records.annotation import TimeExpression
from lagebild.records.span import Span

ANCHOR = datetime(2024, 11, 12, 9, 30, tzinfo=BERLIN)  # a Tuesday

MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
SHORT = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."]
WEEKDAYS = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
STEMS = [
    "erst",
    "zweit",
    "dritt",
    "viert",
    "fünft",
    "sechst",
    "siebt",
    "acht",
    "neunt",
    "zehnt",
    "elft",
    "zwölft",
    "dreizehnt",
    "vierzehnt",
    "fünfzehnt",
    "sechzehnt",
    "siebzehnt",
    "achtzehnt",
    "neunzehnt",
    "zwanzigst",
    "einundzwanzigst",
    "zweiundzwanzigst",
    "dreiundzwanzigst",
    "vierundzwanzigst",
    "fünfundzwanzigst",
    "sechsundzwanzigst",
    "siebenundzwanzigst",
    "achtundzwanzigst",
    "neunundzwanzigst",
    "dreißigst",
    "einunddreißigst",
]

# A carrier keeps the date where German puts it: fronted, inside, at the end, in brackets, in apposition, quoted.
CARRIERS = (
    "Am {} kam der Zug zu spät.",
    "Der Zug kam am {} zu spät.",
    "Zu spät kam der Zug am {}.",
    "Der Zug (am {}) kam zu spät.",
    "„Am {} kam der Zug zu spät“, sagte sie.",
    "Seit dem {} fährt kein Zug, und bis zum Abschluss bleibt es dabei.",
    "Am {}",
)

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
NEAR = st.integers(min_value=-100, max_value=0).map(lambda n: ANCHOR.date() + timedelta(days=n))


def read(text: str) -> tuple[TimeExpression, ...]:
    return GermanTimeTagger().tag(text, [Span(0, len(text))], ANCHOR)


def spellings(day: date) -> list[str]:
    """All ways in which a newspaper writes a date with its year, as they follow "am" or "dem"."""
    d, m, y = day.day, MONTHS[day.month - 1], day.year
    weekday = WEEKDAYS[day.weekday()]
    plain = [
        f"{d}. {m} {y}",
        f"{d:02}. {m} {y}",
        f"{d}. {SHORT[day.month - 1]} {y}",
        f"{d}.{day.month}.{y}",
        f"{d:02}.{day.month:02}.{y}",
        f"{d}. {day.month}. {y}",
        f"{STEMS[d - 1]}en {m} {y}",
        f"{d}. {m} des Jahres {y}",
    ]
    named = [f"{weekday}, {p}" for p in plain] + [f"{weekday}, dem {p}" for p in plain[:3]]
    return [*plain, *named, f"{weekday}, den {plain[0]}", f"{weekday} {plain[0]}", day.isoformat()]


@settings(max_examples=150)
@given(DAYS, st.sampled_from(CARRIERS))
def test_every_spelling_in_every_position_is_the_date(day: date, carrier: str) -> None:
    for spelling in spellings(day):
        text = carrier.format(spelling)
        assert [(t.span.of(text), t.value) for t in read(text)] == [(spelling, day.isoformat())], text


@settings(max_examples=100)
@given(NEAR, st.sampled_from(CARRIERS[:5]))
def test_a_day_without_year_is_the_nearest(day: date, carrier: str) -> None:
    for spelling in (f"{day.day}. {MONTHS[day.month - 1]}", f"{day.day:02}.{day.month:02}."):
        text = carrier.format(spelling)
        assert [t.value for t in read(text)] == [day.isoformat()], text


@given(NEAR)
def test_the_ordinal_in_words_is_inflected(day: date) -> None:
    stem, month = STEMS[day.day - 1], MONTHS[day.month - 1]
    for text in (f"Es war der {stem}e {month}.", f"Am {stem}en {month} war es.", f"{stem.title()}er {month} war es."):
        assert [t.value for t in read(text)] == [day.isoformat()], text


@settings(max_examples=100)
@given(DAYS, st.integers(min_value=1, max_value=80))
def test_ranges_over_the_ends_of_months_and_years(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    end = f"{last.day}. {MONTHS[last.month - 1]} {last.year}"
    begin = f"{first.day}. {MONTHS[first.month - 1]}"
    texts = [f"Vom {begin} {first.year} bis zum {end} war zu.", f"Vom {begin} bis {end} war zu."]
    if (first.year, first.month) == (last.year, last.month):
        texts += [
            f"Vom {first.day}. bis {end} war zu.",
            f"Vom {first.day}. bis zum {end} war zu.",
            f"Am {first.day}. und {end} war zu.",
        ]
    for text in texts:
        assert [t.value for t in read(text)] == [first.isoformat(), last.isoformat()], text


@given(st.integers(min_value=0, max_value=23), st.integers(min_value=0, max_value=59))
def test_every_clock_time(hour: int, minute: int) -> None:
    value = f"2024-11-12T{hour:02}:{minute:02}"
    for spelling in (f"{hour}.{minute:02} Uhr", f"{hour:02}:{minute:02} Uhr", f"{hour} Uhr {minute:02}"):
        if spelling.endswith(" 00"):
            continue
        text = f"Heute um {spelling} ging das Licht aus."
        assert [t.value for t in read(text)][-1] == value, text


@given(st.integers(min_value=0, max_value=22), st.integers(min_value=1, max_value=8))
def test_clock_ranges(begin: int, length: int) -> None:
    end = min(24, begin + length)
    for text in (
        f"Geöffnet ist von {begin} bis {end} Uhr.",
        f"Geöffnet ist {begin}-{end} Uhr.",
        f"Zwischen {begin} und {end} Uhr ist zu.",
    ):
        assert [t.value for t in read(text)] == [f"2024-11-12T{begin:02}:00", f"2024-11-12T{end:02}:00"], text


@given(
    st.sampled_from(WEEKDAYS),
    st.sampled_from(["Am {} wurde er gewählt.", "Er wurde am {} gewählt.", "Sie kam am {} an."]),
)
def test_a_weekday_told_in_the_past_is_the_last_one(weekday: str, carrier: str) -> None:
    (found,) = read(carrier.format(weekday))
    day = date.fromisoformat(found.value)
    assert WEEKDAYS[day.weekday()] == weekday
    assert 0 <= (ANCHOR.date() - day).days < 7


@given(
    st.sampled_from([w for w in WEEKDAYS if w != "Dienstag"]),
    st.sampled_from(
        [
            "Am {} wird gewählt.",
            "Er will am {} kommen.",
            "Supermärkte dürfen am {} öffnen.",
            "Die Bahn hat für {} Streiks angekündigt.",
            "Ab {} gilt ein neuer Fahrplan.",
            "Das Treffen wurde auf {} verschoben.",
            "Er kommt am kommenden {} an.",
            "Sie kündigte an, am {} zurückzutreten.",
        ]
    ),
)
def test_a_weekday_that_is_announced_is_the_next_one(weekday: str, carrier: str) -> None:
    (found,) = read(carrier.format(weekday))
    day = date.fromisoformat(found.value)
    assert WEEKDAYS[day.weekday()] == weekday
    assert 0 < (day - ANCHOR.date()).days < 7


@given(
    st.sampled_from([w for w in WEEKDAYS if w not in ("Montag", "Dienstag")]),
    st.sampled_from(["Am {} wählt Hessen.", "Der Prozess, der am {} beginnt, ist lang."]),
)
def test_an_appointment_in_the_present_is_to_come(weekday: str, carrier: str) -> None:
    (found,) = read(carrier.format(weekday))
    day = date.fromisoformat(found.value)
    assert WEEKDAYS[day.weekday()] == weekday
    assert 0 < (day - ANCHOR.date()).days < 6


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hunderte kommen am Montagabend in der Stadt zusammen.", "2024-11-11TEV"),
        ("Am Montag empfängt der Präsident seine Gäste in Florida.", "2024-11-11"),
        ("Am Donnerstag empfängt der Präsident seine Gäste in Florida.", "2024-11-14"),
    ],
)
def test_teasers_tell_yesterday_in_the_present(text: str, value: str) -> None:
    assert [t.value for t in read(text)] == [value]


def test_the_weekday_of_publication_is_that_day() -> None:
    assert [t.value for t in read("Am Dienstag wurde er gewählt.")] == ["2024-11-12"]


@pytest.mark.parametrize(
    ("unit", "code"), [("Tage", "D"), ("Wochen", "W"), ("Monate", "M"), ("Jahre", "Y"), ("Stunden", "H")]
)
@given(number=st.integers(min_value=2, max_value=99))
def test_every_length_of_time(unit: str, code: str, number: int) -> None:
    clock = "T" if code == "H" else ""
    assert [t.value for t in read(f"Es dauerte {number} {unit}.")] == [f"P{clock}{number}{code}"]
