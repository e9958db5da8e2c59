"""A new announcement is begun: by words, pictures or a template, and found again in the list."""

from datetime import timedelta

from bot.buttons import Lasting
from bot.chat import Said, SentFile
from bot.flows.activities.in_hand import ActivityInHand
from bot.flows.announcements.drafting import listing
from bot.flows.announcements.steps import (
    AnnouncementCard,
    AnnouncementList,
    Attaching,
    ChoosingSender,
    ChoosingTemplate,
    ChoosingTopic,
    WritingNew,
)
from bot.flows.entry_points import opened_by
from bot.flows.step import AtMenu
from domain.activities.activities import Standing
from domain.activities.seats import Way
from domain.announcements.announcements import Content, Medium, Verb
from domain.announcements.audiences import Audience, Reads, Relation, ToActivities
from domain.announcements.topics import Topic
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.activities import attendance, signups
from storage.announcements import announcements
from storage.people import roles
from storage.places import places
from tests.flows.announcements.drafting.office import CHEN, LI, ORGANISER, Office, photo
from tests.stage.deeds.store import unit_id
from tests.stage.talk import NOON


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
    place = office.goes(WritingNew(office.unit_id), photo("Come", html="<i>Come</i>"))
    assert isinstance(place, ChoosingTopic)
    row = announcements.find(office.unit, place.announcement_id)
    assert row is not None
    assert row.content == Content({"en": "<i>Come</i>"}, (Medium("photo", "f1"),))


def test_album_is_taken_whole_and_answered_once(office: Office) -> None:
    place = office.goes(WritingNew(office.unit_id), photo("Come", "a1"))
    assert isinstance(place, Attaching)
    assert place.album == "a1"
    after, replies, _ = office.does(place, photo(album="a1"))
    assert (after, replies) == (place, ())
    row = announcements.find(office.unit, place.announcement_id)
    assert row is not None
    assert (len(row.content.media), row.content.html) == (2, {"en": "Come"})
    assert office.goes(place, "done") == ChoosingTopic(row.id, first=True)


def test_picture_alone_asks_for_its_words(office: Office) -> None:
    place = office.goes(WritingNew(office.unit_id), photo())
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
