"""The turn: every update takes effect once, in order, and a step that raises is undone alone."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, update
from sqlalchemy.exc import IntegrityError

from bot import codec, memory
from bot.chat import (
    AskedInGroup,
    Blocked,
    Commanded,
    Edited,
    Reply,
    Said,
    SharedPlace,
    Started,
    Tapped,
    Text,
    Unblocked,
)
from bot.failing import apology, reference_of
from bot.flows.finding.steps import FoundNothing
from bot.flows.menu import AtMore, ChoosingLanguage
from bot.flows.points import NearestList, PointCard
from bot.flows.step import AtMenu
from bot.memory import MOST_EARLIER, Flood, Memory
from bot.texts import words
from bot.turn import DOUBLE_TAP_S, FLOOD, Taken
from storage.lock_order import BusyError
from storage.messages import failed_updates
from storage.people import people
from storage.people.people import Person
from storage.sealed import new_key
from storage.tables import places as place_tables
from storage.tables.messages import outbox as outbox_table
from storage.unit_of_work import Store
from tests.stage.talk import BOT, NOON, WANG, Talk, button, buttons, furnish, html, said

ZH, EN = words("zh_Hans"), words("en")
HELLO = "Hello. This is Waystation, for members working away from home."
OUTDATED = Text(ZH("This button is out of date. This is where we are now:"))
LOST = Text(ZH("I am sorry, I have lost track of where we were. Let us start from the menu."))
SLOWLY = Text(ZH("You write faster than I can answer. Nothing is lost: I answer one thing after the other."))


@pytest.fixture
def talk(store: Store) -> Talk:
    """Give Wang's chat on an empty city, SQLite and PostgreSQL in turn."""
    return Talk(store)


@pytest.fixture
def city_talk(store: Store) -> Talk:
    furnish(store)
    return Talk(store)


@pytest.fixture
def plain_talk(sqlite_store: Store) -> Talk:
    """Give Wang's chat on SQLite alone, for what has nothing to do with the database."""
    furnish(sqlite_store)
    return Talk(sqlite_store)


# ---------------------------------------------------------------- once, and in order

MENU = ["📍 找服务点", "我的挂靠", "组织生活", "我的活动", "按区浏览", "更多"]


def test_update_repeated_in_the_same_batch(talk: Talk) -> None:
    arrival = talk.arrival(Started())
    assert talk.takes(arrival, arrival) == Taken(1, 1)
    assert len(said(talk.store)) == 1


def test_update_repeated_in_a_later_batch(talk: Talk, new_store: Callable[[], Store]) -> None:
    first, second = talk.arrival(Started()), talk.arrival(Started())
    assert talk.takes(first) == Taken(1, 0)
    assert talk.takes(second, first) == Taken(1, 1)
    assert len(said(new_store())) == 2


def test_same_update_of_two_bots(talk: Talk) -> None:
    arrival = talk.arrival(Started())
    talk.takes(arrival)
    talk.house = replace(talk.house, bot_id=78)
    assert talk.takes(arrival) == Taken(1, 0)


def test_same_updates_taken_by_two_threads_at_once(new_store: Callable[[], Store], talk: Talk) -> None:
    arrivals = [talk.arrival(Said(f"{number}")) for number in range(20)]
    talks = [Talk(new_store(), talk.house), Talk(new_store(), talk.house)]

    def taken(one: Talk) -> int:
        played = 0
        for arrival in arrivals:
            try:
                played += one.takes(arrival).played
            except IntegrityError:  # the other was first: nothing of this batch has happened
                continue
        return played

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(taken, talks)) == 20
    assert len(said(talk.store)) == 20


def test_chats_taken_by_two_threads_at_once(new_store: Callable[[], Store], talk: Talk) -> None:
    strangers = list(range(2000, 2010))

    def taken(offset: int) -> int:
        store = new_store()
        one = Talk(store, talk.house, updates=offset)
        batch = [
            replace(one.arrival(Started()), chat_id=chat) for chat in (strangers if offset else reversed(strangers))
        ]
        try:
            return one.takes(*batch).played
        except IntegrityError:  # both met the same stranger; whoever polls takes the batch again
            return one.takes(*batch).played

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(taken, [0, 100])) == 20
    assert len(said(talk.store)) == 20


