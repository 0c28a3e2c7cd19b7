"""The ledger of remarks in the store: appended to, found by document and moment, part of every copy."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from tests.builders import NOON, document

from lagebild.records.remark import Anchor, Remark
from lagebild.records.span import Passage, Span
from lagebild.store import open_store


def remark(identifier: str, *documents: str, minutes: int = 0) -> Remark:
    anchors = tuple(Anchor(Passage(d, 1, Span(0, 3), "Der"), "", " Text") for d in documents)
    return Remark(identifier, NOON + timedelta(minutes=minutes), "commented", "A. Meyer", anchors, "„Ja“ – 'nein'")


def test_entries_come_back_in_order_by_either_document_and_up_to_a_moment(tmp_path: Path) -> None:
    entries = [remark("r-1", "a"), remark("r-2", "a", "b", minutes=1), remark("r-3", "b", minutes=2)]
    with open_store(f"sqlite:///{tmp_path / 's.db'}") as store:
        with store.unit(write=True) as unit:
            for name in ("a", "b", "c"):
                unit.documents.add(document(name, f"Der Text {name}."))
            for entry in entries:
                unit.remarks.put(entry)
        with store.unit() as unit:
            assert unit.remarks.of(["a"]) == tuple(entries[:2])
            assert unit.remarks.of(["b"]) == tuple(entries[1:])
            assert unit.remarks.of(["b", "a", "a"]) == tuple(entries)
            assert unit.remarks.of(["a", "b"], NOON + timedelta(minutes=1)) == tuple(entries[:2])
            assert unit.remarks.of(["c"]) == () == unit.remarks.of([])
        store.copy_to(f"sqlite:///{tmp_path / 'copy.db'}")
        assert store.check() == ()
    with open_store(f"sqlite:///{tmp_path / 'copy.db'}") as copied, copied.unit() as unit:
        assert unit.remarks.of(["a", "b"]) == tuple(entries)


@pytest.mark.parametrize("wrong", [remark("r-1", "a"), remark("r-2", "none")])
def test_no_entry_is_overwritten_and_none_hangs_in_the_air(wrong: Remark) -> None:
    with open_store("sqlite://") as store:
        with store.unit(write=True) as unit:
            unit.documents.add(document("a", "Der Text."))
            unit.remarks.put(remark("r-1", "a"))
        with pytest.raises(IntegrityError), store.unit(write=True) as unit:
            unit.remarks.put(wrong)
        with store.unit() as unit:
            assert unit.remarks.of(["a"]) == (remark("r-1", "a"),)
