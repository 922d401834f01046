"""A line to PostgreSQL that can swallow all it is given: it takes every byte, and answers none."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.browser.stack import free_port


@dataclass
class Line:
    """From a port of this machine to the socket of a server."""

    socket: str
    port: int = field(default_factory=free_port)
    swallows: bool = False

    async def connect(self, caller: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        """Pass everything on, both ways, except while it swallows."""
        reader, writer = await asyncio.open_unix_connection(self.socket)
        try:
            await asyncio.gather(self._pass_on(caller, writer), self._pass_on(reader, answer))
        finally:
            writer.close()
            answer.close()

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65536):
                if not self.swallows:
                    target.write(data)
                    await target.drain()
            target.close()


@contextmanager
def standing(line: Line) -> Iterator[None]:
    """The line works, in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    start = asyncio.start_server(line.connect, "127.0.0.1", line.port)
    server = asyncio.run_coroutine_threadsafe(start, loop).result(10)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end_all() -> None:
    talks = asyncio.all_tasks() - {asyncio.current_task()}
    for talk in talks:
        talk.cancel()
    await asyncio.gather(*talks, return_exceptions=True)
