"""Posts and stories -> which post reacts to which story, and which do not count.

In order of trust: what the post says it is about, the thread it stands in, what it says. A post that none of these
connects gets no link at all: counts are exact, so nothing is guessed into them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from math import log
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from lagebild.cluster.copies import shingles
from lagebild.cluster.lexicon import chance
from lagebild.cluster.options import ClusterOptions
from lagebild.cluster.profile import aware, read_terms
from lagebild.language.posts import is_spam
from lagebild.records.document import Post
from lagebild.records.story import PostLink, StoryMaterial

_LINK: Final = re.compile(r"(?:https?://|www\.)\S+")
_TRACKING: Final = re.compile(r"^(?:utm_\w+|fbclid|gclid|ref|cmp|wt_\w+|xing_share|mc_cid|mc_eid)$", re.IGNORECASE)
# Words from which a text is told from a call ("Danke!") that anybody may repeat.
_SENTENCE: Final = 5
_LATE: Final = datetime.max.replace(tzinfo=UTC)
_Found = tuple[str, float, str]


def address(url: str) -> str:
    """Return a URL as it is compared: without scheme, "www.", fragment, tracking and closing slash."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    if not parts.netloc:
        return url.strip()
    query = urlencode(sorted((k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.match(k)))
    host = parts.netloc.lower().removeprefix("www.")
    return host + parts.path.rstrip("/") + (f"?{query}" if query else "")


def is_empty(text: str) -> bool:
    """Tell whether a post says nothing: white space, punctuation and links only (a lone emoji says something)."""
    bare = _LINK.sub(" ", text)
    return not any(c.isalnum() or unicodedata.category(c) == "So" for c in bare)


def normalised(text: str) -> str:
    """Return the text as duplicates are compared: compatibility forms, lower case, letters, digits and emoji only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() or unicodedata.category(c) == "So" else " " for c in folded).split())


def attach(
    posts: Sequence[Post],
    stories: Sequence[StoryMaterial],
    options: ClusterOptions = ClusterOptions(),  # noqa: B008  (frozen)
) -> tuple[PostLink, ...]:
    """Return one link for each post that belongs to a story, in the order of the posts.

    Of posts with one text in one story the earliest counts; the others carry `removed="duplicate"`. What advertises,
    and what one account spreads over several stories, carries `removed="spam"`. A post given twice (same platform and
    id) is one post.
    """
    first: dict[tuple[str, str], Post] = {}
    for post in posts:
        first.setdefault((post.platform, post.id), post)
    once = list(first.values())
    found = _Finder(stories, options).find(once)
    linked = [(post, found[post.platform, post.id]) for post in once if (post.platform, post.id) in found]
    removed = dict(_removals(linked, options))
    return tuple(
        PostLink(post.id, story, score, reason, removed.get((post.platform, post.id)))
        for post, (story, score, reason) in linked
    )


class _Finder:
    """Finds the story of each post."""

    def __init__(self, stories: Sequence[StoryMaterial], options: ClusterOptions) -> None:
        self._options = options
        self._named = dict(_names(stories))
        self._terms = {m.story.id: _story_terms(m, options) for m in stories}
        holders = Counter(t for terms in self._terms.values() for t in terms)
        total = len(stories)
        self._telling = {t: -log(min(1.0, chance(t) + (n - 1) / (total + 20.0))) for t, n in holders.items()}

    def find(self, posts: Sequence[Post]) -> dict[tuple[str, str], _Found]:
        """Return the story of each post that has one."""
        found: dict[tuple[str, str], _Found] = {}
        for post in posts:
            story = self._named.get(address(post.about or ""))
            if story:
                found[post.platform, post.id] = (story, 1.0, "der Beitrag nennt, worauf er sich bezieht")
        self._inherit(posts, found, 0.95)
        for post in posts:
            if (post.platform, post.id) not in found and post.about is None:
                guessed = self._by_content(post)
                if guessed:
                    found[post.platform, post.id] = guessed
        self._inherit(posts, found, 0.7)
        return found

    def _inherit(self, posts: Sequence[Post], found: dict[tuple[str, str], _Found], score: float) -> None:
        """Let replies take over the story of what they answer, else of their thread (its earliest placed post)."""
        by_id = {(p.platform, p.id): p for p in posts}
        threads: dict[tuple[str, str], _Found] = {}
        for post in sorted(posts, key=lambda p: aware(p.created) or _LATE):
            here = found.get((post.platform, post.id))
            if here:
                threads.setdefault((post.platform, post.thread), here)
        new: dict[tuple[str, str], _Found] = {}
        for post in posts:
            key = (post.platform, post.id)
            if key in found or post.about:
                continue
            story = self._named.get(address(post.thread)) if post.thread else None
            above = next((found[a] for a in _ancestors(post, by_id) if a in found), None)
            source = above or threads.get((post.platform, post.thread))
            if source or story:
                new[key] = (source[0] if source else story or "", score, "steht im Faden dieser Geschichte")
        found.update(new)

    def _by_content(self, post: Post) -> _Found | None:
        read = read_terms(post.text, self._options)
        ranked = []
        for story, terms in self._terms.items():
            shared = {t: self._telling[t] for t in read if t in terms}
            mass = sum(min(1.0, read[t]) * min(1.0, terms[t]) * w for t, w in shared.items())
            strong = sorted((t for t in shared if shared[t] > self._options.post_term), key=lambda t: -shared[t])
            if len(strong) >= 2 and mass >= self._options.post_mass:
                ranked.append((mass, story, strong))
        ranked.sort(key=lambda r: (-r[0], r[1]))
        if not ranked or (len(ranked) > 1 and ranked[1][0] > 0.8 * ranked[0][0]):
            return None
        mass, story, strong = ranked[0]
        words = ", ".join(read_terms(post.text, self._options, surfaces=True)[t] for t in strong[:4])
        return story, round(min(0.9, mass / (mass + self._options.post_mass)), 3), f"spricht vom selben: {words}"


def _names(stories: Sequence[StoryMaterial]) -> Iterator[tuple[str, str]]:
    for material in stories:
        yield material.story.id, material.story.id
        for item in material.documents:
            document = item.document
            yield document.id, material.story.id
            for url in (document.url, document.canonical_url):
                if url:
                    yield address(url), material.story.id


def _story_terms(material: StoryMaterial, options: ClusterOptions) -> dict[str, float]:
    """Return the story's terms with the share of its documents that hold them, at least one half for those of few."""
    counts: Counter[str] = Counter()
    documents = material.documents[:50]
    for item in documents:
        counts.update(set(read_terms(f"{item.document.title or ''}. {item.document.text[:1500]}", options)))
    return {t: min(1.0, 0.5 + n / len(documents)) for t, n in counts.items() if n > 1 or len(documents) < 4}


def _ancestors(post: Post, by_id: dict[tuple[str, str], Post]) -> Iterator[tuple[str, str]]:
    seen = {post.id}
    parent = post.parent
    while parent and parent not in seen:
        seen.add(parent)
        yield post.platform, parent
        above = by_id.get((post.platform, parent))
        parent = above.parent if above else None


def _removals(linked: Iterable[tuple[Post, _Found]], options: ClusterOptions) -> Iterator[tuple[tuple[str, str], str]]:
    """Name the posts that do not count: empty ones, spam, and later ones of the same or nearly the same text."""
    linked = list(linked)
    spread = _spread(linked, options)
    exact: set[tuple[str, str]] = set()
    near: dict[tuple[str, int], list[frozenset[int]]] = {}
    ordered = sorted(enumerate(linked), key=lambda r: (aware(r[1][0].created) or _LATE, r[0]))
    for _, (post, (story, _, _)) in ordered:
        key = (post.platform, post.id)
        if is_empty(post.text):
            yield key, "empty"
            continue
        text = normalised(_LINK.sub(" ", post.text))
        if (post.platform, post.author, text) in spread or is_spam(post.text):
            yield key, "spam"
            continue
        if (story, text) in exact:
            yield key, "duplicate"
            continue
        exact.add((story, text))
        prints = shingles(text, 3)
        if len(prints) < options.post_shingles:
            continue
        rows = {id(r): r for p in prints for r in near.get((story, p), ())}
        if any(len(prints & r) >= options.post_same * len(prints | r) for r in rows.values()):
            yield key, "duplicate"
            continue
        for p in sorted(prints)[:8]:
            near.setdefault((story, p), []).append(prints)


def _spread(linked: Iterable[tuple[Post, _Found]], options: ClusterOptions) -> frozenset[tuple[str, str, str]]:
    """Return account and text of what one account posts under so many stories that no reader of all would write it."""
    stories: dict[tuple[str, str, str], set[str]] = {}
    for post, (story, _, _) in linked:
        text = normalised(_LINK.sub(" ", post.text))
        if post.author and text.count(" ") >= _SENTENCE - 1:
            stories.setdefault((post.platform, post.author, text), set()).add(story)
    return frozenset(row for row, found in stories.items() if len(found) >= options.post_spread)
