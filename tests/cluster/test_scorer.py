"""What the scorer leaves uncomputed makes no difference."""

from hypothesis import example, given
from hypothesis import strategies as st

from lagebild.cluster.profile import Profile
from lagebild.cluster.scorer import FAR, distance, elsewhere, lengths, scenes_apart, strangers

WORDS = ("agnes", "berlin", "bonn", "celle", "dora")
RARITY = dict(zip(WORDS, (3.0, 1.0, 2.5, 4.0, 0.1), strict=True)).__getitem__
places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
names = st.sets(st.sampled_from(WORDS))


def placed(place: tuple[float, float]) -> Profile:
    return Profile("a", None, {}, towns={str(place): place}, scene=place)


def named(people: set[str], towns: set[str]) -> Profile:
    return Profile("a", None, {}, names=dict.fromkeys(people, ""), towns=dict.fromkeys(towns))


@given(places, places)
@example((90.0, 0.0), (89.0, 180.0))
@example((52.0, 13.0), (52.449, 13.0))
def test_places_are_far_apart_by_their_distance_alone(one: tuple[float, float], other: tuple[float, float]) -> None:
    far = float(distance(one, other) > FAR)
    assert scenes_apart(placed(one), placed(other)) == far
    assert elsewhere(placed(one), placed(other)) == (far if one != other else 0.0)


@given(names, names, names, names)
def test_strangers_share_no_name_by_its_mass(a: set[str], b: set[str], c: set[str], d: set[str]) -> None:
    one, other = named(a, b), named(c, d)
    left, right = a | b, c | d
    lesser = min(sum(map(RARITY, left)), sum(map(RARITY, right))) or 1.0
    expected = 1.0 - min(1.0, sum(map(RARITY, left & right)) / lesser) if left and right else 0.0
    assert abs(strangers(lengths(one, RARITY), other, RARITY) - expected) < 1e-9
