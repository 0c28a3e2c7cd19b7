"""A report as iCalendar (dated events, past and announced) and as an Atom feed (the Meldung and what is new)."""

from datetime import UTC, datetime, timedelta
from hashlib import blake2s
from xml.etree import ElementTree as ET

from lagebild.records.report import Report
from lagebild.records.view import TimelineEntry
from lagebild.report.render.json import headline, language_of, printable

_ATOM = "http://www.w3.org/2005/Atom"


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
    """Return an Atom feed (RFC 4287): one entry for the Meldung, one for each new item."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language_of(report)})
    updated = report.generated.isoformat()
    story = f"urn:lagebild:{_key(report.story.id)}"
    _entry_head(feed, story, headline(report), updated)
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    ET.SubElement(author, f"{{{_ATOM}}}name").text = "Lagebild"
    text = "\n\n".join(s.text for s in report.sentences if s.part in ("lead", "body"))
    _entry(feed, f"{story}:meldung", headline(report), text, updated)
    seen: set[str] = set()
    for item in report.views.new:
        identifier = f"{story}:new:{_key(item.kind, item.text)}"
        if identifier not in seen:
            seen.add(identifier)
            _entry(feed, identifier, item.text, "\n".join(c.quote for c in item.citations) or item.text, updated)
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _entry(feed: ET.Element, identifier: str, title: str, text: str, updated: str) -> None:
    entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
    _entry_head(entry, identifier, title, updated)
    ET.SubElement(entry, f"{{{_ATOM}}}content", {"type": "text"}).text = printable(text)


def _entry_head(parent: ET.Element, identifier: str, title: str, updated: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}id").text = identifier
    ET.SubElement(parent, f"{{{_ATOM}}}title").text = printable(title)
    ET.SubElement(parent, f"{{{_ATOM}}}updated").text = updated
