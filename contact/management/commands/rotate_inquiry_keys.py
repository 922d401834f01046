"""Seals every message again with the first of INQUIRY_KEYS, so that older keys can be removed."""

from django.core.management.base import BaseCommand, CommandError

from contact.models import Inquiry, Note
from contact.models.sealed import SealedTextField, Unreadable


class Command(BaseCommand):
    help = (
        "Put a new key first in INQUIRY_KEYS, restart the site, run this, then remove the old key."
    )

    def handle(self, *_args: str, **_options: str | int | None) -> None:
        rows = unreadable = 0
        for model in (Inquiry, Note):
            names = [f.name for f in model._meta.fields if isinstance(f, SealedTextField)]
            indexes = ["email_index", "phone_index"] if model is Inquiry else []
            for row in model._default_manager.order_by("pk").iterator(chunk_size=500):
                unreadable += any(isinstance(getattr(row, name), Unreadable) for name in names)
                row.save(update_fields=[*names, *indexes])
                rows += 1
        self.stdout.write(f"{rows} sealed with the first key.")
        if unreadable:
            raise CommandError(f"{unreadable} could not be read: no key in INQUIRY_KEYS fits them.")
