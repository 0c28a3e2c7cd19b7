"""Turns the statements of a story's documents into claims: each proposition once, with all its wordings as evidence.

Two statements are one claim where their words agree and modality, polarity and numbers do not differ: "soll", "droht"
and "bestreitet" are not facts and never merge with them. A claim that denies another is in conflict with it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from lagebild.corroborate.options import CorroborateOptions
from lagebild.corroborate.origins import merged, statement_origin
from lagebild.language.stems import content_stems, overlap
from lagebild.records.annotation import Statement
from lagebild.records.claim import Claim, Conflict, Evidence, OriginKind, Stance
from lagebild.records.span import Passage, hull
from lagebild.records.story import AnnotatedDocument

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(slots=True)
class _Draft:
    """A claim in the making."""

    first: Statement
    text: str
    words: frozenset[str]
    numbers: frozenset[str]
    names: tuple[str, ...]
    evidence: list[Evidence] = field(default_factory=list)
    origins: list[tuple[str, OriginKind, str]] = field(default_factory=list)
    chain: tuple[str, ...] = ()


def claims(documents: Iterable[AnnotatedDocument], options: CorroborateOptions) -> tuple[Claim, ...]:
    """Return the claims in the order in which they were first made."""
    drafts: list[_Draft] = []
    for item in documents:
        for statement in item.annotations.body.statements:
            if statement.content:
                _join(drafts, _draft(item, statement), options)
    made = [_claim(d) for d in drafts]
    conflicts = _denials(drafts, made, options)
    return tuple(replace(c, conflicts=tuple(conflicts.get(c.id, ()))) for c in made)


def _draft(item: AnnotatedDocument, statement: Statement) -> _Draft:
    text = item.document.text
    content = " … ".join(" ".join(s.of(text).split()) for s in statement.content)
    span = hull(statement.content)
    passage = Passage(item.document.id, item.document.revision, span, span.of(text))
    name, kind = statement_origin(statement, item)
    outlet = item.document.outlet or item.document.id
    chain = tuple(dict.fromkeys(n for n in (name, statement.via, outlet) if n))
    draft = _Draft(
        first=statement,
        text=content,
        words=content_stems(content),
        numbers=frozenset(_NUMBER.findall(content)),
        names=statement.speaker_names,
        chain=chain,
    )
    draft.evidence.append(Evidence(passage, _stance(statement), statement.via, item.document.published))
    draft.origins.append((name, kind, item.document.id))
    return draft


def _stance(statement: Statement) -> Stance:
    if statement.modality == "denied":
        return "denies"
    return "supports" if statement.speaker_names else "reports"


def _join(drafts: list[_Draft], new: _Draft, options: CorroborateOptions) -> None:
    for draft in drafts:
        if _same(draft, new, options):
            draft.evidence += new.evidence
            draft.origins += new.origins
            return
    drafts.append(new)


def _same(a: _Draft, b: _Draft, options: CorroborateOptions) -> bool:
    if a.first.modality != b.first.modality or a.first.polarity != b.first.polarity or a.numbers != b.numbers:
        return False
    if min(len(a.words), len(b.words)) < 2:
        return a.text.casefold() == b.text.casefold() and a.names == b.names
    return overlap(a.words, b.words) >= options.same_claim


def _claim(draft: _Draft) -> Claim:
    passage = draft.evidence[0].passage
    key = f"{passage.document}/{passage.revision}/{passage.span.start}-{passage.span.end}"
    return Claim(
        id="c-" + blake2b(key.encode(), digest_size=6).hexdigest(),
        text=draft.text,
        speaker=", ".join(draft.names) or None,
        speaker_chain=draft.chain,
        modality=draft.first.modality,
        polarity=draft.first.polarity,
        origins=merged(draft.origins),
        evidence=tuple(draft.evidence),
    )


def _denials(drafts: Sequence[_Draft], made: Sequence[Claim], options: CorroborateOptions) -> dict[str, list[Conflict]]:
    """Find for each denial the claims that it denies: same words, another speaker, not itself denied."""
    conflicts: dict[str, list[Conflict]] = {}
    for denial, denied in zip(drafts, made, strict=True):
        if denial.first.modality != "denied":
            continue
        for other, claim in zip(drafts, made, strict=True):
            if other.first.modality == "denied" or set(other.names) & set(denial.names):
                continue
            if min(len(other.words), len(denial.words)) < 2 or overlap(other.words, denial.words) < options.same_claim:
                continue
            who = denied.speaker or "Jemand"
            why = f"{who} bestreitet, was {claim.speaker or 'berichtet'} {'sagt' if claim.speaker else 'wird'}."
            conflicts.setdefault(claim.id, []).append(Conflict("denied", denied.id, why))
            conflicts.setdefault(denied.id, []).append(Conflict("denied", claim.id, why))
    return conflicts
