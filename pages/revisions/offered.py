"""Remembers which corrected words of the first edition staff were offered."""

from django.db import models
from django.utils import timezone


class OfferedCorrection(models.Model):
    """Words that were put before staff once; whatever they did with them, they are not again."""

    fingerprint = models.CharField(max_length=64, unique=True)
    offered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"offered {self.offered_at:%Y-%m-%d}"
