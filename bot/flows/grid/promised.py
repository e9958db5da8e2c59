"""What somebody owes: listed, kept, or given up with a reason."""

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.grid import noting
from bot.flows.grid.rights import own_promise
from bot.flows.grid.steps import GivingUp, MyPromises, PromiseCard
from bot.flows.grid.text import building_name, day_of, promise_line
from bot.flows.keyboards import to_menu
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid
from bot.flows.typed import readable
from domain.grid import notes
from domain.grid.promises import MOST_WORDS, Kind, State
from storage.grid import promises
from storage.grid.promises import PromiseRow


def opened_all(_opened: Opened, _desk: Desk) -> Move:
    return Go(MyPromises())


def opened(opened: Opened, desk: Desk) -> Move:
    step = PromiseCard(opened.row_id)
    return Go(step) if own_promise(step, desk) is not None else forbid(f"promise:{opened.row_id}", desk)


def show_list(step: MyPromises, desk: Desk) -> Text:
    t, rows = desk.words, _mine(desk)
    numbered = list(enumerate(rows, 1))[step.page * PAGE : (step.page + 1) * PAGE]
    lines = [t("What you have promised:") if rows else t("You owe nothing just now.")]
    lines += [promise_line(at, row, desk) for at, row in numbered]
    numbers = tuple(Button(str(at), str(row.id)) for at, row in numbered)
    return Text(
        "\n".join(lines),
        (*((numbers,) if numbers else ()), *page_buttons(step.page, PAGE, len(rows), desk), (to_menu(desk),)),
    )


def _mine(desk: Desk) -> list[PromiseRow]:
    return promises.of_owner(desk.unit, desk.person.chat_id) if desk.abilities.trusted else []


def hear_list(_step: MyPromises, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(row_id=promise_id, message_id=message_id) if promise_id:
            step = PromiseCard(promise_id)
            mine = own_promise(step, desk) is not None
            return Go(step, replaces=message_id) if mine else forbid(f"promise:{promise_id}", desk)
        case Said(typed) if typed.strip().isdecimal():
            numbered = enumerate(_mine(desk), 1)
            return next((Go(PromiseCard(row.id)) for at, row in numbered if str(at) == typed.strip()), None)
    return None


def show(_step: PromiseCard, row: PromiseRow, desk: Desk) -> Text:
    t = desk.words
    lines = [
        t("<b>{building}</b>", building=building_name(desk.unit, row.building_id)),
        t("{words}", words=row.what),
        _standing(row, desk),
    ]
    if row.state is State.OPEN:
        ways = (Button(t.button("It is done"), "kept"), Button(t.button("It cannot be done"), "give_up"))
        return Text("\n".join(lines), (ways, _last(row, desk)))
    return Text("\n".join(lines), (_last(row, desk),))


def _last(row: PromiseRow, desk: Desk) -> tuple[Button, Button]:
    t = desk.words
    return Button(t.button("See the building"), EntryPoint.BUILDING.data(row.building_id)), Button(
        t.button("Back"), "back"
    )


def _standing(row: PromiseRow, desk: Desk) -> str:
    t = desk.words
    if row.state is State.KEPT:
        return t("✅ Done.")
    if row.state is State.GIVEN_UP:
        return t("Given up: {reason}", reason=row.reason)
    return t("To be done by {day}.", day=day_of(row.due, t, desk.now.tzinfo))


def hear(step: PromiseCard, row: PromiseRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(MyPromises(), replaces=message_id)
        case Chose("kept", message_id):
            if not promises.keep(desk.unit, row.id, desk.now.timestamp()):
                return Go(step, replaces=message_id)  # it is closed already, and the card says how
            thanks = Text(_thanks(row, desk), replaces=message_id)
            return Go(MyPromises(), before=(thanks,), tells=_answered(row, desk, ""))
        case Chose("give_up", message_id) if row.state is State.OPEN:
            return Go(GivingUp(step.promise_id), replaces=message_id)
    return None


def _thanks(row: PromiseRow, desk: Desk) -> str:
    t = desk.words
    return t("✅ Done: {building}, {words}.", building=building_name(desk.unit, row.building_id), words=row.what)


def show_giving_up(_step: GivingUp, row: PromiseRow, desk: Desk) -> Text:
    t = desk.words
    asked = t("Why can it not be done? In a few words, for whoever comes next: {words}", words=readable(row.what, 60))
    return Text(asked, ((Button(t.button("Back"), "back"),),))


def hear_giving_up(step: GivingUp, row: PromiseRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(PromiseCard(step.promise_id), replaces=message_id)
        case Said(typed) if readable(typed):
            note = notes.kept(readable(typed, MOST_WORDS))
            left_out = noting.left_out(note.left_out, desk)
            if not note.words:
                return Go(step, before=left_out)  # a number and nothing else is no reason
            is_over = promises.give_up(desk.unit, row.id, note.words, desk.now.timestamp())
            tells = _answered(row, desk, note.words) if is_over else ()
            return Go(PromiseCard(step.promise_id), before=left_out, tells=tells)
    return None


def _answered(row: PromiseRow, desk: Desk, reason: str) -> tuple[Tell, ...]:
    """Tell the member whose lead it was what has come of it."""
    if row.kind is not Kind.LEAD or row.told_by is None:
        return ()
    t = desk.words_for(row.told_by)
    building = building_name(desk.unit, row.building_id)
    said = (
        t("About {building}, which you told us of: it cannot be done now. {reason}", building=building, reason=reason)
        if reason
        else t("✅ About {building}, which you told us of: a colleague has seen to it. Thank you.", building=building)
    )
    return (Tell(row.told_by, Text(said)),)
