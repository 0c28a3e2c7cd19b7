"""Every story of the sample corpus, and a slice of the stream: the judge finds nothing unsupported in their reports."""

from collections.abc import Sequence
from random import Random

import pytest
from benchmarks.quality.citations import judged, measure, printed
from benchmarks.quality.mutations import mutants, place_of
from benchmarks.quality.replay import Told, told
from tests.judge.judge import fault_of

from lagebild.report.render.json import report_row

LEAST_NOTICED = 0.97


def assert_carried(stories: Sequence[Told], least: int) -> None:
    assert sum(len(each.report.sentences) for each in stories) >= least
    assert [(fault.text, fault.why) for each in stories for fault in judged(each)] == []


def test_nothing_unsupported_is_printed_of_the_sample_corpus() -> None:
    assert_carried(told("corpus"), least=60)


@pytest.mark.shared
@pytest.mark.slow
def test_nothing_unsupported_is_printed_of_the_stream() -> None:
    assert_carried(told("stream", 800), least=300)


def test_the_judge_notices_changed_facts_in_real_reports() -> None:
    random = Random(5)
    count, missed = 0, []
    for each in told("corpus"):
        row = report_row(each.report)
        documents = {d.document.id: d.document for d in each.material.documents}
        for offered, sentence in zip(printed([each]), row["sentences"], strict=True):
            for mutant in mutants(offered.sentence, place_of(offered.sentence, each.material, {}), random):
                count += 1
                if not fault_of({**sentence, "text": mutant.text}, row, documents):
                    missed.append((mutant.kind, mutant.sort, mutant.text))
    assert count >= 300
    assert len(missed) <= (1 - LEAST_NOTICED) * count, missed


def test_mutated_sentences_are_withheld_and_faithful_ones_are_not() -> None:
    found = measure(told("corpus"), seed=11)
    assert len(found.mutated) >= 250 and found.faithful == 300
    assert found.share() >= 98, found.passed
    assert found.lost <= 3, found.refused


@pytest.mark.shared
@pytest.mark.slow
def test_the_same_holds_of_real_articles() -> None:
    found = measure([*told("claims", 120), *told("gold", 60), *told("english", 40)], seed=12)
    assert len(found.mutated) == 300 and found.faithful == 300
    assert found.share() >= 98, found.passed
    assert found.lost <= 3, found.refused
