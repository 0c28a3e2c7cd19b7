"""Claims of two states -> those that are new, denied, confirmed by a further origin, taken back, or in conflict."""

from collections.abc import Iterable, Iterator

from lagebild.depict.change import change
from lagebild.depict.freshness import Freshness, State, folded
from lagebild.depict.news_words import corrects, told, told_claim
from lagebild.language.stems import content_stems
from lagebild.records.claim import Claim, Conflict
from lagebild.records.span import Passage, hull
from lagebild.records.story import AnnotatedDocument, StoryMaterial
from lagebild.records.view import NewItem

REWORDED = 0.6
"""Share of words from which on an edited article still says what an earlier revision said."""
SHORT = 90
"""Characters of a correcting sentence ("Das ist falsch.") that is told with the one before it."""

Key = tuple[str, str]


def claims(before: State | None, after: State, fresh: Freshness) -> Iterator[NewItem]:
    """Yield the claims of `after` that are new, and what is new about those that were known."""
    known = _by_passage(before.corroboration.claims) if before else {}
    made = {c.id: c for c in after.corroboration.claims}
    of_numbers = {p.why for n in after.corroboration.numbers for p in n.pairs}
    language = after.material.story_language
    opposed: set[frozenset[str]] = set()
    for claim in made.values():
        cited = fresh.of(e.passage for e in claim.evidence)
        if not cited:
            continue
        older = _older(claim, known)
        if older:
            yield from _confirmed(claim, older, cited, fresh, language)
        else:
            yield _new(claim, cited, made, language)
        for conflict in claim.conflicts:
            pair = frozenset((claim.id, conflict.claim))
            if conflict.kind == "contradiction" and conflict.why not in of_numbers and pair not in opposed:
                opposed.add(pair)
                if not _was_open(older, conflict, made, known):
                    yield _opposed(claim, made[conflict.claim], cited, language)


def _key(passage: Passage) -> Key:
    return passage.document, folded(passage.quote)


def _by_passage(made: Iterable[Claim]) -> dict[Key, Claim]:
    return {_key(e.passage): c for c in made for e in c.evidence}


def _older(claim: Claim, known: dict[Key, Claim]) -> tuple[Claim, ...]:
    """Return the claims of the earlier state that this one continues."""
    found = {k.id: k for e in claim.evidence if (k := known.get(_key(e.passage))) is not None}
    return tuple(found.values())


def _about(claim: Claim) -> str:
    """Return what names a claim in every state: the words that stand first in the first document by name."""
    return "claim:" + "/".join(min(_key(e.passage) for e in claim.evidence))


def _who(claim: Claim) -> str:
    """Return who says a claim; who prints it where nobody is named."""
    return claim.speaker or (claim.speaker_chain[-1] if claim.speaker_chain else claim.origins[0].name)


def _new(claim: Claim, cited: tuple[Passage, ...], made: dict[str, Claim], language: str) -> NewItem:
    denies = claim.modality == "denied" or any(
        c.kind == "denied" and _is_denied(c, claim, made) for c in claim.conflicts
    )
    form = claim.modality if claim.speaker or claim.modality == "hearsay" else "reported"
    text = told_claim(form, language, _who(claim), claim.text)
    return change("denied" if denies else "claim", text, cited, _about(claim), who=_who(claim))


def _is_denied(conflict: Conflict, claim: Claim, made: dict[str, Claim]) -> bool:
    """Tell whether `claim` is the side that denies: the later one, where neither says so."""
    other = made.get(conflict.claim)
    if other is None or other.modality == "denied":
        return False
    first, second = other.evidence[0].published, claim.evidence[0].published
    return first is not None and second is not None and first < second


