"""The database refuses a medical rule, and an approval, that no clinician gave, by raw SQL too."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import IntegrityError, connection, transaction

from clinic_site.staff import roles
from faq.models import Entry
from pages.clinic import rules
from pages.clinic.in_languages import FactInLanguage
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue
from tests.colleagues import draft_of
from tests.rules import say

pytestmark = pytest.mark.django_db
NEW = "for two hours"
SECOND = "needs the approval of a second person"
CLINICIAN = "only a clinician approves"
KEPT = "stays as it was"


def refuse(message: str, sql: str, *values: Any) -> None:
    """Whoever has a shell of the database may try."""
    with (
        pytest.raises(IntegrityError, match=message),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)


@pytest.fixture
def author() -> User:
    return User.objects.create_user("eli", is_staff=True)


@pytest.fixture
def clinician() -> User:
    user = User.objects.create_user("nora", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="approve_words"))
    return user


@pytest.fixture
def value(author: User) -> RuleValue:
    """A draft that waits."""
    return rules.propose("driving", NEW, author)


def test_no_rule_of_the_clinic_changes_without_a_live_value(value: RuleValue) -> None:
    for field in rules.FIELDS.values():
        refuse(SECOND, f"UPDATE pages_clinic SET {field} = %s", NEW)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pages_clinic SET payment = 'Card.', driving_rule = driving_rule")
    assert Clinic.load().payment == "Card."


def test_a_clinic_is_not_made_anew_with_another_rule() -> None:
    with pytest.raises(IntegrityError, match=SECOND), transaction.atomic():
        Clinic.objects.create(pk=1, driving_rule=NEW)
    say(driving=NEW)
    Clinic.objects.all().delete()
    with pytest.raises(IntegrityError, match=SECOND), transaction.atomic():
        Clinic.objects.create(pk=1)
    Clinic.objects.create(pk=1, driving_rule=NEW)


def test_a_value_goes_live_as_it_was_read_by_a_second_person(
    value: RuleValue, author: User, clinician: User
) -> None:
    RuleValue.objects.filter(state="live").update(state="past")
    live = "UPDATE pages_rulevalue SET state = 'live', sent_at = NULL"
    refuse(SECOND, f"{live} WHERE id = %s", value.pk)
    author.user_permissions.set(Permission.objects.filter(codename="approve_words"))
    refuse(SECOND, f"{live}, approved_by_id = %s WHERE id = %s", author.pk, value.pk)
    approved = f"{live}, approved_by_id = %s"
    refuse(SECOND, f"{approved}, text = 'x' WHERE id = %s", clinician.pk, value.pk)
    refuse(SECOND, f"{approved}, author_id = NULL WHERE id = %s", clinician.pk, value.pk)
    refuse(SECOND, f"{approved}, before_approval = %s WHERE id = %s", clinician.pk, True, value.pk)
    with connection.cursor() as cursor:
        cursor.execute(f"{approved} WHERE id = %s", [clinician.pk, value.pk])


def test_a_value_is_not_put_there_live(value: RuleValue, clinician: User) -> None:
    RuleValue.objects.filter(state="live").update(state="past")
    for more in ({"approved_by": clinician}, {"before_approval": True}):
        with pytest.raises(IntegrityError, match=SECOND), transaction.atomic():
            RuleValue.objects.create(fact="driving", text="x", state="live", **more)


def test_what_a_rule_said_stays(value: RuleValue, clinician: User) -> None:
    rules.approve(value, clinician, value.stamp)
    refuse(KEPT, "UPDATE pages_rulevalue SET text = 'x' WHERE state = 'past'")
    refuse(KEPT, "UPDATE pages_rulevalue SET state = 'draft' WHERE state = 'past'")
    refuse(KEPT, "DELETE FROM pages_rulevalue WHERE state = 'past'")
    RuleValue.objects.filter(state="live").update(state="past")
    refuse(KEPT, "UPDATE pages_rulevalue SET state = 'live' WHERE text <> %s", NEW)


def test_a_rule_in_spanish_needs_the_same() -> None:
    row = {"language": "es", "name": "driving", "text": "x", "english": "y"}
    with pytest.raises(IntegrityError, match=SECOND), transaction.atomic():
        FactInLanguage.objects.create(**row)
    FactInLanguage.objects.create(**row | {"name": "payment"})
    say("es", driving="hasta mañana")
    for column in ("text", "english"):
        sql = f"UPDATE pages_factinlanguage SET {column} = 'x' WHERE name = 'driving'"  # noqa: S608
        refuse(SECOND, sql)
    refuse(SECOND, "UPDATE pages_factinlanguage SET name = 'driving' WHERE name = 'payment'")


@pytest.mark.parametrize("role", ["Editor", "Manager", "superuser", "switched off"])
def test_nobody_else_is_put_down_as_having_approved(
    role: str, value: RuleValue, entry: Entry
) -> None:
    roles.create()
    user = User.objects.create_user("x", is_staff=True, is_superuser=role == "superuser")
    user.groups.set(Group.objects.filter(name="Clinician" if role == "switched off" else role))
    User.objects.filter(pk=user.pk).update(is_active=role != "switched off")
    draft = entry.shown.copy_as_draft()
    words = "UPDATE faq_entryrevision SET approved_by_id = %s WHERE id = %s"
    refuse(CLINICIAN, words, user.pk, draft.pk)
    entry.revisions.filter(pk=draft.pk).delete()
    with pytest.raises(IntegrityError, match=CLINICIAN), transaction.atomic():
        entry.revisions.create(title="x", summary="x", approved_by=user)
    RuleValue.objects.filter(state="live").update(state="past")
    rule = "UPDATE pages_rulevalue SET state = 'live', sent_at = NULL, approved_by_id = %s"
    refuse(CLINICIAN, f"{rule} WHERE id = %s", user.pk, value.pk)


@pytest.mark.parametrize("by_role", [True, False])
def test_a_clinician_by_role_or_by_hand_is_put_down(by_role: bool, entry: Entry) -> None:
    roles.create()
    user = User.objects.create_user("x", is_staff=True)
    if by_role:
        user.groups.set(Group.objects.filter(name="Clinician"))
    else:
        user.user_permissions.set(Permission.objects.filter(codename="approve_words"))
    draft = entry.shown.copy_as_draft()
    entry.revisions.filter(pk=draft.pk).update(approved_by=user)
    # Who leaves later did approve it then.
    user.groups.clear()
    user.user_permissions.clear()
    entry.revisions.filter(pk=draft.pk).update(note="x", approved_by=user)
    assert draft_of(entry).approved_by == user


def test_a_right_for_pages_is_none_for_answers(entry: Entry) -> None:
    user = User.objects.create_user("x", is_staff=True)
    right = Permission.objects.filter(codename="approve_words", content_type__app_label="pages")
    user.user_permissions.set(right)
    draft = entry.shown.copy_as_draft()
    words = "UPDATE faq_entryrevision SET approved_by_id = %s WHERE id = %s"
    refuse(CLINICIAN, words, user.pk, draft.pk)
