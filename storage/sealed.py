"""Encryption at rest: AES-256-GCM, a key from the settings, every value bound to the column it stands in.

While a key is being changed, what older keys have sealed still opens; only the newest seals.
"""

import base64
import binascii
import hmac
import os
from hashlib import sha256
from typing import Final, final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FORM: Final = b"\x01"  # the first byte of every sealed value, so that a later form can be told apart
_NONCE: Final = 12
_DIGESTS: Final = b"waystation: digests"  # their key is another than the cipher's, and follows from it
_FINGERPRINT: Final = b"waystation: fingerprint"


class UnsealableError(Exception):
    """The value was sealed with another key, for another column, or was changed."""


@final
class Seal:
    """Seals and opens bytes. `purpose` names the column: a value moved to another column does not open there."""

    def __init__(self, key: str, *older_keys: str) -> None:
        """Take keys as `new_key` makes them, the newest first. Raises `ValueError` for anything else."""
        self.keys: Final = (key, *older_keys)
        raw = [_raw(one) for one in self.keys]
        self.fingerprints: Final = tuple(hmac.digest(one, _FINGERPRINT, sha256).hex()[:12] for one in raw)
        """Twelve hexadecimal digits for each key, by which people tell keys apart, and which say nothing of them."""
        self._ciphers = [AESGCM(one) for one in raw]
        self._digest_keys = [hmac.digest(one, _DIGESTS, sha256) for one in raw]

    def close(self, content: bytes, purpose: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return _FORM + nonce + self._ciphers[0].encrypt(nonce, content, purpose)

    def open(self, sealed: bytes, purpose: bytes) -> bytes:
        """Return what was closed, with whichever of the keys. Raises `UnsealableError`."""
        if sealed[:1] != _FORM:
            raise UnsealableError("the value is in no known form")
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], purpose)
            except (InvalidTag, ValueError):
                continue
        raise UnsealableError("another key, another column, or a changed value")

    def close_text(self, text: str, purpose: bytes) -> bytes | None:
        """Close a text; one that says nothing is kept as nothing."""
        return self.close(text.encode(), purpose) if text else None

    def open_text(self, sealed: bytes | None, purpose: bytes) -> str:
        """Return the text that was closed; "" for nothing. Raises `UnsealableError`."""
        return "" if sealed is None else self.open(sealed, purpose).decode()

    def opens(self, sealed: bytes, purpose: bytes) -> bool:
        """Tell whether one of the keys opens it."""
        try:
            self.open(sealed, purpose)
        except UnsealableError:
            return False
        return True

    def digest(self, text: str, purpose: bytes) -> str:
        """Return 64 hexadecimal digits by which the text is found again, and which say nothing without the key."""
        return self.digests(text, purpose)[0]

    def digests(self, text: str, purpose: bytes) -> tuple[str, ...]:
        """Return the digests by all keys, the newest first: to look for a text while a key is being changed."""
        content = purpose + b"\0" + text.encode()
        return tuple(hmac.digest(key, content, sha256).hex() for key in self._digest_keys)


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
