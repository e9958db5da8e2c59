"""Encryption at rest: AES-256-GCM, one key from the settings, every value bound to the column it stands in."""

import base64
import binascii
import os
from typing import Final, final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FORM: Final = b"\x01"  # the first byte of every sealed value, so that a later form can be told apart
_NONCE: Final = 12


class UnsealableError(Exception):
    """The value was sealed with another key, for another column, or was changed."""


@final
class Seal:
    """Seals and opens bytes. `purpose` names the column: a value moved to another column does not open there."""

    def __init__(self, key: str) -> None:
        """Take a key as `new_key` makes it. Raises `ValueError` for anything else."""
        self._cipher = AESGCM(_raw(key))

    def close(self, content: bytes, purpose: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return _FORM + nonce + self._cipher.encrypt(nonce, content, purpose)

    def open(self, sealed: bytes, purpose: bytes) -> bytes:
        """Return what was closed. Raises `UnsealableError`."""
        if sealed[:1] != _FORM:
            raise UnsealableError("the value is in no known form")
        try:
            return self._cipher.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], purpose)
        except (InvalidTag, ValueError) as trouble:
            raise UnsealableError("another key, another column, or a changed value") from trouble


def new_key() -> str:
    """Make a key: 32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def _raw(key: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(key)
    except (binascii.Error, ValueError) as trouble:
        raise ValueError("the key is not base64; `waystation doctor` makes one") from trouble
    if len(raw) != 32:
        raise ValueError("the key must be 32 bytes; `waystation doctor` makes one")
    return raw
