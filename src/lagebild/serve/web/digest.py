"""A story -> what the list says about it: headline, first sentence, place, outlets, how much is new to the reader.

These come from the Lagebild, so list and page never disagree.
"""

from dataclasses import dataclass

from lagebild.records.report import Report
from lagebild.report.render.json import headline, language_of


@dataclass(frozen=True, slots=True)
class Digest:
    """What the list says about a story; `new` counts what came since the reader's last visit."""

    headline: str
    lead: str
    language: str
    scene: str | None
    outlets: tuple[str, ...]
    new: int


def digest_of(report: Report) -> Digest:
    """Return what the list says about a story."""
    views = report.views
    title = headline(report)
    leads = (s.text for s in report.sentences if s.part in ("lead", "body") and s.text.rstrip(".") != title)
    outlets = dict.fromkeys(s.outlet for s in views.sources if s.outlet)
    return Digest(
        headline=title,
        lead=next(leads, ""),
        language=language_of(report),
        scene=views.scene.name if views.scene else None,
        outlets=tuple(outlets),
        new=len(views.new),
    )
