"""The settings of a demo: everything in one directory, on loopback, towards the emulator."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from jamakan.house.files import make_once
from jamakan.house.ports import LOOPBACK
from jamakan.house.valkey import socket_url
from jamakan.privacy.vault import new_key

HOOKS = {  # callback of the emulator → path of the gateway under /hooks/at/<token>/
    "USSD": "ussd",
    "USSD_END": "ussd-end",
    "SMS": "sms",
    "DELIVERY": "delivery",
    "OPT_OUT": "opt-out",
}
SERVICE_CODE = "*384*12345#"
SHORT_CODE = "36000"
SENDER = "JAMAKAN"


def new_token() -> str:
    """A fresh webhook token."""
    return secrets.token_urlsafe(24)


def hooks(token: str) -> dict[str, str]:
    """The gateway's path for each callback."""
    return {name: f"/hooks/at/{token}/{path}" for name, path in HOOKS.items()}


def demo_variables(var: Path, gateway: int, carrier: int, redis_url: str = "") -> dict[str, str]:
    """The environment of a demo in the directory `var`, on these two ports; makes its secrets on first use.

    The database is the directory's own whatever the caller's environment says: a demo seeds what it opens.
    """
    api_key = make_once(var / "carrier-key", new_token)
    token = make_once(var / "webhook-token", new_token)
    return {
        "JAMAKAN_ENV": "demo",
        "JAMAKAN_VAR": str(var),
        "JAMAKAN_KEY": make_once(var / "key", new_key),
        "JAMAKAN_DATABASE_URL": "",
        "JAMAKAN_REDIS_URL": redis_url or socket_url(var),
        "JAMAKAN_WEBHOOK_TOKENS": token,
        "JAMAKAN_SERVICE_CODE": SERVICE_CODE,
        "JAMAKAN_SHORT_CODE": SHORT_CODE,
        "JAMAKAN_BIND": LOOPBACK,
        "JAMAKAN_PORT": str(gateway),
        "JAMAKAN_SEND_FROM": "00:00",  # a demo is shown at any hour
        "JAMAKAN_SEND_UNTIL": "23:59:59",
        "JAMAKAN_AT_USERNAME": "sandbox",
        "JAMAKAN_AT_API_KEY": api_key,
        "JAMAKAN_AT_BASE_URL": f"http://{LOOPBACK}:{carrier}",
        "JAMAKAN_AT_SENDER": SHORT_CODE,
        "EMULATOR_HOST": LOOPBACK,
        "EMULATOR_PORT": str(carrier),
        "EMULATOR_API_KEY": api_key,
        "EMULATOR_SERVICE_CODE": SERVICE_CODE,
        "EMULATOR_SHORT_CODE": SHORT_CODE,
        "EMULATOR_SENDER_ID": SENDER,
        "EMULATOR_LEDGER": str(var / "carrier.jsonl"),
        "EMULATOR_CALLBACK_BASE": f"http://{LOOPBACK}:{gateway}",
        **{f"EMULATOR_{name}_PATH": path for name, path in hooks(token).items()},
    }


def as_env_file(variables: Mapping[str, str]) -> str:
    """The same as lines that a shell, run.py and Procfile runners read."""
    return "".join(f"{name}='{value}'\n" for name, value in sorted(variables.items()))
