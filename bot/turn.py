"""THE function: a batch of updates in, one transaction, messages in the outbox.

An update that was seen before is refused; the conversation is locked; the flow answers; and what it changed, the new
state and every reply are written together and committed once. A step that raises is undone alone: the update is kept
among the failed ones, and the person gets an apology with a reference.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Final

from bot import acts, buttons, codec, memory
from bot.abilities import TELEGRAM
from bot.buttons import Carried, Lasting
from bot.chat import Arrival, AskedInline, Blocked, Event, Reply, Said, Tapped, TappedInGroup, Text
from bot.failing import Trouble, apology, dedupe, inbox_key, keep
from bot.flows import at_any_age, flow_of, labels
from bot.flows.activities import sharing
from bot.flows.crossroads import advance, screen
from bot.flows.desk import Chose, Desk, Happening, Tell, spoken
from bot.flows.entry_points import opened_by
from bot.flows.groups import groups_there
from bot.flows.mail.writing_in import kept_after
from bot.flows.roads import keeping
from bot.flows.step import AtMenu, Step
from bot.house import House
from bot.memory import Flood, Memory
from bot.pressing import as_pressed, asks_words
from bot.storable import storable
from bot.texts import language_of, words
from domain.messages.delivery import Lane
from storage import at_hand
from storage.lock_order import BusyError
from storage.messages import conversations, inbox, outbox
from storage.messages.conversations import Conversation
from storage.messages.outbox import Draft
from storage.people import addresses, members, page_proofs, people
from storage.people.people import Person
from storage.sealed import UnsealableError
from storage.troubles import is_undone
from storage.unit_of_work import UnitOfWork

FLOOD: Final = (20, 10.0)
"""More updates than this in so many seconds, and a person is asked to go slower."""

DOUBLE_TAP_S: Final = 3.0
"""A second press of the same button, within so many seconds, is the same press."""

TAP_USEFUL_S: Final = 7200.0
"""What a press brings is of no use after so many seconds: whoever pressed has gone on, and may press again."""

Guard = Callable[[], AbstractContextManager[None]]
"""Makes the block in which an update is played: nothing around it, or a savepoint."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch came to: updates that took effect, repeated ones refused, and the references of failures.

    `lanes`: where it has written messages.
    """

    played: int
    refused: int
    failed: tuple[str, ...] = ()
    lanes: frozenset[Lane] = field(default=frozenset(), compare=False)


def take(unit: UnitOfWork, arrivals: Sequence[Arrival], house: House, now: float) -> Taken:
    """Play a batch and commit it. `now` in seconds since 1970.

    Raises what the database raises (another worker was first, no space left): then nothing of the batch has happened.
    """
    try:
        return _taken(unit, arrivals, house, now, nullcontext)
    except StepRaisedError:
        # Only a batch with trouble in it pays for savepoints: it is undone, and played again with one for each update.
        unit.roll_back()
        return _taken(unit, arrivals, house, now, unit.savepoint)


def _taken(unit: UnitOfWork, arrivals: Sequence[Arrival], house: House, now: float, guard: Guard) -> Taken:
    once_each = {inbox_key(arrival, house.bot_id): arrival for arrival in arrivals}
    new = inbox.take_new(unit, once_each, now)
    fresh = [arrival for key, arrival in once_each.items() if key in new]
    batch = _Batch(unit, house, now, [arrival for arrival in fresh if arrival.event is not None])
    batch.play(guard)
    unit.commit()
    return Taken(len(fresh), len(arrivals) - len(fresh), tuple(batch.failed), frozenset(unit.lanes))


@dataclass(frozen=True, slots=True)
class Answer:
    """What one update comes to: the conversation after it, what its sender is told, and what others are."""

    memory: Memory
    replies: tuple[Reply, ...] = ()
    tells: tuple[Tell, ...] = ()


class StepRaisedError(Exception):
    """A step raised in a batch that is played without savepoints."""


class _Batch:
    """The updates of one transaction, in order; each is undone alone if its step raises."""

    def __init__(self, unit: UnitOfWork, house: House, now: float, arrivals: Sequence[Arrival]) -> None:
        self.failed: list[str] = []
        self._unit = unit
        self._house = house
        self._now = now
        self._arrivals = arrivals
        self._drafts: list[Draft] = []
        # Who only pressed a button in a group cannot be written to: that is no acquaintance yet.
        here = {
            arrival.chat_id: arrival.language
            for arrival in arrivals
            if arrival.chat_id > 0 and not isinstance(arrival.event, TappedInGroup)
        }
        chats = {arrival.chat_id for arrival in arrivals}
        # What is said is said at an address; who says it is the person whom that belongs to.
        self._persons = addresses.persons(unit, chats)
        here = {self._persons.get(chat_id, chat_id): language for chat_id, language in here.items()}
        met = at_hand.meet(unit, {self._persons.get(chat_id, chat_id) for chat_id in chats}, here, now)
        talks = {talk.chat_id: talk for talk in met} | dict(conversations.locked(unit, self._persons.keys()))
        if unit.on_postgresql and addresses.persons(unit, chats) != self._persons:
            raise BusyError("somebody has become one with somebody else while this waited for them")
        self._talks = {chat_id: talks[chat_id] for chat_id in chats}
        addresses.use(unit, chats, now)

    def play(self, guard: Guard) -> None:
        """Play all in order. Raises `StepRaisedError` where the guard undoes nothing."""
        for arrival in self._arrivals:
            self._play(arrival, guard)
        conversations.keep(self._unit, self._talks.values(), self._now)
        outbox.write(self._unit, self._drafts, self._now)

    def _play(self, arrival: Arrival, guard: Guard) -> None:
        before = self._talks[arrival.chat_id]
        turn = before.turn + 1
        try:
            with guard():
                remembered = memory.read(_state(before))
                heard = as_pressed(self._unit, arrival, before, remembered.step, self._house)
                desk = self._desk(arrival)
                answered = answer(heard, remembered, turn, desk)
                if not desk.abilities.trusted:
                    answered = replace(answered, replies=(*answered.replies, *keeping.offered(desk)))
                state = memory.write(answered.memory)
                drafts = [*self._written(arrival, answered.replies), *self._told(arrival, answered.tells)]
        except Exception as error:
            if is_undone(error):
                raise  # it is nobody's failure: the store plays the whole batch again
            if guard is nullcontext:
                raise StepRaisedError from error
            state, drafts = before.state, self._failed(arrival, error)
        self._talks[arrival.chat_id] = replace(before, turn=turn, state=state)
        self._drafts += drafts

    def _desk(self, arrival: Arrival) -> Desk:
        number = self._persons.get(arrival.chat_id, arrival.chat_id)
        house, person = self._house, people.find(self._unit, number) or Person(number)
        language = spoken(person, arrival.language, house.language)
        now = arrival.at.astimezone(house.zone)
        abilities = house.abilities.get(arrival.channel, TELEGRAM)
        # A page that belongs to nobody else has no role to prove.
        may_be_proved = not abilities.trusted and arrival.chat_id in self._persons
        return Desk(
            self._unit,
            person,
            now,
            words(language),
            house.search,
            house.bot_link,
            house.language,
            members.cells(self._unit, person.chat_id) is not None,
            paid_broadcast=house.paid_broadcast,
            quiet_hours=house.quiet_hours,
            abilities=abilities,
            here=arrival.chat_id,
            channels=house.abilities,
            page=house.page,
            is_proved=may_be_proved and page_proofs.use(self._unit, arrival.chat_id, self._now),
            desk_address=house.desk_address,
        )

    def _written(self, arrival: Arrival, replies: Sequence[Reply]) -> list[Draft]:
        key = dedupe(arrival, self._house.bot_id)
        until = self._now + TAP_USEFUL_S if isinstance(arrival.event, Tapped | TappedInGroup) else None
        return [
            Draft(f"{key}:{number}", arrival.chat_id, Lane.INTERACTIVE, codec.encode(reply), self._now, until)
            for number, reply in enumerate(replies)
        ]

    def _told(self, arrival: Arrival, tells: Sequence[Tell]) -> list[Draft]:
        key = dedupe(arrival, self._house.bot_id)
        return [draft_of(f"{key}:t{number}", tell, self._now) for number, tell in enumerate(tells)]

    def _failed(self, arrival: Arrival, error: Exception) -> list[Draft]:
        house = self._house
        reference = keep(self._unit, Trouble(house.bot_id, arrival, error), self._now)
        self.failed.append(reference)
        language = language_of(arrival.language, house.language)
        return self._written(arrival, (apology(reference, words(language)),))


def _state(before: Conversation) -> bytes:
    """Return the state; one that no key opens fails this person's updates alone, and stays for the key that does."""
    if before.is_sealed:
        raise UnsealableError("the conversation is sealed with another key")
    return before.state


