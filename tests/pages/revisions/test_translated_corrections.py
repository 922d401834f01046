"""A running site gets better Spanish of a newer first edition to approve, never in silence."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from pages.models import Page
from pages.revisions.edition import translated_edition
from pages.revisions.edition.first_edition import Offer
from tests.colleagues import Editor, change, draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_edition")]

SHIPPED = settings.BASE_DIR / "pages" / "content" / "es" / "cookies.md"


@pytest.fixture
def page() -> Page:
    return Page.objects.get(slug="cookies")


@pytest.fixture
def better(tmp_path: Path) -> Path:
    """The Spanish words of a newer first edition."""
    front = SHIPPED.read_text().split("+++\n")[1]
    for language in ("en", "es"):
        (tmp_path / language).mkdir()
    english = SHIPPED.parents[1] / "en" / SHIPPED.name
    (tmp_path / "en" / SHIPPED.name).write_text(english.read_text())
    file = tmp_path / "es" / SHIPPED.name
    file.write_text(f"+++\n{front}+++\nMejores palabras.\n")
    return file


def offered(page: Page, path: Path) -> Offer | None:
    return translated_edition.offer_correction(page, path, "es")


def test_live_words_get_a_draft_beside_them(page: Page, better: Path) -> None:
    live = draft_of(page, "es")
    live.publish(first_edition=True)
    assert offered(page, better) is Offer.OFFERED
    assert draft_of(page, "es").body == "Mejores palabras.\n"
    assert draft_of(page, "es").note.startswith("Corrected first edition: ")
    live.refresh_from_db()
    assert (live.state, "Mejores" in live.body) == ("live", False)
    assert offered(page, better) is Offer.HAS_DRAFT


def test_a_draft_that_nobody_touched_says_it_better(page: Page, better: Path) -> None:
    was = draft_of(page, "es")
    assert offered(page, better) is Offer.OFFERED
    now = draft_of(page, "es")
    assert (now.pk, now.body, now.translates) == (was.pk, "Mejores palabras.\n", page.shown)
    assert offered(page, better) is Offer.SAME


def test_what_a_translator_changed_stays(page: Page, better: Path, dana: Editor) -> None:
    dana.press(f"{change(page)}?language=es", summary="Nuestras palabras.")
    assert draft_of(page, "es").summary == "Nuestras palabras."
    assert offered(page, better) is Offer.CHANGED
    assert draft_of(page, "es").summary == "Nuestras palabras."


def test_what_waits_for_a_clinician_stays(page: Page, better: Path) -> None:
    draft = draft_of(page, "es")
    draft.sent_at = draft.changed_at
    draft.save()
    assert offered(page, better) is Offer.HAS_DRAFT
    assert "Mejores" not in draft_of(page, "es").body


def test_what_was_discarded_is_not_put_before_staff_again(page: Page, better: Path) -> None:
    draft_of(page, "es").publish(first_edition=True)
    offered(page, better)
    draft_of(page, "es").delete()
    assert offered(page, better) is Offer.BEFORE


def test_a_page_without_spanish_words_is_left_to_those_who_load_them(
    page: Page, better: Path
) -> None:
    draft_of(page, "es").delete()
    assert offered(page, better) is None


def test_the_command_names_them_by_their_address(
    page: Page, better: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_this(content: Path) -> list[Path]:
        return [better] if content.name == "es" and content.parent.parent.name == "pages" else []

    monkeypatch.setattr("pages.revisions.edition.first_edition.files", only_this)
    out = StringIO()
    call_command("offer_corrections", stdout=out)
    assert out.getvalue().splitlines() == [
        "/es/cookies/: offered as a draft",
        "1 offered as drafts; visitors see no change.",
    ]
