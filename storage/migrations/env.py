"""How alembic reaches the database: through the connection, and in the transaction, that `storage.migrate` opened."""

from alembic import context

from storage.tables import (  # noqa: F401  they join it
    activities,
    affiliations,
    announcements,
    booking,
    grid,
    messages,
    people,
    places,
)
from storage.tables.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