def test_three_quick_messages_are_three_turns_in_order(plain_talk: Talk) -> None:
    replies = plain_talk.does(Said("甲甲"), Said("乙乙"), Said("丙丙"))
    assert [_first_line(reply) for reply in replies] == [
        ZH("I could not find “{typed}”.", typed=one * 2) for one in "甲乙丙"
    ]
    assert plain_talk.remembered.screen == 3
    place = plain_talk.remembered.step
    assert isinstance(place, FoundNothing)
    assert place.typed == "丙丙"


def test_two_chats_in_one_batch_keep_their_own_order(talk: Talk) -> None:
    other = replace(talk.arrival(Commanded("help")), chat_id=1002)
    talk.takes(talk.arrival(Started()), other, talk.arrival(Commanded("language")))
    assert [chat for chat, _ in said(talk.store)] == [WANG, 1002, WANG]


def test_update_that_is_left_alone_is_remembered(talk: Talk) -> None:
    arrival = talk.arrival(None)
    assert (talk.takes(arrival), talk.takes(arrival)) == (Taken(1, 0), Taken(0, 1))
    assert (said(talk.store), talk.remembered) == ([], Memory())


def test_answer_to_a_press_is_of_no_use_after_two_hours(plain_talk: Talk) -> None:
    more = button(plain_talk.does(Started()), "更多")
    plain_talk.taps(more)
    with plain_talk.store.unit_of_work() as unit:
        times = unit.connection.execute(
            select(outbox_table.c.written_at, outbox_table.c.not_after).order_by(outbox_table.c.id)
        ).all()
    assert [until if until is None else until - at for at, until in times] == [None, 7200.0]


def test_nothing_at_all(talk: Talk) -> None:
    assert talk.takes() == Taken(0, 0)


def test_what_is_said_is_read_back_through_another_connection(talk: Talk, new_store: Callable[[], Store]) -> None:
    replies = talk.does(Started())
    assert said(new_store()) == [(WANG, replies[0])]


# ---------------------------------------------------------------- buttons


def test_button_carries_the_turn_that_showed_it(plain_talk: Talk) -> None:
    plain_talk.does(Started())
    assert [one.data for one in buttons(plain_talk.does(Started()))] == [
        "menu.2.where",
        "=my_affiliation.",
        "=activity.",
        "=my_activities.",
        "menu.2.browse",
        "menu.2.more",
    ]


def test_button_of_an_earlier_screen_works_after_typed_words(plain_talk: Talk) -> None:
    list_of_points = plain_talk.does(SharedPlace(31.2235, 121.4454))
    plain_talk.does(Said("甲甲"))
    plain_talk.taps(button(list_of_points, "1"))
    assert isinstance(plain_talk.remembered.step, PointCard)


def test_button_of_a_menu_works_at_any_age(plain_talk: Talk) -> None:
    more = button(plain_talk.does(Started()), "更多")
    for number in range(MOST_EARLIER + 2):
        plain_talk.does(Said(f"甲甲{number}"))
    plain_talk.taps(more)
    assert plain_talk.remembered.step == AtMore()


def test_button_to_the_menu_works_at_any_age(plain_talk: Talk) -> None:
    menu = button(plain_talk.does(SharedPlace(31.2235, 121.4454)), "菜单")
    for number in range(MOST_EARLIER + 2):
        plain_talk.does(Said(f"甲甲{number}"))
    plain_talk.taps(menu)
    assert plain_talk.remembered.step == AtMenu()


def test_button_of_a_screen_that_is_forgotten_is_out_of_date(plain_talk: Talk) -> None:
    old = button(plain_talk.does(SharedPlace(31.2235, 121.4454)), "1")
    for number in range(MOST_EARLIER + 1):
        current = plain_talk.does(Said(f"甲甲{number}"))
    outdated, screen = plain_talk.taps(old)
    assert outdated == OUTDATED
    assert (html(screen), _labels([screen])) == (html(current[0]), _labels(current))


