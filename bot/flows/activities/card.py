"""The card of one activity: how this person stands to it, what is known of it, and what they can do."""

from dataclasses import dataclass, replace
from typing import Final

from bot.chat import Button, Buttons, Document, Picture, Pin, Reply, Text
from bot.flows.activities import buttons, text
from bot.flows.activities.steps import ActivityCard
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.moments import local, moment
from bot.flows.step import AtMenu, Step
from bot.papers.calendar_file import calendar_file
from domain.activities import Stage
from domain.seats import HERE, OPENS_S, State
from storage.activities import activities, signups
from storage.activities.activities import ActivityRow
from storage.activities.signups import Counts, SignupRow

CONFIRM_S: Final = 36 * 3_600.0
"""So long before the deadline a card offers to confirm; the reminder comes within this time too."""

_BACK: Final = frozenset({None, State.LEFT, State.ON_LEAVE, State.RELEASED, State.LAPSED, State.EXPECTED})
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
        """Tell whether it is time to confirm a seat: earlier nobody knows yet."""
        confirm_by = self.row.plan.confirm_by
        return confirm_by is not None and confirm_by - self.now < CONFIRM_S

    def moment(self, at: float) -> str:
        return moment(local(at, self.desk.now.tzinfo), self.desk.words)


def scene(activity_id: int, desk: Desk) -> Scene | None:
    """Look at an activity; None: there is none, or it is a draft of somebody else's."""
    row = activities.find(desk.unit, activity_id)
    if row is None or (row.stage is Stage.DRAFT and not desk.may_organise(row.unit_id)):
        return None
    chat_id = desk.person.chat_id
    counts = signups.counts(desk.unit, [row.id])[row.id]
    mine = signups.find(desk.unit, row.id, chat_id)
    return Scene(row, counts, mine, activities.may_come(desk.unit, row, chat_id) is not None, desk)


def open_card(activity_id: int, desk: Desk) -> Move:
    """Open it from a link or a lasting button."""
    if scene(activity_id, desk) is None:
        return Go(AtMenu(), before=(Text(_gone(desk)),))
    return Go(ActivityCard(activity_id))


def back(step: ActivityCard) -> Step:
    return step.from_list or step.from_mine or AtMenu()


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case ActivityCard(), Chose("back"):
            return Go(back(step))
        case ActivityCard(activity_id), Chose("calendar"):
            return send_calendar_file(activity_id, desk)
        case ActivityCard(activity_id), Chose("attachment"):
            return _send_attachment(activity_id, desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case ActivityCard():
            seen = scene(step.activity_id, desk)
            return (_without(step, desk),) if seen is None else _card(step, seen)
    raise AssertionError(step)


def _without(step: ActivityCard, desk: Desk) -> Text:
    return Text(_gone(desk), (_last_row(step, desk),))


def _gone(desk: Desk) -> str:
    return desk.words("This activity is no longer on the list. Perhaps another one suits you.")


def _card(step: ActivityCard, seen: Scene) -> tuple[Reply, ...]:
    desk, row = seen.desk, seen.row
    lines = [*standing(seen), text.card(desk.unit, row, seen.counts, desk.now.tzinfo, desk.words)]
    card = Text("\n".join(lines), (*_choices(seen), *_arrival(seen), *_extras(seen), _last_row(step, desk)))
    return (card,) if step.is_renewed else (*_pin(seen), card)


def _pin(seen: Scene) -> tuple[Reply, ...]:
    row, desk = seen.row, seen.desk
    if row.position is None:
        return ()
    title = text.where(desk.unit, row, desk.words) or row.title
    address = text.address(desk.unit, row) or title
    as_text = f"📍 {desk.words('{name}, {address}', name=title, address=address)}"
    return (Pin(row.position.latitude, row.position.longitude, title, address, as_text),)


def renewed(step: ActivityCard) -> ActivityCard:
    """Return the card as it is shown once more: the pin is there already."""
    return replace(step, is_renewed=True)


# ---------------------------------------------------------------- how somebody stands to it


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
        case State.EXPECTED:
            return [t("You are expected here. Can you come?")]
        case State.WAITING if seen.mine:
            number = signups.place_in_line(seen.desk.unit, seen.mine)
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
    if seen.is_to_confirm:
        return [t("Please confirm by {when} that you can come.", when=until)]
    return [t("We ask you once more before; please confirm by {when} then.", when=until)]


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
    if seen.state not in _BACK or seen.row.stage is Stage.DRAFT:
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


# ---------------------------------------------------------------- what they can do


def _choices(seen: Scene) -> Buttons:
    if not seen.is_ahead:
        return ()
    t = seen.desk.words
    excuse = Button(t.button("Ask for leave"), "excuse")
    match seen.state:
        case State.SIGNED_UP if seen.is_to_confirm:
            return ((Button(t.button("Confirm that I come"), "come"), excuse),)
        case State.SIGNED_UP | State.CONFIRMED:
            return ((excuse,),)
        case State.OFFERED:
            return ((Button(t.button("I will come"), "come"), Button(t.button("Not this time"), "decline")),)
        case State.WAITING:
            return ((Button(t.button("Leave the waiting list"), "quit"),),)
        case State.EXPECTED:
            return ((Button(t.button("I will come"), "come"), excuse),)
    return _joining(seen)


def _arrival(seen: Scene) -> Buttons:
    """Offer to check in by the location while that is of use."""
    row, is_welcome = seen.row, seen.may_come or seen.state is not None
    is_time = row.stage is Stage.PUBLISHED and row.starts_at - OPENS_S <= seen.now < row.ends_at
    if not (is_time and is_welcome) or row.position is None or seen.state in HERE:
        return ()
    return ((buttons.here(row.id, seen.desk.words),),)


def _joining(seen: Scene) -> Buttons:
    if seen.state not in _BACK or closed(seen):
        return ()
    t = seen.desk.words
    if seen.has_room:
        return ((Button(t.button("Sign up"), "join"),),)
    return ((Button(t.button("Join the waiting list"), "wait"),),)


def _extras(seen: Scene) -> Buttons:
    t = seen.desk.words
    calendar = (Button(t.button("Calendar file"), "calendar"),) if seen.state not in HERE and not seen.is_over else ()
    attached = (Button(t.button("Attachment"), "attachment"),) if seen.row.plan.attachment else ()
    return ((*calendar, *attached),) if calendar or attached else ()


def _last_row(step: ActivityCard, desk: Desk) -> tuple[Button, ...]:
    t = desk.words
    if isinstance(back(step), AtMenu):
        return buttons.all_activities(t), Button(t.button("Menu"), "menu")
    return (Button(t.button("Back"), "back"),)


# ---------------------------------------------------------------- files


def send_calendar_file(activity_id: int, desk: Desk) -> Move:
    seen = scene(activity_id, desk)
    if seen is None or seen.row.stage is Stage.DRAFT:
        return Go(AtMenu(), before=(Text(_gone(desk)),))
    t = desk.words
    place = ", ".join(part for part in (text.where(desk.unit, seen.row, t), text.address(desk.unit, seen.row)) if part)
    content = calendar_file(seen.row, place, bot_name(desk), desk.now)
    said = t.plain("Open it to put the activity into your calendar. If something changes, a new file replaces it.")
    return Remain((Document(f"{seen.row.title}.ics", content, said),))


def bot_name(desk: Desk) -> str:
    return desk.bot_link.rpartition("/")[2]


def _send_attachment(activity_id: int, desk: Desk) -> Move | None:
    seen = scene(activity_id, desk)
    attachment = seen.row.plan.attachment if seen else None
    return Remain((Picture(attachment.file_id),)) if attachment else None
