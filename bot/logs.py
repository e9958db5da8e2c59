"""Logs: lines for people, or JSON for machines; numbers and names of things, never what a person wrote."""

import logging
import sys
from typing import Literal

import structlog

_STAMPED: tuple[structlog.typing.Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def start_logging(form: Literal["text", "json"]) -> None:
    """Send everything, the libraries' lines included, to standard error in one form."""
    renderer = structlog.processors.JSONRenderer() if form == "json" else structlog.processors.LogfmtRenderer()
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_STAMPED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    logging.basicConfig(handlers=[output], level=logging.INFO, force=True)
    # Their lines name each job at each run, and each plug-in: which says nothing.
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*_STAMPED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
