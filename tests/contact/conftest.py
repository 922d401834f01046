"""Who writes, who reads, and the mail server between them."""

import logging
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from pages.clinic.models import Clinic
from tests.contact.mail_server import MailServer, free_port
from tests.contact.visitor import Visitor
from tests.profile import WEEKDAYS, hours, open_place


@pytest.fixture
def visitor(db: None) -> Visitor:
    """A visitor who has had the form open for half a minute."""
    return Visitor().have_form_open()


@pytest.fixture
def weekdays(db: None) -> Clinic:
    """The clinic is open from 9 to 5 on weekdays and has a telephone."""
    clinic = Clinic.objects.create(pk=1, phone="(202) 555-0142", opened_at=timezone.now())
    open_place(hours=hours(*WEEKDAYS))
    return clinic


@pytest.fixture
def no_mail_server(settings: Settings) -> None:
    """The mail server is down."""
    settings.EMAIL_BACKEND = "contact.outbox.line.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_TIMEOUT = 0.3


@pytest.fixture
def mail_server(no_mail_server: None, settings: Settings) -> Iterator[MailServer]:
    """The mail server is up and takes everything, until told otherwise."""
    # It tells every command it gets, addresses included.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    yield server
    controller.stop()


@pytest.fixture
def dana(db: None) -> User:
    """At the front desk: may see and change messages."""
    user = User.objects.create_user("dana", password="a long password", is_staff=True)
    names = ("view_inquiry", "change_inquiry")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def desk(dana: User) -> Client:
    """Her browser."""
    client = Client()
    client.force_login(dana)
    return client
