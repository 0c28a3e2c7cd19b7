"""What is new in all stories, as Markdown, HTML and JSON: exactly the changes, the gravest of each story first."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, get_args

from lagebild.records.report import NewsDigest, Report
from lagebild.records.span import Passage
from lagebild.records.view import ChangeKind, NewItem
from lagebild.report.phrases import long_moment, phrases
from lagebild.report.render.html import environment, stylesheet
from lagebild.report.render.json import headline, language_of, new_row
from lagebild.report.render.markdown import escaped

Row = dict[str, Any]
SHOWN = 12
"""Changes of one story that a digest for people shows: a page for a day; the others are counted."""
_GRAVITY: Final = {kind: at for at, kind in enumerate(get_args(ChangeKind))}


@dataclass(frozen=True, slots=True)
class StoryNews:
    """A story of the digest as it is shown; `more` counts the changes that are not among `items`."""

    id: str
    headline: str
    language: str
    items: tuple[NewItem, ...]
    more: int
    outlets: dict[str, str]


def story_news(report: Report, most: int = SHOWN) -> StoryNews:
    """Return the gravest changes of a story, the latest of those first."""
    latest_first = sorted(report.views.new, key=lambda i: i.at or i.since, reverse=True)
    items = sorted(latest_first, key=lambda i: _GRAVITY[i.kind])
    return StoryNews(
        id=report.story.id,
        headline=headline(report),
        language=language_of(report),
        items=tuple(items[:most]),
        more=max(0, len(items) - most),
        outlets={s.document: s.outlet or s.document for s in report.views.sources},
    )


def digest_markdown(digest: NewsDigest, surface: str = "de") -> str:
    """Return the digest as CommonMark."""
    text = environment().get_template("digest.md.j2").render(**_context(digest, surface), md=escaped)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def digest_fragment(
    digest: NewsDigest,
    surface: str = "de",
    *,
    link: Callable[[Passage], str] | None = None,
    address: Callable[[str], str] | None = None,
) -> str:
    """Return the digest as one `<article>`; `link` says where a passage is shown and `address` where a story is."""
    template = environment().get_template("digest.html.j2")
    return template.render(**_context(digest, surface), link=link, address=address)


def digest_html(digest: NewsDigest, surface: str = "de") -> str:
    """Return the digest as a page of its own, style sheet included."""
    page = environment().get_template("page.html.j2")
    title = phrases(surface)["digest"]["title"]
    return page.render(title=title, language=surface, style=stylesheet(), body=digest_fragment(digest, surface))


def digest_json(digest: NewsDigest) -> str:
    """Return the digest as JSON, with every change."""
    return json.dumps(digest_row(digest), ensure_ascii=False, indent=1) + "\n"


def digest_row(digest: NewsDigest) -> Row:
    """Return the digest as plain values."""
    return {
        "since": digest.since.isoformat() if digest.since else None,
        "until": digest.until.isoformat(),
        "reader": digest.reader,
        "name": digest.name or None,
        "stories": [
            {"id": r.story.id, "title": headline(r), "new": [new_row(i) for i in story_news(r, len(r.views.new)).items]}
            for r in digest.reports
        ],
    }


def _context(digest: NewsDigest, surface: str) -> Row:
    return {
        "digest": digest,
        "stories": [story_news(report) for report in digest.reports],
        "surface": surface,
        "words": phrases(surface),
        "moment": lambda moment: long_moment(moment, surface),
        "outlet": lambda story, passage: story.outlets.get(passage.document, passage.document),
        "outlets": lambda story, item: dict.fromkeys(story.outlets.get(c.document, c.document) for c in item.citations),
    }


DIGEST_FORMATS: Final[dict[str, Callable[[NewsDigest, str], str]]] = {
    "md": digest_markdown,
    "html": digest_html,
    "json": lambda digest, surface: digest_json(digest),
}
"""The formats of a digest: name -> function from digest and language of the labels to text."""
