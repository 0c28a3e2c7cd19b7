"""A document -> the part of its text that tells a happening: without consent notices, addresses, bylines, contacts.

Pages and wire services bring the same phrases with every article. They are rare words in general text and would tie
together whatever one outlet publishes; acquisition marks what the page's structure gives away, this is for the rest.
A report is told in the third person: where the page speaks to its reader, or a letter to a forum ran into the text,
nothing is told.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from lagebild.language.identify import language_of
from lagebild.language.packs import pack_for
from lagebild.language.quoting import QUOTED
from lagebild.records.document import Document
from lagebild.records.span import Span


@dataclass(frozen=True, slots=True)
class _Hinted:
    """A pattern and what, in lower case, every match holds one of: most texts hold none, and that is soon seen."""

    pattern: re.Pattern[str]
    hints: tuple[str, ...]

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        return self.pattern.finditer(text) if self.hinted(text) else ()

    def hinted(self, text: str) -> bool:
        low = text.lower()
        return any(hint in low for hint in self.hints)


_ADDRESS: Final = _Hinted(
    re.compile(r"(?:https?://|www\.)\S{1,300}|(?:E-?Mail:\s{0,3})?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}"),
    ("://", "www.", "@"),
)
_PHONE: Final = re.compile(
    r"(?:Tel(?:efon|\.)?|Fax|Rufnummer|Phone)\W{0,3}[\d+(][\d ()/+–-]{5,24}"
    # Without a word before it: a dialling code, then parted groups of digits.
    r"|(?<![\w.,+])(?:\+\d{2}[ /–-]?|0)(?:\(0\))?\d{2,5}[ /–-]{1,3}(?:\d{2,5}[ /–-]{1,3}\d{2,6}|\d{6,9})",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"(?<!\w)(?:B?POL|FW|HZA)-(?:[A-ZÄÖÜ]{1,4}(?:/[A-ZÄÖÜ]{1,4})?|[A-ZÄÖÜ][a-zäöüß]{2,24}(?<!hef)(?<!precher)):"
)
"""Of which office a release is ("POL-MK:"): it stands before all of them, often twice."""
_BYLINE: Final = re.compile(
    r"(?:^|(?<=[.!?“\"»] ))(?:Von|Ein Kommentar von|Eine Analyse von|Interview:|Text:|By) "
    r"[A-ZÄÖÜ][\w.-]{1,20}(?: (?:von |de |van )?[A-ZÄÖÜ][\w-]{1,24}){1,2}"
    r"(?:(?:, | und | and )[A-ZÄÖÜ][\w.-]{1,20}(?: (?:von |de |van )?[A-ZÄÖÜ][\w-]{1,24}){1,2}){0,3}"
    r"(?:, [A-ZÄÖÜ][\w-]{2,24})?\W{0,2}$"
)
_DATELINE: Final = re.compile(r"\A\W{0,3}[^.!?\n]{2,60}?(\([\w/, -]{2,24}\)\s{0,2}[-–—:]?\s)")
_ADVERTISEMENT: Final = _Hinted(
    re.compile(r"(?:Anzeige ){2,3}|(?:\A|(?<=[.!?“\"»:\n] ))Anzeige (?=[A-ZÄÖÜ])"), ("anzeige",)
)
_CREDIT: Final = re.compile(
    r"\((?:Foto|Bild|Photo|Quelle):[^()\n]{2,60}\)"
    r"|\b(?:Foto|Bild|Photo): (?:[^/\n.!?]{2,40}? ?/ ?[\w-]+|(?i:dpa|afp|apa?|epa|imago|keystone|privat|archiv)\b)"
)
_STANDING: Final = (
    r"Z\+ \(abopflichtiger Inhalt\)|[A-Z.]{2,8}\+|SZ Plus|EXKLUSIV|LIVE|Live(?:blog|ticker|stream)?"
    r"|Newsblog|News-?[Tt]icker|Ticker|Eilmeldung|Breaking(?: News)?|Video|Podcast|Update"
)
_GENRE: Final = r"Exklusiv|MEINUNG|Meinung|Kommentar|Interview|Analyse"
_LABEL: Final = re.compile(
    rf"\A\W{{0,4}}(?:(?:{_STANDING})(?:[:;+•|\s]{{1,4}}|(?=[A-ZÄÖÜ][a-zäöüß]|[„»]))"
    rf"|(?:{_GENRE})\s?[:;+•|][\s|]{{0,3}}){{1,3}}"
)
_READER: Final = re.compile(
    r"(?<=[a-zäöüß,;] )(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b(?! (?:Majestät|Exzellenz|Hoheit|Königliche))"
)
"""German speaks to the reader with a capital letter; within a sentence hardly anything else has it."""
_OURS: Final = re.compile(
    r"\b(?:Sie|Ihnen|Ihre?[mnrs]?|[Ww]ir|[Uu]ns(?:er(?:e[mnrs]?)?)?|[Yy]ours?|[Yy]ou|[Ww]e|[Oo]ur)\b"
)
_OWN: Final = re.compile(
    r"\b(?:[Ii]ch|mir|mich|mein(?:e[mnrs]?)?|my|me)\b(?!-)"
    # No numeral: "a Phase I trial", "World War I ships".
    r"|(?:(?:\A|[^\w\s])\W{0,3}(?:\w{1,20} )?|\b[a-z][\w'’]{0,20} )I(?=['’]| [a-z])"
)
_GREETING: Final = re.compile(
    r"\W{0,3}(?:Hallo|Hi|Hey|Moin|Servus|Grüezi|Guten (?:Tag|Morgen|Abend)|Liebe (?:Leute|Community)|Hello)\b"
)
_CLAUSE: Final = re.compile(r"[,:;](?=\s)|\s[–—-]\s")
_DEPENDENT: Final = re.compile(r"\W{0,3}(?:Wenn|Falls|Sollten?|Um|Damit|Sofern|Sobald|Bevor|Weil|Da|Mit|Durch|Bitte)\b")
_HEAD: Final = 120
"""Characters before which no text is over."""
_LEAST: Final = 40
"""Characters of which something must be left."""
_LEAST_WORDS: Final = 6
"""Of a sentence that ends by speaking to the reader, words before that clause that may tell something."""
_ASIDE: Final = 60
"""Characters up to which a sentence between two of the page is the page's too, if it has no figure."""
_LEAST_OWN: Final = 3
"""Sentences in the first person, not far from each other, from which it is somebody's own voice."""
_FAR: Final = 3
_DIGEST: Final = re.compile(r"\+\+\+|\s[•|]\s")

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """The part of a document's text that tells something: how it reads, and where it stands in `document.text`."""

    text: str
    spans: tuple[Span, ...]

    def holds(self, at: int) -> bool:
        """Tell whether the character at `at` of the document's text is part of it."""
        before = bisect_right(self.spans, at, key=lambda span: span.start)
        return before > 0 and at < self.spans[before - 1].end


