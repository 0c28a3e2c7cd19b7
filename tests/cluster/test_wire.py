"""The invented stream of the benchmark: the same each time, in the order of time, and read as it was written."""

from itertools import islice, pairwise

from benchmarks.scale.stream import Run
from benchmarks.scale.wire import Wire

from lagebild.cluster.linker import Linker


def test_stream_is_the_same_each_time_and_in_order() -> None:
    told = list(islice(Wire(), 60))
    assert told == list(islice(Wire(), 60))
    moments = [item.document.published for item, _ in told]
    assert all(a is not None and b is not None and a <= b for a, b in pairwise(moments))


def test_annotations_stand_where_the_text_says_so() -> None:
    for item, _ in islice(Wire(seed=3), 60):
        names = {entity.id: entity.name for entity in item.annotations.entities}
        for mention in item.annotations.body.mentions:
            assert mention.span.of(item.document.text) == names[mention.entity or ""]
        for place in item.annotations.body.places:
            assert place.span.of(item.document.text) == place.name


def test_planned_happenings_are_found_and_linking_resumes() -> None:
    whole, halves = (Run(Wire(documents_a_day=400), Linker()) for _ in range(2))
    whole.go(400, 200)
    halves.go(150, 200)
    halves.go(400, 200)
    assert halves.count.digest == whole.count.digest
    precision, recall = whole.count.pairs()
    assert min(precision, recall) > 0.9
