"""What a flow is given and what it gives back: the desk it works at, and the move it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from bot.abilities import TELEGRAM, Abilities
from bot.chat import Event, Message, Reply, Text
from bot.facts.working_days import working_days_after
from bot.flows.entry_points import Opened, row_id
from bot.flows.step import Step
from bot.texts import Words, language_of, words
from domain.activities.offers import USUAL
from domain.affiliations.reminders import QuietHours
from domain.announcements.announcements import Medium
from domain.messages.delivery import Lane
from domain.people.deeds import By, Deed
from domain.people.roles import may_organise
from domain.places.geo import Position
from domain.rules import Rule
from storage.announcements.fan_out import Recipients
from storage.announcements.threads import Writing
from storage.people import people, roles, whereabouts
from storage.people.people import Person
from storage.people.roles import Held
from storage.places import places, unit_rules
from storage.places.search import PlaceSearch
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Kept:
    """Words and files (kind and the messenger's id) that may be passed on; `album` tells what was sent together."""

    said: str
    files: tuple[tuple[str, str], ...] = ()
    album: str = ""
    begun_as: str = ""

    @property
    def key(self) -> str:
        """Tell what the button sends, and nothing of it; an album is known by its name, however long it grows.

        `begun_as` is the key of the first half of a text, which the whole goes by too.
        """
        if self.begun_as:
            return self.begun_as
        told = self.album or repr((self.said, self.files))
        return sha256(told.encode(errors="surrogatepass")).hexdigest()[:10]

    @property
    def writing(self) -> Writing:
        return Writing(self.said, tuple(Medium(*file) for file in self.files))


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a step may use; all of it answers inside the turn's transaction.

    `now` is the local time of the event. `bot_link` is the address of the private chat ("https://t.me/name").
    `offers` are the buttons below what was said last, if it was no screen (`bot.flows.labels.offered`).
    `topic` is the list or card that what is written is about (`bot.memory.Memory.topic`); None: none is.
    `kept` is what the person wrote last that the bot had no use for and has offered to pass on. `goes_on`: what comes
    belongs to the message before it, as the second half of a text or another picture of an album. `quiet_hours` are
    those in which announcements wait for the morning; None: there are none. `abilities` are those of the channel that
    this is said over: what cannot be said otherwise is offered where they have it. `here` is the address that it is
    said at, and `channels` are those of the house, by name; `page` is the origin of its chat page, "" for none, and
    `desk_address` where the desk in the browser is served. `is_proved`: this page may act for a role now, for that was
    confirmed elsewhere.
    """

    unit: UnitOfWork
    person: Person
    now: datetime
    words: Words
    search: PlaceSearch
    bot_link: str
    house_language: str
    may_be_member: bool = True
    kept: Kept | None = None
    topic: Step | None = None
    goes_on: bool = False
    offers: tuple[tuple[str, str], ...] = ()
    paid_broadcast: bool = False
    quiet_hours: QuietHours | None = USUAL.hours
    abilities: Abilities = TELEGRAM
    desk_address: str = ""
    here: int = 0
    channels: Mapping[str, Abilities] = field(default_factory=dict)
    page: str = ""
    is_proved: bool = False

    @property
    def address(self) -> int:
        """The address at which this is said; the person's own number where no other is told."""
        return self.here or self.person.chat_id

    @property
    def is_trusted(self) -> bool:
        """Whether a role acts here now: over a channel that proves who somebody is, or a page that was confirmed."""
        return self.abilities.trusted or self.is_proved

    @property
    def has_resting_role(self) -> bool:
        """Whether the person has a role that does not act here."""
        return not self.is_trusted and bool(roles.held(self.unit, self.person.chat_id))

    @property
    def today(self) -> date:
        return self.now.date()

    def deed(self, reason: str = "") -> Deed:
        """Say that this person does it, and now."""
        return Deed(By(self.person.chat_id), self.now.timestamp(), reason)

    @property
    def bot_name(self) -> str:
        return self.bot_link.rpartition("/")[2]

    @property
    def leads_to(self) -> str:
        """Return what a link for everybody leads to (`bot.deep_links.link`): the page, where there is one."""
        return self.page or self.bot_name

    @property
    def grants(self) -> tuple[Held, ...]:
        """The roles that the person holds now: one that was taken away a moment ago is not among them.

        Over a channel that does not prove who somebody is they are a member like all others, until they have proved it.
        """
        if not self.is_trusted:
            return ()
        return roles.held(self.unit, self.person.chat_id)

    def may_organise(self, unit_id: int) -> bool:
        path = places.path_of(self.unit, unit_id)
        return bool(path) and may_organise((held.grant for held in self.grants), path)

    def rule(self, rule: Rule, unit_id: int) -> int:
        return unit_rules.value(self.unit, rule, unit_id)

    def working_days_after(self, day: date, count: int) -> date:
        return working_days_after(day, count)

    @property
    def shared_location(self) -> Position | None:
        """The location that the person shared a moment ago; None: none, or it has been forgotten."""
        return whereabouts.recall(self.unit, self.person.chat_id, self.now.timestamp())

    def keep_location(self, position: Position) -> None:
        whereabouts.keep(self.unit, self.person.chat_id, position, self.now.timestamp())

    def words_for(self, chat_id: int) -> Words:
        """Return the words of somebody else's language."""
        somebody = people.find(self.unit, chat_id)
        return words(spoken(somebody, "", self.house_language))


def spoken(person: Person | None, said_now: str, fallback: str) -> str:
    """Choose a language: what the person chose, else what the messenger says now or said last, else the fallback."""
    if person is None:
        return language_of(said_now, fallback)
    return person.language or language_of(said_now or person.messenger_language, fallback)


@dataclass(frozen=True, slots=True)
class Chose:
    """A button of the current screen was pressed; `choice` is what the flow had put into it."""

    choice: str
    message_id: int

    @property
    def row_id(self) -> int:
        """The row that the choice names; 0, which no row has, for any other choice."""
        return row_id(self.choice)


@dataclass(frozen=True, slots=True)
class Tell:
    """Something for somebody else, written in the same transaction; its buttons are lasting ones (`bot.buttons`).

    `not_before` None: at once. `about` names what a written answer to it is about ("duty:12").
    """

    chat_id: int
    reply: Message
    lane: Lane = Lane.CONFIRMATION
    not_after: float | None = None
    not_before: float | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Wave:
    """The same words for many: one reply for each of our languages; its buttons are lasting ones, and name nobody.

    Who they are is asked and frozen when it is written.
    """

    recipients: Recipients
    replies: Mapping[str, Reply]
    lane: Lane = Lane.REMINDER
    not_after: float | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Go:
    """On to another step (or the same, renewed), whose screen is shown after what is said `before` it.

    `replaces` is the message that the screen rewrites in place; 0: a new message. `language` is given when the person
    has just chosen another. `above` is HTML that stands above the screen in the same message; `once` is shown in place
    of the screen, this time only: whatever shows the step again shows its screen.
    """

    step: Step
    before: tuple[Reply, ...] = ()
    replaces: int = 0
    language: str = ""
    tells: tuple[Tell, ...] = ()
    above: str = ""
    once: Text | None = None


@dataclass(frozen=True, slots=True)
class Remain:
    """Say something and stay: the screen with its buttons goes on to be the current one."""

    replies: tuple[Reply, ...]
    tells: tuple[Tell, ...] = ()


Move = Go | Remain
Happening = Event | Chose | Opened
