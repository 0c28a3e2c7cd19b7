"""The noun phrase behind an amount -> what is counted: "nordkoreanischen Soldaten", "Richtern und Staatsanwälten"."""

from lagebild.language.german.quantities_lexicon import Row
from lagebild.language.german.quantities_reading import Amount
from lagebild.records.span import Span

_ENDINGS = ("e", "en", "er", "em", "es")
_GENITIVES = frozenset({"der", "des", "aller", "dieser", "seiner", "ihrer", "unserer", "von", "den"})
_STOPS = frozenset(
    {
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "wurden",
        "waren",
        "haben",
        "werden",
        "sollen",
        "wollen",
        "können",
        "seien",
        "oder",
        "wie",
        "keine",
        "ihre",
        "seine",
        "sowie",
        "habe",
        "wurde",
        "hatten",
        "lagen",
        "aber",
        "ihrer",
        "seiner",
        "einer",
        "jeder",
        "worden",
        "später",
        "weniger",
    }
)
_MODIFIER_CAP = 5


def counted_after(row: Row, amount: Amount) -> Span | None:
    """Return where the counted noun phrase stands, None where none follows."""
    at = amount.last
    partitive = amount.unit == "%" or amount.rule in ("share", "every-nth", "count", "vague")
    named = row.lower(at) not in ("den", "von") or row.capital(at + 1)
    if partitive and named and row.lower(at) in _GENITIVES:
        at += 1
    while row.lower(at) in row.lexicon.skipped:
        at += 1
    first = at
    while at - first < _MODIFIER_CAP and _is_adjective(row, at):
        at += 1
    if not row.capital(at):
        return None
    end = _nouns(row, at)
    end = _coordinated(row, end)
    end = _including(row, end)
    return Span(row.tokens[first].start, row.tokens[end - 1].end)


def _is_adjective(row: Row, at: int) -> bool:
    word = row.lower(at)
    return row.is_word(at) and not row.capital(at) and word.endswith(_ENDINGS) and len(word) > 3 and word not in _STOPS


def _nouns(row: Row, at: int) -> int:
    """Return the end of a noun with its hyphened parts and a following name ("US-Soldaten", "Rolls Royce")."""
    end = at + 1
    while row.text(end) == "-" and row.glued(end) and row.glued(end + 1) and row.is_word(end + 1):
        end += 2
    if (
        row.capital(end)
        and row.capital(end - 1)
        and row.text(end - 1).istitle()
        and end == at + 1
        and not row.lower(at).endswith(("en", "er"))
    ):
        end += 1
    return end


def _coordinated(row: Row, end: int) -> int:
    """Extend over "Richtern und Staatsanwälten", "Polizisten, Richtern und Staatsanwälten"."""
    at, seen = end, 0
    while row.text(at) == "," and row.capital(at + 1) and seen < 3:
        at, seen = _nouns(row, at + 1), seen + 1
    if row.lower(at) in ("und", "oder") and row.capital(at + 1) and not row.tokens[at + 1].text[:1].isdigit():
        last = _nouns(row, at + 1)
        plural = row.lower(last - 1).endswith(("en", "er", "e", "s", "n"))
        return last if plural and not row.capital(last) else end
    return end


def _including(row: Row, end: int) -> int:
    """Extend over ", einschließlich nordkoreanischer Kämpfer"."""
    at = end + (row.text(end) == ",")
    if row.lower(at) not in row.lexicon.including:
        return end
    at += 1
    while _is_adjective(row, at):
        at += 1
    return _nouns(row, at) if row.capital(at) else end
