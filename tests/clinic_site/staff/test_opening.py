"""A site says that it is being prepared until a clinician or a manager opens it, on the record."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client

from clinic_site.front.page_cache import PageCache
from clinic_site.staff import launch, roles
from clinic_site.wsgi import uncached
from faq.models import Entry, EntryRevision
from pages.clinic.models import Clinic
from pages.models import Page, PageRevision
from tests.colleagues import make_entry
from tests.wsgi import ask

pytestmark = pytest.mark.django_db

PATH = "/staff/open/"
LINE = "This site is being prepared."
OPEN = {"do": "open", "sure": "on", "read": "on"}
CLOSE = {"do": "close", "sure": "on"}


@pytest.fixture
def colleague() -> Callable[[str], Client]:
    """Someone with this role, and a browser."""
    roles.create()

    def hire(role: str) -> Client:
        user = User.objects.create_user(role, is_staff=True, first_name="Ana", last_name="Osei")
        user.groups.set(Group.objects.filter(name=role))
        client = Client()
        client.force_login(user)
        return client

    return hire


def history() -> list[str]:
    rows = LogEntry.objects.filter(content_type__model="clinic").order_by("pk")
    return [f"{row.user}: {row.get_change_message()}" for row in rows]


def test_it_names_what_is_left_before_the_long_list_of_unreviewed_words(
    colleague: Any, first_edition: None
) -> None:
    html = colleague("Clinician").get(PATH).content.decode()
    unreviewed = launch.unreviewed_medical_words()
    assert len(unreviewed) > 40
    places = [html.index(f'<a href="{step.path}">') for step in unreviewed]
    assert places == sorted(places)
    for step in launch.before_opening():
        assert html.index(step.label) < places[0]
    assert html.index('value="open"') < html.index("<details>") < places[0]


def test_what_is_in_the_way_is_named_first_and_has_to_be_read(colleague: Any, entry: Entry) -> None:
    entry.revisions.update(published_over="It has risks and side effects. Name them")
    person = colleague("Manager")
    html = person.get(PATH).content.decode()
    assert html.index("Nobody outside can reach this site") < html.index("Left to do")
    assert f"Published over warnings: {entry.shown.title}. It has risks" in html
    page = person.post(PATH, {"do": "open", "sure": "on"}).content.decode()
    assert "Read what is in the way first" in page
    assert Clinic.load().is_being_prepared


def test_after_it_was_closed_nothing_says_that_visitors_see_it(colleague: Any) -> None:
    person = colleague("Manager")
    person.post(PATH, OPEN, follow=True)
    page = person.post(PATH, CLOSE, follow=True).content.decode()
    assert "Visitors see it now" not in page
    assert "Visitors read that on every page" in page


def test_only_medical_words_that_nobody_reviewed_are_named(topic: Any, colleague: Any) -> None:
    checked, other = make_entry(topic, "checked"), make_entry(topic, "other", title="About us")
    left = make_entry(topic, "left", title="Is it safe?")
    checked.shown.approve(None, "Dr. Osei", date(2026, 1, 1))
    Entry.objects.filter(pk=other.pk).update(medical=False)
    assert [step.label for step in launch.unreviewed_medical_words()] == [left.shown.title]


def test_spanish_words_that_nobody_reviewed_are_named_though_the_english_were_checked(
    topic: Any, colleague: Any
) -> None:
    entry = make_entry(topic, "safe", title="Is it safe?")
    entry.shown.approve(None, "Dr. Osei", date(2026, 1, 1))
    spanish = EntryRevision(document=entry, language="es", title="¿Es seguro?", summary="x")
    spanish.save()
    spanish.publish(first_edition=True)
    [step] = launch.unreviewed_medical_words()
    assert step.label == "¿Es seguro? (Español)"
    assert "Have a clinician check 1 question" in [step.label for step in launch.steps_left()]
    person = colleague("Clinician")
    page = person.get(PATH).content.decode()
    assert f'<a href="{step.path}">{step.label}</a>' in page
    assert "A clinician has checked them all." not in page
    person.post(PATH, OPEN)
    assert "medical words nobody reviewed: 1;" in history()[0]
    assert "Not reviewed: ¿Es seguro? (Español)." in history()[0]


def test_the_record_names_all_that_nobody_reviewed(topic: Any, colleague: Any) -> None:
    for title in ("Is it safe?", "Does it last?"):
        make_entry(topic, title[:2].lower(), title=title)
    colleague("Manager").post(PATH, OPEN)
    assert "medical words nobody reviewed: 2;" in history()[0]
    assert history()[0].endswith("Not reviewed: Is it safe?; Does it last?.")


@pytest.mark.parametrize("role", ["Clinician", "Manager"])
def test_a_clinician_or_a_manager_opens_it_and_that_is_recorded(
    colleague: Any, entry: Entry, role: str
) -> None:
    person = colleague(role)
    page = person.post(PATH, OPEN, follow=True).content.decode()
    assert "The site is open. Visitors see it now." in page
    assert "by Ana Osei" in page
    clinic = Clinic.load()
    assert clinic.opened_at is not None
    assert clinic.opened_by == User.objects.get(username=role)
    assert [row.split(" Left")[0] for row in history()] == [f"{role}: Opened the site."]
    assert "medical words nobody reviewed: 1;" in history()[0]
    assert "Opened the site." in person.get("/staff/pages/clinic/1/history/").content.decode()


def test_it_can_be_closed_again_and_that_is_recorded_too(colleague: Any) -> None:
    person = colleague("Clinician")
    person.post(PATH, OPEN)
    page = person.post(PATH, CLOSE, follow=True).content.decode()
    assert "The site says again that it is being prepared." in page
    clinic = Clinic.load()
    assert (clinic.opened_at, clinic.opened_by) == (None, None)
    assert history()[1:] == ["Clinician: Closed the site: it says again that it is being prepared."]


@pytest.mark.parametrize("role", ["Editor", "Front desk", "no role"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_may(colleague: Any, role: str, method: str) -> None:
    person = colleague(role)
    for form in (OPEN, CLOSE):
        assert getattr(person, method)(PATH, form).status_code == 403
    assert Clinic.load().is_being_prepared
    assert history() == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_asked_to_sign_in(client: Client, method: str) -> None:
    answer = getattr(client, method)(PATH, OPEN)
    assert answer["Location"].startswith("/staff/login/")
    assert Clinic.load().is_being_prepared


@pytest.mark.parametrize("form", [{"do": "open"}, {"sure": "on"}, {"do": "x", "sure": "on"}])
def test_it_is_not_opened_by_a_slip(colleague: Any, form: dict[str, str]) -> None:
    page = colleague("Manager").post(PATH, form)
    assert "Nothing was changed." in page.content.decode()
    assert Clinic.load().is_being_prepared
    assert history() == []


def test_of_two_who_open_it_only_the_first_is_recorded(colleague: Any) -> None:
    colleague("Manager").post(PATH, OPEN)
    page = colleague("Clinician").post(PATH, OPEN, follow=True).content.decode()
    assert "Nothing was changed: a colleague was faster." in page
    assert str(Clinic.load().opened_by) == "Manager"
    assert len(history()) == 1


def test_the_form_of_the_facts_cannot_open_or_close_it(colleague: Any) -> None:
    person = colleague("Manager")
    person.post(PATH, OPEN)
    page = person.get("/staff/pages/clinic/1/change/").content.decode()
    assert 'name="opened' not in page
    assert f'<a href="{PATH}">Close the site</a>' in page


def test_pages_that_are_kept_show_it_at_once(
    colleague: Any, first_edition: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_site.front.editions._PAUSE", 0)
    application, person = PageCache(uncached), colleague("Clinician")

    def says_so(path: str) -> tuple[bool, bool]:
        body = ask(application, path).body.decode()
        return LINE in body, 'content="noindex"' in body

    paths = [Page.objects.get(slug="safety").get_absolute_url(), "/", "/questions/", "/contact/"]
    assert [says_so(path) for path in paths] == [(True, True)] * 4
    person.post(PATH, OPEN)
    assert [says_so(path) for path in paths] == [(False, False)] * 4
    assert b"Sitemap:" in ask(application, "/robots.txt").body
    person.post(PATH, CLOSE)
    assert [says_so(path) for path in paths] == [(True, True)] * 4
    assert b"Sitemap:" not in ask(application, "/robots.txt").body


def test_it_is_said_in_spanish_too(client: Client) -> None:
    home = Page.objects.create(slug="home", layout="home")
    for language in ("en", "es"):
        words = {"document": home, "language": language, "title": "x", "summary": "x"}
        PageRevision.objects.create(**words).publish(first_edition=True)
    assert "Este sitio está en preparación." in client.get("/es/").content.decode()


def test_while_the_database_is_away_nothing_is_said_of_it() -> None:
    assert not Clinic().is_being_prepared


def test_today_leads_there_while_it_is_closed(colleague: Any) -> None:
    clinician, editor = colleague("Clinician"), colleague("Editor")
    assert f'href="{PATH}"' in clinician.get("/staff/").content.decode()
    assert f'href="{PATH}"' not in editor.get("/staff/").content.decode()
    clinician.post(PATH, OPEN)
    assert f'href="{PATH}"' not in clinician.get("/staff/").content.decode()
