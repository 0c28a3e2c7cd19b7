"""The sample corpus agrees with itself: counts, formats, and every passage of its plan stands where the plan says."""

import json
import re
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

CORPUS = Path(__file__).parents[2] / "corpus"
ATOM = "{http://www.w3.org/2005/Atom}"
TEXT = {"type": "string", "minLength": 1}
ZONED = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$"}
ARTICLE = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "title": TEXT,
        "text": {"type": "string", "minLength": 200},
        "published": ZONED,
        "language": {"enum": ["de", "en"]},
        "outlet": TEXT,
        "url": {"type": "string", "pattern": r"^https://[a-z0-9.-]+\.example/"},
    },
    "required": ["id", "title", "text", "published", "language", "outlet", "url"],
    "additionalProperties": False,
}
POST = {
    "type": "object",
    "properties": {
        "platform": {"enum": ["mastodon", "bluesky", "forum:strom-und-netz.example"]},
        "thread": TEXT,
        "id": TEXT,
        "parent": TEXT,
        "author": TEXT,
        "created": ZONED,
        "text": {"type": "string"},
        "about": {"type": "string", "format": "uri"},
    },
    "required": ["platform", "thread", "id", "author", "created", "text"],
    "additionalProperties": False,
}
MODALITIES = [
    "asserted",
    "alleged",
    "denied",
    "demanded",
    "threatened",
    "warned",
    "planned",
    "conditional",
    "criticised",
    "welcomed",
    "hearsay",
]
VERDICTS = ["same", "compatible", "rounding", "superseded", "different-scope", "granularity", "denied", "contradiction"]
DOCUMENTS = {"type": "array", "items": TEXT}
PLAN = {
    "type": "object",
    "required": [
        *("stories", "noise", "copies", "revisions", "corrections", "scenes", "timeline"),
        *("numbers", "statements", "processes", "origins", "posts"),
    ],
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["document", "speaker", "content", "modality", "form"],
                "properties": {
                    "speaker": {"type": ["string", "null"]},
                    "content": TEXT,
                    "modality": {"enum": MODALITIES},
                    "form": {"enum": ["direct", "indirect", "free-indirect", "reported"]},
                },
            },
        },
        "numbers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["story", "counted", "values", "verdict", "pairs", "why"],
                "properties": {
                    "values": {"type": "array", "minItems": 2},
                    "verdict": {"enum": VERDICTS},
                    "pairs": {"type": "array", "items": {"properties": {"verdict": {"enum": VERDICTS}}}},
                },
            },
        },
        "timeline": {
            "items": {"required": ["story", "date", "what", "documents"], "properties": {"documents": DOCUMENTS}}
        },
        "scenes": {"items": {"required": ["story", "name", "lat", "lon", "within_km", "country"]}},
        "processes": {
            "items": {
                "required": ["story", "kind", "title", "steps"],
                "properties": {
                    "steps": {
                        "items": {
                            "required": ["step", "party", "date", "status"],
                            "properties": {"status": {"enum": ["done", "open"]}},
                        }
                    }
                },
            }
        },
    },
}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").split("\n") if line]


@cache
def articles() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows("articles.jsonl")}


@cache
def posts() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows("posts.jsonl")}


@cache
def plan() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CORPUS / "plan.json").read_text(encoding="utf-8"))
    return loaded


def published(document: str) -> datetime:
    return datetime.fromisoformat(articles()[document]["published"])


def copied_share(copy: str, original: str, run: int = 5) -> float:
    """Return the part of the words of `copy` that stand in runs of `run` words which `original` has too."""
    words, others = (re.findall(r"\w+", articles()[name]["text"].lower()) for name in (copy, original))
    known = {tuple(others[i : i + run]) for i in range(len(others) - run + 1)}
    covered = {i + k for i in range(len(words) - run + 1) if tuple(words[i : i + run]) in known for k in range(run)}
    return len(covered) / len(words)


@pytest.mark.parametrize(("name", "schema"), [("articles.jsonl", ARTICLE), ("posts.jsonl", POST)])
def test_lines_follow_the_contract_and_have_ids_of_their_own(name: str, schema: dict[str, Any]) -> None:
    found = rows(name)
    problems = [(row["id"], e.message) for row in found for e in Draft202012Validator(schema).iter_errors(row)]
    assert problems == []
    assert len({row["id"] for row in found}) == len(found)


