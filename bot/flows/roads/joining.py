"""This way in and another become one person's: the other's code is typed or opened here, and the person decides."""

from bot.chat import Button, Reply, Said, Text
from bot.flows import tries
from bot.flows.activities import tells as activity_tells
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain, Tell
from bot.flows.duties import tells as duty_tells
from bot.flows.duties import text as duty_text
from bot.flows.keyboards import to_menu
from bot.flows.roads import consequences, keeping, telling
from bot.flows.roads.names import road_at, road_name
from bot.flows.roads.steps import AtRoads, Joining, TypingCode
from bot.flows.step import AtMenu
from domain.people import roads
from domain.people.roads import Kind
from domain.people.tries import Thing
from storage.merging import lives, persons
from storage.merging.lives import Plan
from storage.merging.persons import ChangedError, ClashError, Merged
from storage.people import addresses, road_codes
from storage.people.road_codes import Issued


class _OverError(Exception):
    """The code is used up, or its time is over; nothing has changed."""


def ask_for_code(_step: TypingCode, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("Please type the code that your other way in shows, such as {code}.", code=roads.EXAMPLE),
        t("A code for coming back has 16 signs. Capitals and hyphens make no difference."),
    )
    return Text("\n".join(lines), ((Button(t.button("Back"), "back"),),))


def hear_code(_step: TypingCode, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AtRoads(), replaces=message_id)
        case Said(text):
            return follow(text, desk)
    return None


def follow(typed: str, desk: Desk) -> Move:
    """Look at a code that was typed or opened: nothing is done before the person has seen what it does."""
    if (shut := tries.shut(Thing.ROAD, desk)) is not None:
        return Go(AtMenu(), before=(shut,))
    code = roads.read(typed)
    if not code:
        return Remain(
            (Text(desk.words("A code has 8 or 16 signs, letters and digits, such as {code}.", code=roads.EXAMPLE)),)
        )
    issued = road_codes.find(desk.unit, code, desk.now.timestamp())
    if issued is None:
        return _unknown(desk)
    if (said := _not_here(issued, desk)) is not None:
        return Go(AtRoads(), before=(Text(said),))
    return Go(Joining(issued.code_hash, _plan(issued, desk).key))


def _unknown(desk: Desk) -> Move:
    told = tries.missed(Thing.ROAD, desk)
    said = tries.shut(Thing.ROAD, desk) or Text(
        desk.words("This code is unknown, used up, or its time is over. Please take a new one on your other way in.")
    )
    return Remain((said,), told)


def _not_here(issued: Issued, desk: Desk) -> str | None:
    t = desk.words
    if issued.person == desk.person.chat_id:
        return t("This way in is linked with that one already: here and there you are the same person.")
    if issued.kind is Kind.DESK and desk.person.chat_id < addresses.FIRST:
        return t("This code opens a new page on the member’s own phone. It does nothing here, so nothing has changed.")
    return None


def _plan(issued: Issued, desk: Desk) -> Plan:
    return lives.plan(desk.unit, *lives.sides(issued.person, desk.person.chat_id))


def _issued(step: Joining, desk: Desk) -> Issued | None:
    return road_codes.by_hash(desk.unit, step.code_hash, desk.now.timestamp())


def show(step: Joining, desk: Desk) -> Text:
    """Say who is linked with whom and what will become of what both have; or why it cannot be."""
    t, issued = desk.words, _issued(step, desk)
    if issued is None or issued.person == desk.person.chat_id:
        return Text(t("The time of this code is over, so nothing has changed."), ((to_menu(desk),),))
    plan = _plan(issued, desk)
    back = Button(t.button("Leave it"), "back")
    if plan.clashes:
        return Text("\n".join(consequences.why_not(plan, desk)), ((back,),))
    lines = (*_whom(issued, desk), *consequences.of(plan, desk))
    return Text("\n".join(lines), ((Button(t.button("Link them"), "yes"), back),))


