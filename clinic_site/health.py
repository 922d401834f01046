"""Tells a monitor whether the site can do its work, and nothing about anyone."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseDown
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clinic_site import environment
from contact.models import Inquiry, WrongKeysError, keys_fit, prove_keys
from contact.outbox.backlog import Backlog, backlog

#: Mail that waits longer means that nobody may know of a message.
LONGEST_WAIT = timedelta(minutes=10)
#: The mail worker gives a sign of life several times a minute.
LONGEST_SILENCE = timedelta(minutes=2)
#: A later sign of life is from before the clock was set back: two machines differ by less.
_LATEST_SIGN = timedelta(seconds=10)
#: With less than both no disk takes another day of messages.
_LEAST_FREE_BYTES, _LEAST_FREE_PART = 50_000_000, 0.05
#: Headers by which a proxy says that it passed a request on.
_PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while all is well, else 503; the body says what is wrong and how much mail waits.

    It only reads, whoever asks and however often.
    """
    problems = list(problems_around(request))
    try:
        answer = report()
    except DatabaseDown:
        answer = {"problems": ["the database does not answer"]}
    problems += answer["problems"]
    answer |= {"ok": not problems, "problems": problems}
    return JsonResponse(answer, status=503 if problems else 200)


def problems_around(request: HttpRequest) -> Iterator[str]:
    """What is wrong with the machine, or with the way that leads here."""
    if any(map(is_full, places_to_write())):
        yield "the disk is full, or nearly"
    if redirects_to_itself(request):
        yield (
            "every page redirects to itself: what came by https is not seen as such "
            "(TRUSTED_PROXIES, or X-Forwarded-Proto of the proxy)"
        )


def redirects_to_itself(request: HttpRequest) -> bool:
    """True if a page asked for like this leads to https, while whoever asked may have come by it.

    A program on this machine that asks without a proxy learns nothing of that.
    """
    if request.is_secure() or not settings.SECURE_SSL_REDIRECT:
        return False
    return not settings.TRUSTED_PROXIES or any(name in request.headers for name in _PROXY_HEADERS)


def places_to_write() -> set[Path]:
    """Folders in which the site keeps what must not be lost."""
    places = {Path(settings.VAR_DIR)}
    if connection.vendor == "sqlite":
        places.add(Path(connection.settings_dict["NAME"]).parent)
    return {place for place in places if place.is_dir()}


def is_full(place: Path) -> bool:
    """True if its disk has hardly any room left, or no more files."""
    disk = os.statvfs(place)
    free, whole = disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize
    no_files = disk.f_files > 0 and disk.f_favail == 0
    return no_files or free < min(_LEAST_FREE_BYTES, whole * _LEAST_FREE_PART)


def report() -> dict[str, Any]:
    """How the site is doing. Raises a database error while the database does not answer."""
    if not is_migrated():
        return {"problems": ["migrations are waiting"]}
    mail = backlog()
    return {
        "problems": [*mail_problems(mail), *storing_problems(mail)],
        "mail": {
            "waiting": mail.waiting,
            "oldest_seconds": int(mail.oldest.total_seconds()) if mail.oldest else 0,
            "failed": mail.failed,
        },
        "held_past_promise": Inquiry.objects.held_past(timezone.now()).count(),
    }


def mail_problems(mail: Backlog) -> Iterator[str]:
    """Why staff may not hear of a new message, but for addresses that refuse it."""
    if mail.stuck and mail.stuck > LONGEST_WAIT:
        yield "mail has been waiting for too long"
    if mail.heartbeat is None or not is_fresh(timezone.now() - mail.heartbeat):
        yield "the mail worker does not run"
    if mail.receipts_fail:
        yield "every receipt to patients is refused"


def is_fresh(since: timedelta) -> bool:
    """True for a sign of life of a moment ago; one from later than now proves nothing."""
    return -_LATEST_SIGN <= since <= LONGEST_SILENCE


def storing_problems(mail: Backlog) -> Iterator[str]:
    """Why a message may be refused, lost to staff, or be one that nobody can read."""
    if mail.staff_unreached:
        yield "mail to a staff address could not be delivered"
    if not keys_fit():
        yield "INQUIRY_KEYS opens nothing of what is stored"
    elif mail.cannot_store:
        yield "messages of visitors cannot be stored"


def refuse_wrong_keys() -> None:
    """Raise ImproperlyConfigured if INQUIRY_KEYS does not fit what is stored.

    Before anything is stored with them. While the database does not answer, nothing is.
    """
    try:
        prove_keys()
    except WrongKeysError:
        raise environment.wrong(
            "INQUIRY_KEYS",
            "opens none of the messages in this database. Put the old keys back, after the new "
            "one. If they are lost, and the messages with them: "
            "manage.py rotate_inquiry_keys --old-keys-are-lost.",
        ) from None
    except DatabaseDown:
        connection.close()


def is_migrated() -> bool:
    """True if the database has every table and column this code knows."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