def answer(arrival: Arrival, before: Memory, turn: int, desk: Desk) -> Answer:
    """Answer one update: what the conversation remembers after it, and what is said."""
    event = storable(arrival.event)
    if isinstance(event, AskedInline):  # asked from another chat, at every letter: it is no turn of this conversation
        return Answer(before, (sharing.cards(event, desk),))
    if isinstance(event, TappedInGroup):
        return _tapped_in_group(event, before, turn, desk)
    at = arrival.at.timestamp()
    goes_on = _follows(at, before.act_at, acts.AT_ONCE_S) and acts.goes_on(before.act, event)
    act = before.act if goes_on else acts.begun_by(event)
    is_repeated = _is_double_tap(event, before, at)
    pressed, pressed_at = (
        (event.data, at) if isinstance(event, Tapped) and not is_repeated else (before.pressed, before.pressed_at)
    )
    after = replace(
        before,
        pressed=pressed,
        pressed_at=pressed_at,
        flood=_counted(before.flood, at),
        lost=False,
        act=act,
        act_at=at if act else 0.0,
    )
    if goes_on:
        desk = replace(desk, goes_on=True)
    _notice(event, arrival, desk)
    if (
        after.flood.count == 1 and desk.may_be_member
    ):  # somebody comes back after a pause: that is a contact, whatever is said
        members.touch(desk.unit, desk.person.chat_id, desk.now.timestamp())
    match event:
        case None:
            return Answer(after)
        case Tapped() if is_repeated:
            answered = Answer(after)
        case Tapped():
            answered = _pressed(event, after, turn, desk)
        case _:
            answered = _advanced(event, after, turn, desk)
    if before.lost:
        answered = replace(answered, replies=(_forgotten(desk), *answered.replies))
    return _slowed(answered, desk)


