"""Records to bytes and back: JSON, compressed where it is long and only the program reads it.

JSON keeps the offset of a time, which a UTC column loses.
"""

import zlib
from typing import TypeVar

from msgspec import DecodeError, json

from lagebild.records.errors import StoreError

Record = TypeVar("Record")
LEVEL = 1  # zlib: annotations shrink to about a seventh at ten times the speed of level 9


def encoded(record: object) -> bytes:
    """Return a record as JSON; StoreError where its text is no Unicode text."""
    try:
        return json.encode(record)
    except UnicodeEncodeError as error:
        raise StoreError(
            "The text holds half a character (a lone surrogate) and cannot be kept; read the file again as UTF-8."
        ) from error


def decoded(payload: bytes, kind: type[Record]) -> Record:
    """Return the record of type `kind`; StoreError where the payload is damaged or written by another version."""
    try:
        return json.decode(payload, type=kind)
    except DecodeError as error:
        raise StoreError(
            f"A stored {kind.__name__} cannot be read ({error}); run the check, then restore the last backup."
        ) from error


def packed(record: object) -> bytes:
    """Return a record as compressed JSON."""
    return zlib.compress(encoded(record), LEVEL)


def unpacked(payload: bytes, kind: type[Record]) -> Record:
    """Return the record of compressed JSON."""
    return decoded(inflated(payload), kind)


def inflated(payload: bytes) -> bytes:
    """Return the bytes behind compressed ones; StoreError where they are damaged."""
    try:
        return zlib.decompress(payload)
    except zlib.error as error:
        raise StoreError("A stored record is damaged; run the check, then restore the last backup.") from error
