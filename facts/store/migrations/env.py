"""Run by Alembic: migrates over the connection that ``facts.store.upgrade`` hands in, within its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
