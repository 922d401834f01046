"""Prints a code with which a colleague sets up a second step; for whoever runs the site."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clinic_site.second.entry import has_second_step
from clinic_site.second.reset import make_code, take_away

_BY = "manage.py second_step"


class Command(BaseCommand):
    """``manage.py second_step NAME [--reset]``."""

    help = "Print a code, to be handed to this colleague, with which they set up a second step."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name they sign in with."""
        parser.add_argument("name")
        parser.add_argument(
            "--reset",
            action="store_true",
            help="take the old one away first: it stops working, and their sessions end",
        )

    def handle(self, *, name: str, reset: bool, **_options: object) -> None:
        """Make the code, and write down that it was made."""
        user = User.objects.filter(username=name, is_active=True, is_staff=True).first()
        if user is None:
            raise CommandError(f"No colleague signs in as {name}.")
        if reset:
            take_away(user, by=_BY)
        if has_second_step(user):
            raise CommandError(f"{name} has a second step already: see --reset.")
        code, until = make_code(user, by=_BY)
        self.stdout.write(f"{code}\nFor {name} alone, beside the password. It works once, until")
        self.stdout.write(f"{timezone.localtime(until):%H:%M} in the clinic's time.")
