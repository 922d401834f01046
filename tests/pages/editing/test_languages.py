"""Staff write Spanish beside English, and see when the English moved on."""

from typing import Any

import pytest
from django.test import Client

from pages.models import Page, PageRevision
from pages.revisions.revision import State
from tests import spanish
from tests.colleagues import draft_of
from tests.database import never_was

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_edition")]


@pytest.fixture
def staff(admin_user: Any, client: Client) -> Client:
    client.force_login(admin_user)
    return client


@pytest.fixture
def cost() -> Page:
    """A page that nobody has begun to translate."""
    never_was(PageRevision.objects.filter(document__slug="cost", language="es"))
    return Page.objects.get(slug="cost")


def _change(page: Page, language: str = "") -> str:
    asked = f"?language={language}" if language else ""
    return f"/staff/pages/page/{page.pk}/change/{asked}"


def _text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def _start(staff: Client, page: Page, **more: str) -> Any:
    path = f"/staff/pages/page/{page.pk}/translate/"
    return staff.post(path, {"language": "es", **more}, follow=True)


def _typed(**more: str) -> dict[str, str]:
    words = {"title": "Costo", "summary": "Lo que cuesta.", "body": "Texto.", "nav": "Costo"}
    fixed = {"layout": "plain", "slug": "cost", "review_months": "12", "note": "", "medical": "on"}
    return {**words, "description": "Lo que cuesta.", **fixed, **more}


def _save(staff: Client, page: Page, **more: str) -> Any:
    form = staff.get(_change(page, "es")).context["adminform"].form
    typed = _typed(based_on=form["based_on"].value(), **more)
    return staff.post(_change(page, "es"), typed, follow=True)


def test_an_english_page_says_that_spanish_is_not_started(staff: Client, cost: Page) -> None:
    html = _text(staff, _change(cost))
    assert "not started" in html
    assert "Start the Spanish draft" in html


def test_starting_copies_the_english_words_and_remembers_them(staff: Client, cost: Page) -> None:
    answer = _start(staff, cost)
    assert answer.redirect_chain[-1][0] == _change(cost, "es")
    draft, english = draft_of(cost, "es"), cost.revisions.get(state=State.LIVE)
    assert (draft.body, draft.translates) == (english.body, english)
    assert set(draft.sources.all()) == set(english.sources.all())
    assert cost.draft("en") is None


def test_starting_twice_keeps_the_draft(staff: Client, cost: Page) -> None:
    _start(staff, cost)
    answer = _start(staff, cost)
    assert "There is a draft already." in answer.content.decode()
    assert cost.revisions.filter(language="es").count() == 1


def test_what_is_saved_in_spanish_leaves_the_english_alone(staff: Client, cost: Page) -> None:
    _start(staff, cost)
    english = cost.revisions.get(state=State.LIVE)
    _save(staff, cost, _save="1")
    draft = draft_of(cost, "es")
    assert (draft.title, draft.translates) == ("Costo", english)
    assert cost.draft("en") is None
    assert cost.revisions.get(state=State.LIVE) == english


def test_the_preview_of_a_spanish_draft_is_a_spanish_page(staff: Client, cost: Page) -> None:
    _start(staff, cost)
    html = _text(staff, f"/staff/pages/page/{cost.pk}/preview/?language=es")
    assert '<html lang="es">' in html
    assert "Ir al contenido principal" in html


def test_published_spanish_is_read_in_spanish(staff: Client, cost: Page) -> None:
    _start(staff, cost)
    _save(staff, cost, _save="1")
    draft = draft_of(cost, "es")
    here = f"/staff/pages/page/{cost.pk}/words/{draft.pk}/publish/"
    answer = staff.post(here, {"do": "now", "seen": draft.changed_at.isoformat()}, follow=True)
    assert '<a href="/es/cost/">See it as visitors do</a>' in answer.content.decode()
    assert answer.redirect_chain[-1][0] == _change(cost, "es")
    assert "<h1>Costo</h1>" in _text(staff, "/es/cost/")
    assert "<h1>Costo</h1>" not in _text(staff, "/cost/")


def _change_english(page: Page) -> PageRevision:
    draft = page.revisions.get(state=State.LIVE, language="en").copy_as_draft()
    draft.title = "What it costs now"
    draft.what_changed = "New prices."
    draft.save()
    draft.publish()
    return draft


def test_everyone_sees_that_a_translation_is_older(staff: Client, cost: Page) -> None:
    spanish.publish(cost, title="Lo que cuesta")
    path = _change(cost, "es")
    assert path not in _text(staff, "/staff/")
    _change_english(cost)
    assert f'<a href="{path}" lang="es">Lo que cuesta</a>' in _text(staff, "/staff/")
    assert "Live, older than the English" in _text(staff, "/staff/pages/page/?translation=older")
    html = _text(staff, path)
    assert "The English words changed on" in html
    assert "See what changed there" in html


def test_bringing_it_up_to_date_begins_with_the_spanish_words(staff: Client, cost: Page) -> None:
    spanish.publish(cost, title="Lo que cuesta")
    english = _change_english(cost)
    _start(staff, cost)
    draft = draft_of(cost, "es")
    assert (draft.title, draft.translates) == ("Lo que cuesta", english)
    draft.what_changed = "Nuevo."
    draft.publish()
    assert _change(cost, "es") not in _text(staff, "/staff/")


def test_a_draft_can_be_said_to_agree_with_newer_english(staff: Client, cost: Page) -> None:
    _start(staff, cost)
    english = _change_english(cost)
    assert "draft, older than the English" in _text(staff, _change(cost, "es"))
    _start(staff, cost, do="agree")
    assert draft_of(cost, "es").translates == english
    assert "older than the English" not in _text(staff, _change(cost, "es"))


def test_discarding_a_spanish_draft_spares_the_english_one(staff: Client, cost: Page) -> None:
    _start(staff, cost)
    cost.revisions.get(state=State.LIVE, language="en").copy_as_draft()
    page = f"/staff/pages/page/{cost.pk}/discard/?language=es"
    seen = staff.get(page).context["seen"]
    staff.post(page, {"seen": seen})
    assert cost.draft("es") is None
    assert cost.draft("en") is not None


def test_no_page_can_take_the_address_of_a_language(staff: Client, cost: Page) -> None:
    _start(staff, cost)
    answer = _save(staff, cost, slug="es", _save="1")
    assert "All pages of a language live at this address." in answer.content.decode()


def test_who_may_only_look_cannot_start(client: Client, django_user_model: Any, cost: Page) -> None:
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    path = f"/staff/pages/page/{cost.pk}/translate/"
    assert client.post(path, {"language": "es"}).status_code == 403
    assert cost.draft("es") is None
