"""What is declared of the clinic's facts fits its model, its form and what words may name."""

import pytest
from django.template.loader import render_to_string

from pages.clinic import declared
from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic

pytestmark = pytest.mark.django_db


def test_the_form_has_every_field_of_the_clinic_once() -> None:
    entered = [field for fields in declared.headings().values() for field in fields]
    assert sorted(entered) == sorted(
        field.name for field in Clinic._meta.fields if field.editable and field.name != "id"
    )


def test_words_can_name_every_fact_that_is_made_for_them_and_no_other() -> None:
    assert facts_for_words(Clinic(pk=1), "en").keys() == declared.IN_BRACES


def test_a_field_belongs_to_the_fact_it_is_said_in() -> None:
    found = [declared.fact_of(field) for field in ("street", "city", "hours", "equipment")]
    assert found == ["address", "address", "hours", "team"]


def test_all_that_decides_who_is_treated_and_how_needs_a_clinician() -> None:
    headings = declared.headings()
    treatment = [*headings["A visit"], *headings["Who comes"], *headings["The treatment"]]
    assert [*declared.MEDICAL_RULES] == treatment
    assert {*treatment} >= {"food_and_drink", "medicines_rule", "minimum_age", "companion", "taxi"}
    assert {*treatment} >= {"visit_length", "driving_rule", "usual_course", "fda_status"}


def test_whoever_writes_is_told_every_fact() -> None:
    told = render_to_string("admin/how_to_write.html")
    assert all(f"<code>{{{name}}}</code>" in told for name in declared.IN_WORDS)
    assert "<code>{call-us}</code>" in told
