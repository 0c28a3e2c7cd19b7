"""The remarks of editors as the formats of a report show them: beside what they were made on, the desk's word first."""

from typing import Any

from lagebild.records.claim import Claim, Conflict
from lagebild.records.remark import PlacedRemark, Remark
from lagebild.records.report import Report

Row = dict[str, Any]


def said(remark: Remark) -> Row:
    """Return what a remark says as plain values; what its kind has not is left out."""
    row: Row = {"id": remark.id, "at": remark.at.isoformat(), "kind": remark.kind, "author": remark.author}
    more = {"text": remark.text, "verdict": remark.verdict, "withdraws": remark.withdraws}
    return row | {name: value for name, value in more.items() if value}


def on_claim(report: Report, claim: Claim) -> list[Remark]:
    """Return the remarks on a claim itself."""
    return [r.remark for r in report.remarks if r.claims == (claim.id,)]


def on_conflict(report: Report, claim: Claim, conflict: Conflict) -> list[Remark]:
    """Return the remarks on the conflict of two claims, whichever of the two is looked at."""
    pair = {claim.id, conflict.claim}
    return [r.remark for r in report.remarks if set(r.claims) == pair]


def on_number(report: Report, number: int) -> list[PlacedRemark]:
    """Return the remarks on values of a comparison."""
    return [r for r in report.remarks if r.number == number]


def astray(report: Report) -> list[Remark]:
    """Return the remarks whose words the report has no longer."""
    return [r.remark for r in report.remarks if not r.is_placed]
