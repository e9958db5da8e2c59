"""An announcement on its way and afterwards: the card, the deeds, correcting, and why somebody did not get it."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from bot.buttons import Lasting
from bot.chat import Button, Document, Drawing, Event, Post, Reply, Said, Text
from bot.flows.announcements.post import letters
from bot.flows.announcements.running import FLOW, report
from bot.flows.announcements.steps import (
    AnnouncedCard,
    AnnouncedProposal,
    AnnouncedSurely,
    AnnouncementCard,
    AnnouncementList,
    AskingWhy,
    ChoosingWhose,
    CorrectingAnnounced,
    Irrevocable,
    Namesake,
)
from bot.flows.crossroads import advance, screen
from bot.flows.desk import Chose, Desk
from bot.flows.entry_points import EntryPoint, Opened, opened_by
from bot.flows.step import AtMenu, Step
from bot.texts import words
from domain.announcements.announcements import MOST_TEXT, Content, MailingState, Medium, Purpose, Stage, Standing, Verb
from domain.announcements.audiences import AtBuildings, Audience, Reads
from domain.announcements.text import length
from domain.announcements.topics import Topic
from domain.messages.delivery import State
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from storage.announcements import announcements, freezing, ledgers, mailings
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.audiences import Who
from storage.announcements.codec import write_audience, write_content
from storage.announcements.ledgers import Ledger
from storage.announcements.mailings import MailingRow
from storage.people import members, people, roles
from storage.people.people import Person
from storage.places import places
from storage.tables.announcements import announcements as announcement_table
from storage.tables.messages import outbox
from storage.tables.people import audit as audit_table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds import store as dialogue_store_deeds
from tests.stage.deeds.store import store_deed, unit_id
from tests.stage.talk import NOON, furnish, house

WANG, ANNA, LI, ZHAO, AYI = 1001, 1002, 1003, 1005, 1007
CHEN, SUN = 1004, 1006
EN = words("en")
AT = NOON.timestamp()
BY = By(CHEN, "organiser")
TOPICS = ((Button("Which messages I get", "=topics."),),)
WORDS = {"zh_Hans": "<b>周四</b>停电", "en": "No power on <b>Thursday</b>"}


class Office:
    """An organiser and an announcement to four people, in one transaction that is never committed."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit, self.now, self.who = unit, NOON, CHEN
        self.to_groups: tuple[int, ...] = ()
        self.unit_id = unit_id(unit, "310106011")
        self.path = places.path_of(unit, self.unit_id)
        self.id = self.written(Content(WORDS))

    def written(self, content: Content, audience: Audience | None = None) -> int:
        row = announcements.draft(self.unit, self.unit_id, audience or Audience(self.path), Deed(By(CHEN), AT))
        announcements.change(self.unit, row.id, CHEN, content=content, topic=Topic.STUDY)
        return row.id

    @property
    def desk(self) -> Desk:
        lived_in = house("en")
        person = Person(self.who)
        return Desk(self.unit, person, self.now, EN, lived_in.search, lived_in.bot_link, "en")

    @property
    def row(self) -> AnnouncementRow:
        row = announcements.find(self.unit, self.id)
        assert row is not None
        return row

    @property
    def mailing(self) -> MailingRow:
        mailing = mailings.of(self.unit, self.id)
        assert mailing is not None
        return mailing

    @property
    def ledger(self) -> Ledger:
        return ledgers.ledger(self.unit, self.id)

    def begins(self) -> None:
        """Freeze it, as the clock does."""
        for verb in (Verb.SCHEDULE, Verb.BEGIN):
            announcements.do(self.unit, self.id, verb, Deed(BY, AT))
        row = self.row
        said = letters(self.unit, row.content, sender=row.unit_id)
        mailing = mailings.begin(self.unit, self.id, Purpose.SEND, said, mailings.Terms(AT, not_after=row.not_after))
        while not freezing.freeze_some(
            self.unit, mailing.id, Who(row.audience, row.topic, to_groups=self.to_groups), AT
        ):
            pass

    def stands(self, chat_id: int, state: State, reason: str = "") -> None:
        """Let the sending have come to this with somebody."""
        done = None if state is State.TODO else AT
        row = outbox.c.dedupe == f"m{self.mailing.id}:{chat_id}"
        self.unit.connection.execute(update(outbox).where(row).values(state=state, reason=reason or None, done_at=done))

    def does(self, verb: Verb) -> None:
        announcements.do(self.unit, self.id, verb, Deed(BY, AT))

    def at(self, place: Step, event: Event | Chose | Opened | str) -> tuple[Step, tuple[Reply, ...]]:
        """Press a button (its choice) or do something else there."""
        where, replies, _ = advance(place, Chose(event, 500) if isinstance(event, str) else event, self.desk)
        return where, replies

    def goes(self, place: Step, event: Event | Chose | Opened | str) -> Step:
        return self.at(place, event)[0]

    def hears(self, place: Step, event: Event | Chose | Opened | str) -> str:
        """Return what is said first."""
        first = self.at(place, event)[1][0]
        assert isinstance(first, Text)
        return first.html

    def sees(self, place: Step) -> str:
        (shown,) = screen(place, self.desk)
        assert isinstance(shown, Text)
        return shown.html

    def choices(self, place: Step) -> list[str]:
        (shown,) = screen(place, self.desk)
        return [button.data for row in shown.buttons for button in row]

    @property
    def card(self) -> AnnouncedCard:
        return AnnouncedCard(self.id)

    def surely(self, deed: Irrevocable) -> AnnouncedSurely:
        return AnnouncedSurely(self.id, deed)


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[Office]:
    furnish(sqlite_store)
    for person in (WANG, ANNA, LI, AYI):
        store_deed(sqlite_store, person, "(affiliation active JA-1)", AT)
    store_deed(sqlite_store, ZHAO, "(affiliation active PD-2)", AT)
    store_deed(sqlite_store, SUN, "(grant organiser 310115005)", AT)
    store_deed(sqlite_store, CHEN, "(grant volunteer)", AT)
    with sqlite_store.unit_of_work() as unit:
        roles.give(unit, CHEN, Role.ORGANISER, unit_id(unit, "310106"), Deed(HOUSE, 1.0))
        yield Office(unit)


