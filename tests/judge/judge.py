"""A second opinion on a finished report: is every printed sentence carried by the passages it cites?

Written apart from the program: it takes the published JSON report and the plain documents, and shares with the
composer and its check neither code nor annotations. Words, numbers, dates and names are read here by rules of its own;
what the composer knows from grammars (whom "er" means, which day "am Montag" is) must follow from the cited quotes, the
day of publication and the calendar.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any

from lagebild.records.document import Document

Row = Mapping[str, Any]
MONTHS = {
    name: number
    for names in (
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "January February March April May June July August September October November December",
    )
    for number, name in enumerate(names.split(), 1)
}
WEEKDAYS = {
    name: number % 7
    for names in (
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for number, name in enumerate(names.split())
} | {"sonnabend": 5}
DAYS_AWAY = {"heute": 0, "gestern": -1, "vorgestern": -2, "morgen": 1, "übermorgen": 2}
DAYS_AWAY |= {"today": 0, "yesterday": -1, "tomorrow": 1}
OWN_SECTIONS = {"Zahlen im Vergleich", "Was offen ist", "Numbers compared", "What is open"}
OPENINGS = ("Noch offen: ", "Still open: ")
PRONOUNS = {"er", "sie", "ihm", "ihr", "he", "she", "they"}
ARTICLES = {"der", "die", "das", "dem", "den", "des", "the"}
DEMONSTRATIVE = {"dieser": "der", "diese": "die", "dieses": "das", "diesem": "dem", "diesen": "den"}
# What may be said of amounts: that they differ, and that they can stand together.
DIFFERING = re.compile(
    r"Zu „([^“]+)“ widersprechen sich die Angaben"
    r"|Die Angabe zu „([^“]+)“ (?:wird bestritten|hat sich im Lauf der Zeit geändert)"
    r"|The figures for “([^”]+)” contradict each other|The figure for “([^”]+)” (?:is denied|changed over time)"
)
AGREEING = re.compile(r"Zu „([^“]+)“ passen die Angaben zueinander|The figures for “([^”]+)” are compatible")
REPORTED = re.compile(r"\b(?:sei|seien|habe|werde|könne|müsse|solle|wolle|dürfe|gebe|komme|liege|gehe|stehe)\b")
SAID = re.compile(
    r"\b(?:sag|teil|mitteil|erklär|bericht|meld|beton|bestät|forder|warn|kündig|beschuldig|behaupt|bestr|bestritt|kritisier|"
    r"laut|zufolge|nach|angaben|so|heißt|hieß|als|ob|dass|wie|schrieb|schreib|mein|sieht|wirf|warf|droh|ruf|rief|rechne|versich|spott|spött|wehr|worte?\b|sicht\b|spr[aei]|ga?i?e?b|berufung|quelle|hoff|glaub|vermut|erwart|verdacht|gerücht)",
    re.IGNORECASE,
)
# Words whose loss turns a sentence; a leading or trailing * stands for any letters.
GRAVE = """
nicht nichts kein* nie niemals niemand* ohne kaum weder noch keineswegs unbekannt* unklar* unmöglich* unschuldig* not
no never none without nor hardly soll* könn* kann konnte* dürf* darf würd* wär* hätt* sei seien habe* werde will woll*
muss müss* mag mög* may might could would should must can will angeblich* mutmaßlich* offenbar vermut* wahrscheinlich*
vorläufig* geplant* versucht* alleged* suspect* reported* apparent* probab* possib* likely rund etwa knapp fast mehr
weniger mindestens höchstens bis über unter circa about around nearly almost least most up over only nur erst sag*
erklär* teilt* mitteil* laut zufolge angaben nach so heißt hieß meint* bericht* meld* kündig* forder* warn* droh*
bestr* bestät* behaupt* dement* lehn* said say* told according claim* deni* deny* warn* demand* announc* confirm*
wenn falls sobald if unless prozent percent million* milliard* billion* tausend* thousand* euro* dollar*
"""
JOINTS = frozenset(
    {"zudem", "außerdem", "ferner", "ebenfalls", "hingegen", "allerdings", "jedoch", "indes", "indessen"}
)
JOINTS |= {"überdies", "nämlich", "freilich", "auch", "however", "moreover", "also", "meanwhile"}
ENDINGS = ("e", "en", "em", "er", "es")
_WHOLE = frozenset(w for w in GRAVE.split() if "*" not in w)
_BEGIN = tuple(w[:-1] for w in GRAVE.split() if w.endswith("*"))
NUMERALS = """
zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dutzend dutzende hunderte hundert hälfte drittel viertel
doppelt beide beiden two three four five six seven eight nine ten eleven twelve dozen dozens hundreds half
"""
_NUMERALS = frozenset(NUMERALS.split())
_PIECE = re.compile(r"[+-]?\d[\d.,:'’]*\d|\d|[^\W\d_]+(?:['’][^\W\d_]+)*|[%€$£?]|[,;:„“”\"»«]|(?<= )[–-](?= )")
_DATE = re.compile(rf"(?<!\d)(\d{{1,2}})\.? ({'|'.join(MONTHS)})(?: (\d{{4}}))?(?!\w)")
_DATED = re.compile(rf" \((\d{{1,2}}\.? (?:{'|'.join(MONTHS)})(?: \d{{4}})?)\)")
_TAIL = re.compile(r", (?:so|according to) ([^,„“\"]{2,80}?)\.?$")
_DATELINES = tuple(
    re.compile(rf"(?:[^.!?„“\"]|(?<=\d)\.){{0,90}}?{end}\s*[-–—:|.]*\s+(?=[A-ZÄÖÜ„\"\d])")
    for end in (r"[A-ZÄÖÜ]{3,}[^a-zäöü]{0,30}", r"\)")
)
_VALUE = re.compile(r"[„“]([^„“”]+)[“”] \(([^„“”]+?)\)(?=, [„“]| und [„“]| and [„“]|\.$)")
_QUOTED = re.compile(r"[„“»\"][^„“”«»\"]*[“”«\"]")
_QUOTES = re.compile("[„“”»«]")


@dataclass(frozen=True)
class Fault:
    """A printed sentence, and what its citations do not carry."""

    text: str
    why: str


def judge(report: Row, documents: Mapping[str, Document]) -> list[Fault]:
    """Return the printed sentences of a report that are not carried."""
    found = []
    for sentence in report["sentences"]:
        why = fault_of(sentence, report, documents)
        if why:
            found.append(Fault(sentence["text"], why))
    return found


def fault_of(sentence: Row, report: Row, documents: Mapping[str, Document]) -> str:
    """Return why a sentence must not be printed, "" where it may."""
    cited = sentence["citations"]
    if not cited:
        return "nothing is cited"
    for row in cited:
        document = documents.get(row["document"])
        if document is None or document.revision != row["revision"]:
            return f"there is no such document: {row['document']}"
        start, end = row["span"]
        if document.field(row.get("field", "text"))[start:end] != row["quote"] or not row["quote"].strip():
            return f"this does not stand there: {row['quote']}"
    if sentence["section"] in OWN_SECTIONS:
        return _own(sentence, report, documents)
    whys = [_taken(sentence["text"], row, cited, documents[row["document"]]) for row in cited]
    return "" if "" in whys else min(whys, key=len)


# --- sentences taken from a source ---------------------------------------------------------------------------------


def _taken(text: str, row: Row, cited: Sequence[Row], document: Document) -> str:
    """Return why a quote does not carry the sentence."""
    elsewhere = [r["quote"] for r in cited if r["document"] == row["document"]]
    quote = row["quote"]
    whys = []
    for start in _beginnings(quote):
        part = quote[start:]
        bare, why = _without_days(text, part, document)
        tail = _TAIL.search(bare)
        if tail and tail.group() not in part:
            why = why or _unknown_speaker(tail[1], part, elsewhere)
            bare = bare[: tail.start()] + "."
        elif REPORTED.search(_QUOTED.sub("", bare)) and not SAID.search(bare):
            why = why or "nobody is said to say so"
        whys.append(why or _compared(pieces(bare), pieces(part), elsewhere))
    return "" if "" in whys else min(whys, key=len)


def _beginnings(quote: str) -> Iterator[int]:
    """Yield where the sentence may begin: at the quote's start, or behind the dateline of an agency."""
    yield 0
    yield from (head.end() for pattern in _DATELINES if (head := pattern.match(quote)))


