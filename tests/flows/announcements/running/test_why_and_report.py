"""Why somebody did not get it, and the report of whom it reached."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.buttons import Lasting
from bot.chat import Document, Drawing, Said, Text
from bot.flows.announcements.running import FLOW, report
from bot.flows.announcements.steps import AskingWhy, ChoosingWhose, Irrevocable, Namesake
from bot.flows.desk import Chose
from bot.flows.entry_points import opened_by
from bot.flows.step import AtMenu
from domain.announcements.announcements import Content, Standing, Verb
from domain.announcements.audiences import AtBuildings, Audience, Reads
from domain.messages.delivery import State
from storage.announcements import mailings
from storage.people import members, people
from storage.tables.messages import outbox
from storage.tables.people import audit as audit_table
from tests.flows.announcements.running.office import ANNA, AT, AYI, LI, WANG, WORDS, ZHAO, Office, asked, lines
from tests.stage.deeds import store as dialogue_store_deeds


def test_everybody_has_an_answer_by_name(sent: Office) -> None:
    assert asked(sent, "王芳") == "Delivered: Tue, Dec 1, 12:00."
    assert asked(sent, "anna schmidt").startswith("Has stopped the bot")
    assert asked(sent, "李强") == "It could not be delivered: the messenger does not know this chat."
    assert asked(sent, "阿依古丽").startswith("Perhaps: the connection broke off")


def test_answer_is_followed_by_the_same_question(sent: Office) -> None:
    where, replies = sent.at(AskingWhy(sent.id), Said("王芳"))
    assert where == AskingWhy(sent.id)
    assert len(replies) == 2


def test_who_is_under_way_hears_roughly_when(office: Office) -> None:
    office.begins()
    assert asked(office, "王芳") == "Not yet: it is still waiting for its turn."
    office.stands(LI, State.SENT)
    assert asked(office, "王芳").startswith("Not yet, but by about Tue, Dec 1, 12:0")
    office.does(Verb.PAUSE)
    assert asked(office, "王芳") == "Not yet: sending is paused. It goes on when you resume it."


def test_who_is_not_on_the_list_hears_which_criterion_says_no(office: Office) -> None:
    building = AtBuildings(frozenset({1}))
    for audience, answer in (
        (Audience(office.path, (building,)), "Is not on the list. Is in none of the buildings that were chosen."),
        (
            Audience(office.path, (), (Reads(frozenset({"zh_Hans", "en"})),)),
            "Is not on the list. Reads a language that was left out.",
        ),
    ):
        office.id = office.written(Content(WORDS), audience)
        office.begins()
        assert asked(office, "王芳") == answer


def test_who_came_after_the_list_was_written_hears_that(office: Office) -> None:
    office.id = office.written(Content(WORDS), Audience(office.path))
    office.begins()
    office.unit.connection.execute(outbox.delete().where(outbox.c.chat_id == WANG))
    assert asked(office, "王芳").startswith("Belongs to the audience today, but did not when the list was written")


def test_list_that_is_being_written_asks_for_patience(office: Office) -> None:
    for verb in (Verb.SCHEDULE, Verb.BEGIN):
        office.does(verb)
    assert asked(office, "王芳") == "The list is still being written. Please ask again in a moment."


def test_names_of_other_units_are_not_found(sent: Office) -> None:
    answer = "I found nobody called “成员1005” in your units. Only those who have told their name can be found by it."
    assert sent.hears(AskingWhy(sent.id), Said("成员1005")) == answer


def test_two_of_one_name_are_told_apart_before_anything_is_said(sent: Office) -> None:
    for chat_id in (ANNA, LI):
        told = members.find(sent.unit, chat_id)
        assert told is not None
        members.keep(sent.unit, chat_id, replace(told.details, name="王芳"), told.building_id, now=AT)
    place = sent.goes(AskingWhy(sent.id), Said("王芳"))
    where = "静安寺街道党群服务中心"
    assert place == ChoosingWhose(sent.id, tuple(Namesake(chat, "王芳", where) for chat in (WANG, ANNA, LI)))
    assert sent.choices(place) == [str(WANG), str(ANNA), str(LI), "back"]
    assert sent.hears(place, str(WANG)).splitlines()[1] == "Delivered: Tue, Dec 1, 12:00."
    assert sent.goes(place, str(ZHAO)) == place
    assert sent.goes(place, "back") == AskingWhy(sent.id)


def test_every_look_at_a_name_is_written_down(sent: Office) -> None:
    asked(sent, "王芳")
    looks = sent.unit.connection.scalars(
        audit_table.select().with_only_columns(audit_table.c.subject).where(audit_table.c.what == "member.reveal")
    )
    assert list(looks) == [f"person:{WANG}"]


def test_report_is_a_picture_and_a_list_of_those_missed(sent: Office) -> None:
    _, (picture, listed, _) = sent.at(sent.card, "report")
    assert isinstance(picture, Drawing)
    assert picture.content.startswith(b"\x89PNG")
    assert isinstance(listed, Document)
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(listed.content)).worksheets[0].iter_rows()]
    assert rows[0][0].endswith("Delivered 1 · Have stopped the bot 1 · Not delivered 1 · Perhaps delivered 1")
    assert [row[1:3] for row in rows[2:]] == [
        ["Anna Schmidt", "Have stopped the bot"],
        ["李强", "Not delivered"],
        ["阿依古丽·买买提", "Perhaps delivered"],
    ]


def test_those_beyond_one_list_stand_in_the_next(sent: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST", 2)
    _, (_, first, _) = sent.at(sent.card, "report")
    assert isinstance(first, Document)
    assert [[cell for cell in row[:2] if cell] for row in lines(first)] == [
        [1, "Anna Schmidt"],
        [2, "李强"],
        ["1 more stand in the next list"],
    ]
    ((onward,),) = first.buttons

    _, (second,) = sent.at(sent.card, opened_by(Lasting("announced", onward.data.removeprefix("=announced.")), 500))
    assert isinstance(second, Document)
    assert [[cell for cell in row[:2] if cell] for row in lines(second)] == [[3, "阿依古丽·买买提"]]
    assert second.buttons == ()
    looked = audit_table.c.what == "member.delivery"
    assert len(sent.unit.connection.execute(audit_table.select().where(looked)).all()) == 3

    assert sent.hears(sent.card, opened_by(Lasting("jw", f"{sent.id}.2"), 500)) == "Nobody else has missed it."
    sent.who = ZHAO
    assert (
        sent.hears(AtMenu(), opened_by(Lasting("jw", f"{sent.id}.1"), 500))
        == "This is not in your hands, so I have not opened it."
    )


def test_report_writes_down_whose_names_it_gave_away(sent: Office) -> None:
    sent.at(sent.card, "report")
    written = sent.unit.connection.execute(
        audit_table.select()
        .with_only_columns(audit_table.c.what, audit_table.c.subject)
        .where(audit_table.c.what.in_(["announcement.report", "member.delivery"]))
        .order_by(audit_table.c.number)
    )
    assert [tuple(row) for row in written] == [
        ("announcement.report", f"announcement:{sent.id}"),
        *(("member.delivery", f"person:{chat_id}") for chat_id in (ANNA, LI, AYI)),
    ]


def test_report_of_what_reached_everybody_is_a_picture_alone(office: Office) -> None:
    office.begins()
    for chat_id in (WANG, ANNA, LI, AYI):
        office.stands(chat_id, State.SENT)
    office.does(Verb.FINISH)
    _, replies = office.at(office.card, "report")
    assert [type(reply) for reply in replies] == [Drawing, Text]


def test_report_says_who_may_have_read_it_twice(sent: Office) -> None:
    mailings.again(sent.unit, sent.mailing.id, {Standing.UNKNOWN}, AT)
    sent.stands(AYI, State.SENT)
    assert "Perhaps read twice: 1" in sent.sees(sent.card).splitlines()
    assert report.summary(sent.row, sent.ledger, sent.desk).notes[-1] == "Perhaps read twice: 1"


def test_report_lists_a_group_without_writing_down_a_person(office: Office) -> None:
    office.to_groups = (-5001,)
    office.begins()
    for chat_id in (WANG, ANNA, LI, AYI):
        office.stands(chat_id, State.SENT)
    office.stands(-5001, State.FAILED, "Bad Request: group chat was upgraded to a supergroup chat")
    office.does(Verb.FINISH)
    _, (_, listed, _) = office.at(office.card, "report")
    assert isinstance(listed, Document)
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(listed.content)).worksheets[0].iter_rows()]
    assert [row[1:4] for row in rows[2:]] == [
        ["a group", "Not delivered", "It could not be delivered: the group goes on under another number."]
    ]
    looked = audit_table.c.what == "member.delivery"
    assert not office.unit.connection.execute(audit_table.select().where(looked)).all()


def test_name_that_very_many_bear_asks_for_more_of_it(sent: Office) -> None:
    crowd = range(7_001, 7_007)
    people.welcome(sent.unit, list(crowd), AT)
    for chat_id in crowd:
        dialogue_store_deeds._affiliation(sent.unit, chat_id, ["active", "JA-1"], AT)
    assert sent.hears(AskingWhy(sent.id), Said("成员")) == "Many are called like this. Please type the full name."


def test_another_name_can_be_typed_where_several_are_called_alike(sent: Office) -> None:
    place = ChoosingWhose(sent.id, (Namesake(WANG, "王芳", ""),))
    assert sent.hears(place, Said("赵无人")).startswith("I found nobody called “赵无人”")
    for step in (place, AskingWhy(sent.id)):
        assert FLOW.hear(step, Chose("nothing", 500), sent.desk) is None


def test_words_at_a_question_are_looked_for_like_any(sent: Office) -> None:
    assert FLOW.hear(sent.surely(Irrevocable.STOP), Said("静安"), sent.desk) is None
