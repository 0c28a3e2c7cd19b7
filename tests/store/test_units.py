"""Units of work: threads, nesting, backup, and text that no database can keep."""

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from lagebild.records.annotation import Annotations, TextAnnotations
from lagebild.records.document import Document, Post
from lagebild.records.errors import StoreError
from lagebild.records.story import StoryLink
from lagebild.store import open_store
from lagebild.store.database import Store
from lagebild.store.payload import decoded, encoded, unpacked


def file_url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.mark.parametrize("place", ["memory", "file"])
def test_threads_write_and_read_at_once(tmp_path: Path, place: str) -> None:
    failures: list[BaseException] = []
    with open_store("sqlite://" if place == "memory" else file_url(tmp_path / "s.db")) as store:

        def work(name: str) -> None:
            try:
                for number in range(10):
                    with store.unit(write=True) as unit:
                        unit.documents.add(Document(f"{name}{number}", f"Text {name} {number}."))
                    with store.unit() as unit:
                        assert unit.documents.get(f"{name}{number}") is not None
            except BaseException as error:
                failures.append(error)
                raise

        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        with store.unit() as unit:
            assert unit.documents.count() == 40
        assert store.check() == ()


def test_two_stores_on_one_file_wait_for_each_other(tmp_path: Path) -> None:
    with open_store(file_url(tmp_path / "s.db")) as one, open_store(file_url(tmp_path / "s.db")) as two:

        def work(store: Store, name: str) -> None:
            for number in range(10):
                with store.unit(write=True) as unit:
                    unit.documents.add(Document(f"{name}{number}", "Text."))

        threads = [threading.Thread(target=work, args=row) for row in ((one, "a"), (two, "b"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with one.unit() as unit:
            assert unit.documents.count() == 20


def test_units_that_would_wait_for_each_other_are_refused(tmp_path: Path) -> None:
    with open_store(file_url(tmp_path / "s.db")) as store:
        with store.unit() as outer, store.unit() as inner:
            assert outer.documents.count() == inner.documents.count() == 0
        for first, second in ((True, True), (True, False), (False, True)):
            with store.unit(write=first), pytest.raises(RuntimeError, match="write unit"), store.unit(write=second):
                pass
        with store.unit(write=True) as unit:
            assert unit.documents.add(Document("a", "Text.")) == "new"


def test_a_backup_is_a_whole_store(tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    with open_store(file_url(tmp_path / "s.db")) as store:
        for id_ in "ab":
            with store.unit(write=True) as unit:
                unit.documents.add(Document(id_, f"Text {id_}."))
            store.backup(target)
    with open_store(file_url(target)) as copy, copy.unit() as unit:
        assert [d.id for d in unit.documents.many(["a", "b"])] == ["a", "b"]
        assert unit.search.documents("text") == ("a", "b")
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".db") == ["backup.db", "s.db"]
    assert not list(tmp_path.glob(".backup*"))


def test_a_store_in_memory_can_be_backed_up(tmp_path: Path) -> None:
    with open_store("sqlite://") as store:
        with store.unit(write=True) as unit:
            unit.documents.add(Document("a", "Text."))
        store.backup(tmp_path / "s.db")
    with open_store(file_url(tmp_path / "s.db")) as copy, copy.unit() as unit:
        assert unit.documents.count() == 1


def test_a_backup_replaces_nothing_else(tmp_path: Path) -> None:
    theirs = tmp_path / "letter.txt"
    theirs.write_text("Lieber Leser", encoding="utf-8")
    with open_store(file_url(tmp_path / "s.db")) as store:
        for target, sentence in (
            (theirs, "no backup of a Lagebild store"),
            (tmp_path / "s.db", "replace the store itself"),
            (tmp_path / "missing" / "s.db", "does not exist"),
        ):
            with pytest.raises(StoreError, match=sentence):
                store.backup(target)
    assert theirs.read_text(encoding="utf-8") == "Lieber Leser"


def test_half_characters_are_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with open_store("sqlite://") as store:
        with pytest.raises(StoreError, match="lone surrogate"), store.unit(write=True) as unit:
            unit.documents.add(Document("a", "Text \ud83d."))
        with store.unit() as unit:
            assert unit.documents.count() == 0


def test_any_other_text_comes_back(tmp_path: Path) -> None:
    text = "Null\0 Emoji 😀 kombiniert u\u0308 Київ 北京 \u200f\u2028"
    with open_store("sqlite://") as store, store.unit(write=True) as unit:
        unit.documents.add(Document("a\0b", text, title=text))
        back = unit.documents.get("a\0b")
        assert back is not None and (back.text, back.title) == (text, text)


def test_a_link_to_an_unknown_document_is_a_bug() -> None:
    from sqlalchemy.exc import IntegrityError

    with (
        open_store("sqlite://") as store,
        pytest.raises(IntegrityError),
        store.unit(write=True) as unit,
    ):
        unit.stories.put([StoryLink("nobody", "s", 1.0)], Document("nobody", ""))


def test_payloads_round_trip_and_name_what_is_damaged() -> None:
    post = Post("p", "forum", "t", "Text", "a", datetime(2025, 1, 1, tzinfo=UTC))
    assert decoded(encoded(post), Post) == post
    with pytest.raises(StoreError, match="Post cannot be read"):
        decoded(b"{}", Post)
    with pytest.raises(StoreError, match="damaged"):
        unpacked(b"no zlib", Post)


def test_a_store_takes_over_another(tmp_path: Path) -> None:
    document = Document("a", "Text.", published=datetime(2025, 1, 1, tzinfo=UTC))
    with open_store(file_url(tmp_path / "s.db")) as old, open_store(file_url(tmp_path / "t.db")) as new:
        with old.unit(write=True) as unit:
            for number in range(1_200):
                unit.posts.add(Post(f"p{number}", "forum", "t", "Text", "x"))
            unit.documents.add(document)
            unit.documents.add(Document("a", "Neuer Text."))
            unit.annotations.put(Annotations("a", 2, "rules/1", TextAnnotations("de")))
            unit.stories.put([StoryLink("a", "s", 1.0)], document)
        new.take(old)
        assert new.check() == ()
        with old.unit() as before, new.unit() as after:
            assert after.documents.revisions("a") == before.documents.revisions("a")
            assert after.annotations.get("a") == before.annotations.get("a")
            assert after.stories.list("neuer") == before.stories.list("neuer")
            assert after.posts.unlinked() == before.posts.unlinked()
        with pytest.raises(StoreError, match="not empty"):
            new.take(old)


def test_a_full_disk_loses_nothing_and_says_so(tmp_path: Path) -> None:
    with open_store(file_url(tmp_path / "s.db")) as store:
        with store._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        store._engine.dispose()
        event.listen(store._engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count = {pages + 20}"))
        kept = 0
        with pytest.raises(StoreError, match="full; free some space"):
            for kept in range(1_000):
                with store.unit(write=True) as unit:
                    unit.documents.add(Document(f"d{kept}", f"Text {kept} " * 300))
        with store.unit() as unit:
            assert unit.documents.count() == kept > 0
        assert store.check() == ()


def test_a_store_held_by_another_program_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lagebild.store.dialect.BUSY_SECONDS", 0.1)
    path = tmp_path / "s.db"
    with open_store(file_url(path)) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="held by another program"), store.unit(write=True):
            pass
        other.execute("ROLLBACK")
        other.close()
        with store.unit(write=True) as unit:
            assert unit.documents.add(Document("a", "Text.")) == "new"
