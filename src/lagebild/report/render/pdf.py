"""A report as PDF: the text of the print view, typeset, with numbered citations that lead to their passages.

Typst sets it: one self-contained wheel with fonts, hyphenation and tags for screen readers, and no browser. It weighs
80 MB, so it is an extra that a workspace can do without. The template is ours; all that comes from outside is handed
over as strings of one JSON object, so that there is no markup to escape from, and Typst is given an empty folder as its
root, so that there is no file to read.
"""

import json
import re
import tempfile
from collections.abc import Iterable
from datetime import UTC
from functools import cache
from importlib import resources
from importlib.util import find_spec
from typing import Any, Final

from lagebild.records.claim import Claim, NumberComparison
from lagebild.records.errors import NotInstalledError
from lagebild.records.report import Report, Sentence
from lagebild.records.span import Passage
from lagebild.records.view import SourceRow
from lagebild.report.render.html import fragment_context, surface_of
from lagebild.report.render.json import printable

Row = dict[str, Any]
MOST_NUMBERS = 12
"""Comparisons on paper, those that differ first; JSON and CSV have all."""
MOST_ROWS = 200
"""Sources, entries of the timeline, changes: ten pages of each, the last entries and the first sources."""
_OTHER_SCRIPT: Final = re.compile("[\u0590-\u1dff\u2c00-\ua63f\ua720-\ufaff\ufb50-\uffff\U00010000-\U0010ffff]")
"""What the fonts that come with Typst do not cover: only for such text are those of the machine looked at, so that
all else is set alike everywhere."""
_MAP_STYLE: Final = (
    "<style>.sea{fill:#e3ebef}.land{fill:#f8f6f0;stroke:#b8b2a3;stroke-width:.7}.inset .land{stroke:none;fill:#b8b2a3}"
    ".border{fill:none;stroke:#b8b2a3;stroke-width:.5;stroke-dasharray:2 2}.scene{fill:#a32a1f}"
    ".halo{fill:none;stroke:#a32a1f;stroke-width:2;opacity:.45}.area{fill:#a32a1f;opacity:.12}"
    ".here{fill:none;stroke:#a32a1f;stroke-width:2}.pin,.dot{fill:#1f5673}"
    ".label{font:15px 'Libertinus Serif'}.strong{font-size:19px;font-weight:700}</style>"
)
"""The colours of the page's style sheet in light, since a picture takes no style from outside."""


def is_installed() -> bool:
    """Tell whether a PDF can be made here."""
    return find_spec("typst") is not None


def as_pdf(report: Report) -> bytes:
    """Return the report as a tagged PDF; NotInstalledError where the extra is missing."""
    if not is_installed():
        raise NotInstalledError('PDF needs the package "typst"; install it with: pip install typst')
    import typst

    told = json.dumps(_told(report), ensure_ascii=False).encode("utf-8", "replace").decode()
    with tempfile.TemporaryDirectory() as empty:
        compiler = typst.Compiler(
            _template(),
            root=empty,
            ignore_system_fonts=not _OTHER_SCRIPT.search(told),
            sys_inputs={"report": told},
            package_path=empty,
            package_cache_path=empty,
        )
        made = compiler.compile(format="pdf", timestamp=report.generated.astimezone(UTC))
    assert isinstance(made, bytes)
    return made


@cache
def _template() -> bytes:
    return (resources.files("lagebild.report") / "templates" / "lagebild.typ").read_bytes()


class _Notes:
    """Numbers the passages in the order in which they are first cited, as the page does."""

    def __init__(self) -> None:
        self.rows: dict[Passage, int] = {}

    def of(self, passages: Iterable[Passage]) -> list[int]:
        """Return the numbers of some passages."""
        return [self.rows.setdefault(p, len(self.rows) + 1) for p in passages]


def _told(report: Report) -> Row:
    """Return what the template shows, in its order, all texts as strings without control characters."""
    surface = surface_of(report)
    context: Row = fragment_context(report, surface)
    notes = _Notes()
    views, labels = report.views, context["labels"]
    told = _opening(report, context, notes)
    told["new"] = [
        {"kind": i.kind, "kind-words": context["words"]["news"][i.kind], "text": i.text, "cites": notes.of(i.citations)}
        for i in views.new[:MOST_ROWS]
    ]
    told["map"] = context["map"].replace(">", ">" + _MAP_STYLE, 1) if context["map"] else ""
    told["why"] = context["reason"](views.scene.why).text if views.scene and views.scene.why else ""
    told["timeline"] = [
        {
            "when": context["when"](entry),
            "text": entry.text,
            "language": _tongue(context, entry.citations),
            "cites": notes.of(entry.citations),
        }
        for entry in views.timeline[-MOST_ROWS:]
    ]
    told["claims"] = [_claim(claim, context, notes) for claim in context["main_claims"]]
    others = len(report.claims) - len(told["claims"])
    told["more-claims"] = f"{labels['more_claims']}: {others}" if others else ""
    told["numbers"] = [_number(group, context, notes) for group in _compared(report, context)]
    told["processes"] = [_process(process, context, notes) for process in views.processes]
    told["reactions"] = _reactions(report, context)
    rows = [row for first, copies in context["folded"] for row in (first, *copies)]
    told["sources"] = [_source(row, context) for row in rows[:MOST_ROWS]]
    told["more-sources"] = f"{labels['more_sources']}: {len(rows) - MOST_ROWS}" if rows[MOST_ROWS:] else ""
    told["notes"] = [
        {
            "number": number,
            "quote": passage.quote,
            "outlet": context["outlets"].get(passage.document, passage.document),
            "language": context["languages"].get(passage.document) or "",
        }
        for passage, number in notes.rows.items()
    ]
    clean: Row = _clean(told)
    return clean