def _whom(issued: Issued, desk: Desk) -> list[str]:
    t, here = desk.words, road_name(road_at(desk.address, desk), desk.words)
    if issued.kind is Kind.LINK:
        return [
            t("<b>Link this with {other}?</b>", other=road_name(road_at(issued.number, desk), t)),
            t("Here and there you are then the same person, with the same affiliation, seats and messages."),
            t(
                "Only go on if you took the code yourself just now. "
                "If somebody sent it to you, leave it: they would be you."
            ),
        ]
    if issued.kind is Kind.DESK:
        return [
            t("<b>Come back on this page?</b>"),
            t("The organiser at the desk has opened it for you. This page is yours then: {here}.", here=here),
        ]
    return [
        t("<b>Come back on this page?</b>") if desk.person.chat_id >= addresses.FIRST else t("<b>Come back here?</b>"),
        t("The code for coming back is used up with that; you get a new one."),
    ]


def hear(step: Joining, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AtRoads(), replaces=message_id)
        case Chose("yes", message_id):
            return _join(step, message_id, desk)
    return None


def _join(step: Joining, message_id: int, desk: Desk) -> Move:
    t = desk.words
    try:
        with desk.unit.savepoint():
            issued = _spent(step, desk)
            kept, joins = lives.sides(issued.person, desk.person.chat_id)
            merged = persons.merge(desk.unit, kept, joins, step.agreed, desk.deed())
    except _OverError:
        return Go(AtRoads(), before=(Text(t("The time of this code is over, so nothing has changed.")),))
    except (ChangedError, ClashError):
        again = Text(t("Something has changed meanwhile. This is how it would be now:"))
        return Go(Joining(step.code_hash, _plan(issued, desk).key), before=(again,))
    return _joined(issued, merged, message_id, desk)


def _spent(step: Joining, desk: Desk) -> Issued:
    """Use the code up, and return what it opens. Raises `_OverError`, also where another hand was quicker."""
    issued = _issued(step, desk)
    if issued is None or _not_here(issued, desk) or not road_codes.spend(desk.unit, issued, desk.now.timestamp()):
        raise _OverError
    return issued


def _joined(issued: Issued, merged: Merged, message_id: int, desk: Desk) -> Move:
    """Say so here and at every other way in; who is offered what was held twice is told as always."""
    t, kept = desk.words, merged.plan.kept
    lines = [t("✓ Linked. Here and there you are the same person now.")]
    if issued.kind is not Kind.LINK:
        lines = [t("✓ You are back. Everything of yours is here.")]
        lines.append(t("If you have lost another page, close it under /roads: its browser gets in no more then."))
    said: tuple[Reply, ...] = (Text("\n".join(lines), ((telling.ways_in(t),),), replaces=message_id),)
    if issued.kind is Kind.RECOVERY:
        said = (*said, keeping.renewed(kept, desk))
    return Go(AtMenu(), before=said, tells=(*_told(kept, desk), *_passed_on(merged, desk)))


def _told(kept: int, desk: Desk) -> tuple[Tell, ...]:
    t = desk.words_for(kept)
    here = road_name(road_at(desk.address, desk), t)
    lines = (
        t("A further way in is linked with you: {which}, {clock}.", which=here, clock=t.clock(desk.now)),
        t("If that was not you, take it off at once: “{label}”.", label=t.button("Your ways in")),
    )
    return telling.elsewhere(kept, Text("\n".join(lines), ((telling.ways_in(t),),)), desk)


def _passed_on(merged: Merged, desk: Desk) -> tuple[Tell, ...]:
    offers = activity_tells.offers(merged.offers, desk.unit, desk.words_for, desk.now)
    matters = ((row, duty_text.matter(desk.unit, row.duty_id, desk.now)) for row in merged.called)
    calls = (duty_tells.called(matter, [row], desk.words_for) for row, matter in matters if matter is not None)
    return (*offers, *(tell for told in calls for tell in told))
