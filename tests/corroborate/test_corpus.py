"""The sample corpus through annotate and corroborate, against its plan."""

import json
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest

from lagebild.annotate.annotate import annotate
from lagebild.corroborate.compare import compare
from lagebild.corroborate.corroborate import corroborate
from lagebild.records.claim import Corroboration, NumberComparison
from lagebild.records.document import Document
from lagebild.records.story import AnnotatedDocument
from tests.builders import CORPUS
from tests.corroborate.builders import material

Place = tuple[str, int, int]


@cache
def plan() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CORPUS / "plan.json").read_text("utf-8"))
    return loaded


@cache
def texts() -> dict[str, dict[str, Any]]:
    lines = (CORPUS / "articles.jsonl").read_text("utf-8").split("\n")
    return {row["id"]: row for row in (json.loads(line) for line in lines if line)}


@cache
def story(key: str) -> tuple[AnnotatedDocument, ...]:
    ids = next(s["articles"] for s in plan()["stories"] if s["key"] == key)
    items = []
    for row in (texts()[i] for i in ids):
        document = Document(
            row["id"],
            row["text"],
            title=row["title"],
            outlet=row["outlet"],
            url=row["url"],
            language=row["language"],
            published=datetime.fromisoformat(row["published"]),
        )
        items.append(AnnotatedDocument(document, annotate(document)))
    return tuple(items)


@cache
def told(key: str) -> Corroboration:
    return corroborate(material(story(key)))


def steps(key: str, kind: str) -> set[tuple[str, str | None, date | None, str]]:
    return {(s.step, s.party, s.day, s.status) for p in told(key).processes if p.kind == kind for s in p.steps}


def test_treaty_is_ratified_twice_and_not_in_force() -> None:
    found = steps("bodensee", "treaty")
    assert ("signed", None, date(2026, 1, 12), "done") in found
    assert ("approved", "Schweiz", date(2026, 3, 18), "done") in found
    assert ("approved", "Österreich", date(2026, 3, 25), "done") in found
    assert ("approved", "Österreich", date(2026, 4, 9), "done") in found
    assert {f for f in found if f[0] == "ratified"} == {
        ("ratified", "Schweiz", date(2026, 4, 1), "done"),
        ("ratified", "Österreich", date(2026, 4, 14), "done"),
    }
    assert ("instruments exchanged", None, None, "open") in found
    assert ("in force", None, None, "open") in found


def test_wage_dispute_has_its_steps() -> None:
    found = steps("alstavia", "wage dispute")
    assert ("talks failed", None, date(2026, 4, 1), "done") in found
    assert ("warning strike", None, date(2026, 4, 9), "done") in found
    assert ("strike", None, date(2026, 4, 20), "done") in found
    assert ("mediation agreed", None, date(2026, 4, 22), "done") in found
    assert ("ballot", None, None, "open") in found


def test_a_blackout_is_no_process_of_law() -> None:
    assert not steps("lueneburg", "treaty") and not steps("lueneburg", "election")


@pytest.mark.parametrize("key", ["lueneburg", "bodensee", "alstavia", "trier"])
def test_copied_texts_are_of_one_hand(key: str) -> None:
    copied = "wörtlich übernommener Text der Agentur"
    planned = {frozenset(o["documents"]) for o in plan()["origins"] if o["story"] == key and o["why"] == copied}
    assert {frozenset(o.documents) for o in told(key).shared_origins} == planned


def locate(value: dict[str, Any]) -> Place:
    text = texts()[value["document"]]["text"]
    start = text.index(value["passage"]) + value["passage"].index(value["text"])
    return value["document"], start, start + len(value["text"])


def found_verdict(groups: tuple[NumberComparison, ...], a: Place, b: Place) -> str | None:
    for group in groups:
        places = [(v.passage.document, v.passage.span.start, v.passage.span.end) for v in group.values]
        at = [
            next((i for i, p in enumerate(places) if p[0] == w[0] and p[1] < w[2] and w[1] < p[2]), None)
            for w in (a, b)
        ]
        verdicts = {frozenset((p.a, p.b)): p.verdict for p in group.pairs}
        if at[0] is not None and at[1] is not None:
            return verdicts.get(frozenset((at[0], at[1])))
    return None


def test_planned_pairs_get_their_verdicts() -> None:
    groups = {s["key"]: compare(story(s["key"])).numbers for s in plan()["stories"]}
    joined = right = 0
    for number in plan()["numbers"]:
        places = [locate(v) for v in number["values"]]
        for pair in number["pairs"]:
            verdict = found_verdict(groups[number["story"]], places[pair["a"]], places[pair["b"]])
            joined += verdict is not None
            right += verdict == pair["verdict"]
    assert joined >= 37
    assert right >= 0.95 * joined


def test_the_denied_blood_alcohol_is_a_conflict_of_claims() -> None:
    claims = {c.id: c for c in told("trier").claims}
    denied = [c for c in claims.values() if any(k.kind == "denied" for k in c.conflicts)]
    assert any("1,6 Promille" in c.text for c in denied)
    assert all(conflict.claim in claims for c in denied for conflict in c.conflicts)


@pytest.mark.parametrize("key", ["lueneburg", "bodensee", "alstavia", "trier"])
def test_names_of_counts_are_no_codes(key: str) -> None:
    codes = {"EUR", "CHF", "%", "‰"}
    assert all(n.counted and n.counted not in codes for n in told(key).numbers if n.values[0].unit)


@pytest.mark.parametrize("key", ["lueneburg", "bodensee", "alstavia", "trier"])
def test_claims_stand_in_the_order_of_time_and_without_loose_marks(key: str) -> None:
    claims = told(key).claims
    first = [min(e.published for e in c.evidence if e.published) for c in claims]
    assert first == sorted(first)
    assert all(c.text[0] not in ",;:–-" and c.text[-1] not in ",;:–-" for c in claims)


def test_what_is_called_a_contradiction_is_one() -> None:
    """Every contradiction found is between the two sides that the plan sets against each other."""
    planned = [
        {n["values"][p[side]]["value"] for side in "ab"}
        for n in plan()["numbers"]
        for p in n["pairs"]
        if p["verdict"] == "contradiction"
    ]
    found = [
        {group.values[p.a].value, group.values[p.b].value}
        for s in plan()["stories"]
        for group in compare(story(s["key"])).numbers
        for p in group.pairs
        if p.verdict == "contradiction"
    ]
    assert found
    assert all(values in planned for values in found)
