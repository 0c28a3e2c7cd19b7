"""A message and an address -> one signed request through the gate, tried again where the server is only busy.

The signature is that of the Standard Webhooks specification (1.0): HMAC-SHA256 over identifier, time and body. So a
receiver can check it with a library, refuse what is old and drop what it has met by its identifier.
"""

import base64
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from lagebild.acquire.gate import Gate
from lagebild.acquire.options import SendOptions
from lagebild.records.errors import GateError, SettingsError

_PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Statuses that may be others a moment later."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where to post, and the key that signs it."""

    url: str = field(repr=False)
    key: bytes = field(repr=False)


def read_key(secret: str) -> bytes:
    """Return the key behind a secret: what `whsec_` introduces is base64, anything else is the key as it stands."""
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError as error:
        raise SettingsError("The secret of the webhook begins with whsec_, and no base64 follows.") from error


def signature(key: bytes, identifier: str, timestamp: int, body: bytes) -> str:
    """Return the value of the header `webhook-signature`; `timestamp` is in seconds since 1970."""
    signed = f"{identifier}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def post_signed(
    hook: Webhook,
    identifier: str,
    body: bytes,
    gate: Gate,
    clock: Callable[[], datetime],
    *,
    wait: Callable[[float], None] = time.sleep,
    options: SendOptions = SendOptions(),  # noqa: B008 - frozen
) -> None:
    """Post JSON until a server takes it (2xx); GateError with one sentence where none does.

    A busy or unreachable server is asked again after a growing pause; one that refuses is not.
    """
    fault, asked = "", None
    for attempt in range(options.attempts):
        if attempt:
            pause = options.first_wait * 2 ** (attempt - 1) if asked is None else asked
            wait(min(pause, options.longest_wait))
        timestamp = int(clock().timestamp())
        headers = {
            "Content-Type": "application/json",
            "webhook-id": identifier,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(hook.key, identifier, timestamp, body),
        }
        try:
            answer = gate.post(hook.url, body, headers)
        except GateError as error:
            fault, asked = str(error), None
            continue
        if answer.succeeded:
            return
        # The address may hold a key of the receiver, so only the status is told.
        fault, asked = f"It answered with status {answer.status}.", answer.retry_after
        if answer.status not in _PASSING:
            break
    raise GateError(fault)
