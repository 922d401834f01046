"""Offers staff the corrected words of a newer first edition, as drafts; nothing goes live by it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand

from pages.languages import DEFAULT
from pages.revisions.document import Document, document_models
from pages.revisions.edition import first_edition
from pages.revisions.edition.first_edition import Offer


class Command(BaseCommand):
    help = (
        "Put corrected words of the first edition beside the live ones as drafts to approve. "
        "Words that staff changed stay as they are, and are listed."
    )

    def handle(self, *_args: str, **_options: str | bool | None) -> None:
        first_edition.load_sources(_content("pages") / "sources.toml")
        offers = [offer for model in document_models() for offer in _offers(model)]
        for document, offer in offers:
            if offer is not Offer.SAME:
                self.stdout.write(f"{document.get_absolute_url()}: {offer.value}")
        many = sum(offer is Offer.OFFERED for _document, offer in offers)
        self.stdout.write(f"{many} offered as drafts; visitors see no change.")


def _offers(model: type[Document]) -> Iterator[tuple[Document, Offer]]:
    """What became of each live document that has a text in the first edition."""
    content = _content(model._meta.app_label)
    earlier = tomllib.loads((content / "earlier.toml").read_text("utf-8"))
    for document in model.objects.live(DEFAULT):
        path = content / "en" / f"{document.slug}.md"
        if path.exists():
            offer = first_edition.offer_correction(document, path, earlier.get(document.slug, []))
            yield document, offer


def _content(app: str) -> Path:
    return Path(apps.get_app_config(app).path) / "content"
