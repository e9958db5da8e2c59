"""What has gone out is corrected, and recalled."""

from domain.announcements.announcements import Content, MailingState, Purpose, Stage, Standing, Verb
from tests.scheduler.announcements.runner.run import (
    CROWD,
    FROM,
    corrected,
    done,
    scheduled,
    stage,
    state,
    told,
    words_in,
)
from tests.stage.carrier import Carrier


async def test_corrected_on_its_way(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry(10)
    flying = carrier.take(5)

    corrected(carrier, number)
    await carrier.tick()
    assert carrier.carry() == 0  # what is under way has the old words; it must be on the list
    carrier.land(flying)
    await carrier.tick(passes=1.0)
    carrier.carry()
    await carrier.tick(passes=3.0)

    assert carrier.standings(number) == {Standing.DELIVERED: 35}
    assert words_in(carrier) == [f"{FROM}Come on <b>Friday</b>."]
    assert [len(carrier.chats[chat_id]) for chat_id in CROWD] == [1] * 30
    assert (stage(carrier, number), state(carrier, number, Purpose.CORRECT)) == (Stage.DONE, MailingState.DONE)
    assert told(carrier)[1:] == [
        "The corrected words stand in 15 of 15 chats.",
        "✅ Your announcement is out: 35 people on the list.",
    ]


async def test_corrected_before_anybody_has_it(carrier: Carrier) -> None:
    number = scheduled(carrier)
    assert carrier.step(number) == "begin"
    corrected(carrier, number)

    await carrier.tick()
    assert carrier.carry() == 35

    assert words_in(carrier) == [f"{FROM}Come on <b>Friday</b>."]
    assert state(carrier, number, Purpose.CORRECT) is MailingState.DONE


async def test_corrected_while_it_is_paused(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry(10)
    done(carrier, number, Verb.PAUSE)
    corrected(carrier, number)

    await carrier.tick()
    assert carrier.carry() == 10  # the corrections alone
    await carrier.tick(passes=3.0)

    assert (stage(carrier, number), words_in(carrier)) == (Stage.PAUSED, [f"{FROM}Come on <b>Friday</b>."])
    assert carrier.standings(number) == {Standing.DELIVERED: 10, Standing.NOT_YET: 25}


async def test_list_with_groups_is_one_of_chats(carrier: Carrier) -> None:
    """M5: a group is not one of so many people."""
    scheduled(carrier, to_groups=True)
    await carrier.tick()
    carrier.carry()
    await carrier.tick(passes=3.0)
    assert "✅ Your announcement is out. On the list: 35 chats, of people and of groups." in told(carrier)


async def test_corrected_twice(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry()
    await carrier.tick(passes=3.0)
    corrected(carrier, number)
    await carrier.tick()
    carrier.carry(12)
    corrected(carrier, number, Content({"en": "Come on Saturday."}))

    await carrier.tick()
    carrier.carry()
    await carrier.tick(passes=3.0)

    assert (words_in(carrier), stage(carrier, number)) == ([f"{FROM}Come on Saturday."], Stage.DONE)
    assert carrier.standings(number) == {Standing.DELIVERED: 35}


async def test_recalled_on_its_way(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry(10)
    flying = carrier.take(2)

    done(carrier, number, Verb.RECALL)
    await carrier.tick()
    carrier.land(flying)
    await carrier.tick(passes=1.0)
    assert carrier.carry() == 12
    await carrier.tick(passes=3.0)

    assert (stage(carrier, number), words_in(carrier)) == (Stage.RECALLED, [])
    assert carrier.standings(number) == {Standing.DELIVERED: 12, Standing.STOPPED: 23}
    assert told(carrier) == ["<b>Taken back</b>", "Your announcement is gone from 12 of 12 chats."]


async def test_recalled_while_it_is_corrected(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry()
    corrected(carrier, number)
    await carrier.tick()
    carrier.carry(5)

    done(carrier, number, Verb.RECALL)
    await carrier.tick()
    carrier.carry()
    await carrier.tick(passes=3.0)

    assert (words_in(carrier), carrier.carry()) == ([], 0)
    assert state(carrier, number, Purpose.CORRECT) is MailingState.STOPPED


async def test_recalled_when_it_is_too_late_to_delete(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry()
    await carrier.tick(passes=3.0)

    await carrier.tick(passes=48 * 3_600.0)
    done(carrier, number, Verb.RECALL)
    await carrier.tick()
    carrier.carry()
    await carrier.tick(passes=3.0)

    assert words_in(carrier) == ["This announcement has been recalled."]
    assert (stage(carrier, number), state(carrier, number, Purpose.CORRECT)) == (Stage.RECALLED, MailingState.DONE)


async def test_recalled_where_some_cannot_be_deleted(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry()
    corrected(carrier, number)
    await carrier.tick(passes=3.0)
    carrier.carry()
    await carrier.tick(passes=3.0)
    carrier.keeping, carrier.away = {5001, 5002, 5003}, {5003, 5004}

    done(carrier, number, Verb.RECALL)
    await carrier.tick()
    assert carrier.carry() == 35
    carrier.away = {5004}
    await carrier.tick(passes=3.0)
    assert carrier.carry() == 2  # 5003 had stopped the bot: that says nothing of what can be deleted
    await carrier.tick(passes=3.0)
    await carrier.tick(passes=3.0)

    assert words_in(carrier, {5001, 5002}) == ["This announcement has been recalled."]
    assert [chat_id for chat_id in CROWD if carrier.chats[chat_id]] == [5001, 5002, 5003, 5004]
    assert carrier.standings(number) == {Standing.DELIVERED: 35}
    assert told(carrier)[-1] == "Your announcement is gone from 33 of 35 chats."
    assert carrier.carry() == 0


async def test_recalled_where_nothing_can_be_done(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry()
    await carrier.tick(passes=3.0)
    carrier.keeping = {5001}
    done(carrier, number, Verb.RECALL)
    await carrier.tick()
    carrier.carry()
    await carrier.tick(passes=3.0)

    carrier.troubled = {5001}
    assert carrier.carry() == 1
    await carrier.tick(passes=3.0)
    await carrier.tick(passes=3.0)

    assert told(carrier)[-1] == "Your announcement is gone from 34 of 35 chats."
    assert carrier.carry() == 0
