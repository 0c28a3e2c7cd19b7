import json
import pickle
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lagebild.annotate.annotate import annotate
from lagebild.cluster.lexicon import term
from lagebild.cluster.linker import Linker, story_id
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import profile
from lagebild.cluster.scorer import nameless
from lagebild.records.annotation import Annotations, Entity, Mention, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.span import Span
from lagebild.records.story import AnnotatedDocument, StoryLink

SHARED = Path(__file__).parents[3] / "shared"
DRILLS = tomllib.loads((Path(__file__).parent / "drills.toml").read_text("utf-8"))["drill"]
START = datetime(2025, 5, 6, 8, 0, tzinfo=UTC)


def item(number: int, title: str, text: str = "", days: float = 0.0, language: str = "de") -> AnnotatedDocument:
    document = Document(f"d{number}", text, title=title, published=START + timedelta(days=days, minutes=number))
    return AnnotatedDocument(document, Annotations(document.id, 1, "test/1", TextAnnotations(language)))


def stories(*items: AnnotatedDocument, options: ClusterOptions | None = None) -> list[str]:
    linker = Linker(options or ClusterOptions())
    final: dict[str, str] = {}
    for each in items:
        for link in linker.link(each):
            final[link.document] = link.story
    return [final[each.document.id] for each in items]


def read(identifier: str, title: str, text: str) -> AnnotatedDocument:
    document = Document(identifier, text, title=title, published=START)
    return AnnotatedDocument(document, annotate(document))


def test_same_happening_in_other_words_is_one_story() -> None:
    a = item(
        1,
        "Stromausfall in Quedlinburg",
        "Nach einem Brand im Umspannwerk sind 9.000 Haushalte in Quedlinburg ohne Strom.",
    )
    b = item(
        2,
        "Blackout in Quedlinburg: 9.000 Haushalte ohne Elektrizität",
        "Ein Feuer im Umspannwerk legte die Stadt lahm.",
    )
    assert len(set(stories(a, b))) == 1


def test_twins_told_alike_stay_two() -> None:
    """Two power cuts, two fires of one day: the same wording about another place is another story.

    Not all: without a figure or a town that the gazetteer knows, only the wording is left.
    """
    apart = []
    for drill in DRILLS:
        title, text = drill["wordings"][0]
        told = [drill[which] for which in ("first", "second")]
        twins = [read(f"d{n}", title.format(**row), text.format(**row)) for n, row in enumerate(told)]
        apart.append(len(set(stories(*twins))) == 2)
    assert apart[0] and apart[2] and apart[3]
    assert sum(apart) >= 11


def test_forms_filled_in_are_no_copies() -> None:
    """The notice of another town in the same words is another story, and no copy."""
    notice = (
        "In {town} ist am Samstag nach einem Defekt im Umspannwerk der Strom ausgefallen. Betroffen waren {many} "
        "Haushalte. Die Feuerwehr rückte mit mehreren Löschzügen aus, verletzt wurde niemand, teilte der Betreiber mit."
    )
    linker = Linker()
    (a,) = linker.link(read("a", "Stromausfall in Kiel", notice.format(town="Kiel", many="8.100")))
    (b,) = linker.link(read("b", "Stromausfall in Erfurt", notice.format(town="Erfurt", many="2.700")))
    assert a.story != b.story
    assert b.copy_of is None


def test_story_that_rests_for_a_week_is_known_again() -> None:
    lead = (
        "Die Reederei Halvorsen und die Gewerkschaft Nautilus ringen in Emden um den Tarifvertrag für 1.400 Seeleute."
    )
    a = item(1, "Halvorsen: Streik der Seeleute in Emden", lead)
    b = item(
        2,
        "Streik bei Halvorsen: Nautilus und Reederei einigen sich",
        "In Emden steht der Tarifvertrag für 1.400 Seeleute.",
        7.0,
    )
    assert len(set(stories(a, b))) == 1


