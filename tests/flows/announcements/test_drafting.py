"""The corners of composing an announcement and approving it that no dialogue comes by."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.buttons import Lasting
from bot.chat import Button, Event, Post, Reply, Said, SentFile, SharedPlace, Text
from bot.flows.activities.in_hand import ActivityInHand
from bot.flows.announcements.drafting import listing
from bot.flows.announcements.steps import (
    AnnouncementCard,
    AnnouncementList,
    Attaching,
    ChangingAnnouncement,
    ChoosingSender,
    ChoosingTemplate,
    ChoosingTopic,
    DiscardingAnnouncement,
    Found,
    Linking,
    ReturningAnnouncement,
    SayingTooLate,
    SendingSurely,
    Timing,
    Wording,
    WritingNew,
)
from bot.flows.crossroads import advance, screen
from bot.flows.desk import Chose, Desk, Tell
from bot.flows.entry_points import Opened, opened_by
from bot.flows.step import AtMenu, Step
from bot.texts import words
from domain.activities.activities import Audience as Who
from domain.activities.activities import Kind, Plan, Spot, Standing
from domain.activities.seats import Way
from domain.affiliations.reminders import QuietHours
from domain.announcements.announcements import Content, Link, Medium, Purpose, Stage, Target, Verb
from domain.announcements.audiences import Audience, Reads, Relation, ToActivities
from domain.announcements.topics import Topic
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from domain.rules import Rule
from storage.activities import activities, attendance, signups
from storage.activities.activities import ActivityRow
from storage.announcements import announcements, before_sending, freezing, mailings, topics
from storage.announcements.announcements import AnnouncementRow
from storage.people import people, roles
from storage.people.people import Person
from storage.places import places, unit_rules
from storage.unit_of_work import Store, UnitOfWork
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON, furnish, house

CHEN = 1004
LI = 1005
EN = words("en")
ORGANISER = By(CHEN, "organiser")
TOPICS = ((Button("Which messages I get", "=topics."),),)


class Office:
    """Two organisers of one unit at work in one transaction that is never committed."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit, self.now, self.person, self.paid_broadcast = unit, NOON, CHEN, False
        self.quiet_hours: QuietHours | None = QuietHours()
        self.unit_id = unit_id(unit, "310106011")
        self.path = places.path_of(unit, self.unit_id)

    @property
    def desk(self) -> Desk:
        lived_in = house("en")
        person = Person(self.person)
        desk = Desk(self.unit, person, self.now, EN, lived_in.search, lived_in.bot_link, "en")
        return replace(desk, paid_broadcast=self.paid_broadcast, quiet_hours=self.quiet_hours)

    def does(self, place: Step, event: Event | Chose | Opened) -> tuple[Step, tuple[Reply, ...], tuple[Tell, ...]]:
        return advance(place, event, self.desk)

    def goes(self, place: Step, event: Event | Chose | Opened | str) -> Step:
        """Press a button (its choice) or do something else there, and return where it leads."""
        return self.does(place, Chose(event, 500) if isinstance(event, str) else event)[0]

    def hears(self, place: Step, event: Event | Chose | str) -> str:
        """Return what is said first."""
        _, replies, _ = self.does(place, Chose(event, 500) if isinstance(event, str) else event)
        assert isinstance(replies[0], Text)
        return replies[0].html

    def reads(self, place: Step) -> str:
        (shown,) = screen(place, self.desk)
        assert isinstance(shown, Text)
        return shown.html

    def labels(self, place: Step) -> list[str]:
        return [button.label for row in screen(place, self.desk)[-1].buttons for button in row]

    def draft(self, html: str = "Come and see", **changed: object) -> AnnouncementRow:
        row = announcements.draft(self.unit, self.unit_id, Audience(self.path), Deed(By(CHEN), NOON.timestamp()))
        wanted = {"content": Content({"en": html}), **changed}
        return announcements.change(self.unit, row.id, CHEN, **wanted)  # type: ignore[arg-type]  # as each test names them

    def made(self, place: WritingNew) -> AnnouncementRow:
        """Type the first words there and return the draft that they open."""
        after = self.goes(place, Said("Come and see"))
        assert isinstance(after, ChoosingTopic)
        found = announcements.find(self.unit, after.announcement_id)
        assert found is not None
        return found

    def awaiting(self, **changed: object) -> AnnouncementRow:
        row = self.draft(**changed)  # type: ignore[arg-type]  # as each test names them
        return announcements.do(self.unit, row.id, Verb.SUBMIT, Deed(ORGANISER, NOON.timestamp()))

    def now_of(self, row: AnnouncementRow) -> AnnouncementRow:
        found = announcements.find(self.unit, row.id)
        assert found is not None
        return found

    def activity(self, title: str = "Lecture", days: int = 9) -> ActivityRow:
        starts = NOON + timedelta(days=days)
        ends = starts + timedelta(hours=1)
        plan = Plan(Kind.LECTURE, title, starts.timestamp(), ends.timestamp(), Spot(point_id=1), Who.ANYONE)
        row = activities.draft(self.unit, plan, self.unit_id, Deed(By(CHEN), NOON.timestamp()))
        return activities.publish(self.unit, row.id, Deed(ORGANISER, NOON.timestamp()))


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[Office]:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [CHEN, LI, *range(2001, 2005)], NOON.timestamp())
        for chat_id in (CHEN, LI):
            roles.give(unit, chat_id, Role.ORGANISER, unit_id(unit, "310106011"), Deed(HOUSE, NOON.timestamp()))
        yield Office(unit)
        unit.roll_back()


