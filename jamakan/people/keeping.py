"""What the office does about people by itself."""

from jamakan.core import Core
from jamakan.people import erasing, importing
from jamakan.store.people import names


def look_after(core: Core) -> int:
    """Keep confirmed imports, finish erasures, make names findable, drop what was staged too long ago."""
    return (
        importing.keep_waiting(core)
        + erasing.erase_asked(core)
        + erasing.finish(core)
        + names.make_findable(core.db, core.settings.vault)
        + importing.drop_old(core)
    )
