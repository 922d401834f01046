"""Says that a colleague's new mail address is right; where no second manager is there to."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from clinic_site.staff import new_addresses, slow


class Command(BaseCommand):
    """``manage.py confirm_address NAME``."""

    help = "Let the new mail address of this colleague count now, not after three days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name they sign in with."""
        parser.add_argument("name")

    def handle(self, *, name: str, **_options: object) -> None:
        """Confirm it, and write it down."""
        user = User.objects.filter(username=name, is_staff=True).first()
        if user is None:
            raise CommandError(f"No colleague signs in as {name}.")
        change = slow.held(user)
        if change is None:
            raise CommandError(f"Nothing waits: the mail address of {name} counts already.")
        new_addresses.confirm(change, "manage.py confirm_address")
        self.stdout.write(f"The new mail address of {name} counts now.")
