"""An announcement on its way and afterwards: its card, its progress message's buttons, its deeds, its answers."""

from typing import Final

from bot.flows.announcements import steps
from bot.flows.announcements.running import asking, card, correcting, deeds, progress, proposing
from bot.flows.announcements.running.rights import one_that_has_begun
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import ANY_LENGTH, Flow, Screen, Waits
from domain.announcements.announcements import Verb

FLOW: Final = Flow(
    "running",
    screens=(
        Screen(steps.AnnouncedCard, card.show, card.hear, guard=one_that_has_begun),
        Screen(steps.AnnouncedSurely, deeds.show, deeds.hear, guard=one_that_has_begun, waits=Waits.TAP),
        Screen(
            steps.CorrectingAnnounced,
            correcting.show,
            correcting.hear,
            guard=one_that_has_begun,
            waits=Waits.PROSE,
            most=ANY_LENGTH,
        ),
        Screen(steps.AnnouncedProposal, proposing.show, proposing.hear, guard=one_that_has_begun, waits=Waits.TAP),
        Screen(steps.AskingWhy, asking.show_why, asking.hear_why, guard=one_that_has_begun, waits=Waits.CHOICE),
        Screen(steps.ChoosingWhose, asking.show_whose, asking.hear_whose, guard=one_that_has_begun, waits=Waits.CHOICE),
    ),
    opens={
        EntryPoint.ANNOUNCED: card.opened,
        EntryPoint.PAUSE: lambda opened, desk: progress.pressed(Verb.PAUSE, opened.row_id, desk),
        EntryPoint.RESUME: lambda opened, desk: progress.pressed(Verb.RESUME, opened.row_id, desk),
        EntryPoint.STOP: lambda opened, desk: progress.pressed(Verb.STOP, opened.row_id, desk),
    },
    former=("jw", "jp"),
)
