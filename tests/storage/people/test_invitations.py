"""An invitation works once, for a while, and only while whoever issued it may still give the role."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from storage.people import audit, colleagues
from storage.people.invitation_states import standing
from storage.people.invitations import Accepted, InvitationRefused, accept, address, issue, open_ones, withdraw
from storage.people.roles import held, take
from storage.unit_of_work import Store
from tests.storage.stays import CHEN, NOW, WANG, WU, ZHOU, organiser, settle, unit_id

HOUR = 3600.0


def test_accept_gives_the_role(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        street = unit_id(unit, "310106011")
        token = issue(unit, Role.ORGANISER, street, Deed(HOUSE, NOW), 72)
        unit.commit()
    with city().unit_of_work() as unit:
        assert accept(unit, token, CHEN, NOW + HOUR) == Accepted(Role.ORGANISER, street)
        unit.commit()

    with city().unit_of_work() as unit:
        assert [(one.role, one.unit_id) for one in held(unit, CHEN)] == [(Role.ORGANISER, street)]
        assert audit.verify(unit) == audit.Verdict(2)


def test_token_fits_a_deep_link(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        tokens = {issue(unit, Role.ADMIN, None, Deed(HOUSE, NOW), 1) for _ in range(3)}

    assert [len(token) for token in tokens] == [32, 32, 32]
    assert {character for token in tokens for character in token if not character.isalnum()} <= {"-", "_"}


@pytest.mark.parametrize("chat_id", [CHEN, ZHOU])
def test_accept_what_was_used(city_store: Store, chat_id: int) -> None:
    with city_store.unit_of_work() as unit:
        token = issue(unit, Role.ADMIN, None, Deed(HOUSE, NOW), 72)
        accept(unit, token, CHEN, NOW)

        assert _refusal(lambda: accept(unit, token, chat_id, NOW)) == "used"
        assert held(unit, ZHOU) == ()


def test_accept_at_the_last_moment(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        token = issue(unit, Role.ADMIN, None, Deed(HOUSE, NOW), 72)

        assert _refusal(lambda: accept(unit, token, CHEN, NOW + 72 * HOUR)) == "expired"
        assert held(unit, CHEN) == ()
        assert accept(unit, token, CHEN, NOW + 72 * HOUR - 1) == Accepted(Role.ADMIN, None)


@pytest.mark.parametrize("token", ["", "x" * 32, "钥匙", "\ud83d"])
def test_accept_what_nobody_issued(city_store: Store, token: str) -> None:
    with city_store.unit_of_work() as unit:
        assert _refusal(lambda: accept(unit, token, CHEN, NOW)) == "unknown"


def test_accept_from_somebody_who_may_no_longer_give_it(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, WU, "310106")
        street = unit_id(unit, "310106011")
        token, other = (issue(unit, Role.ORGANISER, street, Deed(By(WU), NOW), 72) for _ in range(2))
        assert accept(unit, token, CHEN, NOW) == Accepted(Role.ORGANISER, street)
        take(unit, held(unit, WU)[0].id, Deed(HOUSE, NOW))

        assert _refusal(lambda: accept(unit, other, ZHOU, NOW)) == "expired"
        assert held(unit, ZHOU) == ()


def test_accept_from_an_organiser_who_never_could_give_it(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        organiser(unit, WU, "310106")
        token = issue(unit, Role.ADMIN, None, Deed(By(WU), NOW), 72)

        assert _refusal(lambda: accept(unit, token, CHEN, NOW)) == "expired"


def test_used_by_two_at_once_is_used_once(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        token = issue(unit, Role.VOLUNTEER, unit_id(unit, "31"), Deed(HOUSE, NOW), 72)
        unit.commit()

    def use(store: Store, chat_id: int) -> str:
        with store.unit_of_work() as unit:
            outcome = _refusal(lambda: accept(unit, token, chat_id, NOW))
            unit.commit()
        return outcome

    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(use, [city() for _ in range(4)], [CHEN, ZHOU, WU, WANG]))

    assert sorted(outcomes) == ["accepted", "used", "used", "used"]
    with city().unit_of_work() as unit:
        assert sum(len(held(unit, chat_id)) for chat_id in (CHEN, ZHOU, WU, WANG)) == 1


def test_token_is_not_kept(sqlite_url: str, sqlite_store: Store) -> None:
    settle(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        token = issue(unit, Role.ADMIN, None, Deed(HOUSE, NOW), 72)
        unit.commit()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    content = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))

    assert token.encode() not in content
    assert b"role.invite" in content  # the file was read where the rows are


def _refusal(accepting: Callable[[], Accepted]) -> str:
    try:
        accepting()
    except InvitationRefused as refusal:
        return refusal.why
    return "accepted"


def test_open_ones_are_listed_and_withdrawn(city: Callable[[], Store]) -> None:
    with city().unit_of_work() as unit:
        organiser(unit, WU, "310106")
        street = unit_id(unit, "310106011")
        issue(unit, Role.ADMIN, None, Deed(HOUSE, NOW), 1)
        used, open_one = (issue(unit, Role.VOLUNTEER, street, Deed(By(WU), NOW), 72) for _ in range(2))
        address(unit, open_one, "王老师")
        accept(unit, used, CHEN, NOW)
        unit.commit()
    with city().unit_of_work() as unit:
        (found,) = open_ones(unit, NOW + 2 * HOUR)
        assert (found.role, found.unit_id, found.label, found.issued_by) == (Role.VOLUNTEER, street, "王老师", WU)
        assert withdraw(unit, found.id, Deed(By(WU), NOW))
        assert not withdraw(unit, found.id, Deed(By(WU), NOW))
        assert open_ones(unit, NOW + 2 * HOUR) == []
        assert _refusal(lambda: accept(unit, open_one, ZHOU, NOW)) == "withdrawn"
        assert standing(unit, [used, open_one], NOW) == {used: "used", open_one: "withdrawn"}
        assert audit.verify(unit).broken_at is None


def test_label_is_the_name_for_colleagues_once_taken(city_store: Store) -> None:
    with city_store.unit_of_work() as unit:
        first, second, late = (issue(unit, Role.ADMIN, None, Deed(HOUSE, NOW), 1) for _ in range(3))
        for token, label in ((first, "王老师"), (second, "王主任"), (late, "李老师")):
            address(unit, token, label)
        accept(unit, first, CHEN, NOW)
        assert colleagues.name_of(unit, CHEN) == "王老师"
        accept(unit, second, CHEN, NOW)
        assert colleagues.name_of(unit, CHEN) == "王老师"  # who has a name keeps it

        issue(unit, Role.ADMIN, None, Deed(HOUSE, NOW + 2 * HOUR), 1)
        assert [one.label for one in open_ones(unit, NOW)] == ["", ""]  # of the one that was too late nothing is kept
