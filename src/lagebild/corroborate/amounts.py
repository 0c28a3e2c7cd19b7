"""Compares two amounts of one thing: as intervals, with rounding, scope and time; every verdict comes with its reason.

Precision before recall: "contradiction" is said only of two values of the same scope at the same time that cannot both
be true, because a false alarm costs more trust than a missed one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lagebild.corroborate.counted import Vagueness
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


# "mehrere" (read as 2) is said of up to eight; "Dutzende" (read as 12) of some ten to some hundred.
_FEW = 4.0
_BELOW = 0.8
_ABOVE = 12.0
# A later count that is higher by more than this share is news and no rounding.
_WORDING = 1.05


def interval(value: NumberValue, options: CorroborateOptions) -> tuple[float, float]:
    """Return the values that the wording allows: "mehr als 10.000" is [10000, inf), "rund 10.000" is 10000 +- 10 %.

    Who says "rund 14.500" counts in steps of 500, and the value lies no further away than one of them (Krifka 2007,
    "Approximate interpretation of number words": the scale of the number word is the scale of the approximation).
    """
    if value.minimum is not None or value.maximum is not None:
        low = value.minimum if value.minimum is not None else float("-inf")
        high = value.maximum if value.maximum is not None else float("inf")
        return low, high
    spread = min(abs(value.value) * options.approximate, _grain(value.value)) if value.approximate else 0.0
    return value.value - spread, value.value + spread


def usual(value: NumberValue, options: CorroborateOptions) -> tuple[float, float]:
    """Return the values that a writer means: nobody writes "mehr als 100" of 400, nor "bis zu 100" of 20."""
    low, high = interval(value, options)
    if value.minimum is not None and value.maximum is None:
        high = value.minimum * options.exceeds
    if value.maximum is not None and value.minimum is None:
        low = value.maximum / options.up_to
    return low, high


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of two values.

    `grows`: the count only rises; `vague`: how vague each is; `earlier`: which of them a text calls an earlier one;
    `sure`: they count one thing; `told_together`: one text names both without seeing a clash; `rest`: both count what
    is left of something, which may fall to nothing.
    """

    grows: bool = False
    earlier: tuple[bool, bool] = (False, False)
    vague: tuple[Vagueness, Vagueness] = ("exact", "exact")
    sure: bool = True
    told_together: bool = False
    rest: bool = False


def compare_pair(
    a: int, b: int, values: Sequence[NumberValue], options: CorroborateOptions, kind: Kind | None = None
) -> ValuePair:
    """Compare values `a` and `b` of one scope; `kind` defaults to exact counts of surely one thing."""
    verdict, why = _verdict(values[a], values[b], options, kind or Kind())
    return ValuePair(a, b, verdict, why)


def _verdict(first: NumberValue, second: NumberValue, options: CorroborateOptions, kind: Kind) -> tuple[Verdict, str]:
    said = f"„{first.text}“ und „{second.text}“"
    if kind.vague != ("exact", "exact"):
        return _vague_verdict(first, second, options, kind)
    if first.value == second.value:
        if interval(first, options) == interval(second, options):
            return "same", f"{said} sind gleich."
        return "rounding", f"{said} unterscheiden sich nur in der Rundung."
    later = _later(first, second, options, grows=kind.grows)
    if not _grown(first, second, later, kind) and alike(first, second, options):
        return "rounding", f"{said} unterscheiden sich nur in der Rundung."
    if agree(first, second, options) and (later is None or meant_alike(first, second, options)):
        return "compatible", f"{said} können beide stimmen."
    zero = next((v for v in (first, second) if v.value == 0 and v.unit), None)
    if zero is not None and (later is None or later is zero):
        return "denied", f"„{zero.text}“ widerlegt „{(second if zero is first else first).text}“."
    if not kind.sure:
        return "different-scope", f"Es ist nicht gewiss, dass {said} dasselbe zählen."
    return _disagreement(first, second, options, kind, later)


def _disagreement(
    first: NumberValue, second: NumberValue, options: CorroborateOptions, kind: Kind, later: NumberValue | None
) -> tuple[Verdict, str]:
    """Say how two values that cannot both hold at one time differ."""
    said = f"„{first.text}“ und „{second.text}“"
    if kind.earlier[0] != kind.earlier[1]:
        old, new = (first, second) if kind.earlier[0] else (second, first)
        return "superseded", f"„{new.text}“ löst die frühere Angabe „{old.text}“ ab."
    if kind.told_together and later is None:
        return "different-scope", f"Derselbe Bericht nennt {said} nebeneinander."
    attributed = first.speaker and second.speaker and first.speaker != second.speaker
    if kind.grows and _falls(first, second, options):
        return "contradiction", f"{said}: Die Zahl kann nur steigen, wird aber binnen weniger Stunden kleiner."
    if later is not None:
        earlier = second if later is first else first
        if later.value < earlier.value * options.other_count and not kind.rest:
            return (
                "different-scope",
                f"„{later.text}“ ist so viel weniger als „{earlier.text}“, dass anderes gezählt ist.",
            )
        return "superseded", f"„{later.text}“ ist die spätere Angabe, „{earlier.text}“ die frühere."
    if attributed:
        return "contradiction", f"{said}: {first.speaker} und {second.speaker} nennen zur selben Zeit Verschiedenes."
    if min(abs(first.value), abs(second.value)) < options.partial:
        return "different-scope", f"{said} können Teile eines Ganzen sein."
    if kind.grows and not (first.speaker or second.speaker):
        higher = max(first, second, key=lambda v: v.value)
        return "superseded", f"Die Zahl steigt noch: „{higher.text}“ ist wohl der neuere Stand."
    return "contradiction", f"{said} können nicht beide stimmen."


