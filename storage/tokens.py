"""Tokens of links: made here, known to whoever has the link, and kept as a hash only."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """Make 32 characters that a link may carry and nobody guesses."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
