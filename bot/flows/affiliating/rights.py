"""Whose an affiliation is: its member's alone, who counts as in contact with whatever he or she does here."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from bot.chat import Button, Said, Text
from bot.flows.affiliating.mine_text import nothing_yet
from bot.flows.affiliating.registering.form import Form, form
from bot.flows.affiliating.registering.order import can_be_mended
from bot.flows.affiliating.steps import Answering, BeingSure, ChoosingEnding, MyAffiliation, OfAffiliation, SayingNewEnd
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Guard
from bot.flows.keyboards import to_menu
from domain.affiliations.affiliations import CLOSED, Verb
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import members

ENDINGS: Final = frozenset({Verb.GO_HOME, Verb.TRANSFER, Verb.GO_ELSEWHERE})
SURE: Final = ENDINGS | {Verb.WITHDRAW, Verb.DISCARD}

AtStep = TypeVar("AtStep")
Row = TypeVar("Row")


def touch(desk: Desk) -> None:
    """Remember that the person was in contact."""
    members.touch(desk.unit, desk.person.chat_id, desk.now.timestamp())


def touched(sees: Callable[[AtStep, Desk], Row]) -> Callable[[AtStep, Desk], Row]:
    """Find the same for what is done there, which is a contact."""

    def acts(step: AtStep, desk: Desk) -> Row:
        touch(desk)
        return sees(step, desk)

    return acts


def too_late(affiliation_id: int, desk: Desk) -> Move:
    said = desk.words("That is no longer possible. This is how it stands:")
    return Go(MyAffiliation(affiliation_id), before=(Text(said),))


def _form(step: OfAffiliation, desk: Desk) -> Form | None:
    """Find the form; what a reviewer decides on is no question any more."""
    told = form(step.affiliation_id, desk)
    if told is not None and told.waits and isinstance(step, Answering) and not can_be_mended(step.asked, told):
        return None
    return told


def _settled(_step: OfAffiliation, event: Happening, _desk: Desk) -> Move | None:
    """Lead somebody whose request was settled meanwhile to how it stands."""
    return Go(MyAffiliation()) if isinstance(event, Chose) and event.choice != "menu" else None


def _nothing_to_fill_in(_step: OfAffiliation, desk: Desk) -> Text:
    t = desk.words
    label = t.button("My affiliation")
    said = t("There is nothing to fill in here any more. “{label}” shows how it stands.", label=label)
    return Text(said, ((Button(label, EntryPoint.MY_AFFILIATION.data()), to_menu(desk)),))


AN_OWN_FORM: Final[Guard[OfAffiliation, Form]] = Guard(_form, touched(_form), _settled, _nothing_to_fill_in)


def _all(_step: MyAffiliation, desk: Desk) -> Sequence[AffiliationRow]:
    return affiliations.current(desk.unit, desk.person.chat_id)


ALL_OWN: Final[Guard[MyAffiliation, Sequence[AffiliationRow]]] = Guard(
    _all, touched(_all), lambda *_: None, lambda *_: ()
)
"""All that are not closed, the newest first; that there are none closes nothing."""


def _own(step: OfAffiliation, desk: Desk) -> AffiliationRow | None:
    row = affiliations.find(desk.unit, step.affiliation_id)
    return row if row is not None and row.chat_id == desk.person.chat_id and row.state not in CLOSED else None


def _gone(step: OfAffiliation, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case _, Chose("back", message_id):
            return Go(MyAffiliation(step.affiliation_id), replaces=message_id)
        case ChoosingEnding(), Chose(verb, message_id) if verb in ENDINGS:
            return Go(step, replaces=message_id)
        case (BeingSure(), Chose("yes")) | (SayingNewEnd(), (Chose() | Said())):
            return too_late(step.affiliation_id, desk)
    return None


AN_OWN_ONE: Final[Guard[OfAffiliation, AffiliationRow]] = Guard(
    _own, touched(_own), _gone, lambda _step, desk: nothing_yet(desk)
)
