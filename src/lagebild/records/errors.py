"""The errors that a user can meet.

    LagebildError            one sentence what was wrong, one what to do
    ├── SettingsError        a setting is unknown or has no sense
    ├── StoreError           the store cannot be opened, read or written
    ├── GateError            a request was refused or failed on the way out
    ├── ParseError           something from outside could not be read
    ├── NotInstalledError    an optional part of the program is missing
    ├── JudgementError       a judgement would change nothing, or cannot hold
    └── NotFoundError        no story, document or source has that id

Bugs are not among them: they propagate.
"""


class LagebildError(Exception):
    """Root of all errors whose message is meant for a reader."""


class SettingsError(LagebildError):
    """A setting is unknown or has no sense."""


class StoreError(LagebildError):
    """The store cannot be opened, read or written."""


class GateError(LagebildError):
    """A request was refused or failed on the way out."""


class ParseError(LagebildError):
    """Something from outside could not be read."""


class NotInstalledError(LagebildError):
    """An optional part of the program is missing."""


class JudgementError(LagebildError):
    """A judgement would change nothing, or cannot hold."""


class NotFoundError(LagebildError):
    """No story, document or source has that id."""
