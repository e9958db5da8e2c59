"""Chinese names for those who cannot read them: in pinyin, beside the name as it stands on the door."""

from bot.texts import Words
from storage.places.pinyin import syllables
from storage.places.search_street import street_sign
from storage.places.search_text import Street


def pinyin_beside(name: str, t: Words) -> str:
    """Return a name in pinyin, a syllable a word; empty for who reads Chinese, and for a name that has no Chinese."""
    if t.language != "en" or name.isascii():
        return ""
    return syllables(name).title()


def address_text(address: Street, t: Words) -> str:
    """Write a street and a number as they are written in the language."""
    street = address.name if t.language != "en" else street_sign(address.name)
    return t.plain("{street} {number}", street=street, number=address.number)
