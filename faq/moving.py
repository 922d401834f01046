"""Moves several questions into another topic at once; who follows their old links gets there."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse

from faq.models import Entry, Topic
from pages.revisions import drafts
from pages.staff import frame


class TopicForm(forms.Form):
    """Where they go."""

    topic = forms.ModelChoiceField(
        Topic.objects.all(), error_messages={"required": "Choose a topic."}
    )


@admin.action(permissions=["change"], description="Move to a topic…")
def move_to_topic(
    kind: admin.ModelAdmin[Entry], request: HttpRequest, chosen: QuerySet[Entry]
) -> HttpResponse | None:
    """Ask first where to, with the names of all."""
    keys = [entry.pk for entry in chosen]
    form = TopicForm(request.POST if "do" in request.POST else None)
    if form.is_valid():
        _move(request, keys, form.cleaned_data["topic"])
        return None
    context = {
        "title": "Move these to a topic",
        "form": form,
        "entries": Entry.objects.filter(pk__in=keys).select_related("topic"),
    }
    return frame.page(request, "admin/move_to_topic.html", context, Entry)


@transaction.atomic
def _move(request: HttpRequest, keys: list[int], topic: Topic) -> None:
    """To the end of the topic, in the order they stand in now."""
    rows = Entry.objects.select_related("topic").select_for_update(of=("self",))
    entries = list(rows.filter(pk__in=keys, binned_at=None).exclude(topic=topic))
    addresses = drafts.Addresses(entries)
    last = topic.entries.aggregate(last=Max("order"))["last"] or 0
    for order, entry in enumerate(entries, last + 1):
        entry.topic, entry.order = topic, order
        entry.save(update_fields=["topic", "order"])
        frame.record(request, entry, f"Moved to the topic “{topic}”.")
    moved = addresses.remember_moves(entries)
    also = " Who follows their old links gets there." if moved else ""
    messages.success(request, f"{len(entries)} moved to “{topic}”.{also}")
