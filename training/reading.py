"""What a reader writes down about a text (`annotations/GUIDELINES.md`) to stand-off annotations with offsets.

`python -m training.reading TEXTS.jsonl READ.jsonl ANNOTATIONS.jsonl` converts a batch; `--with-text` keeps the texts,
which is for texts of our own only. Errors name the row and the words that are not in its text; the other rows go on.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lagebild.language.encoder.labels import FORMS, MENTION_KINDS, MODALITIES, WORDING_CLASSES
from training.samples import read_lines
from training.standoff import checksum


class NotInTextError(ValueError):
    """What a reader wrote down does not stand in the text or in the guideline."""


def occurrences(text: str, part: str) -> list[int]:
    """Return where `part` stands in the text as whole words; NotInTextError where nowhere."""
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text)] if part else []
    if not found:
        found = [m.start() for m in re.finditer(re.escape(part), text)] if part else []
    if not found:
        raise NotInTextError(f'"{part}" does not stand in the text')
    return found


def converted(text: str, read: Mapping[str, Any]) -> dict[str, Any]:
    """Return mentions, statements and wording with offsets."""
    return {
        "mentions": sorted(_mentions(text, read.get("mentions", {}))),
        "statements": sorted((_statement(text, said) for said in read.get("statements", [])), key=_order),
        "wording": sorted(_wording(text, read.get("wording", []))),
    }


def _order(said: Mapping[str, Any]) -> tuple[int, int]:
    start, end = said["content"][0]
    return start, -end


def _mentions(text: str, named: Mapping[str, Sequence[str]]) -> Iterator[list[Any]]:
    """Yield every occurrence of every name; where two overlap the longer one stands."""
    found = [
        (at, at + len(name), _known(kind, MENTION_KINDS))
        for kind, names in named.items()
        for name in names
        for at in occurrences(text, name)
    ]
    taken: list[tuple[int, int]] = []
    for start, end, kind in sorted(found, key=lambda row: (row[0] - row[1], row[0])):
        if all(end <= a or b <= start for a, b in taken):
            taken.append((start, end))
            yield [start, end, kind]


def _nth(starts: Sequence[int], words: str, nth: int) -> int:
    if nth >= len(starts):
        raise NotInTextError(f'"{words}" stands in the text {len(starts)} times, so there is no nth {nth}')
    return starts[nth]


def _known(word: str, words: Sequence[str]) -> str:
    if word not in words:
        raise NotInTextError(f'"{word}" is none of {", ".join(words)}')
    return word


def _statement(text: str, said: Mapping[str, Any]) -> dict[str, Any]:
    content, cue, speaker = said["content"], said.get("cue") or [], said.get("speaker")
    if isinstance(content, str):
        raise NotInTextError(f'the content "{content}" must be a list')
    starts = occurrences(text, content[0])
    cues = occurrences(text, cue[0]) if cue else starts
    nth = said.get("nth")
    nearest = min(starts, key=lambda at: min(abs(at - c) for c in cues))
    first = nearest if nth is None else _nth(starts, content[0], nth)
    parts = [[first, first + len(content[0])]]
    for part in content[1:]:
        at = min((at for at in occurrences(text, part) if at >= parts[-1][1]), default=None)
        if at is None:
            raise NotInTextError(f'"{part}" does not stand behind "{content[0]}"')
        parts.append([at, at + len(part)])
    found = _near_all(text, cue, parts, said.get("cue_nth"))
    goes_on = said["form"] == "free-indirect"
    # Who speaks stands by the word of saying: in "erklärte er, dass er" the first "er" speaks.
    around = found if found and not goes_on else parts
    return {
        "content": parts,
        "cue": found,
        "speaker": _near(text, speaker, around, said.get("speaker_nth"), before=goes_on) if speaker else None,
        "form": _known(said["form"], FORMS),
        "modality": _known(said["modality"], MODALITIES),
    }


def _near_all(text: str, words: Sequence[str], parts: list[list[int]], nth: int | None) -> list[list[int]]:
    found: list[list[int]] = []
    for k, word in enumerate(words):
        found.append(_near(text, word, found or parts, nth if not k else None))
    return found


def _near(text: str, words: str, parts: list[list[int]], nth: int | None, *, before: bool = False) -> list[int]:
    """Return the occurrence nearest to the parts, or the `nth`; with `before` one in front of them, if there is any."""
    starts = occurrences(text, words)
    low, high = parts[0][0], parts[-1][1]

    def far(start: int) -> int:
        between = low - (start + len(words)) if start < low else start - high
        return max(0, between) + (10_000 if before and start >= low else 0)

    at = min(starts, key=far) if nth is None else _nth(starts, words, nth)
    return [at, at + len(words)]


def _wording(text: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[list[Any]]:
    for row in rows:
        starts = occurrences(text, row["text"])
        at = _nth(starts, row["text"], row.get("nth", 0))
        yield [at, at + len(row["text"]), _known(row["class"], WORDING_CLASSES)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Convert a batch; return 0, or 1 where a row was refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("read", type=Path)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("--language", default="de")
    parser.add_argument("--with-text", action="store_true")
    options = parser.parse_args(arguments)
    texts = {row["id"]: row for row in read_lines(options.texts)}
    refused, rows = 0, []
    for read in read_lines(options.read):
        source = texts[read["id"]]
        try:
            marked = converted(source["text"], read)
        except NotInTextError as problem:
            refused += 1
            sys.stderr.write(f"{read['id']}: {problem}; copy the words from the text.\n")
            continue
        row = {
            "id": read["id"],
            "date": source["date"],
            "language": options.language,
            "sha256": checksum(source["text"]),
        }
        rows.append({**row, **({"text": source["text"]} if options.with_text else {}), **marked})
    rows.sort(key=lambda row: str(row["id"]))
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    options.annotations.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
