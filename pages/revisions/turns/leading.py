"""Where a colleague who got a mail about a draft finds it, as long as it is there to be found."""

from __future__ import annotations

from django.apps import apps

from pages.admin_addresses import view
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue
from pages.revisions.revision import Revision


def path_of(model: str, key: int) -> str:
    """The staff page of this row; empty if it is gone, or lies in the bin."""
    kind = apps.get_model(model)
    row = kind._base_manager.filter(pk=key).first()
    if isinstance(row, RuleValue):
        # By its number: the name of a rule says what it is about, and mail is not private.
        return view(Clinic, "rule_value", row.pk)
    if isinstance(row, Revision) and not row.document.is_in_the_bin:
        return view(type(row.document), "revision", row.document_id, row.pk)
    return ""
