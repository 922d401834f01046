"""What a page says of the clinic in several places: asked for once in the answer to a request."""

from functools import cached_property
from weakref import WeakKeyDictionary

from django.http import HttpRequest

from pages.clinic.models import Clinic
from pages.clinic.place import Place, main_place


class Known:
    """Each part is asked for when someone first needs it, in the language the page is in then."""

    @cached_property
    def clinic(self) -> Clinic:
        """The clinic."""
        return Clinic.load()

    @cached_property
    def place(self) -> Place:
        """The main place."""
        return main_place()


_by_request: WeakKeyDictionary[HttpRequest, Known] = WeakKeyDictionary()


def known(request: HttpRequest) -> Known:
    """What the answer to this request knows of the clinic: its view and its frame share it."""
    return _by_request.setdefault(request, Known())
