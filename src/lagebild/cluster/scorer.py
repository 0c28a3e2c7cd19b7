"""A document and a remembered story -> how likely both tell one happening, with the evidence.

A logistic scorer over few, readable features: what the document shares with the story's most similar documents and with
its core, and what speaks against. The best documents are asked, not the sum of all, so that a story does not attract
more the larger it grows. The weights stand in `weights.toml` and are made by `lagebild.cluster.fit`.
"""

import tomllib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources
from math import asin, cos, exp, log, log1p, radians, sin, sqrt
from typing import Final

from lagebild.cluster.index import Overlap, Shared
from lagebild.cluster.memory import Remembered, RememberedStory
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.particulars import agreement
from lagebild.cluster.profile import TEASER, Profile

Rarity = Callable[[str], float]
Features = dict[str, float]

FAR: Final = 50.0
"""Kilometres from which two places are not the same one: beyond any conurbation's reach in reports of one town."""
UNLIKE: Final = 0.4
"""Cosine of two vectors below which articles have nothing in common: less does not count further against them."""
LIKE: Final = 0.7
"""Cosine from which the vectors are a reason by themselves."""
_VECTORS_FROM: Final = 0.25
"""Share of an article from which vectors count within one language; in teasers words and names tell more."""
_VECTORS_ALONE: Final = 0.5
"""Share of an article from which they decide."""
_WHOLE: Final = 40.0
"""Terms of two reports, on average, from which vectors of two languages tell happenings apart: of two headlines they
tell little but the theme."""
_DENSE: Final = 300.0
"""Stories remembered from which on a chance meeting becomes likelier with every doubling."""
_WEEK: Final = timedelta(days=7)
_CAST: Final = 3
"""Names and countries of a report from which they are all its actors: who shares none of them tells something else."""
_ENOUGH: Final = 22.0
"""Nats of what two reports share from which they hardly meet by chance: two or three telling words."""


_UNCOMPARED: Final[Features] = {"alike": 0.0, "compared": 0.0, "english": 0.0, "brief": 0.0}


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a document fits a story: score 0..1, the features it comes from, the exemplar that fits best, and the
    terms shared with it, most telling first, with their mass in nats."""

    score: float
    features: Features
    exemplar: Remembered
    shared: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights by feature and "bias": `short` for teasers, `long` for whole articles, and where vectors are compared
    `vectors`, among which "words" is that of the log odds by one or both of the others."""

    short: dict[str, float]
    long: dict[str, float]
    vectors: dict[str, float]


@cache
def shipped_weights() -> Weights:
    """Return the weights that come with the program."""
    data = tomllib.loads(resources.files("lagebild.cluster").joinpath("weights.toml").read_text("utf-8"))
    return Weights(data["short"], data["long"], data["vectors"])


@dataclass(frozen=True, slots=True)
class Lengths:
    """Of a document, in nats: the length of its vector of weight times rarity, its whole mass, that of its head; and
    its names and places, with their mass."""

    norm: float
    total: float
    head: float
    names: frozenset[str]
    named: float


