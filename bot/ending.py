"""SIGTERM that comes before anything has begun; it imports nothing that takes time, for it is to be heard at once."""

import os
import signal


def end_when_told() -> None:
    """Let SIGTERM end the process at once, and well. `bot.cli.running.until_stopped` ends in order what has begun."""
    signal.signal(signal.SIGTERM, _end)


def as_usual() -> None:
    """Let SIGTERM end what does its work and goes as it ends any program: what was cut off has not ended well."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end(_number: int, _frame: object) -> None:
    os._exit(0)  # an exception may be lost on its way out of whatever is being imported
