"""Raw bytes of what was fetched, each kept once under its digest, so that everything can be derived again."""

import hashlib
import zlib
from datetime import datetime

from sqlalchemy import Connection, insert, select

from lagebild.store.payload import inflated
from lagebild.store.tables import blobs

LEVEL = 6  # zlib: pages are written once and mostly never read again


class BlobRepository:
    """The raw bytes of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self, body: bytes, *, url: str | None = None, media_type: str | None = None, at: datetime | None = None
    ) -> str:
        """Keep bytes and return their SHA-256 in hexadecimal; where and when they were first met is kept too."""
        digest = hashlib.sha256(body).hexdigest()
        if self._connection.execute(select(blobs.c.digest).where(blobs.c.digest == digest)).first() is None:
            row = {"digest": digest, "url": url, "media_type": media_type, "at": at}
            self._connection.execute(insert(blobs).values(**row, body=zlib.compress(body, LEVEL)))
        return digest

    def get(self, digest: str) -> bytes | None:
        """Return the bytes."""
        wanted = select(blobs.c.body).where(blobs.c.digest == digest)
        body = self._connection.execute(wanted).scalar_one_or_none()
        return None if body is None else inflated(body)