def test_plan_has_its_form() -> None:
    assert [e.message for e in Draft202012Validator(PLAN).iter_errors(plan())] == []


def test_corpus_is_large_and_varied_enough() -> None:
    found = articles().values()
    words = sum(len(row["text"].split()) for row in found)
    assert len(found) >= 48
    assert 9000 <= words <= 11000
    assert len({row["outlet"] for row in found}) >= 10
    assert sum(row["language"] == "en" for row in found) >= 5
    assert len(plan()["stories"]) >= 4
    assert len(plan()["noise"]) >= 6
    assert len(plan()["statements"]) >= 60
    assert len(plan()["copies"]) >= 5
    assert len({copy["copy_of"] for copy in plan()["copies"]}) >= 2


def test_time_runs_forward_and_zones_are_those_of_central_europe() -> None:
    times = [published(name) for name in articles()]
    assert times == sorted(times)
    created = [datetime.fromisoformat(row["created"]) for row in posts().values()]
    assert created == sorted(created)
    change = datetime.fromisoformat("2026-03-29T03:00:00+02:00")
    for moment in times + created:
        assert moment.utcoffset() == timedelta(hours=2 if moment >= change else 1)


def test_every_article_is_in_one_story_or_noise() -> None:
    planned = [name for story in plan()["stories"] for name in story["articles"]]
    planned += [row["document"] for row in plan()["noise"]]
    assert Counter(planned) == Counter(articles().keys())


def test_outlets_keep_to_one_host_and_links_differ_but_for_revisions() -> None:
    hosts = {(row["outlet"], urlsplit(row["url"]).hostname) for row in articles().values()}
    assert len(hosts) == len({outlet for outlet, _ in hosts}) == len({host for _, host in hosts})
    shared = {url for url, times in Counter(row["url"] for row in articles().values()).items() if times > 1}
    assert shared == {row["url"] for row in plan()["revisions"]}


def test_revisions_change_the_text_later() -> None:
    for row in plan()["revisions"]:
        old, new = row["documents"]
        assert articles()[old]["url"] == articles()[new]["url"] == row["url"]
        assert published(old) < published(new)
        assert articles()[old]["text"] != articles()[new]["text"]


def test_copies_share_as_much_as_planned_and_come_later() -> None:
    for row in plan()["copies"]:
        assert copied_share(row["document"], row["copy_of"]) >= row["share_at_least"] >= 0.4, row
        assert published(row["copy_of"]) < published(row["document"])


def test_no_other_articles_are_copies() -> None:
    planned = {frozenset((row["document"], row["copy_of"])) for row in plan()["copies"]}
    for row in plan()["origins"]:
        planned |= {frozenset((a, b)) for a in row["documents"] for b in row["documents"]}
    planned |= {frozenset(row["documents"]) for row in plan()["revisions"]}
    names = list(articles())
    for at, a in enumerate(names):
        for b in names[:at]:
            assert frozenset((a, b)) in planned or copied_share(a, b) < 0.2, (a, b)


def test_planned_passages_stand_in_their_documents() -> None:
    for row in plan()["statements"]:
        assert row["content"] in articles()[row["document"]]["text"], row
    for number in plan()["numbers"]:
        for value in number["values"]:
            assert value["text"] in value["passage"], value
            assert value["passage"] in articles()[value["document"]]["text"], value


def test_speakers_are_named_in_their_documents() -> None:
    """The family name at least, or one word of an organisation's name."""
    for row in plan()["statements"]:
        article = articles()[row["document"]]
        if row["speaker"] is not None:
            assert any(word in article["text"] for word in re.findall(r"\w{3,}", row["speaker"])), row


def test_numbers_compare_values_they_have() -> None:
    for number in plan()["numbers"]:
        members = {s["key"]: s["articles"] for s in plan()["stories"]}[number["story"]]
        assert {value["document"] for value in number["values"]} <= set(members)
        assert number["verdict"] in {pair["verdict"] for pair in number["pairs"]}
        for pair in number["pairs"]:
            assert 0 <= pair["a"] < len(number["values"]) and 0 <= pair["b"] < len(number["values"])