@pytest.fixture
def sent(office: Office) -> Office:
    """Give one that was sent: to one person it arrived, three were missed in different ways."""
    office.begins()
    office.stands(WANG, State.SENT)
    office.stands(ANNA, State.UNREACHABLE, "Forbidden: bot was blocked by the user")
    office.stands(LI, State.FAILED, "Bad Request: chat not found")
    office.stands(AYI, State.UNKNOWN, "the sender died")
    office.does(Verb.FINISH)
    return office


# ---------------------------------------------------------------- the card


def test_card_tells_how_many_stand_where(sent: Office) -> None:
    *_, on_the_list, delivered, blocked, failed, unknown, reason = sent.sees(sent.card).splitlines()
    assert [on_the_list, delivered, blocked, failed, unknown, reason] == [
        "On the list: 4",
        "· Delivered: 1",
        "· Have stopped the bot: 1",
        "· Not delivered: 1",
        "· Perhaps delivered: 1",
        "Why it did not arrive: the messenger does not know this chat, 1",
    ]


@pytest.mark.parametrize(
    ("verbs", "line", "choices"),
    [
        ([], "Being sent since Tue, Dec 1, 12:00.", ["pause", "stop", "correct", "recall", "why", "back"]),
        (
            [Verb.PAUSE],
            "Paused: nothing more leaves until it is resumed.",
            ["resume", "stop", "correct", "recall", "why", "back"],
        ),
        ([Verb.FINISH], "Sent: Tue, Dec 1, 12:00.", ["correct", "recall", "why", "report", "back"]),
        ([Verb.STOP], "Stopped: Tue, Dec 1, 12:00.", ["correct", "recall", "why", "report", "back"]),
        ([Verb.RECALL], "Taken back: Tue, Dec 1, 12:00.", ["why", "report", "back"]),
    ],
)
def test_card_offers_what_its_stage_allows(office: Office, verbs: list[Verb], line: str, choices: list[str]) -> None:
    office.begins()
    for verb in verbs:
        office.does(verb)
    assert line in office.sees(office.card).splitlines()
    assert office.choices(office.card) == choices


