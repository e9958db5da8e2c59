"""How alembic reaches the database: through the connection, and in the transaction, that `storage.migrate` opened."""

from alembic import context

import storage.tables.activities
import storage.tables.announcements  # noqa: F401  their tables join the others
from storage.tables.people import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
