"""What each app tells the ground about itself when the site starts; the ground names none of them.

An app says so in ``AppConfig.ready``. Models are kept in the order of the apps.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class FactUse:
    """A page that shows a fact of the clinic beyond the words on it."""

    fact: str
    page: str
    view: str


@dataclass(frozen=True)
class SharedPage:
    """A page on which all documents of a kind stand together: what the clinic says of itself."""

    view: str
    #: What staff call these documents, and what visitors look for in them.
    name: str
    description: str


@dataclass(frozen=True)
class Findable:
    """What visitors may search for beside the answers: a page, or a fact of the clinic.

    ``line`` is what is said of it, as HTML. It is empty for a fact that nobody entered: that is not
    shown, and who searches for just that is not led to words that would say it.
    """

    name: str
    title: str
    line: SafeString
    #: Where it leads, without a language, and what that page is called if it has another name.
    path: str
    place: str = ""
    #: The language of its title and line.
    language: str = "en"
    #: Other ways to ask for it, with commas between, and words it holds that are not shown.
    asked: str = ""
    text: str = ""


#: From a language to what may be found in it.
Findables = Callable[[str], Iterable[Findable]]

#: From the addresses of colleagues who must know of it, what was done, and the row it is about.
Teller = Callable[[list[str], str, Model | None], None]
#: What was done is not named: it is their turn.
TURN = "turn"

#: Models of documents: what visitors read at an address, with revisions.
documents: list[type[Model]] = []
#: Those whose words a clinician checks before the site opens. Of themselves people may speak alone.
checked_documents: list[type[Model]] = []
shared_pages: dict[type[Model], SharedPage] = {}
#: Other models with rows that visitors read.
shown_beside: list[type[Model]] = []
fact_uses: list[FactUse] = []
findables: list[Findables] = []
#: Views at which visitors write to the clinic; the words on the site link to the first.
writing_views: list[str] = []
#: How colleagues are told that it is their turn.
tellers: list[Teller] = []


def add_documents(*models: type[Model]) -> None:
    """Visitors read these, each on a page of its own, and a clinician checks their words."""
    documents.extend(models)
    checked_documents.extend(models)


def add_documents_of_page(model: type[Model], page: SharedPage, *, checked: bool = False) -> None:
    """Visitors read all of these on this one page.

    Checked by a clinician, too, if they speak of health.
    """
    documents.append(model)
    shared_pages[model] = page
    if checked:
        checked_documents.append(model)


def add_shown(*models: type[Model]) -> None:
    """Visitors read rows of these: every change makes the pages that are kept old."""
    shown_beside.extend(models)


def add_writing_view(name: str) -> None:
    """Visitors write to the clinic there."""
    writing_views.append(name)


def add_fact_uses(*uses: FactUse) -> None:
    """These pages show these facts."""
    fact_uses.extend(uses)


def add_findables(*found: Findables) -> None:
    """The search asks these what there is to find, whenever what visitors read has changed."""
    findables.extend(found)


def add_teller(teller: Teller) -> None:
    """Colleagues hear in this way of what waits for them, and of what was done with words."""
    tellers.append(teller)


def tell(addresses: Iterable[str], what: str = TURN, about: Model | None = None) -> None:
    """It is the turn of these colleagues; those without an address see it under Today.

    ``about`` is the draft they are led to.
    """
    known = sorted({address for address in addresses if address})
    for teller in tellers:
        teller(known, what, about)
