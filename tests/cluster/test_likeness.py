"""Vectors of reports beside their words: when they are compared, how much they weigh, and that stories keep them."""

import re
from dataclasses import replace
from math import sqrt

import pytest
from tests.cluster.test_linker import item

from lagebild.cluster.fit import VECTORS
from lagebild.cluster.linker import Linker, story_id
from lagebild.cluster.memory import Memory
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import profile
from lagebild.cluster.scorer import UNLIKE, Fit, shipped_weights
from lagebild.records.annotation import TextAnnotations
from lagebild.records.story import AnnotatedDocument

FLOOD = (
    "Nach tagelangem Regen ist die Alme über die Ufer getreten. Helfer füllen Sandsäcke, Keller laufen voll, Schulen "
    "bleiben geschlossen. Der Krisenstab rechnet am Abend mit dem Scheitel der Welle. Landwirte bringen Rinder in "
    "Ställe auf dem Hang, Fähren ruhen, Züge fahren Umwege. Pegel, Deiche und Pumpwerke werden ständig überwacht. "
    "Taucher sichern Öltanks, Soldaten verstärken Dämme, Apotheken verlagern Medikamente, Museen räumen Gemälde."
)
CLEANING = (
    "Freiwillige schaufeln Schlamm aus Wohnungen an der Alme. Container reichen kaum, Trockner sind ausverkauft, "
    "Schulen öffnen wieder. Versicherungen schicken Gutachter, Vereine sammeln Spenden, Handwerker arbeiten feiertags. "
    "Landwirte zählen verendete Rinder, Fähren fahren erneut. Geologen prüfen Hänge, Pegel sinken, Deiche trocknen. "
    "Bürgermeister verteilen Soforthilfe, Bäcker backen umsonst, Elektriker tauschen Zähler, Gärtner pflanzen Weiden."
)


def like(vector: list[int], text: str, number: int) -> AnnotatedDocument:
    plain = item(number, "An der Alme", text)
    return replace(plain, annotations=replace(plain.annotations, vector=bytes(v % 256 for v in vector * 96)))


def fit_between(first: AnnotatedDocument, second: AnnotatedDocument) -> Fit:
    linker = Linker()
    linker.link(first)
    (found, _), *_ = linker.fits(profile(second, ClusterOptions()))
    return found


def test_articles_are_weighed_by_their_vectors_too() -> None:
    east, near, west = [90, 3, -4, 5], [80, 40, 9, -2], [-70, 30, 4, 8]
    alike, apart = (fit_between(like(east, FLOOD, 1), like(v, CLEANING, 2)) for v in (near, west))
    unread = fit_between(item(1, "An der Alme", FLOOD), item(2, "An der Alme", CLEANING))
    assert alike.score > unread.score > apart.score
    assert alike.features["alike"] == pytest.approx(7274 / sqrt(8150 * 8085), abs=1e-4)
    # However unlike, it is doubted no further: a vector sees the theme, words and names see the happening.
    assert apart.features["alike"] == UNLIKE


def test_of_teasers_words_tell_more_than_vectors() -> None:
    teaser = FLOOD[:120]
    assert fit_between(like([90, 1, 2, 3], teaser, 1), like([-90, 1, 2, 3], teaser, 2)).features["compared"] == 0.0


def test_teasers_in_two_languages_are_weighed_by_their_vectors() -> None:
    def english(vector: list[int]) -> AnnotatedDocument:
        found = like(vector, "Helpers fill sandbags on the Alme after days of rain.", 2)
        return replace(found, annotations=replace(found.annotations, body=TextAnnotations("en", ())))

    german = like([90, 3, -4, 5], FLOOD[:120], 1)
    near, west = (fit_between(german, english(vector)) for vector in ([80, 40, 9, -2], [-70, 30, 4, 8]))
    assert (near.features["compared"], near.features["articles"]) == (1.0, 0.0)
    assert near.score > fit_between(german, english([0, 0, 0, 0])).score > west.score
    # Words say so little there that nothing stands against vectors that lie apart.
    assert west.features["alike"] < 0.0


@pytest.mark.parametrize(("german", "english", "same"), [(1, 1, False), (1, 5, True), (4, 4, True)])
def test_the_briefer_two_languages_tell_it_the_more_alike_it_must_be(german: int, english: int, same: bool) -> None:
    """Of two headlines vectors see the theme: everybody's health is like everybody's fitness."""
    told = "Helpers fill sandbags, cellars flood. "
    one = like([90, 3, -4, 5], " ".join(FLOOD.split(". ")[:german]), 1)
    other = like([80, 40, 30, -52], told if english == 1 else told + CLEANING[: 100 * english], 2)
    other = replace(other, annotations=replace(other.annotations, body=TextAnnotations("en", ())))
    found = fit_between(one, other)
    assert found.features["alike"] == pytest.approx(0.71, abs=0.01)
    assert (found.score >= ClusterOptions().attach) == same


def test_between_english_reports_vectors_must_lie_nearer() -> None:
    """All that is told in English lies nearer together."""
    east, near = [90, 3, -4, 5], [80, 40, 9, -2]
    scores = []
    for language in ("de", "en"):
        pair = []
        for number, (vector, text) in enumerate(((east, FLOOD), (near, CLEANING)), 1):
            plain = like(vector, text, number)
            pair.append(replace(plain, annotations=replace(plain.annotations, body=TextAnnotations(language, ()))))
        scores.append(fit_between(*pair).score)
    assert scores[0] > scores[1]


