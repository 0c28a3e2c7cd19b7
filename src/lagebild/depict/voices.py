"""Turns posts and how they were read into the voices that are printed, and into what they say of the story's actors.

A voice is verbatim and names its post. Arguments and personal stories go before noise: a reader learns something
from them; toxic posts stand apart, each with the words for which it is kept back.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from lagebild.depict.options import DepictOptions
from lagebild.language.identify import language_of
from lagebild.language.posts import PostReading, ThreadPost, post_reader, subject, thread_subject
from lagebild.language.stems import stem
from lagebild.records.document import Post
from lagebild.records.story import StoryMaterial
from lagebild.records.view import Actor, Stance, Voice

_WORD = re.compile(r"[^\W\d_]{2,}")
_LINK = re.compile(r"https?://\S+|[@#]\w+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
# What a reader learns from a post: how many times as good a voice it is. An argument is rarer than an opinion.
_WORTH = {"argument": 2.0, "personal": 1.8, "off_topic": 0.3}
# Documents and characters of each from which the subject of a story is read: news stands at the head.
_DOCUMENTS, _HEAD = 50, 1_500


def read(material: StoryMaterial, posts: Sequence[Post]) -> tuple[dict[str, str], dict[str, PostReading]]:
    """Return the language of each post by its id, and its reading, thread by thread.

    What a post should be about are the words of the articles, and those that many posts of its thread share.
    """
    heads = [f"{d.document.title or ''}\n{d.document.text[:_HEAD]}" for d in material.documents[:_DOCUMENTS]]
    story = frozenset(s for head in heads for s in subject(head))
    languages = {p.id: language_of(p.text, material.story_language) for p in posts}
    threads: dict[tuple[str, str, str], list[Post]] = defaultdict(list)
    for post in posts:
        threads[post.platform, post.thread, languages[post.id]].append(post)
    found: dict[str, PostReading] = {}
    for (_, _, language), rows in threads.items():
        about = story | thread_subject([p.text for p in rows])
        found.update(post_reader(language).read_thread([ThreadPost(p.id, p.text, p.parent) for p in rows], about))
    return languages, found


def voices(posts: Sequence[Post], readings: Mapping[str, PostReading], options: DepictOptions) -> tuple[Voice, ...]:
    """Choose typical posts that differ: full of words that others use, one an author, neither a word nor an essay."""
    common = Counter(w for p in posts for w in set(_stems(p.text)) if len(w) > 4)
    left = {p.id: p for p in posts if 40 <= len(p.text) <= 400}
    stems = {i: frozenset(w for w in _stems(p.text) if len(w) > 4) for i, p in left.items()}
    chosen: list[Post] = []
    said: set[str] = set()
    while left and len(chosen) < options.voices:
        moods = Counter(readings[p.id].sentiment for p in chosen)
        best = max(
            left.values(),
            key=lambda p: (
                _worth(readings[p.id])
                * sum(common[w] for w in stems[p.id] - said)
                / (8 + len(p.text) / 6)
                / (1 + moods[readings[p.id].sentiment])
                / (1 + sum(c.platform == p.platform for c in chosen)),
                p.id,
            ),
        )
        chosen.append(best)
        said |= stems[best.id]
        left = {i: p for i, p in left.items() if p.author != best.author}
    return tuple(_voice(p, readings[p.id], ("argument", "personal", "off_topic")) for p in chosen)


def toxic(posts: Sequence[Post], readings: Mapping[str, PostReading], options: DepictOptions) -> tuple[Voice, ...]:
    """Return posts that are shown on demand only, in their order, each with the words for which it is kept back."""
    return tuple(_voice(p, readings[p.id], ("insult", "discriminating")) for p in posts[: options.voices])


def _voice(post: Post, reading: PostReading, traits: Sequence[str]) -> Voice:
    has = tuple(t for t in traits if t in reading.traits)
    why = dict.fromkeys(word for t in has for word in reading.why(t, post.text))
    return Voice(
        post=post.id,
        platform=post.platform,
        author=post.author,
        text=post.text,
        created=post.created,
        sentiment=reading.sentiment,
        traits=has,
        why=tuple(why)[:4],
    )


def _worth(reading: PostReading) -> float:
    worth = 1.0
    for trait in reading.traits:
        worth *= _WORTH.get(trait, 1.0)
    return worth


def _stems(text: str) -> list[str]:
    return [stem(w) for w in _WORD.findall(_LINK.sub(" ", text))]


def stances(
    posts: Sequence[Post], actors: Sequence[Actor], languages: Mapping[str, str], options: DepictOptions
) -> tuple[Stance, ...]:
    """Count how posts speak of the actors they name: by the sentences that hold the name, and those only.

    A person is also found by the last name. Where the sentences of a post differ, it is neutral: it weighs.
    """
    names = {a.name: re.compile(rf"(?<!\w){re.escape(_called(a))}(?!\w)") for a in actors}
    moods: dict[str, Counter[str]] = defaultdict(Counter)
    for post in posts:
        sentences = _SENTENCE.findall(_LINK.sub(" ", post.text[:4_000]))
        for name, pattern in names.items():
            about = [s for s in sentences if pattern.search(s)]
            if about:
                found = {post_reader(languages[post.id]).read(s).sentiment for s in about} - {"neutral"}
                moods[name][found.pop() if len(found) == 1 else "neutral"] += 1
    order = sorted(moods, key=lambda n: (-moods[n].total(), n))
    rows = [Stance(n, moods[n].total(), *(moods[n][k] for k in ("positive", "neutral", "negative"))) for n in order]
    return tuple(r for r in rows if r.posts >= 2)[: options.stances]


def _called(actor: Actor) -> str:
    last = actor.name.split()[-1]
    return last if actor.kind == "person" and len(last) > 2 else actor.name
