"""What only the clinic knows about itself: its facts, hours, closed days and prices."""

from datetime import time
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.formats import time_format

from pages.typed import dialable

_DRIVING = "at least until the next day, after a full night's sleep"
_FDA_STATUS = "The FDA has not approved ketamine for depression or any mental health condition."


class Clinic(models.Model):
    """What only the clinic knows. There is one row; whatever is empty is not shown to visitors."""

    name = models.CharField(max_length=60, default="BrainStim")
    phone = models.CharField(max_length=20, blank=True, help_text="For example (202) 555-0142")
    street = models.CharField(max_length=120, blank=True)
    city = models.CharField("city, state and ZIP code", max_length=120, blank=True)
    directions = models.TextField("directions and parking", blank=True)
    payment = models.TextField("ways to pay", blank=True)
    refunds = models.TextField("refunds, if someone stops or the clinic closes", blank=True)
    first_talk_cost = models.CharField("cost of a first talk", max_length=200, blank=True)
    records = models.TextField("bills and records you give (for a superbill)", blank=True)
    spravato = models.TextField("whether you offer Spravato", blank=True)
    visit_length = models.CharField("time to allow for a visit", max_length=120, blank=True)
    companion = models.TextField("who may stay with a patient", blank=True)
    taxi = models.TextField("whether a taxi alone is enough to go home", blank=True)
    referral = models.TextField("whether a referral is needed", blank=True)
    medicines_rule = models.TextField("what you ask about other medicines", blank=True)
    food_and_drink = models.TextField("food and drink before a session", blank=True)
    team = models.TextField("who watches a session, and with what equipment", blank=True)
    minimum_age = models.CharField("youngest age you treat", max_length=60, blank=True)
    privacy_contact = models.TextField("who answers privacy questions, and how", blank=True)
    reply_days = models.PositiveSmallIntegerField("reply within business days", default=1)
    driving_rule = models.CharField(
        "how long nobody drives",
        max_length=160,
        default=_DRIVING,
        db_default=_DRIVING,
        help_text="The whole rule, after “Do not drive”. A clinician has to agree.",
    )
    usual_course = models.CharField(
        "a usual course",
        max_length=120,
        default="6 sessions over 2 to 3 weeks",
        db_default="6 sessions over 2 to 3 weeks",
        help_text="Change the dots on the pages named below as well. A clinician has to agree.",
    )
    fda_status = models.CharField(
        "what the FDA says",
        max_length=200,
        default=_FDA_STATUS,
        db_default=_FDA_STATUS,
        help_text="One sentence. A clinician has to agree.",
    )
    opened_at = models.DateTimeField("open to visitors since", null=True, editable=False)
    #: Nobody for a site that ran before anyone was asked to open it.
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "clinic facts"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_clinic")]

    def __str__(self) -> str:
        return "Clinic facts"

    @classmethod
    def load(cls) -> Self:
        """The one row, with nothing but defaults if it was never saved."""
        return cls.objects.first() or cls(pk=1)

    @property
    def is_being_prepared(self) -> bool:
        """True until someone opens the site; False where only the database could tell."""
        return self.pk is not None and self.opened_at is None

    def clean(self) -> None:
        """Refuse a phone number nobody could call."""
        if self.phone and not dialable(self.phone):
            raise ValidationError({"phone": "Enter a phone number with its area code."})


class Day(models.IntegerChoices):
    """Days as Python counts them."""

    MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


class OpenHours(models.Model):
    """The clinic is open on this day of the week between these times, in its own time zone."""

    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="open_hours", default=1)
    day = models.SmallIntegerField(choices=Day.choices)
    opens = models.TimeField(default=time(9))
    closes = models.TimeField(default=time(17))

    class Meta:
        verbose_name_plural = "open hours"
        ordering = ["day", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(opens__lt=models.F("closes")), name="opens_first"),
            models.UniqueConstraint(fields=["day", "opens"], name="one_row_per_opening"),
        ]

    def __str__(self) -> str:
        times = (time_format(value, "g:i a") for value in (self.opens, self.closes))
        return f"{self.get_day_display()} {' to '.join(times)}"


class ClosedDay(models.Model):
    """A day the clinic is closed although its weekday is open."""

    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="closed_days", default=1)
    day = models.DateField(unique=True)
    reason = models.CharField(max_length=60, blank=True, help_text="For example Thanksgiving")

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.reason}".strip()


class Price(models.Model):
    """A price the clinic wants to publish, in its own words."""

    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="prices", default=1)
    label = models.CharField(max_length=80, help_text="For example One infusion")
    amount = models.CharField(max_length=40, help_text="For example $450")
    includes = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.amount}"
