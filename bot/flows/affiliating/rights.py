"""Whose an affiliation is: its member's alone, who counts as in contact with whatever he or she does here."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.affiliating.mine_text import nothing_yet
from bot.flows.affiliating.registering.form import Form, form
from bot.flows.affiliating.steps import (
    Answering,
    BeingSure,
    CheckingRequest,
    ChoosingBuilding,
    ChoosingEnding,
    ChoosingItem,
    MyAffiliation,
    SayingNewEnd,
)
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint
from bot.flows.flow import Guard
from bot.flows.keyboards import to_menu
from domain.affiliations import CLOSED, Verb
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow
from storage.people import members

SURE: Final = frozenset({Verb.WITHDRAW, Verb.DISCARD, Verb.GO_HOME, Verb.TRANSFER})
ENDINGS: Final = frozenset({Verb.GO_HOME, Verb.TRANSFER})

OfForm = Answering | ChoosingBuilding | CheckingRequest | ChoosingItem
OfOwn = BeingSure | ChoosingEnding | SayingNewEnd


def touch(desk: Desk) -> None:
    """Remember that the person was in contact."""
    members.touch(desk.unit, desk.person.chat_id, desk.now.timestamp())


def too_late(affiliation_id: int, desk: Desk) -> Move:
    said = desk.words("That is no longer possible. This is how it stands:")
    return Go(MyAffiliation(affiliation_id), before=(Text(said),))


def _filled_in(step: OfForm, desk: Desk) -> Form | None:
    touch(desk)
    return form(step.affiliation_id, desk)


def _settled(_step: OfForm, event: Happening, _desk: Desk) -> Move | None:
    """Lead somebody whose request was settled meanwhile to how it stands."""
    return Go(MyAffiliation()) if isinstance(event, Chose) and event.choice != "menu" else None


def _nothing_to_fill_in(_step: OfForm, desk: Desk) -> Text:
    t = desk.words
    label = t.button("My affiliation")
    said = t("There is nothing to fill in here any more. “{label}” shows how it stands.", label=label)
    return Text(said, ((Button(label, EntryPoint.MY_AFFILIATION.data()), to_menu(desk)),))


AN_OWN_FORM: Final[Guard[OfForm, Form]] = Guard(
    sees=lambda step, desk: form(step.affiliation_id, desk),
    acts=_filled_in,
    refuses=_settled,
    closed=_nothing_to_fill_in,
)


def _all(_step: MyAffiliation, desk: Desk) -> list[AffiliationRow]:
    return affiliations.current(desk.unit, desk.person.chat_id)


def _all_touched(step: MyAffiliation, desk: Desk) -> list[AffiliationRow]:
    touch(desk)
    return _all(step, desk)


ALL_OWN: Final[Guard[MyAffiliation, list[AffiliationRow]]] = Guard(
    sees=_all,
    acts=_all_touched,
    refuses=lambda _step, _event, _desk: None,
    closed=lambda _step, desk: nothing_yet(desk),
)
"""All that are not closed, the newest first; that there are none closes nothing."""


def _own(step: OfOwn, desk: Desk) -> AffiliationRow | None:
    row = affiliations.find(desk.unit, step.affiliation_id)
    return row if row is not None and row.chat_id == desk.person.chat_id and row.state not in CLOSED else None


def _own_touched(step: OfOwn, desk: Desk) -> AffiliationRow | None:
    touch(desk)
    return _own(step, desk)


def _gone(step: OfOwn, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case _, Chose("back", message_id):
            return Go(MyAffiliation(step.affiliation_id), replaces=message_id)
        case ChoosingEnding(), Chose(verb, message_id) if verb in ENDINGS:
            return Go(step, replaces=message_id)
        case (BeingSure(verb=verb), Chose("yes")) if verb in SURE:
            return too_late(step.affiliation_id, desk)
        case SayingNewEnd(), (Chose() | Said()):
            return too_late(step.affiliation_id, desk)
    return None


AN_OWN_ONE: Final[Guard[OfOwn, AffiliationRow]] = Guard(
    sees=_own,
    acts=_own_touched,
    refuses=_gone,
    closed=lambda _step, desk: nothing_yet(desk),
)
