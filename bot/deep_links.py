"""Telegram's deep links: t.me/BOT?start=..., which opens the bot with a word of ours."""

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

GROUP = "g_"
"""What the word begins with that lets the bot into a group; its token follows."""


def link(bot: str, start: str) -> str:
    """Write Telegram's deep link; `start` has at most 64 characters of A-Za-z0-9_-."""
    return f"https://t.me/{bot.removeprefix('@')}?start={start}"


def activity_link(bot: str, token: str) -> str:
    return link(bot, f"{ACTIVITY}{token}")


def point_link(bot: str, slug: str) -> str:
    return link(bot, f"{POINT}{slug}")


def building_link(bot: str, slug: str) -> str:
    return link(bot, f"{BUILDING}{slug}")


def group_link(bot: str, token: str) -> str:
    """Write the link by which somebody chooses a group of theirs and lets the bot in."""
    return f"https://t.me/{bot.removeprefix('@')}?startgroup={GROUP}{token}"


def check_in_link(bot: str, activity: str, token: str) -> str:
    """Write the link of the code on the wall: the activity's own token, and that of the minute."""
    return link(bot, f"{CHECK_IN}{activity}_{token}")


def invitation_link(bot: str, token: str) -> str:
    return link(bot, f"{INVITATION}{token}")


def invitation_token(written: str) -> str:
    """Return the token that an invitation's link carries; "" for any other text."""
    return written.partition(f"?start={INVITATION}")[2]
