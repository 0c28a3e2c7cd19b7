"""A comment or forum post -> what kind of contribution it is, and the words that say so.

Traits: sentiment, argument, personal story, off topic, and toxic (insults somebody, or devalues a group). Each is a sum
of cues (connectives, evidence, first person in the past, kin, talk about the forum, ...) whose words a language brings
in its `posts.toml`; from a threshold on the post has the trait. Sums rather than a trained classifier, because each
mark can then be shown with its reason, and because the public sets of labelled posts may not train what ships. Irony
that no word betrays is missed.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from itertools import chain
from math import log2
from typing import Any, Final, Literal

from lagebild.language.stems import stem
from lagebild.records.span import Span

Sentiment = Literal["positive", "neutral", "negative"]

# Characters of a post that are read: forums allow a few thousand, a text may be anything.
_READ: Final = 6_000
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_OPPOSITE: Final = {"positive": "negative", "negative": "positive"}
# A negation turns what follows within so many words.
_REACH: Final = 2
# Posts from which on a thread tells something about each of them.
_THREAD: Final = 20
# Words below which a post is a call or a nod.
_BRIEF: Final = 8
# Words of praise weigh less than those of blame: who is angry writes that something "wäre besser".
_WEAK: Final = 0.5
_FOLDERS: Final = {"de": "german", "en": "english"}


@dataclass(frozen=True, slots=True)
class PostMark:
    """Words of a post that count for (weight > 0) or against a trait; `cue` names the group of words they belong to."""

    span: Span
    trait: str
    cue: str
    weight: float


@dataclass(frozen=True, slots=True)
class PostReading:
    """What a post is like: `scores` are the sums by trait, `marks` stand in the order of the text."""

    sentiment: Sentiment
    critical: bool
    argument: bool
    personal: bool
    off_topic: bool
    discriminating: bool
    insult: bool
    hidden: bool
    scores: Mapping[str, float]
    marks: tuple[PostMark, ...]

    @property
    def traits(self) -> tuple[str, ...]:
        """Return the names of the traits that the post has."""
        names = ("argument", "personal", "off_topic", "discriminating", "insult")
        return tuple(n for n in names if getattr(self, n))

    def why(self, trait: str, text: str, most: int = 4) -> tuple[str, ...]:
        """Return the words of `text` that speak most for a trait, each once, heaviest first."""
        named = (trait, "group", "devaluing") if trait == "discriminating" else (trait,)
        rows = [m for m in self.marks if m.trait in named and m.weight > 0]
        rows.sort(key=lambda m: (-m.weight, m.span.start))
        return tuple({m.span.of(text).casefold(): " ".join(m.span.of(text).split()) for m in rows}.values())[:most]


@dataclass(frozen=True, slots=True)
class _Limits:
    """When a sum makes a trait, and what length and setting of a post add to it."""

    threshold: float
    length: float = 0.0
    reply: float = 0.0
    related: float = 0.0
    unrelated: float = 0.0
    brief: float = 0.0
    drift: float = 0.0


@dataclass(frozen=True, slots=True)
class _Cue:
    name: str
    counts: Mapping[str, float]
    most: int
    words: frozenset[str]
    heads: tuple[str, ...]
    pattern: re.Pattern[str] | None

    def holds(self, word: str) -> bool:
        """Tell whether a word in lower case is one of the cue's."""
        return word in self.words or word.startswith(self.heads)

    def marks(self, spans: Iterable[Span]) -> Iterator[PostMark]:
        """Yield what the places of the cue count for, at most `most` of them."""
        for _, span in zip(range(self.most), spans, strict=False):
            for trait, weight in self.counts.items():
                yield PostMark(span, trait, self.name, weight)

    def patterned(self, text: str) -> Iterator[Span]:
        """Yield where the cue stands that is more than a word."""
        if self.pattern:
            yield from (Span(m.start(), m.end()) for m in self.pattern.finditer(text))


