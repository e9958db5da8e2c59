"""Tokens of links: made here, known to whoever has the link, and kept as a hash only."""

import secrets
from base64 import b32encode
from hashlib import sha256


def new_token() -> str:
    """Make 32 characters that a link may carry and nobody guesses."""
    return secrets.token_urlsafe(24)


def new_handle() -> str:
    """Make 16 characters of a-z and 2-7 (80 bits) that a public link carries in place of a number to count through."""
    return b32encode(secrets.token_bytes(10)).decode().lower()


def token_hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
