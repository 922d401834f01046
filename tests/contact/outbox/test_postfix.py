"""A real Postfix takes our mail, over TLS, and it arrives as it was meant."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from clinic_site import worker
from contact.models import Delivery, Inquiry
from tests.contact.mail_server import HOST, free_port
from tests.contact.visitor import BY_EMAIL, Visitor

DANA, LUIS = "dana@clinic.example", "luis@clinic.example"
POSTFIX = shutil.which("postfix", path="/usr/sbin:/usr/bin")

pytestmark = pytest.mark.skipif(
    POSTFIX is None or os.geteuid() != 0, reason="needs Postfix, and to be root"
)

#: Takes mail for these domains into one folder, only encrypted, and sends nothing on.
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.clinic.example
mydestination =
virtual_mailbox_domains = clinic.example, example.org
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{group}
default_transport = error:nothing leaves this machine
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {certificate}
smtpd_tls_security_level = encrypt
smtpd_relay_restrictions = reject_unauth_destination
smtpd_forbid_bare_newline = yes
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


@pytest.fixture
def postfix(proof: Any, tmp_path: Path, settings: Settings) -> Iterator[Callable[[int], list[Any]]]:
    """A Postfix of this test alone; what it delivered, once it is so many."""
    settings.EMAIL_BACKEND = "contact.outbox.line.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, free_port()
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = True, 10
    proof("none")
    owner = pwd.getpwnam("postfix")
    with tempfile.TemporaryDirectory(prefix="postfix-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("etc", "queue", "data", "mail"):
            (folder / part).mkdir()
        for part in ("data", "mail"):
            os.chown(folder / part, owner.pw_uid, owner.pw_gid)
        certificate = shutil.copy(tmp_path / "server.pem", folder / "server.pem")
        known = {"folder": folder, "user": owner.pw_uid, "group": owner.pw_gid}
        main = _MAIN.format(certificate=certificate, **known)
        (folder / "etc/main.cf").write_text(main)
        (folder / "etc/master.cf").write_text(_MASTER.format(port=settings.EMAIL_PORT))
        process = start(folder, settings.EMAIL_PORT)
        try:
            yield lambda number: wait_for(folder / "mail/all/new", number)
        finally:
            # To its script alone a signal would leave its master behind.
            subprocess.run([str(POSTFIX), "-c", str(folder / "etc"), "abort"], check=True)  # noqa: S603
            process.wait(30)


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Raises AssertionError with its log if it does not listen soon."""
    command = [str(POSTFIX), "-c", str(folder / "etc"), "start-fg"]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)  # noqa: S603
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return process
    process.kill()
    process.wait()
    logs = [folder / "said", folder / "log"]
    raise AssertionError("".join(log.read_text() for log in logs if log.exists()))


def wait_for(inbox: Path, number: int) -> list[EmailMessage]:
    for _ in range(100):
        if inbox.exists() and len(list(inbox.iterdir())) >= number:
            break
        time.sleep(0.1)
    return [message_from_bytes(file.read_bytes(), policy=modern) for file in inbox.iterdir()]


def test_an_inquiry_reaches_the_desk_and_the_patient_through_postfix(
    visitor: Visitor, postfix: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)
    settings.INQUIRY_EMAILS = [DANA, LUIS]
    settings.DEFAULT_FROM_EMAIL = "BrainStim front desk <desk@clinic.example>"
    secret = "My own words. \n.\nMAIL FROM:<evil@x.example>\n" + "long " * 100
    visitor.send(**BY_EMAIL | {"message": secret, "phone": "(202) 555-0188"})
    call_command("deliver", once=True)
    inquiry = Inquiry.objects.get()
    mails = {mail["Delivered-To"]: mail for mail in postfix(3)}
    assert set(mails) == {DANA, LUIS, "ana@example.org"}
    stored = {row.address(): row.message_id for row in Delivery.objects.all()}
    assert {address: mail["Message-ID"] for address, mail in mails.items()} == stored
    for address, mail in mails.items():
        assert mail["To"] == address
        assert mail["From"].addresses[0].addr_spec == "desk@clinic.example"
        assert mail["Auto-Submitted"] in ("auto-generated", "auto-replied")
        assert mail["Date"]
        assert "ESMTPS" in mail["Received"]
        assert max(len(line) for line in mail.as_string().splitlines()) <= 998
        assert "My own words" not in mail.as_string()
        assert inquiry.reference in mail["Subject"]
    for address in (DANA, LUIS):
        for hidden in ("Ana", "ana@", "555-0188"):
            assert hidden not in mails[address].get_body(("plain",)).get_content()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_an_address_postfix_refuses_is_tried_again_and_the_others_are_not(
    visitor: Visitor, postfix: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)
    settings.INQUIRY_EMAILS = [DANA, "gone@elsewhere.example"]
    visitor.send(**BY_EMAIL)
    call_command("deliver", once=True)
    assert {mail["Delivered-To"] for mail in postfix(2)} == {DANA, "ana@example.org"}
    waiting = Delivery.objects.get(state="waiting")
    assert waiting.recipient == "gone@elsewhere.example"
    assert waiting.last_error == "SMTPRecipientsRefused 554"
