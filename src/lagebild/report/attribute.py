"""Says who speaks inside the sentence itself, because the sentence before it will not stand beside it in the report.

"Das Netz sei sicher." after "..., sagte Geschäftsführer Willrodt." becomes "Das Netz sei sicher, so Arne Willrodt.";
a pronoun for a speaker becomes his name. A sentence that passes on what somebody said, and does not say who, is
refused.
"""

import re
from dataclasses import dataclass

from lagebild.language.standing import QUOTE
from lagebild.records.annotation import Statement
from lagebild.records.span import Passage, Span
from lagebild.records.story import AnnotatedDocument
from lagebild.report.mood import is_reported, may_be_reported
from lagebild.report.phrases import phrases
from lagebild.report.sober import Edit

_PRONOUNS = {"er", "sie", "he", "she", "they", "ihm", "ihr"}
_ARTICLES = re.compile(r"(?:der|die|the)\s+$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a sentence needs so that it says itself who speaks: edits, a clause at its end, passages to cite."""

    statement: Statement | None = None
    edits: tuple[Edit, ...] = ()
    tail: str = ""
    citations: tuple[Passage, ...] = ()
    names: tuple[str, ...] = ()


def attribution(item: AnnotatedDocument, span: Span) -> Attribution | None:
    """Return how the sentence names its speaker, None where it passes on words and cannot."""
    text = item.document.text
    statement = _statement_in(item, span)
    if statement is None:
        return None if _is_reported(item, span) else Attribution()
    if statement.modality == "hearsay":
        return Attribution(statement)
    if any(span.overlaps(s) for s in statement.speaker):
        return _renamed(item, span, statement)
    if any(span.overlaps(c) for c in statement.cue):
        own = any(
            m.kind in ("person", "organisation") and span.contains(m.span) for m in item.annotations.body.mentions
        )
        return Attribution(statement) if own or not _is_reported(item, span) else None
    name = _full_name(statement, item)
    if not may_be_reported(span.of(text), item.annotations.body.language):
        return Attribution()
    if name is None or not span.of(text).endswith("."):
        return None
    home = _standing_of(item, name)
    if home is None or not _content_fills(statement, span):
        return None
    tail = phrases(item.annotations.body.language)["speaking"]["so"].format(speaker=name)
    return Attribution(statement, tail=tail, citations=(home,), names=(name,))


def _statement_in(item: AnnotatedDocument, span: Span) -> Statement | None:
    """Return the statement that fills most of the sentence, where it has a speaker or is hearsay."""
    inside = [s for s in item.annotations.body.statements if s.content and s.content[0].overlaps(span)]
    inside = [s for s in inside if s.speaker_names or s.modality == "hearsay"]
    return max(inside, key=lambda s: sum(c.end - c.start for c in s.content), default=None)


def _is_reported(item: AnnotatedDocument, span: Span) -> bool:
    """Tell whether the sentence stands in the mood of reported speech without saying whose."""
    if item.annotations.body.language != "de":
        return False
    text = span.of(item.document.text)
    if is_reported(text, "de"):
        return not any(c.overlaps(span) for s in item.annotations.body.statements for c in s.cue)
    before = [s for s in item.annotations.body.sentences if s.end <= span.start][-1:]
    told = any(c.overlaps(b) for b in before for s in item.annotations.body.statements for c in s.content)
    return told and may_be_reported(text, "de")


def _renamed(item: AnnotatedDocument, span: Span, statement: Statement) -> Attribution | None:
    """Put the name for a pronoun or a bare noun that speaks ("sagte er", "sagte die Sprecherin")."""
    text = item.document.text
    here = next(s for s in statement.speaker if span.overlaps(s))
    said = here.of(text)
    name = _full_name(statement, item)
    named = any(m.kind in ("person", "organisation") and m.span.overlaps(here) for m in item.annotations.body.mentions)
    if said.lower() not in _PRONOUNS and (named or " " in said):
        return Attribution(statement)
    if said.lower() in _PRONOUNS and name is None:
        return None
    if name is None or name.split()[-1] in span.of(text):
        return Attribution(statement)
    article = _ARTICLES.search(text, max(span.start, here.start - 6), here.start)
    if said.lower() not in _PRONOUNS and article is None:
        return Attribution(statement)
    pronoun = said.lower() in _PRONOUNS
    home = _standing_of(item, name, "" if pronoun else said)
    if home is None:
        # That "der Sportdirektor" is he, no passage says: what stands there is left as it is.
        return None if pronoun else Attribution(statement)
    start = article.start() if article and not pronoun else here.start
    return Attribution(statement, (Edit(start, here.end, name),), citations=(home,), names=(name,))


def _full_name(statement: Statement, item: AnnotatedDocument) -> str | None:
    """Return the one person who speaks, by first name and surname."""
    if len(statement.speaker_names) != 1:
        return None
    name = statement.speaker_names[0]
    known = any(e.kind == "person" and e.name == name for e in item.annotations.entities)
    return name if known and len(name.split()) > 1 and name[0].isupper() and not QUOTE.search(name) else None


def _standing_of(item: AnnotatedDocument, name: str, office: str = "") -> Passage | None:
    """Return the first sentence that has the whole name, and the office beside it; else the title if that has both."""
    document = item.document
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for home in item.annotations.body.sentences:
        quote = home.of(document.text)
        if office in quote and whole.search(quote):
            return Passage(document.id, document.revision, home, quote)
    title = document.title or ""
    if office in title and whole.search(title):
        return Passage(document.id, document.revision, Span(0, len(title)), title, "title")
    return None


def _content_fills(statement: Statement, span: Span) -> bool:
    """Tell whether the whole sentence is what was said: half a sentence cannot be given to a speaker."""
    return sum(
        min(c.end, span.end) - max(c.start, span.start) for c in statement.content if c.overlaps(span)
    ) >= 0.8 * (span.end - span.start)
