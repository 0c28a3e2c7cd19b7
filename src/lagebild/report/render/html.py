"""A report as HTML: a fragment that the web page embeds, or a page of its own that needs nothing beside it.

Everything from outside passes through Jinja's escaping; charts and map are our own SVG. No scripts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from hashlib import blake2s
from importlib import resources
from typing import TYPE_CHECKING

from lagebild.records.annotation import Scene
from lagebild.records.claim import Claim, NumberComparison, NumberValue
from lagebild.records.report import Report
from lagebild.records.span import Passage
from lagebild.records.view import PlacePin, TimelineEntry
from lagebild.report.chart import interval_chart
from lagebild.report.map import map_svg
from lagebild.report.phrases import long_date, long_moment, phrases
from lagebild.report.reasons import reason_in
from lagebild.report.render.json import headline, language_of, printable
from lagebild.report.render.parts import (
    FOLDED,
    Part,
    PartAddress,
    briefly,
    by_speaker,
    folded_sources,
    page_of,
    place_in,
    rows_of,
)
from lagebild.report.render.remarks import astray, on_claim, on_conflict, on_number

if TYPE_CHECKING:
    from jinja2 import Environment

Link = Callable[[Passage], str]
MAIN_CLAIMS = 6
"""Claims seen without unfolding anything: half a screen."""
MOST_PAIRS = 12
"""Pairs of amounts that are offered for a remark; any other can be named on the command line."""
_CONTESTED = frozenset(("contradiction", "denied"))
LATEST_ENTRIES = 7
"""Entries of the timeline seen so, the last ones: what happened before is read once, what is new every day."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who remarks, and the address that takes a remark: of the passages at `places`, shown again at `there`, or one
    that `withdraws` another.
    """

    author: str
    address: Callable[[str, str, str], str]


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered piece of evidence: the passage, where it is shown and who printed it."""

    number: int
    passage: Passage
    link: str
    outlet: str


class Notes:
    """Numbers the passages of a page in the order in which they are first cited."""

    def __init__(self, report: Report, link: Link) -> None:
        self._outlets = {s.document: s.outlet or s.document for s in report.views.sources}
        self._link = link
        self.rows: dict[Passage, Note] = {}

    def of(self, passages: tuple[Passage, ...]) -> list[Note]:
        """Return the notes of some passages, numbering the new ones."""
        for passage in passages:
            if passage not in self.rows:
                outlet = self._outlets.get(passage.document, passage.document)
                self.rows[passage] = Note(len(self.rows) + 1, passage, self._link(passage), outlet)
        return [self.rows[p] for p in passages]