def _without_days(text: str, quote: str, document: Document) -> tuple[str, str]:
    """Take out the days that were added, each held against the calendar; return what is left and what is wrong."""
    why = ""
    for match in _DATED.finditer(text):
        if match.group() in quote:
            continue
        before = re.split(r"[,;:]", text[: match.start()])[-1].lower().split()[-5:]
        if not _is_day_of(match[1], before, document):
            why = why or f"the day does not follow:{match.group()}"
        text = text.replace(match.group(), "", 1)
    known = {m.group() for m in _DATE.finditer(quote)}
    published = document.published.date() if document.published else None
    for match in _DATE.finditer(text):
        if match.group() in known or published is None:
            continue
        away = [w for w in re.findall(r"\w+", quote.lower()) if w in DAYS_AWAY]
        said = [w for w in away if _same_day(match.group(), published + timedelta(days=DAYS_AWAY[w]))]
        if said:
            text = re.sub(rf"\b(?:[Aa]m|[Oo]n) {re.escape(match.group())}", said[0], text, count=1)
    return text, why


def _is_day_of(day: str, before: Sequence[str], document: Document) -> bool:
    """Tell whether a day in brackets is the weekday, or the "heute", before it, near the day of publication."""
    if document.published is None:
        return False
    published = document.published.date()
    for word in reversed(before):
        weekday = next((n for name, n in WEEKDAYS.items() if word.startswith(name)), None)
        if weekday is not None:
            away = 370 if day[-4:].isdigit() else 7
            near = (published + timedelta(days=n) for n in range(-away, away + 1))
            return any(d.weekday() == weekday and _same_day(day, d) for d in near)
        if word in DAYS_AWAY and word != "morgen":
            return _same_day(day, published + timedelta(days=DAYS_AWAY[word]))
    return False


