"""Late reviews are found, and those who look after words."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from pages.models import Page, PageRevision
from pages.revisions.reviews import Overdue, reviews_due, who_keeps_words

DUE = date(2026, 1, 31)


def reviewed(page: Page, on: date) -> None:
    revision = PageRevision.objects.create(document=page, title="Cars", summary="x")
    revision.publish()
    revision.approve(None, "", on)


def test_a_review_is_late_the_day_after_its_day(page: Page) -> None:
    reviewed(page, date(2025, 1, 31))
    assert reviews_due(DUE) == []
    late = Overdue(1, "page", "/staff/pages/page/?review=overdue", DUE)
    assert reviews_due(date(2026, 2, 1)) == [late]


def test_many_are_counted_together_from_the_first_on(page: Page) -> None:
    reviewed(page, date(2025, 1, 31))
    reviewed(Page.objects.create(slug="b"), date(2024, 5, 1))
    late = Overdue(2, "pages", "/staff/pages/page/?review=overdue", date(2025, 5, 1))
    assert reviews_due(date(2026, 2, 1)) == [late]


@pytest.mark.parametrize(
    ("codename", "fields", "keeps"),
    [
        ("approve_words", {}, True),
        ("change_page", {}, True),
        ("change_entry", {}, True),
        ("view_page", {}, False),
        ("change_page", {"is_active": False}, False),
        ("change_page", {"is_staff": False}, False),
        ("change_page", {"email": ""}, False),
        ("view_page", {"is_superuser": True}, True),
    ],
)
def test_those_who_write_or_approve_keep_words(
    db: None, codename: str, fields: dict[str, Any], keeps: bool
) -> None:
    about = {"email": "ana@clinic.example", "is_staff": True, **fields}
    ana = User.objects.create_user("ana", **about)
    ana.user_permissions.set(Permission.objects.filter(codename=codename))
    assert who_keeps_words() == (["ana@clinic.example"] if keeps else [])


def test_two_rights_make_one_person_and_the_order_is_fixed(
    db: None,
) -> None:
    for name in ("zoe", "ana"):
        user = User.objects.create_user(name, email=f"{name}@clinic.example", is_staff=True)
        user.user_permissions.set(
            Permission.objects.filter(codename__in=["change_page", "change_entry"])
        )
    assert who_keeps_words() == ["ana@clinic.example", "zoe@clinic.example"]
