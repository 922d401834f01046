"""A mail server that behaves well or badly, as its mood has it, and remembers what it took."""

from __future__ import annotations

import asyncio
import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

#: What it can be like in a storm. ``slow`` still takes everything.
MOODS = (
    *("fine", "slow", "down", "hangs at once", "hangs at the end", "grey", "busy"),
    *("refuses one", "cuts at the recipient", "cuts after taking", "garbage"),
)
#: Seconds.
_LONGER_THAN_ANYONE_WAITS = 3
#: Less than the site waits for the next byte.
_BETWEEN_DRIPS = 0.2


@dataclass
class Nemesis:
    """The server. ``refused`` is the one recipient it refuses in that mood."""

    refused: str
    seed: int = 0
    mood: str = "fine"
    #: How often each mail arrived: by recipient and Message-ID.
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: Which references each mail told.
    told: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    #: How many lines it never ended.
    drips: int = 0
    #: Mails taken without the sender hearing of it: it cannot but send them again.
    unanswered: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311

    def change(self) -> None:
        """Take another mood."""
        self.mood = self.random.choice(MOODS)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection from beginning to end, however it ends."""
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._greet(reader, writer, self.mood)
        finally:
            writer.close()

    async def _greet(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, mood: str
    ) -> None:
        match mood:
            case "down":
                writer.transport.abort()
            case "hangs at once":
                await asyncio.sleep(_LONGER_THAN_ANYONE_WAITS)
            case "drips":
                await self._drip(writer)
            case "garbage":
                writer.write(self.random.randbytes(200) + b"\r\n")
            case "busy":
                await _say(writer, "421 try later")
            case _:
                await _say(writer, "220 nemesis")
                await self._listen(reader, writer, mood)

    async def _listen(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, mood: str
    ) -> None:
        recipient = ""
        while line := (await reader.readline()).decode(errors="replace").strip():
            if mood == "slow":
                await asyncio.sleep(0.02)
            match line[:4].upper():
                case "RCPT" if mood == "cuts at the recipient":
                    writer.transport.abort()
                    return
                case "RCPT" if mood == "drips to one" and self.refused in line:
                    await self._drip(writer)
                case "RCPT":
                    recipient = re.sub(r".*<|>.*", "", line)
                    await _say(writer, self._answer_to(recipient, mood))
                case "DATA":
                    await _say(writer, "354 go on")
                    mail = await reader.readuntil(b"\r\n.\r\n")
                    if not await self._take(mood, recipient, mail, writer):
                        return
                    await _say(writer, "250 taken")
                case "QUIT":
                    await _say(writer, "221 bye")
                    return
                case _:
                    await _say(writer, "250 ok")

    async def _drip(self, writer: asyncio.StreamWriter) -> None:
        """One byte after the other of a line that never ends."""
        self.drips += 1
        for byte in b"250-" + b"x" * 1000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(_BETWEEN_DRIPS)

    def _answer_to(self, recipient: str, mood: str) -> str:
        if mood == "grey" and self.random.random() < 0.7:
            return "451 greylisted"
        if mood == "refuses one" and recipient == self.refused:
            return "550 no such user"
        return "250 ok"

    async def _take(
        self, mood: str, recipient: str, mail: bytes, writer: asyncio.StreamWriter
    ) -> bool:
        """True if the sender is told that the mail was taken."""
        keeps = mood != "hangs at the end" or self.random.random() < 0.5
        if keeps:
            self._remember(recipient, mail)
        if mood not in ("hangs at the end", "cuts after taking"):
            return True
        self.unanswered += keeps
        if mood == "cuts after taking":
            writer.transport.abort()
        else:
            await asyncio.sleep(_LONGER_THAN_ANYONE_WAITS)
        return False

    def _remember(self, recipient: str, mail: bytes) -> None:
        text = mail.decode(errors="replace")
        found = re.search(r"(?im)^Message-ID:\s*(\S+)", text)
        key = recipient, found[1] if found else "none"
        self.taken[key] += 1
        self.told.setdefault(key, set()).update(re.findall(r"BS-[0-9A-Z]{4,}", text))


async def _say(writer: asyncio.StreamWriter, words: str) -> None:
    writer.write(f"{words}\r\n".encode())
    await writer.drain()


@contextmanager
def listening(nemesis: Nemesis, port: int) -> Iterator[None]:
    """The server on this port of this machine, in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    start = asyncio.start_server(nemesis.talk, "127.0.0.1", port, limit=2**20, backlog=100)
    server = asyncio.run_coroutine_threadsafe(start, loop).result(10)
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(_hang_up(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _hang_up(server: asyncio.Server) -> None:
    server.close()
    talks = asyncio.all_tasks() - {asyncio.current_task()}
    for talk in talks:
        talk.cancel()
    await asyncio.gather(*talks, return_exceptions=True)
    # Cut lines are closed by the next turn of the loop.
    await asyncio.sleep(0.1)
