"""A report as iCalendar (dated events) and as an Atom feed (what is new, change by change); a search as such a feed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2s
from xml.etree import ElementTree as ET

from lagebild.records.report import Report
from lagebild.records.view import NewItem, TimelineEntry
from lagebild.report.phrases import phrases
from lagebild.report.render.json import headline, language_of, printable

_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def as_icalendar(report: Report) -> str:
    """Return the timeline as iCalendar (RFC 5545): all-day events where only the day is known, times in UTC.

    The identifier of an event depends on what it says, not on its place: a calendar that reads again keeps its own.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//Lagebild//{language_of(report).upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", printable(headline(report)))
    for entry in report.views.timeline:
        event = Event()
        event.add("uid", f"{_key(report.story.id, entry.start.isoformat(), entry.text)}@lagebild")
        event.add("dtstamp", report.generated.astimezone(UTC))
        if entry.precision == "time":
            event.add("dtstart", _utc(entry.start))
            event.add("dtend", _utc(max(entry.end, entry.start + timedelta(minutes=1))))
        else:
            event.add("dtstart", entry.start.date())
            event.add("dtend", _last_day(entry))
        event.add("summary", printable(entry.text))
        calendar.add_component(event)
    return bytes(calendar.to_ical()).decode("utf-8")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _last_day(entry: TimelineEntry) -> object:
    """Return the exclusive end day; a part of a day ("am Morgen") is that whole day."""
    return max(entry.end.date(), entry.start.date() + timedelta(days=1))


def _key(*parts: str) -> str:
    return blake2s("\0".join(parts).encode("utf-8", "replace"), digest_size=10).hexdigest()


def as_atom(report: Report) -> str:
    """Return an Atom feed (RFC 4287) whose entries are exactly the changes in `report.views.new`, the latest first.

    An entry has the identifier and the time of its change, so a reader who asks again meets each change once.
    """
    ET.register_namespace("", _ATOM)
    language = language_of(report)
    feed = ET.Element(f"{{{_ATOM}}}feed", {_LANGUAGE: language})
    story = f"urn:lagebild:{_key(report.story.id)}"
    entries = sorted(_once(report), key=lambda row: row[1].at or row[1].since, reverse=True)
    latest = max((i.at or i.since for _, i in entries), default=report.generated)
    _entry_head(feed, story, headline(report), latest)
    lead = " ".join(s.text for s in report.sentences if s.part == "lead")
    if lead:
        ET.SubElement(feed, f"{{{_ATOM}}}subtitle").text = printable(lead)
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    ET.SubElement(author, f"{{{_ATOM}}}name").text = "Lagebild"
    outlets = {s.document: s.outlet or s.document for s in report.views.sources}
    labels = phrases(language)["news"]
    for identifier, item in entries:
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _entry_head(entry, f"{story}:{identifier}", item.text, item.at or item.since)
        ET.SubElement(entry, f"{{{_ATOM}}}category", {"term": item.kind, "label": labels[item.kind]})
        cited = [f"„{c.quote}“ ({outlets.get(c.document, c.document)})" for c in item.citations]
        ET.SubElement(entry, f"{{{_ATOM}}}content", {"type": "text"}).text = printable("\n".join(cited) or item.text)
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


@dataclass(frozen=True, slots=True)
class FoundStory:
    """A story that a search finds; `address` is where it is shown, `changes` where its own feed is."""

    id: str
    headline: str
    lead: str
    language: str
    updated: datetime
    address: str
    changes: str


def search_atom(title: str, language: str, address: str, page: str, found: Sequence[FoundStory], now: datetime) -> str:
    """Return an Atom feed of the stories that a search finds, in their order; `now` dates a feed of none.

    `address` is that of the feed, `page` where the same search is shown. A story that moves has a new time and keeps
    its identifier, which is that of its own feed.
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {_LANGUAGE: language})
    _entry_head(feed, address, title, max((s.updated for s in found), default=now))
    ET.SubElement(feed, f"{{{_ATOM}}}link", {"rel": "self", "href": address, "type": "application/atom+xml"})
    ET.SubElement(feed, f"{{{_ATOM}}}link", {"rel": "alternate", "href": page, "type": "text/html"})
    ET.SubElement(ET.SubElement(feed, f"{{{_ATOM}}}author"), f"{{{_ATOM}}}name").text = "Lagebild"
    for story in found:
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry", {_LANGUAGE: story.language})
        _entry_head(entry, f"urn:lagebild:{_key(story.id)}", story.headline, story.updated)
        ET.SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "href": story.address, "type": "text/html"})
        changes = {"rel": "related", "href": story.changes, "type": "application/atom+xml"}
        ET.SubElement(entry, f"{{{_ATOM}}}link", changes)
        ET.SubElement(entry, f"{{{_ATOM}}}summary").text = printable(story.lead or story.headline)
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _once(report: Report) -> Iterator[tuple[str, NewItem]]:
    """Yield each change with an identifier of its own: one that comes again after it was taken back is another."""
    met: Counter[str] = Counter()
    for item in report.views.new:
        name = item.id or _key(item.kind, item.text)
        met[name] += 1
        yield (name if met[name] == 1 else f"{name}-{met[name]}"), item


def _entry_head(parent: ET.Element, identifier: str, title: str, updated: datetime) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}id").text = identifier
    ET.SubElement(parent, f"{{{_ATOM}}}title").text = printable(title)
    ET.SubElement(parent, f"{{{_ATOM}}}updated").text = updated.astimezone(UTC).isoformat()
