"""Checks that no record of who read what was changed or taken away."""

from django.core.management.base import BaseCommand, CommandError

from contact.keeping.audit import broken_links
from contact.models import AuditRecord


class Command(BaseCommand):
    help = "Check the audit's chain. Keep the last link it prints: it shows if the end was cut off."

    def handle(self, *_args: str, **_options: str | int | None) -> None:
        broken = [str(row.pk) for row in broken_links()]
        if broken:
            raise CommandError(f"The chain is broken at record {', '.join(broken[:20])}.")
        last = AuditRecord.objects.values_list("link", flat=True).first()
        self.stdout.write(
            f"{AuditRecord.objects.count()} records, unbroken. Last: {last or 'none'}"
        )
