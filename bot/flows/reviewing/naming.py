"""What somebody with a role is called among colleagues: asked before the role is taken, changed at any time."""

from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.desk import Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.flow import Guard
from bot.flows.keyboards import to_menu
from bot.flows.reviewing import granting
from bot.flows.reviewing.steps import NamingMyself
from bot.flows.rights import by_finding, forbid
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from domain.said.requests import registration
from storage.people import colleagues

MOST: Final = 30

WHO_TAKES_OR_HOLDS_A_ROLE: Final[Guard[NamingMyself, bool]] = by_finding(
    lambda step, desk: True if step.token or desk.grants else None, "roles"
)


def opened(_button: Opened, desk: Desk) -> Move:
    return Go(NamingMyself()) if desk.grants else forbid("roles", desk)


def show(step: NamingMyself, _found: bool, desk: Desk) -> Text:  # noqa: FBT001  what the guard has found
    t = desk.words
    if step.token:
        first = t("<b>What may colleagues call you?</b> Please type your name, such as: {example}",
                  example=t.plain("Wang Fang, Jing’an Temple"))  # fmt: skip
        return Text(f"{first}\n{t('Only people with a role see it. With it you take the role.')}", ((to_menu(desk),),))
    name = colleagues.name_of(desk.unit, desk.person.chat_id)
    lines = [
        *([t("Colleagues see you as {name}.", name=readable(name))] if name else []),
        t("<b>What may colleagues call you?</b> Please type it."),
    ]
    return Text("\n".join(lines), ((Button(t.button("Back"), EntryPoint.PRIVACY.data()),),))


def hear(step: NamingMyself, _found: bool, event: Happening, desk: Desk) -> Move | None:  # noqa: FBT001  as above
    if not isinstance(event, Said):
        return None
    name = readable(event.text)
    if not registration.is_called(name) or len(name) > MOST:
        said = desk.words("Please type a name of {most} signs at most, as colleagues know you.", most=MOST)
        return Remain((Text(said),))
    if step.token:
        return granting.accepted(step.token, desk, name)
    colleagues.keep(desk.unit, desk.person.chat_id, name)
    return Go(AtMenu(), before=(Text(desk.words("✅ Colleagues see you as {name} from now on.", name=name)),))
