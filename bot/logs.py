"""Logs: lines for people, or JSON for machines; numbers and names of things, never what a person wrote.

No line grows without bound, and no line is repeated without end: of the same line (its event, its logger and what it is
about) the first five within a minute are written, the others counted, and the count follows when the minute is over.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable, MutableMapping
from typing import Any, Final, Literal, final

import structlog

log = structlog.get_logger()

VALUE_LENGTH: Final = 500
"""Signs of one value."""

TRACEBACK_LENGTH: Final = 6000
"""Signs of a traceback: its beginning, and its end, which names the error."""

VALUES: Final = 40

OFTEN: Final = 5
EVERY_S: Final = 60.0
KINDS_AT_MOST: Final = 1000

_ABOUT: Final = ("what", "job", "kind", "method", "fate", "trouble", "why", "loop")
"""The values that make two lines of one event different ones; all other values are figures."""

_OWN: Final = frozenset({"event", "level", "timestamp", "exception"})

_STAMPED: tuple[structlog.typing.Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def start_logging(form: Literal["text", "json"], worker: int = 0) -> None:
    """Send everything, the libraries' lines included, to standard error in one form.

    Where several share one log, every line says of which `worker` it is.
    """
    stamped = (*_STAMPED, _saying(worker)) if worker else _STAMPED
    renderer = structlog.processors.JSONRenderer() if form == "json" else structlog.processors.LogfmtRenderer()
    output = logging.StreamHandler(sys.stderr)
    output.addFilter(Repetitions())
    output.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=stamped,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                bounded,
                renderer,
            ],
        )
    )
    logging.basicConfig(handlers=[output], level=logging.INFO, force=True)
    # Their lines name each job at each run, and each plug-in: which says nothing.
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*stamped, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _saying(worker: int) -> structlog.typing.Processor:
    def say(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        line["worker"] = worker
        return line

    return say


def bounded(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Cut what is long: a library may quote a whole answer, and a recursion has a thousand frames."""
    for name in [name for name in line if name not in _OWN][VALUES:]:
        del line[name]
    for name, value in line.items():
        length = TRACEBACK_LENGTH if name == "exception" else VALUE_LENGTH
        if isinstance(value, bool | int | float | None):
            continue
        said = value if isinstance(value, str) else repr(value)
        if len(said) > length:
            line[name] = _cut(said, length)
    return line


def _cut(text: str, length: int) -> str:
    """Return the beginning and the end of a text, and say how much is left out between them."""
    return f"{text[: length // 3]} [... {len(text) - length} ...] {text[-(length - length // 3) :]}"


def tell_held_back() -> None:
    """Write how many lines were held back, where their minute is over; for whoever is called again and again."""
    for handler in logging.getLogger().handlers:
        for one in handler.filters:
            if isinstance(one, Repetitions):
                one.tell()


@final
class Repetitions(logging.Filter):
    """Lets a line pass `OFTEN` times in `EVERY_S` seconds, and then tells how many it has held back.

    The count is told with whatever line comes later, or when somebody asks for it.
    """

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._steady = steady
        self._alone = threading.Lock()
        self._seen: dict[tuple[str, ...], tuple[float, int]] = {}  # by kind of line: since when, and how many

    def filter(self, record: logging.LogRecord) -> bool:
        kind = _kind(record)
        if kind[0] == HELD_BACK:
            return True
        self.tell()
        with self._alone:
            if kind not in self._seen and len(self._seen) >= KINDS_AT_MOST:
                kind = ("others",)  # lines that are made anew each time are held to the same rule
            since, count = self._seen.get(kind, (self._steady(), 0))
            self._seen[kind] = (since, count + 1)
        return count < OFTEN

    def tell(self) -> None:
        """Write the counts of those whose time is over, and forget them."""
        with self._alone:
            over = {kind: count for kind, (since, count) in self._seen.items() if self._steady() - since >= EVERY_S}
            for kind in over:
                del self._seen[kind]
        for (line, *about), count in over.items():
            if count > OFTEN:
                log.warning("lines_held_back", line=line, about=" ".join(filter(None, about)), times=count - OFTEN)


HELD_BACK: Final = "lines_held_back"


def _kind(record: logging.LogRecord) -> tuple[str, ...]:
    """Say what makes this line the same as another: what was said, not the figures in it."""
    raised = record.exc_info[0] if record.exc_info else None
    trouble = raised.__name__ if raised else ""
    if isinstance(record.msg, dict):
        about = tuple(str(record.msg[name])[:80] for name in _ABOUT if name in record.msg)
        return (str(record.msg.get("event"))[:80], *about, trouble)
    return (str(record.msg)[:80], record.name, trouble)
