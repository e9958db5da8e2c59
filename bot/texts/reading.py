"""Reads a catalogue as translators edit it, straight into what gettext looks up.

Babel reads the same, but makes an object of every message first: six megabytes that are never wholly given back, for a
catalogue of one. A test holds what is read here against Babel's.
"""

import sys
from ast import literal_eval
from collections.abc import Iterator, Mapping
from gettext import GNUTranslations, c2py
from typing import Final, Protocol, final

_PLURAL: Final = "plural="


class _Opened(Protocol):
    """What `gettext` hands over."""

    def read(self) -> bytes: ...


@final
class Catalogue(GNUTranslations):
    """The messages of one `.po` file: those that are translated, without what is fuzzy or no longer said."""

    def _parse(self, fp: _Opened) -> None:
        """Read the file; `gettext` names this the place to do so for a format of one's own. Raises `ValueError`."""
        self._catalog: dict[str | tuple[str, int], str] = {}
        for entry in _entries(fp.read().decode("utf-8")):
            message = entry["msgid"]
            if not message:
                form = entry["msgstr"].partition(_PLURAL)[2].partition(";")[0]
                self.plural = c2py(form)
                continue
            context = f"{entry['msgctxt']}\x04" if "msgctxt" in entry else ""
            key = sys.intern(context + message)  # both languages have the same ones: they are kept once
            for field, told in entry.items():
                if field == "msgstr" and told:
                    self._catalog[key] = key if told == key else told
                elif field.startswith("msgstr[") and told:
                    self._catalog[key, int(field[len("msgstr[") : -1])] = told


def _entries(content: str) -> Iterator[Mapping[str, str]]:
    """Yield every entry that holds, as its keywords and what stands behind each."""
    entry: dict[str, str] = {}
    is_fuzzy, field = False, ""
    for line in (*content.splitlines(), "#"):
        keyword, _, rest = line.partition(" ")
        if keyword[:1] == "#" or keyword in {"msgctxt", "msgid"}:
            if field.startswith("msgstr"):  # an entry ends where the next begins, or what is noted before it
                if not is_fuzzy:
                    yield entry
                entry, is_fuzzy, field = {}, False, ""
            if keyword[:1] == "#":
                is_fuzzy = is_fuzzy or (keyword == "#," and "fuzzy" in rest)
                continue
        if keyword[:1] == '"':
            entry[field] += _unquoted(line)
        elif keyword:
            field = keyword
            entry[field] = _unquoted(rest)


def _unquoted(quoted: str) -> str:
    """Return what stands between the quotes. Nearly everything stands there as it is; the rest Python writes alike."""
    return str(literal_eval(quoted)) if "\\" in quoted else quoted.strip()[1:-1]
