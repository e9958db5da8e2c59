"""Bot API methods that send what is neither words nor a file alone: polls, dice, games, bills, what is paid for."""

from __future__ import annotations

import random

from sandbox.methods.send import album_item, caption, formatted, location, media_looks, post, send_file, uploaded
from sandbox.refusals import bad_request
from sandbox.state.people import Json
from sandbox.state.world import World

# How many faces each of Telegram's dice has.
DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
QUESTION_MOST = 300
OPTION_MOST = 100
EXPLANATION_MOST = 200
MOST_OPTIONS = 12
STARS_MOST = 25_000
CURRENCY = "XTR"  # Telegram's stars, which need no provider


def send_dice(world: World, p: Json) -> Json:
    emoji = str(p.get("emoji") or "🎲").removesuffix("\ufe0f")
    if emoji not in DICE:
        raise bad_request("wrong dice emoji specified")
    value = random.randint(1, DICE[emoji])  # noqa: S311  a game, no secret
    return post(world, p, {"dice": {"emoji": emoji, "value": value}})


def send_poll(world: World, p: Json) -> Json:
    options = p.get("options")
    if not isinstance(options, list) or not options:
        raise bad_request("poll must have at least one option" if options == [] else "there are no poll options")
    if len(options) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    if not str(p.get("question") or "").strip():
        raise bad_request("poll question must be non-empty")
    kind = p.get("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    poll: Json = {
        "id": str(world.next_message_id()),
        **formatted(p, "question", QUESTION_MOST, "question_entities", "question_parse_mode"),
        "options": [_option(world, p, number, one) for number, one in enumerate(options)],
        "total_voter_count": 0,
        "is_closed": p.get("is_closed") is True,
        "is_anonymous": p.get("is_anonymous") is not False,
        "type": kind,
        "allows_multiple_answers": p.get("allows_multiple_answers") is True,
        "allows_revoting": p.get("allows_revoting", kind == "regular") is True,
        "members_only": p.get("members_only") is True,
        **_until(world, p),
        **(_answer(p, len(options)) if kind == "quiz" else {}),
        **_explained(world, p),
    }
    return post(world, p, {"poll": poll})


def _option(world: World, p: Json, number: int, value: object) -> Json:
    option = {"text": value} if isinstance(value, str) else value
    if not isinstance(option, dict) or not str(option.get("text") or "").strip():
        raise bad_request("poll options must be non-empty")
    said = formatted({**option, "text": str(option["text"])}, "text", OPTION_MOST, "text_entities", "text_parse_mode")
    shown: Json = {"media": _poll_media(world, p, option["media"])} if option.get("media") else {}
    return {"persistent_id": str(number), **said, **shown, "voter_count": 0}


def _poll_media(world: World, p: Json, item: object) -> Json:
    """Return what stands beside a question, an option or an explanation."""
    if not isinstance(item, dict):
        raise bad_request("can't parse InputPollMedia: expected an Object")
    match item.get("type"):
        case "location":
            return {"location": location(item)}
        case "venue" if item.get("title") and item.get("address"):
            named = {"title": str(item["title"]), "address": str(item["address"])}
            return {"venue": {"location": location(item), **named}}
        case "sticker":
            return uploaded(world, {**p, "sticker": item.get("media")}, "sticker", "sticker").content_field()
        case _:
            shown = album_item(world, p, item)
            return {key: what for key, what in shown.items() if not key.startswith(("caption", "has_", "show_"))}


def _until(world: World, p: Json) -> Json:
    """Return for how long a poll is open; the period goes before the date, as on the server."""
    period, date = p.get("open_period"), p.get("close_date")
    if isinstance(period, int) and period:
        return {"open_period": period, "close_date": world.clock.stamp() + period}
    if isinstance(date, int) and date:
        return {"open_period": max(0, date - world.clock.stamp()), "close_date": date}
    return {}


def _answer(p: Json, options: int) -> Json:
    right = p.get("correct_option_ids")
    if right is None and isinstance(p.get("correct_option_id"), (int, str)) and str(p["correct_option_id"]).isdigit():
        right = [int(str(p["correct_option_id"]))]
    if not isinstance(right, list) or not right:
        raise bad_request("QUIZ_CORRECT_ANSWERS_EMPTY")
    if not all(isinstance(one, int) and 0 <= one < options for one in right):
        raise bad_request("wrong correct option ID specified")
    return {"correct_option_ids": sorted(set(right))}


def _explained(world: World, p: Json) -> Json:
    """Return what a poll says beside its question: a description, an explanation, and pictures to them."""
    found: Json = {}
    for name in ("explanation", "description"):
        if p.get(name):
            found |= formatted(
                p, name, EXPLANATION_MOST if name == "explanation" else 1024, f"{name}_entities", f"{name}_parse_mode"
            )
    for name in ("media", "explanation_media"):
        if p.get(name):
            found[name] = _poll_media(world, p, p[name])
    return found


