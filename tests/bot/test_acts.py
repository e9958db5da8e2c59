"""What one client sends as one act is one act: a text that the messenger cut in two, an album."""

import pytest

from bot import memory
from bot.chat import Said, SentFile
from bot.flows.mail.steps import WritingIn
from bot.flows.step import Step
from bot.flows.wishes.steps import SayingWish
from bot.memory import Memory
from domain.activities.activities import Kind
from storage.activities import wishes
from storage.announcements import threads
from storage.people import people
from storage.places import places
from storage.unit_of_work import Store
from tests.stage.talk import WANG, Talk, button, buttons, furnish, html

HALF = "驿站的饮水机坏了。" * 450
REST = "最后一句在第二条里。" * 10


@pytest.fixture
def talk(sqlite_store: Store) -> Talk:
    furnish(sqlite_store)
    return Talk(sqlite_store)


def at(talk: Talk, step: Step) -> None:
    talk.remembers(memory.write(Memory(step, screen=1)))


def letter(talk: Talk) -> list[str]:
    with talk.store.unit_of_work() as unit:
        return [one.said for row in threads.open_of(unit, WANG) for one in threads.messages(unit, row.id)]


def a_unit(talk: Talk) -> int:
    with talk.store.unit_of_work() as unit:
        point = places.point_by_code(unit, "JA-1")
        assert point is not None
        return point.unit_id


def test_letter_in_two_messages_is_one_letter_with_one_answer(talk: Talk) -> None:
    at(talk, WritingIn(a_unit(talk)))
    answered = talk.does(Said(HALF))
    assert [html(one)[:1] for one in answered[:1]] == ["✅"]
    assert talk.does(Said(REST)) == []
    assert letter(talk) == [HALF, REST]


def test_letter_that_came_in_one_batch_is_one_letter_too(talk: Talk) -> None:
    at(talk, WritingIn(a_unit(talk)))
    talk.does(Said(HALF), Said(REST))
    assert letter(talk) == [HALF, REST]


def test_words_that_are_passed_on_are_passed_on_whole(talk: Talk) -> None:
    talk.does(Said("你好"))
    with talk.store.unit_of_work() as unit:
        point = places.point_by_code(unit, "JA-1")
        assert point is not None
        people.choose_point(unit, WANG, point.id)
        unit.commit()
    offered = talk.does(Said(HALF))
    assert talk.does(Said(REST)) == []
    talk.waits(minutes=1)
    talk.taps(button(offered, "转给服务中心"))
    assert "".join(letter(talk)) == HALF + REST


def test_what_comes_later_is_said_anew(talk: Talk) -> None:
    talk.does(Said(HALF))
    talk.waits(seconds=4)
    assert talk.does(Said("静安寺")) != []


def test_second_half_that_went_nowhere_is_spoken_of(talk: Talk) -> None:
    talk.remembers(memory.write(Memory(act="text", act_at=talk.now.timestamp())))
    (said,) = talk.does(Said(REST))
    assert html(said) == "刚才那段超过一条消息的长度，后半段没有用上。"


def test_answer_that_is_too_long_is_refused_once_and_not_shortened(talk: Talk) -> None:
    at(talk, SayingWish(Kind.LECTURE))
    refused, again = talk.does(Said(HALF))
    assert html(refused) == "太长了：这里最多 200 个字，刚才写的没有保存。请写短一点。"
    assert buttons([again])
    assert talk.does(Said(REST)) == []
    assert talk.remembered.step == SayingWish(Kind.LECTURE)
    unit_id = a_unit(talk)
    with talk.store.unit_of_work() as unit:
        assert wishes.tally(unit, [places.path_of(unit, unit_id)]) == []


def test_further_pictures_of_an_album_have_had_their_answer(talk: Talk) -> None:
    at(talk, SayingWish(Kind.LECTURE))
    first, *_ = talk.does(SentFile("photo", "A1", album="7"))
    assert html(first)
    assert talk.does(SentFile("photo", "A2", album="7")) == []
    assert talk.does(SentFile("photo", "A3", album="8")) != []
