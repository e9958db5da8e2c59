"""`waystation rotate-key`: everything sealed anew with another key, while the bot runs."""

from bot.cli.process import opened
from bot.settings import Settings
from storage.alive import somebody_sends
from storage.sealed import Seal
from storage.upkeep.rotation import rotate


def change_key(settings: Settings, new_key: str) -> None:
    """Seal everything with the new key. It has to be known to a bot that runs: WAYSTATION_KEY holds both then."""
    try:
        Seal(new_key)
    except ValueError as trouble:
        raise SystemExit(f"waystation: {trouble}") from None
    with opened(settings) as store:
        if settings.keys[0] != new_key and somebody_sends(store):
            raise SystemExit(
                "waystation: a bot is running that does not know the new key. Put it in front of the old one, "
                "WAYSTATION_KEY=NEW,OLD, restart the bot, and call this again."
            )
        renewed = rotate(store, new_key)
    print(f"{renewed:,} values sealed anew. WAYSTATION_KEY can hold the new key alone now.")
