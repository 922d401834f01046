"""Loads the first edition of every page and answer that is not there yet, all or none."""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction


class Command(BaseCommand):
    help = "Load the first edition of the words. What is already there stays as it is."

    @transaction.atomic
    def handle(self, *_args: str, **_options: str | bool | None) -> None:
        for app in apps.get_app_configs():
            if load := getattr(app, "load_first_edition", None):
                self.stdout.write(f"{app.name}: {load()} added")