def _lose_the_role(office: Office) -> None:
    for held in roles.held(office.unit, office.person):
        roles.take(office.unit, held.id, Deed(HOUSE, NOON.timestamp()))


def _photo(caption: str = "", album: str = "", html: str = "") -> SentFile:
    return SentFile("photo", "f1", 10, caption, html, album)


# ---------------------------------------------------------------- beginning


def test_new_one_of_several_units_asks_which(office: Office) -> None:
    other = unit_id(office.unit, "310106012")
    roles.give(office.unit, CHEN, Role.ORGANISER, other, Deed(HOUSE, NOON.timestamp()))
    assert office.goes(AnnouncementList(), "new") == ChoosingSender()
    assert office.goes(ChoosingSender(), str(other)) == WritingNew(other)
    assert office.goes(WritingNew(other), "back") == ChoosingSender()
    assert office.goes(ChoosingSender(), "back") == AnnouncementList()
    assert len(office.labels(ChoosingSender())) == 4


def test_first_words_open_the_draft_and_the_topic_is_asked(office: Office) -> None:
    place = office.goes(WritingNew(office.unit_id), Said("a < b", html="<b>a &lt; b</b>"))
    assert isinstance(place, ChoosingTopic)
    row = announcements.find(office.unit, place.announcement_id)
    assert row is not None
    assert (row.content, row.audience) == (Content({"en": "<b>a &lt; b</b>"}), Audience(office.path))
    assert office.goes(place, "back") == AnnouncementCard(row.id)
    assert office.goes(place, Topic.STUDY) == AnnouncementCard(row.id)
    assert office.now_of(row).topic is Topic.STUDY


def test_words_without_formatting_are_escaped(office: Office) -> None:
    place = office.goes(WritingNew(office.unit_id), Said("党课 <b> & _x_ \u2620"))
    assert isinstance(place, ChoosingTopic)
    row = announcements.find(office.unit, place.announcement_id)
    assert row is not None
    assert row.content.html == {"zh_Hans": "党课 &lt;b&gt; &amp; _x_ \u2620"}


def test_blank_words_open_nothing(office: Office) -> None:
    assert office.hears(WritingNew(office.unit_id), Said(" \n")) == "Please type the words."
    assert announcements.count_of_units(office.unit, [office.path]) == 0


def test_picture_with_a_caption_is_words_and_picture(office: Office) -> None:
    place = office.goes(WritingNew(office.unit_id), _photo("Come", html="<i>Come</i>"))
    assert isinstance(place, ChoosingTopic)
    row = announcements.find(office.unit, place.announcement_id)
    assert row is not None
    assert row.content == Content({"en": "<i>Come</i>"}, (Medium("photo", "f1"),))


def test_album_is_taken_whole_and_answered_once(office: Office) -> None:
    place = office.goes(WritingNew(office.unit_id), _photo("Come", "a1"))
    assert isinstance(place, Attaching)
    assert place.album == "a1"
    after, replies, _ = office.does(place, _photo(album="a1"))
    assert (after, replies) == (place, ())
    row = announcements.find(office.unit, place.announcement_id)
    assert row is not None
    assert (len(row.content.media), row.content.html) == (2, {"en": "Come"})
    assert office.goes(place, "done") == ChoosingTopic(row.id, first=True)


def test_picture_alone_asks_for_its_words(office: Office) -> None:
    place = office.goes(WritingNew(office.unit_id), _photo())
    assert isinstance(place, Attaching)
    assert "right away" in office.reads(place)
    row_id = place.announcement_id
    assert office.goes(place, Said("Come")) == ChoosingTopic(row_id, first=True)


def test_voice_message_is_not_taken(office: Office) -> None:
    assert office.goes(WritingNew(office.unit_id), SentFile("audio", "x")) == WritingNew(office.unit_id)


def test_template_brings_words_topic_and_audience(office: Office) -> None:
    narrow = Audience(office.path, (Reads(frozenset({"en"})),))
    row = office.draft(topic=Topic.SERVICES, audience=narrow)
    assert office.goes(WritingNew(office.unit_id), "like") == ChoosingTemplate(office.unit_id)
    place = office.goes(ChoosingTemplate(office.unit_id), str(row.id))
    assert isinstance(place, AnnouncementCard)
    made = announcements.find(office.unit, place.announcement_id)
    assert made is not None
    assert made.id != row.id
    assert (made.content, made.topic, made.audience) == (row.content, Topic.SERVICES, narrow)


def test_template_for_another_unit_leaves_the_audience_behind(office: Office) -> None:
    other = unit_id(office.unit, "310106012")
    roles.give(office.unit, CHEN, Role.ORGANISER, other, Deed(HOUSE, NOON.timestamp()))
    row = office.draft()
    place = office.goes(ChoosingTemplate(other), str(row.id))
    assert isinstance(place, AnnouncementCard)
    made = announcements.find(office.unit, place.announcement_id)
    assert made is not None
    assert (made.unit_id, made.audience) == (other, Audience(places.path_of(office.unit, other)))


def test_template_that_is_not_there_is_refused(office: Office) -> None:
    assert office.goes(AtMenu(), opened_by(Lasting("j", "c999"), 1)) == AtMenu()
    assert office.goes(AtMenu(), opened_by(Lasting("j", "999"), 1)) == AtMenu()


def test_templates_turn_pages(office: Office) -> None:
    for _ in range(6):
        office.draft()
    place = ChoosingTemplate(office.unit_id)
    assert office.goes(place, "next") == ChoosingTemplate(office.unit_id, 1)
    assert office.goes(ChoosingTemplate(office.unit_id, 1), "previous") == place
    assert office.goes(place, "back") == WritingNew(office.unit_id)
    assert "Next" in office.labels(place)


