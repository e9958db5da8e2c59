"""The commands of a role: told once when it comes, once when it goes, in the language of whoever holds it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest
from sqlalchemy import select

from bot import codec
from bot.chat import Commands
from bot.flows import role_commands
from bot.flows.commands import listed, listed_for_organisers, of_organisers
from bot.introduction import introductions
from bot.settings import Framework
from bot.texts import words
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.messages import outbox
from storage.people import people, roles, shown_commands
from storage.tables.messages import outbox as outbox_table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage import talk
from tests.stage.talk import furnish
from tests.stage.wire import WireStage, open_stage
from tests.storage.stays import unit_id

CHEN: Final = 1004
BEN: Final = 1008
ZHOU: Final = 1006
ALWAYS: Final = [
    *("activities", "mine", "duties", "wish", "interests", "write", "topics"),
    *("record", "verify", "roads", "help", "privacy", "language", "cancel"),
]
ORGANISERS: Final = [
    *("start", "todo", "review", "members", "invite", "rules", "report", "announce", "mail"),
    *("rooms", "groups", "wishes"),
    *("digest", "grid"),
    *ALWAYS,
]
EVERYBODYS: Final = ["start", *ALWAYS]
DESK: Final = "https://desk.example.org"


@pytest.fixture
def house(store: Store) -> Store:
    """Give a city in which Chen and Ben have been."""
    furnish(store)
    with store.unit_of_work() as unit:
        people.welcome(unit, [CHEN, BEN], 0.0, {BEN: "en-GB"})
        unit.commit()
    return store


def told(store: Store) -> list[tuple[int, Commands]]:
    with store.unit_of_work() as unit:
        rows = unit.connection.execute(select(outbox_table.c.chat_id, outbox_table.c.reply).order_by(outbox_table.c.id))
        found = [(row[0], codec.decode(unit.seal.open(row[1], outbox.REPLY))) for row in rows]
        return [(chat_id, one) for chat_id, one in found if isinstance(one, Commands)]


def in_step(store: Store, now: float = 1.0, desk_address: str = "") -> int:
    with store.unit_of_work() as unit:
        return role_commands.bring_in_step(unit, replace(talk.house(), desk_address=desk_address), now)


def done(store: Store, work: Callable[[UnitOfWork], object]) -> None:
    with store.unit_of_work() as unit:
        work(unit)
        unit.commit()


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_everybody_sees_privacy_among_the_commands(language: str) -> None:
    assert [[name for name, _ in one.commands] for one in introductions(language)] == [EVERYBODYS] * 3


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_organisers_see_what_they_can_do(language: str) -> None:
    assert [name for name, _ in listed_for_organisers(words(language), "")] == ORGANISERS


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_desk_is_listed_where_one_is_served(language: str) -> None:
    t = words(language)
    with_one = [name for name, _ in listed_for_organisers(t, DESK)]
    assert [name for name in with_one if name not in ORGANISERS] == ["desk"]
    assert ("/desk " in " ".join(of_organisers(t, DESK)), "/desk " in " ".join(of_organisers(t, ""))) == (True, False)


def test_holders_are_told_when_a_desk_comes_and_goes(house: Store) -> None:
    done(house, lambda unit: roles.give(unit, CHEN, Role.ORGANISER, None, Deed(HOUSE, 0.0)))
    assert [in_step(house, float(now), address) for now, address in enumerate(("", DESK, DESK, ""))] == [1, 1, 0, 1]
    assert ["desk" in dict(commands.commands) for _, commands in told(house)] == [False, True, False]


def test_holders_are_brought_in_step_each_in_their_language(house: Store) -> None:
    done(house, lambda unit: roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310106"), Deed(HOUSE, 0.0)))
    done(house, lambda unit: roles.give(unit, BEN, Role.ADMIN, None, Deed(HOUSE, 0.0)))
    assert in_step(house) == 2
    assert told(house) == [
        (CHEN, Commands(listed_for_organisers(words("zh_Hans"), ""))),
        (BEN, Commands(listed_for_organisers(words("en"), ""))),
    ]


def test_holders_who_are_in_step_are_told_nothing(house: Store) -> None:
    done(house, lambda unit: roles.give(unit, CHEN, Role.ORGANISER, None, Deed(HOUSE, 0.0)))
    assert (in_step(house), in_step(house), len(told(house))) == (1, 0, 1)


def test_volunteer_has_no_commands_of_the_own(house: Store) -> None:
    done(house, lambda unit: roles.give(unit, CHEN, Role.VOLUNTEER, None, Deed(HOUSE, 0.0)))
    assert (in_step(house), told(house)) == (0, [])


def test_somebody_whose_role_went_unseen_gets_everybodys_commands(house: Store) -> None:
    done(house, lambda unit: roles.give(unit, CHEN, Role.ORGANISER, None, Deed(HOUSE, 0.0)))
    in_step(house)
    done(house, lambda unit: roles.take(unit, roles.held(unit, CHEN)[0].id, Deed(HOUSE, 1.0)))
    assert (in_step(house, 2.0), in_step(house, 3.0)) == (1, 0)
    assert told(house)[1:] == [(CHEN, Commands())]


def test_holder_who_speaks_another_language_is_told_again(house: Store) -> None:
    done(house, lambda unit: roles.give(unit, CHEN, Role.ORGANISER, None, Deed(HOUSE, 0.0)))
    in_step(house)
    done(house, lambda unit: people.choose_language(unit, CHEN, "en"))
    assert (in_step(house, 2.0), in_step(house, 3.0)) == (1, 0)
    assert told(house)[1:] == [(CHEN, Commands(listed_for_organisers(words("en"), "")))]


def test_server_that_has_forgotten_is_told_again(house: Store) -> None:
    done(house, lambda unit: roles.give(unit, CHEN, Role.ORGANISER, None, Deed(HOUSE, 0.0)))
    in_step(house)
    done(house, shown_commands.forget)
    assert in_step(house, 2.0) == 1


# ---------------------------------------------------------------- over real HTTP


@pytest.mark.wire
@pytest.mark.parametrize("framework", ["aiogram", "ptb"])
async def test_commands_come_and_go_with_the_role(framework: Framework, database_url: str, key: str) -> None:
    await asyncio.to_thread(_furnished, database_url, key)
    here = {"type": "chat", "chat_id": CHEN}
    async with open_stage(framework, database_url, key) as stage:
        await stage.act(ZHOU, "(grant organiser 310106011)")
        for who, what in (
            (ZHOU, "/invite"),
            (ZHOU, "[党务工作者]"),
            (ZHOU, "[就邀请到这个单位]"),
            (CHEN, "(follow 周华)"),
            (CHEN, "陈敏"),
            (CHEN, "/language"),
            (CHEN, "[English]"),
            (ZHOU, "/invite"),
            (ZHOU, "[现有人员]"),
            (ZHOU, "[2]"),
            (ZHOU, "[收回]"),
        ):
            await stage.act(who, what)
        assert await _asked(stage) == [
            ("setMyCommands", here, dict(listed_for_organisers(words("zh_Hans"), "")), 200),
            ("setMyCommands", here, dict(listed_for_organisers(words("en"), "")), 200),
            ("deleteMyCommands", here, {}, 200),
        ]


@pytest.mark.wire
@pytest.mark.parametrize("framework", ["aiogram", "ptb"])
async def test_holders_are_brought_in_step_at_the_start_once(framework: Framework, sqlite_url: str, key: str) -> None:
    await asyncio.to_thread(_furnished, sqlite_url, key)
    await asyncio.to_thread(_appointed, sqlite_url, key)
    here = ("setMyCommands", {"type": "chat", "chat_id": CHEN})
    for calls in (1, 0):
        async with open_stage(framework, sqlite_url, key) as stage:
            await stage.act(ZHOU, "/start")
            assert [one[:2] for one in await _asked(stage)] == [here] * calls


async def _asked(stage: WireStage) -> list[tuple[str, dict[str, Any], dict[str, str], int]]:
    """Return the calls about one chat's commands, in order: the method, the scope, the commands, and the status."""
    calls = (await stage.get("/sandbox/calls"))["calls"]
    return [
        (
            one["method"],
            told["scope"],
            {command["command"]: command["description"] for command in told.get("commands", [])},
            one["status"],
        )
        for one in calls
        if "scope" in (told := one["parameters"])
    ]


def _furnished(url: str, key: str) -> None:
    store = Store(url, key)
    furnish(store)
    with store.unit_of_work() as unit:
        people.welcome(unit, [CHEN], 0.0)
        unit.commit()
    store.close()


def _appointed(url: str, key: str) -> None:
    store = Store(url, key)
    done(store, lambda unit: roles.give(unit, CHEN, Role.ORGANISER, None, Deed(HOUSE, 0.0)))
    store.close()


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_help_of_organisers_says_every_command_that_is_only_theirs(language: str) -> None:
    t = words(language)
    theirs = set(listed_for_organisers(t, DESK)) - set(listed(t))
    said = " · ".join(of_organisers(t, DESK)).split(" · ")
    assert theirs
    assert {tuple(one.removeprefix("/").split(" ", 1)) for one in said} == theirs


def test_two_workers_tell_a_chat_once(store: Store) -> None:
    with store.unit_of_work() as unit:
        people.welcome(unit, [CHEN], 0.0)
        assert [shown_commands.keep(unit, CHEN, "a fingerprint") for _ in range(2)] == [True, False]
        assert [shown_commands.keep(unit, CHEN, "") for _ in range(2)] == [True, False]
