"""What the menu and the commands offer to those who hold a role."""

from bot.chat import Button, Buttons
from bot.flows.desk import Desk
from bot.flows.entry_points import EntryPoint
from bot.flows.mail import unit_mail
from bot.flows.reviewing import queue
from bot.flows.rights import organised


def organiser_buttons(desk: Desk) -> tuple[Button, Button] | None:
    """Return what stands in an organiser's menu in place of the own service point and the districts; None: no role."""
    if not organised(desk):
        return None
    t = desk.words
    return (
        Button(t.button("To review · {number}", number=queue.waiting(desk)), EntryPoint.REVIEW.data()),
        Button(t.button("Activities to run"), EntryPoint.MANAGE.data()),
    )


def more_buttons(desk: Desk, displaced: Buttons) -> Buttons:
    """Return the rows that an organiser's second page gets: what the first has no room for, and inviting."""
    if not organised(desk):
        return ()
    t = desk.words
    own = (
        Button(t.button("Announcements"), EntryPoint.ANNOUNCEMENT.data()),
        Button(t.button("Invite"), EntryPoint.INVITE.data()),
    )
    return (*displaced, own)


def mail_button(desk: Desk) -> Button:
    """Return the way to what members have written, with the number of what waits for an answer."""
    return Button(desk.words.button("Messages · {number}", number=unit_mail.waiting(desk)), EntryPoint.MAIL.data())


def help_lines(desk: Desk) -> tuple[str, ...]:
    """Return what the help says beyond everybody's."""
    if not organised(desk):
        return ()
    t = desk.words
    return (
        t("/review requests · /members who takes part · /invite invite others · /rules rules of review"),
        t("/announce announcements"),
        t("/wishes what members wish for · /digest the weekly digest of activities"),
        t("/mail what members have written to you"),
        t("/groups groups of the messenger that get our announcements"),
    )
