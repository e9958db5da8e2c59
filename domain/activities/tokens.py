"""The token on the wall: it changes every minute, so that a photo sent to an absent friend does not work for long.

As RFC 6238 makes one-time passwords, from a secret of the activity and the number of the minute; longer, for a link
instead of six digits to type.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from typing import Final

STEP_S: Final = 60.0
OLDEST: Final = 2
"""So many steps back a token still counts: whoever has scanned it needs a moment to press Start."""

_BYTES: Final = 9  # twelve characters: 72 bits, which nobody guesses while the minute lasts


def new_secret() -> bytes:
    return secrets.token_bytes(32)


def token(secret: bytes, now: float) -> str:
    """Return the token of this minute: twelve characters of A-Z a-z 0-9 _ -; `now` in seconds since 1970."""
    return _token(secret, int(now // STEP_S))


def fits(secret: bytes, offered: str, now: float) -> bool:
    """Tell whether this token is of this minute or of one of the last; in the same time whether it is or not."""
    step = int(now // STEP_S)
    fitting = [
        hmac.compare_digest(offered.encode(), _token(secret, step - back).encode()) for back in range(OLDEST + 1)
    ]
    return any(fitting)


def changes_at(now: float) -> float:
    """Return when the next token comes, in seconds since 1970."""
    return (now // STEP_S + 1) * STEP_S


def _token(secret: bytes, step: int) -> str:
    digest = hmac.digest(secret, step.to_bytes(8), hashlib.sha256)
    return urlsafe_b64encode(digest[:_BYTES]).decode()
