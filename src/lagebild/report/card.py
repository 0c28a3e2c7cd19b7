"""The Lagebild -> its card, so that list and page never disagree."""

from lagebild.records.card import Card
from lagebild.records.report import Report
from lagebild.report.render.json import headline, language_of


def card_of(report: Report) -> Card:
    """Return what the list says about a story."""
    views = report.views
    title = headline(report)
    leads = (s.text for s in report.sentences if s.part in ("lead", "body") and s.text.rstrip(".") != title)
    conflicts = {
        frozenset((c.id, other.claim))
        for c in report.claims
        for other in c.conflicts
        if _parts(report.conflict_verdict(c, other))
    }
    dated = [s for s in views.sources if s.published]
    latest = max(dated, key=lambda s: s.published.timestamp() if s.published else 0.0, default=None)
    return Card(
        headline=title,
        lead=next(leads, ""),
        language=language_of(report),
        scene=views.scene,
        outlets=tuple(dict.fromkeys(s.outlet for s in views.sources if s.outlet)),
        origins=report.origins,
        copies=sum(s.copy_of is not None for s in views.sources),
        contested=len(conflicts) + sum(_parts(report.number_verdict(n)) for n in range(len(views.numbers))),
        latest=latest if len(views.sources) > 1 else None,
        new=len(views.new),
        resumed=(views.phases[-1].start - views.phases[-2].end).days if len(views.phases) > 1 else 0,
    )


def _parts(verdict: str | None) -> bool:
    return verdict in ("contradiction", "denied")