def test_all_verdicts_occur() -> None:
    assert {pair["verdict"] for number in plan()["numbers"] for pair in number["pairs"]} == set(VERDICTS)


def test_timeline_and_processes_name_documents_of_their_story_published_no_earlier() -> None:
    members = {story["key"]: set(story["articles"]) for story in plan()["stories"]}
    dated = [(row["story"], row["date"], row["documents"]) for row in plan()["timeline"]]
    dated += [(p["story"], s["date"], s.get("documents", [])) for p in plan()["processes"] for s in p["steps"]]
    for story, date, documents in dated:
        assert set(documents) <= members[story]
        assert all(date is None or date <= articles()[name]["published"][:10] for name in documents), (date, documents)


def test_done_steps_have_dates_in_order_and_open_ones_have_none() -> None:
    for process in plan()["processes"]:
        done = [step["date"] for step in process["steps"] if step["status"] == "done"]
        assert done == sorted(done) and None not in done
        assert all(step["date"] is None for step in process["steps"] if step["status"] == "open")


def test_posts_are_counted_as_planned() -> None:
    counted = plan()["posts"]["counted"]
    for truth in counted.values():
        removed = {row["id"] for row in truth["removed"]}
        kept = [p for p in posts().values() if p["thread"] in truth["threads"] and p["id"] not in removed]
        forum = sum(post["platform"].startswith("forum:") for post in kept)
        assert (len(kept) - forum, forum) == (truth["social_comments"], truth["forum_posts"])
        assert all(post["text"].strip().strip("\u200b") for post in kept)
        texts = [" ".join(post["text"].split()).casefold() for post in kept]
        assert len(set(texts)) == len(texts)
    assert (counted["lueneburg"]["social_comments"], counted["lueneburg"]["forum_posts"]) == (13, 53)


def test_removed_posts_are_what_the_plan_says() -> None:
    for truth in plan()["posts"]["counted"].values():
        for row in truth["removed"]:
            post = posts()[row["id"]]
            if row["reason"] == "empty":
                assert not post["text"].strip().strip("\u200b")
            else:
                first = posts()[row["duplicate_of"]]
                assert post["text"].split() == first["text"].split()
                assert first["author"] == post["author"] and first["created"] < post["created"]


def test_posts_answer_earlier_posts_of_their_thread_and_are_about_known_articles() -> None:
    links = {row["url"] for row in articles().values()}
    for post in posts().values():
        if parent := post.get("parent"):
            assert posts()[parent]["thread"] == post["thread"] and posts()[parent]["created"] < post["created"]
        assert post.get("about") is None or post["about"] in links


def feed_links() -> dict[str, list[tuple[str, str]]]:
    rss = ET.parse(CORPUS / "feeds" / "ilmenau-bote.rss.xml").getroot()
    atom = ET.parse(CORPUS / "feeds" / "rundfunk-nord-west.atom.xml").getroot()
    feed = json.loads((CORPUS / "feeds" / "central-european.json").read_text(encoding="utf-8"))
    return {
        "rss": [(i.findtext("link", ""), i.findtext("title", "")) for i in rss.iter("item")],
        "atom": [
            (link.get("href", ""), e.findtext(f"{ATOM}title", ""))
            for e in atom.iter(f"{ATOM}entry")
            if (link := e.find(f"{ATOM}link")) is not None
        ],
        "json": [(item["url"], item["title"]) for item in feed["items"]],
    }


def test_feeds_carry_articles_of_the_corpus() -> None:
    known = {(row["url"], row["title"]) for row in articles().values()}
    for name, items in feed_links().items():
        assert 3 <= len(items) <= 6, name
        assert set(items) <= known, name


def test_rss_dates_are_german() -> None:
    rss = ET.parse(CORPUS / "feeds" / "ilmenau-bote.rss.xml").getroot()
    dates = [item.findtext("pubDate", "") for item in rss.iter("item")]
    assert all(re.fullmatch(r"(Mo|Di|Mi|Do|Fr|Sa|So), \d\d \S+ 2026 [\d:]{8} MES?Z", date) for date in dates)
    assert {date.rsplit(" ", 1)[1] for date in dates} == {"MEZ", "MESZ"}
