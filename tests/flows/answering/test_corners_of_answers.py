"""The corners of written answers that neither the table nor a dialogue comes by."""

from collections.abc import Iterator

import pytest

from bot.chat import Said, Text
from bot.flows import answering
from bot.flows.activities.steps import ActivityCard, GivingReason, MindingClash
from bot.flows.afterwards.steps import RatingActivity
from bot.flows.answering import answers, open_questions
from bot.flows.answering.at_hand import about_of
from bot.flows.answering.question import Standing
from bot.flows.answering.steps import SayingWhich
from bot.flows.desk import Chose, Go, Remain
from bot.flows.duties.steps import MyDuty
from bot.flows.step import AtMenu
from domain.activities.activities import Standing as Seating
from domain.activities.seats import State
from domain.people.deeds import By, Deed
from storage.activities import activities, duties, signup_reading, signups
from storage.unit_of_work import Store, UnitOfWork
from tests.flows.answering import open_things
from tests.flows.answering.open_things import AT, CHEN, HOUR, OPEN, desk, held, sent, settle
from tests.stage.talk import WANG, furnish


@pytest.fixture
def unit(sqlite_store: Store) -> Iterator[UnitOfWork]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        settle(unit)
        yield unit


def said(move: object) -> str:
    """Return what is said, and nothing else happens."""
    assert isinstance(move, Remain)
    shown: list[object] = list(move.replies)
    shown += [tell.reply for tell in move.tells if tell.chat_id == WANG]
    (reply,) = shown
    assert isinstance(reply, Text)
    return reply.html


# ---------------------------------------------------------------- beside a form


@pytest.mark.parametrize(("typed", "state"), [("能来", State.CONFIRMED), ("请假", State.ON_LEAVE)])
def test_answer_beside_a_form_is_said_back_and_the_form_stays(unit: UnitOfWork, typed: str, state: State) -> None:
    OPEN["reminded"](unit)
    noted = said(answers.beside_form(Said(typed), desk(unit)))
    assert noted.startswith(f"“{typed}”——记下了：")
    assert "新时代党课" in noted
    (one,) = signup_reading.of_person(unit, WANG, AT, AT + 99 * HOUR)
    assert one.signup.state is state


def test_no_beside_a_form_to_the_yearly_question_asks_for_nothing_of_its_own(unit: UnitOfWork) -> None:
    OPEN["yearly"](unit)
    move = answers.beside_form(Said("是的"), desk(unit))
    assert isinstance(move, Remain)
    assert len(move.replies) == 1


@pytest.mark.parametrize("typed", ["日出贸易", "12楼", "", "王芳"])
def test_form_keeps_its_words(unit: UnitOfWork, typed: str) -> None:
    for one in ("call", "centre"):
        OPEN[one](unit)
    assert answers.beside_form(Said(typed), desk(unit)) is None


def test_form_that_has_asked_last_keeps_an_answer_word(unit: UnitOfWork) -> None:
    OPEN["call"](unit)
    open_things.looked_elsewhere(unit)
    assert answers.beside_form(Said("能来"), desk(unit)) is None
    assert answers.beside_form(Said("5分"), desk(unit)) is None


@pytest.mark.parametrize("typed", ["好的，谢谢", "好的", "ok thanks"])
def test_polite_word_is_a_yes_only_to_who_has_asked_last(unit: UnitOfWork, typed: str) -> None:
    OPEN["call"](unit)
    open_things.looked_elsewhere(unit)
    asked = answers.answered(Said(typed), desk(unit), AtMenu())
    assert isinstance(asked, Go)
    assert isinstance(asked.step, SayingWhich), "it may thank for what was shown since"
    surely = answers.answered(Said("我来"), desk(unit), AtMenu())
    assert "您来" in str(surely), "what names coming is an answer whenever it is said"


# ---------------------------------------------------------------- what nobody has asked


def test_duty_taken_long_ago_is_opened(unit: UnitOfWork) -> None:
    OPEN["taken"](unit)
    later = desk(unit, 60.0)
    (question,) = open_questions.open_for(later)
    assert question.standing is Standing.KNOWN
    move = answers.answered(Said("来不了"), later, AtMenu())
    assert isinstance(move, Go)
    assert isinstance(move.step, MyDuty)
    assert answers.passed_on(Said("要带什么"), later, AtMenu()) is None


