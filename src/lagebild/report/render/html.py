"""A report as HTML: a fragment that the web page embeds, or a page of its own that needs nothing beside it.

Everything from outside passes through Jinja's escaping; charts and map are our own SVG. No scripts.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import blake2s
from importlib import resources
from typing import TYPE_CHECKING

from lagebild.records.claim import Claim, NumberComparison, NumberValue
from lagebild.records.report import Report
from lagebild.records.span import Passage
from lagebild.records.view import TimelineEntry
from lagebild.report.chart import interval_chart
from lagebild.report.map import map_svg
from lagebild.report.phrases import long_date, phrases
from lagebild.report.reasons import reason_in
from lagebild.report.render.json import headline, language_of, printable

if TYPE_CHECKING:
    from jinja2 import Environment

Link = Callable[[Passage], str]


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered piece of evidence: the passage, where it is shown and who printed it."""

    number: int
    passage: Passage
    link: str
    outlet: str


class _Notes:
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
    report: Report, *, surface: str = "de", link: Link | None = None, page: Callable[[str], str] | None = None
) -> str:
    """Return the Lagebild as one `<article>`.

    `surface` is the language of labels; `link` says where a passage is shown and `page` where a document is, None where
    the report stands alone.
    """
    notes = _Notes(report, link or (lambda passage: f"#{_anchor(passage)}"))
    template = environment().get_template("lagebild.html.j2")
    context = fragment_context(report, surface)
    return template.render(**context, notes=notes, anchor=_anchor, own_evidence=link is None, page=page)


def fragment_context(report: Report, surface: str) -> dict[str, object]:
    """Return what every template of a report needs: the report, its drawings, labels and ways to write dates."""
    views = report.views
    labels = phrases(surface)["labels"]
    title = f"{labels['map']}: {views.scene.name}" if views.scene else labels["map"]
    return {
        "report": report,
        "views": views,
        "surface": surface,
        "language": language_of(report),
        "languages": {s.document: s.language for s in views.sources},
        "headline": headline(report),
        "sections": _sections(report),
        "words": phrases(surface),
        "labels": labels,
        "map": map_svg(views.scene, views.places, title=title),
        "distinct": distinct,
        "compared": lambda group: len(group.values) > 1 and group.verdict not in (None, "same"),
        "chart": lambda group: _chart(report, group),
        "voices_of": _by_speaker(report.claims),
        "day": lambda moment: long_date(moment, surface) if moment else "",
        "when": lambda entry: when(entry, surface),
        "period": _period(report, surface),
        "reason": lambda text: reason_in(text, surface),
        "percent": lambda share: f"{round(100 * share)} %",
    }


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
    group = replace(group, values=tuple(value for value, _ in distinct(group)))
    outlets = {s.document: s.outlet or s.document for s in report.views.sources}
    who = [v.speaker or outlets.get(v.passage.document, v.passage.document) for v in group.values]
    return interval_chart(group, who)


def _by_speaker(claims: tuple[Claim, ...]) -> list[tuple[str | None, list[Claim]]]:
    """Group claims by who speaks, those heard in most documents first, nobody last."""
    groups: dict[str | None, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.speaker, []).append(claim)
    return sorted(groups.items(), key=lambda g: (g[0] is None, -sum(len(c.evidence) for c in g[1]), g[0] or ""))


def _period(report: Report, surface: str) -> str:
    first, last = report.story.first, report.story.last
    if first is None or last is None:
        return ""
    if first.date() == last.date():
        return long_date(last, surface)
    return f"{_short(first, last, surface)} – {long_date(last, surface)}"


def _short(first: datetime, last: datetime, surface: str) -> str:
    return long_date(first, surface, year=first.year != last.year)
