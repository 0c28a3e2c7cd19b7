"""Finds in a sentence the words that tell a step of a process: "ratifiziert", "tritt in Kraft, sobald ...".

What a process is, its steps and their words are data (`<language>/processes.toml`); this module applies them clause by
clause, because who signed what stands in one clause: "hat einen Erlass unterzeichnet, um den Vertrag zu bestätigen"
signs no treaty but confirms one. Dates and parties need the document and are found in `corroborate`.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from lagebild.records.span import Span

Needs = Literal["object", "nearby", "document", "nothing"]
PartyKind = Literal["state", "body", "none"]
StepStatus = Literal["done", "open", "mentioned"]

_GAP = r"(?:[^,;:!?\n]|,(?=\d)){0,130}?(?<!\w)"
_CLAUSE = re.compile(r"[,;:–—]\s+|\s[–—-]\s")
_CLOSED = (
    *("open", "negated", "conditional", "condition", "perfect", "passive_present", "reporting"),
    *("pronouns", "relative", "passive", "counterpart"),
)
_TOLD = ("done", "infinitive", "weak_done", "weak_infinitive", "nouns", "instruments")
_NEVER = re.compile(r"(?!)")
# A sentence longer than this is a list or a broken page, and none of its later words belongs to the first.
_MOST_CHARACTERS = 1500
_MOST_CONDITION = 300
# "Der Vertrag über eine umfassende strategische Partnerschaft, der ...": the thing with its attribute.
_MOST_WORDS_BETWEEN = 6


@dataclass(frozen=True, slots=True)
class StepRule:
    """How one step is told. Patterns that a step lacks match nothing."""

    step: str
    label: str
    needs: Needs
    party: PartyKind
    repeats: bool
    undated: bool
    ongoing: bool
    unless: str | None
    done: re.Pattern[str]
    infinitive: re.Pattern[str]
    nouns: re.Pattern[str]
    weak: re.Pattern[str]
    instruments: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ProcessRule:
    """A kind of process; `least` is how many steps a story must tell of it before it is one."""

    kind: str
    title: str
    least: int
    things: re.Pattern[str]
    steps: tuple[StepRule, ...]


@dataclass(frozen=True, slots=True)
class Markers:
    """The closed words of a language that decide whether a step is done, open or not told at all."""

    open: re.Pattern[str]
    negated: re.Pattern[str]
    conditional: re.Pattern[str]
    condition: re.Pattern[str]
    perfect: re.Pattern[str]
    passive_present: re.Pattern[str]
    reporting: re.Pattern[str]
    relative: re.Pattern[str]
    pronouns: re.Pattern[str]
    passive: re.Pattern[str]
    counterpart: re.Pattern[str]
    institutions: re.Pattern[str]
    act: re.Pattern[str]
    act_verb: re.Pattern[str]
    office: re.Pattern[str]
    within: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Definitions:
    """All that a language knows of processes; `bodies` maps a chamber to the states it may belong to.

    A sentence in which `told` finds nothing tells no step: one search instead of several for each step and clause.
    """

    language: str
    told: re.Pattern[str]
    markers: Markers
    bodies: dict[str, tuple[str, ...]]
    processes: tuple[ProcessRule, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A step told in a sentence: `clause` holds it; "mentioned" is a noun that needs a day to be done."""

    process: ProcessRule
    step: StepRule
    span: Span
    clause: Span
    status: StepStatus
    condition: Span | None = None


@cache
def definitions(language: str) -> Definitions:
    """Return what a language knows of processes, English for those without a pack."""
    folder = "german" if language == "de" else "english"
    table = tomllib.loads(files(f"lagebild.language.{folder}").joinpath("processes.toml").read_text("utf-8"))
    words: dict[str, str] = table.pop("markers")
    bodies = {name: tuple(codes.split()) for name, codes in table.pop("bodies").items()}
    markers = Markers(
        **{name: _pattern(words[name], re.IGNORECASE) for name in _CLOSED},
        institutions=_pattern(words["institutions"]),
        act=_pattern(words["acts"]),
        act_verb=_pattern(words["act_verbs"]),
        office=_pattern(words["office"]),
        within=re.compile(words["within"]),
    )
    rules = tuple(_processes(table, language))
    steps = [step for row in table.values() for step in row["steps"]]
    told = _pattern("|".join(step[name] for step in steps for name in _TOLD if step.get(name)))
    return Definitions("de" if language == "de" else "en", told, markers, bodies, rules)


def _processes(table: dict[str, Any], language: str) -> Iterator[ProcessRule]:
    for name, row in table.items():
        yield ProcessRule(
            kind=row.get("kind", name),
            title=row["title"],
            least=row["least"],
            things=_things(row["things"].split(), row["not_things"].split(), language),
            steps=tuple(_step(step) for step in row["steps"]),
        )


