"""The facts that staff type in English, said in other languages as well."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import get_language_info, gettext

from pages.admin_addresses import view
from pages.clinic.declared import TYPED, Kind
from pages.clinic.models import Clinic
from pages.languages import OTHERS


class FactInLanguage(models.Model):
    """What a fact says in another language, which visitors read until its English words change."""

    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    name = models.CharField("name of the fact", max_length=30)
    text = models.TextField()
    english = models.TextField("the English words it translates")

    class Meta:
        # Whoever may change the clinic's facts may say them in another language.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["language", "name"], name="fact_said_once_in_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


def english(clinic: Clinic) -> dict[str, str]:
    """What staff typed, by the name of the fact."""
    return {fact.name: getattr(clinic, fact.fields[0]) for fact in TYPED}


def entered(language: str) -> dict[str, FactInLanguage]:
    """What staff said in this language, by the name of the fact, older words too."""
    return {row.name: row for row in FactInLanguage.objects.filter(language=language)}


def said(clinic: Clinic, language: str) -> dict[str, str]:
    """The facts that visitors read in this language, by their names; others stay English.

    Words of a rule that has changed would be wrong, so what is older than the English is not said.
    """
    now, rows = english(clinic), entered(language)
    current = {name: row.text for name, row in rows.items() if row.english == now.get(name)}
    return shipped(clinic, language) | current


def older(clinic: Clinic, language: str) -> list[str]:
    """Names of the facts that were said in this language, and whose English words changed since."""
    now, rows = english(clinic), entered(language)
    return [name for name in now if now[name] and name in rows and rows[name].english != now[name]]


@dataclass(frozen=True)
class Standing:
    """A language of the facts: its name for staff, where they are said, and which are older."""

    name: str
    path: str
    older: list[str]


def standings() -> list[Standing]:
    """How the facts stand in each other language."""
    clinic = Clinic.load()
    return [
        Standing(
            name_of(code),
            view(Clinic, f"{code}_change"),
            [label(name) for name in older(clinic, code)],
        )
        for code in OTHERS
    ]


def name_of(language: str) -> str:
    """What staff call it."""
    return str(get_language_info(language)["name"])


def label(name: str) -> str:
    """What staff call this fact in the form of the clinic."""
    labels = {field.name: str(field.verbose_name) for field in Clinic._meta.fields}
    return next(labels[fact.fields[0]] for fact in TYPED if fact.name == name)


def shipped(clinic: Clinic, language: str) -> dict[str, str]:
    """Medical rules that still say what the code says, whose translation comes with the code."""
    now, from_code = english(clinic), english(Clinic())
    with translation.override(language):
        return {
            fact.name: gettext(from_code[fact.name])
            for fact in TYPED
            if fact.kind is Kind.RULE and now[fact.name] == from_code[fact.name]
        }
