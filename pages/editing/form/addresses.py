"""Makes an address for a document from its title: one that nothing else has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from django.utils import timezone
from django.utils.text import slugify

from pages.editing.form import rules
from pages.revisions.document import Document
from pages.revisions.gone import off_site

#: After so many a person has to think of one.
_MOST_TRIES = 20


def free_slug(document: Document, title: str) -> str:
    """Made from the title; with a number if another document of this kind has it already."""
    taken = set(_others(document))
    return next(slug for slug in _candidates(document, title) if slug not in taken)


def taken_in_the_bin(document: Document, typed: str, title: str) -> str:
    """That words in the bin still have the address, typed or made from the title; or empty."""
    slug = typed or next(_candidates(document, title))
    kind = type(document)
    binned = kind._default_manager.filter(slug=slug, binned_at__isnull=False)
    if not binned.exclude(pk=document.pk).exists():
        return ""
    if off_site.in_the_bin(kind, timezone.now()).filter(slug=slug).exists():
        return f"“{slug}” is taken by words in the bin. Take them back or choose another address."
    return f"“{slug}” is taken by words that were thrown away. Choose another address."


def keep_clear(document: Document) -> None:
    """Number the made address if another part of the site lives there."""
    if rules.refuse_address(document):
        taken = set(_others(document))
        for slug in islice(_candidates(document, document.slug), _MOST_TRIES):
            document.slug = slug
            if slug not in taken and not rules.refuse_address(document):
                return


def _others(document: Document) -> Iterator[str]:
    others = type(document)._default_manager.exclude(pk=document.pk)
    yield from others.values_list("slug", flat=True)


def _candidates(document: Document, title: str) -> Iterator[str]:
    """The slug of the title, then the same with a number; of letters we cannot write, the kind."""
    longest = document._meta.get_field("slug").max_length or 0
    slug = slugify(title) or str(document._meta.model_name)
    yield slug[:longest]
    for number in count(2):
        end = f"-{number}"
        yield f"{slug[: longest - len(end)]}{end}"
