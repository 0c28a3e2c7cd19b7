"""What an editor says about a claim or a comparison -> an entry of the ledger, on the passages that it was said of.

Each verb reads the report as it is now, finds the passages that are meant, and appends one entry. Nothing is
overwritten: whoever thinks better of it withdraws the entry, and that is an entry too.
"""

import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from lagebild.corroborate.remarked import anchored, placed
from lagebild.records.claim import Corroboration, Verdict
from lagebild.records.errors import JudgementError, NotFoundError
from lagebild.records.ports import Store, Unit
from lagebild.records.remark import Anchor, PlacedRemark, Remark, RemarkKind, standing
from lagebild.records.report import Report
from lagebild.records.span import Passage
from lagebild.settings import Settings

LONGEST_TEXT = 2000
"""Characters of a remark: a paragraph."""
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an editor wants to be kept of a claim (one of `claims`, or one passage) or a comparison (two of either).

    The quotes of `passages` are read from the documents. `withdraws` is the id of a remark.
    """

    kind: RemarkKind
    claims: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    text: str = ""
    verdict: Verdict | None = None
    withdraws: str | None = None


def author_of(settings: Settings) -> str:
    """Return the name that remarks are kept under where none is given: the setting, else the login name."""
    try:
        return _line(settings.author) or _line(getpass.getuser()) or "?"
    except (OSError, KeyError, ImportError):
        # A user without entry in the system's list of users, as in some containers.
        return "?"


def _line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Remarking:
    """The verb of remarking on a report as it is now."""

    store: Store
    report: Report
    author: str
    clock: Callable[[], datetime]

    def remark(self, wanted: Wanted) -> Remark:
        """Append what is wanted; NotFoundError for what is not there, JudgementError for what says nothing."""
        author, text = _line(self.author), _line(wanted.text)
        if not author or len(author) > LONGEST_NAME:
            raise JudgementError(f"A remark needs the name of its author, of at most {LONGEST_NAME} characters.")
        if len(text) > LONGEST_TEXT:
            raise JudgementError(f"The text has {len(text)} characters; {LONGEST_TEXT} are the most.")
        if wanted.kind in ("corrected", "commented") and not text:
            raise JudgementError("There is no text; say what is right, or what there is to say.")
        with self.store.unit(write=True) as unit:
            new = Remark("", self.clock(), wanted.kind, author, (), text or None, wanted.verdict, wanted.withdraws)
            new = self._withdrawal(unit, new) if wanted.kind == "withdrawn" else self._statement(unit, new, wanted)
            ledger = unit.remarks.of([a.passage.document for a in new.anchors])
            if any(replace(entry, id="", at=new.at) == new for entry in standing(ledger)):
                raise JudgementError("This very remark stands there already.")
            new = replace(new, id=_id(ledger, new))
            unit.remarks.put(new)
        return new

    def _withdrawal(self, unit: Unit, new: Remark) -> Remark:
        ledger = unit.remarks.of(self.report.story.documents)
        entry = next((e for e in ledger if e.id == new.withdraws), None)
        if entry is None:
            raise NotFoundError(
                f'There is no remark "{new.withdraws}" on this story; `lagebild remarks` lists those there are.'
            )
        if entry not in standing(ledger):
            raise JudgementError(f'"{entry.id}" was withdrawn, or is a withdrawal; make the remark again instead.')
        return replace(new, anchors=entry.anchors, verdict=None)

    def _statement(self, unit: Unit, new: Remark, wanted: Wanted) -> Remark:
        """Return the remark with its passages; of a comparison, with the verdict that holds for the editor."""
        passages = wanted.passages or self._passages(wanted.claims)
        if len(passages) not in (1, 2):
            raise JudgementError("Name one claim or passage, or the two of a comparison.")
        new = replace(new, withdraws=None, anchors=tuple(_anchor(unit, p) for p in passages))
        there = self._placed(unit, new)
        if not there.is_placed:
            raise JudgementError("The report has no claim or comparison there now; load it again.")
        if len(passages) == 1:
            if new.verdict is not None:
                raise JudgementError("A verdict says how two passages stand to each other; name both.")
            return new
        if new.kind == "confirmed":
            return replace(new, verdict=self._verdict(there))
        if new.kind == "corrected" and new.verdict is None:
            raise JudgementError("Say how the two stand to each other: give the verdict that is right.")
        return new if new.kind == "corrected" else replace(new, verdict=None)

    def _passages(self, claims: Sequence[str]) -> tuple[Passage, ...]:
        """Return where each claim stands in its best wording."""
        by_id = {c.id: c for c in self.report.claims}
        strange = next((c for c in claims if c not in by_id), None)
        if strange is not None:
            raise NotFoundError(f'There is no claim "{strange}" in this report; `--format json` shows their ids.')
        return tuple(by_id[c].passage for c in claims)

    def _placed(self, unit: Unit, remark: Remark) -> PlacedRemark:
        documents = {d.id: d for d in unit.documents.many(self.report.story.documents)}
        there = Corroboration(self.report.claims, self.report.views.numbers)
        return placed((remark,), there, documents)[0]

    def _verdict(self, there: PlacedRemark) -> Verdict | None:
        """Return the program's verdict on a comparison."""
        if there.number is not None:
            pairs = self.report.views.numbers[there.number].pairs
            return next(p.verdict for p in pairs if (p.a, p.b) == there.pair)
        one, two = there.claims
        claim = next(c for c in self.report.claims if c.id == one)
        return next(c.kind for c in claim.conflicts if c.claim == two)


def _anchor(unit: Unit, passage: Passage) -> Anchor:
    document = unit.documents.get(passage.document, passage.revision)
    if document is None:
        raise NotFoundError(f'There is no document "{passage.document}" of revision {passage.revision}.')
    if not 0 <= passage.span.start < passage.span.end <= len(document.field(passage.field)):
        raise JudgementError(f'Document "{passage.document}" has no such passage; its span lies outside of the text.')
    return anchored(document, passage)


def _id(ledger: Sequence[Remark], remark: Remark) -> str:
    """Return an id that follows from what is said, of what, and after which entry, so that no two are alike."""
    before = ledger[-1].id if ledger else ""
    said = (before, remark.kind, remark.author, remark.text, remark.verdict, remark.withdraws, *remark.anchors)
    return "r-" + blake2b("\0".join(map(str, said)).encode("utf-8", "replace"), digest_size=6).hexdigest()