def test_earlier_button_that_leads_nowhere_shows_how_it_stands_now(plain_talk: Talk) -> None:
    (first,) = plain_talk.does(SharedPlace(31.2235, 121.4454))
    plain_talk.does(Said("甲甲"))
    said, again = plain_talk.does(Tapped(button([first], "1").data.rpartition(".")[0] + ".nothing", 1))
    assert said == Text(ZH("That is no longer possible. This is how it stands now:"))
    assert html(again) == html(first)


def test_earlier_button_that_only_says_something_leaves_the_form_where_it_is(plain_talk: Talk) -> None:
    plain_talk.does(Started("p_JA-2"))
    card = plain_talk.does(Said("久光"))
    mine, affiliate = button(card, "设为我的服务点"), button(card, "在这里挂靠")
    plain_talk.taps(affiliate)
    at = plain_talk.remembered.step
    plain_talk.taps(mine)
    assert plain_talk.remembered.step == at


def test_nothing_of_earlier_screens_is_left_once_everything_is_forgotten(plain_talk: Talk) -> None:
    plain_talk.does(Said("嘉兴"))
    privacy = plain_talk.does(Commanded("privacy"))
    first = plain_talk.taps(next(one for one in buttons(privacy) if one.data.endswith(".forget")))
    second = plain_talk.taps(next(one for one in buttons(first) if one.data.endswith(".forget")))
    plain_talk.does(Said("甲甲"))
    plain_talk.taps(next(one for one in buttons(second) if one.data.endswith(".forget")))
    assert (plain_talk.remembered.step, plain_talk.remembered.earlier) == (AtMenu(), ())
    assert plain_talk.remembered.kept is None


def test_button_pressed_twice_is_pressed_once(plain_talk: Talk) -> None:
    more = button(plain_talk.does(Started()), "更多")
    assert len(plain_talk.does(Tapped(more.data, 500), Tapped(more.data, 500))) == 1
    assert plain_talk.remembered.step == AtMore()


def test_button_pressed_again_works_where_the_clock_has_gone_back(plain_talk: Talk) -> None:
    more = button(plain_talk.does(Started()), "更多")
    plain_talk.taps(more)
    plain_talk.now -= timedelta(hours=1)
    assert plain_talk.taps(more) != []


def test_button_pressed_again_after_a_while_works_again(plain_talk: Talk) -> None:
    more = button(plain_talk.does(Started()), "更多")
    first = plain_talk.taps(more)
    plain_talk.waits(seconds=DOUBLE_TAP_S)
    assert _labels(plain_talk.taps(more)) == _labels(first)


@pytest.mark.parametrize(
    "data", ["", ".", "m", "m.1", "m..", "m.-1.more", "m.1A.more", "x.1.more", "m.1\u202e.more", "🙂"]
)
def test_forged_button_changes_nothing(plain_talk: Talk, data: str) -> None:
    plain_talk.does(Started())
    assert plain_talk.does(Tapped(data, 1))[0] == OUTDATED
    assert plain_talk.remembered.step == AtMenu()


@pytest.mark.parametrize("choice", ["9" * 30, "²", "nothing", "\u0661", "-1", ""])
def test_current_button_with_a_forged_choice_stays_where_it_is(plain_talk: Talk, choice: str) -> None:
    plain_talk.does(SharedPlace(31.2235, 121.4454))
    first, _ = plain_talk.does(Tapped(f"n.1.{choice}", 1))
    assert first == Text(ZH("That is no longer possible here. This is where we are:"))


def test_current_button_with_a_point_that_is_not_there(plain_talk: Talk) -> None:
    plain_talk.does(SharedPlace(31.2235, 121.4454))
    (gone,) = plain_talk.does(Tapped("n.1.424242", 1))
    assert _first_line(gone) == ZH("This service point is no longer on the list. Please look for another one.")


# ---------------------------------------------------------------- what is remembered


def test_step_that_is_gone_is_met_with_an_apology_and_the_menu(talk: Talk) -> None:
    talk.remembers(_state("ChoosingHat", 1, "{}"))
    apologised, menu = talk.does(Tapped("h.1.red", 1))[0], talk.does(Started())[0]
    assert apologised == LOST
    assert talk.remembered.step == AtMenu()
    assert [one.label for one in buttons([menu])] == [
        "📍 找服务点",
        "我的挂靠",
        "组织生活",
        "我的活动",
        "按区浏览",
        "更多",
    ]


