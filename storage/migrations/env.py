"""How alembic reaches the database: through the connection, and in the transaction, that `storage.migrate` opened."""

from alembic import context

import storage.activity_tables
import storage.announcement_tables  # noqa: F401  their tables join the others
from storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