def test_beginning_one_leaves_alone_what_is_not_its_own(office: Office) -> None:
    roles.give(office.unit, CHEN, Role.ORGANISER, unit_id(office.unit, "310106012"), Deed(HOUSE, NOON.timestamp()))
    for place in (ChoosingSender(), ChoosingTemplate(office.unit_id)):
        assert office.goes(place, "nothing") == place


def test_templates_are_none_at_first(office: Office) -> None:
    assert office.reads(ChoosingTemplate(office.unit_id)) == "There is no earlier one yet."


def test_lasting_button_begins_a_new_one(office: Office) -> None:
    assert office.goes(AtMenu(), opened_by(Lasting("j", "n"), 1)) == WritingNew(office.unit_id)
    assert office.goes(AtMenu(), opened_by(Lasting("j", ""), 1)) == AnnouncementList()


def test_one_for_those_signed_up_begins_at_the_activity(office: Office) -> None:
    activity = office.activity()
    asked = office.goes(AtMenu(), opened_by(Lasting("j", f"a{activity.id}"), 1))
    assert asked == WritingNew(office.unit_id, activity.id)
    assert "Who gets it: signed up for Dec 10 Lecture." in office.reads(asked)
    assert office.labels(asked) == ["Menu", "Back"]
    assert (office.goes(asked, "like"), office.goes(asked, "back")) == (asked, ActivityInHand(activity.id))
    assert office.made(asked).audience == Audience(
        office.path, (ToActivities(frozenset({activity.id}), Relation.SIGNED_UP),)
    )


def test_one_after_the_activity_is_for_those_who_came(office: Office) -> None:
    activity = office.activity()
    office.now = NOON + timedelta(days=10)
    came = ToActivities(frozenset({activity.id}), Relation.CAME)
    assert office.made(WritingNew(office.unit_id, activity.id)).audience == Audience(office.path, (came,))


def test_one_for_an_activity_that_is_not_there_is_refused(office: Office) -> None:
    assert office.goes(AtMenu(), opened_by(Lasting("j", "a99"), 1)) == AtMenu()
    assert office.made(WritingNew(office.unit_id, 99)).audience == Audience(office.path)


def test_card_of_an_activity_offers_to_tell_those_who_are_there(office: Office) -> None:
    card = ActivityInHand(office.activity().id)
    at_first = ["Check-in", "Duties", "Change something", "Poster", "Call it off", "Copy", "Back"]
    assert office.labels(card) == at_first
    signups.sign_up(office.unit, card.activity_id, 2001, Standing.PASSING_BY, NOON.timestamp())
    assert office.labels(card) == [*at_first[:4], "Attendance list", "Tell those signed up", *at_first[4:]]
    office.now = NOON + timedelta(days=10)
    assert office.labels(card) == ["Check-in", "Report", "Copy", "Back"]
    attendance.check_in(office.unit, card.activity_id, 2001, Way.ROLL, Deed(ORGANISER, NOON.timestamp()))
    assert office.labels(card) == ["Check-in", "Report", "Tell those who came", "Copy", "Back"]


# ---------------------------------------------------------------- the list


def test_list_opens_by_button_and_by_number(office: Office) -> None:
    row = office.draft()
    assert office.goes(AnnouncementList(), str(row.id)) == AnnouncementCard(row.id)
    assert office.goes(AnnouncementList(), Said("1")) == AnnouncementCard(row.id)
    assert office.goes(AnnouncementList(1), "previous") == AnnouncementList()
    assert office.goes(AnnouncementList(), "next") == AnnouncementList(1)


def test_list_shows_what_waits_for_oneself(office: Office) -> None:
    row = office.awaiting()
    assert listing.to_approve([office.path], office.desk) == []
    office.person = LI
    assert "To approve · 1" in office.labels(AnnouncementList())
    assert office.goes(AnnouncementList(), "waiting") == AnnouncementCard(row.id)
    announcements.do(office.unit, row.id, Verb.RETURN, Deed(ORGANISER, NOON.timestamp()))
    assert office.goes(AnnouncementList(), "waiting") == AnnouncementList()


# ---------------------------------------------------------------- words and what hangs on them


def test_words_of_the_other_language_are_added_and_left_out_again(office: Office) -> None:
    row = office.draft()
    place = office.goes(ChangingAnnouncement(row.id), "words")
    assert place == Wording(row.id, "en")
    assert office.goes(place, "zh_Hans") == Wording(row.id, "zh_Hans")
    assert office.goes(place, "without") == place
    assert "gets the other words" in office.reads(Wording(row.id, "zh_Hans"))
    assert office.goes(Wording(row.id, "zh_Hans"), Said("来看看")) == AnnouncementCard(row.id)
    assert office.now_of(row).content.html == {"en": "Come and see", "zh_Hans": "来看看"}
    _, replies, _ = office.does(AnnouncementCard(row.id), Chose("look", 500))
    shown = [one.html for one in replies if isinstance(one, Post)]
    assert shown == ["<b>静安寺街道：</b>来看看", "<b>静安寺街道:</b> Come and see"]
    assert office.goes(place, "without") == AnnouncementCard(row.id)
    assert office.now_of(row).content.html == {"zh_Hans": "来看看"}
    assert office.goes(place, "back") == ChangingAnnouncement(row.id)


