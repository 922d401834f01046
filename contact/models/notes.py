"""What staff wrote down about a message."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from contact.models.inquiries import Inquiry
from contact.models.sealed import SealedTextField


class Note(models.Model):
    """What staff wrote down about a message; sealed like the message itself."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="notes")
    text = SealedTextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"
