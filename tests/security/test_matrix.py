"""Everybody against every action and every personal field, with forged buttons: the rows say what may be."""

from typing import Final

import pytest

from bot.abilities import TELEGRAM, WEB
from bot.chat import Said
from bot.flows.reviewing.steps import ReviewCard
from domain.affiliations.affiliations import Verb
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.people import audit, roles
from storage.unit_of_work import Store
from tests.security.rows import MATRIX, ON_PAGES, OVER, Row, is_open_to
from tests.stage.security_world import (
    MEMBER,
    NOWHERE,
    SECRETS,
    SIBLING,
    STRANGER,
    WHO,
    changed,
    press,
    request,
    secrets_in,
    state,
    tried,
    unit_id,
)

"""Over a channel that proves nobody, whoever has a role is a member like all others."""

EACH: Final = (*WHO, *ON_PAGES)


@pytest.mark.parametrize("who", EACH)
@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.does)
def test_action_is_open_to_whom_the_table_names(world: Store, row: Row, who: str) -> None:
    on_page, number = who in ON_PAGES, {**WHO, **ON_PAGES}[who]
    may = is_open_to(row, number, on_page=on_page)
    with tried(world) as unit:
        it = request(unit, *row.steps, levels=row.levels)
        place = row.at(it, unit)
        before = state(unit)
        pressed = press(unit, number, place, row.press, WEB if on_page else TELEGRAM)
        came = changed(before, unit)
    if number == MEMBER and isinstance(row.press, Said):
        came -= {
            "questions"
        } - row.changes  # what a member writes where nothing hears it answers what the centre has asked
    if row.changes:
        assert came == (row.changes if may else set())
    else:
        assert any(word in pressed.shown for word in row.shows.split("|")) is may
        assert came == set()
    read = secrets_in(pressed.shown) - ({"building"} if number == MEMBER else set())
    assert read == set() or (may and number in row.clear) or number == MEMBER
    others = (tell.reply for tell in pressed.tells if tell.chat_id != number)
    assert secrets_in("\n".join(map(str, others))) == set()


@pytest.mark.parametrize("who", [*WHO, *ON_PAGES])
@pytest.mark.parametrize("field", SECRETS)
def test_personal_field_is_read_by_whom_the_table_names(world: Store, field: str, who: str) -> None:
    number, abilities = {**WHO, **ON_PAGES}[who], WEB if who in ON_PAGES else TELEGRAM
    with tried(world) as unit:
        it = request(unit, Verb.SUBMIT)
        masked = press(unit, number, NOWHERE, "=v.1", abilities).shown
        clear = press(unit, number, ReviewCard(it.id, it.version), "reveal", abilities).shown
        looks = audit.seen_by(unit, f"person:{MEMBER}")
    may = who in WHO and number in OVER
    assert field not in secrets_in(masked)
    assert (field in secrets_in(clear)) is may
    assert len(looks) == (1 if may else 0)


def test_own_request_is_decided_by_others(world: Store) -> None:
    with tried(world) as unit:
        it = request(unit, Verb.SUBMIT)
        roles.give(unit, MEMBER, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, 1.0))
        before = state(unit)
        press(unit, MEMBER, ReviewCard(it.id, it.version), "approve")
        assert changed(before, unit) == set()


def test_refusal_is_written_down(world: Store) -> None:
    with tried(world) as unit:
        request(unit, Verb.SUBMIT)
        press(unit, STRANGER, NOWHERE, "=v.1")
        press(unit, SIBLING, NOWHERE, "=v.999")
        rows = unit.connection.exec_driver_sql("SELECT chat_id, role, what, subject FROM audit ORDER BY number DESC")
        assert [tuple(row) for row in rows][:2] == [
            (SIBLING, "organiser", "forbidden", "affiliation:999"),
            (STRANGER, "member", "forbidden", "affiliation:1"),
        ]
