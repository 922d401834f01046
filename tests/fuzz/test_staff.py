"""Whatever stands in an address or a field of a staff page, the answer is no error of ours."""

import re
from collections.abc import Iterator
from time import process_time
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from faq.models import UnansweredSearch
from pages.admin_addresses import changelist
from pages.staff.lists import StaffList
from tests.clinic_site.staff import one_of_each
from tests.colleagues import Editor, said
from tests.fuzz import junk

pytestmark = pytest.mark.django_db

_LOOKUPS = [
    "exact",
    "iexact",
    "in",
    "gt",
    "gte",
    "lt",
    "lte",
    "range",
    "isnull",
    "regex",
    "iregex",
    "contains",
    "startswith",
    "year",
    "month",
    "day",
    "date",
    "time",
    "week_day",
    "search",
    "isempty",
    "pk",
    "id",
    "name",
    "nothing",
]
_OF_LISTS = "o p q e all _popup _to_field _facets _source_model language next words from to moved way for title".split()  # noqa: SIM905, E501


@pytest.fixture
def keys(db: None) -> one_of_each.Keys:
    return one_of_each.make()


def _lists() -> list[str]:
    return sorted(changelist(model) for model in admin.site._registry)


def _names() -> list[str]:
    """Names of all fields, and of some a step further."""
    names = {"pk", "id"}
    for model in admin.site._registry:
        for field in model._meta.get_fields():
            names.add(field.name)
            if field.related_model in set(apps.get_models()):
                names |= {f"{field.name}__{name}" for name in ("id", "title", "password")}
    return sorted(names)


NAMES = _names()
parameters = st.one_of(
    st.sampled_from(_OF_LISTS),
    st.builds("{}__{}".format, st.sampled_from(NAMES), st.sampled_from(_LOOKUPS)),
    st.sampled_from(NAMES),
    st.text(max_size=8),
)
asked = st.dictionaries(parameters, junk.texts, max_size=3)


def query(parameters: dict[str, str]) -> str:
    return "&".join(
        f"{junk.escaped(name)}={junk.escaped(text)}" for name, text in parameters.items()
    )


@given(path=st.sampled_from(_lists()), parameters=asked)
@junk.tried
def test_any_parameter_of_a_list_is_taken_or_left_out(
    keys: one_of_each.Keys, dana: Editor, path: str, parameters: dict[str, str]
) -> None:
    assert dana.get(f"{path}?{query(parameters)}", follow=True).status_code < 500


@given(data=st.data(), path=st.sampled_from(_lists()))
@junk.tried
def test_any_value_of_a_filter_that_is_offered_is_taken_or_left_out(
    keys: one_of_each.Keys, dana: Editor, data: Any, path: str
) -> None:
    model = next(one for one in admin.site._registry if changelist(one) == path)
    kind = admin.site._registry[model]
    request = dana.get("/staff/").wsgi_request
    offered = [*sorted(kind._offered(request)), "o", "p", "q"]  # type: ignore[attr-defined]
    name = data.draw(st.sampled_from(offered))
    page = dana.get(f"{path}?{query({name: data.draw(junk.texts)})}", follow=True)
    assert page.status_code < 500


def _addresses() -> Iterator[str]:
    """All of the staff site, with # for each key."""
    (staff,) = (part for part in get_resolver().url_patterns if str(part.pattern) == "staff/")
    assert isinstance(staff, URLResolver)
    yield from _below(staff, "/")


def _below(part: URLPattern | URLResolver, before: str) -> Iterator[str]:
    here = before + str(part.pattern)
    if isinstance(part, URLResolver):
        for inner in part.url_patterns:
            yield from _below(inner, here)
    elif "(?P" not in here and "logout" not in here:
        yield re.sub("<.*?>", "#", here)


@given(data=st.data(), address=st.sampled_from(sorted(_addresses())), parameters=asked)
@junk.tried
def test_any_key_and_any_query_of_a_staff_page_is_no_error(
    keys: one_of_each.Keys, dana: Editor, data: Any, address: str, parameters: dict[str, str]
) -> None:
    place = "/".join(address.removeprefix("/staff/").split("/")[:2])
    for key in keys.get(place, (1, 1)):
        text = data.draw(st.one_of(st.just(str(key)), junk.texts))
        address = address.replace("#", junk.escaped(text), 1)
    address = address.replace("#", "1")
    assert dana.get(f"{address}?{query(parameters)}").status_code < 500


_FORMS = [
    "pages/page/add/",
    "pages/place/add/",
    "pages/person/add/",
    "pages/pricelist/#/change/",
    "pages/startguide/#/change/",
    "pages/place/#/change/",
    "pages/source/add/",
    "pages/clinic/1/change/",
    "faq/entry/add/",
    "faq/topic/add/",
    "colleagues/invite/",
]