@dataclass(frozen=True, slots=True)
class _Phrases:
    """`cues` give a sentence away, `topics` only beside another or where the page says "you" or "we"."""

    cues: _Hinted
    topics: _Hinted
    labels: _Hinted
    ends: _Hinted


@cache
def _phrases() -> _Phrases:
    data = tomllib.loads(resources.files("lagebild.language").joinpath("narration.toml").read_text("utf-8"))

    def listed(kind: str, form: str) -> _Hinted:
        phrases = "|".join(map(re.escape, data[kind]))
        return _Hinted(re.compile(form.format(phrases), re.IGNORECASE), tuple(map(str.lower, data[kind])))

    return _Phrases(
        listed("cues", r"\b(?:{})"),
        listed("topics", r"\b(?:{})"),
        listed("labels", r"\b(?:{})\b:?"),
        listed("ends", r"(?:{})"),
    )


def is_digest(document: Document) -> bool:
    """Tell a ticker that strings several happenings together: only its headline says which one it is about."""
    return len(_DIGEST.findall(document.text[:2_000])) >= 2


def bare_title(title: str) -> str:
    """Return a headline without what the outlet sticks before all of them ("Liveblog:", "SZ Plus")."""
    return _LABEL.sub("", _OFFICE.sub(" ", title).lstrip())


