"""Two texts beside each other: what both have, what only one has, whatever the order."""

from hypothesis import given
from hypothesis import strategies as st

from lagebild.serve.web.difference import Stretch, beside, difference, tally

SENTENCES = (
    "Rund 15.000 Menschen waren am Montag in Lüneburg ohne Strom.",
    "Das sagte ein Sprecher der Stadtwerke am Abend in der Stadt.",
    "Im Klinikum sprang das Notstromaggregat sofort an, niemand wurde verletzt.",
    "Die Feuerwehr rückte mit 40 Leuten aus und blieb bis in die Nacht.",
)
TEXTS = st.lists(st.sampled_from([*SENTENCES, "Kurz.", "", "der die das", "15.000"]), max_size=8)


def told(stretches: tuple[Stretch, ...], *kinds: str) -> str:
    return "".join(s.text for s in stretches if s.kind in kinds)


@given(TEXTS, TEXTS, st.sampled_from([" ", "\n\n"]))
def test_nothing_is_lost_and_nothing_invented(older: list[str], newer: list[str], joint: str) -> None:
    a, b = joint.join(older), "\n".join(newer)
    edit = difference(a, b)
    assert (told(edit, "same", "deleted"), told(edit, "same", "inserted")) == (a, b)
    both = beside(a, b)
    assert (told(both.original, "same", "deleted"), told(both.copy, "same", "inserted")) == (a, b)
    assert {s.kind for s in both.original} <= {"same", "deleted"} and {s.kind for s in both.copy} <= {
        "same",
        "inserted",
    }
    assert 0 <= both.tally.share <= 1


@given(st.text(max_size=300))
def test_a_text_beside_itself_has_no_difference(text: str) -> None:
    both = beside(text, text)
    assert not both.tally.deleted and not both.tally.inserted
    assert told(difference(text, text), "same") == text


def test_a_moved_paragraph_is_taken_over_and_not_written_anew() -> None:
    both = beside("\n\n".join(SENTENCES), "\n".join((SENTENCES[2], SENTENCES[0], SENTENCES[1])))
    assert not told(both.copy, "inserted").strip()
    assert told(both.original, "deleted").strip() == SENTENCES[3]
    assert (both.tally.share, both.tally.inserted, both.tally.deleted) == (1.0, 0, 13)


def test_a_changed_word_inside_a_passage_is_marked_alone() -> None:
    both = beside(" ".join(SENTENCES), " ".join(SENTENCES).replace("ein Sprecher", "eine Sprecherin"))
    assert told(both.copy, "inserted").strip() == "eine Sprecherin"
    assert told(both.original, "deleted").strip() == "ein Sprecher"
    assert both.tally.inserted == both.tally.deleted == 2


def test_words_that_are_equal_by_chance_are_not_taken_over() -> None:
    """Between two passages somebody wrote anew; "der" and "in" are in every sentence."""
    written = "Der Ausfall in der Stadt traf am Ende mehr Häuser als gedacht."
    other = "In der Nacht fuhren keine Züge, der Bahnhof war in der Region dunkel."
    both = beside(" ".join((SENTENCES[0], written, SENTENCES[2])), " ".join((SENTENCES[0], other, SENTENCES[2])))
    assert told(both.copy, "inserted").strip() == other
    assert told(both.original, "deleted").strip() == written


def test_changed_neighbours_are_one_change() -> None:
    kinds = [s.kind for s in difference("Es waren zwei junge Männer.", "Es waren drei alte Männer.")]
    assert kinds == ["same", "deleted", "inserted", "same"]


def test_words_are_counted_as_readers_count_them() -> None:
    counted = tally(difference("Um 5.30 Uhr, sagte er.", "Um 5.30 Uhr früh, sagte er."))
    assert (counted.same, counted.deleted, counted.inserted) == (5, 0, 1)
    assert tally(()).share == 0
