"""How alembic reaches the database: through the connection, and in the transaction, that `storage.migrate` opened."""

from alembic import context

from storage.tables import activities, affiliations, announcements, messages, people, places  # noqa: F401  they join it
from storage.tables.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
