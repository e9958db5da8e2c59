"""The corners of duties and written answers that no dialogue comes by."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from bot.buttons import Lasting
from bot.chat import Said, Text
from bot.flows import answering, opener
from bot.flows.activities.steps import ActivityCard
from bot.flows.answering import answers, open_questions
from bot.flows.answering.question import Standing as Asking
from bot.flows.answering.seat import ActivityQuestion
from bot.flows.answering.steps import SayingWhich
from bot.flows.desk import Chose, Desk, Go, Remain
from bot.flows.duties import FLOW, following, tells, text
from bot.flows.duties.steps import (
    ChangingDuty,
    CountingDuty,
    DutyCard,
    DutyList,
    DutyPart,
    MyDuties,
    MyDuty,
    RemovingDuty,
)
from bot.flows.entry_points import EntryPoint, opened_by
from bot.texts import words
from domain.activities.activities import Audience, Kind, Plan, Spot, Standing
from domain.activities.duties import Task
from domain.messages.delivery import Lane
from domain.people.deeds import By, Deed
from domain.people.roles import Role
from storage.activities import activities, signup_reading, signups
from storage.activities import duties as stored
from storage.activities.activities import ActivityRow
from storage.messages import outbox
from storage.messages.outbox import Draft
from storage.people import people, roles
from storage.people.people import Person
from storage.tables.messages import outbox as outbox_table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.talk import NOON, WANG, furnish, house

CHEN: Final = 1004
AT: Final = NOON.timestamp()
HOUR: Final = 3_600.0
HOUSE: Final = house()


@pytest.fixture
def unit(sqlite_store: Store) -> Iterator[UnitOfWork]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [WANG, CHEN], AT)
        roles.give(unit, CHEN, Role.ADMIN, None, Deed(By(None), AT))
        yield unit


def desk(unit: UnitOfWork, who: int, hours: float = 0.0) -> Desk:
    """Sit at the desk so many hours after noon."""
    now = NOON + timedelta(hours=hours)
    return Desk(unit, Person(who), now, words("en"), HOUSE.search, HOUSE.bot_link, HOUSE.language)


def held(unit: UnitOfWork, hours: float = 24.0, seats: int | None = None) -> ActivityRow:
    """Publish an activity so many hours after noon, an hour long."""
    begins = AT + hours * HOUR
    plan = Plan(Kind.VOLUNTEERING, "Check-ups", begins, begins + HOUR, Spot(title="Hall"), Audience.ANYONE, seats)
    row = activities.draft(unit, plan, 4, Deed(By(CHEN), AT))
    return activities.publish(unit, row.id, Deed(By(CHEN, "admin"), AT))


def called(unit: UnitOfWork, row: ActivityRow) -> stored.AnswerRow:
    """Ask Wang for a duty of it."""
    duty = stored.add(unit, row.id, Task("Welcome", row.starts_at, row.ends_at, 1))
    (answer,) = stored.ask(unit, duty.id, [WANG], AT)
    return answer


def sent(unit: UnitOfWork, about: str) -> None:
    """Let a message about it have reached Wang under the number 700."""
    outbox.write(unit, [Draft("k", WANG, Lane.CONFIRMATION, b"{}", AT, about=about)], AT)
    unit.connection.execute(outbox_table.update().values(state="sent", message_id=700))


# ---------------------------------------------------------------- organisers


def test_tenth_duty_is_the_last(unit: UnitOfWork) -> None:
    row = held(unit)
    for number in range(10):
        stored.add(unit, row.id, Task(str(number), row.starts_at, row.ends_at, 1))
    assert FLOW.hear(DutyList(row.id), Chose("add", 5), desk(unit, CHEN)) is None
    assert FLOW.hear(CountingDuty(row.id, "one more"), Said("2"), desk(unit, CHEN)) == Go(DutyList(row.id))
    assert len(stored.of_activity(unit, row.id)) == 10


def test_number_that_no_button_has_is_not_taken(unit: UnitOfWork) -> None:
    row = held(unit)
    answer = called(unit, row)
    assert FLOW.hear(CountingDuty(row.id, "one"), Chose("0", 5), desk(unit, CHEN)) is None
    changing = ChangingDuty(answer.duty_id, DutyPart.NEEDED)
    assert FLOW.hear(changing, Chose("4", 5), desk(unit, CHEN)) is None
    assert len(stored.of_activity(unit, row.id)) == 1


def test_duty_of_what_is_over_stays_as_it_is(unit: UnitOfWork) -> None:
    row = held(unit)
    answer = called(unit, row)
    late, place = desk(unit, CHEN, 26.0), ChangingDuty(answer.duty_id, DutyPart.NEEDED)
    assert FLOW.hear(place, Said("5"), late) == Go(DutyCard(answer.duty_id))
    assert FLOW.hear(DutyCard(answer.duty_id), Chose("remove", 5), late) is None
    assert stored.of_activity(unit, row.id)[0].task.needed == 1


def test_twenty_names_are_shown_and_the_rest_is_counted(unit: UnitOfWork) -> None:
    row = held(unit)
    duty = stored.add(unit, row.id, Task("Welcome", row.starts_at, row.ends_at, 30))
    crowd = range(6001, 6023)
    people.welcome(unit, crowd, AT)
    stored.ask(unit, duty.id, crowd, AT)
    for chat_id in crowd:
        stored.come(unit, duty.id, chat_id, AT)
    (card,) = FLOW.show(DutyCard(duty.id), desk(unit, CHEN))
    assert isinstance(card, Text)
    assert card.html.split("\n")[-1] == "and 2 more"


def test_nobody_is_woken_for_a_duty(unit: UnitOfWork) -> None:
    row = held(unit, 48.0)
    answer = called(unit, row)
    at_night = desk(unit, CHEN, 11.5)
    moved = FLOW.hear(ChangingDuty(answer.duty_id, DutyPart.TIME), Said("2026-12-03 15:00"), at_night)
    assert isinstance(moved, Go)
    (tell,) = moved.tells
    assert tell.not_before == (NOON + timedelta(hours=19.5)).timestamp()


def test_every_screen_of_an_activity_that_is_not_in_ones_hands_is_closed(unit: UnitOfWork) -> None:
    answer = called(unit, held(unit))
    for place in (DutyList(answer.duty_id), DutyCard(answer.duty_id)):
        assert FLOW.hear(place, Said("1"), desk(unit, WANG)) is None
        (shown,) = FLOW.show(place, desk(unit, WANG))
        assert isinstance(shown, Text)
        assert shown.html == "This is not in your hands, so I have not opened it."


def test_typing_removes_nothing(unit: UnitOfWork) -> None:
    answer = called(unit, held(unit))
    assert FLOW.hear(RemovingDuty(answer.duty_id), Said("yes"), desk(unit, CHEN)) is None
    assert FLOW.hear(MyDuty(answer.id), Said("yes"), desk(unit, WANG)) is None


def test_duty_stays_where_it_is_when_its_activity_does(unit: UnitOfWork) -> None:
    row = held(unit)
    called(unit, row)
    change = activities.amend(unit, row.id, replace(row.plan, seats=5), Deed(By(CHEN, "admin"), AT))
    assert following.moved(change, desk(unit, CHEN)) == ()


# ---------------------------------------------------------------- volunteers


def test_own_duties_go_on_over_pages_and_open_by_their_numbers(unit: UnitOfWork) -> None:
    answers = [called(unit, held(unit, 24.0 + hours)) for hours in range(6)]
    at_desk = desk(unit, WANG)
    (shown,) = FLOW.show(MyDuties(), at_desk)
    assert [button.label for row in shown.buttons for button in row] == ["1", "2", "3", "4", "5", "Next", *BELOW]
    (more,) = FLOW.show(MyDuties(1), at_desk)
    assert isinstance(more, Text)
    assert more.html.split("\n")[0] == "Your duties, continued:"
    assert FLOW.hear(MyDuties(1), Said("6"), at_desk) == Go(MyDuty(answers[5].id))
    assert FLOW.hear(MyDuties(), Chose(str(answers[0].id), 5), at_desk) == Go(MyDuty(answers[0].id))
    assert FLOW.hear(MyDuties(), Said("7"), at_desk) is None
    assert FLOW.hear(MyDuties(), Chose("x", 5), at_desk) is None


BELOW: Final = ("My activities", "Menu")


def test_call_says_what_to_do_where_and_until_when_to_answer(unit: UnitOfWork) -> None:
    row = held(unit, 2.0)  # so soon that it can be answered until it begins
    activities.amend(unit, row.id, replace(row.plan, notes="Bring <gloves>."), Deed(By(CHEN, "admin"), AT))
    answer = called(unit, row)
    one = text.matter(unit, answer.duty_id, NOON)
    assert one is not None
    (tell,) = tells.calls(one, [answer], lambda _chat: words("en"))
    assert isinstance(tell.reply, Text)
    assert tell.reply.html.split("\n")[1:] == [
        "<b>Welcome</b> · Check-ups",
        "Tue, Dec 1, 14:00–15:00",
        "📍 Hall",
        "<blockquote>Bring &lt;gloves&gt;.</blockquote>",
        "Please answer by Tue, Dec 1, 14:00.",
    ]
    assert tell.not_after == row.starts_at


def test_answer_belongs_to_who_was_asked(unit: UnitOfWork) -> None:
    answer = called(unit, held(unit))
    (shown,) = FLOW.show(MyDuty(answer.id), desk(unit, CHEN))
    assert isinstance(shown, Text)
    assert shown.html == "This is not in your hands, so I have not opened it."
    move = opener(EntryPoint.TAKE_DUTY)(opened_by(Lasting("d", f"y{answer.id}"), 5), desk(unit, CHEN))
    assert move == Remain((Text("This is not in your hands, so I have not opened it."),))
    assert stored.answer_by_id(unit, answer.id) == answer


# ---------------------------------------------------------------- written answers


@pytest.mark.parametrize("about", ["", "affiliation:1", "duty_answer:1", "signup:1", "activity:1", "activity:x"])
def test_reply_to_what_is_no_question_is_ordinary_text(unit: UnitOfWork, about: str) -> None:
    sent(unit, about)
    assert answers.replied(Said("ok", 700), desk(unit, WANG)) is None


def test_reply_to_the_message_of_somebody_else_is_ordinary_text(unit: UnitOfWork) -> None:
    answer = called(unit, held(unit))
    sent(unit, f"duty_answer:{answer.id}")
    assert answers.replied(Said("ok", 700), desk(unit, CHEN)) is None


def test_offer_is_answered_by_whom_it_was_made_to(unit: UnitOfWork) -> None:
    row = held(unit, seats=1)
    mine = signups.sign_up(unit, row.id, WANG, Standing.PASSING_BY, AT)
    assert open_questions.named(f"signup:{mine.id}", desk(unit, CHEN)) is None
    assert open_questions.named(f"signup:{mine.id}", desk(unit, WANG)) == ActivityQuestion(row)


def test_draft_is_nobody_s_question(unit: UnitOfWork) -> None:
    row = held(unit)
    draft = activities.draft(unit, row.plan, 4, Deed(By(CHEN), AT))
    assert open_questions.named(f"activity:{draft.id}", desk(unit, WANG)) is None


def test_what_is_gone_meanwhile_is_not_meant(unit: UnitOfWork) -> None:
    place = SayingWhich("ok", ("duty_answer:1",))
    assert answering.FLOW.hear(place, Chose("0", 5), desk(unit, WANG)) is None
    assert answering.FLOW.hear(place, Chose("1", 5), desk(unit, WANG)) is None
    called(unit, held(unit))
    unclear = SayingWhich("perhaps", ("duty_answer:1",))
    move = answering.FLOW.hear(unclear, Chose("0", 5), desk(unit, WANG))
    assert isinstance(move, Go)
    assert [tell.chat_id for tell in move.tells] == [WANG, CHEN]


def test_lateness_meant_for_an_activity_is_noted_above_its_card(unit: UnitOfWork) -> None:
    row = held(unit)
    signups.sign_up(unit, row.id, WANG, Standing.PASSING_BY, AT)
    place = SayingWhich("15 minutes late", (f"activity:{row.id}",))
    move = answering.FLOW.hear(place, Chose("0", 5), desk(unit, WANG))
    assert isinstance(move, Go)
    assert move.step == ActivityCard(row.id, is_renewed=True)
    mine = signup_reading.find(unit, row.id, WANG)
    assert mine is not None
    assert mine.late_minutes == 15


def test_no_meant_for_an_activity_is_said_as_by_its_button(unit: UnitOfWork) -> None:
    row = held(unit)
    signups.sign_up(unit, row.id, WANG, Standing.PASSING_BY, AT)
    move = answering.FLOW.hear(SayingWhich("no", (f"activity:{row.id}",)), Chose("0", 5), desk(unit, WANG))
    assert isinstance(move, Go)
    assert type(move.step).__name__ == "GivingReason"


def test_unclear_reply_without_an_organiser_is_answered_by_buttons(unit: UnitOfWork) -> None:
    (role,) = roles.held(unit, CHEN)
    answer = called(unit, held(unit))
    roles.take(unit, role.id, Deed(By(None), AT))
    sent(unit, f"duty_answer:{answer.id}")
    move = answers.replied(Said("hm, who else comes?", 700), desk(unit, WANG))
    assert isinstance(move, Remain)
    assert move.replies == ()
    (again,) = move.tells
    assert again.chat_id == WANG
    assert isinstance(again.reply, Text)
    assert again.reply.html == "I am not sure what that means. Please tap:"


def test_question_is_closed_when_its_time_has_come(unit: UnitOfWork) -> None:
    called(unit, held(unit))
    (question,) = open_questions.open_for(desk(unit, WANG))
    assert question.standing is Asking.ASKED
    assert open_questions.open_for(desk(unit, WANG, 24.5)) == []


def test_activity_that_is_called_off_is_no_question(unit: UnitOfWork) -> None:
    row = held(unit)
    signups.sign_up(unit, row.id, WANG, Standing.PASSING_BY, AT)
    activities.cancel(unit, row.id, Deed(By(CHEN, "admin"), AT, "rain"))
    assert open_questions.open_for(desk(unit, WANG)) == []
