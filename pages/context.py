"""What the frame of every page needs: the clinic, and which part and place of the site this is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from pages.clinic.facts import facts_of_this_page
from pages.clinic.hours import Hours
from pages.clinic.hours_in_words import today
from pages.clinic.models import Clinic
from pages.clinic.place import Place, main_place
from pages.languages import Signposts, current, neutral
from pages.markup.anchors import Anchors
from pages.markup.terms import GLOSSARY, words_of
from pages.models import PageRevision
from pages.profile.shown import Profile
from pages.revisions.revision import State
from pages.scenes import NIGHT, scene_at

#: What a study counts is said on the page of studies itself.
_EXPLAINED = (GLOSSARY, "/treatment/research/")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy, so that a page that shows no fact asks the database nothing."""
    clinic: Any = SimpleLazyObject(Clinic.load)
    place: Any = SimpleLazyObject(main_place)
    return {
        "clinic": clinic,
        "profile": Profile(current()),
        "main_place": place,
        "today": SimpleLazyObject(lambda: _today(clinic, place)),
        "glossary": SimpleLazyObject(lambda: _glossary(request.path)),
        "facts": SimpleLazyObject(lambda: facts_of_this_page(clinic)),
        "is_sample": settings.DEMO,
        "site_url": settings.SITE_URL,
        "scene": scene_at(request.path),
        "section": neutral(request.path).strip("/").split("/")[0],
        "signposts": Signposts(request.path),
        "anchors": Anchors(),
    }


def _glossary(path: str) -> dict[str, str]:
    """The words that lead to the glossary; none where they are explained or help stands alone."""
    if neutral(path) in _EXPLAINED or scene_at(path) == NIGHT:
        return {}
    slug = GLOSSARY.strip("/")
    live = PageRevision.objects.filter(document__slug=slug, state=State.LIVE, language=current())
    body = live.values_list("body", flat=True).first()
    return words_of(body) if body else {}


def _today(clinic: Clinic, place: Place) -> str:
    """Whether it is open today; empty while visitors read that the site is being prepared."""
    return "" if clinic.is_being_prepared else today(Hours.of(place), timezone.now())