def test_card_shows_how_far_it_is_while_it_leaves(office: Office) -> None:
    office.begins()
    office.stands(WANG, State.SENT)
    assert "▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱ 25%" in office.sees(office.card).splitlines()


def test_card_without_anybody_missed_offers_no_second_sending(office: Office) -> None:
    office.begins()
    for chat_id in (WANG, ANNA, LI, AYI):
        office.stands(chat_id, State.SENT)
    office.does(Verb.FINISH)
    assert office.choices(office.card) == ["correct", "recall", "why", "report", "back"]
    assert office.sees(office.surely(Irrevocable.AGAIN)) == "That is not possible any more."
    assert office.goes(office.surely(Irrevocable.AGAIN), "yes") == office.card
    assert office.row.stage is Stage.DONE


def test_card_leads_to_every_question_and_back(sent: Office) -> None:
    assert sent.choices(sent.card) == ["correct", "recall", "why", "report", "again", "back"]
    assert sent.goes(sent.card, "why") == AskingWhy(sent.id)
    assert sent.goes(sent.card, "recall") == sent.surely(Irrevocable.RECALL)
    assert sent.goes(sent.card, "again") == sent.surely(Irrevocable.AGAIN)
    assert sent.goes(sent.card, "correct") == CorrectingAnnounced(sent.id, "en")
    assert sent.goes(sent.card, "back") == AnnouncementList()
    for place in (sent.surely(Irrevocable.RECALL), AskingWhy(sent.id), CorrectingAnnounced(sent.id, "en")):
        assert sent.goes(place, "back") == sent.card


def test_card_that_was_shown_before_is_opened_by_its_lasting_button(sent: Office) -> None:
    assert sent.goes(AtMenu(), opened_by(Lasting("jw", str(sent.id)), 5)) == sent.card
    assert sent.goes(AtMenu(), opened_by(Lasting("jw", "x"), 5)) == AtMenu()


# ---------------------------------------------------------------- rights, and what is none any more


def test_organiser_whose_role_was_taken_away_is_refused_at_the_next_press(sent: Office) -> None:
    for held in roles.held(sent.unit, CHEN):
        roles.take(sent.unit, held.id, Deed(HOUSE, AT))
    refusal = "This is not in your hands, so I have not opened it."
    for place in (sent.card, sent.surely(Irrevocable.RECALL), AskingWhy(sent.id), CorrectingAnnounced(sent.id, "en")):
        assert sent.hears(place, "yes") == refusal
        assert sent.sees(place) == refusal
    for opened in (
        opened_by(Lasting("jw", str(sent.id)), 5),
        opened_by(Lasting("jp", f"p{sent.id}"), 5),
        opened_by(Lasting("jp", f"s{sent.id}"), 5),
    ):
        assert sent.hears(AtMenu(), opened) == refusal
    assert sent.row.stage is Stage.DONE


def test_organiser_of_another_unit_sees_nothing(sent: Office) -> None:
    sent.who = SUN
    assert (
        sent.hears(AtMenu(), opened_by(Lasting("jw", str(sent.id)), 5))
        == "This is not in your hands, so I have not opened it."
    )
    assert (
        sent.hears(AtMenu(), opened_by(Lasting("jw", "999"), 5))
        == "This is not in your hands, so I have not opened it."
    )


