"""What is new between two states: each kind of change, what is no change, and what changes come to."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.builders import MONDAY, at, item, passage, story

from lagebild.depict.condensing import condensed
from lagebild.depict.freshness import State, without_reprints
from lagebild.depict.news import news
from lagebild.depict.news_words import corrects, told_claim
from lagebild.records.annotation import PlaceMention, Scene
from lagebild.records.claim import (
    Claim,
    Conflict,
    Corroboration,
    Evidence,
    NumberComparison,
    NumberValue,
    Origin,
    Process,
    ProcessStep,
    ValuePair,
    Verdict,
)
from lagebild.records.document import Post
from lagebild.records.story import AnnotatedDocument, PostLink
from lagebild.records.view import NewItem

LATER = MONDAY + timedelta(hours=5)
FIRST = item("a", "Es gab 17 Verletzte, sagte Behn. Der Fahrer war nüchtern.", "Unfall in Emden", outlet="Bote")


def claim(key: str, *carried: tuple[AnnotatedDocument, str], speaker: str | None = "Behn", **more: Any) -> Claim:
    evidence = tuple(Evidence(passage(i, w), "supports", None, i.document.published) for i, w in carried)
    origins = (Origin(speaker or "Bote", "person", tuple(i.document.id for i, _ in carried)),)
    values: dict[str, Any] = {"modality": "asserted", "polarity": "positive", "origins": origins, **more}
    return Claim(key, carried[0][1], speaker, (speaker or "", "Bote"), evidence=evidence, **values)


def value(found: AnnotatedDocument, words: str, amount: float) -> NumberValue:
    return NumberValue(amount, words, passage(found, words), as_of=found.document.published)


def compared(*values: NumberValue, verdict: Verdict | None = None) -> NumberComparison:
    pairs = tuple(ValuePair(i, len(values) - 1, verdict, "weil") for i in range(len(values) - 1) if verdict)
    return NumberComparison("Verletzte", values, verdict, "weil" if verdict else "", pairs)


def state(*items: AnnotatedDocument, **said: Any) -> State:
    return State(story(*items), Corroboration(**said))


def kinds(found: tuple[NewItem, ...]) -> list[tuple[str, str]]:
    return [(i.kind, i.text) for i in found]


BEFORE = state(
    FIRST, claims=(claim("c1", (FIRST, "Es gab 17 Verletzte")),), numbers=(compared(value(FIRST, "17", 17)),)
)


def test_a_story_that_was_not_there_is_new_with_all_it_says() -> None:
    found = news(None, BEFORE, LATER)
    assert kinds(found) == [
        ("story", "Erstmals berichtet: Unfall in Emden."),
        ("claim", "Behn sagt: Es gab 17 Verletzte."),
    ]
    assert {i.at for i in found} == {LATER} and len({i.id for i in found}) == 2
    assert all(i.citations for i in found)


@pytest.mark.parametrize("rest", [13, 14, 33])
def test_a_story_that_rested_for_weeks_goes_on(rest: int) -> None:
    again = item(
        "b", "Der Fahrer steht vor Gericht.", "Prozess um Busunfall in Emden", published=MONDAY + timedelta(days=rest)
    )
    found = [i for i in news(state(FIRST), state(FIRST, again), LATER) if i.kind == "resumed"]
    if rest < 14:
        assert not found
        return
    (resumed,) = found
    assert resumed.text == f"Nach {rest} Tagen ohne Bericht geht es weiter: Prozess um Busunfall in Emden."
    assert [(c.document, c.field) for c in resumed.citations] == [("b", "title")]
    assert resumed.count == rest
    further = item("c", "Das Urteil ist gefallen.", "Urteil in Emden", published=MONDAY + timedelta(days=rest + 1))
    assert not [i for i in news(state(FIRST, again), state(FIRST, again, further), LATER) if i.kind == "resumed"]


def test_a_value_that_changed_is_told_with_what_it_was() -> None:
    new = item("b", "Inzwischen sind es 19 Verletzte.", outlet="Kurier", published=LATER)
    group = compared(value(FIRST, "17", 17), value(new, "19", 19), verdict="superseded")
    (found,) = news(BEFORE, state(FIRST, new, numbers=(group,)), LATER)
    assert (found.kind, found.text) == ("value-changed", "Verletzte: jetzt 19 statt 17, nach Kurier.")
    assert [c.quote for c in found.citations] == ["19", "17"]


def test_a_late_report_of_an_earlier_value_changes_nothing() -> None:
    old = item("b", "Zunächst waren es 12 Verletzte.", outlet="Kurier", published=MONDAY - timedelta(hours=2))
    group = compared(value(FIRST, "17", 17), value(old, "12", 12), verdict="superseded")
    assert news(BEFORE, state(FIRST, old, numbers=(group,)), LATER) == ()


def test_the_value_that_is_replaced_is_the_nearest_one() -> None:
    old = item("a", "Es gab 17 Verletzte und 4 Schwerverletzte.")
    new = item("b", "Nun zählt man 5 Schwerverletzte.", outlet="Kurier", published=LATER)
    before = (value(old, "17", 17), value(old, "4", 4))
    group = compared(*before, value(new, "5", 5), verdict="superseded")
    (found,) = news(state(old, numbers=(compared(*before),)), state(old, new, numbers=(group,)), LATER)
    assert (found.before, found.after) == ("4", "5")


@pytest.mark.parametrize("verdict", ["same", "rounding", "granularity", "compatible"])
def test_the_same_value_in_other_words_is_no_change(verdict: Verdict) -> None:
    new = item("b", "Rund 20 Verletzte wurden versorgt.", outlet="Kurier", published=LATER)
    group = compared(value(FIRST, "17", 17), value(new, "20", 20), verdict=verdict)
    assert news(BEFORE, state(FIRST, new, numbers=(group,)), LATER) == ()


def test_an_order_of_magnitude_replaces_no_figure() -> None:
    new = item("b", "Es gab Dutzende Verletzte.", outlet="Kurier", published=LATER)
    vague = replace(value(new, "Dutzende", 24), approximate=True)
    group = compared(value(FIRST, "17", 17), vague, verdict="superseded")
    assert news(BEFORE, state(FIRST, new, numbers=(group,)), LATER) == ()


def test_a_contradiction_is_opened_and_settled() -> None:
    new = item("b", "Es gab 23 Verletzte, so die Klinik.", outlet="Kurier", published=LATER)
    open_ = compared(value(FIRST, "17", 17), value(new, "23", 23), verdict="contradiction")
    middle = state(FIRST, new, numbers=(open_,))
    (opened,) = news(BEFORE, middle, LATER)
    assert (opened.kind, opened.before, opened.after) == ("contradiction", "17", "23")
    last = item("c", "Gezählt wurden am Ende 23 Verletzte.", outlet="Tag", published=LATER + timedelta(days=1))
    values = (*open_.values, value(last, "23", 23))
    settled = NumberComparison("Verletzte", values, "superseded", "", (ValuePair(0, 1, "superseded", "später"),))
    (closed,) = news(middle, state(FIRST, new, last, numbers=(settled,)), LATER)
    assert (closed.kind, closed.about, closed.text) == ("resolved", opened.about, "Zu „Verletzte“ gilt nun: 23.")
    assert condensed((opened, closed), MONDAY, "de") == ()


def test_a_denial_is_told_as_one() -> None:
    new = item("b", "Das stimme nicht, sagte Anwalt Ostermann.", outlet="Kurier", published=LATER)
    denying = claim("c2", (new, "Das stimme nicht"), speaker="Ostermann", modality="denied")
    (found,) = news(BEFORE, state(FIRST, new, claims=(*BEFORE.corroboration.claims, denying)), LATER)
    assert (found.kind, found.text) == ("denied", "Ostermann widerspricht: Das stimme nicht.")


def test_a_claim_that_speaks_against_another_opens_a_contradiction() -> None:
    new = item("b", "Verletzt wurde niemand, sagte Tammen.", outlet="Kurier", published=LATER)
    known = claim("c1", (FIRST, "Es gab 17 Verletzte"), conflicts=(Conflict("contradiction", "c2", "Gegenteil"),))
    against = claim(
        "c2",
        (new, "Verletzt wurde niemand"),
        speaker="Tammen",
        conflicts=(Conflict("contradiction", "c1", "Gegenteil"),),
    )
    (found,) = news(BEFORE, state(FIRST, new, claims=(known, against)), LATER)
    assert (found.kind, [c.document for c in found.citations]) == ("contradiction", ["b", "a"])
    assert news(state(FIRST, new, claims=(known, against)), state(FIRST, new, claims=(known, against)), LATER) == ()


def test_a_further_origin_confirms_with_the_number_of_origins() -> None:
    new = item("b", "17 Menschen seien verletzt, sagte auch Tammen.", outlet="Kurier", published=LATER)
    both = replace(
        claim("c1", (FIRST, "Es gab 17 Verletzte"), (new, "17 Menschen seien verletzt")),
        origins=(Origin("Behn", "person", ("a",)), Origin("Tammen", "person", ("b",))),
    )
    (found,) = news(BEFORE, state(FIRST, new, claims=(both,)), LATER)
    assert (found.kind, found.count, found.who) == ("confirmed", 2, "Tammen")
    unnamed = replace(both, origins=(both.origins[0], Origin("Ermittler", "anonymous", ("b",))))
    assert news(BEFORE, state(FIRST, new, claims=(unnamed,)), LATER) == ()


def test_copies_headlines_and_the_same_document_again_say_nothing_new() -> None:
    copy = item("b", FIRST.document.text, "Ganz anders: Horror-Unfall!", outlet="Kurier", published=LATER)
    said = (claim("c1", (FIRST, "Es gab 17 Verletzte"), (copy, "Es gab 17 Verletzte")),)
    numbers = (compared(value(FIRST, "17", 17), value(copy, "17", 17), verdict="same"),)
    assert news(BEFORE, state(FIRST, copy, claims=said, numbers=numbers), LATER) == ()
    assert without_reprints(story(FIRST, copy)).documents == (FIRST,)
    assert news(BEFORE, BEFORE, LATER) == ()


def test_a_partial_copy_brings_its_own_words_only() -> None:
    copy = item("b", "Es gab 17 Verletzte, sagte Behn. Die Straße ist gesperrt, sagte Uhl.", outlet="Kurier")
    said = (
        claim("c1", (FIRST, "Es gab 17 Verletzte"), (copy, "Es gab 17 Verletzte")),
        claim("c2", (copy, "Die Straße ist gesperrt"), speaker="Uhl"),
    )
    assert kinds(news(BEFORE, state(FIRST, copy, claims=said), LATER)) == [
        ("claim", "Uhl sagt: Die Straße ist gesperrt.")
    ]


def test_what_an_edited_article_no_longer_says_is_taken_back() -> None:
    edited = item("a", "Es gab 17 Verletzte, sagte Behn.", "Unfall in Emden", outlet="Bote", revision=2)
    sober = claim("c2", (FIRST, "Der Fahrer war nüchtern"), speaker=None)
    before = state(FIRST, claims=(*BEFORE.corroboration.claims, sober))
    after = state(edited, claims=(claim("c1", (edited, "Es gab 17 Verletzte")),))
    (found,) = news(before, after, LATER)
    assert (found.kind, found.text) == ("retracted", "Bote berichtet nicht mehr: Der Fahrer war nüchtern.")
    assert found.citations[0].revision == 1
    reworded = item("a", "Es gab 17 Verletzte. Nüchtern war der Fahrer.", outlet="Bote", revision=2)
    assert news(before, state(reworded), LATER) == ()


def test_an_outlet_that_corrects_itself_takes_back() -> None:
    text = "Wir haben am Montag berichtet, der Fahrer sei geflohen. Das ist falsch."
    new = item("b", text, "Korrektur", outlet="Bote", published=LATER)
    (found,) = news(BEFORE, state(FIRST, new), LATER)
    assert (found.kind, found.who, found.citations[0].quote) == ("retracted", "Bote", text)
    stranger = item("b", text, "Korrektur", outlet="Kurier", published=LATER)
    assert news(BEFORE, state(FIRST, stranger), LATER) == (), "it has printed nothing on this story before"


@pytest.mark.parametrize(
    ("headline", "sentence", "language", "expected"),
    [
        ("Richtigstellung", "Diese Angabe war unzutreffend.", "de", True),
        ("Bus prallt gegen Baum", "Wir ziehen den Artikel zurück.", "de", True),
        ("Bus prallt gegen Baum", "In einer früheren Fassung stand eine andere Zahl.", "de", True),
        ("Bus prallt gegen Baum", "Der Vorwurf ist falsch, sagte die Anwältin.", "de", False),
        ("Korrektur der Linienführung", "Der Bus fährt nun durch die Altstadt.", "de", False),
        ("Correction", "That figure was wrong.", "en", True),
        ("Bus hits tree", "The allegation is wrong, she said.", "en", False),
    ],
)
def test_corrections_speak_for_the_outlet(headline: str, sentence: str, language: str, expected: bool) -> None:
    assert corrects(headline, sentence, language) is expected


def test_a_step_is_told_once_it_is_done() -> None:
    new = item("b", "Der Landtag stimmte zu.", outlet="Kurier", published=LATER)
    waiting = ProcessStep("approved", "open", "Land", label="Zustimmung")
    done = ProcessStep("approved", "done", "Land", LATER.date(), None, (passage(new, "stimmte zu"),), "Zustimmung")
    before = replace(BEFORE, corroboration=Corroboration(processes=(Process("treaty", "Vertrag", (waiting,)),)))
    after = state(FIRST, new, processes=(Process("treaty", "Vertrag", (done,)),))
    (found,) = news(before, after, LATER)
    assert (found.kind, found.text) == ("step", "Erledigt: Zustimmung, Land, 30.3.2026 (Vertrag).")


def test_a_scene_that_moves_is_told_with_the_words_that_name_it() -> None:
    def seen_at(identifier: str, town: str, geonameid: int, latitude: float, when: Any) -> AnnotatedDocument:
        text = f"Es brannte in {town}."
        where = PlaceMention(at(text, town), town, "so", geonameid, latitude, 10.0)
        found = item(identifier, text, published=when, outlet=identifier, places=(where,))
        here = Scene(town, latitude, 10.0, "city", "so", geonameid, "DE")
        return replace(found, annotations=replace(found.annotations, scene=here))

    old = seen_at("a", "Gera", 1, 50.9, MONDAY)
    new = (seen_at("b", "Halle", 2, 51.5, LATER), seen_at("c", "Halle", 2, 51.5, LATER))
    (found,) = news(state(old), state(old, *new), LATER)
    assert (found.kind, found.before, found.after, found.citations[0].quote) == ("scene", "Gera", "Halle", "Halle")


def test_reactions_are_a_number() -> None:
    rows = tuple(Post(f"p{i}", "mastodon", "t", f"Wort {i}", "x", MONDAY) for i in range(3))
    links = tuple(PostLink(p.id, "s-1", 1.0, "genannt", "empty" if p.id == "p0" else None) for p in rows)
    after = replace(BEFORE, material=story(FIRST, posts=rows, post_links=links))
    (found,) = news(BEFORE, after, LATER)
    assert (found.kind, found.count, found.citations) == ("reactions", 2, ())


def test_a_clause_goes_on_the_sentence() -> None:
    assert told_claim("asserted", "de", "Behn", "dass er fuhr") == "Behn sagt, dass er fuhr."
    assert told_claim("asserted", "en", "Behn", "that he drove") == "Behn says that he drove."
    assert told_claim("asserted", "de", "Behn", "„Nein!“ Und: „Nie!“") == "Behn sagt: „Nein!“ Und: „Nie!“."


def _changed(before: str, after: str) -> NewItem:
    return NewItem(MONDAY, "value-changed", f"{before} {after}", (), MONDAY, about="v", before=before, after=after)


def test_a_chain_of_values_is_one_change() -> None:
    found = condensed((_changed("15", "22"), _changed("22", "31")), MONDAY, "de")
    assert [(i.before, i.after) for i in found] == [("15", "31")]
    assert condensed((_changed("15", "22"), _changed("22", "15")), MONDAY, "de") == ()


_STEPS = [(a, b) for a in ("15", "22", "31") for b in ("15", "22", "31") if a != b]
_ITEMS = st.lists(
    st.one_of(
        st.sampled_from(_STEPS).map(lambda step: _changed(*step)),
        st.builds(lambda n: NewItem(MONDAY, "reactions", str(n), (), MONDAY, about="r", count=n), st.integers(1, 5)),
        st.builds(
            lambda kind, about: NewItem(MONDAY, kind, kind, (), MONDAY, about=about),
            st.sampled_from(["claim", "denied", "retracted", "contradiction", "resolved"]),
            st.sampled_from("xy"),
        ),
    ),
    max_size=8,
)


@given(_ITEMS, _ITEMS)
def test_changes_may_be_put_together_in_parts(first: list[NewItem], second: list[NewItem]) -> None:
    whole = condensed([*first, *second], MONDAY, "de")
    parts = condensed([*condensed(first, MONDAY, "de"), *second], MONDAY, "de")
    assert whole == parts
