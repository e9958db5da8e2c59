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


# ---------------------------------------------------------------- changing the key


def test_older_key_opens_and_the_newest_closes() -> None:
    old, new = new_key(), new_key()
    sealed = Seal(old).close(b"name", COLUMN)
    both = Seal(new, old)

    assert both.open(sealed, COLUMN) == b"name"
    assert Seal(new).open(both.close(b"name", COLUMN), COLUMN) == b"name"


def test_opens() -> None:
    seal = Seal(KEY)
    sealed = seal.close(b"name", COLUMN)

    assert (seal.opens(sealed, COLUMN), seal.opens(sealed, b"x"), Seal(new_key()).opens(sealed, COLUMN)) == (
        True,
        False,
        False,
    )


def test_seal_with_an_older_key_that_is_none() -> None:
    with pytest.raises(ValueError, match="`waystation doctor` makes one"):
        Seal(KEY, "short")


# ---------------------------------------------------------------- digests


def test_digest_is_the_same_tomorrow() -> None:
    assert Seal(KEY).digest("王芳", COLUMN) == "fd74e4e2f7a05924237ac67b843cb708384b88da6161be9cc225eb0532416cfe"


def test_digest_differs_by_key_column_and_text() -> None:
    digests = {
        Seal(KEY).digest("a", b"x"),
        Seal(new_key()).digest("a", b"x"),
        Seal(KEY).digest("a", b"y"),
        Seal(KEY).digest("b", b"x"),
        Seal(KEY).digest("xa", b""),
    }

    assert {len(digest) for digest in digests} == {64}
    assert len(digests) == 5


def test_digests_by_all_keys_the_newest_first() -> None:
    old, new = new_key(), new_key()

    assert Seal(new, old).digests("a", COLUMN) == (Seal(new).digest("a", COLUMN), Seal(old).digest("a", COLUMN))
