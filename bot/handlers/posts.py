"""Sends, rewrites and takes back posts; and what a refusal of formatted words, of media or of an edit means.

Where media are not taken the words go out alone. A post whose edit is refused stays as it is: who has deleted an
announcement is not sent it again.
"""

import html
import re
from dataclasses import replace

import structlog

from bot.chat import Fate, Outcome, Post, Unsend
from bot.handlers.calls import Calls, accepted
from bot.handlers.outcomes import CallFailedError, of_a_text
from domain.messages.chat_troubles import refuses_media

log = structlog.get_logger()

TAG = re.compile(
    r"</?(?:b|strong|i|em|u|ins|s|strike|del|a|code|pre|blockquote|tg-spoiler|span)\b[^<>]*>", re.IGNORECASE
)

UNCHANGED = "message is not modified"
UNPARSABLE = "can't parse entities"
GONE = "message to delete not found"
NO_CAPTION = "no caption in the message"


async def post(calls: Calls, chat_id: int, said: Post) -> Outcome:
    """Send or rewrite a post, as words alone where the chat takes no media: the outcome says so then, as its reason.

    Raises `CallFailedError`.
    """
    try:
        return _accepted(await _in_plain_words(calls, chat_id, said))
    except CallFailedError as failure:
        without_media = said.media and said.html and (_takes_no_media(failure) or failure.says(NO_CAPTION))
        if not without_media:
            raise
        reason = "" if said.replaces else failure.outcome.reason
    return _accepted(await _in_plain_words(calls, chat_id, replace(said, media=())), reason)


def _accepted(numbers: tuple[int, ...], reason: str = "") -> Outcome:
    number, *others = numbers
    return Outcome(Fate.ACCEPTED, number, reason=reason, others=tuple(others))


def _takes_no_media(failure: CallFailedError) -> bool:
    return failure.outcome.fate in {Fate.REFUSED, Fate.UNREACHABLE} and refuses_media(failure.outcome.reason)


async def _in_plain_words(calls: Calls, chat_id: int, said: Post) -> tuple[int, ...]:
    """Send or rewrite it, as plain words where Telegram refuses its HTML; return the numbers of its messages."""
    call = calls.edit_post if said.replaces else calls.send_post
    try:
        return await accepted(call(chat_id, said, "HTML"))
    except CallFailedError as failure:
        if failure.says(UNCHANGED):
            return (said.replaces,)
        if not failure.says(UNPARSABLE):
            raise failure if said.media else of_a_text(failure) from None
    log.warning("html_refused")
    return await accepted(call(chat_id, replace(said, html=plain(said.html)), ""))


async def unsend(calls: Calls, chat_id: int, gone: Unsend) -> None:
    """Delete messages; one that is not there any more is as good as deleted."""
    try:
        await accepted(calls.delete_messages(chat_id, gone.messages))
    except CallFailedError as failure:
        if not failure.says(GONE):
            raise


def is_as_it_was(failure: CallFailedError) -> bool:
    """Tell whether an edit was refused because it changes nothing; raise the failure if it was no refusal at all."""
    if failure.says(UNCHANGED):
        return True
    if failure.outcome.fate is not Fate.REFUSED:
        raise failure
    return False


def plain(text: str) -> str:
    """Return the words of a text in HTML, for when Telegram refuses its tags."""
    return html.unescape(TAG.sub("", text))
