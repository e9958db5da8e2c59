"""What the menu and the commands offer to those who hold a role."""

from bot.chat import Button, Buttons
from bot.flows import commands, to_do
from bot.flows.desk import Desk
from bot.flows.entry_points import EntryPoint
from bot.flows.keyboards import two_a_row
from bot.flows.mail import unit_mail
from bot.flows.reviewing import hatching
from bot.flows.rights import organised


def organiser_buttons(desk: Desk) -> tuple[Button, Button] | None:
    """Return what stands in an organiser's menu in place of the own service point and the districts; None: no role."""
    if not organised(desk):
        return None
    t = desk.words
    return (
        Button(t.button("To do · {number}", number=to_do.waiting(desk)), EntryPoint.TO_DO.data()),
        Button(t.button("Activities to run"), EntryPoint.MANAGE.data()),
    )


def more_buttons(desk: Desk, displaced: Button) -> Buttons:
    """Return the rows that an organiser's second page gets: what the first has no room for, and the ways further."""
    if not organised(desk):
        return ()
    t = desk.words
    return (
        (displaced, Button(t.button("Running the unit"), "running")),
        (
            Button(t.button("Announcements"), EntryPoint.ANNOUNCEMENT.data()),
            Button(t.button("Invite"), EntryPoint.INVITE.data()),
        ),
    )


def doors(desk: Desk) -> Buttons:
    """Return the ways to everything that is set and looked up for a unit; none for who has no role."""
    if not organised(desk):
        return ()
    t = desk.words
    own = two_a_row(
        [
            Button(t.button("My members"), EntryPoint.MEMBERS.data()),
            Button(t.button("Rules"), EntryPoint.RULES.data()),
            Button(t.button("What members wish for"), EntryPoint.WISHES.data()),
            Button(t.button("Weekly digest"), EntryPoint.DIGEST.data()),
            Button(t.button("Groups"), EntryPoint.GROUPS.data()),
            Button(t.button("Rooms and speakers"), EntryPoint.SHARED.data()),
            Button(t.button("Monthly report"), EntryPoint.MONTH.data()),
            Button(t.button("Buildings"), EntryPoint.GRID.data()),
        ]
    )
    return (*own, *((door,) for door in hatching.doors(desk)))


def mail_button(desk: Desk) -> Button:
    """Return the way to what members have written, with the number of what waits for an answer."""
    return Button(desk.words.button("Messages · {number}", number=unit_mail.waiting(desk)), EntryPoint.MAIL.data())


def help_lines(desk: Desk) -> tuple[str, ...]:
    """Return what the help says beyond everybody's."""
    if not organised(desk):
        return ()
    return commands.of_organisers(desk.words, desk.desk_address)
