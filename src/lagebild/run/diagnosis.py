"""Examines a workspace and says what is well and what is not, a sentence each."""

import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from lagebild import __version__
from lagebild.language.encoder.shipped import Encoder
from lagebild.records.document import SourceHealth
from lagebild.records.ports import Store
from lagebild.run.engines import chosen_encoder, shortfall
from lagebild.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """What was examined, whether it is well, and a sentence about it."""

    subject: str
    well: bool
    message: str


def _reading(encoder: Encoder | None) -> str:
    return f"It reads too: {encoder.version}." if encoder else "The settings switch it off; rules read alone."


def diagnose(settings: Settings, store: Store, health: Sequence[SourceHealth]) -> tuple[Finding, ...]:
    """Return the findings, the environment first."""
    version = ".".join(map(str, sys.version_info[:3]))
    findings = [
        Finding("program", True, f"Lagebild {__version__} on Python {version}, SQLite {sqlite3.sqlite_version}."),
        Finding("workspace", True, f"It lies in {settings.workspace}."),
    ]
    missing = shortfall(settings)
    reading = chosen_encoder(settings)
    findings.append(Finding("encoder", missing is None, missing or _reading(reading)))
    problems = store.check()
    findings += [Finding("store", False, problem) for problem in problems]
    if not problems:
        with store.unit() as unit:
            findings.append(Finding("store", True, f"It is sound and holds {unit.documents.count()} documents."))
    loopback = settings.host in ("127.0.0.1", "::1", "localhost")
    message = f"The pages listen on {settings.host}."
    if not loopback:
        message += " Everybody who reaches this address can read the workspace: there is no login."
    findings.append(Finding("pages", loopback, message))
    silent = [h for h in health if h.failures]
    findings += [Finding("source", False, f"{h.source}: {h.message} ({h.failures} failures in a row).") for h in silent]
    if health and not silent:
        findings.append(Finding("sources", True, f"All {len(health)} visited sources answered."))
    return tuple(findings)