def test_too_many_letters_are_kept_and_told(office: Office) -> None:
    row = office.draft()
    _, replies, _ = office.does(Wording(row.id, "en"), Said("x" * 4_097))
    assert office.now_of(row).content.html == {"en": "x" * 4_097}
    told = "English: a message has room for 4,000 letters; this is 97 too many."
    assert isinstance(replies[-1], Text)
    assert told in replies[-1].html
    assert office.hears(AnnouncementCard(row.id), "send") == told
    assert office.hears(AnnouncementCard(row.id), "look") == told
    assert office.hears(AnnouncementCard(row.id), "test") == told


def test_rest_of_a_long_text_is_added(office: Office) -> None:
    place = office.goes(WritingNew(office.unit_id), Said("x" * 4_096))
    assert isinstance(place, ChoosingTopic)
    told = "English: a message has room for 4,000 letters; this is 97 too many."
    assert office.hears(place, Said("y")) == told
    found = announcements.find(office.unit, place.announcement_id)
    assert found is not None
    assert found.content.html == {"en": "x" * 4_096 + "y"}
    after, replies, _ = office.does(AnnouncementCard(found.id), Said("z"))
    assert after == AnnouncementCard(found.id)
    assert replies[0] == Text(told.replace("is 97", "is 98"))


def test_long_text_that_was_not_cut_takes_nothing_in(office: Office) -> None:
    row = office.draft("x" * 4_000)
    assert office.goes(AnnouncementCard(row.id), Said("/y")) != AnnouncementCard(row.id)
    assert office.now_of(row) == row


def test_words_in_two_languages_can_be_left_out_again(office: Office) -> None:
    row = office.draft(content=Content({"en": "x", "zh_Hans": "党课"}))
    assert office.labels(Wording(row.id, "en")) == ["The Chinese words", "Leave these out", "Back"]


def test_caption_has_less_room(office: Office) -> None:
    row = office.draft("x" * 981, content=Content({"en": "x" * 981}, (Medium("photo", "f1"),)))
    told = "English: under a picture or file there is room for 980 letters; this is 1 too many."
    assert office.hears(AnnouncementCard(row.id), "send") == told


def test_broken_formatting_does_not_leave(office: Office) -> None:
    row = office.draft("<b>open")
    assert office.hears(AnnouncementCard(row.id), "send") == (
        "Its formatting cannot be read. Please type the words once more."
    )


def test_pictures_and_files_do_not_mix(office: Office) -> None:
    row = office.draft(content=Content({"en": "x"}, (Medium("photo", "f1"),)))
    said = office.hears(Attaching(row.id), SentFile("document", "f2"))
    assert said == "Pictures and files do not go into one message. This one I have left out."


def test_eleventh_picture_is_left_out(office: Office) -> None:
    row = office.draft(content=Content({"en": "x"}, (Medium("photo", "f1"),) * 10))
    said = office.hears(Wording(row.id, "en"), _photo())
    assert said == "There is room for ten in one message; this one I have left out."
    assert len(office.now_of(row).content.media) == 10


def test_media_are_taken_away(office: Office) -> None:
    row = office.draft(content=Content({"en": "x"}, (Medium("document", "f1"),)))
    assert "Attached: 1 file." in office.reads(Attaching(row.id))
    assert office.goes(Attaching(row.id), "none") == Attaching(row.id)
    assert office.now_of(row).content.media == ()
    assert office.reads(Attaching(row.id)) == "Please send the pictures or files, up to ten."


def test_caption_replaces_no_words_and_that_is_told(office: Office) -> None:
    row = office.draft("Come")
    said = office.hears(Attaching(row.id), _photo("Other"))
    assert office.now_of(row).content.html == {"en": "Come"}
    assert said == (
        "There are words already, so those below it were left out. To change them: “Change something”, “Words”."
    )


def test_second_caption_of_an_album_is_told_to_be_left_out(office: Office) -> None:
    row = office.draft("Come")
    _, replies, _ = office.does(Attaching(row.id, "a1"), _photo("Other", "a1"))
    assert len(replies) == 1


@pytest.mark.parametrize("caption", ["Come", " ", ""])
def test_caption_that_says_nothing_new_is_not_worth_a_word(office: Office, caption: str) -> None:
    row = office.draft("Come")
    _, replies, _ = office.does(Attaching(row.id, "a1"), _photo(caption, "a1"))
    assert replies == ()


def test_words_are_changed_in_ones_own_language_first(office: Office) -> None:
    both = office.draft(content=Content({"zh_Hans": "来", "en": "Come"}))
    chinese = office.draft(content=Content({"zh_Hans": "来"}))
    places_of = [office.goes(ChangingAnnouncement(row.id), "words") for row in (both, chinese)]
    assert places_of == [Wording(both.id, "en"), Wording(chinese.id, "zh_Hans")]


def test_draft_of_pictures_alone_may_leave(office: Office) -> None:
    row = office.draft(content=Content({}, (Medium("photo", "f1"),)))
    assert isinstance(office.goes(AnnouncementCard(row.id), "send"), SendingSurely)
    assert "only pictures or files" in office.reads(AnnouncementList())


def test_draft_without_words_does_not_leave(office: Office) -> None:
    row = office.draft(content=Content({}))
    assert office.hears(AnnouncementCard(row.id), "send") == "Still missing: the words."


# ---------------------------------------------------------------- buttons


def test_buttons_are_tapped_on_and_off(office: Office) -> None:
    row, one = office.draft(), office.activity()
    link = Link(Target.ACTIVITY, one.id)
    assert office.goes(Linking(row.id), f"a{one.id}") == Linking(row.id)
    assert office.now_of(row).content.links == (link,)
    assert office.labels(Linking(row.id)) == ["✓ Lecture", "Done"]
    office.goes(Linking(row.id), f"a{one.id}")
    assert office.now_of(row).content.links == ()
    assert office.goes(Linking(row.id), "a999") == Linking(row.id)
    assert office.goes(Linking(row.id), "back") == ChangingAnnouncement(row.id)


