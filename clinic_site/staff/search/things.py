"""All that one colleague may see and look for: words, topics, sources, pictures, facts, people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst

from faq.models import Topic
from pages.admin_addresses import change, changelist, view
from pages.clinic import rules
from pages.clinic.declared import TYPED
from pages.clinic.in_languages import label
from pages.clinic.models import Clinic
from pages.languages import DEFAULT, in_brackets
from pages.models import Picture
from pages.people import can_see, may_approve, name_of
from pages.revisions.document import Document, document_models
from pages.revisions.revision import Revision, State
from pages.revisions.schedule import withdrawn
from pages.revisions.sources import Source

Colleague = User | AnonymousUser

#: What is compared and shown of words on its own, or says nothing.
_NOT_IN_THE_TEXT = {"language", "title", "summary", "keywords"}


@dataclass(frozen=True)
class Thing:
    """Something to find: what it is, where it is, and what is compared with what was typed."""

    kind: str
    title: str
    path: str
    state: str = ""
    line: str = ""
    keywords: str = ""
    text: str = ""
    language: str = DEFAULT


def things(user: Colleague) -> Iterator[Thing]:
    """Only what this person may open. Messages are never among them: looking is recorded there."""
    for model in document_models():
        if _may_view(user, model):
            yield from _words(model, sees_drafts=_sees_drafts(user, model))
    yield from _topics(user)
    yield from _sources(user)
    yield from _pictures(user)
    yield from _facts(user)
    yield from _colleagues(user)


def _may_view(user: Colleague, model: type[Model]) -> bool:
    return can_see(user, f"{model._meta.app_label}.view_{model._meta.model_name}")


def _sees_drafts(user: Colleague, model: type[Document]) -> bool:
    """What visitors cannot read yet is for those who write it, or say yes to it."""
    may_write = user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
    return may_write or may_approve(user, model._meta.app_label)


def _words(model: type[Document], *, sees_drafts: bool) -> Iterator[Thing]:
    states = [State.LIVE, State.DRAFT] if sees_drafts else [State.LIVE]
    found = model.every_revision().filter(state__in=states, document__binned_at=None)
    by_document: dict[tuple[int, str], list[Revision]] = {}
    for revision in found.order_by("document__order", "document", "language"):
        by_document.setdefault((revision.document_id, revision.language), []).append(revision)
    yield from (_document(model, revisions) for revisions in by_document.values())
    if sees_drafts:
        yield from _off_the_site(model)


def _off_the_site(model: type[Document]) -> Iterator[Thing]:
    """What visitors read last; a draft of it stands among the words."""
    for document in withdrawn(model):
        last = document.revisions.filter(state=State.PAST).first()
        if last and not document.draft(last.language):
            last.document = document
            yield _document(model, [last])


def _document(model: type[Document], revisions: list[Revision]) -> Thing:
    """Live words and their draft are one thing, which each may be found by."""
    first = next((one for one in revisions if one.state == State.LIVE), revisions[0])
    return Thing(
        kind=capfirst(str(model._meta.verbose_name)),
        title=f"{first.title}{in_brackets(first.language)}",
        path=change(first.document, first.language),
        state=_state({one.state for one in revisions}),
        line=first.summary,
        keywords=getattr(first, "keywords", ""),
        text="\n".join(_text(one) for one in revisions),
        language=first.language,
    )


def _state(states: set[str]) -> str:
    if states == {State.PAST}:
        return "Off the site"
    label = "Live" if State.LIVE in states else "Draft"
    return "Live, and a draft" if states == {State.LIVE, State.DRAFT} else label


def _text(revision: Revision) -> str:
    """All that was typed, and the address."""
    names = [name for name in revision.WORDS if name not in _NOT_IN_THE_TEXT]
    typed = (getattr(revision, name) for name in names)
    texts = (text for text in typed if isinstance(text, str) and text)
    return "\n".join([revision.title, revision.summary, *texts, revision.document.slug])


def _topics(user: Colleague) -> Iterable[Thing]:
    topics = Topic.objects.all() if _may_view(user, Topic) else []
    return (Thing("Topic", one.name, change(one), text=one.slug) for one in topics)


def _sources(user: Colleague) -> Iterator[Thing]:
    for one in Source.objects.all() if _may_view(user, Source) else []:
        more = " ".join([one.author, one.where, str(one.year or ""), one.url, one.key, one.note])
        yield Thing("Source", one.title, change(one), line=one.author, text=more)


def _pictures(user: Colleague) -> Iterator[Thing]:
    for one in Picture.objects.all() if _may_view(user, Picture) else []:
        yield Thing("Picture", str(one), change(one), line=one.alt, text=f"{one.key} {one.alt_es}")


def _facts(user: Colleague) -> Iterator[Thing]:
    if not _may_view(user, Clinic):
        return
    clinic = Clinic.load()
    decides = user.has_perm("pages.change_clinic") or may_approve(user, "pages")
    for fact in TYPED:
        is_rule = fact.name in rules.FIELDS
        path = f"{changelist(Clinic)}#id_{fact.fields[0]}"
        if is_rule and decides:
            path = view(Clinic, "rule", fact.name, DEFAULT)
        says = str(getattr(clinic, fact.fields[0]))
        yield Thing(
            kind="Medical rule" if is_rule else "Clinic fact",
            title=capfirst(label(fact.name)),
            path=path,
            state="" if says else "Empty",
            line=says,
            text=fact.name.replace("_", " "),
        )


def _colleagues(user: Colleague) -> Iterator[Thing]:
    if _may_view(user, User):
        for one in User.objects.filter(is_staff=True, is_active=True):
            path = reverse("admin:colleague", args=[one.pk])
            yield Thing("Colleague", name_of(one), path, text=one.username)
