"""An announcement goes out from beginning to end, and how far it is is told."""

from sqlalchemy import func, select

from bot.house import House
from domain.affiliations.reminders import QuietHours
from domain.announcements.announcements import MailingState, Stage, Standing, Verb
from domain.announcements.audiences import AtBuildings, Audience
from storage.announcements import errands, ledgers
from storage.tables.messages import outbox
from tests.scheduler.announcements.runner.run import (
    CROWD,
    FROM,
    NOW,
    again,
    composed,
    corrected,
    done,
    refused,
    scheduled,
    stage,
    state,
    told,
    words_in,
)
from tests.stage.carrier import Carrier
from tests.stage.clockwork import CHEN, ZONE


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
