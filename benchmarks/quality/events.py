"""How well events are read: precision, recall and F1 on a gold of our own, by parts.

    python -m benchmarks.quality.events                    prints the table; ends with 1 where a text has changed
    python -m benchmarks.quality.events --errors tuned     lists what is missed and what is read wrongly in a part

`events_gold.jsonl` holds offsets into German Wikinews articles (CC BY) beside the checkout, with the checksum of each
text; `events_gold.md` says how it was read, and what the parts are. An event is found where the anchors overlap and the
code is one of the gold's. Actor, recipient, day and place are scored among found events, spans by overlap. "not fact"
is the class of events that are negated, planned, demanded, hearsay or otherwise not told as done.
"""

import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lagebild.annotate.annotate import annotate
from lagebild.records.annotation import Event, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.span import Span

SHARED = Path(__file__).parents[3] / "shared"
GOLD = Path(__file__).with_name("events_gold.jsonl")
PARTS = ("tuned", "held", "unseen")
FIELDS = ("event", "actor", "recipient", "time", "place", "not fact")
Row = dict[str, Any]


class Tally:
    """Counts of what was there, what was said and what was right, by field."""

    def __init__(self) -> None:
        self.there: Counter[str] = Counter()
        self.said: Counter[str] = Counter()
        self.right: Counter[str] = Counter()

    def add(self, field: str, *, there: bool, said: bool, right: bool) -> None:
        """Count one comparison."""
        self.there[field] += there
        self.said[field] += said
        self.right[field] += right

    def figures(self, field: str) -> tuple[float, float, float]:
        """Return precision, recall and F1 in points."""
        right, said, there = self.right[field], self.said[field], self.there[field]
        return 100 * right / max(1, said), 100 * right / max(1, there), 200 * right / max(1, said + there)


def gold() -> list[Row]:
    """Return the rows of the gold."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def texts(rows: list[Row]) -> dict[str, str]:
    """Return the texts of the gold by id, those that are the texts that were read."""
    wanted = {row["id"]: row["sha256"] for row in rows}
    found = {}
    for name in sorted({row["set"] for row in rows}):
        path = SHARED / name
        if not path.is_file():
            continue
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for row in map(json.loads, data.decode("utf-8").splitlines()):
            text = row["text"]
            if wanted.get(row["id"]) == hashlib.sha256(text.encode("utf-8")).hexdigest():
                found[row["id"]] = text
    return found


def read(row: Row, text: str) -> TextAnnotations:
    """Return the annotations of a text, by rules alone: events do not ask the encoder."""
    published = datetime.fromisoformat(row["date"]).replace(hour=12, tzinfo=UTC)
    return annotate(
        Document(id=row["id"], text=text, title=None, published=published, seen=published, language="de")
    ).body


def paired(row: Row, found: list[Event]) -> Iterator[tuple[Row | None, Event | None]]:
    """Yield each event of gold with the one read, first those whose code is right; None where it has none."""
    left = list(found)
    missed = []
    for event in row["events"]:
        hit = next((e for e in left if e.anchor.overlaps(Span(*event["anchor"])) and e.code in event["codes"]), None)
        if hit is None:
            missed.append(event)
        else:
            left.remove(hit)
            yield event, hit
    for event in missed:
        yield event, None
    for extra in left:
        yield None, extra


def _same(wanted: list[int] | None, said: Span | None) -> bool:
    return wanted is not None and said is not None and Span(*wanted).overlaps(said)


def count(row: Row, body: TextAnnotations, tally: Tally) -> None:
    """Add the events of one passage."""
    found = [e for e in body.events if e.anchor.end <= row["end"]]
    for event, hit in paired(row, found):
        tally.add("event", there=event is not None, said=hit is not None, right=event is not None and hit is not None)
        if event is None or hit is None:
            continue
        place = body.places[hit.place].span if hit.place is not None else None
        for field, said in (("actor", hit.actor), ("recipient", hit.recipient), ("place", place)):
            tally.add(field, there=bool(event[field]), said=said is not None, right=_same(event[field], said))
        day = hit.time.isoformat() if hit.time else None
        tally.add(
            "time", there=bool(event["time"]), said=day is not None, right=day is not None and day == event["time"]
        )
        tally.add(
            "not fact", there=not event["fact"], said=not hit.is_fact, right=not event["fact"] and not hit.is_fact
        )


def errors(row: Row, text: str, body: TextAnnotations) -> Iterator[str]:
    """Yield a line for each event of a passage that is missed, needless or has another role than gold."""

    def words(span: Any) -> str | None:
        return text[span[0] : span[1]] if isinstance(span, list) else span.of(text) if span else None

    for event, hit in paired(row, [e for e in body.events if e.anchor.end <= row["end"]]):
        if event is None and hit is not None:
            around = text[max(0, hit.anchor.start - 50) : hit.anchor.end + 30]
            yield f"  needless {hit.code} {words(hit.anchor)} [{around!r}]"
        elif event is not None and hit is None:
            yield f"  missed {event['codes']} {words(event['anchor'])}"
        elif event is not None and hit is not None:
            place = body.places[hit.place].span if hit.place is not None else None
            pairs = (("actor", hit.actor), ("recipient", hit.recipient), ("place", place))
            wrong = [
                f"{field}: {words(event[field])} read as {words(said)}"
                for field, said in pairs
                if bool(event[field]) != bool(said) or (said and not _same(event[field], said))
            ]
            if (hit.time.isoformat() if hit.time else None) != event["time"]:
                wrong.append(f"time: {event['time']} read as {hit.time}")
            if event["fact"] != hit.is_fact:
                wrong.append(f"fact: {event['fact']} read as {hit.polarity} {hit.modality}")
            if wrong:
                yield f"  {words(event['anchor'])}: " + "; ".join(wrong)


def command() -> int:
    """Print the table, or the errors of one half."""
    rows = gold()
    found = texts(rows)
    if not found:
        print("There are no articles beside the checkout; nothing is scored.")
        return 0
    tallies = {part: Tally() for part in PARTS}
    shown = sys.argv[sys.argv.index("--errors") + 1] if "--errors" in sys.argv else None
    for row in rows:
        if row["id"] not in found or (shown and row["part"] != shown):
            continue
        body = read(row, found[row["id"]])
        count(row, body, tallies[row["part"]])
        if shown:
            print(row["id"], *errors(row, found[row["id"]], body), sep="\n")
    print(f"{'':<12}" + "".join(f"{part:>28}" for part in PARTS))
    print(f"{'':<12}" + f"{'there':>7}{'P':>7}{'R':>7}{'F1':>7}" * len(PARTS))
    for field in FIELDS:
        cells = [(tallies[part].there[field], *tallies[part].figures(field)) for part in PARTS]
        print(f"{field:<12}" + "".join(f"{n:>7}{p:>7.1f}{r:>7.1f}{f:>7.1f}" for n, p, r, f in cells))
    return int(len(found) < len(rows))


if __name__ == "__main__":
    sys.exit(command())
