"""Who is told what of a booking: its borrower, its owner, the one who is asked to speak; by the step that was taken.

Flows and clocks both use it, so it takes a matter and the words of each reader's language, and no desk.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.booking import text
from bot.flows.desk import Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.moments import night_over
from bot.planning.bookings import deciders
from bot.texts import Words
from domain.booking.life import ROWS, Party, State, Verb
from domain.booking.resources import Kind
from storage.booking.bookings import BookingRow
from storage.booking.resources import ResourceRow
from storage.people import people, roles
from storage.unit_of_work import UnitOfWork

WordsFor = Callable[[int], Words]
"""Finds the words of a person's language, by chat."""

Say = Callable[[Words], str]

Ways = Callable[[Words], Buttons]


@dataclass(frozen=True, slots=True)
class Matter:
    """A booking as it stands after a step, with what is booked, at the local time `now`.

    `moves`: it has followed its activity to another time, or was to.
    """

    unit: UnitOfWork
    row: BookingRow
    resource: ResourceRow
    now: datetime
    moves: bool = False

    @property
    def asks_a_person(self) -> bool:
        """Tell whether it is the speaker who answers, and not yet who is above."""
        return self.resource.kind is Kind.SPEAKER and self.resource.chat_id is not None and not self.row.level


def borrowers(one: Matter) -> list[int]:
    """Return who hears of it on the borrowing side: who booked, else the organisers of the unit."""
    chats = roles.organisers_of(one.unit, one.row.unit_path)
    return [one.row.by_chat] if one.row.by_chat in roles.acting_for(one.unit, one.row.unit_path) else chats


def owners(one: Matter) -> list[int]:
    """Return who decides: the speaker themselves, the organisers of the owner, or those of the unit above it."""
    return deciders(one.unit, one.row, one.resource)


def of_step(one: Matter, verb: Verb, words_for: WordsFor, but: Collection[int] = ()) -> tuple[Tell, ...]:
    """Tell everybody whom this step concerns, but those who took it."""
    parties = ROWS[verb].tells
    told: dict[int, Tell] = {}
    if Party.OWNER in parties and not _is_at_home(one):
        told |= {tell.chat_id: tell for tell in _to(owners(one), one, _to_owner(one, verb), words_for)}
    if Party.BORROWER in parties:
        told |= {tell.chat_id: tell for tell in _to(borrowers(one), one, _TO_BORROWER[verb], words_for)}
    return tuple(tell for chat_id, tell in told.items() if chat_id not in but)


def _is_at_home(one: Matter) -> bool:
    """Tell whether a unit has what is its own: its owner need not hear of it."""
    return (
        not one.asks_a_person and one.resource.is_at_once(one.row.unit_path) and one.resource.is_own(one.row.unit_path)
    )


def asked(one: Matter, words_for: WordsFor, but: Collection[int] = ()) -> tuple[Tell, ...]:
    """Ask the owner about a request; nobody, where there is none."""
    if one.row.state is not State.REQUESTED:
        return ()
    return tuple(tell for tell in _to(owners(one), one, _question, words_for) if tell.chat_id not in but)


def passed_on(  # noqa: PLR0913, PLR0917  of what, to whom, under which heading, the words, in whose language, and ways
    one: Matter, chats: Collection[int], heading: Say, said: str, words_for: WordsFor, ways: Ways = lambda _t: ()
) -> tuple[Tell, ...]:
    """Pass words of one side on to the other; `ways` are rows of buttons above the one that leads to the booking."""

    def shown(it: Matter, t: Words) -> Text:
        lines = (heading(t), _brief(it, t), t("“{said}”", said=said))
        return Text("\n".join(lines), (*ways(t), (_see(it, t),)))

    return _to(chats, one, shown, words_for)


