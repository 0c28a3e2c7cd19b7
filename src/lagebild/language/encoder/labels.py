"""What the heads of the encoder can say of a word. Training and reading share these lists and their order."""

from typing import Final, get_args

from lagebild.records.annotation import Form, MentionKind, Modality, WordingClass

MENTION_KINDS: Final[tuple[MentionKind, ...]] = get_args(MentionKind)
FORMS: Final[tuple[Form, ...]] = get_args(Form)
MODALITIES: Final[tuple[Modality, ...]] = get_args(Modality)
WORDING_CLASSES: Final[tuple[WordingClass, ...]] = get_args(WordingClass)


def inside_outside(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags O, B-kind and I-kind (beginning, inside, outside: Ramshaw and Marcus 1995)."""
    return ("O", *(f"{at}-{kind}" for kind in kinds for at in "BI"))


# Each head with its tags; the network's output row of a word is these one after another.
HEADS: Final[dict[str, tuple[str, ...]]] = {
    "mention": inside_outside(MENTION_KINDS),
    "content": inside_outside(("content",)),
    "cue": inside_outside(("cue",)),
    "speaker": inside_outside(("speaker",)),
    "form": FORMS,
    "modality": MODALITIES,
    "wording": inside_outside(WORDING_CLASSES),
}
# Heads that point from a word of the content to a word of the same window, or to none.
POINTERS: Final = ("speaker", "cue")


def columns() -> dict[str, slice]:
    """Return where in the output row of a word each head stands."""
    found: dict[str, slice] = {}
    at = 0
    for head, tags in HEADS.items():
        found[head] = slice(at, at + len(tags))
        at += len(tags)
    return found