def test_step_of_another_version_is_met_with_an_apology_and_the_menu(plain_talk: Talk) -> None:
    plain_talk.remembers(_state("NearestList", 99, '{"origin": {}}'))
    replies = plain_talk.does(Tapped("n.1.next", 1))
    assert replies[:2] == [LOST, OUTDATED]
    assert [one.label for one in buttons(replies)] == [
        "📍 找服务点",
        "我的挂靠",
        "组织生活",
        "我的活动",
        "按区浏览",
        "更多",
    ]
    assert not plain_talk.remembered.lost


def test_step_whose_fields_do_not_fit_is_met_with_an_apology(plain_talk: Talk) -> None:
    plain_talk.remembers(_state("UnitList", 1, '{"unit_id": "seven"}'))
    assert plain_talk.does(Started())[0] == LOST


# ---------------------------------------------------------------- a step that raises


def test_step_that_raises_is_undone_alone(city_talk: Talk, new_store: Callable[[], Store]) -> None:
    _break_point(city_talk.store)
    broken = city_talk.arrival(Started("p_JA-3"))
    before, after = city_talk.arrival(Started()), city_talk.arrival(Commanded("language"))
    other = replace(city_talk.arrival(Started()), chat_id=1002)
    reference = reference_of(BOT, broken.update_id)
    assert city_talk.takes(before, broken, other, after) == Taken(4, 0, (reference,))
    store = new_store()
    assert [chat for chat, _ in said(store)] == [WANG, WANG, 1002, WANG]
    assert said(store)[1] == (WANG, apology(reference, ZH))
    assert Talk(store).remembered.step == ChoosingLanguage()


def test_step_that_raises_is_kept_with_its_traceback(city_talk: Talk) -> None:
    _break_point(city_talk.store)
    broken = city_talk.arrival(Started("p_JA-3"))
    city_talk.takes(broken)
    with city_talk.store.unit_of_work() as unit:
        (failure,) = failed_updates.waiting(unit)
    assert (failure.reference, failure.bot_id, failure.update_id, failure.chat_id) == (
        reference_of(BOT, 1),
        BOT,
        1,
        WANG,
    )
    assert codec.decode_arrival(failure.arrival) == broken
    assert failure.traceback.strip().splitlines()[-1] == "ValueError: 'castle' is not a valid Layer"


def test_step_that_raises_leaves_the_conversation_as_it_was(city_talk: Talk) -> None:
    city_talk.does(Said("甲甲"))
    before = city_talk.remembered
    _break_point(city_talk.store)
    city_talk.does(Started("p_JA-3"))
    assert city_talk.remembered == before


def test_step_that_raises_changes_nothing_of_the_person(city_talk: Talk) -> None:
    city_talk.does(Blocked())
    _break_point(city_talk.store)
    city_talk.does(Started("p_JA-3"))  # marks the person as reachable before it raises
    assert _person(city_talk).unreachable_since == NOON.timestamp()


def test_step_that_raises_is_not_played_again_when_it_is_repeated(city_talk: Talk) -> None:
    _break_point(city_talk.store)
    broken = city_talk.arrival(Started("p_JA-3"))
    assert [city_talk.takes(broken).played, city_talk.takes(broken).refused] == [1, 1]
    assert len(said(city_talk.store)) == 1


def test_apology_speaks_the_language_of_the_messenger(plain_talk: Talk) -> None:
    _break_point(plain_talk.store)
    plain_talk.language = "en-GB"
    assert plain_talk.does(Started("p_JA-3")) == [apology(reference_of(BOT, 1), EN)]


def test_state_that_is_no_json_is_a_failure_and_no_crash(plain_talk: Talk) -> None:
    plain_talk.remembers(b"\x00")
    assert plain_talk.takes(plain_talk.arrival(Said("甲甲"))).failed == (reference_of(BOT, 1),)


