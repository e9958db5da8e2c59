"""A house on Telegram and with a chat page, and people who come by either: both ends of what is linked."""

import re
from dataclasses import dataclass, field, replace

from bot.abilities import TELEGRAM, WEB
from bot.chat import Arrival, Commanded, Event, Reply, Said, Started, Text
from bot.house import House
from domain.activities.seats import State
from domain.people.browsers import kind_of
from storage.activities import signup_reading
from storage.pages import openings
from storage.people import addresses
from storage.unit_of_work import Store
from tests.stage.talk import Talk, button, house, said

ORIGIN = "https://chat.example.org"
WECHAT = "Mozilla/5.0 (Linux; Android 12; HarmonyOS) AppleWebKit/537.36 Chrome/86 MicroMessenger/8.0"


def both_fronts(language: str = "zh_Hans") -> House:
    return replace(house(language), abilities={"telegram": TELEGRAM, "web": WEB}, page=ORIGIN)


@dataclass(slots=True)
class End(Talk):
    """One way in: on Telegram, or a page, where it has a channel."""

    house: House = field(default_factory=both_fronts)
    channel: str = ""

    def arrival(self, event: Event | None, *, update_id: int = 0) -> Arrival:
        made = Talk.arrival(self, event, update_id=update_id)
        if not self.channel:
            return made
        return replace(made, update_id=0, channel=self.channel, key=f"{self.person}:{self.updates}")

    def opens(self, payload: str = "") -> list[Reply]:
        return self.does(Started(payload))

    def says(self, text: str) -> list[Reply]:
        name, _, typed = text[1:].partition(" ")
        return self.does(Commanded(name, typed) if text.startswith("/") else Said(text))

    def presses(self, label: str) -> list[Reply]:
        """Press the newest button of this name that was shown here."""
        shown = [reply for number, reply in said(self.store) if number == self.person]
        found = [one for one in reversed(shown) if any(b.label == label for row in one.buttons for b in row)]
        assert found, (label, [b.label for one in shown for row in one.buttons for b in row])
        return self.taps(button(found[:1], label))

    def heard(self) -> list[str]:
        """Return all that was ever said here."""
        return [reply.html for number, reply in said(self.store) if number == self.person and isinstance(reply, Text)]

    @property
    def whose(self) -> int:
        with self.store.unit_of_work() as unit:
            return addresses.person_of(unit, self.person)


def a_page(store: Store, key: str = "key", agent: str = WECHAT, language: str = "zh_Hans") -> End:
    """Open a page in a browser that shows this key."""
    end = End(store, both_fronts(language), channel="web")
    end.language = "zh-CN" if language == "zh_Hans" else "en"
    with store.unit_of_work() as unit:
        end.person = openings.open_page(unit, key, end.now.timestamp(), kind_of(agent))
        unit.commit()
    return end


def code_in(replies: list[Reply]) -> str:
    """Return the code that one of these shows."""
    texts = [reply.html for reply in replies if isinstance(reply, Text)]
    found = re.search("<code>([0-9A-Z-]+)</code>", "\n".join(texts))
    assert found is not None, texts
    return found[1]


def texts(replies: list[Reply]) -> str:
    return "\n".join(reply.html for reply in replies if isinstance(reply, Text))


def seats_of(store: Store, activity_id: int, *people: int) -> list[State | None]:
    with store.unit_of_work() as unit:
        rows = [signup_reading.find(unit, activity_id, person) for person in people]
        return [row.state if row else None for row in rows]
