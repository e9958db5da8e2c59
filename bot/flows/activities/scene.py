"""How one person stands to one activity: whether a seat is theirs, whether they can sign up, and that in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.flows.activities import text
from bot.flows.desk import Desk
from bot.flows.moments import local, moment
from domain.activities import Stage
from domain.seats import HERE, State, is_to_confirm
from storage.activities import activities, admission, signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.signup_reading import Counts, SignupRow

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
    """Look at an activity; None: there is none, or it is a draft of somebody else's."""
    row = activities.find(desk.unit, activity_id)
    if row is None or (row.stage is Stage.DRAFT and not desk.may_organise(row.unit_id)):
        return None
    chat_id = desk.person.chat_id
    counts = signup_reading.counts(desk.unit, [row.id])[row.id]
    mine = signup_reading.find(desk.unit, row.id, chat_id)
    return Scene(row, counts, mine, admission.may_come(desk.unit, row, chat_id) is not None, desk)


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
        whom = text.audience_names(plan.audience, t)
        return t("This one is for: {whom}. There are others that you are welcome to.", whom=whom)
    if plan.opens_at is not None and seen.now < plan.opens_at:
        return t("You can sign up from {when}.", when=seen.moment(plan.opens_at))
    if seen.now >= (seen.row.starts_at if plan.closes_at is None else plan.closes_at):
        return t("Signing up has closed.")
    return ""
