"""The schema: what is filtered or sorted by has a column, all else stands in a JSON payload.

Columns marked "derived" repeat what follows from other rows, so that lists need no join over the whole ledger; the
repositories write them in the same transaction, and `Store.check` compares.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData()
Position = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers its own rows by an INTEGER key only


class Instant(TypeDecorator[datetime]):
    """A time as UTC; a naive one is read as UTC. The time zone that an outlet states is kept in the payload."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a time into naive UTC, which sorts right as text too."""
        if value is None:
            return None
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a stored time into an aware one."""
        return value.replace(tzinfo=UTC) if value is not None else None


documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),  # row of the search index; order of arrival
    Column("revision", Integer, nullable=False),
    Column("headline", Text, nullable=False),
    Column("canonical_url", Text),
    Column("outlet", Text),
    Column("language", Text),
    Column("published", Instant),
    Column("moment", Instant, nullable=False),  # published, else seen
    Column("annotated_by", Text, nullable=False),  # derived: producer for the newest revision, "" for none
    Column("story", Text),  # derived: from the link that counts
    Column("link", BigInteger),  # its position: the machine's last one, unless a judgement put the document elsewhere
    Column("copy", Boolean, nullable=False),  # derived: whether that link calls it a copy
    Index("documents_by_moment", "moment", "id"),
    Index("documents_to_annotate", "annotated_by", "moment", "id"),
    Index("documents_of_story", "story", "copy", "moment", "id"),
    Index("documents_of_outlet", "outlet", "story"),
    Index("documents_at_url", "canonical_url"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("document", Text, ForeignKey("documents.id"), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("seen", Instant),  # when it was accepted
    UniqueConstraint("document", "fingerprint", name="revisions_differ"),
    Index("revisions_by_seen", "seen"),
)

annotations = Table(
    "annotations",
    metadata,
    Column("document", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("producer", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    ForeignKeyConstraint(["document", "revision"], ["revisions.document", "revisions.revision"]),
)

links = Table(
    "links",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("document", Text, ForeignKey("documents.id"), nullable=False),
    Column("story", Text, nullable=False),
    Column("cause", Text, nullable=False),  # the document whose arrival led to the decision
    Column("payload", LargeBinary, nullable=False),
    Column("judgement", Text),  # by whose judgement; None: the machine's own
    Column("near", Text),  # the document of another story that a held one nearly joined
    Index("links_of_document", "document", "position"),
    Index("links_of_story", "story", "document", "position"),
    Index("links_held", "near", sqlite_where=text("near IS NOT NULL")),
)

placements = Table(  # only appended to: which link of a document counted from when on
    "placements",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("document", Text, ForeignKey("documents.id"), nullable=False),
    Column("link", BigInteger, nullable=False),
    Column("judgement", Text),  # by whose judgement it came to count; None: the machine's own decision
    Column("at", Instant, nullable=False),
    Index("placements_of_document", "document", "position"),
    Index("placements_by_time", "at"),
)

judgements = Table(
    "judgements",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("payload", LargeBinary, nullable=False),
)

remarks = Table(  # only appended to
    "remarks",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("document", Text, ForeignKey("documents.id"), nullable=False),
    Column("other", Text, ForeignKey("documents.id"), nullable=False),  # of the second passage, else the same again
    Column("at", Instant, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Index("remarks_of_document", "document", "position"),
    Index("remarks_of_other", "other", "position"),
)

stories = Table(  # derived, all of it
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("first", Instant),
    Column("last", Instant),
    Column("moved", Instant, nullable=False),  # when its last document was published, else seen
    Column("changed", Instant, nullable=False),  # when a document, a revision or a post came or went last
    Column("articles", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("posts", Integer, nullable=False),
    Index("stories_by_movement", "moved", "id"),
    Index("stories_by_articles", "articles", "moved", "id"),
    Index("stories_by_change", "changed", "id"),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("moment", Instant, nullable=False),  # created, or the epoch
    Column("story", Text),
    Column("removed", Text),
    Column("payload", LargeBinary, nullable=False),
    Column("link", LargeBinary),
    Index("posts_of_story", "story", "moment", "id"),
)

post_placements = Table(  # only appended to: which story a post reacted to from when on
    "post_placements",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("post", Text, ForeignKey("posts.id"), nullable=False),
    Column("story", Text),  # None: it waits for a link again
    Column("link", LargeBinary),
    Column("at", Instant, nullable=False),
    Index("placements_of_post", "post", "position"),
    Index("post_placements_of_story", "story", "post"),
    Index("post_placements_by_time", "at"),
)

pictures = Table(  # derived, all of it: what was drawn of a story, and a digest of what it was made of
    "pictures",
    metadata,
    Column("story", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("report", LargeBinary, nullable=False),
)

cards = Table(  # derived as well, and apart from the long reports, since lists read hundreds of them
    "cards",
    metadata,
    Column("story", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("maker", Text, nullable=False),
    Column("place", Text),  # the name of the scene, its case folded
    Column("scene", Text),  # as it is written
    Column("contested", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("card", LargeBinary, nullable=False),
    Index("cards_by_place", "maker", "place", "scene", "story"),
    Index("cards_in_lists", "story", "maker", "place", "contested", "origins"),
)

news = Table(  # derived as well: what is new in a story since a reader's last visit
    "news",
    metadata,
    Column("story", Text, primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

health = Table(
    "health",
    metadata,
    Column("source", Text, primary_key=True),
    Column("payload", LargeBinary, nullable=False),
)

issues = Table(
    "issues",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("source", Text),
    Column("item", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

visits = Table(  # only appended to, so that what was new at a past moment can be told again
    "visits",
    metadata,
    Column("reader", Text, primary_key=True),
    Column("story", Text, primary_key=True),
    Column("at", Instant, primary_key=True),
)

dispatches = Table(  # who is being told what is new just now
    "dispatches",
    metadata,
    Column("reader", Text, primary_key=True),
    Column("until", Instant, nullable=False),  # how long the claim holds
)

followed = Table(
    "followed",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("url", Text),
    Column("media_type", Text),
    Column("at", Instant),
    Column("body", LargeBinary, nullable=False),
)

notes = Table(  # what the store knows of itself
    "notes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
