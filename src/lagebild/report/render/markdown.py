"""A report as Markdown: the Meldung as running prose with numbered notes, then the dossier.

Text from outside is escaped, so that a headline cannot become a link or an image.
"""

import re

from lagebild.records.report import Report
from lagebild.records.span import Passage
from lagebild.report.render.html import environment, fragment_context
from lagebild.report.render.json import language_of, printable

_SPECIAL = re.compile(r"([\\`*_~\[\]<>|&$]|!(?=\[)|^[#+=-]|(?<=\w)[:@](?=//|\w)|(?<=www)\.)|^(\d{1,9})([.)])(?=\s|$)")


def escaped(text: object) -> str:
    """Return text in which no character is Markdown markup, on one line."""
    return _SPECIAL.sub(_escape, " ".join(printable(str(text)).split()))


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def as_markdown(report: Report) -> str:
    """Return the report as CommonMark with footnotes."""
    numbers: dict[Passage, int] = {}

    def cites(passages: tuple[Passage, ...]) -> str:
        return "".join(f"[^{numbers.setdefault(p, len(numbers) + 1)}]" for p in passages)

    template = environment().get_template("lagebild.md.j2")
    told = {source.document: source for source in report.views.sources}
    context = fragment_context(report, language_of(report))
    text = template.render(**context, cites=cites, md=escaped, numbered=numbers, told=told)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
