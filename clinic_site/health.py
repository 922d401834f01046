"""Tells a monitor whether the site can do its work, and nothing about anyone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import Error as DatabaseDown
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contact.models import Inquiry
from contact.outbox.delivery import Backlog, backlog
from contact.outbox.trial import can_store

#: Mail that waits longer means that nobody may know of a message.
LONGEST_WAIT = timedelta(minutes=10)
#: The mail worker gives a sign of life several times a minute.
LONGEST_SILENCE = timedelta(minutes=2)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while all is well, else 503; the body says what is wrong and how much mail waits."""
    try:
        answer = report()
    except DatabaseDown:
        answer = {"ok": False, "problems": ["the database does not answer"]}
    return JsonResponse(answer, status=200 if answer["ok"] else 503)


def report() -> dict[str, Any]:
    """How the site is doing. Raises a database error while the database does not answer."""
    if not is_migrated():
        return {"ok": False, "problems": ["migrations are waiting"]}
    mail = backlog()
    problems = list(mail_problems(mail))
    if not can_store():
        problems.append("messages of visitors cannot be stored")
    return {
        "ok": not problems,
        "problems": problems,
        "mail": {
            "waiting": mail.waiting,
            "oldest_seconds": int(mail.oldest.total_seconds()) if mail.oldest else 0,
            "failed": mail.failed,
        },
        "held_past_promise": Inquiry.objects.held_past(timezone.now()).count(),
    }


def mail_problems(mail: Backlog) -> Iterator[str]:
    """Why staff may not hear of a new message."""
    if mail.stuck and mail.stuck > LONGEST_WAIT:
        yield "mail has been waiting for too long"
    if mail.heartbeat is None or timezone.now() - mail.heartbeat > LONGEST_SILENCE:
        yield "the mail worker does not run"
    if mail.receipts_fail:
        yield "every receipt to patients is refused"


def is_migrated() -> bool:
    """True if the database has every table and column this code knows."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
