"""Remarks of editors and what was corroborated -> where each remark holds, and the numbers as the desk judges them.

A remark is found again by its words. In the revision that it was made on its span counts; in another one the quote
must stand there unchanged, and where it is short, with some of the words around it. What the program says stays as it
is; beside it stands what the desk says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lagebild.corroborate.amounts import gravest
from lagebild.records.claim import Claim, Corroboration, NumberComparison, NumberValue
from lagebild.records.document import Document
from lagebild.records.remark import Anchor, PlacedRemark, Remark
from lagebild.records.span import Passage, Span

CONTEXT = 32
"""Characters kept before and after a quote: four or five words."""
LEAST = 24
"""Characters that must stand unbroken around (and with) a quote in another revision: "12" alone stands anywhere."""
SAME = 0.5
"""Share of common characters from which on two passages are one: a remark on a sentence is none on a word of it."""


def anchored(document: Document, passage: Passage) -> Anchor:
    """Return a passage of `document` with its quote and the words around it."""
    text, span = document.field(passage.field), passage.span
    return Anchor(
        replace(passage, quote=span.of(text)),
        text[max(0, span.start - CONTEXT) : span.start],
        text[span.end : span.end + CONTEXT],
    )


def located(anchor: Anchor, document: Document) -> Passage | None:
    """Return where the words of an anchor stand in this revision, None where they do not."""
    passage = anchor.passage
    if document.revision == passage.revision:
        return passage
    text, quote = document.field(passage.field), passage.quote
    wanted = min(LEAST, len(anchor.prefix) + len(quote) + len(anchor.suffix))
    best, found = wanted - 1, None
    start = text.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        before = _common(anchor.prefix[::-1], text[max(0, start - CONTEXT) : start][::-1])
        unbroken = before + len(quote) + _common(anchor.suffix, text[end : end + CONTEXT])
        if unbroken > best:
            best, found = unbroken, start
        start = text.find(quote, start + 1)
    if found is None:
        return None
    return replace(passage, revision=document.revision, span=Span(found, found + len(quote)))


def _common(a: str, b: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def placed(
    remarks: Iterable[Remark], corroboration: Corroboration, documents: Mapping[str, Document]
) -> tuple[PlacedRemark, ...]:
    """Return for each remark where it holds now; `documents` are those of the story, by id."""
    return tuple(_placed(remark, corroboration, documents) for remark in remarks)


def _placed(remark: Remark, corroboration: Corroboration, documents: Mapping[str, Document]) -> PlacedRemark:
    homes = [(a, documents.get(a.passage.document)) for a in remark.anchors]
    passages = [p for a, home in homes if home is not None and (p := located(a, home)) is not None]
    nowhere = PlacedRemark(remark)
    if not passages or len(passages) < len(remark.anchors):
        return nowhere
    if len(passages) == 1:
        claim = _claim_at(passages[0], corroboration.claims)
        return nowhere if claim is None else replace(nowhere, claims=(claim.id,))
    claims = _opposed_at(passages[0], passages[1], corroboration)
    number, pair = _pair_at(passages[0], passages[1], corroboration.numbers)
    if claims and number is None:
        number, pair = _clash_of(claims, corroboration)
    return replace(nowhere, claims=claims, number=number, pair=pair)


def _alike(a: Passage, b: Passage) -> float:
    same = (a.document, a.revision, a.field) == (b.document, b.revision, b.field)
    return a.span.iou(b.span) if same else 0.0


def _claim_at(passage: Passage, claims: Sequence[Claim]) -> Claim | None:
    """Return the claim whose evidence is this passage more than that of any other."""
    alike = {c.id: max((_alike(e.passage, passage) for e in c.evidence), default=0.0) for c in claims}
    best = max(claims, key=lambda c: alike[c.id], default=None)
    return best if best is not None and alike[best.id] >= SAME else None


def _pair_at(a: Passage, b: Passage, numbers: Sequence[NumberComparison]) -> tuple[int | None, tuple[int, int] | None]:
    """Return the comparison of the two values that stand at these passages: its group and their indices."""
    best = 0.0
    found: tuple[int | None, tuple[int, int] | None] = (None, None)
    for number, group in enumerate(numbers):
        for pair in group.pairs:
            one, two = group.values[pair.a].passage, group.values[pair.b].passage
            for first, second in ((a, b), (b, a)):
                alike = min(_alike(one, first), _alike(two, second))
                if alike >= SAME and alike > best:
                    best, found = alike, (number, (pair.a, pair.b))
    return found


def _opposed_at(a: Passage, b: Passage, corroboration: Corroboration) -> tuple[str, ...]:
    """Return the two claims in conflict that stand at these passages, or in which these two numbers clash."""
    one, two = _claim_at(a, corroboration.claims), _claim_at(b, corroboration.claims)
    if one and two and any(c.claim == two.id for c in one.conflicts):
        return one.id, two.id
    number, pair = _pair_at(a, b, corroboration.numbers)
    if number is None:
        return ()
    group = corroboration.numbers[number]
    why = {p.why for p in group.pairs if (p.a, p.b) == pair}
    by_id = {c.id: c for c in corroboration.claims}
    for claim in corroboration.claims:
        for conflict in claim.conflicts:
            if conflict.why in why and _holds(claim, a) and _holds(by_id[conflict.claim], b):
                return claim.id, conflict.claim
    return ()


def _clash_of(claims: tuple[str, ...], corroboration: Corroboration) -> tuple[int | None, tuple[int, int] | None]:
    """Return the comparison of the two values by which two claims are in conflict, where it is one of numbers."""
    one, two = (next(c for c in corroboration.claims if c.id == claim) for claim in claims)
    why = {c.why for c in one.conflicts if c.claim == two.id}
    for number, group in enumerate(corroboration.numbers):
        for pair in group.pairs:
            a, b = group.values[pair.a].passage, group.values[pair.b].passage
            inside = (_holds(one, a) and _holds(two, b)) or (_holds(one, b) and _holds(two, a))
            if pair.why in why and inside:
                return number, (pair.a, pair.b)
    return None, None


def _holds(claim: Claim, passage: Passage) -> bool:
    """Tell whether a passage lies inside the evidence of a claim."""
    home = (passage.document, passage.revision, passage.field)
    held = (e.passage for e in claim.evidence)
    return any((p.document, p.revision, p.field) == home and p.span.contains(passage.span) for p in held)


def as_judged(numbers: Sequence[NumberComparison], remarks: Iterable[PlacedRemark]) -> tuple[NumberComparison, ...]:
    """Return the comparisons with the verdicts of the desk in place of the program's, the latest remark last.

    A verdict holds for all pairs that the page shows as one: the same two amounts by the same two speakers.
    """
    judged = list(numbers)
    for placed_ in remarks:
        if placed_.number is None or placed_.pair is None or placed_.remark.verdict is None:
            continue
        group, verdict = judged[placed_.number], placed_.remark.verdict
        meant = {_amount(group.values[at]) for at in placed_.pair}
        pairs = tuple(
            replace(p, verdict=verdict) if {_amount(group.values[at]) for at in (p.a, p.b)} == meant else p
            for p in group.pairs
        )
        grave = gravest(pairs)
        judged[placed_.number] = replace(group, pairs=pairs, verdict=grave.verdict if grave else group.verdict)
    return tuple(judged)


def _amount(value: NumberValue) -> tuple[object, ...]:
    return value.value, value.minimum, value.maximum, value.approximate, value.speaker
