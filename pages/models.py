"""The pages and their revisions; and every other model of this app, for Django to find."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from pages.clinic.in_languages import FactInLanguage
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue
from pages.pictures.models import Picture, PictureCopy, PictureUpload
from pages.profile.models import (
    Person,
    PersonNote,
    PersonRevision,
    Place,
    PlaceNote,
    PlaceRevision,
    PriceList,
    PriceListNote,
    PriceListRevision,
    StartGuide,
    StartGuideNote,
    StartGuideRevision,
)
from pages.revisions.content_version import ContentVersion
from pages.revisions.document import Document
from pages.revisions.moved_addresses import MovedAddress
from pages.revisions.offered import OfferedCorrection
from pages.revisions.revision import Revision, RevisionNote
from pages.revisions.sources import Source
from pages.revisions.turns.readings import Reading
from pages.revisions.unsaved.kept_words import KeptWords

__all__ = [
    "Clinic",
    "ContentVersion",
    "FactInLanguage",
    "KeptWords",
    "Layout",
    "MovedAddress",
    "OfferedCorrection",
    "Page",
    "PageNote",
    "PageRevision",
    "Person",
    "PersonNote",
    "PersonRevision",
    "Picture",
    "PictureCopy",
    "PictureUpload",
    "Place",
    "PlaceNote",
    "PlaceRevision",
    "PriceList",
    "PriceListNote",
    "PriceListRevision",
    "Reading",
    "RuleValue",
    "Source",
    "StartGuide",
    "StartGuideNote",
    "StartGuideRevision",
]


class Layout(models.TextChoices):
    """How a page is laid out; each is a template in ``templates/pages/``."""

    HOME = "home", "Home"
    TREATMENT = "treatment", "Treatment overview"
    TOPIC = "topic", "Treatment topic"
    CONDITION = "condition", "Condition"
    VISIT = "visit", "Your visit"
    WIDE = "wide", "Wide page, for a table"
    PLAIN = "plain", "Plain page"


#: Addresses of pages every visitor must find: in a crisis, and to know what becomes of their words.
_ALWAYS_THERE = ("help-now", "privacy", "contact")


class Page(Document):
    """A page of its own."""

    FIXED_ROWS = (
        "({row}.layout IN ('home', 'treatment')"
        " OR {row}.slug IN ('help-now', 'privacy', 'contact'))"
    )

    layout = models.CharField(max_length=10, choices=Layout.choices, default=Layout.PLAIN)

    class Meta(Document.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["layout"],
                condition=Q(layout__in=[Layout.HOME, Layout.TREATMENT]),
                name="one_home_and_one_treatment_page",
            )
        ]

    @property
    def is_fixed(self) -> bool:
        """True for home and the overview, where menus lead, and for help, privacy and contact."""
        return self.layout in (Layout.HOME, Layout.TREATMENT) or self.slug in _ALWAYS_THERE

    def above(self) -> list[tuple[str, str]]:
        """A topic stands below the overview, a condition below the list of conditions."""
        match self.layout:
            case Layout.TOPIC:
                return [(gettext("Treatment"), reverse("pages:treatment"))]
            case Layout.CONDITION:
                return [(gettext("Conditions"), reverse("pages:plain", args=["conditions"]))]
            case _:
                return []

    def get_absolute_url(self) -> str:
        """Home and the overview have fixed addresses; topics and conditions live below theirs."""
        match self.layout:
            case Layout.HOME:
                return reverse("pages:home")
            case Layout.TREATMENT:
                return reverse("pages:treatment")
            case Layout.TOPIC:
                return reverse("pages:topic", args=[self.slug])
            case Layout.CONDITION:
                return reverse("pages:condition", args=[self.slug])
            case _:
                return reverse("pages:plain", args=[self.slug])


class PageRevision(Revision):
    """The words of a page."""

    WORDS = (*Revision.WORDS, "nav", "description")

    document = models.ForeignKey(Page, models.CASCADE, related_name="revisions")
    nav = models.CharField("short name for menus", max_length=40, blank=True)
    description = models.CharField(
        max_length=160, blank=True, help_text="What search engines show under the title."
    )

    class Meta(Revision.Meta):
        verbose_name = "words of a page"
        verbose_name_plural = "words of pages"

    @property
    def menu_name(self) -> str:
        """What links to this page say."""
        return self.nav or self.title


class PageNote(RevisionNote):
    """What colleagues say about words of a page."""

    revision = models.ForeignKey(PageRevision, models.CASCADE, related_name="notes")
