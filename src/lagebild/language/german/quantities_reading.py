"""Tokens -> one amount: comparator, number or range or fraction, unit."""

from dataclasses import dataclass, replace

from lagebild.language.german.numbers import Numeral, read_numeral, tables
from lagebild.language.german.quantities_lexicon import Row

_CLOSING = frozenset('“"»«”’')
_RANGE_MARKS = frozenset({"bis", "-", "–", "oder"})


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens `first` to `last` (exclusive) with what they say; `bare` where no unit or fraction names a measure."""

    first: int
    last: int
    value: float
    rule: str
    minimum: float | None = None
    maximum: float | None = None
    approximate: bool = False
    unit: str | None = None
    bare: bool = True
    vague: bool = False


def read_amount(row: Row, at: int) -> Amount | None:
    """Read an amount that begins at token `at`; None where there is none."""
    kind, head = _comparator(row, at)
    amount = _share(row, head, kind) or _range(row, head) or _number(row, head, kind)
    if amount is None:
        return None
    amount = replace(amount, first=at if amount.first >= head else amount.first)
    return _bounded(amount, kind)


def _comparator(row: Row, at: int) -> tuple[str, int]:
    """Read a comparator phrase: its class and the index after it."""
    for words, kind in row.lexicon.comparators.get(row.lower(at), ()):
        if all(row.lower(at + n) == word for n, word in enumerate(words)):
            end = at + len(words)
            end += words == ("ca",) and row.text(end) == "."
            return kind, end
    if row.lower(at) == "bis":
        numeral = read_numeral(row.tokens, at + 1)
        if numeral and _unit(row, numeral.end)[0]:
            return "maximum", at + 1
    return "", at


def _bounded(amount: Amount, kind: str) -> Amount:
    value = amount.value
    if "minimum" in kind and amount.minimum is None:
        amount = replace(amount, minimum=value)
    if "maximum" in kind and amount.maximum is None:
        amount = replace(amount, maximum=value)
    if amount.vague and not kind and amount.minimum is None:
        amount = replace(amount, minimum=value)
    return replace(amount, approximate=amount.approximate or "approximate" in kind or amount.vague)


def _unit(row: Row, at: int) -> tuple[str | None, int]:
    """Read a unit, with "pro Stunde" or "/m³" behind it; the unit and the index after it."""
    for size in (3, 2, 1):
        name = _joined(row, at, size)
        unit = row.lexicon.units.get(name)
        if unit and (size == 1 or name):
            return _rate(row, unit, at + size, name)
    return None, at


def _joined(row: Row, at: int, size: int) -> str:
    """Join tokens as they stand: with a space unless they are glued ("us-dollar", "km/h")."""
    if at + size > len(row.tokens):
        return ""
    return "".join(("" if n == 0 or row.glued(at + n) else " ") + row.lower(at + n) for n in range(size))


def _rate(row: Row, unit: str, at: int, name: str) -> tuple[str | None, int]:
    if len(name) == 1 and name.isalpha() and row.text(at - 1).isupper():
        return None, at - 1
    by = row.lexicon.rates.get(row.lower(at + 1))
    if by and row.lower(at) in ("pro", "je", "/") and unit != "%" and len(unit) < 3:
        return f"{unit}/{by}", at + 2
    return unit, at


def _share(row: Row, at: int, kind: str) -> Amount | None:
    """Read fractions and multiples: "zwei Drittel", "die Hälfte", "das Doppelte", "jeder Fünfte"."""
    table, word = tables(), row.lower(at)
    if word in ("die", "der", "das", "ein", "eine") and kind:
        inner = _share(row, at + 1, "")
        if inner and row.lower(at + 1) in table["fractions"] | table["multiples"]:
            return replace(inner, first=at)
    if word in ("hälfte",) or (word in table["multiples"] and row.text(at)[0].isupper()):
        value = table["fractions"].get(word) or table["multiples"][word]
        return Amount(at, at + 1, value, "share", bare=False)
    if word in ("jeder", "jede", "jedes", "jeden", "jedem") and row.capital(at + 1):
        return _every_nth(row, at)
    numeral = read_numeral(row.tokens, at)
    part = table["fractions"].get(row.lower(numeral.end)) if numeral else None
    if not numeral or not part or not row.capital(numeral.end) or row.lower(numeral.end) == "hälfte":
        return None
    value = round(numeral.value / round(1 / part), 4)
    return Amount(at, numeral.end + 1, value, "share", bare=False)


def _every_nth(row: Row, at: int) -> Amount | None:
    """Read "jeder Fünfte": one of five."""
    word = row.lower(at + 1)
    for ending in ("ste", "sten", "ter", "te", "ten"):
        numeral = read_numeral(
            [replace(row.tokens[at + 1], text=(stem := word.removesuffix(ending)), lower=_cardinal(stem))], 0
        )
        if stem != word and numeral and numeral.value > 1:
            return Amount(at, at + 2, round(1 / numeral.value, 4), "every-nth", bare=False)
    return None


def _cardinal(stem: str) -> str:
    return {"drit": "drei", "sieb": "sieben", "ach": "acht"}.get(stem, stem)


def _range(row: Row, at: int) -> Amount | None:
    """Read "zwischen 80 und 150 Kilometern", "vier bis sechs", "50 - 80 Metern", "eine oder zwei"."""
    between = row.lower(at) == "zwischen"
    low = _plain(row, at + between)
    if low is None:
        return None
    unit, middle = _unit(row, low.end)
    if row.lower(middle) not in (("und",) if between else _RANGE_MARKS) or (middle != low.end and not unit):
        return None
    if row.text(middle) in "-–" and row.glued(middle) != row.glued(middle + 1):
        return None
    high = read_numeral(row.tokens, middle + 1)
    if (
        high is None
        or high.value <= low.value
        or (low.article and not ((high.value == 2 and row.lower(middle) == "oder") or between))
    ):
        return None
    end_unit, last = _unit(row, high.end)
    scale = high.value / low.value if low.value else 0
    in_millions = scale >= 1e5 and high.value % 1e6 == 0 and low.value * 1e6 < high.value
    lowest = low.value * 1e6 if in_millions else low.value
    if row.text(last) == "." and row.glued(last) and last + 1 < len(row.tokens) and end_unit is None:
        return None
    return Amount(at, last, lowest, "range", lowest, high.value, unit=end_unit or unit, bare=(end_unit or unit) is None)


def _plain(row: Row, at: int) -> Numeral | None:
    """Read a number that stands alone: glued to no letters on its left, no ordinal, no name."""
    numeral = read_numeral(row.tokens, at)
    if numeral is not None and _measured(row, at, numeral):
        return numeral
    if numeral is None or (row.glued(at) and (row.is_word(at - 1) or row.text(at - 1) in "-/:.,+#")):
        return None
    before = at - 2 if row.text(at - 1) == "." else at - 1
    if row.lower(before) in row.lexicon.name_words:
        return None
    return numeral


def _measured(row: Row, at: int, numeral: Numeral) -> bool:
    """Tell an amount behind a name ("fordert Airbus 5,3 Milliarden Euro") from the name's number ("Airbus 380")."""
    return numeral.end > at + 1 and row.is_word(numeral.end - 1) and _unit(row, numeral.end)[0] is not None


