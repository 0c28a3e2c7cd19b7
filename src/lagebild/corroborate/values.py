"""Brings together what reports of a story say about one thing in words, not amounts, and compares each pair.

Wordings meet that answer one of the questions every desk asks (`slots.toml`), or that share one of the story's own
terms: a noun that several reports use and most do not, for what all name tells nothing apart, in clauses that share
more than this noun. Of near-identical groups one is kept.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lagebild.corroborate.options import CorroborateOptions
from lagebild.corroborate.whereabouts import place_groups
from lagebild.corroborate.wordings import (
    Wording,
    content,
    quote_wordings,
    slot_wordings,
    slots,
    term_keys,
    term_wordings,
)
from lagebild.language.stems import overlap, stem
from lagebild.records.claim import ValuePair, Verdict
from lagebild.records.span import Passage
from lagebild.records.story import AnnotatedDocument

_ONE_MATTER = 1
_DEMANDED = "gefordert"
_DOUBT = frozenset({"verdacht"})


@dataclass(frozen=True, slots=True)
class StatedValue:
    """What one report says: its words, `value` in short, and who is quoted with it."""

    value: str
    text: str
    passage: Passage
    speaker: str | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class ValueComparison:
    """What reports say about one thing; `counted` names it, as in comparisons of amounts."""

    counted: str
    values: tuple[StatedValue, ...]
    verdict: Verdict | None
    why: str
    pairs: tuple[ValuePair, ...]


def gather_wordings(documents: Sequence[AnnotatedDocument], options: CorroborateOptions) -> list[list[Wording]]:
    """Return the wordings of a story by what they are about, groups of one report left out."""
    asked = [*_by_slot(documents, options), *(thinned(g, options) for g in place_groups(documents, options))]
    groups = [g for g in asked if _reports(g) > 1]
    taken = [w for group in asked for w in group]
    seen: list[frozenset[Where]] = []
    for group in _by_term(documents, options):
        places = frozenset(_where(w) for w in group)
        repeats = any(len(places & p) >= options.one_group * len(places) for p in seen)
        if repeats or sum(_taken(w, taken) for w in group) >= options.one_group * len(group):
            continue
        seen.append(places)
        groups.append(group)
    return groups


def _reports(group: Sequence[Wording]) -> int:
    return len({w.item.document.id for w in group})


def _taken(wording: Wording, others: Sequence[Wording]) -> bool:
    """Tell whether the words of a term stand in what answers a question anyway."""
    return any(o.item is wording.item and o.field == wording.field and o.span.overlaps(wording.span) for o in others)


Where = tuple[str, str, int]


def _where(wording: Wording) -> Where:
    return wording.item.document.id, wording.field, wording.clause.start


def _by_slot(documents: Sequence[AnnotatedDocument], options: CorroborateOptions) -> Iterator[list[Wording]]:
    found: dict[str, list[Wording]] = defaultdict(list)
    for item in documents:
        for wording in slot_wordings(item):
            found[wording.key].append(wording)
    for slot in slots():
        group = found.get(f"?{slot.name}", [])
        for part in _matters(group):
            if not (slot.contrast and _alike(part, options)):
                yield thinned(part, options)


def _matters(group: Sequence[Wording]) -> list[list[Wording]]:
    """Part the answers to a question by the matter of their reports: a story may hold more than one."""
    parts: list[list[Wording]] = []
    for wording in group:
        touching = [p for p in parts if any(_one_matter(wording, other) for other in p)]
        parts = [p for p in parts if p not in touching] + [[*(w for p in touching for w in p), wording]]
    return parts


def _alike(group: Sequence[Wording], options: CorroborateOptions) -> bool:
    """Tell whether nearly all say the same: such a question tells no report from another."""
    if not group:
        return True
    said: Counter[str] = Counter()
    for w in group:
        said.update(
            {w.answer} if w.answer else {key for word in w.text.split() for key in (*term_keys(word), stem(word))}
        )
    return max(said.values()) > options.term_common * len(group)


def _by_term(documents: Sequence[AnnotatedDocument], options: CorroborateOptions) -> Iterator[list[Wording]]:
    found: dict[str, list[Wording]] = defaultdict(list)
    for item in documents:
        for wording in (*term_wordings(item), *quote_wordings(item)):
            found[wording.key].append(wording)
    most = max(3, options.term_share * len(documents))
    named = Counter(word for item in documents for word in content(item.document.title or ""))
    common = frozenset(word for word, count in named.items() if count > most)
    for _, group in sorted(found.items(), key=lambda row: (-len(row[1]), row[0])):
        if 2 <= _reports(group) <= most:
            for part in _components(group, common, options):
                if _reports(part) > 1:
                    yield thinned(part, options)


def _components(group: Sequence[Wording], common: frozenset[str], options: CorroborateOptions) -> list[list[Wording]]:
    """Part the wordings of a term by what else their clauses speak of: one word alone is not yet one thing."""
    parts: list[list[Wording]] = []
    for wording in group:
        touching = [p for p in parts if any(_connected(wording, other, common, options) for other in p)]
        parts = [p for p in parts if p not in touching] + [[*(w for p in touching for w in p), wording]]
    return parts


def _connected(one: Wording, two: Wording, common: frozenset[str], options: CorroborateOptions) -> bool:
    if one.key.startswith("„"):
        return overlap(one.words, two.words) >= options.one_quote
    if one.about.isupper() and one.about == two.about:
        return True
    said = one.around - common, two.around - common
    return one.words == two.words or (len(said[0] & said[1]) > 1 and overlap(*said) >= options.one_clause)


def thinned(group: Sequence[Wording], options: CorroborateOptions) -> list[Wording]:
    """Keep of each report and wording the first, of each wording a few reports, those in other words first."""
    in_time = sorted(group, key=lambda w: (w.item.document.published is None, _iso(w), w.item.document.id))
    copies: Counter[str] = Counter()
    ranked: list[tuple[int, Wording]] = []
    for wording in in_time:
        clause = wording.clause.of(wording.item.document.field(wording.field))
        ranked.append((copies[clause], wording))
        copies[clause] += 1
    seen: Counter[object] = Counter()
    kept: list[Wording] = []
    for _, wording in sorted(ranked, key=lambda row: row[0]):
        said = wording.answer or wording.words
        if (wording.item.document.id, wording.field, said) in seen or seen[said] >= options.wordings:
            continue
        seen[wording.item.document.id, wording.field, said] += 1
        seen[said] += 1
        kept.append(wording)
    return [w for w in in_time if any(w is k for k in kept)]


def _iso(wording: Wording) -> str:
    published = wording.item.document.published
    return published.isoformat() if published else ""


def compare_wordings(group: Sequence[Wording], options: CorroborateOptions) -> tuple[ValuePair, ...]:
    """Compare all wordings of a group."""
    pairs = []
    for a, b in itertools.combinations(range(len(group)), 2):
        verdict, why = _verdict(group[a], group[b], options)
        pairs.append(ValuePair(a, b, verdict, why))
    return tuple(pairs)


def _verdict(one: Wording, two: Wording, options: CorroborateOptions) -> tuple[Verdict, str]:
    said = f"„{one.text}“ und „{two.text}“"
    if one.key == "?place" and one.answer != two.answer:
        return "contradiction", f"{said}: Dasselbe Geschehen wird an zwei Orte verlegt."
    if one.answer != two.answer and _DEMANDED in (one.answer, two.answer):
        return "different-scope", f"{said}: Das eine ist gefordert, das andere nicht."
    if one.answer != two.answer and one.answer and two.answer:
        if {one.answer, two.answer} == {"bestritten", "vorgeworfen"} and _one_matter(one, two):
            return "denied", f"{said}: Die eine Seite wirft vor, die andere bestreitet."
        if one.changes:
            return "superseded", f"„{two.text}“ ist der spätere Stand."
        return "granularity", f"{said} sind verschieden genau."
    if one.denied != two.denied and _one_proposition(one, two, options):
        return "denied", f"{said}: Die eine Seite sagt es, die andere bestreitet es."
    if one.key.startswith("?") and one.negated != two.negated and overlap(one.words, two.words) >= options.same_claim:
        later = two if _iso(two) >= _iso(one) else one
        if later.negated and later.lasting:
            return "contradiction", f"{said} schließen einander aus."
        return "superseded", f"„{later.text}“ ist der spätere Stand."
    return _agreement(one, two)


def _agreement(one: Wording, two: Wording) -> tuple[Verdict, str]:
    """Return how two wordings agree that do not speak against each other."""
    said = f"„{one.text}“ und „{two.text}“"
    if one.single and one.answer == two.answer and one.negated == two.negated:
        return ("same" if one.hedged == two.hedged else "compatible"), f"{said} sagen dasselbe."
    if (one.words == two.words or _one_noun(one, two)) and one.hedged == two.hedged:
        return "same", f"{said} sagen dasselbe."
    if one.otherwise == "compatible":
        return "compatible", f"{said} können beide stimmen."
    return "granularity", f"{said} sind verschieden genau."


def _one_proposition(one: Wording, two: Wording, options: CorroborateOptions) -> bool:
    """Tell whether two clauses, or two phrases in them, say one thing, whoever says or denies it."""
    pairs = ((one.around, two.around), (one.words, two.words))
    return any(min(len(a), len(b)) > 1 and overlap(a, b) >= options.same_claim for a, b in pairs)


def _one_matter(one: Wording, two: Wording) -> bool:
    """Tell whether two reports share enough words of their headlines to speak of one accusation."""
    topics = [content(w.item.document.title or "") | w.around for w in (one, two)]
    return one.item is two.item or len(topics[0] & topics[1]) >= _ONE_MATTER


def _one_noun(one: Wording, two: Wording) -> bool:
    """Tell whether two wordings name one thing by the same noun, alone or in a compound that adds only the doubt."""
    nouns = [term_keys(word) - _DOUBT for w in (one, two) for word in w.text.split()[-1:]]
    return len(one.words) == len(two.words) == 1 and bool(nouns[0]) and nouns[0] == nouns[1]


def stated(wording: Wording) -> StatedValue:
    """Return a wording as a value."""
    document = wording.item.document
    passage = Passage(document.id, document.revision, wording.span, wording.text, wording.field)
    return StatedValue(wording.answer or wording.text, wording.text, passage, _speaker(wording), document.published)


def _speaker(wording: Wording) -> str | None:
    read = wording.item.annotations.title if wording.field == "title" else wording.item.annotations.body
    for statement in read.statements if read else ():
        if statement.speaker_names and any(c.overlaps(wording.span) for c in statement.content):
            return ", ".join(statement.speaker_names)
    return None


def compare_values(documents: Iterable[AnnotatedDocument], options: CorroborateOptions) -> tuple[ValueComparison, ...]:
    """Return the comparisons of what a story's reports say in words."""
    found = []
    for group in gather_wordings(tuple(documents), options):
        pairs = compare_wordings(group, options)
        about = Counter(w.about for w in group).most_common(1)[0][0]
        found.append(ValueComparison(about, tuple(stated(w) for w in group), None, "", pairs))
    return tuple(found)
