"""Prints a link that signs staff in, on this machine only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clinic_site.local import local_staff, sign_in_link


class Command(BaseCommand):
    help = "Print a link that signs you in as staff on a site that runs on this machine."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("SITE_URL is not on this machine: sign in with your password.")
        self.stdout.write(sign_in_link(local_staff()))
