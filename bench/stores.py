"""The stores of benches: migrated, and empty or with the demo's city in them."""

from bot.demo.seed import seed
from storage.migrate import upgrade
from storage.sealed import new_key
from storage.unit_of_work import Store


def empty(url: str, key: str = "") -> Store:
    """Open a store of the current schema, with a key of its own where none is given."""
    upgrade(url)
    return Store(url, key or new_key())


def city(url: str, key: str = "") -> Store:
    """Open a store with 12,000 service points and their buildings."""
    store = empty(url, key)
    with store.unit_of_work() as unit:
        seed(unit)
        unit.commit()
    return store
