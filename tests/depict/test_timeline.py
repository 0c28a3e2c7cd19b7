from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.report.builders import MONDAY, at, event, item, story, weekday

from lagebild.depict.options import DepictOptions
from lagebild.depict.timeline import timeline
from lagebild.records.annotation import TimeExpression
from lagebild.records.story import AnnotatedDocument, StoryLink
from lagebild.records.view import TimelineEntry


def one(text: str, words: str, day: str, anchor: str | None = None, **more: Any) -> AnnotatedDocument:
    return item(
        more.pop("identifier", "d1"),
        text,
        times=(weekday(text, words, day),),
        events=(event(text, anchor),) if anchor else (),
        **more,
    )


def entries(*items: AnnotatedDocument, **more: Any) -> tuple[TimelineEntry, ...]:
    return timeline(story(*items, **more), DepictOptions())


def test_a_dated_sentence_is_an_entry_of_its_day() -> None:
    (entry,) = entries(
        one("Halle (npa) - Am Samstag brannte in Halle ein Lager.", "Am Samstag", "2026-03-28", "brannte")
    )
    assert entry.start.date().isoformat() == "2026-03-28"
    assert entry.text == "Am Samstag brannte in Halle ein Lager."
    assert entry.citations[0].quote.startswith("Halle (npa)")


@pytest.mark.parametrize(
    "text",
    [
        "Der Unfall vom Samstag beschäftigt nun das Amtsgericht in Halle.",
        "Die Straße in Halle bleibt bis Samstag für Lastwagen gesperrt.",
        "Ein Fahrer, der am Samstag in Halle verunglückte, war nüchtern.",
        "Nach dem Streik vom Samstag fährt die Bahn in Halle wieder.",
        "„Am Samstag war alles anders in der Stadt“, sagte Anna Kruse.",
        "Dort brannte am Samstag ein Lager mit alten Reifen.",
        "Was geschah am Samstag in dem alten Lager in Halle?",
        "Am Samstag brannte in Halle ein Lager mit vielen...",
    ],
)
def test_dates_that_merely_point_make_no_entry(text: str) -> None:
    found = item("d1", text, times=(weekday(text, "Samstag", "2026-03-28"),), published=MONDAY - timedelta(days=1))
    assert all(e.start.date().isoformat() != "2026-03-28" for e in entries(found))


def test_one_event_stands_once_with_all_its_passages() -> None:
    a = one("Am Samstag brannte in Halle ein Lager mit Reifen.", "Am Samstag", "2026-03-28", "brannte")
    b = one("In Halle ist am Samstag ein Lager mit Reifen abgebrannt.", "am Samstag", "2026-03-28", identifier="d2")
    (entry,) = entries(a, b)
    assert {c.document for c in entry.citations} == {"d1", "d2"}


def test_two_events_of_one_day_stay_two() -> None:
    a = one("Am Samstag brannte in Halle ein Lager mit Reifen.", "Am Samstag", "2026-03-28", "brannte")
    b = one("Am Samstag wählte Gera einen neuen Bürgermeister.", "Am Samstag", "2026-03-28", "wählte", identifier="d2")
    assert len(entries(a, b)) == 2


def test_copies_add_nothing() -> None:
    a = one("Am Samstag brannte in Halle ein Lager.", "Am Samstag", "2026-03-28", "brannte")
    b = one("Am Sonntag wählte Gera einen Rat.", "Am Sonntag", "2026-03-29", "wählte", identifier="d2")
    links = (StoryLink("d2", "s-1", 1.0, copy_of="d1", copied_share=0.9),)
    assert len(entries(a, b, links=links)) == 1


def test_overtaken_announcements_go_and_those_to_come_stay() -> None:
    early = one(
        "Am Samstag stimmt der Rat in Halle ab.",
        "Am Samstag",
        "2026-03-28",
        "stimmt",
        published=MONDAY - timedelta(days=5),
    )
    late = one("Am 2. Mai stimmt der Landtag in Erfurt ab.", "Am 2. Mai", "2026-05-02", "stimmt", identifier="d2")
    assert [e.start.month for e in entries(early, late)] == [5]


def test_news_without_a_date_gets_the_day_its_neighbour_names() -> None:
    text = "Ein Gutachten nennt Risse als Ursache. Es liegt seit dem 29. März in Halle vor."
    found = item("d1", text, times=(weekday(text, "29. März", "2026-03-29"),), events=(event(text, "nennt"),))
    (entry,) = entries(found)
    assert (entry.text, entry.start.day) == ("Ein Gutachten nennt Risse als Ursache.", 29)


def test_news_without_any_date_gets_the_day_of_publication() -> None:
    text = "Ein Gutachten nennt Risse als Ursache."
    (entry,) = entries(item("d1", text, events=(event(text, "nennt"),)))
    assert entry.start.date() == MONDAY.date()


def test_today_is_written_as_a_day() -> None:
    text = "In Halle brannte heute ein Lager."
    (entry,) = entries(one(text, "heute", "2026-03-30", "brannte"))
    assert entry.text == "In Halle brannte am 30. März ein Lager."


def test_a_night_resolved_after_its_report_is_no_entry() -> None:
    text = "In der Nacht brannte in Halle ein Lager."
    start = datetime(2026, 3, 30, 22, tzinfo=UTC)
    night = TimeExpression(at(text, "In der Nacht"), "TIME", "2026-03-30TNI", start, start + timedelta(hours=8))
    assert entries(item("d1", text, times=(night,), events=(event(text, "brannte"),))) == ()


def test_a_day_has_no_more_entries_than_asked_for() -> None:
    rows = [
        one(f"Am Samstag wählte {town} einen neuen {office}.", "Am Samstag", "2026-03-28", "wählte", identifier=town)
        for town, office in (
            ("Gera", "Rat"),
            ("Halle", "Vorstand"),
            ("Jena", "Beirat"),
            ("Suhl", "Landrat"),
            ("Apolda", "Kreistag"),
        )
    ]
    found = timeline(story(*rows), DepictOptions(timeline_a_day=2, timeline_similar=0.9))
    assert len(found) == 2
