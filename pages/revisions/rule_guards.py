"""The database itself takes no medical rule that a clinician did not approve, whoever asks it."""
# ruff: noqa: S608  # Names of tables and facts are of the code; nothing that anyone typed comes in.

from collections.abc import Iterator
from typing import Any

from pages.clinic.in_languages import FactInLanguage
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue
from pages.clinic.rules import FIELDS
from pages.people import APPROVE
from pages.revisions import triggers
from pages.revisions.triggers import Trigger, differs

_CLINIC, _SAID, _VALUES = (model._meta.db_table for model in (Clinic, FactInLanguage, RuleValue))
_LIVE = "SELECT 1 FROM {table} v WHERE v.state = 'live' AND v.fact = {fact} AND v.language = {code}"
_WORDS = ("fact", "language", "text", "english")
#: A column that came with the rules of a visit, and the rules that were there before them.
_CAME_WITH_VISITS = "approved_over"
_BEFORE_VISITS = frozenset({"driving", "usual_course", "fda_status"})
#: Whoever holds the right by hand or by a role, as pages/people.py asks it; a superuser is nobody.
_HOLDS_RIGHT = (
    "EXISTS (SELECT 1 FROM auth_user u, auth_permission p, django_content_type c"
    " WHERE u.id = NEW.approved_by_id AND u.is_active"
    f" AND p.codename = '{APPROVE}' AND c.id = p.content_type_id AND c.app_label = '{{app}}'"
    " AND (EXISTS (SELECT 1 FROM auth_user_user_permissions h"
    " WHERE h.user_id = u.id AND h.permission_id = p.id)"
    " OR EXISTS (SELECT 1 FROM auth_user_groups g, auth_group_permissions h"
    " WHERE g.user_id = u.id AND g.group_id = h.group_id AND h.permission_id = p.id)))"
)


def no_clinician(table: str, app: str) -> Iterator[Trigger]:
    """Nobody is put down as having approved a row of this table but who may approve then."""
    names = "NEW.approved_by_id IS NOT NULL"
    changed = "NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id"
    for event, condition in {"INSERT": names, "UPDATE": f"{names} AND {changed}"}.items():
        yield Trigger(
            f"refuse_no_clinician_{table}_{event}",
            table,
            (event,),
            message="only a clinician approves",
            condition=f"{condition} AND NOT {_HOLDS_RIGHT.format(app=app)}",
        )


def install_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Put them there; run after each migrate.

    After a migration that was taken back, only for what were rules then: the release before saves
    all else at once.
    """
    if {_CLINIC, _SAID, _VALUES} <= triggers.tables(using):
        is_of_now = _CAME_WITH_VISITS in triggers.columns_of(_VALUES, using)
        triggers.install(_all(FIELDS if is_of_now else _fields_before_visits()), using)


def drop_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Out of the way before a migration, and for tests that empty the tables."""
    there = triggers.tables(using)
    triggers.remove([one for one in _all(FIELDS) if one.table in there], using)


def _fields_before_visits() -> dict[str, str]:
    return {fact: field for fact, field in FIELDS.items() if fact in _BEFORE_VISITS}


def _all(fields: dict[str, str]) -> Iterator[Trigger]:
    """Those that guard these rules, each named with the field it is typed in."""
    for fact, field in fields.items():
        yield from _on_clinic(fact, field)
    yield from _on_said(fields)
    yield from _on_values(fields)
    yield from no_clinician(_VALUES, "pages")


def _on_clinic(fact: str, field: str) -> Iterator[Trigger]:
    """A rule is said anew only as its live value says it; the first time, as the code says it."""
    live = _LIVE.format(table=_VALUES, fact=_text(fact), code="'en'")
    as_live = f'EXISTS ({live} AND v.text = NEW."{field}")'
    shipped = _text(str(getattr(Clinic(), field)))
    first = f'(NEW."{field}" = {shipped} AND NOT EXISTS ({live}))'
    conditions = {
        "INSERT": f"NOT ({as_live} OR {first})",
        "UPDATE": f"{differs([field])} AND NOT {as_live}",
    }
    for event, condition in conditions.items():
        name = f"refuse_unapproved_{field}_{event}"
        message = "a medical rule needs the approval of a second person"
        yield Trigger(name, _CLINIC, (event,), message=message, condition=condition)


def _on_said(fields: dict[str, str]) -> Iterator[Trigger]:
    """The same for what a rule says in another language, and for which English words."""
    live = _LIVE.format(table=_VALUES, fact="NEW.name", code="NEW.language")
    not_live = f"NOT EXISTS ({live} AND v.text = NEW.text AND v.english = NEW.english)"
    is_rule = f"NEW.name IN ({', '.join(map(_text, fields))})"
    changed = differs(["language", "name", "text", "english"])
    for event, condition in {"INSERT": "1 = 1", "UPDATE": changed}.items():
        yield Trigger(
            f"refuse_unapproved_translation_{event}",
            _SAID,
            (event,),
            message="a medical rule needs the approval of a second person",
            condition=f"{condition} AND {is_rule} AND {not_live}",
        )


def _on_values(fields: dict[str, str]) -> Iterator[Trigger]:
    """A value goes live from a draft as it was read, by another person, and then stays."""
    yield Trigger(
        "refuse_new_live_value",
        _VALUES,
        ("INSERT",),
        message="a medical rule needs the approval of a second person",
        condition=f"NEW.state <> 'draft' AND NOT (NEW.before_approval AND ({_is_shown(fields)}))",
    )
    alone = "NEW.approved_by_id IS NULL OR NEW.approved_by_id = NEW.author_id AND NOT NEW.alone"
    yield Trigger(
        "refuse_unapproved_value",
        _VALUES,
        ("UPDATE",),
        message="a medical rule needs the approval of a second person",
        condition="OLD.state = 'draft' AND NEW.state <> 'draft'"
        f" AND (NEW.before_approval OR {alone} OR {differs([*_WORDS, 'author_id'])})",
    )
    moved = "(NEW.state = 'draft' OR OLD.state = 'past' AND NEW.state <> 'past')"
    yield Trigger(
        "keep_values_of_rules",
        _VALUES,
        ("UPDATE",),
        message="what a rule said stays as it was",
        condition=f"OLD.state <> 'draft' AND ({moved} OR {differs([*_WORDS, 'before_approval'])})",
    )
    yield Trigger(
        "keep_rules_of_before",
        _VALUES,
        ("DELETE",),
        message="what a rule said stays as it was",
        condition="OLD.state <> 'draft'",
    )


def _is_shown(fields: dict[str, str]) -> str:
    """The condition that a value says what visitors read already."""
    in_english = " OR ".join(
        f"NEW.fact = {_text(fact)} AND EXISTS"
        f' (SELECT 1 FROM {_CLINIC} c WHERE c."{field}" = NEW.text)'
        for fact, field in fields.items()
    )
    said = (
        f"EXISTS (SELECT 1 FROM {_SAID} s WHERE s.language = NEW.language AND s.name = NEW.fact"
        " AND s.text = NEW.text AND s.english = NEW.english)"
    )
    return f"NEW.language = 'en' AND ({in_english}) OR NEW.language <> 'en' AND {said}"


def _text(words: str) -> str:
    """As SQL writes a text."""
    return "'" + words.replace("'", "''") + "'"
