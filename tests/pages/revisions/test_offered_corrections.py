"""A running site gets corrected words of the first edition as drafts, never in silence."""

import re
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command

from faq.models import Entry, EntryRevision, Topic
from pages.models import Page, PageRevision
from pages.revisions.document import Document
from pages.revisions.edition import first_edition
from pages.revisions.edition.first_edition import Offer, fingerprint, offer_correction
from pages.revisions.sources import Source
from tests.colleagues import Editor, change, draft_of
from tests.database import never_rested_on

pytestmark = pytest.mark.django_db

#: Some words of the first release, as they were.
EARLIER = Path(__file__).parent / "earlier"
NOW = settings.BASE_DIR / "pages" / "content" / "en" / "help-now.md"


@pytest.fixture
def page() -> Page:
    """The page about help as a site of the first release has it."""
    front, _ = first_edition.read(EARLIER / "help-now.md")
    for key in {*front["sources"], *first_edition.read(NOW)[0]["sources"]}:
        Source.objects.get_or_create(key=key, defaults={"author": "A", "title": key})
    first_edition.load_document(Page, EARLIER / "help-now.md", layout=front["layout"])
    return Page.objects.get()


def corrected(path: Path, body: str = "Better words.\n") -> Path:
    """The same text, corrected."""
    front = (EARLIER / "help-now.md").read_text().split("+++\n")[1]
    file = path / "help-now.md"
    file.write_text(f"+++\n{front}+++\n{body}")
    return file


def known(document: Document) -> list[str]:
    return [fingerprint(document.shown)]


def test_words_of_before_get_a_draft_and_visitors_see_no_change(page: Page, tmp_path: Path) -> None:
    live = page.shown
    assert offer_correction(page, corrected(tmp_path), known(page)) is Offer.OFFERED
    draft = draft_of(page)
    assert draft.body == "Better words.\n"
    assert draft.note.startswith("Corrected first edition: ")
    assert (draft.author, draft.reviewed_on, draft.sent_at) == (None, None, None)
    assert set(draft.sources.all()) == set(live.sources.all())
    live.refresh_from_db()
    assert live.state == "live"


def test_only_once(page: Page, tmp_path: Path) -> None:
    file = corrected(tmp_path)
    offer_correction(page, file, known(page))
    assert offer_correction(page, file, known(page)) is Offer.HAS_DRAFT
    draft_of(page).publish(first_edition=True)
    again = Page.objects.get()
    assert offer_correction(again, file, known(page)) is Offer.SAME
    assert again.draft("en") is None


def test_what_staff_discarded_does_not_come_back(page: Page, tmp_path: Path, dana: Editor) -> None:
    file = corrected(tmp_path)
    offer_correction(page, file, known(page))
    discard = f"/staff/pages/page/{page.pk}/discard/"
    dana.post(discard, {"seen": dana.get(discard).context["seen"]})
    assert page.draft("en") is None
    assert offer_correction(page, file, known(page)) is Offer.BEFORE
    assert page.draft("en") is None
    better = corrected(tmp_path, "Even better words.\n")
    assert offer_correction(page, better, known(page)) is Offer.OFFERED


def test_other_sources_are_a_correction_too(page: Page, tmp_path: Path) -> None:
    never_rested_on(page.shown)
    path = tmp_path / "help-now.md"
    path.write_text((EARLIER / "help-now.md").read_text())
    assert offer_correction(page, path, []) is Offer.OFFERED
    assert draft_of(page).sources.count() == 2


@pytest.mark.parametrize("name", ["description", "nav", "title", "summary", "body"])
def test_whatever_staff_changed_stays(page: Page, tmp_path: Path, dana: Editor, name: str) -> None:
    of_before = known(page)
    dana.press(change(page), **{name: "Ours."})
    draft_of(page).publish(first_edition=True)
    changed = Page.objects.get()
    assert offer_correction(changed, corrected(tmp_path), of_before) is Offer.CHANGED
    assert changed.draft("en") is None


