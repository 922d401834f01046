"""The staff page of one medical rule: what it says, what waits, who decides, what it said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.text import capfirst

from pages.admin_addresses import view
from pages.clinic import rules
from pages.clinic.in_languages import label, name_of
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue
from pages.editing.reviewing import ticking
from pages.editing.rules.rule_places import rule_places
from pages.editing.rules.weaker import weaker
from pages.languages import DEFAULT, OTHERS
from pages.markup.remarks import shown as as_shown
from pages.markup.structure import look_at_plain
from pages.markup.writing_checks import Written
from pages.markup.writing_checks import warnings_about as written_warnings
from pages.people import can_see
from pages.staff import frame
from pages.staff.plain import LONGEST_TEXT, check_no_facts

#: What the buttons of this page are called.
_STEPS = ("propose", "approve", "back", "take")
#: Those after which the next new value is on the screen that this person may decide on.
_DECIDES = ("approve", "back")

_SECOND = (
    "You wrote this value, and it promises too much or asks less of people than before. A clinician"
    " who did not write it has to approve it."
)
_WHY = "Say why this rule changes: it is kept in the history of the rule."
_NOTHING = "Nothing yet. Pages leave it out, or tell people to ask you."


class RuleForm(forms.Form):
    """A new value, and a word on it for the clinician."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
    note = forms.CharField(
        required=False,
        max_length=1000,
        label="Why it changes, for the clinician",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: QueryDict | None, fact: str, language: str) -> None:
        value = rules.draft(fact, language)
        text = value.text if value else rules.shown(fact, language)
        super().__init__(data, initial={"text": text, "note": value.note if value else ""})
        field: Any = Clinic._meta.get_field(rules.FIELDS[fact])
        self.fields["text"].label = "New value" if value else "Visitors read"
        self.fields["text"].help_text = field.help_text if language == DEFAULT else ""
        # A rule that may be left out is taken off the site like that; who reads it agrees to it.
        self.fields["text"].required = language != DEFAULT or not field.blank
        self.longest = field.max_length or LONGEST_TEXT
        self.fields["text"].widget.attrs |= {"maxlength": self.longest, "lang": language}

    def clean_text(self) -> str:
        """As it would stand in a sentence: on one line, no longer than its place, no fact in it."""
        text = on_one_line(self.cleaned_data["text"])
        if len(text) > self.longest:
            raise ValidationError(
                f"This has {len(text)} characters, and {self.longest} are the most."
            )
        check_no_facts(text)
        return text


def on_one_line(text: str) -> str:
    """As it stands in a sentence."""
    return " ".join(text.split())


def path_of(fact: str, language: str = DEFAULT) -> str:
    """Where staff find this rule in this language."""
    return view(Clinic, "rule", fact, language)


def by_number(request: HttpRequest, key: int) -> HttpResponse:
    """Where a mail leads, which names no rule: to the rule of this value, or to Today."""
    if not can_see(request.user, "pages.view_clinic"):
        raise PermissionDenied
    value = RuleValue.objects.filter(pk=key).first()
    if value is None:
        messages.info(request, "That new value was taken back. Nothing is left to do with it.")
        return HttpResponseRedirect(reverse("admin:index"))
    return HttpResponseRedirect(path_of(value.fact, value.language))


def one_rule(request: HttpRequest, fact: str, language: str) -> HttpResponse:
    """Show the rule, or do what a button says."""
    if fact not in rules.FIELDS or language not in (DEFAULT, *OTHERS):
        raise Http404
    if not can_see(request.user, "pages.view_clinic"):
        raise PermissionDenied
    step = request.POST.get("do", "") if request.method == "POST" else ""
    form = RuleForm(request.POST if step == "propose" else None, fact, language)
    if step in _STEPS and _act(request, fact, language, form, step):
        return HttpResponseRedirect(_next(request) if step in _DECIDES else request.path)
    return _page(request, fact, language, form)


def _next(request: HttpRequest) -> str:
    waits = (one for one in rules.drafts() if one.waits and rules.can_approve(request.user, one))
    return next((path_of(one.fact, one.language) for one in waits), request.path)


def _act(request: HttpRequest, fact: str, language: str, form: RuleForm, step: str) -> bool:
    """What the button says; False if the form has to be shown again."""
    if not request.user.has_perm("pages.change_clinic"):
        raise PermissionDenied
    if step == "propose" and not form.is_valid():
        return False
    try:
        with transaction.atomic():
            _do(request, fact, language, form, step)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return True


def _do(request: HttpRequest, fact: str, language: str, form: RuleForm, step: str) -> None:
    value, seen = rules.draft(fact, language), request.POST.get("seen", "")
    if step == "propose":
        _propose(request, fact, language, form.cleaned_data, seen)
    elif value is None:
        raise ValidationError(rules.READ_AGAIN)
    elif step == "approve":
        _approve(request, value, seen)
    elif step == "back":
        _send_back(request, value, seen)
    else:
        rules.take_back(value, seen)
        _write_down(request, value, "New value taken back")
        messages.info(request, f"Taken back. {rules.still_read(fact, language)}")


def _propose(
    request: HttpRequest, fact: str, language: str, typed: dict[str, str], seen: str
) -> None:
    """Nothing to send if an approved value would stay as it is, or nothing is said of it still."""
    before = rules.history(fact, language).filter(state="live").first()
    is_approved = before is not None and not before.before_approval
    is_same = rules.shown(fact, language) == typed["text"] and (is_approved or not typed["text"])
    if is_same and rules.draft(fact, language) is None:
        messages.info(request, "Nothing was changed.")
        return
    send(request, fact, typed["text"], language=language, note=typed["note"], seen=seen)


