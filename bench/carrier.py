"""A carrier that does nothing but answer: Africa's Talking's words, after so many milliseconds, all numbers taken.

    python -m bench.carrier PORT MILLISECONDS

Run by `bench.handover`. A text that begins with `@` and a time (seconds since 1970) is timed on arrival. GET gives
what it saw as JSON.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping
from urllib.parse import parse_qs

TIMED = "@"


class Carrier:
    """What was taken: numbers of untimed texts, and how late each timed one came."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._taken: Counter[str] = Counter()
        self._late: list[float] = []
        self._calls = 0
        self._first = self._last = 0.0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer, the end of the connection: the SDK keeps none."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        if head.startswith("GET"):
            answer = self.seen()
        else:
            size = next(
                line.split(":")[1] for line in head.split("\r\n") if line.lower().startswith("content-length")
            )
            answer = self._take(await reader.readexactly(int(size)))
            await asyncio.sleep(self._seconds)
        body = json.dumps(answer, separators=(",", ":")).encode()
        writer.write(b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nConnection: close\r\n")
        writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    def seen(self) -> Mapping[str, object]:
        """The figures so far; `seconds` from the first call to the last answer but one."""
        return {
            "recipients": self._taken.total(),
            "calls": self._calls,
            "twice": sum(count > 1 for count in self._taken.values()),
            "seconds": self._last - self._first,
            "late": self._late,
        }

    def _take(self, body: bytes) -> Mapping[str, object]:
        form = parse_qs(body.decode())
        numbers, text = form["to"][0].split(","), form["message"][0]
        now = time.time()
        if text.startswith(TIMED):
            self._late.append(now - float(text.removeprefix(TIMED)))
        else:
            self._first, self._last = self._first or now, now
            self._calls += 1
            self._taken.update(numbers)
        return {"SMSMessageData": {"Message": f"Sent to {len(numbers)}", "Recipients": [*map(_recipient, numbers)]}}


def _recipient(number: str) -> Mapping[str, object]:
    identity = f"ATXid_{time.monotonic_ns():018x}{number[1:]}"
    return {"cost": "XOF 8.0000", "messageId": identity, "number": number, "status": "Success", "statusCode": 102}


async def main(port: int, milliseconds: float) -> None:
    carrier = Carrier(milliseconds / 1000)
    server = await asyncio.start_server(carrier.serve, "127.0.0.1", port, backlog=512)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
