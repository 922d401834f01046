"""Deletes old counts of searches and votes, as the privacy page says."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from faq.counts import retention


class Command(BaseCommand):
    help = f"Delete counts older than {retention.DAYS} days. Run it every night."

    def handle(self, *args: str, **options: str | bool | None) -> None:
        self.stdout.write(f"{retention.purge(timezone.now())} counts deleted.")