def _number(row: Row, at: int, kind: str) -> Amount | None:
    sign, first = _sign(row, at)
    start = at + (sign < 0)
    numeral = _plain(row, start) if sign > 0 else read_numeral(row.tokens, start)
    if numeral is None:
        return None
    unit, last = _unit(row, numeral.end)
    prefix = row.lexicon.units.get(row.lower(first - 1)) if row.lower(first - 1) in row.lexicon.currencies else None
    if unit is None and prefix:
        unit, first = prefix, first - 1
    if unit is None and not _counts(row, start, numeral, kind):
        return None
    if (
        numeral.article
        and numeral.end == start + 1
        and unit in ("DEM", "m", "g", "t", "bar")
        and row.lower(numeral.end) != "meter"
    ):
        return None
    rule = "vague" if numeral.vague else "measure" if unit else "count"
    return Amount(
        first,
        last,
        sign * numeral.value,
        rule,
        approximate=numeral.rough,
        unit=unit,
        bare=unit is None,
        vague=numeral.vague,
    )


def _sign(row: Row, at: int) -> tuple[int, int]:
    """Read a minus: "-15 Grad", "minus 15 Grad"."""
    if (row.text(at) in ("-", "−", "–") and not row.glued(at) and row.glued(at + 1)) or row.lower(at) == "minus":
        unit = _unit(row, at + 2)[0]
        if unit:
            return -1, at
    return 1, at


def _counts(row: Row, at: int, numeral: Numeral, kind: str) -> bool:
    """Tell whether a number without unit is an amount at all."""
    after, before = row.lower(numeral.end), row.lower(at - 1)
    if numeral.article and numeral.end == at + 1:
        # "einer der Gründe" picks one out and counts nothing.
        if after == "davon" or after in row.lexicon.persons:
            return True
        return bool(kind) and row.lower(at - 1) in ("als", "mindestens") and row.capital(numeral.end)
    if row.text(numeral.end) in ("-", "/", ":") and row.glued(numeral.end) and (row.glued(numeral.end + 1)):
        return False
    if numeral.digits:
        return _digits_count(row, at, numeral, kind)
    return not (
        row.lower(at) in ("acht", "sieben", "elf", "null", "eins")
        and not row.capital(numeral.end)
        and not kind
        and before in ("außer", "in", "mit", "", "um")
    )


def _digits_count(row: Row, at: int, numeral: Numeral, kind: str) -> bool:
    """Refuse ordinals, ages in brackets, letters glued behind, years and numbered names."""
    after, single = row.text(numeral.end), numeral.end == at + 1
    if after == "." and row.glued(numeral.end) and numeral.end + 1 < len(row.tokens):
        return False
    if row.glued(numeral.end) and row.is_word(numeral.end):
        return False
    if row.text(at - 1) in ("(", ",") and after in (")", ","):
        return False
    if "alter" in (row.lower(at - 1), row.lower(at - 2)):
        return False
    if after in _CLOSING and row.capital(at - 1):
        return False
    raw = row.text(at)
    if single and raw.startswith("0") and len(raw) > 1 and raw.isdecimal():
        return False
    if single and not kind and raw.isdecimal() and len(raw) == 4 and 1900 <= int(raw) <= 2050:
        return row.capital(numeral.end)
    return True
