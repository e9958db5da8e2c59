"""What an organiser is told of a group that did not take a post: why, and what can be done there."""

from bot.chat import Text
from bot.flows.typed import readable
from bot.texts import Words
from domain.messages.chat_troubles import Trouble
from storage.announcements.groups import GroupRow

_NAME_MOST = 40


def told(row: GroupRow, trouble: Trouble, t: Words) -> Text:
    group = readable(row.title, _NAME_MOST)
    if trouble is Trouble.MEDIA:
        first = t("The group “{group}” takes no pictures or files from me. Words went out without them.", group=group)
    else:
        first = t("The group “{group}” did not take what I posted.", group=group)
    return Text(f"{first}\n{_what_helps(trouble, t)}")


def _what_helps(trouble: Trouble, t: Words) -> str:
    match trouble:
        case Trouble.TOPIC:
            return t(
                "The topic is closed or gone. Please have it opened there;"
                " or send /start@ and my name in the topic where I am to post."
            )
        case Trouble.MEDIA:
            return t("An administrator there can allow me to send media, in the group’s permissions.")
        case Trouble.RIGHTS:
            return t("I may not write there. An administrator can allow it in the group’s permissions.")
        case Trouble.OUT:
            return t("I am not in it any more. To bind it once more: /groups")
    return t("The messenger did not say why. Please see whether I am still in it and may write.")
