"""A code to be scanned, drawn for a screen; a poster's is drawn for paper (`bot.papers.poster`)."""

from importlib import import_module
from io import BytesIO


def png(link: str, scale: int, border: int) -> bytes:
    """Draw a link, black on white: `scale` pixels for each module, `border` modules around it."""
    picture = BytesIO()
    segno = import_module("segno")  # loaded late: a dozen modules, for those who show a code
    segno.make_qr(link, error="m").save(picture, kind="png", scale=scale, border=border)
    return picture.getvalue()
