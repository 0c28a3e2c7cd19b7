"""Brings news and judges at random until it is killed: each judgement is told once its unit was left."""

import os
import random
import sys
from datetime import UTC, datetime, timedelta

from lagebild.cluster.judging import standing
from lagebild.cluster.options import ClusterOptions
from lagebild.records.annotation import Annotations, TextAnnotations
from lagebild.records.document import Document, Post
from lagebild.records.errors import JudgementError
from lagebild.records.judgement import Judgement
from lagebild.records.ports import Store, Unit
from lagebild.run.judging import Judging
from lagebild.run.pipeline import attach_posts, link_new
from lagebild.store import open_store

OPTIONS = ClusterOptions()
TOWNS = ("Emden", "Gera", "Husum", "Bautzen", "Quedlinburg", "Ilmenau")
START = datetime(2026, 3, 30, tzinfo=UTC)


def report(store: Store, dice: random.Random, name: str) -> None:
    """Let a report and a comment on it come in."""
    town = dice.choice(TOWNS)
    with store.unit(write=True) as unit:
        published = START + timedelta(minutes=unit.documents.count())
        document = Document(name, f"Brand im Lager von {town}, Nummer {name}.", f"Brand in {town}", published=published)
        unit.documents.add(document)
        unit.annotations.put(Annotations(name, 1, "test/1", TextAnnotations("de")))
        unit.posts.add(Post(f"p-{name}", "forum", name, f"Was ist in {town} los, fragt {name}?", "x", about=name))
    link_new(store, OPTIONS)
    attach_posts(store, OPTIONS)


def judge(unit: Unit, dice: random.Random) -> Judgement:
    """Judge something."""
    judging = Judging(unit, START, OPTIONS)
    there = standing(unit.judgements.all())
    if there and dice.random() < 0.4:
        return judging.undo(dice.choice(there).id)
    stories = unit.stories.list(limit=1000).stories
    one, other = dice.choice(stories), dice.choice(stories)
    if dice.random() < 0.4:
        return judging.merge(one.id, other.id)
    if dice.random() < 0.5:
        return judging.move(dice.choice(one.documents), other.id)
    return judging.split(one.id, dice.sample(one.documents, len(one.documents) // 2))


def child() -> None:
    """Go on until killed; arguments are the store and a number that differs each time."""
    url, number = sys.argv[1:]
    dice = random.Random(int(number))
    with open_store(url) as store:
        report(store, dice, f"d{number}-first")  # which loads what linking needs
        os.write(1, b"ready\n")
        for count in range(1_000_000):
            if count % 4 == 0:
                report(store, dice, f"d{number}-{count}")
            try:
                with store.unit(write=True) as unit:
                    judged = judge(unit, dice)
            except JudgementError:
                continue
            os.write(1, f"{judged.id}\n".encode())


if __name__ == "__main__":
    child()
