"""The only clock. Everything else is told the time, so that it can be replayed."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current time, aware, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
