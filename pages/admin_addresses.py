"""Names the addresses of a model's staff pages: the one way to do so."""

from django.db.models import Model
from django.urls import reverse


def changelist(model: type[Model]) -> str:
    """Where staff find all of them."""
    return view(model, "changelist")


def change(instance: Model) -> str:
    """Where staff see this one, and change it if they may."""
    return view(type(instance), "change", instance.pk)


def view(model: type[Model], name: str, *args: int | str) -> str:
    """Any other staff page of a model, as its admin names it; ``args`` are parts of the address."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)
