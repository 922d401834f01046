"""Makes the site ready on this machine and runs it: what ``make run`` calls."""

from typing import Any

from django.core.management.base import BaseCommand

from clinic_site.local.run import run
from clinic_site.setup.talk import leave


class Command(BaseCommand):
    help = "Prepare the site on this machine and run it with its mail worker. Ctrl-C stops both."

    def handle(self, *_args: Any, **_options: Any) -> None:
        leave(run())
