"""What the WSGI server loads: `gateway.wsgi:app`."""

import sys

import structlog
from redis.exceptions import RedisError

from gateway.app import create_app
from jamakan.config import settings_or_exit
from jamakan.core import KeyMismatch, build_core
from jamakan.house.leash import die_with_parent
from jamakan.logs import configure

die_with_parent()
log = structlog.get_logger()
settings = settings_or_exit()
configure(settings)
core = build_core(settings)
try:
    core.check_key()
    core.book.publish()
except KeyMismatch as error:
    sys.exit(f"gateway: {error}")
except RedisError:  # the clock publishes too; until Redis is back, carriers are told to ask again
    log.warning("started while Redis is away")
app = create_app(core)
