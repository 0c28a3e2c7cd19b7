"""A URL as somebody wrote it -> scheme, host, port that may be asked; an address -> whether it may be connected to.

`ipaddress.is_global` is not enough (Python 3.11 calls NAT64, 6to4 and IPv4-compatible forms of 127.0.0.1 global), so
that embedded IPv4 addresses are unpacked and every block of the IANA special-purpose registries is listed here. Hosts
are read as browsers and `getaddrinfo` read them: `0x7f.1`, `017700000001`, `2130706433`, circled digits are 127.0.0.1.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from lagebild.acquire.options import GateOptions
from lagebild.records.errors import GateError

Address = IPv4Address | IPv6Address

# IANA IPv4 Special-Purpose Address Registry, multicast, and the host address of a large cloud's control server.
_REFUSED_V4 = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by carriers"),
    ("127.0.0.0/8", "loopback"),
    ("168.63.129.16/32", "a cloud's control server"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved for protocols"),
    ("192.0.2.0/24", "reserved for documentation"),
    ("192.31.196.0/24", "reserved for protocols"),
    ("192.52.193.0/24", "reserved for protocols"),
    ("192.88.99.0/24", "a retired tunnel"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "reserved for protocols"),
    ("198.18.0.0/15", "reserved for measurements"),
    ("198.51.100.0/24", "reserved for documentation"),
    ("203.0.113.0/24", "reserved for documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
)
# Within 2000::/3, the only block from which global unicast addresses are handed out.
_REFUSED_V6 = (
    ("2001::/23", "reserved for protocols"),
    ("2001:db8::/32", "reserved for documentation"),
    ("2620:4f:8000::/48", "reserved for protocols"),
    ("3ffe::/16", "a retired test network"),
    ("3fff::/20", "reserved for documentation"),
)
_PRIVATE = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
_LOOPBACK = ("127.0.0.0/8", "::1/128")
_HOST_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: `host` in ASCII without trailing dot, `url` rebuilt from exactly these parts."""

    scheme: str
    host: str
    port: int
    url: str


@cache
def _blocks() -> tuple[tuple[IPv4Network | IPv6Network, str], ...]:
    v4 = tuple((IPv4Network(block), why) for block, why in _REFUSED_V4)
    return v4 + tuple((IPv6Network(block), why) for block, why in _REFUSED_V6)