def test_who_said_that_they_come_late_was_told_to_tell(unit: UnitOfWork) -> None:
    OPEN["signed up"](unit)
    (one,) = signup_reading.of_person(unit, WANG, AT, AT + 999 * HOUR)
    signups.be_late(unit, one.activity_id, WANG, 20)
    move = answers.answered(Said("来不了"), desk(unit), AtMenu())
    assert isinstance(move, Go)
    assert isinstance(move.step, GivingReason)
    assert move.step.is_excused


def test_nothing_is_passed_on_where_nothing_is_open(unit: UnitOfWork) -> None:
    assert answers.passed_on(Said("可能吧"), desk(unit), AtMenu()) is None
    assert answers.passed_on(Said(" "), desk(unit), AtMenu()) is None
    assert answers.answered_in_words(Said("可能吧"), desk(unit)) is None


# ---------------------------------------------------------------- replies


def test_reply_to_what_was_called_off_offers_no_answer(unit: UnitOfWork) -> None:
    row = held(unit, 48.0)
    signups.sign_up(unit, row.id, WANG, Seating.OF_THE_UNIT, AT)
    sent(unit, f"activity:{row.id}")
    activities.cancel(unit, row.id, Deed(By(CHEN, "organiser"), AT, "停电"))
    move = answers.replied(Said("不好意思刚看到", 700), desk(unit))
    assert isinstance(move, Remain)
    (reply,) = move.replies
    assert isinstance(reply, Text)
    assert reply.html.startswith("这项活动已经取消。")
    assert reply.buttons == ()
    assert [tell.chat_id for tell in move.tells] == [CHEN]


@pytest.mark.parametrize(
    ("what", "typed", "begins"),
    [
        ("returned", "收到", "谢谢。这一项还在等您"),
        ("returned", "十二楼", "✅ “十二楼”已转达"),
        ("centre", "谢谢", "谢谢。这一项还在等您"),
        ("was there", "4分，不错", "✅ 记下了：好。"),
        ("letter", "可以", "✅ 已转给"),
        ("taken", "我带个朋友", "这句话我没有看懂"),
    ],
)
def test_reply_goes_to_what_it_quotes(unit: UnitOfWork, what: str, typed: str, begins: str) -> None:
    OPEN[what](unit)
    assert said(answers.replied(Said(typed, 700), desk(unit))).startswith(begins)


def test_declined_duty_is_offered_again(unit: UnitOfWork) -> None:
    OPEN["call"](unit)
    ((duty, _),) = duties.of_person(unit, WANG, AT)
    duties.decline(unit, duty.id, WANG, AT)
    move = answers.replied(Said("那我再看看", 700), desk(unit))
    assert isinstance(move, Remain)
    (again,) = (tell.reply for tell in move.tells if tell.chat_id == WANG)
    assert isinstance(again, Text)
    assert [[button.label for button in row] for row in again.buttons] == [["来"]]


# ---------------------------------------------------------------- which is meant


def test_every_kind_has_a_line_of_its_own(unit: UnitOfWork) -> None:
    for one in ("call", "offer", "centre", "was there", "letter"):
        OPEN[one](unit)
    named = tuple(question.about for question in open_questions.open_for(desk(unit)))
    (shown,) = answering.FLOW.show(SayingWhich("好的", named), desk(unit))
    assert isinstance(shown, Text)
    assert [row[0].label for row in shown.buttons[:-1]] == [
        "引导 · 社区义诊 · 12月6日（周日）12:00",
        "新时代党课 · 12月4日（周五）12:00",
        "中心的提问：您平时在哪层楼上班？",
        "评价：新时代党课 · 12月1日（周二）10:00",
        "静安寺街道的答复",
    ]
    assert [button.label for button in shown.buttons[-1]] == ["都不是", "菜单"]


