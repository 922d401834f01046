"""What is said of a picture in medical words: who may change it, and what to look at again."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.markup.writing_checks import Written, warnings_about
from pages.people import may_approve
from pages.pictures.used import Use

#: All that visitors read or hear of a picture.
SAID = ("alt", "decorative", "caption", "alt_es", "caption_es")
#: Fields that are checked, each in its language.
_CHECKED = {"alt": "en", "caption": "en", "alt_es": "es", "caption_es": "es"}
ASK_A_CLINICIAN = (
    "It is in medical words that a clinician agreed to. A clinician has to change what is said of"
    " it: visitors read that at once."
)


def may_change(user: User | AnonymousUser, uses: Iterable[Use]) -> bool:
    """True unless it is in words that were agreed to by someone with a right this one lacks."""
    return all(may_approve(user, use.agreed_with) for use in uses if use.agreed_with)


def add_warnings(form: forms.Form) -> None:
    """Say at each field what to look at again in it, as of the medical words around it."""
    for name, language in _CHECKED.items():
        if name not in form.fields:
            continue
        field = form[name]
        if found := _warnings(str(field.value() or ""), language):
            field.help_text = format_html("{} <br>{}", field.help_text, found)


def _warnings(text: str, language: str) -> SafeString:
    written = Written("", text, body="", html="", medical=True, language=language)
    found = warnings_about(written, settings.SITE_HOST)
    return format_html_join(" ", "<b>Look again: {}.</b>", ((one.rstrip("."),) for one in found))