def test_german_and_english_reports_meet() -> None:
    a = item(
        1,
        "Erdbeben erschüttert Kahramanmaras: 17 Verletzte",
        "Das Beben der Stärke 5,3 traf Kahramanmaras in der Türkei.",
    )
    b = item(
        2, "Earthquake shakes Kahramanmaras, 17 injured", "The 5.3 quake hit Kahramanmaras in Turkey.", language="en"
    )
    assert len(set(stories(a, b))) == 1


def test_ticker_follows_its_headline() -> None:
    report = item(
        1, "Waldbrand bei Treuenbrietzen", "Der Waldbrand bei Treuenbrietzen breitet sich aus, Feuerwehren löschen."
    )
    ticker = item(
        2,
        "Liveblog: Oberbürgermeisterwahl in Wismar",
        "Wahl in Wismar +++ Waldbrand bei Treuenbrietzen +++ Stau auf A20 +++",
    )
    assert len(set(stories(report, ticker))) == 2


def test_reasons_are_german_words() -> None:
    linker = Linker()
    opened = linker.link(
        item(1, "Bärbel Quandt tritt in Zwickau zurück", "Die Landrätin Bärbel Quandt gibt in Zwickau auf.")
    )
    joined = linker.link(item(2, "Landrätin Bärbel Quandt gibt auf", "Bärbel Quandt zieht sich in Zwickau zurück."))
    assert opened[0].reasons[0].startswith("neue Geschichte")
    assert any(r.startswith("gemeinsame") and "Quandt" in r for r in joined[0].reasons)


def test_annotated_entities_count_as_names() -> None:
    def named(number: int, text: str) -> AnnotatedDocument:
        at = text.index("Mo Farrell")
        body = TextAnnotations("de", mentions=(Mention(Span(at, at + 10), "person", "person:mo-farrell"),))
        document = Document(f"d{number}", text, published=START)
        return AnnotatedDocument(
            document,
            Annotations(document.id, 1, "t", body, entities=(Entity("person:mo-farrell", "person", "Mo Farrell"),)),
        )

    linker = Linker()
    linker.link(named(1, "Der Segler Mo Farrell ist vor Sylt gekentert und wird gesucht."))
    (link,) = linker.link(named(2, "Suche nach Segler Mo Farrell vor Sylt dauert an, das Boot ist gekentert."))
    assert "gemeinsamer Name: Mo Farrell" in link.reasons


def test_copy_joins_its_original() -> None:
    text = "Der Zoo Rostock hat am Freitag zwei junge Eisbären vorgestellt, die im Winter zur Welt gekommen sind."
    linker = Linker()
    (first,) = linker.link(item(1, "Zwei Eisbären im Zoo", text))
    (second,) = linker.link(item(2, "Nachwuchs!", text))
    assert (second.story, second.copy_of, second.copied_share) == (first.story, "d1", 1.0)


def test_further_revision_stays() -> None:
    linker = Linker()
    (first,) = linker.link(item(1, "Zug entgleist bei Lehrte", "Bei Lehrte ist ein Zug entgleist."))
    (again,) = linker.link(item(1, "Etwas ganz anderes", "Völlig neuer Text."))
    assert again.story == first.story == story_id("d1")


def test_bridge_merges_the_younger_story_into_the_older() -> None:
    linker = Linker(ClusterOptions(merge=0.5))
    a = item(1, "Explosion in Chemiewerk Nordhavn", "Im Chemiewerk Nordhavn gab es eine Explosion.")
    b = item(
        2, "Giftwolke zieht über Brunsbek", "Über Brunsbek zieht eine Giftwolke, Anwohner sollen Fenster schließen."
    )
    bridge = item(
        3,
        "Explosion in Chemiewerk Nordhavn: Giftwolke zieht über Brunsbek",
        "Nach der Explosion im Chemiewerk Nordhavn zieht eine Giftwolke über Brunsbek.",
    )
    assert linker.link(a)[0].story != linker.link(b)[0].story
    own, *repairs = linker.link(bridge)
    assert not own.revises
    assert repairs
    assert {r.story for r in repairs} == {story_id("d1")}
    assert all(r.revises and "weil d3 zu beiden Geschichten passt" in r.reasons[0] for r in repairs)


