"""A document and a remembered story -> how likely both tell one happening, with the evidence in words.

A logistic scorer over few, readable features: what the document shares with the story's most similar document, what it
shares with the story as a whole, and what speaks against.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, log1p, sqrt
from typing import Final

from lagebild.cluster.memory import RememberedStory
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import Profile

Rarity = Callable[[str], float]
Shared = list[tuple[float, str]]

WEIGHTS: Final = {
    "bias": -11.75,
    "cosine": 4.4,
    "mass": 2.36,
    "contained": -5.95,
    "top1": 0.4,
    "top2": 0.11,
    "top3": 0.04,
    "places": 1.05,
    "other_places": -0.6,
    "other_numbers": -0.54,
    "strangers": -2.0,
    "elsewhere": -2.5,
    "rest": -3.0,
    "centre": 5.9,
    "size": 0.4,
    "density": -0.7,
}
"""Set by ridge regression over candidate stories of two days of headlines grouped by hand and of seven large ones in a
dense stream. By judgement: `size`, for size alone makes themes snowball; `other_places`, `strangers` (how far names
and places differ) and `elsewhere` (none of them shared), for two fires on one day must stay two. `density` is what a
chance meeting costs: the more stories there are, the more of them look alike; eased from the fit (-0.96), which saw
too few returns of small stories."""

LONG: Final = {"bias": -1.5, "cosine": 15.0, "rest": -1.5, "density": -0.5}
"""Two whole articles share many words whatever they tell: there only the angle between them says more than chance."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a document fits a story: score 0..1, the features it comes from, the exemplar that fits best."""

    score: float
    features: dict[str, float]
    exemplar: Profile
    shared: tuple[str, ...]


def profile_norm(profile: Profile, rarity: Rarity) -> float:
    """Return the length of the document's vector of weight times rarity."""
    return sqrt(sum((w * rarity(t)) ** 2 for t, w in profile.terms.items())) or 1.0


def _against(a: frozenset[str], b: frozenset[str]) -> float:
    return float(bool(a) and bool(b) and not a & b)


def _strangers(a: Profile, b: Profile, rarity: Rarity) -> float:
    """Return how far names and places differ: 0 where one document has none or all are shared, 1 where none is."""
    left, right = a.places.union(a.names), b.places.union(b.names)
    if not left or not right:
        return 0.0
    lesser = min(sum(rarity(t) for t in left), sum(rarity(t) for t in right))
    return 1.0 - min(1.0, sum(rarity(t) for t in left & right) / (lesser or 1.0))


def pair_features(a: Profile, b: Profile, rarity: Rarity, norm: float) -> tuple[dict[str, float], Shared]:
    """Return the features of two documents and the terms they share with their mass; `norm` is that of `a`."""
    shared: Shared = []
    dot = 0.0
    for t, w in a.terms.items():
        other = b.terms.get(t)
        if other is not None:
            r = rarity(t)
            dot += w * other * r * r
            shared.append((min(w, other) * r, t))
    mass = sum(m for m, _ in shared)
    top = sorted((m for m, _ in shared), reverse=True)[:4] + [0.0] * 4
    lesser = min(sum(w * rarity(t) for t, w in a.terms.items()), sum(w * rarity(t) for t, w in b.terms.items())) or 1.0
    features = {
        "cosine": dot / (norm * profile_norm(b, rarity)),
        "mass": log1p(mass),
        "contained": mass / lesser,
        "articles": min(1.0, max(0.0, (min(len(a.terms), len(b.terms)) - 30) / 30.0)),
        "top1": top[0],
        "top2": top[1],
        "top3": top[2],
        "places": float(bool(a.places & b.places)),
        "other_places": _against(a.places, b.places),
        "other_numbers": _against(a.numbers, b.numbers),
        "strangers": _strangers(a, b, rarity),
    }
    features["elsewhere"] = features["other_places"] * float(features["strangers"] == 1.0)
    return features, shared


def _story_features(profile: Profile, story: RememberedStory, rarity: Rarity, norm: float) -> dict[str, float]:
    """Return what the document shares with the story as a whole: terms count by how many of its documents hold them."""
    members = story.members
    dot = 0.0
    for t, w in profile.terms.items():
        r = rarity(t)
        count = story.counts.get(t, 0)
        if count:
            dot += w * r * r * count / members
    ranked = sorted(
        ((rarity(t) * (n / members), t) for t, n in story.counts.items() if n * 4 >= members), reverse=True
    )[:60]
    length = sqrt(sum(m * m for m, _ in ranked)) or 1.0
    return {"centre": dot / (norm * length), "size": min(3.0, log1p(members))}


def fit(
    profile: Profile, story: RememberedStory, rarity: Rarity, norm: float, options: ClusterOptions, stories: int = 1
) -> Fit:
    """Return how well the document fits the story: its most similar exemplar, supported by the story as a whole."""
    best: tuple[float, dict[str, float], Shared, Profile] | None = None
    for exemplar in story.exemplars:
        features, shared = pair_features(profile, exemplar, rarity, norm)
        rank = sum(WEIGHTS.get(k, 0.0) * v for k, v in features.items())
        if best is None or rank > best[0]:
            best = (rank, features, shared, exemplar)
    assert best is not None
    rank, features, shared, exemplar = best
    features["rest"] = _rest(profile, story, options)
    features |= _story_features(profile, story, rarity, norm)
    features["density"] = max(0.0, log((1 + stories) / 300.0))
    short = WEIGHTS["bias"] + sum(WEIGHTS.get(k, 0.0) * v for k, v in features.items())
    long = LONG["bias"] + sum(LONG.get(k, 0.0) * v for k, v in features.items())
    logit = (1.0 - features["articles"]) * short + features["articles"] * long
    score = 1.0 / (1.0 + exp(-max(-30.0, min(30.0, logit))))
    return Fit(score, features, exemplar, tuple(t for _, t in sorted(shared, reverse=True)))


def _rest(profile: Profile, story: RememberedStory, options: ClusterOptions) -> float:
    """Return 0 for a story told just now, towards 1 for one that rests: saturating, because stories do return."""
    if profile.when is None or story.last is None:
        return 0.0
    days = abs((profile.when - story.last).total_seconds()) / 86_400.0
    return float(1.0 - 0.5 ** (days / options.half_life_days))
