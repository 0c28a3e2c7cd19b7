"""A row of a comment or forum thread -> a `Post` without its author's name.

Who wrote a comment is nobody's business here; that two comments are by one person matters. So names become salted
pseudonyms before anything is stored, different on each platform and in each workspace.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Final

from lagebild.acquire.dates import read_date
from lagebild.acquire.rows import identifier, optional_text, required_text
from lagebild.records.document import Post
from lagebild.records.errors import ParseError

LONGEST_POST: Final = 1_000_000
"""Characters: platforms allow 500 to 100,000; more is a file that was put into a comment."""

PSEUDONYM_BYTES: Final = 5
"""40 bits: among 10,000 authors two share a pseudonym with a probability below one in 20,000."""

NOBODY: Final = "p-unknown"
"""The author of posts whose author is not given (deleted accounts, guests): nobody knows how many people these are."""


def is_post(row: Mapping[str, object]) -> bool:
    """Tell a row of a thread from an article: only posts name a platform or a thread."""
    return "platform" in row or "thread" in row


def read_post(row: Mapping[str, object], salt: bytes, *, now: datetime | None = None) -> Post:
    """Return the post of `{"platform","thread","id","parent"?,"author","created","text","about"?}`.

    Ids become `platform:thread:id`, since threads number their posts from one. A date that cannot be read is left out;
    with `now` also one that lies ahead. ParseError with one sentence where a field is missing or of the wrong kind.
    """
    platform = required_text(row, "platform").strip().lower()
    thread = identifier(row, "thread")
    number = identifier(row, "id")
    # An empty post is one: it was written and is counted, among those that are removed.
    text = required_text(row, "text", may_be_empty=True)
    if len(text) > LONGEST_POST:
        raise ParseError(f'The field "text" is longer than {LONGEST_POST:,} characters; shorten it.')
    parent = None if row.get("parent") in (None, "") else identifier(row, "parent")
    author = None if row.get("author") is None else identifier(row, "author", may_be_empty=True)
    created = None if row.get("created") in (None, "") else read_date(identifier(row, "created"), now=now)
    return Post(
        id=post_id(platform, thread, number),
        platform=platform,
        thread=thread,
        text=text,
        author=pseudonym(platform, author, salt) if author else NOBODY,
        created=None if created is None else created.at,
        parent=None if parent in (None, number) else post_id(platform, thread, str(parent)),
        about=optional_text(row, "about"),
    )


def post_id(platform: str, thread: str, number: str) -> str:
    """Return the id of a post, one for each combination of platform, thread and number."""
    return ":".join(part.replace("%", "%25").replace(":", "%3A") for part in (platform, thread, number))


def pseudonym(platform: str, author: str, salt: bytes) -> str:
    """Return the pseudonym of `author` on `platform`: keyed BLAKE2b (RFC 7693), not to be undone without `salt`."""
    key = blake2b(salt, digest_size=32).digest()
    name = f"{platform.lower()}\0{author.strip()}".encode()
    return "p-" + blake2b(name, key=key, digest_size=PSEUDONYM_BYTES).hexdigest()
