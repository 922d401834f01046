"""The staff page on which someone confirms that every help line answers as the site says."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from clinic_site.staff.roles import answers_for_the_site
from pages.clinic.models import Clinic
from pages.crisis.lines import LINES, Line
from pages.staff import frame


class Confirmation(forms.Form):
    """A box, so that nobody confirms by a slip."""

    sure = forms.BooleanField()


def last_check() -> LogEntry | None:
    """Who confirmed the lines last, as they are now: a line that changed has to be tried anew."""
    clinic = ContentType.objects.get_for_model(Clinic)
    confirmed = LogEntry.objects.filter(content_type=clinic, change_message=_confirmed())
    return confirmed.order_by("-action_time").select_related("user").first()


def help_lines(request: HttpRequest) -> HttpResponse:
    """Show every line as visitors are told of it, then record who tried them all."""
    if not answers_for_the_site(request.user):
        raise PermissionDenied
    form = Confirmation(request.POST or None)
    if form.is_valid():
        clinic, _is_new = Clinic.objects.get_or_create(pk=1)
        frame.record(request, clinic, _confirmed())
        messages.success(request, "Recorded: every help line answers as the site says.")
        return HttpResponseRedirect(reverse("admin:help_lines"))
    context = {
        "title": "Call and text each help line",
        "form": form,
        "lines": LINES,
        "last_check": last_check(),
    }
    return frame.page(request, "admin/help_lines.html", context)


def _confirmed() -> str:
    """What the record says: it names what was tried."""
    return f"Called and texted each help line: {'; '.join(map(_in_words, LINES))}."


def _in_words(line: Line) -> str:
    """The line with all that could become wrong about it."""
    press = f", press {line.press}" if line.press else ""
    word = f"{line.text_word} to " if line.text_word else ""
    text = f", text {word}{line.text_number}" if line.text_number else ""
    return f"{line.name} {line.number}{press}{text}"
