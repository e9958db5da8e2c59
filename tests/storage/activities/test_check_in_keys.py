"""The secret and the code word of an activity: made once, sealed, changed on purpose."""

import pytest
from sqlalchemy import select

from domain.activities.tokens import fits, token
from storage.activities import check_in_keys
from storage.tables.activities import activities as table
from tests.conftest import NewStore
from tests.storage.signing import NOW, drafted, settle


@pytest.fixture
def activity_id(new_store: NewStore) -> int:
    store = new_store()
    settle(store)
    with store.unit_of_work() as unit:
        number = drafted(unit)
        unit.commit()
    return number


def test_secret_is_made_once_and_kept(new_store: NewStore, activity_id: int) -> None:
    with new_store().unit_of_work() as unit:
        assert check_in_keys.known_secret(unit, activity_id) is None
        made = check_in_keys.secret(unit, activity_id)
        unit.commit()
    with new_store().unit_of_work() as unit:
        again = check_in_keys.secret(unit, activity_id)
        assert check_in_keys.known_secret(unit, activity_id) == made
    assert fits(again, token(made, NOW), NOW)


def test_code_word_is_chosen_from_the_secret_and_kept(new_store: NewStore, activity_id: int) -> None:
    with new_store().unit_of_work() as unit:
        assert check_in_keys.word(unit, activity_id, lambda secret: f"春天{len(secret)}") == "春天32"
        unit.commit()
    with new_store().unit_of_work() as unit:
        assert check_in_keys.word(unit, activity_id, lambda _secret: "秋天") == "春天32"
        assert check_in_keys.words(unit, [activity_id, 99]) == {activity_id: "春天32"}


def test_another_word_takes_the_place_of_the_first(new_store: NewStore, activity_id: int) -> None:
    with new_store().unit_of_work() as unit:
        check_in_keys.put_word(unit, activity_id, "春天")
        check_in_keys.put_word(unit, activity_id, "秋天")
        unit.commit()
    with new_store().unit_of_work() as unit:
        assert check_in_keys.words(unit, [activity_id]) == {activity_id: "秋天"}


def test_both_are_sealed(new_store: NewStore, activity_id: int) -> None:
    with new_store().unit_of_work() as unit:
        secret = check_in_keys.secret(unit, activity_id)
        check_in_keys.put_word(unit, activity_id, "春天")
        row = unit.connection.execute(select(table).where(table.c.id == activity_id)).one()
        assert unit.seal.open(row.check_in_secret, check_in_keys.SECRET) == secret
        assert unit.seal.open(row.code_word, check_in_keys.WORD) == "春天".encode()
        assert "春天".encode() not in row.code_word