def lengths(profile: Profile, rarity: Rarity) -> Lengths:
    """Measure a document once for all that it is compared with."""
    masses = [w * rarity(t) for t, w in profile.terms.items()]
    head = sum(rarity(t) for t in profile.terms if t in profile.head)
    names = frozenset((*profile.names, *profile.towns, *profile.lands))
    named = sum(rarity(t) for t in sorted(names))
    return Lengths(sqrt(sum(m * m for m in masses)) or 1.0, sum(masses), head, names, named)


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance of two places (latitude, longitude in degrees) in km (haversine)."""
    p, q, r, s = radians(a[0]), radians(a[1]), radians(b[0]), radians(b[1])
    return 12_742.0 * asin(sqrt(sin((r - p) / 2) ** 2 + cos(p) * cos(r) * sin((s - q) / 2) ** 2))


def elsewhere(a: Profile, b: Profile | Remembered) -> float:
    """Return 1 where both documents name towns and all of one lie far from all of the other, else 0.

    Towns known by name only are far from others of another name.
    """
    if not a.towns or not b.towns or not a.towns.keys().isdisjoint(b.towns):
        return 0.0
    known = [p for p in a.towns.values() if p is not None], [p for p in b.towns.values() if p is not None]
    return float(all(_far(p, q) for p in known[0] for q in known[1]))


def scenes_apart(a: Profile, b: Profile | Remembered) -> float:
    """Return 1 where both happenings are placed, further apart than one town reaches, else 0."""
    return float(a.scene is not None and b.scene is not None and _far(a.scene, b.scene))


def _far(a: tuple[float, float], b: tuple[float, float]) -> bool:
    # Most places differ by a degree of latitude, and then no angle needs to be computed.
    return abs(a[0] - b[0]) >= 1.0 or distance(a, b) > FAR


def strangers(own: Lengths, b: Profile | Remembered, rarity: Rarity) -> float:
    """Return how far names and places differ: 0 where one document has none or all are shared, 1 where none is."""
    if not own.names or not (b.names or b.towns or b.lands):
        return 0.0
    if own.names.isdisjoint(b.names) and own.names.isdisjoint(b.towns) and own.names.isdisjoint(b.lands):
        return 1.0
    # In order, for the sum to be the same to the last bit whenever it is made.
    masses = {t: rarity(t) for t in sorted({*b.names, *b.towns, *b.lands})}
    shared = sum(mass for t, mass in masses.items() if t in own.names)
    return 1.0 - min(1.0, shared / (min(own.named, sum(masses.values())) or 1.0))


def nameless(a: Profile, b: Profile | Remembered, shared: Shared) -> float:
    """Return 1 where two documents share words only: no name, place, day or figure, so perhaps just the theme."""
    return float(a.towns.keys().isdisjoint(b.towns) and not any(t in a.named for _, t in shared))


def others(a: Profile, b: Profile | Remembered) -> float:
    """Return 1 where both documents name several actors and none in common, else 0: two matches of one tournament."""
    cast, other = {*a.names, *a.lands}, {*b.names, *b.lands}
    return float(min(len(cast), len(other)) >= _CAST and cast.isdisjoint(other))


def _other_weekdays(a: Profile, b: Remembered) -> bool:
    """Tell whether both name days of the week and none in common; of reports weeks apart that says nothing."""
    if not a.weekdays or not b.weekdays or a.weekdays & b.weekdays:
        return False
    return not (a.dated and b.dated and a.when and b.when) or abs(a.when - b.when) <= _WEEK


def _disjoint(a: Collection[str], b: Collection[str]) -> float:
    return float(bool(a) and bool(b) and set(a).isdisjoint(b))


def cosine(met: Overlap, own: Lengths) -> float:
    """Return the cosine of two documents by their terms."""
    return met.dot / (own.norm * (sqrt(met.square) or 1.0))


def pair_features(a: Profile, b: Remembered, met: Overlap, rarity: Rarity, own: Lengths) -> Features:
    """Return the features of two documents, given what they share; `own` are the lengths of `a`."""
    mass = sum(m for m, _ in met.shared)
    names = a.names.keys() & b.names.keys()
    numbers = a.numbers.keys() & set(b.numbers)
    agreed = bool(names or numbers)
    features = {
        "cosine": cosine(met, own),
        "mass": log1p(mass),
        "contained": mass / (min(own.total, met.total) or 1.0),
        "top": met.shared[0][0] if met.shared else 0.0,
        "head": 0.5 * (met.held / (own.head or 1.0) + met.head_held / (met.head or 1.0)),
        "names": log1p(sum(m for m, t in met.shared if t in names)) if names else 0.0,
        "numbers": log1p(sum(m for m, t in met.shared if t in numbers)) if numbers else 0.0,
        "towns": float(not a.towns.keys().isdisjoint(b.towns)),
        "elsewhere": 0.0 if agreed else elsewhere(a, b),
        "scenes": 0.0 if agreed else scenes_apart(a, b),
        "strangers": strangers(own, b, rarity),
        "nameless": nameless(a, b, met.shared),
        "languages": float(a.language != b.language),
    }
    features["weekdays"] = float(a.language == b.language and _other_weekdays(a, b))
    features["particulars"] = agreement(a.particulars, b.particulars)
    features["placed"] = features["elsewhere"] * features["scenes"]
    features["others"] = others(a, b)
    features["thin"] = max(0.0, 1.0 - mass / _ENOUGH) * (1.0 - features["contained"])
    features["amounts"] = _disjoint(a.numbers, b.numbers)
    features["foreign"] = float(features["strangers"] == 1.0) * features["mass"]
    return features


def alike(a: Profile, story: Sequence[Remembered]) -> Features:
    """Return how alike the encoder finds a report and those of a story, the nearest first: the mean cosine of their
    vectors, and whether it counts.

    The mean, because in a chain of reports each may be like the last one and the last nothing like the first. It is
    taken of the reports in the language of the nearest. It counts between articles, by their length; in two languages
    whatever the length, since words say little there, and all the way down, while within one language unlike vectors
    are no more than unlike. The briefer two languages tell it, the more alike it must be. All that is told in English
    lies nearer together.
    """
    compared, language = _compared(a, story[0]), story[0].language
    if not compared:
        return _UNCOMPARED
    shares = [(_compared(a, b), b) for b in story if b.language == language]
    mean = sum(share * _cosine(a, b) for share, b in shares if share) / sum(share for share, _ in shares)
    return {
        "alike": mean if a.language != language else max(UNLIKE, mean),
        "compared": compared,
        "english": float(a.language == language == "en"),
        "brief": max(0.0, 1.0 - 0.5 * (len(a.terms) + story[0].size) / _WHOLE) if a.language != language else 0.0,
    }


def _compared(a: Profile, b: Remembered) -> float:
    """Return how far the vectors of two reports count."""
    if len(a.vector) != len(b.vector) or not any(a.vector) or not any(b.vector):
        return 0.0
    share = (articles(a, b) - _VECTORS_FROM) / (_VECTORS_ALONE - _VECTORS_FROM)
    return 1.0 if a.language != b.language else min(1.0, max(0.0, share))


def _cosine(a: Profile, b: Remembered) -> float:
    import numpy as np

    one, other = (np.frombuffer(v, np.int8).astype(np.float64) for v in (a.vector, b.vector))
    return float(one @ other) / sqrt(float(one @ one) * float(other @ other))


def articles(a: Profile, b: Remembered) -> float:
    """Return 0 where one of two reports is a teaser, 1 where both are whole articles, in between a share."""
    return min(1.0, max(0.0, (min(len(a.terms), b.size) - TEASER) / TEASER))


def story_features(
    profile: Profile,
    story: RememberedStory,
    nearest: Sequence[tuple[Remembered, Overlap]],
    core: float | None,
    rarity: Rarity,
    own: Lengths,
    options: ClusterOptions,
    stories: int,
) -> tuple[Features, Shared, Remembered]:
    """Return the features of a document and a story, given how far it reaches along the story's core, if that has one,
    and the story's documents nearest to it."""
    rows = sorted(((cosine(met, own), other, met) for other, met in nearest), key=lambda r: (-r[0], r[1].id))
    best, exemplar, met = rows[0]
    more = [row[0] for row in rows[1:3]]
    features = pair_features(profile, exemplar, met, rarity, own)
    features["support"] = sum(more) / min(2, len(story.kept) - 1) if len(story.kept) > 1 else best
    features["core"] = best if core is None else core / own.norm
    features["size"] = log(len(story.kept))
    features["rest"] = _rest(profile, story, options)
    features["density"] = max(0.0, log((1 + stories) / _DENSE))
    features["dense_mass"] = features["density"] * features["mass"]
    features["dense_nameless"] = features["density"] * features["nameless"]
    features["dense_thin"] = features["density"] * features["thin"]
    features["dense_core"] = features["density"] * features["core"]
    features |= alike(profile, [other for _, other, _ in rows])
    dated = profile.dated and exemplar.dated
    features["moment"] = 1.0 - 2.0 * features["rest"] if dated else 0.0
    features["articles"] = articles(profile, exemplar)
    return features, met.shared, exemplar