def test_buttons_are_found_by_name(office: Office) -> None:
    row, one = office.draft(), office.activity("Evening lecture")
    place = office.goes(Linking(row.id), Said("evening"))
    assert place == Linking(row.id, (Found(Target.ACTIVITY, one.id, "Evening lecture"),))
    place = office.goes(Linking(row.id), Said("静安寺街道党群服务中心"))
    assert isinstance(place, Linking)
    assert [found.target for found in place.found] == [Target.POINT]
    office.goes(place, f"p{place.found[0].row_id}")
    assert office.now_of(row).content.links == (Link(Target.POINT, place.found[0].row_id),)
    assert "静安寺街道党群服务中心" in office.reads(AnnouncementCard(row.id))


def test_buttons_that_nobody_knows_are_told(office: Office) -> None:
    row = office.draft()
    assert "I found no activity" in office.hears(Linking(row.id), Said("qqqqqq"))
    assert "Please type the name" in office.hears(Linking(row.id), Said("\u202e"))


def test_fourth_button_has_no_room(office: Office) -> None:
    links = tuple(Link(Target.ACTIVITY, office.activity().id) for _ in range(3))
    fourth = office.activity()
    row = office.draft(content=Content({"en": "x"}, links=links))
    place = Linking(row.id, (Found(Target.ACTIVITY, fourth.id, "Lecture"),))
    assert office.hears(place, f"a{fourth.id}") == "There is room for 3 buttons."


def test_album_with_buttons_does_not_leave(office: Office) -> None:
    media = (Medium("photo", "f1"), Medium("photo", "f2"))
    row = office.draft(content=Content({"en": "x"}, media, (Link(Target.ACTIVITY, office.activity().id),)))
    said = office.hears(AnnouncementCard(row.id), "send")
    assert said == "Several pictures or files cannot have buttons. Take away one or the other."


@pytest.mark.parametrize("link", [Link(Target.ACTIVITY, 999), Link(Target.POINT, 999_999)])
def test_button_to_nothing_does_not_leave(office: Office, link: Link) -> None:
    row = office.draft(content=Content({"en": "x"}, links=(link,)))
    said = office.hears(AnnouncementCard(row.id), "send")
    assert said == "What one of its buttons led to is no longer there. Please take the button away."


# ---------------------------------------------------------------- time


def test_begin_is_tapped_or_typed(office: Office) -> None:
    row = office.draft()
    assert office.goes(Timing(row.id), "2026-12-02T09:00") == AnnouncementCard(row.id)
    assert office.now_of(row).starts_at == (NOON + timedelta(hours=21)).timestamp()
    assert office.goes(Timing(row.id), Said("tomorrow 10:00")) == AnnouncementCard(row.id)
    assert office.now_of(row).starts_at == (NOON + timedelta(hours=22)).timestamp()
    assert "Begins: Wed, Dec 2, 10:00." in office.reads(AnnouncementCard(row.id))
    assert office.goes(Timing(row.id), "now") == AnnouncementCard(row.id)
    assert office.now_of(row).starts_at is None
    assert office.goes(Timing(row.id), "2026-12-05T09:00") == Timing(row.id)


def test_day_alone_asks_for_the_hour(office: Office) -> None:
    row = office.draft()
    assert office.goes(Timing(row.id), Said("tomorrow")) == Timing(row.id, "2026-12-02")
    assert office.reads(Timing(row.id, "2026-12-02")).startswith("At what time on Wed, Dec 2?")
    assert office.goes(Timing(row.id, "2026-12-02"), Said("9:00")) == AnnouncementCard(row.id)
    assert office.now_of(row).starts_at == (NOON + timedelta(hours=21)).timestamp()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-11-30 9:00", "is past already"),
        ("Dec 3 Fri 9:00", "The weekday you typed is another one"),
        ("2028-12-03 9:00", "more than a year ahead"),
        ("soon", "I could not read “soon” as a time."),
    ],
)
def test_begin_that_is_odd_is_asked_again(office: Office, typed: str, said: str) -> None:
    row = office.draft()
    assert said in office.hears(Timing(row.id), Said(typed))
    assert said in office.hears(SayingTooLate(row.id), Said(typed))
    assert office.now_of(row).version == row.version


def test_urgent_and_groups_are_ticked(office: Office) -> None:
    row = office.draft()
    office.goes(Timing(row.id), "urgent")
    office.goes(Timing(row.id), "groups")
    after = office.now_of(row)
    assert (after.urgent, after.to_groups) == (True, True)
    assert {"✓ Urgent", "✓ To groups too"} <= set(office.labels(Timing(row.id)))
    assert "Urgent: before all others, at night too." in office.reads(AnnouncementCard(row.id))


def test_too_late_is_set_and_taken_away(office: Office) -> None:
    one = office.activity()
    row = office.draft(content=Content({"en": "x"}, links=(Link(Target.ACTIVITY, one.id),)))
    assert office.goes(Timing(row.id), "latest") == SayingTooLate(row.id)
    assert office.goes(SayingTooLate(row.id), f"a{one.id}") == Timing(row.id)
    assert office.now_of(row).not_after == one.starts_at
    assert "Nobody gets it after Thu, Dec 10, 12:00." in office.reads(Timing(row.id))
    assert office.goes(SayingTooLate(row.id), Said("tomorrow 10:00")) == Timing(row.id)
    assert office.now_of(row).not_after == (NOON + timedelta(hours=22)).timestamp()
    assert "At what time on" in office.hears(SayingTooLate(row.id), Said("tomorrow"))
    assert office.goes(SayingTooLate(row.id), "never") == Timing(row.id)
    assert office.now_of(row).not_after is None
    assert office.goes(SayingTooLate(row.id), "back") == Timing(row.id)
    assert office.goes(Timing(row.id), "back") == AnnouncementCard(row.id)


