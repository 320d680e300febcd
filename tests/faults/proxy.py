"""A door before Valkey that loses replies: the command arrives and is done, the connection ends before its answer."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

CHUNK = 1 << 16


class ReplyDropper(socketserver.ThreadingUnixStreamServer):
    """Listens on one Unix socket, talks to another. `dropping`: the share of replies lost now; `dropped`: so far."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, listen: Path, server: Path, rng: Random) -> None:
        super().__init__(str(listen), _Call)
        self.server_path = server
        self.dropping = 0.0
        self.dropped = 0
        self._rng = rng
        self._lock = threading.Lock()

    def loses_this_one(self) -> bool:
        """Decide about one reply."""
        with self._lock:
            lost = self._rng.random() < self.dropping
            self.dropped += lost
            return lost

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: one side hung up, which is what this is for."""


class _Call(socketserver.BaseRequestHandler):
    server: ReplyDropper
    request: socket.socket

    def handle(self) -> None:
        with socket.socket(socket.AF_UNIX) as upstream:
            with suppress(OSError):
                upstream.connect(str(self.server.server_path))
                threading.Thread(target=self._pass_on, args=(upstream,), daemon=True).start()
                self._answer(upstream)
            _hang_up(upstream)
        _hang_up(self.request)

    def _pass_on(self, upstream: socket.socket) -> None:
        with suppress(OSError):
            while data := self.request.recv(CHUNK):
                upstream.sendall(data)
        _hang_up(upstream)

    def _answer(self, upstream: socket.socket) -> None:
        while data := upstream.recv(CHUNK):
            if self.server.loses_this_one():
                return
            self.request.sendall(data)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


@contextmanager
def before(server: Path, listen: Path, seed: int = 0) -> Iterator[ReplyDropper]:
    """The door for the block; it loses nothing until told to."""
    with ReplyDropper(listen, server, Random(seed)) as door:
        threading.Thread(target=door.serve_forever, args=(0.05,), daemon=True).start()
        yield door
        door.shutdown()
