"""Nobody is shown a link of the staff pages that they may not follow."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.clinic_site.staff import one_of_each
from tests.colleagues import Editor, in_role, said
from tests.html import Page as Html

pytestmark = pytest.mark.django_db

#: What ends the session, or is the same page over and over.
_LEFT_OUT = re.compile(r"/staff/(logout|password_change|jsi18n)|[?&](o|p|all|e)=|/preview/")


def _links(html: str) -> set[str]:
    hrefs = (one.get("href").partition("#")[0] for one in Html(html).tags("a"))
    return {href for href in hrefs if href.startswith("/staff/") and not _LEFT_OUT.search(href)}


def _kind(path: str) -> str:
    """Pages of one kind have the same links."""
    return re.sub(r"\d+", "1", path)


@pytest.mark.parametrize("role", ["Front desk", "Editor", "Clinician", "Manager"])
def test_every_link_that_is_shown_can_be_followed(role: str) -> None:
    one_of_each.make()
    person, seen, dead = in_role(role), {"/staff/"}, set()
    waiting = [("/staff/", "")]
    while waiting:
        path, before = waiting.pop()
        page = person.get(path, follow=True)
        if page.status_code == 403:
            dead.add(f"{before} leads to {path}")
            continue
        if "html" not in page["Content-Type"]:
            continue
        new = {link for link in _links(said(page)) if _kind(link) not in seen}
        seen |= {_kind(link) for link in new}
        waiting += [(link, path) for link in sorted(new)]
    assert len(seen) > 10
    assert not dead, "\n".join(sorted(dead))


def test_who_may_not_open_a_page_reads_who_can_help() -> None:
    desk = in_role("Front desk")
    in_role("Manager")
    page = desk.get("/staff/pages/picture/")
    assert page.status_code == 403
    text = said(page)
    assert "BrainStim staff" in text
    assert "You may not open this page" in text
    assert "Manager" in text
    assert '<nav id="menu"' in text
    assert page["Cache-Control"] == "no-store"


def test_a_visitor_who_may_not_open_a_page_reads_nothing_of_the_staff() -> None:
    in_role("Manager")
    stranger = Editor()
    stranger.force_login(User.objects.create_user("someone"))
    assert "Manager" not in said(stranger.get("/staff/pages/picture/"))


def test_an_address_that_leads_nowhere_is_a_staff_page_with_a_way_on() -> None:
    for role, leads in (("Manager", True), ("Front desk", False)):
        page = in_role(role).get("/staff/nothing/here/")
        text = said(page)
        assert page.status_code == 404
        assert "There is nothing here" in text
        assert '<nav id="menu"' in text
        assert 'action="/staff/search/"' in text
        assert ('href="/staff/bin/"' in text) == leads
        assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/staff/nothing/here/", "/staff/pages/picture/", "/staff/bin/"])
def test_to_strangers_all_addresses_are_alike(path: str) -> None:
    page = Client().get(path)
    assert (page.status_code, page["Location"]) == (302, f"/staff/login/?next={path}")


def test_after_the_password_alone_no_error_tells_of_the_staff() -> None:
    manager = in_role("Manager")
    session = manager.session
    session.pop("signed_in_here")
    session.save()
    for path in ("/staff/nothing/here/", "/staff/pages/picture/", "/staff/pictures/x-400.webp"):
        text = said(manager.get(path))
        assert "There is nothing here" not in text
        assert "ask Manager" not in text, path


def test_a_form_without_its_token_is_told_of_in_the_staff_frame() -> None:
    manager = in_role("Manager")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = manager.cookies
    page = strict.post("/staff/colleagues/invite/", {"name": "Zoe"})
    text = said(page)
    assert page.status_code == 403
    assert "This was not done" in text
    assert '<nav id="menu"' in text
    assert "Zoe" not in text
    assert "This was not done" not in said(Client(enforce_csrf_checks=True).post("/staff/open/"))


def test_drafts_on_today_say_what_they_are_about() -> None:
    editor = in_role("Editor")
    for path in ("person", "place"):
        editor.press(f"/staff/pages/{path}/add/", title="Sample")
    rows = re.findall(r'/change/">Sample</a><span>([a-z ]+)</span>', said(editor.get("/staff/")))
    assert rows == ["person", "place"]
