"""The contact form and what follows it."""

import logging
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import Error as DatabaseError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from contact.intake import thank_you, throttle
from contact.intake.form import MessageForm
from contact.intake.receiving import receive
from contact.promise import Promise
from pages.clinic.facts import last_known_facts
from pages.clinic.hours import Hours, day_in_words
from pages.clinic.models import Clinic
from pages.languages import Signposts, current, spoken
from pages.views import home_languages

_log = logging.getLogger(__name__)

_EXPIRED = _(
    "This page was open for a long time, so we could not send your message. "
    "We kept what you typed. Please press Send message again"
)
_TOO_FAST = _(
    "That was very quick, so we check that you are a person. "
    "We kept what you typed. Please press Send message again"
)
_TOO_MANY = _("We could not send that. Please wait 10 minutes")
_NOT_STORED = _(
    "Something went wrong on our side, so your message is not sent yet. "
    "We kept what you typed. Please press Send message again in a minute"
)


@spoken(home_languages)
@gzip_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """The form. What is sent with it is stored before anyone is thanked."""
    if request.method != "POST":
        return _show(request, MessageForm(page_language=current()))
    form = MessageForm(request.POST, page_language=current())
    if form.given_token is None:
        return _show(request, form, status=403, notice=_EXPIRED)
    if not form.is_valid():
        return _show(request, form)
    if form.given_token.is_too_fast:
        return _show(request, form, notice=_TOO_FAST)
    return _take(request, form)


def _take(request: HttpRequest, form: MessageForm) -> HttpResponse:
    try:
        inquiry = receive(
            form.inquiry(Clinic.load()),
            token=form.token.value,
            address=throttle.address_of(request),
        )
    except throttle.TooManyError:
        return _try_later(request, form, 429, str(_TOO_MANY), throttle.WINDOW.seconds)
    except DatabaseError as error:
        # The class only: the text of a database error can hold what was to be stored.
        _log.error("A message could not be stored: %s", type(error).__name__)
        return _try_later(request, form, 503, str(_NOT_STORED), 60)
    return HttpResponseRedirect(thank_you.address_for(inquiry))


@gzip_page
@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next; in neutral words without the value the form sent along."""
    told = thank_you.read(request.GET.get("m", ""))
    context: dict[str, Any] = {"told": told}
    if told:
        context["promise"] = Promise.of(Clinic.load(), told.received_at, told.due_at, told.reply_by)
    response = render(request, "contact/thanks.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Instead of Django's page for a stale or missing token: nothing typed is lost."""
    if request.path != reverse("contact:write"):
        return render(request, "403.html", status=403)
    form = MessageForm(_typed(request), page_language=current())
    return _show(request, form, status=403, notice=_EXPIRED)


def _typed(request: HttpRequest) -> QueryDict:
    """What was typed, or nothing if the request is too broken to tell."""
    try:
        return request.POST
    except (UnreadablePostError, MultiPartParserError, SuspiciousOperation, BadRequest):
        return QueryDict()


def _try_later(
    request: HttpRequest, form: MessageForm, status: int, notice: str, seconds: int
) -> HttpResponse:
    response = _show(request, form, status=status, notice=notice, call_instead=True)
    response.headers["Retry-After"] = str(seconds)
    return response


def _show(
    request: HttpRequest, form: MessageForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The form with what was typed; also while the database cannot be reached."""
    context["form"] = form
    try:
        return render(request, "contact/write.html", context | _about_us(), status=status)
    except DatabaseError:
        frame = {
            **{"clinic": Clinic(), "facts": last_known_facts(), **_times(Clinic(), Hours())},
            "signposts": Signposts(request.path, silent=True),
        }
        return render(request, "contact/write.html", context | frame, status=status)


def _about_us() -> dict[str, Any]:
    clinic = Clinic.load()
    return _times(clinic, Hours.of(clinic))


def _times(clinic: Clinic, hours: Hours) -> dict[str, Any]:
    now = timezone.now()
    due = timezone.localtime(hours.due_at(now, clinic.reply_days))
    if {5, 6} & set(hours.by_weekday):
        nobody_reads = gettext("No one reads messages while we are closed.")
    else:
        nobody_reads = gettext("No one reads messages at night or on weekends.")
    return {
        "open_or_closed": hours.sentence(now),
        "reply_day": day_in_words(due.date(), now),
        "nobody_reads": nobody_reads,
    }