@pytest.mark.parametrize(("words", "compared"), [(30, (0.0, 0.0)), (41, (0.1, 0.9)), (60, (1.0, 1.0))])
def test_the_longer_two_reports_the_more_their_vectors_count(words: int, compared: tuple[float, float]) -> None:
    told = " ".join(dict.fromkeys(re.findall(r"\w{6,}", f"{FLOOD} {CLEANING}")))
    texts = [" ".join(order(told.split())[:words]) for order in (list, lambda w: w[::-1])]
    one, other = (like([90, 3, -4, 5], text, number) for number, text in enumerate(texts, 1))
    assert compared[0] <= fit_between(one, other).features["compared"] <= compared[1]


def test_fitting_writes_the_weights_of_vectors_that_are_shipped() -> None:
    assert shipped_weights().vectors == VECTORS


def test_likeness_as_a_whole_is_a_reason() -> None:
    linker = Linker()
    linker.link(like([90, 3, -4, 5], FLOOD, 1))
    (link,) = linker.link(like([90, 9, -4, 2], " ".join(reversed(FLOOD.split())), 2))
    assert "ähnlicher Inhalt" in link.reasons


def test_a_vector_that_is_none_or_of_another_size_is_not_compared() -> None:
    whole = like([90, 3, -4, 5], FLOOD, 1)
    for vector in (b"", bytes(384), b"\x05" * 100):
        other = replace(like([90, 3, -4, 5], CLEANING, 2).annotations, vector=vector)
        found = fit_between(whole, replace(item(2, "An der Alme", CLEANING), annotations=other))
        assert (found.features["alike"], found.features["compared"]) == (0.0, 0.0)


def test_the_last_link_of_a_chain_is_measured_by_the_whole() -> None:
    """Each report may be like the last one, and the last nothing like the first: then it tells something else."""
    mixed = f"{FLOOD[:220]} {CLEANING[220:]}"
    first, second, third = (
        like([90, 1, 0, 0], FLOOD, 1),
        like([70, 60, 0, 0], CLEANING, 2),
        like([9, 90, 0, 0], mixed, 3),
    )
    linker = Linker()
    linker.link(first)
    (joined,) = linker.link(second)
    (whole, story), *_ = linker.fits(profile(third, ClusterOptions()))
    assert story == joined.story == story_id("d1")
    assert whole.features["alike"] == pytest.approx((0.723 + 0.111) / 2, abs=1e-3)
    assert fit_between(second, third).score > 0.5 > whole.score


def test_reports_of_one_moment_may_differ_more() -> None:
    scores = []
    for days in (0.0, 6.0):
        later = item(2, "An der Alme", CLEANING, days)
        annotations = like([60, 60, -4, 5], CLEANING, 2).annotations
        found = fit_between(like([90, 3, -4, 5], FLOOD, 1), replace(later, annotations=annotations))
        scores.append(found.features["moment"])
    assert scores[0] == pytest.approx(1.0, abs=0.01)
    assert scores[1] < 0.0


def test_vectors_are_kept_when_stories_merge_and_reports_move() -> None:
    memory = Memory(ClusterOptions())
    for number in (1, 2):
        memory.place(profile(like([90, number, -4, 5], FLOOD, number), ClusterOptions()), f"s{number}")
    kept = memory.profile("d2")
    assert kept is not None and len(kept.vector) == 384
    memory.merge("s2", "s1")
    moved = memory.profile("d2")
    assert moved is not None and moved.vector == kept.vector
    memory.move("d2", "s3")
    moved = memory.profile("d2")
    assert moved is not None and moved.vector == kept.vector


BACKGROUND = (
    "Die Almewerke mit Sitz in Paderborn beschäftigen 1.200 Menschen und bauen Pumpen für Deiche, Keller, Bergwerke. "
    "Gegründet wurde das Unternehmen 1911 von zwei Brüdern, die in einer Scheune Brunnenpumpen gossen. Seit 2004 "
    "gehört es einer Stiftung, die auch ein Museum und eine Lehrwerkstatt unterhält. Zuletzt wuchs der Umsatz deutlich."
)


@pytest.mark.parametrize(("vector", "same"), [([80, 40, 9, -2], True), ([-70, 30, 4, 8], False)])
def test_a_background_printed_again_joins_nothing_by_itself(vector: list[int], same: bool) -> None:
    """Agencies end reports of all that a house does with the same paragraph; what opens them tells the happening."""
    first = like([90, 3, -4, 5], f"{FLOOD} {BACKGROUND}", 1)
    second = like(vector, f"{CLEANING} {BACKGROUND}", 2)
    linker = Linker()
    linker.link(first)
    (link,) = linker.link(second)
    assert (link.story == story_id("d1"), link.copy_of) == ((True, "d1") if same else (False, None))


def test_a_copied_opening_joins_whatever_follows() -> None:
    linker = Linker()
    linker.link(like([90, 3, -4, 5], f"{FLOOD} {CLEANING}", 1))
    (link,) = linker.link(like([-70, 30, 4, 8], f"{FLOOD} {BACKGROUND}", 2))
    assert (link.story, link.copy_of) == (story_id("d1"), "d1")
