"""What the two seed articles and the stories of the claims gold must yield."""

import importlib.util
import json
from datetime import UTC, date, datetime
from types import ModuleType
from typing import Any

import pytest

from lagebild.annotate.annotate import annotate
from lagebild.corroborate.compare import Comparison, compare
from lagebild.corroborate.corroborate import corroborate
from lagebild.records.claim import Corroboration
from lagebild.records.document import Document
from lagebild.records.story import AnnotatedDocument
from tests.builders import SHARED
from tests.corroborate.builders import material

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def seeds() -> Corroboration:
    gold: dict[str, Any] = json.loads((SHARED / "gold/seeds.json").read_text("utf-8"))["documents"]
    items = []
    for name, row in gold.items():
        published = datetime.fromisoformat(row["published"]).replace(hour=12, tzinfo=UTC)
        document = Document(name, (SHARED / "seeds" / name).read_text("utf-8"), published=published, language="de")
        items.append(AnnotatedDocument(document, annotate(document)))
    return corroborate(material(items))


def test_the_treaty_and_what_is_still_missing(seeds: Corroboration) -> None:
    (treaty,) = [p for p in seeds.processes if p.kind == "treaty"]
    assert [(s.step, s.party, s.day, s.status) for s in treaty.steps] == [
        ("signed", None, date(2024, 6, 19), "done"),
        ("ratified", "Russland", date(2024, 11, 6), "done"),
        ("ratified", "Nordkorea", date(2024, 11, 11), "done"),
        ("in force", None, None, "open"),
    ]
    assert treaty.steps[-1].condition == "sobald beide Seiten die Ratifizierungsinstrumente austauschen"
    assert all(s.citations for s in treaty.steps)


def test_the_soldiers_agree_and_the_others_are_another_count(seeds: Corroboration) -> None:
    by_texts = {tuple(v.text for v in c.values): c for c in seeds.numbers}
    assert by_texts["etwa 11.000", "mehr als 10.000"].verdict == "compatible"
    assert by_texts[("50.000",)].verdict == "different-scope"
    assert by_texts[("50.000",)].why


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools/score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def story_rows(score: ModuleType, story: dict[str, Any]) -> Comparison:
    items = []
    for row in score.claim_items(story):
        published = datetime.fromisoformat(row["published"])
        published = published if published.tzinfo else published.replace(tzinfo=UTC)
        document = Document(
            row["id"],
            row["text"],
            title=row["title"],
            outlet=row["outlet"],
            url=row["url"],
            published=published,
            language="de",
        )
        items.append(AnnotatedDocument(document, annotate(document)))
    return compare(items)


def contract(comparison: Comparison) -> dict[str, Any]:
    claims = []
    for group in comparison.groups:
        values = [
            {"id": v.passage.document, "field": v.passage.field, "span": [v.passage.span.start, v.passage.span.end]}
            for v in group.values
        ]
        verdicts = [{"a": p.a, "b": p.b, "verdict": p.verdict} for p in group.pairs]
        claims.append({"about": group.counted, "values": values, "verdicts": verdicts})
    return {"claims": claims, "origins": [{"documents": list(o.documents)} for o in comparison.origins]}


def test_claims_gold_keeps_its_floor() -> None:
    score = scorer()
    path = SHARED / "gold/claims_dev.json"
    outs = [contract(story_rows(score, story)) for story in json.loads(path.read_text("utf-8"))]
    found = score.score_claims(path, outs)
    assert found["origins"]["F1"] >= 88
    assert found["together"]["F1"] >= 62
    assert found["verdict_of_joined"] >= 70
    assert found["conflict_precision"] >= 80