def test_draft_is_not_shown_as_if_it_had_left(office: Office) -> None:
    assert office.sees(office.card) == "It has not left."
    assert office.goes(office.card, "open") == AnnouncementCard(office.id)
    assert office.goes(office.card, "menu") == AtMenu()
    assert office.goes(AtMenu(), opened_by(Lasting("jw", str(office.id)), 5)) == AnnouncementCard(office.id)
    assert office.hears(AtMenu(), opened_by(Lasting("jp", f"p{office.id}"), 5)) == "It has not left."


# ---------------------------------------------------------------- the deeds


def test_progress_buttons_pause_and_resume_without_leaving_the_place(office: Office) -> None:
    office.begins()
    paused = office.at(AtMenu(), opened_by(Lasting("jp", f"p{office.id}"), 5))
    assert paused == (AtMenu(), (Text("Paused. Nothing more leaves; what is under way still arrives."),))
    assert (office.row.stage, office.mailing.state) == (Stage.PAUSED, MailingState.PAUSED)
    assert office.hears(AtMenu(), opened_by(Lasting("jp", f"r{office.id}"), 5)) == "It goes on."
    assert (office.row.stage, office.mailing.state) == (Stage.SENDING, MailingState.RUNNING)


def test_progress_button_pressed_too_late_says_how_it_stands(sent: Office) -> None:
    for choice in ("p", "r", "s"):
        said = sent.hears(AtMenu(), opened_by(Lasting("jp", f"{choice}{sent.id}"), 5))
        assert said == "Sent: Tue, Dec 1, 12:00."


def test_progress_button_that_no_version_had_opens_nothing(office: Office) -> None:
    for choice in ("", "p", "x1", "12"):
        assert office.goes(AtMenu(), opened_by(Lasting("jp", choice), 5)) == AtMenu()


def test_stopping_is_asked_once_more(office: Office) -> None:
    office.begins()
    office.stands(WANG, State.SENT)
    place = office.goes(AtMenu(), opened_by(Lasting("jp", f"s{office.id}"), 5))
    assert place == office.surely(Irrevocable.STOP)
    assert office.sees(place).splitlines()[0] == "Really stop? 3 have not got it yet."
    assert office.goes(place, "yes") == office.card
    assert office.row.stage is Stage.STOPPED


def test_card_pauses_and_resumes(office: Office) -> None:
    office.begins()
    stages = []
    for choice in ("pause", "resume"):
        office.goes(office.card, choice)
        stages.append(office.row.stage)
    assert stages == [Stage.PAUSED, Stage.SENDING]


def test_deed_that_somebody_else_was_faster_with_shows_how_it_stands(sent: Office) -> None:
    assert sent.at(sent.card, "pause")[1][0] == Text("Somebody has changed it meanwhile. This is how it stands:")
    assert (
        sent.hears(sent.surely(Irrevocable.STOP), "yes") == "Somebody has changed it meanwhile. This is how it stands:"
    )


def test_recall_says_from_how_many_it_disappears(sent: Office) -> None:
    place = sent.surely(Irrevocable.RECALL)
    assert sent.sees(place).splitlines() == [
        "Really take it back? It disappears from 1 chat.",
        "Nobody else gets it, and it cannot be sent again.",
    ]
    sent.now = NOON.replace(day=4)
    assert sent.sees(place).splitlines()[-1] == (
        "What is older than 48 hours cannot be deleted; there its words are replaced."
    )
    sent.goes(place, "yes")
    assert sent.row.stage is Stage.RECALLED


def test_sending_again_warns_of_those_who_may_read_it_twice(sent: Office) -> None:
    place = sent.surely(Irrevocable.AGAIN)
    assert sent.sees(place).splitlines() == [
        "Send it again to 3 people who missed it?",
        "Who wants none of this topic is not among them.",
        "1 of them may read it twice: perhaps it had arrived.",
    ]
    assert sent.choices(place) == ["yes", "sure", "back"]
    assert sent.goes(place, "yes") == sent.card
    assert (sent.row.stage, sent.mailing.state) == (Stage.SENDING, MailingState.RUNNING)
    assert (sent.ledger.pending, sent.ledger.by[Standing.DELIVERED]) == (3, 1)


