"""Turns a story's material into what can be held against each other: claims, numbers, processes, common origins."""

from lagebild.corroborate.claims import claims, with_numbers
from lagebild.corroborate.numbers import compare_numbers
from lagebild.corroborate.options import CorroborateOptions
from lagebild.corroborate.origins import shared_origins
from lagebild.corroborate.processes import processes
from lagebild.corroborate.unnumbered import is_telling
from lagebild.records.claim import Corroboration
from lagebild.records.story import StoryMaterial


def corroborate(material: StoryMaterial, options: CorroborateOptions | None = None) -> Corroboration:
    """Corroborate one story; the same material gives the same result."""
    options = options or CorroborateOptions()
    shared = shared_origins(material.documents, material.links, options)
    numbers = tuple(n for n in compare_numbers(material.documents, options) if is_telling(n))
    return Corroboration(
        claims=with_numbers(claims(material.documents, options, shared), numbers),
        numbers=numbers,
        processes=processes(material),
        shared_origins=shared,
    )
