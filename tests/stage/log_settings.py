"""Logging as it was before somebody set it up: what one test sets up, no other one is to find."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog

_LAZY: Final[type] = type(structlog.get_logger())
_SET_BY_HAND: Final = ("", "apscheduler", "alembic", "aiohttp", "telegram", "aiogram", "asyncio")


@contextmanager
def as_before() -> Iterator[None]:
    """Undo whatever `start_logging` did, and the levels that were set besides.

    Each module's logger keeps how it was set up when it was used first, and no `capture_logs` would see its lines
    ever again: it is made to look once more.
    """
    root, loggers = logging.getLogger(), [logging.getLogger(name) for name in _SET_BY_HAND]
    handlers, levels = root.handlers[:], [logger.level for logger in loggers]
    try:
        yield
    finally:
        structlog.reset_defaults()
        for logger in _module_loggers():
            vars(logger).pop("bind", None)
        root.handlers[:] = handlers
        for named, level in zip(loggers, levels, strict=True):
            named.setLevel(level)


def _module_loggers() -> Iterator[object]:
    for module in list(sys.modules.values()):
        for value in list(getattr(module, "__dict__", {}).values()):
            if type(value) is _LAZY:
                yield value
