"""Bytes with a label that may lie -> text.

German pages say "utf-8" and send windows-1252, or the other way round, or encode umlauts twice. UTF-8 proves itself:
text in another encoding is almost never valid UTF-8 by chance. All else is decided by which reading looks like text.
"""

import codecs
import re
from collections.abc import Iterable
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_LABEL: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.I
)
_HEAD_BYTES: Final = 8_192
"""Where labels are looked for: HTML asks for the first 1,024 bytes, real pages put scripts before them."""

_ALIASES: Final = {
    # The WHATWG encoding standard: what is labelled Latin-1 or ASCII is windows-1252, Asian labels mean supersets.
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_WESTERN: Final = ("cp1252", "iso8859-15", "mac-roman", "cp850")
_LOOKED_AT: Final = 4_000
"""Characters outside ASCII that are weighed per reading: a long page has thousands, a few hundred decide."""

_GOOD: Final = re.compile(
    r"[a-zß-ÿA-Z ](?:[äöüß]|(?<![a-zß-ÿ])[ÄÖÜ])|[\s(>](?:[„“‚«»–—]|[ÄÖÜ])"
    r"|[\w.,!?…](?:[“”‘«»])[\s.,;:<)]|[\d ][€°]|\w’\w"
)
"""Signs beside each other as German and its neighbours write them."""

_PAIR: Final = re.compile(r"[^\W\d_a-zA-Z][^\W\d_a-zA-Zß]|.[^\W\d_a-zA-Z][^\W\d_a-zA-Zß]")
"""Two letters outside ASCII in a row: rare but for "ß" at the end, the rule in Cyrillic read as Western."""

_LETTER: Final = re.compile(r"[éèêáàâçñóôíøåæšžčćłńśźżğışőűëïîúùûãõ]", re.I)
_ODD: Final = re.compile(
    r"[\x80-\x9f\ufffd\ue000-\uf8ff¤¦¬¶¨¸ˆ˜Ÿ─-▟]"
    r"|[a-z](?:[^\W\da-zß-ÿ_]|[„‰‡†¼½¾¿¡¢£¥§±÷×∏∂√∞])[a-z]"
    r"|\s[^\W\d_a-zA-ZàÀéÉèÈóÓòöÖäÄüÜıøØåÅæÆ]\s"
    r"|[a-z][^\x00-\u024f\u2000-\uffff]|[^\x00-\u024f\u2000-\uffff][a-z]"
)

_REST = r"[\x80-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"  # what the later bytes of a UTF-8 character look like
_TWICE: Final = re.compile(rf"(?:[ÂÃ]{_REST}|Å[\x80-¿‚ƒ„†‡ˆ‰Š‹Œœ›ž]|[âï]{_REST}{{2}}|ð{_REST}{{3}})+")
"""Latin letters, punctuation, byte order marks and emoji encoded twice. Other leading bytes are left alone: the ends of
"SPÖ“" and "Spaß“" in windows-1252 are valid UTF-8 by chance."""

_HOLES: Final = {0x81: "\x81", 0x8D: "\x8d", 0x8F: "\x8f", 0x90: "\x90", 0x9D: "\x9d"}


def decode(body: bytes, header_charset: str | None = None, *, repair: bool = True) -> str:
    """Return `body` as text without byte order mark.

    Tried in this order: byte order mark, NUL pattern of UTF-16, valid UTF-8, then the labels (of the HTTP header, in
    <meta> or <?xml) against the Western encodings, weighed by how much the reading looks like text, then
    charset-normalizer. U+FFFD stands there only where no reading is left. With `repair` doubly encoded UTF-8 is undone.
    """
    text = _decoded(body, header_charset)
    return repaired(text) if repair else text


def repaired(text: str) -> str:
    """Return `text` with doubly encoded UTF-8 ("fÃ¼r") undone; each run is changed only where it gives valid UTF-8."""
    if not _TWICE.search(text):
        return text

    def undone(match: re.Match[str]) -> str:
        try:
            return _as_cp1252(match[0]).decode("utf-8")
        except UnicodeError:
            return match[0]

    return _TWICE.sub(undone, text)


def _decoded(body: bytes, header_charset: str | None) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if (wide := _wide(body)) is not None:
        return body.decode(wide, "replace")
    labels = _labels(body, header_charset)
    shifted = next((label for label in labels if label.startswith(("iso2022", "hz"))), None)
    if shifted and (read := _strict(body, shifted)) is not None:
        return read
    if (read := _strict(body, "utf-8")) is not None:
        return read
    return _weighed(body, labels)


def _wide(body: bytes) -> str | None:
    """Recognise UTF-16 without mark: in Western text every other byte is NUL."""
    sample = body[:2_000]
    if len(sample) < 4 or sample.count(0) < len(sample) // 4:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _labels(body: bytes, header_charset: str | None) -> list[str]:
    said = [header_charset] if header_charset else []
    said += [match[1].decode("ascii", "ignore") for match in _LABEL.finditer(body[:_HEAD_BYTES])]
    labels: list[str] = []
    for label in said:
        try:
            name = codecs.lookup(label.strip(" \"'")).name
        except (LookupError, ValueError):
            continue
        name = _ALIASES.get(name, name)
        if name not in labels and not name.startswith(
            ("utf", "rot", "base64", "hex", "zlib", "bz2", "uu", "quopri", "idna")
        ):
            labels.append(name)
    return labels


def _weighed(body: bytes, labels: list[str]) -> str:
    """Choose among the readings of bytes that are no valid UTF-8."""
    mixed = _mixed(body)
    best, best_score = mixed, _score(mixed) + (1 if not labels else 0)
    for place, name in enumerate(dict.fromkeys([*labels, *_WESTERN])):
        read = _western(body) if name == "cp1252" else _strict(body, name)
        if read is None:
            continue
        # A label is worth something, so that it decides where both readings look alike.
        score = _score(read) + (2 - place if name in labels else 0)
        if score > best_score:
            best, best_score = read, score
    return best if best_score > 0 else _guessed(body, labels) or best


def _guessed(body: bytes, labels: Iterable[str]) -> str | None:
    """Take the label at its word where no Western reading makes sense, then ask charset-normalizer."""
    for name in labels:
        if name not in _WESTERN and (read := _strict(body, name)) is not None and not _ODD.search(read[:2_000]):
            return read
    from charset_normalizer import from_bytes  # takes 60 ms to load and is needed once in thousands of pages

    match = from_bytes(body[:200_000]).best()
    return None if match is None else _strict(body, match.encoding)


def _mixed(body: bytes) -> str:
    """Read UTF-8 and what does not belong to it as windows-1252, as pages glued from two sources need."""
    try:
        codecs.lookup_error("lagebild-cp1252")
    except LookupError:
        codecs.register_error("lagebild-cp1252", _one_by_one)
    text, used = codecs.utf_8_decode(body, "lagebild-cp1252")
    tail = body[used:]
    if not tail or any(ord(sign) > 127 for sign in text[-2_000:]):
        return text  # a character cut in two at the end of a page that broke off
    return text + _western(tail)


def _one_by_one(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _western(error.object[error.start : error.end]), error.end


def _western(body: bytes) -> str:
    """Decode windows-1252 as browsers do: its five holes are control characters."""
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(_HOLES.get(byte) or bytes((byte,)).decode("cp1252") for byte in body)


def _as_cp1252(text: str) -> bytes:
    return b"".join(_byte(sign) for sign in text)


def _byte(sign: str) -> bytes:
    return bytes((ord(sign),)) if ord(sign) < 256 else sign.encode("cp1252")


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeError, LookupError):
        return None


def _score(text: str) -> float:
    """Weigh how much a reading looks like European text, from the characters outside ASCII and their neighbours."""
    score = 0.0
    places = (match.start() for match in re.finditer(r"[^\x00-\x7f]", text))
    for _, place in zip(range(_LOOKED_AT), places, strict=False):
        around = text[max(0, place - 1) : place + 2]
        score += (
            2 * bool(_GOOD.search(around))
            + 0.5 * bool(_LETTER.search(text[place]))
            - 3 * bool(_ODD.search(around))
            - bool(_PAIR.match(around))
        )
    return score
