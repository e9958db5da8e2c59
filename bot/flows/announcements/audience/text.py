"""Whom an announcement is for, in words: one line, and one short phrase for each criterion. All of it plain text."""

from collections.abc import Collection, Sequence
from datetime import tzinfo
from typing import Final

from bot.flows import persons
from bot.flows.activities import text
from bot.flows.desk import Desk
from bot.flows.moments import local
from bot.flows.typed import readable
from bot.texts import Words
from bot.texts.names import affiliation_name, role_name, stay_name
from domain.affiliations.affiliations import HERE, WAITING, State, Stay
from domain.announcements.audiences import (
    AtBuildings,
    AtCompanies,
    Audience,
    Criterion,
    Holds,
    Likes,
    Reads,
    Relation,
    Stays,
    ToActivities,
    Under,
)
from storage.activities import activities
from storage.announcements import audience_places
from storage.announcements import names as audience_names
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.audiences import Count
from storage.people.roles import EVERYWHERE
from storage.unit_of_work import UnitOfWork

_NAMES: Final = 3
_NAME: Final = 24


def summary(audience: Audience, t: Words, unit: UnitOfWork, zone: tzinfo | None = None) -> str:
    """Say it in one line; with a `zone` activities are told with their day."""
    parts = [scope(audience, t, unit)]
    parts += [phrase(one, t, unit, zone) for one in audience.all_of] or [t.plain("everybody")]
    parts += [except_for(one, t, unit, zone) for one in audience.none_of]
    return " · ".join(parts)


def reached(row: AnnouncementRow, count: Count, desk: Desk) -> list[str]:
    """Say to how many an announcement goes, who they are, and who of them will not get it."""
    t = desk.words
    who = summary(row.audience, t, desk.unit, desk.now.tzinfo)
    total = t.plural("To {number} person: {who}", "To {number} people: {who}", count.total, who=who)
    figures = [t("can be reached: {number}", number=f"{count.reachable:,}")]
    if count.opted_out:
        figures.append(t("have opted out of this topic: {number}", number=f"{count.opted_out:,}"))
    if count.unreachable:
        figures.append(t("have stopped the bot: {number}", number=f"{count.unreachable:,}"))
    lines = [total, f"  {' · '.join(figures)}"]
    if count.unrung:
        lines.append(f"  {persons.when_they_look(count.unrung, t)}")
    if row.to_groups:
        lines.append(t.plural("And to {number} group.", "And to {number} groups.", count.groups))
    return lines


def scope(audience: Audience, t: Words, unit: UnitOfWork) -> str:
    """Name the unit that it stays within."""
    if audience.path == EVERYWHERE:
        return t.plain("everywhere")
    return audience_places.unit_at(unit, audience.path) or "…"


def except_for(criterion: Criterion, t: Words, unit: UnitOfWork, zone: tzinfo | None = None) -> str:
    return t.plain("without: {who}", who=phrase(criterion, t, unit, zone))


def phrase(criterion: Criterion, t: Words, unit: UnitOfWork, zone: tzinfo | None = None) -> str:
    """Say a criterion as part of a list: "affiliated", "signed up for 3 Dec theme day"."""
    match criterion:
        case Under(unit_ids):
            return t.plain("from {units}", units=_listed(audience_places.units_named(unit, unit_ids), t))
        case AtBuildings(building_ids):
            return t.plain("at {places}", places=_listed(audience_places.buildings_named(unit, building_ids), t))
        case AtCompanies(hashes):
            return t.plain("at {places}", places=_listed(audience_names.companies_named(unit, hashes), t))
        case ToActivities(activity_ids, relation):
            return relation_to(_listed(_titles(activity_ids, t, unit, zone), t), relation, t)
    return _of_themselves(criterion, t)


def _of_themselves(criterion: Holds | Stays | Likes | Reads, t: Words) -> str:
    """Say what the database need not be asked about."""
    match criterion:
        case Holds(held):
            return _listed([role_name(one, t) for one in sorted(held)], t)
        case Stays(stays, states):
            return affiliated(stays, states, t)
        case Likes(kinds):
            return t.plain("interested in {kinds}", kinds=_listed([text.kind_name(k, t) for k in sorted(kinds)], t))
    return t.plain(
        "reads {languages}", languages=_listed([language_name(one, t) for one in sorted(criterion.languages)], t)
    )


def affiliated(stays: Collection[Stay], states: Collection[State], t: Words) -> str:
    """Say of which kind and in which state; "affiliated" alone is everybody who takes part here."""
    states = frozenset(states)
    if states == HERE:
        state = t.plain("affiliated")
    elif states == WAITING:
        state = t.plain("has asked for an affiliation")
    else:
        state = _listed([affiliation_name(one, t) for one in State if one in states], t)
    if frozenset(stays) == frozenset(Stay):
        return state
    kinds = _listed([stay_name(one, t) for one in Stay if one in stays], t)
    return t.plain("{state}, {kinds}", state=state, kinds=kinds)


def relation_to(activity: str, relation: Relation, t: Words) -> str:
    match relation:
        case Relation.SIGNED_UP:
            return t.plain("signed up for {activity}", activity=activity)
        case Relation.CAME:
            return t.plain("came to {activity}", activity=activity)
        case Relation.DID_NOT_COME:
            return t.plain("did not come to {activity}", activity=activity)
    return t.plain("waits for a seat: {activity}", activity=activity)


def language_name(language: str, t: Words) -> str:
    return {"zh_Hans": t.plain("Chinese"), "en": t.plain("English")}.get(language, language)


def _titles(activity_ids: Collection[int], t: Words, unit: UnitOfWork, zone: tzinfo | None) -> list[str]:
    rows = sorted(activities.found(unit, activity_ids).values(), key=lambda row: (row.starts_at, row.id))
    titles = [readable(row.title, _NAME) for row in rows]
    if zone is None:
        return titles
    days = [t.month_day(local(row.starts_at, zone).date()) for row in rows]
    return [f"{day} {title}" for day, title in zip(days, titles, strict=True)]


def _listed(names: Sequence[str], t: Words) -> str:
    """Name three, and say how many there are; what is no longer there has no name."""
    first = t.plain(", ").join(readable(name, _NAME) for name in names[:_NAMES]) or "…"
    if len(names) <= _NAMES:
        return first
    return t.plain("{names} and {number} more", names=first, number=len(names) - _NAMES)
