"""The PDF: what stands in it, where its links lead, and that nothing from outside is more than text."""

import json
import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.report.test_render import report

from lagebild.records.errors import NotInstalledError
from lagebild.report.render import pdf
from lagebild.report.render.json import printable

typst = pytest.importorskip("typst")

MARKUP = ("#read(\"lagebild.typ\")", "#panic(1)", "= Titel", "$x^2$", "@ref", "<l>", "*a* _b_ `c`", "https://x.example",
          "]", "#{", "\\", "//", "\"", "- a", "\n\n", "\ud800", "…", "ß", "中", "\u202e", "\x00")  # fmt: skip
TEXTS = st.lists(st.sampled_from(MARKUP) | st.text(max_size=12), min_size=1, max_size=5).map("".join)


def streams(made: bytes) -> list[bytes]:
    """Return a PDF and all that is compressed in it."""
    found = re.findall(rb"stream\r?\n(.*?)endstream", made, re.S)
    return [made, *(zlib.decompress(part) for part in found if part[:1] == b"\x78")]


def links(made: bytes) -> set[str]:
    """Return the addresses that a PDF links to."""
    return {uri.decode("latin-1") for part in streams(made) for uri in re.findall(rb"/URI\s*\(([^)]*)\)", part)}


def headings(told: dict[str, object], folder: Path) -> list[str]:
    """Return the headings that Typst sees, as plain text."""
    row = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace").decode()
    compiler = typst.Compiler(pdf._template(), root=str(folder), ignore_system_fonts=True, sys_inputs={"report": row})
    return [_text(heading["body"]) for heading in json.loads(compiler.query("heading"))]


def _text(body: dict[str, object]) -> str:
    """Return the text of content; what is neither text nor a sequence of it names itself."""
    children = body.get("children")
    if isinstance(children, list):
        return "".join(map(_text, children))
    inner = body.get("child") or body.get("body")
    if isinstance(inner, dict):
        return "" if body["func"] == "super" else _text(inner)
    return {"space": " ", "h": ""}.get(str(body["func"]), str(body.get("text", f"<{body['func']}>")))


def test_a_report_is_a_tagged_pdf_that_is_the_same_each_time() -> None:
    made = pdf.as_pdf(report())
    assert made.startswith(b"%PDF-1.7") and made.rstrip().endswith(b"%%EOF")
    assert b"StructTreeRoot" in b"".join(streams(made))
    assert made == pdf.as_pdf(report())


def test_every_citation_has_its_note_and_every_note_its_number() -> None:
    told = pdf._told(report())
    numbers = [note["number"] for note in told["notes"]]
    cited = {int(n) for n in re.findall(r"\d+", " ".join(re.findall(r'"cites": (\[[^\]]*\])', json.dumps(told))))}
    assert numbers == list(range(1, len(numbers) + 1)) and cited <= set(numbers) and cited
    assert told["headline"] and told["timeline"] and told["claims"] and told["sources"]


def test_links_lead_to_the_sources_and_only_to_pages() -> None:
    for url, wanted in (("https://bote.example/a", {"https://bote.example/a"}), ("javascript:alert(1)", set())):
        found = report()
        rows = tuple(replace(row, url=url) for row in found.views.sources)
        assert links(pdf.as_pdf(replace(found, views=replace(found.views, sources=rows)))) == wanted


def test_the_template_opens_nothing() -> None:
    template = pdf._template().decode()
    assert not re.search(
        r"#?\b(read|include|import|plugin|eval|csv|yaml|toml|xml|cbor|bibliography)\s*\(?[\"(]", template
    )
    assert re.findall(r"\bjson\((.*?)\)", template) == ["bytes(sys.inputs.report"]
    assert re.findall(r"\bimage\((.*?)\)", template) == ["bytes(told.map"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_whatever_is_written_is_shown_and_never_obeyed(text: str) -> None:
    plain = headings(_with_text("x"), Path(__file__).parent)
    shown = headings(_with_text(text), Path(__file__).parent)
    assert len(shown) == len(plain), "no text makes a heading"
    clean = printable(text).encode("utf-8", "replace").decode()
    assert [" ".join(s.split()) for s in shown[:2]] == [" ".join(clean.split())] * 2


def _with_text(text: str) -> dict[str, object]:
    """Return what the template shows, with the text wherever one from outside may stand."""
    told = pdf._told(report())
    told["sections"] = [{"heading": text, "sentences": [{"text": text, "cites": [1]}]}]
    for name in ("headline", "scene", "period", "facts", "why"):
        told[name] = text
    for row in (*told["claims"], *told["timeline"], *told["notes"], *told["sources"], *told["numbers"]):
        row.update({name: text for name, value in row.items() if isinstance(value, str) and name in _FROM_OUTSIDE})
    cleaned: dict[str, object] = pdf._clean(told)
    return cleaned


_FROM_OUTSIDE = {"text", "speaker", "quote", "outlet", "title", "counted"}


def test_without_the_package_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    assert not pdf.is_installed()
    with pytest.raises(NotInstalledError, match="pip install typst"):
        pdf.as_pdf(report())
