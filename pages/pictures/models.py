"""Pictures: what staff say of each, the file until it is redrawn, and the copies visitors get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from pages.languages import DEFAULT, current
from pages.pictures.redraw import widths_of


class PictureState(models.TextChoices):
    """The worker redraws what waits; only what is ready is shown."""

    WAITING = "waiting", "Being prepared"
    READY = "ready", "Ready"
    BROKEN = "broken", "Broken"
    GONE = "gone", "Taken away"


class Across(models.IntegerChoices):
    """Where from left to right the part is that stays when a picture is cut."""

    LEFT = 0, "left"
    LEFT_OF_MIDDLE = 25, "left of the middle"
    MIDDLE = 50, "middle"
    RIGHT_OF_MIDDLE = 75, "right of the middle"
    RIGHT = 100, "right"


class Down(models.IntegerChoices):
    """Where from top to bottom it is."""

    TOP = 0, "top"
    ABOVE_MIDDLE = 25, "above the middle"
    MIDDLE = 50, "middle"
    BELOW_MIDDLE = 75, "below the middle"
    BOTTOM = 100, "bottom"


@dataclass(frozen=True)
class Text:
    """What is said of a picture; it may be in English on a page that is not."""

    text: str
    is_foreign: bool


#: Pictures that words may choose.
SHOWN_OR_SOON = Q(state__in=[PictureState.WAITING, PictureState.READY])


class PictureQuerySet(models.QuerySet["Picture"]):
    """Pictures by what can be done with them."""

    def ready(self) -> PictureQuerySet:
        """What visitors can see."""
        return self.filter(state=PictureState.READY)

    def waiting(self) -> PictureQuerySet:
        """What the worker has to redraw, the oldest first."""
        return self.filter(state=PictureState.WAITING).order_by("pk")


class Picture(models.Model):
    """A picture with what it shows. Its file never changes once it is ready."""

    title = models.CharField(
        "name", max_length=120, help_text="For colleagues. Visitors do not see it."
    )
    key = models.SlugField(
        max_length=60,
        unique=True,
        help_text="What words call it: ::: picture front-door. Left empty, it is made from the "
        "name.",
    )
    alt = models.CharField(
        "description",
        max_length=300,
        blank=True,
        help_text="What one would see, for people who cannot: “Photograph of a green door with "
        "a ramp beside it”. No praise.",
    )
    alt_es = models.CharField(
        "description in Spanish",
        max_length=300,
        blank=True,
        help_text="Empty, Spanish pages have the English one.",
    )
    decorative = models.BooleanField(
        "it is decorative",
        default=False,
        help_text="It says nothing that the words beside it do not say. It has no description.",
    )
    caption = models.CharField(
        max_length=300, blank=True, help_text="A line under the picture, for everyone."
    )
    caption_es = models.CharField("caption in Spanish", max_length=300, blank=True)
    focus_x = models.PositiveSmallIntegerField(
        "what matters is, from left to right", choices=Across.choices, default=Across.MIDDLE
    )
    focus_y = models.PositiveSmallIntegerField(
        "and from top to bottom",
        choices=Down.choices,
        default=Down.MIDDLE,
        help_text="That part stays where a picture has to be cut: the face of a portrait.",
    )

    state = models.CharField(
        max_length=7, choices=PictureState.choices, default=PictureState.WAITING, editable=False
    )
    reason = models.CharField(
        "why it is broken", max_length=200, blank=True, default="", editable=False
    )
    #: What its copies are called in their addresses; new pixels have a new one.
    address = models.CharField(max_length=16, blank=True, default="", editable=False)
    #: Of the largest copy.
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    added_at = models.DateTimeField("added", default=timezone.now, editable=False)
    #: Until then no other worker redraws it, and how often one began.
    leased_until = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-added_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(alt="", decorative=True) | (~Q(alt="") & Q(decorative=False)),
                name="a_picture_is_described_or_decorative",
            ),
            models.CheckConstraint(
                condition=Q(state="ready", width__gt=0, height__gt=0) & ~Q(address="")
                | ~Q(state="ready") & Q(address=""),
                name="a_ready_picture_has_an_address",
            ),
            models.UniqueConstraint(
                fields=["address"], condition=~Q(address=""), name="a_picture_of_its_own_address"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Either what it shows is said, or that there is nothing to say."""
        if self.alt and self.decorative:
            raise ValidationError({"decorative": "Describe it, or tick this: not both."})
        if not self.alt and not self.decorative:
            raise ValidationError(
                {"alt": "Say what the picture shows, or tick “it is decorative”."}
            )

    @property
    def is_ready(self) -> bool:
        """True if visitors can see it."""
        return self.state == PictureState.READY

    def address_of(self, width: int) -> str:
        """Where the copy of this width is, for ever."""
        return reverse("pictures:copy", args=[self.address, width])

    @property
    def smallest(self) -> str:
        """Where its smallest copy is."""
        return self.address_of(widths_of(self.width)[0])

    @property
    def usual(self) -> str:
        """Where its largest copy is, for browsers that choose none."""
        return self.address_of(self.width)

    @property
    def srcset(self) -> str:
        """All copies, for browsers to choose from."""
        widths = widths_of(self.width)
        return ", ".join(f"{self.address_of(width)} {width}w" for width in widths)

    @property
    def focus(self) -> str:
        """Classes that keep what matters when the picture is cut; none for the middle."""
        classes = []
        if self.focus_x != Across.MIDDLE:
            classes.append(f"fx-{self.focus_x}")
        if self.focus_y != Down.MIDDLE:
            classes.append(f"fy-{self.focus_y}")
        return " ".join(classes)

    @property
    def description(self) -> Text:
        """What it shows, for this page."""
        return self._text("alt")

    @property
    def line_below(self) -> Text:
        """Its caption, for this page."""
        return self._text("caption")

    def _text(self, name: str) -> Text:
        here = current()
        written: str = getattr(self, f"{name}_{here}", "") if here != DEFAULT else ""
        return Text(written or getattr(self, name), here != DEFAULT and not written)


class PictureUpload(models.Model):
    """The file as it was uploaded. It is gone once it is redrawn: it may say where it was taken."""

    picture = models.OneToOneField(Picture, models.CASCADE, related_name="upload")
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.picture)


class PictureCopy(models.Model):
    """A picture in one width, as visitors get it."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="copies")
    width = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["picture", "width"], name="one_copy_of_each_width")
        ]

    def __str__(self) -> str:
        return f"{self.picture}, {self.width} wide"


class WithPicture(models.Model):
    """Words that have a picture of their own, which is the same in every language."""

    WRITTEN_ONCE: ClassVar[tuple[str, ...]] = ("picture",)

    picture = models.ForeignKey(
        Picture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=SHOWN_OR_SOON,
        help_text="Upload it under Pictures first.",
    )

    class Meta:
        abstract = True