def test_too_late_before_it_begins_is_refused(office: Office) -> None:
    row = office.draft(starts_at=(NOON + timedelta(days=3)).timestamp())
    assert office.hears(SayingTooLate(row.id), Said("tomorrow 10:00")).startswith("That is before it begins.")


def test_what_comes_too_late_for_everybody_does_not_leave(office: Office) -> None:
    row = office.draft(not_after=(NOON + timedelta(hours=1)).timestamp())
    office.now = NOON + timedelta(hours=2)
    assert office.hears(AnnouncementCard(row.id), "send").startswith("It would come too late for everybody.")


# ---------------------------------------------------------------- sending


def test_card_has_six_buttons_and_the_way_back_last(office: Office) -> None:
    labels = office.labels(AnnouncementCard(office.draft().id))
    assert labels == ["How it looks", "Send it to me", "Who gets it", "Change something", "Send …", "Back"]


def test_test_goes_to_oneself_alone(office: Office) -> None:
    row = office.draft()
    _, _, tells = office.does(AnnouncementCard(row.id), Chose("test", 500))
    assert tells == (Tell(CHEN, Post("<b>静安寺街道:</b> Come and see", buttons=TOPICS)),)


def test_card_leads_to_its_parts_and_back(office: Office) -> None:
    row = office.draft()
    assert office.goes(AnnouncementCard(row.id), "change") == ChangingAnnouncement(row.id)
    assert office.goes(AnnouncementCard(row.id), "back") == AnnouncementList()
    assert office.hears(AnnouncementCard(row.id), "look") == "This is what everybody gets:"
    waiting = office.awaiting()
    assert office.hears(AnnouncementCard(waiting.id), "look") == "This is what everybody gets:"


@pytest.mark.parametrize(
    "place",
    [AnnouncementList(), ChangingAnnouncement(1), DiscardingAnnouncement(1), Linking(1), Attaching(1)],
)
def test_button_that_is_not_there_changes_nothing(office: Office, place: Step) -> None:
    row = office.draft()
    assert office.goes(place, "nothing of the kind") == place
    assert office.now_of(row) == row


def test_button_that_is_not_there_changes_no_further_place(office: Office) -> None:
    row = office.draft()
    for place in (SayingTooLate(row.id), SendingSurely(row.id, row.version), WritingNew(office.unit_id)):
        assert office.goes(place, "nothing of the kind") == place
    waiting = office.awaiting()
    for its in (AnnouncementCard(waiting.id), ReturningAnnouncement(waiting.id, waiting.version)):
        assert office.goes(its, "nothing of the kind") == its


def test_file_where_none_was_asked_for_is_not_kept(office: Office) -> None:
    row = office.draft()
    office.does(Linking(row.id), _photo())
    assert office.goes(AnnouncementCard(row.id), Said("静安寺街道党群服务中心")) != AnnouncementCard(row.id)
    assert office.now_of(row) == row


def test_one_sent_at_night_goes_out_in_the_morning(office: Office) -> None:
    row = office.draft()
    office.now = NOON.replace(hour=23)
    said = office.hears(SendingSurely(row.id, row.version), "send")
    assert said == "✅ It goes out in the morning: nobody is disturbed at night."


def test_same_words_to_the_same_people_ask_really(office: Office) -> None:
    earlier, now = office.draft(), NOON.timestamp()
    for verb in (Verb.SCHEDULE, Verb.BEGIN):
        announcements.do(office.unit, earlier.id, verb, Deed(ORGANISER, now))
    mailing = mailings.begin(
        office.unit, earlier.id, Purpose.SEND, {"en": b"o{}", "zh_Hans": b"o{}"}, mailings.Terms(now)
    )
    while not freezing.freeze_some(office.unit, mailing.id, before_sending.who(office.unit, earlier, "en"), now):
        pass
    row = office.draft()
    said = office.reads(SendingSurely(row.id, row.version))
    assert "2 people have had these very words in the last two days. Really send them again?" in said
    other = office.draft("Something else")
    assert "Really" not in office.reads(SendingSurely(other.id, other.version))


def test_small_one_is_sent_without_approval(office: Office) -> None:
    row = office.draft()
    place = office.goes(AnnouncementCard(row.id), "send")
    assert place == SendingSurely(row.id, row.version)
    assert office.labels(place) == ["Send now", "Back"]
    assert office.goes(place, "back") == AnnouncementCard(row.id)
    assert office.hears(place, "send") == "✅ It goes out now. You see here how it goes."
    assert office.now_of(row).stage is Stage.SCHEDULED


def test_one_for_later_is_taken_back_in_time(office: Office) -> None:
    row = office.draft(starts_at=(NOON + timedelta(hours=6)).timestamp())
    place = SendingSurely(row.id, row.version)
    assert office.labels(place) == ["Send it then", "Back"]
    assert office.hears(place, "send").startswith("✅ It goes out at Tue, Dec 1, 18:00.")
    assert office.labels(AnnouncementCard(row.id)) == ["How it looks", "Back to the draft", "How it goes", "Back"]
    assert office.hears(AnnouncementCard(row.id), "takeback") == "It is a draft again."
    assert office.now_of(row).stage is Stage.DRAFT


