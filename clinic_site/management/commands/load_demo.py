"""Loads the sample clinic, in the database of ``make demo`` alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinic_site.local import sample
from clinic_site.setup.talk import Refused


class Command(BaseCommand):
    help = "Load the sample clinic of make demo, whose names and prices are made up."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if why := sample.why_not():
            raise CommandError(f"Not loaded: {why}")
        try:
            many = sample.load()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{many} texts are new." if many else "All of it is there already.")