def draft_of(dedupe: str, tell: Tell, now: float) -> Draft:
    """Turn a message to somebody else into a row of the outbox, which goes now unless it says when."""
    not_before = now if tell.not_before is None else tell.not_before
    reply = codec.encode(tell.reply)
    target = tell.reply.replaces if tell.chat_id < 0 and isinstance(tell.reply, Text) else 0
    return Draft(dedupe, tell.chat_id, tell.lane, reply, not_before, tell.not_after, tell.about, target=target)


def _notice(event: Event | None, arrival: Arrival, desk: Desk) -> None:
    """Remember of the person what every update tells: that messages arrive again, and the messenger's language."""
    person = desk.person
    is_there = desk.address == person.chat_id  # what is written on a page says nothing of Telegram
    if person.unreachable_since is not None and is_there and not isinstance(event, Blocked):
        people.mark_unreachable(desk.unit, person.chat_id, None)
    if arrival.language and arrival.language[:16] != person.messenger_language:
        people.hear_language(desk.unit, person.chat_id, arrival.language)


def _is_double_tap(event: Event | None, before: Memory, at: float) -> bool:
    same = isinstance(event, Tapped) and event.data == before.pressed
    return same and _follows(at, before.pressed_at, DOUBLE_TAP_S)


def _follows(at: float, before: float, within_s: float) -> bool:
    """Tell whether it follows so soon. Not where the clock has gone back since: nobody knows how long that took."""
    return -within_s < at - before < within_s


def _pressed(tap: Tapped, before: Memory, turn: int, desk: Desk) -> Answer:
    """Answer a pressed button.

    A button acts at the step whose screen showed it, and on nothing else: the current one, or an earlier one that is
    remembered. A lasting button is of no screen: its flow opens what it names, from wherever the person is.
    """
    match buttons.read(tap.data):
        case Carried() as button:
            shown = _shown_with(button, before)
            if shown is None:
                return _out_of_date(before, turn, desk)
            happened: Happening = Chose(button.choice, tap.message_id)
            is_current = button.turn == before.screen and shown is before.step
            return _advanced(happened, before, turn, desk, None if is_current else shown)
        case Lasting() as button:
            return _advanced(opened_by(button, tap.message_id), before, turn, desk)
    return _out_of_date(before, turn, desk)


