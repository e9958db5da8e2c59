"""What a browser is called among people ("WeChat on Android"), by what it calls itself; nothing finer is kept."""

from typing import Final

from domain.bounded import up_to

LONGEST: Final = 1_000

_APPS: Final = (
    ("micromessenger", "wechat"),
    ("dingtalk", "dingtalk"),
    ("huaweibrowser", "huawei"),
    ("miuibrowser", "xiaomi"),
    ("edg", "edge"),
    ("firefox", "firefox"),
    ("fxios", "firefox"),
    ("crios", "chrome"),
    ("chrome", "chrome"),
    ("safari", "safari"),
)
"""In this order: most call themselves by the names of others too."""

_ON: Final = (
    ("iphone", "iphone"),
    ("ipad", "ipad"),
    ("android", "android"),
    ("harmony", "harmony"),
    ("windows", "windows"),
    ("mac os", "mac"),
    ("linux", "linux"),
)

APPS: Final = frozenset(app for _, app in _APPS)
SYSTEMS: Final = frozenset(system for _, system in _ON)


@up_to(LONGEST, "")
def kind_of(agent: str) -> str:
    """Return program and system ("wechat:android"), each "" where it is not known: ":android"; "" for neither."""
    said = agent.lower()
    app = next((app for mark, app in _APPS if mark in said), "")
    system = next((system for mark, system in _ON if mark in said), "")
    return f"{app}:{system}" if app or system else ""
