"""Makes a colleague a clinician; for whoever runs the site, and where nobody else is there to."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from clinic_site.staff import new_clinicians, roles

_BY = "manage.py make_clinician"


class Command(BaseCommand):
    """``manage.py make_clinician NAME``."""

    help = "Give this colleague the role Clinician: who has it approves medical words."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name they sign in with."""
        parser.add_argument("name")

    def handle(self, *, name: str, **_options: object) -> None:
        """Give it, and say so."""
        user = User.objects.filter(username=name, is_active=True, is_staff=True).first()
        if user is None:
            raise CommandError(f"No colleague signs in as {name}.")
        asked = new_clinicians.role_waited_for(user)
        if asked is None or not new_clinicians.confirm(asked, _BY):
            with new_clinicians.told(_BY):
                roles.make_clinician(user)
        self.stdout.write(f"{name} is a clinician now, and approves words.")
