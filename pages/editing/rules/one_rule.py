"""The staff page of one medical rule: what it says, what waits, who decides, what it said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.text import capfirst

from pages.admin_addresses import view
from pages.clinic import rules
from pages.clinic.in_languages import label, name_of
from pages.clinic.models import Clinic
from pages.clinic.rule_values import RuleValue
from pages.editing.rules.rule_places import rule_places
from pages.languages import DEFAULT, OTHERS
from pages.markup.claims.finding import claims
from pages.people import can_see
from pages.staff import frame
from pages.staff.plain import check_no_facts

#: What the buttons of this page are called.
_STEPS = ("propose", "approve", "back", "take")


class RuleForm(forms.Form):
    """A new value, and a word on it for the clinician."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
    note = forms.CharField(
        required=False,
        max_length=1000,
        label="Note for the clinician",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: QueryDict | None, fact: str, language: str) -> None:
        value = rules.draft(fact, language)
        text = value.text if value else rules.shown(fact, language)
        super().__init__(data, initial={"text": text, "note": value.note if value else ""})
        field: Any = Clinic._meta.get_field(rules.FIELDS[fact])
        self.fields["text"].label = "New value" if value else "Visitors read"
        self.fields["text"].help_text = field.help_text if language == DEFAULT else ""
        self.fields["text"].widget.attrs |= {"maxlength": field.max_length, "lang": language}
        self.longest = field.max_length

    def clean_text(self) -> str:
        """As it would stand in a sentence: on one line, no longer than its place, no fact in it."""
        text = " ".join(str(self.cleaned_data["text"]).split())
        if self.longest and len(text) > self.longest:
            raise ValidationError(
                f"This has {len(text)} characters, and {self.longest} are the most."
            )
        check_no_facts(text)
        return text


def path_of(fact: str, language: str = DEFAULT) -> str:
    """Where staff find this rule in this language."""
    return view(Clinic, "rule", fact, language)


def one_rule(request: HttpRequest, fact: str, language: str) -> HttpResponse:
    """Show the rule, or do what a button says."""
    if fact not in rules.FIELDS or language not in (DEFAULT, *OTHERS):
        raise Http404
    if not can_see(request.user, "pages.view_clinic"):
        raise PermissionDenied
    step = request.POST.get("do", "") if request.method == "POST" else ""
    form = RuleForm(request.POST if step == "propose" else None, fact, language)
    if step in _STEPS and _act(request, fact, language, form, step):
        return HttpResponseRedirect(request.path)
    return _page(request, fact, language, form)


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
        messages.info(request, f"Taken back. Visitors still read: “{rules.shown(fact, language)}”")


def _propose(
    request: HttpRequest, fact: str, language: str, typed: dict[str, str], seen: str
) -> None:
    """Nothing to send if an approved value would stay as it is."""
    before = rules.history(fact, language).filter(state="live").first()
    is_same = before is not None and before.text == typed["text"] and not before.before_approval
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
    now = rules.shown(fact, language) or rules.shown(fact)
    messages.info(
        request,
        f"{capfirst(label(fact))}: {sent_to(value)} Visitors still read: “{now}”",
    )


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
    if warnings_about(value) and "read" not in request.POST:
        raise ValidationError("Read the warnings first, and tick that the new value is right.")
    rules.approve(value, request.user, seen)
    _write_down(request, value, "New value approved")
    messages.success(request, f"Approved. Visitors read it now: “{value.text}”")


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
    """What to look at again in a new value."""
    return [*dict.fromkeys(claim.why for claim in claims([value.text], value.language))]


def _page(request: HttpRequest, fact: str, language: str, form: RuleForm) -> HttpResponse:
    value, name = rules.draft(fact, language), "" if language == DEFAULT else name_of(language)
    shown = rules.shown(fact, language)
    context: dict[str, Any] = {
        "title": f"{capfirst(label(fact))}{f', in {name}' if name else ''}",
        "language": language,
        "language_name": name,
        "english": rules.shown(fact) if name else "",
        "shown": shown,
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
        context["places"] = rule_places(kept) if shown else []
    return frame.page(request, "admin/rule.html", context, Clinic)


def _to_decide(request: HttpRequest, value: RuleValue) -> dict[str, Any]:
    """What stands on the page beside while a new value waits."""
    return {
        "warnings": warnings_about(value),
        "places": rule_places(value),
        "asked": asked(value),
        "is_own": value.was_written_by(request.user),
        "can_approve": rules.can_approve(request.user, value),
    }
