"""A conversation without a messenger: events go into `bot.turn.take`, and what waits in the outbox is read back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot import codec, memory
from bot.chat import Arrival, Button, Commands, Event, Reply, Tapped, Text
from bot.house import House
from bot.memory import Memory
from bot.turn import Taken, take
from storage.messages import conversations, outbox
from storage.tables.people import outbox as outbox_table
from storage.unit_of_work import Store
from tests.stage import small_city

BOT = 77
WANG = 1001
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 12, 1, 12, tzinfo=ZONE)  # a Tuesday


def house(language: str = "zh_Hans") -> House:
    return House(language=language, zone=ZONE, bot_id=BOT, bot_link="https://t.me/waystation_bot")


def furnish(store: Store) -> None:
    """Build the small city in an empty store."""
    with store.unit_of_work() as unit:
        small_city.build(unit)
        unit.commit()


@dataclass(slots=True)
class Talk:
    """One person's chat with the bot; the update numbers and the clock are ours."""

    store: Store
    house: House = field(default_factory=house)
    person: int = WANG
    language: str = "zh-hans"
    now: datetime = NOON
    updates: int = 0

    def arrival(self, event: Event | None, *, update_id: int = 0) -> Arrival:
        self.updates += 1
        return Arrival(update_id or self.updates, self.person, self.now, event, self.language)

    def takes(self, *arrivals: Arrival) -> Taken:
        """Play these updates as one batch."""
        with self.store.unit_of_work() as unit:
            return take(unit, arrivals, self.house, self.now.timestamp())

    def does(self, *events: Event) -> list[Reply]:
        """Play these events as one batch and return what was said."""
        before = len(said(self.store))
        self.takes(*(self.arrival(event) for event in events))
        return [reply for _, reply in said(self.store)[before:]]

    def taps(self, button: Button) -> list[Reply]:
        return self.does(Tapped(button.data, 500))

    def waits(self, **span: float) -> None:
        self.now += timedelta(**span)

    @property
    def remembered(self) -> Memory:
        with self.store.unit_of_work() as unit:
            return memory.read(conversations.locked(unit, [self.person])[self.person].state)

    def remembers(self, state: bytes, turn: int = 1) -> None:
        """Put a state into the store, as another version may have left it."""
        with self.store.unit_of_work() as unit:
            kept = conversations.Conversation(self.person, turn, state)
            conversations.keep(unit, [kept], self.now.timestamp())
            unit.commit()


def said(store: Store) -> list[tuple[int, Reply]]:
    """Return everything in the outbox that says something: to which chat, and what."""
    with store.unit_of_work() as unit:
        rows = unit.connection.execute(select(outbox_table.c.chat_id, outbox_table.c.reply).order_by(outbox_table.c.id))
        sent = [(chat_id, codec.decode(outbox._unsealed(unit, reply))) for chat_id, reply in rows]
        return [(chat_id, one) for chat_id, one in sent if not isinstance(one, Commands)]


def buttons(replies: Sequence[Reply]) -> list[Button]:
    return [button for reply in replies for row in reply.buttons for button in row]


def button(replies: Sequence[Reply], label: str) -> Button:
    return next(one for one in buttons(replies) if one.label == label)


def html(reply: Reply) -> str:
    assert isinstance(reply, Text)
    return reply.html
