"""`waystation invite`: a link that gives whoever opens it first a role, once."""

import time
from datetime import datetime

from bot.cli.commands import units
from bot.cli.commands.bot_name import username
from bot.cli.process import opened
from bot.deep_links import invitation_link
from bot.demo.beside import ahead_beside
from bot.settings import Settings
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from storage.people.invitations import issue


def make_invitation(settings: Settings, role: Role, code: str, hours: int, bot: str) -> None:
    """Print the link alone on its line, and then what it does."""
    if role is not Role.ADMIN and not code:
        raise SystemExit("waystation: say for which unit with --unit CODE; only an admin may do without")
    now = time.time() + ahead_beside(settings.database)
    with opened(settings) as store, store.unit_of_work() as unit:
        where = units.named(unit, code) if code else None
        bot = bot or username(settings)
        token = issue(unit, role, where.id if where else None, Deed(HOUSE, now), hours)
        unit.commit()
    until = datetime.fromtimestamp(now + hours * 3600, settings.zone)
    print(invitation_link(bot, token))
    print(f"{role} of {where.name if where else 'everything'}, for one person, until {until:%Y-%m-%d %H:%M}")
