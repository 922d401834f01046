"""What the frame of every page needs: the clinic, and which part and place of the site this is."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from pages.clinic.facts import facts_of_this_page
from pages.clinic.hours import Hours
from pages.clinic.hours_in_words import today
from pages.clinic.known import Known, known
from pages.languages import Signposts, current, neutral
from pages.markup.anchors import Anchors
from pages.markup.terms import GLOSSARY, words_of
from pages.models import PageRevision
from pages.profile.facts import prices_of
from pages.profile.shown import Profile, profile_of
from pages.revisions.revision import State
from pages.scenes import NIGHT, scene_at
from pages.version import memory_of

#: What a study counts is said on the page of studies itself.
_EXPLAINED = (GLOSSARY, "/treatment/research/")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy, so that a page that shows no fact asks the database nothing."""
    here, profile = known(request), SimpleLazyObject(lambda: profile_of(request))
    return {
        "clinic": SimpleLazyObject(lambda: here.clinic),
        "profile": profile,
        "main_place": SimpleLazyObject(lambda: here.place),
        "today": SimpleLazyObject(lambda: _today(here)),
        "glossary": SimpleLazyObject(lambda: _glossary(request)),
        "facts": SimpleLazyObject(lambda: _facts(here, request)),
        "is_sample": settings.DEMO,
        "site_url": settings.SITE_URL,
        "scene": scene_at(request.path),
        "section": neutral(request.path).strip("/").split("/")[0],
        "signposts": Signposts(request.path, memory=lambda: memory_of(request)),
        "anchors": Anchors(),
    }


def _glossary(request: HttpRequest) -> Mapping[str, str]:
    """The words that lead to the glossary; none where they are explained or help stands alone."""
    if neutral(request.path) in _EXPLAINED or scene_at(request.path) == NIGHT:
        return {}
    return memory_of(request).once((GLOSSARY, current()), _words_explained)


def _words_explained() -> Mapping[str, str]:
    slug = GLOSSARY.strip("/")
    live = PageRevision.objects.filter(document__slug=slug, state=State.LIVE, language=current())
    body = live.values_list("body", flat=True).first()
    return words_of(body) if body else {}


def _today(here: Known) -> str:
    """Whether it is open today; empty while visitors read that the site is being prepared."""
    return "" if here.clinic.is_being_prepared else today(Hours.of(here.place), timezone.now())


def _facts(here: Known, request: HttpRequest) -> dict[str, SafeString]:
    return memory_of(request).once(
        ("facts", current()), lambda: _made_facts(here, profile_of(request))
    )


def _made_facts(here: Known, profile: Profile) -> dict[str, SafeString]:
    prices = prices_of(profile.prices, profile.language)
    return facts_of_this_page(here.clinic, here.place, prices)
