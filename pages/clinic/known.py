"""What pages say of the clinic in several places: asked for once, until it changes."""

from dataclasses import dataclass

from django.http import HttpRequest

from pages.clinic.models import Clinic
from pages.clinic.place import PlaceFacts, main_place
from pages.languages import current
from pages.version import memory_of


@dataclass(frozen=True)
class Known:
    """Each part is asked for when someone first needs it, in the language the page is in then."""

    request: HttpRequest

    @property
    def clinic(self) -> Clinic:
        """The clinic."""
        return memory_of(self.request).once(Clinic, Clinic.load)

    @property
    def place(self) -> PlaceFacts:
        """The main place."""
        return memory_of(self.request).once((PlaceFacts, current()), main_place)


def known(request: HttpRequest) -> Known:
    """What the answer to this request knows of the clinic: its view and its frame share it."""
    return Known(request)
