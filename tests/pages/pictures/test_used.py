"""A picture in use stays; one that nobody needs goes, and nothing of what it showed is left."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from pages.models import Page, Picture, PictureCopy
from pages.pictures.used import take_away, uses
from tests.colleagues import Editor, change, said
from tests.pictures import add, show
from tests.profile import say, show_person

LIST = "/staff/pages/picture/"


def delete(editor: Editor, picture: Picture) -> Any:
    return editor.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"})


def put_into_cost(state: str) -> Page:
    """Words with the picture of the door, as they are or were."""
    cost = Page.objects.get(slug="cost")
    draft = cost.revisions.get(language="en").copy_as_draft()
    draft.body += "\n:::  picture   door\n:::\n"
    draft.save()
    if state != "draft":
        draft.publish(first_edition=True)
    if state == "past":
        after = draft.copy_as_draft()
        after.body = "Other words."
        after.save()
        after.publish(first_edition=True)
    return cost


def test_a_picture_that_nobody_uses_is_deleted(dana: Editor) -> None:
    picture, other = show(), show(key="other")
    assert "will be gone" in said(dana.get(f"{LIST}{picture.pk}/delete/"))
    delete(dana, picture)
    assert list(Picture.objects.all()) == [other]
    assert set(PictureCopy.objects.values_list("picture", flat=True)) == {other.pk}
    assert dana.get(picture.usual).status_code == 404


@pytest.mark.parametrize("state", ["live", "draft"])
def test_a_picture_in_words_is_not_deleted(dana: Editor, first_edition: None, state: str) -> None:
    picture = show()
    cost = put_into_cost(state)
    page = said(dana.get(change(picture)))
    assert f'<a href="{change(cost)}">' in page
    assert "take it out there first" in page
    assert delete(dana, picture).status_code == 403
    assert Picture.objects.get().is_ready


def test_a_picture_of_a_person_is_not_deleted(dana: Editor) -> None:
    picture = show()
    person = show_person("rosa", picture=picture)
    assert f'<a href="{change(person)}">Rosa</a>' in said(dana.get(LIST))
    assert delete(dana, picture).status_code == 403
    with pytest.raises(ProtectedError):
        picture.delete()


def test_of_a_picture_in_words_of_before_only_the_name_is_left(dana: Editor) -> None:
    """A person who takes back their consent is nowhere to be seen any more."""
    picture = show(caption="Rosa", alt_es="Rosa", caption_es="Rosa")
    person = show_person("rosa", picture=picture)
    say(person, picture=None)
    delete(dana, picture)
    assert not PictureCopy.objects.exists()
    picture.refresh_from_db()
    assert (picture.state, picture.address) == ("gone", "")
    assert (picture.alt, picture.alt_es, picture.caption, picture.caption_es) == ("",) * 4
    assert dana.get(f"{LIST}{picture.pk}/change/").status_code == 302
    assert f"{picture.pk}/change/" not in said(dana.get(LIST))
    past = person.revisions.filter(picture=picture).get()
    one = f"/staff/pages/person/{person.pk}/words/{past.pk}/"
    assert dana.get(one).status_code == 200
    assert dana.get(f"{one}preview/").status_code == 200


def test_words_of_before_hold_no_picture_back(dana: Editor, first_edition: None) -> None:
    picture = show()
    put_into_cost("past")
    assert [use.state for use in uses()["door"]] == ["past"]
    assert "Nowhere yet" in said(dana.get(LIST))
    delete(dana, picture)
    picture.refresh_from_db()
    assert picture.state == "gone"


def test_a_picture_that_waits_can_be_deleted(dana: Editor) -> None:
    delete(dana, add())
    assert not Picture.objects.exists()


def test_the_list_asks_once_where_all_are_used(dana: Editor) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = said(dana.get(LIST))
        assert page.count('class="thumb"') == Picture.objects.count()
        return len(queries)

    show_person("rosa", picture=show())
    asked()
    first = asked()
    for number in range(3):
        show_person(f"rosa-{number}", picture=show(key=f"k{number}"))
    assert asked() == first


def test_whoever_may_only_look_deletes_nothing(hire: Any) -> None:
    picture = show()
    editor = hire("Finn", "view_picture")
    assert editor.get(change(picture)).status_code == 200
    assert delete(editor, picture).status_code == 403


def test_who_began_to_write_about_it_just_now_wins(first_edition: None) -> None:
    picture = show()
    put_into_cost("draft")
    with pytest.raises(ValueError, match="in use"):
        take_away(picture)
    assert Picture.objects.get().is_ready


def test_who_began_to_use_it_just_now_wins(db: None) -> None:
    picture = show()
    show_person("rosa", picture=picture)
    with pytest.raises(ValueError, match="in use"):
        take_away(picture)
    assert Picture.objects.get().is_ready
