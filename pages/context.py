"""What the frame of every page needs: the clinic, and which part of the site this is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pages.clinic.facts import facts_of_this_page
from pages.clinic.models import Clinic
from pages.languages import Signposts, neutral


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy, so that a page that shows no fact asks the database nothing."""
    clinic: Any = SimpleLazyObject(Clinic.load)
    return {
        "clinic": clinic,
        "facts": SimpleLazyObject(lambda: facts_of_this_page(clinic)),
        "site_url": settings.SITE_URL,
        "section": neutral(request.path).strip("/").split("/")[0],
        "signposts": Signposts(request.path),
    }
