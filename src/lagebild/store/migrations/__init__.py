"""Brings an older database up to the schema of this program, revision by revision, and only forward.

`REVISIONS` names all revisions in order, so that a database that is up to date is known without loading Alembic. A new
revision is a new module in `versions` and one more name here; a test compares the outcome with the declared tables.
"""

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
HEAD = REVISIONS[-1]