def speaker_left(unit: UnitOfWork, resource: ResourceRow, words_for: WordsFor, but: int) -> tuple[Tell, ...]:
    """Tell the owner that a speaker wants to be asked no more."""
    chats = [one for one in roles.organisers_of(unit, resource.path) if one != but]
    people.known(unit, chats)
    return tuple(Tell(one, Text(_left(resource, words_for(one)))) for one in chats)


def _left(resource: ResourceRow, t: Words) -> str:
    return t("{name} no longer wants to be asked to speak, and is off your list.", name=text.called(resource))


Shows = Callable[[Matter, Words], Text]


def _to(chats: Collection[int], one: Matter, shows: Shows, words_for: WordsFor) -> tuple[Tell, ...]:
    people.known(one.unit, chats)
    wakes = night_over(one.now)
    return tuple(
        Tell(chat_id, shows(one, words_for(chat_id)), not_before=wakes, not_after=one.row.ends_at, about=_about(one))
        for chat_id in sorted(set(chats))
    )


def _about(one: Matter) -> str:
    return f"booking:{one.row.id}"


def _see(one: Matter, t: Words) -> Button:
    return Button(t.button("See the booking"), EntryPoint.BOOKING.data(one.row.id))


def _question(one: Matter, t: Words) -> Text:
    """Ask whoever decides: a person whether they come and speak, an owner whether it is lent."""
    row, by = one.row, text.until(one.row.turn_until, one.now.tzinfo, t)
    if one.asks_a_person:
        lines = [t("{unit} would like you to come and speak:", unit=row.unit_name), _brief(one, t)]
        last = t("Can you? Please answer by {when}; until then the time is kept for them.", when=by)
    else:
        heading = t("Nobody has answered {unit}, so this comes to you:", unit=row.unit_name)
        lines = [heading if row.level else t("{unit} asks to borrow:", unit=row.unit_name), _brief(one, t)]
        last = t("Please answer by {when}; until then the time is kept for them.", when=by)
    return Text("\n".join([*lines, last]), question_buttons(one, t))


def question_buttons(one: Matter, t: Words) -> Buttons:
    """Return the buttons by which a request is answered: lasting ones, from wherever."""
    number = one.row.id
    if one.asks_a_person:
        return (
            (
                Button(t.button("Yes, I come"), EntryPoint.GRANT_BOOKING.data(number)),
                Button(t.button("No, I cannot"), EntryPoint.REFUSE_BOOKING.data(number)),
            ),
            (Button(t.button("Another time"), EntryPoint.OTHER_TIME.data(number)),),
            (Button(t.button("Do not ask me any more"), EntryPoint.LEAVE_SPEAKERS.data(one.resource.id)),),
        )
    return (
        (
            Button(t.button("Agree"), EntryPoint.GRANT_BOOKING.data(number)),
            Button(t.button("Not possible"), EntryPoint.REFUSE_BOOKING.data(number)),
        ),
        (Button(t.button("Ask something"), EntryPoint.ASK_BORROWER.data(number)), _see(one, t)),
    )


def _brief(one: Matter, t: Words) -> str:
    return text.brief(one.row, one.resource, one.now.tzinfo, t)


def _with_standing(say: Callable[[Matter, Words], str]) -> Shows:
    def shown(one: Matter, t: Words) -> Text:
        stands = text.standing(one.row, one.resource, one.now, t)
        return Text("\n".join((say(one, t), _brief(one, t), stands)), borrower_buttons(one, t))

    return shown


def borrower_buttons(one: Matter, t: Words) -> Buttons:
    """Return what the borrower can answer at once, and the way to the booking."""
    number = one.row.id
    match one.row.state:
        case State.ASKED:
            return (
                (
                    Button(t.button("Yes, still needed"), EntryPoint.STILL_NEEDED.data(number)),
                    Button(t.button("No, give it back"), EntryPoint.NOT_NEEDED.data(number)),
                ),
            )
        case State.OFFERED:
            return (
                (
                    Button(t.button("Yes, take it"), EntryPoint.TAKE_OFFERED.data(number)),
                    Button(t.button("No, thank you"), EntryPoint.PASS_OFFERED.data(number)),
                ),
            )
    if one.row.activity_id is not None and one.row.state in _GONE and one.resource.kind is Kind.ROOM:
        return ((another_room(one.row.activity_id, t), _see(one, t)),)
    return ((_see(one, t),),)


