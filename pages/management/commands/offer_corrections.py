"""Offers staff the corrected words of a newer first edition, as drafts; nothing goes live by it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand

from pages.languages import DEFAULT, OTHERS, address_of
from pages.revisions.document import Document, document_models
from pages.revisions.edition import first_edition, translated_edition
from pages.revisions.edition.first_edition import Offer


class Command(BaseCommand):
    help = (
        "Put corrected words of the first edition beside the live ones as drafts to approve. "
        "Words that staff changed stay as they are, and are listed."
    )

    def handle(self, *_args: str, **_options: str | bool | None) -> None:
        first_edition.load_sources(_content("pages") / "sources.toml")
        offers = [offer for model in document_models() for offer in _offers(model)]
        for address, offer in offers:
            if offer is not Offer.SAME:
                self.stdout.write(f"{address}: {offer.value}")
        many = sum(offer is Offer.OFFERED for _address, offer in offers)
        self.stdout.write(f"{many} offered as drafts; visitors see no change.")


def _offers(model: type[Document]) -> Iterator[tuple[str, Offer]]:
    """What became of each text of the first edition that this site has, by where it stands."""
    yield from _offers_in_english(model)
    for language in OTHERS:
        yield from _offers_in(language, model)


def _offers_in_english(model: type[Document]) -> Iterator[tuple[str, Offer]]:
    content = _content(model._meta.app_label)
    earlier = tomllib.loads((content / "earlier.toml").read_text("utf-8"))
    for document in model.objects.live(DEFAULT):
        path = content / "en" / f"{document.slug}.md"
        if path.exists():
            offer = first_edition.offer_correction(document, path, earlier.get(document.slug, []))
            yield document.get_absolute_url(), offer


def _offers_in(language: str, model: type[Document]) -> Iterator[tuple[str, Offer]]:
    content = _content(model._meta.app_label)
    for path in first_edition.files(content / language):
        document = model._default_manager.filter(slug=path.stem).first()
        offer = document and translated_edition.offer_correction(document, path, language)
        if document and offer:
            yield address_of(document, language), offer


def _content(app: str) -> Path:
    return Path(apps.get_app_config(app).path) / "content"
