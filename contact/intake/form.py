"""The contact form: its questions, its rules and its words for what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contact.intake.danger import READ, danger_in, ends_of
from contact.intake.meant import meant
from contact.intake.refusals import in_words
from contact.intake.suspicion import suspicion
from contact.intake.token import FormToken
from contact.intake.typed import BrokenTextError, tidy
from contact.models import About, Inquiry, ReplyBy, Status, Time
from pages.clinic.hours import Hours
from pages.clinic.known import Known
from pages.crisis import mentions_crisis
from pages.typed import EmailError, PhoneError, clean_phone, read_email, read_phone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The hidden field with the address that we asked about: sent again, it is right.
_ASKED = "email_asked"
_REPLY_ERROR = _("Choose how we should reply")


def _labelled(options: type[TextChoices]) -> list[tuple[str, StrOrPromise]]:
    """The options in the language of the page; staff read them in English."""
    return [(option.value, _(option.label)) for option in options]


class _Shown(TypedDict, total=False):
    """What else may be said of a field that people type into."""

    label: StrOrPromise
    help_text: StrOrPromise
    required: bool
    widget: forms.Widget
    error_messages: dict[str, StrOrPromise]


class TypedField(forms.CharField):
    """A field people type into. Too long or broken text is refused with words, never cut."""

    def __init__(
        self, *, called: StrOrPromise, longest: int, lines: bool = False, **shown: Unpack[_Shown]
    ) -> None:
        self.called, self.longest, self.lines = called, longest, lines
        super().__init__(**shown)

    def to_python(self, value: str | None) -> str:
        """The text, tidied."""
        try:
            text = tidy(value or "", lines=self.lines)
        except BrokenTextError as error:
            refusal = gettext("%s has a character we cannot read. Type that part again.")
            raise ValidationError(refusal % str(self.called).capitalize()) from error
        if len(text) > self.longest:
            refusal = gettext(
                "Shorten %(called)s to %(longest)s characters or fewer. You typed %(typed)s."
            )
            sizes = {
                "called": self.called,
                "longest": f"{self.longest:,}",
                "typed": f"{len(text):,}",
            }
            raise ValidationError(refusal % sizes)
        return text


class NamedOptions(forms.widgets.ChoiceWidget):
    """Gives each option an id that says what it chooses, so that an error can lead to the first."""

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, str] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        """Django numbers them; a number would change with the order of the options."""
        groups = super().optgroups(name, value, attrs)
        for _label, options, _index in groups:
            for option in options:
                option["attrs"]["id"] = f"id_{name}_{option['value']}"
        return groups


class Radios(NamedOptions, forms.RadioSelect):
    """One of a few."""


class Checkboxes(NamedOptions, forms.CheckboxSelectMultiple):
    """Any of a few."""


def _phone(typed: str) -> str:
    """With the words around the number: they may say whose it is, or when to call."""
    read_phone(typed)
    return clean_phone(typed)


#: What the two ways of reply need: the text to keep. Each raises the error of its kind.
_CLEAN = {"phone": _phone, "email": read_email}


class MessageForm(forms.Form):
    """What a visitor fills in. The server alone decides what is required."""

    name = TypedField(
        called=_("your name"),
        longest=120,
        label=_("Your name"),
        help_text=_("First name is fine."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    reply_by = forms.ChoiceField(
        label=_("How should we reply?"),
        choices=_labelled(ReplyBy),
        widget=Radios,
        error_messages={"required": _REPLY_ERROR, "invalid_choice": _REPLY_ERROR},
    )
    phone = TypedField(
        called=_("the phone number"),
        longest=120,
        label=_("Phone number, with area code"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "short"}
        ),
    )
    voicemail = forms.BooleanField(label=_("You can leave a voicemail"), required=False)
    email = TypedField(
        called=_("the email address"),
        longest=254,
        label=_("Email address"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "email", "autocomplete": "email", "spellcheck": "false"}
        ),
    )
    times = forms.MultipleChoiceField(
        label=_("Best time to reach you"),
        choices=_labelled(Time),
        required=False,
        widget=Checkboxes,
        error_messages={"invalid_choice": _("Choose one of these times")},
    )
    about = forms.ChoiceField(
        label=_("Who is this about?"),
        choices=_labelled(About),
        required=False,
        widget=Radios,
        error_messages={"invalid_choice": _("Choose one of these answers")},
    )
    message = TypedField(
        called=_("your question"),
        longest=1_000,
        lines=True,
        label=_("Your question"),
        required=False,
        help_text=_(
            "Please leave out private health details. \u201cI have a question about cost\u201d is"
            " enough. We can talk about the rest. You have room for 1,000 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        required=False,
        widget=Radios,
        error_messages={"invalid_choice": _("Choose one of these languages")},
    )

    #: Hidden from people and from browsers that fill in forms; programs fill it in.
    TRAP = "leave_empty"

    helper = FormHelper()
    helper.template = "contact/form/form.html"
    helper.layout = Layout(
        Field("name"),
        Field("reply_by", template="contact/form/reply.html"),
        Field("times", template="contact/form/choices.html"),
        Field("about", template="contact/form/choices.html"),
        Field("message"),
        Field("language", template="contact/form/choices.html"),
    )

    def __init__(self, data: QueryDict | None = None, *, page_language: str) -> None:
        super().__init__(data, initial={"language": page_language})
        self.page_language = page_language
        given = data.get("form_token", "") if data is not None else ""
        self.given_token = FormToken.read(given)
        #: What the form is shown with: the token it came with, or a new one.
        self.token = self.given_token or FormToken.new(already_waited=data is not None)
        #: An address that looks like a slip; and whether nothing else keeps it from being sent.
        self.asked_email, self.only_asks = "", False

    def clean(self) -> dict[str, Any]:
        """Require what the chosen way of reply needs, and ignore what it hides."""
        reply_by = self.cleaned_data.get("reply_by")
        if reply_by == ReplyBy.EMAIL:
            self._ignore("phone", "")
            self._ignore("voicemail", False)
            self._read("email")
            _ask_about_email(self)
        elif reply_by:
            self._ignore("email", "")
            self._read("phone")
        return self.cleaned_data

    def _ignore(self, name: str, nothing: str | bool) -> None:
        self.errors.pop(name, None)
        self.cleaned_data[name] = nothing

    def _read(self, name: str) -> None:
        """Keep what is clean of it, or say at the field what is wrong; what was typed stays."""
        if name in self.errors:
            return
        try:
            self.cleaned_data[name] = _CLEAN[name](self.cleaned_data[name])
        except (PhoneError, EmailError) as error:
            self.add_error(name, in_words(error, self.cleaned_data[name]))


def _ask_about_email(form: MessageForm) -> None:
    """Ask once whether another address was meant; never who may be in danger."""
    address = form.cleaned_data.get("email", "")
    better = meant(address) if "email" not in form.errors else ""
    if not better or form.data.get(_ASKED) == address or _tells_of_danger(form.data):
        return
    form.asked_email, form.only_asks = address, not form.errors
    question = gettext(
        "Did you mean %(address)s? Change it, or press Send message again if yours is right"
    )
    form.add_error("email", question % {"address": better})


def _tells_of_danger(typed: Mapping[str, Any]) -> bool:
    return mentions_crisis("\n".join(ends_of(typed.get(name, "")) for name in READ))


def inquiry_from(form: MessageForm, here: Known) -> Inquiry:
    """The message of a valid form, not stored yet."""
    answers = form.cleaned_data
    now = timezone.now()
    inquiry = Inquiry(
        name=answers["name"],
        reply_by=answers["reply_by"],
        phone=answers["phone"],
        voicemail=answers["voicemail"],
        email=answers["email"],
        times=answers["times"],
        about=answers["about"],
        message=answers["message"],
        language=answers["language"] or form.page_language,
        page_language=form.page_language,
        received_at=now,
        due_at=Hours.of(here.place).due_at(now, here.clinic.reply_days),
    )
    # What is typed for a phone is not kept where the reply comes by email, but it is read.
    typed_for_phone = ends_of(form.data.get("phone", ""))
    inquiry.crisis = danger_in(inquiry) is not None or mentions_crisis(typed_for_phone)
    if not inquiry.crisis:
        # Someone who may be in danger is never made to wait for a second look.
        _hold_if_suspicious(inquiry, form.data.get(form.TRAP, ""))
    return inquiry


def _hold_if_suspicious(inquiry: Inquiry, trap: str) -> None:
    reason = suspicion(name=inquiry.name, message=inquiry.message, trap=trap)
    if reason:
        inquiry.status, inquiry.held_reason = Status.HELD, reason
