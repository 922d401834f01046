"""Mails of the door to one colleague. They leave at once: a code is waited for."""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.utils import timezone

_log = logging.getLogger(__name__)

_CODE = """Hello {name},

someone signed in with your name and password at {site}, and now a second step is to be set up.
If it was you, type this code there:

{code}

It works once, until {until}. Give it to nobody.

If it was not you, someone knows your password. Tell a manager now.
"""
_RESET = """Hello {name},

{by} took away your second step at {site}. Your old phone, passkeys and recovery codes do not work
any more, and you are signed out everywhere.

You get a code in person. With it and your password you set up a new second step.

If you did not ask for this, call the clinic now.
"""


def mail_code(user: User, code: str, until: datetime) -> bool:
    """Mail a code to set up a second step; false if it could not be sent."""
    when = f"{timezone.localtime(until):%-I:%M %p}".lower()
    words = _CODE.format(name=_name(user), site=settings.SITE_URL, code=code, until=when)
    return _send(user, "Your code for BrainStim's staff pages", words)


def mail_reset(user: User, by: str) -> bool:
    """Tell someone that their second step was taken away; false if it could not be sent."""
    words = _RESET.format(name=_name(user), site=settings.SITE_URL, by=by)
    return _send(user, "Your second step for BrainStim's staff pages was reset", words)


def _name(user: User) -> str:
    return user.get_short_name() or user.get_username()


def _send(user: User, subject: str, words: str) -> bool:
    if not user.email:
        return False
    try:
        return bool(EmailMessage(subject, words, to=[user.email]).send())
    except (OSError, SMTPException) as error:
        # Never the address, and no word of the mail.
        _log.warning("A mail of the staff door could not be sent: %s", type(error).__name__)
        return False
