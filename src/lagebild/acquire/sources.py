"""An address -> a source, with an id that two machines derive alike."""

from urllib.parse import urlsplit

from lagebild.acquire.addresses import read_target
from lagebild.acquire.identity import short_hash
from lagebild.acquire.markup import plain_line
from lagebild.acquire.options import GateOptions
from lagebild.records.document import Source

_ANY_HOST = GateOptions(allow_private=True)


def feed_source(address: str, name: str | None = None, language: str | None = None) -> Source:
    """Return the source of a feed. `name` is the host where none is given.

    GateError, with one sentence, where the address cannot be fetched at all (another scheme, a broken host). Whether
    the host is public is decided when it is asked.
    """
    url = read_target(address, _ANY_HOST).url
    shown = plain_line(name or "")[:200]
    return Source(
        id=f"feed-{short_hash(f'feed:{url}', 16)}",
        kind="feed",
        address=url,
        name=shown or host_name(url),
        language=language,
    )


def host_name(url: str) -> str:
    """Return the host of `url` as readers write it, without "www."; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
