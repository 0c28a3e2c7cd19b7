"""Speakers that can vouch for what they are said to say: a survey is what somebody speaks through, "man" is nobody."""

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files

from lagebild.records.annotation import Statement

_NOUN = re.compile(r"[A-ZÄÖÜ][\w-]*|[\w-]+$")


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    row = tomllib.loads(files("lagebild.corroborate").joinpath("voices.toml").read_text("utf-8"))
    return re.compile(row["nobody"], re.IGNORECASE), re.compile(row["writings"])


def is_nobody(name: str) -> bool:
    """Tell whether a speaker is nobody in particular."""
    return _words()[0].fullmatch(name) is not None


def is_writing(name: str) -> bool:
    """Tell whether a speaker is a writing or recording ("neue Studie", "Umfrage des Instituts")."""
    noun = _NOUN.search(name)
    return noun is not None and _words()[1].fullmatch(noun.group()) is not None


def vouched(statement: Statement) -> Statement:
    """Return a statement with the speakers that can vouch for it: hearsay where that is nobody in particular.

    A writing among them is what it came through.
    """
    speakers = [n for n in statement.speaker_names if not is_nobody(n)]
    writings = [n for n in speakers if is_writing(n)]
    if len(speakers) == len(statement.speaker_names) and not writings:
        return statement
    named = tuple(n for n in speakers if n not in writings)
    unvouched = not named and not writings and statement.modality == "asserted"
    modality = "hearsay" if unvouched else statement.modality
    via = statement.via or next(iter(writings), None)
    return replace(statement, speaker_names=named, modality=modality, via=via)
