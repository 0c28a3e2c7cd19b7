"""The vector of a report is made of what it tells, not of what its page adds."""

from datetime import UTC, datetime

import pytest

from lagebild.acquire.jsonl import read_document
from lagebild.annotate.annotate import annotate
from lagebild.language.encoder.shipped import encoder

SEEN = datetime(2026, 5, 1, tzinfo=UTC)
TITLE = "Fähre vor Sassnitz auf Grund gelaufen"
TOLD = (
    "Eine Fähre mit 214 Reisenden ist am Dienstag vor Sassnitz auf eine Sandbank gelaufen. Verletzt wurde niemand. "
    "Zwei Schlepper zogen das Schiff in der Nacht frei, wie die Seenotretter mitteilten."
)
ADDED = (
    " Wer zahlt die Reparatur? Hallo, ich habe im Herbst einen gebrauchten Wagen gekauft. Nun klopft mein Motor. Der "
    "Händler schreibt mir nicht zurück. Wir nutzen Cookies, um Ihnen alles zu zeigen. Melden Sie sich an!"
)


def vector(text: str) -> bytes:
    return annotate(read_document({"id": "a", "title": TITLE, "text": text}, seen=SEEN), encoder()).vector


@pytest.mark.skipif(encoder() is None, reason="the model package is not installed")
def test_what_the_page_adds_is_not_in_the_vector() -> None:
    assert vector(TOLD) == vector(TOLD + ADDED)
