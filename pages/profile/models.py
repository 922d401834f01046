"""People, places, prices and the way to start: documents, so that they have drafts and reviews."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from pages.pictures.models import WithPicture
from pages.profile import look_at, tables
from pages.profile.documents import ProfileDocument, ProfileRevision
from pages.profile.new_patients import NewPatients
from pages.profile.rows_field import RowsField
from pages.profile.sums import why_no_sum
from pages.revisions.document import Document
from pages.revisions.revision import Revision, RevisionNote, State

#: Said where someone would be shown who did not agree.
ASK_FIRST = "Ask this person first. Tick this once they agreed to be shown."


class Person(ProfileDocument):
    """Someone whom patients will meet."""

    class Meta(Document.Meta):
        verbose_name_plural = "people"

    def get_absolute_url(self) -> str:
        """Among the others on the page of the team."""
        return f"{reverse('pages:team')}#{self.slug}"

    @property
    def why_not_put_back(self) -> str:
        """Being shown needs a yes that is given after they were taken off."""
        return "Ask this person first, tick that they agreed, and publish the draft."

    def ask_again(self) -> None:
        """No draft, in whatever language, brings them back without a new yes.

        Nor does a form that a colleague opened before: it is of other words now.
        """
        drafts = self.revisions.filter(state=State.DRAFT)
        drafts.update(agreed=False, changed_at=timezone.now())


class PersonRevision(WithPicture, ProfileRevision):
    """Who someone is: the title is the name, the short answer a sentence in their own words."""

    WORDS = (
        *Revision.WORDS,
        "role",
        "credentials",
        "license",
        "license_link",
        "speaks",
        "agreed",
        "picture_id",
    )

    document = models.ForeignKey(Person, models.CASCADE, related_name="revisions")
    role = models.CharField(
        max_length=120, blank=True, help_text="In plain words: Nurse, sits with you."
    )
    credentials = models.CharField(max_length=120, blank=True, help_text="For example MD or RN.")
    license = models.CharField(
        max_length=120, blank=True, help_text="State and number, as the board lists it."
    )
    license_link = models.URLField(
        "where to check the license",
        blank=True,
        help_text="The page of the state board.",
    )
    speaks = models.CharField(
        "languages", max_length=120, blank=True, help_text="For example English and Spanish."
    )
    agreed = models.BooleanField(
        "this person agreed to be shown",
        default=False,
        help_text="Without that, visitors never see them.",
    )

    class Meta(ProfileRevision.Meta):
        verbose_name = "words of a person"
        verbose_name_plural = "words of people"
        constraints = [
            *ProfileRevision.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state=State.LIVE) | Q(agreed=True), name="a_shown_person_agreed"
            ),
        ]

    @property
    def may_be_shown(self) -> bool:
        """Only who agreed."""
        return self.agreed

    @property
    def refusal(self) -> str:
        """Nobody is shown who did not agree."""
        return super().refusal if self.may_be_shown else ASK_FIRST


class PersonNote(RevisionNote):
    """What colleagues say about words of a person."""

    revision = models.ForeignKey(PersonRevision, models.CASCADE, related_name="notes")


class Place(ProfileDocument):
    """Where patients come. The first one is the main one."""

    def get_absolute_url(self) -> str:
        """The page that says how to find us."""
        return f"{reverse('pages:find_us')}#{self.slug}"

    def to_look_at(self, revision: Revision) -> list[str]:
        """Hours that may have been typed the wrong way round."""
        return [*look_at.past_midnight(getattr(revision, "hours", ""))]


class PlaceRevision(WithPicture, ProfileRevision):
    """A place: the title is its name, the short answer a sentence on coming in."""

    WORDS = (
        *Revision.WORDS,
        "street",
        "city",
        "map_link",
        "hours",
        "closed_days",
        "door",
        "step_free",
        "parking",
        "bus",
        "directions",
        "equipment",
        "emergency_plan",
        "picture_id",
    )
    WRITTEN_ONCE = ("street", "city", "map_link", "hours", "closed_days", "picture")

    document = models.ForeignKey(Place, models.CASCADE, related_name="revisions")
    street = models.CharField(max_length=120, blank=True)
    city = models.CharField("city, state and ZIP code", max_length=120, blank=True)
    map_link = models.URLField(
        "link to a map", blank=True, help_text="Visitors follow it; nothing is loaded from there."
    )
    hours = RowsField(
        "open hours",
        table=tables.HOURS,
        help_text="Leave a day empty if you are closed. A day may have two rows, around a break.",
    )
    closed_days = RowsField(
        table=tables.CLOSED_DAYS, help_text="Holidays, and other days you are not there."
    )
    door = models.TextField("what the door looks like", blank=True, default="")
    step_free = models.TextField("coming in without steps", blank=True, default="")
    parking = models.TextField(blank=True, default="")
    bus = models.TextField("bus and train", blank=True, default="")
    directions = models.TextField("directions and parking", blank=True, default="")
    equipment = models.TextField(
        "who watches a session, and with what equipment", blank=True, default=""
    )
    emergency_plan = models.TextField("if something goes wrong", blank=True, default="")

    class Meta(ProfileRevision.Meta):
        verbose_name = "words of a place"
        verbose_name_plural = "words of places"

    @property
    def has_directions(self) -> bool:
        """True if one of the lines on coming in says something."""
        return any((self.door, self.step_free, self.parking, self.bus, self.directions))

    @property
    def tells_the_way(self) -> bool:
        """True if there is anything to read under a heading on the way here."""
        is_seen = self.picture is not None and self.picture.is_ready
        return bool(self.has_directions or self.summary or self.body or is_seen)


class PlaceNote(RevisionNote):
    """What colleagues say about words of a place."""

    revision = models.ForeignKey(PlaceRevision, models.CASCADE, related_name="notes")


class PriceList(ProfileDocument):
    """What treatment costs here. There is one."""

    slug = models.SlugField(
        "web address", max_length=60, unique=True, default="prices", editable=False
    )

    class Meta(Document.Meta):
        verbose_name = "price list"
        constraints = [models.CheckConstraint(condition=Q(slug="prices"), name="one_price_list")]

    def get_absolute_url(self) -> str:
        """The page of prices."""
        return reverse("pages:prices")

    def to_look_at(self, revision: Revision) -> list[str]:
        """Why the sum is missing that was asked for, and amounts that are in no row."""
        why = why_no_sum(revision)
        return [*([why] if why else []), *look_at.amounts_in_no_row(revision)]


class PriceListRevision(ProfileRevision):
    """Prices in the clinic's own words, and which plans it takes."""

    WORDS = (
        *Revision.WORDS,
        "prices",
        "sessions_in_course",
        "not_included",
        "plans",
        "how_to_pay",
        "good_faith_estimate",
    )
    WRITTEN_ONCE = ("sessions_in_course",)
    MUST_BE_NEW = True

    document = models.ForeignKey(PriceList, models.CASCADE, related_name="revisions")
    prices = RowsField(table=tables.PRICES)
    sessions_in_course = models.PositiveSmallIntegerField(
        "sessions in a first course",
        null=True,
        blank=True,
        help_text="For the sum of the first sessions and every visit in your list.",
    )
    not_included = models.TextField("what is not in the prices", blank=True, default="")
    plans = RowsField("insurance plans", table=tables.PLANS)
    how_to_pay = models.TextField("ways to pay", blank=True, default="")
    good_faith_estimate = models.TextField(
        "how someone asks for an estimate", blank=True, default=""
    )

    class Meta(ProfileRevision.Meta):
        verbose_name = "words of the price list"
        verbose_name_plural = "words of the price list"