def telling(document: Document, limit: int) -> Told:
    """Return what at most `limit` characters of a document tell: without page furniture, addresses, notices, byline,
    dateline credit, contacts, and what speaks to the reader outside quotation marks.

    Where hardly anything would be left, the text is what it is about, and stays whole.
    """
    pieces, read = _visible(document, limit)
    return _told(pieces, read, _bare(read, document.language))


def narrated(document: Document, limit: int) -> Told:
    """Return what `telling` does, without a letter or a passage in the first person that ran into it.

    What is told in the first person throughout, a column or an interview, stays.
    """
    pieces, read = _visible(document, limit)
    kept = _bare(read, document.language)
    own = _own_voice(_blanked(read, _between(kept, len(read)), " "), document.language)
    if own is not None:
        news = _between([*_between(kept, len(read)), own], len(read))
        if _size(read, news) >= _LEAST:
            kept = news
    return _told(pieces, read, kept)


def _visible(document: Document, limit: int) -> tuple[list[Bounds], str]:
    """Return where the text stands that is no furniture, at most `limit` characters, and the text, joined by blanks."""
    pieces: list[Bounds] = []
    left = limit
    for start, end in _between([(s.start, s.end) for s in document.furniture], len(document.text)):
        if left <= 0:
            break
        pieces.append((start, min(end, start + left)))
        left -= end - start + 1
    return pieces, " ".join(document.text[start:end] for start, end in pieces)


def _told(pieces: Sequence[Bounds], read: str, kept: Iterable[Bounds]) -> Told:
    spans, parts = [], []
    for low, high in kept:
        parts.append(read[low:high])
        shift = 0
        for start, end in pieces:
            first, last = max(low, shift), min(high, shift + end - start)
            if first < last:
                spans.append(Span(start + first - shift, start + last - shift))
            shift += end - start + 1
    return Told("\n".join(parts).strip(), tuple(spans))


def _between(spans: Iterable[Bounds], length: int) -> tuple[Bounds, ...]:
    """Return what lies between the spans, in order and without empty ones."""
    free, at = [], 0
    for start, end in sorted(spans):
        if start > at:
            free.append((at, min(start, length)))
        at = max(at, end)
    if at < length:
        free.append((at, length))
    return tuple(free)


def _blanked(text: str, spans: Iterable[Bounds], mark: str) -> str:
    parts, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            parts += [text[at:start], mark * (end - max(at, start))]
            at = end
    return "".join([*parts, text[at:]])


def _size(text: str, kept: Iterable[Bounds]) -> int:
    return sum(len(text[start:end].strip()) for start, end in kept)


def _unquoted(text: str) -> str:
    # The mark is neither a letter nor a blank nor a full stop: what stands beside a quotation is read as before.
    return QUOTED.sub(lambda quote: "·" * len(quote.group()), text)


def _sentences(text: str, language: str | None) -> tuple[Span, ...]:
    return pack_for(language_of(text, language)).sentences.split(text)


@lru_cache(maxsize=4)
def _bare(read: str, language: str | None) -> tuple[Bounds, ...]:
    # Cached because a short text is read alike for linking and for copies, one after the other.
    phrases = _phrases()
    cut = next((m for m in phrases.ends.finditer(read) if m.start() >= min(len(read), _HEAD)), None)
    text = read[: cut.start()] if cut else read
    patterns = (_OFFICE, _ADDRESS, _PHONE, _CREDIT, _ADVERTISEMENT, phrases.labels)
    gone: list[Bounds] = [found.span() for pattern in patterns for found in pattern.finditer(text)]
    gone += _spoken(_blanked(text, gone, " "), language, phrases)
    plain = _blanked(text, gone, " ")
    if (byline := _BYLINE.search(plain.rstrip())) is not None:
        gone.append(byline.span())
    if (credited := _DATELINE.match(plain)) is not None:
        gone.append(credited.span(1))
    kept = _between(gone, len(text))
    return kept if _size(text, kept) >= _LEAST else ((0, len(read)),)


