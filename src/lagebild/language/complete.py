"""Tells whether a sentence is a whole one: headlines in disguise ("Ein Knall, dann Stille.") have no finite verb."""

import re

_LOWER = re.compile(r"(?<![\w-])[a-zäöüß]{2,}")


def has_finite_verb(sentence: str, language: str) -> bool:
    """Tell whether the sentence has a finite verb; sentences of other languages than German are taken as whole."""
    if language != "de":
        return True
    from lagebild.language.german.verbs import auxiliaries, kinds

    known = auxiliaries()
    return any(word in known or "FIN" in kinds(word) for word in _LOWER.findall(sentence))
