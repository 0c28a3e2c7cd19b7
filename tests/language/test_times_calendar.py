from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.language import calendar
from lagebild.language.timex import duration_value

DAYS = st.dates(min_value=date(2, 1, 1), max_value=date(9990, 12, 31))


@pytest.mark.parametrize(
    ("year", "day"), [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2038, date(2038, 4, 25))]
)
def test_easter(year: int, day: date) -> None:
    assert calendar.easter(year) == day


@given(DAYS)
def test_periods_hold_their_day(day: date) -> None:
    noon = calendar.midnight(day)
    for period in (calendar.day_period(day), calendar.week_period(day), calendar.month_period(day.year, day.month)):
        assert period.start is not None
        assert period.end is not None
        assert period.start <= noon < period.end


@given(DAYS, st.integers(min_value=-5000, max_value=5000))
def test_shifting_months_back_returns(day: date, count: int) -> None:
    year, month = calendar.shift_months(day.year + 1000, day.month, count)
    assert calendar.shift_months(year, month, -count) == (day.year + 1000, day.month)


def test_duration_values() -> None:
    assert duration_value([(3.0, "Y"), (4.0, "M")]) == "P3Y4M"
    assert duration_value([(6.0, "H"), (6.0, "M:"), (38.0, "S")]) == "PT6H6M38S"
    assert duration_value([(None, "W")]) == "PXW"
    assert duration_value([(0.5, "H")]) == "PT0.5H"
