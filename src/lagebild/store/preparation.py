"""A URL to an open store: made where there is none, brought up to date where it is older, refused where it is not ours.

A new database is made from the declared tables and an up-to-date one is known by its revision, so Alembic is loaded
only for an upgrade.
"""

from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, PrimaryKeyConstraint, String, Table, insert, select
from sqlalchemy.exc import DBAPIError

from lagebild.records.errors import StoreError
from lagebild.records.ports import Analyser
from lagebild.store.database import Store
from lagebild.store.dialect import Sqlite, dialect_of
from lagebild.store.documents import reindex
from lagebild.store.migrations import HEAD, REVISIONS
from lagebild.store.plain import PlainAnalyser
from lagebild.store.rows import replace
from lagebild.store.tables import notes

_ANALYSER = {"name": "analyser"}
_VERSION = Table(  # as Alembic itself makes it
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def opened(url: str, analyser: Analyser | None) -> Store:
    """Return the store at `url`, ready for use."""
    dialect = dialect_of(url)
    dialect.examine_path()
    analyser = analyser or PlainAnalyser()
    engine = dialect.engine()
    try:
        anchor = engine.connect() if dialect.path is None else None
        _make_ready(engine, dialect, analyser)
    except DBAPIError as error:
        engine.dispose()
        raise dialect.explained(error) from error
    except StoreError:
        engine.dispose()
        raise
    return Store(engine, dialect, analyser, anchor)


def _make_ready(engine: Engine, dialect: Sqlite, analyser: Analyser) -> None:
    with engine.connect() as connection:
        with connection.begin():
            if _is_ready(connection, dialect, analyser):
                return
        dialect.lock(connection)
        # Another process may have been faster: under the lock everything is asked again.
        if dialect.identity(connection) == "empty":
            dialect.make_schema(connection)
            _stamp(connection)
        else:
            upgrade(connection, dialect)
        _reindex(connection, dialect, analyser)
        connection.commit()


def _is_ready(connection: Connection, dialect: Sqlite, analyser: Analyser) -> bool:
    identity = dialect.identity(connection)
    if identity == "foreign":
        raise StoreError(f"{dialect.name} belongs to another program; name another file for the store.")
    return identity == "ours" and _revision(connection, dialect) == HEAD and _indexed_by(connection) == analyser.name


def _revision(connection: Connection, dialect: Sqlite) -> str | None:
    found = connection.execute(select(_VERSION.c.version_num)).scalar_one_or_none()
    if found is not None and found not in REVISIONS:
        raise StoreError(
            f"{dialect.name} was written by a newer Lagebild (schema {found}, known here: {HEAD}); update this program."
        )
    return found


def _stamp(connection: Connection) -> None:
    _VERSION.create(connection)
    connection.execute(insert(_VERSION).values(version_num=HEAD))


def upgrade(connection: Connection, dialect: Sqlite) -> None:
    """Run the revisions that a database lacks, in the transaction of `connection`."""
    if _revision(connection, dialect) == HEAD:
        return
    migrate(connection)


def migrate(connection: Connection) -> None:
    """Run all missing revisions on `connection`, from an empty database too."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _indexed_by(connection: Connection) -> str | None:
    return connection.execute(select(notes.c.value).where(notes.c.name == "analyser")).scalar_one_or_none()


def _reindex(connection: Connection, dialect: Sqlite, analyser: Analyser) -> None:
    """Make the full-text index anew where another analyser made it."""
    if _indexed_by(connection) != analyser.name:
        reindex(connection, dialect, analyser)
        replace(connection, notes, _ANALYSER, {"value": analyser.name})
