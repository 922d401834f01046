"""One setting, and what is said of a value it may not have."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured

NAME = "A_SETTING"
Set = Callable[[str], None]


def refusal(read: Callable[[], object]) -> str:
    """The line with which this reader refuses."""
    with pytest.raises(ImproperlyConfigured) as refused:
        read()
    return str(refused.value)
