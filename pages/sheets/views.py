"""The sheets: both are the same for everyone, until someone types numbers into one of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from pages.languages import DEFAULT, current, spoken
from pages.models import PriceList, PriceListRevision, Source
from pages.profile.shown import Profile
from pages.public import same_for_everyone
from pages.sheets.form import WorksheetForm
from pages.sheets.worksheet import Worksheet

#: What the words of the sheets rest on, by the keys of ``pages/content/sources.toml``.
_DAY_SOURCES = ("mayo-ketamine", "ketamine-label", "spravato-label")
_COST_SOURCES = ("pfeiffer-2024", "shiroma-2020")


@dataclass(frozen=True)
class Cited:
    """What a sheet shows as its sources."""

    listed_sources: list[Source]
    language: str


def _cited(keys: Iterable[str]) -> Cited:
    return Cited(list(Source.objects.filter(key__in=keys)), current())


def written_in() -> list[str]:
    """The treatment day is made of code and facts alone, so it is always there in English too."""
    return [DEFAULT]


@spoken(written_in, shipped=True)
@same_for_everyone
def treatment_day(request: HttpRequest) -> HttpResponse:
    """Two sheets to print or keep: one for the patient, one for who drives."""
    return render(request, "sheets/treatment_day.html", {"cited": _cited(_DAY_SOURCES)})


def priced_in() -> Iterable[str]:
    """The languages in which prices are listed."""
    return [code for code in PriceList.objects.all().live_languages() if _prices_in(code)]


def _prices_in(language: str) -> PriceListRevision | None:
    """The price list that is shown, unless it names no price."""
    prices = Profile(language).prices
    words = prices.shown if prices else None
    return words if isinstance(words, PriceListRevision) and words.prices.strip() else None


# Nothing is stored and nobody is known here, so there is nothing to forge: a token would only
# need a cookie.
@csrf_exempt
@spoken(priced_in)
@require_http_methods(["GET", "HEAD", "POST"])
def what_it_may_cost(request: HttpRequest) -> HttpResponse:
    """A worksheet. What is typed comes in the body, so that no address and no log has it."""
    words = _prices_in(current())
    if words is None:
        raise Http404
    worksheet = Worksheet(words)
    if request.method == "POST":
        return _worked_out(request, worksheet)
    return _empty(request, worksheet)


@same_for_everyone
def _empty(request: HttpRequest, worksheet: Worksheet) -> HttpResponse:
    return _show(request, worksheet, WorksheetForm(worksheet))


@never_cache
@gzip_page
def _worked_out(request: HttpRequest, worksheet: Worksheet) -> HttpResponse:
    return _show(request, worksheet, WorksheetForm(worksheet, request.POST))


def _show(request: HttpRequest, worksheet: Worksheet, form: WorksheetForm) -> HttpResponse:
    result = worksheet.work_out(form.numbers()) if form.is_valid() else None
    context = {
        "worksheet": worksheet,
        "form": form,
        "result": result,
        "cited": _cited(_COST_SOURCES),
    }
    return render(request, "sheets/what_it_may_cost.html", context)
