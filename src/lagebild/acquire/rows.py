"""Fields of a JSON object -> checked values, or one sentence on what is wrong with which field."""

from collections.abc import Mapping

from lagebild.records.errors import ParseError

_KINDS = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}


def required_text(row: Mapping[str, object], name: str, *, may_be_empty: bool = False) -> str:
    """Return the text in field `name`; ParseError where it is missing, no text, empty or not storable."""
    if row.get(name) is None:
        raise ParseError(f'The field "{name}" is missing; add it.')
    value = row[name]
    if not isinstance(value, str):
        raise ParseError(f'The field "{name}" is {_kind(value)}; it must be a text.')
    if not value.strip() and not may_be_empty:
        raise ParseError(f'The field "{name}" is empty; fill it.')
    return storable(value, name)


def optional_text(row: Mapping[str, object], name: str) -> str | None:
    """Return the text in field `name`, None where it is missing, null or blank; ParseError where it is no text."""
    if row.get(name) is None:
        return None
    return required_text(row, name, may_be_empty=True).strip() or None


def identifier(row: Mapping[str, object], name: str, *, may_be_empty: bool = False) -> str:
    """Return field `name` as a text; a whole number stands for its digits. ParseError as for `required_text`."""
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return required_text(row, name, may_be_empty=may_be_empty).strip()


def storable(text: str, name: str) -> str:
    """Return `text`; ParseError where it holds NUL or half a surrogate pair, which no file and no database can hold."""
    if "\0" in text:
        raise ParseError(f'The field "{name}" contains a NUL character; remove it.')
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ParseError(f'The field "{name}" contains half a surrogate pair, which is no character; remove it.')
    return text


def _kind(value: object) -> str:
    return _KINDS.get(type(value), type(value).__name__)
