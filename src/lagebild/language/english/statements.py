"""English sentences to statements: quotations with their speaker, "X said that ...", "according to X".

Thinner than the German reader: one cue a sentence, before, behind or inside what it reports ("The bridge, Finch said,
is safe"), found by the order of words, without inflection.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from lagebild.records.annotation import Form, Mention, Modality, Polarity, Statement
from lagebild.records.span import Span

_QUOTE = re.compile(r"“[^“”\n]{8,3000}”|\"[^\"\n]{8,3000}\"")
_NAME = r"(?:[Tt]he |[Aa]n? |[Hh]is |[Hh]er |[Tt]heir )?(?:[\w'’.-]+ ){0,7}?[\w'’.-]+"
_ACCORDING = re.compile(rf"(?:,\s*)?\b[Aa]ccording to ({_NAME})(?=,|\.|$| and )")
_HEARSAY = re.compile(r"\b(?:[Rr]eportedly|[Aa]llegedly|[Ss]upposedly|[Pp]urportedly)\b")
# Behind these words an adverb doubts one word ("an allegedly stolen car"), not the sentence.
_DESCRIBES = re.compile(r"\b(?:an?|the|his|her|its|their|this|that|these|those|of|for|from|with)\s$", re.IGNORECASE)
_SPEAKER_END = re.compile(r"(?:[\w'’.-]+\s+){0,11}[\w'’.-]+$")
_PRONOUN = re.compile(r"\b(?:he|she|they|it|who)\b", re.IGNORECASE)
_CLOSED = re.compile(r",[^,]+,\s*$")  # an aside between the speaker and his verb: "X, who heads Y, urged"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)\s+$")
_BEHIND = re.compile(r"^(?P<content>.{4,}),\s+(?P<speaker>(?:[\w'’.-]+\s+){1,11})$", re.DOTALL)
_BEHIND_INVERTED = re.compile(r"^(?P<content>.{4,}),\s*$", re.DOTALL)
_INVERTED = frozenset({"said", "says", "added", "adds", "explained", "explains"})
_WHEN = re.compile(r"\s+(?:on|in|at|late|early|earlier|this|last|yesterday|today|during|after)\b[^,;]{0,80}$")
_ADDRESSEE = re.compile(
    r"\s+(?:reporters|journalists|parliament|lawmakers|investors|(?:[Tt]he |a )?(?:[\w'’-]+ ){0,3}?"
    r"(?:conference|court|committee|council|broadcaster|newspaper|agency|hearing|inquiry|audience|rally)|him|her|them|us|me"
    r"|(?:the )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})(?=\s)"
)
_LEAST_WORDS = 3
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


def _speakers_before(text: str, start: int, end: int, mentions: Sequence[Mention]) -> tuple[Span, ...]:
    """Return who stands before a word of saying: one, or two whom "and" joins; empty where nobody does."""
    pronouns = list(_PRONOUN.finditer(text, start, end))
    if pronouns and end - pronouns[-1].end() <= 2:
        return (Span(*pronouns[-1].span()),)
    if _CLOSED.search(text, start, end):
        first = _mention([m for m in mentions if m.kind != "place"], start, end, last=False)
        if first is not None:
            return (first,)
    named = _mention(mentions, start, end, last=True)
    if named is not None:
        other = _mention(mentions, start, named.start, last=True)
        joined = other is not None and text[other.end : named.start] == " and "
        return (other, named) if other is not None and joined else (named,)
    match = _SPEAKER_END.search(text[start:end].rstrip(" ,"))
    span = _trim(text, start + match.start(), start + match.end()) if match else None
    return (span,) if span else ()


def _speakers_after(text: str, start: int, end: int, mentions: Sequence[Mention]) -> tuple[Span, ...]:
    pronoun = _PRONOUN.match(text, start + 1)
    if pronoun:
        return (Span(*pronoun.span()),)
    named = _mention(mentions, start, min(end, start + 90), last=False)
    if named is not None:
        return (named,)
    stop = next((i for i in range(start, end) if text[i] in ",.;"), end)
    span = _trim(text, start, stop)
    return (span,) if span else ()


def _around(text: str, span: Span, quotes: Sequence[Span], mentions: Sequence[Mention]) -> Iterator[Statement]:
    """Yield the statements of one sentence (or of several inside one quotation)."""
    end = min(span.end, span.start + _LONGEST)
    inside = [q for q in quotes if span.contains(q)]
    cues = [m for m in _cue().finditer(text, span.start, end) if not any(q.start <= m.start() < q.end for q in inside)]
    cues = [m for m in cues if not _PASSIVE.search(text, max(span.start, m.start() - 8), m.start())]
    if inside:
        yield from _quotations(text, Span(span.start, end), inside, cues, mentions)
        return
    if not cues:
        yield from _according(text, Span(span.start, end)) or _hearsay(text, Span(span.start, end))
        return
    behind = next((s for c in reversed(cues) if (s := _behind(text, Span(span.start, end), c, mentions))), None)
    found = behind or _before(text, Span(span.start, end), cues[0], mentions)
    if found is not None:
        yield found


def _statement(
    content: tuple[Span, ...], form: Form, cue: re.Match[str], speaker: tuple[Span, ...], rule: str
) -> Statement:
    modality = _verbs()[cue.group(1)]
    polarity: Polarity = "negative" if modality == "denied" else "positive"
    return Statement(content, form, modality, polarity, cue=(Span(*cue.span(1)),), speaker=speaker, rule=rule)


def _before(text: str, span: Span, cue: re.Match[str], mentions: Sequence[Mention]) -> Statement | None:
    """Read "X said that ..."."""
    speakers = _speakers_before(text, span.start, cue.start(), mentions)
    told = _ADDRESSEE.match(text, cue.end(), span.end) if cue.group(1) in ("told", "tells") else None
    begin = told.end() if told else cue.end()
    content = _trim(text, begin, span.end)
    if not speakers or content is None:
        return None
    tail = text[begin : span.end].lstrip()
    clausal = tail.startswith(("that ", "to ", "it ", "he ", "she ", "they ")) or _verbs()[cue.group(1)] == "asserted"
    return _statement((content,), "indirect" if clausal else "reported", cue, speakers, "said")


def _behind(text: str, span: Span, cue: re.Match[str], mentions: Sequence[Mention]) -> Statement | None:
    """Read "..., X said", "..., said X" and "..., X said, ..."."""
    before, after = text[span.start : cue.start()], text[cue.end() : span.end].rstrip(" .\n")
    plain = _BEHIND.match(before)
    if plain is not None and (not after or after.startswith(",") or _WHEN.fullmatch(after)):
        speakers = _speakers_before(text, span.start + plain.start("speaker"), cue.start(), mentions)
        rest = _trim(text, cue.end(), span.end) if after.startswith(",") else None
    elif cue.group(1) in _INVERTED and after and "," not in after and (plain := _BEHIND_INVERTED.match(before)):
        speakers, rest = _speakers_after(text, cue.end(), span.end, mentions), None
    else:
        return None
    content = _trim(text, span.start, span.start + plain.end("content"))
    if not speakers or content is None or speakers[0].of(text).startswith(("who ", "which ")):
        return None
    if rest is None and len(content.of(text).split()) < _LEAST_WORDS:
        return None  # "In May, Finch said ..." opens with a time, not with what was said
    return _statement((content, rest) if rest else (content,), "indirect", cue, speakers, "said behind")


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
        before = _speakers_before(text, quote.end if after else span.start, cue.start(), mentions)
        speakers = before or _speakers_after(text, cue.end(), span.end, mentions)
        yield _statement((content,), "direct", cue, speakers, "quote")


def _according(text: str, span: Span) -> list[Statement]:
    match = _ACCORDING.search(text, span.start, span.end)
    if match is None:
        return []
    first = match.start() - span.start < 3
    content = _trim(text, match.end(), span.end) if first else _trim(text, span.start, match.start())
    speaker = Span(match.start(1), match.start(1) + len(match[1].rstrip(".")))
    cue = Span(match.start(), speaker.start)
    if content is None:
        return []
    return [Statement((content,), "indirect", "asserted", cue=(cue,), speaker=(speaker,), rule="according")]


def _hearsay(text: str, span: Span) -> list[Statement]:
    """Read a sentence that an adverb passes on without naming anybody ("was reportedly asleep")."""
    adverbs = _HEARSAY.finditer(text, span.start, span.end)
    found = next((m for m in adverbs if not _DESCRIBES.search(text, max(span.start, m.start() - 8), m.start())), None)
    content = _trim(text, span.start, span.end)
    if found is None or content is None:
        return []
    return [Statement((content,), "indirect", "hearsay", cue=(Span(*found.span()),), rule="hearsay")]


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
