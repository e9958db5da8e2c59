"""What lives as long as the process and everybody reads: who the bot is, how it speaks by itself, what memory holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.abilities import Abilities
from domain.activities.offers import USUAL, Quiet
from domain.affiliations.reminders import QuietHours
from storage.places.search import PlaceSearch


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The bot as it was set up, and the place names that are held in memory.

    `clock_is_wound`: somebody winds the clock forward, so that what is due rings late and nothing was down.
    `language` is spoken where somebody's own is not known. `quiet_hours` None: announcements and reminders leave at
    night too. `paid_broadcast`: announcements may leave at the pace that Telegram sells. `abilities` are what channels
    can do, by name; one that is not named can all. `page` is the origin of the chat page ("https://..."), "" for
    none, and `desk_address` where the desk in the browser is served. `city` is where rows of a list are that name none.
    """

    language: str
    zone: tzinfo
    bot_id: int = 0
    bot_link: str = "https://t.me"
    quiet_hours: QuietHours | None = USUAL.hours
    paid_broadcast: bool = False
    clock_is_wound: bool = False
    search: PlaceSearch = field(default_factory=PlaceSearch)
    abilities: Mapping[str, Abilities] = field(default_factory=dict)
    desk_address: str = ""
    page: str = ""
    city: str = "上海市"

    @property
    def leads_to(self) -> str:
        """Return what a link for everybody leads to (`bot.deep_links.link`): the page, where there is one."""
        return self.page or self.bot_link.rpartition("/")[2]

    @property
    def quiet(self) -> Quiet:
        """The quiet hours in the house's own time."""
        return Quiet(self.quiet_hours, self.zone)

    def local(self, moment: float) -> datetime:
        """Return the local time of a moment in seconds since 1970."""
        return datetime.fromtimestamp(moment, self.zone)