def test_conversation_sealed_with_another_key_fails_its_person_alone_and_stays(talk: Talk) -> None:
    other = new_key()
    stranger = Store(talk.store.url, other)
    Talk(stranger).does(Commanded("language"))
    first, elsewhere = talk.arrival(Said("甲甲")), replace(talk.arrival(Started()), chat_id=1002)
    first, elsewhere = (replace(one, update_id=one.update_id + 10) for one in (first, elsewhere))
    reference = reference_of(BOT, first.update_id)
    assert talk.takes(first, elsewhere) == Taken(2, 0, (reference,))
    with talk.store.unit_of_work() as unit:
        told = unit.connection.scalars(select(outbox_table.c.chat_id).order_by(outbox_table.c.id)).all()
    assert told == [WANG, WANG, 1002]
    with talk.store.unit_of_work() as unit:
        (failure,) = failed_updates.waiting(unit)
    assert failure.traceback.strip().splitlines()[-1].endswith("the conversation is sealed with another key")
    assert Talk(stranger).remembered.step == ChoosingLanguage()
    stranger.close()


def test_references_are_six_letters_and_digits() -> None:
    assert [reference_of(BOT, number) for number in (1, 2)] == ["7O425B", "FBMMYV"]


# ---------------------------------------------------------------- people


def test_person_who_comes_is_known_from_then_on(talk: Talk) -> None:
    talk.does(Started())
    with talk.store.unit_of_work() as unit:
        assert people.known(unit, [WANG]) == {WANG: Person(WANG, messenger_language="zh-hans")}


def test_group_is_answered_and_is_no_person(talk: Talk) -> None:
    arrival = replace(talk.arrival(AskedInGroup("start")), chat_id=-5001)
    talk.takes(arrival)
    ((chat, reply),) = said(talk.store)
    assert (chat, [one.url for one in buttons([reply])]) == (-5001, ["https://t.me/waystation_bot"])
    with talk.store.unit_of_work() as unit:
        assert people.everybody(unit) == []


def test_language_chosen_counts_for_the_next_update_of_the_batch(plain_talk: Talk) -> None:
    (question,) = plain_talk.does(Commanded("language"))
    chosen = plain_talk.does(Tapped(button([question], "English").data, 500), Started())
    assert [reply.replaces for reply in chosen if isinstance(reply, Text)] == [500, 0]
    assert [_first_line(reply) for reply in chosen] == [HELLO, HELLO]


def test_language_chosen_counts_more_than_the_messengers(plain_talk: Talk) -> None:
    plain_talk.does(Commanded("language"), Tapped("m.1.en", 500))
    assert (
        _first_line(plain_talk.does(Started())[0]) == "Hello. This is Waystation, for members working away from home."
    )


def test_messenger_in_an_unknown_language_gets_the_house_language(plain_talk: Talk) -> None:
    plain_talk.language = "fr"
    assert _first_line(plain_talk.does(Started())[0]) == "您好，这里是驿站，为在外工作的党员服务。"


@pytest.mark.parametrize("back", [Unblocked(), Started(), Said("甲甲")])
def test_person_who_blocked_and_came_back_is_reachable(talk: Talk, back: Started) -> None:
    talk.does(Started())
    assert talk.does(Blocked()) == []
    assert _person(talk).unreachable_since == NOON.timestamp()
    talk.does(back)
    assert _person(talk) == Person(WANG, messenger_language="zh-hans")


def test_person_who_blocks_twice_is_unreachable_since_the_second_time(plain_talk: Talk) -> None:
    plain_talk.does(Blocked())
    plain_talk.waits(hours=1)
    plain_talk.does(Blocked())
    assert _person(plain_talk).unreachable_since == plain_talk.now.timestamp()


# ---------------------------------------------------------------- floods


def test_flood_is_answered_whole_with_one_request_for_patience(plain_talk: Talk) -> None:
    most, _ = FLOOD
    replies = plain_talk.does(*[Commanded("weather")] * (most + 5))
    assert (len(replies), replies.index(SLOWLY), replies.count(SLOWLY)) == (most + 6, most, 1)


