"""Turns a story's posts into how the public reacts: exact counts first, then topics, mood and typical voices.

Counted is every post that was not removed as empty or as a duplicate; rude posts count, but are not shown. Commenters
are not the public: the pages say so beside the figures.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import resources

from lagebild.depict.options import DepictOptions
from lagebild.language.stems import stem
from lagebild.records.document import Post
from lagebild.records.story import StoryMaterial
from lagebild.records.view import Reactions, Topic, Voice

_WORD = re.compile(r"[^\W\d_]{2,}")
_LINK = re.compile(r"https?://\S+|[@#]\w+")


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    table = tomllib.loads((resources.files("lagebild.depict") / "reactions.toml").read_text(encoding="utf-8"))
    return {key: frozenset(stem(w) for w in words.split()) for key, words in table["words"].items()}


def reactions(material: StoryMaterial, options: DepictOptions) -> Reactions:
    """Count and describe the posts of a story."""
    removed = Counter(link.removed for link in material.post_links if link.removed)
    gone = {link.post for link in material.post_links if link.removed}
    kept = [p for p in material.posts if p.id not in gone]
    shown = [p for p in kept if not is_rude(p.text)]
    times = sorted(p.created for p in kept if p.created)
    mood = Counter(sentiment(p.text) for p in kept)
    return Reactions(
        social_comments=sum(not p.is_forum for p in kept),
        forum_posts=sum(p.is_forum for p in kept),
        removed=sum(removed.values()),
        removed_why=tuple(sorted(removed.items())),
        start=times[0] if times else None,
        end=times[-1] if times else None,
        platforms=tuple(sorted(Counter(p.platform for p in kept).items())),
        sentiment=tuple((k, mood[k]) for k in ("positive", "neutral", "negative")) if kept else (),
        topics=_topics(shown, options),
        voices=_voices(shown, options),
        hidden=len(kept) - len(shown),
    )


def _stems(text: str) -> list[str]:
    return [stem(w) for w in _WORD.findall(_LINK.sub(" ", text))]


def is_rude(text: str) -> bool:
    """Tell whether a post insults: such posts count, but are not shown."""
    return not _lexicon()["rude"].isdisjoint(_stems(text))


def sentiment(text: str) -> str:
    """Return "positive", "negative" or "neutral" by the balance of words; a negation turns the word after it."""
    lexicon = _lexicon()
    balance, turned = 0, 1
    for word in _stems(text):
        balance += turned * ((word in lexicon["positive"]) - (word in lexicon["negative"]))
        turned = -1 if word in lexicon["negation"] else 1
    return "positive" if balance > 0 else "negative" if balance < 0 else "neutral"


def _topics(posts: Sequence[Post], options: DepictOptions) -> tuple[Topic, ...]:
    """Name what many posts talk about: nouns that several posts use, each with the words that stand beside it."""
    users, spelled = _nouns(posts)
    topics: list[Topic] = []
    taken: set[str] = set()
    used: set[str] = set()
    for key in sorted(users, key=lambda k: (-len(users[k]), k)):
        fresh = users[key] - taken
        if len(users[key]) < 3 or len(fresh) < 2 or len(topics) == options.topics or key in used:
            continue
        taken |= users[key]
        shared = {k: len(users[k] & users[key]) for k in users if k != key and k not in used}
        near = sorted(
            (k for k, n in shared.items() if n >= 2 and 2 * n >= len(users[key])), key=lambda k: (-shared[k], k)
        )
        used |= {key, *near[:2]}
        words = tuple(spelled[k].most_common(1)[0][0] for k in [key, *near[:2]])
        topics.append(Topic(words, len(users[key]), tuple(sorted(users[key])[:3])))
    return tuple(topics)


def _nouns(posts: Sequence[Post]) -> tuple[dict[str, set[str]], dict[str, Counter[str]]]:
    """Return which posts use which noun, and how it is spelled.

    A word with a capital is a noun where it has it inside a sentence too; "Meine" at the head of one is none.
    """
    stop = _lexicon()["stop"]
    users: dict[str, set[str]] = {}
    spelled: dict[str, Counter[str]] = {}
    inside: set[str] = set()
    lower: set[str] = set()
    for post in posts:
        text = _LINK.sub(" ", post.text)
        lower |= {stem(w) for w in _WORD.findall(text) if w[0].islower()}
        for match in _WORD.finditer(text):
            word, key = match.group(), stem(match.group())
            if not word[0].isupper() or len(word) < 4 or key in stop or (word.isupper() and len(word) > 6):
                continue
            users.setdefault(key, set()).add(post.id)
            spelled.setdefault(key, Counter())[word] += 1
            if re.search(r"[\w,] $", text[max(0, match.start() - 2) : match.start()]):
                inside.add(key)
    return {k: v for k, v in users.items() if k in inside and k not in lower}, spelled


def _voices(posts: Sequence[Post], options: DepictOptions) -> tuple[Voice, ...]:
    """Choose typical posts that differ: full of words that others use, one an author, neither a word nor an essay."""
    common = Counter(w for p in posts for w in set(_stems(p.text)) if len(w) > 4)
    left = {p.id: p for p in posts if 40 <= len(p.text) <= 400}
    stems = {i: frozenset(w for w in _stems(p.text) if len(w) > 4) for i, p in left.items()}
    chosen: list[Post] = []
    said: set[str] = set()
    while left and len(chosen) < options.voices:
        moods = Counter(sentiment(p.text) for p in chosen)
        best = max(
            left.values(),
            key=lambda p: (
                sum(common[w] for w in stems[p.id] - said)
                / (8 + len(p.text) / 6)
                / (1 + moods[sentiment(p.text)])
                / (1 + sum(c.platform == p.platform for c in chosen)),
                p.id,
            ),
        )
        chosen.append(best)
        said |= stems[best.id]
        left = {i: p for i, p in left.items() if p.author != best.author}
    return tuple(Voice(p.id, p.platform, p.author, p.text, p.created) for p in chosen)
