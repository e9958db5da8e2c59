"""A screen of the chat as a page: what it says, its buttons as buttons of a form, and a field where words are asked."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from bot import memory
from bot.chat import Button, Text
from bot.desk.drawing import said
from bot.flows import flow_of
from bot.flows.desk import Desk
from bot.flows.flow import Waits
from bot.flows.reviewing.steps import ReviewCard
from bot.flows.step import Step
from bot.pressing import asks_words
from storage.sealed import Seal, UnsealableError

_SAID_MOST = 1_200


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of a screen: its words, and its buttons row by row."""

    words: Markup
    buttons: tuple[tuple[Button, ...], ...]


def shown(step: Step, desk: Desk) -> list[Shown]:
    """Return what a screen shows; what is no text is not for a page."""
    return [
        Shown(said(reply.html), tuple(kept for row in reply.buttons if (kept := _for_page(step, row))))
        for reply in flow_of(step).show(step, desk)
        if isinstance(reply, Text)
    ]


def _for_page(step: Step, row: Iterable[Button]) -> tuple[Button, ...]:
    """Leave out what leads to the chat's menu, and what shows everything about a member at once."""
    hidden = {"menu", "reveal"} if isinstance(step, ReviewCard) else {"menu"}
    return tuple(one for one in row if one.data and one.data not in hidden)


def waits_for_words(step: Step) -> bool:
    return asks_words(step) or flow_of(step).waits(step) is Waits.VALUE


def address_of(step: Step, seal: Seal, chat_id: int) -> str:
    """Return where a step is shown: sealed for this person, for it may hold what they typed."""
    return f"/desk/at/{_sealed(memory.line_of(step), seal, b'desk.at:%d' % chat_id)}"


def step_at(sealed: str, seal: Seal, chat_id: int) -> Step | None:
    """Read what `address_of` wrote; None for anything else."""
    line = _opened(sealed, seal, b"desk.at:%d" % chat_id)
    return memory.step_of(line) if line else None


def told(lines: Iterable[str], seal: Seal, chat_id: int) -> str:
    """Seal what is said on the next page; "" for nothing."""
    kept, room = [], _SAID_MOST
    for line in lines:
        room -= len(line)
        if room < 0:
            break
        kept.append(line)
    return _sealed("\n".join(kept).encode(), seal, b"desk.said:%d" % chat_id) if kept else ""


def heard(sealed: str, seal: Seal, chat_id: int) -> Markup | None:
    """Return what `told` sealed; None for nothing, and for what is no word of ours."""
    line = _opened(sealed, seal, b"desk.said:%d" % chat_id) if sealed else b""
    return said(line.decode(errors="replace")) if line else None


def _sealed(content: bytes, seal: Seal, purpose: bytes) -> str:
    return urlsafe_b64encode(seal.close(content, purpose)).decode().rstrip("=")


def _opened(sealed: str, seal: Seal, purpose: bytes) -> bytes:
    try:
        return seal.open(urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)), purpose)
    except (UnsealableError, Error, ValueError):
        return b""
