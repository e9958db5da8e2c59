"""Names at the door: an organiser knows the members and finds them; whoever else is there confirms a full name."""

from collections.abc import Iterator
from typing import Final

import pytest
from sqlalchemy import select

from bot.chat import Said
from bot.flows.check_in.steps import CheckInDesk, ChoosingWalkIn, NamingWalkIn
from domain.activities.duties import Task
from domain.activities.seats import HERE
from domain.affiliations.affiliations import Actor, Stay, Verb
from domain.people.deeds import By, Deed
from domain.people.members import Details
from domain.people.roles import Role
from storage.activities import activities, duties, signup_reading
from storage.affiliations import affiliations
from storage.affiliations.affiliations import Wish
from storage.people import audit, members, people, roles
from storage.places import places
from storage.tables.people import audit as audit_table
from storage.unit_of_work import Store, UnitOfWork
from tests.flows.check_in.test_check_in import AT, hold
from tests.stage.security_world import HOST, STRANGER, VOLUNTEER, Pressed, press, settle
from tests.stage.talk import NOON

AYGUL, HER_NAMESAKE, WANG = 2001, 2002, 2003
NAME: Final = "阿依古丽·买买提"
ON_DUTY: Final = STRANGER


@pytest.fixture
def unit(sqlite_store: Store) -> Iterator[UnitOfWork]:
    settle(sqlite_store)
    with sqlite_store.unit_of_work() as opened:
        people.welcome(opened, [AYGUL, HER_NAMESAKE, WANG], AT)
        takes_part(opened, AYGUL, NAME)
        takes_part(opened, WANG, "王秀英")
        row = activities.find(opened, hold(opened))
        assert row is not None
        duty = duties.add(opened, row.id, Task("引导", row.starts_at, row.ends_at, 1))
        duties.come(opened, duty.id, ON_DUTY, AT)
        yield opened


def takes_part(unit: UnitOfWork, who: int, name: str) -> None:
    point = places.point_by_code(unit, "JA-1")
    assert point is not None
    members.keep(unit, who, Details(name=name), now=AT)
    row = affiliations.open_draft(unit, who, Wish(Stay.MOBILE, point.id, NOON.date()), AT)
    for verb, by in ((Verb.SUBMIT, By(who, "member", Actor.MEMBER)), (Verb.CONFIRM, By(HOST, "", Actor.HOST))):
        affiliations.do(unit, row.id, verb, Deed(by, AT))


NUMBER: Final = 3
AT_THE_DOOR: Final = [VOLUNTEER, ON_DUTY]


def looks_for(unit: UnitOfWork, who: int, typed: str) -> Pressed:
    return press(unit, who, NamingWalkIn(NUMBER), Said(typed))


def is_here(unit: UnitOfWork, who: int) -> bool:
    mine = signup_reading.find(unit, NUMBER, who)
    return mine is not None and mine.state in HERE


def labels(pressed: Pressed) -> list[str]:
    return [button.label for reply in pressed.said for row in reply.buttons for button in row]


@pytest.mark.parametrize("who", AT_THE_DOOR)
@pytest.mark.parametrize(
    "typed", ["a yi gu li mai mai ti", "a yi gu li", "阿依古丽", "买买提", "阿依", "王", "wang xiuying", "秀英"]
)
def test_part_of_a_name_or_its_sound_finds_nobody_at_the_door(unit: UnitOfWork, who: int, typed: str) -> None:
    pressed = looks_for(unit, who, typed)
    assert pressed.place == NamingWalkIn(NUMBER)
    assert "I found nobody" in pressed.shown
    assert [one for one in (NAME, "王秀英", "since") if one in pressed.shown.replace(typed, "")] == []


@pytest.mark.parametrize("who", AT_THE_DOOR)
@pytest.mark.parametrize("typed", [NAME, "阿依古丽买买提", "阿依古丽•买买提", " 阿依古丽 · 买买提 "])
def test_full_name_is_confirmed_as_it_was_typed_and_nothing_else_is_shown(
    unit: UnitOfWork, who: int, typed: str
) -> None:
    pressed = looks_for(unit, who, typed)
    assert isinstance(pressed.place, ChoosingWalkIn)
    assert "since" not in " ".join([pressed.shown, *labels(pressed)])
    assert labels(pressed)[0] == f"Check in {pressed.place.typed}"
    press(unit, who, pressed.place, "0")
    assert is_here(unit, AYGUL)


@pytest.mark.parametrize("who", AT_THE_DOOR)
def test_of_two_who_are_called_the_same_neither_is_shown(unit: UnitOfWork, who: int) -> None:
    takes_part(unit, HER_NAMESAKE, NAME)
    pressed = looks_for(unit, who, NAME)
    assert pressed.place == NamingWalkIn(NUMBER)
    assert "More than one is called so" in pressed.shown
    press(unit, who, ChoosingWalkIn(NUMBER, NAME, (AYGUL, HER_NAMESAKE)), "1")
    assert not is_here(unit, HER_NAMESAKE)


def test_organiser_finds_by_sound_and_reads_since_when(unit: UnitOfWork) -> None:
    pressed = looks_for(unit, HOST, "a yi gu li mai mai ti")
    assert isinstance(pressed.place, ChoosingWalkIn)
    assert labels(pressed)[0].startswith(f"{NAME} · here since")
    press(unit, HOST, pressed.place, "0")
    assert is_here(unit, AYGUL)


def test_what_an_organiser_found_is_no_volunteers_once_the_role_is_taken_away(unit: UnitOfWork) -> None:
    found = looks_for(unit, HOST, "a yi gu li mai mai ti").place
    for held in roles.held(unit, HOST):
        roles.take(unit, held.id, Deed(By(None), AT))
    roles.give(unit, HOST, Role.VOLUNTEER, unit_of(unit), Deed(By(None), AT))
    shown = press(unit, HOST, found, "next")
    assert NAME not in " ".join([shown.shown, *labels(shown)])
    press(unit, HOST, found, "0")
    assert not is_here(unit, AYGUL)


def unit_of(unit: UnitOfWork) -> int:
    row = activities.find(unit, NUMBER)
    assert row is not None
    return row.unit_id


@pytest.mark.parametrize("who", [HOST, VOLUNTEER])
def test_what_was_typed_is_on_record_and_sealed(unit: UnitOfWork, who: int) -> None:
    for typed in ("钱无名", NAME):
        looks_for(unit, who, typed)
    rows = unit.connection.execute(
        select(audit_table.c.what, audit_table.c.subject, audit_table.c.why).where(
            audit_table.c.chat_id == who, audit_table.c.why.is_not(None)
        )
    ).all()
    noted = [(row.what, row.subject, unit.seal.open(row.why, audit.WHY)[16:].decode()) for row in rows]
    assert noted == [
        ("attendance.roll", f"activity:{NUMBER}", "钱无名"),
        ("attendance.roll", f"activity:{NUMBER}", NAME),
        ("member.roll", f"person:{AYGUL}", NAME),
    ]
    assert all(NAME.encode() not in row.why for row in rows)


@pytest.mark.parametrize("typed", ["到：a yi gu li", "到：阿依古丽·买买提", "here: wang xiuying"])
def test_names_read_out_mean_those_alone_who_are_expected(unit: UnitOfWork, typed: str) -> None:
    pressed = press(unit, VOLUNTEER, CheckInDesk(NUMBER), Said(typed))
    assert "Not found among those expected" in pressed.shown
    assert not is_here(unit, AYGUL)
    assert not is_here(unit, WANG)
