"""A signed post to a real server: tried again where it is busy, never without end, and only where it may go."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from tests.run.postbox import closed_port, receiver

from lagebild.acquire.gate import Gate
from lagebild.acquire.options import GateOptions, SendOptions
from lagebild.acquire.webhook import Webhook, post_signed, read_key, signature
from lagebild.records.errors import GateError, SettingsError

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
INSIDE = Gate(GateOptions(allow_private=True, deadline=5.0))


def sent(url: str, gate: Gate = INSIDE, options: SendOptions = SendOptions()) -> list[float]:  # noqa: B008 - frozen
    """Post and return the pauses between attempts."""
    pauses: list[float] = []
    post_signed(Webhook(url, b"key"), "id-1", b'{"a": 1}', gate, lambda: NOW, wait=pauses.append, options=options)
    return pauses


def refused(url: str, gate: Gate = INSIDE) -> str:
    with pytest.raises(GateError) as caught:
        sent(url, gate)
    return str(caught.value)


def test_the_signature_is_that_of_the_standard() -> None:
    # The example of the specification's reference libraries.
    key = read_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == expected
    assert read_key("ein Geheimnis") == b"ein Geheimnis"
    with pytest.raises(SettingsError, match="base64"):
        read_key("whsec_ä")


def test_what_arrives_can_be_checked() -> None:
    with receiver() as got:
        assert sent(got.url) == []
        ((headers, body),) = got.posts
        assert (body, headers["content-type"], headers["webhook-id"]) == (b'{"a": 1}', "application/json", "id-1")
        assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
        mac = hmac.new(b"key", f"id-1.{int(NOW.timestamp())}.".encode() + body, hashlib.sha256).digest()
        assert headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()


def test_a_busy_server_is_asked_again_with_growing_pauses() -> None:
    with receiver(503, 429) as got:
        assert sent(got.url) == [2.0, 4.0]
        assert len(got.posts) == 3
        assert len({headers["webhook-id"] for headers, _ in got.posts}) == 1


def test_attempts_and_pauses_are_bounded() -> None:
    with receiver(*[503] * 9) as got:
        got.headers["Retry-After"] = "86400"
        pauses: list[float] = []
        with pytest.raises(GateError, match="status 503"):
            post_signed(Webhook(got.url, b"key"), "id-1", b"", INSIDE, lambda: NOW, wait=pauses.append)
        assert pauses == [30.0, 30.0, 30.0]
        assert len(got.posts) == 4


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_a_server_that_refuses_is_not_asked_again(status: int) -> None:
    with receiver(status) as got:
        assert refused(got.url) == f"It answered with status {status}."
        assert len(got.posts) == 1


def test_a_redirect_is_not_followed() -> None:
    with receiver() as other, receiver(307) as got:
        got.headers["Location"] = other.url
        assert refused(got.url) == "It answered with status 307."
        assert other.posts == []


def test_addresses_inside_are_refused_unless_allowed() -> None:
    with receiver() as got:
        assert "not public" in refused(got.url, Gate())
        assert got.posts == []
        sent(got.url)
        assert len(got.posts) == 1


def test_what_fails_does_not_tell_the_address() -> None:
    for url in (f"http://127.0.0.1:{closed_port()}/hook?key=geheim", "http://127.0.0.1:22/geheim"):
        assert "geheim" not in refused(url)
    assert "geheim" not in repr(Webhook("https://hook.example/geheim", b"geheim"))
