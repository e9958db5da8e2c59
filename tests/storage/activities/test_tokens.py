"""The tokens of links: each activity has its own, and what was there before the migration gets one."""

from sqlalchemy import select

from storage.activities import activities
from storage.migrate import downgrade, upgrade
from storage.tables.activities import activities as table
from tests.conftest import NewStore
from tests.storage.signing import drafted, settle


def test_activity_is_found_by_its_token_and_by_no_other(new_store: NewStore) -> None:
    store = new_store()
    settle(store)
    with store.unit_of_work() as unit:
        first, second = (activities.find(unit, drafted(unit)) for _ in range(2))
        assert first is not None
        assert second is not None
        assert activities.by_token(unit, first.token) == first
        assert first.token != second.token
        assert [activities.by_token(unit, one) for one in ("", "x", first.token.upper(), str(first.id))] == [None] * 4


def test_what_was_there_before_gets_a_token(new_store: NewStore, database_url: str) -> None:
    store = new_store()
    settle(store)
    with store.unit_of_work() as unit:
        numbers = [drafted(unit) for _ in range(3)]
        unit.commit()
    store.close()
    downgrade(database_url, "0010")
    upgrade(database_url)
    with new_store().unit_of_work() as unit:
        tokens = {row.id: row.token for row in unit.connection.execute(select(table.c.id, table.c.token))}
    assert sorted(tokens) == numbers
    assert len(set(tokens.values())) == 3
    assert all(len(token or "") == 16 for token in tokens.values())
