"""First names and surnames of many countries, as the name lists of `faker` (MIT) have them."""

import importlib
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from lagebild.language.gazetteer import layout
from lagebild.language.gazetteer.fetch import faker_archive

_FIRST = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary", "first_romanized_names")
_LAST = ("last_names", "last_names_male", "last_names_female", "last_romanized_names", "last_names_nonbinary")


def person_names(cache: Path) -> dict[str, int]:
    """Return each name in Latin script with the flags of `layout`."""
    wheel = faker_archive(cache)
    with zipfile.ZipFile(wheel) as archive:
        parts = [name.split("/") for name in archive.namelist() if name.startswith("faker/providers/person/")]
    locales = sorted({p[3] for p in parts if len(p) > 4 and p[3] != "__pycache__"})
    sys.path.insert(0, str(wheel))
    try:
        names: dict[str, int] = {}
        for locale in locales:
            _collect(importlib.import_module(f"faker.providers.person.{locale}"), names)
    finally:
        sys.path.remove(str(wheel))
    return names


def _collect(module: ModuleType, names: dict[str, int]) -> None:
    provider: Any = module.Provider
    for attributes, flag in ((_FIRST, layout.PERSON_FIRST), (_LAST, layout.PERSON_LAST)):
        for attribute in attributes:
            values = getattr(provider, attribute, ())
            for name in values if isinstance(values, Iterable) else ():
                if isinstance(name, str) and _is_name(name):
                    names[name] = names.get(name, 0) | flag


def _is_name(name: str) -> bool:
    return (
        len(name) > 1
        and name[0].isupper()
        and name[1:2].islower()
        and " " not in name
        and all(c.isalpha() or c in "-'’" for c in name)
        and max(map(ord, name)) < 0x250
    )
