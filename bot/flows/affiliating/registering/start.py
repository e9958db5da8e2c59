"""How a request begins: from a point's card, with the consent; and how it goes on elsewhere."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot.chat import Button, Reply, Said, SharedContact, Text
from bot.flows.affiliating import consent
from bot.flows.affiliating.registering import asking
from bot.flows.affiliating.registering.answers import Unclear, arrival
from bot.flows.affiliating.registering.form import MENDABLE, form
from bot.flows.affiliating.registering.order import resumed, step_of
from bot.flows.affiliating.registering.questions import arrival as asked_for_arrival
from bot.flows.affiliating.registering.questions import stay_buttons, stays, today
from bot.flows.affiliating.rights import touched
from bot.flows.affiliating.steps import Agreeing, AtPoint, ChoosingStay, MyAffiliation, SayingArrival
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.flow import Guard
from bot.flows.keyboards import back_or_menu
from bot.flows.points import PointCard
from bot.flows.step import AtMenu
from bot.texts import Words
from bot.texts.names import stay_name
from domain.affiliations.affiliations import HERE, Stay
from domain.people.members import Details
from domain.places.places import Services
from domain.rules import Rule
from storage.affiliations import affiliations
from storage.affiliations.affiliations import AffiliationRow, Wish
from storage.people import members
from storage.places import places
from storage.places.places import PointRow


def begin(point_id: int, desk: Desk) -> Go:
    """Begin at this point, or bring what is being filled in already to it."""
    t, point = desk.words, taking(point_id, desk)
    if point is None:
        return Go(AtMenu(), before=(Text(t("This service point takes no affiliations. Please look for another one.")),))
    own = affiliations.current(desk.unit, desk.person.chat_id)
    settled = next((row for row in own if row.point_id == point_id and row.state not in MENDABLE), None)
    if settled is not None:
        return Go(MyAffiliation(settled.id), before=(Text(_is_settled(settled, t)),))
    mended = next((row for row in own if row.state in MENDABLE), None)
    if mended is None:
        return Go(ChoosingStay(point_id)) if own else _first(point_id, desk)
    affiliations.amend(desk.unit, mended.id, point_id=point_id)
    said = Text(t("Your request is now for {point}. Nothing has to be typed again.", point=point.name))
    return resume(mended.id, desk, () if mended.point_id == point_id else (said,))


def asked(point_id: int, desk: Desk) -> Go | None:
    """Begin at this point as far as that writes nothing down; None where a tap has to open or change the request."""
    own = affiliations.current(desk.unit, desk.person.chat_id)
    if any(row.state in MENDABLE for row in own) or not (own or _has_to_agree(desk)):
        return None
    return begin(point_id, desk)


def _first(point_id: int, desk: Desk) -> Go:
    """Begin the only request that there is: whoever has agreed before is not asked again."""
    if _has_to_agree(desk):
        return Go(Agreeing(point_id))
    return _opened(Stay.MOBILE, point_id, desk)


def _has_to_agree(desk: Desk) -> bool:
    member = members.find(desk.unit, desk.person.chat_id)
    return member is None or member.privacy_version != consent.VERSION


def taking(point_id: int, desk: Desk) -> PointRow | None:
    """Return the point if it takes affiliations."""
    point = places.point(desk.unit, point_id)
    return point if point is not None and takes(point) else None


def takes(point: PointRow) -> bool:
    return Services.ACCEPTS_AFFILIATIONS in point.services


def _is_settled(row: AffiliationRow, t: Words) -> str:
    if row.state in HERE:
        return t("You take part here already.")
    return t("You have asked for this already. This is how it stands:")


def resume(affiliation_id: int, desk: Desk, before: tuple[Reply, ...] = ()) -> Go:
    """Go on with a request where its member stopped."""
    told = form(affiliation_id, desk)
    return Go(MyAffiliation() if told is None else resumed(told), before=before)


def _takes(step: AtPoint, desk: Desk) -> int | None:
    return None if taking(step.point_id, desk) is None else step.point_id


def _begin_anew(step: AtPoint, event: Happening, desk: Desk) -> Move | None:
    return begin(step.point_id, desk) if isinstance(event, Chose | Said) else None


A_POINT_THAT_TAKES: Final[Guard[AtPoint, int]] = Guard(
    lambda step, _desk: step.point_id, touched(_takes), _begin_anew, lambda *_: ()
)
"""The number of the point; where it takes no affiliations any more, what is done there leads to the beginning."""


def show_stays(_step: ChoosingStay, point_id: int, desk: Desk) -> Text:
    t = desk.words
    return Text("\n".join((*_headline(point_id, desk), stays(t))), (*stay_buttons(t), back_or_menu(desk)))


def hear_stay(_step: ChoosingStay, point_id: int, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back"):
            return Go(PointCard(point_id))
        case Chose(choice) if choice in set(Stay):
            return _chosen(point_id, Stay(choice), desk)
    return None


def show_agreeing(_step: Agreeing, point_id: int, desk: Desk) -> Text:
    t, unit_id = desk.words, _unit_of(point_id, desk)
    lines = (
        *_headline(point_id, desk),
        step_of(1, t),
        consent.text(desk.rule(Rule.RETENTION_MONTHS, unit_id), t),
        t("Do you agree?"),
    )
    agreement = (Button(t.button("I agree"), "agree"), Button(t.button("I do not agree"), "refuse"))
    return Text("\n".join(lines), (agreement, back_or_menu(desk)))


def _unit_of(point_id: int, desk: Desk) -> int:
    point = places.point(desk.unit, point_id)
    return 0 if point is None else point.unit_id


def hear_agreeing(step: Agreeing, point_id: int, event: Happening, desk: Desk) -> Move | None:
    t = desk.words
    match event:
        case Chose("back"):
            return Go(PointCard(point_id))
        case Chose("refuse"):
            said = t("All right. Nothing was kept. You can still find service points and look at activities.")
            return Go(AtMenu(), before=(Text(said),))
        case Chose("agree", message_id):
            return _agreed(point_id, message_id, desk)
        case Said() | SharedContact():
            unit_id = _unit_of(point_id, desk)
            return Go(step, before=(Text(asking.agree_first(event, unit_id, desk)),))
    return None


def _agreed(point_id: int, message_id: int, desk: Desk) -> Move:
    chat_id, at = desk.person.chat_id, desk.now.timestamp()
    if members.find(desk.unit, chat_id) is None:
        members.keep(desk.unit, chat_id, Details(), now=at)
    members.agree(desk.unit, chat_id, consent.VERSION, at)
    move = begin(point_id, desk)
    return replace(move, before=(asking.agreed(message_id, desk), *move.before))


def _opened(stay: Stay, point_id: int, desk: Desk, arrives_on: date | None = None) -> Go:
    """Open a draft and ask what is still to be asked; the kind of stay follows from the days."""
    chat_id, at = desk.person.chat_id, desk.now.timestamp()
    member = members.find(desk.unit, chat_id)
    if member is None or not member.details.building:
        _prefill_building(member.details if member else Details(), point_id, desk)
    wish = Wish(stay, point_id, arrives_on or desk.today)
    return resume(affiliations.open_draft(desk.unit, chat_id, wish, at).id, desk)


def _prefill_building(known: Details, point_id: int, desk: Desk) -> None:
    """Take the building that the point stands in: whoever scanned its poster is probably in it."""
    point = places.point(desk.unit, point_id)
    building = None if point is None or point.building_id is None else places.building(desk.unit, point.building_id)
    told = known if building is None else replace(known, building=building.name)
    building_id = None if building is None else building.id
    members.keep(desk.unit, desk.person.chat_id, told, building_id, now=desk.now.timestamp())


def show_arrival(_step: SayingArrival, _point_id: int, desk: Desk) -> Text:
    return Text(asked_for_arrival(desk.words), (*today(desk.words), back_or_menu(desk)))


def hear_arrival(step: SayingArrival, point_id: int, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back"):
            return Go(PointCard(point_id))
        case Said() | Chose("today"):
            return _arrives(step, event, desk)
    return None


def _headline(point_id: int, desk: Desk) -> list[str]:
    t = desk.words
    point = places.point(desk.unit, point_id)
    lines = [t("<b>Affiliation with {point}</b>", point=point.name if point else "…")]
    for row in affiliations.current(desk.unit, desk.person.chat_id):
        here = places.point(desk.unit, row.point_id)
        if row.state in HERE and here is not None:
            lines.append(t("You take part at {point} ({stay}).", point=here.name, stay=stay_name(row.stay, t)))
            lines.append(t("The same kind of stay here means to move; that one goes on until this one is confirmed."))
    return lines


def _chosen(point_id: int, stay: Stay, desk: Desk) -> Move:
    own = [row for row in affiliations.current(desk.unit, desk.person.chat_id) if row.stay is stay]
    waiting = next((row for row in own if row.state not in HERE), None)
    if waiting is not None and waiting.state in MENDABLE:
        return begin(point_id, desk)
    if waiting is not None:  # who has asked already sees how it stands, and no second form
        return Go(MyAffiliation(waiting.id), before=(Text(_is_settled(waiting, desk.words)),))
    here = next((row for row in own if row.state in HERE), None)
    return _opened(stay, point_id, desk) if here is None else _move(here, point_id, desk)


def _move(here: AffiliationRow, point_id: int, desk: Desk) -> Move:
    at = desk.now.timestamp()
    ends_on = here.ends_on if here.ends_on is None or here.ends_on >= desk.today else None
    wish = Wish(here.stay, point_id, desk.today, ends_on, here.id)
    draft = affiliations.open_draft(desk.unit, desk.person.chat_id, wish, at)
    said = desk.words("All that you have told goes with you. Until the new point confirms, you stay where you are.")
    return resume(draft.id, desk, (Text(said),))


def _arrives(step: SayingArrival, event: Said | Chose, desk: Desk) -> Move:
    day = arrival(event, desk)
    if isinstance(day, Unclear):
        return Remain((Text(day.said),))
    if any(row.stay is step.stay for row in affiliations.current(desk.unit, desk.person.chat_id)):
        return _chosen(step.point_id, step.stay, desk)  # it has begun elsewhere meanwhile
    return _opened(step.stay, step.point_id, desk, day)
