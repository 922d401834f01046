"""Staff enter people, places, prices and the way to start as a visitor's page, step by step."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.test import Client

from clinic_site.staff import roles
from pages.models import Person, Place, PriceList, StartGuide
from pages.revisions import translations
from tests.colleagues import Editor, change, draft_of, said
from tests.profile import hours, open_place, say, show_person

pytestmark = pytest.mark.django_db

PEOPLE = "/staff/pages/person/"
PERSON, PLACE = "/staff/pages/person/add/", "/staff/pages/place/add/"
PRICES, START = "/staff/pages/pricelist/add/", "/staff/pages/startguide/add/"
ASK = "Ask this person first. Tick this once they agreed to be shown."


# The four


def test_an_editor_enters_a_person_and_publishes(ed: Editor) -> None:
    page = ed.publish(PERSON, title="Ana Sample", role="Nurse", agreed="on")
    assert "Published" in said(page)
    shown: Any = Person.objects.live("en")[0]
    assert (shown.slug, shown.shown.title, shown.shown.role) == (
        "ana-sample",
        "Ana Sample",
        "Nurse",
    )
    assert Client().get("/team/").status_code == 200


def test_an_editor_enters_a_place_with_hours_and_publishes(ed: Editor) -> None:
    rows = {
        "hours-0-day": "0",
        "hours-0-opens": "9 am",
        "hours-0-closes": "17:00",
        "hours-2-day": "4",
        "hours-2-opens": "09:00",
        "hours-2-closes": "12:00",
        "closed_days-0-day": "2026-12-25",
        "closed_days-0-reason": "Christmas",
    }
    ed.publish(PLACE, title="Sample Clinic", street="1 Elm St", **rows)
    shown: Any = Place.objects.live("en")[0].shown
    assert shown.hours == "0 | 09:00 | 17:00\n4 | 09:00 | 12:00"
    assert shown.closed_days == "2026-12-25 | Christmas"
    assert "1 Elm St" in Client().get("/contact/").content.decode()
    page = said(Client().get("/nothing/here/")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Monday, 9 am to 5 pm; Friday, 9 am to 12 pm" in page


def test_an_editor_enters_the_prices_and_publishes(ed: Editor) -> None:
    rows = {"prices-0-kind": "session", "prices-0-label": "One", "prices-0-amount": "$450"}
    ed.publish(PRICES, title="Prices", **rows)
    shown: Any = PriceList.objects.live("en")[0].shown
    assert shown.prices == "session | One | $450"
    assert ed.get(PRICES)["Location"] == change(PriceList.objects.get())


def test_two_who_begin_the_prices_at_once_make_one_list_and_lose_nothing(
    ed: Editor, luis: Editor
) -> None:
    opened = ed.fields(PRICES)
    luis.press(PRICES, title="Prices")
    page = ed.send(PRICES, opened | {"summary": "Fair and plain."})
    assert "A colleague began this while you wrote." in said(page)
    assert "Fair and plain." in said(page)
    assert PriceList.objects.count() == 1


def test_the_guide_to_start_waits_for_a_clinician(ed: Editor) -> None:
    page = ed.press(START, "_review", title="How to start", **{"steps-0-name": "Call"})
    guide = StartGuide.objects.get()
    assert guide.medical
    assert draft_of(guide).steps == "Call"
    assert "nobody else here can approve it" in said(page)
    assert draft_of(guide).sent_at
    assert Client().get("/how-to-start/").status_code == 404


def test_what_is_wrong_in_a_row_is_said_at_the_field_and_all_stays(ed: Editor) -> None:
    page = ed.press(
        PLACE,
        title="Sample Clinic",
        **{"hours-0-day": "0", "hours-0-opens": "9 am", "hours-0-closes": "8 am"},
    )
    assert "Monday, Closes “8 am”: type a time after it opens, and check am and pm" in said(page)
    assert 'value="Sample Clinic"' in said(page)
    assert not Place.objects.exists()


def test_a_second_person_stands_behind_the_first(ed: Editor) -> None:
    for name in ("Zoe", "Ana"):
        ed.publish(PERSON, title=name, agreed="on")
    assert [one.order for one in Person.objects.all()] == [1, 2]
    assert "Change the order" in said(ed.get(PEOPLE))
    order = [one.pk for one in reversed(Person.objects.all())]
    ed.post(f"{PEOPLE}order/", {"group": "person", "order": order})
    assert [one.slug for one in Person.objects.all()] == ["ana", "zoe"]


def test_a_changed_address_is_no_move_on_a_page_they_share(ed: Editor) -> None:
    ana = show_person("ana")
    page = ed.press(change(ana), slug="anna")
    assert "The address changed" not in said(page)
    assert Person.objects.get().slug == "anna"


def test_rows_are_compared_as_people_read_them(ed: Editor) -> None:
    place = open_place(hours=hours(0))
    ed.press(change(place), **{"hours-0-closes": "18:00"})
    first, second = place.revisions.order_by("pk").values_list("pk", flat=True)
    page = said(ed.get(f"/staff/pages/place/{place.pk}/compare/?from={first}&to={second}"))
    assert "Monday | 9:00 am" in page
    assert "0 | 09:00" not in page
    assert "Monday | 9:00 am | 6:00 pm" in said(
        ed.get(f"/staff/pages/place/{place.pk}/words/{second}/")
    )


def test_two_who_write_at_once_see_each_others_rows(ed: Editor, luis: Editor) -> None:
    place = open_place(hours=hours(0))
    opened = ed.fields(change(place))
    luis.press(change(place), **{"hours-0-opens": "08:00"})
    page = ed.send(change(place), opened | {"hours-0-opens": "10:00"})
    assert "Monday | 8:00 am | 5:00 pm" in said(page)
    assert "Monday | 10:00 am | 5:00 pm" in said(page)
    assert 'value="10:00"' in said(page)


# Only who agreed


def test_who_did_not_agree_is_refused_at_the_field(ed: Editor) -> None:
    page = ed.publish(PERSON, title="Ana")
    assert ASK in said(page)
    assert 'value="Ana"' in said(page)
    assert not Person.objects.exists()


def test_a_draft_of_who_did_not_agree_is_kept_but_neither_published_nor_planned(ed: Editor) -> None:
    ed.press(PERSON, title="Ana")
    ana = Person.objects.get()
    draft = draft_of(ana)
    publish = f"{PEOPLE}{ana.pk}/words/{draft.pk}/publish/"
    page = ed.get(publish)
    assert ASK in said(page)
    seen = draft.changed_at.isoformat()
    for act in ({"do": "now"}, {"do": "plan", "publish_at": "2099-01-01T09:00"}):
        assert ASK in said(ed.post(publish, {"seen": seen, **act}))
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == ("draft", None)


def test_the_database_shows_nobody_who_did_not_agree() -> None:
    ana = show_person("ana")
    live = ana.revisions.get(state="live")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(live).objects.filter(pk=live.pk).update(agreed=False)
    ana.revisions.filter(pk=live.pk).update(state="past")
    live.pk, live.agreed = None, False
    with pytest.raises(IntegrityError), transaction.atomic():
        live.save(force_insert=True)


# Who takes the consent back


def test_who_takes_back_their_consent_is_off_the_site_at_once(ed: Editor) -> None:
    ana = show_person("ana", role="Nurse")
    say(ana, language="es", title="Ana", role="Enfermera")
    assert "Ana" in said(Client().get("/team/"))
    form = {name: text for name, text in ed.fields(change(ana)).items() if name != "agreed"}
    shown = ed.post(f"{PEOPLE}{ana.pk}/preview/", form)
    assert "Visitors do not see this person" in said(shown)
    assert "Nurse" not in said(shown)
    page = ed.send(change(ana), form)
    assert "This person is off the site now, in every language" in said(page)
    assert not ana.revisions.filter(state="live").exists()
    for path in ("/team/", "/es/team/"):
        assert "Ana" not in said(Client().get(path))
    assert "Taken off the site." in said(ed.get(f"{PEOPLE}{ana.pk}/history/"))
    past = ana.revisions.filter(state="past", language="en").get()
    assert past.notes.get().did == "withdrawn"


def test_publishing_without_the_tick_takes_off_as_well_and_loses_nothing(ed: Editor) -> None:
    ana = show_person("ana")
    form = {name: text for name, text in ed.fields(change(ana)).items() if name != "agreed"}
    page = ed.send(change(ana), form | {"role": "Nurse"}, "_publish")
    assert "This person is off the site now" in said(page)
    assert "Published" not in said(page)
    assert draft_of(ana).role == "Nurse"
    assert not ana.is_live


def test_no_plan_translation_or_words_of_before_bring_them_back(ed: Editor) -> None:
    ana = show_person("ana")
    say(ana, language="es", title="Ana")
    spanish = f"{change(ana)}?language=es"
    ed.press(spanish, role="Enfermera")
    ana.revisions.filter(state="draft").update(publish_at="2099-01-01T00:00Z")
    form = {name: text for name, text in ed.fields(change(ana)).items() if name != "agreed"}
    ed.send(change(ana), form)
    assert draft_of(ana, "es").publish_at is None
    assert ASK in said(ed.publish(spanish))
    draft_of(ana).delete()
    past = ana.revisions.filter(state="past", language="en").get()
    ed.post(f"{PEOPLE}{ana.pk}/words/{past.pk}/restore/")
    assert not draft_of(ana).agreed


def test_a_form_that_was_open_before_does_not_bring_them_back(ed: Editor, luis: Editor) -> None:
    ana = show_person("ana")
    spanish = f"{change(ana)}?language=es"
    translations.start(ana, "es", None)
    opened = luis.fields(spanish)
    assert opened["agreed"]
    ed.send(
        change(ana), {name: at for name, at in ed.fields(change(ana)).items() if name != "agreed"}
    )
    page = luis.send(spanish, opened, "_publish")
    assert "Published" not in said(page)
    assert not ana.revisions.filter(state="live").exists()
    assert Client().get("/es/team/").status_code == 404


# The preview


def test_the_preview_shows_what_is_typed_beside_what_is_live(ed: Editor) -> None:
    show_person("ana")
    fields = ed.fields(PERSON)
    page = ed.post(f"{PERSON}preview/", fields | {"title": "Luis", "role": "Doctor"})
    people = page.context["profile"].people
    assert [one.shown.title for one in people] == ["Luis", "Ana"] or [
        one.shown.title for one in people
    ] == ["Ana", "Luis"]
    assert page.context["previewed"].shown.role == "Doctor"


def test_the_preview_of_a_draft_stands_in_the_place_of_what_is_live(ed: Editor) -> None:
    place = open_place(street="1 Elm St")
    page = ed.post(
        f"/staff/pages/place/{place.pk}/preview/",
        ed.fields(change(place)) | {"street": "2 Oak St"},
    )
    assert [one.shown.street for one in page.context["profile"].places] == ["2 Oak St"]
    assert page.context["request"].path == "/find-us/"


# In Spanish


def test_a_translation_does_not_ask_again_for_the_hours(ed: Editor) -> None:
    place = open_place(hours=hours(0), door="Blue.")
    say(place, language="es", door="Azul.")
    form = ed.fields(f"{change(place)}?language=es")
    assert form["door"] == "Azul."
    assert not {name for name in form if name.startswith(("hours", "closed_days", "street"))}


# Who may look


def test_the_front_desk_looks_and_changes_nothing() -> None:
    roles.create()
    desk = Editor()
    desk.user = User.objects.create_user("desk", is_staff=True)
    desk.user.groups.add(Group.objects.get(name="Front desk"))
    desk.force_login(desk.user)
    place = open_place(street="1 Elm St")
    assert desk.get(change(place)).status_code == 200
    assert desk.get(PLACE).status_code == 403
    assert desk.get(PEOPLE).status_code == 200


def test_each_field_of_a_place_says_what_it_is_for(ed: Editor) -> None:
    form = said(ed.get(PLACE))
    for label in (
        "What the door looks like",
        "Coming in without steps",
        "Parking",
        "Bus and train",
    ):
        assert label in form, label


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ({"steps-0-name": "Call", "steps-0-costs": "x" * 200}, "Call, Cost"),
        ({"steps-0-name": "Call", "steps-0-takes": "x" * 200}, "Call, How long it takes"),
    ],
)
def test_a_cell_that_is_too_long_for_its_place_is_named(
    ed: Editor, rows: dict[str, str], problem: str
) -> None:
    assert problem in said(ed.press(START, "_save", title="Start", **rows))


def test_a_plan_says_whether_we_take_it(ed: Editor) -> None:
    rows = {"plans-0-plan": "Sample Health"}
    page = said(ed.press(PRICES, "_save", title="Prices", **rows))
    assert "Sample Health, We take it: fill this in." in page


def test_a_wait_is_a_few_words(ed: Editor) -> None:
    page = said(ed.press(START, "_save", title="Start", usual_wait="x" * 121))
    assert "This has 121 characters, and 120 are the most." in page
