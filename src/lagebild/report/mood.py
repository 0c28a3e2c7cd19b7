"""Tells whether a sentence stands in the mood of reported speech: it is somebody's words, and must say whose.

German only: English marks reported speech by its verbs alone. What stands inside quotation marks is not looked at.
"""

import re

from lagebild.language.standing import unquoted

_SUBJUNCTIVE = re.compile(
    r"(?<![\w-])(?:sei|seien|habe|werde|könne|müsse|solle|wolle|dürfe|gebe|gehe|komme|stehe|liege|bleibe|mache|wisse|lasse"
    r"|halte|brauche|gelte|sehe|führe|nehme)(?![\w-])"
)
_SUBJUNCTIVE_2 = re.compile(r"(?<![\w-])(?:hätten?|wären?|würden?|müssten?|könnten)(?![\w-])")


def is_reported(sentence: str, language: str) -> bool:
    """Tell whether a verb stands in Konjunktiv I: nobody but who passes on words writes so."""
    return language == "de" and _SUBJUNCTIVE.search(unquoted(sentence)) is not None


def may_be_reported(sentence: str, language: str) -> bool:
    """Tell whether a verb stands in Konjunktiv I or II; the second may be a condition as well."""
    return is_reported(sentence, language) or (
        language == "de" and _SUBJUNCTIVE_2.search(unquoted(sentence)) is not None
    )
