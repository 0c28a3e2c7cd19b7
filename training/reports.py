"""Reports that we wrote ourselves -> batches of which some tell one story and others only look like it.

`reports/themes.jsonl` holds themes of three stories that a hasty reader could confuse, each told three times.
`reports/retold.jsonl` tells Wikinews articles once more, in German and in English. Pages of the press begin with
consent notices, lose their headline or a part of the text; a share of the texts is spoiled alike, so that nothing is
learnt from such things.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REPORTS: Final = Path(__file__).parent / "reports"
MOST_TEXT: Final = 1_200
_SPOILED: Final = 0.6
_UNTITLED: Final = 0.15
_CLUTTERED: Final = 0.6
_WITH_CLUTTER: Final = 0.25
_THEMES_A_BATCH: Final = 6
_ARTICLES_A_BATCH: Final = 20


@dataclass(frozen=True, slots=True)
class Told:
    """A report of a story: headline and text parted by a line break."""

    story: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Reports:
    """Themes, each the reports of its stories; Wikinews articles, each with what retells it, the article first."""

    themes: tuple[tuple[Told, ...], ...]
    retold: tuple[tuple[Told, ...], ...]
    clutter: tuple[str, ...]


def read_reports(texts: Mapping[str, str], folder: Path = REPORTS) -> Reports:
    """Read our reports; `texts` are Wikinews articles by checksum, and what retells an article not among them is left
    out."""
    themes: dict[str, list[Told]] = defaultdict(list)
    for row in _rows(folder / "themes.jsonl"):
        themes[row["theme"]].append(Told(row["story"], row["language"], f"{row['title']}\n{row['text']}"))
    retold: dict[str, list[Told]] = defaultdict(list)
    for row in _rows(folder / "retold.jsonl"):
        if row["sha256"] in texts:
            told = Told(row["sha256"], row["language"], f"{row['title']}\n{row['text']}")
            if row["sha256"] not in retold:
                retold[row["sha256"]].append(Told(row["sha256"], "de", texts[row["sha256"]][:MOST_TEXT]))
            retold[row["sha256"]].append(told)
    clutter = (folder / "clutter.txt").read_text("utf-8").splitlines()
    return Reports(tuple(map(tuple, themes.values())), tuple(map(tuple, retold.values())), tuple(clutter))


def _rows(file: Path) -> Iterator[dict[str, str]]:
    yield from map(json.loads, file.read_text("utf-8").splitlines())


def batches(reports: Reports, near: Sequence[Sequence[int]], dice: random.Random) -> list[list[Told]]:
    """Return the batches of an epoch: whole themes, or articles with what retells them beside the articles most like
    them; `near` has the others for each article, the nearest first."""
    themes = [list(theme) for theme in reports.themes]
    dice.shuffle(themes)
    made = [
        [told for theme in themes[k : k + _THEMES_A_BATCH] for told in theme]
        for k in range(0, len(themes), _THEMES_A_BATCH)
    ]
    left = list(range(len(reports.retold)))
    dice.shuffle(left)
    unused = set(left)
    for first in left:
        if first in unused:
            chosen = [first, *(k for k in near[first] if k in unused and k != first)][:_ARTICLES_A_BATCH]
            unused -= set(chosen)
            made.append([told for k in chosen for told in reports.retold[k]])
    dice.shuffle(made)
    return [_cluttered([spoiled(told, dice) for told in batch], reports.clutter, dice) for batch in made]


def spoiled(told: Told, dice: random.Random) -> Told:
    """Return a report as a bad page or a bad translation would have it, or as it is."""
    title, _, text = told.text.partition("\n")
    if dice.random() < _SPOILED:
        words, sentences = text.split(), text.split(". ")
        way = dice.randrange(4)
        if way == 0:
            text = " ".join(word for word in words if dice.random() > 0.12)
        elif way == 1:
            for k in range(len(words) - 1):
                if dice.random() < 0.1:
                    words[k], words[k + 1] = words[k + 1], words[k]
            text = " ".join(words)
        elif way == 2 and len(sentences) > 3:
            text = ". ".join(sentences[dice.randrange(1, 3) :])
        else:
            title = ""
    if dice.random() < _UNTITLED:
        title = ""
    return Told(told.story, told.language, f"{title}\n{text}".strip())


def _cluttered(batch: list[Told], clutter: Sequence[str], dice: random.Random) -> list[Told]:
    """Put the same two pieces of clutter into a quarter of a batch's reports: it must join nothing."""
    if len(clutter) < 2 or dice.random() > _CLUTTERED:
        return batch
    two = dice.sample(list(clutter), 2)
    return [_with(told, dice.choice(two), dice) if dice.random() < _WITH_CLUTTER else told for told in batch]


def _with(told: Told, piece: str, dice: random.Random) -> Told:
    title, _, text = told.text.partition("\n")
    way = dice.randrange(4)
    if way == 0:
        made = f"{piece} {title}\n{text}"
    elif way == 1:
        made = f"{title} {text[:60]}\n{piece} {text[60:]}"
    else:
        made = f"{title}\n{piece} {text}"
    return Told(told.story, told.language, made)
