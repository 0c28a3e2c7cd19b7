"""Who vouches for what, each counted once: speakers, agencies, anonymous sources, and documents of one hand."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lagebild.corroborate.options import CorroborateOptions
from lagebild.language.newsrooms import addressed, agency, credited, family
from lagebild.language.stems import content_stems, overlap
from lagebild.records.annotation import Statement
from lagebild.records.claim import Origin, OriginKind, SharedOrigin
from lagebild.records.story import AnnotatedDocument, StoryLink

_WORD = re.compile(r"\w+")
_OWN_WORDS = 5
_RUN = 5
_LEAST_RUNS = 15
_MOST_CHARACTERS = 20_000


def statement_origin(statement: Statement, item: AnnotatedDocument) -> tuple[str, OriginKind]:
    """Return who vouches for a statement: its speaker, else the medium it came through, else somebody unnamed."""
    if statement.speaker_names:
        kind = (statement.speaker_entity or "").split(":", 1)[0]
        name = ", ".join(statement.speaker_names)
        if agency(name):
            return name, "agency"
        return name, "organisation" if kind == "organisation" else "person"
    if statement.via:
        return statement.via, "agency" if agency(statement.via) else "outlet"
    if statement.modality == "hearsay":
        return "ohne genannten Urheber", "anonymous"
    return item.document.outlet or item.document.id, "outlet"


def merged(found: Iterable[tuple[str, OriginKind, str]]) -> tuple[Origin, ...]:
    """Count (name, kind, document) rows once a name, those of most documents first."""
    documents: dict[tuple[str, OriginKind], list[str]] = defaultdict(list)
    for name, kind, document in found:
        if document not in documents[name, kind]:
            documents[name, kind].append(document)
    rows = [Origin(name, kind, tuple(ids)) for (name, kind), ids in documents.items()]
    return tuple(sorted(rows, key=lambda o: (-len(o.documents), o.name)))


def shared_origins(
    documents: Sequence[AnnotatedDocument],
    links: Sequence[StoryLink] = (),
    options: CorroborateOptions | None = None,
) -> tuple[SharedOrigin, ...]:
    """Group documents whose words come from one hand: copies, and texts with the same headline or opening."""
    options = options or CorroborateOptions()
    copy_of = {link.document: link.copy_of for link in links if link.copy_of}
    groups: list[list[_Hand]] = []
    for item in documents:
        hand = _hand(item)
        home = next((g for g in groups if any(_one_hand(hand, other, copy_of, options) for other in g)), None)
        if home is None:
            groups.append([hand])
        else:
            home.append(hand)
    return tuple(_shared([h.item for h in g]) for g in groups if len(g) > 1)


@dataclass(frozen=True, slots=True)
class _Hand:
    """By what a document is known to be of one hand with another."""

    item: AnnotatedDocument
    headlines: frozenset[tuple[str, ...]]
    opening: frozenset[str]
    runs: frozenset[int]


def _hand(item: AnnotatedDocument) -> _Hand:
    document = item.document
    words = [w.casefold() for w in _WORD.findall(document.text[:_MOST_CHARACTERS])]
    # Hashes of tuples of strings differ from process to process, sets of them compare the same.
    runs = frozenset(hash(tuple(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1))
    return _Hand(item, headlines(document.title or ""), content_stems(document.text[:400]), runs)


def _one_hand(a: _Hand, b: _Hand, copy_of: Mapping[str, str], options: CorroborateOptions) -> bool:
    one, two = a.item.document.id, b.item.document.id
    if copy_of.get(one) == two or copy_of.get(two) == one or a.headlines & b.headlines:
        return True
    shorter = min(len(a.runs), len(b.runs))
    if shorter >= _LEAST_RUNS and len(a.runs & b.runs) / shorter >= options.copied:
        return True
    return min(len(a.opening), len(b.opening)) >= 8 and overlap(a.opening, b.opening) >= 0.8


def headlines(title: str) -> frozenset[tuple[str, ...]]:
    """Return the wordings a headline may have elsewhere: whole, and without its kicker ("Silvesternacht: ...").

    Agencies give the same headline to all, each house puts its own kicker before it. Headlines of fewer than five
    words are nobody's own.
    """
    parts = title.split(":")
    rests = (":".join(parts[at:]) for at in range(min(len(parts), 3)))
    found = (tuple(w.casefold() for w in _WORD.findall(rest)) for rest in rests)
    return frozenset(words for words in found if len(words) >= _OWN_WORDS)


def _shared(group: Sequence[AnnotatedDocument]) -> SharedOrigin:
    ids = tuple(item.document.id for item in group)
    agencies = {name for item in group for name in (*credited(item.document.text), *addressed(item.document.url))}
    if agencies:
        name = "/".join(sorted(agencies))
        return SharedOrigin(name, ids, f"gleicher Wortlaut, als Quelle ist {name} genannt")
    families = {family(item.document.url) for item in group}
    if len(families) == 1 and (newsroom := families.pop()):
        return SharedOrigin(newsroom, ids, f"gleicher Wortlaut in Häusern von {newsroom}")
    return SharedOrigin(group[0].document.outlet or ids[0], ids, "gleicher Wortlaut")
