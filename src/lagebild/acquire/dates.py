"""A date as an outlet writes it -> an aware point in time, or nothing.

Feed and page libraries know no German month, read MESZ as UTC and turn 30 February into 2 March. A wrong date moves an
article in the timeline and every "am Montag" in it, so what is impossible or ambiguous is not read at all.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

LONGEST_TEXT: Final = 300
"""Characters: a date with weekday, update note and zone in words stays below 120; anything longer is no date."""

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2100
"""Outside of these a year is a default value of some database (0, 1, 1601, 9999) rather than a day of publication."""

FUTURE: Final = timedelta(days=2)
"""How far ahead of `now` a date may lie: feeds name the day of the printed edition, clocks run ahead by a time zone."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """An aware point in time; `day_only` says that no clock time was stated (then it is 00:00 in the zone)."""

    at: datetime
    day_only: bool


@dataclass(frozen=True, slots=True)
class _Names:
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    offsets: Mapping[str, int]
    zones: Mapping[str, str]
    words: Mapping[str, int]
    days: Mapping[str, int]
    moments: frozenset[str]
    units: Mapping[str, int]
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Patterns:
    dates: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], "_Frame"], date | None]], ...]
    year_last: re.Pattern[str]
    clock: re.Pattern[str]
    zone: re.Pattern[str]
    ago: re.Pattern[str]
    day: re.Pattern[str]
    weekday: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Frame:
    now: datetime | None
    zone: ZoneInfo


def read_date(text: str, *, now: datetime | None = None, zone: str = "Europe/Berlin") -> ReadDate | None:
    """Return what `text` says, None where it says no date, an impossible or an ambiguous one.

    Reads ISO 8601, RFC 822, dotted and written German and English dates, epoch seconds and milliseconds as digits.
    `now` (aware) is needed for "vor 3 Stunden", "gestern, 14:30 Uhr" and dates without a year, and refuses what lies
    more than two days ahead of it. A clock time without zone is one of `zone` (IANA name): inside the hour that spring
    skips it is moved on by an hour, inside the one that autumn repeats the earlier is taken.
    """
    if len(text) > LONGEST_TEXT:
        return None
    said = " ".join(unicodedata.normalize("NFKC", text).split())
    frame = _Frame(now, ZoneInfo(zone))
    found = _digits(said, frame) if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", said) else _written(said, frame)
    if found is None or not _plausible(found.at, now):
        return None
    return found


def _plausible(at: datetime, now: datetime | None) -> bool:
    if not FIRST_YEAR <= at.year <= LAST_YEAR or at == _EPOCH:
        return False
    return now is None or at - now <= FUTURE


def _digits(said: str, frame: _Frame) -> ReadDate | None:
    whole = said.split(".")[0]
    if len(whole) in {8, 12, 14} and "." not in said and whole[:2] in {"18", "19", "20"}:
        return _compact(whole, frame)
    scale = {9: 1, 10: 1, 12: 1_000, 13: 1_000, 16: 1_000_000}.get(len(whole))
    if scale is None:
        return None
    return ReadDate((_EPOCH + timedelta(seconds=int(whole) // scale)).astimezone(frame.zone), day_only=False)


def _compact(digits: str, frame: _Frame) -> ReadDate | None:
    day = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    if day is None:
        return None
    if len(digits) == 8:
        return ReadDate(_at(day, time(), frame.zone), day_only=True)
    clock = _clock(int(digits[8:10]), int(digits[10:12]), int(digits[12:] or 0))
    return None if clock is None else ReadDate(_at(day, clock[0], frame.zone, clock[1]), day_only=False)


def _written(said: str, frame: _Frame) -> ReadDate | None:
    said = _patterns().year_last.sub(r"\2 \1 \5 \3 \4", said)
    for pattern, build in _patterns().dates:
        match = pattern.search(said)
        if match is not None:
            day = build(match, frame)
            if day is None:
                return None
            rest = said[match.end() :]
            second = pattern.search(rest)
            return _with_clock(day, said[: match.start()], rest[: second.start()] if second else rest, frame)
    return _relative(said, frame) if frame.now is not None else None


def _with_clock(day: date, before: str, after: str, frame: _Frame) -> ReadDate | None:
    """Complete `day` with the clock time that stands after it, else before it, and with the zone beside that."""
    patterns = _patterns()
    for place in (after, before):
        match = patterns.clock.search(place)
        if match is None:
            continue
        clock = _clock_of(match)
        zone = _zone(place[match.end() :], frame)
        if clock is None or zone is None:
            return None
        return ReadDate(_at(day, clock[0], zone, clock[1]), day_only=False)
    if re.search(r"\d", after) and not re.match(r"\s*[+-]\d\d:?\d\d$", after):
        return None
    zone = _zone(after, frame) if re.match(r"(?:Z|[+-]\d\d:?\d\d)$", after) else frame.zone
    return None if zone is None else ReadDate(_at(day, time(), zone), day_only=True)


def _clock_of(match: re.Match[str]) -> tuple[time, int] | None:
    hour, half = int(match["hour"] or match["full"]), (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return _clock(hour, int(match["minute"] or match["past"] or 0), int(match["second"] or 0))


def _clock(hour: int, minute: int, second: int) -> tuple[time, int] | None:
    """Return the time and the days to add (24:00 is the end of a day, :60 a leap second); None where there is none."""
    if (hour, minute, second) == (24, 0, 0):
        return time(), 1
    if hour > 23 or minute > 59 or second > 60:
        return None
    return time(hour, minute, min(second, 59)), 0


def _at(day: date, clock: time, zone: tzinfo, more_days: int = 0) -> datetime:
    at = datetime.combine(day + timedelta(days=more_days), clock, zone)
    # Through UTC and back: a wall clock time that spring skips becomes the one that clocks showed.
    return at.astimezone(UTC).astimezone(zone)


def _zone(rest: str, frame: _Frame) -> tzinfo | None:
    """Return the zone that `rest` (what follows the clock time) begins with, ours where it names none, None where it
    names one that nobody knows."""
    names = _names()
    match = _patterns().zone.match(rest)
    if match is None:
        return frame.zone
    if match["words"]:
        return timezone(timedelta(minutes=names.words[match["words"].lower()]))
    if match["iana"]:
        return _iana(match["iana"])
    if match["sign"]:
        minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
        if minutes > 14 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if match["sign"] in "-−" else minutes))
    name = match["name"].lower()
    if name in names.offsets:
        return timezone(timedelta(minutes=names.offsets[name]))
    return _iana(names.zones[name]) if name in names.zones else None


def _iana(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _year(digits: str | None, month: int, day: int, frame: _Frame) -> int:
    """Return the year that `digits` mean: two digits from 1970 to 2069 (as POSIX reads them), none the latest year in
    which that day is not ahead; 0 where it cannot be known."""
    if digits:
        number = int(digits)
        return number if len(digits) > 2 else number + (2000 if number < 70 else 1900)
    if frame.now is None:
        return 0
    limit = (frame.now + FUTURE).astimezone(frame.zone)
    this = _day(limit.year, month, day)
    return limit.year if this is not None and this <= limit.date() else limit.year - 1


def _iso(match: re.Match[str], _frame: _Frame) -> date | None:
    return _day(int(match["y"]), int(match["m"]), int(match["d"]))


def _iso_week(match: re.Match[str], _frame: _Frame) -> date | None:
    try:
        return date.fromisocalendar(int(match["y"]), int(match["w"]), int(match["d"]))
    except ValueError:
        return None


def _dotted(match: re.Match[str], frame: _Frame) -> date | None:
    month, day = int(match["m"]), int(match["d"])
    return _day(_year(match["y"], month, day, frame), month, day)


def _slashed(match: re.Match[str], frame: _Frame) -> date | None:
    """Read 12/31/2024 and 31/12/2024; 11/12/2024 means two days, so none."""
    first, second = int(match["d"]), int(match["m"])
    if first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    return _day(_year(match["y"], month, day, frame), month, day)


def _named(match: re.Match[str], frame: _Frame) -> date | None:
    month, day = _names().months[match["month"].lower()], int(match["d"])
    return _day(_year(match["y"], month, day, frame), month, day)


def _relative(said: str, frame: _Frame) -> ReadDate | None:
    names, patterns = _names(), _patterns()
    if frame.now is None:
        return None
    now = frame.now.astimezone(frame.zone)
    if said.lower().strip(" .") in names.moments:
        return ReadDate(now, day_only=False)
    if (ago := patterns.ago.search(said)) is not None:
        return _ago(ago, now, frame)
    if (word := patterns.day.search(said)) is not None:
        back = -names.days[word[1].lower()]
    elif (word := patterns.weekday.search(said)) is not None:
        back = (now.weekday() - names.weekdays[word[1].lower()]) % 7
    else:
        return None
    return _with_clock(now.date() - timedelta(days=back), said[: word.start()], said[word.end() :], frame)


def _ago(match: re.Match[str], now: datetime, frame: _Frame) -> ReadDate | None:
    names = _names()
    number, unit = (match["n"] or match["m"]).lower(), (match["unit"] or match["ago"]).lower()
    count = int(number) if number.isdigit() else names.numbers[number]
    seconds = names.units[unit]
    if count * seconds > 400 * 86_400:
        return None
    if seconds < 86_400:
        return ReadDate(
            (now.astimezone(UTC) - timedelta(seconds=count * seconds)).astimezone(frame.zone), day_only=False
        )
    return ReadDate(_at(now.date() - timedelta(seconds=count * seconds), time(), frame.zone), day_only=True)


@cache
def _names() -> _Names:
    table = tomllib.loads(files("lagebild.acquire").joinpath("dates.toml").read_text("utf-8"))

    def turned(rows: Mapping[str, list[str]]) -> dict[str, int]:
        return {name: int(number) for number, names in rows.items() for name in names}

    return _Names(
        months=turned(table["months"]),
        weekdays=turned(table["weekdays"]),
        offsets=table["offsets"],
        zones=table["zones"],
        words=table["zones_in_words"],
        days=table["days"],
        moments=frozenset(table["moments"]["words"]),
        units=table["units"],
        numbers=table["numbers"],
    )


def _any(words: Mapping[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _patterns() -> _Patterns:
    names = _names()
    months, weekdays, units, numbers = (_any(n) for n in (names.months, names.weekdays, names.units, names.numbers))
    clock = r"\d{1,2}:\d\d(?::\d\d)?"

    def line(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return _Patterns(
        dates=(
            (line(r"(?<![\d.])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d|-\d)"), _iso),
            (line(r"(?<![\d./])(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})(?!\d)"), _iso),
            (line(r"(?<!\d)(?P<y>\d{4})-?W(?P<w>\d\d)-?(?P<d>\d)(?!\d)"), _iso_week),
            (line(r"(?<!\d)(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?=T\d)"), _iso),
            (
                line(
                    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?[ -]?(?:of )?(?P<month>{months})\b[.,]*[ -]?"
                    r"(?P<y>\d{4}|\d\d(?![\d:.]| ?Uhr))?(?!\d)"
                ),
                _named,
            ),
            (line(rf"\b(?P<month>{months})\b\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})(?!\d)"), _named),
            (line(r"(?<![\d.])(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4}|\d\d(?![\d:.]| ?Uhr))?(?!\d)"), _dotted),
            (line(r"(?<!\d)(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})(?!\d)"), _dotted),
            (line(r"(?<!\d)(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4}|\d\d)(?!\d)"), _slashed),
        ),
        year_last=line(rf"\b({months})\.? (\d{{1,2}}),? ({clock}) (?:([a-z]{{1,5}}|[+-]\d{{4}}) )?(\d{{4}})$"),
        clock=line(
            r"(?<![\d.:,+])(?:T|\b)(?:(?P<hour>(?<=T)\d\d(?=\d\d)|\d{1,2}(?=[:.h]))[:.h]?(?P<minute>\d\d)"
            r"(?:[:.]?(?P<second>\d\d)(?:[.,]\d+)?)?"
            r"|(?P<full>\d{1,2})(?= ?Uhr| ?h\b| ?[ap]\.?m\b)(?: Uhr (?P<past>\d\d)\b)?)(?![\d:])"
            r" ?(?:Uhr\b|h\b|(?P<half>[ap])\.?m\b\.?)?"
        ),
        zone=re.compile(
            rf"[ ,]*[(\[]?(?:(?P<words>(?i:{_any(names.words)}))|(?P<iana>[A-Z][a-z]+/[A-Z][A-Za-z_/]+)"
            r"|(?:UTC|GMT|Z)?(?P<sign>[+−-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?(?!\d)"
            r"|(?P<name>[A-Z]{1,5}|mez|mesz|utc|gmt|cet|cest)(?![A-Za-z]))"
        ),
        ago=line(
            rf"\bvor (?:etwa |ca\.? |rund )?(?P<n>\d{{1,4}}|{numbers}) (?P<unit>{units})\b"
            rf"|\b(?P<m>\d{{1,4}}|{numbers}) ?(?P<ago>{units})\.? ago\b"
        ),
        day=line(rf"\b({_any(names.days)})\b"),
        weekday=line(rf"^(?:am |on )?({weekdays})\b"),
    )
