"""Groups: whoever may bind them, and what a press in one comes to."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.buttons import lasting
from bot.chat import (
    AskedInGroup,
    Button,
    Commanded,
    GroupMoved,
    JoinedGroup,
    Started,
    Tapped,
    TappedInGroup,
    Text,
    Toast,
)
from bot.codec import encode
from bot.deep_links import GROUP
from bot.flows import flow_of
from bot.flows.desk import Desk
from bot.flows.entry_points import EntryPoint
from bot.flows.groups import cards
from bot.flows.groups.steps import ChoosingGroupUnit
from bot.memory import Memory, write
from bot.texts import words
from bot.turn import draft_of
from domain.activities.activities import Audience, Kind, Plan, Spot
from domain.messages.delivery import Lane
from domain.messages.delivery import State as Delivery
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from storage.activities import activities
from storage.activities.activities import Changed
from storage.announcements import groups
from storage.announcements.groups import State
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.people import people, roles
from storage.people.people import Person
from storage.places import places
from storage.tables.announcements import groups as groups_table
from storage.tables.messages import outbox as outbox_table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.talk import NOON, WANG, Talk, button, furnish, house, said
from tests.storage.stays import unit_id

CHEN, HERE = 2001, -5001


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    furnish(sqlite_store)
    return Talk(sqlite_store)


def organises(talk: Talk, *codes: str) -> None:
    with talk.store.unit_of_work() as unit:
        people.welcome(unit, [WANG], NOON.timestamp())
        for code in codes:
            roles.give(unit, WANG, Role.ORGANISER, unit_id(unit, code), Deed(HOUSE, NOON.timestamp()))
        unit.commit()


def agreed(store: Store) -> int:
    """Let a group agree to a link of Wang's."""
    with store.unit_of_work() as unit:
        token = groups.ask(unit, unit_id(unit, "310106011"), Deed(By(WANG), NOON.timestamp()))
        row = groups.join(unit, token, HERE, "第一支部", Deed(HOUSE, NOON.timestamp()))
        assert row is not None
        groups.agree(unit, row.id, HERE)
        unit.commit()
        return row.id


def let_in(store: Store, by: int) -> str:
    """Let this person bring the bot into the group by a link of Wang's; return the button that agrees."""
    with store.unit_of_work() as unit:
        token = groups.ask(unit, unit_id(unit, "310106011"), Deed(By(WANG), NOON.timestamp()))
        row = groups.join(unit, token, HERE, "第一支部", Deed(By(by), NOON.timestamp()))
        assert row is not None
        unit.commit()
    return lasting("z", f"a{row.id}")


def taps_in_group(talk: Talk, data: str) -> Toast:
    (*_, toast) = [reply for reply in talk.does(TappedInGroup(data, HERE, 7, "4711")) if isinstance(reply, Toast)]
    return toast


def test_stranger_who_presses_gets_the_private_chat(talk: Talk) -> None:
    assert taps_in_group(talk, "=o.y12") == Toast("4711", url="https://t.me/waystation_bot?start=menu")
    with talk.store.unit_of_work() as unit:
        assert people.everybody(unit) == []


