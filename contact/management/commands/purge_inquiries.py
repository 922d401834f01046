"""Deletes messages that were closed longer ago than the privacy page says we keep them."""

from argparse import ArgumentParser
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contact.keeping import retention


class Command(BaseCommand):
    help = "Delete messages closed longer ago than INQUIRY_RETENTION_DAYS. Run it every night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only show what would go")
        parser.add_argument("--force", action="store_true", help="even if more than half would go")

    def handle(self, *_args: str, **options: str | int | None) -> None:
        now = timezone.now()
        if options["dry_run"]:
            self._show(now)
            return
        try:
            done = retention.purge(now, force=bool(options["force"]))
        except retention.TooMuchError as error:
            raise CommandError(
                "More than half of all messages would be deleted. Is the clock right? "
                "If so, run it again with --force."
            ) from error
        self.stdout.write(f"{done.deleted} deleted, {done.kept} kept.")
        if not retention.clean_the_log():
            raise CommandError("The database log is in use and may still hold deleted words.")

    def _show(self, now: datetime) -> None:
        due = retention.due_for_deletion(now)
        for reference, closed_at in due.values_list("reference", "closed_at").iterator():
            self.stdout.write(f"{reference} closed {timezone.localtime(closed_at):%Y-%m-%d}")
        self.stdout.write(f"{due.count()} would be deleted.")
