"""What members write to their centre, and what its organisers answer."""

from typing import Final

from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Flow, Screen, Waits, for_anybody
from bot.flows.mail import answering, handing_on, mailboxes, rights, thread_card, unit_mail, writing_in
from bot.flows.mail.steps import AnsweringMail, ChoosingMailbox, Closing, HandingOn, MailCard, MailList, WritingIn
from bot.flows.rights import an_organiser
from domain.messages.threads import MOST_WORDS

_AN_ORGANISER: Final = an_organiser("mail")

FLOW: Final = Flow(
    "mail",
    screens=(
        for_anybody(WritingIn, writing_in.show, writing_in.hear, waits=Waits.PROSE, most=MOST_WORDS),
        for_anybody(ChoosingMailbox, mailboxes.show, mailboxes.hear, waits=Waits.CHOICE),
        Screen(MailList, unit_mail.show, unit_mail.hear, guard=_AN_ORGANISER),
        Screen(MailCard, thread_card.show, thread_card.hear, guard=rights.A_THREAD),
        Screen(HandingOn, handing_on.show, handing_on.hear, guard=rights.A_THREAD, waits=Waits.TAP),
        Screen(Closing, thread_card.show_closing, thread_card.hear_closing, guard=rights.A_THREAD, waits=Waits.TAP),
        Screen(
            AnsweringMail, answering.show, answering.hear, guard=rights.A_THREAD, waits=Waits.PROSE, most=MOST_WORDS
        ),
    ),
    opens={
        EntryPoint.WRITE: lambda opened, desk: writing_in.begin(opened.choice, desk),
        EntryPoint.PASS_ON: writing_in.passed_on,
        EntryPoint.MAIL: unit_mail.opened,
    },
    former=("zi", "zm"),
)
