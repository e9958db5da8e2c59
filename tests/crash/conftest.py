"""Databases for bots that are killed: a test waits until the last connection of the dead is gone."""

import pytest


@pytest.fixture
def postgres_url(own_postgres_url: str) -> str:
    """Give a PostgreSQL database that nobody but the bot has a connection to."""
    return own_postgres_url
