"""How one person stands to one activity: whether a seat is theirs, whether they can sign up, and that in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.flows.activities import text
from bot.flows.desk import Desk
from bot.flows.moments import local, moment
from domain.activities.activities import Stage
from domain.activities.seats import HERE, State, is_to_confirm
from domain.people.roles import Role
from storage.activities import activities, admission, duties, signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.signup_reading import Counts, SignupRow
from storage.places import places

CAN_JOIN: Final = frozenset({None, State.LEFT, State.ON_LEAVE, State.RELEASED, State.LAPSED})
"""From here somebody can sign up."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One activity and this person before it; `mine` None: they have never said anything."""

    row: ActivityRow
    counts: Counts
    mine: SignupRow | None
    may_come: bool
    desk: Desk

    @property
    def state(self) -> State | None:
        return self.mine.state if self.mine else None

    @property
    def now(self) -> float:
        return self.desk.now.timestamp()

    @property
    def is_ahead(self) -> bool:
        """Tell whether it will be held, and has not begun."""
        return self.row.stage is Stage.PUBLISHED and self.now < self.row.starts_at

    @property
    def is_over(self) -> bool:
        return self.row.ends_at <= self.now

    @property
    def has_room(self) -> bool:
        """Tell whether a newcomer gets a seat: one is free, and nobody is asked first."""
        return self.counts.free(self.row.seats) != 0 and not self.counts.waiting

    @property
    def is_to_confirm(self) -> bool:
        """Tell whether it is time to confirm a seat."""
        return is_to_confirm(self.row.plan.confirm_by, self.now)

    @property
    def begins(self) -> datetime:
        return local(self.row.starts_at, self.desk.now.tzinfo)

    def moment(self, at: float) -> str:
        return moment(local(at, self.desk.now.tzinfo), self.desk.words)


def scene(activity_id: int, desk: Desk) -> Scene | None:
    """Look at an activity; None: there is none, or it is not for this person's eyes."""
    row = activities.find(desk.unit, activity_id)
    return None if row is None else _seen(row, desk)


def for_others(activity_id: int, desk: Desk) -> str:
    """Say in one line whom an activity is for that this person does not see; "": there is none, or it is a draft."""
    row = activities.announced(desk.unit, activity_id)
    return _for_whom(row, desk) if row else ""


def _seen(row: ActivityRow, desk: Desk) -> Scene | None:
    """Show it by link as by list: to whom it is for, and to those who have to do with it already.

    Those have signed up once, were asked for a duty of it, run its check-in or organise it.
    """
    chat_id = desk.person.chat_id
    mine = signup_reading.find(desk.unit, row.id, chat_id)
    may_come = admission.may_come(desk.unit, row, chat_id) is not None
    is_draft = row.stage is Stage.DRAFT
    if not desk.may_organise(row.unit_id) and (is_draft or not (may_come or mine or _has_to_do_with_it(row, desk))):
        return None
    return Scene(row, signup_reading.counts(desk.unit, [row.id])[row.id], mine, may_come, desk)


def _has_to_do_with_it(row: ActivityRow, desk: Desk) -> bool:
    path = places.path_of(desk.unit, row.unit_id)
    if any(held.role is Role.VOLUNTEER and held.grant.scope.holds(path) for held in desk.grants):
        return True
    asked = duties.of_activity(desk.unit, row.id)
    return any(duties.answer_of(desk.unit, duty.id, desk.person.chat_id) is not None for duty in asked)


def standing(seen: Scene) -> list[str]:
    """Say in one line or two, as HTML, how this person stands to it; nothing where there is nothing to say."""
    if seen.row.stage is Stage.CANCELLED:
        return []  # the card says so
    if seen.is_over and seen.state not in HERE:
        return [seen.desk.words("This activity is over.")]
    return [*_mine(seen), *_whether_open(seen)]


def _mine(seen: Scene) -> list[str]:
    t = seen.desk.words
    match seen.state:
        case State.SIGNED_UP:
            return [t("✅ You have signed up."), *_to_confirm(seen)]
        case State.CONFIRMED:
            return [t("✅ You are coming: confirmed.")]
        case State.WAITING if seen.mine:
            number = signup_reading.place_in_line(seen.desk.unit, seen.mine)
            return [
                t("You are number {number} on the waiting list. We tell you as soon as a seat is free.", number=number)
            ]
        case State.OFFERED if seen.mine:
            until = seen.moment(seen.mine.offered_until or 0.0)
            return [t("A seat is kept for you until {when}.", when=until)]
    return _not_coming(seen)


def _to_confirm(seen: Scene) -> list[str]:
    confirm_by, t = seen.row.plan.confirm_by, seen.desk.words
    if confirm_by is None or confirm_by <= seen.now:
        return []
    until = seen.moment(confirm_by)
    if not seen.is_to_confirm:
        return [t("We ask you once more before; please confirm by {when} then.", when=until)]
    return [t("Please confirm by {when} that you can come.", when=until)] if seen.counts.waiting else []


def _not_coming(seen: Scene) -> list[str]:
    t = seen.desk.words
    match seen.state:
        case State.ON_LEAVE:
            return [t("You have asked for leave this time.")]
        case State.LEFT:
            return [t("You are not coming this time.")]
        case State.RELEASED:
            return [t("Your seat was not confirmed in time and has been given on.")]
        case State.LAPSED:
            return [t("The seat that was kept for you has gone on to the next in line.")]
        case State.CHECKED_IN | State.WALKED_IN:
            return [t("✅ You were there.") if seen.is_over else t("✅ You are checked in.")]
    return []


def _whether_open(seen: Scene) -> list[str]:
    """Say why nobody can sign up (any more), to whoever could otherwise."""
    if seen.state not in CAN_JOIN or seen.row.stage is Stage.DRAFT:
        return []
    why = closed(seen)
    return [why] if why else []


def closed(seen: Scene) -> str:
    """Say why this person cannot sign up now, as HTML; "" where they can."""
    t, plan = seen.desk.words, seen.row.plan
    if not seen.may_come:
        return _for_whom(seen.row, seen.desk)
    if plan.opens_at is not None and seen.now < plan.opens_at:
        return t("You can sign up from {when}.", when=seen.moment(plan.opens_at))
    if seen.now >= (seen.row.starts_at if plan.closes_at is None else plan.closes_at):
        return t("Signing up has closed.")
    return ""


def _for_whom(row: ActivityRow, desk: Desk) -> str:
    whom = text.audience_names(row.plan.audience, desk.words)
    return desk.words("This one is for: {whom}. There are others that you are welcome to.", whom=whom)
