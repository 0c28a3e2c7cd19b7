"""Whatever the texts and their annotations: composing never fails, and each printed sentence stands in its passages."""

from datetime import UTC, datetime, timedelta
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.report.builders import MONDAY

from lagebild.depict.depict import depict
from lagebild.records.annotation import (
    Annotations,
    Entity,
    Event,
    Mention,
    PlaceMention,
    Quantity,
    Scene,
    Statement,
    TextAnnotations,
    TimeExpression,
    Wording,
    WordingMark,
)
from lagebild.records.claim import Corroboration
from lagebild.records.document import Document, Post
from lagebild.records.span import Span
from lagebild.records.story import AnnotatedDocument, Story, StoryMaterial
from lagebild.report.check import unsupported, unsupported_own
from lagebild.report.compose import compose
from lagebild.report.render import FORMATS

WORDS = st.sampled_from(
    [
        "Der",
        "Die",
        "Ein",
        "Mann",
        "Halle",
        "Brücke",
        "ist",
        "wurde",
        "nicht",
        "rund",
        "17",
        "2.500",
        "am",
        "Montag",
        "heute",
        "sagte",
        "Behn",
        "er",
        "sie",
        "habe",
        "sei",
        "gesperrt",
        "und",
        ",",
        ".",
        ".",
        "!",
        "?",
        "„",
        "“",
        "zerstört",
        "laut",
        "Polizei",
        "Auch",
        "zudem",
        "dass",
        "(31.",
        "März)",
        "brannte",
        "Straße",
        "dort",
    ]
)
Row = TypeVar("Row")
TEXTS = st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=120))


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, max(0, len(text) - 1)))
    return Span(start, draw(st.integers(start, len(text))))


def many(of: st.SearchStrategy[Row]) -> st.SearchStrategy[tuple[Row, ...]]:
    return st.lists(of, max_size=3).map(lambda rows: tuple(rows))


@st.composite
def annotated(draw: st.DrawFn, number: int) -> AnnotatedDocument:
    text = draw(TEXTS)
    here = spans(text)
    names = st.sampled_from(["Torsten Behn", "Behn", "Polizei", "Kim", ""])
    entities = (Entity("person:b", "person", "Torsten Behn"), Entity("organisation:p", "organisation", "Polizei"))
    keys = st.sampled_from(["person:b", "organisation:p", "fehlt", None])
    start = st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
    times = st.builds(
        lambda span, at, length: TimeExpression(span, "DATE", at.date().isoformat(), at, at + timedelta(hours=length)),
        here,
        start,
        st.integers(0, 9000),
    )
    body = TextAnnotations(
        draw(st.sampled_from(["de", "en", "fr"])),
        sentences=draw(many(here)),
        mentions=draw(
            many(st.builds(Mention, here, st.sampled_from(["person", "organisation", "place"]), keys, names))
        ),
        times=draw(many(times)),
        places=draw(
            many(
                st.builds(PlaceMention, here, names, st.just("so"), st.none(), st.floats(-90, 90), st.floats(-180, 180))
            )
        ),
        quantities=draw(
            many(st.builds(Quantity, here, st.floats(allow_nan=False, allow_infinity=False), counted=names))
        ),
        statements=draw(
            many(
                st.builds(
                    Statement,
                    many(here),
                    st.just("indirect"),
                    st.sampled_from(["asserted", "hearsay"]),
                    cue=many(here),
                    speaker=many(here),
                    speaker_names=many(names),
                )
            )
        ),
        events=draw(many(st.builds(Event, here, st.just("FIGHT"), st.just("x")))),
        wording=Wording(draw(st.floats(0, 1)), draw(many(st.builds(WordingMark, here, st.just("emotive"))))),
    )
    scene = draw(
        st.one_of(
            st.none(), st.builds(Scene, names, st.floats(-90, 90), st.floats(-180, 180), st.just("city"), st.just("so"))
        )
    )
    title = draw(st.one_of(st.none(), TEXTS))
    head = TextAnnotations(body.language, sentences=(Span(0, len(title)),)) if title else None
    published = draw(st.one_of(st.none(), start))
    document = Document(f"d{number}", text, title, published=published, outlet=draw(st.one_of(st.none(), names)))
    return AnnotatedDocument(document, Annotations(document.id, 1, "t/1", body, head, entities, scene))


@st.composite
def materials(draw: st.DrawFn) -> StoryMaterial:
    documents = tuple(draw(annotated(n)) for n in range(draw(st.integers(0, 3))))
    posts = tuple(Post(f"p{n}", "forum:x", "t", draw(TEXTS), f"a{n % 2}") for n in range(draw(st.integers(0, 4))))
    times = [d.document.published for d in documents if d.document.published]
    ids = tuple(d.document.id for d in documents)
    return StoryMaterial(
        Story("s", "T", ids, min(times, default=None), max(times, default=None)), documents, posts=posts
    )


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(materials())
def test_any_material_gives_a_report_whose_citations_stand(material: StoryMaterial) -> None:
    views = depict(material, Corroboration())
    report = compose(material, Corroboration(), views, generated=MONDAY, version="1")
    for sentence in report.sentences:
        for cited in sentence.citations:
            home = material.by_id[cited.document].document
            assert cited.quote.strip() and cited.span.of(home.field(cited.field)) == cited.quote
        assert not unsupported(sentence, material) or not unsupported_own(sentence, material)
    for entry in views.timeline:
        assert entry.start <= entry.end
        assert all(c.span.of(material.by_id[c.document].document.text) == c.quote for c in entry.citations)
    assert report == compose(material, Corroboration(), views, generated=MONDAY, version="1")
    for render in FORMATS.values():
        assert isinstance(render(report), str)
