"""Nobody is shown a link of the staff pages that they may not follow."""

import re

import pytest
from django.contrib.auth.models import Group, User

from clinic_site.staff import roles
from tests.clinic_site.staff import one_of_each
from tests.colleagues import Editor, said
from tests.html import Page as Html

pytestmark = pytest.mark.django_db

#: What ends the session, or is the same page over and over.
_LEFT_OUT = re.compile(r"/staff/(logout|password_change|jsi18n)|[?&](o|p|all|e)=|/preview/")


def someone(role: str) -> Editor:
    roles.create()
    editor = Editor()
    editor.user = User.objects.create_user(role.lower(), is_staff=True, first_name=role)
    editor.user.groups.add(Group.objects.get(name=role))
    editor.force_login(editor.user)
    return editor


def _links(html: str) -> set[str]:
    hrefs = (one.get("href").partition("#")[0] for one in Html(html).tags("a"))
    return {href for href in hrefs if href.startswith("/staff/") and not _LEFT_OUT.search(href)}


def _kind(path: str) -> str:
    """Pages of one kind have the same links."""
    return re.sub(r"\d+", "1", path)


@pytest.mark.parametrize("role", ["Front desk", "Editor", "Clinician", "Manager"])
def test_every_link_that_is_shown_can_be_followed(role: str) -> None:
    one_of_each.make()
    person, seen, dead = someone(role), {"/staff/"}, set()
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
    desk = someone("Front desk")
    someone("Manager")
    page = desk.get("/staff/pages/picture/")
    assert page.status_code == 403
    text = said(page)
    assert "BrainStim staff" in text
    assert "You may not open this page" in text
    assert "Manager" in text
    assert '<nav id="menu"' in text
    assert page["Cache-Control"] == "no-store"


def test_a_visitor_who_may_not_open_a_page_reads_nothing_of_the_staff() -> None:
    someone("Manager")
    stranger = Editor()
    stranger.force_login(User.objects.create_user("someone"))
    assert "Manager" not in said(stranger.get("/staff/pages/picture/"))


def test_drafts_on_today_say_what_they_are_about() -> None:
    editor = someone("Editor")
    for path in ("person", "place"):
        editor.press(f"/staff/pages/{path}/add/", title="Sample")
    rows = re.findall(r'/change/">Sample</a><span>([a-z ]+)</span>', said(editor.get("/staff/")))
    assert rows == ["person", "place"]
