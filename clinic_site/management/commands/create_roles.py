"""Adds the groups that staff are put in."""

from django.core.management.base import BaseCommand

from clinic_site.staff import roles

#: For sites on which managers could approve.
_TAKEN = (
    "Managers cannot approve words any more: that is a clinician's right alone. What they approved"
    " stays approved. For a manager who is a clinician: manage.py make_clinician NAME"
)


class Command(BaseCommand):
    help = "Add the roles Editor, Clinician, Front desk and Manager, or the rights they lack."

    def handle(self, *args: str, **options: str | bool | None) -> None:
        new = roles.create()
        self.stdout.write(f"{', '.join(new) or 'No role'} added.")
        if roles.take_approval_from_managers():
            self.stdout.write(_TAKEN)
