"""The model package as the annotator uses it: marks of a text, the vector of a passage, and which model said so."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from lagebild.language.encoder.marks import Marks, mark
from lagebild.language.encoder.network import Network, network, package_folder
from lagebild.records.span import Span

MISSING: Final = (
    "The model package lagebild-encoder is not installed, so rules alone read names, statements and wording; "
    "make setup installs it."
)


@dataclass(frozen=True, slots=True)
class Encoder:
    """A loaded model."""

    network: Network

    @property
    def version(self) -> str:
        """Which model: what another one marked is annotated again."""
        return f"encoder/{self.network.version}"

    def mark(self, text: str, sentences: Sequence[Span]) -> Marks:
        """Return what the model marks in a text."""
        return mark(self.network, text, sentences)

    def vector(self, passage: str) -> bytes:
        """Return the vector of a passage: 384 signed bytes, largest 127; only its direction counts."""
        import numpy as np

        made = self.network.vector(passage)
        return bytes(np.rint(made * (127.0 / float(np.abs(made).max()))).astype(np.int8).tobytes())


@cache
def encoder() -> Encoder | None:
    """Load the model once; None where the package is not installed."""
    folder = package_folder()
    return Encoder(network(folder)) if folder is not None else None
