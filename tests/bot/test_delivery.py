"""A worker that leads sees that the webhook stays set: one that is gone is set again, one that is foreign is said."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.chat import FetchFailedError, WebhookSeen
from bot.delivery import Delivery
from bot.settings import Settings
from bot.standstill import Standstill
from scheduler.sender import Sender
from storage.unit_of_work import Store
from tests.scheduler.messenger import Messenger

URL = "https://bot.example.org/telegram"


@dataclass
class Hooked(Messenger):
    """A messenger that knows where it delivers; `away`: it does not answer."""

    seen: WebhookSeen = field(default_factory=lambda: WebhookSeen(URL))
    away: bool = False

    async def see_webhook(self) -> WebhookSeen:
        if self.away:
            raise FetchFailedError("no answer")
        return self.seen

    async def listen_by_webhook(self, url: str, secret: str) -> None:
        assert secret == "abc"
        self.seen = replace(self.seen, url=url)


@pytest.fixture
def front() -> Hooked:
    return Hooked()


@pytest_asyncio.fixture
async def delivery(sqlite_store: Store, front: Hooked) -> AsyncIterator[Delivery]:
    sender = Sender(sqlite_store, front)
    async with sender.present():
        await sender.send_due()  # it has looked, and leads
        yield made(front, sender)


def made(front: Hooked, sender: Sender) -> Delivery:
    settings = Settings(_env_file=None, webhook_url=URL, webhook_secret="abc", listen="127.0.0.1:8443")
    return Delivery(settings, front, sender, Standstill("webhook"), lambda: 0.0)


async def test_webhook_that_is_set_is_left(delivery: Delivery, front: Hooked) -> None:
    with capture_logs() as lines:
        await delivery.look()
        front.away = True
        await delivery.look()
    assert (lines, delivery.standing.stands, front.seen.url) == ([], False, URL)


async def test_webhook_that_is_gone_is_set_again(delivery: Delivery, front: Hooked) -> None:
    front.seen = WebhookSeen()
    with capture_logs() as lines:
        await delivery.look()
    assert ([line["event"] for line in lines], front.seen.url) == (["webhook_gone"], URL)


async def test_foreign_webhook_is_said_and_left(delivery: Delivery, front: Hooked) -> None:
    front.seen = WebhookSeen("https://elsewhere.example.org/secret-path")
    with capture_logs() as lines:
        await delivery.look()
        front.seen = WebhookSeen(URL)
        await delivery.look()
    assert [(line["event"], line["what"], line["fate"]) for line in lines] == [
        ("stands_still", "webhook", "foreign"),
        ("goes_on", "webhook", "foreign"),
    ]
    assert lines[0]["reason"] == "updates go to elsewhere.example.org"


async def test_who_does_not_lead_does_not_look(sqlite_store: Store, front: Hooked) -> None:
    front.seen = WebhookSeen()
    await made(front, Sender(sqlite_store, front)).look()
    assert front.seen.url == ""