def test_flood_ends_where_the_clock_has_gone_back(plain_talk: Talk) -> None:
    plain_talk.does(*[Said("/")] * 5)
    plain_talk.now -= timedelta(hours=1)
    plain_talk.does(Said("/"))
    assert plain_talk.remembered.flood == Flood(plain_talk.now.timestamp(), 1)


def test_flood_ends_with_its_time(plain_talk: Talk) -> None:
    most, seconds = FLOOD
    plain_talk.does(*[Commanded("weather")] * (most + 1))
    plain_talk.waits(seconds=seconds)
    plain_talk.does(Commanded("weather"))
    assert plain_talk.remembered.flood == Flood(plain_talk.now.timestamp(), 1)


def test_so_many_updates_over_a_longer_time_are_no_flood(plain_talk: Talk) -> None:
    most, seconds = FLOOD
    replies = []
    for _ in range(most + 5):
        plain_talk.waits(seconds=seconds / most + 0.1)
        replies += plain_talk.does(Commanded("weather"))
    assert replies.count(SLOWLY) == 0


# ---------------------------------------------------------------- what is not written down


def test_shared_location_is_written_nowhere(plain_talk: Talk) -> None:
    plain_talk.does(SharedPlace(31.223579, 121.445813))
    plain_talk.does(SharedPlace(31.223579, 121.445813, "街心花园"))
    list_ = plain_talk.remembered.step
    assert isinstance(list_, NearestList)
    assert (list_.origin.latitude, list_.origin.longitude) == (None, None)
    dump = _dump(plain_talk.store)
    assert [said_so for said_so in ("31.2235", "31.224", "121.4458", "121.446") if said_so in dump] == []


def test_shared_location_of_a_step_that_raised_is_not_kept(plain_talk: Talk) -> None:
    _break_point(plain_talk.store)
    plain_talk.does(SharedPlace(31.223579, 121.445813))
    with plain_talk.store.unit_of_work() as unit:
        (failure,) = failed_updates.waiting(unit)
    assert codec.decode_arrival(failure.arrival).event is None
    assert [told for told in ("31.22", "121.44") if told in failure.traceback] == []


def test_what_a_person_typed_stands_nowhere_in_clear(plain_talk: Talk) -> None:
    plain_talk.does(Said("jia zhuang 秘密住址"), Edited("秘密住址"))
    url = make_url(plain_talk.store.url)
    plain_talk.store.close()
    raw = b"".join(file.read_bytes() for file in Path(str(url.database)).parent.glob("*.db*"))
    assert [told for told in ("秘密住址", "jia zhuang", "FoundNothing") if told.encode() in raw] == []


# ---------------------------------------------------------------- shorthand


def _first_line(reply: Reply) -> str:
    return html(reply).splitlines()[0]


def _labels(replies: Sequence[Reply]) -> list[str]:
    return [one.label for one in buttons(replies)]


def _state(step: str, version: int, place: str) -> bytes:
    head, _, _ = memory.write(Memory()).partition(b"\n")
    return json.dumps(json.loads(head) | {"at": step, "version": version}).encode() + b"\n" + place.encode()


def _break_point(store: Store) -> None:
    """Give every service point a layer that no version knows."""
    with store.unit_of_work() as unit:
        unit.connection.execute(update(place_tables.points).values(layer="castle"))
        unit.commit()


def _person(talk: Talk) -> Person:
    with talk.store.unit_of_work() as unit:
        return people.known(unit, [WANG])[WANG]


def _dump(store: Store) -> str:
    """Write the tables of people as SQL, sealed values as hexadecimal digits."""
    with sqlite3.connect(str(make_url(store.url).database)) as connection:
        dumped = "\n".join(line for line in connection.iterdump() if 'INTO "points"' not in line)
    connection.close()
    return dumped


def test_what_the_database_has_undone_is_nobodys_failure(plain_talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deadlock, say, or a lock that somebody else has: whoever runs the batch plays it again."""

    def busy(*_: object) -> None:
        raise BusyError("somebody else has it")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("bot.turn.memory.read", busy)
        with pytest.raises(BusyError):
            plain_talk.takes(plain_talk.arrival(Started(), update_id=9))
    assert plain_talk.takes(plain_talk.arrival(Started(), update_id=9)) == Taken(1, 0)
