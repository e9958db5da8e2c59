"""What the menu and the commands offer to those who hold a role."""

from bot.buttons import lasting
from bot.chat import Button, Buttons
from bot.flows.afterwards import reporting
from bot.flows.announcements.drafting import listing
from bot.flows.desk import Desk, Go, Move
from bot.flows.groups import groups
from bot.flows.mail import unit_mail
from bot.flows.mail.tells import LETTER
from bot.flows.reviewing import granting, members, queue, review_rules, rights
from bot.flows.whereabouts import AtPrivacy


def organiser_buttons(desk: Desk) -> tuple[Button, Button] | None:
    """Return what stands in an organiser's menu in place of the own service point and the districts; None: no role."""
    if not rights.organised(desk):
        return None
    t = desk.words
    return (
        Button(t.button("To review · {number}", number=queue.waiting(desk)), lasting("v", "")),
        Button(t.button("Activities to run"), lasting("x", "")),
    )


def more_buttons(desk: Desk, displaced: Buttons) -> Buttons:
    """Return the rows that an organiser's second page gets: what the first has no room for, and inviting."""
    if not rights.organised(desk):
        return ()
    t = desk.words
    own = (Button(t.button("Announcements"), lasting("j", "")), Button(t.button("Invite"), lasting("g", "")))
    return (*displaced, own)


def mail_button(desk: Desk) -> Button:
    """Return the way to what members have written, with the number of what waits for an answer."""
    return Button(desk.words.button("Messages · {number}", number=unit_mail.waiting(desk)), lasting(LETTER, ""))


def help_lines(desk: Desk) -> tuple[str, ...]:
    """Return what the help says beyond everybody's."""
    if not rights.organised(desk):
        return ()
    t = desk.words
    return (
        t("/review requests · /members who takes part · /invite invite others · /rules rules of review"),
        t("/announce announcements"),
        t("/wishes what members wish for · /digest the weekly digest of activities"),
        t("/mail what members have written to you"),
        t("/groups groups of the messenger that get our announcements"),
    )


def command(name: str, desk: Desk) -> Move | None:
    """Answer a command; None: it is none, or none for this person."""
    if name == "privacy":
        return Go(AtPrivacy())
    if not rights.organised(desk):
        return None
    match name:
        case "review":
            return queue.queue(desk)
        case "members":
            return members.listing(desk)
        case "groups":
            return groups.listing(desk)
        case "invite":
            return granting.inviting(desk)
        case "announce":
            return listing.listing(desk)
        case "report":
            return reporting.monthly(desk)
        case "rules":
            return review_rules.rules(desk)
        case "mail":
            return unit_mail.listing(desk)
    return None
