"""A moment -> how a page writes it: near ones as distance ("vor 3 Stunden"), far ones as a day."""

from collections.abc import Mapping
from datetime import UTC, datetime

from lagebild.report.phrases import long_date

FRESH = 48
"""Hours within which a distance says more than a date: today and yesterday, as newspapers use the words."""


def freshness(moment: datetime | None, now: datetime, surface: str, words: Mapping[str, str]) -> str:
    """Write when something moved last, empty where that is unknown; a moment in the future is written as its day."""
    if moment is None:
        return ""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    minutes = (now - aware).total_seconds() / 60
    if not 0 <= minutes < FRESH * 60:
        return long_date(moment, surface)
    if minutes < 60:
        return words["minutes_ago"].format(n=int(minutes)) if minutes >= 1 else words["just_now"]
    hours = int(minutes // 60)
    return words["hour_ago"] if hours == 1 else words["hours_ago"].format(n=hours)
