"""A real mail server on this machine, that behaves or misbehaves."""

import asyncio
import socket
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class MailServer:
    """A real mail server on this machine. ``answers`` says what it replies for a recipient."""

    answers: dict[str, str] = field(default_factory=dict)
    answer_to_data: str = "250 OK"
    hang: bool = False
    cut_after_data: bool = False
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hang:
            await asyncio.sleep(1)
            return "451 too late"
        if self.answer_to_data.startswith("2"):
            content = envelope.original_content or b""
            self.taken.append(BytesParser(policy=modern).parsebytes(content))
            self.recipients.append(envelope.rcpt_tos)
        if self.cut_after_data and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return self.answer_to_data

    def to(self, address: str) -> list[EmailMessage]:
        """What this address got."""
        pairs = zip(self.recipients, self.taken, strict=True)
        return [mail for recipients, mail in pairs if address in recipients]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
