"""What a line of a dialogue does in the group: it is made, the bot is let in and put out, its buttons are pressed.

(group-made 第一支部)     a group of everybody, the bot is not in it
(group-joins)             the speaker lets the bot in by the newest link of the own chat
(group-joins by hand)     without a link
(group-tap 群里同意)      presses a button there; what only the presser sees is written "(toast) ..."
(group-out)               puts the bot out; (group-out upgraded) of what the group has become
(group-upgraded)          the group becomes a supergroup
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

GROUP: Final = -5001
UPGRADED: Final = -(10**12) + GROUP

_EVERYBODY: Final = tuple(range(1001, 1009))

Wanted = tuple[str, dict[str, Any], bool]
"""The path of a request to the sandbox, its body, and whether the bot hears of it by an update."""


def group_request(person: int, look: Callable[[], Sequence[Mapping[str, Any]]], verb: str, rest: str) -> Wanted | None:
    """Read a deed; None: it is none of ours."""
    match verb:
        case "group-made":
            return "groups", {"title": rest, "members": [person, *_EVERYBODY]}, False
        case "group-joins":
            start = "" if rest else _newest_link(look())
            return f"groups/{GROUP}/add_bot", {"by": person, "start": start}, True
        case "group-tap":
            return f"groups/{GROUP}/tap", {"by": person, "button": rest}, True
        case "group-out":
            return f"groups/{UPGRADED if rest else GROUP}/remove_bot", {"by": person}, True
        case "group-upgraded":
            return f"groups/{GROUP}/upgrade", {}, True
    return None


def _newest_link(chat: Sequence[Mapping[str, Any]]) -> str:
    links = [button.get("url", "") for message in chat for row in message["inline"] for button in row]
    return str([link for link in links if "startgroup=" in link][-1]).partition("startgroup=")[2]
