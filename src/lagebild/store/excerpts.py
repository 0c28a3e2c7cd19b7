"""A document and what was asked -> one line of it that shows why it was found, with the words marked.

Read by the analyser that made the index, so what is marked is what was found: "Strom" in "Stromausfall". Of the text no
more is read than it takes to find all words together, or else the place where most of them stand.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from lagebild.records.document import Document
from lagebild.records.ports import Analyser, Term, Word
from lagebild.records.query import Excerpt
from lagebild.records.span import Field, Passage, Span

WIDTH = 160
"""Characters of a line at most: two lines of a narrow screen."""
DEPTH = 20_000
"""Characters of a text that are searched for a better place than the first one: some pages."""

Hit = tuple[int, Span]
"""Which term was found, and where."""


def excerpt(document: Document, terms: Sequence[Term], analyser: Analyser, shown: str, most: int) -> Excerpt | None:
    """Return a line of the first `most` characters of the text, or the title where more of the words stand there.

    None where the title has them and the headline `shown` has as many, or where nothing is found.
    """
    title, text = document.title or "", document.text[:most]
    search = _Search(terms, analyser, document.language)
    inside, above = search.place(text), search.place(title)
    if inside and (above is None or inside[0] >= above[0]):
        return _line(document, "text", text, inside[1], search)
    if above is None or search.count(shown) >= above[0]:
        return None
    return _line(document, "title", title, above[1], search)


class _Search:
    """The terms, ready to be looked up word by word."""

    def __init__(self, terms: Sequence[Term], analyser: Analyser, language: str | None) -> None:
        self._analyser, self._language = analyser, language
        self._terms = len(terms)
        self._words: dict[str, set[int]] = {}
        self._phrases: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for number, term in enumerate(terms):
            for phrase in term.alternatives:
                if len(phrase) == 1:
                    self._words.setdefault(phrase[0], set()).add(number)
                else:
                    self._phrases.setdefault(phrase[-1], []).append((number, phrase))
        rows = (phrase for found in self._phrases.values() for _, phrase in found)
        self._longest = max(map(len, rows), default=1)

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield what is found, by where it ends; a part of a compound is found in the whole word."""
        last: deque[Word] = deque(maxlen=self._longest)
        for word in self._analyser.read(text, self._language):
            for token in (word.token, *word.parts):
                for number in self._words.get(token, ()):
                    yield number, Span(word.start, word.end)
            if not word.token:
                continue
            last.append(word)
            for number, phrase in self._phrases.get(word.token, ()):
                row = list(last)[-len(phrase) :]
                if tuple(w.token for w in row) == phrase:
                    yield number, Span(row[0].start, word.end)

    def count(self, text: str) -> int:
        """Return how many of the terms a text holds."""
        return len({number for number, _ in self.hits(text)})

    def place(self, text: str) -> tuple[int, Span] | None:
        """Return the first place where the most terms stand within one line, and how many; None where there is none."""
        near: deque[Hit] = deque()
        best: tuple[int, Span] | None = None
        for number, span in self.hits(text):
            if best and (best[0] == self._terms or span.start > DEPTH):
                break
            near.append((number, span))
            while span.end - near[0][1].start > WIDTH and len(near) > 1:
                near.popleft()
            count = len({n for n, _ in near})
            if best is None or count > best[0]:
                best = count, Span(near[0][1].start, max(s.end for _, s in near))
        return best


def _line(document: Document, field: Field, text: str, found: Span, search: _Search) -> Excerpt:
    span, low, high = _cut(text, found)
    quote = span.of(text)
    marks = _apart(s for _, s in search.hits(quote)) or [Span(0, len(quote))]
    return Excerpt(
        passage=Passage(document.id, document.revision, span, quote, field),
        marks=tuple(mark.shifted(span.start) for mark in marks),
        opens=span.start > low,
        closes=span.end < high,
        outlet=document.outlet,
        language=document.language,
    )


def _cut(text: str, found: Span) -> tuple[Span, int, int]:
    """Return the words around what was found, as many as fit, and where their paragraph begins and ends."""
    # Nothing farther away can belong to the line, and a text may be one paragraph of many megabytes.
    far = Span(max(0, found.start - WIDTH - 1), min(len(text), found.end + WIDTH + 1))
    low = max(far.start, text.rfind("\n", far.start, found.start) + 1)
    high = text.find("\n", found.end, far.end)
    high = far.end if high < 0 else high
    low, high = low + _spaces(text[low : found.start]), high - _spaces(text[found.end : high][::-1])
    room = max(0, WIDTH - (found.end - found.start))
    before, after = found.start - low, high - found.end
    left = min(before, max(room // 2, room - after))
    start, end = found.start - left, found.end + min(after, room - left)
    if start > low and not text[start - 1].isspace():
        start += next((n + 1 for n, c in enumerate(text[start : found.start]) if c.isspace()), 0)
    if end < high and not text[end].isspace():
        end -= next((n + 1 for n, c in enumerate(reversed(text[found.end : end])) if c.isspace()), 0)
    return Span(start, min(end, start + WIDTH)), low, high


def _spaces(text: str) -> int:
    return len(text) - len(text.lstrip())


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
