"""Settings to what reads the texts: the encoder where it is wanted and installed, a sentence where it is missing.

Settings to how much linking remembers, too.
"""

from dataclasses import replace

from lagebild.annotate.annotate import annotate
from lagebild.cluster.options import ClusterOptions
from lagebild.language.encoder.shipped import MISSING, Encoder, encoder
from lagebild.records.annotation import Annotations
from lagebild.records.document import Document
from lagebild.settings import Settings


def chosen_encoder(settings: Settings) -> Encoder | None:
    """Return the encoder; None where the settings want rules alone or the model package is missing."""
    return encoder() if settings.encoder else None


def chosen_window(settings: Settings) -> ClusterOptions:
    """Return the options of linking with the window and the threshold of the settings."""
    attach, shipped = settings.join_percent / 100, ClusterOptions()
    return replace(
        shipped,
        window_days=settings.window_days,
        max_documents=settings.window_documents,
        attach=attach,
        merge=max(attach, shipped.merge),
    )


def shortfall(settings: Settings) -> str | None:
    """Return a sentence where an encoder is wanted and missing, else None."""
    return MISSING if settings.encoder and encoder() is None else None


def read(document: Document) -> Annotations:
    """Annotate as shipped, whatever the settings: the reader that `lagebild.cluster.fit` learns by."""
    return annotate(document, encoder())
