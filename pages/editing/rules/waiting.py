"""The medical rules as a list for staff: what each says, what waits, and where it is decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import capfirst

from pages.clinic import rules
from pages.clinic.in_languages import label
from pages.clinic.rule_values import RuleValue
from pages.editing.rules.one_rule import path_of
from pages.languages import DEFAULT


@dataclass(frozen=True)
class RuleLine:
    """A medical rule, its new value if one waits, and who may approve that."""

    label: str
    path: str
    still_read: str
    value: RuleValue | None
    names: list[str]


def waiting_rules(language: str = DEFAULT) -> list[RuleLine]:
    """Every medical rule in this language."""
    return [_line(fact, language) for fact in rules.FIELDS]


def _line(fact: str, language: str) -> RuleLine:
    value = rules.draft(fact, language)
    asked = rules.who_can_approve(value) if value else []
    return RuleLine(
        label=capfirst(label(fact)),
        path=path_of(fact, language),
        still_read=rules.still_read(fact, language),
        value=value,
        names=[person.get_full_name() or person.get_username() for person in asked],
    )
