"""What visitors and staff choose from."""

from django.db import models


class ReplyBy(models.TextChoices):
    """How the person wants to hear from us, in their words."""

    CALL = "call", "Phone call"
    TEXT = "text", "Text message"
    EMAIL = "email", "Email"


class Time(models.TextChoices):
    """When the person is best reached, in their words."""

    MORNING = "morning", "Morning"
    AFTERNOON = "afternoon", "Afternoon"
    ANY = "any", "Any time we are open"


class About(models.TextChoices):
    """Who the question is about, in their words."""

    ME = "me", "Me"
    OTHER = "other", "Someone I care about"
    PATIENT = "patient", "My patient"


class Status(models.TextChoices):
    """How far the reply is, in the words of staff."""

    NEW = "new", "New"
    WAITING = "waiting", "Waiting for them"
    DONE = "done", "Done"
    HELD = "held", "Held"


class Outcome(models.TextChoices):
    """How a message about a crisis ended, in the words of staff."""

    PHONE = "phone", "Reached by phone"
    WRITING = "writing", "Reached in writing"
    NOT_REACHED = "none", "Could not reach them"
    PASSED_ON = "passed", "Passed to 988, 911 or a clinician"


class InboxPlace(models.IntegerChoices):
    """Where a message stands in the inbox, from the top."""

    CRISIS, NEW, WAITING, HELD, DONE = range(5)
