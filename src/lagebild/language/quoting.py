"""Where a text says somebody else's words: the pairs of quotation marks of German and English, as one pattern.

A pair closes with its own kind of mark and at most 2,000 characters later. Low-high and high marks that are not closed
in their paragraph hold to its end: English opens a long quotation anew with every paragraph. Single marks count where a
word begins, so that an apostrophe opens nothing; a straight mark after a figure is inches.
"""

import re
from typing import Final

QUOTED: Final = re.compile(
    r"„[^„“”\n]{1,2000}(?:[“”\"]|(?=\n)|\Z)"
    r"|»[^»«\n]{1,2000}«|«[^«»\n]{1,2000}»"
    r"|“[^“”\n]{1,2000}(?:”|(?=\n)|\Z)"
    r"|(?<!\d)\"[^\"\n]{1,2000}\""
    r"|‚[^‚‘\n]{1,2000}‘|›[^›‹\n]{1,2000}‹|‹[^‹›\n]{1,2000}›"
    r"|(?<!\w)‘(?=\S)(?:[^‘’\n]|(?<=\w)’(?=\w)){1,2000}’(?!\w)"
    r"|(?<!\w)'(?=\w)(?:[^'\n]|(?<=\w)'(?=\w)){1,2000}'(?!\w)"
)
