"""The mailbox of a colleague: what the worker sends, and the link in it."""

import re
from typing import Any

from django.core import mail

from clinic_site.worker import Worker


def delivered() -> list[Any]:
    """Every mail there is once the worker has done what waits, the oldest first."""
    Worker().drain()
    return mail.outbox


def link_in(letter: Any) -> str:
    """The link of this mail, without our own address; the same in both of its versions."""
    found = re.search(r"http://localhost(/staff/\S+)", letter.body)
    assert found, letter.body
    html = letter.alternatives[0][0].replace("&amp;", "&")
    assert f'href="http://localhost{found[1]}"' in html
    return found[1]
