"""Sources, how their last visits went, and what was refused."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from lagebild.records.document import Source, SourceHealth
from lagebild.records.outcome import Refused
from lagebild.records.ports import Issue
from lagebild.store.payload import decoded, encoded
from lagebild.store.rows import following, replace
from lagebild.store.tables import health, issues, sources

ISSUES_KEPT = 5_000  # a feed that fails every minute fills this in three days; older refusals help nobody


class SourceRepository:
    """The sources of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, source: Source) -> bool:
        """Keep a source; False where its id is known (name, owner, active and so on are brought up to date)."""
        values = {"name": source.name, "payload": encoded(source)}
        return replace(self._connection, sources, {"id": source.id}, values)

    def get(self, source_id: str) -> Source | None:
        """Return a source."""
        wanted = select(sources.c.payload).where(sources.c.id == source_id)
        payload = self._connection.execute(wanted).scalar_one_or_none()
        return None if payload is None else decoded(payload, Source)

    def all(self) -> tuple[Source, ...]:
        """Return all sources by name, inactive ones too."""
        wanted = select(sources.c.payload).order_by(sources.c.name, sources.c.id)
        return tuple(decoded(payload, Source) for payload in self._connection.execute(wanted).scalars())

    def health(self, source_id: str) -> SourceHealth | None:
        """Return how the last visits went; None before the first."""
        wanted = select(health.c.payload).where(health.c.source == source_id)
        payload = self._connection.execute(wanted).scalar_one_or_none()
        return None if payload is None else decoded(payload, SourceHealth)

    def record_health(self, record: SourceHealth) -> None:
        """Keep how the last visits went."""
        replace(self._connection, health, {"source": record.source}, {"payload": encoded(record)})

    def note_issue(self, source_id: str | None, refused: Refused, at: datetime) -> None:
        """Keep a refusal; the oldest go beyond ISSUES_KEPT."""
        position = following(self._connection, issues, "position")
        self._connection.execute(
            insert(issues).values(position=position, source=source_id, item=refused.item, reason=refused.reason, at=at)
        )
        self._connection.execute(delete(issues).where(issues.c.position <= position - ISSUES_KEPT))

    def issues(self, limit: int = 100) -> tuple[Issue, ...]:
        """Return the refusals, latest first."""
        rows = self._connection.execute(select(issues).order_by(issues.c.position.desc()).limit(limit))
        return tuple(Issue(row.source, row.item, row.reason, row.at) for row in rows)