class PriceListNote(RevisionNote):
    """What colleagues say about words of the price list."""

    revision = models.ForeignKey(PriceListRevision, models.CASCADE, related_name="notes")


class StartGuide(Document):
    """How someone becomes a patient, step by step. There is one, and it is medical."""

    always_medical = True
    slug = models.SlugField(
        "web address", max_length=60, unique=True, default="how-to-start", editable=False
    )

    class Meta(Document.Meta):
        verbose_name = "guide to start"
        verbose_name_plural = "guide to start"
        constraints = [
            models.CheckConstraint(condition=Q(slug="how-to-start"), name="one_guide_to_start")
        ]

    def get_absolute_url(self) -> str:
        """The page on how to start."""
        return reverse("pages:how_to_start")


class StartGuideRevision(ProfileRevision):
    """The steps, and what is asked on the way."""

    WORDS = (*Revision.WORDS, "steps", "new_patients", "usual_wait", "what_we_ask", "if_we_say_no")
    WRITTEN_ONCE = ("new_patients",)
    MUST_BE_NEW = True

    document = models.ForeignKey(StartGuide, models.CASCADE, related_name="revisions")
    steps = RowsField(table=tables.STEPS)
    new_patients = models.CharField(
        "do you take new patients?", max_length=4, choices=NewPatients.choices, blank=True
    )
    usual_wait = models.CharField(max_length=120, blank=True, help_text="For example 2 weeks.")
    what_we_ask = RowsField("what you ask, and why", table=tables.ASKED)
    if_we_say_no = models.TextField("if you say no to someone", blank=True, default="")

    class Meta(ProfileRevision.Meta):
        verbose_name = "words of the guide to start"
        verbose_name_plural = "words of the guide to start"


class StartGuideNote(RevisionNote):
    """What colleagues say about words of the guide to start."""

    revision = models.ForeignKey(StartGuideRevision, models.CASCADE, related_name="notes")
