"""Turns the statements of a story's documents into claims: each proposition once, with all its wordings as evidence.

Two statements are one claim where their words agree and modality, polarity and numbers do not differ: "soll", "droht"
and "bestreitet" are not facts and never merge with them, "nicht befahrbar" never with "befahrbar". Of two speakers more
agreement is asked than of one. A claim that denies another or says its opposite is in conflict with it, and so is what
a speaker himself has put differently later.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b

from lagebild.corroborate.names import SpeakerNames, speaker_names
from lagebild.corroborate.negation import without_negation
from lagebild.corroborate.options import CorroborateOptions
from lagebild.corroborate.origins import merged, statement_origin
from lagebild.corroborate.voices import vouched
from lagebild.corroborate.wholeness import asks, outermost, stands_alone, trimmed
from lagebild.language.dateline import without_dateline
from lagebild.language.stems import content_stems, overlap
from lagebild.records.annotation import Statement
from lagebild.records.claim import (
    Claim,
    Conflict,
    Evidence,
    NumberComparison,
    NumberValue,
    OriginKind,
    SharedOrigin,
    Stance,
    Verdict,
)
from lagebild.records.span import Passage, hull
from lagebild.records.story import AnnotatedDocument

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# The longest wording tells most, but one longer than this is a paragraph and no proposition.
_MOST_WORDING = 300


@dataclass(slots=True)
class _Draft:
    """A claim in the making; `wordings` go with `evidence`."""

    first: Statement
    words: frozenset[str]
    numbers: frozenset[str]
    names: tuple[str, ...]
    negated: bool = False
    wordings: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    origins: list[tuple[str, OriginKind, str]] = field(default_factory=list)
    chain: tuple[str, ...] = ()

    @property
    def published(self) -> datetime | None:
        return self.evidence[0].published


def claims(
    documents: Iterable[AnnotatedDocument], options: CorroborateOptions, shared: Sequence[SharedOrigin] = ()
) -> tuple[Claim, ...]:
    """Return the claims in the order in which they were first made.

    `shared` names the documents of one hand: what they say without a speaker counts for that hand once.
    """
    items = tuple(sorted(documents, key=_when))
    names = speaker_names(items)
    hands = {document: group.name for group in shared for document in group.documents}
    gathered = _Gathered(options)
    for item in items:
        for statement in outermost(item.annotations.body.statements):
            draft = _draft(item, statement, names, hands)
            question = statement.form != "direct" and asks(draft.wordings[0])
            if not question and stands_alone(draft.wordings[0], item.annotations.body.language):
                gathered.add(draft)
    drafts = gathered.drafts
    made = [_claim(d) for d in drafts]
    conflicts = _conflicts(gathered, made, options)
    return tuple(replace(c, conflicts=tuple(dict.fromkeys(conflicts.get(c.id, ())))) for c in made)


def _when(item: AnnotatedDocument) -> tuple[bool, str]:
    published = item.document.published
    return published is None, published.astimezone(UTC).isoformat() if published else ""


def _draft(item: AnnotatedDocument, statement: Statement, names: SpeakerNames, hands: dict[str, str]) -> _Draft:
    text = item.document.text
    statement = vouched(statement)
    spans = [without_dateline(text, statement.content[0]), *statement.content[1:]]
    content = trimmed(" … ".join(" ".join(s.of(text).split()) for s in spans))
    span = hull(spans)
    passage = Passage(item.document.id, item.document.revision, span, span.of(text))
    statement = replace(statement, speaker_names=tuple(dict.fromkeys(names.of(n) for n in statement.speaker_names)))
    name, kind = statement_origin(statement, item)
    if statement.speaker_names and kind == "person" and not names.is_person(name):
        kind = "organisation"
    if kind == "outlet" and item.document.id in hands and not statement.via:
        name, kind = hands[item.document.id], "agency"
    outlet = item.document.outlet or item.document.id
    chain = tuple(dict.fromkeys(n for n in (name, statement.via, outlet) if n))
    bare, negated = without_negation(content)
    draft = _Draft(
        first=statement,
        words=content_stems(bare, item.annotations.body.language),
        numbers=frozenset(_NUMBER.findall(content)),
        names=statement.speaker_names,
        negated=negated,
        chain=chain,
    )
    draft.wordings.append(content)
    draft.evidence.append(Evidence(passage, _stance(statement), statement.via, item.document.published))
    draft.origins.append((name, kind, item.document.id))
    return draft


def _stance(statement: Statement) -> Stance:
    if statement.modality == "denied":
        return "denies"
    return "supports" if statement.speaker_names else "reports"


class _Gathered:
    """The drafts so far, found again by their words, so that a story of thousands of statements stays quick."""

    def __init__(self, options: CorroborateOptions) -> None:
        self.drafts: list[_Draft] = []
        self._options = options
        self._by_word: dict[str, list[int]] = defaultdict(list)

    def add(self, new: _Draft) -> None:
        """Join the draft that says the same, else keep a new one."""
        home = next((d for d in self.near(new) if _same(d, new, self._options)), None)
        if home is None:
            for word in new.words:
                self._by_word[word].append(len(self.drafts))
            self.drafts.append(new)
            return
        home.wordings += new.wordings
        home.evidence += new.evidence
        home.origins += new.origins
        if len(new.words) > len(home.words):
            for word in new.words - home.words:
                self._by_word[word].append(self.drafts.index(home))
            home.words, home.numbers = new.words, new.numbers

    def near(self, draft: _Draft) -> list[_Draft]:
        """Return the drafts that share words with one, those of most shared words first."""
        shared = Counter(at for word in draft.words for at in self._by_word.get(word, ()))
        return [self.drafts[at] for at, _ in sorted(shared.items(), key=lambda row: (-row[1], row[0]))]


def _same(a: _Draft, b: _Draft, options: CorroborateOptions) -> bool:
    if a.first.modality != b.first.modality or a.first.polarity != b.first.polarity or a.negated != b.negated:
        return False
    shorter, longer = sorted((a, b), key=lambda d: len(d.words))
    if not shorter.numbers <= longer.numbers or (longer.numbers and len(shorter.words) < options.least_words):
        return shorter.wordings[0].casefold() == longer.wordings[0].casefold()
    one_voice = bool(set(a.names) & set(b.names)) or a.names == b.names
    if not one_voice:
        return len(shorter.words) >= options.least_words and overlap(a.words, b.words) >= options.same_claim_of_others
    if len(shorter.words) < options.least_words:
        return shorter.words == longer.words
    return overlap(a.words, b.words) >= options.same_claim


def _claim(draft: _Draft) -> Claim:
    passage = draft.evidence[0].passage
    key = f"{passage.document}/{passage.revision}/{passage.span.start}-{passage.span.end}"
    fitting = [n for n, words in enumerate(draft.wordings) if len(words) <= _MOST_WORDING] or [0]
    best = max(fitting, key=lambda n: (len(draft.wordings[n]), -n))
    evidence = [draft.evidence[best], *draft.evidence[:best], *draft.evidence[best + 1 :]]
    return Claim(
        id="c-" + blake2b(key.encode(), digest_size=6).hexdigest(),
        text=draft.wordings[best],
        speaker=", ".join(draft.names) or None,
        speaker_chain=draft.chain,
        modality=draft.first.modality,
        polarity=draft.first.polarity,
        origins=merged(draft.origins),
        evidence=tuple(evidence),
    )


def _conflicts(gathered: _Gathered, made: Sequence[Claim], options: CorroborateOptions) -> dict[str, list[Conflict]]:
    """Find what denies what, and what a speaker later put with other numbers."""
    conflicts: dict[str, list[Conflict]] = defaultdict(list)
    by_draft = {id(d): c for d, c in zip(gathered.drafts, made, strict=True)}
    for draft, claim in zip(gathered.drafts, made, strict=True):
        for other in gathered.near(draft):
            found = _conflict(draft, other, claim, by_draft[id(other)], options) if other is not draft else None
            if found is not None:
                kind, why = found
                conflicts[claim.id].append(Conflict(kind, by_draft[id(other)].id, why))
                conflicts[by_draft[id(other)].id].append(Conflict(kind, claim.id, why))
    return conflicts


def _conflict(
    draft: _Draft, other: _Draft, claim: Claim, against: Claim, options: CorroborateOptions
) -> tuple[Verdict, str] | None:
    """Return how `draft` speaks against `other`, None where it does not."""
    small = min(len(draft.words), len(other.words))
    near = overlap(draft.words, other.words)
    one_voice = bool(set(draft.names) & set(other.names))
    if small < 2 or near < options.same_claim:
        return None
    if _is_opposite(draft, other, options):
        return _opposition(draft, other, claim, against, options)
    if draft.first.modality == "denied" and other.first.modality in _DENIABLE and not one_voice:
        return "denied", _denial(claim, against)
    if small < options.least_words or near < options.same_claim_of_others or draft.first.modality != "asserted":
        return None
    if other.first.modality != "asserted":
        return None
    if one_voice and draft.numbers and other.numbers and not draft.numbers & other.numbers:
        hours = _hours(other.published, draft.published)
        if hours is not None and hours >= options.change_hours:
            return "superseded", f"{claim.speaker} nennt später eine andere Zahl."
    opposed = draft.first.polarity == "negative" and other.first.polarity == "positive"
    if opposed and not one_voice and draft.names and other.names and near >= options.opposite:
        return "contradiction", f"{claim.speaker} sagt das Gegenteil von dem, was {against.speaker} sagt."
    return None


def _is_opposite(draft: _Draft, other: _Draft, options: CorroborateOptions) -> bool:
    """Tell whether `draft` negates what `other` asserts: the same words but for the negation, on both sides."""
    if not draft.negated or other.negated or draft.numbers != other.numbers:
        return False
    alike = {d.first.modality for d in (draft, other)} == {"asserted"} and draft.first.polarity == other.first.polarity
    return alike and len(draft.words & other.words) >= options.opposite * len(draft.words | other.words)


def _opposition(
    draft: _Draft, other: _Draft, claim: Claim, against: Claim, options: CorroborateOptions
) -> tuple[Verdict, str] | None:
    """Return how two opposite claims stand to each other, None where nobody is known to say one of them."""
    if claim.speaker is None or against.speaker is None:
        return None
    hours = _hours(other.published, draft.published)
    later = claim.speaker if hours is None or hours >= 0 else against.speaker
    if set(draft.names) & set(other.names):
        changed = hours is not None and abs(hours) >= options.change_hours
        return ("superseded", f"{later} sagt später das Gegenteil.") if changed else None
    if hours is not None and abs(hours) >= options.opposite_hours:
        return "superseded", f"{later} sagt später das Gegenteil."
    return "contradiction", f"{claim.speaker} sagt das Gegenteil von dem, was {against.speaker} sagt."


def with_numbers(made: Sequence[Claim], numbers: Sequence[NumberComparison]) -> tuple[Claim, ...]:
    """Add to the claims the conflicts of the numbers in them: "1,6 Promille" against "0,0 Promille"."""
    found: dict[str, list[Conflict]] = defaultdict(list)
    for comparison in numbers:
        for pair in comparison.pairs:
            if pair.verdict not in ("denied", "contradiction"):
                continue
            one, two = (_holding(made, comparison.values[at]) for at in (pair.a, pair.b))
            if one is not None and two is not None and one.id != two.id:
                found[one.id].append(Conflict(pair.verdict, two.id, pair.why))
                found[two.id].append(Conflict(pair.verdict, one.id, pair.why))
    return tuple(replace(c, conflicts=tuple(_once((*c.conflicts, *found.get(c.id, ()))))) for c in made)


def _once(conflicts: Iterable[Conflict]) -> Iterable[Conflict]:
    """Yield the first conflict with each other claim."""
    return {(c.kind, c.claim): c for c in reversed(tuple(conflicts))}.values()


def _holding(made: Sequence[Claim], value: NumberValue) -> Claim | None:
    """Return the claim one of whose passages holds a number."""
    where = value.passage
    for claim in made:
        for evidence in claim.evidence:
            passage = evidence.passage
            if (
                passage.document == where.document
                and passage.field == where.field
                and passage.span.contains(where.span)
            ):
                return claim
    return None


_DENIABLE = frozenset({"asserted", "alleged", "hearsay", "criticised"})


def _denial(claim: Claim, against: Claim) -> str:
    who = claim.speaker or "Eine Seite"
    if against.speaker is None:
        return f"{who} bestreitet, was berichtet wird."
    verb = "vorwirft" if against.modality in ("alleged", "criticised") else "sagt"
    return f"{who} bestreitet, was {against.speaker} {verb}."


def _hours(earlier: datetime | None, later: datetime | None) -> float | None:
    return (later - earlier).total_seconds() / 3600 if earlier and later else None