def test_sending_again_can_leave_out_the_unsure(sent: Office) -> None:
    sent.goes(sent.surely(Irrevocable.AGAIN), "sure")
    assert (sent.ledger.pending, sent.ledger.by[Standing.UNKNOWN]) == (2, 1)


def test_sending_again_after_its_time_says_so(office: Office) -> None:
    announcements.change(office.unit, office.id, CHEN, not_after=AT + 60)
    office.begins()
    office.stands(WANG, State.EXPIRED)
    office.does(Verb.FINISH)
    place = office.surely(Irrevocable.AGAIN)
    assert office.sees(place).splitlines()[-1] == "Who wants none of this topic is not among them."
    office.now = NOON.replace(hour=13)
    assert office.sees(place).splitlines()[-1] == (
        "The time after which nobody was to get it is over; it goes out all the same."
    )


# ---------------------------------------------------------------- correcting


def test_new_words_are_shown_as_people_will_read_them_before_they_replace_the_old(sent: Office) -> None:
    place = CorrectingAnnounced(sent.id, "en")
    assert sent.choices(place) == ["zh_Hans", "back"]
    where, (preview, asked) = sent.at(place, Said("No power on Friday", html="No power on <b>Friday</b>"))
    given = replace(place, html=(("en", "No power on <b>Friday</b>"),))
    assert (where, preview) == (given, Post("<b>静安寺街道:</b> No power on <b>Friday</b>", buttons=TOPICS))
    assert isinstance(asked, Text)
    assert asked.html.splitlines()[1] == "Stays as it is: Chinese"
    assert sent.choices(given) == ["do", "zh_Hans", "back"]
    assert sent.goes(given, "do") == sent.card
    assert sent.row.content.html == {**WORDS, "en": "No power on <b>Friday</b>"}
    assert sent.row.errand is Purpose.CORRECT


def test_both_languages_are_corrected_at_once(sent: Office) -> None:
    place = sent.goes(CorrectingAnnounced(sent.id, "en"), Said("Friday"))
    place = sent.goes(place, "zh_Hans")
    place = sent.goes(place, Said("周五 <停电> & 停水"))
    assert place == CorrectingAnnounced(
        sent.id, "zh_Hans", (("en", "Friday"), ("zh_Hans", "周五 &lt;停电&gt; &amp; 停水"))
    )
    assert sent.sees(place).splitlines() == [
        "This is how people will read it. Shall I put it in place everywhere?",
        "Other words: just type them, in: Chinese",
    ]


def test_words_that_do_not_fit_are_refused_kindly_and_nothing_is_lost(sent: Office) -> None:
    place = CorrectingAnnounced(sent.id, "en", (("en", "Friday"),))
    assert sent.goes(place, Said("長" * 4_097)) == place
    assert sent.hears(place, Said("長" * 4_097)) == (
        "There is room for 4,000 letters; this is 97 too many. Please shorten it and send it once more."
    )
    for unreadable in (Said("  "), Said("x", html="<b>broken")):
        assert sent.hears(place, unreadable) == "I could not read that. Please type the words once more."


def test_caption_has_less_room_than_a_text(office: Office) -> None:
    office.id = office.written(Content({"en": "Look"}, (Medium("photo", "file-1"),)))
    office.begins()
    place = CorrectingAnnounced(office.id, "en")
    assert office.goes(place, Said("a" * 981)) == place
    where, (preview, _) = office.at(place, Said("a" * 980))
    assert preview == Post("<b>静安寺街道:</b> " + "a" * 980, (Medium("photo", "file-1"),), TOPICS)
    assert where == replace(place, html=(("en", "a" * 980),))


