"""Pages and answers that a new version brings: live on a new site, drafts on one that runs."""

from typing import Never

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from faq.models import Entry
from pages.models import Page
from pages.revisions.document import Document
from tests.database import never_was


def _brought_anew(document: Document) -> Document:
    """This one as the new version brings it to a site that has all the others."""
    model, slug = type(document), document.slug
    words = document.every_revision().filter(document=document)
    never_was(words.exclude(language="en"))
    never_was(words)
    never_was(document)
    call_command("load_first_edition", verbosity=0)
    return model._default_manager.get(slug=slug)


@pytest.mark.usefixtures("first_edition")
@pytest.mark.parametrize("model", [Page, Entry])
def test_a_running_site_gets_new_words_as_drafts(model: type[Document], client: Client) -> None:
    known = model.objects.exclude(slug="").last()
    assert known
    address = known.get_absolute_url()
    assert client.get(address).status_code == 200
    new = _brought_anew(known)
    draft = new.draft("en")
    assert client.get(address).status_code == 404
    assert draft
    assert draft.note.startswith("New in this version of the site")


@pytest.mark.usefixtures("first_edition")
def test_the_words_that_are_there_stay_live(client: Client) -> None:
    live = set(Entry.objects.live("en").values_list("slug", flat=True))
    call_command("load_first_edition", verbosity=0)
    assert set(Entry.objects.live("en").values_list("slug", flat=True)) == live
    assert client.get("/questions/").status_code == 200


@pytest.mark.django_db
def test_a_new_site_is_filled_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of it would make the other half look like news on a site that runs: drafts."""

    def cut_off(_app: object) -> Never:
        raise InterruptedError

    monkeypatch.setattr(type(apps.get_app_config("faq")), "load_first_edition", cut_off)
    with pytest.raises(InterruptedError):
        call_command("load_first_edition", verbosity=0)
    assert not Page.objects.exists()
