"""The card of one activity: what is known of it, how this person stands to it, and what they can do."""

from bot.chat import Button, Buttons, Document, Picture, Pin, Reply, Text
from bot.flows import tries
from bot.flows.activities import buttons, signing_up, text
from bot.flows.activities.in_hand import DraftCard
from bot.flows.activities.scene import CAN_JOIN, Scene, closed, for_others, scene, standing
from bot.flows.activities.steps import ActivityCard
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import Opened, row_id
from bot.flows.keyboards import to_menu
from bot.flows.step import AtMenu
from bot.papers.calendar_file import calendar_file, calendar_title
from bot.papers.naming import file_name
from domain.activities.activities import Stage
from domain.activities.seats import HERE, OPENS_S, State, says_it_all
from domain.people.tries import Thing
from storage.activities import activities


def open_card(activity_id: int, desk: Desk) -> Move:
    """Open it from a link or a lasting button."""
    return Go(ActivityCard(activity_id)) if scene(activity_id, desk) else not_shown(activity_id, desk)


def not_shown(activity_id: int, desk: Desk) -> Move:
    """Say whom it is for, and nothing else of it, or that it is not there; and count it, for it may be a guess."""
    tells = tries.missed(Thing.ACTIVITY, desk)
    said = tries.shut(Thing.ACTIVITY, desk) or Text(for_others(activity_id, desk) or _gone(desk))
    return Go(AtMenu(), before=(said,), tells=tells)


def follow(token: str, desk: Desk) -> Move:
    """Open it from a link: by its token, or by its number, as the links carried that hang on posters still."""
    row = activities.by_token(desk.unit, token)
    return open_card(row.id if row else row_id(token), desk)


def told_to_come(button: Opened, desk: Desk) -> Move:
    """Take a yes from a message of whatever age."""
    if scene(button.row_id, desk) is None:
        return not_shown(button.row_id, desk)
    return signing_up.come(ActivityCard(button.row_id, is_renewed=True), 0, desk)


def told_not_to_come(button: Opened, desk: Desk) -> Move:
    """Take a no from a message of whatever age."""
    if scene(button.row_id, desk) is None:
        return not_shown(button.row_id, desk)
    return signing_up.not_come(ActivityCard(button.row_id, is_renewed=True), 0, desk)


def hear(step: ActivityCard, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back"):
            return Go(step.back)
        case Chose("calendar"):
            return send_calendar_file(step.activity_id, desk)
        case Chose("attachment"):
            return _send_attachment(step.activity_id, desk)
        case Chose(choice, message_id):
            return signing_up.on_card(step, choice, message_id, desk)
    return None


def show(step: ActivityCard, desk: Desk) -> tuple[Reply, ...]:
    seen = scene(step.activity_id, desk)
    if seen is None:
        return (Text(for_others(step.activity_id, desk) or _gone(desk), (_last_row(step, desk),)),)
    row = seen.row
    lines = [*standing(seen), text.card(desk.unit, row, seen.counts, desk.now, desk.words), *_to_confirm(seen)]
    card = Text("\n".join(lines), (*_choices(seen), *_arrival(seen), *_extras(seen), _last_row(step, desk)))
    return (card,) if step.is_renewed else (*_pin(seen), card)


def _gone(desk: Desk) -> str:
    return desk.words("This activity is no longer on the list. Perhaps another one suits you.")


def _to_confirm(seen: Scene) -> list[str]:
    """Tell who could sign up that they are asked once more; so late that they are not, nothing is said."""
    plan = seen.row.plan
    can_join = seen.is_ahead and seen.state in CAN_JOIN and not closed(seen)
    is_asked = can_join and not says_it_all(plan.confirm_by, seen.now)
    return text.to_confirm(plan, seen.desk.now.tzinfo, seen.desk.words) if is_asked else []


def _pin(seen: Scene) -> tuple[Reply, ...]:
    row, desk = seen.row, seen.desk
    if row.position is None:
        return ()
    title = text.where(desk.unit, row, desk.words) or row.title
    address = text.address(desk.unit, row) or title
    as_text = f"📍 {desk.words('{name}, {address}', name=title, address=address)}"
    return (Pin(row.position.latitude, row.position.longitude, title, address, as_text),)


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
    return _joining(seen)


def _arrival(seen: Scene) -> Buttons:
    """Offer to check in by the location while that is of use."""
    row, is_welcome = seen.row, seen.may_come or seen.state is not None
    is_time = row.stage is Stage.PUBLISHED and row.starts_at - OPENS_S <= seen.now < row.ends_at
    if not (is_time and is_welcome) or row.position is None or seen.state in HERE:
        return ()
    return ((buttons.here(row.id, seen.desk.words),),)


def _joining(seen: Scene) -> Buttons:
    if seen.state not in CAN_JOIN or closed(seen):
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
    if isinstance(step.back, AtMenu):
        return buttons.all_activities(t), to_menu(desk)
    return (Button(t.button("Back"), "back"),)


def send_calendar_file(activity_id: int, desk: Desk) -> Move:
    seen = scene(activity_id, desk)
    if seen is None:
        return not_shown(activity_id, desk)
    if seen.row.stage is Stage.DRAFT:
        return Go(DraftCard(activity_id))  # only its organisers see it: nobody's calendar has it yet
    t = desk.words
    place = ", ".join(part for part in (text.where(desk.unit, seen.row, t), text.address(desk.unit, seen.row)) if part)
    content = calendar_file(seen.row, place, desk.bot_name, desk.now, t, desk.page)
    if seen.row.stage is Stage.CANCELLED:
        name = file_name("ics", calendar_title(seen.row, t))
        said = t.plain(
            "It is called off. Opened, this file marks it so where you put it into your calendar; "
            "if it stays there, delete the entry by hand."
        )
    else:
        name = file_name("ics", seen.row.title)
        said = t.plain("Open it to put the activity into your calendar. If something changes, a new file replaces it.")
    return Remain((Document(name, content, said),))


def _send_attachment(activity_id: int, desk: Desk) -> Move | None:
    seen = scene(activity_id, desk)
    attachment = seen.row.plan.attachment if seen else None
    return Remain((Picture(attachment.file_id),)) if attachment else None
