"""Links of rooms and speakers: what they open, and where they lead once they are good for nothing any more."""

import pytest

from bot.chat import Started
from storage.booking import closures, resources
from storage.unit_of_work import Store
from tests.stage.talk import Talk, button, html
from tests.storage.booking import lending

GONE = "这个链接指向的地方已经不在名单上了，您可以在这里另找。"


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """Play on SQLite alone: what differs between the stores is tried in `tests/storage`."""
    return sqlite_store


@pytest.fixture
def talk(store: Store) -> Talk:
    lending.furnish(store)
    return Talk(store)


def token(store: Store, code: str) -> str:
    with store.unit_of_work() as unit:
        row = resources.by_code(unit, code)
    assert row is not None
    return row.token


def test_code_at_a_door_says_what_is_on_there(store: Store, talk: Talk) -> None:
    (door,) = talk.does(Started(f"r_{token(store, 'HALL')}"))
    assert "静安寺多功能厅" in html(door)
    assert "今天这里没有" in html(door)


def test_link_of_a_speaker_asks_once_whether_it_is_them(store: Store, talk: Talk) -> None:
    link = f"s_{token(store, 'LAWYER')}"
    asked = talk.does(Started(link))
    assert "周律师" in html(asked[0])
    talk.taps(button(asked, "好，来问我"))
    assert html(Talk(store, person=1002, updates=50).does(Started(link))[0]) == GONE, "it is somebody's now"


@pytest.mark.parametrize("link", ["r_LAWYER", "s_HALL"])
def test_link_is_good_for_its_own_kind_alone(store: Store, talk: Talk, link: str) -> None:
    kind, _, code = link.partition("_")
    assert html(talk.does(Started(f"{kind}_{token(store, code)}"))[0]) == GONE


@pytest.mark.parametrize("payload", ["r_", "r_none", "s_", "s_none"])
def test_link_that_there_is_not(talk: Talk, payload: str) -> None:
    assert html(talk.does(Started(payload))[0]) == GONE


def test_door_of_a_room_that_is_lent_no_more(store: Store, talk: Talk) -> None:
    link = f"r_{token(store, 'OWN')}"
    with store.unit_of_work() as unit:
        closures.retire(unit, lending.number(unit, "OWN"), lending.deed())
        unit.commit()
    assert html(talk.does(Started(link))[0]) == GONE