def logit(features: Features, weights: Weights) -> float:
    """Return the log odds: the scorer for teasers, that for whole articles, or a mixture by length.

    Where vectors are compared they decide, and the words count the less.
    """
    share = features["articles"]
    short = _weighted(features, weights.short) if share < 1.0 else 0.0
    long = _weighted(features, weights.long) if share > 0.0 else 0.0
    words = (1.0 - share) * short + share * long
    compared = features["compared"]
    if not compared:
        return words
    return (1.0 - compared) * words + compared * _weighted({**features, "words": words}, weights.vectors)


def _weighted(features: Features, table: dict[str, float]) -> float:
    return table["bias"] + sum([w * features[k] for k, w in table.items() if k != "bias"])


def probability(log_odds: float) -> float:
    """Return the probability that belongs to log odds."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, log_odds))))


def apart(features: Features) -> bool:
    """Tell two happenings by who and where, however alike they read: power cuts and raids, and matches of one day, are
    told in the same words everywhere.

    Short reports are apart where they are placed in towns far from each other with no name and no figure in common, or
    where both name several actors and none is the same. Whole articles name more people and towns than their own: they
    are where they are placed apart and share nothing that names who, where, when or how many.
    """
    if features["articles"] == 0.0 and features["elsewhere"] and (features["scenes"] or features["strangers"] == 1.0):
        return True
    if features["articles"] < _VECTORS_ALONE and features["others"]:
        return True
    return bool(features["placed"] and features["nameless"])


def fit(
    profile: Profile,
    story: RememberedStory,
    nearest: Sequence[tuple[Remembered, Overlap]],
    core: float | None,
    rarity: Rarity,
    own: Lengths,
    options: ClusterOptions,
    stories: int,
    weights: Weights,
) -> Fit:
    """Return how well the document fits the story: its most similar documents, supported by its core."""
    features, shared, exemplar = story_features(profile, story, nearest, core, rarity, own, options, stories)
    score = 0.0 if apart(features) else probability(logit(features, weights))
    return Fit(score, features, exemplar, tuple((t, m) for m, t in shared))


def is_question(found: Fit, options: ClusterOptions) -> bool:
    """Tell whether a fit too weak to join is worth asking a person about: two reports may share one theme."""
    if found.score < options.hold:
        return False
    mass = sum(m for _, m in found.shared)
    told = found.features["contained"] >= options.hold_share and mass >= options.hold_mass
    return told or found.features["compared"] == 1.0


def _rest(profile: Profile, story: RememberedStory, options: ClusterOptions) -> float:
    """Return 0 for a story told just now, towards 1 for one that rests: saturating, because stories do return."""
    last = story.last
    if profile.when is None or last is None:
        return 0.0
    days = abs((profile.when - last).total_seconds()) / 86_400.0
    return float(1.0 - 0.5 ** (days / options.half_life_days))
