"""Dates as outlets write them are read to the right instant, impossible ones not at all."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lagebild.acquire.dates import read_date

NOW = datetime(2024, 11, 13, 12, 0, tzinfo=UTC)


def instant(text: str, now: datetime | None = NOW) -> str | None:
    read = read_date(text, now=now)
    return None if read is None else read.at.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-11-12T20:15:00+01:00", "2024-11-12T20:15:00+01:00"),
        ("2024-11-12T20:15:00.123Z", "2024-11-12T20:15:00+00:00"),
        ("2024-11-12 20:15", "2024-11-12T20:15:00+01:00"),
        ("20241112T201500Z", "2024-11-12T20:15:00+00:00"),
        ("2024-11-12T20:15:00+01:00[Europe/Berlin]", "2024-11-12T20:15:00+01:00"),
        ("Tue, 12 Nov 2024 20:15:00 GMT", "2024-11-12T20:15:00+00:00"),
        ("Di, 12 Nov 2024 20:15:00 MEZ", "2024-11-12T20:15:00+01:00"),
        ("Sa, 13 Jul 2024 12:00:00 MESZ", "2024-07-13T12:00:00+02:00"),
        ("Mi, 13 Mär 2024 12:00:00 CET", "2024-03-13T12:00:00+01:00"),
        ("Sun, 10 Nov 2024 07:00:00 EST", "2024-11-10T07:00:00-05:00"),
        ("10.11.2024 15:00 MSK", "2024-11-10T15:00:00+03:00"),
        ("Tue Nov 12 20:15:00 CET 2024", "2024-11-12T20:15:00+01:00"),
        ("Tue Nov 12 2024 20:15:00 GMT+0100 (Mitteleuropäische Normalzeit)", "2024-11-12T20:15:00+01:00"),
        ("12.11.24, 20:15", "2024-11-12T20:15:00+01:00"),
        ("12.11.2024 20.15 Uhr", "2024-11-12T20:15:00+01:00"),
        ("Dienstag, 12. November 2024, 20:15 Uhr", "2024-11-12T20:15:00+01:00"),
        ("Dienstag, den 12. November 2024, 8 Uhr", "2024-11-12T08:00:00+01:00"),
        ("5. Jänner 2024, 18:00 Uhr", "2024-01-05T18:00:00+01:00"),
        ("5. Feber 2024 um 18:00 Uhr", "2024-02-05T18:00:00+01:00"),
        ("20:15 Uhr, 12.11.2024", "2024-11-12T20:15:00+01:00"),
        ("November 12th, 2024 8:15 p.m. EST", "2024-11-12T20:15:00-05:00"),
        ("12.11.2024, 24:00 Uhr", "2024-11-13T00:00:00+01:00"),
        ("1731438900", "2024-11-12T20:15:00+01:00"),
        ("1731438900000", "2024-11-12T20:15:00+01:00"),
        ("vor 3 Stunden", "2024-11-13T10:00:00+01:00"),
        ("vor einer Minute", "2024-11-13T12:59:00+01:00"),
        ("gestern, 14:30 Uhr", "2024-11-12T14:30:00+01:00"),
        ("heute 8 Uhr", "2024-11-13T08:00:00+01:00"),
        ("Montag, 14:30 Uhr", "2024-11-11T14:30:00+01:00"),
        ("12. November, 20:15 Uhr", "2024-11-12T20:15:00+01:00"),
        ("24.12., 18 Uhr", "2023-12-24T18:00:00+01:00"),
        ("Veröffentlicht: 11.11.2024, 10:00 Uhr | Aktualisiert: 12.11.2024, 11:00 Uhr", "2024-11-11T10:00:00+01:00"),
    ],
)
def test_instants(text: str, expected: str) -> None:
    assert instant(text) == expected
    read = read_date(text, now=NOW)
    assert read is not None
    assert not read.day_only


@pytest.mark.parametrize(
    "text",
    [
        "12.11.2024",
        "12.11.24",
        "12. Nov. 2024",
        "2024-11-12",
        "20241112",
        "2024-W46-2",
        "gestern",
        "Nov 12, 2024",
        "12.November 2024",
        "vor 1 Tag",
    ],
)
def test_a_date_without_clock_time_is_the_start_of_its_day_in_the_zone(text: str) -> None:
    read = read_date(text, now=NOW)
    assert read is not None
    assert read.day_only
    assert read.at.isoformat() == "2024-11-12T00:00:00+01:00"
    assert str(read.at.tzinfo) == "Europe/Berlin"


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2024", "29.02.2023", "2024-13-01", "2024-02-30", "0000-00-00", "0001-01-01T00:00:00Z", "9999-12-31",
        "12.11.2024, 25:99 Uhr", "12/11/2024", "Tue, 12 Nov 2024 20:15:00 XYZ", "2024", "20:15", "", "   ", "0",
        "1970-01-01T00:00:00Z", "demnächst", "99999999999999999999", "12.11.2024 " * 60,
    ],
)  # fmt: skip
def test_what_is_impossible_or_ambiguous_is_not_read(text: str) -> None:
    assert instant(text) is None


def test_future_is_refused_only_against_a_given_now() -> None:
    assert instant("2024-12-24") is None
    assert instant("14.11.2024, 23:00 Uhr") is not None
    assert instant("2024-12-24", now=None) == "2024-12-24T00:00:00+01:00"


def test_relative_dates_need_now() -> None:
    assert instant("vor 3 Stunden", now=None) is None
    assert instant("12. November, 20:15 Uhr", now=None) is None


def test_clock_changes() -> None:
    assert instant("31.03.2024 02:30") == "2024-03-31T03:30:00+02:00"
    assert instant("27.10.2024 02:30") == "2024-10-27T02:30:00+02:00"
    assert instant("27.10.2024 02:30 MEZ") == "2024-10-27T02:30:00+01:00"


def test_zone_of_the_outlet() -> None:
    read = read_date("12.11.2024, 20:15", zone="Europe/Moscow")
    assert read is not None
    assert read.at.isoformat() == "2024-11-12T20:15:00+03:00"


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2099, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
@example(datetime(1970, 1, 1, tzinfo=UTC))
def test_every_iso_instant_survives(at: datetime) -> None:
    """All but one: the zero of Unix time is what software writes that knows no date."""
    read = read_date(at.isoformat())
    if at.replace(microsecond=0) == datetime(1970, 1, 1, tzinfo=UTC):
        assert read is None
        return
    assert read is not None
    assert read.at == at.replace(microsecond=0)


@given(st.text(max_size=80))
def test_any_text_is_read_or_not_but_never_breaks(text: str) -> None:
    read = read_date(text, now=NOW)
    assert read is None or read.at.tzinfo is not None
