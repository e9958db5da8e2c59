"""The corners of the centre's mail that no dialogue comes by, and what is written back to an announcement."""

from collections.abc import Iterator, Sequence
from typing import Final

import pytest

from bot import memory
from bot.chat import Arrival, Event, Forwarded, Post, Reply, Said, SentFile, Tapped, Text, Unreadable
from bot.flows import flow_of
from bot.flows.desk import Chose, Desk, Go, Kept, Tell
from bot.flows.finding.steps import FoundNothing
from bot.flows.mail import FLOW, rights, text, unit_mail, writing_in
from bot.flows.mail import words as mail_words
from bot.flows.mail.steps import AnsweringMail, ChoosingMailbox, Closing, HandingOn, MailCard, MailList, WritingIn
from bot.flows.sentences.steps import DidYouMean
from bot.flows.step import AtMenu, Step
from bot.memory import Memory
from bot.planning.mail import Due
from bot.texts import Words, words
from bot.turn import answer
from domain.announcements.announcements import Content, Medium
from domain.announcements.audiences import Audience
from domain.messages.delivery import Lane
from domain.messages.threads import State
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from scheduler.notices.mail import ring_thread
from scheduler.notices.occasion import Occasion
from storage.announcements import announcements, threads
from storage.announcements.threads import ThreadRow, Writing
from storage.messages import notices, outbox
from storage.messages.notices import NoticeRow
from storage.messages.outbox import Draft
from storage.people import colleagues, people, roles
from storage.people.people import Person
from storage.places import places
from storage.tables.messages import outbox as outbox_table
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds.store import store_deed, unit_id
from tests.stage.talk import NOON, furnish, house, html

WANG, CHEN, LI, SUN = 1001, 1004, 1003, 1007
JA, OTHER, JING_AN = "310106011", "310106012", "310106"
NOW: Final = NOON.timestamp()
EN = words("en")
PICTURE: Final = SentFile("photo", "AgAC", caption="Look")


