"""What people do in a bench, one deed after the other, whoever plays it: the sandbox's people, or the turn itself."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Opens:
    """Opens the chat, by a link that carries this payload."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Taps:
    """Presses the newest button of this label."""

    label: str


@dataclass(frozen=True, slots=True)
class Says:
    """Types this text."""

    text: str


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares the own contact, with this number."""

    phone: str


@dataclass(frozen=True, slots=True)
class Commands:
    """Sends a command, which is named without its slash."""

    name: str


Deed = Opens | Taps | Says | Shares | Commands


def registering(poster: str, building: str, person: int) -> tuple[Deed, ...]:
    """Return what somebody does from a building's poster to the last button, and tells all there is to tell."""
    return (
        Opens(f"b_{poster}"),
        Taps("筛选"),
        Taps("可办挂靠"),
        Taps("1"),
        Taps("在这里挂靠"),
        Taps("同意"),
        Says("欧阳文"),
        Shares(f"+86138{person:08}"),
        Says("阳光社区第二党支部"),
        Says("安徽省六安市"),
        Taps("还不确定"),
        Says("工作单位：日出贸易有限公司"),
        Says(f"楼宇：{building}"),
        Says("改证件"),
        Taps("流动党员活动证"),
        Says(f"LD-2026-{person:08}"),
        Says("2028年12月31日"),
        Says("告知姓名"),
        Taps("可以"),
        Taps("✅ 发送"),
    )


def going_out(title: str) -> tuple[Deed, ...]:
    """Return what somebody does who looks for a point and an activity, signs up, asks and answers in words."""
    return (
        Opens(),
        Says("静安寺附近有服务点吗"),
        Taps("1"),
        Says("周末有什么活动"),
        Says(f"报名{title}"),
        Taps("报名"),
        Says("几点开始"),
        Says("我的活动"),
        Says("谢谢"),
    )


OPENING: Final[tuple[Deed, ...]] = (Commands("review"), Taps("1"))
DECIDING: Final[tuple[Deed, ...]] = (Taps("显示全部"), Taps("通过"))
"""What an organiser does to begin with, and with each request; the next one stands there at once."""