def test_stranger_who_presses_a_point_gets_its_link(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        point = places.point(unit, 1)
    assert point is not None
    assert taps_in_group(talk, "=p.1").url == f"https://t.me/waystation_bot?start=p_{point.slug}"
    assert taps_in_group(talk, "=p.99").url == "https://t.me/waystation_bot?start=menu"


def test_who_is_known_is_answered_in_private(talk: Talk) -> None:
    talk.does(Started())
    toast, *answer = talk.does(TappedInGroup("=p.1", HERE, 7, "4711"))
    assert toast == Toast("4711", "已在私聊里答复您。")
    assert answer


@pytest.mark.parametrize("data", ["", "x", "=z.a99", "=z.a", "=z.x", "=v.1", "m.1.more"])
def test_button_that_is_none_of_a_group_does_nothing(talk: Talk, data: str) -> None:
    talk.does(Started())
    assert talk.does(TappedInGroup(data, HERE, 7, "4711")) == [Toast("4711", "这个按钮已经过期。")]


def test_link_is_for_one_of_several_units(talk: Talk) -> None:
    organises(talk, "310106011", "310106012")
    shown = talk.does(Commanded("groups"))
    asked = talk.does(Tapped(button(shown, "绑定一个群").data, 500))
    (link,) = talk.does(Tapped(button(asked, "静安寺街道").data, 501))
    assert f"?startgroup={GROUP}" in link.buttons[0][0].url


NOT_THEIRS = "请由拉我进群的人，或者静安寺街道的党务工作者来同意。"
THANKS = "谢谢，现在等党务工作者确认。"


@pytest.mark.parametrize(("by", "toast"), [(WANG, THANKS), (0, THANKS), (CHEN, NOT_THEIRS)])
def test_who_let_it_in_agrees(talk: Talk, by: int, toast: str) -> None:
    """Where an administrator did who shows as the group, nobody can tell who that is: anybody there agrees."""
    data = let_in(talk.store, by)
    assert taps_in_group(talk, data).text == toast


def test_organiser_of_the_unit_agrees_whoever_let_it_in(talk: Talk) -> None:
    data = let_in(talk.store, CHEN)
    organises(talk, "310106011")
    assert taps_in_group(talk, data).text == THANKS
    assert taps_in_group(talk, data).text == "这个按钮已经过期。"


def test_administrator_who_shows_as_the_group_lets_it_in(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        token = groups.ask(unit, unit_id(unit, "310106011"), Deed(By(CHEN), NOON.timestamp()))
        unit.commit()
    for event in (JoinedGroup(0, "第一支部"), AskedInGroup("start", f"{GROUP}{token}", 0, "第一支部")):
        talk.takes(replace(talk.arrival(event), chat_id=HERE))
    assert taps_in_group(talk, "=z.a1").text == THANKS


@pytest.mark.parametrize("choice", ["b", "n"])
def test_who_does_not_organise_confirms_nothing(talk: Talk, choice: str) -> None:
    number = agreed(talk.store)
    talk.does(Started())
    talk.does(Tapped(lasting("z", f"{choice}{number}"), 500))
    with talk.store.unit_of_work() as unit:
        row = groups.find(unit, number)
    assert row is not None
    assert row.state is State.AGREED


def test_bound_group_is_not_turned_down_by_an_old_button(talk: Talk) -> None:
    number = agreed(talk.store)
    organises(talk, "310106011")
    talk.does(Tapped(lasting("z", f"b{number}"), 500))
    (card,) = talk.does(Tapped(lasting("z", f"n{number}"), 500))
    assert [one.label for row in card.buttons for one in row] == ["解除绑定", "返回"]


def test_group_is_asked_once(talk: Talk) -> None:
    """The bot is let in, and then told by which link."""
    with talk.store.unit_of_work() as unit:
        token = groups.ask(unit, unit_id(unit, "310106011"), Deed(By(WANG), NOON.timestamp()))
        unit.commit()
    for event in (JoinedGroup(WANG, "第一支部"), AskedInGroup("start", f"{GROUP}{token}", WANG, "第一支部")):
        talk.takes(replace(talk.arrival(event), chat_id=HERE))
    ((chat_id, reply),) = said(talk.store)
    assert chat_id == HERE
    assert isinstance(reply, Text)
    assert reply.buttons == ((Button("同意绑定", EntryPoint.GROUP_AGREES.data(1)),),)


def test_unit_that_was_never_theirs_gets_no_link(talk: Talk) -> None:
    organises(talk, "310106011", "310106012")
    with talk.store.unit_of_work() as unit:
        foreign = unit_id(unit, "310115005")
    talk.remembers(write(Memory(ChoosingGroupUnit(), screen=1)))
    talk.does(Tapped(f"{flow_of(ChoosingGroupUnit()).name}.1.{foreign}", 500))
    with talk.store.unit_of_work() as unit:
        assert list(unit.connection.scalars(select(groups_table.c.id))) == []


def test_group_turned_down_twice_is_turned_down_once(talk: Talk) -> None:
    number = agreed(talk.store)
    organises(talk, "310106011")
    talk.does(Tapped(lasting("z", f"n{number}"), 500))
    talk.waits(minutes=1)
    first = talk.does(Tapped(lasting("z", f"n{number}"), 501))[0]
    assert isinstance(first, Text)
    assert first.html == "那里没有需要确认的了。"


def in_group(talk: Talk, event: AskedInGroup | JoinedGroup | GroupMoved) -> None:
    talk.takes(replace(talk.arrival(event), chat_id=HERE))


def last_there(talk: Talk) -> Text:
    reply = [reply for chat_id, reply in said(talk.store) if chat_id == HERE][-1]
    assert isinstance(reply, Text)
    return reply


def topic_of(talk: Talk) -> int:
    with talk.store.unit_of_work() as unit:
        row = groups.find(unit, 1)
    return row.topic_id if row else 0


def test_group_is_bound_in_the_topic_where_its_link_was_written(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        token = groups.ask(unit, unit_id(unit, "310106011"), Deed(By(WANG), NOON.timestamp()))
        unit.commit()
    in_group(talk, AskedInGroup("start", f"{GROUP}{token}", WANG, "第一支部", 44))
    assert (topic_of(talk), last_there(talk).topic) == (44, 44)


@pytest.mark.parametrize(("by", "topic"), [(WANG, 44), (CHEN, 0)])
def test_who_let_it_in_says_in_which_topic_it_asks(talk: Talk, by: int, topic: int) -> None:
    """The general topic may be closed: then the question is asked anew where it can be."""
    let_in(talk.store, WANG)
    in_group(talk, AskedInGroup("start", "", by, "第一支部", 44))
    assert topic_of(talk) == topic
    assert last_there(talk).buttons[0][0].label == ("同意绑定" if topic else "去私聊")
    assert last_there(talk).topic == 44


def test_link_that_comes_later_in_a_topic_moves_the_question_there(talk: Talk) -> None:
    with talk.store.unit_of_work() as unit:
        token = groups.ask(unit, unit_id(unit, "310106011"), Deed(By(WANG), NOON.timestamp()))
        unit.commit()
    in_group(talk, JoinedGroup(WANG, "第一支部"))
    in_group(talk, AskedInGroup("start", f"{GROUP}{token}", WANG, "第一支部", 44))
    assert topic_of(talk) == 44


def test_organiser_moves_a_bound_group_to_another_topic_and_it_has_none_after_it_moved(talk: Talk) -> None:
    data = let_in(talk.store, CHEN)
    organises(talk, "310106")
    talk.does(TappedInGroup(data, HERE, 7, "4711", topic=43))
    assert topic_of(talk) == 43
    talk.does(Tapped(lasting("z", "b1"), 500))
    in_group(talk, AskedInGroup("start", "", WANG, "第一支部", 44))
    assert (topic_of(talk), last_there(talk).html) == (44, "今后，通知和新活动发到本话题。")
    in_group(talk, GroupMoved(-1_000_000_005_001))
    with talk.store.unit_of_work() as unit:
        row = groups.find(unit, 1)
    assert row is not None
    assert (row.chat_id, row.moved_from, row.topic_id) == (-1_000_000_005_001, HERE, 0)


def test_organiser_who_lets_it_in_without_a_link_hears_what_is_missing(talk: Talk) -> None:
    in_group(talk, JoinedGroup(WANG, "第一支部"))
    assert said(talk.store) == []
    organises(talk, "310106011")
    in_group(talk, JoinedGroup(WANG, "第一支部"))
    ((chat_id, reply),) = said(talk.store)
    assert isinstance(reply, Text)
    assert (chat_id, reply.html[:7]) == (WANG, "我已进“第一支")


def test_way_up_from_a_street_leads_over_its_district(talk: Talk) -> None:
    organises(talk, "31")
    talk.does(Commanded("groups"))
    with talk.store.unit_of_work() as unit:
        street, district = unit_id(unit, "310106011"), unit_id(unit, "310106")
    talk.remembers(write(Memory(ChoosingGroupUnit(street), screen=1)))
    (up,) = talk.does(Tapped(f"{flow_of(ChoosingGroupUnit()).name}.1.back", 500))
    assert isinstance(up, Text)
    assert up.buttons[0][0].label == "就是静安区"
    talk.remembers(write(Memory(ChoosingGroupUnit(district), screen=1)))
    (foreign,) = talk.does(Tapped(f"{flow_of(ChoosingGroupUnit()).name}.1.this", 500))
    assert isinstance(foreign, Text)
    assert foreign.buttons[0][0].label == "选群"


NEW = -1_000_000_005_001


@pytest.fixture
def unit(talk: Talk) -> Iterator[UnitOfWork]:
    number = agreed(talk.store)
    with talk.store.unit_of_work() as unit:
        groups.bind(unit, number, Deed(By(WANG), NOON.timestamp()))
        yield unit
        unit.roll_back()


def a_change(unit: UnitOfWork) -> tuple[Changed, Desk]:
    """Publish an activity, and let it begin a minute later."""
    starts = NOON.timestamp() + 86_400
    plan = Plan(Kind.LECTURE, "党课", starts, starts + 3600, Spot(point_id=1), Audience.ANYONE)
    deed = Deed(By(WANG, "organiser"), NOON.timestamp())
    row = activities.publish(unit, activities.draft(unit, plan, unit_id(unit, "310106011"), deed).id, deed)
    later = activities.amend(unit, row.id, replace(plan, starts_at=starts + 60), deed)
    lived_in = house()
    at = Desk(unit, Person(WANG), NOON, words("en"), lived_in.search, lived_in.bot_link, "zh_Hans")
    return later, at


def lands(unit: UnitOfWork, chat_id: int, message_id: int) -> None:
    """Let a card of the activity arrive."""
    card = Draft(f"card:{chat_id}:{message_id}", chat_id, Lane.REMINDER, encode(Text("card")), 0.0, about="activity:1")
    outbox.write(unit, [card], 0.0)
    arrived = update(outbox_table).where(outbox_table.c.dedupe == card.dedupe)
    unit.connection.execute(arrived.values(state="sent", message_id=message_id))


def test_card_that_still_waits_is_written_anew_and_not_sent_when_it_is_called_off(unit: UnitOfWork) -> None:
    change, at = a_change(unit)
    outbox.write(unit, [draft_of("card", tell, 0.0) for tell in cards.published(change.before, at)], 0.0)
    (anew,) = cards.changed(change, at)
    assert isinstance(anew.reply, Text)
    assert (anew.chat_id, anew.reply.replaces) == (HERE, 0)
    assert cards.changed(change, at) == ()  # nothing waits any more
    assert cards.cancelled(change.after, unit, at.words_for, at.now) == ()
    assert outbox.counts(unit)[Delivery.EXPIRED] == 1


def test_card_of_a_group_that_moved_is_posted_anew_and_never_rewritten(unit: UnitOfWork) -> None:
    """M3: the message's number is of the chat that the group was."""
    change, at = a_change(unit)
    lands(unit, HERE, 7)
    (edit,) = cards.changed(change, at)
    assert isinstance(edit.reply, Text)
    assert (edit.chat_id, edit.reply.replaces, draft_of("edit", edit, 0.0).target) == (HERE, 7, 7)
    groups.moved(unit, HERE, NEW)
    (anew,) = cards.changed(change, at)
    assert isinstance(anew.reply, Text)
    assert (anew.chat_id, anew.reply.replaces) == (NEW, 0)
    (line,) = cards.cancelled(change.after, unit, at.words_for, at.now)
    assert isinstance(line.reply, Text)
    assert (line.chat_id, line.reply.replaces, line.reply.html.splitlines()[0]) == (NEW, 0, "这项活动取消了：")
    assert cards.over(change.after, unit, at.words_for, at.now) == ()
