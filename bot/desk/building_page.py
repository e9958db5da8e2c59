"""A building's page: what is known of it, and its story from the first member to its branch."""

from bot.desk.guard import RefusedError
from bot.desk.showing import drawn
from bot.desk.visits import Visit
from bot.flows.afterwards.month_summary import few
from bot.flows.desk import Desk
from bot.flows.grid.text import source_name
from bot.flows.moments import local
from bot.texts import Words
from domain.small_groups import is_told
from storage.grid import sites, story
from storage.grid.sites import SiteRow
from storage.grid.story import Event, What
from storage.places import places


def building_page(visit: Visit, building_id: int) -> str:
    """Show a building to who organises its unit. Raises `RefusedError` for everybody else."""
    desk, t = visit.desk, visit.desk.words
    row = places.building(desk.unit, building_id)
    if row is None or not desk.may_organise(row.unit_id):
        raise RefusedError(404, "nothing")
    now = desk.now.timestamp()
    site = sites.one(desk.unit, row.id, now)
    above = places.unit(desk.unit, row.unit_id)
    branch = places.unit(desk.unit, row.branch_id) if row.branch_id else None
    told = {
        "building": row,
        "above": above.name if above else "",
        "branch": branch.name if branch else "",
        "members": _members(site, t) if site else "",
        "last": _last(site, desk),
        "events": [_event(one, desk) for one in story.of(desk.unit, row.id, now)],
    }
    return drawn("building.html", visit, told)


def _members(site: SiteRow, t: Words) -> str:
    """Say how many work there and who says so; too few are no number."""
    if site.source is None:
        return ""
    count = site.site.members
    said = f"{count:,}" if is_told(count) else few(t)
    return t.plain("{members} ({source})", members=said, source=source_name(site.source, t))


def _last(site: SiteRow | None, desk: Desk) -> str:
    if site is None or site.last_visit is None:
        return desk.words.plain("nobody, as far as is known")
    return desk.words.full_day(local(site.last_visit, desk.now.tzinfo).date())


def _event(one: Event, desk: Desk) -> tuple[str, str, str, str]:
    """Return an event of the story: what, on which day, what it is called, and its words."""
    t = desk.words
    called = {
        What.MEMBER: t.plain("the first member took part"),
        What.VISIT: t.plain("a visit"),
        What.ACTIVITY: t.plain("an activity"),
        What.BRANCH: t.plain("its branch was founded"),
    }[one.what]
    return str(one.what), t.full_day(local(one.at, desk.now.tzinfo).date()), called, one.words