def send_game(world: World, p: Json) -> Json:
    name = str(p.get("game_short_name") or "")
    if not name:
        raise bad_request("game_short_name is empty")
    picture = world.files.keep("game.png", f"the picture of {name}".encode(), "photo")
    game = {"title": name, "description": name, **picture.content_field()}
    keyboard = p.get("reply_markup") or {"inline_keyboard": [[{"text": f"Play {name}", "callback_game": {}}]]}
    return post(world, {**p, "reply_markup": keyboard}, {"game": game})


def set_game_score(world: World, p: Json) -> Json | bool:
    place, scores = _scores(world, p)
    person, score = p.get("user_id"), p.get("score")
    if not isinstance(person, int) or person <= 0:
        raise bad_request("invalid user_id specified")
    if not isinstance(score, int) or score < 0:
        raise bad_request("wrong score specified")
    if person in scores and scores[person] >= score and p.get("force") is not True:
        raise bad_request("BOT_SCORE_NOT_MODIFIED")
    scores[person] = score
    message = world.chats[place[0]].needed(place[1], "set game score")
    return message.api


def get_game_high_scores(world: World, p: Json) -> list[Json]:
    _, scores = _scores(world, p)
    best = sorted(scores.items(), key=lambda one: -one[1])
    return [
        {"position": place, "user": world.person(number).user(), "score": score}
        for place, (number, score) in enumerate(best, 1)
    ]


def _scores(world: World, p: Json) -> tuple[tuple[int, int], dict[int, int]]:
    chat = world.writable_chat(p.get("chat_id"))
    message = chat.needed(p.get("message_id"), "set game score")
    if "game" not in message.api:
        raise bad_request("message is not a game")
    place = chat.id, message.id
    return place, world.scores.setdefault(place, {})


def send_invoice(world: World, p: Json) -> Json:
    keyboard = p.get("reply_markup") or {"inline_keyboard": [[{"text": f"Pay {p.get('title')}", "pay": True}]]}
    return post(world, {**p, "reply_markup": keyboard}, {"invoice": _invoice(p)})


def create_invoice_link(world: World, p: Json) -> str:
    _invoice(p)
    return f"https://t.me/$sandbox{world.next_message_id()}"


def _invoice(p: Json) -> Json:
    for name in ("title", "description", "payload"):
        if not p.get(name):
            raise bad_request(f"{name} is empty" if name != "payload" else "invoice payload is empty")
    prices = p.get("prices")
    if not isinstance(prices, list) or not prices:
        raise bad_request("CURRENCY_TOTAL_AMOUNT_INVALID" if prices == [] else "can't parse prices JSON object")
    if not all(isinstance(one, dict) and isinstance(one.get("amount"), int) and one.get("label") for one in prices):
        raise bad_request("can't parse labeled price: expected an Object with label and amount")
    if p.get("currency") != CURRENCY and not p.get("provider_token"):
        raise bad_request("PAYMENT_PROVIDER_INVALID")
    shown = {"title": p["title"], "description": p["description"], "start_parameter": p.get("start_parameter") or ""}
    return {**shown, "currency": str(p.get("currency") or ""), "total_amount": sum(one["amount"] for one in prices)}


def send_paid_media(world: World, p: Json) -> Json:
    media, stars = p.get("media"), p.get("star_count")
    if not isinstance(media, list) or not 1 <= len(media) <= 10:
        raise bad_request("media are not specified" if not media else "too many media specified")
    if not isinstance(stars, int) or not 1 <= stars <= STARS_MOST:
        raise bad_request("STARS_AMOUNT_INVALID")
    shown = [_paid(world, p, one) for one in media]
    return post(world, p, {"paid_media": {"star_count": stars, "paid_media": shown}, **caption(p), **media_looks(p)})


def _paid(world: World, p: Json, item: object) -> Json:
    if not isinstance(item, dict) or item.get("type") not in ("photo", "video", "live_photo"):
        raise bad_request("can't parse InputPaidMedia: type of the media is unsupported here")
    content = album_item(world, p, item)
    return {"type": item["type"], item["type"]: content[item["type"]]}


def send_live_photo(world: World, p: Json) -> Json:
    still = uploaded(world, p, "photo", "photo").content_field()["photo"]
    film = uploaded(world, p, "live_photo", "live_photo")
    return send_file(world, {**p, "live_photo": film.id, "thumbnail": None}, "live_photo", {"photo": still})


def send_message_draft(world: World, p: Json) -> bool:
    """Take the beginning of a message that is still being written; it shows as typing."""
    chat = world.writable_chat(p.get("chat_id"))
    if chat.id < 0:
        raise bad_request("message drafts can be sent only to private chats")
    if not p.get("draft_id"):
        raise bad_request("RANDOM_ID_INVALID")
    if p.get("text"):
        formatted(p, "text", 4096)
    chat.typing_until = world.clock.now().timestamp() + 5
    world.events.tell(chat.id, "typing")
    return True