@pytest.mark.parametrize(("what", "line"), [("yearly", "您还在"), ("returned", "要补充的申请：请补充地址")])
def test_what_is_asked_of_a_stay_has_a_line_of_its_own(unit: UnitOfWork, what: str, line: str) -> None:
    OPEN[what](unit)
    (question,) = open_questions.open_for(desk(unit))
    (shown,) = answering.FLOW.show(SayingWhich("啊", (question.about,)), desk(unit))
    assert isinstance(shown, Text)
    assert shown.buttons[0][0].label.startswith(line)


def test_lateness_that_nobody_asked_for_waits_for_a_tap(unit: UnitOfWork) -> None:
    OPEN["signed up"](unit)
    move = answers.answered(Said("晚到20分钟"), desk(unit), AtMenu())
    assert isinstance(move, Go)
    assert isinstance(move.step, SayingWhich)
    done = answering.FLOW.hear(move.step, Chose("0", 5), desk(unit))
    assert isinstance(done, Go)
    assert isinstance(done.step, ActivityCard)
    (one,) = signup_reading.of_person(unit, WANG, AT, AT + 999 * HOUR)
    assert one.signup.late_minutes == 20


def test_letter_that_is_meant_leads_back_to_the_menu(unit: UnitOfWork) -> None:
    OPEN["letter"](unit)
    (question,) = open_questions.open_for(desk(unit))
    done = answering.FLOW.hear(SayingWhich("那周末呢", (question.about,)), Chose("0", 5), desk(unit))
    assert isinstance(done, Go)
    assert done.step == AtMenu()


# ---------------------------------------------------------------- what has its answer


def test_offer_to_pass_on_names_what_it_is_about(unit: UnitOfWork) -> None:
    OPEN["confirmed"](unit)
    move = answers.offered(Said("要带本子吗"), desk(unit))
    assert isinstance(move, Go)
    (shown,) = answering.FLOW.show(move.step, desk(unit))
    assert isinstance(shown, Text)
    assert [[button.label for button in row] for row in shown.buttons] == [
        ["转给党务工作者", "不用，帮我找找"],
        ["菜单"],
    ]
    done = answering.FLOW.hear(move.step, Chose("0", 5), desk(unit))
    assert isinstance(done, Go)
    told = {tell.chat_id: tell.reply for tell in done.tells}
    mine = told[WANG]
    assert isinstance(mine, Text)
    assert mine.html == "您的问题已转给党务工作者，有答复会发到这里。"
    assert mine.buttons == ()
    assert CHEN in told


def test_question_about_what_waits_is_passed_on_with_its_answers(unit: UnitOfWork) -> None:
    OPEN["reminded"](unit)
    move = answers.passed_on(Said("要带本子吗"), desk(unit), AtMenu())
    assert isinstance(move, Remain)
    (mine,) = (tell.reply for tell in move.tells if tell.chat_id == WANG)
    assert isinstance(mine, Text)
    assert mine.html == "您的问题已转给党务工作者，有答复会发到这里。"
    assert len(mine.buttons) == 1


@pytest.mark.parametrize("typed", [" ", "愚园路"])
def test_nothing_and_a_place_are_not_offered(unit: UnitOfWork, typed: str) -> None:
    OPEN["confirmed"](unit)
    assert answers.offered(Said(typed), desk(unit)) is None


def test_words_below_the_question_how_it_was_wait_for_their_stars(unit: UnitOfWork) -> None:
    OPEN["was there"](unit)
    open_things.looked_elsewhere(unit)
    (question,) = open_questions.open_for(desk(unit))
    at_hand = RatingActivity(int(question.about.partition(":")[2]))
    move = answers.passed_on(Said("讲得很好"), desk(unit), at_hand)
    assert isinstance(move, Go)
    assert isinstance(move.step, RatingActivity)
    assert answers.answered(Said("4"), desk(unit), at_hand) is not None


def test_every_screen_about_one_thing_names_it() -> None:
    card = ActivityCard(7)
    for step in (card, GivingReason(card), MindingClash(card, "join")):
        assert about_of(step) == "activity:7"
    assert about_of(MyDuty(7)) == "duty_answer:7"
    assert about_of(AtMenu()) == ""
