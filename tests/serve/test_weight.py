"""No page is heavy: what a reader on a slow line waits for has a limit, the map aside."""

import re

import pytest
from fastapi.testclient import TestClient

LIMIT = 300_000
"""Bytes of a page without its map: a second and a half at 1.6 Mbit/s, the slow line of the usual measurements."""


@pytest.mark.parametrize("address", ["/", "/?sort=articles", "/digest", "/sources", "story", "document"])
def test_no_page_is_heavier_than_the_limit(client: TestClient, outage: str, address: str) -> None:
    largest = client.get(f"/api/stories/{outage}").json()["sources"][0]["document"]
    real = {"story": f"/stories/{outage}", "document": f"/documents/{largest}"}
    answer = client.get(real.get(address, address))
    assert answer.status_code == 200
    weight = len(re.sub(r"<svg.*?</svg>", "", answer.text, flags=re.DOTALL).encode())
    assert 1_000 < weight <= LIMIT
