"""A text to what the encoder marks in it: names, statements and loaded words, each with how sure it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from lagebild.language.encoder.decode import Run, log_softmax, runs
from lagebild.language.encoder.labels import (
    FORMS,
    HEADS,
    MENTION_KINDS,
    MODALITIES,
    POINTERS,
    WORDING_CLASSES,
    columns,
)
from lagebild.language.encoder.network import Network
from lagebild.language.encoder.windows import Window, windows
from lagebild.records.annotation import Form, MentionKind, Modality, WordingClass
from lagebild.records.span import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MENTIONS: Final[dict[str, MentionKind]] = {kind: kind for kind in MENTION_KINDS}
_WORDING: Final[dict[str, WordingClass]] = {kind: kind for kind in WORDING_CLASSES}


@dataclass(frozen=True, slots=True)
class MarkedName:
    """A name with its kind; `chance` is the mean probability of its words' tags."""

    span: Span
    kind: MentionKind
    chance: float


@dataclass(frozen=True, slots=True)
class MarkedStatement:
    """A passage that passes on what somebody said; `speaker` is None where the model sees nobody named."""

    content: Span
    chance: float
    form: Form
    modality: Modality
    modality_chance: float
    cue: Span | None = None
    speaker: Span | None = None
    speaker_chance: float = 0.0


@dataclass(frozen=True, slots=True)
class MarkedWording:
    """A loaded word or phrase."""

    span: Span
    kind: WordingClass
    chance: float


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything the encoder marks in one text, in order.

    `evidence` gives for each word, by its start, the log probability of each tag of the mention head: what another
    reader of names weighs against its own. `said` gives the probability that a word is part of what somebody said.
    """

    names: tuple[MarkedName, ...] = ()
    statements: tuple[MarkedStatement, ...] = ()
    wording: tuple[MarkedWording, ...] = ()
    evidence: "Mapping[int, NDArray[np.float32]]" = field(default_factory=dict)
    said: Mapping[int, float] = field(default_factory=dict)


def mark(network: Network, text: str, sentences: Sequence[Span]) -> Marks:
    """Read a text window by window. The same text gives the same marks, whatever is read before or beside it."""
    import numpy as np

    names: list[MarkedName] = []
    statements: list[MarkedStatement] = []
    wording: list[MarkedWording] = []
    evidence: dict[int, NDArray[np.float32]] = {}
    said: dict[int, float] = {}
    for window in windows(text, sentences, network.pieces):
        tags, pointers = network.tag(window.ids, window.first)
        chances = {head: log_softmax(tags[:, where]) for head, where in columns().items()}
        rows = zip(window.words[window.fresh :], chances["mention"][window.fresh :], strict=True)
        evidence |= {word.span.start: row for word, row in rows}
        outside = chances["content"][window.fresh :, 0]
        said |= {w.span.start: float(c) for w, c in zip(window.words[window.fresh :], 1 - np.exp(outside), strict=True)}
        named = _fresh(window, runs(chances["mention"], HEADS["mention"]))
        names += [MarkedName(_span(window, run), _MENTIONS[run.kind], run.chance) for run in named]
        statements += _statements(window, chances, log_softmax(pointers))
        loaded = _fresh(window, runs(chances["wording"], HEADS["wording"]))
        wording += [MarkedWording(_span(window, run), _WORDING[run.kind], run.chance) for run in loaded]
    return Marks(tuple(names), tuple(statements), tuple(wording), evidence, said)


def _fresh(window: Window, found: Sequence[Run]) -> Iterator[Run]:
    return (run for run in found if run.start >= window.fresh)


def _span(window: Window, run: Run) -> Span:
    return Span(window.words[run.start].span.start, window.words[run.end - 1].span.end)


def _statements(
    window: Window,
    chances: "dict[str, NDArray[np.float32]]",
    pointers: "NDArray[np.float32]",
) -> Iterator[MarkedStatement]:
    parts = {head: runs(chances[head], HEADS[head]) for head in POINTERS}
    for whole in runs(chances["content"], HEADS["content"]):
        # A quotation may go on over the border between two windows: each gives the part that it read afresh.
        run = replace(whole, start=max(whole.start, window.fresh))
        if run.start >= run.end:
            continue
        here = slice(run.start, run.end)
        form, _ = _mean(chances["form"][here])
        modality, sure = _mean(chances["modality"][here])
        speaker, speaker_chance = _pointed(window, parts["speaker"], pointers[POINTERS.index("speaker"), here])
        cue, _ = _pointed(window, parts["cue"], pointers[POINTERS.index("cue"), here])
        yield MarkedStatement(
            content=_span(window, run),
            chance=run.chance,
            form=FORMS[form],
            modality=MODALITIES[modality],
            modality_chance=sure,
            cue=cue,
            speaker=speaker,
            speaker_chance=speaker_chance,
        )


def _mean(chances: "NDArray[np.float32]") -> tuple[int, float]:
    """Return the likeliest choice of all words together and its mean probability."""
    import numpy as np

    together = np.exp(chances).mean(0)
    return int(together.argmax()), float(together.max())


def _pointed(window: Window, parts: Sequence[Run], chances: "NDArray[np.float32]") -> tuple[Span | None, float]:
    """Return what the words of a content point at together: the marked run there, else the single word, or nobody."""
    at, chance = _mean(chances)
    if at == 0:
        return None, chance
    word = at - 1
    covering = [part for part in parts if part.start <= word < part.end]
    return _span(window, covering[0]) if covering else window.words[word].span, chance
