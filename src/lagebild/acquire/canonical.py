"""A web address -> the one spelling under which the same article is known.

Outlets, feeds and readers pass one article round with campaign parameters, as mobile or AMP page, with and without
"www". The canonical form is a key for comparing: it is read again by nobody, so it may name a host that only redirects.
"""

import ipaddress
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_IN_PATH: Final = "!$&'()*+,;=:@/~%"
_IN_QUERY: Final = "!$'()*+,;:@/?~%="


@dataclass(frozen=True, slots=True)
class _Rules:
    tracking: re.Pattern[str]
    when: frozenset[str]
    values: frozenset[str]
    layout: frozenset[str]
    layout_values: frozenset[str]
    hosts: frozenset[str]
    endings: Mapping[str, str]
    second: frozenset[str]


def canonical_url(url: str) -> str:
    """Return the canonical form of `url`; what is no http(s) address comes back without surrounding white space.

    Host in lower case and punycode, without www./m./amp.; https where the port is the usual one and the host is public;
    no user name, default port, fragment, tracking parameter, trailing slash, AMP ending or AMP cache; parameters in
    order. Applying it twice changes nothing.
    """
    cleaned = _cleaned(url)
    for _ in range(8):  # an AMP cache in an AMP cache: each round takes one off
        once = _once(cleaned)
        if once == cleaned:
            break
        cleaned = once
    return cleaned


def host_of(url: str) -> str:
    """Return the host as an outlet is called by it ("tagesschau.de"), in lower case and punycode; "" where none is."""
    parts = _split(_cleaned(url))
    return "" if parts is None else _short_host(_host(parts))


def same_site(one: str, other: str) -> bool:
    """Tell whether two addresses belong to one registrable domain ("m.heise.de" and "www.heise.de")."""
    first, second = _registrable(host_of(one)), _registrable(host_of(other))
    return first == second and first != ""


def _cleaned(url: str) -> str:
    """Drop what browsers drop: white space around, tabs, line breaks and control characters inside."""
    stripped = re.sub(r"[\x00-\x1f\x7f\u200b\ufeff\ud800-\udfff]", "", url).strip()
    if stripped.startswith("//"):
        return "https:" + stripped
    if re.match(r"(?:www\.)[^\s/]+\.[a-z]{2,}(?:/|$)", stripped, re.IGNORECASE):
        return "https://" + stripped
    return stripped


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme.lower() in _DEFAULT_PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    return parts if usable else None


def _once(url: str) -> str:
    parts = _split(url)
    if parts is None:
        return url
    host = _host(parts)
    if (inner := _inside_cache(host, parts)) is not None:
        return inner
    scheme, port = parts.scheme.lower(), parts.port
    if port == _DEFAULT_PORTS[scheme]:
        port = None
    if port is None and _is_public(host):
        scheme = "https"
    shown = f"[{host}]" if ":" in host else _short_host(host)
    query = _query(parts.query)
    return f"{scheme}://{shown}{f':{port}' if port else ''}{_path(parts.path)}{f'?{query}' if query else ''}"


def _host(parts: SplitResult) -> str:
    host = unquote(parts.hostname or "").lower().rstrip(".")
    if host.isascii():
        return re.sub(r"[\s/?#@\\]", "", host)
    import idna  # takes 20 ms to load and most hosts are ASCII

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return quote(host, safe=".-")


def _is_public(host: str) -> bool:
    if "." not in host or host.endswith((".local", ".localhost", ".internal", ".test")):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


def _short_host(host: str) -> str:
    """Take off www., m., amp. where a registrable host is left."""
    rules = _rules()
    while True:
        first, _, rest = host.partition(".")
        labels = rest.split(".")
        if first not in rules.hosts or len(labels) < 2 or (len(labels) == 2 and labels[0] in rules.second):
            return host
        host = rest


def _registrable(host: str) -> str:
    labels = host.split(".")
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _rules().second
    return host if not _is_public(host) else ".".join(labels[-3 if deep else -2 :])


def _inside_cache(host: str, parts: SplitResult) -> str | None:
    """Return the address that an AMP cache shows."""
    path = ""
    if host.endswith(".cdn.ampproject.org"):
        path = re.sub(r"^/[a-z]/", "/", parts.path)
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", host) and parts.path.startswith("/amp/"):
        path = parts.path[4:]
    secure = path.startswith("/s/")
    target = path[3:] if secure else path[1:]
    if "." not in target.partition("/")[0]:
        return None
    return f"{'https' if secure else 'http'}://{target}{f'?{parts.query}' if parts.query else ''}"


def _path(path: str) -> str:
    path = re.sub(r";jsessionid=[^/]*", "", _escaped(path, _IN_PATH), flags=re.IGNORECASE)
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    path = ("/" + "/".join(segments)).rstrip("/")
    for ending, full in _rules().endings.items():
        if path.lower().endswith(ending) and len(path) > len(ending) + 1:
            path = path[: -len(ending)] + full
    return path.rstrip("/") or "/"


def _query(query: str) -> str:
    kept = (_escaped(piece, _IN_QUERY) for piece in query.split("&"))
    return "&".join(sorted(piece for piece in kept if piece not in {"", "="} and not _is_noise(piece)))


def _is_noise(piece: str) -> bool:
    rules = _rules()
    name, _, value = (unquote(part).lower() for part in piece.partition("="))
    if rules.tracking.fullmatch(name):
        return True
    return (name in rules.when and value in rules.values) or (name in rules.layout and value in rules.layout_values)


def _escaped(part: str, safe: str) -> str:
    """Bring percent-encoding to its normal form (RFC 3986, 6.2.2): plain where it may be, else upper case."""

    def normal(match: re.Match[str]) -> str:
        sign = chr(int(match[1], 16))
        return sign if re.fullmatch(r"[A-Za-z0-9._~-]", sign) else match[0].upper()

    return quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", re.sub(r"%([0-9A-Fa-f]{2})", normal, part)), safe=safe)


@cache
def _rules() -> _Rules:
    table = tomllib.loads(files("lagebild.acquire").joinpath("canonical.toml").read_text("utf-8"))
    return _Rules(
        tracking=re.compile("|".join(translate(name) for name in table["tracking"])),
        when=frozenset(table["when"]["names"]),
        values=frozenset(table["when"]["values"]),
        layout=frozenset(table["layout"]["names"]),
        layout_values=frozenset(table["layout"]["values"]),
        hosts=frozenset(table["layout"]["hosts"]),
        endings=table["layout"]["paths"],
        second=frozenset(table["registries"]["second"]),
    )
