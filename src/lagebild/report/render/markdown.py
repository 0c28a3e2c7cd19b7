"""A report as Markdown: the Meldung as running prose with numbered notes, then the dossier.

Text from outside is escaped, so that a headline cannot become a link or an image.
"""

import re

from lagebild.records.report import Report
from lagebild.records.span import Passage
from lagebild.report.render.html import environment, fragment_context

_SPECIAL = re.compile(r"([\\`*_\[\]<>|]|!(?=\[)|^[#+-])")


def escaped(text: object) -> str:
    """Return text in which no character is Markdown markup, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def as_markdown(report: Report) -> str:
    """Return the report as CommonMark with footnotes."""
    numbers: dict[Passage, int] = {}

    def cites(passages: tuple[Passage, ...]) -> str:
        return "".join(f"[^{numbers.setdefault(p, len(numbers) + 1)}]" for p in passages)

    template = environment().get_template("lagebild.md.j2")
    text = template.render(**fragment_context(report, "de"), cites=cites, md=escaped, numbered=numbers)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