def _step(row: dict[str, Any]) -> StepRule:
    weak = "|".join(row[k] for k in ("weak_done", "weak_infinitive") if k in row)
    return StepRule(
        step=row["step"],
        label=row["label"],
        needs=row["needs"],
        party=row["party"],
        repeats=row.get("repeats", False),
        undated=row.get("day") == "optional",
        ongoing=row.get("ongoing", False),
        unless=row.get("unless"),
        done=_pattern(row.get("done", "")),
        infinitive=_pattern(row.get("infinitive", "")),
        nouns=_pattern(row.get("nouns", "")),
        weak=_pattern(weak),
        instruments=_pattern(row.get("instruments", "")),
    )


def _pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{text.replace('@', _GAP)})(?!\w)", flags) if text else _NEVER


def _things(names: Sequence[str], never: Sequence[str], language: str) -> re.Pattern[str]:
    """Compile the nouns of a process, as last parts of compounds too and inflected."""
    if language != "de":
        return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?P<ending>e?s)?(?!\w)", re.IGNORECASE)
    forms = "|".join(name.replace("trag", "tr[aä]g").replace("takt", "takt") for name in names)
    lower = "|".join(form[0].lower() + form[1:] for form in forms.split("|"))
    excluded = "|".join(n.replace("trag", "tr[aä]g") for n in never)
    guard = rf"(?!(?:{excluded})(?:e?s|en?|n)?(?!\w))" if never else ""
    return re.compile(
        rf"(?<!\w){guard}(?:{forms}|[A-ZÄÖÜ][\w-]{{2,40}}?(?:{lower}|{forms}))(?P<ending>e?s|en?|n)?(?!\w)"
    )


def clauses(text: str, sentence: Span) -> tuple[Span, ...]:
    """Cut a sentence at commas, colons and dashes."""
    end = min(sentence.end, sentence.start + _MOST_CHARACTERS)
    cuts: list[Span] = []
    start = sentence.start
    for match in _CLAUSE.finditer(text, sentence.start, end):
        cuts.append(Span(start, match.start()))
        start = match.end()
    return (*cuts, Span(start, end))


def triggers(
    text: str, sentence: Span, previous: Span | None, language: str, *, title: bool = False
) -> tuple[Trigger, ...]:
    """Return the steps that a sentence tells, in order; `previous` is the sentence before, for "Es tritt in Kraft"."""
    known = definitions(language)
    parts = clauses(text, sentence)
    if not known.told.search(text, sentence.start, parts[-1].end):
        return ()
    found: list[Trigger] = []
    for process in known.processes:
        near = bool(process.things.search(text, sentence.start, parts[-1].end))
        before = previous is not None and bool(process.things.search(text, previous.start, previous.end))
        foreign = not near and any(
            p is not process and p.things.search(text, sentence.start, parts[-1].end) for p in known.processes
        )
        for at in range(len(parts)):
            for step in process.steps:
                reader = _Reader(text, parts, at, process, step, known.markers, title)
                found += reader.read(near=near or (before and not foreign), before=before)
    return tuple(_outermost(found))