def test_what_was_recalled_meanwhile_is_not_corrected(sent: Office) -> None:
    sent.does(Verb.RECALL)
    place = CorrectingAnnounced(sent.id, "en", (("en", "Friday"),))
    assert sent.hears(place, "do") == "Somebody has changed it meanwhile. This is how it stands:"
    assert sent.row.content.html == WORDS
    assert sent.goes(sent.card, "correct") == sent.card


def test_nothing_is_put_in_place_before_words_were_given(sent: Office) -> None:
    place = CorrectingAnnounced(sent.id, "en")
    assert sent.goes(place, "do") == place
    assert sent.row.errand is None


def test_language_that_it_does_not_have_is_not_asked_for_first(office: Office) -> None:
    office.id = office.written(Content({"zh_Hans": "停电"}))
    office.begins()
    place = office.goes(office.card, "correct")
    assert place == CorrectingAnnounced(office.id, "zh_Hans")
    assert office.choices(place) == ["back"]


# ---------------------------------------------------------------- why did somebody not get it


def asked(office: Office, name: str) -> str:
    """Return the answer below the name."""
    return office.hears(AskingWhy(office.id), Said(name)).splitlines()[1]


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


# ---------------------------------------------------------------- the report


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


def lines(given: Document) -> list[list[object]]:
    """Return what stands below the header."""
    rows = load_workbook(BytesIO(given.content)).worksheets[0].iter_rows(min_row=3)
    return [[cell.value for cell in row] for row in rows]


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


# ---------------------------------------------------------------- other words for what was approved


ZHOU, WU = 1008, 1009
NEW = (("en", "No power on <b>Friday</b>"), ("zh_Hans", WORDS["zh_Hans"]))


@pytest.fixture
def approved(office: Office) -> Office:
    """Give one that ZHOU, of the same unit as CHEN, approved and that is on its way."""
    people.welcome(office.unit, [ZHOU, WU], AT)
    roles.give(office.unit, ZHOU, Role.ORGANISER, unit_id(office.unit, "310106"), Deed(HOUSE, 1.0))
    announcements.do(office.unit, office.id, Verb.SUBMIT, Deed(BY, AT))
    announcements.do(office.unit, office.id, Verb.APPROVE, Deed(By(ZHOU), AT))
    announcements.do(office.unit, office.id, Verb.BEGIN, Deed(HOUSE, AT))
    return office


def proposed(office: Office) -> AnnouncedProposal:
    office.goes(CorrectingAnnounced(office.id, "en", NEW), "do")
    return AnnouncedProposal(office.id, office.row.version)


def told(office: Office, place: Step, choice: str) -> list[int]:
    return sorted(tell.chat_id for tell in advance(place, Chose(choice, 500), office.desk)[2])


def test_correction_of_what_was_approved_changes_nothing_by_itself(approved: Office) -> None:
    approved.does(Verb.PAUSE)
    asking = CorrectingAnnounced(approved.id, "en", NEW)
    assert "somebody else has to approve it" in approved.sees(asking)
    assert told(approved, asking, "do") == [ZHOU]
    row = approved.row
    assert (row.content.html, row.proposed_by, row.errand, row.stage) == (WORDS, CHEN, None, Stage.PAUSED)
    assert approved.choices(approved.card) == ["resume", "stop", "new", "recall", "why", "back"]
    assert "waits for approval" in approved.sees(approved.card)
    approved.who = ZHOU
    assert "Nothing" not in approved.sees(AnnouncedProposal(row.id, row.version))
    assert approved.goes(AtMenu(), Opened(EntryPoint.ANNOUNCED, f"{row.id}.new", 1)) == approved.goes(
        approved.card, "new"
    )


