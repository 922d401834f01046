"""What a clinic can say about taking new patients."""

from django.db import models


class NewPatients(models.TextChoices):
    """Whether someone new can come."""

    YES = "yes", "Yes"
    WAITING_LIST = "list", "There is a waiting list"
    NO = "no", "Not now"
