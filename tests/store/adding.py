"""Adds documents until it is killed: each id is told on standard output once its unit was left."""

import os
import sys

from lagebild.records.annotation import Annotations, TextAnnotations
from lagebild.records.document import Document
from lagebild.records.story import StoryLink
from lagebild.store import open_store

url, prefix = sys.argv[1:]
store = open_store(url)
os.write(1, b"ready\n")
for number in range(1_000_000):
    document = Document(f"{prefix}-{number}", f"Satz Nummer {number}. " * (1 + number % 97), title=f"Nr. {number}")
    with store.unit(write=True) as unit:
        unit.documents.add(document)
        unit.annotations.put(Annotations(document.id, 1, "rules/1", TextAnnotations("de")))
        unit.stories.put([StoryLink(document.id, f"s{number % 7}", 1.0)], document)
    os.write(1, f"{document.id}\n".encode())
