"""Says which language a page is in, by its address alone, and where it is to be had in another."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from typing import Any, Protocol, cast

from django.conf import settings
from django.db import Error as DatabaseDown
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pages.public import Parts, View
from pages.version import Memory, memory_of

DEFAULT: str = settings.LANGUAGE_CODE
#: Their codes, which their addresses start with, and what each is called by those who speak it.
OTHERS = {code: name for code, name in settings.LANGUAGES if code != DEFAULT}

#: A link to one of our own pages, with its words.
_OUR_LINK = re.compile(
    r'<a href="(?P<path>/(?!/)[^"#?]*)(?P<rest>[^"]*"[^>]*)>(?P<words>.*?)</a>', re.DOTALL
)

#: From the parts of an address to the languages in which there are words at it.
Languages = Callable[..., Iterable[str]]


class ByOneLook(ABC):
    """Such languages, told for any number of addresses by one look at the database."""

    @abstractmethod
    def look(self) -> Collection[Any]:
        """What there is, the same for all of this class."""

    @abstractmethod
    def seen(self, there: Collection[Any], **parts: str) -> list[str]:
        """The languages of the words at an address with these parts."""

    def __call__(self, **parts: str) -> list[str]:
        """The same for one address alone."""
        return self.seen(self.look(), **parts)


def of_path(path: str) -> str:
    """The language of the page at this path."""
    first = path.split("/", 2)[1:2]
    return first[0] if first and first[0] in OTHERS else DEFAULT


def neutral(path: str) -> str:
    """The path without its language: the one of the page in English."""
    language = of_path(path)
    return path if language == DEFAULT else path.removeprefix(f"/{language}") or "/"


def path_in(language: str, path: str) -> str:
    """The path of the same page in this language."""
    return neutral(path) if language == DEFAULT else f"/{language}{neutral(path)}"


def front_page(language: str) -> str:
    """The path of the front page in this language."""
    return "/" if language == DEFAULT else f"/{language}/"


def current() -> str:
    """The language of the page that is being made."""
    return translation.get_language() or DEFAULT


def in_brackets(language: str) -> str:
    """What follows a title whose words are not in English: “ (Español)”; nothing in English."""
    return f" ({OTHERS[language]})" if language in OTHERS else ""


def says_in_english(words: str) -> str:
    """What a link says that leads to English from a page that is not: “Cost (in English)”."""
    return gettext("%s (in English)") % words


class HasAddress(Protocol):
    """What visitors read at an address of its own."""

    def get_absolute_url(self) -> str:
        """Its path, in the language that is spoken."""


def address_of(document: HasAddress, language: str) -> str:
    """Where visitors read this document in this language."""
    with translation.override(language):
        return document.get_absolute_url()


class NotInThisLanguageError(Http404):
    """There are words at this address, but only in English; ``english`` is where."""

    def __init__(self, english: str) -> None:
        super().__init__()
        self.english = english


def spoken(languages: Languages, *, shipped: bool = False) -> Callable[[View[Parts]], View[Parts]]:
    """View decorator: the page is there in the languages that ``languages(**kwargs)`` names.

    English is left to the view, which says itself when there is nothing. What is sent with a form
    is always let through, so that nobody loses what they typed. ``shipped``: its words in every
    other language come with the code, so there it is always found.
    """

    def decorator(view: View[Parts]) -> View[Parts]:
        @wraps(view)
        def spoken_view(
            request: HttpRequest, /, *args: Parts.args, **kwargs: Parts.kwargs
        ) -> HttpResponse:
            here = current()
            if here != DEFAULT and not shipped and request.method != "POST":
                there = {*_asked_of(languages, cast("dict[str, str]", kwargs), memory_of(request))}
                if DEFAULT in there and here not in there:
                    raise NotInThisLanguageError(neutral(request.path))
                if here not in there:
                    raise Http404
            return view(request, *args, **kwargs)

        spoken_view.languages = languages  # type: ignore[attr-defined]
        spoken_view.shipped = shipped  # type: ignore[attr-defined]
        return spoken_view

    return decorator


@dataclass(frozen=True)
class Alternate:
    """A page in one language: the code and the name of the language, and the path."""

    language: str
    name: str
    path: str


class Signposts:
    """Where the links of one page lead: to its own language if that is there, or else to English.

    What was asked once is remembered, so one of them serves one page; looks at the database are
    remembered in ``memory``. ``silent`` asks nothing and knows only of English and of what is
    shipped: for when the database does not answer.
    """

    def __init__(
        self, path: str, *, silent: bool = False, memory: Callable[[], Memory] = Memory
    ) -> None:
        self.path = path
        self.language = of_path(path)
        self._silent = silent
        self._known: dict[str, list[str]] = {}
        self._memory = cache(memory)

    def path_to(self, path: str) -> str:
        """The path to follow to this page of the site, which is given without a language."""
        if self.language == DEFAULT or self.language not in self.languages_at(path):
            return path
        return f"/{self.language}{path}"

    def turn_links(self, html: SafeString) -> SafeString:
        """Links to pages of ours, written as to the English ones, lead to this language.

        Those to pages that are only in English say so.
        """
        if self.language == DEFAULT:
            return html
        return SafeString(_OUR_LINK.sub(self._turned, html))

    def _turned(self, link: re.Match[str]) -> str:
        path = neutral(link["path"])
        target, rest, words = self.path_to(path), link["rest"], link["words"]
        is_told = "hreflang" in rest
        if target == path and DEFAULT in self.languages_at(path) and not is_told:
            # In a row that is a link, its name stands in bold before what is said of it.
            name, end, said_of_it = words.partition("</b>")
            rest, words = (
                f'{rest} hreflang="{DEFAULT}"',
                f"{says_in_english(name)}{end}{said_of_it}",
            )
        return f'<a href="{target}{rest}>{words}</a>'

    def alternates(self) -> list[Alternate]:
        """This page in each language it is there in."""
        names = dict(settings.LANGUAGES)
        there = self.languages_at(neutral(self.path))
        return [
            Alternate(code, names[code], path_in(code, self.path))
            for code in names
            if code in there
        ]

    def elsewhere(self) -> Iterator[Alternate]:
        """For each other language this page, or else the front page, if that is there."""
        here, home = neutral(self.path), "/"
        for code, name in settings.LANGUAGES:
            if code == self.language:
                continue
            for path in (here, home):
                if code in self.languages_at(path):
                    yield Alternate(code, str(name), path_in(code, path))
                    break

    def languages_at(self, path: str) -> list[str]:
        """The languages of the page at this path, which is given without a language."""
        if path not in self._known:
            self._known[path] = self._ask(path)
        return self._known[path]

    def _ask(self, path: str) -> list[str]:
        found = _page_at(path)
        return (found and languages_of_match(found, self._written)) or []

    def _written(self, languages: Languages, parts: dict[str, str]) -> Iterable[str]:
        if self._silent:
            return [DEFAULT]
        return _asked_of(languages, parts, self._memory())


# Anybody can make up addresses, so only so many are remembered.
@lru_cache(maxsize=1000)
def _page_at(path: str) -> ResolverMatch | None:
    """What is at this path, which is given without a language."""
    try:
        with translation.override(DEFAULT):
            return resolve(path)
    except Resolver404:
        return None


def _asked_of(languages: Languages, parts: dict[str, str], memory: Memory) -> Iterable[str]:
    """The same, remembered where the parts of an address make no difference to what is asked."""
    if isinstance(languages, ByOneLook):
        return languages.seen(memory.once(type(languages), languages.look), **parts)
    if parts:
        return languages(**parts)
    return memory.once(languages, lambda: [*languages()])


def _ask_now(languages: Languages, parts: dict[str, str]) -> Iterable[str]:
    return languages(**parts)


def languages_of_match(
    found: ResolverMatch, ask: Callable[[Languages, dict[str, str]], Iterable[str]] = _ask_now
) -> list[str] | None:
    """The languages of the page that this address leads to; None if it is no page of words."""
    languages: Languages | None = getattr(found.func, "languages", None)
    if languages is None:
        return None
    shipped = list(OTHERS) if getattr(found.func, "shipped", False) else []
    try:
        written = [*ask(languages, found.kwargs)]
    except DatabaseDown:
        written = []
    return list(dict.fromkeys([*written, *shipped]))