@cache
def environment() -> "Environment":
    """Return the Jinja environment of the report's templates; every HTML template escapes what it is given."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=PackageLoader("lagebild.report", "templates"),
        autoescape=select_autoescape(["html.j2"], default_for_string=True),
        undefined=StrictUndefined,
        finalize=lambda value: value if not isinstance(value, str) or hasattr(value, "__html__") else printable(value),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fragment(
    report: Report,
    *,
    surface: str = "de",
    link: Link | None = None,
    page: Callable[[str], str] | None = None,
    compare: Callable[[str, str], str] | None = None,
    desk: Desk | None = None,
    brief: PartAddress | None = None,
) -> str:
    """Return the Lagebild as one `<article>`.

    `surface` is the language of labels; `link` says where a passage is shown, `page` where a document is and `compare`
    where a copy stands beside its original; None where the report stands alone. `desk` lets the reader remark. `brief`
    says where a part of the report has a page of its own: what is long is then shown there and only begun here.
    """
    notes = Notes(report, link or (lambda passage: f"#{_anchor(passage)}"))
    template = environment().get_template("lagebild.html.j2")
    context = fragment_context(report, surface)
    own = link is None
    shown = report.claims if len(report.claims) <= FOLDED else main_claims(report.claims)
    context |= briefly(report, brief, {c.id for c in shown})
    return template.render(
        **context, notes=notes, anchor=_anchor, own_evidence=own, page=page, compare=compare, desk=desk
    )


def fragment_part(
    report: Report,
    part: Part,
    number: int,
    *,
    surface: str,
    link: Link,
    page: Callable[[str], str],
    compare: Callable[[str, str], str],
    desk: Desk | None,
    address: PartAddress,
    whole: str,
) -> str:
    """Return page `number`, from 0, of a part of the report as one `<article>`; `whole` is where the report is."""
    rows, start = page_of(report, part, number)
    here = {c.id for c in rows if isinstance(c, Claim)}
    context = fragment_context(report, surface) | briefly(report, address, here) | {"shown": lambda rows: rows}
    template = environment().get_template("part.html.j2")
    return template.render(
        **context,
        notes=Notes(report, link),
        page=page,
        compare=compare,
        desk=desk,
        part=part,
        rows=rows,
        offset=start,
        total=len(rows_of(report, part)),
        whole=whole,
    )


def fragment_context(report: Report, surface: str) -> dict[str, object]:
    """Return what every template of a report needs: the report, its drawings, labels and ways to write dates."""
    views = report.views
    labels = phrases(surface)["labels"]
    title = f"{labels['map']}: {views.scene.name}" if views.scene else labels["map"]
    main = main_claims(report.claims)
    claims = {c.id: c for c in report.claims}

    def number_of(group: NumberComparison) -> int:
        return place_in(views.numbers, group)

    return {
        "on_claim": lambda claim: on_claim(report, claim),
        "on_conflict": lambda claim, conflict: on_conflict(report, claim, conflict),
        "desk_on_conflict": report.conflict_verdict,
        "on_number": lambda group: [r.remark for r in on_number(report, number_of(group))],
        "desk_on_number": lambda group: report.number_verdict(number_of(group)),
        "astray": astray(report),
        "place": lambda claim: claims[claim].passage.place,
        "pairs_of": compared_pairs,
        "spot": lambda group, pairs: number_anchor(number_of(group), pairs),
        "report": report,
        "views": views,
        "surface": surface,
        "language": language_of(report),
        "languages": {s.document: s.language for s in views.sources},
        "outlets": {s.document: s.outlet or s.document for s in views.sources},
        "headline": headline(report),
        "sections": _sections(report),
        "words": phrases(surface),
        "labels": labels,
        "map": _map(views.scene, views.places, title),
        "distinct": distinct,
        "disputed": lambda group: bool(_CONTESTED & {group.verdict, report.number_verdict(number_of(group))}),
        "compared": lambda group: len(group.values) > 1 and group.verdict not in (None, "same"),
        "chart": lambda group: _chart(report, group),
        "main_claims": main,
        "voices_of": by_speaker(report.claims),
        "other_voices": by_speaker(tuple(c for c in report.claims if c not in main)),
        "earlier_entries": views.timeline[:-LATEST_ENTRIES],
        "latest_entries": views.timeline[-LATEST_ENTRIES:],
        "folded": folded_sources(views.sources),
        "day": lambda moment: long_date(moment, surface) if moment else "",
        "moment": lambda moment: long_moment(moment, surface),
        "when": lambda entry: when(entry, surface),
        "period": _period(report, surface),
        "reason": lambda text: reason_in(text, surface),
        "percent": lambda share: f"{round(100 * share)} %",
    }


@lru_cache(maxsize=64)
def _map(scene: Scene | None, places: tuple[PlacePin, ...], title: str) -> str:
    """Return the map; drawing one takes 10 to 40 ms, and a story is often looked at twice."""
    return map_svg(scene, places, title=title)


def as_html(report: Report) -> str:
    """Return a page of its own, style sheet included."""
    page = environment().get_template("page.html.j2")
    language = surface_of(report)
    return page.render(
        title=headline(report), language=language, style=stylesheet(), body=fragment(report, surface=language)
    )


def surface_of(report: Report) -> str:
    """Return the language of labels for a report by itself: its own, English where we have no labels in it."""
    language = language_of(report)
    return language if language in ("de", "en") else "en"


@cache
def stylesheet() -> str:
    """Return the style sheet of the report."""
    return (resources.files("lagebild.report") / "templates" / "lagebild.css").read_text(encoding="utf-8")


def _anchor(passage: Passage) -> str:
    """Return an identifier that HTML allows whatever the document is called, its own for each passage."""
    span = passage.span
    place = (passage.document, passage.revision, passage.field, span.start, span.end, passage.quote)
    return "p-" + blake2s("\0".join(map(str, place)).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _sections(report: Report) -> dict[str, list[object]]:
    sections: dict[str, list[object]] = {}
    for sentence in report.sentences:
        if sentence.part == "body":
            sections.setdefault(sentence.section, []).append(sentence)
    return sections


def when(entry: TimelineEntry, surface: str) -> str:
    """Write the time of an entry as exactly as it is known; a night belongs to two days."""
    start = entry.start
    if entry.precision == "year":
        return str(start.year)
    day = long_date(start, surface)
    if entry.precision == "month":
        return day.split(" ", 1)[1]
    if entry.precision == "time":
        return f"{day}, {start:%H.%M} Uhr" if surface == "de" else f"{day}, {start:%H:%M}"
    if start.hour >= 18 and entry.end.date() != start.date():
        number = f"{start.day}./" if surface == "de" else f"{start.day}/"
        return number + long_date(entry.end, surface)
    return day


def distinct(group: NumberComparison) -> list[tuple[NumberValue, tuple[Passage, ...]]]:
    """Return each amount once as each speaker gives it, with all passages that state it so."""
    rows: dict[tuple[object, ...], list[NumberValue]] = {}
    for value in group.values:
        key = (value.value, value.minimum, value.maximum, value.approximate, value.speaker)
        rows.setdefault(key, []).append(value)
    return [(values[0], tuple(v.passage for v in values)) for values in rows.values()]


def _chart(report: Report, group: NumberComparison) -> str:
    """Draw each amount once, with those who give it."""
    outlets = {s.document: s.outlet or s.document for s in report.views.sources}
    givers: dict[tuple[object, ...], tuple[NumberValue, list[str]]] = {}
    for value in group.values:
        key = (value.value, value.minimum, value.maximum, value.approximate)
        who = value.speaker or outlets.get(value.passage.document, value.passage.document)
        names = givers.setdefault(key, (value, []))[1]
        if who not in names:
            names.append(who)
    rows = list(givers.values())
    group = replace(group, values=tuple(value for value, _ in rows))
    return interval_chart(group, [", ".join(names[:2]) + (" …" if len(names) > 2 else "") for _, names in rows])


def compared_pairs(group: NumberComparison) -> list[tuple[str, str]]:
    """Return each pair of amounts that differ, as `distinct` tells them apart, the gravest first: label and places."""
    rows: dict[frozenset[object], tuple[str, str]] = {}
    differing = [pair for pair in group.pairs if pair.verdict != "same"]
    for pair in sorted(differing, key=lambda p: p.verdict != group.verdict):
        a, b = group.values[pair.a], group.values[pair.b]
        key = frozenset((v.value, v.minimum, v.maximum, v.approximate, v.speaker) for v in (a, b))
        if key not in rows:
            label = " / ".join(f"{v.text} ({v.speaker})" if v.speaker else v.text for v in (a, b))
            rows[key] = label, f"{a.passage.place} {b.passage.place}"
        if len(rows) == MOST_PAIRS:
            break
    return list(rows.values())


def number_anchor(number: int, pairs: Sequence[tuple[str, str]]) -> str:
    """Return the identifier of a comparison: that of its gravest pair, so that a remark on it leads back to it."""
    return "n-" + (blake2s(pairs[0][1].encode(), digest_size=8).hexdigest() if pairs else str(number))


def main_claims(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims to be seen first: those that are disputed, then those that most origins vouch for."""

    def weight(claim: Claim) -> tuple[int, int, int]:
        disputed = sum(c.kind in ("contradiction", "denied") for c in claim.conflicts)
        return -disputed, -len(claim.origins), -len({e.passage.document for e in claim.evidence})

    return tuple(sorted(claims, key=weight)[:MAIN_CLAIMS])


def _period(report: Report, surface: str) -> str:
    first, last = report.story.first, report.story.last
    if first is None or last is None:
        return ""
    if first.date() == last.date():
        return long_date(last, surface)
    told = f"{_short(first, last, surface)} – {long_date(last, surface)}"
    if len(report.views.phases) < 2:
        return told
    rested, latest = report.views.phases[-2:]
    label: str = phrases(surface)["labels"]["resumed"]
    days = (latest.start - rested.end).days
    return f"{told} · {label.format(day=long_date(latest.start, surface, year=False), days=days)}"


def _short(first: datetime, last: datetime, surface: str) -> str:
    return long_date(first, surface, year=first.year != last.year)