def _spoken(text: str, language: str | None, phrases: _Phrases) -> list[Bounds]:
    """Return what the page itself says: sentences with a cue, and from where on one speaks to the reader.

    Of the first sentence, into which a headline may have run, only what comes from there on.
    """
    if not (phrases.cues.hinted(text) or phrases.topics.hinted(text) or _READER.search(text)):
        return []
    unquoted = _unquoted(text)
    sentences = _sentences(text, language)
    ends = [s.start for s in sentences[1:]] + [len(text)]
    starts: list[int | None] = []
    for k, (start, end) in enumerate((s.start, s.end) for s in sentences):
        spoken = starts[-1] is not None if starts else False
        cue = phrases.cues.pattern.search(unquoted, start, end) or _topic(
            unquoted, start, end, phrases.topics.pattern, spoken
        )
        reader = _READER.search(unquoted, start, end)
        if cue is not None:
            starts.append(start if k else cue.start())
        else:
            starts.append(None if reader is None else _clause(unquoted, start, reader.start(), k == 0))
    for k in range(1, len(sentences) - 1):
        aside = unquoted[sentences[k].start : sentences[k].end]
        between = starts[k] is None and starts[k - 1] is not None and starts[k + 1] is not None
        if between and len(aside) <= _ASIDE and not any(map(str.isdigit, aside)):
            starts[k] = sentences[k].start
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start is not None]


def _topic(text: str, start: int, end: int, topics: re.Pattern[str], spoken: bool) -> re.Match[str] | None:
    """Return the first topic, if there are two or the page speaks, in this sentence or in the one before."""
    found = list(topics.finditer(text, start, end))
    return found[0] if len(found) > 1 or (found and (spoken or _OURS.search(text, start, end))) else None


def _clause(text: str, start: int, reader: int, first: bool) -> int:
    """Return from where on a sentence speaks to the reader: a clause of it, if enough is told before, or all."""
    marks = [m.end() for m in _CLAUSE.finditer(text, start, reader)]
    if marks and len(text[start : marks[-1]].split()) >= _LEAST_WORDS and not _DEPENDENT.match(text, start):
        return marks[-1]
    return reader if first else start


def _own_voice(text: str, language: str | None) -> Bounds | None:
    """Return where a letter or one passage in the first person stands, outside quotation marks, or None.

    A letter greets or ends by asking what the writer shall do; any other passage is at most half of the text, or it is
    the voice of the text.
    """
    unquoted = _unquoted(text)
    if len(_OWN.findall(unquoted)) < _LEAST_OWN:
        return None
    sentences = _sentences(text, language)
    asked = [text[s.end - 1] == "?" for s in sentences]
    own = [k for k, s in enumerate(sentences) if k > 0 and _OWN.search(unquoted[s.start : s.end])]
    greeting = next((k for k in own if _GREETING.match(text, sentences[k].start)), None)
    runs: list[list[int]] = [[]]
    for k in own if greeting is None else own[own.index(greeting) :]:
        if runs[-1] and greeting is None and k - runs[-1][-1] > _FAR:
            runs.append([])
        runs[-1].append(k)
    runs = [run for run in runs if len(run) >= _LEAST_OWN]
    if len(runs) != 1:
        return None
    first, last = runs[0][0], runs[0][-1]
    letter = greeting is not None or any(asked[k] for k in runs[0][-2:])
    if first > 1 and asked[first - 1]:
        first -= 1
    while last + 1 < len(sentences) and asked[last + 1]:
        last += 1
    start, end = sentences[first].start, sentences[last].end
    return (start, end) if letter or 2 * (end - start) <= len(text.strip()) else None