def _shown_with(button: Carried, before: Memory) -> Step | None:
    """Return the step at which a button is to be heard; None: its time is over."""
    shown = before.shown_at(button.turn)
    if shown is not None and _is_of(button.name, shown):
        return shown
    return AtMenu() if button.choice == "menu" else at_any_age(button.name)


def _out_of_date(before: Memory, turn: int, desk: Desk) -> Answer:
    said = Text(desk.words("This button is out of date. This is where we are now:"))
    return _shown(before, before.step, (said, *screen(before.step, desk)), (), turn)


def _is_of(name: str, step: Step) -> bool:
    flow = flow_of(step)
    return name in {flow.name, *flow.former}


def _tapped_in_group(event: TappedInGroup, before: Memory, turn: int, desk: Desk) -> Answer:
    """Answer a button in a group: the press in place, and what is the presser's own in the private chat.

    To whoever has never written there, or has stopped the bot, a press can only open that chat.
    """
    opened = groups_there.leads_to_private(event.data)
    if opened is None:
        toast, tells = groups_there.tapped(event, desk)
        return Answer(before, (toast,), tells)
    if not before.flood.since or desk.person.unreachable_since is not None:
        return Answer(before, (groups_there.private_chat(event, opened, desk),))
    answered = _advanced(opened, before, turn, desk)
    return replace(answered, replies=(groups_there.answered_in_private(event, desk), *answered.replies))


def _advanced(event: Happening, before: Memory, turn: int, desk: Desk, shown: Step | None = None) -> Answer:
    if before.kept is not None or before.offers:
        desk = replace(desk, kept=before.kept, offers=before.offers)
    if isinstance(event, Said):
        desk = replace(desk, topic=before.topic())
    step, replies, tells = advance(before.step, event, desk, shown)
    own = (tell.reply for tell in tells if tell.chat_id == desk.person.chat_id and isinstance(tell.reply, Text))
    kept = kept_after(event, (*replies, *own), before.kept, goes_on=desk.goes_on)
    after = before if kept is before.kept else replace(before, kept=kept)
    acted = shown or before.step
    if acted.LEAVES_NOTHING and step != acted:
        after = replace(after, screen=0, earlier=(), kept=None)
    return _shown(after, step, replies, tells, turn)


def _shown(before: Memory, step: Step, replies: tuple[Reply, ...], tells: tuple[Tell, ...], turn: int) -> Answer:
    """Address the buttons to this turn; a screen with buttons becomes the current one."""
    name = flow_of(step).name
    addressed = tuple([buttons.address(reply, name, turn) for reply in replies])
    if asks_words(step):
        addressed = tuple([replace(one, asks_words=True) if isinstance(one, Text) else one for one in addressed])
    leads_on = any(buttons.is_of_a_screen(button) for reply in addressed for row in reply.buttons for button in row)
    offers = labels.offered(addressed) if step == before.step else ()
    # A step that has changed has other buttons, even where it shows none: those above belong to what it was.
    if leads_on or step != before.step:
        return Answer(before.moved_on(step, turn, offers), addressed, tells)
    return Answer(before if offers == before.offers else replace(before, offers=offers), addressed, tells)


def _forgotten(desk: Desk) -> Text:
    return Text(desk.words("I am sorry, I have lost track of where we were. Let us start from the menu."))


def _counted(flood: Flood, at: float) -> Flood:
    _, seconds = FLOOD
    return Flood(flood.since, flood.count + 1, flood.told) if _follows(at, flood.since, seconds) else Flood(at, 1)


def _slowed(answered: Answer, desk: Desk) -> Answer:
    """Ask somebody who writes very fast for patience, once a flood; the sender paces the answers."""
    most, _ = FLOOD
    after = answered.memory
    if after.flood.count <= most or after.flood.told:
        return answered
    said = Text(desk.words("You write faster than I can answer. Nothing is lost: I answer one thing after the other."))
    told = replace(after, flood=replace(after.flood, told=True))
    return replace(answered, memory=told, replies=(said, *answered.replies))
