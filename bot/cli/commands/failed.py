"""`waystation failed list`: the updates that could not take effect."""

from datetime import datetime

from bot.cli.process import opened
from bot.settings import Settings
from storage.messages import failed_updates
from storage.messages.failed_updates import Failure


def show_failed(settings: Settings) -> None:
    with opened(settings) as store, store.unit_of_work() as unit:
        waiting = failed_updates.waiting(unit)
    for failure in waiting:
        at = datetime.fromtimestamp(failure.failed_at, settings.zone)
        print(f"{failure.reference}  {at:%Y-%m-%d %H:%M:%S}  update {failure.update_id}  {_reason(failure)}")
    print(f"{len(waiting)} waiting")


def _reason(failure: Failure) -> str:
    """Return the line that names what was raised; the database's own quotes what it was given further down."""
    lines = failure.traceback.strip().splitlines()
    return next(line for line in reversed(lines) if not line.startswith(("[", "(", " ")))