def test_own_correction_is_taken_back_and_never_approved(approved: Office) -> None:
    waiting = proposed(approved)
    assert approved.choices(waiting) == ["keep", "back"]
    assert approved.goes(waiting, "back") == approved.card
    assert approved.goes(waiting, "approve") == approved.card
    assert approved.row.content.html == WORDS
    assert told(approved, waiting, "keep") == []
    assert approved.row.proposed is None
    assert approved.hears(waiting, "keep").startswith("Somebody has changed it meanwhile.")
    assert approved.sees(waiting) == "This correction does not wait for approval any more."
    assert approved.goes(AtMenu(), Opened(EntryPoint.ANNOUNCED, f"{approved.id}.new", 1)) == approved.card


def test_correction_is_put_in_place_by_somebody_else(approved: Office) -> None:
    waiting = proposed(approved)
    approved.who = ZHOU
    assert approved.choices(waiting) == ["approve", "keep", "back"]
    lines = approved.sees(waiting).splitlines()
    assert lines[1] == WORDS["en"]
    assert lines[4] == NEW[0][1]
    assert told(approved, waiting, "approve") == [CHEN]
    assert approved.row.content.html == dict(NEW)


def test_correction_is_not_approved(approved: Office) -> None:
    waiting = proposed(approved)
    approved.who = ZHOU
    assert told(approved, waiting, "keep") == [CHEN]
    assert approved.row.content.html == WORDS


def test_correction_that_changed_meanwhile_is_not_approved_unseen(approved: Office) -> None:
    waiting = proposed(approved)
    proposed(approved)
    approved.who = ZHOU
    assert approved.hears(waiting, "approve").startswith("Somebody has changed it meanwhile.")
    assert approved.row.content.html == WORDS


def test_correction_beyond_the_own_units_is_for_who_approved_it(approved: Office) -> None:
    """The audience was widened from above: who organises the unit alone sees the correction and cannot decide."""
    waiting = proposed(approved)
    roles.give(approved.unit, WU, Role.ORGANISER, approved.unit_id, Deed(HOUSE, 1.0))
    approved.unit.connection.execute(
        update(announcement_table)
        .where(announcement_table.c.id == approved.id)
        .values(audience=write_audience(Audience("/")))
    )
    approved.who = WU
    assert approved.hears(waiting, "approve").startswith("It is for more than your own units.")
    assert approved.row.content.html == WORDS


def test_correction_without_anybody_else_keeps_what_was_typed(approved: Office) -> None:
    (role,) = roles.held(approved.unit, ZHOU)
    roles.take(approved.unit, role.id, Deed(HOUSE, AT))
    asking = CorrectingAnnounced(approved.id, "en", NEW)
    assert approved.goes(asking, "do") == asking
    assert approved.hears(asking, "do").startswith("A second organiser has to approve this")


def test_correction_that_says_the_same_is_none(approved: Office) -> None:
    asking = CorrectingAnnounced(approved.id, "en", tuple(WORDS.items()))
    assert approved.goes(asking, "do") == approved.card
    assert approved.row.proposed is None


@pytest.mark.parametrize(("letters_", "messages"), [(1_000, 1), (3_000, 3), (4_000, 5)])
def test_long_words_are_shown_in_as_many_messages_as_they_need(approved: Office, letters_: int, messages: int) -> None:
    announcements.propose(approved.unit, approved.id, Content({"zh_Hans": "字" * letters_}), Deed(BY, AT))
    content = Content({"zh_Hans": "句" * letters_})
    approved.unit.connection.execute(
        update(announcement_table)
        .where(announcement_table.c.id == approved.id)
        .values(content=approved.unit.seal.close(write_content(content), announcements.CONTENT))
    )
    shown = screen(AnnouncedProposal(approved.id, approved.row.version), approved.desk)
    assert len(shown) == messages
    assert all(isinstance(one, Text) and length(one.html) <= MOST_TEXT for one in shown)


def test_recall_is_told_to_who_approved_and_who_wrote_it(approved: Office) -> None:
    approved.who = ZHOU
    assert told(approved, approved.surely(Irrevocable.STOP), "yes") == []
    assert told(approved, approved.surely(Irrevocable.RECALL), "yes") == [CHEN]
