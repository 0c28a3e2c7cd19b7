"""Amounts of one counted thing -> an SVG chart of intervals, so that the eye sees what overlaps and what does not."""

from collections.abc import Sequence
from html import escape

from lagebild.records.claim import NumberComparison, NumberValue

WIDTH, ROW, LEFT, RIGHT = 640, 30, 20, 20
APPROXIMATE = 0.1
"""Half-width of "rund" as a share of the value: the reading of two careful readers for round thousands."""


def interval_chart(group: NumberComparison, who: Sequence[str]) -> str:
    """Draw one row a value with its words and `who` says it; empty text for a single value."""
    if len(group.values) < 2:
        return ""
    bounds = [_bounds(v) for v in group.values]
    low = min(b[0] for b in bounds)
    high = max(b[1] for b in bounds)
    pad = (high - low) * 0.08 or max(abs(high) * 0.1, 1.0)
    low, high = low - pad, high + pad
    height = ROW * len(group.values) * 2 + 10

    def at(value: float) -> float:
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(group.counted)}: {escape(', '.join(v.text for v in group.values))}</title>",
    ]
    for row, (value, (start, end), name) in enumerate(zip(group.values, bounds, who, strict=True)):
        y = row * ROW * 2 + 18
        parts.append(f'<text class="label" x="{LEFT}" y="{y}">{escape(value.text)} · {escape(name)}</text>')
        parts.append(f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y + 16}" y2="{y + 16}"/>')
        if end > start:
            width = max(at(end) - at(start), 2)
            parts.append(f'<rect class="range" x="{at(start):.1f}" y="{y + 11}" width="{width:.1f}" height="10"/>')
        parts.append(f'<circle class="dot" cx="{at(value.value):.1f}" cy="{y + 16}" r="5"/>')
    return "".join([*parts, "</svg>"])


def _bounds(value: NumberValue) -> tuple[float, float]:
    """Return what the bar spans: stated bounds, an open bound drawn a quarter further, "rund" a tenth to both sides."""
    if value.minimum is not None and value.maximum is not None:
        return value.minimum, value.maximum
    if value.minimum is not None:
        return value.minimum, value.minimum * 1.25
    if value.maximum is not None:
        return value.maximum * 0.75, value.maximum
    spread = abs(value.value) * APPROXIMATE if value.approximate else 0.0
    return value.value - spread, value.value + spread