class Office:
    """A member who is affiliated and two organisers of the unit, in one transaction that is never committed."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit, self.host, self.now = unit, unit_id(unit, JA), NOON
        self.memory = Memory()

    def desk(self, who: int) -> Desk:
        lived_in = house("en")
        person = people.known(self.unit, {who}).get(who) or Person(who)
        kept = self.memory.kept
        return Desk(self.unit, person, self.now, EN, lived_in.search, lived_in.bot_link, "en", kept=kept)

    def does(
        self, who: int, event: Event | str, place: Step | None = None
    ) -> tuple[Step, Sequence[Reply], Sequence[Tell]]:
        """Press a button ("=zm.1", or a choice of the screen) or do something else; the memory goes on."""
        before = Memory(place or AtMenu(), 41, kept=self.memory.kept)
        pressed = event if isinstance(event, Event) else _tapped(before.step, event)
        answered = answer(Arrival(42, who, self.now, pressed), before, 42, self.desk(who))
        self.memory = memory.read(memory.write(answered.memory))
        return answered.memory.step, answered.replies, answered.tells

    def hears(self, who: int, event: Event | str, place: Step | None = None) -> str:
        """Return everything that is said."""
        return "\n".join(one.html for one in self.does(who, event, place)[1] if isinstance(one, Text))

    def thread(self, thread_id: int = 1) -> ThreadRow:
        row = threads.find(self.unit, thread_id)
        assert row is not None
        return row

    def written(self, said: str = "Is it open?", who: int = WANG, about: str = "") -> ThreadRow:
        return threads.post(self.unit, self.host, Writing(said), Deed(By(who), NOW), about).row

    def sent(self, who: int, about: str, message_id: int = 900) -> int:
        """Let a message about something have reached this chat."""
        outbox.write(self.unit, [Draft(f"test:{message_id}", who, Lane.CONFIRMATION, b"t", NOW, about=about)], NOW)
        this = outbox_table.c.dedupe == f"test:{message_id}"
        self.unit.connection.execute(outbox_table.update().where(this).values(state="sent", message_id=message_id))
        return message_id

    def labels(self, who: int, place: Step) -> list[str]:
        (shown,) = FLOW.show(place, self.desk(who))
        return [button.label for row in shown.buttons for button in row]


def _tapped(place: Step, data: str) -> Tapped:
    return Tapped(data if data.startswith("=") else f"{flow_of(place).name}.15.{data}", 500)  # 41 in base 36


def told(tells: Sequence[Tell]) -> list[tuple[int, str]]:
    """Return who is told, and the first line of it."""
    return [(tell.chat_id, tell.reply.html.split("\n")[0]) for tell in tells if isinstance(tell.reply, Text)]


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[Office]:
    furnish(sqlite_store)
    store_deed(sqlite_store, WANG, "(affiliation active JA-1)", NOW)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [CHEN, LI, SUN], NOW)
        for chat_id in (CHEN, LI):
            roles.give(unit, chat_id, Role.ORGANISER, unit_id(unit, JA), Deed(HOUSE, NOW))
        yield Office(unit)
        unit.roll_back()


# ---------------------------------------------------------------- written back


def test_answer_to_an_announcement_is_in_the_mail_of_its_unit(office: Office) -> None:
    above = unit_id(office.unit, JING_AN)
    roles.give(office.unit, SUN, Role.ORGANISER, above, Deed(HOUSE, NOW))
    row = announcements.draft(office.unit, above, Audience("/"), Deed(By(SUN), NOW))
    announcements.change(office.unit, row.id, SUN, content=Content({"en": "Lights go <b>out</b> at 8"}))
    office.sent(WANG, f"announcement:{row.id}")

    _, replies, tells = office.does(WANG, Said("Which lights?", reply_to=900))
    assert replies == (Text("✅ Passed on to 静安区. You usually hear within 2 working days; the answer comes here."),)
    assert told(tells) == [(SUN, "A message to 静安区 from 王*:")]
    thread = office.thread()
    assert (thread.unit_id, thread.about, thread.chat_id) == (above, f"announcement:{row.id}", WANG)
    assert "In answer to: “Lights go out at 8”" in office.hears(SUN, f"=zm.{thread.id}")


def test_picture_in_answer_to_an_announcement_is_passed_on_too(office: Office) -> None:
    row = announcements.draft(office.unit, office.host, Audience("/"), Deed(By(CHEN), NOW))
    message = office.sent(WANG, f"announcement:{row.id}")
    office.does(WANG, SentFile("photo", "AgAC", caption="Here", reply_to=message))
    (said,) = threads.messages(office.unit, 1)
    assert (said.said, said.file) == ("Here", Medium("photo", "AgAC"))


def test_answer_to_what_is_gone_is_looked_for_like_any_words(office: Office) -> None:
    office.sent(WANG, "announcement:99", 900)
    office.sent(WANG, "thread:99", 901)
    for message in (900, 901):
        place, _, _ = office.does(WANG, Said("Which lights, please?", reply_to=message))
        assert isinstance(place, FoundNothing)
    assert threads.open_of(office.unit, WANG) == []


def test_answer_to_another_persons_thread_changes_nothing(office: Office) -> None:
    thread = office.written()
    office.sent(SUN, f"thread:{thread.id}")
    office.does(SUN, Said("And me?", reply_to=900))
    assert len(threads.messages(office.unit, thread.id)) == 1


def test_empty_answer_is_no_answer(office: Office) -> None:
    thread = office.written()
    office.sent(WANG, f"thread:{thread.id}", 900)
    office.sent(CHEN, f"mail:{thread.id}", 901)
    office.does(WANG, Said("\u200b \0", reply_to=900))
    office.does(CHEN, SentFile("sticker", "AgAC", reply_to=901))
    assert (office.thread().unanswered_since, len(threads.messages(office.unit, thread.id))) == (NOW, 1)


def test_answer_written_back_is_refused_when_it_is_closed(office: Office) -> None:
    thread = office.written()
    office.sent(CHEN, f"mail:{thread.id}")
    threads.close(office.unit, thread.id, Deed(By(LI), NOW))
    assert office.does(CHEN, Said("Yes", reply_to=900))[1:] == (
        (Text("This was closed meanwhile, so nothing was sent."),),
        (),
    )


def test_many_answers_ring_for_the_first_few(office: Office) -> None:
    people.welcome(office.unit, range(2001, 2006), NOW)
    row = announcements.draft(office.unit, office.host, Audience("/"), Deed(By(CHEN), NOW))
    rung = []
    for chat_id in range(2001, 2006):
        message = office.sent(chat_id, f"announcement:{row.id}", chat_id)
        rung.append(len(office.does(chat_id, Said("Received", reply_to=message))[2]))
    assert rung == [2, 2, 2, 0, 0]
    assert unit_mail.waiting(office.desk(CHEN)) == 5


# ---------------------------------------------------------------- passing on


def test_kept_words_are_remembered_until_they_are_passed_on(office: Office) -> None:
    place, replies, _ = office.does(WANG, Said("Who has the key?\nRoom 3"))
    (pass_on,) = [one.data for row in replies[-1].buttons for one in row if one.data.startswith("=pass_on.")]
    assert (type(place), office.memory.kept) == (DidYouMean, Kept("Who has the key?\nRoom 3"))

    office.hears(WANG, "=o.")  # something else meanwhile
    assert office.does(WANG, pass_on)[1][0].html.startswith("✅ Passed on to 静安寺街道.")  # type: ignore[union-attr]
    assert [one.said for one in threads.messages(office.unit, 1)] == ["Who has the key?\nRoom 3"]
    assert office.memory.kept is None
    assert office.hears(WANG, pass_on).startswith("I do not keep these words any longer")
    assert len(threads.messages(office.unit, 1)) == 1


def test_other_words_take_the_place_of_what_was_kept(office: Office) -> None:
    _, replies, _ = office.does(WANG, Said("Who has the key?"))
    office.does(WANG, Said("Where is the janitor?"))
    assert office.memory.kept == Kept("Where is the janitor?")
    old = replies[-1].buttons[1][0].data
    assert office.hears(WANG, old).startswith("I do not keep these words any longer")


def test_album_is_kept_as_one(office: Office) -> None:
    first, second = (
        SentFile("photo", f"AgAC{number}", caption=said, album="7") for number, said in enumerate(["", "Two"])
    )
    _, replies, _ = office.does(WANG, first)
    assert office.does(WANG, second)[1] == ()
    assert office.memory.kept == Kept("Two", (("photo", "AgAC0"), ("photo", "AgAC1")), "7")
    office.does(WANG, replies[0].buttons[0][0].data)
    assert [one.file and one.file.file_id for one in threads.messages(office.unit, 1)] == ["AgAC0", "AgAC1"]


def test_album_written_to_a_unit_is_confirmed_once(office: Office) -> None:
    place: Step = WritingIn(office.host)
    said = []
    for number in range(3):
        place, replies, _ = office.does(WANG, SentFile("photo", f"AgAC{number}", album="7"), place)
        said.append(len(replies))
    assert (said, place) == ([1, 0, 0], WritingIn(office.host))
    assert len(threads.messages(office.unit, 1)) == 3


def test_what_cannot_be_passed_on_has_no_button(office: Office) -> None:
    for event in (Forwarded(""), SentFile("sticker", "x"), SentFile("photo", "\0"), Said("\0")):
        _, replies, _ = office.does(WANG, event)
        offered = [one.data for one in (button for row in replies[-1].buttons for button in row)]
        assert [data for data in offered if data.startswith("=pass_on.")] == []
    assert mail_words.kept_of(Said("\ud800")) is None


# ---------------------------------------------------------------- whom it is for


def test_own_point_says_whom_it_is_for(office: Office) -> None:
    point = places_point(office.unit)
    people.choose_point(office.unit, SUN, point)
    assert writing_in.begin("", office.desk(SUN)).step == WritingIn(unit_id(office.unit, OTHER))  # type: ignore[union-attr]


def places_point(unit: UnitOfWork) -> int:
    found = places.point_by_code(unit, "JA-4")
    assert found is not None
    return found.id


def test_whom_it_is_for_can_be_typed(office: Office) -> None:
    asked = ChoosingMailbox("Is it open?")
    place, replies, _ = office.does(SUN, Said("静安寺街道党群服务中心"), asked)
    assert (place, office.thread().unit_id) == (AtMenu(), office.host)
    assert "✅ Passed on to 静安寺街道." in replies[0].html  # type: ignore[union-attr]

    place, _, _ = office.does(SUN, Said("南京西路街道"), ChoosingMailbox())
    assert place == WritingIn(unit_id(office.unit, OTHER))
    assert office.hears(SUN, Said("nowhere at all"), asked).startswith("I know no centre of that name.")


def test_districts_are_turned_and_left_out_of(office: Office) -> None:
    asked = ChoosingMailbox("Open?", page=1)
    assert office.does(SUN, "previous", asked)[0] == ChoosingMailbox("Open?")
    assert office.does(SUN, "next", asked)[0] == ChoosingMailbox("Open?", page=2)
    district = ChoosingMailbox("Open?", unit_id=unit_id(office.unit, JING_AN))
    assert office.does(SUN, "districts", district)[0] == ChoosingMailbox("Open?")
    assert office.does(SUN, "99", district)[0] == district
    assert office.does(SUN, "elsewhere", WritingIn(office.host))[0] == ChoosingMailbox()


def test_unit_that_is_gone_is_not_written_to(office: Office) -> None:
    office.does(SUN, Said("Is it open?"), WritingIn(99))
    assert threads.open_of(office.unit, SUN) == []


def test_nobody_in_charge_is_said(office: Office) -> None:
    for chat_id in (CHEN, LI):
        for held in roles.held(office.unit, chat_id):
            roles.take(office.unit, held.id, Deed(HOUSE, NOW))
    assert office.hears(WANG, Said("Is it open?"), WritingIn(office.host)).startswith("✅ Kept for 静安寺街道.")


# ---------------------------------------------------------------- at the mail


def test_whoever_comes_second_sees_how_it_stands(office: Office) -> None:
    office.written()
    card = MailCard(1)
    office.does(CHEN, "take", card)
    assert office.hears(LI, "take", card).startswith("A colleague was first.")
    assert office.labels(LI, card) == ["Answer it", "Take it over", "Close it", "All of it", "Back"]
    office.does(LI, "over", card)
    assert office.thread().taken_by == LI
    assert office.hears(CHEN, "leave", card).startswith("A colleague was first.")


def test_left_to_colleagues_they_are_told(office: Office) -> None:
    office.written()
    office.does(CHEN, "take", MailCard(1))
    _, _, tells = office.does(CHEN, "leave", MailCard(1))
    assert told(tells) == [(LI, "A message to 静安寺街道 from 王*:")]


def test_handed_upwards_member_and_those_above_are_told(office: Office) -> None:
    above = unit_id(office.unit, JING_AN)
    roles.give(office.unit, SUN, Role.ORGANISER, above, Deed(HOUSE, NOW))
    office.written()
    assert office.does(CHEN, "on", MailCard(1))[0] == HandingOn(MailCard(1))
    place, _, tells = office.does(CHEN, f"to.0.{above}", HandingOn(MailCard(1)))
    assert place == MailList()
    assert told(tells) == [
        (WANG, "What you wrote has been handed on to 静安区."),
        (SUN, "A message to 静安区 from 王*:"),
    ]


def test_at_the_top_it_is_handed_down_and_not_up(office: Office) -> None:
    top = places.ancestors(office.unit, office.host)[0].id
    roles.give(office.unit, SUN, Role.ADMIN, None, Deed(HOUSE, NOW))
    threads.post(office.unit, top, Writing("Hello"), Deed(By(WANG), NOW))
    assert office.labels(SUN, MailCard(1)) == ["Answer it", "Take it", "Hand it on", "All of it", "Close it", "Back"]
    assert office.labels(SUN, HandingOn(MailCard(1))) == ["静安区", "浦东新区", "Back"]


def test_colleague_gets_it_by_name_and_hears_from_whom(office: Office) -> None:
    office.written()
    colleagues.keep(office.unit, CHEN, "陈老师")
    colleagues.keep(office.unit, LI, "李老师")
    step = HandingOn(MailCard(1))
    assert office.labels(CHEN, step)[0] == "李老师"
    place, replies, tells = office.does(CHEN, f"to.{LI}.0", step)
    assert (place, office.thread().taken_by, html(replies[0])) == (MailCard(1), LI, "✅ Handed to 李老师.")
    assert told(tells) == [(LI, "陈老师 has handed you a message to 静安寺街道 from 王*:")]


def test_it_is_handed_to_nobody_who_may_not_act_there(office: Office) -> None:
    office.written()
    step = HandingOn(MailCard(1))
    for choice in (f"to.{SUN}.0", f"to.{WANG}.0", f"to.{CHEN}.0", "to.0.9999", "to.0.0", "to.x"):
        place, _, tells = office.does(CHEN, choice, step)
        assert (place, tells, office.thread().taken_by, office.thread().unit_id) == (step, (), None, office.host)
    assert office.does(CHEN, "back", step)[0] == MailCard(1)


def test_what_was_closed_meanwhile_is_not_handed_on(office: Office) -> None:
    office.written()
    threads.close(office.unit, 1, Deed(By(LI), NOW))
    assert office.hears(CHEN, f"to.{LI}.0", HandingOn(MailCard(1))).startswith("A colleague was first.")
    assert office.does(CHEN, "on", MailCard(1))[0] == MailCard(1)


def test_what_nobody_has_answered_is_closed_after_a_question(office: Office) -> None:
    office.written()
    assert office.does(CHEN, "close", MailCard(1))[0] == Closing(MailCard(1))
    assert office.does(CHEN, "back", Closing(MailCard(1)))[0] == MailCard(1)
    assert office.thread().state is State.OPEN
    assert "Nobody has answered this yet." in office.hears(CHEN, "nothing", Closing(MailCard(1)))
    place, _, tells = office.does(CHEN, "close", Closing(MailCard(1)))
    assert (place, office.thread().state) == (MailList(), State.CLOSED)
    assert [tell.chat_id for tell in tells] == [WANG]


def test_closed_after_an_answer_nobody_is_told(office: Office) -> None:
    office.written()
    threads.answer(office.unit, 1, Writing("Yes"), Deed(By(CHEN), NOW))
    assert office.does(CHEN, "close", MailCard(1))[2] == ()
    assert office.labels(CHEN, MailCard(1)) == ["All of it", "Back"]
    assert "1 message is closed:" in office.hears(CHEN, "closed", MailList())
    assert office.does(CHEN, "answer", MailCard(1))[0] == MailCard(1)
    assert "closed" in office.hears(CHEN, "nothing", MailCard(1))


def test_own_mail_is_answered_by_others(office: Office) -> None:
    store_thread = threads.post(office.unit, office.host, Writing("About me"), Deed(By(CHEN), NOW)).row
    assert rights.seen(store_thread.id, office.desk(CHEN)) is None
    assert (unit_mail.waiting(office.desk(CHEN)), unit_mail.waiting(office.desk(LI))) == (0, 1)
    assert rights.seen(99, office.desk(LI)) is None


def test_member_who_stopped_the_bot_is_noted_on_the_card(office: Office) -> None:
    office.written()
    people.mark_unreachable(office.unit, WANG, NOW)
    assert "Has stopped the bot" in office.hears(CHEN, "=zm.1")


def test_long_words_go_through_whole(office: Office) -> None:
    long = "长" * 4_000
    office.written(long)
    card = office.hears(CHEN, "=zm.1")
    assert ("Earlier messages: “All of it”." in card, len(card) < 500) == (True, True)
    _, replies, _ = office.does(CHEN, "all", MailCard(1))
    shown = "".join(one.html for one in replies[:-1] if isinstance(one, Text))
    assert (shown.count("长"), len(replies)) == (4_000, 3)

    _, _, tells = office.does(CHEN, Said("😀" * 2_000), AnsweringMail(MailCard(1)))
    assert [one.reply.html.count("😀") for one in tells if isinstance(one.reply, Text)] == [1_750, 250]


def test_film_in_an_answer_reaches_the_member(office: Office) -> None:
    office.written()
    _, _, tells = office.does(CHEN, SentFile("video", "BAAC"), AnsweringMail(MailCard(1)))
    assert [tell.reply for tell in tells][1:] == [Post("", (Medium("video", "BAAC"),))]
    assert "[video]" in office.hears(CHEN, "=zm.1")


def test_way_back_from_everywhere(office: Office) -> None:
    office.written()
    card = MailCard(1, MailList(page=1))
    assert office.does(CHEN, "back", AnsweringMail(card))[0] == card
    assert office.does(CHEN, "back", card)[0] == MailList(page=1)
    assert office.does(CHEN, "previous", MailList(page=1))[0] == MailList()
    assert office.does(CHEN, "next", MailList())[0] == MailList(page=1)
    assert office.does(CHEN, "1", MailList())[0] == MailCard(1)
    assert office.does(CHEN, "=zm.")[0] == MailList()


def test_role_that_is_gone_shows_nothing(office: Office) -> None:
    office.written()
    for place in (MailList(), MailCard(1), AnsweringMail(MailCard(1))):
        assert office.hears(SUN, "all", place) == "This is not in your hands, so I have not opened it."
        assert FLOW.show(place, office.desk(SUN))[0].buttons[0][0].label == "Menu"
    assert office.hears(SUN, "=zm.") == "This is not in your hands, so I have not opened it."
    assert office.does(CHEN, "99", MailList())[0] == MailList()


def test_answered_list_says_so(office: Office) -> None:
    office.written()
    threads.answer(office.unit, 1, Writing("Yes"), Deed(By(LI), NOW))
    assert office.hears(CHEN, "=zm.").startswith("All messages are answered; these are not closed yet:")
    assert "answered · in hand: organiser" in office.hears(CHEN, "=zm.1")


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0.5, "less than an hour"), (1, "1 hour"), (47, "47 hours"), (48, "2 days"), (-1, "less than an hour")],
)
def test_age_in_words(hours: float, said: str) -> None:
    assert text.age(NOW, NOW + hours * 3_600, EN) == said


def test_nothing_is_quoted_of_what_is_gone() -> None:
    assert text.quoted(None, EN) == ""


# ---------------------------------------------------------------- the bell


def rings(office: Office, kind: Due) -> list[Tell] | None:
    row = NoticeRow(1, "thread:1", 1, kind, NOW, None)
    said = ring_thread(Occasion(row, office.unit, NOON, office_words))
    return None if said is None else [one for one in said if isinstance(one, Tell)]


def office_words(_chat_id: int) -> Words:
    return EN


def test_bell_rings_for_what_waits_only(office: Office) -> None:
    assert rings(office, Due.UNANSWERED) is None
    office.written()
    first = rings(office, Due.UNANSWERED)
    assert first is not None
    heading = "A message to 静安寺街道 from 王* has waited less than an hour for an answer:"
    assert told(first) == [(LI, heading), (CHEN, heading)]
    assert rings(office, Due.UNANSWERED_ABOVE) == []
    threads.answer(office.unit, 1, Writing("Yes"), Deed(By(CHEN), NOW))
    assert rings(office, Due.UNANSWERED) is None


def test_bell_of_what_is_late_rings_where_it_has_not_rung(office: Office) -> None:
    """Nobody of the street is left, so the district was reminded: what is late is for whoever stands above it."""
    office.written()
    for chat_id in (CHEN, LI):
        for held in roles.held(office.unit, chat_id):
            roles.take(office.unit, held.id, Deed(HOUSE, NOW))
    people.welcome(office.unit, [9001, 9002], NOW)
    district = unit_id(office.unit, "310106")
    roles.give(office.unit, 9001, Role.ORGANISER, district, Deed(HOUSE, NOW))
    roles.give(office.unit, 9002, Role.ADMIN, None, Deed(HOUSE, NOW))
    assert [
        [tell.chat_id for tell in rings(office, kind) or []] for kind in (Due.UNANSWERED, Due.UNANSWERED_ABOVE)
    ] == [
        [9001],
        [9002],
    ]


def test_bell_is_planned_once_for_what_waits(office: Office) -> None:
    for said in ("First", "Second"):
        office.does(WANG, Said(said), WritingIn(office.host))
    due = notices.due(office.unit, NOW + 40 * 86_400, 10)
    assert [(row.subject, row.kind) for row in due] == [
        ("thread:1", Due.UNANSWERED),
        ("thread:1", Due.UNANSWERED_ABOVE),
    ]


def test_button_that_a_card_has_not_is_no_answer(office: Office) -> None:
    office.written()
    assert FLOW.hear(AnsweringMail(MailCard(1)), Chose("x", 5), office.desk(CHEN)) is None


def test_what_was_kept_waits_until_somebody_says_whom_it_is_for(office: Office) -> None:
    assert writing_in.pass_on(Kept("Is it open?"), office.desk(SUN)) == Go(ChoosingMailbox("Is it open?", ()))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("audio", "I cannot listen to recordings yet. Please type it."),
        ("dice", "Thank you. I can only read words, though."),
        ("poll", "I cannot read this kind of message. Please type it."),
    ],
)
def test_what_cannot_be_read_says_so(office: Office, kind: str, said: str) -> None:
    assert office.hears(SUN, Unreadable(kind)).split("\n")[0] == said
