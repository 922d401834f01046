"""The preview is what a visitor would get, of words that nobody has published."""

from django.test import Client

from faq.models import Entry, EntryRevision, Topic
from pages.models import Layout, Page, PageRevision
from pages.revisions.document import Document
from pages.revisions.sources import Source
from tests.colleagues import Editor, change
from tests.html import Answer

ADD = "/staff/faq/entry/add/"


def preview(document: object) -> str:
    return change(document).replace("/change/", "/preview/")


def body(answer: Answer) -> str:
    """What is seen of a page; what search engines are told is not for drafts."""
    return answer.content.decode().split("<body", 1)[1]


def test_published_words_look_in_the_preview_as_they_do_on_the_site(
    dana: Editor, first_edition: None
) -> None:
    documents: list[Document] = [
        Page.objects.live("en").get(layout=Layout.HOME),
        Page.objects.live("en").get(layout=Layout.TREATMENT),
        Page.objects.live("en").filter(layout=Layout.TOPIC)[1],
        Entry.objects.live("en")[3],
    ]
    for document in documents:
        site = body(Client().get(document.get_absolute_url()))
        assert body(dana.get(preview(document))) == site
        assert body(dana.post(preview(document), dana.fields(change(document)))) == site


def test_what_was_just_typed_is_shown_and_stored_nowhere(dana: Editor, entry: Entry) -> None:
    source = Source.objects.create(key="map", author="City", title="Map of the city")
    typed = dana.fields(change(entry)) | {"body": "Turn **left**.", "sources": [str(source.pk)]}
    html = dana.post(preview(entry), typed).content.decode()
    assert "Turn <strong>left</strong>." in html
    assert "Map of the city" in html
    assert EntryRevision.objects.count() == 1
    assert "left" not in Client().get(entry.get_absolute_url()).content.decode()


def test_a_saved_draft_is_what_the_preview_opens_with(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), summary="In front.")
    assert "In front." in dana.get(preview(entry)).content.decode()


def test_a_question_can_be_previewed_before_it_is_saved(dana: Editor, topic: Topic) -> None:
    words = {"title": "Dog?", "summary": "Ask us.", "topic": str(topic.pk)}
    html = dana.post(f"{ADD}preview/", dana.fields(ADD) | words).content.decode()
    assert "<h1>Dog?</h1>" in html
    assert not Entry.objects.exists()


def test_a_page_can_be_previewed_before_it_is_saved(dana: Editor) -> None:
    add = "/staff/pages/page/add/"
    for layout in (Layout.TOPIC, Layout.PLAIN, Layout.VISIT):
        words = {"title": "Way", "summary": "By bus.", "layout": layout, "slug": "way"}
        answer = dana.post(f"{add}preview/", dana.fields(add) | words)
        assert "By bus." in answer.content.decode()


def test_a_preview_that_cannot_be_made_says_why(dana: Editor, entry: Entry) -> None:
    typed = dana.fields(change(entry)) | {"body": "::: nothing\n:::"}
    html = dana.post(preview(entry), typed).content.decode()
    assert "The preview waits" in html
    assert "there is no block “nothing”" in html


def test_a_colleague_saving_meanwhile_does_not_stop_the_preview(
    dana: Editor, luis: Editor, entry: Entry
) -> None:
    typed = dana.fields(change(entry)) | {"summary": "Dana."}
    luis.press(change(entry), summary="Luis.")
    assert "Dana." in dana.post(preview(entry), typed).content.decode()


def test_a_preview_is_kept_by_nobody_and_framed_only_by_us(dana: Editor, entry: Entry) -> None:
    version = change(entry).replace("/change/", f"/words/{entry.shown.pk}/preview/")
    fields = dana.fields(change(entry))
    answers = [dana.get(preview(entry)), dana.post(preview(entry), fields), dana.get(version)]
    for answer in [*answers, dana.get(f"{ADD}preview/")]:
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "public" not in answer["Cache-Control"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert "script-src 'self';" in policy


def test_a_stranger_gets_no_preview(entry: Entry) -> None:
    answer = Client().get(preview(entry))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/staff/login/")


def test_a_draft_of_a_page_never_published_has_a_preview(dana: Editor) -> None:
    page = Page.objects.create(slug="way")
    PageRevision.objects.create(document=page, title="Way", summary="By bus.")
    assert "By bus." in dana.get(preview(page)).content.decode()
