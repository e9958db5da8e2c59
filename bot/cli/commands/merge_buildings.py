"""`waystation merge-buildings`: two rows of the register that are one building become one; looked at first."""

import asyncio
import time
from collections.abc import Mapping
from functools import partial
from typing import Final

from bot.cli.process import opened
from bot.demo.beside import ahead_beside
from bot.flows.grid.handing import passed_on
from bot.house import House
from bot.settings import Settings
from bot.turn import draft_of
from domain.people.deeds import HOUSE, Deed
from scheduler.words import words_for
from storage.grid.handing_over import Passed
from storage.merging import buildings
from storage.merging.buildings import Plan, RefusedError
from storage.messages import outbox
from storage.unit_of_work import UnitOfWork

_CALLED: Final[Mapping[str, str]] = {
    "points.building_id": "service points",
    "members.building_id": "members who work there",
    "activities.building_id": "activities",
    "area_buildings.building_id": "areas that name it",
    "companies.building_id": "companies",
    "visits.building_id": "visits",
    "promises.building_id": "promises",
    "building_estimates.building_id": "statements of how many members",
    "merged_buildings.into_id": "buildings merged into it before",
}


def merge_two(settings: Settings, code: str, into: str, *, is_sure: bool) -> None:
    """Print what comes along; do it where somebody is sure, and tell whoever owes something more from then on."""
    with opened(settings) as store:
        try:
            if is_sure:
                plan, passed = asyncio.run(store.write(partial(_merged, settings, code, into)))
            else:
                with store.unit_of_work() as unit:
                    plan, passed = buildings.plan(unit, code, into), []
        except RefusedError as refusal:
            raise SystemExit(f"waystation: {refusal}") from None
    _show(plan)
    if passed:
        print(f"  promises that somebody else owes now, who has been told: {len(passed):,}")
    print("Done." if is_sure else "Only looked: nothing was changed. It cannot be taken back; with --yes it is done.")


def _merged(settings: Settings, code: str, into: str, unit: UnitOfWork) -> tuple[Plan, list[Passed]]:
    """Do it and commit; played again by the store where the bot's work crosses it."""
    now = time.time() + ahead_beside(settings.database)
    plan, passed = buildings.merge(unit, code, into, Deed(HOUSE, now))
    _tell_owners(unit, plan.goes.id, passed, House(language=settings.language, zone=settings.zone), now)
    unit.commit()
    return plan, passed


def _tell_owners(unit: UnitOfWork, gone: int, passed: list[Passed], house: House, now: float) -> None:
    told = passed_on(unit, passed, partial(words_for, unit, house), house.local(now))
    outbox.write(unit, [draft_of(f"merged:{gone}:{tell.chat_id}", tell, now) for tell in told], now)


def _show(plan: Plan) -> None:
    goes, stays = plan.goes, plan.stays
    print(f"{goes.name} ({goes.code}, {goes.address}) becomes a part of {stays.name} ({stays.code}, {stays.address}).")
    for column, count in plan.counts.items():
        if count:
            print(f"  {_CALLED[column]}: {count:,}")
    if goes.branch_id is not None and stays.branch_id is None:
        print("  its branch")
