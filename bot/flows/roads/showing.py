"""All ways in of a person, and the code that links another one."""

from html import escape
from typing import Final

from bot.chat import Button, Buttons, Drawing, Reply, Text
from bot.deep_links import ROAD, page_link, road_link
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu, two_a_row
from bot.flows.moments import local
from bot.flows.roads import joining, keeping
from bot.flows.roads.names import Road, opened_when, road_name, roads_of, what_it_does
from bot.flows.roads.steps import AtRoads, ChoosingRoad, Leaving, TypingCode
from bot.papers import scan_code
from domain.people.roads import LIVES_S, Kind, spaced
from storage.people import addresses, page_proofs, road_codes

_SCALE: Final = 10
_QUIET_MODULES: Final = 4


def open_roads(opened: Opened, desk: Desk) -> Move:
    """Show the ways in; what is typed behind the command is a code."""
    return joining.follow(opened.choice, desk) if opened.choice else Go(AtRoads())


def show(_step: AtRoads, desk: Desk) -> Text:
    t, roads = desk.words, roads_of(desk.person.chat_id, desk)
    proofs = page_proofs.held(desk.unit, [road.number for road in roads if road.is_page], desk.now.timestamp())
    lines = [t("<b>Your ways in</b>")]
    for number, road in enumerate(roads, 1):
        lines.append(f"{number}. {_line(road, desk)}")
        if (proof := proofs.get(road.number)) is not None:
            until = t.clock(local(proof.ends_at, desk.now.tzinfo))
            lines.append("   " + t("acts for your role, until {clock} at the latest", clock=until))
    if len(roads) > 1:
        lines.append(_reached(roads, desk))
    elif desk.page:
        lines.append(t("It is the only one. Should you lose it, a second way in or a code brings you back."))
    else:
        lines.append(t("There is no other way in to this house than Telegram, so there is nothing to link."))
    return Text("\n".join(lines), _buttons(roads, proofs.keys() & {desk.address} != set(), desk))


def _line(road: Road, desk: Desk) -> str:
    t = desk.words
    told = [road_name(road, t), opened_when(road, desk), what_it_does(road, t)]
    told += [t.plain("you are here")] if road.number == desk.address else []
    return " · ".join(escape(part) for part in told if part)


def _reached(roads: list[Road], desk: Desk) -> str:
    t = desk.words
    name = road_name(roads[0], t)
    if roads[0].address.is_chosen:
        return t("What I write by myself reaches you at: {name}, as you chose.", name=name)
    return t("What I write by myself reaches you where you wrote last: {name}.", name=name)


def _buttons(roads: list[Road], is_proved: bool, desk: Desk) -> Buttons:  # noqa: FBT001  it is a yes or no
    t = desk.words
    if not desk.page:
        return ((to_menu(desk),),)
    many = len(roads) > 1
    choices = [Button(t.button("Link another way in"), "link"), Button(t.button("I have a code"), "code")]
    choices += [Button(t.button("Code for coming back"), "recovery")] if any(road.is_page for road in roads) else []
    choices += (
        [Button(t.button("Where it reaches me"), "choose"), Button(t.button("Take one off"), "leave")] if many else []
    )
    if desk.has_resting_role:
        choices.append(Button(t.button("Act for my role here"), EntryPoint.ROAD_PROOF.data()))
    elif is_proved:
        choices.append(Button(t.button("No longer act for my role"), EntryPoint.ROAD_END.data(desk.address)))
    return (*two_a_row(choices), (to_menu(desk),))


def hear(_step: AtRoads, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("link"):
            return Remain(_code(desk))
        case Chose("code", message_id):
            return Go(TypingCode(), replaces=message_id)
        case Chose("recovery"):
            return Remain((keeping.renewed(desk.person.chat_id, desk),))
        case Chose("choose", message_id):
            return Go(ChoosingRoad(), replaces=message_id)
        case Chose("leave", message_id):
            return Go(Leaving(), replaces=message_id)
    return None


def _code(desk: Desk) -> tuple[Reply, ...]:
    """Show a code that links another way in with this one, its link, and that as a picture for another phone."""
    t, now = desk.words, desk.now.timestamp()
    code = road_codes.issue(desk.unit, Kind.LINK, desk.person.chat_id, desk.address, now)
    ends = t.clock(local(now + LIVES_S[Kind.LINK], desk.now.tzinfo))
    to_telegram = bool(desk.bot_name) and desk.person.chat_id >= addresses.FIRST
    address = _address(code, desk, to_telegram=to_telegram)
    where = (
        t("On Telegram: open this link, or write /roads to me there and type the code.")
        if to_telegram
        else t("On another phone or in WeChat: open this link or scan the picture.")
    )
    lines = (
        t("This code links another way in with this one, once, until {clock}:", clock=ends),
        f"<code>{spaced(code)}</code>",
        where,
        address,
        t("Give it to nobody: whoever opens it with their own phone becomes you here."),
    )
    opens = ((Button(t.button("Open in Telegram"), url=address),),) if to_telegram else ()
    scan = t.plain("Scan with the other phone, until {clock}.", clock=ends)
    return Text("\n".join(lines), opens), picture(code, scan, desk, to_telegram=to_telegram)


def picture(code: str, caption: str, desk: Desk, *, to_telegram: bool = False) -> Drawing:
    """Draw what opens with a code, the chat page or the chat on Telegram, for another phone to scan."""
    link = _address(code, desk, to_telegram=to_telegram)
    return Drawing(scan_code.png(link, _SCALE, _QUIET_MODULES), caption)


def _address(code: str, desk: Desk, *, to_telegram: bool) -> str:
    return road_link(desk.bot_name, code) if to_telegram else page_link(desk.page, f"{ROAD}{code}")