def _cue(name: str, row: Mapping[str, Any]) -> _Cue:
    words = str(row.get("words", "")).split()
    patterns = [f"(?:{p})" for p in row.get("patterns", ())]
    if "phrases" in row:
        patterns.append(rf"\b(?i:{'|'.join(re.escape(p) for p in row['phrases'])})(?!\w)")
    return _Cue(
        name=name,
        counts=row["counts"],
        most=row["most"],
        words=frozenset(w for w in words if "*" not in w),
        heads=tuple(w[:-1] for w in words if w.endswith("*")),
        pattern=re.compile("|".join(patterns)) if patterns else None,
    )


@dataclass(frozen=True, slots=True)
class ThreadPost:
    """A post as a thread is read: `parent` is the id of what it answers, None where it opens the talk."""

    id: str
    text: str
    parent: str | None = None


def _words(text: str) -> list[tuple[str, Span]]:
    return [(m.group().lower(), Span(m.start(), m.end())) for m in _WORD.finditer(text)]


class PostReader:
    """Reads posts of one language with the cues of its `posts.toml`."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._limits = {name: _Limits(**row) for name, row in table["traits"].items()}
        self._cues = tuple(_cue(name, row) for name, row in table["cues"].items())
        # Posts repeat words, and a word is compared with some two thousand.
        self._cues_of = lru_cache(100_000)(
            lambda word: tuple(at for at, cue in enumerate(self._cues) if cue.holds(word))
        )
        self._offer, self._contact = (
            _cue(n, {"counts": {}, "most": 1, **table["spam"][n]}) for n in ("offer", "contact")
        )
        self._spared = re.compile("|".join(f"(?:{p})" for p in table["spared"]["patterns"]))
        self._negations = frozenset(table["negation"]["words"].split())

    def read(self, text: str, *, reply: bool = False, about: frozenset[str] | None = None) -> PostReading:
        """Return what the post is like.

        `reply` tells that it answers another post; `about` are the stems of the article or thread (`subject`,
        `thread_subject`), None where they are not known: then only the words themselves can show it to be off topic.
        """
        text = text[:_READ]
        words = _words(text)
        marks = self._marks(text, words)
        spared = [Span(m.start(), m.end()) for m in self._spared.finditer(text)]
        marks = [m for m in marks if m.trait != "insult" or not any(s.contains(m.span) for s in spared)]
        marks = sorted(self._turned(marks, words), key=lambda m: (m.span, m.trait, m.cue))
        scores = {name: self._setting(name, len(words), reply) for name in self._limits}
        for mark in marks:
            scores[mark.trait] += mark.weight
        scores["off_topic"] += self._relation(text, about)
        scores["discriminating"] += min(scores["group"], 2.0) * min(scores["devaluing"], 3.0)
        scores["critical"] += _blame(scores)
        scores = {name: round(s, 2) for name, s in scores.items()}
        has = {name: scores[name] >= limits.threshold for name, limits in self._limits.items()}
        return PostReading(
            sentiment=self._sentiment(scores),
            critical=has["critical"],
            argument=has["argument"],
            personal=has["personal"],
            off_topic=has["off_topic"],
            discriminating=has["discriminating"],
            insult=has["insult"],
            hidden=has["insult"] or scores["discriminating"] >= self._limits["hidden"].threshold,
            scores=scores,
            marks=tuple(marks),
        )

    def advertises(self, text: str) -> bool:
        """Tell whether a post makes an offer and names a link, a number or an account to answer to."""
        return self._stands(self._contact, text) and self._stands(self._offer, text)

    def _stands(self, cue: _Cue, text: str) -> bool:
        return any(cue.holds(word) for word, _ in _words(text)) or any(True for _ in cue.patterned(text))

    def read_thread(self, posts: Sequence[ThreadPost], about: frozenset[str] | None = None) -> dict[str, PostReading]:
        """Return the readings of the posts of one thread by id.

        Where many talk about the forum the thread has drifted, which adds to what the words of each post say.
        """
        alone = {p.id: self.read(p.text, reply=p.parent is not None, about=about) for p in posts}
        limits = self._limits["off_topic"]
        astray = sum(any(m.cue == "forum" for m in r.marks) for r in alone.values())
        drift = limits.drift * astray / len(posts) if len(posts) >= _THREAD else 0.0
        found: dict[str, PostReading] = {}
        for post, reading in alone.items():
            score = round(reading.scores["off_topic"] + drift, 2)
            scores = {**reading.scores, "off_topic": score}
            found[post] = replace(reading, scores=scores, off_topic=score >= limits.threshold)
        return found

    def _marks(self, text: str, words: Sequence[tuple[str, Span]]) -> list[PostMark]:
        places: dict[int, list[Span]] = defaultdict(list)
        for word, span in words:
            for cue in self._cues_of(word):
                places[cue].append(span)
        rows = ((cue, chain(places[at], cue.patterned(text))) for at, cue in enumerate(self._cues))
        return [mark for cue, spans in rows for mark in cue.marks(spans)]

    def _setting(self, trait: str, words: int, reply: bool) -> float:
        limits = self._limits[trait]
        return limits.length * log2(1 + words) + limits.reply * reply + limits.brief * (words < _BRIEF)

    def _turned(self, marks: Iterable[PostMark], words: Sequence[tuple[str, Span]]) -> Iterator[PostMark]:
        """Give what a negation turns to the other side: "nicht gut" is a complaint, "nicht schlecht" is none."""
        turned: set[int] = set()
        for at, (word, _) in enumerate(words):
            if word in self._negations:
                turned.update(s.start for _, s in words[at + 1 : at + 1 + _REACH])
        for mark in marks:
            if mark.span.start in turned and mark.cue in _OPPOSITE:
                yield PostMark(mark.span, _OPPOSITE[mark.trait], mark.cue, mark.weight)
            else:
                yield mark

    def _relation(self, text: str, about: frozenset[str] | None) -> float:
        if about is None:
            return 0.0
        limits = self._limits["off_topic"]
        shared = len(subject(text) & about)
        return limits.related * min(shared, 4) if shared else limits.unrelated

    def _sentiment(self, scores: Mapping[str, float]) -> Sentiment:
        if _blame(scores) >= self._limits["negative"].threshold:
            return "negative"
        balance = scores["positive"] - max(0.0, scores["negative"])
        return "positive" if balance >= self._limits["positive"].threshold else "neutral"


def _blame(scores: Mapping[str, float]) -> float:
    return scores["negative"] - _WEAK * scores["positive"]


def subject(text: str) -> frozenset[str]:
    """Return the stems of a text's nouns, names and longer words: what it is about."""
    words = (m.group() for m in _WORD.finditer(text))
    return frozenset(stem(w) for w in words if len(w) > 6 or (len(w) > 3 and w[0].isupper()))


def thread_subject(texts: Sequence[str], share: float = 0.02) -> frozenset[str]:
    """Return the stems that at least two posts of a thread, and `share` of them, use: what the thread is about."""
    counts = Counter(s for text in texts for s in subject(text[:_READ]))
    return frozenset(s for s, n in counts.items() if n >= max(2.0, share * len(texts)))


def is_spam(text: str) -> bool:
    """Tell whether a post advertises: it offers something, and says where to get it."""
    text = text[:_READ]
    return any(reader.advertises(text) for reader in (post_reader("de"), post_reader("en")))


@cache
def post_reader(language: str) -> PostReader:
    """Return the reader of a language (ISO 639-1); English for those that have none of their own."""
    folder = _FOLDERS.get(language, "english")
    source = resources.files("lagebild.language") / folder / "posts.toml"
    return PostReader(tomllib.loads(source.read_text(encoding="utf-8")))
