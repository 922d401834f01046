"""What each app tells the ground about itself when the site starts; the ground names none of them.

An app says so in ``AppConfig.ready``. Models are kept in the order of the apps.
"""

from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class FactUse:
    """A page that shows a fact of the clinic beyond the words on it."""

    fact: str
    page: str
    view: str


#: Models of documents: what visitors read at an address, with revisions.
documents: list[type[Model]] = []
#: Other models with rows that visitors read.
shown_beside: list[type[Model]] = []
fact_uses: list[FactUse] = []
#: Views at which visitors write to the clinic; the words on the site link to the first.
writing_views: list[str] = []


def add_documents(*models: type[Model]) -> None:
    """Visitors read these, and their words live in revisions."""
    documents.extend(models)


def add_shown(*models: type[Model]) -> None:
    """Visitors read rows of these: every change makes the pages that are kept old."""
    shown_beside.extend(models)


def add_writing_view(name: str) -> None:
    """Visitors write to the clinic there."""
    writing_views.append(name)


def add_fact_uses(*uses: FactUse) -> None:
    """These pages show these facts."""
    fact_uses.extend(uses)
