"""Bring a database to the tables of this version."""

from importlib.resources import files

from alembic import command
from alembic.config import Config

from jamakan.store.database import Database


def migrate(db: Database) -> None:
    """Run the migrations that are missing.

    In one transaction behind a lock: two processes starting together do it once, and a failure leaves the
    database as it was.
    """
    with db.rebuild() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def alembic_config() -> Config:
    """Alembic's settings; no alembic.ini, the connection is handed over in `attributes`."""
    config = Config()
    config.set_main_option("script_location", str(files("jamakan.store") / "migrations"))
    return config
