"""A unit's month in five sentences, from the figures of coverage, with these figures under them; made to be printed."""

from collections.abc import Mapping

from bot.desk import periods
from bot.desk.coverage_page import GROUPS, facts, said, shown
from bot.desk.showing import drawn
from bot.desk.visits import Visit
from bot.texts import Words
from domain.times.months import EARLIEST, before, month_of
from storage.desk import coverage
from storage.desk.coverage import Number


def month_page(visit: Visit) -> str:
    period, desk = periods.asked_month(visit), visit.desk
    found, t = coverage.numbers(desk.unit, period.scope(desk)), desk.words
    names = [name for _, some in GROUPS for name in some]
    earlier, later = before(period.first), before(period.first, -1)
    told = {
        "period": period,
        "title": t.plain("{unit}, {month}", unit=period.unit.name, month=t.month(period.first)),
        "sentences": sentences(found, t),
        "figures": [(shown(name, found, period, t), facts(name, period, t)) for name in names],
        "earlier": f"{earlier:%Y-%m}" if earlier >= EARLIEST else "",
        "later": f"{later:%Y-%m}" if later <= month_of(desk.today) else "",
        "goes_on": period.last == desk.today,
    }
    return drawn("month.html", visit, told)


def sentences(found: Mapping[str, Number], t: Words) -> list[str]:
    """Say a month in five sentences: buildings, members, activities, visits, requests."""
    return [_buildings(found, t), _members(found, t), _activities(found, t), _visits(found, t), _requests(found, t)]


def _buildings(found: Mapping[str, Number], t: Words) -> str:
    count, branches = found["buildings"], found["branches"]
    if not count.amount:
        return t.plain("No building is on the register here.")
    return t.plain(
        "{buildings}, {branches} with a branch of their own, and, as far as is known, {members} in them.",
        buildings=t.plural("There is {number} building", "There are {number} buildings", count.amount),
        branches=said(branches, t),
        members=_people(found["members"], t),
    )


def _members(found: Mapping[str, Number], t: Words) -> str:
    here, points = found["affiliated"], sum(found[name].amount for name in ("centres", "points", "stations"))
    where = t.plural("{number} point", "{number} points", points)
    if not here.amount:
        return t.plain("No member is affiliated at the {points} here.", points=where)
    who = t.plural("{said} member is affiliated", "{said} members are affiliated", here.amount, said=said(here, t))
    return t.plain("{members} at the {points} here.", members=who, points=where)


def _people(one: Number, t: Words) -> str:
    return t.plural("{said} member", "{said} members", one.amount, said=said(one, t))


def _activities(found: Mapping[str, Number], t: Words) -> str:
    held, seats = found["activities"].amount, found["seats"]
    if not held:
        return t.plain("No activity was held.")
    what = t.plural("{number} activity was held", "{number} activities were held", held)
    came = t.plain("{said} came, at all together", said=said(found["came"], t))
    if not seats.amount:
        return t.plain("{what}; {came}.", what=what, came=came)
    return t.plain(
        "{what}; {came}, and {used} of {seats} seats were used.",
        what=what,
        came=came,
        used=said(found["used"], t),
        seats=said(seats, t),
    )


def _visits(found: Mapping[str, Number], t: Words) -> str:
    made, quiet = found["visits"].amount, found["quiet"].amount
    visits = t.plain("no visit was noted")
    if made:
        visits = t.plural("{number} visit was noted", "{number} visits were noted", made)
    if not quiet:
        return t.plain("{visits}, and no building has waited for 90 days.", visits=visits)
    buildings = t.plural("at {number} building", "at {number} buildings", quiet)
    return t.plain("{visits}; {buildings} nobody has been for 90 days.", visits=visits, buildings=buildings)


def _requests(found: Mapping[str, Number], t: Words) -> str:
    asked, waited = found["requests"], found["waited"]
    if not asked.amount:
        return t.plain("Nobody asked to take part.")
    if not asked.told:
        return t.plain("Fewer than 3 members asked to take part.")
    return t.plain(
        "{people} asked to take part and waited {hours} hours on average for a first answer.",
        people=_people(asked, t),
        hours=f"{waited.amount / asked.amount:.1f}",
    )
