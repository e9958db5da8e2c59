"""The clock of announcements: however it is interrupted, what is meant happens once, and the ledger adds up."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import pytest
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from bot.house import House
from domain.affiliations.reminders import QuietHours
from domain.announcements.announcements import Content, MailingState, Purpose, Stage, Standing, Verb
from domain.announcements.audiences import AtBuildings, Audience
from domain.announcements.topics import Topic
from domain.people.deeds import By, Deed
from scheduler.announcements import runner as clock
from storage.announcements import announcements, errands, ledgers, mailings, topics
from storage.announcements.announcements import AnnouncementRow
from storage.people import people
from storage.tables.announcements import announcements as table
from storage.tables.messages import outbox
from storage.unit_of_work import Store
from tests.stage.carrier import Carrier
from tests.stage.clockwork import BEGINS, CHEN, ZHOU, ZONE, settle, unit_id

NewStore = Callable[[], Store]

NOW: Final = BEGINS.timestamp()
HOUSE: Final = House(language="en", zone=ZONE, quiet_hours=None)
COMPOSER: Final = By(CHEN, "organiser")
SECOND: Final = By(ZHOU, "organiser")
CROWD: Final = range(5001, 5031)
"""Thirty more people, apart from the five that the city has."""

WORDS: Final = Content({"en": "Come on <b>Thursday</b>.", "zh_Hans": "周四见。"})
OTHER_WORDS: Final = Content({"en": "Come on <b>Friday</b>.", "zh_Hans": "周五见。"})


@pytest.fixture
def carrier(new_store: NewStore) -> Carrier:
    store = new_store()
    settle(store)
    with store.unit_of_work() as unit:
        people.welcome(unit, CROWD, NOW, dict.fromkeys(CROWD, "en"))
        unit.commit()
    return Carrier(new_store, HOUSE, NOW)


def composed(carrier: Carrier, content: Content = WORDS, **fields: Any) -> AnnouncementRow:
    """Write a draft to everybody, in the name of the subdistrict."""
    with carrier.store.unit_of_work() as unit:
        row = announcements.draft(unit, unit_id(unit, "310106011"), Audience("/"), Deed(By(CHEN), carrier.now))
        row = announcements.change(unit, row.id, CHEN, content=content, **fields)
        unit.commit()
    return row


def scheduled(carrier: Carrier, content: Content = WORDS, **fields: Any) -> int:
    row = composed(carrier, content, **fields)
    done(carrier, row.id, Verb.SUBMIT)
    done(carrier, row.id, Verb.APPROVE, SECOND)
    return row.id


def done(carrier: Carrier, number: int, verb: Verb, by: By = COMPOSER) -> AnnouncementRow:
    with carrier.store.unit_of_work() as unit:
        row = announcements.do(unit, number, verb, Deed(by, carrier.now))
        unit.commit()
    return row


def corrected(carrier: Carrier, number: int, content: Content = OTHER_WORDS) -> None:
    with carrier.store.unit_of_work() as unit:
        proposed = announcements.propose(unit, number, content, Deed(COMPOSER, carrier.now))
        announcements.approve_proposed(unit, number, Deed(SECOND, carrier.now), version=proposed.version)
        unit.commit()


def again(carrier: Carrier, number: int, *standings: Standing) -> int:
    with carrier.store.unit_of_work() as unit:
        announcements.do(unit, number, Verb.AGAIN, Deed(COMPOSER, carrier.now))
        sending = mailings.of(unit, number)
        assert sending is not None
        count = mailings.again(unit, sending.id, standings, carrier.now)
        unit.commit()
    return count


def refused(carrier: Carrier, chat_id: int, topic: Topic = Topic.NOTICES) -> int:
    with carrier.store.unit_of_work() as unit:
        count = topics.refuse(unit, chat_id, topic, carrier.now)
        unit.commit()
    return count


def stage(carrier: Carrier, number: int) -> Stage:
    with carrier.store.unit_of_work() as unit:
        row = announcements.find(unit, number)
    assert row is not None
    return row.stage


def state(carrier: Carrier, number: int, purpose: Purpose = Purpose.SEND) -> MailingState | None:
    with carrier.store.unit_of_work() as unit:
        mailing = mailings.of(unit, number, purpose)
    return mailing.state if mailing else None


FROM: Final = "<b>静安寺街道:</b> "
"""Who says it stands before the words."""


def words_in(carrier: Carrier, chats: Any = CROWD) -> list[str]:
    """Return what these chats show, each kind once, in order."""
    return sorted({html for chat_id in chats for html in carrier.chats[chat_id].values()})


def told(carrier: Carrier, chat_id: int = CHEN) -> list[str]:
    """Return the first lines of what this person was told, redrawn messages each time."""
    carrier.speak()
    return [text.html.splitlines()[0] for chat, text in carrier.replies if chat == chat_id]


# ---------------------------------------------------------------- from beginning to end


async def test_what_is_due_is_sent_to_everybody_once(carrier: Carrier) -> None:
    number = scheduled(carrier)

    await carrier.tick()
    assert (stage(carrier, number), carrier.standings(number)) == (Stage.SENDING, {Standing.NOT_YET: 35})
    carrier.speak()
    assert carrier.carry() == 35
    await carrier.tick(passes=3.0)

    assert (stage(carrier, number), state(carrier, number)) == (Stage.DONE, MailingState.DONE)
    assert carrier.standings(number) == {Standing.DELIVERED: 35}
    assert [len(carrier.chats[chat_id]) for chat_id in CROWD] == [1] * 30
    assert words_in(carrier) == [f"{FROM}Come on <b>Thursday</b>."]
    assert told(carrier) == [
        "<b>On its way</b>",
        "✅ Your announcement is out: 35 people on the list.",
        "<b>All sent</b>",
    ]


async def test_nothing_begins_before_its_time(carrier: Carrier) -> None:
    number = scheduled(carrier, starts_at=NOW + 600.0)

    await carrier.tick(passes=599.0)
    assert (stage(carrier, number), carrier.carry()) == (Stage.SCHEDULED, 0)
    await carrier.tick(passes=1.0)

    assert (stage(carrier, number), carrier.carry()) == (Stage.SENDING, 35)


async def test_nothing_is_on(carrier: Carrier) -> None:
    composed(carrier)

    await carrier.tick(passes=600.0)

    with carrier.store.unit_of_work() as unit:
        assert unit.connection.execute(select(outbox)).all() == []
        assert errands.to_look_at(unit, carrier.now) == []


async def test_audience_that_has_emptied(carrier: Carrier) -> None:
    number = scheduled(carrier, audience=Audience("/1/", (AtBuildings(frozenset({1})),)))

    await carrier.tick()

    assert (stage(carrier, number), state(carrier, number)) == (Stage.DRAFT, MailingState.DONE)
    assert [line.split(",")[0] for line in told(carrier)] == ["Your announcement was about to leave"]


async def test_audience_that_has_grown_too_large_goes_back(carrier: Carrier) -> None:
    row = composed(carrier)
    done(carrier, row.id, Verb.SCHEDULE)

    await carrier.tick()

    assert (stage(carrier, row.id), state(carrier, row.id)) == (Stage.DRAFT, None)
    (said,) = told(carrier)
    assert said == (
        "Your announcement was about to leave. It would go to 35 people by now, and a second organiser has to approve"
        " that first. It is a draft again."
    )


async def test_whoever_wants_none_of_the_topic_is_on_the_list_and_gets_nothing(carrier: Carrier) -> None:
    refused(carrier, 5001)
    number = scheduled(carrier)

    await carrier.tick()
    assert refused(carrier, 5002) == 1
    assert carrier.carry() == 33

    assert carrier.standings(number) == {Standing.OPTED_OUT: 2, Standing.DELIVERED: 33}
    assert (carrier.chats[5001], carrier.chats[5002]) == ({}, {})


async def test_what_is_obligatory_comes_all_the_same(carrier: Carrier) -> None:
    refused(carrier, 5001)
    number = scheduled(carrier, obligatory=True)

    await carrier.tick()
    assert refused(carrier, 5002) == 0
    assert carrier.carry() == 35

    assert carrier.standings(number) == {Standing.DELIVERED: 35}


# ---------------------------------------------------------------- paused, stopped, sent again


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


# ---------------------------------------------------------------- corrected, recalled


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


# ---------------------------------------------------------------- killed, and several at once


async def test_killed_between_any_two_steps(carrier: Carrier) -> None:
    """Play the whole of a life, each step by another process, and each half of it on another store."""
    number, taken = scheduled(carrier), list[str]()

    def live() -> None:
        for _ in range(50):
            carrier.die()
            if not (step := carrier.step(number)):
                break
            taken.append(step)

    live()
    carrier.carry(10)
    corrected(carrier, number)
    live()
    carrier.carry(15)
    done(carrier, number, Verb.PAUSE)
    carrier.now += 3.0
    live()
    done(carrier, number, Verb.RESUME)
    live()
    carrier.carry()
    carrier.now += 3.0
    live()
    done(carrier, number, Verb.RECALL)
    live()
    carrier.carry()
    carrier.now += 3.0
    live()

    assert taken == [
        *("begin", "freeze", "draw"),
        *("hold", "correct", "freeze", "release", "draw"),
        *("end", "draw", "draw", "finish", "draw"),
        *("recall", "freeze", "draw", "end", "draw"),
    ]
    assert (stage(carrier, number), words_in(carrier)) == (Stage.RECALLED, [])
    assert carrier.standings(number) == {Standing.DELIVERED: 35}


async def test_killed_while_messages_are_under_way(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry(10)
    assert len(carrier.take(4)) == 4

    carrier.die()
    await carrier.tick(passes=3.0)
    carrier.carry()
    await carrier.tick(passes=3.0)

    assert carrier.standings(number) == {Standing.DELIVERED: 31, Standing.UNKNOWN: 4}
    assert [len(carrier.chats[chat_id]) for chat_id in CROWD].count(0) <= 4


async def test_two_clocks_on_one_database(carrier: Carrier, new_store: NewStore) -> None:
    number = scheduled(carrier)
    other = Carrier(new_store, HOUSE, NOW, chats=carrier.chats)

    for _ in range(3):
        await asyncio.gather(carrier.tick(passes=3.0), other.tick(passes=3.0))
        carrier.carry()

    assert (stage(carrier, number), carrier.standings(number)) == (Stage.DONE, {Standing.DELIVERED: 35})
    assert [len(carrier.chats[chat_id]) for chat_id in CROWD] == [1] * 30


async def test_step_of_what_was_changed_meanwhile(carrier: Carrier) -> None:
    number = scheduled(carrier)
    with carrier.store.unit_of_work() as unit:
        view = clock.look(unit, number, HOUSE, NOW)
    done(carrier, number, Verb.RETURN)
    assert view is not None

    with carrier.store.unit_of_work() as unit:
        assert clock.act(unit, view, HOUSE, NOW, carrier.rounds) is None

    assert stage(carrier, number) is Stage.DRAFT


async def test_one_that_raises_holds_up_no_other(carrier: Carrier) -> None:
    ill, well = scheduled(carrier), scheduled(carrier)
    with carrier.store.unit_of_work() as unit:
        unit.connection.execute(update(table).where(table.c.id == ill).values(content=b"sealed with another key"))
        unit.commit()

    with capture_logs() as logs:
        await carrier.tick()

    assert stage(carrier, well) is Stage.SENDING
    assert [(line["event"], line["announcement"], line["trouble"]) for line in logs] == [
        ("announcement_raised", ill, "UnsealableError")
    ]
    with carrier.store.unit_of_work() as unit:
        assert ill not in errands.to_look_at(unit, carrier.now)


# ---------------------------------------------------------------- progress


async def test_progress_that_still_waits_is_replaced(carrier: Carrier) -> None:
    scheduled(carrier)
    for _ in range(5):
        await carrier.tick(passes=3.0)
        carrier.carry(3)

    carrier.speak()

    (said,) = [text.html for chat, text in carrier.replies if chat == CHEN]
    assert said.splitlines() == [
        "<b>On its way</b>",
        "“Come on Thursday.”",
        "▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱ 34% · 12 of 35",
        "1 a second · about 26 seconds left",
        "Delivered: 12 · Not yet: 23",
    ]


async def test_progress_is_redrawn_in_place(carrier: Carrier) -> None:
    scheduled(carrier)
    for _ in range(4):
        await carrier.tick(passes=3.0)
        carrier.speak()
        carrier.carry(3)

    drawn = [text.replaces for chat, text in carrier.replies if chat == CHEN]
    assert (len(drawn), drawn[0], len(set(drawn[1:]))) == (4, 0, 1)


async def test_progress_of_what_is_sent_again_is_a_new_message(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.speak()
    carrier.carry(5)
    done(carrier, number, Verb.STOP)
    await carrier.tick(passes=3.0)
    carrier.speak()
    (first,) = {text.replaces for chat, text in carrier.replies if chat == CHEN} - {0}

    again(carrier, number, Standing.STOPPED)
    for _ in range(2):
        await carrier.tick(passes=3.0)
        carrier.speak()
        carrier.carry(5)

    drawn = [(text.html.splitlines()[0], text.replaces) for chat, text in carrier.replies if chat == CHEN]
    assert [(title, replaces == first) for title, replaces in drawn] == [
        ("<b>On its way</b>", False),
        ("<b>Stopped</b>", True),
        ("<b>On its way</b>", False),
        ("<b>On its way</b>", False),
    ]
    assert [bool(replaces) for _, replaces in drawn] == [False, True, False, True]


async def test_progress_of_few_who_have_it_at_once_comes_before_the_end(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.troubled = {5001}
    carrier.carry()
    await carrier.tick(passes=3.0)
    carrier.troubled = set()
    seen = len(told(carrier))

    again(carrier, number, Standing.FAILED)
    carrier.carry()
    await carrier.tick(passes=3.0)
    await carrier.tick(passes=3.0)

    assert told(carrier)[seen:] == ["<b>All sent</b>", "✅ Your announcement is out: 35 people on the list."]


async def test_progress_that_is_under_way_is_drawn_to_its_end(carrier: Carrier) -> None:
    number = scheduled(carrier)
    await carrier.tick()
    carrier.carry()
    flying = carrier.take_words()
    await carrier.tick(passes=3.0)
    assert stage(carrier, number) is Stage.DONE

    carrier.land(flying)
    await carrier.tick(passes=1.0)

    assert told(carrier)[-1] == "<b>All sent</b>"


async def test_progress_of_what_stands_still_is_drawn_once(carrier: Carrier) -> None:
    scheduled(carrier)
    for _ in range(5):
        await carrier.tick(passes=60.0)
        carrier.speak()

    assert told(carrier) == ["<b>On its way</b>"]


async def test_progress_at_night(carrier: Carrier) -> None:
    carrier.house = House(language="en", zone=ZONE, quiet_hours=QuietHours())
    scheduled(carrier, starts_at=NOW + 13 * 3_600.0)

    await carrier.tick(passes=13 * 3_600.0)
    carrier.speak()

    ((_, text),) = carrier.replies
    assert text.html.splitlines()[3] == "Nobody is disturbed at night; it goes on at 7:30."


async def test_composer_who_has_stopped_the_bot(carrier: Carrier) -> None:
    number = scheduled(carrier)
    carrier.away = {CHEN}
    for _ in range(4):
        await carrier.tick(passes=3.0)
        carrier.speak()
        carrier.carry(9)

    assert carrier.standings(number) == {Standing.DELIVERED: 34, Standing.BLOCKED: 1}
    with carrier.store.unit_of_work() as unit:
        key = outbox.c.dedupe.startswith("progress:")
        assert unit.connection.scalar(select(func.count()).where(key)) == 1


# ---------------------------------------------------------------- the whole of it


async def test_whole_life_of_an_announcement(carrier: Carrier) -> None:
    """Scheduled, started, paused, the process dies, resumed, corrected, one opts out, one has stopped the bot."""
    number = scheduled(carrier, starts_at=NOW + 600.0)
    carrier.away = {5003}
    await carrier.tick(passes=600.0)
    assert carrier.standings(number) == {Standing.NOT_YET: 35}
    carrier.carry(12)
    assert carrier.standings(number) == {Standing.DELIVERED: 11, Standing.BLOCKED: 1, Standing.NOT_YET: 23}

    done(carrier, number, Verb.PAUSE)
    await carrier.tick(passes=30.0)
    carrier.die()
    await carrier.tick(passes=3.0)
    assert carrier.carry() == 0
    assert refused(carrier, 5030) == 1
    counted = {Standing.DELIVERED: 11, Standing.BLOCKED: 1, Standing.OPTED_OUT: 1, Standing.NOT_YET: 22}
    assert carrier.standings(number) == counted

    done(carrier, number, Verb.RESUME)
    await carrier.tick(passes=3.0)
    corrected(carrier, number)
    await carrier.tick()
    assert carrier.standings(number) == counted
    carrier.carry()
    await carrier.tick(passes=3.0)

    assert stage(carrier, number) is Stage.DONE
    assert carrier.standings(number) == {Standing.DELIVERED: 33, Standing.BLOCKED: 1, Standing.OPTED_OUT: 1}
    assert words_in(carrier) == [f"{FROM}Come on <b>Friday</b>."]
    assert (carrier.chats[5003], carrier.chats[5030]) == ({}, {})
    with carrier.store.unit_of_work() as unit:
        why = {chat_id: ledgers.standing_of(unit, number, chat_id) for chat_id in (5001, 5003, 5030, 9999)}
    assert {chat_id: one.standing if one else None for chat_id, one in why.items()} == {
        5001: Standing.DELIVERED,
        5003: Standing.BLOCKED,
        5030: Standing.OPTED_OUT,
        9999: None,
    }
