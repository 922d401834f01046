"""Messages that are stored already."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from contact.models import Inquiry


def maker() -> Callable[..., Inquiry]:
    """Stores one message after the other, each with a reference of its own."""
    numbers = itertools.count(1)

    def make(**values: Any) -> Inquiry:
        number = next(numbers)
        defaults = {
            "reference": f"BS-T{number:03}",
            "submission_key": f"{number:064}",
            "name": "Rob",
            "reply_by": "text",
            "phone": "(202) 555-0188",
            "language": "en",
            "page_language": "en",
            "due_at": timezone.now() + timedelta(days=1),
        }
        return Inquiry.objects.create(**defaults | values)

    return make