def _grown(first: NumberValue, second: NumberValue, later: NumberValue | None, kind: Kind) -> bool:
    """Tell whether a rising count has gone up by more than a later report would only word otherwise."""
    if later is None or not kind.grows:
        return False
    older = second if later is first else first
    return later.value > older.value * _WORDING


def _falls(first: NumberValue, second: NumberValue, options: CorroborateOptions) -> bool:
    """Tell whether the later of two counts is surely lower, too soon after the first to be its correction."""
    if first.as_of is None or second.as_of is None or first.as_of == second.as_of:
        return False
    older, newer = sorted((first, second), key=lambda v: (v.as_of is None, v.as_of))
    soon = (_hours_between(first.as_of, second.as_of) or 0.0) < options.falls_hours
    parts = newer.value < max(options.partial, older.value * options.part)
    return soon and not parts and interval(newer, options)[1] < interval(older, options)[0]


def agree(first: NumberValue, second: NumberValue, options: CorroborateOptions) -> bool:
    """Tell whether both wordings can be true of one value."""
    return _meet(interval(first, options), interval(second, options))


def meant_alike(first: NumberValue, second: NumberValue, options: CorroborateOptions) -> bool:
    """Tell whether both writers can have meant one value."""
    return _meet(usual(first, options), usual(second, options))


def alike(first: NumberValue, second: NumberValue, options: CorroborateOptions) -> bool:
    """Tell whether two values are one figure, as it is or rounded."""
    return first.value == second.value or _rounds(first, second, options) or _rounds(second, first, options)


def _vague_verdict(
    first: NumberValue, second: NumberValue, options: CorroborateOptions, kind: Kind
) -> tuple[Verdict, str]:
    """Compare where one value is no number: it is the rougher wording, unless the other is clearly beyond it."""
    said = f"„{first.text}“ und „{second.text}“"
    if first.text.casefold() == second.text.casefold():
        return "same", f"{said} sind gleich."
    newer = _later(first, second, options, grows=True)
    if kind.grows and kind.sure and newer is not None:
        older_vague = kind.vague[1] if newer is first else kind.vague[0]
        newer_vague = kind.vague[0] if newer is first else kind.vague[1]
        if older_vague != "exact" and newer_vague == "exact":
            return "superseded", f"„{newer.text}“ ist die spätere und genauere Angabe."
    if _meet(_rough(first, kind.vague[0], options), _rough(second, kind.vague[1], options)):
        return "granularity", f"{said} sind verschieden genau."
    later = _later(first, second, options, grows=True)
    if later is not None and kind.sure:
        return "superseded", f"„{later.text}“ ist die spätere Angabe."
    return "different-scope", f"Es ist nicht gewiss, dass {said} dasselbe zählen."


def _rough(value: NumberValue, vague: Vagueness, options: CorroborateOptions) -> tuple[float, float]:
    """Return a wide reading of an amount: "mehrere" 2 to 10, "Dutzende" some ten to some hundred, numbers as worded."""
    if vague == "exact":
        return interval(value, options)
    low = value.minimum if value.minimum is not None else value.value
    return (low, low * _FEW) if vague == "few" else (low * _BELOW, low * _ABOVE)


def _meet(one: tuple[float, float], two: tuple[float, float]) -> bool:
    """Tell whether two intervals share more than an end; a single value may be an end."""
    if one[0] == one[1] or two[0] == two[1]:
        return one[0] <= two[1] and two[0] <= one[1]
    return one[0] < two[1] and two[0] < one[1]


def _later(a: NumberValue, b: NumberValue, options: CorroborateOptions, *, grows: bool) -> NumberValue | None:
    """Return the newer of two values where enough time lies between them for the count to have changed."""
    hours = _hours_between(a.as_of, b.as_of)
    if hours is None or a.as_of is None or b.as_of is None or hours == 0:
        return None
    newer, older = (a, b) if a.as_of > b.as_of else (b, a)
    if grows and newer.value > older.value:
        return newer if hours >= options.growth_hours else None
    return newer if hours >= options.change_hours else None


def _rounds(rough: NumberValue, exact: NumberValue, options: CorroborateOptions) -> bool:
    """Tell whether `rough` is `exact` rounded to its own last significant digit ("gut 30.000" of 31.500 too)."""
    if rough.value == 0 or abs(exact.value - rough.value) > options.rounding * abs(exact.value):
        return False
    if rough.maximum is not None or (rough.minimum is not None and not rough.approximate):
        return False
    unit = _last_unit(rough.value)
    return unit > _last_unit(exact.value) and abs(exact.value - rough.value) <= unit / 2


def _last_unit(value: float) -> float:
    """Return the value of the last digit that is not zero: 100 for 11500, 1 for 17, 0.1 for 3.5."""
    text = f"{abs(value):.6f}".rstrip("0").rstrip(".")
    if "." in text:
        return float(10 ** -len(text.split(".")[1]))
    return float(10 ** (len(text) - len(text.rstrip("0")))) if value else 1.0


def _grain(value: float) -> float:
    """Return the step of the coarsest scale in ones or fives on which a value lies: 500 for 14500, 1000 for 64000."""
    unit = _last_unit(value)
    return unit * 5 if round(abs(value) / unit) % 5 == 0 else unit


def _hours_between(a: datetime | None, b: datetime | None) -> float | None:
    return abs((a - b).total_seconds()) / 3600 if a and b else None


def gravest(pairs: Sequence[ValuePair]) -> ValuePair | None:
    """Return the gravest pair, None where there is none."""
    return max(pairs, key=lambda p: GRAVITY.index(p.verdict), default=None)
