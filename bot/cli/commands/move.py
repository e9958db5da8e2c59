"""`waystation move`: the whole store to another database, of either kind."""

from collections.abc import Mapping
from contextlib import closing

from bot.cli.process import opened, shown
from bot.opening import open_store
from bot.settings import Settings
from storage.people import audit
from storage.standing import StoreUnreachableError, answering, standing, without_password
from storage.upkeep.moving import MoveRefusedError, move


def move_store(settings: Settings, to: str) -> None:
    target = settings.model_copy(update={"database": to})
    try:
        standing(to)  # what is there is looked at before anything is made
        with opened(settings) as source, answering():
            moved = move(source, to)
        whole = _verified(target)
    except (MoveRefusedError, StoreUnreachableError, ValueError) as trouble:
        raise SystemExit(f"waystation: {trouble}") from None
    print(_said(moved))
    print(f"{whole}\nset WAYSTATION_DATABASE={without_password(to)} and start the bot;")
    print(f"put {shown(settings)} away: whoever starts a bot on it answers with what was")


def _verified(target: Settings) -> str:
    """Open the other side as a bot does, and read the whole chain of the audit there."""
    with closing(open_store(target)) as store, store.unit_of_work() as unit:
        verdict = audit.verify(unit)
    return f"audit: {verdict.rows} rows" + (
        ", whole" if verdict.broken_at is None else f", broken at row {verdict.broken_at}: {verdict.reason}"
    )


def _said(moved: Mapping[str, int]) -> str:
    lines = [f"{count:>10,}  {name}" for name, count in moved.items() if count]
    return "\n".join([*lines, f"{sum(moved.values()):>10,}  rows, read back and compared"])
