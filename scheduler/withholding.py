"""What belongs to a role is not shown where nobody proves who they are: that it waits is said, and where to see it.

Whoever holds a role is reached by a channel that proves it, if any reaches them (`addresses.roads`). This
is for the others: who has stopped the bot there, and has a chat page alone.
"""

from typing import Final

from bot.buttons import Lasting, read
from bot.chat import Button, Commands, Message, Text
from bot.flows.entry_points import EntryPoint, opened_by
from bot.texts import Words

OF_A_ROLE: Final = frozenset(
    {
        EntryPoint.CHECK_IN, EntryPoint.RENEW_CODE, EntryPoint.PUT_CODE_AWAY, EntryPoint.DUTY, EntryPoint.DUTIES,
        EntryPoint.ACTIVITY_REPORT, EntryPoint.MONTH, EntryPoint.WISHES, EntryPoint.DIGEST, EntryPoint.MAIL,
        EntryPoint.GROUPS, EntryPoint.BIND_GROUP, EntryPoint.TURN_GROUP_DOWN, EntryPoint.TO_DO, EntryPoint.REVIEW,
        EntryPoint.MEMBERS, EntryPoint.RULES, EntryPoint.INVITE, EntryPoint.COLLEAGUE_NAME, EntryPoint.NEST,
        EntryPoint.MANAGE, EntryPoint.COMPOSE, EntryPoint.COPY_ACTIVITY, EntryPoint.ANNOUNCEMENT, EntryPoint.ANNOUNCE,
        EntryPoint.ANNOUNCE_TO, EntryPoint.COPY_ANNOUNCEMENT, EntryPoint.AUDIENCE, EntryPoint.ANNOUNCED,
        EntryPoint.PAUSE, EntryPoint.RESUME, EntryPoint.STOP,
    }
)  # fmt: skip
"""Entry points that open nothing to who has no role: a message with a button to one is for a role."""


def withheld(message: Message, t: Words) -> Message:
    """Return what is said in the place of what belongs to a role; anything else as it is."""
    if isinstance(message, Commands) or not any(_is_of_a_role(one) for row in message.buttons for one in row):
        return message
    return Text(t("Something of your role waits for you. I show it on Telegram alone, where I know that it is you."))


def _is_of_a_role(button: Button) -> bool:
    carried = read(button.data) if button.data else None
    return isinstance(carried, Lasting) and opened_by(carried, 0).entry in OF_A_ROLE
