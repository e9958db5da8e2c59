"""A draft is thrown away, a role is lost, and what else is said at a draft."""

from datetime import datetime

import pytest

from bot.buttons import Lasting
from bot.chat import SharedPlace
from bot.flows.announcements.steps import (
    AnnouncementCard,
    AnnouncementList,
    Attaching,
    ChangingAnnouncement,
    ChoosingTopic,
    DiscardingAnnouncement,
    Linking,
    SendingSurely,
    Timing,
    WritingNew,
)
from bot.flows.entry_points import opened_by
from bot.flows.step import AtMenu
from domain.announcements.announcements import Stage
from domain.announcements.audiences import Audience, Reads
from tests.flows.announcements.drafting.office import Office, lose_the_role, photo
from tests.stage.talk import NOON


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
    lose_the_role(office)
    refusal = "This is not in your hands, so I have not opened it."
    for place in (AnnouncementCard(row.id), WritingNew(office.unit_id), AnnouncementList(), Timing(row.id)):
        assert office.hears(place, "send") == refusal
        assert office.reads(place) == refusal
    assert office.goes(Attaching(row.id), photo()) == AtMenu()
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
