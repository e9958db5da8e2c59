"""A code on a screen: as many pixels as are wanted, and the link's own modules."""

from io import BytesIO

import segno
from PIL import Image

from bot.papers import scan_code


def test_code_is_drawn_with_its_scale_and_border() -> None:
    link = "https://t.me/waystation_bot?start=c1"
    expected = segno.make_qr(link, error="m")
    with Image.open(BytesIO(scan_code.png(link, scale=3, border=4))) as picture:
        assert picture.size == expected.symbol_size(scale=3, border=4)
        drawn = [
            [int(not picture.convert("1").getpixel((x * 3 + 12, y * 3 + 12))) for x in range(len(expected.matrix))]
            for y in range(len(expected.matrix))
        ]
    assert drawn == [[int(module) for module in row] for row in expected.matrix]
