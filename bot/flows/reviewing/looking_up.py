"""A member looked for, by name, by phone, or by where they are; whoever looks for somebody is on record."""

from bot.chat import Button, Said, Text
from bot.facts import phones
from bot.flows import narrowing
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import to_menu
from bot.flows.reviewing.steps import FindingMember, MemberList
from bot.flows.rights import organised
from bot.flows.typed import readable
from domain.said.errands import member_sought
from domain.said.errands.member_sought import Sought
from storage.affiliations import member_search
from storage.affiliations.affiliations import AffiliationRow
from storage.affiliations.member_search import TooManyError
from storage.people import deeds


def show(_step: FindingMember, _paths: list[str], desk: Desk) -> Text:
    t = desk.words
    asked = t("Who is it? Type a name, a phone number or its last four digits, or a building, service point or street.")
    noted = t("Among those who are affiliated with your units, or have asked to be. Each search is noted.")
    return Text(f"{asked}\n<i>{noted}</i>", ((Button(t.button("Back"), "back"), to_menu(desk)),))


def hear(_step: FindingMember, _paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(MemberList(), replaces=message_id)
        case Said(typed) if readable(typed):
            return at_place(typed, desk) or by_name(typed, desk) or _at_known_place(typed, desk)
    return None


def by_name(typed: str, desk: Desk) -> Go | None:
    """List who is called so, or has this number; None: nobody can be looked for by it, and nothing is written down."""
    return sought(member_sought.read(typed), desk) if member_sought.may_be(typed, desk.now) else None


def _at_known_place(typed: str, desk: Desk) -> Go | None:
    """List who is at a place that is surely meant, though it is not called just so."""
    surely = desk.search.find(desk.unit, typed, 1)
    return at_place(surely.hits[0].name, desk) if surely.sure else None


def at_place(typed: str, desk: Desk) -> Go | None:
    """List who is at the place that these words name and nothing else; None: they name none."""
    place = narrowing.named(typed, desk, buildings=True)
    return None if place is None else Go(MemberList(place=place))


def sought(wanted: Sought, desk: Desk) -> Go:
    """List who was found, the look at each of them written down; where nobody was, say so and ask again."""
    try:
        found = _found(wanted, desk)
    except TooManyError:
        return _again(desk.words("Your units have too many members for a part of it. Please type all of it."))
    deeds.write_down(desk.unit, desk.deed(), "member.search", *(_subjects(found) or ["members"]))
    if found:
        return Go(MemberList(found=tuple(row.id for row in found)))
    return _again(_nobody(wanted, desk))


def _found(wanted: Sought, desk: Desk) -> list[AffiliationRow]:
    unit, paths = desk.unit, organised(desk)
    if not wanted.digits:
        return member_search.by_name(unit, paths, wanted.name)
    if len(wanted.digits) == member_sought.END:
        return member_search.by_last_digits(unit, paths, wanted.digits)
    phone = phones.read(wanted.digits)
    return member_search.by_phone(unit, paths, phone) if phone else []


def _subjects(found: list[AffiliationRow]) -> list[str]:
    return sorted({f"person:{row.chat_id}" for row in found})


def _nobody(wanted: Sought, desk: Desk) -> str:
    t = desk.words
    if wanted.digits:
        return t("I found nobody with this number in your units.")
    return t("I found nobody called “{name}” in your units.", name=readable(wanted.name))


def _again(said: str) -> Go:
    return Go(FindingMember(), before=(Text(said),))
