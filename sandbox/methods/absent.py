"""Bot API methods about what this Telegram has not: business accounts, gifts, stars, stories, other bots.

Nobody here has any of it. What asks how much there is hears that there is none; what would use it is refused in the
words that Telegram has for an account without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sandbox.refusals import RefusedError, bad_request
from sandbox.state.people import Json
from sandbox.state.rights import demand, person_in
from sandbox.state.world import World

NO_GIFTS: Json = {"total_count": 0, "gifts": []}


def no_business(_world: World, p: Json) -> object:
    """Refuse what only works for a business account that has connected the bot."""
    raise bad_request(
        "business connection not found" if p.get("business_connection_id") else "business_connection_id is empty"
    )


def refused(words: str) -> Callable[[World, Json], object]:
    def refuse(_world: World, _p: Json) -> object:
        raise bad_request(words)

    return refuse


def get_user_gifts(_world: World, p: Json) -> Json:
    person_in(p)
    return dict(NO_GIFTS)


def get_chat_gifts(world: World, p: Json) -> Json:
    world.find_chat(p.get("chat_id"))
    return dict(NO_GIFTS)


def get_available_gifts(_world: World, _p: Json) -> Json:
    return {"gifts": []}


def get_my_star_balance(_world: World, _p: Json) -> Json:
    return {"amount": 0}


def get_star_transactions(_world: World, _p: Json) -> Json:
    return {"transactions": []}


def get_user_profile_audios(_world: World, p: Json) -> Json:
    person_in(p)
    return {"total_count": 0, "audios": []}


def get_user_personal_chat_messages(_world: World, p: Json) -> list[Json]:
    person_in(p)
    return []


def set_passport_data_errors(_world: World, p: Json) -> bool:
    person_in(p)
    if not isinstance(p.get("errors"), list):
        raise bad_request("can't parse passport element errors JSON object")
    return True


def set_user_emoji_status(_world: World, p: Json) -> bool:
    """Refuse it: nobody here has allowed the bot to change their status."""
    person_in(p)
    raise RefusedError(403, "Forbidden: USER_PERMISSION_DENIED")


def save_prepared_inline_message(world: World, p: Json) -> Json:
    person_in(p)
    if not isinstance(p.get("result"), dict):
        raise bad_request("can't parse inline query result: expected an Object")
    return {"id": str(world.next_message_id()), "expiration_date": world.clock.stamp() + 86400}


def save_prepared_keyboard_button(world: World, p: Json) -> Json:
    person_in(p)
    button = p.get("button")
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    return {"id": str(world.next_message_id())}


def remove_reactions(world: World, p: Json) -> bool:
    """Take reactions off messages, which an administrator may; nobody here has given any."""
    chat = world.writable_chat(p.get("chat_id"))
    if chat.id > 0:
        raise bad_request("method is available only for supergroups")
    demand(world, chat, "can_delete_messages", "not enough rights to delete reactions")
    return True


ABSENT: Mapping[str, Callable[[World, Json], object]] = {
    **dict.fromkeys(
        (
            "convertGiftToStars",
            "deleteBusinessMessages",
            "deleteStory",
            "editMessageChecklist",
            "editStory",
            "getBusinessAccountGifts",
            "getBusinessAccountStarBalance",
            "getBusinessConnection",
            "postStory",
            "readBusinessMessage",
            "removeBusinessAccountProfilePhoto",
            "repostStory",
            "sendChecklist",
            "setBusinessAccountBio",
            "setBusinessAccountGiftSettings",
            "setBusinessAccountName",
            "setBusinessAccountProfilePhoto",
            "setBusinessAccountUsername",
            "transferBusinessAccountStars",
            "transferGift",
            "upgradeGift",
        ),
        no_business,
    ),
    **dict.fromkeys(("verifyUser", "verifyChat"), refused("BOT_VERIFIER_FORBIDDEN")),
    **dict.fromkeys(("removeUserVerification", "removeChatVerification"), refused("BOT_VERIFIER_FORBIDDEN")),
    **dict.fromkeys(("sendGift", "giftPremiumSubscription"), refused("BALANCE_TOO_LOW")),
    **dict.fromkeys(("refundStarPayment", "editUserStarSubscription"), refused("CHARGE_ID_INVALID")),
    **dict.fromkeys(
        ("getManagedBotToken", "replaceManagedBotToken", "getManagedBotAccessSettings", "setManagedBotAccessSettings"),
        refused("BOT_INVALID"),
    ),
    **dict.fromkeys(
        (
            "answerShippingQuery",
            "answerPreCheckoutQuery",
            "answerWebAppQuery",
            "answerGuestQuery",
            "answerChatJoinRequestQuery",
            "sendChatJoinRequestWebApp",
        ),
        refused("query is too old and response timeout expired or query ID is invalid"),
    ),
    **dict.fromkeys(("approveSuggestedPost", "declineSuggestedPost"), refused("message not found")),
    **dict.fromkeys(("sendRichMessage", "sendRichMessageDraft"), refused("the sandbox knows no rich messages")),
    **dict.fromkeys(("deleteMessageReaction", "deleteAllMessageReactions"), remove_reactions),
    "getUserGifts": get_user_gifts,
    "getChatGifts": get_chat_gifts,
    "getAvailableGifts": get_available_gifts,
    "getMyStarBalance": get_my_star_balance,
    "getStarTransactions": get_star_transactions,
    "getUserProfileAudios": get_user_profile_audios,
    "getUserPersonalChatMessages": get_user_personal_chat_messages,
    "setPassportDataErrors": set_passport_data_errors,
    "setUserEmojiStatus": set_user_emoji_status,
    "savePreparedInlineMessage": save_prepared_inline_message,
    "savePreparedKeyboardButton": save_prepared_keyboard_button,
}
