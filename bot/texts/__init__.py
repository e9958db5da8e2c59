"""What the bot says, in Chinese and English: gettext catalogues, and CLDR for numbers, dates and distances."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from gettext import GNUTranslations
from html import escape
from importlib.resources import files
from typing import Final

from bot.texts.cldr import FORMS
from bot.texts.reading import Catalogue
from domain import figures

LANGUAGES: Final = ("zh_Hans", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """One language. Every named value is escaped for HTML; the texts of the catalogue may carry tags."""

    language: str
    _catalogue: GNUTranslations = field(repr=False)

    def __call__(self, message: str, **named: object) -> str:
        """Translate an English message and fill in its named placeholders."""
        translated = self._catalogue.gettext(message)
        return self._filled(translated, _escaped(named)) if named else translated

    def plural(self, one: str, many: str, number: int, **named: object) -> str:
        """Translate the form that fits `number`, which fills the placeholder {number} as "1,284"."""
        return self._filled(self._catalogue.ngettext(one, many, number), _escaped({**named, "number": f"{number:,}"}))

    def button(self, label: str, **named: object) -> str:
        """Translate a button's label: plain text, nothing is escaped."""
        return self.called("button", label, **named)

    def paper(self, message: str, **named: object) -> str:
        """Translate what stands on paper and in files: plain text."""
        return self.called("paper", message, **named)

    def report(self, message: str, **named: object) -> str:
        """Translate what the report of an import says to whoever mends the list: plain text."""
        return self.called("report", message, **named)

    def called(self, context: str, message: str, **named: object) -> str:
        """Translate what means one thing in this context and another elsewhere: plain text."""
        return self._filled(self._catalogue.pgettext(context, message), named)

    def plain(self, message: str, **named: object) -> str:
        """Translate where no HTML is understood: the names of commands, the title of a pin."""
        return self._filled(self._catalogue.gettext(message), named)

    def _filled(self, translated: str, named: Mapping[str, object]) -> str:
        """Fill in the placeholders, where there are any, as the language sets figures among its words."""
        if not named:
            return translated
        return figures.filled(translated, named) if self.language == "zh_Hans" else translated.format_map(named)

    def distance(self, metres: float) -> str:
        """850 m, 1.2 km, 14 km: as exact as somebody on foot needs it."""
        forms = FORMS[self.language]
        if metres < 995:
            return forms.metres.format(f"{max(10, round(metres, -1)):.0f}")
        kilometres = metres / 1000
        return forms.kilometres.format(f"{round(kilometres, 1):g}" if kilometres < 9.95 else f"{kilometres:,.0f}")

    def clock(self, moment: datetime | time) -> str:
        """Return the time as doors have it: 9:00, not 09:00."""
        return f"{moment.hour}:{moment.minute:02}"

    def weekday(self, number: int) -> str:
        """Return a weekday's name, 0 being Monday: 周一, Mon."""
        return FORMS[self.language].weekdays[number]

    def day(self, day: date) -> str:
        """Return the day in full: 12月3日周四, Thu, Dec 3."""
        forms = FORMS[self.language]
        return forms.on(forms.day, day)

    def month_day(self, day: date) -> str:
        """Return the day of the year: 12月3日, Dec 3."""
        forms = FORMS[self.language]
        return forms.on(forms.month_day, day)

    def full_day(self, day: date) -> str:
        """Return the day with its year: 2027年12月3日, Dec 3, 2027."""
        forms = FORMS[self.language]
        return forms.on(forms.full_day, day)

    def month(self, day: date) -> str:
        """Return the month with its year: 2027年12月, Dec 2027."""
        forms = FORMS[self.language]
        return forms.on(forms.year_month, day)


def paper(message: str) -> str:
    """Mark a message, so that it stands in the catalogues; `Words.paper` translates it when its language is known."""
    return message


def report(message: str) -> str:
    """Mark a message for `Words.report`, as `paper` does for paper."""
    return message


def _escaped(named: Mapping[str, object]) -> Mapping[str, str]:
    return {name: escape(str(value), quote=False) for name, value in named.items()}


@lru_cache(len(LANGUAGES))
def words(language: str) -> Words:
    """Load one language. What is read is what translators edit."""
    with files(__package__).joinpath(language, "waystation.po").open("rb") as file:
        return Words(language, Catalogue(file))


def language_of(code: str, fallback: str) -> str:
    """Find our language for what a messenger says ("zh-hant", "en-GB"); the fallback for any other or none."""
    match code.replace("_", "-").lower().split("-")[0]:
        case "zh":
            return "zh_Hans"
        case "en":
            return "en"
    return fallback
