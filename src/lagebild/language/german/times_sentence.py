"""What the time rules look at: the tokens of one sentence, and what the text said about time so far.

Rules are functions of a sentence and a token index; they return matches and change nothing. The discourse (the day
spoken of last) is moved on by the tagger alone, so that rules can be tried in any order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lagebild.language.calendar import anchor_day
from lagebild.language.german.times_lexicon import Lexicon
from lagebild.language.german.times_tense import direction
from lagebild.language.timex import Reading
from lagebild.language.words import Token

# How many characters a day or year holds on as the one spoken of.
_REACH = 400
# The same for the year of a full date.
_STORY_REACH = 600


@dataclass(slots=True)
class Discourse:
    """The publication day, the day (with its character offset) and the year that the text named last.

    `daily` tells that the text counts in days (yesterday, weekdays): then "heute" is a day, else it means nowadays.
    `sober` tells that the text reports and does not argue: then "nun" and "bisher" place the news in time.
    """

    today: date | None
    day: date | None = None
    day_at: int = -1
    grain: str = "none"
    year: int | None = None
    year_at: int = -1
    daily: bool = False
    sober: bool = False

    @classmethod
    def at(cls, anchor: datetime | None) -> "Discourse":
        """Begin a text that was published at `anchor`."""
        return cls(anchor_day(anchor))

    def near(self, offset: int, sentence: int) -> date | None:
        """Return the day named last, else publication day.

        Past days hold on into the next sentences (news tells on), days to come only inside the sentence that began at
        offset `sentence` (programmes begin anew).
        """
        if self.day is None or self.grain not in ("day", "night") or offset - self.day_at > _REACH:
            return self.today
        told = self.today is None or self.day <= self.today
        return self.day if told or self.day_at >= sentence else self.today

    def told_year(self, offset: int) -> int | None:
        """Return a year before this one in which the text dated just before: the next date goes on there."""
        near = self.year is not None and self.today is not None and offset - self.year_at <= _STORY_REACH
        return self.year if near and self.year and self.today and self.year < self.today.year else None

    def year_near(self, offset: int) -> date | None:
        """Return a day of the year named last, if it was named just before, else publication day."""
        return self.day if self.day and self.grain == "year" and offset - self.day_at <= _REACH else self.today


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `first` to `last` (exclusive) with their reading; `day` is the day to which later words may refer."""

    first: int
    last: int
    reading: Reading
    day: date | None = None
    grain: str = "none"


@dataclass(slots=True)
class Sentence:
    """One sentence under the rules."""

    row: Sequence[Token]
    lexicon: Lexicon
    discourse: Discourse
    _directions: dict[int, int] = field(default_factory=dict)

    def lower(self, at: int) -> str:
        """Return the lower-case token, "" outside of the sentence."""
        return self.row[at].lower if 0 <= at < len(self.row) else ""

    def text(self, at: int) -> str:
        """Return the token as written, "" outside of the sentence."""
        return self.row[at].text if 0 <= at < len(self.row) else ""

    def digits(self, at: int) -> str:
        """Return a token of plain digits, "" for any other."""
        raw = self.text(at)
        return raw if raw.isdecimal() else ""

    def glued(self, at: int) -> bool:
        """Tell whether a token follows the one before without a space."""
        return 0 < at < len(self.row) and self.row[at].start == self.row[at - 1].end

    def capital(self, at: int) -> bool:
        """Tell whether a token begins with a capital letter."""
        return self.text(at)[:1].isupper()

    @property
    def today(self) -> date | None:
        """Return the publication day."""
        return self.discourse.today

    def near(self, at: int) -> date | None:
        """Return the day spoken of at a token."""
        return self.discourse.near(self.row[at].start, self.row[0].start)

    def direction(self, at: int) -> int:
        """Return -1 where the clause around a token speaks of the past, 1 of what is to come, 0 where nothing tells."""
        if at not in self._directions:
            self._directions[at] = direction(self.row, at)
        return self._directions[at]
