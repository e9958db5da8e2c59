"""What an organiser may see and do of an announcement: decided anew at every tap, from the roles held in that turn."""

from collections.abc import Callable
from typing import Any

from bot.chat import SentFile, Text
from bot.flows import rights as for_all
from bot.flows.desk import Desk, Go, Happening, Move, Remain
from bot.flows.flow import Guard
from bot.flows.step import AtMenu
from domain.announcements.announcements import Stage
from domain.people.roles import may_organise
from domain.people.two_people import may_follow
from storage.announcements import announcements
from storage.announcements.announcements import AnnouncementRow
from storage.people import audit, roles
from storage.places import places


def seen(announcement_id: int, desk: Desk) -> AnnouncementRow | None:
    """Return it as it stands; None: there is none, or it is not in the person's hands."""
    return _if_in_hand(announcements.find(desk.unit, announcement_id), desk)


def locked(announcement_id: int, desk: Desk) -> AnnouncementRow | None:
    """Return it as `seen` does, and let nobody else change it until the turn ends."""
    audit.hold(desk.unit)
    return _if_in_hand(announcements.locked(desk.unit, announcement_id), desk)


def _if_in_hand(row: AnnouncementRow | None, desk: Desk) -> AnnouncementRow | None:
    is_there = row is not None and row.stage is not Stage.DISCARDED
    return row if row is not None and is_there and desk.may_organise(row.unit_id) else None


def approves(row: AnnouncementRow, desk: Desk) -> bool:
    """Tell whether it waits for this person: nobody approves what they wrote themselves."""
    return row.stage is Stage.AWAITING and may_follow(row.created_by, desk.person.chat_id)


def reaches(row: AnnouncementRow, desk: Desk) -> bool:
    """Tell whether all of its audience is within the person's own units: it may have been widened from above."""
    return may_organise((held.grant for held in desk.grants), row.audience.path)


def approvers(row: AnnouncementRow, desk: Desk) -> list[int]:
    """Return who may approve it and is asked: the organisers of the unit, and of the next one above that has any.

    Where its audience is wider than the unit they are those of the wider one.
    """
    return _asked(row, {row.created_by, desk.person.chat_id}, desk)


def approvers_of_correction(row: AnnouncementRow, desk: Desk) -> list[int]:
    """Return the same for other words that the person proposes; whoever approved the first ones is among them."""
    mine = desk.person.chat_id
    asked = _asked(row, {mine}, desk)
    first = row.approved_by
    if (
        first is None
        or first == mine
        or not may_organise((one.grant for one in roles.held(desk.unit, first)), row.audience.path)
    ):
        return asked
    return sorted({*asked, first})


def _asked(row: AnnouncementRow, without: set[int], desk: Desk) -> list[int]:
    path = min(places.path_of(desk.unit, row.unit_id), row.audience.path, key=len)
    asked = {
        *roles.organisers_of(desk.unit, path, without),
        *roles.organisers_above(desk.unit, path, without),
    }
    return sorted(asked)


def others_concerned(row: AnnouncementRow, desk: Desk) -> list[int]:
    """Return who answers for it beside the person: who wrote it, and who approved it."""
    answer = {row.created_by} | ({row.approved_by} if row.approved_by is not None else set())
    return sorted(answer - {desk.person.chat_id})


def forbid(announcement_id: int, desk: Desk) -> Move:
    """Refuse what is not there, and what is not in the person's hands, in the same words; and write it down."""
    return for_all.forbid(f"announcement:{announcement_id}", desk)


def without_role(event: Happening, announcement_id: int, desk: Desk) -> Move | None:
    """Refuse what comes to a screen whose role was taken away; a file that was meant for it is no surprise either."""
    if isinstance(event, SentFile):
        refused = forbid(announcement_id, desk)
        return Go(AtMenu(), before=refused.replies) if isinstance(refused, Remain) else refused
    return for_all.without_role(event, f"announcement:{announcement_id}", desk)


def overtaken(desk: Desk) -> Text:
    return Text(desk.words("Somebody has changed it meanwhile. This is how it stands:"))


def too_wide(desk: Desk) -> Text:
    return Text(desk.words("It is for more than your own units. Please narrow who gets it, or ask an organiser above."))


def of_one(
    fits: Callable[[AnnouncementRow, Desk], AnnouncementRow | None],
    otherwise: Callable[[AnnouncementRow, Happening, Desk], Move | None],
    instead: Callable[[AnnouncementRow, Desk], Text],
    *,
    acts: Callable[[int, Desk], AnnouncementRow | None] = seen,
) -> Guard[Any, AnnouncementRow]:
    """Guard the steps of an announcement that is in the person's hands and, for these steps, `fits`.

    Where it does not (any more), `otherwise` answers what was done, and `instead` is the screen. `acts` finds it for
    what is done: `locked`, where nobody else may change it meanwhile.
    """

    def found(look: Callable[[int, Desk], AnnouncementRow | None], step: Any, desk: Desk) -> AnnouncementRow | None:  # noqa: ANN401  any step with an `announcement_id`
        row = look(step.announcement_id, desk)
        return None if row is None else fits(row, desk)

    def refused(step: Any, event: Happening, desk: Desk) -> Move | None:  # noqa: ANN401  as above
        row = seen(step.announcement_id, desk)
        return without_role(event, step.announcement_id, desk) if row is None else otherwise(row, event, desk)

    def shown(step: Any, desk: Desk) -> Text:  # noqa: ANN401  as above
        row = seen(step.announcement_id, desk)
        return for_all.closed(desk) if row is None else instead(row, desk)

    return Guard(
        sees=lambda step, desk: found(seen, step, desk),
        acts=lambda step, desk: found(acts, step, desk),
        refuses=refused,
        closed=shown,
    )