def test_what_has_begun_is_not_taken_back(office: Office) -> None:
    row = office.draft()
    for verb in (Verb.SCHEDULE, Verb.BEGIN):
        announcements.do(office.unit, row.id, verb, Deed(ORGANISER, NOON.timestamp()))
    card = AnnouncementCard(row.id)
    assert office.hears(card, "takeback").startswith("Somebody has changed it meanwhile.")
    assert office.labels(card) == ["How it goes", "How it looks", "Back"]
    assert office.goes(card, "back") == AnnouncementList()


def test_nobody_to_read_it_does_not_leave(office: Office) -> None:
    row = office.draft(audience=Audience(office.path, (Reads(frozenset()),)))
    assert office.hears(AnnouncementCard(row.id), "send") == "Nobody would get it. Please choose who it is for."


def test_audience_that_empties_before_the_last_press_does_not_leave(office: Office) -> None:
    row = office.draft()
    place = office.goes(AnnouncementCard(row.id), "send")
    for chat_id in (CHEN, LI):
        topics.refuse(office.unit, chat_id, Topic.NOTICES, NOON.timestamp())
    assert office.hears(place, "send") == "Nobody would get it. Please choose who it is for."
    assert office.now_of(row).stage is Stage.DRAFT


def test_stale_version_is_shown_anew(office: Office) -> None:
    row = office.draft()
    place = SendingSurely(row.id, row.version)
    announcements.change(office.unit, row.id, LI, urgent=True)
    assert office.hears(place, "send").startswith("Somebody has changed it meanwhile.")
    assert office.now_of(row).stage is Stage.DRAFT


def _for_many(office: Office) -> None:
    unit_rules.put(office.unit, Rule.APPROVAL_ABOVE, office.unit_id, 1)


def test_one_for_many_asks_the_other_organiser(office: Office) -> None:
    _for_many(office)
    row = office.draft()
    place = SendingSurely(row.id, row.version)
    assert office.labels(place) == ["Ask for approval", "Back"]
    _, _, tells = office.does(place, Chose("send", 500))
    assert [tell.chat_id for tell in tells] == [LI]
    assert office.now_of(row).stage is Stage.AWAITING
    assert office.labels(AnnouncementCard(row.id)) == ["How it looks", "Back to the draft", "Back"]


def test_one_for_many_of_a_single_organiser_stays_a_draft(office: Office) -> None:
    _for_many(office)
    office.person = LI
    _lose_the_role(office)
    roles.give(office.unit, 2001, Role.VOLUNTEER, office.unit_id, Deed(HOUSE, NOON.timestamp()))
    office.person = CHEN
    row = office.draft()
    assert office.hears(SendingSurely(row.id, row.version), "send").startswith("A second organiser has to approve")
    assert office.now_of(row).stage is Stage.DRAFT


def test_second_organiser_approves(office: Office) -> None:
    row = office.awaiting()
    office.person = LI
    card = AnnouncementCard(row.id)
    assert office.labels(card) == ["How it looks", "Approve", "Return it", "Back"]
    _, replies, tells = office.does(card, Chose(f"approve.{row.version}", 500))
    assert replies[0] == Text("✅ Approved. Whoever wrote it has been told.", replaces=500)
    assert [tell.chat_id for tell in tells] == [CHEN]
    assert (office.now_of(row).stage, office.now_of(row).approved_by) == (Stage.SCHEDULED, LI)


def test_second_organiser_returns_with_a_reason(office: Office) -> None:
    row = office.awaiting()
    office.person = LI
    place = office.goes(AnnouncementCard(row.id), f"return.{row.version}")
    assert place == ReturningAnnouncement(row.id, row.version)
    assert office.goes(place, "back") == AnnouncementCard(row.id)
    place, _, tells = office.does(place, Said("Which room?"))
    assert place == AnnouncementList()
    told = tells[0].reply
    assert isinstance(told, Text)
    assert "“Which room?”" in told.html
    assert office.now_of(row).returned_because == "Which room?"
    assert "It came back: “Which room?”" in office.reads(AnnouncementCard(row.id))


def test_ready_made_reason_is_one_tap(office: Office) -> None:
    row = office.awaiting()
    office.person = LI
    assert office.goes(ReturningAnnouncement(row.id, row.version), "who") == AnnouncementList()
    assert office.now_of(row).returned_because == "It is meant for others."


def test_audience_beyond_ones_own_units_is_left_to_those_above(office: Office) -> None:
    district = office.path[: office.path.rstrip("/").rfind("/") + 1]
    row = office.draft(audience=Audience(district))
    said = office.hears(SendingSurely(row.id, row.version), "send")
    assert said.startswith("It is for more than your own units.")
    sent = announcements.do(office.unit, row.id, Verb.SUBMIT, Deed(ORGANISER, NOON.timestamp()))
    office.person = LI
    assert office.hears(AnnouncementCard(row.id), f"approve.{sent.version}") == said
    assert office.now_of(row).stage is Stage.AWAITING


def test_nobody_approves_their_own(office: Office) -> None:
    row = office.awaiting()
    assert office.goes(AnnouncementCard(row.id), f"approve.{row.version}") == AnnouncementCard(row.id)
    assert office.goes(ReturningAnnouncement(row.id, row.version), Said("no")) == ReturningAnnouncement(
        row.id, row.version
    )
    assert office.now_of(row).stage is Stage.AWAITING


