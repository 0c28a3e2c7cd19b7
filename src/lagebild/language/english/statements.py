"""English sentences to statements: quotations with their speaker, "X said that ...", "according to X".

Thinner than the German reader: one cue and one clause a sentence, found by the order of words, without inflection.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from lagebild.records.annotation import Form, Mention, Modality, Statement
from lagebild.records.span import Span

_QUOTE = re.compile(r"“[^“”\n]{8,3000}”|\"[^\"\n]{8,3000}\"")
_NAME = r"(?:[Tt]he |[Aa]n? |[Hh]is |[Hh]er |[Tt]heir )?(?:[\w'’.-]+ ){0,7}?[\w'’.-]+"
_ACCORDING = re.compile(rf"(?:,\s*)?\b[Aa]ccording to ({_NAME})(?=,|\.|$| and )")
_SPEAKER_END = re.compile(r"(?:[\w'’.-]+\s+){0,11}[\w'’.-]+$")
_PRONOUN = re.compile(r"\b(?:he|she|they|it|who)\b", re.IGNORECASE)
_CLOSED = re.compile(r",[^,]+,\s*$")  # an aside between the speaker and his verb: "X, who heads Y, urged"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)\s+$")
_LONGEST = 2_000  # characters of a sentence that are read


@cache
def _verbs() -> dict[str, Modality]:
    table = tomllib.loads((resources.files(__package__) / "statements.toml").read_text("utf-8"))
    modalities: tuple[Modality, ...] = (
        "asserted", "alleged", "denied", "demanded", "threatened", "warned", "planned", "criticised", "welcomed",
    )  # fmt: skip
    return {word: modality for modality in modalities for word in table[modality].split()}


@cache
def _cue() -> re.Pattern[str]:
    verbs = "|".join(sorted(_verbs(), key=len, reverse=True))
    return re.compile(rf"\b(?:has |have |had )?({verbs})\b")


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in ' ,;:"“”\n':
        start += 1
    while end > start and text[end - 1] in ' ,;:"“”\n.':
        end -= 1
    return Span(start, end) if end - start > 3 else None


def _mention(mentions: Sequence[Mention], low: int, high: int, last: bool) -> Span | None:
    inside = [m.span for m in mentions if m.kind in ("person", "organisation", "place") and low <= m.span.start < high]
    if not inside:
        return None
    return inside[-1] if last else inside[0]


def _speaker_before(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Span | None:
    named = _mention(mentions, start, end, last=True)
    pronouns = list(_PRONOUN.finditer(text, start, end))
    if pronouns and end - pronouns[-1].end() <= 2:
        return Span(*pronouns[-1].span())
    if _CLOSED.search(text, start, end):
        first = _mention([m for m in mentions if m.kind != "place"], start, end, last=False)
        if first is not None:
            return first
    if named is not None:
        return named
    match = _SPEAKER_END.search(text[start:end].rstrip(" ,"))
    return _trim(text, start + match.start(), start + match.end()) if match else None


def _speaker_after(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Span | None:
    pronoun = _PRONOUN.match(text, start + 1)
    if pronoun:
        return Span(*pronoun.span())
    named = _mention(mentions, start, min(end, start + 90), last=False)
    if named is not None:
        return named
    stop = next((i for i in range(start, end) if text[i] in ",.;"), end)
    return _trim(text, start, stop)


def _around(text: str, span: Span, quotes: Sequence[Span], mentions: Sequence[Mention]) -> Iterator[Statement]:
    """Yield the statements of one sentence (or of several inside one quotation)."""
    end = min(span.end, span.start + _LONGEST)
    inside = [q for q in quotes if span.contains(q)]
    cues = [m for m in _cue().finditer(text, span.start, end) if not any(q.start <= m.start() < q.end for q in inside)]
    cues = [m for m in cues if not _PASSIVE.search(text, max(span.start, m.start() - 8), m.start())]
    if inside:
        yield from _quotations(text, Span(span.start, end), inside, cues, mentions)
        return
    if cues:
        cue = cues[0]
        speaker = _speaker_before(text, span.start, cue.start(), mentions)
        content = _trim(text, cue.end(), end)
        tail = text[cue.end() : end].lstrip()
        if speaker is None or content is None:
            return
        clausal = (
            tail.startswith(("that ", "to ", "it ", "he ", "she ", "they ")) or _verbs()[cue.group(1)] == "asserted"
        )
        form: Form = "indirect" if clausal else "reported"
        modality = _verbs()[cue.group(1)]
        yield Statement((content,), form, modality, cue=(Span(*cue.span(1)),), speaker=(speaker,), rule="said")
        return
    yield from _according(text, Span(span.start, end))


def _quotations(
    text: str, span: Span, inside: Sequence[Span], cues: Sequence[re.Match[str]], mentions: Sequence[Mention]
) -> Iterator[Statement]:
    for quote in inside:
        content = _trim(text, quote.start, quote.end)
        cue = min(cues, key=lambda m: min(abs(m.start() - quote.end), abs(quote.start - m.end())), default=None)
        if content is None:
            continue
        if cue is None:
            yield Statement((content,), "direct", "asserted", rule="quote")
            continue
        after = cue.start() >= quote.end
        before = _speaker_before(text, quote.end if after else span.start, cue.start(), mentions)
        speaker = before or _speaker_after(text, cue.end(), span.end, mentions)
        named = (speaker,) if speaker else ()
        yield Statement(
            (content,), "direct", _verbs()[cue.group(1)], cue=(Span(*cue.span(1)),), speaker=named, rule="quote"
        )


def _according(text: str, span: Span) -> Iterator[Statement]:
    match = _ACCORDING.search(text, span.start, span.end)
    if match is None:
        return
    first = match.start() - span.start < 3
    content = _trim(text, match.end(), span.end) if first else _trim(text, span.start, match.start())
    if content:
        speaker = Span(*match.span(1))
        yield Statement(
            (content,),
            "indirect",
            "asserted",
            cue=(Span(match.start(), speaker.start),),
            speaker=(speaker,),
            rule="according",
        )


class EnglishStatementReader:
    """Finds what somebody is reported to say in English text."""

    def read(self, text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Statement, ...]:
        """Return the statements in order; a speaker may be a pronoun or missing, the document resolves it later."""
        quotes = [Span(*m.span()) for m in _QUOTE.finditer(text)]
        units: list[Span] = []
        for sentence in sentences:
            if units and any(q.start < units[-1].end < q.end and q.overlaps(sentence) for q in quotes):
                units[-1] = Span(units[-1].start, sentence.end)
            else:
                units.append(sentence)
        found: list[Statement] = []
        for unit in units:
            for statement in _around(text, unit, quotes, mentions):
                if not statement.speaker and statement.rule == "quote" and found:
                    statement = Statement(
                        statement.content, statement.form, statement.modality, speaker=found[-1].speaker, rule="quote"
                    )
                found.append(statement)
        return tuple(found)
