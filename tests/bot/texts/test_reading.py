"""What is read of a catalogue, held against Babel, which reads the whole format."""

from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.texts import LANGUAGES, words
from bot.texts.reading import Catalogue

_EVERYTHING = r'''
# What translators' editors write, and our own catalogues do not.
msgid ""
msgstr ""
"Language: en\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#. a note
#: bot/one.py:3
#, python-format
msgid "a \"quoted\" \\ word\n"
"and a line"
msgstr "\tanders „so“\n"
"und eine Zeile"

msgctxt "button"
msgid "Open"
msgstr "Öffnen"
#, python-format, fuzzy
#| msgid "Opens"
msgid "Open"
msgstr "perhaps"

#: bot/two.py
msgctxt "door"
msgid "{number} is open"
msgid_plural "{number} are open"
msgstr[0] "{number} ist offen"
msgstr[1] ""
"{number} sind "
"offen"
msgid "not translated"
msgstr ""

#~ msgid "over"
#~ msgstr "vorbei"

msgid "the last"
msgstr "the last"'''


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_catalogues_are_read_as_babel_reads_them(language: str) -> None:
    content = files("bot.texts").joinpath(language, "waystation.po").read_bytes()
    assert _looked_up(Catalogue(BytesIO(content))) == _looked_up(_by_babel(content, language))


def test_whatever_else_may_stand_in_a_catalogue_is_read_as_babel_reads_it() -> None:
    content = _EVERYTHING.encode()
    read, expected = Catalogue(BytesIO(content)), _by_babel(content, "en")
    assert _looked_up(read) == _looked_up(expected)
    assert read.gettext("Open") == "Open", "what is fuzzy says nothing"
    assert read.npgettext("door", "{number} is open", "{number} are open", 2) == "{number} sind offen"


def test_messages_are_kept_once_for_both_languages() -> None:
    zh, en = (vars(words(language)._catalogue)["_catalog"] for language in LANGUAGES)
    ours = {key: key for key in zh if isinstance(key, str)}
    assert all(ours[key] is key for key in en if isinstance(key, str) and key in ours)
    assert all(told is key for key, told in en.items() if told == key)


def _by_babel(content: bytes, language: str) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(content), locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _looked_up(read: GNUTranslations) -> tuple[dict[object, str], list[int]]:
    messages = {key: told for key, told in vars(read)["_catalog"].items() if key}
    return messages, [read.plural(number) for number in range(4)]  # type: ignore[attr-defined]  # gettext's own