def _confirmed(
    claim: Claim, older: tuple[Claim, ...], cited: tuple[Passage, ...], fresh: Freshness, language: str
) -> Iterator[NewItem]:
    """Yield a further origin: a name that vouches only in what is fresh, and that was not known under another."""
    names = {o.name for k in older for o in k.origins}
    telling = {p.document for p in cited}
    for origin in claim.origins:
        if origin.kind == "anonymous" or origin.name in names or not set(origin.documents) <= fresh.documents:
            continue
        own = tuple(p for p in cited if p.document in origin.documents)
        if own and telling & set(origin.documents):
            count = len(claim.origins)
            text = told("confirmed", language, who=origin.name, text=claim.text, count=count)
            yield change("confirmed", text, own, f"{_about(claim)}/{origin.name}", who=origin.name, count=count)


def _was_open(older: tuple[Claim, ...], conflict: Conflict, made: dict[str, Claim], known: dict[Key, Claim]) -> bool:
    other = {k.id for k in _older(made[conflict.claim], known)}
    return any(c.kind == "contradiction" and c.claim in other for k in older for c in k.conflicts)


def _opposed(claim: Claim, other: Claim, cited: tuple[Passage, ...], language: str) -> NewItem:
    against = f"{_who(other)}: {other.text}"
    text = told("opposed", language, who=_who(claim), text=claim.text, before=against)
    about = "/".join(sorted((_about(claim), _about(other))))
    cited = (*cited, other.evidence[0].passage)
    return change("contradiction", text, cited, about, who=_who(claim), before=other.text, after=claim.text)


def retractions(before: State, after: State, fresh: Freshness) -> Iterator[NewItem]:
    """Yield the claims that only edited articles made, and that their new revisions make no more."""
    language = after.material.story_language
    standing = set(_by_passage(after.corroboration.claims))
    for claim in before.corroboration.claims:
        homes = {e.passage.document for e in claim.evidence}
        if not homes <= fresh.documents or any(_key(e.passage) in standing for e in claim.evidence):
            continue
        passage = claim.evidence[0].passage
        if any(_still_says(passage, after.material.by_id[d], language) for d in homes if d in after.material.by_id):
            continue
        outlet = after.material.by_id[passage.document].document.outlet or passage.document
        text = told("retracted", language, who=outlet, text=claim.text)
        yield change("retracted", text, (passage,), _about(claim), who=outlet)


def _still_says(passage: Passage, item: AnnotatedDocument, language: str) -> bool:
    """Tell whether a document still says what a passage of an earlier revision said, in whatever words."""
    text = item.document.text
    if folded(passage.quote) in folded(text):
        return True
    words = content_stems(passage.quote, language)
    sentences = (content_stems(s.of(text), language) for s in item.annotations.body.sentences)
    return any(len(words & s) >= REWORDED * len(words) for s in sentences)


def corrections(material: StoryMaterial, fresh: Freshness) -> Iterator[NewItem]:
    """Yield one change for each fresh document in which an outlet takes back what it printed on the story before."""
    language = material.story_language
    earlier = {d.document.outlet for d in fresh.before.documents} if fresh.before else set()
    for item in material.documents:
        outlet = item.document.outlet
        if item.document.id not in fresh.documents or outlet is None or outlet not in earlier:
            continue
        passage = _correcting(item)
        if passage is not None and fresh.carries(passage):
            text = told("corrected", language, who=outlet, text=passage.quote)
            yield change("retracted", text, (passage,), f"correction:{item.document.id}", who=outlet)


def _correcting(item: AnnotatedDocument) -> Passage | None:
    """Return the sentence that corrects, with the one before it where it is short; not what others are quoted with."""
    document, read = item.document, item.annotations.body
    said = [s for statement in read.statements for s in statement.content if statement.speaker_names]
    for number, span in enumerate(read.sentences):
        quoted = any(s.overlaps(span) and len(s.of(document.text)) > SHORT for s in said)
        if quoted or not corrects(document.title or "", span.of(document.text), read.language):
            continue
        short = span.end - span.start < SHORT and number > 0
        whole = hull((read.sentences[number - 1], span)) if short else span
        return Passage(document.id, document.revision, whole, whole.of(document.text))
    return None
