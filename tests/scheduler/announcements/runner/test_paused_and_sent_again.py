"""An announcement is paused, stopped and sent again."""

import pytest

from domain.announcements.announcements import MailingState, Stage, Standing, Verb
from storage.announcements import mailings
from tests.scheduler.announcements.runner.run import CROWD, again, done, refused, scheduled, stage, state, told
from tests.stage.carrier import Carrier


async def test_paused_and_resumed(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    assert carrier.carry(10) == 10

    done(carrier, number, Verb.PAUSE)
    assert carrier.carry() == 0
    await carrier.tick(passes=60.0)
    assert carrier.carry() == 0
    assert carrier.standings(number) == {Standing.DELIVERED: 10, Standing.NOT_YET: 25}
    done(carrier, number, Verb.RESUME)

    assert carrier.carry() == 25


async def test_paused_while_its_list_is_written(carrier: Carrier) -> None:
    number = scheduled(carrier)
    assert carrier.step(number) == "begin"
    done(carrier, number, Verb.PAUSE)

    await carrier.tick()
    assert (carrier.carry(), carrier.standings(number)) == (0, {Standing.NOT_YET: 35})
    done(carrier, number, Verb.RESUME)

    assert carrier.carry() == 35


async def test_stopped_and_sent_again_to_those_who_were_missed(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.away = {5001}
    assert carrier.carry(20) == 20

    done(carrier, number, Verb.STOP)
    await carrier.tick()
    assert (stage(carrier, number), state(carrier, number)) == (Stage.STOPPED, MailingState.STOPPED)
    assert carrier.standings(number) == {Standing.DELIVERED: 19, Standing.BLOCKED: 1, Standing.STOPPED: 15}
    assert again(carrier, number, Standing.STOPPED) == 15
    assert carrier.carry() == 15
    await carrier.tick(passes=3.0)

    assert (stage(carrier, number), state(carrier, number)) == (Stage.DONE, MailingState.DONE)
    assert carrier.standings(number) == {Standing.DELIVERED: 34, Standing.BLOCKED: 1}


async def test_stopped_while_something_is_under_way(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    flying = carrier.take(3)

    done(carrier, number, Verb.STOP)
    await carrier.tick()
    assert carrier.standings(number) == {Standing.NOT_YET: 35}
    carrier.land(flying)
    await carrier.tick(passes=1.0)

    assert carrier.standings(number) == {Standing.DELIVERED: 3, Standing.STOPPED: 32}


async def test_stopped_while_its_list_is_written(carrier: Carrier) -> None:
    number = scheduled(carrier)
    assert carrier.step(number) == "begin"
    done(carrier, number, Verb.STOP)

    await carrier.tick()

    assert (carrier.carry(), carrier.standings(number)) == (0, {Standing.STOPPED: 35})


async def test_sent_again_in_portions_killed_between_any_two(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry(5)
    done(carrier, number, Verb.STOP)
    await carrier.tick()
    monkeypatch.setattr(mailings, "PORTION", 8)

    taken, stood = list[str](), list[dict[Standing, int]]()
    assert again(carrier, number, Standing.STOPPED) == 8
    for _ in range(4):
        carrier.die()
        carrier.carry(1)
        stood.append(carrier.standings(number))
        taken.append(carrier.step(number))
    carrier.carry()
    await carrier.tick(passes=3.0)

    assert taken == ["again", "again", "again", "draw"]
    assert stood == [
        {Standing.DELIVERED: 6, Standing.NOT_YET: 7, Standing.STOPPED: 22},
        {Standing.DELIVERED: 7, Standing.NOT_YET: 14, Standing.STOPPED: 14},
        {Standing.DELIVERED: 8, Standing.NOT_YET: 21, Standing.STOPPED: 6},
        {Standing.DELIVERED: 9, Standing.NOT_YET: 26},
    ]
    assert (stage(carrier, number), carrier.standings(number)) == (Stage.DONE, {Standing.DELIVERED: 35})
    assert [len(carrier.chats[chat_id]) for chat_id in CROWD] == [1] * 30


async def test_sent_again_and_paused_before_all_have_another_turn(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.troubled = set(CROWD)
    carrier.carry()
    await carrier.tick(passes=3.0)
    monkeypatch.setattr(mailings, "PORTION", 8)

    again(carrier, number, Standing.FAILED)
    carrier.carry(8)  # in vain once more
    done(carrier, number, Verb.PAUSE)
    await carrier.tick(passes=3.0)
    assert (carrier.carry(), carrier.standings(number)) == (
        0,
        {Standing.DELIVERED: 5, Standing.FAILED: 8, Standing.NOT_YET: 22},
    )
    carrier.troubled = set()
    done(carrier, number, Verb.RESUME)
    await carrier.tick(passes=3.0)

    assert carrier.carry() == 22


async def test_sent_again_and_stopped_before_all_have_another_turn(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.troubled = set(CROWD)
    carrier.carry()
    await carrier.tick(passes=3.0)
    monkeypatch.setattr(mailings, "PORTION", 8)
    again(carrier, number, Standing.FAILED)

    done(carrier, number, Verb.STOP)
    await carrier.tick(passes=3.0)

    assert carrier.standings(number) == {Standing.DELIVERED: 5, Standing.FAILED: 22, Standing.STOPPED: 8}
    assert (stage(carrier, number), state(carrier, number)) == (Stage.STOPPED, MailingState.STOPPED)


async def test_who_opts_out_before_their_other_turn_has_none(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    done(carrier, number, Verb.STOP)
    await carrier.tick()
    monkeypatch.setattr(mailings, "PORTION", 8)

    again(carrier, number, Standing.STOPPED)
    assert refused(carrier, 5030) == 0  # nothing of it waits for them
    await carrier.tick()

    assert carrier.standings(number) == {Standing.OPTED_OUT: 1, Standing.NOT_YET: 34}


async def test_sent_again_to_nobody(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry()
    await carrier.tick(passes=3.0)

    assert again(carrier, number, Standing.FAILED) == 0
    await carrier.tick()

    assert stage(carrier, number) is Stage.DONE


async def test_not_paused_while_some_arrive(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.troubled = set(CROWD)
    carrier.carry(34)

    await carrier.tick(passes=3.0)

    assert stage(carrier, number) is Stage.SENDING
    assert carrier.standings(number) == {Standing.DELIVERED: 5, Standing.FAILED: 29, Standing.NOT_YET: 1}


async def test_paused_by_itself_only_once(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.troubled = {*CROWD, 1001, 1002, 2001, 2002, 2003}
    assert carrier.carry(20) == 20

    await carrier.tick(passes=3.0)
    assert (stage(carrier, number), carrier.carry()) == (Stage.PAUSED, 0)
    carrier.troubled = set()
    assert told(carrier)[-1] == "I have paused your announcement: 20 messages, and none of them arrived."
    done(carrier, number, Verb.RESUME)
    await carrier.tick(passes=3.0)

    assert (stage(carrier, number), carrier.carry()) == (Stage.SENDING, 15)
