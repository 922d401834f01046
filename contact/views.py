"""The contact form and what follows it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import Error as DatabaseDown
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from contact.intake import throttle
from contact.intake.danger import READ, danger_in_typed, ends_of, soft_line_for
from contact.intake.form import MessageForm, inquiry_from
from contact.intake.receiving import receive
from contact.intake.thank_you import ThankYou, address_for, read
from contact.promise import Promise
from pages import crisis
from pages.clinic.facts import last_known_facts
from pages.clinic.hours import Hours
from pages.clinic.hours_in_words import day_in_words, sentence
from pages.clinic.known import known
from pages.clinic.models import Clinic
from pages.clinic.place import PlaceFacts
from pages.languages import DEFAULT, Signposts, current, spoken

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_log = logging.getLogger(__name__)

_NOT_OURS = _(
    "We did not recognize this page, so your message is not sent yet. It may be older than a "
    "change to our site. We kept what you typed. Please press Send message again"
)
_TOO_FAST = _(
    "Your form came back very fast, as if it filled itself in. "
    "We kept what you typed. Please look at it and press Send message once more"
)
_TOO_MANY = _(
    "Many messages came from your network, so this one is not sent yet. "
    "We kept what you typed. Please wait 10 minutes"
)
_NOT_STORED = _(
    "Something went wrong on our side, so your message is not sent yet. "
    "We kept what you typed. Please press Send message again in a minute"
)


def written_in() -> list[str]:
    """The form is made of code alone, so it is always there in English as well."""
    return [DEFAULT]


@csrf_exempt  # docs/decisions/contact-form-without-cookie.md says why.
@spoken(written_in, shipped=True)
@gzip_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """The form. What is sent with it is stored before anyone is thanked."""
    if request.method != "POST":
        return _show(request, MessageForm(page_language=current()))
    form = MessageForm(request.POST, page_language=current())
    if form.given_token is None:
        return _show(request, form, status=403, notice=_NOT_OURS)
    if not form.is_valid():
        return _show(request, form)
    if form.given_token.is_too_fast:
        return _show(request, form, notice=_TOO_FAST, once_more=True)
    return _take(request, form)


def _take(request: HttpRequest, form: MessageForm) -> HttpResponse:
    try:
        sent = inquiry_from(form, known(request))
        stored = receive(
            sent,
            token=form.token.value,
            address=throttle.address_of(request),
        )
    except throttle.TooManyError:
        return _try_later(request, form, 429, _TOO_MANY, throttle.WINDOW.seconds)
    except DatabaseDown as error:
        # The class only: the text of a database error can hold what was to be stored.
        _log.error("A message could not be stored: %s", type(error).__name__)
        return _try_later(request, form, 503, _NOT_STORED, 60)
    return HttpResponseRedirect(address_for(stored, again=stored is not sent))


@gzip_page
@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next; in neutral words without the value the form sent along."""
    thank_you = read(request.GET.get("m", ""))
    danger = thank_you.danger if thank_you else None
    context = {
        "thank_you": thank_you,
        "promise": _promise(thank_you) if thank_you else None,
        "help": crisis.Help.for_danger(danger, current()) if danger else None,
        "has_time": danger is not None and not danger.now,
        "soft": thank_you.soft if thank_you else None,
    }
    response = render(request, "contact/thanks.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    if thank_you and (thank_you.danger or thank_you.soft):
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _promise(message: ThankYou) -> Promise:
    return Promise.of(message.received_at, message.due_at, message.reply_by)


def _try_later(
    request: HttpRequest, form: MessageForm, status: int, notice: StrOrPromise, seconds: int
) -> HttpResponse:
    response = _show(request, form, status=status, notice=notice, call_instead=True)
    response.headers["Retry-After"] = str(seconds)
    return response


def _show(
    request: HttpRequest,
    form: MessageForm,
    *,
    status: int = 200,
    notice: StrOrPromise = "",
    **said: bool,
) -> HttpResponse:
    """The form with what was typed; also while the database cannot be reached."""
    context: dict[str, Any] = {
        "form": form,
        "notice": notice,
        **said,
        **_help_for(form),
    }
    try:
        here = known(request)
        context.update(_times(here.clinic, Hours.of(here.place)))
        return render(request, "contact/write.html", context, status=status)
    except DatabaseDown:
        context.update(_without_database(request))
        return render(request, "contact/write.html", context, status=status)


def _without_database(request: HttpRequest) -> dict[str, Any]:
    """In place of what the database says of the clinic."""
    context: dict[str, Any] = {
        "clinic": Clinic(),
        "main_place": PlaceFacts(),
        "today": "",
        "facts": last_known_facts(),
        "signposts": Signposts(request.path, silent=True),
        "profile": None,
    }
    context.update(_times(Clinic(), Hours()))
    return context


def _help_for(form: MessageForm) -> dict[str, Any]:
    """Whom to call, if what could not be sent speaks of danger: nobody here has read it."""
    typed = {name: ends_of(form.data.get(name, "")) for name in READ}
    danger = danger_in_typed(typed)
    if danger and not danger.worry:
        return {"help": crisis.Help.for_danger(danger, current())}
    return {"soft": soft_line_for(typed["message"], danger, current())}


def _times(clinic: Clinic, hours: Hours) -> dict[str, str]:
    """Whether someone is there, and by when a message of now has its reply."""
    now = timezone.now()
    due = timezone.localtime(hours.due_at(now, clinic.reply_days))
    if clinic.is_not_open_yet:
        nobody_reads = gettext("We are not open yet, and no one watches our messages.")
    elif {5, 6} & set(hours.by_weekday):
        nobody_reads = gettext("No one reads messages while we are closed.")
    else:
        nobody_reads = gettext("No one reads messages at night or on weekends.")
    return {
        "open_or_closed": sentence(hours, now),
        "reply_day": day_in_words(due.date(), now),
        "nobody_reads": nobody_reads,
    }
