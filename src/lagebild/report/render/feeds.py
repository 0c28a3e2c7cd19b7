"""A report as iCalendar (dated events, past and announced) and as an Atom entry feed (the Meldung and what is new)."""

from datetime import UTC
from xml.etree import ElementTree as ET

from lagebild.records.report import Report
from lagebild.report.render.json import headline

_ATOM = "http://www.w3.org/2005/Atom"


def as_icalendar(report: Report) -> str:
    """Return the timeline as iCalendar (RFC 5545), all-day events where only the day is known."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Lagebild//DE")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", headline(report))
    for number, entry in enumerate(report.views.timeline):
        event = Event()
        timed = entry.precision == "time"
        event.add("uid", f"{report.story.id}-{number}@lagebild")
        event.add("dtstamp", report.generated.astimezone(UTC))
        event.add("dtstart", entry.start if timed else entry.start.date())
        event.add("dtend", entry.end if timed else entry.end.date())
        event.add("summary", entry.text)
        calendar.add_component(event)
    return bytes(calendar.to_ical()).decode("utf-8")


def as_atom(report: Report) -> str:
    """Return an Atom feed (RFC 4287): one entry for the Meldung, one for each new item."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    updated = report.generated.isoformat()
    _entry_head(feed, f"urn:lagebild:{report.story.id}", headline(report), updated)
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    ET.SubElement(author, f"{{{_ATOM}}}name").text = "Lagebild"
    entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
    _entry_head(entry, f"urn:lagebild:{report.story.id}:meldung", headline(report), updated)
    text = "\n\n".join(s.text for s in report.sentences if s.part in ("lead", "body"))
    ET.SubElement(entry, f"{{{_ATOM}}}content", {"type": "text"}).text = text
    for number, item in enumerate(report.views.new):
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _entry_head(entry, f"urn:lagebild:{report.story.id}:new:{number}", item.text, updated)
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _entry_head(parent: ET.Element, identifier: str, title: str, updated: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}id").text = identifier
    ET.SubElement(parent, f"{{{_ATOM}}}title").text = title
    ET.SubElement(parent, f"{{{_ATOM}}}updated").text = updated
