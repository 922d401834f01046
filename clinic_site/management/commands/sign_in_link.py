"""Prints a link that signs staff in, on this machine only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from clinic_site.health import is_migrated
from clinic_site.local import database
from clinic_site.local.refusals import EXPECTED, explain
from clinic_site.local.sign_in import local_staff, sign_in_link


class Command(BaseCommand):
    help = "Print a link that signs you in as staff on a site that runs on this machine."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("SITE_URL is not on this machine: sign in with your password.")
        try:
            self.stdout.write(self.link())
        except EXPECTED as error:
            raise CommandError(explain(error)) from error

    def link(self) -> str:
        """The link; only a run makes the tables."""
        is_there = connection.vendor != "sqlite" or database.file().exists()
        # Not even asked whether it is migrated: that would change a file of something else.
        if not (is_there and database.refuse_foreign() and is_migrated()):
            raise CommandError("There is no site here yet. First: make run")
        return sign_in_link(local_staff())