def _same_day(text: str, day: date) -> bool:
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return False
    same = int(found[1]) == day.day and MONTHS[found[2]] == day.month
    return same and (found[3] is None or int(found[3]) == day.year)


def _unknown_speaker(name: str, quote: str, elsewhere: Iterable[str]) -> str:
    """A speaker named at the end must be named in another cited passage of the same document."""
    words = pieces(name)
    others = [pieces(q) for q in elsewhere if q != quote and quote not in q]
    carried = any(words[-1] in other for other in others)
    return "" if carried else f"nobody cited says who speaks: {name}"


def pieces(text: str) -> list[str]:
    """Return words, numbers and telling marks; a number without its separators of thousands, marks in one form."""
    found = []
    for match in _PIECE.finditer(text.replace("\u00a0", " ").replace("\u202f", " ")):
        piece = match.group()
        if piece[-1].isdigit():
            piece = re.sub(r"['’]", ".", piece)
            piece = piece.replace(".", "") if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", piece) else piece
            found.append("-" + piece if text[max(0, match.start() - 2) : match.start()] in (" -", " −") else piece)
        else:
            found.append('"' if _QUOTES.match(piece) else piece)
    return found


def _compared(said: list[str], stood: list[str], elsewhere: Sequence[str]) -> str:
    """Return what was added, lost, moved or exchanged between the words of the sentence and those of the quote."""
    a, b = [p.lower().replace("ß", "ss") for p in said], [p.lower().replace("ß", "ss") for p in stood]
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        added, lost = said[i:j], stood[k:m]
        before, after = stood[:k], stood[m:]
        if kind == "insert" and not _may_go(lost, before, after):
            return f"lost: {' '.join(lost)}"
        if kind == "delete" and not _is_completed(added, after, elsewhere):
            return f"added: {' '.join(added)}"
        if kind == "replace" and not _is_resolved(added, lost, stood, k, elsewhere):
            return f"exchanged: {' '.join(lost)} -> {' '.join(added)}"
    return ""


