import pytest

from lagebild.language.dateline import without_dateline
from lagebild.records.span import Span


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Lüneburg (npa) - Nach einem Brand", "Nach einem Brand"),
        ("Halle/Leipzig (npa). Nach einem Brand", "Nach einem Brand"),
        ("Frankfurt am Main, 3. Mai (npa) – Ein Zug", "Ein Zug"),
        ("(npa) - Ein Mann", "Ein Mann"),
        ("BRNO — After eleven years", "After eleven years"),
        ("NEW YORK, 3 April — The mayor", "The mayor"),
        ("NATO – das Bündnis", "NATO – das Bündnis"),
        ("Die Firma (AG) - Sitz in Halle", "Die Firma (AG) - Sitz in Halle"),
        ("Nach einem Brand (wie gemeldet) fiel", "Nach einem Brand (wie gemeldet) fiel"),
    ],
)
def test_datelines(text: str, rest: str) -> None:
    assert without_dateline(text, Span(0, len(text))).of(text) == rest