_GONE: Final = frozenset({State.WAITING, State.REFUSED, State.RELEASED})
"""The states in which an activity has lost its room."""


def another_room(activity_id: int, t: Words) -> Button:
    """Lead to what else is free when an activity is held."""
    return Button(t.button("Another room"), EntryPoint.BORROW.data(f"a{activity_id}"))


def _news(say: Callable[[Matter, Words], str]) -> Shows:
    """Tell the owner what has happened; nothing is to be done."""

    def shown(one: Matter, t: Words) -> Text:
        return Text("\n".join((say(one, t), _brief(one, t))), ((_see(one, t),),))

    return shown


def _agreed(one: Matter, t: Words) -> str:
    if one.asks_a_person:
        return t("{name} comes:", name=text.called(one.resource))
    return t("{unit} agrees:", unit=one.resource.unit_name)


def _declined(one: Matter, t: Words) -> str:
    if one.asks_a_person:
        return t("{name} cannot come:", name=text.called(one.resource))
    return t("{unit} cannot lend it:", unit=one.resource.unit_name)


def _lost(one: Matter, t: Words) -> str:
    if one.moves:
        return t("At the new time this cannot be had:")
    return t("This is not yours any more, through no doing of yours:")


def _gone(one: Matter, t: Words) -> str:
    if one.moves:
        return t("At the new time this cannot be had:")
    if one.resource.kind is Kind.SPEAKER:
        return t("The speaker cannot be asked any more:")
    return t("This is not lent any more:")


_TO_BORROWER: Final[Mapping[Verb, Shows]] = {
    Verb.GRANT: _with_standing(_agreed),
    Verb.DECLINE: _with_standing(_declined),
    Verb.ESCALATE: _with_standing(lambda _one, t: t("There is no answer yet:")),
    Verb.GIVE_UP: _with_standing(lambda _one, t: t("Nobody has answered in time. That is on us, not on you:")),
    Verb.ASK_STILL: _with_standing(lambda _one, t: t("You have this booked:")),
    Verb.LAPSE: _with_standing(lambda _one, t: t("We had no answer, so this has gone on. That is all right:")),
    Verb.OFFER: _with_standing(lambda _one, t: t("What you are waiting for is free now:")),
    Verb.OFFER_ENDS: _with_standing(lambda _one, t: t("We had no answer, so the next in line is asked:")),
    Verb.LOSE: _with_standing(_lost),
    Verb.REMOVE: _with_standing(_gone),
}

_TO_OWNER: Final[Mapping[Verb, Callable[[Matter, Words], str]]] = {
    Verb.GIVE_UP: lambda _one, t: t("This was not answered in time, and is free again:"),
    Verb.RELEASE: lambda one, t: t("{unit} does not need this any more; it is free again:", unit=one.row.unit_name),
    Verb.LAPSE: lambda one, t: t("{unit} has not said that it is needed; it is free again:", unit=one.row.unit_name),
    Verb.TAKE: lambda one, t: t("{unit} has taken what came free:", unit=one.row.unit_name),
    Verb.CANCEL: lambda one, t: t("{unit} has cancelled; it is free again:", unit=one.row.unit_name),
    Verb.MOVE: lambda one, t: t("{unit} has moved its booking, to:", unit=one.row.unit_name),
    Verb.LOSE: lambda one, t: t("{unit} cannot have this any more:", unit=one.row.unit_name),
}


def _to_owner(one: Matter, verb: Verb) -> Shows:
    """Return what the owner reads: the question, wherever it waits for them, else what has happened."""
    return _question if one.row.state is State.REQUESTED else _news(_TO_OWNER[verb])
