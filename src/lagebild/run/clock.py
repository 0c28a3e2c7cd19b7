"""The only clock. Everything else is told the time, so that it can be replayed."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current time, aware, in UTC, to the microsecond: what comes after a visit is later than it."""
    return datetime.now(UTC)
