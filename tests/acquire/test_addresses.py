from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.acquire.addresses import read_target, refusal
from lagebild.acquire.options import GateOptions
from lagebild.records.errors import GateError

STRICT = GateOptions()
LOOPBACK = GateOptions(allow_loopback=True)
PRIVATE = GateOptions(allow_private=True)

SPECIAL = (
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.8.9.10",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
)
SPECIAL_V6 = (
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "64:ff9b:1::1",
    "2001:0:7f00:1::1",
    "4000::1",
    "::2",
)
PUBLIC = (
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.1",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.1",
    "192.167.255.255",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:800::200e",
    "2003::1",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
)


def disguises(address: str) -> list[str]:
    number = int(IPv4Address(address))
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    return [
        f"::ffff:{address}",
        f"::ffff:{high}:{low}",
        f"64:ff9b::{address}",
        f"64:ff9b:1::{address}",
        f"2002:{high}:{low}::1",
        f"2001:0:808:808::{~(number >> 16) & 0xFFFF:x}:{~number & 0xFFFF:x}",
        f"2a00:1450::5efe:{address}",
        f"2a00:1450::200:5efe:{address}",
    ]


@pytest.mark.parametrize("address", SPECIAL)
def test_special_addresses_are_refused_in_every_disguise(address: str) -> None:
    assert refusal(address, STRICT)
    for spelling in disguises(address):
        assert refusal(spelling, STRICT), spelling


@pytest.mark.parametrize("address", SPECIAL_V6)
def test_special_ipv6_addresses_are_refused(address: str) -> None:
    assert refusal(address, STRICT)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    assert refusal(address, STRICT) is None


def spellings(address: str) -> list[str]:
    a, b, c, d = (int(part) for part in address.split("."))
    number = int(IPv4Address(address))
    circled = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
    wide = str.maketrans("0123456789.", "0123456789。")
    return [
        address,
        f"{address}.",
        str(number),
        f"0x{number:x}",
        f"0{number:o}",
        f"0x{a:x}.0x{b:X}.0x{c:x}.0x{d:x}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{(b << 16) + (c << 8) + d}",
        f"{a}.{b}.{(c << 8) + d}",
        address.translate(circled),
        address.translate(wide),
        f"[::ffff:{address}]",
    ]


@pytest.mark.parametrize("address", SPECIAL)
def test_every_spelling_of_a_special_address_is_refused(address: str) -> None:
    for host in spellings(address):
        with pytest.raises(GateError):
            read_target(f"http://{host}/", STRICT)


@given(st.integers(0, 2**32 - 1))
def test_spellings_of_one_address_are_one_target(number: int) -> None:
    address = str(IPv4Address(number))
    if refusal(address, STRICT) is None:
        targets = {read_target(f"http://{host}/", STRICT).host for host in spellings(address)[:-1]}
        assert targets == {address}


@given(st.ip_addresses(v=6))
def test_refusal_decides_every_address(address: object) -> None:
    assert refusal(str(address), STRICT) is None or isinstance(refusal(str(address), STRICT), str)


def test_loopback_only_opens_loopback() -> None:
    assert refusal("127.0.0.1", LOOPBACK) is None
    assert refusal("::1", LOOPBACK) is None
    assert refusal("::ffff:127.0.0.1", LOOPBACK) is None
    assert refusal("10.0.0.1", LOOPBACK) == "private"
    assert read_target("http://localhost:8000/", LOOPBACK).port == 8000


def test_private_never_opens_cloud_metadata() -> None:
    assert refusal("192.168.1.1", PRIVATE) is None
    assert refusal("fd12::1", PRIVATE) is None
    assert refusal("169.254.169.254", PRIVATE) == "link-local"
    assert refusal("::ffff:169.254.169.254", PRIVATE)


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("file:///etc/passwd", "http"),
        ("gopher://a.example/", "http"),
        ("javascript:alert(1)", "http"),
        ("feed.example", "http"),
        ("http://user:secret@a.example/", "user name"),
        ("http://127.0.0.1\\@a.example/", "backslash"),
        ("http://a.example/a b", "space"),
        ("http://a.example/\r\nHost: b", "space"),
        ("http://a.example:22/", "Port 22"),
        ("http://a.example:70000/", "cannot be read"),
        ("http://[::1/", "cannot be read"),
        ("http:///x", "valid name"),
        ("http://a..example/", "valid name"),
        ("http://%31%32%37.0.0.1/", "looks like an address"),
        ("http://%6c%6f.example/", "valid name"),
        ("http://1.2.3.4.5/", "looks like an address"),
        ("http://256.1.1.1/", "looks like an address"),
        ("http://08.1.1.1/", "looks like an address"),
        ("http://localhost/", "loopback"),
        ("http://LOCALHOST./", "loopback"),
        ("http://x.localhost/", "loopback"),
        ("http://[fe80::1%25eth0]/", ""),
        ("http://" + "a" * 9000, "8,000"),
    ],
)
def test_urls_that_must_not_be_asked(url: str, word: str) -> None:
    with pytest.raises(GateError) as caught:
        read_target(url, STRICT)
    assert word in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://A.Example", "https://a.example/"),
        ("https://a.example:443/x?y=1#part", "https://a.example/x?y=1"),
        ("http://a.example:8080/feed", "http://a.example:8080/feed"),
        ("https://www.münchen.example/ä", "https://www.xn--mnchen-3ya.example/%C3%A4"),
        ("http://a_b.example/%7Ex", "http://a_b.example/%7Ex"),
        ("http://[2606:4700:4700::1111]/", "http://[2606:4700:4700::1111]/"),
    ],
)
def test_urls_are_rebuilt_from_their_parts(url: str, asked: str) -> None:
    assert read_target(url, STRICT).url == asked
