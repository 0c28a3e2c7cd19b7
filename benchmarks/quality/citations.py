"""Shares of mutated and of faithful sentences that the citation check withholds, and what a second judge says.

    python -m benchmarks.quality.citations [--seed N] [--most N] [--show]    a table by kind; ends with 1 below a floor
    python -m benchmarks.quality.citations --stream [--encoder]              the judge over every story of the stream

Sentences come from the sample corpus and, where the evaluation data lies beside the checkout, from its articles, German
and English, and the first items of its stream. Faithful are all that the composer offers to the check, printed or not.
A mutated sentence is a printed one with one fact changed (see `mutations`).
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.judge.judge import Fault, judge

from benchmarks.quality.mutations import KINDS, Mutant, mutants, names_of, place_of
from benchmarks.quality.replay import Told, is_there, told
from lagebild.records.report import Sentence
from lagebild.records.story import StoryMaterial
from lagebild.report.check import unsupported, unsupported_own
from lagebild.report.options import ReportOptions
from lagebild.report.phrases import phrases
from lagebild.report.render.json import report_row
from lagebild.report.select import candidates

LEAST_WITHHELD = 98.0
MOST_WITHHELD = 3.0
SETS: dict[str, int | None] = {"corpus": None, "gold": None, "claims": 150, "english": 60, "stream": 800}
"""Sets with the number of documents that are replayed of each, None for all."""


@dataclass(frozen=True)
class Offered:
    """A sentence that is offered to the check, with the story it is about."""

    sentence: Sentence
    material: StoryMaterial
    labels: frozenset[str] = frozenset()
    own: bool = False

    def faults(self, text: str) -> tuple[str, ...]:
        """Return what the check finds where the sentence says `text`."""
        said = replace(self.sentence, text=text)
        if self.own:
            return unsupported_own(said, self.material, self.labels)
        return unsupported(said, self.material)


@dataclass(frozen=True)
class Result:
    """What was withheld: faithful sentences, and mutants with the printed sentence each was made of."""

    faithful: int
    refused: tuple[tuple[Offered, tuple[str, ...]], ...]
    mutated: tuple[Mutant, ...]
    passed: tuple[Mutant, ...]

    def share(self, kind: str | None = None) -> float:
        """Return the share of mutants withheld, in percent."""
        rows = [m for m in self.mutated if kind in (None, m.kind)]
        missed = sum(kind in (None, m.kind) for m in self.passed)
        return 100 * (1 - missed / max(1, len(rows)))

    @property
    def lost(self) -> float:
        """Return the share of faithful sentences withheld, in percent."""
        return 100 * len(self.refused) / max(1, self.faithful)


def replayed(sets: Mapping[str, int | None]) -> list[Told]:
    """Return the stories of some sets, of those that can be read here."""
    return [each for name, most in sets.items() if is_there(name) for each in told(name, most)]


def printed(stories: Sequence[Told]) -> Iterator[Offered]:
    """Yield what reports print; what stands under the heads of numbers and open steps is in their own words."""
    for each in stories:
        heads = phrases(each.material.story_language)["sections"]
        labels = frozenset(s.label for p in each.report.views.processes for s in p.steps)
        for sentence in each.report.sentences:
            own = sentence.section in (heads["numbers"], heads["open"])
            yield Offered(sentence, each.material, labels, own)


def offered(stories: Sequence[Told]) -> Iterator[Offered]:
    """Yield what reports print and what they might have printed."""
    yield from printed(stories)
    for each in stories:
        for found in candidates(each.material, ReportOptions(), each.report.views.scene):
            yield Offered(Sentence("body", "", found.text, found.citations), each.material)


def measure(stories: Sequence[Told], *, seed: int = 1, most: int = 300) -> Result:
    """Check `most` faithful sentences and as many mutants, evenly over the kinds."""
    random = Random(seed)
    rows, all_rows = list(printed(stories)), list(offered(stories))
    drawn = random.sample(all_rows, min(most, len(all_rows)))
    refused = [(p, p.faults(p.sentence.text)) for p in drawn]
    names: dict[str, tuple[str, ...]] = {}
    for row in random.sample(rows, min(60, len(rows))):
        for kind, found in names_of(row.material).items():
            names[kind] = tuple(dict.fromkeys((*names.get(kind, ()), *found[:3])))
    made = list(_mutated(random.sample(rows, len(rows)), names, random, most // len(KINDS)))
    return Result(
        len(drawn),
        tuple((p, f) for p, f in refused if f),
        tuple(m for _, m in made),
        tuple(m for p, m in made if not p.faults(m.text)),
    )


def judged(each: Told) -> list[Fault]:
    """Return the printed sentences of a story that the judge finds unsupported."""
    return judge(report_row(each.report), {d.document.id: d.document for d in each.material.documents})


def _mutated(
    rows: Sequence[Offered], names: dict[str, tuple[str, ...]], random: Random, each: int
) -> Iterator[tuple[Offered, Mutant]]:
    """Draw `each` mutants a kind, those sorts first of which there are fewest so far, one a kind and sentence."""
    count: Counter[str] = Counter()
    sorts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        found = list(mutants(row.sentence, place_of(row.sentence, row.material, names), random))
        for kind in KINDS:
            choice = sorted((m for m in found if m.kind == kind), key=lambda m: sorts[kind, m.sort])
            if choice and count[kind] < each:
                count[kind] += 1
                sorts[kind, choice[0].sort] += 1
                yield row, choice[0]


def command() -> int:
    """Print the table, or what the judge says of the stream; end with 1 where a floor is not held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=300)
    parser.add_argument("--show", action="store_true", help="name what passed and what was withheld wrongly")
    parser.add_argument("--stream", action="store_true", help="judge every story of the stream")
    parser.add_argument("--encoder", action="store_true", help="of the stream, read by the encoder too")
    given = parser.parse_args()
    if given.stream:
        return _stream(given.encoder)
    stories = replayed(SETS)
    found = measure(stories, seed=given.seed, most=given.most)
    unsupported_now = [fault for each in stories for fault in judged(each)]
    print(f"{'kind':<12}{'mutated':>9}{'withheld':>10}")
    for kind in KINDS:
        print(f"{kind:<12}{sum(m.kind == kind for m in found.mutated):>9}{found.share(kind):>9.1f}%")
    print(f"{'all':<12}{len(found.mutated):>9}{found.share():>9.1f}%   floor {LEAST_WITHHELD:.0f}")
    print(f"{'faithful':<12}{found.faithful:>9}{found.lost:>9.1f}%   most {MOST_WITHHELD:.0f}")
    print(f"{len(stories)} stories; sentences that the judge finds unsupported: {len(unsupported_now)}")
    if given.show:
        for mutant in found.passed:
            print(f"- {mutant.kind}/{mutant.sort}\n    {mutant.sentence.text}\n    {mutant.text}")
        for row, faults in found.refused:
            print(f"+ {row.sentence.text}\n    {faults}")
        for fault in unsupported_now:
            print(f"! {fault.text}\n    {fault.why}")
    return int(found.share() < LEAST_WITHHELD or found.lost > MOST_WITHHELD or bool(unsupported_now))


def _stream(with_encoder: bool) -> int:
    """Judge every story of the replayed stream; end with 1 where a sentence is unsupported."""
    if not is_there("stream"):
        print("There is no stream beside the checkout; nothing is judged.")
        return 0
    stories = told("stream", with_encoder=with_encoder)
    faults = [fault for each in stories for fault in judged(each)]
    count = sum(len(each.report.sentences) for each in stories)
    withheld = sum(len(each.report.withheld) for each in stories)
    print(f"{len(stories)} stories, {count} sentences printed, {withheld} withheld, {len(faults)} unsupported")
    for fault in faults:
        print(f"! {fault.text}\n    {fault.why}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(command())