def _outermost(found: Sequence[Trigger]) -> list[Trigger]:
    """Keep, of triggers of one process that overlap, the longer one."""
    kept: list[Trigger] = []
    for trigger in sorted(found, key=lambda t: (t.span.start - t.span.end, t.span.start)):
        if not any(k.process is trigger.process and k.span.overlaps(trigger.span) for k in kept):
            kept.append(trigger)
    return sorted(kept, key=lambda t: t.span)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one step in one clause."""

    text: str
    parts: tuple[Span, ...]
    at: int
    process: ProcessRule
    step: StepRule
    markers: Markers
    title: bool

    def read(self, *, near: bool, before: bool) -> Iterator[Trigger]:
        """Yield what the clause tells of the step."""
        span, noun = self._trigger()
        if span is None or self._conditional():
            return
        if not self._meant(span, near=near, before=before):
            return
        status = self._status(span, noun=noun)
        if status is not None:
            condition = self._condition(span) if status == "open" else None
            yield Trigger(self.process, self.step, span, self._clause, status, condition)

    @property
    def _clause(self) -> Span:
        return self.parts[self.at]

    def _in(self, pattern: re.Pattern[str], span: Span | None = None) -> re.Match[str] | None:
        span = span or self._clause
        return pattern.search(self.text, span.start, span.end)

    def _outside(self, pattern: re.Pattern[str], span: Span) -> re.Match[str] | None:
        """Return the first match in the clause that is no part of `span` itself ("ohne Ergebnis abgebrochen")."""
        found = pattern.finditer(self.text, self._clause.start, self._clause.end)
        return next((m for m in found if m.start() < span.start or m.end() > span.end), None)

    def _trigger(self) -> tuple[Span | None, bool]:
        """Return where the step is told and whether by a noun."""
        step = self.step
        if self._in(step.instruments) and self._in(self.markers.act_verb):
            return _span(self._in(step.instruments)), False
        for pattern in (step.done, step.infinitive):
            if match := self._in(pattern):
                return _span(match), False
        if (match := self._in(step.weak)) and self._in(self.process.things):
            return _span(match), False
        return _span(self._in(step.nouns)), True

    def _conditional(self) -> bool:
        """Tell whether the clause only says under which condition something holds."""
        match = self._in(self.markers.conditional)
        return match is not None and match.start() - self._clause.start <= 5

    def _meant(self, span: Span, *, near: bool, before: bool) -> bool:
        needs = self.step.needs
        if needs in ("nothing", "document"):
            return True
        if needs == "nearby":
            return near
        if self._in(self.process.things):
            return True
        return self._relative() or (before and self._pronoun())

    def _relative(self) -> bool:
        """Tell whether the clause is a relative clause, and the thing is the last noun before it."""
        if self.at == 0 or not self._opens(self.markers.relative):
            return False
        ahead = self.parts[self.at - 1]
        last = list(self.process.things.finditer(self.text, ahead.start, ahead.end))
        return bool(last) and len(self.text[last[-1].end() : ahead.end].split()) <= _MOST_WORDS_BETWEEN

    def _pronoun(self) -> bool:
        return self._opens(self.markers.pronouns)

    def _opens(self, pattern: re.Pattern[str]) -> bool:
        return pattern.match(self.text, self._clause.start, self._clause.end) is not None

    def _status(self, span: Span, *, noun: bool) -> StepStatus | None:
        told = span.of(self.text)
        infinitive = self.step.infinitive.fullmatch(told) is not None
        # "Der Bundesrat soll zustimmen" is matched with its modal verb inside, "wird wegen ... ermittelt" too.
        marker = self._in(self.markers.open) if infinitive else self._outside(self.markers.open, span)
        if marker and not self._evidential(span) and not self._runs(marker):
            return "open"
        if self._outside(self.markers.negated, span):
            return None
        if noun:
            return "mentioned"
        if infinitive or self._is_weak_infinitive(told):
            return self._infinitive(told)
        if self._present(told):
            return "mentioned"
        return "done"

    def _runs(self, marker: re.Match[str]) -> bool:
        """Tell whether "wird" is the passive of something that goes on ("wird ermittelt"), not a future."""
        return self.step.ongoing and self.markers.passive_present.fullmatch(marker.group()) is not None

    def _present(self, told: str) -> bool:
        """Tell whether the verb may be a present ("am Ende unterzeichnet der Präsident"): then a day decides."""
        if self.title or self.step.ongoing or self._in(self.markers.perfect):
            return False
        act = self._in(self.markers.act_verb)
        verb = act.group() if act and self.step.instruments.fullmatch(told) else told
        return (
            re.search(r"(?:te|ten|en|ed|ieb|ab|at|ahm|chloss|ieß|at \w+|aten \w+)$|^(?:stimmten?|trat|gaben?) ", verb)
            is None
        )

    def _evidential(self, span: Span) -> bool:
        """Tell whether "soll" only says that the reporter passes it on ("soll unterzeichnet worden sein")."""
        return bool(re.match(r"\s+(?:worden\s+)?(?:sein|haben)\b", self.text[span.end : span.end + 30]))

    def _is_weak_infinitive(self, told: str) -> bool:
        return bool(self.step.weak.fullmatch(told)) and told.endswith("en")

    def _infinitive(self, told: str) -> StepStatus | None:
        """Decide an infinitive without a modal verb: headline, purpose of a signed act, or present tense."""
        whole = Span(self.parts[0].start, self.parts[-1].end)
        purpose = re.search(r"(?:^|\s)(?:zu|to)\s", told) or re.search(
            r"\bzu\s+$|\bto\s+$", self.text[self._clause.start : self._clause.end].split(told)[0]
        )
        if purpose:
            return "done" if self._in(self.markers.act, whole) and self._in(self.markers.act_verb, whole) else None
        if self.step.step == "in force":
            return "open"
        return "done" if self.title else "mentioned"

    def _condition(self, span: Span) -> Span | None:
        """Find in words what is still missing: a clause with "sobald", else a day or an event inside the clause."""
        for clause in (*self.parts[self.at + 1 :], *self.parts[: self.at]):
            match = self._in(self.markers.condition, clause)
            if match and match.start() - clause.start <= 5:
                end = self.parts[-1].end if clause.start > self._clause.start else clause.end
                return _trimmed(self.text, Span(match.start(), min(end, clause.start + _MOST_CONDITION)))
        match = self._in(self.markers.within)
        return _trimmed(self.text, Span(match.start(), match.end())) if match else None


def _span(match: re.Match[str] | None) -> Span | None:
    return Span(match.start(), match.end()) if match else None


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    kept = words.rstrip(" .!?\n")
    return Span(span.start, span.start + len(kept))
