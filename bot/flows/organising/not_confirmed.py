"""Those who hold a seat and have not said again that they come: masked, and named once for who asks."""

from collections.abc import Sequence
from typing import Final

from bot.chat import Button, Text
from bot.flows.activities.in_hand import ActivityInHand
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.moments import local, moment
from bot.flows.organising.steps import NotConfirmed
from bot.flows.paging import page_buttons
from bot.flows.persons import masked_member
from bot.flows.typed import readable
from domain.activities.seats import State
from storage.activities import signup_reading
from storage.activities.activities import ActivityRow
from storage.people import deeds, members

_PAGE: Final = 10


def _unconfirmed(row: ActivityRow, desk: Desk) -> list[int]:
    """Return their chats; none where nobody is asked."""
    if row.plan.confirm_by is None:
        return []
    return [one.chat_id for one in signup_reading.of_activity(desk.unit, row.id, {State.SIGNED_UP})]


def _on_page(step: NotConfirmed, chats: Sequence[int]) -> Sequence[int]:
    return chats[step.page * _PAGE : (step.page + 1) * _PAGE]


def hear(step: NotConfirmed, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("reveal"):
            return _reveal(step, row, desk)
        case Chose("back", message_id):
            return Go(ActivityInHand(row.id), replaces=message_id)
    return None


def _reveal(step: NotConfirmed, row: ActivityRow, desk: Desk) -> Move:
    """Name those on this page once, each look written down; the list that follows is masked again."""
    t, told = desk.words, members.find_all(desk.unit, _on_page(step, _unconfirmed(row, desk)))
    deeds.write_down(desk.unit, desk.deed(), "member.reveal", *(f"person:{chat_id}" for chat_id in told))
    names = " · ".join(readable(one.details.name) for one in told.values() if one.details.name)
    if not names:
        return Go(step, before=(Text(t("Nobody of these has told a name.")),))
    noted = t("Shown this once. That you have looked is noted, and the member can see it.")
    return Go(step, before=(Text(f"{t('Not confirmed: {names}', names=names)}\n<i>{noted}</i>"),))


def show(step: NotConfirmed, row: ActivityRow, desk: Desk) -> Text:
    t, chats = desk.words, _unconfirmed(row, desk)
    shown = _on_page(step, chats)
    told = members.find_all(desk.unit, shown)
    lines = [_heading(row, len(chats), desk)]
    lines += [
        f"{number}. {masked_member(told.get(chat_id), chat_id, desk.words)}"
        for number, chat_id in enumerate(shown, step.page * _PAGE + 1)
    ]
    reveal = (Button(t.button("Show the names"), "reveal"),) if told else ()
    return Text(
        "\n".join(lines),
        (*page_buttons(step.page, _PAGE, len(chats), desk), (*reveal, Button(t.button("Back"), "back"))),
    )


def _heading(row: ActivityRow, count: int, desk: Desk) -> str:
    t = desk.words
    if not count or row.plan.confirm_by is None:
        return t("Everybody who holds a seat has confirmed.")
    return t.plural(
        "{number} has not confirmed yet. The last call goes out by itself; the seat is given on at {until}.",
        "{number} have not confirmed yet. The last call goes out by itself; the seats are given on at {until}.",
        count,
        until=moment(local(row.plan.confirm_by, desk.now.tzinfo), t),
    )
