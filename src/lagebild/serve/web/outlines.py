"""The outlines of countries and regions -> one address, from which the map of a page takes its land and borders.

They come from here because a tile server would learn every place that a reader looks at. The address names the content
by its digest, so a browser asks for it once and keeps it.
"""

import gzip
import hashlib
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from lagebild.report.map.outlines import geojson

router = APIRouter(include_in_schema=False)
PATH = "/shapes.geojson"
KEPT = "public, max-age=31536000, immutable"
"""For the address with the digest; without it, the answer is another one after an update."""


@cache
def _packed() -> bytes:
    return gzip.compress(geojson(), 9, mtime=0)


@cache
def outlines_digest() -> str:
    """Return what distinguishes these outlines from those of another version."""
    return hashlib.sha256(geojson()).hexdigest()[:16]


def outlines_address() -> str:
    """Return the address whose content never changes."""
    return f"{PATH}?v={outlines_digest()}"


@router.get(PATH)
def outlines(
    request: Request, accept_encoding: Annotated[str, Header()] = "", if_none_match: Annotated[str, Header()] = ""
) -> Response:
    """Give all outlines as GeoJSON, compressed for everybody who takes gzip."""
    digest = outlines_digest()
    tag = f'W/"{digest}"'
    headers = {
        "Cache-Control": KEPT if request.query_params.get("v") == digest else "no-cache",
        "ETag": tag,
        "Vary": "Accept-Encoding",
    }
    if tag in if_none_match:
        return Response(status_code=304, headers=headers)
    if _takes_gzip(accept_encoding):
        return Response(_packed(), headers=headers | {"Content-Encoding": "gzip"}, media_type="application/geo+json")
    return Response(gzip.decompress(_packed()), headers=headers, media_type="application/geo+json")


def _takes_gzip(accepted: str) -> bool:
    return any(
        name.strip() == "gzip" and weight.strip() not in ("q=0", "q=0.0")
        for name, _, weight in (part.partition(";") for part in accepted.lower().split(","))
    )
