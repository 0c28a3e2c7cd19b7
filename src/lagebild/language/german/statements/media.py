"""Through which medium a statement comes: "sagte X der Zeitung Y", "wie dpa berichtet", "zitierte die Agentur Z".

Who says something and who passes it on are two: a claim's origin is the speaker, however many media carry it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lagebild.language.german.phrases import noun_phrase
from lagebild.language.german.statements.cues import lexicon, source_words
from lagebild.language.german.statements.quotes import inside, quotations
from lagebild.language.german.statements.reading import Reading
from lagebild.language.german.tokens import is_noun, word_class
from lagebild.records.annotation import Statement
from lagebild.records.span import Span

_QUOTES = "„“”»«\"'‚‘"


def is_medium(name: str) -> bool:
    """Tell whether a phrase names a medium: a word for one in it, or the name of one."""
    endings = tuple(lexicon()["sources"]["media_endings"].split())
    for word in name.split():
        bare = word.rpartition("-")[2].strip(_QUOTES + ".,;:()")
        if bare in source_words("media") or bare.lower().endswith(endings):
            return True
    return False


def medium_name(reading: Reading, span: Span) -> str:
    """Return the medium's own name in a phrase: "KCNA" for "die Nachrichtenagentur KCNA", „Bild“ without marks."""
    named = [m.span for m in reading.mentions if m.kind == "organisation" and span.overlaps(m.span)]
    start = min((s.start for s in named), default=span.start)
    end = max((s.end for s in named), default=span.end)
    words = reading.text[start:end].split()
    while len(words) > 1 and (
        words[0].lower() in word_class("determiners") or words[0].islower() or words[0] in source_words("generic_media")
    ):
        words = words[1:]
    name = " ".join(words)
    marked = [q for q in quotations(name + "“") if q.start > 0]
    if marked and "„" in name:
        name = inside(name + "“", marked[0]).of(name + "“")
    return _nominative(name.strip(_QUOTES + " ,"))


def _nominative(name: str) -> str:
    """Return "Süddeutsche Zeitung" for "Süddeutschen Zeitung": adjectives before a feminine noun lose their -n."""
    words = name.split()
    if len(words) > 1 and words[-1].lower().endswith(tuple(lexicon()["sources"]["feminine_media"].split())):
        words[:-1] = [w[:-1] if len(w) > 4 and w.endswith("en") else w for w in words[:-1]]
    return " ".join(words)


def addressed_media(reading: Reading, clause: int, speaker: Sequence[Span]) -> Iterator[Span]:
    """Yield the media to which or in which somebody speaks in a clause ("der Zeitung", "im Gespräch mit X")."""
    piece, tokens = reading.clauses[clause], reading.tokens
    for i in piece.tokens():
        low = tokens[i].low
        dative = low in ("dem", "der") or low in ("gegenüber", "im", "in", "mit", "beim", "laut")
        if not dative or i + 1 >= piece.end:
            continue
        start = i + 1 if tokens[i + 1].low not in ("dem", "der") else i + 2
        after = noun_phrase(tokens, start, piece.end, attach=False, join=False)
        if after <= start or (low == "der" and _is_genitive(reading, i, speaker)):
            continue
        span = reading.token_span(start, after)
        if is_medium(span.of(reading.text)) and not any(span.overlaps(s) for s in speaker):
            yield span


def _is_genitive(reading: Reading, at: int, speaker: Sequence[Span]) -> bool:
    """Tell whether "der" goes on with the noun before it ("Berichte der Zeitung"), not with the verb."""
    before = reading.tokens[at - 1] if at else None
    if before is None or not is_noun(before, first=False):
        return False
    return not any(s.start <= before.start < s.end for s in speaker)


def with_medium(reading: Reading, statement: Statement, clause: int) -> Statement:
    """Return the statement with the medium that its cue's clause names, the statement itself where it names none."""
    if not statement.speaker or any(is_medium(s.of(reading.text)) for s in statement.speaker):
        return statement
    medium = next(addressed_media(reading, clause, statement.speaker), None)
    return replace(statement, via=medium_name(reading, medium)) if medium else statement


def merged(reading: Reading, first: Statement, second: Statement) -> Statement | None:
    """Return one statement for two that say the same, one through a medium; None where neither or both are media.

    "Nach Angaben der Polizei ..., wie dpa berichtet": the police says it, dpa passes it on.
    """
    media = [bool(s.speaker) and all(is_medium(p.of(reading.text)) for p in s.speaker) for s in (first, second)]
    if media[0] == media[1] or not first.speaker or not second.speaker:
        return None
    through, said = (first, second) if media[0] else (second, first)
    whole = max((first, second), key=lambda s: s.content[-1].end - s.content[0].start)
    return replace(
        said,
        content=said.content if said is not whole and said.form == "direct" else _inner(first, second),
        via=medium_name(reading, through.speaker[0]),
    )


def _inner(first: Statement, second: Statement) -> tuple[Span, ...]:
    """Return the shorter content: the longer one holds the other's cue."""
    return min((first, second), key=lambda s: s.content[-1].end - s.content[0].start).content
