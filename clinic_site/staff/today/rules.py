"""Medical rules whose new value is this person's to decide, or to write again."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.text import capfirst

from pages.admin_addresses import view
from pages.clinic import rules as medical_rules
from pages.clinic.in_languages import label, name_of
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue
from pages.languages import DEFAULT


@dataclass(frozen=True)
class RuleToday:
    """A new value: of which rule, where, and what is to be done with it."""

    label: str
    path: str
    what: str


def rules(request: HttpRequest) -> list[RuleToday]:
    """First what this clinician was asked to read, then what came back to who wrote it."""
    written = list(medical_rules.drafts())
    asked = [one for one in written if one.waits and medical_rules.can_approve(request.user, one)]
    back = [one for one in written if not one.waits and one.was_written_by(request.user)]
    stuck = [one for one in written if one.waits and not medical_rules.who_can_approve(one)]
    return [
        *(_row(one, f"to approve, from {_name(one)}") for one in asked),
        *(_row(one, "sent back to you") for one in back),
        *(_row(one, "waits, and nobody here may approve it") for one in stuck),
    ]


def _row(value: RuleValue, what: str) -> RuleToday:
    path = view(Clinic, "rule", value.fact, value.language)
    language = "" if value.language == DEFAULT else f", in {name_of(value.language)}"
    return RuleToday(f"{capfirst(label(value.fact))}{language}", path, what)


def _name(value: RuleValue) -> str:
    author = value.author
    return str(author.get_short_name() or author) if author else "someone who left"
