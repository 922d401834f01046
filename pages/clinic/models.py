"""What only the clinic knows about itself, but for its people, places and prices."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from pages.typed import dialable

# While a rule says this, it is said in every language that the site speaks: see in_languages.py.
_DRIVING = gettext_noop("at least until the next day, after a full night's sleep")
_USUAL_COURSE = gettext_noop("6 sessions over 2 to 3 weeks")
_FDA_STATUS = gettext_noop(
    "The FDA has not approved ketamine for depression or any mental health condition."
)


class Clinic(models.Model):
    """What only the clinic knows. There is one row; whatever is empty is not shown to visitors."""

    name = models.CharField(max_length=60, default="BrainStim")
    phone = models.CharField(max_length=20, blank=True, help_text="For example (202) 555-0142")
    night_phone = models.CharField(
        "phone while you are closed",
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="Only if a person answers. Printed for patients and drivers on the day.",
    )
    doctors_line = models.TextField(
        "fax and phone for doctors who refer, and when you call back",
        blank=True,
        default="",
        db_default="",
        help_text="For example Fax (202) 555-0143. We call back within 1 business day.",
    )
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
        default=_USUAL_COURSE,
        db_default=_USUAL_COURSE,
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

    @property
    def is_not_open_yet(self) -> bool:
        """True while nobody may be there to read messages; the sample clinic is as if it were."""
        return self.is_being_prepared and not settings.DEMO

    def clean(self) -> None:
        """Refuse a phone number nobody could call."""
        wrong = [
            name
            for name in ("phone", "night_phone")
            if (number := getattr(self, name)) and not dialable(number)
        ]
        if wrong:
            raise ValidationError(dict.fromkeys(wrong, "Enter a phone number with its area code."))
