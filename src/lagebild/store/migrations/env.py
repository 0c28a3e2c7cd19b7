"""Runs the revisions on the connection that `preparation` hands over, inside the transaction that it holds."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
