"""Sealed values open with their key, in their column, and nowhere else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealed import Seal, UnsealableError, new_key

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
COLUMN = b"people.name"


@given(content=st.binary(max_size=4096), purpose=st.binary(max_size=40))
def test_open_returns_what_was_closed(content: bytes, purpose: bytes) -> None:
    seal = Seal(KEY)

    assert seal.open(seal.close(content, purpose), purpose) == content


def test_open_with_the_same_key_elsewhere() -> None:
    key = new_key()

    assert Seal(key).open(Seal(key).close("王芳".encode(), COLUMN), COLUMN) == "王芳".encode()


def test_close_twice_gives_two_values() -> None:
    seal = Seal(KEY)

    assert seal.close(b"same", COLUMN) != seal.close(b"same", COLUMN)


def test_sealed_value_hides_its_content() -> None:
    assert "王芳".encode() not in Seal(KEY).close("王芳".encode(), COLUMN)


def test_open_with_another_key() -> None:
    sealed = Seal(new_key()).close(b"name", COLUMN)

    with pytest.raises(UnsealableError):
        Seal(new_key()).open(sealed, COLUMN)


def test_open_for_another_column() -> None:
    seal = Seal(KEY)

    with pytest.raises(UnsealableError):
        seal.open(seal.close(b"name", COLUMN), b"people.phone")


@given(place=st.integers(min_value=0, max_value=32), flip=st.integers(min_value=1, max_value=255))
def test_open_with_one_byte_changed(place: int, flip: int) -> None:
    seal = Seal(KEY)
    changed = bytearray(seal.close(b"name", COLUMN))
    changed[place] ^= flip

    with pytest.raises(UnsealableError):
        seal.open(bytes(changed), COLUMN)


@given(sealed=st.binary(max_size=64))
def test_open_of_any_bytes(sealed: bytes) -> None:
    with pytest.raises(UnsealableError):
        Seal(KEY).open(sealed, COLUMN)


@pytest.mark.parametrize("length", range(33))
def test_open_of_a_shortened_value(length: int) -> None:
    seal = Seal(KEY)

    with pytest.raises(UnsealableError):
        seal.open(seal.close(b"name", COLUMN)[:length], COLUMN)


def test_new_keys_differ() -> None:
    assert new_key() != new_key()


@pytest.mark.parametrize(
    "key",
    [
        "",
        "short",
        "钥匙",
        "====",
        base64.urlsafe_b64encode(bytes(31)).decode(),
        base64.urlsafe_b64encode(bytes(33)).decode(),
    ],
)
def test_seal_with_a_key_that_is_none(key: str) -> None:
    with pytest.raises(ValueError, match="`waystation doctor` makes one"):
        Seal(key)
