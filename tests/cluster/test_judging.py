"""Judgements over the machine's links: what holds, what is undone, and what the linker leaves alone."""

from datetime import UTC, datetime, timedelta

import pytest

from lagebild.cluster.judging import Place, judgement_id, links, placed, related, settled, standing
from lagebild.cluster.linker import Linker, story_id
from lagebild.cluster.options import ClusterOptions
from lagebild.records.annotation import Annotations, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.judgement import Judgement, JudgementKind
from lagebild.records.story import AnnotatedDocument, StoryLink
from lagebild.report.reasons import reason_in

NOON = datetime(2026, 3, 30, 12, tzinfo=UTC)
OPTIONS = ClusterOptions(attach=0.3, merge=0.35)


def said(id_: str, kind: JudgementKind, documents: str, left: str, story: str, others: str = "") -> Judgement:
    return Judgement(id_, NOON, kind, tuple(documents), tuple(others), left, story)


def undoing(entry: Judgement) -> Judgement:
    return Judgement(
        f"-{entry.id}", NOON, "undone", entry.documents, entry.others, entry.story, entry.left, undoes=entry.id
    )


def machine(**stories: str) -> dict[str, StoryLink]:
    return {document: StoryLink(document, story, 0.9) for story, held in stories.items() for document in held}


def stands(unjudged: dict[str, StoryLink], *ledger: Judgement) -> dict[str, str]:
    return {d: place.story for d, place in placed(unjudged, ledger).items()}


def test_each_kind_of_judgement_puts_documents_where_it_says() -> None:
    held = machine(S="ab", T="cd")
    assert stands(held, said("1", "same", "cd", "T", "S", "ab")) == dict.fromkeys("abcd", "S")
    assert stands(held, said("1", "different", "b", "S", "U", "a")) == {"a": "S", "b": "U", "c": "T", "d": "T"}
    assert stands(held, said("1", "moved", "b", "S", "T", "a")) == {"a": "S", "b": "T", "c": "T", "d": "T"}


def test_later_judgements_stand_on_earlier_ones_and_undoing_takes_one_out() -> None:
    held = machine(S="ab", T="cd", U="e")
    one, two = said("1", "same", "cd", "T", "S", "ab"), said("2", "same", "abcd", "S", "U", "e")
    assert stands(held, one, two) == dict.fromkeys("abcde", "U")
    assert stands(held, one, two, undoing(one)) == {"a": "U", "b": "U", "e": "U", "c": "T", "d": "T"}
    assert stands(held, one, two, undoing(two)) == {"a": "S", "b": "S", "c": "S", "d": "S", "e": "U"}
    assert standing((one, two, undoing(one))) == (two,)


def test_what_joined_a_story_that_a_split_opened_returns_with_it() -> None:
    split = said("1", "different", "b", "S", "U", "a")
    held = machine(S="ab", U="c", T="d")
    assert stands(held, split) == {"a": "S", "b": "U", "c": "U", "d": "T"}
    assert stands(held, split, undoing(split)) == {"a": "S", "b": "S", "c": "S", "d": "T"}
    moved = said("2", "moved", "d", "T", "U")
    assert stands(held, split, moved, undoing(split)) == dict.fromkeys("abcd", "S")


def test_a_merge_moves_what_was_there_by_then() -> None:
    merge, back = said("1", "same", "ab", "S", "T", "c"), said("2", "moved", "a", "T", "S", "bc")
    held = machine(S="ab", T="c") | {"d": StoryLink("d", "S", 0.9, after="2")}
    assert stands(held, merge, back) == {"a": "S", "b": "T", "c": "T", "d": "S"}, "d came to a story filled again"
    held["d"] = StoryLink("d", "S", 0.9)
    assert stands(held, merge, back)["d"] == "T", "d was there before it was merged"


def test_what_joined_a_split_that_was_undone_goes_where_its_story_went() -> None:
    split, merge = said("1", "different", "b", "S", "U", "a"), said("2", "same", "a", "S", "T", "c")
    held = machine(S="ab", T="c") | {"d": StoryLink("d", "U", 0.9, after="2")}
    assert stands(held, split, merge) == {"a": "T", "b": "U", "c": "T", "d": "U"}
    assert stands(held, split, merge, undoing(split)) == dict.fromkeys("abcd", "T")


