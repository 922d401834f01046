"""What pages say of the clinic in several places: asked for once, until it changes."""

from functools import cached_property
from weakref import WeakKeyDictionary

from django.http import HttpRequest

from pages.clinic.models import Clinic
from pages.clinic.place import Place, main_place
from pages.languages import current
from pages.version import Memory, memory


class Known:
    """Each part is asked for when someone first needs it, in the language the page is in then."""

    @cached_property
    def memory(self) -> Memory:
        """What is known of the words as they are now."""
        return memory()

    @property
    def clinic(self) -> Clinic:
        """The clinic."""
        return self.memory.once(Clinic, Clinic.load)

    @property
    def place(self) -> Place:
        """The main place."""
        return self.memory.once((Place, current()), main_place)


_by_request: WeakKeyDictionary[HttpRequest, Known] = WeakKeyDictionary()


def known(request: HttpRequest) -> Known:
    """What the answer to this request knows of the clinic: its view and its frame share it."""
    return _by_request.setdefault(request, Known())
