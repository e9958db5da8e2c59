"""A page acts for a role once that was confirmed at a way in that proves who somebody is; else it is a member's."""

from typing import Final

from bot.chat import Button, Text
from bot.flows.desk import Desk, Move, Remain, Tell
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.moments import local
from bot.flows.rights import closed
from bot.flows.roads import telling
from bot.flows.roads.names import Road, road_at, road_in_full, roads_of
from domain.people.roads import ASKED_S, IDLE_S, PROVED_S
from storage.people import addresses, audit, page_proofs, road_codes

_AGAIN_S: Final = 120.0
"""So long a page that has asked is not let ask again: nobody is pestered into a yes."""

DESK: Final = "desk"
"""In the place of a page's number: no page that an organiser has opened at the desk."""


def ask(_opened: Opened, desk: Desk) -> Move:
    """Ask, at every way in that proves who somebody is, whether this page is theirs."""
    t, now = desk.words, desk.now.timestamp()
    if desk.is_trusted:
        return Remain((Text(t("Your role acts here already.")),))
    if not desk.has_resting_role:
        return Remain((closed(desk),))
    trusted = [road for road in roads_of(desk.person.chat_id, desk) if road.is_trusted]
    if not trusted:
        how = t("Please link Telegram with this page first, where your role was given: /roads")
        return Remain((Text(how),))
    if page_proofs.is_asking(desk.unit, desk.address, now - _AGAIN_S):
        return Remain(
            (Text(t("I have asked on Telegram already. Please answer there; then this page acts for your role.")),)
        )
    page_proofs.ask(desk.unit, desk.address, desk.person.chat_id, now)
    _note("proof.ask", desk)
    said = Text(t("I have asked on Telegram. Confirm there that this page is yours, within 10 minutes."))
    return Remain((said,), tuple(_question(road, desk) for road in trusted))


def _question(road: Road, desk: Desk) -> Tell:
    t, here = desk.words_for(desk.person.chat_id), road_at(desk.address, desk)
    page = road_in_full(here, desk)
    lines = (
        t("<b>Shall this page act for your role?</b>"),
        t("{page}; it asked at {clock}.", page=page, clock=t.clock(desk.now)),
        t("For {hours} hours at most, and no longer than {minutes} minutes after it was used last.", **_limits()),
        t("If you are not at that page right now, say no."),
    )
    yes = Button(t.button("Yes, that is me"), EntryPoint.ROAD_CONFIRM.data(desk.address))
    no = Button(t.button("No"), EntryPoint.ROAD_END.data(desk.address))
    return telling.at(road.number, Text("\n".join(lines), ((yes, no),)), not_after=desk.now.timestamp() + ASKED_S)


def _limits() -> dict[str, int]:
    return {"hours": int(PROVED_S // 3600), "minutes": int(IDLE_S // 60)}


def confirm(opened: Opened, desk: Desk) -> Move:
    """Let the page act; only whoever is at a way in that proves who they are can say so."""
    t, now, number = desk.words, desk.now.timestamp(), _number(opened)
    if not desk.abilities.trusted or addresses.person_of(desk.unit, number) != desk.person.chat_id:
        return Remain((closed(desk),))
    if not page_proofs.confirm(desk.unit, number, desk.person.chat_id, desk.address, now):
        said = Text(
            t("Nobody is asking any more. The page can ask once more: /roads there."), replaces=opened.message_id
        )
        return Remain((said,))
    _note("proof.confirm", desk)
    until = t.clock(local(now + PROVED_S, desk.now.tzinfo))
    lines = (
        t("✓ The page acts for your role, until {clock} at the latest.", clock=until),
        t("You can end that here at any time."),
    )
    end = Button(t.button("End it now"), EntryPoint.ROAD_END.data(number))
    there = Text(t("✓ Confirmed: your role acts here, until {clock} at the latest. /start", clock=until))
    return Remain((Text("\n".join(lines), ((end,),), replaces=opened.message_id),), (telling.at(number, there),))


def end(opened: Opened, desk: Desk) -> Move:
    """Let a page of one's own act no more, or a code of the desk open none."""
    t, me = desk.words, desk.person.chat_id
    if opened.choice == DESK:
        road_codes.drop_desk(desk.unit, me)
        _note("road.refuse", desk)
        said = t("No page can be opened with that code any more. A page that is open already: /roads")
        return Remain((Text(said, ((telling.ways_in(t),),), replaces=opened.message_id),))
    number = _number(opened)
    if addresses.person_of(desk.unit, number) != me:
        return Remain((closed(desk),))
    has_ended = page_proofs.end(desk.unit, [number]) > 0
    if has_ended:
        _note("proof.end", desk)
    said = t("✓ That page does not act for your role. Whatever else it is: “{label}”.", label=t.button("Your ways in"))
    told = Text(t("This page does not act for your role any more: here you are a member like all others."))
    tells = (telling.at(number, told),) if has_ended and number != desk.address else ()
    return Remain((Text(said, ((telling.ways_in(t),),), replaces=opened.message_id),), tells)


def _note(what: str, desk: Desk) -> None:
    me = desk.person.chat_id
    audit.write(desk.unit, audit.Entry(me, "member", what, f"person:{me}"), desk.now.timestamp())


def _number(opened: Opened) -> int:
    """Read an address: its number is longer than any row's."""
    return int(opened.choice) if opened.choice.isascii() and opened.choice.isdigit() and len(opened.choice) <= 16 else 0
