"""Announcements until they leave: composed step by step, shown as people get them, approved, and sent on their way."""

from typing import Final

from bot.flows.announcements import steps
from bot.flows.announcements.drafting import (
    attaching,
    card,
    changing,
    links,
    listing,
    returning,
    sending,
    start,
    times,
    too_late,
    topic,
    wording,
)
from bot.flows.announcements.drafting.rights import a_draft, an_announcement, of_the_unit, with_units
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import ANY_LENGTH, Flow, Screen, Waits
from bot.flows.rights import an_organiser

FLOW: Final = Flow(
    "drafting",
    screens=(
        Screen(steps.AnnouncementList, listing.show, listing.hear, guard=an_organiser("announcements")),
        Screen(steps.ChoosingSender, start.show_senders, start.hear_senders, guard=with_units, waits=Waits.TAP),
        Screen(
            steps.WritingNew,
            start.show_writing,
            start.hear_writing,
            guard=of_the_unit,
            waits=Waits.PROSE,
            most=ANY_LENGTH,
        ),
        Screen(steps.ChoosingTemplate, start.show_templates, start.hear_templates, guard=of_the_unit),
        Screen(steps.AnnouncementCard, card.show, card.hear, guard=an_announcement),
        Screen(steps.ChoosingTopic, topic.show, topic.hear, guard=a_draft, waits=Waits.TAP, keeps=True),
        Screen(steps.ChangingAnnouncement, changing.show, changing.hear, guard=a_draft, waits=Waits.TAP, keeps=True),
        Screen(
            steps.Wording, wording.show, wording.hear, guard=a_draft, waits=Waits.PROSE, most=ANY_LENGTH, keeps=True
        ),
        Screen(steps.Attaching, attaching.show, attaching.hear, guard=a_draft, waits=Waits.PROSE, keeps=True),
        Screen(steps.Linking, links.show, links.hear, guard=a_draft, waits=Waits.CHOICE, keeps=True),
        Screen(steps.Timing, times.show, times.hear, guard=a_draft, waits=Waits.VALUE, keeps=True),
        Screen(steps.SayingTooLate, too_late.show, too_late.hear, guard=a_draft, waits=Waits.VALUE, keeps=True),
        Screen(
            steps.DiscardingAnnouncement,
            changing.show_discarding,
            changing.hear_discarding,
            guard=a_draft,
            waits=Waits.TAP,
            keeps=True,
        ),
        Screen(steps.SendingSurely, sending.show, sending.hear, guard=a_draft, waits=Waits.TAP, keeps=True),
        Screen(
            steps.ReturningAnnouncement,
            returning.show,
            returning.hear,
            guard=an_announcement,
            waits=Waits.PROSE,
            most=returning.REASON_MOST,
        ),
    ),
    opens={
        EntryPoint.ANNOUNCEMENT: listing.opened,
        EntryPoint.ANNOUNCE: lambda _opened, desk: start.begin(desk),
        EntryPoint.ANNOUNCE_TO: start.opened_for_activity,
        EntryPoint.COPY_ANNOUNCEMENT: lambda opened, desk: start.copy(opened.row_id, desk),
    },
    former=("j",),
)
