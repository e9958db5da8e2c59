"""A published activity answers wishes: whoever wished for such a one is told, once."""

from collections.abc import Sequence

from bot.chat import Text
from bot.flows.activities import buttons, text
from bot.flows.desk import Desk, Tell
from bot.flows.moments import night_over
from bot.texts import Words
from domain.messages.delivery import Lane
from storage.activities import wishes
from storage.activities.activities import ActivityRow


def published(row: ActivityRow, desk: Desk) -> tuple[Tell, ...]:
    """Let it answer the wishes for its kind, and return what those who wished are told, but not who publishes it."""
    wished = wishes.answer(desk.unit, row, desk.now.timestamp())
    return tuple(_told(row, chat_id, desk) for chat_id in wished if chat_id != desk.person.chat_id)


def how_many(told: Sequence[Tell], t: Words) -> list[str]:
    """Say to whoever publishes it how many had wished for it; nothing where nobody had."""
    if not told:
        return []
    return [
        t.plural("{number} person wished for it and is told.", "{number} people wished for it and are told.", len(told))
    ]


def _told(row: ActivityRow, chat_id: int, desk: Desk) -> Tell:
    t = desk.words_for(chat_id)
    heading = t("You wished for it: {kind}. Now one is on.", kind=text.kind_name(row.kind, t))
    brief = text.brief(desk.unit, row, desk.now.tzinfo, t)
    said = Text(f"{heading}\n{brief}", ((buttons.see(row.id, t),),))
    return Tell(chat_id, said, Lane.REMINDER, row.starts_at, night_over(desk.now))