def test_what_was_taken_back_meanwhile_is_not_approved(office: Office) -> None:
    row = office.awaiting()
    announcements.do(office.unit, row.id, Verb.RETURN, Deed(ORGANISER, NOON.timestamp()))
    again = announcements.change(office.unit, row.id, CHEN, urgent=True)
    announcements.do(office.unit, again.id, Verb.SUBMIT, Deed(ORGANISER, NOON.timestamp()))
    office.person = LI
    said = office.hears(AnnouncementCard(row.id), f"approve.{row.version}")
    assert said.startswith("Somebody has changed it meanwhile.")
    assert office.hears(ReturningAnnouncement(row.id, row.version), "who").startswith("Somebody has changed it")


def test_what_has_become_too_late_is_not_approved(office: Office) -> None:
    row = office.awaiting(not_after=(NOON + timedelta(hours=1)).timestamp())
    office.person, office.now = LI, NOON + timedelta(hours=2)
    said = office.hears(AnnouncementCard(row.id), f"approve.{row.version}")
    assert said.startswith("It would come too late for everybody.")


def test_draft_that_was_sent_meanwhile_is_not_changed(office: Office) -> None:
    row = office.awaiting()
    assert office.goes(Wording(row.id, "en"), Said("Other")) == AnnouncementCard(row.id)
    assert office.hears(Timing(row.id), "urgent").startswith("Somebody has changed it meanwhile.")
    assert office.goes(Timing(row.id), "menu") == AtMenu()
    assert office.now_of(row).content == row.content


# ---------------------------------------------------------------- throwing it away, and losing the role


def test_draft_is_thrown_away_after_a_question(office: Office) -> None:
    row = office.draft()
    assert office.goes(ChangingAnnouncement(row.id), "discard") == DiscardingAnnouncement(row.id)
    assert office.goes(DiscardingAnnouncement(row.id), "back") == ChangingAnnouncement(row.id)
    assert office.goes(DiscardingAnnouncement(row.id), "discard") == AnnouncementList()
    assert office.now_of(row).stage is Stage.DISCARDED
    assert office.reads(AnnouncementList()).startswith("There is none yet.")


@pytest.mark.parametrize("part", ["media", "links", "topic", "times", "back"])
def test_every_part_is_a_tap_away(office: Office, part: str) -> None:
    row = office.draft()
    wanted = {
        "media": Attaching(row.id),
        "links": Linking(row.id),
        "topic": ChoosingTopic(row.id),
        "times": Timing(row.id),
        "back": AnnouncementCard(row.id),
    }
    assert office.goes(ChangingAnnouncement(row.id), part) == wanted[part]


def test_obligatory_is_ticked(office: Office) -> None:
    row = office.draft()
    office.goes(ChoosingTopic(row.id), "must")
    assert "Notices, obligatory" in office.reads(AnnouncementCard(row.id))
    assert "✓ Obligatory" in office.labels(ChoosingTopic(row.id))
    assert office.goes(ChoosingTopic(row.id), "back") == ChangingAnnouncement(row.id)


def test_lost_role_is_refused_kindly_everywhere(office: Office) -> None:
    row = office.draft()
    _lose_the_role(office)
    refusal = "This is not in your hands, so I have not opened it."
    for place in (AnnouncementCard(row.id), WritingNew(office.unit_id), AnnouncementList(), Timing(row.id)):
        assert office.hears(place, "send") == refusal
        assert office.reads(place) == refusal
    assert office.goes(Attaching(row.id), _photo()) == AtMenu()
    assert office.goes(AtMenu(), opened_by(Lasting("j", "n"), 1)) == AtMenu()
    assert office.now_of(row) == row


def test_place_shared_at_a_draft_is_looked_around(office: Office) -> None:
    row = office.draft()
    assert office.goes(AnnouncementCard(row.id), SharedPlace(31.2304, 121.4737)) != AnnouncementCard(row.id)


def test_paid_one_says_what_it_costs(office: Office) -> None:
    row = office.draft(paid=True)
    assert "Costs up to 1 Star." in office.reads(AnnouncementCard(row.id))


def test_fast_pace_is_offered_with_its_price_where_the_house_pays(office: Office) -> None:
    row = office.draft()
    assert office.goes(Timing(row.id), "paid") == Timing(row.id)
    assert office.now_of(row).paid is False
    office.paid_broadcast = True
    assert "Fast: all of them in about 1 second, for up to 1 Star." in office.reads(Timing(row.id))
    office.goes(Timing(row.id), "paid")
    assert office.now_of(row).paid is True
    assert "✓ Fast, for Stars" in office.labels(Timing(row.id))


def test_house_without_quiet_hours_sends_at_night_and_says_so(office: Office) -> None:
    row, sentence = office.draft(), "From 22:00 to 7:30 nobody is disturbed, unless it is urgent."
    office.now = replace_hour(NOON, 23)
    assert sentence in office.reads(Timing(row.id))
    office.quiet_hours = None
    assert sentence not in office.reads(Timing(row.id))
    assert "the last one has it at about 23:00." in office.reads(AnnouncementCard(row.id))
    assert office.hears(SendingSurely(row.id, row.version), "send") == "✅ It goes out now. You see here how it goes."


def test_one_that_nobody_gets_takes_no_time(office: Office) -> None:
    row = office.draft(audience=Audience(office.path, (Reads(frozenset({"xx"})),)))
    assert "Takes about" not in office.reads(AnnouncementCard(row.id))


def test_one_begun_at_night_waits_for_the_morning(office: Office) -> None:
    row = office.draft()
    office.now = replace_hour(NOON, 23)
    assert "it goes on at Wed, Dec 2, 7:30." in office.reads(AnnouncementCard(row.id))


def replace_hour(moment: datetime, hour: int) -> datetime:
    return moment.replace(hour=hour)