def send(  # noqa: PLR0913  # All that a new value is.
    request: HttpRequest,
    fact: str,
    text: str,
    *,
    language: str = DEFAULT,
    note: str = "",
    seen: str = "",
) -> None:
    """Send a new value to the clinicians, and say what waits for whom.

    Raises ValidationError if another value waits by now.
    """
    english = "" if language == DEFAULT else rules.shown(fact)
    value = rules.propose(
        fact, text, request.user, language=language, english=english, note=note, seen=seen
    )
    _write_down(request, value, "New value sent for approval")
    still = rules.still_read(fact, language)
    messages.info(request, f"{capfirst(label(fact))}: {sent_to(value)} {still}")


def sent_to(value: RuleValue) -> str:
    """Who is asked to read it now, or what to do where nobody may."""
    names = [person.get_full_name() or person.get_username() for person in asked(value)]
    if not names:
        return "Waits, and nobody here may approve it."
    return f"Sent to {', '.join(names)}."


def asked(value: RuleValue) -> list[User]:
    """Colleagues who may approve it."""
    return rules.who_can_approve(value)


def _approve(request: HttpRequest, value: RuleValue, seen: str) -> None:
    if not isinstance(request.user, User) or not rules.can_approve(request.user, value):
        raise PermissionDenied
    if seen != value.stamp:
        raise ValidationError(rules.READ_AGAIN)
    warnings = warnings_about(value)
    remarks = as_shown(warnings, {})
    if value.was_written_by(request.user) and any(map(is_grave, warnings)):
        raise ValidationError(_SECOND)
    if ticking.lacks_any(request, remarks):
        raise ValidationError(ticking.TICK_EACH)
    rules.approve(value, request.user, seen, "\n".join(warnings), _reason(request, value))
    _write_down(request, value, "New value approved")
    now = f"Visitors read it now: “{value.text}”" if value.text else "Visitors read it no more."
    messages.success(request, f"Approved. {now}")


def _reason(request: HttpRequest, value: RuleValue) -> str:
    """Why it changes; a rule that says something new to visitors never does so without one."""
    reason = value.note or request.POST.get("reason", "").strip()[:1000]
    if not reason and rules.shown(value.fact, value.language):
        raise ValidationError(_WHY)
    return reason


def _send_back(request: HttpRequest, value: RuleValue, seen: str) -> None:
    """For whoever could have approved it, and never without a reason."""
    if not rules.can_approve(request.user, value):
        raise PermissionDenied
    answer = request.POST.get("answer", "").strip()
    if not answer or len(answer) > 1000:
        raise ValidationError("Say in the note what has to change, in at most 1,000 letters.")
    rules.send_back(value, seen, answer)
    _write_down(request, value, "New value sent back")
    messages.info(request, "Sent back. Who wrote it sees your note.")


def _write_down(request: HttpRequest, value: RuleValue, what: str) -> None:
    """In the history of the clinic's facts, without the words: the rule's own history has them."""
    clinic = Clinic.objects.get(pk=1)
    rest = "" if value.language == DEFAULT else f" ({name_of(value.language)})"
    frame.record(request, clinic, f"{what}: {label(value.fact)}{rest}.")


def warnings_about(value: RuleValue) -> list[str]:
    """What to look at again in a new value: as in an answer, and where it asks less."""
    written = Written(
        title="",
        summary=value.text,
        body="",
        html="",
        medical=True,
        language=value.language,
    )
    found = [*weaker(value), *written_warnings(written, settings.SITE_HOST)]
    return [*dict.fromkeys([*found, *look_at_plain(value.text)])]


def is_grave(remark: str) -> bool:
    """True of what no one person shows to visitors alone: a promise, or a rule that asks less."""
    return getattr(remark, "is_claim", False)


def _page(request: HttpRequest, fact: str, language: str, form: RuleForm) -> HttpResponse:
    value, name = rules.draft(fact, language), "" if language == DEFAULT else name_of(language)
    shown = rules.shown(fact, language)
    context: dict[str, Any] = {
        "title": f"{capfirst(label(fact))}{f', in {name}' if name else ''}",
        "language": language,
        "language_name": name,
        "english": rules.shown(fact) if name else "",
        "shown": shown,
        "nothing": "Nothing in this language: they read the English words." if name else _NOTHING,
        "asks_two": settings.TWO_PERSON_APPROVAL,
        "value": value,
        "form": form,
        "history": rules.history(fact, language),
        "may_change": request.user.has_perm("pages.change_clinic"),
        "facts_path": view(Clinic, f"{language}_change") if name else view(Clinic, "change", 1),
    }
    if value:
        context |= _to_decide(request, value)
    else:
        kept = RuleValue(fact=fact, language=language, text=shown)
        context["places"] = rule_places(kept)
    return frame.page(request, "admin/rule.html", context, Clinic)


def _to_decide(request: HttpRequest, value: RuleValue) -> dict[str, Any]:
    """What stands on the page beside while a new value waits."""
    return {
        "remarks": as_shown(warnings_about(value), {}),
        "places": rule_places(value),
        "asked": asked(value),
        "is_own": value.was_written_by(request.user),
        "can_approve": rules.can_approve(request.user, value),
    }
