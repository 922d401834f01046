"""Words, people and places show pictures: with a place kept free, a description and a focus."""

from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from pages.markup.html import to_html
from pages.models import Page, Person, PersonRevision, Picture, PlaceRevision
from pages.pictures import studio
from pages.profile.shown import Profile
from pages.revisions import content_version
from pages.revisions.comparing import compare
from tests.colleagues import Editor, change, draft_of, said
from tests.html import Page as Html
from tests.pictures import add, image, saved, show
from tests.profile import open_place, say, show_person


def drawn(picture: Picture | None) -> dict[str, str]:
    """The attributes of its image."""
    template = Template("{% load pictures %}{% picture one sizes='50vw' %}")
    html = template.render(Context({"one": picture}))
    return next((one.attributes for one in Html(html).elements if one.tag == "img"), {})


def test_an_image_keeps_its_place_and_comes_late(db: None) -> None:
    picture = show(saved(image((1_000, 500))))
    assert drawn(picture) == {
        "src": picture.address_of(1_000),
        "srcset": f"{picture.address_of(320)} 320w, {picture.address_of(640)} 640w, "
        f"{picture.address_of(1_000)} 1000w",
        "sizes": "50vw",
        "width": "1000",
        "height": "500",
        "loading": "lazy",
        "decoding": "async",
        "alt": "Photograph of a green door",
    }


def test_what_matters_stays_where_it_is_cut(db: None) -> None:
    assert drawn(show(focus_x=0, focus_y=75))["class"] == "fx-0 fy-75"
    assert drawn(show(key="b", focus_y=25))["class"] == "fy-25"


def test_what_is_not_ready_leaves_no_hole(db: None) -> None:
    assert drawn(None) == {}
    assert drawn(add()) == {}
    body = "Before.\n\n::: picture door\n:::\n\nAfter.\n"
    assert "img" not in to_html(body, {})
    assert "figure" not in to_html("::: picture nothing\n:::\n", {})


def test_a_decorative_picture_says_nothing(db: None) -> None:
    assert drawn(show(alt="", decorative=True))["alt"] == ""


def test_a_spanish_page_has_spanish_words_or_says_that_they_are_english(db: None) -> None:
    show(alt_es="Foto de una puerta", caption="The door")
    with translation.override("es"):
        html = to_html("::: picture door\n:::\n", {})
    assert 'alt="Foto de una puerta"' in html
    assert '<figcaption lang="en">The door</figcaption>' in html
    Picture.objects.update(alt_es="", caption_es="La puerta")
    with translation.override("es"):
        html = to_html("::: picture door\n:::\n", {})
    assert 'alt="Photograph of a green door" lang="en"' in html
    assert "<figcaption>La puerta</figcaption>" in html


def test_words_may_say_another_caption(db: None) -> None:
    show(caption="The door")
    html = to_html("::: picture door\nRing the **upper** bell.\n:::\n", {})
    assert "<strong>upper</strong>" in html
    assert "The door" not in html


def test_what_is_said_of_a_picture_is_text(db: None) -> None:
    show(alt='"><script>x()</script>', caption="<script>x()</script>")
    html = to_html("::: picture door\n:::\n", {})
    assert "<script>" not in html


# In words


def test_the_lines_that_put_pictures_in_stand_beside_the_text(
    dana: Editor, first_edition: None
) -> None:
    show(key="door", title="The green door")
    add(key="soon", title="Being prepared")
    page = Html(dana.get(change(Page.objects.get(slug="cost"))).content.decode())
    lines = {one.get("data-block"): one.words for one in page.tags("pre")}
    assert lines["Picture: The green door"] == "::: picture door\n:::"
    assert "Picture: Being prepared" in lines
    assert "Picture" not in lines


@pytest.mark.parametrize("block", ["::: picture\n:::", "::: picture The Door\n:::"])
def test_a_picture_is_named_by_its_key(dana: Editor, first_edition: None, block: str) -> None:
    page = dana.press(change(Page.objects.get(slug="cost")), body=block)
    assert "Line 1: name the picture by its key" in said(page)


