"""Every page as the search knows it; one that is not translated, by what it is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.finding.wording import ways_to_ask
from pages.languages import DEFAULT, neutral
from pages.markup.html import line_to_html, to_html, words_of_html
from pages.models import Layout, Page, PageRevision
from pages.registry import Findable


def pages(language: str) -> Iterable[Findable]:
    """The pages in this language, then those that are only in English."""
    clinic = Clinic.load()
    here = list(Page.objects.live(language))
    facts = facts_for_words(clinic, language)
    yield from (_findable(page, clinic, facts) for page in here)
    if language != DEFAULT:
        english = Page.objects.live(DEFAULT).exclude(pk__in=[page.pk for page in here])
        facts = facts_for_words(clinic, DEFAULT)
        yield from (_by_name_alone(page, facts, language) for page in english)


def _findable(page: Page, clinic: Clinic, facts: dict[str, SafeString]) -> Findable:
    words = page.shown
    is_home = page.layout == Layout.HOME
    menu_name = words.menu_name if isinstance(words, PageRevision) else ""
    return Findable(
        name=page.slug,
        title=clinic.name if is_home else words.title,
        line=line_to_html(words.summary, facts),
        path=neutral(page.get_absolute_url()),
        place=_place(page),
        language=words.language,
        asked=ways_to_ask("pages", page.slug, words.language) or menu_name,
        text=words_of_html(to_html(words.body, facts)),
    )


def _by_name_alone(page: Page, facts: dict[str, SafeString], language: str) -> Findable:
    """Its English words would be compared with words of another language by chance."""
    words = page.shown
    return Findable(
        name=page.slug,
        title=words.title,
        line=line_to_html(words.summary, facts),
        path=neutral(page.get_absolute_url()),
        place=gettext("Page"),
        language=DEFAULT,
        asked=ways_to_ask("pages", page.slug, language),
    )


def _place(page: Page) -> str:
    """The page above it."""
    above = page.above()
    return above[-1][0] if above else gettext("Page")
