"""Which centre a member's message is for, where nothing tells: district, subdistrict, or a name that is typed."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Kept, Move
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.mail.steps import ChoosingMailbox, WritingIn
from bot.flows.mail.writing_in import posted
from bot.flows.paging import UNITS_PAGE, page_buttons
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from domain.places.places import UnitKind
from domain.said.answers.answers import PAUSES, asks
from domain.said.requests.registration import is_talk
from storage.places import places
from storage.places.search import HitKind

_FOUND: Final = 3


def hear(step: ChoosingMailbox, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("districts", message_id):
            return Go(ChoosingMailbox(step.said, step.files), replaces=message_id)
        case Chose(row_id=unit_id, message_id=message_id) if unit_id:
            return _into(step, unit_id, message_id, desk)
        case Said(typed) if readable(typed):
            return _named(step, typed, desk)
    return None


def _into(step: ChoosingMailbox, unit_id: int, message_id: int, desk: Desk) -> Move | None:
    """Go down one rung, or on to the unit itself where there is none below."""
    if places.unit(desk.unit, unit_id) is None:
        return None
    if not step.unit_id and places.units_below(desk.unit, unit_id, UnitKind.SUBDISTRICT):
        return Go(ChoosingMailbox(step.said, step.files, unit_id), replaces=message_id)
    return _chosen(step, unit_id, desk)


def _named(step: ChoosingMailbox, typed: str, desk: Desk) -> Move | None:
    """Take the unit, or the service point's, that was typed; nothing is guessed.

    A whole letter is kept until its centre is known; what asks something else is read as anywhere.
    """
    found = desk.search.find(desk.unit, typed, _FOUND)
    hits = [hit for hit in found.hits if hit.kind in {HitKind.UNIT, HitKind.POINT}]
    is_named = found.sure and bool(hits)
    if not is_named and not step.said and not step.files and _is_letter(typed):
        said = desk.words("I keep what you have written. Which centre shall it go to?")
        return Go(ChoosingMailbox(typed, (), step.unit_id), before=(Text(said),))
    if not is_named and (asks(typed) or is_talk(typed)):
        return None
    if not is_named:
        said = desk.words("I know no centre of that name. Please tap one, or type its full name.")
        return Go(step, before=(Text(said),))
    point = places.point(desk.unit, hits[0].id) if hits[0].kind == HitKind.POINT else None
    return _chosen(step, point.unit_id if point else hits[0].id, desk)


def _is_letter(typed: str) -> bool:
    """Tell a letter from the name of a centre, which is one phrase and short."""
    return len(typed) > _LONGEST_NAME or (
        len(typed) > _LONGEST_NAME // 2 and len(PAUSES.split(typed.strip(" .。!！?？"))) > 1
    )


_LONGEST_NAME: Final = 40


def _chosen(step: ChoosingMailbox, unit_id: int, desk: Desk) -> Move:
    kept = Kept(step.said, step.files)
    if not kept.said and not kept.files:
        return Go(WritingIn(unit_id))
    sent = posted(unit_id, kept, desk)
    return Go(AtMenu(), before=sent.replies, tells=sent.tells)


def show(step: ChoosingMailbox, desk: Desk) -> Text:
    t = desk.words
    kind = UnitKind.SUBDISTRICT if step.unit_id else UnitKind.DISTRICT
    units = places.units_below(desk.unit, step.unit_id or None, kind)
    shown = units[step.page * UNITS_PAGE : (step.page + 1) * UNITS_PAGE]
    rows = two_a_row([Button(unit.name, str(unit.id)) for unit in shown])
    up = (Button(t.button("All districts"), "districts"),) if step.unit_id else ()
    last = (*up, to_menu(desk))
    asked = t("Which centre is it for? Tap, or type its name or that of a service point.")
    return Text(asked, (*rows, *page_buttons(step.page, UNITS_PAGE, len(units), desk), last))
