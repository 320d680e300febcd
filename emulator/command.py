"""The command line: `python -m emulator`."""

import ipaddress
import json
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click
from pydantic import ValidationError
from werkzeug.serving import BaseWSGIServer

from emulator.account import AmountError, parse_amount
from emulator.application import create
from emulator.clock import Clock
from emulator.ledger import LedgerError
from emulator.server import listen
from emulator.settings import Rules, Settings, Urls

CREDENTIALS = (
    *("username", "api_key", "balance"),
    *("orange_client_id", "orange_client_secret", "android_username", "android_password"),
)


@click.command(context_settings={"auto_envvar_prefix": "EMULATOR", "show_default": True})
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--port", default=8600, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--allow-remote", is_flag=True, help="Let other machines in: there is no password.")
@click.option("--ready-file", type=click.Path(path_type=Path), help="Written (JSON: url, pid) once listening.")
@click.option("--ledger", type=click.Path(path_type=Path), help="File of accepted messages; survives a kill.")
@click.option("--username", default="sandbox", help="The customer's name.")
@click.option("--api-key", default="atsk_emulator", help="The customer's key.")
@click.option("--balance", default="USD 100.0000", help="What the account holds (USD, EUR or XOF).")
@click.option("--callback-base", default="", help="Where the customer listens: http://127.0.0.1:8000")
@click.option("--ussd-path", default="", help="Path of each callback under it; none: not posted.")
@click.option("--ussd-end-path", default="")
@click.option("--sms-path", default="")
@click.option("--delivery-path", default="")
@click.option("--opt-out-path", default="")
@click.option("--subscription-path", default="")
@click.option("--airtime-status-path", default="")
@click.option("--airtime-validation-path", default="")
@click.option("--orange-delivery-path", default="")
@click.option("--orange-sms-path", default="")
@click.option("--android-path", default="")
@click.option("--service-code", multiple=True, default=["*384*12345#"], help="USSD code served; repeatable.")
@click.option("--short-code", multiple=True, default=["36000"], help="SMS short code; repeatable.")
@click.option("--sender-id", multiple=True, default=["JAMAKAN"], help="Registered sender name; repeatable.")
@click.option("--orange-client-id", default="orange_emulator")
@click.option("--orange-client-secret", default="secret_emulator")
@click.option("--orange-number", default="2230000", help="What people write to, and what messages come from.")
@click.option("--android-username", default="sms")
@click.option("--android-password", default="password_emulator")
@click.option("--android-signing-key", default="key_emulator", help="Of the phone's webhooks.")
@click.option("--android-number", default="+22379000009", help="Of the phone's SIM.")
@click.option("--style", type=click.Choice(["sandbox", "live"]), default="sandbox", help="Whose manners.")
@click.option("--report-seconds", default=0.5, help="Time between two delivery reports.")
@click.option("--retry-seconds", default=60.0, help="Time before an SMS not answered 200 is posted again.")
@click.option("--screen-limit", default=160, help="Characters a USSD screen holds after 'CON '.")
def main(
    host: str,
    port: int,
    allow_remote: bool,
    ready_file: Path | None,
    ledger: Path | None,
    **options: object,
) -> None:
    """Pretend carriers, with a web phone at their address. Every option is also EMULATOR_<OPTION>."""
    if not allow_remote and not _is_loopback(host):
        raise click.UsageError(f"--host {host} lets other machines in; say --allow-remote if that is meant")
    settings, clock = _settings(options), Clock()
    try:
        server = listen(create(settings, clock, ledger), host, port)
    except (LedgerError, OSError) as error:
        raise click.ClickException(f"cannot start on {host}:{port}: {error}") from error
    clock.start()
    _serve(server, f"http://{_in_url(host)}:{server.port}", ready_file)
    clock.stop()


def _serve(server: BaseWSGIServer, url: str, ready_file: Path | None) -> None:
    """Serve until a signal says stop; `ready_file` exists meanwhile."""
    _stop_on_signals(server.shutdown)
    click.echo(f"Web phone: {url}/   APIs: {url}/version1 {url}/orange {url}/android   control: {url}/_control/")
    if ready_file:
        _announce(ready_file, url)
    try:
        server.serve_forever()
    finally:
        if ready_file:
            ready_file.unlink(missing_ok=True)


def _settings(options: dict[str, object]) -> Settings:
    base = str(options["callback_base"]).rstrip("/")
    paths = {name: str(options[f"{name}_path"]) for name in Urls.model_fields}
    try:
        parse_amount(str(options["balance"]))
        rules = Rules.model_validate(
            {
                "service_codes": options["service_code"],
                "short_codes": options["short_code"],
                "sender_ids": options["sender_id"],
                "style": options["style"],
                "report_seconds": options["report_seconds"],
                "retry_seconds": options["retry_seconds"],
                "screen_limit": options["screen_limit"],
                "orange_number": options["orange_number"],
                "android_number": options["android_number"],
                "android_signing_key": options["android_signing_key"],
            }
        )
        urls = Urls.model_validate({name: base + path if path else "" for name, path in paths.items()})
    except (ValidationError, AmountError) as error:
        raise click.UsageError(str(error)) from error
    return Settings(**{name: str(options[name]) for name in CREDENTIALS}, rules=rules, urls=urls)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _stop_on_signals(stop: Callable[[], None]) -> None:
    def on_signal(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=stop, daemon=True).start()  # it waits for the loop this signal interrupts

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)


def _announce(path: Path, url: str) -> None:
    """Write the ready file in one move, so that nobody reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps({"url": url, "pid": os.getpid()}))
    fresh.replace(path)
