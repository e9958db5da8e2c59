"""Names what became of a Bot API call: Telegram's answer, or the trouble on the way, as an `Outcome`; pure.

Reasons go into logs and tables, so that they hold no text of a person, no token and no address.
"""

import json
import re
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from bot.chat import Fate, Outcome

UNREACHABLE = ("chat not found", "user is deactivated", "bot was blocked", "bot can't initiate conversation")
QUOTED = re.compile(r'"[^"]*"?')  # Telegram quotes what it was sent: a tag, a name, a piece of the text
REASON_LENGTH = 200

WHOLE_NUMBER = 2**63
"""What the store keeps of a number is smaller than this; whatever an answer says beyond it is no number of anything."""

LONGEST_WAIT_S = 10.0**9


class CallFailedError(Exception):
    """A call that was not accepted, or of which nobody knows; `status` is the server's code, 0 when there was none."""

    def __init__(self, outcome: Outcome, status: int = 0) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome
        self.status = status

    def says(self, *words: str) -> bool:
        """Tell whether Telegram refused with one of these phrases."""
        reason = self.outcome.reason.lower()
        return self.outcome.fate is Fate.REFUSED and any(phrase in reason for phrase in words)


def of_a_text(failure: CallFailedError) -> CallFailedError:
    """Name a failed call for a text: every server has that call, and one that has not at the moment is not itself.

    So a page that is not found, or a token that is not known any more, costs nobody a word.
    """
    if failure.outcome.fate is Fate.REFUSED and failure.status == HTTPStatus.NOT_FOUND:
        return CallFailedError(replace(failure.outcome, fate=Fate.SERVER_TROUBLE), failure.status)
    return failure


def failure_behind(trouble: BaseException) -> CallFailedError:
    """Find the failure that a library wrapped; any other trouble is one of which nobody knows what it did."""
    cause: BaseException | None = trouble
    while cause is not None:
        if isinstance(cause, CallFailedError):
            return cause
        cause = cause.__cause__
    return CallFailedError(Outcome(Fate.UNCERTAIN, reason=f"unexpected {type(trouble).__name__}"))


def read_answer(status: int, body: bytes) -> dict[str, Any]:
    """Return the answer of a call that was accepted. Raises `CallFailedError` for every other."""
    answer = _json(body)
    if status == HTTPStatus.OK and answer.get("ok"):
        return answer
    raise CallFailedError(_refusal(status, answer), _code(status, answer))


def message_number(result: Any) -> int:  # noqa: ANN401  a result is as the server sent it
    """Return the number of a message that was accepted; 0 where the answer has none, or none that can be one.

    `ok` is the server's word that it took it, whatever else it says: it is not sent again, and will not be edited.
    """
    match result:
        case {"message_id": int(number)} if not isinstance(number, bool) and 0 < number < WHOLE_NUMBER:
            return number
    return 0


def message_numbers(result: Any) -> tuple[int, ...]:  # noqa: ANN401  the same
    """Return the numbers of an album's messages, one at least; see `message_number`."""
    numbers = tuple(message_number(one) for one in result) if isinstance(result, list) else ()
    return numbers or (0,)


def _json(body: bytes) -> dict[str, Any]:
    """Return the answer, or an empty one where something between us and Telegram spoke instead."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    match answer:
        case {"ok": True, "result": _} | {"ok": False}:
            return dict(answer)
        case _:
            return {}


def _code(status: int, answer: dict[str, Any]) -> int:
    return answer["error_code"] if isinstance(answer.get("error_code"), int) else status


def _refusal(status: int, answer: dict[str, Any]) -> Outcome:
    if not answer:
        return _stranger(status)
    code = _code(status, answer)
    reason = _reason(answer.get("description") or f"status {status}")
    match answer.get("parameters"):
        case {"migrate_to_chat_id": int(chat_id)} if -WHOLE_NUMBER < chat_id < 0:
            return Outcome(Fate.REFUSED, reason=f"migrated to {chat_id}", moved_to=chat_id, code=code)
        case {"retry_after": int() | float() as seconds}:
            return Outcome(Fate.SLOW_DOWN, retry_after=_wait_s(seconds), reason=reason, code=code)
        case _:
            return _by_code(code, reason)


def _wait_s(seconds: float) -> float:
    """Return how long to wait; a second where that is no time (JSON has NaN, Infinity and true, to Python)."""
    is_time = not isinstance(seconds, bool) and 0 <= seconds < float("inf")
    return float(min(seconds, LONGEST_WAIT_S)) if is_time else 1.0


def _stranger(status: int) -> Outcome:
    """Name an answer that is not the Bot API's: a gateway's error page was not Telegram's word on the message."""
    if status == HTTPStatus.OK:
        return Outcome(Fate.UNCERTAIN, reason="broken answer")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome(Fate.SLOW_DOWN, retry_after=1.0, reason="status 429", code=status)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.METHOD_NOT_ALLOWED}:
        return Outcome(Fate.REFUSED, reason=f"status {status}: method not found", code=status)
    return Outcome(Fate.SERVER_TROUBLE, reason=f"status {status}", code=status)


def _by_code(code: int, reason: str) -> Outcome:
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome(Fate.SLOW_DOWN, retry_after=1.0, reason=reason, code=code)
    return Outcome(_fate(code, reason), reason=reason, code=code)


def _fate(code: int, reason: str) -> Fate:
    match code:
        case 403:
            return Fate.UNREACHABLE
        case 400 if any(phrase in reason.lower() for phrase in UNREACHABLE):
            return Fate.UNREACHABLE
        case 401 | 408 | 409:  # a token that is being exchanged must not cost the messages that wait
            return Fate.SERVER_TROUBLE
        case 501:  # the server has no such method, and will have none at the next try
            return Fate.REFUSED
        case _:
            return Fate.REFUSED if 400 <= code < 500 else Fate.SERVER_TROUBLE


def _reason(description: object) -> str:
    """Return it without what was quoted, and without what no database and no log takes."""
    said = QUOTED.sub('"..."', str(description)[: 10 * REASON_LENGTH])[:REASON_LENGTH]
    return said.encode(errors="replace").decode().replace("\0", " ")
