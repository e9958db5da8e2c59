"""The commands: each said once; the list that the messenger shows, the help and what is opened are drawn from here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from bot.flows.entry_points import EntryPoint
from bot.texts import Words


class Whom(Enum):
    """For whom a command is."""

    EVERYBODY = auto()
    ORGANISERS = auto()  # to others it is no command
    ORGANISERS_ONLY_LISTED = auto()  # shown to organisers; others hear that it is not in their hands


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, what it opens and what it says of itself.

    `says` None: it works, and no list shows it. `takes_words`: what is typed behind it goes along. `needs_desk`: lists
    show it where a desk in the browser is served.
    """

    name: str
    opens: EntryPoint
    says: Callable[[Words], str] | None = None
    whom: Whom = Whom.EVERYBODY
    takes_words: bool = False
    needs_desk: bool = False


COMMANDS: Final = (
    Command("start", EntryPoint.MENU, lambda t: t.plain("The menu")),
    Command("menu", EntryPoint.MENU),
    Command("todo", EntryPoint.TO_DO, lambda t: t.plain("What waits for me"), whom=Whom.ORGANISERS),
    Command(
        "desk",
        EntryPoint.DESK_DOOR,
        lambda t: t.plain("The desk in the browser"),
        whom=Whom.ORGANISERS,
        takes_words=True,
        needs_desk=True,
    ),
    Command("review", EntryPoint.REVIEW, lambda t: t.plain("Requests to review"), whom=Whom.ORGANISERS),
    Command("members", EntryPoint.MEMBERS, lambda t: t.plain("Who takes part"), whom=Whom.ORGANISERS),
    Command("invite", EntryPoint.INVITE, lambda t: t.plain("Invite others to a role"), whom=Whom.ORGANISERS),
    Command("rules", EntryPoint.RULES, lambda t: t.plain("The rules of review"), whom=Whom.ORGANISERS),
    Command("report", EntryPoint.MONTH, lambda t: t.plain("Monthly report"), whom=Whom.ORGANISERS),
    Command(
        "announce",
        EntryPoint.ANNOUNCEMENT,
        lambda t: t.plain("Announcements: write, send, follow"),
        whom=Whom.ORGANISERS,
    ),
    Command("mail", EntryPoint.MAIL, lambda t: t.plain("What members have written"), whom=Whom.ORGANISERS),
    Command(
        "rooms",
        EntryPoint.SHARED,
        lambda t: t.plain("Borrow rooms and speakers, and lend them"),
        whom=Whom.ORGANISERS,
    ),
    Command("groups", EntryPoint.GROUPS, lambda t: t.plain("Groups that get announcements"), whom=Whom.ORGANISERS),
    Command("wishes", EntryPoint.WISHES, lambda t: t.plain("What members wish for"), whom=Whom.ORGANISERS_ONLY_LISTED),
    Command("digest", EntryPoint.DIGEST, lambda t: t.plain("The weekly digest"), whom=Whom.ORGANISERS_ONLY_LISTED),
    Command(
        "grid", EntryPoint.GRID, lambda t: t.plain("Buildings, visits and promises"), whom=Whom.ORGANISERS_ONLY_LISTED
    ),
    Command("activities", EntryPoint.ACTIVITY, lambda t: t.plain("Organisational life: what is on")),
    Command("mine", EntryPoint.MY_ACTIVITIES, lambda t: t.plain("My activities")),
    Command("duties", EntryPoint.MY_DUTIES, lambda t: t.plain("My duties as a volunteer")),
    Command("wish", EntryPoint.WISH, lambda t: t.plain("Wish for an activity"), takes_words=True),
    Command("interests", EntryPoint.INTERESTS, lambda t: t.plain("Which activities I like")),
    Command("write", EntryPoint.WRITE, lambda t: t.plain("Write to the service centre"), takes_words=True),
    Command("topics", EntryPoint.TOPICS, lambda t: t.plain("Which announcements I get")),
    Command("record", EntryPoint.MY_RECORD, lambda t: t.plain("What I took part in, and certificates")),
    Command("verify", EntryPoint.VERIFY, lambda t: t.plain("Check a certificate"), takes_words=True),
    Command("roads", EntryPoint.ROADS, lambda t: t.plain("Your ways in: link them, come back"), takes_words=True),
    Command("help", EntryPoint.HELP, lambda t: t.plain("What I can do")),
    Command("privacy", EntryPoint.PRIVACY, lambda t: t.plain("What I hold about you")),
    Command("language", EntryPoint.LANGUAGE, lambda _t: "语言 · Language"),
    Command("cancel", EntryPoint.CANCEL, lambda t: t.plain("Stop what we are at, back to the menu")),
)
"""In the order in which the messenger lists them."""

_NAMED: Final = {command.name: command for command in COMMANDS}


def command(name: str) -> Command | None:
    """Return the command of this name; None: there is none."""
    return _NAMED.get(name)


def listed(t: Words) -> tuple[tuple[str, str], ...]:
    """Return the names and descriptions that the messenger lists for everybody."""
    return tuple((one.name, one.says(t)) for one in COMMANDS if one.says and one.whom is Whom.EVERYBODY)


def of_organisers(t: Words, desk_address: str) -> tuple[str, ...]:
    """Return in lines of two the commands that only those who organise a unit are shown, each with what it does."""
    own = [f"/{one.name} {one.says(t)}" for one in _shown(desk_address) if one.says and one.whom is not Whom.EVERYBODY]
    return tuple(" · ".join(own[at : at + 2]) for at in range(0, len(own), 2))


def listed_for_organisers(t: Words, desk_address: str) -> tuple[tuple[str, str], ...]:
    """Return what it lists for those who organise a unit, in place of everybody's; `desk_address` "": there is none."""
    return tuple((one.name, one.says(t)) for one in _shown(desk_address) if one.says)


def _shown(desk_address: str) -> tuple[Command, ...]:
    return tuple(one for one in COMMANDS if desk_address or not one.needs_desk)
