"""Turns a story's posts into how the public reacts: exact counts first, then kinds, topics, mood and typical voices.

Counted is every post that was not removed as empty, as a duplicate or as spam; toxic posts count, but are shown only on
demand, with the words for which they are kept back. Voices are arguments and personal stories rather than noise.
Commenters are not the public: the pages say so beside the figures.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from lagebild.depict.options import DepictOptions
from lagebild.depict.voices import read, stances, toxic, voices
from lagebild.language.posts import PostReading
from lagebild.language.stems import stem
from lagebild.records.document import Post
from lagebild.records.story import StoryMaterial
from lagebild.records.view import Actor, Reactions, Topic

_WORD = re.compile(r"[^\W\d_]{2,}")
_LINK = re.compile(r"https?://\S+|[@#]\w+")
_TRAITS = ("argument", "personal", "off_topic", "discriminating", "insult")


@cache
def _stop() -> frozenset[str]:
    table = tomllib.loads((resources.files("lagebild.depict") / "reactions.toml").read_text(encoding="utf-8"))
    return frozenset(stem(w) for w in table["words"]["stop"].split())


def reactions(material: StoryMaterial, options: DepictOptions, actors: Sequence[Actor] = ()) -> Reactions:
    """Count and describe the posts of a story; `actors` are those of whom the posts may speak."""
    removed = Counter(link.removed for link in material.post_links if link.removed)
    gone = {link.post for link in material.post_links if link.removed}
    kept = [p for p in material.posts if p.id not in gone]
    languages, readings = read(material, kept)
    shown = [p for p in kept if not readings[p.id].hidden]
    times = sorted(p.created for p in kept if p.created)
    mood = Counter(readings[p.id].sentiment for p in kept)
    kinds = Counter(t for p in kept for t in readings[p.id].traits)
    return Reactions(
        social_comments=sum(not p.is_forum for p in kept),
        forum_posts=sum(p.is_forum for p in kept),
        removed=sum(removed.values()),
        removed_why=tuple(sorted(removed.items())),
        start=times[0] if times else None,
        end=times[-1] if times else None,
        platforms=tuple(sorted(Counter(p.platform for p in kept).items())),
        sentiment=tuple((k, mood[k]) for k in ("positive", "neutral", "negative")) if kept else (),
        topics=_topics(shown, options, readings),
        voices=voices(shown, readings, options),
        hidden=len(kept) - len(shown),
        traits=tuple((k, kinds[k]) for k in _TRAITS if kinds[k]),
        stances=stances(shown, actors, languages, options),
        languages=tuple(sorted(Counter(languages.values()).items())),
        toxic=toxic([p for p in kept if readings[p.id].hidden], readings, options),
    )


def _topics(posts: Sequence[Post], options: DepictOptions, readings: Mapping[str, PostReading]) -> tuple[Topic, ...]:
    """Name what many posts talk about: nouns that several posts use, each with the words that stand beside it."""
    users, spelled = _nouns(posts)
    worth = {p.id: (-len({"argument", "personal"} & set(readings[p.id].traits)), p.id) for p in posts}
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
        topics.append(Topic(words, len(users[key]), tuple(sorted(users[key], key=lambda p: worth[p]))[:3]))
    return tuple(topics)


def _nouns(posts: Sequence[Post]) -> tuple[dict[str, set[str]], dict[str, Counter[str]]]:
    """Return which posts use which noun, and how it is spelled.

    A word with a capital is a noun where it has it inside a sentence too; "Meine" at the head of one is none.
    """
    stop = _stop()
    users: dict[str, set[str]] = defaultdict(set)
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    inside: set[str] = set()
    lower: set[str] = set()
    for post in posts:
        text = _LINK.sub(" ", post.text)
        lower |= {stem(w) for w in _WORD.findall(text) if w[0].islower()}
        for match in _WORD.finditer(text):
            word, key = match.group(), stem(match.group())
            if not word[0].isupper() or len(word) < 4 or key in stop or (word.isupper() and len(word) > 6):
                continue
            users[key].add(post.id)
            spelled[key][word] += 1
            if re.search(r"[\w,] $", text[max(0, match.start() - 2) : match.start()]):
                inside.add(key)
    return {k: v for k, v in users.items() if k in inside and k not in lower}, spelled
