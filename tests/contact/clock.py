"""Times as the clinic's clock shows them."""

from datetime import UTC, datetime

from django.utils import timezone


def new_york(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A time in 2026 on the clinic's clock. November 23 is a Monday."""
    local = datetime(2026, month, day, hour, minute, tzinfo=timezone.get_default_timezone())
    return local.astimezone(UTC)
