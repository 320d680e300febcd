"""The commands by name; each is imported only when asked for, so that `--help` answers at once."""

import importlib
import sys

import click
from redis.exceptions import RedisError

from jamakan.config import SettingsError
from jamakan.privacy.vault import VaultError
from jamakan.store.database import DatabaseAway, DatabaseUrlError

COMMANDS = {
    "activities": "jamakan.cli.activities:activities",
    "audit": "jamakan.cli.audit:audit",
    "backup": "jamakan.cli.backup:backup",
    "broadcasts": "jamakan.cli.broadcasts:broadcasts",
    "channels": "jamakan.cli.channels:channels",
    "demo": "jamakan.cli.demo:demo",
    "demo-data": "jamakan.cli.demo_data:demo_data",
    "doctor": "jamakan.cli.doctor:doctor",
    "export": "jamakan.cli.export:export",
    "flows": "jamakan.cli.flows:flows",
    "followups": "jamakan.cli.followups:followups",
    "inbox": "jamakan.cli.messages:inbox",
    "key": "jamakan.cli.secrets:key",
    "messages": "jamakan.cli.messages:messages",
    "migrate": "jamakan.cli.database:migrate",
    "project": "jamakan.cli.database:project",
    "remind": "jamakan.cli.remind:remind",
    "resend": "jamakan.cli.messages:resend",
    "restore": "jamakan.cli.backup:restore",
    "seed": "jamakan.cli.database:seed",
    "staff": "jamakan.cli.staff:staff",
    "surveys": "jamakan.cli.surveys:surveys",
    "token": "jamakan.cli.secrets:token",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.command(cls=_Lazy)
def jamakan() -> None:
    """Jamakan: people with a basic phone register, answer, report and hear back."""


def main() -> None:
    """The entry point; what keeps a command from running is told in words."""
    try:
        jamakan(prog_name="python3 run.py")
    except SettingsError as error:
        sys.exit(f"jamakan: settings that cannot be used:\n{error}")
    except DatabaseUrlError as error:
        sys.exit(f"jamakan: {error}")
    except DatabaseAway as error:
        sys.exit(f"jamakan: the database is away or has no tables yet ('python3 run.py migrate' makes them): {error}")
    except RedisError as error:
        sys.exit(f"jamakan: Redis does not answer ({type(error).__name__}): is the service or the demo running?")
    except VaultError as error:
        sys.exit(f"jamakan: {error}")
