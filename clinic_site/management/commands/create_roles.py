"""Adds the groups that staff are put in."""

from django.core.management.base import BaseCommand

from clinic_site.staff import roles


class Command(BaseCommand):
    help = "Add the roles Editor, Clinician, Front desk and Manager, or the rights they lack."

    def handle(self, *args: str, **options: str | bool | None) -> None:
        new = roles.create()
        self.stdout.write(f"{', '.join(new) or 'No role'} added.")
