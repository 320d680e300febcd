"""The web server: one thread a connection, because a USSD hop waits up to ten seconds for the customer."""

import socket

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server


class Handler(WSGIRequestHandler):
    """Speaks HTTP quietly, and says who it is so that nobody takes it for the real service."""

    def version_string(self) -> str:
        """Return the Server header."""
        return "at-emulator"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Keep quiet: the callbacks' log tells more, and a polling page would fill the screen."""


def listen(app: Flask, host: str, port: int) -> BaseWSGIServer:
    """Return a server bound to host and port (0: any free one), ready for `serve_forever`.

    Raises OSError when the address cannot be had. The socket is made here because Werkzeug would end the process.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=256) as bound:
        return make_server(
            host, bound.getsockname()[1], app, threaded=True, request_handler=Handler, fd=bound.fileno()
        )
