"""When an announcement goes out, and what is asked before it does: its time, its sending."""

from datetime import timedelta

import pytest

from bot.chat import Post, Said, Text
from bot.flows.announcements.steps import (
    AnnouncementCard,
    AnnouncementList,
    Attaching,
    ChangingAnnouncement,
    DiscardingAnnouncement,
    Linking,
    ReturningAnnouncement,
    SayingTooLate,
    SendingSurely,
    Timing,
    Wording,
    WritingNew,
)
from bot.flows.desk import Chose, Tell
from bot.flows.step import AtMenu, Step
from domain.announcements.announcements import Content, Link, Purpose, Stage, Target, Verb
from domain.announcements.audiences import Audience, Reads
from domain.announcements.topics import Topic
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from domain.rules import Rule
from storage.announcements import announcements, before_sending, freezing, mailings, topics
from storage.people import roles
from storage.places import unit_rules
from tests.flows.announcements.drafting.office import CHEN, LI, ORGANISER, TOPICS, Office, lose_the_role, photo
from tests.stage.talk import NOON


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
    office.does(Linking(row.id), photo())
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


def for_many(office: Office) -> None:
    unit_rules.put(office.unit, Rule.APPROVAL_ABOVE, office.unit_id, 1)


def test_one_for_many_asks_the_other_organiser(office: Office) -> None:
    for_many(office)
    row = office.draft()
    place = SendingSurely(row.id, row.version)
    assert office.labels(place) == ["Ask for approval", "Back"]
    _, _, tells = office.does(place, Chose("send", 500))
    assert [tell.chat_id for tell in tells] == [LI]
    assert office.now_of(row).stage is Stage.AWAITING
    assert office.labels(AnnouncementCard(row.id)) == ["How it looks", "Back to the draft", "Back"]


def test_one_for_many_of_a_single_organiser_stays_a_draft(office: Office) -> None:
    for_many(office)
    office.person = LI
    lose_the_role(office)
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