def test_memory_is_bounded_by_number_and_rest() -> None:
    few = Linker(ClusterOptions(max_documents=3))
    for number in range(20):
        few.link(item(number, f"Wort{number}ia Ding{number}ax Sache{number}um"))
    assert few.documents_kept <= 3
    linker = Linker(ClusterOptions(single_days=2))
    for number in range(10):
        linker.link(item(number, f"Quarz{'abcdefghij'[number]}lon Zwiebel{'abcdefghij'[number]}mus", days=3.0 * number))
    assert linker.stories_kept <= 3


def synthetic(number: int, happenings: int) -> AnnotatedDocument:
    """Return one of twenty thousand documents: three words of its happening, four of its own."""
    seed = number % happenings
    own = " ".join(f"{'BDFGKLMN'[k]}u{(number * 7919 + k * 104729) % 9973:x}" for k in range(4))
    told = f"Xa{seed:x} Be{seed:x} Ko{seed:x}"
    document = Document(f"n{number}", f"{told} {own}", title=told, published=START + timedelta(minutes=2 * number))
    return AnnotatedDocument(document, Annotations(document.id, 1, "test/1", TextAnnotations("de")))


@pytest.mark.parametrize("happenings", [2_000, 1])
def test_twenty_thousand_documents_fit_into_the_window(happenings: int) -> None:
    """Neither an endless stream nor an endless story grows beyond what the window holds."""
    linker = Linker(ClusterOptions(window_days=3.0, single_days=1.0))
    sizes = []
    for number in range(20_000):
        linker.link(synthetic(number, happenings))
        if number in (9_999, 19_999):
            sizes.append(len(pickle.dumps(linker)))
    assert linker.documents_kept <= 3 * 24 * 30 + 2
    assert sizes[1] < 1.1 * sizes[0]


def test_one_wrong_date_flushes_nothing() -> None:
    linker = Linker()
    first = linker.link(item(1, "Stromausfall in Quedlinburg", "9.000 Haushalte in Quedlinburg ohne Strom."))
    linker.link(item(2, "Datumsfehler eines Servers", days=9_000.0))
    again = linker.link(
        item(3, "Quedlinburg: Stromausfall dauert an", "9.000 Haushalte in Quedlinburg noch ohne Strom.")
    )
    assert again[0].story == first[0].story


@pytest.mark.parametrize("text", ["", " ", "…", "1" * 5_000, "ß" * 5_000])
def test_documents_without_words(text: str) -> None:
    document = Document("x", text)
    (link,) = Linker().link(AnnotatedDocument(document, Annotations("x", 1, "t", TextAnnotations("de"))))
    assert link == StoryLink("x", story_id("x"), link.score, link.reasons)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="shared evaluation data absent")
def test_hand_made_stories_floor() -> None:
    gold = json.loads((SHARED / "gold" / "stories_A.json").read_text("utf-8"))
    linker, found = Linker(), {}
    for row in gold["documents"]:
        published = datetime.fromisoformat(row["published"])
        document = Document(row["id"], row["text"] or "", title=row["title"], published=published)
        for link in linker.link(AnnotatedDocument(document, Annotations(row["id"], 1, "t", TextAnnotations("de")))):
            found[link.document] = link.story
    told = {row["id"]: row["story"] for row in gold["documents"]}

    def group(by: dict[str, str]) -> dict[str, set[str]]:
        return {k: {x for x in by if by[x] == v} for k, v in by.items()}

    g, s = group(told), group(found)
    precision = sum(len(g[k] & s[k]) / len(s[k]) for k in told) / len(told)
    recall = sum(len(g[k] & s[k]) / len(g[k]) for k in told) / len(told)
    assert 2 * precision * recall / (precision + recall) > 0.945


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="shared evaluation data absent")
def test_seeds_a_week_apart_are_one_story() -> None:
    days = json.loads((SHARED / "gold" / "seeds.json").read_text("utf-8"))["documents"]
    linker = Linker()
    found = set()
    for name in sorted(days):
        text = (SHARED / "seeds" / name).read_text("utf-8")
        document = Document(name, text, published=datetime.fromisoformat(days[name]["published"]))
        found |= {
            x.story for x in linker.link(AnnotatedDocument(document, Annotations(name, 1, "t", TextAnnotations("de"))))
        }
    assert len(found) == 1


