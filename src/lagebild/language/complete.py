"""Tells whether a sentence is a whole one: headlines in disguise ("Ein Knall, dann Stille.") have no finite verb."""

import re

_LOWER = re.compile(r"(?<![\w-])[a-zäöüß]{2,}")
# A clause that hangs on another: its verb makes no sentence of what it hangs on.
_HANGING = re.compile(
    r"(?:^|[,–]\s+(?:und\s+|oder\s+)?)(?:(?:in|mit|bei|auf|aus|an|von|zu|für|gegen|über|durch)\s+)?"
    r"(?:d(?:er|ie|as|em|en|eren|essen|enen)|w(?:as|er|em|en|ie|o|ann|arum|eshalb|elche[rsmn]?|enn|eil)"
    r"|W(?:as|er|em|en|ie|o|ann|arum|eshalb|enn|eil)|dass|ob|obwohl|während|nachdem|bevor|sobald|damit)\s[^,–:]*"
)


def has_finite_verb(sentence: str, language: str) -> bool:
    """Tell whether the main clause has a finite verb; sentences of other languages than German are taken as whole."""
    if language != "de":
        return True
    from lagebild.language.german.verbs import auxiliaries, kinds

    known = auxiliaries()
    main = _HANGING.sub(" ", sentence)
    return any(word in known or "FIN" in kinds(word) for word in _LOWER.findall(main))