def _opening(report: Report, context: Row, notes: _Notes) -> Row:
    """Return headline, lead and sections."""
    labels, story = context["labels"], report.story
    parts = (
        (len(story.documents), "article", "articles"),
        (story.outlets, "outlet", "outlets"),
        (report.origins, "origin", "origins"),
    )

    def cited(sentences: Iterable[Sentence]) -> list[Row]:
        return [{"text": s.text, "cites": notes.of(s.citations)} for s in sentences]

    head = notes.of(p for s in report.sentences if s.part == "headline" for p in s.citations)
    return {
        "surface": context["surface"],
        "language": context["language"] or "",
        "labels": {name: labels[name] for name in _LABELS},
        "headline": context["headline"],
        "headline-cites": head,
        "scene": report.views.scene.name if report.views.scene else "",
        "period": context["period"],
        "facts": " · ".join(f"{n} {labels[one if n == 1 else many]}" for n, one, many in parts),
        "lead": cited(s for s in report.sentences if s.part == "lead"),
        "sections": [{"heading": name, "sentences": cited(rows)} for name, rows in context["sections"].items()],
        "imprint": f"{labels['generated']} {report.version}, {context['moment'](report.generated)}. "
        f"{len(report.withheld)} {labels['withheld']}.",
    }


_LABELS: Final = (
    "new", "map", "why", "timeline", "claims", "numbers", "process", "reactions", "sources", "evidence", "open",
)  # fmt: skip


def _claim(claim: Claim, context: Row, notes: _Notes) -> Row:
    passages = [e.passage for e in claim.evidence]
    verdicts, labels = context["words"]["verdicts"], context["labels"]
    said = [*context["on_claim"](claim), *(r for c in claim.conflicts for r in context["on_conflict"](claim, c))]
    return {
        "speaker": claim.speaker or labels["nobody"],
        "modality": claim.modality,
        "modality-words": context["words"]["modality"][claim.modality],
        "text": claim.text,
        "language": _tongue(context, passages),
        "cites": notes.of(passages),
        "conflicts": [
            {"kind": c.kind, "verdict": verdicts[c.kind], "why": context["reason"](c.why).text} for c in claim.conflicts
        ],
        "remarks": [
            f"{labels['desk']} ({r.author}, {context['moment'](r.at)}): {context['words']['remarks'][r.kind]}"
            + (f": {verdicts[r.verdict]}" if r.verdict else "")
            + (f" – {r.text}" if r.text else "")
            for r in said
        ],
    }


def _compared(report: Report, context: Row) -> list[NumberComparison]:
    """Return the comparisons of amounts that differ, the disputed first."""
    groups = [g for g in report.views.numbers if context["disputed"](g) or context["compared"](g)]
    return sorted(groups, key=lambda g: not context["disputed"](g))[:MOST_NUMBERS]


def _number(group: NumberComparison, context: Row, notes: _Notes) -> Row:
    verdict = context["desk_on_number"](group)
    quoted = context["words"]["numbers"]["quoted"]
    return {
        "counted": group.counted,
        "language": _tongue(context, [v.passage for v in group.values[:1]]),
        "kind": verdict or "",
        "verdict": context["words"]["verdicts"][verdict] if verdict else "",
        "why": context["reason"](group.why).text if group.why else "",
        "values": [
            {"text": quoted.format(text=value.text), "speaker": value.speaker or "", "cites": notes.of(passages)}
            for value, passages in context["distinct"](group)
        ],
    }


def _process(process: Any, context: Row, notes: _Notes) -> Row:
    steps = []
    for step in process.steps:
        rest = (f": {step.party}" if step.party else "") + (f", {context['day'](step.day)}" if step.day else "")
        rest += f" {step.condition}" if step.condition else ""
        row = {"label": step.label or step.step, "rest": rest, "open": step.status == "open"}
        steps.append({**row, "cites": notes.of(step.citations)})
    return {"title": process.title, "steps": steps}


def _reactions(report: Report, context: Row) -> list[str]:
    counts, seen = context["words"]["counts"], report.views.reactions
    return [f"{counts['social']}: {seen.social_comments}", f"{counts['forum']}: {seen.forum_posts}"]


def _source(row: SourceRow, context: Row) -> Row:
    labels = context["labels"]
    copy = ""
    if row.copy_of:
        model = context["outlets"].get(row.copy_of, row.copy_of)
        copy = f"{labels['copied_from']} {model}: {context['percent'](row.copied_share)} {labels['copied']}"
    return {
        "outlet": row.outlet or row.document,
        "day": context["day"](row.published),
        "title": row.title or row.document,
        "language": row.language or "",
        "url": row.url if row.url and row.url.lower().startswith(("http://", "https://")) else "",
        "copy": copy,
    }


def _tongue(context: Row, passages: Iterable[Passage]) -> str:
    """Return the language of the first passage, for hyphenation and for who listens to the page."""
    return next((context["languages"].get(p.document) or "" for p in passages), "")


def _clean(value: Any) -> Any:
    """Return plain values with every text as it may be printed."""
    if isinstance(value, dict):
        return {name: _clean(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return printable(value) if isinstance(value, str) else value
