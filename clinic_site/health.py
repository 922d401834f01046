"""Tells a monitor whether the site can do its work, and nothing about anyone."""

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error as DatabaseDown
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while all is well, else 503; the body says what is wrong."""
    try:
        problems = list(_problems())
    except DatabaseDown:
        problems = ["the database does not answer"]
    return JsonResponse({"ok": not problems, "problems": problems}, status=503 if problems else 200)


def _problems() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _is_migrated():
        yield "migrations are waiting"


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
