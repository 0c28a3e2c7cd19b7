"""Compares two amounts of one thing: as intervals, with rounding, scope and time; every verdict comes with its reason.

Precision before recall: "contradiction" is said only of two values of the same scope at the same time that cannot both
be true, because a false alarm costs more trust than a missed one.
"""

from collections.abc import Sequence
from datetime import datetime

from lagebild.corroborate.options import CorroborateOptions
from lagebild.records.claim import NumberValue, ValuePair, Verdict

GRAVITY: tuple[Verdict, ...] = (
    "same",
    "rounding",
    "compatible",
    "granularity",
    "different-scope",
    "superseded",
    "denied",
    "contradiction",
)
"""Verdicts from harmless to grave: a group is as grave as its gravest pair."""


def interval(value: NumberValue, options: CorroborateOptions) -> tuple[float, float]:
    """Return the values that the wording allows: "mehr als 10.000" is [10000, inf), "rund 11.000" is 11000 +- 10 %."""
    if value.minimum is not None or value.maximum is not None:
        low = value.minimum if value.minimum is not None else float("-inf")
        high = value.maximum if value.maximum is not None else float("inf")
        return low, high
    spread = abs(value.value) * options.approximate if value.approximate else 0.0
    return value.value - spread, value.value + spread


def compare_pair(a: int, b: int, values: Sequence[NumberValue], options: CorroborateOptions) -> ValuePair:
    """Compare values `a` and `b` of one scope."""
    first, second = values[a], values[b]
    (low, high), (other_low, other_high) = interval(first, options), interval(second, options)
    said = f"„{first.text}“ und „{second.text}“"
    if first.value == second.value and (low, high) == (other_low, other_high):
        return ValuePair(a, b, "same", f"{said} sind gleich.")
    if _rounds(first, second) or _rounds(second, first):
        return ValuePair(a, b, "rounding", f"{said} unterscheiden sich nur in der Rundung.")
    if low <= other_high and other_low <= high:
        return ValuePair(a, b, "compatible", f"{said} können beide stimmen.")
    hours = _hours_between(first.as_of, second.as_of)
    if hours is not None and hours >= options.change_hours:
        newer = first if (first.as_of or datetime.min) > (second.as_of or datetime.min) else second
        return ValuePair(a, b, "superseded", f"„{newer.text}“ ist die spätere Angabe.")
    who = [v.speaker for v in (first, second)]
    if all(who) and who[0] != who[1]:
        return ValuePair(a, b, "contradiction", f"{said}: {who[0]} und {who[1]} nennen zur selben Zeit Verschiedenes.")
    return ValuePair(a, b, "contradiction", f"{said} können nicht beide stimmen.")


def _rounds(rough: NumberValue, exact: NumberValue) -> bool:
    """Tell whether `rough` is `exact` rounded to its own last significant digit."""
    if rough.value == 0 or rough.minimum is not None or rough.maximum is not None:
        return False
    unit = _last_unit(rough.value)
    return unit > _last_unit(exact.value) and abs(exact.value - rough.value) <= unit / 2


def _last_unit(value: float) -> float:
    """Return the value of the last digit that is not zero: 100 for 11500, 1 for 17, 0.1 for 3.5."""
    text = f"{abs(value):.6f}".rstrip("0").rstrip(".")
    if "." in text:
        return float(10 ** -len(text.split(".")[1]))
    return float(10 ** (len(text) - len(text.rstrip("0")))) if value else 1.0


def _hours_between(a: datetime | None, b: datetime | None) -> float | None:
    return abs((a - b).total_seconds()) / 3600 if a and b else None


def gravest(pairs: Sequence[ValuePair]) -> ValuePair | None:
    """Return the gravest pair, None where there is none."""
    return max(pairs, key=lambda p: GRAVITY.index(p.verdict), default=None)
