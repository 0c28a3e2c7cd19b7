"""What linking remembers: bounded, gone when forgotten, and the same whether terms are words or numbers in arrays."""

import pickle
from datetime import UTC, datetime, timedelta
from math import isclose, log, sqrt

from hypothesis import example, given
from hypothesis import strategies as st

from lagebild.cluster.index import Packed, TermIndex
from lagebild.cluster.lexicon import chance
from lagebild.cluster.memory import Memory
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import Profile

START = datetime(2025, 5, 6, 8, tzinfo=UTC)
WORDS = ["quedlinburg", "husum", "#fire", "@ru", "=9000", "seeleut", "+05-11"]
Terms = dict[str, float]

texts = st.dictionaries(st.sampled_from(WORDS), st.sampled_from([0.4, 0.7, 1.0, 1.15, 1.3]), min_size=1)


def read(number: int, *terms: str, days: float = 0.0) -> Profile:
    return Profile(f"d{number}", START + timedelta(days=days), dict.fromkeys(terms, 1.0), frozenset(terms[:1]))


def test_terms_are_forgotten_with_the_documents_that_hold_them() -> None:
    memory = Memory(ClusterOptions(max_documents=2))
    for number in range(9):
        gone = memory.place(read(number, "strom", f"ort{number}"), f"s{number}")
        assert gone == ((f"d{number - 2}",) if number >= 2 else ())
    assert (memory.documents, len(memory)) == (2, 2)
    assert memory.terms == 3
    assert [found.id for found in memory.nearest([(1.0, "ort8"), (1.0, "ort3")])] == ["d8"]


def test_nothing_is_left_where_nothing_is_remembered() -> None:
    memory = Memory(ClusterOptions(max_documents=0))
    for number in range(3):
        assert memory.place(read(number, "strom", "ort"), "s") == (f"d{number}",)
    assert (memory.documents, len(memory), memory.terms) == (0, 0, 0)


def test_rest_and_single_days_empty_the_index_too() -> None:
    memory = Memory(ClusterOptions(window_days=9.0, single_days=2.0))
    for number in range(2):
        memory.place(read(number, "strom", "kiel"), "pair")
    memory.place(read(2, "brand", "husum"), "single")
    for number in (3, 4):
        memory.place(read(number, "wahl", days=5.0), "late")
    assert memory.story_of("d2") is None
    assert memory.terms == 3
    for number in (5, 6):
        memory.place(read(number, "wahl", days=20.0), "later")
    assert memory.terms == 1
    assert memory.get("pair") is None


def test_a_story_that_was_merged_holds_its_terms_once() -> None:
    memory = Memory(ClusterOptions())
    memory.place(read(0, "strom", "kiel"), "a")
    memory.place(read(1, "strom", "husum"), "b")
    apart = memory.rarity("strom")
    assert memory.merge("b", "a") == ("d1",)
    assert memory.rarity("strom") > apart, "what one story tells is rarer than what two tell"
    assert memory.terms == 3
    (latest, first) = memory.latest("a", 5)
    assert (latest.id, latest.terms, latest.head) == ("d1", {"strom": 1.0, "husum": 1.0}, frozenset({"strom"}))
    assert first.id == "d0"


def test_a_window_of_documents_bounds_everything() -> None:
    """The window is far shorter than the days: the queues that wait for these must not grow either."""
    memory = Memory(ClusterOptions(max_documents=50))
    sizes = []
    for number in range(4_000):
        memory.place(read(number, f"wort{number}", f"ort{number % 7}", days=number / 86_400), f"s{number // 3}")
        if number in (1_999, 3_999):
            sizes.append(len(pickle.dumps(memory)))
    assert memory.documents == 50
    assert sizes[1] < 1.2 * sizes[0]


@given(st.lists(texts, min_size=1, max_size=8), texts, st.sets(st.integers(0, 7)), st.sets(st.sampled_from(WORDS)))
def test_numbers_in_arrays_say_what_words_say(
    documents: list[Terms], asked: Terms, gone: set[int], head: set[str]
) -> None:
    index = TermIndex()
    packed: dict[int, Packed] = {}
    for position, terms in enumerate(documents):
        packed[position] = index.pack(terms, frozenset(head) & terms.keys())
        index.count(packed[position].numbers, 1)
        index.add(position, packed[position])
    for position in sorted(gone & packed.keys()):
        index.count(packed[position].numbers, -1)
        index.remove(position, packed.pop(position))
    index.count_stories(len(packed))
    left = {position: documents[position] for position in packed}

    def rarity(term: str) -> float:
        holders = sum(term in terms for terms in left.values())
        return max(0.0, -log((3_000.0 * chance(term) + holders) / (3_000.0 + len(left))))

    assert len(index) == len({t for terms in left.values() for t in terms})
    assert all(isclose(index.rarity(t), rarity(t), abs_tol=1e-12) for t in WORDS)
    ranked = [(w * rarity(t), t) for t, w in asked.items()]
    positions, masses = index.nearest(ranked, 600, 0, len(documents))
    expected = {p: sum(m * rarity(t) * terms.get(t, 0.0) for m, t in ranked) for p, terms in left.items()}
    nearest = dict(zip(positions.tolist(), masses.tolist(), strict=True))
    assert nearest.keys() == {p for p, mass in expected.items() if mass > 0.0}
    assert all(isclose(mass, expected[p]) for p, mass in nearest.items())
    own = frozenset(head) & asked.keys()
    for met, other in zip(index.overlaps(asked, own, list(packed.values())), left.values(), strict=True):
        both = asked.keys() & other.keys()
        assert isclose(met.dot, sum(asked[t] * other[t] * rarity(t) ** 2 for t in both), abs_tol=1e-9)
        assert isclose(met.square, sum((w * rarity(t)) ** 2 for t, w in other.items()))
        assert isclose(met.total, sum(w * rarity(t) for t, w in other.items()))
        assert isclose(met.head, sum(rarity(t) for t in other if t in head))
        assert isclose(met.held, sum(rarity(t) for t in both & own), abs_tol=1e-9)
        assert isclose(met.head_held, sum(rarity(t) for t in both & head), abs_tol=1e-9)
        assert {t for _, t in met.shared} == both
        assert [m for m, _ in met.shared] == sorted((m for m, _ in met.shared), reverse=True)
        assert all(isclose(m, min(asked[t], other[t]) * rarity(t)) for m, t in met.shared)


@given(st.lists(st.lists(texts, min_size=1, max_size=8), min_size=1, max_size=4), texts, st.integers(1, 9))
@example([[{word: 0.4} for word in WORDS[:5]]], {WORDS[0]: 0.4}, 1)
def test_the_core_is_what_enough_documents_share(stories: list[list[Terms]], asked: Terms, most: int) -> None:
    index = TermIndex()
    packed = [[index.pack(terms, frozenset()) for terms in documents] for documents in stories]
    for documents, reach in zip(stories, index.cores(asked, packed, 4, most), strict=True):
        shares = {t: sum(t in terms for terms in documents) / len(documents) for t in WORDS}
        often = {t: share * index.rarity(t) for t, share in shares.items() if share and share * 4 >= 1}
        least = min(sorted(often.values(), reverse=True)[:most], default=0.0)
        core = {t: mass for t, mass in often.items() if mass >= least}
        length = sqrt(sum(mass * mass for mass in core.values())) or 1.0
        dot = sum(mass * asked.get(t, 0.0) * index.rarity(t) for t, mass in core.items())
        assert isclose(reach, dot / length, abs_tol=1e-9)
