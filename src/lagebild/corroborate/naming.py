"""Names what a group of amounts counts as a reader would: nominative plural, with modifiers, never a code.

Texts give the counted noun in whatever case it stands ("von 31.500 Haushalten"); a heading says "Haushalte ohne Strom".
Known concepts bring their name (`counted.toml`) where their reports use several nouns or none; for other nouns the
ending of the dative plural is taken off where the form without it is the commoner plural, and weak adjectives get
their strong ending.
"""

import re
from collections import Counter
from collections.abc import Sequence

from lagebild.corroborate.counted import Counted, counts_as, labels
from lagebild.language.german.compounds import parts, zipf

_ADJECTIVE = re.compile(r"^[a-zäöüß][\w-]*en$")
_TAIL = re.compile(r"\s(?:und|oder|sowie|mit|in|im|auf|von|aus|beider|and|of)\s.*$")
_PARTICIPLE = re.compile(r"(?:\w*ge|ver|be|er|ent|zer)\w+te|\w+(?:ierte|ende)")
# How much rarer (Zipf) a nominative plural may be than its dative, which may be a verb form too.
_RARER = 2.0
_CODE = re.compile(r"[A-Z]{3}|%|‰|")


def counted_name(group: Sequence[Counted], unit: str | None) -> str:
    """Return the name of what the members of a group count; `unit` is that of the amounts, None for bare counts."""
    names = Counter(name for member in group if (name := _name(member)))
    complements = Counter(member.complement for member in group if member.complement)
    if not names:
        return labels().get(unit or "", labels()["sum"] if _CODE.fullmatch(unit or "") else unit or "")
    heads = {member.head for member in group}
    nouns = {name for name in names if " " not in name}
    if len(heads) == 1 and len(nouns) > 1 and (label := labels().get(next(iter(heads)))):
        names = Counter({label: 1})
    most = max(names.values())
    best = max((n for n, count in names.items() if 2 * count >= most), key=lambda n: (len(n.split()), names[n], n))
    tail = complements.most_common(1)
    return f"{best} {tail[0][0]}" if tail and tail[0][0] not in best else best


def _name(member: Counted) -> str:
    label = labels().get(member.head)
    if member.head and label is None and member.concept:
        return member.words if member.genitive else member.head
    if label is not None and member.single:
        return label
    words = _TAIL.sub("", member.words).split()
    if label is not None and (not words or counts_as(member.head, words[-1])) and not _special(words):
        return label
    if not words:
        return label or ""
    return " ".join([*(_strong(w) for w in words[:-1]), nominative_plural(words[-1])])


def _special(words: Sequence[str]) -> bool:
    """Tell whether modifiers say which ones are counted: adjectives of their own, no articles or numbers."""
    return len(words) > 1 and all(re.fullmatch(r"[a-zäöüß][\w-]{4,}", w) for w in words[:-1])


def _strong(word: str) -> str:
    return word.removesuffix("n") if _ADJECTIVE.match(word) else word


def nominative_plural(noun: str) -> str:
    """Return a German plural noun in the nominative: Haushalten -> Haushalte, Verletzten -> Verletzte."""
    from simplemma import is_known, lemmatize

    if not noun.endswith("n") or len(noun) < 5 or not noun[0].isupper():
        return noun
    head = next((p for p in reversed(list(parts(noun))) if noun.lower().endswith(p)), noun.lower()).capitalize()
    bare, lemma = head[:-1], lemmatize(head, lang="de")
    participle = _PARTICIPLE.fullmatch(bare.lower()) and is_known(bare.lower(), lang="de") and lemma != bare
    same_in_plural = head.endswith(("ern", "eln")) and lemma == bare
    common = zipf(bare.lower()) >= zipf(head.lower()) - _RARER
    of_plural = common and is_known(bare, lang="de") and bare not in (lemma, lemmatize(bare, lang="de"))
    return noun[:-1] if participle or same_in_plural or of_plural else noun