@cache
def _networks(blocks: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(IPv6Network(block) if ":" in block else IPv4Network(block) for block in blocks)


def embedded_ipv4(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses that packets to `address` may end up at.

    IPv4-mapped (RFC 4291), IPv4-compatible (RFC 4291, retired), NAT64 (RFC 6052, 8215), 6to4 (RFC 3056), Teredo (RFC
    4380: server and client), ISATAP (RFC 5214).
    """
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    high = int(address) >> 32
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if high == 0x64FF9B << 64 or int(address) >> 80 == 0x64FF9B0001:
        return (low,)
    if high == 0 and int(low) > 1:
        return (low,)
    if (high & 0xFFFFFFFF) in (0x00005EFE, 0x02005EFE):
        return (low,)
    return ()


def refusal(text: str, options: GateOptions) -> str | None:
    """Return why a connection to the address `text` is refused ("loopback"), None where it is allowed."""
    try:
        address = ip_address(text)
    except ValueError:
        return "not an address"
    if isinstance(address, IPv4Address):
        return _refusal_v4(address, options)
    return _refusal_v6(address, options)


def _allowed_by_option(address: Address, options: GateOptions) -> bool:
    blocks: tuple[str, ...] = _LOOPBACK if options.allow_loopback or options.allow_private else ()
    if options.allow_private:
        blocks += _PRIVATE
    return any(address.version == block.version and address in block for block in _networks(blocks))


def _refusal_v4(address: IPv4Address, options: GateOptions) -> str | None:
    if _allowed_by_option(address, options):
        return None
    return next((why for block, why in _blocks() if block.version == 4 and address in block), None)


def _refusal_v6(address: IPv6Address, options: GateOptions) -> str | None:
    if address.scope_id is not None:
        return "link-local"
    if _allowed_by_option(address, options):
        return None
    inner = embedded_ipv4(address)
    for hidden in inner:
        why = _refusal_v4(hidden, options)
        if why is not None:
            return f"{why} ({hidden} in disguise)"
    if address.ipv4_mapped is not None or int(address) >> 32 == 0x64FF9B << 64:
        return None
    if int(address) == 1:
        return "loopback"
    if int(address) >> 125 != 1:
        return "outside the public range"
    return next((why for block, why in _blocks() if block.version == 6 and address in block), None)


def _loose_ipv4(host: str) -> IPv4Address | None:
    """Read a host of one to four numbers (decimal, octal, hexadecimal) as the WHATWG URL standard does.

    None where the last label is no number, thus a name; GateError where it is one but the whole is no address.
    """
    labels = host.split(".")
    if not _NUMBER.fullmatch(labels[-1]):
        return None
    if len(labels) > 4 or not all(_NUMBER.fullmatch(label) for label in labels) or max(map(len, labels)) > 20:
        raise GateError(f"The host {host!r} looks like an address and is none; correct it.")
    try:
        numbers = [_number(label) for label in labels]
        *first, last = numbers
        if any(number > 255 for number in first) or last >= 256 ** (5 - len(numbers)):
            raise AddressValueError(host)
        return IPv4Address(sum(number << (8 * (3 - place)) for place, number in enumerate(first)) + last)
    except ValueError as error:
        raise GateError(f"The host {host!r} looks like an address and is none; correct it.") from error


def _number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8) if label.startswith("0") and label != "0" else int(label)


def read_host(host: str) -> str:
    """Return `host` as it is asked for: an address in its usual spelling, or a name in ASCII without trailing dot.

    GateError where it is neither.
    """
    if host.startswith("["):
        try:
            return str(IPv6Address(host.removeprefix("[").removesuffix("]")))
        except ValueError as error:
            raise GateError(f"The host {host!r} is no IPv6 address; correct it.") from error
    plain = unicodedata.normalize("NFKC", host).lower().replace("。", ".").removesuffix(".")
    if not plain.isascii():
        plain = _ascii_name(plain)
    number = _loose_ipv4(plain) if plain else None
    if number is not None:
        return str(number)
    if len(plain) > 253 or not _HOST_NAME.fullmatch(plain):
        raise GateError(f"The host {host[:80]!r} is no valid name; correct it.")
    return plain


def _ascii_name(name: str) -> str:
    import idna

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise GateError(f"The host {name[:80]!r} is no valid name; correct it.") from error


def read_target(url: str, options: GateOptions) -> Target:
    """Take a URL apart and refuse what must not be asked: other schemes, user names, closed ports, broken hosts.

    GateError with one sentence. Addresses are checked here where the host is one, names after they are resolved.
    """
    text = url.strip()
    if len(text) > 8000:
        raise GateError("The address is longer than 8,000 characters.")
    if "\\" in text or any(ord(sign) <= 32 or ord(sign) == 127 for sign in text):
        raise GateError(f"The address {text[:80]!r} contains a space, control sign or backslash; correct it.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise GateError(f"The address {text[:80]!r} cannot be read; correct it.") from error
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise GateError(f"Only http and https addresses are fetched, not {scheme or text[:40]!r}.")
    if "@" in parts.netloc:
        raise GateError("The address contains a user name; remove it.")
    host = read_host(_host_part(parts.netloc))
    port = port if port is not None else (443 if scheme == "https" else 80)
    if port not in options.ports and not (options.unprivileged_ports and 1024 <= port <= 65535):
        raise GateError(f"Port {port} is not allowed for {host}.")
    _refuse_local(host, options)
    shown = f"[{host}]" if ":" in host else host
    default = port == (443 if scheme == "https" else 80)
    authority = shown if default else f"{shown}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]") if parts.query else ""
    return Target(scheme, host, port, f"{scheme}://{authority}{path}{query}")


def _host_part(netloc: str) -> str:
    if netloc.startswith("["):
        return netloc[: netloc.find("]") + 1]
    return netloc.partition(":")[0]


def _refuse_local(host: str, options: GateOptions) -> None:
    if ":" in host or host.replace(".", "").isdigit():
        why = refusal(host, options)
        if why is not None:
            raise GateError(f"The address {host} is not public: {why}.")
        return
    local = host == "localhost" or host.endswith(".localhost")
    if local and not (options.allow_loopback or options.allow_private):
        raise GateError(f"The host {host} is not public: loopback.")
