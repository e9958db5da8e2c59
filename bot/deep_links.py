"""Links that open the conversation with a word of ours: on Telegram t.me/BOT?start=..., on a page of our own /p/....

Where both are to be had, what is for everybody (a poster, a certificate, a link for the home branch) leads to the page,
which needs nobody's account and leads on to Telegram; what hangs in a chat of Telegram's leads to Telegram.
"""

INVITATION = "i_"
"""What the word of an invitation begins with; its token follows."""

HOME_LINK = "h_"
"""What the word of a link for the home branch begins with; its token follows."""

ACTIVITY = "o_"
"""What the word of an activity's link begins with; its token follows, in older ones its number."""

CHECK_IN = "c_"
"""What the word of the code on the wall begins with; the activity's token, "_" and that of the minute follow."""

CERTIFICATE = "v_"
"""What the word of a certificate's link begins with; its code follows."""

POINT = "p_"
"""What the word of a service point's link begins with; its slug follows."""

BUILDING = "b_"
"""What the word of a building's link begins with; its slug follows."""

ROAD = "l_"
"""What the word begins with that brings somebody from one way in to another; its code follows."""

ROOM = "r_"
"""What the word of the code on a room's door begins with; its token follows."""

SPEAKER = "s_"
"""What the word of the link begins with by which a speaker says who they are; the token follows."""

GROUP = "g_"
"""What the word begins with that lets the bot into a group; its token follows."""


def link(to: str, start: str) -> str:
    """Write a link; `to` is a bot's name, or the origin of a page. `start` has at most 64 characters of A-Za-z0-9_-."""
    if "://" in to:
        return f"{to}/p/{start}"
    return f"https://t.me/{to.removeprefix('@')}?start={start}"


def activity_link(to: str, token: str) -> str:
    return link(to, f"{ACTIVITY}{token}")


def point_link(to: str, slug: str) -> str:
    return link(to, f"{POINT}{slug}")


def building_link(to: str, slug: str) -> str:
    return link(to, f"{BUILDING}{slug}")


def road_link(bot: str, code: str) -> str:
    return link(bot, f"{ROAD}{code}")


def page_link(origin: str, start: str) -> str:
    """Write the address of the chat page that begins with this word; `start` is as in `link`."""
    return f"{origin}/p/{start}"


def room_link(bot: str, token: str) -> str:
    return link(bot, f"{ROOM}{token}")


def speaker_link(bot: str, token: str) -> str:
    return link(bot, f"{SPEAKER}{token}")


def group_link(bot: str, token: str) -> str:
    """Write the link by which somebody chooses a group of theirs and lets the bot in."""
    return f"https://t.me/{bot.removeprefix('@')}?startgroup={GROUP}{token}"


def check_in_link(to: str, activity: str, token: str) -> str:
    """Write the link of the code on the wall: the activity's own token, and that of the minute."""
    return link(to, f"{CHECK_IN}{activity}_{token}")


def invitation_link(bot: str, token: str) -> str:
    return link(bot, f"{INVITATION}{token}")


def invitation_token(written: str) -> str:
    """Return the token that an invitation's link carries; "" for any other text."""
    return written.partition(f"?start={INVITATION}")[2]