def test_a_copy_that_moves_with_its_story_stays_a_copy() -> None:
    linker = Linker(ClusterOptions(merge=0.5))
    cloud = (
        "Über Brunsbek zieht eine Giftwolke, Anwohner sollen Fenster und Türen schließen, riet die Feuerwehr am Abend."
    )
    linker.link(item(1, "Explosion in Chemiewerk Nordhavn", "Im Chemiewerk Nordhavn gab es eine Explosion."))
    linker.link(item(2, "Giftwolke zieht über Brunsbek", cloud))
    (copy,) = linker.link(item(3, "Giftwolke zieht über Brunsbek", cloud))
    assert copy.copy_of == "d2"
    bridge = "Nach der Explosion im Chemiewerk Nordhavn zieht eine Giftwolke über Brunsbek."
    _, *repairs = linker.link(item(4, "Explosion in Chemiewerk Nordhavn: Giftwolke zieht über Brunsbek", bridge))
    assert {r.document: r.copy_of for r in repairs} == {"d2": None, "d3": "d2"}


def test_a_text_printed_twice_is_no_further_evidence() -> None:
    """The story remembers the copy, but compares nothing with it."""
    text = "Der Zoo Rostock hat am Freitag zwei junge Eisbären vorgestellt, die im Winter zur Welt gekommen sind."
    once, twice = Linker(), Linker()
    once.link(item(1, "Zwei Eisbären im Zoo", text))
    for number in (1, 2, 3):
        twice.link(item(number, "Zwei Eisbären im Zoo", text))
    later = item(9, "Rostock: Eisbären heißen Nanuk und Siku", "Der Zoo Rostock hat die jungen Eisbären getauft.")
    assert twice.link(later)[0].score == once.link(later)[0].score
    assert (once.documents_kept, twice.documents_kept) == (2, 4)


@pytest.mark.parametrize(("others", "same"), [(0, True), (3_000, False)])
def test_one_word_in_common_is_less_the_more_is_told(others: int, same: bool) -> None:
    """Among the headlines of one desk a rare word names a happening; in a week of the whole country, a theme."""

    def word(number: int) -> str:
        return "".join("BDFGKLMNPR"[int(d)] + "aeiou"[int(d) % 5] for d in f"{number * 7919 % 100_000:05}").capitalize()

    linker = Linker()
    for number in range(others):
        linker.link(item(number, " ".join(word(3 * number + k) for k in range(3))))
    told = ("Neujahrsvorsätze halten selten lange", "Neujahrsvorsätze für Hunde und Katzen")
    first, theme, again = (
        linker.link(item(others + number, title))[0]
        for number, title in enumerate((*told, f"Jahreswechsel: {told[0]}"))
    )
    assert (theme.story == first.story) == same
    assert again.story == first.story


def test_names_tell_more_than_the_words_of_a_theme() -> None:
    """Two reports that share words only may share just the theme; well-known names count as names."""
    title, text = "Kanzler Merz reist nach Ankara", "Bundeskanzler Merz trifft in Ankara den Präsidenten der Türkei."
    with_name = profile(read("a", title, text), ClusterOptions())
    assert {term("Merz"), "@tr"} <= with_name.named
    theme = profile(read("b", "Glatte Straßen, viele Unfälle", "Auf glatten Straßen gab es Unfälle."), ClusterOptions())
    assert not theme.named
    assert nameless(theme, theme, [(6.0, term("Unfälle"))]) == 1.0
    assert nameless(with_name, with_name, [(6.0, term("Merz"))]) == 0.0
