"""How an announcement is called where there is room for a line: by how it begins."""

from typing import Final

from bot.flows.typed import readable
from bot.texts import Words
from domain.announcements.text import plain
from storage.announcements.announcements import AnnouncementRow

BRIEF: Final = 28


def brief(row: AnnouncementRow, t: Words, most: int = BRIEF) -> str:
    """Return how it begins: in the reader's language, else in the other, else what hangs on it."""
    html = row.content.html.get(t.language) or next(iter(row.content.html.values()), "")
    begins = readable(plain(html), most)
    return begins or (t.plain("only pictures or files") if row.content.media else t.plain("nothing written yet"))
