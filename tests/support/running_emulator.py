"""The emulator as a process of its own, and a customer with a real web server."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs

import requests

PATIENCE = 15.0
PATHS = ("ussd", "ussd-end", "sms", "delivery", "orange-delivery", "orange-sms", "android")


def wait_for(there: Callable[[], Any], what: str) -> Any:
    """Return the first true answer; fails after a while, saying what was waited for."""
    deadline = time.monotonic() + PATIENCE
    while not (found := there()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)
    return found


class RunningEmulator:
    """A started `python -m emulator`."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._ready = folder / "ready.json"
        command = [sys.executable, "-m", "emulator", "--port", "0", "--ready-file", str(self._ready), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        wait_for(self._is_ready, "the emulator's ready file")
        self.url: str = json.loads(self._ready.read_text())["url"]

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, "the emulator ended at once"
        return self._ready.exists()

    def call(self, method: str, path: str, **body: Any) -> Any:
        """Call the control API; the answer's JSON."""
        sent = None if method == "GET" else body
        return requests.request(method, f"{self.url}/_control{path}", json=sent, timeout=PATIENCE).json()

    def post(self, path: str, **body: Any) -> Any:
        """Post to the control API."""
        return self.call("POST", path, **body)

    def get(self, path: str) -> Any:
        """Read from the control API."""
        return self.call("GET", path)

    def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """End it as Ctrl-C would; the exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE)


@contextmanager
def emulator(folder: Path, *options: str) -> Iterator[RunningEmulator]:
    """Start an emulator and stop it afterwards, whatever happened to it."""
    running = RunningEmulator(folder, *options)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()


class RealCustomer:
    """A web server at the callback addresses. `answers` by path: a function of the fields to (status, body)."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[dict[str, Any]], tuple[int, bytes]]] = {}
        self.heard: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        customer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                posted = self.rfile.read(size).decode()
                if self.headers["Content-Type"] == "application/json":
                    fields = json.loads(posted)
                else:
                    parsed = parse_qs(posted, keep_blank_values=True)
                    fields = {name: values[0] for name, values in parsed.items()}
                customer.heard.append((self.path, fields, dict(self.headers)))
                status, body = customer.answers.get(self.path, lambda _: (200, b""))(fields)
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                customer.heard.append((self.path, {}, dict(self.headers)))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def of(self, path: str) -> list[dict[str, Any]]:
        """What came to one path."""
        return [fields for heard, fields, _ in list(self.heard) if heard == path]

    def options(self) -> list[str]:
        """The emulator's options to call this customer."""
        paths = [part for path in PATHS for part in (f"--{path}-path", f"/{path}")]
        return ["--callback-base", self.url, *paths]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