@given(data=st.data(), form=st.sampled_from(_FORMS))
@junk.tried
def test_any_text_in_a_staff_form_is_taken_or_refused(
    keys: one_of_each.Keys, dana: Editor, data: Any, form: str
) -> None:
    key = keys.get("/".join(form.split("/")[:2]), (1,))[0]
    path = f"/staff/{form.replace('#', str(key))}"
    fields = dana.fields(path)
    # By number: what an example saves may take a field off the form of the next one.
    places = data.draw(st.lists(st.integers(0, 999), min_size=1, max_size=6))
    typed = fields | {sorted(fields)[at % len(fields)]: data.draw(_sent) for at in places}
    button = data.draw(st.sampled_from(["_save", "_publish", "_continue"]))
    assert dana.send(path, typed, button).status_code < 500


_sent = junk.texts.filter(lambda text: "\ud800" not in text and "\x00" not in text)


@given(start=_sent, end=_sent, day=_sent)
@junk.tried
def test_any_time_and_day_of_words_is_taken_or_refused(
    keys: one_of_each.Keys, dana: Editor, start: str, end: str, day: str
) -> None:
    document, draft = keys["pages/page"]
    words = f"/staff/pages/page/{document}/words/{draft}/"
    seen = re.search(r'name="seen" value="([^"]*)"', said(dana.get(f"{words}publish/")))
    plan = {"do": "plan", "publish_at": start, "expires_at": end, "seen": seen[1] if seen else ""}
    assert dana.post(f"{words}publish/", plan, follow=True).status_code < 500
    review = {"do": "approve", "reviewed_on": day, "seen": seen[1] if seen else ""}
    assert dana.post(words, review, follow=True).status_code < 500
    assert dana.get("/staff/pages/page/").status_code == 200


# What the fuzz found once


def test_every_list_takes_only_what_it_offers() -> None:
    kinds = [type(one) for one in admin.site._registry.values()]
    assert [kind.__name__ for kind in kinds if not issubclass(kind, StaffList)] == []


@pytest.mark.parametrize("path", _lists())
def test_a_pattern_in_an_address_is_never_tried(dana: Editor, path: str) -> None:
    UnansweredSearch.objects.create(words=f"{'a' * 40}!", day="2026-11-01")
    began = process_time()
    for name in ("words", "slug", "username", "name", "title", "key"):
        page = dana.get(f"{path}?{name}__regex=(a%2B)%2B%24", follow=True)
        assert page.status_code == 200
    assert process_time() - began < 5


@pytest.mark.parametrize("name", ["id__in", "words__regex", "nothing", "day__year__gt"])
def test_what_is_left_out_is_said(dana: Editor, name: str) -> None:
    UnansweredSearch.objects.create(words="parking", day="2026-11-01", count=3)
    page = said(dana.get(f"/staff/faq/unansweredsearch/?{name}=99999999999999999999"))
    assert "This list cannot be narrowed by what its address says" in page
    assert "parking" in page


@pytest.mark.parametrize(
    "asked",
    ["id__in=99999999999999999999999999", "id__in=x", "status__exact=x", "reply_by__exact=9"],
)
def test_an_inbox_with_a_filter_that_means_nothing_is_no_error(
    keys: one_of_each.Keys, dana: Editor, asked: str
) -> None:
    page = dana.get(f"/staff/contact/inquiry/?{asked}", follow=True)
    assert page.status_code == 200
    assert "Database error" not in said(page)


def test_a_filter_that_is_offered_narrows_and_says_nothing(dana: Editor) -> None:
    for day, words in (("2026-11-01", "parking"), ("2026-11-20", "elevator")):
        UnansweredSearch.objects.create(words=words, day=day)
    page = said(dana.get("/staff/faq/unansweredsearch/?day__gte=2026-11-10&day__lt=2026-11-30"))
    assert "elevator" in page
    assert "parking" not in page
    assert "cannot be narrowed" not in page


def test_a_page_that_is_gone_keeps_the_filter(dana: Editor) -> None:
    for day, words in (("2026-11-01", "parking"), ("2026-11-20", "elevator")):
        UnansweredSearch.objects.create(words=words, day=day)
    page = said(dana.get(f"/staff/faq/unansweredsearch/?day__gte=2026-11-10&{PAGE_VAR}=99"))
    assert "elevator" in page
    assert "parking" not in page


def test_whoever_is_not_signed_in_learns_nothing(keys: one_of_each.Keys) -> None:
    for path in _lists():
        assert Client().get(f"{path}?password__regex=a").status_code == 302
