"""Seals all that is sealed again with the first of INQUIRY_KEYS, so that older keys can go."""

from argparse import ArgumentParser

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Model

from contact.keeping.retention import clean_the_log
from contact.models import Inquiry, KeyProof
from contact.models.proof import WORDS
from contact.models.sealed import SealedTextField, Unreadable


class Command(BaseCommand):
    help = (
        "Put a new key first in INQUIRY_KEYS, restart the site, run this, then remove the old key."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--old-keys-are-lost",
            action="store_true",
            help="work on with the first key, though what was sealed before stays unreadable",
        )

    def handle(self, *_args: str, **options: str | int | None) -> None:
        if options["old_keys_are_lost"]:
            KeyProof.objects.update_or_create(pk=1, defaults={"words": WORDS})
        rows = unreadable = 0
        for model in sealed_models():
            # Keys only: what was read long before it is stored may have been removed since.
            for key in model._default_manager.order_by("pk").values_list("pk", flat=True):
                is_readable = seal_again(model, key)
                rows += is_readable is not None and model is not KeyProof
                unreadable += is_readable is False
        # Nothing that an old key opens stays in the log.
        transaction.on_commit(clean_the_log)
        self.stdout.write(f"{rows} sealed with the first key.")
        if unreadable:
            raise CommandError(f"{unreadable} could not be read: no key in INQUIRY_KEYS fits them.")


def sealed_models() -> list[type[Model]]:
    """Each that keeps something sealed, in whichever app."""
    return [model for model in apps.get_models() if _sealed(model)]


def _sealed(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, SealedTextField)]


@transaction.atomic
def seal_again(model: type[Model], key: int) -> bool | None:
    """Read one and store it at once, while nobody else may write it; whether it could be read.

    None if it is gone.
    """
    row = model._default_manager.select_for_update().filter(pk=key).first()
    if row is None:
        return None
    names = _sealed(model)
    indexes = ["email_index", "phone_index"] if model is Inquiry else []
    row.save(update_fields=[*names, *indexes])
    return not any(isinstance(getattr(row, name), Unreadable) for name in names)
