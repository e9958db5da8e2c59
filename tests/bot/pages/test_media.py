"""What a file really is; and a picture without what a camera wrote into it, and the right way up."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from bot.pages.media import OTHER, StrangePictureError, kind_of, without_traces

_GPS = {1: "N", 2: (31.0, 14.0, 12.0), 3: "E", 4: (121.0, 28.0, 1.0)}


def photo(form: str, turned: int = 6, *, trailer: bytes = b"") -> bytes:
    image = Image.linear_gradient("L").convert("RGB").resize((40, 24))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    exif[ExifTags.Base.Model] = "somebody's telephone"
    exif[ExifTags.IFD.GPSInfo] = _GPS
    out = BytesIO()
    more = {"comment": b"at home"} if form == "JPEG" else {}
    image.save(out, form, exif=exif, xmp=b"<x:xmpmeta>31.2304,121.4737</x:xmpmeta>", **more)
    return out.getvalue() + trailer


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_picture_says_no_more_where_and_by_what_it_was_taken(form: str) -> None:
    before = photo(form)
    after = without_traces(before)
    with Image.open(BytesIO(before)) as was, Image.open(BytesIO(after)) as now:
        assert was.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert not now.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert ExifTags.Base.Model not in now.getexif()
        assert was.tobytes() == now.tobytes()
    for trace in (b"telephone", b"31.2304", b"at home", b"xmpmeta"):
        assert trace not in after


@pytest.mark.parametrize("turned", range(1, 9))
def test_photo_keeps_which_way_up_it_is(turned: int) -> None:
    with Image.open(BytesIO(without_traces(photo("JPEG", turned)))) as now:
        assert now.getexif().get(ExifTags.Base.Orientation, 1) == turned


def test_film_behind_a_photo_goes() -> None:
    after = without_traces(photo("JPEG", trailer=b"\0\0\0\x18ftypmp42 a film with 31.2304"))
    assert after.endswith(b"\xff\xd9")
    assert b"film" not in after


def test_progressive_photo_is_whole() -> None:
    out = BytesIO()
    Image.linear_gradient("L").save(out, "JPEG", progressive=True)
    assert without_traces(out.getvalue()) == out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<!doctype html><script>alert(1)</script>", OTHER),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", OTHER),
        (b"GIF89a<html><script>", "image/gif"),
        (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04", OTHER),
        (b"", OTHER),
    ],
)
def test_kind_is_told_by_the_content(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


def test_picture_whose_place_cannot_be_taken_out() -> None:
    with pytest.raises(StrangePictureError):
        without_traces(b"\0\0\0\x18ftypheic" + bytes(40))


@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 2000), st.integers(0, 255))
def test_damaged_picture_is_refused_or_read_and_never_raises_else(form: str, at: int, byte: int) -> None:
    content = bytearray(_PHOTOS[form])
    content[at % len(content)] = byte
    for damaged in (bytes(content), _PHOTOS[form][: at % len(content)]):
        with suppress(StrangePictureError):
            assert b"31.2304" not in without_traces(damaged) or kind_of(damaged) == OTHER


_PHOTOS = {form: photo(form) for form in ("JPEG", "PNG", "WEBP")}