def test_links_say_by_whom_and_why() -> None:
    held = machine(S="ab", T="c") | {"b": StoryLink("b", "S", 0.8, ("gleicher Ort",), "a", 0.7)}
    entry = said("j", "moved", "b", "S", "T", "a")
    noted = Judgement("j", NOON, "moved", ("b",), ("a",), "S", "T", note="falscher Ort")
    assert links(held, placed(held, (entry,))) == {
        **held,
        "b": StoryLink("b", "T", 1.0, ("Von Hand: in diese Geschichte verschoben",), revises=True, judgement="j"),
    }
    assert links(held, placed(held, (noted,)))["b"].reasons == (
        "Von Hand: in diese Geschichte verschoben (falscher Ort)",
    )
    both = said("j", "same", "ab", "S", "T", "c")
    merged = links(held, placed(held, (both,)))["b"]
    assert (merged.copy_of, merged.copied_share) == ("a", 0.7), "the original moved along"


@pytest.mark.parametrize("kind", ["same", "different", "moved", "undone"])
def test_the_reason_is_said_in_english_too(kind: JudgementKind) -> None:
    held = machine(S="a")
    for note in (None, "weil (so)"):
        entry = Judgement("j", NOON, kind, ("a",), (), "S", "T", note)
        (reason,) = links(held, {"a": Place("T", entry)})["a"].reasons
        found = reason_in(reason, "en")
        assert found.language == "en" and found.text.startswith("By hand: ")
        assert (note or "") in found.text


def test_only_what_is_connected_is_read_anew() -> None:
    one, two = said("1", "same", "b", "T", "S"), said("2", "moved", "c", "U", "T")
    far = said("3", "same", "y", "Y", "X")
    assert related((one, two, far), {"U"}) == (one, two)
    assert related((one, two, far), {"Z"}) == ()


def test_stories_of_judged_documents_are_settled_and_so_are_those_named() -> None:
    entry = said("1", "moved", "b", "S", "T", "a")
    held = {"a": StoryLink("a", "R", 1.0), "b": StoryLink("b", "T", 1.0)}
    assert settled((entry,), held) == {"R", "S", "T"}
    assert settled((entry, undoing(entry)), held) == frozenset()


def test_the_id_follows_from_the_entry_before_and_from_what_is_said() -> None:
    assert judgement_id(None, "same", ("a",), "S") == judgement_id(None, "same", ("a",), "S")
    different = {judgement_id(b, k, d, "S") for b in (None, "j-1") for k in ("same", "moved") for d in (("a",), ("b",))}
    assert len(different) == 8


def item(identifier: str, hours: int, text: str) -> AnnotatedDocument:
    document = Document(identifier, text, title=text, published=NOON + timedelta(hours=hours))
    return AnnotatedDocument(document, Annotations(identifier, 1, "test/1", TextAnnotations("de")))


STORIES = ("Explosion Umspannwerk Quedlinburg Giftwolke", "Seeleute Streik Nordhavn Halvorsen")


def bridged(like: int, *judged: int) -> tuple[str, ...]:
    """Link two stories and a report of both that is more like one of them; return which reports were moved where."""
    linker = Linker(OPTIONS, settled=[story_id("ab"[k]) for k in judged])
    for n, text in enumerate(STORIES):
        (own,) = linker.link(item("ab"[n], n, text))
        assert own.story == story_id("ab"[n]), "the test needs two stories"
    own, *repairs = linker.link(item("bridge", 2, f"{STORIES[0]} {STORIES[1]} {STORIES[like]}"))
    assert own.story == story_id("ab"[like])
    names = {story_id(d): d for d in "ab"}
    return tuple(f"{r.document}>{names[r.story]}" for r in repairs if r.document != "bridge")


def test_a_settled_story_is_not_merged_into_another() -> None:
    assert bridged(0) == ("b>a",), "without judgements the younger one goes"
    assert bridged(0, 0) == ("b>a",)
    assert bridged(1, 1) == ("a>b",), "the judged one stays, whatever its age"
    assert bridged(0, 1) == bridged(0, 0, 1) == bridged(1, 0, 1) == ()
