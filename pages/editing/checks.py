"""Says what to look at again in words that staff wrote, dead links to our own pages among it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from html.parser import HTMLParser

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.languages import DEFAULT, languages_of_match, neutral, of_path, path_in
from pages.markup.blocks import pictures_in
from pages.markup.html import line_to_text, to_html
from pages.markup.reading import Reading
from pages.markup.remarks import Remark, Shown, shown
from pages.markup.structure import look_at_plain
from pages.markup.writing_checks import Written, warnings_about
from pages.pictures.used import not_there
from pages.revisions.moved_addresses import MovedAddress
from pages.revisions.revision import Revision
from pages.revisions.sources import Source


@dataclass(frozen=True)
class Checks:
    """How a revision reads, and what to look at again in it."""

    reading: Reading | None
    warnings: list[str]
    #: The same, each with the place in the form that it is about.
    shown: list[Shown]

    @property
    def claims(self) -> list[str]:
        """Those of the warnings that are about a promise nobody may make of a treatment."""
        return [one for one in self.warnings if getattr(one, "is_claim", False)]


def check(request: HttpRequest, revision: Revision, sources: Iterable[Source]) -> Checks:
    """Read a revision, which nobody need have saved, as a careful colleague would."""
    facts = facts_for_words(Clinic.load(), revision.language)
    with translation.override(revision.language):
        html = to_html(revision.body, facts)
    written = Written(
        title=revision.title,
        summary=line_to_text(revision.summary, facts),
        body=revision.body,
        html=html,
        medical=revision.document.medical,
        sources=tuple(source.url for source in sources),
        language=revision.language,
        more=tuple(_more(revision).values()),
    )

    def is_there(link: str) -> bool:
        # A translation leads to pages in its own language where they are there.
        paths = {path_in(revision.language, link), link}
        return any(leads_somewhere(path, visit(request, path.partition("#")[0])) for path in paths)

    # The grade is counted by an English dictionary.
    reading = written.reading if revision.language == DEFAULT else None
    found = [
        *_without_source(written),
        *_in_plain_fields(revision),
        *warnings_about(written, settings.SITE_HOST, is_there),
    ]
    found += [
        Remark(f"There is no picture “{key}”. Look under Pictures", key)
        for key in _lacking(revision)
    ]
    found += revision.document.to_look_at(revision)
    return Checks(reading, found, shown(found, _typed(revision) | _more(revision)))


def _typed(revision: Revision) -> dict[str, str]:
    """What was typed into the fields that all kinds of words have."""
    return {name: getattr(revision, name) for name in ("body", "title", "summary")}


def _more(revision: Revision) -> dict[str, str]:
    """What was typed into the others that visitors read."""
    names = set(revision.WORDS).difference(_typed(revision), ("language", "keywords"))
    texts = {name: getattr(revision, name) for name in sorted(names)}
    return {name: text for name, text in texts.items() if isinstance(text, str) and text}


def _without_source(written: Written) -> Iterator[str]:
    """Medical words rest on something that visitors can look up."""
    if written.medical and not written.sources:
        yield Remark("A medical answer without a source. Add one.", field="sources")


def _in_plain_fields(revision: Revision) -> Iterator[str]:
    """Signs that mean nothing in any field but the text."""
    for field in revision._meta.fields:
        text = getattr(revision, field.attname)
        if field.name in revision.WORDS and field.name != "body" and isinstance(text, str):
            label = str(field.verbose_name).capitalize()
            yield from (f"{label}: {found}" for found in look_at_plain(text))


def _lacking(revision: Revision) -> list[str]:
    """Keys of pictures that visitors would not see here."""
    return not_there(pictures_in(revision.body))


def check_stored(request: HttpRequest, revision: Revision) -> Checks:
    """The same of a revision that is saved."""
    return check(request, revision, revision.sources.all())


def visit(request: HttpRequest, address: str) -> HttpRequest:
    """The request of a visitor for this address."""
    visitor = copy(request)
    visitor.method = "GET"
    visitor.path = visitor.path_info = address
    return visitor


def leads_somewhere(link: str, visitor: HttpRequest) -> bool:
    """True if a visitor who follows this path finds a page there, and its ``#`` place on it.

    ``visitor`` is a request as a visitor makes it.
    """
    address, _hash, place = link.partition("#")
    path = address.partition("?")[0]
    with translation.override(of_path(path)):
        try:
            found = resolve(path)
        except Resolver404:
            return MovedAddress.objects.filter(old_path=neutral(path)).exists()
        languages = languages_of_match(found)
        if languages is not None and of_path(path) not in languages:
            return MovedAddress.objects.filter(old_path=neutral(path)).exists()
        # Of a view that is not a page of words nobody can say which places it has.
        return not (place and languages) or place in _places(found, visitor)


def _places(found: ResolverMatch, visitor: HttpRequest) -> set[str]:
    """What can be linked to on the page of a view."""
    try:
        answer = found.func(visitor, *found.args, **found.kwargs)
    except Http404:
        return set()
    reader = _Ids()
    reader.feed(answer.content.decode())
    return reader.found


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update(value for name, value in attrs if name == "id" and value)