def test_words_that_name_a_picture_that_is_not_there_are_published_knowingly(
    dana: Editor, first_edition: None
) -> None:
    cost = Page.objects.get(slug="cost")
    body, warning = "::: picture door\n:::", "There is no picture “door”. Look under Pictures"
    page = dana.publish(change(cost), body=body)
    assert warning in said(page)
    assert draft_of(cost).body == f"{body}\n", "The draft is kept, and not live."
    picture = show(bytes(99))
    assert warning in said(dana.get(change(cost))), "It is broken."
    picture.delete()
    add()
    assert "There is no picture" not in said(dana.get(change(cost))), "It will be there."


def test_visitors_see_it_as_soon_as_it_is_ready(
    dana: Editor, first_edition: None, client: Client
) -> None:
    cost, picture = Page.objects.get(slug="cost"), add()
    draft = cost.revisions.get(language="en").copy_as_draft()
    draft.body += "\n::: picture door\n:::\n"
    draft.save()
    draft.publish(first_edition=True)
    assert b'figure class="photo"' not in client.get(cost.get_absolute_url()).content
    before = content_version.current()
    studio.make_ready(picture)
    assert content_version.current() > before
    assert b'figure class="photo"' in client.get(cost.get_absolute_url()).content
    before = content_version.current()
    Picture.objects.update(alt="Another description")
    assert content_version.current() > before
    assert b"Another description" in client.get(cost.get_absolute_url()).content


# In people and places


def test_a_person_and_a_place_have_a_picture_in_every_language(db: None) -> None:
    portrait, door = show(key="portrait"), show()
    person = show_person("rosa", picture=portrait)
    say(person, language="es", title="Rosa", picture=None)
    open_place(picture=door)
    for language in ("en", "es"):
        profile = Profile(language)
        assert [one.shown.picture for one in profile.people] == [portrait]  # type: ignore[attr-defined]
        assert profile.place
        assert profile.place.shown.picture == door  # type: ignore[attr-defined]


def test_the_caption_of_a_place_is_shown_and_that_of_a_portrait_is_not(dana: Editor) -> None:
    show_person("rosa", picture=show(key="portrait", caption="Rosa at work"))
    open_place(picture=(door := show(caption="The green door")))
    assert "<figcaption>The green door</figcaption>" in said(dana.get("/find-us/"))
    assert "Rosa at work" not in said(dana.get("/team/"))
    assert "A portrait of a person on the team has none." in said(dana.get(change(door)))


def test_pictures_of_everyone_are_asked_for_at_once(db: None) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for person in Profile("en").people:
                drawn(person.shown.picture)  # type: ignore[attr-defined]
        return len(queries)

    show_person("a", picture=show(key="a"))
    first = asked()
    for slug in ("b", "c", "d"):
        show_person(slug, picture=show(key=slug))
    assert asked() == first


def test_staff_choose_a_picture_that_is_or_will_be_shown(dana: Editor) -> None:
    person = show_person("rosa")
    show(key="door", title="Rosa by the door")
    add(key="soon", title="Soon there")
    show(bytes(9), key="broken", title="A broken one")
    page = said(dana.get(change(person)))
    assert "Rosa by the door" in page
    assert "Soon there" in page
    assert "A broken one" not in page
    dana.publish(change(person), picture=str(Picture.objects.get(key="door").pk))
    assert person.revisions.get(state="live").picture == Picture.objects.get(key="door")


def test_compare_names_pictures(db: None) -> None:
    old = PersonRevision(title="Rosa", picture=show(title="By the door"))
    new = PersonRevision(title="Rosa", picture=show(key="b", title="At the desk"))
    none = PersonRevision(title="Rosa")
    for one in (old, new, none):
        one.document = Person.objects.get_or_create(slug="rosa")[0]
        one.state, one.published_at = "past", one.created_at
        one.save()
    [field] = [one for one in compare(old, new) if one.label == "Picture"]
    assert [piece.text.strip() for piece in field.pieces if piece.kind != "same"] == [
        "By",
        "At",
        "door",
        "desk",
    ]
    [field] = [one for one in compare(none, new) if one.label == "Picture"]
    assert [piece.text for piece in field.pieces] == ["At the desk"]


@pytest.mark.parametrize("revisions", [PersonRevision, PlaceRevision])
def test_words_that_were_live_keep_their_picture(db: None, revisions: Any) -> None:
    show_person("rosa", picture=show())
    open_place(picture=Picture.objects.get())
    other = show(key="other")
    with pytest.raises(IntegrityError):
        revisions.objects.update(picture=other)