def test_a_corrected_description_is_offered_too(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "help-now.md"
    words = (EARLIER / "help-now.md").read_text()
    old = first_edition.read(EARLIER / "help-now.md")[0]["description"]
    path.write_text(words.replace(old, "Whom to call."))
    assert offer_correction(page, path, known(page)) is Offer.OFFERED
    assert PageRevision.objects.get(state="draft").description == "Whom to call."


def test_words_people_search_with_are_words_too() -> None:
    words = {"title": "x", "summary": "x", "body": "x"}
    one, other = EntryRevision(**words), EntryRevision(**words, keywords="cars")
    assert fingerprint(one) != fingerprint(other)


def test_words_that_staff_changed_are_left(page: Page, tmp_path: Path, dana: Editor) -> None:
    of_before = known(page)
    dana.publish(change(page), summary="Our words.")
    changed = Page.objects.get()
    assert changed.shown.summary == "Our words."
    assert offer_correction(changed, corrected(tmp_path), of_before) is Offer.CHANGED
    assert changed.draft("en") is None


def test_a_draft_of_staff_is_left(page: Page, tmp_path: Path, dana: Editor) -> None:
    dana.press(change(page), summary="Our draft.")
    assert offer_correction(page, corrected(tmp_path), known(page)) is Offer.HAS_DRAFT
    assert draft_of(page).summary == "Our draft."


def test_a_correction_that_staff_could_not_write_is_refused(page: Page, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match=r"help-now\.md"):
        offer_correction(page, corrected(tmp_path, "::: nonsense\n"), known(page))
    path = corrected(tmp_path)
    path.write_text(re.sub(r"(?m)^summary = .*$", 'summary = "Ask {nobody}."', path.read_text()))
    with pytest.raises(ValidationError, match=r"help-now\.md: There is no clinic fact"):
        offer_correction(page, path, known(page))
    assert page.draft("en") is None


@pytest.mark.parametrize(
    ("app", "slug"), [("pages", "cookies"), ("pages", "help-now"), ("faq", "is-it-a-cure")]
)
def test_words_of_the_first_release_are_known(app: str, slug: str) -> None:
    """What was loaded then is what the list of this release names."""
    front, body = first_edition.read(EARLIER / f"{slug}.md")
    document = {"pages": Page, "faq": Entry}[app](slug=slug)
    words = first_edition.as_written(document, front, body)
    listed = tomllib.loads((settings.BASE_DIR / app / "content" / "earlier.toml").read_text())
    assert fingerprint(words) in listed[slug]


@pytest.mark.parametrize(("app", "model"), [("pages", Page), ("faq", Entry)])
def test_every_text_is_listed_as_it_says_now(app: str, model: type[Document]) -> None:
    """Whoever corrects a text adds a line, and those of before stay: they are known for ever."""
    content = settings.BASE_DIR / app / "content"
    listed = tomllib.loads((content / "earlier.toml").read_text(encoding="utf-8"))
    now = {
        path.stem: fingerprint(
            first_edition.as_written(model(slug=path.stem), *first_edition.read(path))
        )
        for path in first_edition.files(content / "en")
    }
    unlisted = {slug: code for slug, code in now.items() if listed.get(slug, [""])[-1] != code}
    assert unlisted == {}, "add each at the end of its list in earlier.toml"
    assert listed.keys() == now.keys()


def test_the_command_offers_what_was_corrected_and_names_what_it_left(
    page: Page, dana: Editor
) -> None:
    topic = Topic.objects.create(slug="results", name="Results")
    for key in first_edition.read(EARLIER / "is-it-a-cure.md")[0]["sources"]:
        Source.objects.get_or_create(key=key, defaults={"author": "A", "title": key})
    first_edition.load_document(Entry, EARLIER / "is-it-a-cure.md", topic=topic)
    entry = Entry.objects.get()
    dana.publish(change(entry), summary="Our answer.")
    draft_of(entry).publish(first_edition=True)
    out = StringIO()
    call_command("offer_corrections", stdout=out)
    assert out.getvalue().splitlines() == [
        "/help-now/: offered as a draft",
        "/questions/results/is-it-a-cure/: changed by staff, left as it is",
        "1 offered as drafts; visitors see no change.",
    ]
    front, body = first_edition.read(NOW)
    assert (draft_of(page).title, draft_of(page).body) == (front["title"], body)
    assert set(draft_of(page).sources.values_list("key", flat=True)) == set(front["sources"])
    assert Entry.objects.get().draft("en") is None


def test_a_new_site_is_offered_nothing(first_edition: None) -> None:
    out = StringIO()
    call_command("offer_corrections", stdout=out)
    assert out.getvalue() == "0 offered as drafts; visitors see no change.\n"
