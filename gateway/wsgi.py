"""What the WSGI server loads: `gateway.wsgi:app`."""

from gateway.app import create_app
from jamakan.config import settings_or_exit
from jamakan.core import build_core
from jamakan.house.leash import die_with_parent
from jamakan.logs import configure

die_with_parent()
settings = settings_or_exit()
configure(settings)
core = build_core(settings)
core.book.publish()
app = create_app(core)
