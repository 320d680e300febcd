"""Logs: one JSON object a line on stderr, constant event texts, references and never numbers."""

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from jamakan.config import Settings

# Local variables hold phone numbers: tracebacks go without them.
WITHOUT_LOCALS = ExceptionDictTransformer(show_locals=False)


def configure(settings: Settings) -> None:
    """Set up logging for this process."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(WITHOUT_LOCALS),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def only_warnings() -> None:
    """Set up logging for a process whose terminal is somebody's to read: what is merely noted stays unsaid."""
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
