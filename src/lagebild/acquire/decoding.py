"""Compressed bytes as they come from the wire -> plain bytes, counted while they unfold.

A kilobyte may unfold to a gigabyte, several codings may be stacked; so every step asks zlib for a bounded piece only
and stops at the limit. Brotli and Zstandard are not asked for and not read.
"""

import zlib
from collections.abc import Iterable, Iterator

from lagebild.records.errors import GateError

ACCEPTED = "gzip, deflate"
_PIECE = 64 * 1024
_STACKED = 3


def decoded(chunks: Iterable[bytes], codings: str, limit: int) -> bytes:
    """Return the body behind the `Content-Encoding` value `codings`, at most `limit` bytes.

    GateError where it is larger, broken or of an unknown coding.
    """
    names = [name.strip().lower() for name in codings.split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > _STACKED:
        raise GateError(f"The answer is compressed {len(names)} times over.")
    pieces: Iterable[bytes] = chunks
    for name in reversed(names):
        if name not in ("gzip", "x-gzip", "deflate"):
            raise GateError(f"The answer is compressed with {name[:20]!r}, which was not asked for.")
        # Inner layers are counted as well: zeros squeezed twice are cheap to send and dear to unfold.
        pieces = _bounded(_unfold(pieces, name), limit)
    return b"".join(_bounded(pieces, limit))


def _bounded(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise GateError(f"The answer is larger than {limit / 1024 / 1024:g} MiB.")
        yield piece


def _unfold(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    decoder = None
    started = False
    for chunk in chunks:
        data = chunk
        while data:
            if decoder is None:
                if started and not data.strip(b"\0"):
                    break  # padding after the last gzip member
                decoder = zlib.decompressobj(_window(name, data))
                started = True
            try:
                piece = decoder.decompress(data, _PIECE)
            except zlib.error as error:
                raise GateError(f"The answer is no valid {name} data.") from error
            if piece:
                yield piece
            data = decoder.unconsumed_tail
            if decoder.eof:
                data = decoder.unused_data
                decoder = None
    while decoder is not None and not decoder.eof:
        rest = decoder.decompress(decoder.unconsumed_tail, _PIECE)
        if not rest:
            raise GateError("The answer broke off before its end.")
        yield rest


def _window(name: str, data: bytes) -> int:
    """Return zlib's window setting; servers send "deflate" with and without the zlib header (RFC 9110, 8.4.1.2)."""
    if name != "deflate":
        return 16 + zlib.MAX_WBITS
    with_header = len(data) >= 2 and data[0] & 0x0F == 8 and (data[0] * 256 + data[1]) % 31 == 0
    return zlib.MAX_WBITS if with_header else -zlib.MAX_WBITS
