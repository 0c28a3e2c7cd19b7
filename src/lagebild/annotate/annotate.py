"""Turns a document into its annotations: the readers of its language in order, then what needs the whole document.

Sentences come first because every reader works on them; times before quantities because a date is no amount; names
before statements because a speaker is a name; places, scene, entities and speakers last because they need the document.
"""

from datetime import datetime

from lagebild import __version__
from lagebild.annotate.deciding import decide_statements, decide_wording
from lagebild.annotate.entities import resolve_entities
from lagebild.annotate.events import settle_events
from lagebild.annotate.places import resolve_places
from lagebild.annotate.scene import find_scene
from lagebild.annotate.speakers import resolve_speakers
from lagebild.language.encoder.marks import Marks
from lagebild.language.encoder.shipped import Encoder
from lagebild.language.gazetteer import gazetteer
from lagebild.language.identify import language_of
from lagebild.language.narration import bare_title, narrated
from lagebild.language.packs import pack_for
from lagebild.language.protocols import LanguagePack
from lagebild.records.annotation import Annotations, Entity, Mention, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.span import Span

# A text beyond this length is read to here: no article is longer, and a line of 50 MB must not hold up the others.
MOST_CHARACTERS = 200_000
# Characters of what a text tells that its vector is made of: the lead says what a report is about.
_PASSAGE = 1_200
# Characters read for them: pages put notices before the lead.
_MOST_READ = 6_000


def producer(encoder: Encoder | None = None) -> str:
    """Name who annotates, with the versions: what another one wrote is annotated again."""
    return f"lagebild.annotate/{__version__}" + (f"+{encoder.version}" if encoder else "")


def annotate(document: Document, encoder: Encoder | None = None) -> Annotations:
    """Read a document, by rules alone where there is no encoder.

    Spans are offsets into `document.text` (and `document.title`) exactly as given.
    """
    title = (document.title or "")[:MOST_CHARACTERS]
    text = document.text[:MOST_CHARACTERS]
    language = language_of(f"{title}\n{text}", document.language)
    pack = pack_for(language)
    furniture = tuple(s for s in document.furniture if s.end <= len(text))
    head, head_marks = _read(title, (), pack, document.published, encoder)
    body, body_marks = _read(text, furniture, pack, document.published, encoder)
    title_mentions, mentions, entities = resolve_entities(title, head.mentions, text, body.mentions)
    head = _finish(title, head, title_mentions, entities, pack, head_marks)
    body = _finish(text, body, mentions, entities, pack, body_marks)
    return Annotations(
        document=document.id,
        revision=document.revision,
        producer=producer(encoder),
        body=body,
        title=head if document.title else None,
        entities=entities,
        scene=find_scene(title, head, text, body),
        vector=encoder.vector(_passage(title, document)) if encoder else b"",
    )


def _passage(title: str, document: Document) -> str:
    """Return what the vector is made of: headline and lead, without what the page adds to them."""
    return f"{bare_title(title)}\n{narrated(document, _MOST_READ).text[:_PASSAGE]}".strip()


def _read(
    text: str, furniture: tuple[Span, ...], pack: LanguagePack, anchor: datetime | None, encoder: Encoder | None
) -> tuple[TextAnnotations, Marks | None]:
    sentences = pack.sentences.split(text, furniture)
    times = pack.times.tag(text, sentences, anchor)
    marks = encoder.mark(text, sentences) if encoder else None
    read = TextAnnotations(
        language=pack.language,
        sentences=sentences,
        times=times,
        quantities=pack.quantities.tag(text, sentences, times),
        mentions=pack.mentions.tag(text, sentences, marks),
    )
    return read, marks


def _finish(
    text: str,
    read: TextAnnotations,
    mentions: tuple[Mention, ...],
    entities: tuple[Entity, ...],
    pack: LanguagePack,
    marks: Marks | None,
) -> TextAnnotations:
    sentences = read.sentences
    statements = decide_statements(pack.statements.read(text, sentences, mentions), marks)
    places = resolve_places(text, sentences, mentions, gazetteer(), language=read.language)
    events = pack.events.read(text, sentences, mentions)
    return TextAnnotations(
        language=read.language,
        sentences=sentences,
        mentions=mentions,
        times=read.times,
        places=places,
        quantities=read.quantities,
        statements=resolve_speakers(text, sentences, statements, mentions, entities),
        events=settle_events(text, sentences, events, read.times, places, statements),
        wording=decide_wording(text, pack.wording.mark(text, sentences, statements), marks, statements),
    )
