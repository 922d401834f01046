"""A clinician reads all words on paper: with sources, languages and the dates of reviews."""

import re

import pytest
from django.contrib.auth.models import Group, User

from clinic_site.staff import roles
from faq.models import Entry, Topic
from pages.models import Source
from tests import filled
from tests.colleagues import Editor, change, make_entry, said
from tests.html import Page as Html

ALL = "/staff/pages/page/on-paper/"


@pytest.mark.usefixtures("first_edition")
def test_one_file_has_every_word_that_visitors_read(dana: Editor) -> None:
    filled.fill()
    page = dana.get(ALL)
    assert re.fullmatch(r'attachment; filename="words-[\d-]+\.html"', page["Content-Disposition"])
    assert page["Cache-Control"].startswith("no-store")
    text = said(page)
    html = Html(page.content.decode())
    titles = {one.words for one in html.tags("h3") if one.is_inside("article")}
    for entry in Entry.objects.live("en"):
        assert entry.shown.title in titles
    assert any(title.endswith("(Español)") for title in titles)
    assert "Dr. Maya Sample" in titles
    assert "{driving}" not in text
    assert "Do not drive at least until the next day" in text
    assert "Medical words that nobody has reviewed." in text
    assert not any(one.get("src") or one.get("href") for one in html.tags("link"))
    assert not html.tags("script")


def test_each_has_its_language_review_and_sources_and_no_draft(dana: Editor, topic: Topic) -> None:
    source = Source.objects.create(
        key="a", author="Lee A", title="A study", year=2019, url="https://a.example/study"
    )
    entry = make_entry(topic, body="Read me **now**.")
    entry.revisions.get().sources.add(source)
    entry.revisions.update(
        reviewed_on="2026-10-01", review_due="2027-10-01", reviewer="Dr. Ines Ejemplo"
    )
    dana.press(change(entry), body="A draft.")
    text = said(dana.get(ALL))
    for part in (
        "English · /questions/visits/parking/ · live since",
        "Reviewed Oct 1, 2026 by Dr. Ines Ejemplo. Next review: Oct 1, 2027.",
        "Read me <strong>now</strong>.",
        "Lee A. A study, 2019. https://a.example/study",
    ):
        assert part in text
    assert "A draft." not in text


def test_of_several_that_were_chosen_only_those(dana: Editor, topic: Topic) -> None:
    chosen, other = make_entry(topic), make_entry(topic, slug="other", title="Another?")
    sent = {"action": "to_paper", "_selected_action": [chosen.pk]}
    page = dana.post("/staff/faq/entry/", sent)
    assert "Where do I park?" in said(page)
    assert other.revisions.get().title not in said(page)
    assert "Facts of the clinic" not in said(page)


def test_each_gets_what_they_may_see(topic: Topic) -> None:
    make_entry(topic)
    roles.create()
    nobody = Editor()
    nobody.force_login(User.objects.create_user("nobody", is_staff=True))
    assert nobody.get(ALL).status_code == 403
    clinician = User.objects.create_user("lee", is_staff=True)
    clinician.groups.add(Group.objects.get(name="Clinician"))
    nobody.force_login(clinician)
    assert "Where do I park?" in said(nobody.get(ALL))