def _may_go(lost: Sequence[str], before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether words may be missing: adjectives, joints, what stands before a surname, a clause at the end."""
    if any(_is_grave(w) for w in lost if after or w != lost[0]):
        return False
    if not after:
        return lost[0].lower() in {",", ";", "–", "-", "während"}
    if not before and lost[0] in {"Auch", "Also"}:
        return True
    if all(w[0].isupper() for w in lost):
        return after[0][0].isupper() and len(lost) < 4
    return all(w in JOINTS or (w[0].islower() and w.endswith(ENDINGS) and after[0][0].isupper()) for w in lost)


def _is_grave(word: str) -> bool:
    low = word.lower()
    if low[0].isdigit() or not low[0].isalpha():
        return low not in {"–", "-"}
    return low in _WHOLE or low in _NUMERALS or low.startswith(_BEGIN)


def _is_completed(added: Sequence[str], after: Sequence[str], elsewhere: Sequence[str]) -> bool:
    """Tell whether office and first name were put before a surname, as another cited passage has them."""
    if not after or not all(w[0].isupper() for w in added):
        return False
    return any(_stands(f"{added[-1]} {after[0]}", quote) for quote in elsewhere)


def _is_resolved(
    added: Sequence[str], lost: Sequence[str], stood: Sequence[str], at: int, elsewhere: Sequence[str]
) -> bool:
    """Tell whether a name stands for a pronoun, or for "der Sprecher" whom a quote so names, or "der" for "dieser"."""
    low = [w.lower() for w in lost]
    if at == 0 and len(added) == len(lost) == 1 and DEMONSTRATIVE.get(low[0]) == added[0].lower():
        return True
    if not added[-1][0].isupper() or any(_is_grave(w) or not w[0].isalpha() for w in (*added, *lost)):
        return False
    office = " ".join(lost[1:]) if low[0] in ARTICLES and all(w[0].isupper() for w in lost[1:]) else ""
    if added[-1] in stood or not (office or (low[0] in PRONOUNS and len(low) == 1)):
        return False
    return any(_stands(added[-1], quote) and office in " ".join(pieces(quote)) for quote in elsewhere)


def _stands(words: str, quote: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", quote) is not None


# --- sentences in the report's own words ---------------------------------------------------------------------------


def _own(sentence: Row, report: Row, documents: Mapping[str, Document]) -> str:
    opening = next((o for o in OPENINGS if sentence["text"].startswith(o)), None)
    if opening:
        return _open(sentence["text"][len(opening) : -1], sentence["citations"], report)
    return _numbers(sentence, documents)


def _open(text: str, cited: Sequence[Row], report: Row) -> str:
    """An open step must be open in the process that the report shows, on the same passages, its condition verbatim."""
    label, _, condition = text.partition(" – ")
    steps = [s for p in report["process"] for s in p["steps"] if s["label"] == label and s["status"] == "open"]
    if not any(s["citations"] == list(cited) for s in steps):
        return f"no such step is open: {label}"
    if condition and not any(_stands(condition, row["quote"]) for row in cited):
        return f"no passage states the condition: {condition}"
    return ""


def _numbers(sentence: Row, documents: Mapping[str, Document]) -> str:
    """Each amount must be a whole amount of a passage, with its source; what is said of all must hold of them."""
    rows = _VALUE.findall(sentence["text"])
    head, _, values = sentence["text"].partition(": ")
    bare = [re.sub(r"[„“”,.]| und | and ", " ", v).split() for v in (values, " ".join(f"{a} ({w})" for a, w in rows))]
    if len(rows) < 2 or bare[0] != bare[1]:
        return "these are no amounts to compare"
    for amount, source in rows:
        if not any(_states(amount, source, row, documents[row["document"]]) for row in sentence["citations"]):
            return f"no passage states: {amount} ({source})"
    differ = len({tuple(pieces(amount.lower())) for amount, _ in rows}) > 1
    said = DIFFERING.fullmatch(head) or AGREEING.fullmatch(head)
    if said is None:
        return f"nothing known is said of the amounts: {head}"
    counted = next(name for name in said.groups() if name)
    known = {p.lower()[:5] for row in sentence["citations"] for p in pieces(row["quote"])}
    if any(p.lower()[:5] not in known for p in pieces(counted)):
        return f"no passage counts {counted}"
    days = {d.published for row in sentence["citations"] for d in [documents[row["document"]]]}
    if re.search("geändert|changed", head) and len(days) < 2:
        return "nothing changed in the meantime"
    return "" if differ else "they do not differ"


_NEAR = 400
_HEDGE = re.compile(
    r"(?:\d[.,]?|-)$|\b(?:rund|etwa|circa|ca\.|knapp|fast|gut|mehr als|weniger als|mindestens|höchstens|bis zu|über|"
    r"unter|about|around|nearly|almost|more than|less than|fewer than|at least|at most|up to|over|under)\s+$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s*(?:\d|[.,]\d|%|€|\$|(?:Prozent|Millionen|Milliarden|Million|million|billion|percent|per cent)\b)"
)


def _states(amount: str, source: str, row: Row, document: Document) -> bool:
    """Tell whether a passage states this amount and no more, and whether the source can be behind it."""
    quote, whole = row["quote"], f"{document.title or ''} {document.text}"
    for found in re.finditer(re.escape(amount), quote):
        if _HEDGE.search(quote[: found.start()]) or _UNIT.match(quote[found.end() :]):
            continue
        name, _, day = source.rpartition(", ")
        day_told = bool(_DATE.fullmatch(day.strip()))
        name = name if day_told else source
        if day_told and (document.published is None or not _same_day(day, document.published.date())):
            continue
        around = (
            whole[: len(whole) - len(document.text)]
            + document.text[max(0, row["span"][0] - _NEAR) : row["span"][1] + _NEAR]
        )
        named = all(_stands(part, whole) and _stands(part.split()[-1], around) for part in name.split(", "))
        if name == (document.outlet or document.id) or named:
            return True
    return False
