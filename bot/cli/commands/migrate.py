"""`waystation migrate`: the store's schema as this version knows it; a new store where there is none."""

from bot.cli.process import opened
from bot.settings import Settings
from storage.standing import Standing, StoreUnreachableError, standing
from storage.standing import bring_up_to_date as make


def bring_up_to_date(settings: Settings) -> None:
    """Make a new store, which needs no key yet, or bring up to date what is there.

    That needs the key, with which the chain of the audit is bound.
    """
    try:
        stands = standing(settings.database)
        if stands is Standing.NONE:
            make(settings.database)
    except StoreUnreachableError as trouble:
        raise SystemExit(f"waystation: {trouble}") from None
    if stands is Standing.OLD or settings.key.get_secret_value():
        with opened(settings):
            pass  # a key that is set has to be the one of this store
    print("ok")
